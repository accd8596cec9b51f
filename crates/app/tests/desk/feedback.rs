//! What young people say of a programme: nobody can tell which answer is whose, by what is shown or by what is kept.

use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, laptop, refusal};

struct Offer {
    laptop: Laptop,
    programme: String,
}

fn offer() -> Offer {
    let laptop = laptop();
    let provider = laptop.provider("CFA des Deux Rives");
    let programme = laptop.programme(&provider, "CAP Carrosserie", json!({}));
    Offer { laptop, programme }
}

impl Offer {
    fn give(&self, words: &[&str]) {
        for words in words {
            self.laptop.give(&self.programme, "yes", "no", words);
        }
    }

    fn shown(&self) -> Value {
        self.laptop.ask("feedback.show", json!({ "programme": self.programme }))
    }

    /// Locked and opened again: then the boxes are emptied.
    fn reopened(&self) -> Value {
        self.laptop.ask("session.lock", json!({}));
        self.laptop.unlock();
        self.shown()
    }

    fn exported(&self) -> Value {
        self.laptop.ask("vault.export", json!({ "passphrase": PASSPHRASE }))["tables"].clone()
    }
}

fn words(shown: &Value) -> Vec<String> {
    let mut words: Vec<String> = shown["words"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["words"].as_str().unwrap().to_owned())
        .collect();
    words.sort();
    words
}

#[test]
fn four_answers_show_nothing_and_the_sixth_shows_no_more_than_the_five() {
    let offer = offer();
    offer.give(&["Un", "Deux", "Trois", "Quatre"]);
    assert_eq!(offer.reopened()["answers"], 0);
    offer.give(&["Cinq"]);
    assert_eq!(offer.shown()["answers"], 0, "not in the very minute");
    let five = offer.reopened();
    assert_eq!(
        (&five["answers"], &five["helped"], &five["would_recommend"]),
        (&json!(5), &json!(5), &json!(0))
    );
    assert_eq!(words(&five), ["Cinq", "Deux", "Quatre", "Trois", "Un"]);
    assert_eq!(five["since"], "2026-11", "a month and no day");
    offer.give(&["Six", "Sept", "Huit", "Neuf"]);
    assert_eq!(offer.reopened(), five, "to the letter");
    offer.give(&["Dix"]);
    assert_eq!(offer.reopened()["answers"], 10);
    offer.laptop.assert_sound("after ten answers");
}

#[test]
fn a_given_answer_leaves_no_line_in_the_journal_and_no_row_before_it_leaves_with_four_others() {
    let offer = offer();
    let acts = offer.laptop.acts();
    offer.give(&["Un", "Deux", "Trois", "Quatre", "Cinq"]);
    assert_eq!(offer.laptop.acts(), acts, "no act, so no instant and no author");
    assert_eq!(offer.exported()["feedback"], json!([]));
    offer.reopened();
    assert_eq!(offer.laptop.acts(), acts + 1, "one line for all five");
    let tables = offer.exported();
    let rows = tables["feedback"].as_array().unwrap();
    assert_eq!(rows.len(), 5);
    for row in rows {
        let fields: Vec<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
        for telling in ["person", "case_file", "referral", "author", "at", "on_day"] {
            assert!(!fields.contains(&telling), "{row}");
        }
        // A time-ordered identifier would tell the millisecond.
        assert_eq!(row["id"].as_str().unwrap().chars().nth(14), Some('4'), "{row}");
    }
}

#[test]
fn a_box_keeps_equal_answers_apart_from_their_order_and_waits_through_a_restart() {
    let offer = offer();
    offer.give(&["", "", "Bien"]);
    let Offer { laptop, programme } = offer;
    let laptop = laptop.restarted();
    laptop.unlock();
    let offer = Offer { laptop, programme };
    offer.give(&["", ""]);
    let shown = offer.reopened();
    assert_eq!((&shown["answers"], words(&shown)), (&json!(5), vec!["Bien".to_owned()]));
}

#[test]
fn a_sentence_that_names_somebody_is_taken_out_and_all_of_them_only_together() {
    let offer = offer();
    offer.give(&["Un", "Deux", "Trois", "Quatre", "Merci à tous"]);
    let shown = offer.reopened();
    let one = shown["words"].as_array().unwrap().iter().find(|one| one["words"] == "Merci à tous").unwrap();
    offer.laptop.ask("feedback.remove_words", json!({ "id": one["id"] }));
    let left = offer.shown();
    assert_eq!((&left["answers"], words(&left).len()), (&json!(5), 4), "it counts as before");
    offer.laptop.undo_last();
    assert_eq!(words(&offer.shown()), words(&shown));
    offer.laptop.ask("feedback.remove_all", json!({ "programme": offer.programme }));
    assert_eq!(offer.shown()["answers"], 0);
    offer.laptop.undo_last();
    assert_eq!(offer.shown(), shown);
    offer.laptop.assert_sound("after answers went and came back");
}

#[test]
fn an_answer_is_one_sentence_about_a_programme_that_is_there() {
    let offer = offer();
    let request = |programme: &str, words: &str| {
        let answer = json!({ "helped": "partly", "recommend": "yes", "words": words });
        offer.laptop.refused("feedback.give", json!({ "programme": programme, "answer": answer }))
    };
    let long = request(&offer.programme, &"é".repeat(201));
    assert_eq!(long, refusal("too_long", json!({ "field": "words", "limit": 200 })));
    assert_eq!(request("00000000-0000-0000-0000-000000000001", "")["code"], "not_found");
}
