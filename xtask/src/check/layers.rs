//! The arrows between the crates, and which of them may name the libraries that carry a duty.

use cargo_metadata::{DependencyKind, MetadataCommand};

use crate::root;

/// Which crates of ours each may import.
const ARROWS: &[(&str, &[&str])] = &[
    ("passerelle-domain", &[]),
    ("passerelle-vault", &["passerelle-domain"]),
    ("passerelle-formats", &["passerelle-domain"]),
    ("passerelle-catalogue", &["passerelle-domain", "passerelle-formats"]),
    ("passerelle-letters", &["passerelle-domain"]),
    ("passerelle-wire", &[]),
    ("passerelle-sync", &["passerelle-domain", "passerelle-wire"]),
    ("passerelle-hub", &["passerelle-wire"]),
    (
        "passerelle-app",
        &[
            "passerelle-catalogue",
            "passerelle-domain",
            "passerelle-formats",
            "passerelle-letters",
            "passerelle-sync",
            "passerelle-vault",
            "passerelle-wire",
        ],
    ),
    ("passerelle-cli", &["passerelle-app"]),
    ("passerelle-desktop", &["passerelle-app"]),
    (
        "passerelle-tests",
        &[
            "passerelle-app",
            "passerelle-domain",
            "passerelle-formats",
            "passerelle-hub",
            "passerelle-letters",
            "passerelle-sync",
            "passerelle-vault",
            "passerelle-wire",
        ],
    ),
    ("xtask", &[]),
];

/// Libraries that carry a duty, and the crates that bear it. A name that ends with `*` stands for a family.
const DUTIES: &[(&str, &[&str])] = &[
    ("rusqlite", &["passerelle-catalogue", "passerelle-hub", "passerelle-vault", "passerelle-tests"]),
    ("argon2", &["passerelle-vault"]),
    ("chacha20poly1305", &["passerelle-sync", "passerelle-vault"]),
    ("hkdf", &["passerelle-vault"]),
    ("ed25519-dalek", &["passerelle-hub", "passerelle-sync", "passerelle-wire"]),
    ("hpke", &["passerelle-sync"]),
    ("stateright", &["passerelle-sync"]),
    ("zstd*", &["passerelle-sync"]),
    ("keyring*", &["passerelle-vault"]),
    ("subtle", &["passerelle-vault"]),
    ("getrandom", &["passerelle-desktop", "passerelle-hub", "passerelle-sync", "passerelle-vault"]),
    ("rand*", &["passerelle-app", "passerelle-tests"]),
    ("zxcvbn", &["passerelle-app"]),
    ("chrono-tz", &["passerelle-app", "passerelle-formats", "passerelle-tests"]),
    ("csv", &["passerelle-formats"]),
    ("icalendar", &["passerelle-formats"]),
    ("calcard", &["passerelle-formats"]),
    ("calamine", &["passerelle-formats"]),
    ("encoding_rs", &["passerelle-formats"]),
    ("quick-xml", &["passerelle-formats"]),
    ("rstar", &["passerelle-formats"]),
    ("rust_xlsxwriter", &["passerelle-formats"]),
    ("zip", &["passerelle-app", "passerelle-formats", "passerelle-tests"]),
    ("typst*", &["passerelle-letters"]),
    ("imagesize", &["passerelle-letters"]),
    ("lopdf", &["passerelle-letters"]),
    ("pdf-extract", &["passerelle-app", "passerelle-letters"]),
    ("tauri*", &["passerelle-desktop"]),
    ("webkit2gtk", &["passerelle-desktop"]),
    ("clap*", &["passerelle-cli", "passerelle-hub"]),
    ("rpassword", &["passerelle-cli"]),
    ("tokio*", &["passerelle-hub", "passerelle-tests"]),
    ("hyper*", &["passerelle-hub", "passerelle-tests"]),
    ("axum*", &["passerelle-hub"]),
    ("postgres*", &["passerelle-hub", "passerelle-tests"]),
    ("rustls*", &["passerelle-hub", "passerelle-sync"]),
    ("ureq", &["passerelle-sync"]),
    ("tracing*", &["passerelle-hub"]),
    ("fantoccini", &["passerelle-tests"]),
    ("cargo_metadata", &["xtask"]),
    ("reqwest", &[]),
    ("openssl*", &[]),
];

/// The domain is pure: these libraries and no other, and none of these features, which bring a clock or chance.
const PURE: &str = "passerelle-domain";
const PURE_LIBRARIES: &[&str] =
    &["chrono", "serde", "strsim", "thiserror", "ts-rs", "unicode-normalization", "uuid"];
const IMPURE_FEATURES: &[&str] = &["clock", "now", "rng", "std_rng", "v1", "v4", "v6", "v7"];

/// One line of one crate's manifest.
struct Import {
    from: String,
    name: String,
    features: Vec<String>,
    /// Used by the tests of `from` alone.
    for_tests: bool,
}

