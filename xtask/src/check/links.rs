//! What the documents name exists: the files and headings they link to, and the tests they say show something.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::root;

/// Folders that hold nothing of the project's own.
const SKIPPED: &[&str] = &["node_modules", "target", ".git", "dist"];

/// So many underscores make a name that of a test: no other name of the project is a sentence.
const OF_A_SENTENCE: usize = 4;

fn files(folder: &Path, ends: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            if !SKIPPED.iter().any(|skipped| name == *skipped) {
                files(&path, ends, found);
            }
        } else if name.to_string_lossy().ends_with(ends) {
            found.push(path);
        }
    }
}

/// What stands between each pair of these.
fn between<'a>(text: &'a str, open: &'a str, close: char) -> impl Iterator<Item = &'a str> {
    text.split(open).skip(1).filter_map(move |rest| rest.split_once(close).map(|(inner, _)| inner))
}

/// The text without its blocks of code.
fn prose(text: &str) -> String {
    text.split("```").step_by(2).collect::<Vec<_>>().join("\n")
}

/// A heading as links name it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn has_heading(text: &str, name: &str) -> bool {
    let headings = text.lines().filter_map(|line| line.strip_prefix('#'));
    headings.map(|heading| anchor(heading.trim_start_matches('#'))).any(|heading| heading == name)
}

/// What is wrong with one link of a document at `from`.
fn broken(from: &Path, link: &str) -> Option<String> {
    if link.contains("://") || link.starts_with("mailto:") {
        return None;
    }
    let (path, heading) = link.split_once('#').unwrap_or((link, ""));
    let file = if path.is_empty() { from.to_owned() } else { from.parent()?.join(path) };
    if !file.exists() {
        return Some(format!("there is no {path}"));
    }
    let lacks = !heading.is_empty() && !has_heading(&fs::read_to_string(&file).unwrap_or_default(), heading);
    lacks.then(|| format!("{} has no heading #{heading}", file.display()))
}

/// The names in backticks that are sentences; what the hub measures has long names as well.
fn tests_named(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2).filter(|name| {
        let letters = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        let measured = name.starts_with("passerelle_");
        !measured && name.chars().all(letters) && name.matches('_').count() >= OF_A_SENTENCE
    })
}

/// The names of all functions of the project.
fn functions() -> BTreeSet<String> {
    let mut sources = Vec::new();
    files(&root(), ".rs", &mut sources);
    let mut names = BTreeSet::new();
    for source in sources {
        let text = fs::read_to_string(source).unwrap_or_default();
        names.extend(between(&text, "fn ", '(').map(str::to_owned));
    }
    names
}

pub fn check() -> Result<String, String> {
    let functions = functions();
    let mut documents = Vec::new();
    files(&root(), ".md", &mut documents);
    let mut breaches = Vec::new();
    for document in documents {
        let text = prose(&fs::read_to_string(&document).map_err(|error| error.to_string())?);
        let mut say = |what: String| breaches.push(format!("{}: {what}", document.display()));
        for link in between(&text, "](", ')') {
            broken(&document, link).map(&mut say);
        }
        for name in tests_named(&text).filter(|name| !functions.contains(*name)) {
            say(format!("there is no test {name}"));
        }
    }
    if breaches.is_empty() { Ok(String::new()) } else { Err(breaches.join("\n")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_named_as_links_name_it() {
        assert_eq!(anchor(" A synchronisation, in steps"), "a-synchronisation-in-steps");
        assert!(has_heading("# One\n\n## À l’équipe\n", "à-léquipe"));
        assert!(!has_heading("# One\n", "two"));
    }

    #[test]
    fn a_lost_file_and_a_lost_heading_are_both_named() {
        let readme = root().join("README.md");
        assert_eq!(broken(&readme, "https://www.passerelle.example/x"), None);
        assert_eq!(broken(&readme, "docs/ARCHITECTURE.md"), None);
        assert_eq!(broken(&readme, "docs/NOWHERE.md"), Some("there is no docs/NOWHERE.md".into()));
        assert!(broken(&readme, "#no-such-heading").is_some_and(|said| said.contains("no heading")));
    }

    #[test]
    fn a_name_that_is_a_sentence_is_that_of_a_test() {
        let named: Vec<&str> =
            tests_named("`a_lost_file_and_a_lost_heading_are_both_named`, `store_errors`, `x y`").collect();
        assert_eq!(named, ["a_lost_file_and_a_lost_heading_are_both_named"]);
    }
}
