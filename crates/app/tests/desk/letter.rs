//! Letters, cards and days that leave the vault: what is in them, what never is, and when they are refused.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::laptop::{Laptop, WORKER, aged, days_ago, in_days, laptop, refusal};

const HEAD: &str = "Équipe du Pile";

impl Laptop {
    fn paper(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The words of a letter, as another program reads them, without its spaces.
    fn letter(&self, call: &str, mut request: Value) -> (String, Value) {
        let path = self.paper("lettre.pdf");
        request["path"] = json!(path);
        let answer = self.ask(call, request);
        let bytes = std::fs::read(&path).unwrap();
        assert!(bytes.starts_with(b"%PDF-"), "{call}");
        (bare(&pdf_extract::extract_text_from_mem(&bytes).unwrap()), answer)
    }
}

/// A reader of another house may set spaces and ends of lines as it likes.
fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

fn says(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(&bare(word)), "{word} in {text}");
    }
}

fn is_silent_on(text: &str, words: &[&str]) {
    for word in words {
        assert!(!text.to_lowercase().contains(&bare(&word.to_lowercase())), "{word} in {text}");
    }
}

struct Story {
    laptop: Laptop,
    person: String,
    provider: String,
    referral: String,
}

/// Awa, who is `years` old and wants to learn a trade; nothing is agreed yet.
fn story(years: u32) -> Story {
    let laptop = laptop();
    let more = json!({
        "birth": aged(years), "phone": "06 39 98 00 01", "email": "awa@exemple.fr", "address_line": "12 rue de l’Alma",
        "postal_code": "59100", "commune": "Roubaix", "level": "level_3", "guardian_name": "Fatou Diallo",
        "guardian_phone": "06 39 98 00 02",
    });
    let person = laptop.add("Awa", "Diallo", more);
    laptop.note(&person, "Vit chez sa tante, a peur de le dire.");
    for theme in ["health", "mobility", "work"] {
        let answer = if theme == "work" { "no" } else { "yes" };
        let need = json!({ "person": person, "theme": theme, "answer": answer, "note": "insuline", "situations": [] });
        laptop.ask("need.answer", need);
    }
    let provider = laptop.provider("CFA des Deux Rives");
    let programme = laptop.programme(&provider, "CAP Carrosserie", json!({}));
    let referral = laptop.propose(&person, &programme);
    let head =
        json!({ "name": HEAD, "address": "2 rue du Pile\n03 20 00 00 00", "foot": "Association Passerelle" });
    laptop.ask("letterhead.change", json!({ "letterhead": head }));
    Story { laptop, person, provider, referral }
}

impl Story {
    fn agree(&self, given_by: &str) {
        let agree =
            json!({ "person": self.person, "provider": self.provider, "given_by": given_by, "on": null });
        self.laptop.ask("agreement.record", agree);
    }

    fn sheet(&self, needs: Value) -> Value {
        json!({ "referral": self.referral, "needs": needs })
    }
}

#[test]
fn the_sheet_tells_a_partner_what_was_agreed_to_and_nothing_else() {
    let story = story(19);
    story.agree("person");
    let (text, answer) =
        story.laptop.letter("letter.referral_sheet", story.sheet(json!(["mobility", "health", "work"])));
    says(
        &text,
        &["Awa Diallo", "19 ans", "06 39 98 00 01", "12 rue de l’Alma", "Niveau 3", "CAP Carrosserie"],
    );
    says(
        &text,
        &["CFA des Deux Rives", "Accord donné par le jeune le", HEAD, WORKER, "Votre réponse", "Mobilité"],
    );
    is_silent_on(&text, &["tante", "insuline", "santé", "emploi", "Fatou"]);
    assert_eq!(answer["pages"], 1);
    let mail = &answer["mail"];
    assert!(mail["subject"].as_str().unwrap().contains("CAP Carrosserie"), "{mail}");
    is_silent_on(&bare(&mail.to_string()), &["Awa", "Diallo", "tante", "Roubaix"]);
    let (text, _) = story.laptop.letter("letter.referral_sheet", story.sheet(json!([])));
    is_silent_on(&text, &["Mobilité"]);
}

