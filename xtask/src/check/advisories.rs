//! Known holes in what is built in: of the crates by the advisories of RustSec, of the page's packages by those of npm. Where
//! their lists cannot be had, as without a network, that is said and nothing is held to be well.

use serde_json::Value;

use crate::command::Step;
use crate::report::NOT_CHECKED;
use crate::setup;

pub fn check() -> Result<String, String> {
    let crates = of_crates();
    let packages = of_packages(&Step::npm(&["audit", "--json", "--package-lock-only"]).said()?);
    match (crates, packages) {
        (Ok(crates), Ok(packages)) => {
            let unknown: Vec<&str> = [crates, packages].into_iter().flatten().collect();
            let list = unknown.join(" and ");
            Ok(if list.is_empty() { list } else { format!("{NOT_CHECKED}: {list} cannot be had here") })
        }
        (crates, packages) => {
            let found: Vec<String> = [crates.err(), packages.err()].into_iter().flatten().collect();
            Err(found.join("\n"))
        }
    }
}

/// What could not be asked for; none when there was an answer and it was good.
type Unknown = Option<&'static str>;

fn of_crates() -> Result<Unknown, String> {
    setup::tool("cargo-deny")?;
    if Step::cargo(&["deny", "fetch", "db"]).set("GIT_TERMINAL_PROMPT", "0").logged("advisories").is_err() {
        return Ok(Some("the advisories of RustSec"));
    }
    let host = setup::host()?;
    Step::cargo(&["deny", "--offline", "--target", &host, "check", "advisories"])
        .logged("advisories")
        .map(|_| None)
}

/// Reads the answer of npm: a list of packages with holes, or word that there is no list.
fn of_packages(told: &str) -> Result<Unknown, String> {
    let told: Option<Value> = serde_json::from_str(told).ok();
    let Some(holes) = told.as_ref().and_then(|told| told.get("vulnerabilities")?.as_object()) else {
        return Ok(Some("the advisories of npm"));
    };
    let named = holes.iter().map(|(name, hole)| {
        let text = |key| hole.get(key).and_then(Value::as_str).unwrap_or("unknown");
        format!("{name} {}: {}", text("range"), text("severity"))
    });
    let named: Vec<String> = named.collect();
    if named.is_empty() { Ok(None) } else { Err(named.join("\n")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_with_a_hole_is_named_with_how_bad_it_is() {
        let told = r#"{ "vulnerabilities": { "left": { "range": "<1.2.0", "severity": "high" } } }"#;
        assert_eq!(of_packages(told), Err("left <1.2.0: high".to_owned()));
        assert_eq!(of_packages(r#"{ "vulnerabilities": {} }"#), Ok(None));
    }

    #[test]
    fn an_answer_without_a_list_is_not_taken_for_a_good_one() {
        for told in [r#"{ "message": "405 Method Not Allowed", "error": {} }"#, "", "<html>"] {
            assert_eq!(of_packages(told), Ok(Some("the advisories of npm")), "{told}");
        }
    }
}
