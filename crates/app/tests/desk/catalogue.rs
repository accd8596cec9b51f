//! A file that others publish is told for what it is, whichever of the known formats it has, and nothing of it is kept.

use std::path::Path;

use passerelle_app::Problem;
use serde_json::{Value, json};

use crate::laptop::{laptop, refusal};

/// The invented files of the formats' own tests.
fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../formats/tests/fixtures");
    folder.join(name).canonicalize().unwrap().display().to_string()
}

fn reading(path: &str) -> Value {
    json!({ "path": path })
}

#[test]
fn each_format_is_told_by_what_is_in_the_file() {
    let laptop = laptop();
    for (name, format) in [
        ("inclusion/services.json", "inclusion"),
        ("inclusion/services.csv", "inclusion"),
        ("inclusion/v0.jsonl", "inclusion"),
        ("lheo/v2-2.xml", "lheo"),
        ("lheo/v2-3.xml", "lheo"),
        ("hsds/services.json", "hsds"),
        ("qpv/list-2024.csv", "qpv_list"),
        ("qpv/list-2015.csv", "qpv_list"),
        ("qpv/outlines.geojson", "qpv_outlines"),
        ("address/bal.csv", "addresses"),
        ("address/ban.csv", "addresses"),
        ("rome/v999.json", "rome"),
        ("rome/tree.json", "rome"),
        ("rome/titles.csv", "rome"),
        ("rome/formacode.csv", "formacode"),
    ] {
        let told = laptop.ask("catalogue.read", reading(&fixture(name)));
        assert_eq!(told["format"], format, "{name}");
        let counts = &told["report"]["counts"];
        let number = |field: &str| counts[field].as_u64().unwrap();
        assert!(number("kept") > 0, "{name}: {counts}");
        assert_eq!(number("read"), number("kept") + number("refused"), "{name}");
        // A list of other titles of occupations alone has no names of its own.
        assert!(name == "rome/titles.csv" || !told["names"].as_array().unwrap().is_empty(), "{name}");
    }
    assert_eq!(laptop.ask("programme.list", json!({ "text": "" })), json!([]), "nothing is kept");
}

#[test]
fn a_list_of_people_or_anything_else_is_no_catalogue() {
    let laptop = laptop();
    for name in ["people/siei.csv", "people/other.csv"] {
        let problem = laptop.desk.call("catalogue.read", reading(&fixture(name))).unwrap_err();
        assert!(matches!(problem, Problem::FileRefused { .. }), "{name}: {problem:?}");
    }
    let odd = laptop.dir.path().join("rien.bin");
    std::fs::write(&odd, [0, 1, 2, 0, 159, 255]).unwrap();
    let problem = laptop.desk.call("catalogue.read", reading(odd.to_str().unwrap())).unwrap_err();
    assert!(matches!(problem, Problem::FileRefused { .. }), "{problem:?}");
}

#[test]
fn only_a_plain_file_by_its_whole_path_is_read() {
    let laptop = laptop();
    let refused = |path: &str| {
        let problem = laptop.desk.call("catalogue.read", reading(path)).unwrap_err();
        serde_json::to_value(problem).unwrap()
    };
    assert_eq!(refused("offres.xml"), refusal("unreadable", json!({ "field": "path" })));
    assert_eq!(refused("/nowhere/offres.xml"), refusal("file_missing", json!({})));
    assert_eq!(refused(laptop.dir.path().to_str().unwrap()), refusal("file_unreadable", json!({})));
    assert_eq!(refused("/dev/zero"), refusal("file_unreadable", json!({})));
}
