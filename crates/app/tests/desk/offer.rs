//! Offers from the file of others to a referral: taken in, found, understood for one person, kept, and asked for whom they are.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::laptop::{Laptop, aged, in_days, laptop};

const MOBILITY: &str = "mobilite--financer-ma-mobilite";

/// A file of services beside the vault.
pub fn file(laptop: &Laptop, name: &str, records: &Value) -> PathBuf {
    let path = laptop.dir.path().join(name);
    std::fs::write(&path, serde_json::to_vec(records).unwrap()).unwrap();
    path
}

fn structure(commune: &str, insee: &str) -> Value {
    json!({
        "id": "s1", "source": "maison", "nom": "Le Pont", "description": "", "commune": commune, "code_insee": insee,
        "telephone": "03 20 00 00 10", "date_maj": "2026-10-01",
    })
}

fn service(id: &str, name: &str, more: &Value) -> Value {
    let mut service = json!({
        "id": id, "source": "maison", "structure_id": "s1", "nom": name, "type": "accompagnement",
        "description": "Inventé.", "thematiques": [], "date_maj": "2026-10-01", "modes_accueil": ["en-presentiel"],
    });
    for (field, value) in more.as_object().unwrap() {
        service[field] = value.clone();
    }
    service
}

fn import(laptop: &Laptop, records: &Value, whole: bool) -> Value {
    let path = file(laptop, "services.json", records);
    laptop.ask("catalogue.import", json!({ "path": path, "format": null, "whole": whole }))
}

fn names(found: &Value) -> Vec<&str> {
    let lines = found["lines"].as_array().unwrap().iter();
    lines.map(|line| line.get("line").unwrap_or(line)["name"].as_str().unwrap()).collect()
}

fn find(laptop: &Laptop, filter: Value) -> Value {
    laptop.ask(
        "offer.find",
        json!({ "filter": filter, "sort": "relevance", "from": null, "skip": 0, "limit": 50 }),
    )
}

#[test]
fn a_file_is_taken_in_found_and_taken_back() {
    let laptop = laptop();
    let taken = import(
        &laptop,
        &json!([
            structure("Lille", "59350"),
            service("a", "Préparer le permis", &json!({ "thematiques": [MOBILITY] })),
            service("", "Sans identifiant", &json!({})),
        ]),
        true,
    );
    assert_eq!(taken["format"], "inclusion");
    assert_eq!((&taken["changes"]["added"], &taken["report"]["counts"]["refused"]), (&json!(2), &json!(1)));
    assert_eq!(
        names(&find(&laptop, json!({ "text": "conduite" }))),
        ["Préparer le permis"],
        "said otherwise"
    );

    let state = laptop.ask("catalogue.state", json!({}));
    assert_eq!(
        (&state["offers"], &state["outlines"], &state["data_on"]),
        (&json!(1), &json!(false), &json!("2026-10-01"))
    );
    let import = &state["imports"][0];
    assert_eq!((&import["file"], &import["undoable"]), (&json!("services.json"), &json!(true)));
    let number = &import["changes"]["import"];
    let report = laptop.ask("catalogue.import_report", json!({ "import": number }));
    let refused = |finding: &Value| finding["became"] == "refused";
    assert_eq!(report["findings"].as_array().unwrap().iter().filter(|one| refused(one)).count(), 1);

    laptop.ask("catalogue.undo_import", json!({ "import": number }));
    assert_eq!(find(&laptop, json!({}))["total"], 0);
    assert_eq!(
        laptop.refused("catalogue.undo_import", json!({ "import": number })),
        json!({ "code": "not_found" })
    );
    assert_eq!(laptop.ask("catalogue.progress", json!({})), json!({ "reading": null }));
}