pub fn check() -> Result<String, String> {
    let metadata = MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec();
    let metadata = metadata.map_err(|error| error.to_string())?;
    let crates: Vec<String> = metadata.packages.iter().map(|package| package.name.to_string()).collect();
    let mut imports = Vec::new();
    for package in &metadata.packages {
        imports.extend(package.dependencies.iter().map(|dependency| Import {
            from: package.name.to_string(),
            name: dependency.name.clone(),
            features: dependency.features.clone(),
            for_tests: dependency.kind == DependencyKind::Development,
        }));
    }
    let breaches = breaches(&crates, &imports);
    if breaches.is_empty() { Ok(String::new()) } else { Err(breaches.join("\n")) }
}

fn breaches(crates: &[String], imports: &[Import]) -> Vec<String> {
    let unlisted = crates.iter().filter(|name| arrows(name).is_none());
    let unlisted =
        unlisted.map(|name| format!("{name} has no line among the arrows (xtask/src/check/layers.rs)"));
    unlisted.chain(imports.iter().filter_map(|import| breach(crates, import))).collect()
}

fn breach(crates: &[String], import: &Import) -> Option<String> {
    let Import { from, name, features, for_tests } = import;
    if crates.contains(name) {
        let allowed = arrows(from).is_some_and(|allowed| allowed.contains(&name.as_str()));
        return (!allowed).then(|| format!("{from} may not import {name}: the arrow points the other way"));
    }
    if from == PURE && !for_tests {
        if !PURE_LIBRARIES.contains(&name.as_str()) {
            return Some(format!("{from} is pure and may not name {name}"));
        }
        let impure = features.iter().find(|feature| IMPURE_FEATURES.contains(&feature.as_str()));
        return impure.map(|feature| format!("{from} is pure and may not ask {name} for `{feature}`"));
    }
    let (_, bearers) = DUTIES.iter().find(|(library, _)| fits(library, name))?;
    (!bearers.contains(&from.as_str())).then(|| format!("{from} may not name {name}: {}", whose(bearers)))
}

fn arrows(name: &str) -> Option<&'static [&'static str]> {
    ARROWS.iter().find(|(from, _)| *from == name).map(|(_, allowed)| *allowed)
}

fn fits(library: &str, name: &str) -> bool {
    library.strip_suffix('*').map_or(library == name, |family| name.starts_with(family))
}

fn whose(bearers: &[&str]) -> String {
    if bearers.is_empty() { "no crate does".into() } else { format!("that is for {}", bearers.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn import(from: &str, name: &str) -> Import {
        Import { from: from.into(), name: name.into(), features: vec![], for_tests: false }
    }

    fn breaches_of(imports: &[Import]) -> Vec<String> {
        let crates: Vec<String> = ARROWS.iter().map(|&(name, _)| name.to_owned()).collect();
        breaches(&crates, imports)
    }

    #[test]
    fn arrows_that_point_the_right_way_are_left_in_peace() {
        let good = [
            import("passerelle-desktop", "passerelle-app"),
            import("passerelle-app", "passerelle-vault"),
            import("passerelle-vault", "passerelle-domain"),
            import("passerelle-vault", "rusqlite"),
            import("passerelle-app", "serde_json"),
        ];
        assert_eq!(breaches_of(&good), Vec::<String>::new());
    }

    #[test]
    fn an_arrow_against_the_stream_or_around_the_entrance_is_named() {
        for (from, name) in [
            ("passerelle-domain", "passerelle-vault"),
            ("passerelle-cli", "passerelle-vault"),
            ("passerelle-desktop", "passerelle-domain"),
            ("passerelle-vault", "passerelle-app"),
        ] {
            let found = breaches_of(&[import(from, name)]);
            assert_eq!(found, [format!("{from} may not import {name}: the arrow points the other way")]);
        }
    }

    #[test]
    fn a_library_with_a_duty_stays_with_its_bearer() {
        for (from, name) in [
            ("passerelle-app", "rusqlite"),
            ("passerelle-cli", "tauri-plugin-dialog"),
            ("passerelle-desktop", "keyring"),
            ("passerelle-vault", "reqwest"),
        ] {
            assert_eq!(breaches_of(&[import(from, name)]).len(), 1, "{from} must not name {name}");
        }
    }

    #[test]
    fn the_domain_gets_neither_clock_nor_chance_but_its_tests_may() {
        let mut clock = import(PURE, "chrono");
        clock.features.push("clock".into());
        let found = breaches_of(&[clock, import(PURE, "rand"), import(PURE, "serde_json")]);
        assert_eq!(found.len(), 3, "{found:?}");
        let tests = Import { for_tests: true, ..import(PURE, "proptest") };
        assert_eq!(breaches_of(&[tests]), Vec::<String>::new());
    }

    #[test]
    fn a_new_crate_must_find_its_place_first() {
        let found = breaches(&["passerelle-balloon".into()], &[]);
        assert!(found.iter().any(|breach| breach.starts_with("passerelle-balloon has no line")), "{found:?}");
    }
}
