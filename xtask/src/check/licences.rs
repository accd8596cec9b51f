//! What is built in is free to be built in, and the libraries that must be one are one. The lists are in deny.toml.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use cargo_metadata::MetadataCommand;

use crate::command::Step;
use crate::root;

/// The two lists that deny.toml gives.
struct Lists {
    allowed: BTreeSet<String>,
    single: BTreeSet<String>,
}

pub fn check() -> Result<String, String> {
    let text = fs::read_to_string(root().join("deny.toml")).map_err(|error| format!("deny.toml: {error}"))?;
    let lists = Lists::read(&text);
    if lists.allowed.is_empty() || lists.single.is_empty() {
        return Err("deny.toml names no licence that is allowed, or no library that must be one".into());
    }
    let metadata = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        // Only what is built here: cargo has not fetched the libraries of other systems.
        .other_options(["--filter-platform".to_owned(), host()?])
        .exec()
        .map_err(|error| error.to_string())?;
    let packages = metadata.packages.iter();
    let packages: Vec<_> =
        packages.map(|it| (it.name.to_string(), it.version.to_string(), it.license.clone())).collect();
    let breaches = lists.breaches(&packages);
    if breaches.is_empty() { Ok(String::new()) } else { Err(breaches.join("\n")) }
}

/// The system this runs on, in the compiler's words.
fn host() -> Result<String, String> {
    let told = Step::new("rustc", &["-vV"]).output()?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc does not say for which system it builds".into())
}

impl Lists {
    fn read(text: &str) -> Self {
        let (mut allowed, mut single) = (BTreeSet::new(), BTreeSet::new());
        let mut in_allowed = false;
        for line in text.lines().map(str::trim) {
            match line {
                "allow = [" => in_allowed = true,
                "]" => in_allowed = false,
                _ if in_allowed => allowed.extend(quoted(line)),
                _ if line.contains("deny-multiple-versions = true") => single.extend(quoted(line)),
                _ => {}
            }
        }
        Self { allowed, single }
    }

    fn breaches(&self, packages: &[(String, String, Option<String>)]) -> Vec<String> {
        let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut breaches = Vec::new();
        for (name, version, licence) in packages {
            versions.entry(name).or_default().insert(version);
            match licence {
                Some(licence) if self.allow(licence) => {}
                Some(licence) => breaches.push(format!("{name} {version}: \"{licence}\" is not allowed")),
                None => breaches.push(format!("{name} {version} names no licence")),
            }
        }
        for (name, versions) in versions {
            if versions.len() > 1 && self.single.contains(name) {
                let versions: Vec<&str> = versions.into_iter().collect();
                breaches.push(format!("{name} must be one and is there as {}", versions.join(", ")));
            }
        }
        breaches
    }

    /// Whether an expression of SPDX can be met with allowed licences; an old `/` stands for OR.
    fn allow(&self, expression: &str) -> bool {
        let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let mut rest = words.as_slice();
        self.any(&mut rest) && rest.is_empty()
    }

    fn any(&self, words: &mut &[&str]) -> bool {
        let mut met = self.every(words);
        while let ["OR", rest @ ..] = *words {
            *words = rest;
            met |= self.every(words);
        }
        met
    }

    fn every(&self, words: &mut &[&str]) -> bool {
        let mut met = self.one(words);
        while let ["AND", rest @ ..] = *words {
            *words = rest;
            met &= self.one(words);
        }
        met
    }

    fn one(&self, words: &mut &[&str]) -> bool {
        match *words {
            ["(", rest @ ..] => {
                *words = rest;
                let met = self.any(words);
                let [")", rest @ ..] = *words else { return false };
                *words = rest;
                met
            }
            [licence, "WITH", exception, rest @ ..] => {
                *words = rest;
                self.allowed.contains(&format!("{licence} WITH {exception}"))
            }
            [licence, rest @ ..] => {
                *words = rest;
                self.allowed.contains(*licence)
            }
            [] => false,
        }
    }
}

fn quoted(line: &str) -> Option<String> {
    line.split('"').nth(1).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: &str = "[licenses]\nallow = [\n  \"MIT\",\n  \"Zlib\",\n  \"Apache-2.0 WITH LLVM-exception\",\n]\n\
                         [bans]\ndeny = [\n  { crate = \"rusqlite\", deny-multiple-versions = true },\n]\n";

    #[test]
    fn one_allowed_way_is_enough_but_each_of_a_bundle_counts() {
        let lists = Lists::read(LISTS);
        for allowed in ["MIT", "GPL-3.0 OR MIT", "GPL-3.0/MIT", "MIT AND Zlib", "(GPL-3.0 OR MIT) AND Zlib"] {
            assert!(lists.allow(allowed), "{allowed}");
        }
        assert!(lists.allow("Apache-2.0 WITH LLVM-exception"));
        for refused in ["GPL-3.0", "MIT AND GPL-3.0", "Apache-2.0", "(MIT", "MIT GPL-3.0", ""] {
            assert!(!lists.allow(refused), "{refused}");
        }
    }

    #[test]
    fn two_databases_in_one_program_are_named_with_their_versions() {
        let package =
            |name: &str, version: &str| (name.to_owned(), version.to_owned(), Some("MIT".to_owned()));
        let found = Lists::read(LISTS).breaches(&[
            package("rusqlite", "0.31.0"),
            package("rusqlite", "0.43.0"),
            package("syn", "1.0.0"),
            package("syn", "2.0.0"),
        ]);
        assert_eq!(found, ["rusqlite must be one and is there as 0.31.0, 0.43.0"]);
    }

    #[test]
    fn a_library_without_a_licence_is_refused() {
        let found = Lists::read(LISTS).breaches(&[("found-on-the-street".into(), "1.0.0".into(), None)]);
        assert_eq!(found, ["found-on-the-street 1.0.0 names no licence"]);
    }
}