#[test]
fn an_offer_that_is_kept_stays_what_it_was_when_the_catalogue_forgets_it() {
    let laptop = laptop();
    import(
        &laptop,
        &json!([structure("Lille", "59350"), service("a", "Préparer le permis", &json!({}))]),
        true,
    );
    let asked = json!({ "source": "data_inclusion", "key": "a" });
    assert_eq!(laptop.ask("offer.open", asked.clone())["programme"], Value::Null);
    let kept = laptop.ask("offer.keep", asked.clone());
    assert_eq!(kept["new"], true);
    assert_eq!(laptop.ask("offer.keep", asked.clone())["new"], false, "kept once");
    let programme = kept["programme"].as_str().unwrap();
    let line = laptop.ask("programme.open", json!({ "programme": programme }));
    assert_eq!(
        (&line["what"]["name"], &line["provider_name"]),
        (&json!("Préparer le permis"), &json!("Le Pont"))
    );
    assert_eq!(line["source"], json!({ "source": "data_inclusion", "key": "a" }));
    let provider = &laptop.ask("provider.list", json!({}))[0]["who"];
    assert_eq!((&provider["commune"], &provider["phone"]), (&json!("Lille"), &json!("+33320000010")));

    import(&laptop, &json!([service("b", "Autre chose", &json!({}))]), true);
    let gone = laptop.ask("offer.open", asked);
    assert_eq!(
        (&gone["file"]["standing"]["standing"], &gone["programme"]),
        (&json!("gone"), &json!(programme))
    );
    let still = laptop.ask("programme.open", json!({ "programme": programme }));
    assert_eq!(still["what"], line["what"], "the referral that points there keeps what it was");

    let last = laptop.ask("undo.last", json!({}))[0]["position"].clone();
    laptop.ask("undo.do", json!({ "position": last }));
    assert_eq!(laptop.ask("programme.list", json!({ "text": "" })), json!([]), "keeping it can be undone");
    laptop.assert_sound("after offers came and went");
}

#[test]
fn offers_for_someone_come_with_their_reasons_and_what_does_not_fit_comes_last() {
    let laptop = laptop();
    let awa =
        laptop.add("Awa", "Diallo", json!({ "birth": aged(17), "commune": "Roubaix", "insee": "59512" }));
    laptop.ask(
        "need.answer",
        json!({ "person": awa, "theme": "mobility", "answer": "yes", "note": "", "situations": [] }),
    );
    laptop.ask(
        "plan.write",
        json!({ "person": awa, "plan": { "words": "Devenir soudeuse", "decided_on": null, "agreed_on": null, "review_on": null } }),
    );
    import(
        &laptop,
        &json!([
            structure("Lille", "59350"),
            service("a", "Atelier de couture", &json!({})),
            service("b", "Aide à la mobilité", &json!({ "thematiques": [MOBILITY] })),
            service("c", "Découvrir la soudure", &json!({})),
            service("d", "Club des seniors soudeurs", &json!({ "publics": ["seniors"] })),
            service(
                "e",
                "Permis pour habitants",
                &json!({ "publics": ["residents-qpv-frr"], "thematiques": [MOBILITY] })
            ),
        ]),
        true,
    );
    let ranked = laptop.ask("offer.for_person", json!({ "person": awa, "filter": {} }));
    let order = names(&ranked);
    assert_eq!(order[0], "Découvrir la soudure", "what she wants stands first: {order:?}");
    assert_eq!(order[4], "Club des seniors soudeurs", "what is not for her comes last, and shows");
    let of = |name: &str| {
        let lines = ranked["lines"].as_array().unwrap().iter();
        lines.clone().find(|line| line["line"]["name"] == name).unwrap().clone()
    };
    assert_eq!(of("Découvrir la soudure")["rank"]["lines"][0]["reason"]["code"], "wish");
    assert_eq!(
        of("Aide à la mobilité")["rank"]["lines"][0]["reason"],
        json!({ "code": "need", "theme": "mobility" })
    );
    assert_eq!(of("Club des seniors soudeurs")["fit"]["verdict"], "no");
    let qpv = of("Permis pour habitants");
    assert_eq!(qpv["fit"]["verdict"], "verify", "nobody has looked where she lives");
    let km = of("Atelier de couture")["line"]["km"].as_f64().unwrap();
    assert!((5.0..15.0).contains(&km), "from the middle of Roubaix to Lille: {km}");
    assert_eq!(ranked["from_commune"], true);

    let decision = json!({ "answer": "in", "way": "hand", "qpv": "QN05981N", "note": "Vu avec elle" });
    laptop.ask("person.decide_residence", json!({ "person": awa, "decision": decision }));
    let fit = laptop.ask("offer.fit", json!({ "source": "data_inclusion", "key": "e", "person": awa }));
    let criteria = fit["lines"].as_array().unwrap().iter();
    let lives = criteria.clone().find(|line| line["criterion"] == "qpv").unwrap();
    assert_eq!(lives["verdict"], "yes", "what a worker settled counts: {fit}");
    assert_eq!(fit["verdict"], "verify", "11 km, and nobody has said whether she has a way to go there");
    let narrowed = laptop.ask("offer.for_person", json!({ "person": awa, "filter": { "text": "couture" } }));
    assert_eq!((names(&narrowed), &narrowed["total"]), (vec!["Atelier de couture"], &json!(1)));
}

