//! Everything out of one vault as a document, and into another.

use serde_json::{Value, json};

use crate::document::png;
use crate::laptop::{Laptop, PASSPHRASE, aged, days_ago, in_days, laptop, refusal};

fn export(laptop: &Laptop) -> Value {
    laptop.ask("vault.export", json!({ "passphrase": PASSPHRASE }))
}

fn import(laptop: &Laptop, document: &Value) -> Value {
    laptop.ask("vault.import", json!({ "document": document }))
}

/// A vault with something in every table.
fn full() -> Laptop {
    let laptop = laptop();
    let awa = laptop.add(
        "Awa",
        "Diallo",
        json!({ "birth": aged(19), "phone": "06 39 98 00 01", "commune": "Lens" }),
    );
    laptop.note(&awa, "Dort chez sa tante.\n\tVeut la soudure 🙂");
    let housing = json!({
        "person": awa, "theme": "housing", "answer": "yes", "note": "tante", "situations": ["hosted_unsure"],
    });
    laptop.ask("need.answer", housing);
    let task = json!({ "person": awa, "what": "Rappeler", "due_on": days_ago(0), "urgent": true });
    laptop.ask("task.add", task);
    let moved = json!({ "person": awa, "to": "following", "on": days_ago(0), "reason": "", "exit": null });
    laptop.ask("case.move", moved);
    let plan = json!({ "words": "Je veux souder", "decided_on": days_ago(3), "agreed_on": days_ago(2), "review_on": in_days(60) });
    laptop.ask("plan.write", json!({ "person": awa, "plan": plan }));
    let step = json!({ "person": awa, "what": "Visiter l’atelier", "by": "partner", "due_on": in_days(7) });
    laptop.ask("step.add", step);
    let told = json!({ "person": awa, "told_on": null, "told_to": "person", "way": "oral" });
    laptop.ask("notice.record", told);
    let doing =
        json!({ "kind": "seeking", "since_on": null, "occasion": "entry", "proof": "declared", "note": "" });
    laptop.ask("situation.record", json!({ "person": awa, "situation": doing }));
    let case = json!({
        "origin": "siei", "origin_detail": "liste", "origin_on": days_ago(9), "summoned_on": days_ago(8),
        "cej_started_on": days_ago(7), "cej_extended": "logement",
    });
    laptop.ask("case.correct", json!({ "person": awa, "case": case, "remind": null }));
    let provider = laptop.provider("CFA des Deux Rives");
    let more = json!({ "tags": ["craft", "rev3"], "fundings": ["region"], "min_age": 16, "places": 12 });
    let programme = laptop.programme(&provider, "CAP Carrosserie", more);
    let week = json!({ "draft": 7, "acknowledge": 7, "answer": 9, "waitlist": 7, "start": 7, "length": 7 });
    laptop.ask("delays.change", json!({ "kind": "training", "delays": week }));
    let referral = laptop.propose(&awa, &programme);
    let send = json!({ "referral": referral, "on": null, "note": "dossier complet", "agreement": "person" });
    laptop.ask("referral.send", send);
    let chase =
        json!({ "referral": referral, "kind": "chase", "present": "unknown", "on": null, "note": "" });
    laptop.ask("referral.check", chase);
    let twin = laptop.add("Hawa", "Diallo", json!({ "birth": aged(19) }));
    laptop.ask("person.merge", json!({ "kept": awa, "other": twin }));
    laptop.ask("view.save", json!({ "id": null, "name": "À rappeler", "body": "{}" }));
    let slot = json!({ "day": days_ago(1), "time": "09:30", "minutes": 45 });
    let meeting = json!({
        "person": awa, "referral": referral, "what": "Visite", "slot": slot, "place": "CFA", "with_whom": "M. Petit",
    });
    let meeting = laptop.ask("appointment.add", meeting);
    let came = json!({ "appointment": meeting["appointment"], "outcome": "present" });
    laptop.ask("appointment.settle", came);
    let workshop =
        json!({ "kind": "workshop", "title": "CV", "slot": slot, "place": "Lens", "note": "salle 2" });
    let workshop = laptop.ask("activity.add", workshop);
    let sheet = json!([{ "person": awa, "answer": "excused" }]);
    let karim = laptop.colleague("Karim");
    laptop.ask("case.hand_over", json!({ "person": awa, "to": karim, "note": "Le matin", "on": null }));
    laptop.ask("activity.attend", json!({ "activity": workshop["activity"], "answers": sheet }));
    laptop.document(&awa, "attestation.png", &png(300_000, 1));
    let field = laptop.field("Permis", "choice", &["Code", "B"]);
    laptop.say(&awa, &field, "B");
    let council = laptop.consultation("Que manque-t-il le soir ?");
    let bus = laptop.proposal(&council, "Un bus après 21 h");
    let line = json!({ "proposal": bus, "on": days_ago(0), "what": "La ligne 4 roule", "done": true });
    laptop.ask("follow_up.add", json!({ "consultation": council, "follow_up": line }));
    let head = json!({ "name": "Équipe du Pile", "address": "2 rue du Pile", "foot": "" });
    laptop.ask("letterhead.change", json!({ "letterhead": head }));
    let site = laptop.works_site("Réhabilitation");
    laptop.worked(&site, &awa, 7_200);
    let operation = laptop.fund_operation("Vers l'emploi");
    laptop.takes_part(&operation, &awa);
    laptop.outcome_rule("Région 2026", "2026-01-01", &["job"]);
    // Five of them leave their box when the vault is opened again.
    for words in ["Un", "Deux", "Trois", "Quatre", "Cinq"] {
        laptop.give(&programme, "yes", "yes", words);
    }
    laptop.ask("session.lock", json!({}));
    laptop.unlock();
    laptop.asks(&awa, "access", json!(null));
    let keep =
        json!({ "person": awa, "keeping": "keep", "until": in_days(30), "reason": "Recours en cours" });
    laptop.ask("retention.decide", keep);
    laptop
}

