//! The exit codes that the help promises, and where the passphrase may come from.

use std::process::Stdio;

use serde_json::json;

use crate::laptop::{PASSPHRASE, bare, laptop};

const NOBODY: &str = "0190a0a0-0000-7000-8000-000000000000";

/// A port on which nobody listens.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn each_promised_code_is_given() {
    let laptop = laptop();
    assert_eq!(laptop.run(&["person", "list"]).status.code(), Some(0));
    assert_eq!(
        laptop.fails(&["person", "add", " "]),
        (1, json!({ "code": "refused", "refusal": { "refusal": "name_missing" } }))
    );
    let unreadable = laptop.fails(&["person", "add", "Awa", "--birth", "30/02/2008"]);
    assert_eq!(unreadable.1["refusal"]["field"], "birth");
    assert_eq!(laptop.fails(&["person", "dance"]).0, 2);
    assert_eq!(laptop.fails(&[]).0, 2);
    assert_eq!(laptop.fails(&["import", "/nowhere/export.json"]).0, 3);
    assert_eq!(laptop.fails(&["sync", "import", "/nowhere/équipe.passerelle"]).0, 3);
    assert_eq!(laptop.fails(&["sync", "export", "/nowhere/équipe.passerelle"]).0, 3);
    assert_eq!(laptop.fails(&["person", "show", NOBODY]), (4, json!({ "code": "not_found" })));
    assert_eq!(laptop.fails(&["call", "person.explode"]), (4, json!({ "code": "unknown_call" })));
    assert_eq!(laptop.fails(&["call", "person.open", "{torn"]).0, 4);
    let rotten = laptop.dir.path().join("rotten.json");
    std::fs::write(&rotten, "not JSON").unwrap();
    assert_eq!(laptop.fails(&["import", rotten.to_str().unwrap()]).0, 4);
    std::fs::write(&rotten, "{}").unwrap();
    assert_eq!(laptop.fails(&["import", rotten.to_str().unwrap()]).0, 1);
    assert_eq!(bare().fails(&["person", "list"]), (1, json!({ "code": "no_vault" })));
    assert_eq!(laptop.fails(&["sync"]), (1, json!({ "code": "not_in_team" })));
    let nowhere = format!("http://localhost:{}", free_port());
    assert_eq!(laptop.fails(&["space", "create", &nowhere, "Le Pile"]), (6, json!({ "code": "hub_away" })));
    // A meeting that came to no good end, with code 7, needs a hub: `tests/tests/team/process_commands.rs`.
    let help = laptop.says(&["--help"]);
    for code in [
        "0 fait",
        "1 refusé",
        "2 commande",
        "3 fichier",
        "4 argument",
        "5 coffre",
        "6 serveur",
        "7 rencontre",
    ] {
        assert!(help.replace('\n', " ").contains(code), "{code} is promised: {help}");
    }
}

#[test]
fn a_damaged_vault_does_not_pass_for_a_sound_one() {
    let laptop = laptop();
    laptop.says(&["demo", "fill", "--people", "5"]);
    laptop.says(&["verify"]);
    let path = laptop.dir.path().join("coffre/vault.db");
    let mut bytes = std::fs::read(&path).unwrap();
    // A page in the last third, which opening does not read.
    let at = bytes.len() / 4096 * 2 / 3 * 4096 + 100;
    bytes[at..at + 50].fill(7);
    std::fs::write(&path, bytes).unwrap();
    let output = laptop.run(&["verify"]);
    let code = output.status.code().unwrap();
    assert!(code == 5 || code == 1, "{code}");
    if code == 5 {
        assert!(String::from_utf8_lossy(&output.stdout).contains("abîmé"));
    } else {
        assert!(String::from_utf8_lossy(&output.stderr).contains("damaged"));
    }
}

#[test]
fn the_passphrase_comes_from_a_file_or_the_environment_and_is_never_repeated() {
    let laptop = laptop();
    let file = laptop.dir.path().join("phrase");
    std::fs::write(&file, format!("{PASSPHRASE}\r\n")).unwrap();
    let file = file.to_str().unwrap();
    let from_file = |passphrase: &str| {
        let mut command = laptop.command(&["--passphrase-file", file, "person", "list"]);
        command.env("PASSERELLE_PASSPHRASE", passphrase).output().unwrap()
    };
    assert!(from_file("une autre").status.success(), "the file comes first");
    std::fs::write(file, "une autre").unwrap();
    let wrong = from_file(PASSPHRASE);
    assert_eq!(wrong.status.code(), Some(1));
    let said = String::from_utf8(wrong.stderr).unwrap();
    assert_eq!(said, "{\"code\":\"wrong_passphrase\",\"retry_after_s\":0}\n");
    assert_eq!(laptop.fails(&["--passphrase-file", "/nowhere", "person", "list"]).0, 3);
    let mut nobody_to_ask = laptop.command(&["person", "list"]);
    let output = nobody_to_ask.env_remove("PASSERELLE_PASSPHRASE").output().unwrap();
    assert!(!output.status.success(), "without a terminal there is nobody to ask");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let laptop = laptop();
    laptop.says(&["demo", "fill", "--people", "60"]);
    let mut child =
        laptop.command(&["export"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_backup_is_made_listed_and_taken_back_and_a_damaged_vault_is_recovered() {
    let laptop = laptop();
    laptop.add("Awa", "Diallo");
    assert_eq!(laptop.says(&["backup", "list"]), "Aucune sauvegarde.\n");
    let made = laptop.json(&["backup", "make"]);
    let id = made["backup"]["id"].as_str().unwrap();
    assert!(laptop.says(&["backup", "list"]).contains(id));
    laptop.add("Bruno", "Caron");
    assert_eq!(laptop.fails(&["backup", "restore", "2001-01-01"]), (4, json!({ "code": "not_found" })));
    assert!(laptop.says(&["backup", "restore", id]).contains("aside-1"));
    assert_eq!(laptop.json(&["person", "list"])["total"], 1, "Bruno came after the backup");
    let to = laptop.dir.path().join("sauvé");
    let said = laptop.says(&["recover", "--to", to.to_str().unwrap()]);
    assert!(said.contains("journal") && !said.contains("au moins"), "nothing was lost: {said}");
    let saved = laptop.says(&["--vault", to.to_str().unwrap(), "verify"]);
    assert!(saved.starts_with("Le coffre est sain"), "{saved}");
}

#[test]
fn a_vault_that_another_command_has_open_is_refused_by_name() {
    let laptop = laptop();
    let place =
        passerelle_app::Place { dir: laptop.dir.path().join("coffre"), keyring: false, throw_away: true };
    let window = passerelle_app::Desk::new(place);
    window.call("session.unlock", json!({ "passphrase": PASSPHRASE })).unwrap();
    assert_eq!(laptop.fails(&["person", "list"]), (1, json!({ "code": "vault_in_use" })));
    window.call("session.lock", json!({})).unwrap();
    laptop.says(&["person", "list"]);
}
