//! The board of referrals: its filters, its totals, its order.

use serde_json::{Value, json};

use crate::laptop::{Laptop, aged, days_ago, laptop};

fn board(laptop: &Laptop, filter: Value) -> (Value, Vec<String>) {
    let page = laptop.ask("referral.list", json!({ "filter": filter, "offset": 0, "limit": 50 }));
    let people = page["lines"].as_array().unwrap().iter();
    (page["total"].clone(), people.map(|line| line["person_name"].as_str().unwrap().to_owned()).collect())
}

/// Awa's draft, Bruno's overdue one, Zélie's refused and settled one at another programme.
fn three(laptop: &Laptop) -> (String, String) {
    let provider = laptop.provider("CFA des Deux Rives");
    let cap = laptop.programme(&provider, "CAP Réparation des carrosseries", json!({}));
    let prepa = laptop.programme(&provider, "Prépa apprentissage", json!({}));
    let refer = |given: &str, family: &str, programme: &str| {
        let person = laptop.add(given, family, json!({ "birth": aged(20) }));
        laptop.propose(&person, programme)
    };
    let zélie = refer("Zélie", "Crépin", &prepa);
    refer("Awa", "Diallo", &cap);
    let bruno = refer("Bruno", "Caron", &cap);
    for referral in [&zélie, &bruno] {
        let send = json!({ "referral": referral, "on": days_ago(40), "note": "", "agreement": "person" });
        laptop.ask("referral.send", send);
    }
    let refused =
        json!({ "referral": zélie, "to": "refused", "on": days_ago(30), "reason": "no_place", "note": "" });
    laptop.ask("referral.move", refused);
    laptop.ask("referral.settle_and_now", json!({ "referral": zélie }));
    (cap, prepa)
}

#[test]
fn what_is_due_first_is_on_top_and_what_waits_for_nothing_comes_last() {
    let laptop = laptop();
    three(&laptop);
    let all = ["Bruno Caron", "Awa Diallo", "Zélie Crépin"].map(str::to_owned).to_vec();
    assert_eq!(board(&laptop, json!({})), (json!(3), all));
    let page = laptop.ask("referral.list", json!({ "filter": {}, "offset": 1, "limit": 1 }));
    assert_eq!(page["total"], 3, "the total counts beyond the page");
    assert_eq!(page["lines"][0]["person_name"], "Awa Diallo");
    assert_eq!(page["lines"].as_array().unwrap().len(), 1);
}

#[test]
fn filters_narrow_and_their_totals_agree() {
    let laptop = laptop();
    let (cap, prepa) = three(&laptop);
    for (filter, names) in [
        (json!({ "state": "draft" }), vec!["Awa Diallo"]),
        (json!({ "state": "sent" }), vec!["Bruno Caron"]),
        (json!({ "state": "refused" }), vec!["Zélie Crépin"]),
        (json!({ "state": "completed" }), vec![]),
        (json!({ "late": true }), vec!["Bruno Caron"]),
        (json!({ "open": true }), vec!["Bruno Caron", "Awa Diallo"]),
        (json!({ "programme": cap }), vec!["Bruno Caron", "Awa Diallo"]),
        (json!({ "programme": prepa }), vec!["Zélie Crépin"]),
        (json!({ "programme": cap, "late": true, "open": true }), vec!["Bruno Caron"]),
        (json!({ "programme": prepa, "open": true }), vec![]),
    ] {
        let (total, found) = board(&laptop, filter.clone());
        assert_eq!(found, names, "{filter}");
        assert_eq!(total, names.len(), "{filter}");
    }
}

#[test]
fn an_ending_that_asks_what_comes_next_is_not_late() {
    let laptop = laptop();
    let (cap, _) = three(&laptop);
    let awa = laptop.add("Gwenaëlle", "Wójcik", json!({ "birth": aged(20) }));
    let referral = laptop.propose(&awa, &cap);
    let send = json!({ "referral": referral, "on": days_ago(40), "note": "", "agreement": "person" });
    laptop.ask("referral.send", send);
    let refused = json!({ "referral": referral, "to": "refused", "on": days_ago(30), "reason": "no_place", "note": "" });
    laptop.ask("referral.move", refused);
    assert_eq!(board(&laptop, json!({ "late": true })), (json!(1), vec!["Bruno Caron".to_owned()]));
    let line = laptop.referral(&referral)["line"].clone();
    assert_eq!(line["due"], json!({ "kind": "and_now", "on": days_ago(30), "late_days": 0 }));
    let open = board(&laptop, json!({ "open": true })).1;
    assert!(open.contains(&"Gwenaëlle Wójcik".to_owned()), "it still waits for an answer");
}

#[test]
fn the_catalogue_counts_the_referrals_of_each_programme() {
    let laptop = laptop();
    let (cap, _) = three(&laptop);
    assert_eq!(laptop.ask("programme.open", json!({ "programme": cap }))["referrals"], 2);
    let lines = laptop.ask("programme.list", json!({ "text": "prepa" }));
    assert_eq!((lines.as_array().unwrap().len(), &lines[0]["referrals"]), (1, &json!(1)));
}
