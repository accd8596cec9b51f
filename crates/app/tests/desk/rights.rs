//! What people ask of their file by right, until it is answered; and the whole copy that answers.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use passerelle_domain::change::Table;
use passerelle_vault::left_out;
use serde_json::{Value, json};

use crate::document::png;
use crate::laptop::{Laptop, PASSPHRASE, aged, days_ago, id, in_days, laptop, refusal};

impl Laptop {
    pub fn asks(&self, person: &str, kind: &str, received_on: Value) -> String {
        let request = json!({
            "person": person, "kind": kind, "received_on": received_on, "asked_by": "person", "identity": "known",
            "asked": "Tout ce que vous avez écrit sur moi.", "remind": "Répondre à la demande",
        });
        id(&self.ask("rights.record", request), "request")
    }

    pub fn answers(&self, request: &str, outcome: &str, note: &str) {
        let answer = json!({ "request": request, "outcome": outcome, "on": null, "note": note });
        self.ask("rights.answer", answer);
    }

    fn tasks(&self) -> Vec<(String, Value)> {
        let day = self.ask("today.show", json!({}));
        let tasks = day["tasks"].as_array().unwrap().iter();
        tasks.map(|task| (task["what"].as_str().unwrap().to_owned(), task["due_on"].clone())).collect()
    }
}

#[test]
fn awa_asks_for_her_file_and_the_day_reminds_before_the_month_is_over() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": aged(19) }));
    let request = laptop.asks(&awa, "access", json!("2026-10-26"));
    let open = laptop.ask("rights.list", json!({}));
    assert_eq!((&open[0]["due_on"], &open[0]["kind"]), (&json!("2026-11-26"), &json!("access")));
    let told = vec![("Répondre à la demande".to_owned(), json!("2026-11-19"))];
    assert_eq!(laptop.tasks(), told, "a week before, on Aujourd’hui");

    laptop.answers(&request, "granted", "Copie remise en main propre.");
    assert_eq!((laptop.tasks(), laptop.ask("rights.list", json!({}))), (vec![], json!([])));
    let right = laptop.open(&awa)["rights"][0].clone();
    assert_eq!((&right["outcome"], &right["answered_on"]), (&json!("granted"), &json!(days_ago(0))));

    laptop.undo_last();
    assert_eq!(laptop.tasks(), told, "an answer is taken back with its tick");
    laptop.undo_last();
    assert_eq!(laptop.tasks(), vec![], "done again");
    laptop.assert_sound("after a request and its answer");
}

#[test]
fn a_delay_is_made_longer_once_within_the_first_month_and_the_task_waits_too() {
    let laptop = laptop();
    let noe = laptop.add("Noé", "Fontaine", json!({ "birth": aged(16) }));
    let request = laptop.asks(&noe, "access", json!("2026-10-31"));
    let longer = |on: Value, reason: &str| json!({ "request": request, "on": on, "reason": reason });
    assert_eq!(
        laptop.refused("rights.extend", longer(Value::Null, "")),
        refusal("reason_missing", json!({}))
    );
    laptop.ask("rights.extend", longer(Value::Null, "Cent documents à relire"));
    assert_eq!(laptop.ask("rights.list", json!({}))[0]["due_on"], "2027-01-31");
    assert_eq!(laptop.tasks(), vec![], "not before the end of January");
    let twice = laptop.refused("rights.extend", longer(Value::Null, "Encore"));
    assert_eq!(twice, refusal("already_answered", json!({})));
    let late = laptop.asks(&noe, "erasure", json!("2026-10-01"));
    let late = json!({ "request": late, "on": null, "reason": "Trop tard" });
    let not_after = json!({ "field": "on", "not_after": "2026-11-01" });
    assert_eq!(laptop.refused("rights.extend", late), refusal("too_late", not_after));
}

#[test]
fn a_no_says_why_and_a_request_written_to_the_wrong_file_is_taken_out() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let request = laptop.asks(&awa, "erasure", json!(null));
    let no = json!({ "request": request, "outcome": "refused", "on": null, "note": " " });
    assert_eq!(laptop.refused("rights.answer", no), refusal("reason_missing", json!({})));
    laptop.ask("rights.remove", json!({ "request": request }));
    assert_eq!(laptop.open(&awa)["rights"], json!([]));
    assert_eq!(laptop.refused("rights.remove", json!({ "request": request }))["code"], "not_found");
    laptop.undo_last();
    assert_eq!(laptop.ask("rights.list", json!({}))[0]["id"], json!(request));
    let future = json!({
        "person": awa, "kind": "access", "received_on": in_days(1), "asked_by": "person", "identity": "known",
        "asked": "", "remind": "Répondre",
    });
    let refused = laptop.refused("rights.record", future);
    assert_eq!(refused, refusal("in_the_future", json!({ "field": "received_on" })));
}

