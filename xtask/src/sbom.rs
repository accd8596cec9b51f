//! The lists of what the shipped programs are made of (CycloneDX 1.5): one for each program, one for the page inside the window.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, PackageId};
use serde_json::Value;

use crate::command::Step;
use crate::{End, root, say, setup, target};

/// The crates of the shipped programs, and the folders they are in.
const PROGRAMS: &[(&str, &str)] = &[("passerelle-desktop", "src-tauri"), ("passerelle-cli", "crates/cli")];

const PAGE: &str = "passerelle-ui";

/// Something that is built in, by its name and version.
type Part = (String, String);

/// Writes the lists and says where they are.
pub fn write() -> Result<(), End> {
    let folder = make()?;
    say(&format!("what the programs are made of: {}", folder.display()));
    Ok(())
}

/// Writes the lists, and holds them against what cargo and npm say they build with: nothing may be left out.
pub fn check() -> Result<String, String> {
    let folder = make()?;
    let metadata = setup::metadata()?;
    let mut lacking = Vec::new();
    for (program, _) in PROGRAMS {
        let listed = listed(&read(&folder.join(file_of(program)))?);
        lacking.extend(missing(program, &built_in(&metadata, program)?, &listed));
    }
    let listed = listed(&read(&folder.join(file_of(PAGE)))?);
    let lock = read(&root().join("ui/package-lock.json"))?;
    lacking.extend(missing(PAGE, &packages_of_the_page(&lock)?, &listed));
    if lacking.is_empty() { Ok(String::new()) } else { Err(lacking.join("\n")) }
}

fn file_of(name: &str) -> String {
    format!("{name}.cdx.json")
}

fn make() -> Result<PathBuf, String> {
    setup::tool("cargo-cyclonedx")?;
    let folder = target().join("sbom");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let written = of_programs(&folder);
    // The tool writes beside the manifest of each crate, of those that do not ship too.
    let cleared = clear();
    written?;
    cleared?;
    let page = Step::npm(&["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"]).output()?;
    keep(&folder.join(file_of(PAGE)), &page)?;
    Ok(folder)
}

/// What the tool calls its files until they are moved: listed in .gitignore.
const RAW: &str = "sbom.cdx";

fn of_programs(folder: &Path) -> Result<(), String> {
    let version = ["--format", "json", "--spec-version", "1.5", "--override-filename", RAW];
    Step::cargo(&["cyclonedx", "--quiet"]).arguments(&version).logged("sbom")?;
    for (program, place) in PROGRAMS {
        let raw = root().join(place).join(format!("{RAW}.json"));
        let text = fs::read_to_string(&raw).map_err(|error| format!("{}: {error}", raw.display()))?;
        keep(&folder.join(file_of(program)), &text)?;
    }
    Ok(())
}

