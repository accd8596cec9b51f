//! What each command says: French for people, JSON for scripts.

use serde_json::{Value, json};

use crate::laptop::{PASSPHRASE, bare, laptop};

#[test]
fn a_vault_is_made_and_its_kit_shown_once() {
    let laptop = bare();
    let said = laptop.says(&["init", "Marguerite Sénéchal"]);
    assert!(said.contains("Code de secours"), "{said}");
    let kit = said.lines().map(str::trim).find(|line| line.matches('-').count() == 8).unwrap();
    let recover = json!({ "recovery_code": kit, "passphrase": PASSPHRASE }).to_string();
    assert_eq!(laptop.says(&["call", "session.recover", &recover]), "null\n", "the printed kit opens");
    assert_eq!(
        laptop.json(&["call", "session.state"])["vault"],
        "locked",
        "and nothing stays open behind a command"
    );
}

#[test]
fn a_person_is_added_listed_shown_and_found() {
    let laptop = laptop();
    let said = laptop.says(&[
        "person",
        "add",
        "Awa",
        "--family",
        "Diallo",
        "--birth",
        "14/03/2006",
        "--place",
        "au marché",
    ]);
    assert!(said.starts_with("Ajouté. Dossier "), "{said}");
    let awa = said.split_whitespace().last().unwrap();
    assert_eq!(laptop.says(&["note", awa, "Veut la soudure.\nVient jeudi."]), "Noté.\n");
    laptop.says(&["note", awa, "", "--kind", "call", "--result", "no_answer"]);

    let list = laptop.says(&["person", "list"]);
    assert!(list.starts_with("Nom "), "{list}");
    assert!(list.contains("Awa Diallo") && list.contains("repéré") && list.contains(awa), "{list}");
    assert!(list.ends_with("1 jeune\n"), "{list}");
    assert_eq!(laptop.says(&["person", "list", "zzz"]), "0 jeune\n");

    let shown = laptop.says(&["person", "show", awa]);
    for line in [
        "Awa Diallo, ",
        "  Né(e) : 14/03/2006",
        "Fil",
        "note",
        "Vient jeudi.",
        "appel, sans réponse",
        "(au marché)",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    assert!(!shown.contains('"') && !shown.contains("null"), "no JSON for eyes: {shown}");
    let found = laptop.says(&["search", "dialo"]);
    assert!(found.contains("Awa Diallo"), "{found}");
    assert_eq!(laptop.says(&["search", "zzz"]), "Rien trouvé.\n");
}

#[test]
fn a_referral_goes_its_way() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo");
    let who = json!({ "who": { "name": "CFA des Deux Rives" } }).to_string();
    let provider = laptop.json(&["call", "provider.add", &who])["provider"].clone();
    let what = json!({ "provider": provider, "what": {
        "name": "CAP Carrosserie", "kind": "training", "summary": "", "min_age": null, "max_age": null, "next_start": null,
        "places": null, "status": "open", "tags": [], "fundings": [],
    } });
    let programme = laptop.json(&["call", "programme.add", &what.to_string()])["programme"].clone();
    let created =
        laptop.json(&["referral", "create", &awa, programme.as_str().unwrap(), "--wish", "essayer"]);
    let referral = created["referral"].as_str().unwrap();
    let (code, problem) = laptop.fails(&["referral", "move", referral, "sent"]);
    assert_eq!((code, &problem["refusal"]["refusal"]), (1, &json!("agreement_missing")));
    assert_eq!(laptop.says(&["referral", "move", referral, "sent", "--agreement", "person"]), "Envoyée.\n");
    laptop.says(&[
        "referral",
        "move",
        referral,
        "refused",
        "--reason",
        "no_place",
        "--note",
        "plus de place",
    ]);
    let board = laptop.says(&["referral", "list"]);
    assert!(board.contains("Awa Diallo") && board.contains("refusée"), "{board}");
    assert_eq!(laptop.json(&["referral", "list", "--state", "refused"])["total"], 1);
    assert_eq!(laptop.says(&["referral", "list", "--state", "accepted"]), "0 orientation\n");
    assert_eq!(laptop.json(&["referral", "list", "--late"])["total"], 0);
}

#[test]
fn a_demonstration_is_filled_exported_taken_in_and_verified() {
    let (from, to) = (laptop(), laptop());
    let said = from.says(&["demo", "fill", "--people", "20", "--seed", "7"]);
    assert_eq!(said, "20 personnes inventées, marquées comme telles.\n");
    let document = from.says(&["export", "--json"]);
    let parsed: Value = serde_json::from_str(&document).unwrap();
    assert_eq!(parsed["tables"]["person"].as_array().unwrap().len(), 20);
    assert_eq!(from.says(&["export"]), document, "an export is a document, with or without the word");
    let file = to.dir.path().join("export.json");
    std::fs::write(&file, &document).unwrap();
    let file = file.to_str().unwrap();
    let report = to.json(&["import", file]);
    assert_eq!(report["refused"], json!([]));
    let again = to.says(&["import", file]);
    assert!(again.starts_with("0 ligne ajoutée, "), "{again}");
    assert_eq!(to.json(&["person", "list"])["total"], 20);
    assert!(to.says(&["verify"]).starts_with("Le coffre est sain"));
    assert_eq!(to.json(&["verify"])["sound"], true);
    assert!(to.says(&["demo", "remove"]).starts_with("Les personnes inventées sont effacées"));
    assert_eq!(to.json(&["person", "list"])["total"], 0);
}