#[test]
fn a_limited_file_is_kept_read_for_a_reason_and_nothing_more_is_written_in_it() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": aged(19) }));
    laptop.add("Awa", "Bouzid", json!({}));
    let request = laptop.asks(&awa, "limitation", json!(null));
    laptop.note(&awa, "Conteste une date.");
    laptop.answers(&request, "granted", "");

    let note = json!({
        "person": awa, "kind": "note", "initiative": "worker", "result": "reached", "on": null, "place": "",
        "note": "Vue au parc.",
    });
    let limited = refusal("file_limited", json!({}));
    assert_eq!(laptop.refused("encounter.record", note.clone()), limited);
    assert_eq!(
        laptop.refused("person.correct", json!({ "person": awa, "who": { "given_name": "Ava" } })),
        limited
    );
    let why = refusal("why_missing", json!({ "person": awa, "outside": false, "limited": true }));
    assert_eq!(laptop.refused("person.open", json!({ "person": awa })), why);
    assert_eq!(laptop.found("awa"), ["Awa Bouzid"], "out of the search");
    let page = |aside: bool| {
        let filter = json!({ "aside": aside });
        let list = json!({ "filter": filter, "sort": "name", "descending": false, "offset": 0, "limit": 9 });
        laptop.ask("person.list", list)["total"].clone()
    };
    assert_eq!((page(false), page(true)), (json!(1), json!(2)), "out of the list unless asked for");

    let file = laptop.open(&awa);
    assert_eq!((&file["limited"], &file["rights"][0]["limit"]), (&json!(true), &json!("limitation")));
    let erasure = laptop.asks(&awa, "erasure", json!(null));
    laptop.answers(&erasure, "refused", "Recours en cours.");
    let lift = |reason: &str| json!({ "request": request, "reason": reason });
    assert_eq!(laptop.refused("rights.lift", lift("")), refusal("reason_missing", json!({})));
    laptop.ask("rights.lift", lift("La date est vérifiée."));
    laptop.ask("encounter.record", note);
    assert_eq!(laptop.found("awa").len(), 2);
    let again = laptop.refused("rights.lift", lift("Encore"));
    assert_eq!(again, refusal("not_limited", json!({})));
    laptop.undo_last();
    laptop.assert_sound("after a limitation");
}

/// A life with something in every table that can be about a person.
fn life(laptop: &Laptop) -> String {
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": aged(19), "summary": "Vit chez sa tante <b>" }));
    let double = laptop.add("Ava", "Diallo", json!({}));
    laptop.ask("person.merge", json!({ "kept": awa, "other": double }));
    let provider = laptop.provider("CFA des Deux Rives");
    let programme = laptop.programme(&provider, "CAP Carrosserie", json!({}));
    let referral = laptop.propose(&awa, &programme);
    let send = json!({ "referral": referral, "on": null, "note": "Motivée", "agreement": "person" });
    laptop.ask("referral.send", send);
    laptop.ask(
        "referral.check",
        json!({ "referral": referral, "kind": "chase", "on": days_ago(0), "present": "unknown", "note": "" }),
    );
    laptop.note(&awa, "Veut la soudure & rien d’autre.");
    let need =
        json!({ "person": awa, "theme": "housing", "answer": "yes", "note": "", "situations": ["no_roof"] });
    laptop.ask("need.answer", need);
    laptop
        .ask("task.add", json!({ "person": awa, "what": "Rappeler", "due_on": in_days(2), "urgent": false }));
    laptop.ask("step.add", json!({ "person": awa, "what": "Appeler", "by": "person", "due_on": null }));
    let slot = json!({ "day": days_ago(1), "time": "", "minutes": null });
    let meeting = json!({
        "person": awa, "referral": null, "what": "Bilan", "slot": slot, "place": "", "with_whom": "",
    });
    laptop.ask("appointment.add", meeting);
    let doing =
        json!({ "kind": "school", "since_on": null, "occasion": "entry", "proof": "none", "note": "" });
    laptop.ask("situation.record", json!({ "person": awa, "situation": doing }));
    laptop
        .ask("notice.record", json!({ "person": awa, "told_on": null, "told_to": "person", "way": "oral" }));
    let scan = laptop.file("scan.png", &png(20, 1));
    laptop.ask(
        "document.add",
        json!({ "person": awa, "path": scan, "kind": "identity", "name": "Carte d’Awa" }),
    );
    let colleague = laptop.colleague("Karim Haddad");
    laptop.ask("case.hand_over", json!({ "person": awa, "to": colleague, "note": "", "on": null }));
    let field = laptop.field("Pointure", "text", &[]);
    laptop.say(&awa, &field, "41");
    let keep = json!({ "person": awa, "keeping": "keep", "until": in_days(30), "reason": "Recours" });
    laptop.ask("retention.decide", keep);
    laptop.ask("draft.keep", json!({ "place": format!("note/{awa}"), "body": "à moitié écrit" }));
    laptop.asks(&awa, "access", json!(null));
    let operation = laptop.fund_operation("Vers l'emploi");
    laptop.takes_part(&operation, &awa);
    awa
}

