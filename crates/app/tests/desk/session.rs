//! Opening and closing the vault: the first start, the growing wait, the ways back in.

use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, WORKER, bare_laptop, laptop, refusal};

const OTHER: &str = "quatre hérissons traversent le canal gelé";

fn wrong(laptop: &Laptop) -> Value {
    laptop.refused("session.unlock", json!({ "passphrase": "trois vélos bleus" }))
}

/// Seconds go by for the count of wrong passphrases, without waiting for them.
fn let_pass(laptop: &Laptop, seconds: i64) {
    let path = laptop.dir.path().join("coffre/attempts.json");
    let mut attempts: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    attempts["last_ms"] = json!(attempts["last_ms"].as_i64().unwrap() - seconds * 1_000);
    std::fs::write(&path, attempts.to_string()).unwrap();
}

#[test]
fn a_first_start_goes_from_nothing_to_an_open_vault_with_its_kit() {
    let laptop = bare_laptop();
    assert_eq!(laptop.state()["vault"], "absent");
    assert_eq!(laptop.state()["worker"], Value::Null);
    let created = laptop.ask("session.create", json!({ "passphrase": PASSPHRASE, "worker": WORKER }));
    assert!(created["recovery_code"].as_str().unwrap().len() > 40, "a kit to print");
    assert_eq!(created["protection"], "passphrase_alone", "this laptop has no keyring");
    assert_eq!(laptop.state()["vault"], "open");
    assert_eq!(laptop.state()["worker"], WORKER);
    laptop.ask("session.lock", json!({}));
    assert_eq!(laptop.state()["vault"], "locked");
    assert_eq!(laptop.state()["worker"], Value::Null, "a locked vault names nobody");
    laptop.unlock();
    assert_eq!(laptop.state()["vault"], "open");
}

#[test]
fn a_second_vault_is_never_made_over_the_first() {
    let laptop = laptop();
    let again = json!({ "passphrase": OTHER, "worker": "Noé Fontaine" });
    assert_eq!(laptop.refused("session.create", again.clone())["code"], "vault_exists");
    let laptop = laptop.restarted();
    assert_eq!(laptop.refused("session.create", again.clone())["code"], "vault_exists");
    let slots = laptop.dir.path().join("coffre/keyslots.json");
    let kept = std::fs::read(&slots).unwrap();
    std::fs::remove_file(&slots).unwrap();
    assert_eq!(laptop.refused("session.create", again)["code"], "vault_exists", "nor without its slots");
    assert!(!slots.exists(), "where no others are put in their place");
    std::fs::write(&slots, kept).unwrap();
    laptop.unlock();
    assert_eq!(laptop.state()["worker"], WORKER);
}

#[test]
fn a_worker_without_a_name_or_with_a_book_for_a_name_is_told_so() {
    let laptop = bare_laptop();
    let ask = |worker: &str| json!({ "passphrase": PASSPHRASE, "worker": worker });
    assert_eq!(laptop.refused("session.create", ask("  ")), refusal("name_missing", json!({})));
    let long = laptop.refused("session.create", ask(&"é".repeat(101)));
    assert_eq!(long, refusal("too_long", json!({ "field": "worker", "limit": 100 })));
    assert_eq!(laptop.state()["vault"], "absent", "nothing was made");
}