/// Tables that no use case writes yet; whoever writes the first one takes the name out and fills it in [`full`].
const NOTHING_FILLS: &[&str] = &[];

#[test]
fn an_export_asks_for_the_passphrase_again() {
    let laptop = laptop();
    let refused = laptop.refused("vault.export", json!({ "passphrase": "une autre" }));
    assert_eq!(refused["code"], "wrong_passphrase");
}

#[test]
fn another_vault_takes_everything_in_and_gives_the_same_out() {
    let (from, to) = (full(), laptop());
    let document = export(&from);
    for (table, rows) in document["tables"].as_object().unwrap() {
        let filled = rows != &json!([]);
        assert_ne!(
            filled,
            NOTHING_FILLS.contains(&table.as_str()),
            "{table}: an empty table would prove nothing"
        );
    }
    let report = import(&to, &document);
    assert_eq!(report["refused"], json!([]));
    let mut out = export(&to);
    let workers = out["tables"]["worker"].as_array_mut().unwrap();
    assert_eq!(workers.len(), 3, "each vault keeps its own worker beside the other's");
    workers.remove(0);
    assert_eq!(out, document);
    assert_eq!(to.found("diallo"), ["Awa Diallo"], "and it is found");
    let page = to.ask("referral.list", json!({ "filter": { "state": "sent" }, "offset": 0, "limit": 9 }));
    assert_eq!(page["lines"][0]["programme_name"], "CAP Carrosserie");
    let awa = document["tables"]["person"][0]["id"].as_str().unwrap();
    let (there, here) = (from.open(awa), to.open(awa));
    for part in [
        "who",
        "cases",
        "needs",
        "plan",
        "notices",
        "situations",
        "documents",
        "custom",
        "timeline",
        "referrals",
        "tasks",
        "agreements",
        "last_contact",
        "age",
    ] {
        assert_eq!(there[part], here[part], "{part}");
    }
    to.assert_sound("after an import");
}

#[test]
fn situations_travel_with_their_theme() {
    let (from, to) = (laptop(), laptop());
    let awa = from.add("Awa", "Diallo", json!({}));
    let housing = json!({
        "person": awa, "theme": "housing", "answer": "yes", "note": "", "situations": ["rent_late", "no_roof"],
    });
    from.ask("need.answer", housing);
    import(&to, &export(&from));
    let there = to.open(&awa)["needs"].clone();
    assert_eq!(there[0]["situations"], json!(["no_roof", "rent_late"]));
    assert_eq!(there, from.open(&awa)["needs"]);
    to.assert_sound("after situations were taken in");
}

#[test]
fn taken_in_twice_it_adds_nothing() {
    let (from, to) = (full(), laptop());
    let document = export(&from);
    let first = import(&to, &document);
    let acts = to.acts();
    let second = import(&to, &document);
    assert_eq!((&second["added"], &second["known"]), (&json!(0), &first["added"]));
    assert_eq!(to.acts(), acts);
    assert_eq!(import(&from, &document)["added"], 0, "nor into the vault it came from");
}