#[test]
fn every_reading_command_gives_json_that_parses() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo");
    for command in [
        vec!["person", "list"],
        vec!["person", "show", &awa],
        vec!["referral", "list"],
        vec!["search", "awa"],
        vec!["verify"],
        vec!["export"],
        vec!["space", "show"],
        vec!["alarms"],
        vec!["conflicts", "list"],
        vec!["call", "today.show"],
        vec!["call", "session.state"],
        vec!["call", "programme.list", "{\"text\": \"\"}"],
    ] {
        assert!(!laptop.json(&command).is_null(), "{command:?}");
    }
}

#[test]
fn without_a_team_the_commands_of_a_team_say_so() {
    let laptop = laptop();
    assert!(laptop.says(&["space", "show"]).starts_with("Ce coffre n'est dans aucune équipe"));
    assert_eq!(laptop.says(&["alarms"]), "Aucune alerte.\n");
    assert_eq!(laptop.says(&["conflicts", "list"]), "0 désaccord à trancher\n");
    for command in [
        vec!["space", "members"],
        vec!["space", "invite"],
        vec!["space", "keys"],
        vec!["space", "leave"],
        vec!["sync", "--watch"],
        vec!["sync", "export", "équipe.passerelle"],
    ] {
        assert_eq!(laptop.fails(&command), (1, json!({ "code": "not_in_team" })), "{command:?}");
    }
    let plain = laptop.fails(&["space", "join", "http://hub.exemple.fr", "AAAA-AAAA-AAAA-AAAA-AAAA"]);
    assert_eq!(plain.0, 1);
}

#[test]
fn a_file_is_erased_once_its_name_is_typed_and_the_passphrase_given() {
    let laptop = laptop();
    let zelie = laptop.add("Zélie", "Crépin");
    laptop.add("Noé", "Fontaine");
    let erase = ["case", "erase", &zelie];
    assert_eq!(laptop.fails(&erase).0, 3, "without a terminal there is nobody to ask");
    for typed in ["", "Zélie\n", "Noé Fontaine\n", "oui\n"] {
        let (code, _, complaint) = laptop.types(&erase, typed);
        assert!(code == 4 || (typed.is_empty() && code == 3), "{typed:?}: {code}: {complaint}");
    }
    let wrong = laptop.command(&erase).env("PASSERELLE_PASSPHRASE", "une autre phrase").output().unwrap();
    assert_eq!(wrong.status.code(), Some(1));
    assert_eq!(laptop.json(&["person", "list"])["total"], 2, "nothing was erased so far");
    let (code, said, complaint) = laptop.types(&erase, "zélie  crépin\n");
    assert_eq!((code, complaint.as_str()), (0, ""));
    assert!(said.starts_with("Le dossier est effacé pour toujours"), "{said}");
    assert_eq!(laptop.fails(&["person", "show", &zelie]), (4, json!({ "code": "not_found" })));
    assert_eq!(laptop.fails(&["case", "erase", &zelie, "--yes"]).0, 4, "twice is once");
    assert_eq!(laptop.json(&["person", "list"])["total"], 1);
    assert_eq!(laptop.says(&["search", "Zélie"]), "Rien trouvé.\n");
    assert!(laptop.says(&["verify"]).starts_with("Le coffre est sain"));
}

#[test]
fn the_types_are_written_without_any_vault() {
    let said = bare().says(&["bindings"]);
    assert!(said.contains("export type Calls = {"));
    assert_eq!(said, passerelle_app::bindings::typescript());
}

/// The words that clap says in English where it is left alone.
const ENGLISH: &[&str] =
    &["Print ", "Usage:", "Commands", "Arguments", "default:", "env:", "error", "required", "try "];

