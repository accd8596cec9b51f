//! Figures as the window asks for them: counted, compared, opened into the list behind, and written for others.

use std::collections::BTreeMap;
use std::path::PathBuf;

use passerelle_formats::report::Limits;
use passerelle_formats::xlsx;
use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, aged, days_ago, laptop, refusal, today};

fn this_year() -> Value {
    json!({ "from": "2026-01-01", "to": "2026-12-31" })
}

fn ask(what: Value) -> Value {
    json!({ "what": what, "period": this_year(), "mine": false })
}

fn caseload(by: &str) -> Value {
    ask(json!({ "report": "caseload", "by": by }))
}

fn funnel(by: &str) -> Value {
    ask(json!({ "report": "funnel", "by": by }))
}

/// Every report by whatever it can be told apart by.
fn all() -> Vec<Value> {
    let caseloads = ["referent", "stage", "qpv", "commune", "age", "sex", "level"].map(caseload);
    let funnels = ["programme", "provider", "kind", "tag", "funding"].map(funnel);
    let others = ["delays", "outcomes"].map(|report| ask(json!({ "report": report })));
    caseloads.into_iter().chain(funnels).chain(others).collect()
}

impl Laptop {
    pub fn report(&self, ask: &Value) -> Value {
        self.ask("report.show", json!({ "ask": ask, "against": null }))
    }

    /// The counts of a table's rows in one column, by key.
    fn counts(&self, ask: &Value, table: &str, column: &str) -> BTreeMap<String, u64> {
        let report = self.report(ask);
        let tables = report["tables"].as_array().unwrap();
        let table = tables.iter().find(|one| one["table"] == table).unwrap();
        let columns = table["columns"].as_array().unwrap();
        let at = columns.iter().position(|one| one == column).unwrap();
        let rows = table["rows"].as_array().unwrap().iter();
        rows.map(|row| (row["key"].as_str().unwrap().to_owned(), row["counts"][at].as_u64().unwrap()))
            .collect()
    }

    pub fn behind(&self, ask: &Value, table: &str, row: Option<&str>, column: &str) -> Value {
        let figure = json!({ "table": table, "row": row, "column": column });
        self.ask("report.people", json!({ "ask": ask, "figure": figure, "offset": 0, "limit": 500 }))
    }

    fn reach(&self, person: &str, on: &str) {
        let call = json!({
            "person": person, "kind": "call", "initiative": "worker", "result": "reached", "on": on, "place": "", "note": "",
        });
        self.ask("encounter.record", call);
    }

    fn send(&self, person: &str, programme: &str) -> String {
        let referral = self.propose(person, programme);
        let send = json!({ "referral": referral, "on": null, "note": "", "agreement": "person" });
        self.ask("referral.send", send);
        referral
    }

    fn ends(&self, referral: &str, to: &str, reason: Option<&str>) {
        let step = json!({ "referral": referral, "to": to, "on": null, "reason": reason, "note": "" });
        self.ask("referral.move", step);
    }

    pub fn written(&self, name: &str, ask: &Value, format: &str, masked: bool) -> PathBuf {
        let path = self.dir.path().join(format!("{name}.{format}"));
        let request = json!({
            "ask": ask, "against": null, "format": format, "masked": masked, "path": path, "passphrase": PASSPHRASE,
        });
        self.ask("report.export", request);
        path
    }
}

/// A sheet as its cells' texts, the heads first.
pub fn sheet(path: &PathBuf, number: u32) -> Vec<Vec<String>> {
    let table = xlsx::read(&std::fs::read(path).unwrap(), number, Limits::default()).unwrap();
    let rows =
        table.rows.iter().map(|row| row.cells.iter().map(passerelle_formats::table::Cell::text).collect());
    std::iter::once(table.heads.names().to_vec()).chain(rows).collect()
}