#[test]
fn no_sheet_leaves_without_the_agreement_nor_once_it_is_withdrawn() {
    let story = story(17);
    let path = story.laptop.paper("fiche.pdf");
    let mut request = story.sheet(json!([]));
    request["path"] = json!(path);
    let provider = json!({ "provider": "CFA des Deux Rives" });
    let missing = refusal("agreement_missing", provider.clone());
    assert_eq!(story.laptop.refused("letter.referral_sheet", request.clone()), missing);
    story.agree("person");
    let of_a_minor = refusal("representative_missing", provider);
    assert_eq!(story.laptop.refused("letter.referral_sheet", request.clone()), of_a_minor);
    assert!(!path.exists(), "nothing was written");
    story.agree("representative");
    story.laptop.ask("letter.referral_sheet", request.clone());
    assert!(path.exists());
    for agreement in story.laptop.open(&story.person)["agreements"].as_array().unwrap() {
        let withdraw = json!({ "person": story.person, "agreement": agreement["id"] });
        story.laptop.ask("agreement.withdraw", withdraw);
    }
    assert_eq!(story.laptop.refused("letter.referral_sheet", request), missing);
}

#[test]
fn a_letter_goes_where_it_was_asked_to_and_never_among_the_files_of_the_vault() {
    let story = story(19);
    story.agree("person");
    for path in ["fiche.pdf".to_owned(), story.laptop.paper("fiche.txt").display().to_string()] {
        let request = json!({ "referral": story.referral, "needs": [], "path": path });
        let refused = story.laptop.refused("letter.referral_sheet", request);
        assert_eq!(refused, refusal("unreadable", json!({ "field": "path" })), "{path}");
    }
    let inside = story.laptop.dir.path().join("coffre/fiche.pdf");
    let request = json!({ "form": "note", "path": inside });
    assert_eq!(
        story.laptop.refused("letter.blank", request),
        refusal("unreadable", json!({ "field": "path" }))
    );
}

#[test]
fn a_summary_holds_the_chosen_parts_and_the_copy_is_said_to_the_person() {
    let story = story(19);
    let plan = json!({ "words": "Un vrai métier.", "decided_on": days_ago(0), "agreed_on": days_ago(0), "review_on": null });
    story.laptop.ask("plan.write", json!({ "person": story.person, "plan": plan }));
    let step =
        json!({ "person": story.person, "what": "Appeler le CFA", "by": "worker", "due_on": in_days(7) });
    story.laptop.ask("step.add", step);
    let usual = json!({ "person": story.person, "parts": ["plan", "referrals"] });
    let (text, answer) = story.laptop.letter("letter.summary", usual);
    says(&text, &["Awa Diallo", "19 ans", "Appeler le CFA", "CAP Carrosserie", "Décidé à la réunion"]);
    is_silent_on(&text, &["tante", "santé", "06 39 98", "Fatou"]);
    assert_eq!(answer["mail"], Value::Null);
    let whole = json!({ "person": story.person, "parts": ["reach", "needs", "representative", "notes"] });
    let (text, _) = story.laptop.letter("letter.summary", whole);
    says(&text, &["06 39 98 00 01", "Santé", "Fatou Diallo", "Vit chez sa tante"]);

    story.agree("person");
    let (text, _) = story.laptop.letter("letter.own_copy", json!({ "person": story.person }));
    says(
        &text,
        &[
            "Ce papier est à vous",
            "Appeler le CFA",
            "CFA des Deux Rives",
            WORKER,
            "03 20 00 00 00",
            "cnil.fr",
        ],
    );
    is_silent_on(&text, &["tante", "santé", "insuline"]);
}

#[test]
fn only_who_is_sixteen_or_seventeen_is_summoned() {
    let summons =
        |story: &Story| json!({ "person": story.person, "when": "mardi à 10 h", "place": "Mission locale" });
    let young = story(16);
    let (text, _) = young.laptop.letter("letter.summons", summons(&young));
    says(
        &text,
        &["Convocation", "L. 114-1", "R. 114-7", "Fatou Diallo", "mardi à 10 h", "À vérifier avant l’envoi"],
    );
    for years in [14, 19] {
        let other = story(years);
        let mut request = summons(&other);
        request["path"] = json!(other.laptop.paper("convocation.pdf"));
        assert_eq!(
            other.laptop.refused("letter.summons", request),
            refusal("outside_obligation", json!({})),
            "{years}"
        );
    }
}

#[test]
fn forms_say_nothing_of_anybody_and_bear_the_letterhead() {
    let story = story(19);
    for form in ["new_person", "note", "agreement", "recovery_kit"] {
        let (text, answer) = story.laptop.letter("letter.blank", json!({ "form": form }));
        says(&text, &[HEAD, "Association Passerelle"]);
        is_silent_on(&text, &["Awa", "Diallo", "tante"]);
        is_silent_on(&text, &[&story.laptop.recovery_code]);
        assert_eq!(answer["pages"], 1, "{form}");
    }
    story.laptop.ask(
        "settings.change",
        json!({ "settings": { "language": "en", "theme": "system", "idle_minutes": 5 } }),
    );
    let (text, _) = story.laptop.letter("letter.blank", json!({ "form": "note" }));
    says(&text, &["Note of an encounter"]);
}

