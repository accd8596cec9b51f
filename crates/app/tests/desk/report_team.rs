//! Figures of whole teams: what one gives tells of nobody, several add up, and what is no such file says so.

use std::path::{Path, PathBuf};

use passerelle_formats::report::Limits;
use passerelle_formats::xlsx;
use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, aged, laptop, refusal, today};

const WOMEN: &[&str] = &["Awa", "Binta", "Chloé", "Dalila", "Emma", "Farah", "Gaëlle"];
const MEN: &[&str] = &["Hugo", "Ilyès", "Jules", "Karim", "Léo", "Mehdi"];

impl Laptop {
    fn gives(&self, team: &str) -> PathBuf {
        let path = self.dir.path().join(format!("{team}.json"));
        self.ask("report.give_team", giving(team, &path));
        path
    }
}

fn giving(team: &str, path: &Path) -> Value {
    let period = json!({ "from": "2026-01-01", "to": "2026-12-31" });
    json!({ "period": period, "team": team, "path": path, "passphrase": PASSPHRASE })
}

/// Seven women and six men of one commune, and one person alone in hers.
fn team(commune: &str) -> Laptop {
    let laptop = laptop();
    for (names, sex) in [(WOMEN, "female"), (MEN, "male")] {
        for name in names {
            let facts = json!({ "sex": sex, "commune": commune, "birth": aged(19) });
            laptop.add(name, "Delattre", facts);
        }
    }
    laptop.add("Zélie", "Wartelle", json!({ "sex": "female", "commune": "Sallaumines" }));
    laptop
}

fn list<'v>(sum: &'v Value, by: &str) -> &'v Value {
    let reports = sum["reports"].as_array().unwrap();
    let what = json!({ "report": "caseload", "by": by });
    &reports.iter().find(|report| report["what"] == what).unwrap()["lists"][0]
}

fn sum_of(told: u32, masked: u32) -> Value {
    json!({ "told": told, "masked": masked })
}

#[test]
fn what_a_team_gives_names_nobody_and_tells_no_small_count() {
    let lens = team("Lens");
    lens.ask("demo.fill", json!({ "people": 8, "seed": 3 }));
    let path = lens.dir.path().join("Lens.json");
    let given = lens.ask("report.give_team", giving("Équipe de Lens", &path));
    assert_eq!(given, json!({ "reports": 11, "invented": 8 }));
    let text = std::fs::read_to_string(&path).unwrap();
    for name in WOMEN.iter().chain(MEN).chain(&["Delattre", "Wartelle", "Zélie", "Camille"]) {
        assert!(!text.contains(name), "{name}");
    }
    let figures: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&figures["team"], &figures["counted_on"]), (&json!("Équipe de Lens"), &json!(today())));
    let parts = &figures["reports"][3]["lists"][0]["parts"];
    assert_eq!(
        parts,
        &json!([["female", { "shown": "count", "count": 8 }], ["male", { "shown": "count", "count": 6 }]]),
        "invented people are not counted"
    );
    let commune = &figures["reports"][5];
    assert_eq!(commune["what"]["by"], "commune");
    assert_eq!(commune["whole"], json!({ "shown": "count", "count": 14 }));
    let masked = json!([["Lens", { "shown": "masked" }], ["Sallaumines", { "shown": "masked" }]]);
    assert_eq!(commune["lists"][0]["parts"], masked, "who is alone in her commune, and what would tell it");
}