/// Awa was met in the street and is sent to two programmes; Bruno is on a list and was never reached; Zélie left for a job.
fn three() -> (Laptop, String, String) {
    let laptop = laptop();
    let awa = laptop.add(
        "Awa",
        "Diallo",
        json!({ "birth": aged(19), "sex": "female", "commune": "Lens", "insee": "62498" }),
    );
    let who = json!({ "given_name": "Bruno", "family_name": "Caron", "sex": "male", "commune": "Lens" });
    let bruno = json!({ "who": who, "origin": "siei", "origin_detail": "", "note": "" });
    laptop.ask("person.add", bruno);
    let zelie = laptop.add("Zélie", "Crépin", json!({ "birth": aged(17) }));
    laptop.ask(
        "case.move",
        json!({
            "person": zelie, "to": "left", "on": null, "reason": "", "exit": "job", "situation": null, "remind": null,
        }),
    );
    let cfa = laptop.provider("CFA des Deux Rives");
    let cap = laptop.programme(
        &cfa,
        "CAP Carrosserie",
        json!({ "tags": ["rev3", "craft"], "fundings": ["region"] }),
    );
    let prepa = laptop.programme(&cfa, "Prépa", json!({ "kind": "apprenticeship" }));
    let refused = laptop.send(&awa, &cap);
    laptop.ends(&refused, "refused", Some("no_place"));
    let accepted = laptop.send(&awa, &prepa);
    laptop.ends(&accepted, "accepted", None);
    (laptop, awa, cap)
}

#[test]
fn the_caseload_and_who_was_never_reached_open_their_lists() {
    let (laptop, awa, _) = three();
    let by_sex = caseload("sex");
    let of = |key: &str, count: u64| (key.to_owned(), count);
    let active = laptop.counts(&by_sex, "caseload", "active");
    assert_eq!(active, BTreeMap::from([of("", 1), of("female", 1), of("male", 1)]));
    let lens = laptop.counts(&caseload("commune"), "caseload", "active");
    assert_eq!(lens, BTreeMap::from([of("", 1), of("Lens", 2)]));
    let rows = laptop.report(&caseload("commune"))["tables"][0]["rows"].clone();
    let place = &rows[0]["place"];
    assert!((place["latitude"].as_f64().unwrap() - 50.4).abs() < 0.1, "Lens is on the map: {rows}");
    assert_eq!(rows[1]["place"], Value::Null, "who lives nowhere is not");
    let unreached = laptop.behind(&by_sex, "caseload", None, "unreached");
    assert_eq!(
        (&unreached["total"], &unreached["lines"][0]["person"]["given_name"]),
        (&json!(1), &json!("Bruno"))
    );
    let women = laptop.behind(&by_sex, "caseload", Some("female"), "active");
    assert_eq!(women["lines"][0]["person"]["id"], json!(awa));
    assert_eq!(laptop.report(&by_sex)["tables"][0]["total"]["counts"], json!([3, 3, 1, 1]));
    let bruno = unreached["lines"][0]["person"]["id"].as_str().unwrap();
    laptop.reach(bruno, &days_ago(0));
    assert_eq!(laptop.behind(&by_sex, "caseload", None, "unreached")["total"], 0, "followed at once");
}

#[test]
fn referrals_are_followed_step_by_step_by_partner_and_tag() {
    let (laptop, awa, cap) = three();
    let by_provider = laptop.report(&funnel("provider"));
    let row = &by_provider["tables"][0]["rows"][0];
    assert_eq!(
        (&row["name"], &row["counts"]),
        (&json!("CFA des Deux Rives"), &json!([2, 2, 1, 0, 0, 0, 0, 0, 0]))
    );
    let by_tag = laptop.counts(&funnel("tag"), "funnel", "sent");
    let of = |key: &str, count: u64| (key.to_owned(), count);
    assert_eq!(by_tag, BTreeMap::from([of("", 1), of("craft", 1), of("rev3", 1)]));
    let endings = laptop.counts(&funnel("kind"), "endings", "count");
    assert_eq!(endings, BTreeMap::from([of("", 1), of("refused/no_place", 1)]));
    let list = laptop.behind(&funnel("programme"), "funnel", Some(&cap), "sent");
    let line = &list["lines"][0];
    assert_eq!(
        (&list["total"], &line["programme"], &line["person"]["id"]),
        (&json!(1), &json!("CAP Carrosserie"), &json!(awa))
    );
    let opened = laptop.referral(line["referral"].as_str().unwrap());
    assert_eq!(opened["line"]["state"], "refused");
}

#[test]
fn delays_and_exits_say_their_rule() {
    let (laptop, ..) = three();
    let delays = laptop.report(&ask(json!({ "report": "delays" })));
    let contact = &delays["delays"][0];
    assert_eq!(
        (&contact["leg"], &contact["counted"], &contact["median"], &contact["without"]),
        (&json!("found_to_contact"), &json!(2), &json!(0), &json!(1))
    );
    let exits = laptop.report(&ask(json!({ "report": "outcomes" })));
    assert_eq!(
        exits["tables"][0]["rows"],
        json!([{ "key": "job", "name": null, "of": null, "counts": [1, 1], "before": null, "place": null, "rings": [] }])
    );
    assert_eq!(
        (&exits["rules"][0]["name"], &exits["rules"][0]["from"]),
        (&json!("Passerelle 1"), &json!("2020-01-01"))
    );
}

