//! Adding people, finding that they are known already, correcting what was wrong.

use chrono::Datelike as _;
use serde_json::{Value, json};

use crate::laptop::{Laptop, aged, days_ago, in_days, laptop, refusal, today};

fn candidates(laptop: &Laptop, typed: &Value) -> Vec<(String, Value)> {
    let mut request = json!({ "given_name": "", "family_name": "", "birth": "", "phone": "", "email": "" });
    for (field, value) in typed.as_object().unwrap() {
        request[field] = value.clone();
    }
    let found = laptop.ask("person.candidates", request);
    let name = |line: &Value| line["person"]["given_name"].as_str().unwrap().to_owned();
    found.as_array().unwrap().iter().map(|line| (name(line), line["likeness"].clone())).collect()
}

fn names(found: &[(String, Value)]) -> Vec<&str> {
    found.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn a_first_name_and_a_place_are_enough() {
    let laptop = laptop();
    let request = json!({
        "who": { "given_name": " Awa " }, "origin": "street", "origin_detail": "devant le city-stade",
        "note": "Parle d'un stage en carrosserie.",
    });
    let added = laptop.ask("person.add", request);
    let file = laptop.open(added["person"].as_str().unwrap());
    assert_eq!(file["who"]["given_name"], "Awa");
    assert_eq!(file["who"]["family_name"], "");
    assert_eq!((&file["age"], &file["minor"]), (&Value::Null, &Value::Null), "nothing is guessed");
    assert_eq!(file["cases"][0]["stage"], "spotted");
    assert_eq!(file["cases"][0]["origin_detail"], "devant le city-stade");
    assert_eq!(file["cases"][0]["referent"], "Marguerite Sénéchal");
    assert_eq!(file["timeline"][0]["what"]["place"], "devant le city-stade");
    assert_eq!(file["timeline"][0]["what"]["way"], "street");
    assert_eq!(file["last_contact"], days_ago(0), "they were met");
    assert_eq!(file["needs"].as_array().unwrap().len(), 10);
}

#[test]
fn someone_on_a_list_was_not_met_yet() {
    let laptop = laptop();
    let request = json!({ "who": { "given_name": "Noé" }, "origin": "siei", "origin_detail": "liste de novembre", "note": "" });
    let added = laptop.ask("person.add", request);
    let file = laptop.open(added["person"].as_str().unwrap());
    assert_eq!((&file["last_contact"], &file["last_attempt"]), (&Value::Null, &Value::Null));
    assert_eq!(file["timeline"], json!([]));
}

#[test]
fn nobody_is_added_without_any_name() {
    let laptop = laptop();
    let before = laptop.acts();
    for who in [json!({}), json!({ "given_name": "  ", "phone": "06 39 98 00 01" })] {
        let request = json!({ "who": who, "origin": "street", "origin_detail": "", "note": "" });
        assert_eq!(laptop.refused("person.add", request), refusal("name_missing", json!({})));
    }
    assert_eq!(laptop.acts(), before);
}

#[test]
fn incomplete_births_are_kept_as_they_are_known() {
    let laptop = laptop();
    let year = today().year() - 17;
    for (typed, kept) in [
        (format!("{year}"), format!("{year}")),
        (format!("03/{year}"), format!("{year}-03")),
        (format!("{year}-03"), format!("{year}-03")),
        (format!("14/03/{year}"), format!("{year}-03-14")),
        (format!("14 mars {year}"), format!("{year}-03-14")),
        (String::new(), String::new()),
    ] {
        let person = laptop.add("Awa", "Diallo", json!({ "birth": typed }));
        let file = laptop.open(&person);
        assert_eq!(file["who"]["birth"], kept, "{typed}");
        if !typed.is_empty() {
            let age = &file["age"];
            assert!(
                age["at_least"].as_u64().unwrap() >= 16 && age["at_most"].as_u64().unwrap() <= 17,
                "{age}"
            );
        }
    }
    for (typed, refused) in [
        ("30/02/2008".to_owned(), refusal("unreadable", json!({ "field": "birth" }))),
        ("mars".to_owned(), refusal("unreadable", json!({ "field": "birth" }))),
        (in_days(1), refusal("in_the_future", json!({ "field": "birth" }))),
    ] {
        let request = json!({ "who": { "given_name": "Awa", "birth": typed }, "origin": "street", "origin_detail": "", "note": "" });
        assert_eq!(laptop.refused("person.add", request), refused, "{typed}");
    }
}

#[test]
fn a_year_alone_leaves_minority_open_until_it_cannot_be() {
    let laptop = laptop();
    let year = today().year();
    let minor =
        |birth: String| laptop.open(&laptop.add("Awa", "Diallo", json!({ "birth": birth })))["minor"].clone();
    assert_eq!(minor(format!("{}", year - 17)), true);
    assert_eq!(minor(format!("{}", year - 18)), Value::Null, "the birthday is not known");
    assert_eq!(minor(format!("{}", year - 19)), false);
}

#[test]
fn someone_known_is_proposed_whatever_the_spelling() {
    let laptop = laptop();
    laptop.add("Gwenaëlle", "Wójcik", json!({ "birth": aged(17), "phone": "06 39 98 00 01" }));
    laptop.add("Mohamed", "Bouzid", json!({}));
    laptop.add("Zélie", "Crépin", json!({}));
    for typed in [
        json!({ "given_name": "gwenaelle", "family_name": "wojcik" }),
        json!({ "given_name": "Wojcik", "family_name": "Gwénaelle" }),
        json!({ "phone": "+33 6 39 98 00 01" }),
        json!({ "given_name": "G", "phone": "0639980001" }),
    ] {
        let found = candidates(&laptop, &typed);
        assert_eq!(names(&found), ["Gwenaëlle"], "{typed}");
        assert_ne!(found[0].1["reasons"], json!([]), "it says why");
    }
    assert_eq!(
        names(&candidates(&laptop, &json!({ "given_name": "Mohammed", "family_name": "Bousid" }))),
        ["Mohamed"]
    );
    let nobody = json!({ "given_name": "Bruno", "family_name": "Caron" });
    assert!(candidates(&laptop, &nobody).is_empty());
    assert!(candidates(&laptop, &json!({})).is_empty(), "an empty form is like nobody");
}

#[test]
fn a_correction_writes_only_what_changed() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "phone": "06 39 98 00 01", "commune": "Creil" }));
    let kept = laptop.open(&awa)["who"].clone();
    let acts = laptop.acts();
    laptop.ask("person.correct", json!({ "person": awa, "who": kept }));
    assert_eq!(laptop.acts(), acts, "the same form again is no act");

    let mut same = kept.clone();
    same["phone"] = json!("06.39.98.00.01");
    same["given_name"] = json!(" Awa");
    laptop.ask("person.correct", json!({ "person": awa, "who": same }));
    assert_eq!(laptop.acts(), acts, "nor is the same number written otherwise");

    let mut moved = kept.clone();
    moved["commune"] = json!("Lens");
    laptop.ask("person.correct", json!({ "person": awa, "who": moved }));
    assert_eq!(laptop.acts(), acts + 1);
    let file = laptop.open(&awa);
    assert_eq!(file["who"], moved);
    assert_eq!(laptop.found("diallo lens"), ["Awa Diallo"], "the index follows");
    assert!(laptop.found("diallo creil").is_empty());
    laptop.assert_sound("after a correction");
}