#[test]
fn a_logo_is_kept_with_the_letterhead_and_what_is_none_is_refused() {
    let story = story(19);
    let laptop = &story.laptop;
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><rect width=\"40\" height=\"20\" fill=\"#046\"/></svg>";
    let path = laptop.file("logo.svg", svg.as_bytes());
    laptop.ask("letterhead.change_logo", json!({ "path": path }));
    let shown = laptop.ask("letterhead.show", json!({}));
    assert!(shown["logo"].as_str().unwrap().starts_with("data:image/svg+xml;base64,"));
    assert_eq!(shown["letterhead"]["name"], HEAD, "its words stay");
    laptop.letter("letter.blank", json!({ "form": "note" }));
    let text = laptop.file("logo.txt", b"rien");
    assert_eq!(
        laptop.refused("letterhead.change_logo", json!({ "path": text })),
        refusal("media_unknown", json!({}))
    );
    let large = laptop.file("grand.png", &vec![0; 500_001]);
    let too_large = refusal("file_too_large", json!({ "size": 500_001, "limit": 500_000 }));
    assert_eq!(laptop.refused("letterhead.change_logo", json!({ "path": large })), too_large);
    laptop.ask("letterhead.change_logo", json!({ "path": null }));
    assert_eq!(laptop.ask("letterhead.show", json!({}))["logo"], "");
    laptop.assert_sound("after a letterhead");
}

#[test]
fn a_card_and_the_days_of_a_referral_leave_with_no_more_than_they_need() {
    let story = story(19);
    let card = story.laptop.paper("awa.vcf");
    story.laptop.ask("letter.person_card", json!({ "person": story.person, "path": card }));
    let card = std::fs::read_to_string(card).unwrap();
    for line in ["FN:Awa Diallo", "TEL;VALUE=uri;TYPE=voice:tel:+33639980001", "EMAIL:awa@exemple.fr"] {
        assert!(card.contains(line), "{card}");
    }
    is_silent_on(&bare(&card), &["Roubaix", "Alma", "Fatou", "2007"]);
    let partner = story.laptop.paper("cfa.vcf");
    story.laptop.ask("letter.provider_card", json!({ "provider": story.provider, "path": partner }));
    assert!(std::fs::read_to_string(partner).unwrap().contains("ORG:CFA des Deux Rives"));

    let days = story.laptop.paper("dates.ics");
    let request = json!({ "referral": story.referral, "path": days });
    assert_eq!(
        story.laptop.ask("letter.referral_calendar", request.clone())["entries"],
        0,
        "no day is known"
    );
    assert!(!days.exists());
    let session = json!({
        "referral": story.referral, "wish": "", "session_start": in_days(10), "session_end": in_days(40),
    });
    story.laptop.ask("referral.correct", session);
    assert_eq!(story.laptop.ask("letter.referral_calendar", request)["entries"], 2);
    let calendar = std::fs::read_to_string(days).unwrap();
    assert!(calendar.contains("SUMMARY:Début : CAP Carrosserie"), "{calendar}");
    is_silent_on(&bare(&calendar), &["Awa", "Diallo"]);
}

#[test]
fn a_letterhead_is_taken_back_word_by_word_to_none() {
    let laptop = laptop();
    let shown = || laptop.ask("letterhead.show", json!({}));
    let none = shown();
    let head = |name: &str| json!({ "letterhead": { "name": name, "address": "2 rue du Pile", "foot": "" } });
    laptop.ask("letterhead.change", head("Équipe du Pile"));
    let first = shown();
    laptop.ask("letterhead.change", head("Équipe du Canal"));
    laptop.undo_last();
    assert_eq!(shown(), first, "as it was before");
    laptop.undo_last();
    assert_eq!(shown()["letterhead"]["name"], "Équipe du Canal", "done again");
    laptop.undo_last();
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"/>";
    let path = laptop.file("logo.svg", svg.as_bytes());
    laptop.ask("letterhead.change_logo", json!({ "path": path }));
    assert_ne!(shown()["logo"], "");
    laptop.undo_last();
    assert_eq!(shown(), first, "without its logo");

    let bare = crate::laptop::laptop();
    bare.ask("letterhead.change", head("Équipe du Pile"));
    bare.undo_last();
    assert_eq!(bare.ask("letterhead.show", json!({})), none, "nobody has written one");
    bare.assert_sound("after the first letterhead was taken back");
}