#[test]
fn weak_passphrases_are_refused_and_measured_beforehand() {
    let laptop = bare_laptop();
    for weak in
        ["", "motdepasse", "passerelle", "12345678", "azerty", "aaaaaaaaaaaaaaaaaaaa", "Passerelle2026"]
    {
        let request = json!({ "passphrase": weak, "worker": WORKER });
        assert_eq!(laptop.refused("session.create", request)["code"], "weak_passphrase", "{weak}");
        let measured = laptop.ask("session.passphrase_strength", json!({ "passphrase": weak }));
        assert_eq!(measured["enough"], false, "{weak}");
    }
    assert_eq!(laptop.state()["vault"], "absent");
    let measured = laptop.ask("session.passphrase_strength", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(measured["enough"], true);
}

#[test]
fn wrong_passphrases_wait_longer_and_longer_and_a_restart_does_not_help() {
    let laptop = laptop();
    laptop.ask("session.lock", json!({}));
    assert_eq!(wrong(&laptop), json!({ "code": "wrong_passphrase", "retry_after_s": 0 }));
    assert_eq!(wrong(&laptop), json!({ "code": "wrong_passphrase", "retry_after_s": 0 }));
    assert_eq!(wrong(&laptop), json!({ "code": "wrong_passphrase", "retry_after_s": 5 }));

    let laptop = laptop.restarted();
    let right = json!({ "passphrase": PASSPHRASE });
    assert_eq!(laptop.refused("session.unlock", right.clone())["code"], "wait", "even the right one waits");
    assert!(laptop.state()["retry_after_s"].as_u64().unwrap() > 0, "the threshold can count down");

    let_pass(&laptop, 5);
    assert_eq!(wrong(&laptop), json!({ "code": "wrong_passphrase", "retry_after_s": 15 }), "it grows");
    let_pass(&laptop, 15);
    laptop.unlock();
    assert_eq!(laptop.state()["retry_after_s"], 0);
    laptop.ask("session.lock", json!({}));
    assert_eq!(
        wrong(&laptop),
        json!({ "code": "wrong_passphrase", "retry_after_s": 0 }),
        "the count begins anew"
    );
}

#[test]
fn the_recovery_kit_sets_a_new_passphrase_and_the_old_one_opens_nothing() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let laptop = laptop.restarted();
    let sloppy = laptop.recovery_code.to_lowercase().replace('-', " ");
    let recover = |code: &str, passphrase: &str| json!({ "recovery_code": code, "passphrase": passphrase });
    assert_eq!(laptop.refused("session.recover", recover(&sloppy, "azerty"))["code"], "weak_passphrase");
    assert_eq!(laptop.refused("session.recover", recover("ABCD", OTHER))["code"], "recovery_typo");
    assert_eq!(laptop.state()["vault"], "locked");
    laptop.ask("session.recover", recover(&sloppy, OTHER));
    assert_eq!(laptop.open(&awa)["who"]["given_name"], "Awa");

    let laptop = laptop.restarted();
    let old = laptop.refused("session.unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(old["code"], "wrong_passphrase");
    laptop.ask("session.unlock", json!({ "passphrase": OTHER }));
    assert_eq!(laptop.open(&awa)["who"]["given_name"], "Awa");
}

#[test]
fn a_kit_of_another_vault_opens_nothing() {
    let (ours, other) = (laptop(), laptop());
    ours.ask("session.lock", json!({}));
    let request = json!({ "recovery_code": other.recovery_code, "passphrase": OTHER });
    assert_eq!(ours.refused("session.recover", request)["code"], "wrong_recovery_code");
    ours.unlock();
}

#[test]
fn a_changed_passphrase_replaces_the_old_one_and_the_kit_still_opens() {
    let laptop = laptop();
    let change = |current: &str, to: &str| json!({ "current": current, "passphrase": to });
    let name = "session.change_passphrase";
    assert_eq!(laptop.refused(name, change("une autre phrase", OTHER))["code"], "wrong_passphrase");
    assert_eq!(laptop.refused(name, change(PASSPHRASE, "azerty"))["code"], "weak_passphrase");
    laptop.ask(name, change(PASSPHRASE, OTHER));
    laptop.ask("session.lock", json!({}));
    let old = laptop.refused("session.unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(old["code"], "wrong_passphrase");
    laptop.ask("session.unlock", json!({ "passphrase": OTHER }));
    laptop.ask("session.lock", json!({}));
    let kit = json!({ "recovery_code": laptop.recovery_code, "passphrase": PASSPHRASE });
    laptop.ask("session.recover", kit);
    assert_eq!(laptop.state()["vault"], "open");
}

#[test]
fn a_new_kit_is_shown_after_the_passphrase_only_and_ends_the_old_one() {
    let laptop = laptop();
    let asked = laptop.refused("session.renew_recovery_kit", json!({ "passphrase": OTHER }));
    assert_eq!(asked["code"], "wrong_passphrase");
    let kit = laptop.ask("session.renew_recovery_kit", json!({ "passphrase": PASSPHRASE }));
    laptop.ask("session.lock", json!({}));
    let recover = |code: &Value| json!({ "recovery_code": code, "passphrase": OTHER });
    let old = laptop.refused("session.recover", recover(&json!(laptop.recovery_code)));
    assert_eq!(old["code"], "wrong_recovery_code");
    laptop.ask("session.recover", recover(&kit["recovery_code"]));
}

#[test]
fn a_missing_file_and_a_damaged_one_are_told_from_a_wrong_passphrase() {
    let laptop = laptop();
    laptop.add("Awa", "Diallo", json!({}));
    let laptop = laptop.restarted();
    let path = laptop.dir.path().join("coffre/vault.db");
    let whole = std::fs::read(&path).unwrap();
    let right = json!({ "passphrase": PASSPHRASE });
    std::fs::remove_file(&path).unwrap();
    assert_eq!(laptop.refused("session.unlock", right.clone())["code"], "no_vault");
    let mut torn = whole.clone();
    torn[100..400].fill(7);
    std::fs::write(&path, &torn).unwrap();
    assert_eq!(laptop.refused("session.unlock", right.clone())["code"], "damaged");
    assert_eq!(std::fs::read(&path).unwrap(), torn, "a damaged file is not touched");
    assert_eq!(laptop.state()["retry_after_s"], 0, "and nobody is made to wait for it");
    std::fs::write(&path, whole).unwrap();
    laptop.ask("session.unlock", right);
}

#[test]
fn settings_are_kept_outside_the_vault_and_within_their_limits() {
    let laptop = laptop();
    let settings =
        |minutes: u32| json!({ "settings": { "language": "en", "theme": "dark", "idle_minutes": minutes } });
    laptop.ask("settings.change", settings(12));
    let laptop = laptop.restarted();
    assert_eq!(laptop.state()["settings"], settings(12)["settings"]);
    for out in [0, 31, 300] {
        let refused = laptop.refused("settings.change", settings(out));
        assert_eq!(refused, refusal("unreadable", json!({ "field": "idle_minutes" })), "{out}");
    }
    assert_eq!(laptop.state()["settings"]["idle_minutes"], 12);
}