#[test]
fn teams_add_up_with_what_is_masked_said_beside() {
    let (lens, arras) = (team("Lens"), team("Arras"));
    let paths = [lens.gives("Lens"), arras.gives("Arras")];
    let coordinator = laptop();
    coordinator.ask("session.lock", json!({}));
    let sum = coordinator.ask("report.add_teams_up", json!({ "paths": paths }));
    assert_eq!(sum["period"], json!({ "from": "2026-01-01", "to": "2026-12-31" }));
    let files: Vec<(&Value, &Value, &Value)> = sum["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (&file["file"], &file["team"], &file["refused"]))
        .collect();
    assert_eq!(
        files,
        [
            (&json!("Lens.json"), &json!("Lens"), &Value::Null),
            (&json!("Arras.json"), &json!("Arras"), &Value::Null)
        ]
    );
    assert_eq!(list(&sum, "sex")["rows"], json!([["female", sum_of(16, 0)], ["male", sum_of(12, 0)]]));
    let communes = json!([["Arras", sum_of(0, 1)], ["Lens", sum_of(0, 1)], ["Sallaumines", sum_of(0, 2)]]);
    assert_eq!(list(&sum, "commune")["rows"], communes);

    let book = coordinator.dir.path().join("region.xlsx");
    let export = |path: &Path, format: &str| json!({ "paths": paths, "format": format, "path": path });
    let answer = coordinator.ask("report.export_team_sum", export(&book, "xlsx"));
    assert_eq!(answer, json!({ "teams": 2 }));
    let bytes = std::fs::read(&book).unwrap();
    let by_sex = (0..20)
        .map(|sheet| xlsx::read(&bytes, sheet, Limits::default()).unwrap())
        .find(|table| table.heads.names()[0] == "Sexe")
        .unwrap();
    let rows: Vec<Vec<String>> = by_sex
        .rows
        .iter()
        .map(|row| row.cells.iter().map(passerelle_formats::table::Cell::text).collect())
        .collect();
    assert_eq!(rows, [["femmes", "16", "0"], ["hommes", "12", "0"], ["Ensemble", "28", "0"]]);
    let csv = coordinator.dir.path().join("region.csv");
    coordinator.ask("report.export_team_sum", export(&csv, "csv"));
    assert!(std::fs::read_to_string(&csv).unwrap().contains("Sallaumines"));
}

#[test]
fn what_is_no_file_of_a_team_is_named_and_the_others_add_up() {
    let lens = team("Lens");
    let good = lens.gives("Lens");
    let text = std::fs::read_to_string(&good).unwrap();
    let write = |name: &str, text: &str| {
        let path = lens.dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut figures: Value = serde_json::from_str(&text).unwrap();
        change(&mut figures);
        figures.to_string()
    };
    let paths = [
        good,
        write("cut.json", &text.chars().take(500).collect::<String>()),
        write("newer.json", &changed(&|figures| figures["version"] = json!(2))),
        write(
            "few.json",
            &changed(&|figures| {
                figures["reports"][3]["lists"][0]["parts"][0][1] = json!({ "shown": "count", "count": 3 });
            }),
        ),
        write(
            "days.json",
            &changed(&|figures| {
                figures["team"] = json!("Arras");
                figures["period"]["to"] = json!("2026-06-30");
            }),
        ),
        write("again.json", &text),
        write(
            "who.json",
            &changed(&|figures| {
                figures["reports"][0]["what"] = json!({ "report": "caseload", "by": "referent" });
            }),
        ),
        write("more.json", &changed(&|figures| figures["names"] = json!(["Awa"]))),
        lens.dir.path().join("absent.json"),
    ];
    let sum = lens.ask("report.add_teams_up", json!({ "paths": paths }));
    let refused: Vec<Value> =
        sum["files"].as_array().unwrap().iter().map(|file| file["refused"].clone()).collect();
    let unreadable = json!("unreadable");
    assert_eq!(
        refused,
        [
            &Value::Null,
            &unreadable,
            &json!("newer"),
            &json!("tells_few"),
            &json!("other_period"),
            &json!("same_team"),
            &unreadable,
            &unreadable,
            &unreadable,
        ]
        .map(Clone::clone)
    );
    assert_eq!(list(&sum, "sex")["rows"], json!([["female", sum_of(8, 0)], ["male", sum_of(6, 0)]]));
}

#[test]
fn a_team_that_is_not_named_or_a_wrong_place_is_refused_and_nothing_is_written() {
    let lens = team("Lens");
    let path = lens.dir.path().join("Lens.json");
    let unreadable = |field: &str| refusal("unreadable", json!({ "field": field }));
    assert_eq!(lens.refused("report.give_team", giving("  ", &path)), unreadable("team"));
    let table = lens.dir.path().join("Lens.xlsx");
    assert_eq!(lens.refused("report.give_team", giving("Lens", &table)), unreadable("path"));
    let mut wrong = giving("Lens", &path);
    wrong["passphrase"] = json!("autre phrase tout à fait fausse");
    assert_eq!(lens.refused("report.give_team", wrong)["code"], "wrong_passphrase");
    assert!(!path.exists() && !table.exists());
    assert_eq!(lens.refused("report.add_teams_up", json!({ "paths": [] })), unreadable("paths"));
    assert_eq!(lens.refused("report.add_teams_up", json!({ "paths": ["Lens.json"] })), unreadable("paths"));
}

#[test]
fn a_file_whose_use_is_limited_is_in_no_figure_and_that_is_said() {
    let laptop = team("Lens");
    let awa = laptop.add("Awa", "Diallo", json!({ "sex": "other", "commune": "Avion" }));
    let ask = json!({ "what": { "report": "caseload", "by": "sex" }, "period": { "from": "2026-01-01", "to": "2026-12-31" }, "mine": false });
    let show = || {
        let report = laptop.ask("report.show", json!({ "ask": ask, "against": null }));
        (report["tables"][0]["total"]["counts"][0].clone(), report["limited"].clone())
    };
    assert_eq!(show(), (json!(15), json!(0)));
    let request = laptop.asks(&awa, "limitation", Value::Null);
    laptop.answers(&request, "granted", "");
    assert_eq!(show(), (json!(14), json!(1)), "followed at once");
    laptop.ask("rights.lift", json!({ "request": request, "reason": "La date est vérifiée." }));
    assert_eq!(show(), (json!(15), json!(0)));
}