#[test]
fn the_assessment_of_mobility_says_whether_somebody_gets_there() {
    let laptop = laptop();
    let ground = json!({ "birth": aged(19), "commune": "Roubaix", "insee": "59512" });
    let awa = laptop.add("Awa", "Diallo", ground);
    import(&laptop, &json!([structure("Lille", "59350"), service("a", "Atelier", &json!({}))]), true);
    let answer = |answer: &str, situations: Value| {
        let need = json!({
            "person": awa, "theme": "mobility", "answer": answer, "note": "", "situations": situations,
        });
        laptop.ask("need.answer", need);
    };
    let reach = |lines: &Value| {
        let lines = lines.as_array().unwrap();
        let reach = lines.iter().find(|line| line["criterion"] == "reach").unwrap();
        (reach["verdict"].as_str().unwrap().to_owned(), reach["reason"]["code"].as_str().unwrap().to_owned())
    };
    let both = || {
        let fit = laptop.ask("offer.fit", json!({ "source": "data_inclusion", "key": "a", "person": awa }));
        let asked = json!({ "source": "data_inclusion", "key": "a", "everybody": false });
        let whom = laptop.ask("offer.for_whom", asked);
        let found = reach(&fit["lines"]);
        assert_eq!(reach(&whom["people"][0]["fit"]["lines"]), found, "asked from either side");
        found
    };
    let says = |verdict: &str, reason: &str| (verdict.to_owned(), reason.to_owned());
    assert_eq!(both(), says("verify", "far_transport_unknown"));
    answer("yes", json!(["no_licence"]));
    assert_eq!(both(), says("verify", "far_transport_unknown"), "there may be a bus");
    answer("yes", json!(["no_licence", "no_transport"]));
    assert_eq!(both(), says("verify", "far_without_transport"));
    answer("no", json!([]));
    assert_eq!(both(), says("yes", "far_with_transport"));
}

#[test]
fn no_answer_on_health_moves_an_offer() {
    let laptop = laptop();
    let ground = json!({ "birth": aged(19), "commune": "Roubaix", "insee": "59512" });
    let (awa, bruno) = (laptop.add("Awa", "Diallo", ground.clone()), laptop.add("Bruno", "Caron", ground));
    let ill = json!({ "person": awa, "theme": "health", "answer": "yes", "note": "suivi à l'hôpital", "situations": [] });
    laptop.ask("need.answer", ill);
    import(
        &laptop,
        &json!([
            structure("Lille", "59350"),
            service("a", "Accès aux soins", &json!({ "thematiques": ["sante--bien-etre-psychologique"] })),
            service("b", "Atelier de couture", &json!({})),
            service("c", "Handicap et emploi", &json!({ "publics": ["personnes-en-situation-de-handicap"] })),
        ]),
        true,
    );
    let ranked = |person: &str| laptop.ask("offer.for_person", json!({ "person": person, "filter": {} }));
    assert_eq!(
        ranked(&awa),
        ranked(&bruno),
        "what is known of her health changes nothing, neither order nor reason"
    );
    let handicap = laptop.ask("offer.fit", json!({ "source": "data_inclusion", "key": "c", "person": awa }));
    assert_eq!(handicap["verdict"], "verify", "asked of the person, never computed");
}