#[test]
fn two_periods_stand_side_by_side() {
    let (laptop, ..) = three();
    let month = json!({ "from": "2026-12-01", "to": "2026-12-31" });
    let asked = json!({ "what": { "report": "caseload", "by": "sex" }, "period": month, "mine": true });
    let report = laptop.ask("report.show", json!({ "ask": asked, "against": "previous" }));
    assert_eq!(report["before"], json!({ "from": "2026-11-01", "to": "2026-11-30" }));
    let total = &report["tables"][0]["total"];
    assert_eq!(
        (&total["counts"], &total["before"]),
        (&json!([2, 0, 0, 1]), &json!([3, 3, 1, 1])),
        "Zélie left before"
    );
    let wrong = json!({ "what": { "report": "delays" }, "period": { "from": "2026-12-02", "to": "2026-12-01" }, "mine": false });
    let refused = laptop.refused("report.show", json!({ "ask": wrong, "against": null }));
    assert_eq!(refused, refusal("too_early", json!({ "field": "to", "not_before": "2026-12-02" })));
}

#[test]
fn the_first_table_leaves_as_a_drawing_that_tells_no_more_than_the_masked_lists() {
    let (laptop, ..) = three();
    let png = std::fs::read(laptop.written("dessin", &caseload("sex"), "png", true)).unwrap();
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    let svg =
        |masked| std::fs::read_to_string(laptop.written("dessin", &caseload("sex"), "svg", masked)).unwrap();
    let (masked, whole) = (svg(true), svg(false));
    assert!(masked.starts_with("<svg") && whole.starts_with("<svg"));
    let bars = |svg: &str| svg.matches("#0b6b5d").count();
    assert_eq!((bars(&masked), bars(&whole)), (0, 3), "three people are too few for any bar");
}

/// Every count is at least the other, and all together they are more by so many at most.
fn assert_near(counts: BTreeMap<String, u64>, slow: &BTreeMap<String, u64>, several: u64) {
    let below = slow.iter().find(|(key, count)| counts.get(*key) < Some(count));
    assert_eq!(below, None, "{counts:?}");
    let sum = |counts: &BTreeMap<String, u64>| counts.values().sum::<u64>();
    assert!(several < 15 && sum(&counts) <= sum(slow) + several, "{counts:?} {slow:?}, {several} unknown");
}

