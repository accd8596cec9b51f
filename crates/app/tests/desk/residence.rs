//! An address is looked up without a network; only a sure answer is proposed, and a worker settles it. Streets are invented.

use serde_json::{Value, json};

use crate::laptop::{Laptop, laptop};

fn taken(laptop: &Laptop) {
    let addresses = laptop.dir.path().join("adresses.csv");
    let heads = "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat;type_position\n";
    let line = |number: u32, lon: &str| {
        format!("{number};{number};;Rue de la Forge;59100;59512;Roubaix;{lon};50.69;entrée\n")
    };
    let lines: String =
        [(4, "3.17"), (20, "3.19"), (30, "3.17505")].map(|(number, lon)| line(number, lon)).concat();
    std::fs::write(&addresses, format!("{heads}{lines}")).unwrap();
    laptop.ask("catalogue.import", json!({ "path": addresses, "format": null, "whole": false }));
}

fn outlined(laptop: &Laptop) {
    let outlines = laptop.dir.path().join("quartiers.geojson");
    let ring = [[3.165, 50.687], [3.175, 50.687], [3.175, 50.693], [3.165, 50.693], [3.165, 50.687]];
    let properties =
        json!({ "code_qp": "QN05981N", "lib_qp": "Le Trichon", "insee_com": "59512", "lib_com": "Roubaix" });
    let area = json!({
        "type": "Feature", "properties": properties, "geometry": { "type": "Polygon", "coordinates": [ring] },
    });
    let file = json!({ "type": "FeatureCollection", "features": [area] });
    std::fs::write(&outlines, serde_json::to_vec(&file).unwrap()).unwrap();
    laptop.ask("catalogue.import", json!({ "path": outlines, "format": null, "whole": true }));
}

fn locate(laptop: &Laptop, line: &str) -> Value {
    laptop.ask("residence.locate", json!({ "address_line": line, "postal_code": "59100", "insee": "59512" }))
}

#[test]
fn only_a_number_that_is_known_and_far_from_any_border_decides() {
    let laptop = laptop();
    assert_eq!(locate(&laptop, "4 rue de la Forge")["why"], "no_list");
    taken(&laptop);
    assert_eq!(locate(&laptop, "4 rue de la Forge")["why"], "no_outlines");
    outlined(&laptop);
    let inside = locate(&laptop, "4 r. de la forge");
    assert_eq!((&inside["inside"]["code"], &inside["why"]), (&json!("QN05981N"), &Value::Null));
    assert_eq!(inside["found"]["label"], "4 Rue de la Forge, 59100 Roubaix");
    let outside = locate(&laptop, "20 rue de la Forge");
    assert_eq!((&outside["outside"], &outside["inside"]), (&json!(true), &Value::Null));
    let border = locate(&laptop, "30 rue de la Forge");
    assert_eq!((&border["why"], &border["near"][0]["name"]), (&json!("border"), &json!("Le Trichon")));
    let street = locate(&laptop, "rue de la Forge");
    assert_eq!(
        (&street["why"], &street["outside"]),
        (&json!("no_number"), &json!(false)),
        "a street never decides"
    );
    assert_eq!(locate(&laptop, "4 rue des Nuages")["why"], "no_street");
    let areas = laptop.ask("residence.areas", json!({ "text": "trich" }));
    assert_eq!(areas[0]["code"], "QN05981N");
}

#[test]
fn an_answer_is_kept_with_its_way_for_its_address_and_can_be_undone() {
    let laptop = laptop();
    let awa = laptop.add(
        "Awa",
        "Diallo",
        json!({ "address_line": "20 rue de la Forge", "postal_code": "59100", "commune": "Roubaix", "insee": "59512" }),
    );
    let decision = json!({ "answer": "out", "way": "address", "qpv": "", "note": "" });
    laptop.ask("person.decide_residence", json!({ "person": awa, "decision": decision }));
    let residence = laptop.open(&awa)["residence"].clone();
    assert_eq!((&residence["answer"], &residence["way"]), (&json!("out"), &json!("address")));
    assert_eq!(residence["address"], "20 rue de la Forge, 59100, Roubaix");

    let by_hand = json!({ "answer": "in", "way": "hand", "qpv": "qn05981n", "note": "Vu sur place" });
    laptop.ask("person.decide_residence", json!({ "person": awa, "decision": by_hand }));
    assert_eq!(laptop.open(&awa)["who"]["qpv"], "QN05981N");
    let last = laptop.ask("undo.last", json!({}))[0].clone();
    assert_eq!(last["act"], "person.decide_residence");
    laptop.ask("undo.do", json!({ "position": last["position"] }));
    let back = laptop.open(&awa);
    assert_eq!((&back["who"]["qpv"], &back["residence"]), (&json!(""), &residence));

    let wrong = json!({ "answer": "in", "way": "hand", "qpv": "Le Trichon", "note": "" });
    let refused = laptop.refused("person.decide_residence", json!({ "person": awa, "decision": wrong }));
    assert_eq!(refused["refusal"]["field"], "qpv");
    laptop.assert_sound("after residences were settled");
}