#[test]
fn an_offer_asks_for_whom_it_is_and_several_are_referred_at_once() {
    let laptop = laptop();
    let born = |years: u32| json!({ "birth": aged(years), "commune": "Lille", "insee": "59350" });
    let awa = laptop.add("Awa", "Diallo", born(17));
    let bruno = laptop.add("Bruno", "Caron", born(24));
    let zelie = laptop.add("Zélie", "Crépin", json!({}));
    import(
        &laptop,
        &json!([
            structure("Lille", "59350"),
            service("a", "Avant 26 ans", &json!({ "publics": ["jeunes"] }))
        ]),
        true,
    );
    let asked = json!({ "source": "data_inclusion", "key": "a", "everybody": false });
    let whom = laptop.ask("offer.for_whom", asked);
    let found: Vec<(&str, &str)> = whom["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["person"]["given_name"].as_str().unwrap(), one["fit"]["verdict"].as_str().unwrap()))
        .collect();
    assert_eq!(found, [("Bruno", "yes"), ("Awa", "yes"), ("Zélie", "verify")], "by name, what is sure first");

    let several = json!({ "source": "data_inclusion", "key": "a", "people": [awa, bruno] });
    let referred = laptop.ask("offer.refer", several.clone());
    assert_eq!(referred["referrals"].as_array().unwrap().len(), 2);
    let again = laptop.ask("offer.refer", several);
    assert_eq!((&again["referrals"], again["already"].as_array().unwrap().len()), (&json!([]), 2));
    for person in [&awa, &bruno] {
        let referrals = &laptop.open(person)["referrals"];
        assert_eq!(
            (&referrals[0]["programme_name"], &referrals[0]["state"]),
            (&json!("Avant 26 ans"), &json!("draft"))
        );
    }
    assert_eq!(laptop.open(&zelie)["referrals"], json!([]));
    laptop.assert_sound("after several were referred");
}

#[test]
fn what_worked_for_others_of_the_team_is_counted_beside_an_offer() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": aged(19) }));
    let zelie = laptop.add("Zélie", "Crépin", json!({ "birth": aged(19) }));
    import(&laptop, &json!([structure("Lille", "59350"), service("a", "Chantier bois", &json!({}))]), true);
    let several = json!({ "source": "data_inclusion", "key": "a", "people": [awa] });
    let referral = laptop.ask("offer.refer", several)["referrals"][0].as_str().unwrap().to_owned();
    laptop
        .ask("referral.send", json!({ "referral": referral, "agreement": "person", "on": null, "note": "" }));
    let record = || {
        let ranked = laptop.ask("offer.for_person", json!({ "person": zelie, "filter": {} }));
        let lines = ranked["lines"][0]["rank"]["lines"].as_array().unwrap().clone();
        lines.into_iter().find(|line| line["reason"]["code"] == "worked")
    };
    assert_eq!(record(), None, "who waits for an answer says nothing");
    let refused = json!({ "referral": referral, "to": "refused", "on": null, "reason": "no_place", "note": "", "next_start": null });
    laptop.ask("referral.move", refused);
    let told = record().unwrap();
    assert_eq!((&told["reason"]["sent"], &told["reason"]["started"]), (&json!(1), &json!(0)));
    assert_eq!(told["points"], -1, "one of one moves little");
}

#[test]
fn what_cannot_be_read_is_refused_and_an_unknown_offer_is_not_found() {
    let laptop = laptop();
    let path = laptop.dir.path().join("rien.json");
    std::fs::write(&path, b"[{\"id\": ").unwrap();
    let problem = laptop.refused("catalogue.import", json!({ "path": path, "format": null, "whole": true }));
    assert_eq!(problem["code"], "file_refused", "{problem}");
    let nowhere = json!({ "source": "lheo", "key": "a" });
    assert_eq!(laptop.refused("offer.open", nowhere.clone()), json!({ "code": "not_found" }));
    assert_eq!(laptop.refused("offer.keep", nowhere), json!({ "code": "not_found" }));
    let by = json!({ "filter": { "starts_by": in_days(10) }, "sort": "start", "from": { "from": "commune", "insee": "x" }, "skip": 0, "limit": 1 });
    assert_eq!(laptop.refused("offer.find", by)["refusal"]["field"], "insee");
}
