//! Invented people: all marked, the same for the same seed, and gone without a rest.

use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, aged, laptop};

fn fill(laptop: &Laptop, people: u32, seed: u32) {
    laptop.ask("demo.fill", json!({ "people": people, "seed": seed }));
}

#[test]
fn many_are_invented_on_any_day_without_a_fact_that_lies_ahead() {
    // A contract that began before somebody was met at all would be refused by the rules, and the whole filling with it.
    for seed in 1..=3 {
        fill(&laptop(), 700, seed);
    }
}

fn export(laptop: &Laptop) -> Value {
    laptop.ask("vault.export", json!({ "passphrase": PASSPHRASE }))["tables"].clone()
}

fn rows<'v>(tables: &'v Value, table: &str) -> &'v Vec<Value> {
    tables[table].as_array().unwrap()
}

/// What is told of the invented people, without the ids, which are always fresh.
fn told(laptop: &Laptop) -> Vec<Value> {
    let tables = export(laptop);
    let strip = |row: &Value| {
        let mut row = row.clone();
        let fields = row.as_object_mut().unwrap();
        for id in [
            "id",
            "person",
            "case_file",
            "plan",
            "programme",
            "referral",
            "author",
            "referent",
            "from_worker",
            "to_worker",
            "provider",
            "at",
            "activity",
            "consultation",
            "proposal",
            "batch",
            "site",
            "operation",
        ] {
            fields.remove(id);
        }
        row
    };
    let mut all = Vec::new();
    for (_, rows) in tables.as_object().unwrap().iter().filter(|(table, _)| *table != "worker") {
        all.extend(rows.as_array().unwrap().iter().map(strip));
    }
    all
}

#[test]
fn two_hundred_invented_people_are_all_marked_and_believable() {
    let laptop = laptop();
    fill(&laptop, 200, 7);
    let page = json!({ "filter": {}, "sort": "name", "descending": false, "offset": 0, "limit": 500 });
    let page = laptop.ask("person.list", page);
    assert_eq!(page["total"], 200);
    assert!(page["lines"].as_array().unwrap().iter().all(|line| line["demo"] == true));
    let board = laptop.ask("referral.list", json!({ "filter": {}, "offset": 0, "limit": 500 }));
    assert!(board["total"].as_u64().unwrap() > 20);
    assert!(board["lines"].as_array().unwrap().iter().all(|line| line["demo"] == true));
    let offers = laptop.ask("programme.list", json!({ "text": "" }));
    assert!(offers.as_array().unwrap().iter().all(|offer| offer["demo"] == true));
    let providers = laptop.ask("provider.list", json!({}));
    assert!(providers.as_array().unwrap().iter().all(|provider| provider["demo"] == true));
    assert_eq!(laptop.state()["demo"], true);
    for code in ["people", "and_now", "referrals", "tasks", "steps", "quiet", "appointments", "activities"] {
        assert_ne!(
            laptop.ask("today.show", json!({}))[code],
            json!([]),
            "{code}: a day with something in it"
        );
    }
    let tables = export(&laptop);
    let told =
        |occasion: &str| rows(&tables, "situation").iter().filter(|row| row["occasion"] == occasion).count();
    assert!(
        told("entry") > 50 && told("exit") > 5 && told("exit_4w") > 2,
        "what they do, and did when they left"
    );
    let days = |field: &str| rows(&tables, "case_file").iter().filter(|row| !row[field].is_null()).count();
    assert!(days("cej_started_on") > 5 && days("summoned_on") > 0, "some have a clock of the law");
    let team = laptop.ask("worker.list", json!({}));
    assert_eq!(team.as_array().unwrap().len(), 3);
    assert!(team.as_array().unwrap().iter().all(|one| one["cases"].as_u64().unwrap() > 0), "{team}");
    let lines = page["lines"].as_array().unwrap().iter();
    let again =
        lines.filter(|line| laptop.open(line["id"].as_str().unwrap())["cases"].as_array().unwrap().len() > 1);
    assert!(again.count() > 2, "some came back after years");
    laptop.assert_sound("filled with invented people");
}

#[test]
fn there_is_a_double_to_look_at_and_the_tasks_press_and_come_back() {
    let laptop = laptop();
    fill(&laptop, 60, 7);
    let pairs = laptop.ask("likeness.pairs", json!({ "after": 0 }))["pairs"].clone();
    // Written down a second time, a family name is in capitals.
    let twins = pairs.as_array().unwrap().iter().flat_map(|pair| [&pair["one"], &pair["other"]]);
    let names: Vec<_> = twins.map(|twin| twin["who"]["family_name"].as_str().unwrap().to_owned()).collect();
    assert!(names.iter().any(|name| *name == name.to_uppercase()), "{names:?}");
    let tables = export(&laptop);
    let tasks = rows(&tables, "task");
    for every in ["week", "fortnight", "month"] {
        assert!(tasks.iter().any(|task| task["every"] == every), "{every}");
    }
    let today = laptop.ask("today.show", json!({}));
    assert!(today["tasks"].as_array().unwrap().iter().any(|task| task["urgent"] == true));
    assert!(rows(&tables, "attendance").iter().any(|line| line["answer"] == "present"));
}