/// The files of a copy by their paths.
fn copied(laptop: &Laptop, person: &str) -> BTreeMap<String, Vec<u8>> {
    let path = laptop.dir.path().join("copie.zip");
    let request = json!({ "person": person, "path": path, "passphrase": PASSPHRASE });
    laptop.ask("person.export_access", request);
    let mut bundle = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
    (0..bundle.len())
        .map(|at| {
            let mut file = bundle.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

#[test]
fn the_copy_leaves_out_no_field_of_any_table_about_the_person_but_those_it_names() {
    let laptop = laptop();
    let awa = life(&laptop);
    laptop.add("Bruno", "Caron", json!({ "summary": "Autre dossier" }));
    laptop.open(&awa);
    let files = copied(&laptop, &awa);
    let copy: Value = serde_json::from_slice(&files["dossier.json"]).unwrap();
    assert_eq!(copy["format"], "passerelle-person/1");
    let whole = laptop.ask("vault.export", json!({ "passphrase": PASSPHRASE }));
    let unnamed = |table: &str, field: &str| {
        let left = copy["left_out"]["fields"].as_array().unwrap();
        left.iter().all(|left| left["table"] != table || left["field"] != field)
    };
    let mut empty = BTreeSet::new();
    for table in Table::ALL {
        let name = table.def().name;
        if left_out(*table).is_some() {
            assert!(copy["left_out"]["tables"][name].is_string(), "{name} is named with its reason");
            assert!(copy["tables"].get(name).is_none());
            continue;
        }
        let rows = copy["tables"][name].as_array().unwrap_or_else(|| panic!("{name} is not in the copy"));
        let mine: Vec<&Value> = whole["tables"][name].as_array().unwrap().iter().collect();
        // The other person has a person and a case with nothing in it.
        let others = usize::from(matches!(table, Table::Person | Table::Case | Table::Encounter));
        assert_eq!(rows.len() + others, mine.len(), "{name}");
        for row in rows {
            let kept = mine.iter().find(|kept| kept["id"] == row["id"]).unwrap();
            for def in table.def().fields.iter().filter(|def| unnamed(name, def.name)) {
                assert_eq!(row.get(def.name), kept.get(def.name), "{name}.{}", def.name);
            }
        }
        if rows.is_empty() {
            empty.insert(name);
        }
    }
    // Nothing of these was told in this life.
    assert_eq!(empty, BTreeSet::from(["attendance", "case_move", "clause_hours"]), "the rest is there");
    assert_eq!(copy["drafts"], json!(["à moitié écrit"]));
    assert!(copy["history"].as_array().unwrap().len() > 10);
    assert_eq!(copy["accesses"].as_array().unwrap().len(), 3, "why, opened, exported: {}", copy["accesses"]);
    assert!(!copy.to_string().contains("Autre dossier"), "nothing of anybody else");
    let document = files.keys().find(|path| path.starts_with("documents/")).unwrap();
    assert_eq!(files[document], png(20, 1));
}

#[test]
fn the_page_of_a_copy_is_read_without_a_program_and_runs_nothing() {
    let laptop = laptop();
    let awa = life(&laptop);
    let files = copied(&laptop, &awa);
    let page = String::from_utf8(files["dossier.html"].clone()).unwrap();
    for told in [
        "Tout ce que nous notons sur Awa Diallo",
        "Veut la soudure &amp; rien d’autre.",
        "Vit chez sa tante &lt;b&gt;",
        "CAP Carrosserie",
        "CFA des Deux Rives",
        "dort dehors ou sans toit certain ce soir",
        "Karim Haddad",
        "à moitié écrit",
        "Accords de partage",
        "default-src 'none'",
    ] {
        assert!(page.contains(told), "{told} is not in {page}");
    }
    for never in ["<script", "http://", "https://", "no_roof", "blob_key"] {
        assert!(!page.contains(never), "{never}");
    }
    let settings = json!({ "language": "en", "theme": "system", "idle_minutes": 5 });
    laptop.ask("settings.change", json!({ "settings": settings }));
    let page = String::from_utf8(copied(&laptop, &awa)["dossier.html"].clone()).unwrap();
    assert!(page.contains("Everything we keep about Awa Diallo") && page.contains("lang=\"en\""));
}

#[test]
fn a_copy_leaves_only_with_the_passphrase_and_outside_of_the_vault() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let path = |name: &str| laptop.dir.path().join(name).to_str().unwrap().to_owned();
    let request =
        |path: String, passphrase: &str| json!({ "person": awa, "path": path, "passphrase": passphrase });
    for wrong in ["copie.html", "coffre/copie.zip", "../copie.zip"] {
        let refused = laptop.refused("person.export_access", request(path(wrong), PASSPHRASE));
        assert_eq!(refused, refusal("unreadable", json!({ "field": "path" })), "{wrong}");
    }
    let refused =
        laptop.refused("person.export_access", request(path("copie.zip"), "une autre phrase que la bonne"));
    assert_eq!(refused["code"], "wrong_passphrase");
    assert!(!laptop.dir.path().join("copie.zip").exists());
}