#[test]
fn a_rotten_document_is_refused_without_a_trace() {
    let laptop = full();
    let before = export(&laptop);
    let acts = laptop.acts();
    for rotten in [
        json!(null),
        json!([]),
        json!("passerelle-export/1"),
        json!({}),
        json!({ "format": "passerelle-export/99", "tables": before["tables"] }),
        json!({ "format": "other", "tables": {} }),
        json!({ "format": "passerelle-export/1" }),
        json!({ "format": "passerelle-export/1", "tables": [] }),
        json!({ "format": "passerelle-export/1", "tables": { "person": { "id": 1 } } }),
    ] {
        let refused = laptop.refused("vault.import", json!({ "document": rotten }));
        assert_eq!(refused, refusal("unreadable", json!({ "field": "document" })), "{rotten}");
    }
    assert_eq!(laptop.acts(), acts);
    assert_eq!(export(&laptop), before);
}

#[test]
fn a_rotten_row_is_named_and_left_out_and_the_rest_goes_on() {
    let (from, to) = (full(), laptop());
    let good = export(&from);
    let mut document = good.clone();
    let tables = document["tables"].as_object_mut().unwrap();
    let spoilt = |table: &str, field: &str, value: Value| {
        let mut row = good["tables"][table][0].clone();
        row["id"] = json!("0190a0a0-0000-7000-8000-000000000001");
        row[field] = value;
        (table.to_owned(), row)
    };
    let rows = [
        spoilt("person", "id", json!("no id")),
        spoilt("person", "given_name", json!(7)),
        spoilt("person", "address", json!("59000 Lille")),
        spoilt("person", "summary", json!("x".repeat(30_000))),
        spoilt("case_file", "opened_on", json!("2026-02-30")),
        spoilt("case_file", "person", json!("0190a0a0-0000-7000-8000-00000000dead")),
        spoilt("encounter", "on_day", json!("99999-01-01")),
        spoilt("need", "answer", json!("perhaps")),
        spoilt("programme", "tags", json!([1])),
        spoilt("transition", "referral", json!(null)),
    ];
    let mut expected = Vec::new();
    for (table, row) in rows {
        let kept = tables[&table].as_array_mut().unwrap();
        kept.push(row);
        expected.push(format!("{table} {}", kept.len()));
    }
    tables["person"].as_array_mut().unwrap().push(json!("rotten"));
    let mut refused: Vec<String> = expected;
    refused.push("person 7".to_owned());
    let report = import(&to, &document);
    let mut named: Vec<String> = serde_json::from_value(report["refused"].clone()).unwrap();
    named.sort();
    refused.sort();
    assert_eq!(named, refused);
    let mut out = export(&to);
    out["tables"]["worker"].as_array_mut().unwrap().remove(0);
    assert_eq!(out, good, "the sound rows are in, and nothing else");
    to.assert_sound("after a half rotten import");
}

#[test]
fn what_comes_from_outside_is_cleaned_and_cannot_lock_a_list() {
    let (from, to) = (full(), laptop());
    let mut document = export(&from);
    document["tables"]["person"][0]["given_name"] = json!("Awa\u{0}\u{202e}\u{7}");
    document["tables"]["person"][0]["birth"] = json!("au printemps");
    document["tables"]["programme"][0]["places"] = json!(-5);
    document["tables"]["delay"][0]["acknowledge"] = json!(-5);
    document["tables"]["encounter"][0]["kind"] = json!("telepathy");
    import(&to, &document);
    let awa = document["tables"]["person"][0]["id"].as_str().unwrap();
    let mut who = to.open(awa)["who"].clone();
    assert_eq!(who["given_name"], "Awa");
    assert_eq!(to.ask("programme.list", json!({ "text": "" }))[0]["what"]["places"], Value::Null);
    let referral = document["tables"]["referral"][0]["id"].as_str().unwrap();
    assert_eq!(
        to.referral(referral)["line"]["due"]["on"],
        in_days(7),
        "the usual delay stands in for one that is none"
    );
    who["birth"] = json!("2008");
    to.ask("person.correct", json!({ "person": awa, "who": who }));
    assert_eq!(to.open(awa)["who"]["birth"], "2008", "a birth nobody can read is corrected");
    to.assert_sound("after a strange import");
}