/// A list that leaves names no folder of the machine where it was made.
fn keep(path: &Path, text: &str) -> Result<(), String> {
    let text = text.replace(&format!("{}/", root().display()), "");
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn clear() -> Result<(), String> {
    for package in &setup::metadata()?.workspace_packages() {
        let raw = package.manifest_path.with_file_name(format!("{RAW}.json"));
        if raw.is_file() {
            fs::remove_file(&raw).map_err(|error| format!("{raw}: {error}"))?;
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Value, String> {
    let told = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_slice(&told).map_err(|error| format!("{}: {error}", path.display()))
}

/// The parts that a list names.
fn listed(list: &Value) -> BTreeSet<Part> {
    let components = list.get("components").and_then(Value::as_array).into_iter().flatten();
    components
        .filter_map(|part| {
            let text = |key| part.get(key).and_then(Value::as_str).map(str::to_owned);
            Some((text("name")?, text("version")?))
        })
        .collect()
}

fn missing(of: &str, built_in: &BTreeSet<Part>, listed: &BTreeSet<Part>) -> Vec<String> {
    built_in
        .difference(listed)
        .map(|(name, version)| format!("{of}: {name} {version} is not listed"))
        .collect()
}

/// What cargo builds a program from: the crates it names, those that they name, and the tools of their build scripts, which
/// bring the C sources. Tests count for nothing.
fn built_in(metadata: &Metadata, program: &str) -> Result<BTreeSet<Part>, String> {
    let graph = metadata.resolve.as_ref().ok_or("cargo tells of no dependencies")?;
    let nodes: BTreeMap<&PackageId, _> = graph.nodes.iter().map(|node| (&node.id, node)).collect();
    let packages: BTreeMap<&PackageId, _> = metadata.packages.iter().map(|each| (&each.id, each)).collect();
    let first = metadata.packages.iter().find(|package| *package.name == program);
    let first = &first.ok_or_else(|| format!("{program} is not a crate of the workspace"))?.id;
    let (mut met, mut next) = (BTreeSet::from([first]), vec![first]);
    while let Some(node) = next.pop().and_then(|id| nodes.get(id)) {
        for dependency in &node.deps {
            let ships = |kind: &cargo_metadata::DepKindInfo| kind.kind != DependencyKind::Development;
            if dependency.dep_kinds.iter().any(ships) && met.insert(&dependency.pkg) {
                next.push(&dependency.pkg);
            }
        }
    }
    let parts = met.into_iter().filter(|id| *id != first).filter_map(|id| packages.get(id));
    Ok(parts.map(|package| (package.name.to_string(), package.version.to_string())).collect())
}

/// What stands in the lock file of the page, the tools that make it too: a part of them, as Svelte, ends up in it.
fn packages_of_the_page(lock: &Value) -> Result<BTreeSet<Part>, String> {
    let packages =
        lock.get("packages").and_then(Value::as_object).ok_or("the lock file lists no packages")?;
    let named = packages.iter().filter_map(|(place, package)| {
        // Another system's part of a tool is not installed here, and npm then lists it by chance only.
        let foreign = package.get("optional").and_then(Value::as_bool).unwrap_or(false);
        let (_, name) = place.rsplit_once("node_modules/").filter(|_| !foreign)?;
        Some((name.to_owned(), package.get("version")?.as_str()?.to_owned()))
    });
    Ok(named.collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_library_that_is_built_in_and_not_listed_is_named() {
        let list =
            json!({ "components": [{ "name": "serde", "version": "1.0.0" }, { "name": "no version" }] });
        let part = |name: &str, version: &str| (name.to_owned(), version.to_owned());
        let built_in = BTreeSet::from([part("serde", "1.0.0"), part("serde", "2.0.0"), part("zip", "1.0.0")]);
        let found = missing("passerelle-desktop", &built_in, &listed(&list));
        let expected =
            ["passerelle-desktop: serde 2.0.0 is not listed", "passerelle-desktop: zip 1.0.0 is not listed"];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_programs_are_built_from_sqlcipher_and_openssl_and_not_from_what_tests_them() {
        let metadata = setup::metadata().unwrap();
        for (program, _) in PROGRAMS {
            let parts = built_in(&metadata, program).unwrap();
            let has = |name: &str| parts.iter().any(|(part, _)| part == name);
            assert!(has("passerelle-vault") && has("libsqlite3-sys") && has("openssl-src"), "{program}");
            assert!(!has("fantoccini") && !has("proptest") && !has(program), "{program}");
        }
    }

    #[test]
    fn the_packages_of_the_page_are_read_with_those_inside_of_others() {
        let lock = json!({ "packages": {
            "": { "version": "0.1.0" },
            "node_modules/svelte": { "version": "5.0.0", "dev": true },
            "node_modules/a/node_modules/@b/c": { "version": "1.0.0" },
            "node_modules/for-another-system": { "version": "1.0.0", "optional": true },
        } });
        let found = packages_of_the_page(&lock).unwrap();
        let found: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(found, ["@b/c", "svelte"]);
    }
}