#[test]
fn a_correction_that_cannot_be_read_changes_nothing() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "phone": "06 39 98 00 01" }));
    let kept = laptop.open(&awa)["who"].clone();
    let mut wrong = kept.clone();
    wrong["commune"] = json!("Lens");
    wrong["phone"] = json!("06 39");
    let refused = laptop.refused("person.correct", json!({ "person": awa, "who": wrong }));
    assert_eq!(refused, refusal("unreadable", json!({ "field": "phone" })));
    assert_eq!(laptop.open(&awa)["who"], kept);
}

#[test]
fn an_id_that_names_nobody_is_not_found() {
    let laptop = laptop();
    let nobody = "0190a0a0-0000-7000-8000-000000000000";
    for name in
        ["person.open", "case.move", "need.answer", "encounter.record", "person.correct", "agreement.record"]
    {
        let request = json!({
            "person": nobody, "to": "contacting", "on": null, "reason": "", "exit": null, "theme": "housing", "answer": "yes",
            "situations": [], "note": "x", "kind": "note", "initiative": "worker", "result": "reached", "place": "",
            "who": { "given_name": "Awa" }, "provider": nobody, "given_by": "person",
        });
        assert_eq!(laptop.refused(name, request), json!({ "code": "not_found" }), "{name}");
    }
}