#[test]
fn every_page_of_help_is_in_french_and_leaves_no_argument_unexplained() {
    let laptop = bare();
    for page in [
        vec![],
        vec!["init"],
        vec!["person"],
        vec!["person", "add"],
        vec!["person", "list"],
        vec!["person", "show"],
        vec!["case"],
        vec!["case", "erase"],
        vec!["note"],
        vec!["referral"],
        vec!["referral", "create"],
        vec!["referral", "move"],
        vec!["referral", "list"],
        vec!["search"],
        vec!["catalogue"],
        vec!["catalogue", "read"],
        vec!["people"],
        vec!["people", "read"],
        vec!["people", "import"],
        vec!["demo"],
        vec!["demo", "fill"],
        vec!["demo", "remove"],
        vec!["export"],
        vec!["import"],
        vec!["verify"],
        vec!["space"],
        vec!["space", "create"],
        vec!["space", "show"],
        vec!["space", "invite"],
        vec!["space", "request"],
        vec!["space", "admit"],
        vec!["space", "cancel"],
        vec!["space", "join"],
        vec!["space", "members"],
        vec!["space", "role"],
        vec!["space", "remove"],
        vec!["space", "keys"],
        vec!["space", "leave"],
        vec!["sync"],
        vec!["sync", "export"],
        vec!["sync", "import"],
        vec!["alarms"],
        vec!["alarms", "read"],
        vec!["conflicts"],
        vec!["conflicts", "list"],
        vec!["conflicts", "resolve"],
        vec!["call"],
        vec!["talk"],
    ] {
        for ask in ["-h", "--help"] {
            let help = laptop.says(&[page.as_slice(), &[ask]].concat());
            assert!(help.contains("Usage : passerelle"), "{page:?}: {help}");
            assert!(help.contains("Montre cette aide"), "{page:?}: {help}");
            for word in ENGLISH {
                assert!(!help.contains(word), "{page:?} says {word:?}: {help}");
            }
            let lines: Vec<&str> = help.lines().collect();
            for pair in lines.windows(2) {
                let begins = pair[0].trim_start();
                let argument =
                    (begins.starts_with("--") || begins.starts_with('<')) && !begins.contains("  ");
                assert!(
                    !argument || !pair[1].trim().is_empty(),
                    "{page:?} leaves {begins:?} unexplained: {help}"
                );
            }
        }
    }
}

#[test]
fn a_command_that_cannot_be_read_is_told_so_in_french() {
    let laptop = bare();
    for (command, told) in [
        (vec!["person", "dance"], "Il n'y a pas de commande « dance »."),
        (vec!["note"], "Il manque <DOSSIER>, <TEXTE>."),
        (vec!["space", "join", "hub.exemple.fr"], "Il manque <CODE>."),
        (vec!["space", "invite", "--role", "chef"], "« chef » ne va pas pour --role <RÔLE>."),
        (vec!["sync", "export"], "Il manque <FICHIER>."),
        (vec!["sync", "partir"], "Il n'y a pas de commande « partir »."),
        (vec!["sync", "--watch", "export", "f.passerelle"], "La commande « export » ne va pas avec --watch."),
        (vec!["case", "erase"], "Il manque <DOSSIER>."),
        (vec!["case", "erase", "x", "--oui"], "« --oui » n'est pas attendu ici."),
        (vec!["verify", "--fast"], "« --fast » n'est pas attendu ici."),
        (vec!["person", "list", "--limit", "beaucoup"], "« beaucoup » ne va pas pour --limit <NOMBRE>."),
        (vec!["person", "list", "--limit"], "Il manque ce qui suit --limit <NOMBRE>."),
    ] {
        let (code, said) = laptop.fails(&command);
        let said = said.as_str().unwrap();
        assert_eq!(code, 2, "{command:?}");
        assert!(said.starts_with(told), "{command:?}: {said}");
        assert!(said.contains("--help"), "{command:?}: {said}");
        for word in ENGLISH {
            assert!(!said.contains(word), "{command:?} says {word:?}: {said}");
        }
    }
    let torn = laptop.fails(&["call", "person.open", "{torn"]).1;
    assert_eq!(torn["why"], "la demande n'est pas du JSON : ligne 1, colonne 2");
}

#[test]
fn a_catalogue_of_others_is_told_without_a_vault_and_nothing_of_it_is_kept() {
    let bare = bare();
    let file = bare.dir.path().join("quartiers.csv");
    let list = "code_qp;lib_qp;insee_com;lib_com\nQN06001M;Cité du Verger;59999;Ville-en-Exemple\nQX1;Nulle part;59999;Ville-en-Exemple\n";
    std::fs::write(&file, list).unwrap();
    let said = bare.says(&["catalogue", "read", file.to_str().unwrap()]);
    assert!(said.starts_with("Liste des quartiers prioritaires, UTF-8.\n"), "{said}");
    assert!(said.contains("2 fiches lues : 1 gardée, 1 refusée."), "{said}");
    assert!(said.contains("Par exemple : Cité du Verger."), "{said}");
    assert!(said.contains("ligne 3, code_qp : n'est pas un code valable : « QX1 »"), "{said}");
    let json = bare.says(&["--json", "catalogue", "read", file.to_str().unwrap()]);
    assert!(json.contains("\"format\": \"qpv_list\""), "{json}");
    std::fs::write(&file, "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><lheo/>").unwrap();
    let refused = bare.fails(&["catalogue", "read", file.to_str().unwrap()]);
    assert_eq!(refused, (1, json!({ "code": "file_refused", "refusal": { "refusal": "doctype" } })));
    let nowhere = bare.fails(&["catalogue", "read", "/nowhere/offers.json"]);
    assert_eq!(nowhere, (1, json!({ "code": "refused", "refusal": { "refusal": "file_missing" } })));
}