#[test]
fn the_same_seed_gives_the_same_lives() {
    let (one, same, other) = (laptop(), laptop(), laptop());
    fill(&one, 25, 7);
    fill(&same, 25, 7);
    fill(&other, 25, 8);
    let first = told(&one);
    assert_eq!(first, told(&same));
    assert_ne!(first, told(&other));
}

#[test]
fn removed_they_leave_not_one_row_and_the_real_ones_stay() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": aged(19) }));
    laptop.note(&awa, "Veut la soudure.");
    let (before, real) = (export(&laptop), laptop.open(&awa));
    fill(&laptop, 200, 7);
    laptop.note(&awa, "Vient jeudi.");
    laptop.ask("demo.remove", json!({}));
    let after = export(&laptop);
    for (table, kept) in before.as_object().unwrap() {
        let more = usize::from(table == "encounter");
        assert_eq!(rows(&after, table).len(), kept.as_array().unwrap().len() + more, "{table}");
    }
    assert_eq!(
        laptop.open(&awa)["timeline"].as_array().unwrap().len(),
        real["timeline"].as_array().unwrap().len() + 1
    );
    assert_eq!(laptop.state()["demo"], false);
    assert_eq!(laptop.ask("today.show", json!({}))["people"], 1);
    for name in ["delattre", "vandenbroucke", "cfa", "e2c"] {
        let hits = laptop.ask("search", json!({ "text": name }));
        assert_eq!(hits, json!([]), "{name}");
    }
    laptop.assert_sound("after the invented people left");
    let laptop = laptop.restarted();
    laptop.unlock();
    laptop.note(&awa, "Après le départ des inventés.");
    laptop.assert_sound("and the journal goes on");
}

#[test]
fn what_is_written_on_an_invented_person_leaves_with_them() {
    let laptop = laptop();
    fill(&laptop, 5, 7);
    let page = json!({ "filter": {}, "sort": "name", "descending": false, "offset": 0, "limit": 5 });
    let invented = laptop.ask("person.list", page)["lines"][0]["id"].as_str().unwrap().to_owned();
    laptop.note(&invented, "Un essai, pour voir.");
    let file = laptop.ask("person.open", json!({ "person": invented }));
    let items = file["timeline"].as_array().unwrap();
    let note = items.iter().find_map(|item| item["what"]["encounter"].as_str()).unwrap();
    let places = [format!("note/{invented}"), format!("rewrite/{note}")];
    for place in &places {
        laptop.ask("draft.keep", json!({ "place": place, "body": "encore" }));
    }
    let task =
        json!({ "person": invented, "what": "Essai", "due_on": crate::laptop::days_ago(0), "urgent": false });
    laptop.ask("task.add", task);
    laptop.ask("demo.remove", json!({}));
    assert_eq!(laptop.refused("person.open", json!({ "person": invented })), json!({ "code": "not_found" }));
    for place in &places {
        assert_eq!(laptop.ask("draft.read", json!({ "place": place }))["body"], "", "{place}");
    }
    let tables = export(&laptop);
    for table in ["person", "encounter", "task", "case_file", "referral", "programme", "provider"] {
        assert_eq!(rows(&tables, table).len(), 0, "{table}");
    }
    laptop.assert_sound("after an essay");
}

#[test]
fn an_invented_offer_stays_while_real_work_names_it() {
    let laptop = laptop();
    fill(&laptop, 3, 7);
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": aged(19) }));
    let offers = laptop.ask("programme.list", json!({ "text": "E2C" }));
    let referral = laptop.propose(&awa, offers[0]["id"].as_str().unwrap());
    laptop.ask("demo.remove", json!({}));
    let line = laptop.referral(&referral)["line"].clone();
    assert_eq!(line["programme_name"], "Parcours E2C");
    assert_ne!(line["provider_name"], "");
    let left = laptop.ask("programme.list", json!({ "text": "" }));
    assert_eq!(left.as_array().unwrap().len(), 1, "the others are gone");
    assert_eq!(left[0]["demo"], true, "and it still says what it is");
    laptop.assert_sound("after they left");
}

#[test]
fn an_invented_colleague_stays_while_a_real_case_names_them() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    fill(&laptop, 3, 7);
    let karim = laptop.ask("worker.list", json!({}))[1]["id"].clone();
    laptop.ask("case.hand_over", json!({ "person": awa, "to": karim, "note": "", "on": null }));
    laptop.ask("demo.remove", json!({}));
    let team = laptop.ask("worker.list", json!({}));
    assert_eq!(team.as_array().unwrap().len(), 2, "the other one is gone");
    assert_eq!(laptop.open(&awa)["cases"][0]["referent"], team[1]["name"]);
    laptop.assert_sound("after they left");
}

#[test]
fn twice_filled_and_twice_removed_is_as_before() {
    let laptop = laptop();
    fill(&laptop, 4, 1);
    fill(&laptop, 4, 1);
    assert_eq!(laptop.ask("today.show", json!({}))["people"], 8);
    laptop.ask("demo.remove", json!({}));
    laptop.ask("demo.remove", json!({}));
    assert_eq!(laptop.ask("today.show", json!({}))["people"], 0);
    for (people, why) in [(0, "none"), (100_001, "too many")] {
        let refused = laptop.refused("demo.fill", json!({ "people": people, "seed": 1 }));
        assert_eq!(refused["refusal"]["field"], "people", "{why}");
    }
}