/// Counted from what the screens show of each person, and from nothing that the figures are made of.
#[test]
fn figures_are_what_reading_every_file_gives_and_lists_are_as_long_as_they_say() {
    let laptop = laptop();
    laptop.ask("demo.fill", json!({ "people": 60, "seed": 7 }));
    let page = json!({ "filter": {}, "sort": "name", "descending": false, "offset": 0, "limit": 500 });
    let people = laptop.ask("person.list", page)["lines"].as_array().unwrap().clone();
    let (mut sexes, mut communes, mut sent, mut exits) =
        (BTreeMap::new(), BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let within = |on: &Value| on.as_str().is_some_and(|on| ("2026-01-01"..="2026-12-31").contains(&on));
    // Of whose moves nobody can tell from the file in which case they were: only how many they are.
    let mut several = 0;
    for person in &people {
        let file = laptop.open(person["id"].as_str().unwrap());
        let items = file["timeline"].as_array().unwrap();
        let mut moves: Vec<&Value> =
            items.iter().filter(|item| item["what"]["kind"] == "case_move").collect();
        moves.reverse();
        let over = |one: &&&Value| ["left", "closed"].contains(&one["what"]["to"].as_str().unwrap());
        let end: Vec<&&Value> = moves.iter().rev().take_while(over).collect();
        let cases = file["cases"].as_array().unwrap();
        if cases.len() > 1 {
            several += cases.len() as u64;
            continue;
        }
        if end.last().is_none_or(|first| first["on"].as_str().unwrap() >= "2026-01-01") {
            *sexes.entry(file["who"]["sex"].as_str().unwrap_or("").to_owned()).or_insert(0) += 1;
            *communes.entry(file["who"]["commune"].as_str().unwrap().to_owned()).or_insert(0) += 1;
        }
        if end.last().is_some_and(|first| within(&first["on"])) {
            let exit = end.iter().rev().find_map(|one| one["what"]["exit"].as_str());
            *exits.entry(exit.unwrap_or("").to_owned()).or_insert(0) += 1;
        }
    }
    let board = json!({ "filter": {}, "offset": 0, "limit": 500 });
    for line in laptop.ask("referral.list", board)["lines"].as_array().unwrap() {
        let opened = laptop.referral(line["id"].as_str().unwrap());
        let moves = opened["transitions"].as_array().unwrap();
        let first = moves
            .iter()
            .filter(|one| !["draft", "cancelled", "declined"].contains(&one["to"].as_str().unwrap()));
        if first.map(|one| &one["on"]).min_by_key(|on| on.as_str().unwrap().to_owned()).is_some_and(within) {
            *sent.entry(line["programme_kind"].as_str().unwrap().to_owned()).or_insert(0) += 1;
        }
    }
    assert!(people.len() >= 60 && sent.len() > 2, "{} people, {sent:?}", people.len());
    assert_near(laptop.counts(&caseload("sex"), "caseload", "active"), &sexes, several);
    assert_near(laptop.counts(&caseload("commune"), "caseload", "active"), &communes, several);
    assert_eq!(laptop.counts(&funnel("kind"), "funnel", "sent"), sent);
    let outcomes = ask(json!({ "report": "outcomes" }));
    assert_near(laptop.counts(&outcomes, "exits", "exits"), &exits, several);
    let mut figures = 0;
    for asked in all() {
        for table in laptop.report(&asked)["tables"].as_array().unwrap() {
            let name = table["table"].as_str().unwrap();
            for row in table["rows"].as_array().unwrap().iter().chain([&table["total"]]) {
                for (column, count) in
                    table["columns"].as_array().unwrap().iter().zip(row["counts"].as_array().unwrap())
                {
                    let list = laptop.behind(&asked, name, row["key"].as_str(), column.as_str().unwrap());
                    assert_eq!(&list["total"], count, "{asked} {name} {row} {column}");
                    assert_eq!(list["lines"].as_array().unwrap().len() as u64, count.as_u64().unwrap());
                    figures += 1;
                }
            }
        }
    }
    assert!(figures > 300, "{figures} figures");
}

#[test]
fn whole_figures_stay_and_masked_ones_may_leave() {
    let laptop = laptop();
    laptop.ask("demo.fill", json!({ "people": 60, "seed": 7 }));
    let asked = caseload("commune");
    let plain = sheet(&laptop.written("entier", &asked, "xlsx", false), 1);
    assert_eq!(plain[0], ["Commune", "Actifs", "Nouveaux", "Terminés", "Jamais joints"]);
    let counts = laptop.counts(&asked, "caseload", "active");
    let whole: u64 = counts.values().sum();
    assert_eq!(plain.last().unwrap()[..2], ["Total".to_owned(), whole.to_string()]);
    assert_eq!(plain.len(), counts.len() + 2);
    let path = laptop.written("masqué", &asked, "xlsx", true);
    let masked = sheet(&path, 1);
    let mut hidden = Vec::new();
    for row in &masked[1..masked.len() - 1] {
        let count = counts.get(&row[0]).copied().unwrap_or_else(|| counts[""]);
        match row[1].as_str() {
            "masqué" => hidden.push(count),
            shown => assert!(shown == count.to_string() && count >= 5, "{row:?}"),
        }
    }
    assert!(hidden.iter().any(|count| *count < 5), "there were small ones to hide");
    assert!(hidden.len() >= 2 && hidden.iter().sum::<u64>() >= 5, "{hidden:?}");
    assert_eq!(masked.last().unwrap()[..2], ["Ensemble".to_owned(), whole.to_string()]);
    let explained = sheet(&path, 2);
    assert_eq!(explained[0], ["Indicateur", "Ce qui est compté", "Compté le"]);
    assert!(explained[1..].iter().any(|row| row[0] == "Jamais joints" && row[2] == today().to_string()));
    assert!(explained.iter().any(|row| row[1].starts_with("Petits effectifs masqués")));
    assert!(explained.iter().any(|row| row[1].starts_with("Des personnes inventées")));
    let table = std::fs::read_to_string(laptop.written("long", &asked, "csv", true)).unwrap();
    assert!(table.starts_with("\u{feff}Tableau;Ligne;Indicateur;Effectif\r\n"), "{table}");
    assert_eq!(table.lines().count(), masked.len(), "the same in one table");
}

#[test]
fn every_report_is_written_masked_and_each_kind_whole_in_both_languages() {
    let (laptop, ..) = three();
    for asked in all() {
        let path = laptop.written("masque", &asked, "xlsx", true);
        let first = sheet(&path, 1);
        assert!(first.len() > 1 && !first[0][0].is_empty(), "{asked} {first:?}");
        // Three people are too few for anything.
        let told = first[1..].iter().flat_map(|row| &row[1..]).filter(|cell| cell.parse::<u32>().is_ok());
        assert_eq!(told.count(), 0, "{asked}: {first:?}");
    }
    let of_each = [
        caseload("referent"),
        funnel("tag"),
        ask(json!({ "report": "delays" })),
        ask(json!({ "report": "outcomes" })),
    ];
    let english = json!({ "language": "en", "theme": "system", "idle_minutes": 5 });
    laptop.ask("settings.change", json!({ "settings": english }));
    for (asked, head) in of_each.iter().zip(["Referent", "Tag", "Delay", "Exit"]) {
        let first = sheet(&laptop.written("whole", asked, "xlsx", false), 1);
        assert_eq!(first[0][0], head);
        assert!(first.iter().flatten().all(|cell| cell != "masked"), "{first:?}");
    }
}

#[test]
fn a_name_that_is_a_formula_stays_a_text_in_the_list_behind_a_figure() {
    let laptop = laptop();
    laptop.add("=1+1", "Crépin", json!({ "birth": aged(17), "commune": "@Tournai" }));
    laptop.add("Awa", "Diallo", json!({}));
    let path = laptop.dir.path().join("liste.xlsx");
    let figure = json!({ "table": "caseload", "row": null, "column": "active" });
    let request = json!({ "ask": caseload("sex"), "figure": figure, "path": path, "passphrase": PASSPHRASE });
    assert_eq!(laptop.ask("report.export_people", request.clone()), json!({ "lines": 2 }));
    let rows = sheet(&path, 1);
    assert_eq!(rows[0], ["Nom", "Prénom", "Âge", "Commune", "Étape", "Suivi par", "Dernier contact"]);
    assert_eq!(rows[1][..4], ["Crépin", "=1+1", "17", "@Tournai"]);
    assert_eq!(laptop.ask("report.progress", json!({})), json!({ "writing": null }), "it is done");
    let mut wrong = request.clone();
    wrong["passphrase"] = json!("un autre jour sans pluie");
    std::fs::remove_file(&path).unwrap();
    assert_eq!(laptop.refused("report.export_people", wrong)["code"], "wrong_passphrase");
    let mut elsewhere = request;
    elsewhere["path"] = json!(laptop.dir.path().join("coffre/liste.xlsx"));
    assert_eq!(laptop.refused("report.export_people", elsewhere)["refusal"]["field"], "path");
    assert!(!path.exists());
}

/// What is counted follows each act as if the vault had been opened anew.
#[test]
fn figures_follow_every_act_that_changes_them() {
    let (laptop, awa, cap) = three();
    let other = laptop.add("Awa", "Dialo", json!({ "sex": "female", "commune": "Creil" }));
    let asks = [
        caseload("stage"),
        caseload("commune"),
        funnel("programme"),
        ask(json!({ "report": "delays" })),
        ask(json!({ "report": "outcomes" })),
    ];
    let all = || asks.iter().map(|asked| laptop.report(asked)).collect::<Vec<_>>();
    let mut before = all();
    let mut follows = |what: &str| {
        let followed = all();
        assert_ne!(followed, before, "{what} is counted");
        laptop.ask("session.lock", json!({}));
        laptop.unlock();
        assert_eq!(followed, all(), "{what}: as read anew");
        before = followed;
    };
    laptop.ask(
        "need.answer",
        json!({ "person": awa, "theme": "housing", "answer": "yes", "note": "", "situations": [] }),
    );
    follows("the assessment");
    let referral = laptop.send(&other, &cap);
    follows("a referral");
    laptop.ends(&referral, "accepted", None);
    follows("a move of it");
    laptop.ask("person.merge", json!({ "kept": awa, "other": other }));
    follows("a merge");
    laptop.ask("person.unmerge", json!({ "kept": awa, "other": other }));
    follows("its taking back");
    laptop.ask("undo.do", json!({ "position": laptop.ask("undo.last", json!({}))[0]["position"] }));
    follows("an undo");
    let away = json!({ "person": other, "to": "unreachable", "on": null, "reason": "", "exit": null, "situation": null, "remind": null });
    laptop.ask("case.move", away);
    follows("a stage");
    laptop.ask("person.erase", json!({ "person": awa, "passphrase": PASSPHRASE }));
    follows("an erasure");
}
