//! The top of the repository holds what is listed here, so that it stays readable at one glance.

use std::fs;

use crate::root;

const ENTRIES: &[&str] = &[
    ".cargo",
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "clippy.toml",
    "crates",
    "deny.toml",
    "docs",
    "migrations",
    "rustfmt.toml",
    "src-tauri",
    "tests",
    "ui",
    "xtask",
];

/// What stands there without being part of the project.
const BESIDE: &[&str] = &[".git", "target"];

pub fn check() -> Result<String, String> {
    let there = fs::read_dir(root()).map_err(|error| error.to_string())?;
    let names = there.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let breaches = breaches(&names.collect::<Vec<_>>());
    if breaches.is_empty() { Ok(String::new()) } else { Err(breaches.join("\n")) }
}

fn breaches(names: &[String]) -> Vec<String> {
    let listed = |name: &str| ENTRIES.contains(&name) || BESIDE.contains(&name);
    let unlisted = names.iter().filter(|name| !listed(name)).map(|name| format!("{name} is not listed"));
    let absent = ENTRIES.iter().filter(|entry| !names.iter().any(|name| name == *entry));
    unlisted.chain(absent.map(|entry| format!("{entry} is listed and missing"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stray_file_and_a_lost_one_are_both_named() {
        let mut names: Vec<String> = ENTRIES.iter().map(|&entry| entry.to_owned()).collect();
        assert_eq!(breaches(&names), Vec::<String>::new());
        names.retain(|name| name != "LICENSE");
        names.push("notes.txt".into());
        assert_eq!(breaches(&names), ["notes.txt is not listed", "LICENSE is listed and missing"]);
    }
}