#[test]
fn a_list_of_people_is_looked_up_where_their_addresses_tell_for_sure() {
    let laptop = laptop();
    taken(&laptop);
    outlined(&laptop);
    // No code of a commune: its name and postal code lead to it.
    let list = "Nom;Prénom;Né(e) le;Adresse;Code postal;Commune
DIALLO;Awa;14/03/2008;4 rue de la Forge;59100;Roubaix
CARON;Bruno;05/11/2007;20 rue de la Forge;59100;ROUBAIX
CRÉPIN;Zélie;30/06/2007;rue de la Forge;59100;Roubaix
SY;Ousmane;30/06/2006;30 rue de la Forge;59100;Roubaix
";
    let path = laptop.list("liste.csv", list);
    let told = laptop.import(&path, json!([]));
    assert_eq!((&told["added"], &told["inside"], &told["outside"]), (&json!(4), &json!(1), &json!(1)));
    let of = |name: &str| laptop.open(&laptop.file_of(name));
    let awa = of("Awa");
    assert_eq!((&awa["who"]["qpv"], &awa["residence"]["way"]), (&json!("QN05981N"), &json!("address")));
    assert_eq!(of("Bruno")["residence"]["answer"], "out");
    assert_eq!(of("Zélie")["residence"]["answer"], Value::Null, "a street never decides");
    assert_eq!(of("Ousmane")["residence"]["answer"], Value::Null, "nor does a number beside the border");
    laptop.ask("undo.do", json!({ "position": told["position"] }));
    laptop.assert_sound("after the list was taken back");
}

#[test]
fn the_caseload_is_told_by_neighbourhood_with_its_name_and_borders() {
    let laptop = laptop();
    let facts = json!({ "commune": "Roubaix", "insee": "59512" });
    let names = ["Awa", "Bruno", "Chloé", "Dorian"];
    let people = names.map(|name| laptop.add(name, "Delattre", facts.clone()));
    let settle = |person: &str, answer: &str, qpv: &str| {
        let decision = json!({ "answer": answer, "way": "hand", "qpv": qpv, "note": "" });
        laptop.ask("person.decide_residence", json!({ "person": person, "decision": decision }));
    };
    settle(&people[0], "in", "QN05981N");
    settle(&people[1], "in", "QN05981N");
    settle(&people[2], "out", "");
    let ask = json!({
        "what": { "report": "caseload", "by": "neighbourhood" }, "period": { "from": "2026-01-01", "to": "2026-12-31" },
        "mine": false,
    });
    let rows = || {
        let report = laptop.ask("report.show", json!({ "ask": ask, "against": null }));
        let rows = report["tables"][0]["rows"].as_array().unwrap().clone();
        rows.iter()
            .map(|row| {
                let rings = row["rings"].as_array().unwrap().len();
                (
                    row["key"].as_str().unwrap().to_owned(),
                    row["name"].clone(),
                    row["counts"][0].clone(),
                    rings,
                )
            })
            .collect::<Vec<_>>()
    };
    let row = |key: &str, name: Value, count: u32, rings| (key.to_owned(), name, json!(count), rings);
    let (out, unknown) = (row("out", Value::Null, 1, 0), row("", Value::Null, 1, 0));
    assert_eq!(rows(), [out.clone(), row("QN05981N", json!("QN05981N"), 2, 0), unknown.clone()]);
    outlined(&laptop);
    assert_eq!(rows(), [out, row("QN05981N", json!("Le Trichon (QN05981N)"), 2, 1), unknown]);
    let figure = json!({ "table": "caseload", "row": "QN05981N", "column": "active" });
    let behind =
        laptop.ask("report.people", json!({ "ask": ask, "figure": figure, "offset": 0, "limit": 50 }));
    assert_eq!(behind["total"], 2);
    laptop.assert_sound("after figures by neighbourhood");
}
