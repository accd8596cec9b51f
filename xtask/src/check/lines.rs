//! The sizes that keep a file readable in one sitting. It counts lines and judges nothing else.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{root, say};

/// Production lines of a file; a component counts as one.
const FILE: usize = 400;
/// What a file of the list below may reach.
const LONG_FILE: usize = 600;
/// A file of tests.
const TESTS: usize = 600;
/// A function, from its name to its closing brace.
const FUNCTION: usize = 80;
/// Nine functions of ten stay under this.
const USUAL_FUNCTION: usize = 40;

/// Files that are allowed to be long. The list only shrinks.
const LONG: &[&str] = &[];

const FOLDERS: &[&str] = &["crates", "src-tauri", "tests", "ui/src", "ui/scripts", "ui/dev", "xtask"];

/// What others write: generated, installed or built.
const FOREIGN: &[&str] = &["node_modules", "generated", "generated.ts", "gen", "dist", "dist-dev", "target"];

/// What was counted in one file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counted {
    production: usize,
    tests: usize,
    /// Functions outside tests: name and lines.
    functions: Vec<(String, usize)>,
}

pub fn check() -> Result<String, String> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        collect(&root().join(folder), &mut files);
    }
    files.sort();
    let mut breaches = Vec::new();
    let mut sizes = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        let counted = count(&name, &text);
        breaches.extend(judge(&name, &counted));
        sizes.extend(counted.functions.iter().map(|(_, lines)| *lines));
    }
    breaches.extend(judge_all(&mut sizes));
    if breaches.is_empty() { Ok(String::new()) } else { Err(breaches.join("\n")) }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_name().to_str().is_none_or(|name| FOREIGN.contains(&name)) {
            continue;
        }
        if path.is_dir() {
            collect(&path, files);
        } else if path
            .extension()
            .is_some_and(|kind| ["rs", "ts", "svelte", "js", "css"].iter().any(|it| kind == *it))
        {
            files.push(path);
        }
    }
}

fn is_test_file(name: &str) -> bool {
    let endings = ["/tests.rs", ".test.ts", ".test-env.ts"];
    name.contains("/tests/") || endings.iter().any(|ending| name.ends_with(ending))
}

fn count(name: &str, text: &str) -> Counted {
    let lines: Vec<&str> = text.lines().collect();
    if is_test_file(name) {
        return Counted { tests: lines.len(), ..Counted::default() };
    }
    if Path::new(name).extension().is_none_or(|kind| kind != "rs") {
        return Counted { production: lines.len(), ..Counted::default() };
    }
    // Tests stand at the foot of a file, so that what comes before them is what ships.
    let production = lines.iter().position(|line| *line == "#[cfg(test)]").unwrap_or(lines.len());
    let shipped = lines.get(..production).unwrap_or_default();
    Counted { production, tests: lines.len() - production, functions: functions(shipped) }
}

/// Functions by the layout that rustfmt gives: the closing brace stands under the beginning of the name's line.
fn functions(lines: &[&str]) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = name_of_function(line) else { continue };
        let indent = line.len() - line.trim_start().len();
        let end = format!("{}}}", " ".repeat(indent));
        let rest = lines.get(start..).unwrap_or_default();
        let whole = |line: &str| line.ends_with(';') || line.ends_with('}');
        let length = if whole(line) { Some(0) } else { rest.iter().position(|line| *line == end) };
        // Without a brace of its own it is a signature over several lines.
        found.extend(length.map(|length| (name.to_owned(), length + 1)));
    }
    found
}

fn name_of_function(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    for word in
        ["pub ", "pub(crate) ", "pub(super) ", "default ", "const ", "async ", "unsafe ", "extern \"C\" "]
    {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let name = rest.strip_prefix("fn ")?;
    name.split(['(', '<']).next()
}

fn judge(name: &str, counted: &Counted) -> Vec<String> {
    let long = LONG.contains(&name);
    let most = if long { LONG_FILE } else { FILE };
    let mut breaches = Vec::new();
    if counted.production > most {
        breaches.push(format!("{name}: {} production lines, at most {most}", counted.production));
    }
    if long && counted.production <= FILE {
        breaches.push(format!("{name} is no longer long: take it off the list in xtask/src/check/lines.rs"));
    }
    if counted.tests > TESTS {
        breaches.push(format!("{name}: {} lines of tests, at most {TESTS}", counted.tests));
    }
    let big = counted.functions.iter().filter(|(_, lines)| *lines > FUNCTION);
    breaches.extend(
        big.map(|(function, lines)| format!("{name}: {function} has {lines} lines, at most {FUNCTION}")),
    );
    breaches
}

fn judge_all(sizes: &mut [usize]) -> Option<String> {
    sizes.sort_unstable();
    let ninth = *sizes.get(sizes.len() * 9 / 10)?;
    say(&format!("{} functions, nine of ten with at most {ninth} lines", sizes.len()));
    (ninth > USUAL_FUNCTION)
        .then(|| format!("nine of ten functions must stay under {USUAL_FUNCTION} lines: {ninth}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: usize) -> String {
        let body = "    step();\n".repeat(lines - 2);
        format!("pub fn long() {{\n{body}}}\n")
    }

    #[test]
    fn a_function_is_measured_from_its_name_to_its_brace() {
        let text = format!(
            "struct A;\n\nimpl A {{\n    pub(crate) async fn go<T>(\n        &self,\n    ) {{\n        if a {{\n            b();\n        }}\n    }}\n}}\n\n{}",
            of(12)
        );
        let counted = count("crates/app/src/go.rs", &text);
        assert_eq!(counted.functions, [("go".to_owned(), 7), ("long".to_owned(), 12)]);
    }

    #[test]
    fn what_stands_under_the_tests_is_not_production() {
        let text = format!("fn a() {{}}\n#[cfg(test)]\nmod tests {{\n{}}}\n", of(100));
        let counted = count("crates/app/src/a.rs", &text);
        assert_eq!((counted.production, counted.tests), (1, 103));
        assert_eq!(counted.functions, [("a".to_owned(), 1)]);
    }

    #[test]
    fn too_long_is_said_by_name_and_just_within_is_not() {
        assert_eq!(judge("a.rs", &count("a.rs", &of(FUNCTION))), Vec::<String>::new());
        assert_eq!(judge("a.rs", &count("a.rs", &of(FUNCTION + 1))), ["a.rs: long has 81 lines, at most 80"]);
        let component = "<p>\n".repeat(FILE + 1);
        assert_eq!(
            judge("A.svelte", &count("A.svelte", &component)),
            ["A.svelte: 401 production lines, at most 400"]
        );
        let tests = "// a\n".repeat(TESTS + 1);
        let name = "tests/tests/window/a.rs";
        assert_eq!(
            judge(name, &count(name, &tests)),
            ["tests/tests/window/a.rs: 601 lines of tests, at most 600"]
        );
    }
}
