//! One referral from its draft to what became of it.

use serde_json::{Value, json};

use crate::laptop::{Laptop, aged, days_ago, in_days, laptop, refusal};

/// Awa of age, a programme, and a draft between them.
struct Story {
    laptop: Laptop,
    awa: String,
    provider: String,
    programme: String,
    referral: String,
}

fn story(birth: &str, programme: Value) -> Story {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": birth }));
    let provider = laptop.provider("CFA des Deux Rives");
    let programme = laptop.programme(&provider, "CAP Réparation des carrosseries", programme);
    let referral = laptop.propose(&awa, &programme);
    Story { laptop, awa, provider, programme, referral }
}

impl Story {
    fn send(&self, agreement: Value, on: String) -> Value {
        json!({ "referral": self.referral, "on": on, "note": "", "agreement": agreement })
    }

    fn step(&self, to: &str, on: String) -> Value {
        json!({ "referral": self.referral, "to": to, "on": on, "reason": null, "note": "" })
    }

    fn because(&self, to: &str, reason: &str, on: String) -> Value {
        json!({ "referral": self.referral, "to": to, "on": on, "reason": reason, "note": "" })
    }

    fn check(&self, kind: &str, present: &str, on: String) -> Value {
        json!({ "referral": self.referral, "kind": kind, "present": present, "on": on, "note": "" })
    }

    fn seen(&self) -> (String, Value) {
        let line = self.laptop.referral(&self.referral)["line"].clone();
        (line["state"].as_str().unwrap().to_owned(), line["due"]["kind"].clone())
    }

    fn today(&self, list: &str) -> usize {
        self.laptop.ask("today.show", json!({}))[list].as_array().unwrap().len()
    }
}

#[test]
fn a_referral_lives_from_draft_to_six_months_after() {
    let story = story(&aged(19), json!({}));
    let laptop = &story.laptop;
    assert_eq!(story.seen(), ("draft".to_owned(), json!("finish_draft")));
    let missing = laptop.refused("referral.send", story.send(Value::Null, days_ago(300)));
    assert_eq!(missing, refusal("agreement_missing", json!({ "provider": "CFA des Deux Rives" })));
    assert_eq!(story.seen().0, "draft");
    laptop.ask("referral.send", story.send(json!("person"), days_ago(300)));
    assert_eq!(story.seen(), ("sent".to_owned(), json!("acknowledge")));
    assert_eq!(laptop.referral(&story.referral)["agreement"], "person");
    laptop.ask("referral.move", story.step("received", days_ago(298)));
    assert_eq!(story.seen().1, "answer");
    laptop.ask("referral.move", story.step("waitlisted", days_ago(290)));
    assert_eq!(story.seen().1, "waitlist_news");
    laptop.ask("referral.move", story.step("accepted", days_ago(280)));
    assert_eq!(story.seen().1, "start");
    laptop.ask("referral.move", story.step("started", days_ago(270)));
    for (check, day) in [("day_1", 270), ("day_15", 255), ("day_45", 220)] {
        assert_eq!(story.seen().1, check, "did they come?");
        laptop.ask("referral.check", story.check(check, "yes", days_ago(day)));
    }
    assert_eq!(story.seen().1, "end");
    laptop.ask("referral.move", story.step("completed", days_ago(200)));
    for (check, day) in [("month_3", 105), ("month_6", 15)] {
        assert_eq!(story.seen().1, check, "still there?");
        laptop.ask("referral.check", story.check(check, "yes", days_ago(day)));
    }
    assert_eq!(story.seen(), ("completed".to_owned(), Value::Null), "the loop is closed");
    let file = laptop.referral(&story.referral);
    assert_eq!(file["transitions"].as_array().unwrap().len(), 6);
    assert_eq!(file["checks"].as_array().unwrap().len(), 5);
    assert_eq!(file["allowed"], json!([]));
    assert_eq!(file["line"]["and_now"], false);
    let timeline = laptop.open(&story.awa)["timeline"].clone();
    let of =
        |kind: &str| timeline.as_array().unwrap().iter().filter(|item| item["what"]["kind"] == kind).count();
    assert_eq!((of("transition"), of("check")), (6, 5), "the file tells all of it");
    laptop.assert_sound("after a whole life");
}

#[test]
fn a_minor_goes_nowhere_without_the_representative() {
    let story = story(&aged(16), json!({}));
    let laptop = &story.laptop;
    assert_eq!(laptop.referral(&story.referral)["minor"], true);
    let alone = laptop.refused("referral.send", story.send(json!("person"), days_ago(0)));
    assert_eq!(alone, refusal("representative_missing", json!({ "provider": "CFA des Deux Rives" })));
    assert_eq!(
        laptop.referral(&story.referral)["agreement"],
        "none",
        "the refused gesture left no agreement behind"
    );
    let only = laptop.refused("referral.send", story.send(json!("representative"), days_ago(0)));
    assert_eq!(only["refusal"]["refusal"], "agreement_missing", "the young person agrees too");
    let agree =
        |by: &str| json!({ "person": story.awa, "provider": story.provider, "given_by": by, "on": null });
    laptop.ask("agreement.record", agree("person"));
    laptop.ask("referral.send", story.send(json!("representative"), days_ago(0)));
    assert_eq!(story.seen().0, "sent");
}

#[test]
fn an_unknown_age_warns_and_does_not_block() {
    let story = story("", json!({}));
    assert_eq!(story.laptop.referral(&story.referral)["warnings"], json!(["age_unknown"]));
    story.laptop.ask("referral.send", story.send(json!("person"), days_ago(0)));
    assert_eq!(story.seen().0, "sent");
}

#[test]
fn a_withdrawn_agreement_sends_nothing_any_more() {
    let story = story(&aged(19), json!({}));
    let laptop = &story.laptop;
    let agree = json!({ "person": story.awa, "provider": story.provider, "given_by": "person", "on": null });
    laptop.ask("agreement.record", agree.clone());
    let agreement = laptop.open(&story.awa)["agreements"][0]["id"].clone();
    let withdraw = json!({ "person": story.awa, "agreement": agreement });
    laptop.ask("agreement.withdraw", withdraw.clone());
    assert_eq!(laptop.refused("agreement.withdraw", withdraw), json!({ "code": "not_found" }));
    let refused = laptop.refused("referral.send", story.send(Value::Null, days_ago(0)));
    assert_eq!(refused["refusal"]["refusal"], "agreement_missing");
    assert_eq!(laptop.referral(&story.referral)["warnings"], json!(["agreement_withdrawn"]));
    laptop.ask("agreement.record", agree);
    laptop.ask("referral.send", story.send(Value::Null, days_ago(0)));
    assert_eq!(story.seen().0, "sent", "given again, it holds");
}

#[test]
fn an_abandoned_one_asks_and_now_until_it_is_answered() {
    let story = story(&aged(19), json!({}));
    let laptop = &story.laptop;
    let settle = json!({ "referral": story.referral });
    let early = laptop.refused("referral.settle_and_now", settle.clone());
    assert_eq!(early, refusal("nothing", json!({})), "nothing has ended yet");
    laptop.ask("referral.send", story.send(json!("person"), days_ago(60)));
    laptop.ask("referral.move", story.step("accepted", days_ago(50)));
    laptop.ask("referral.move", story.step("started", days_ago(40)));
    laptop.ask("referral.check", story.check("day_1", "yes", days_ago(40)));
    let silent = laptop.refused("referral.move", story.step("abandoned", days_ago(9)));
    assert_eq!(silent, refusal("reason_missing", json!({})));
    let foreign = laptop.refused("referral.move", story.because("abandoned", "no_place", days_ago(9)));
    assert_eq!(foreign, refusal("reason_unknown", json!({ "reason": "no_place" })));
    laptop.ask("referral.move", story.because("abandoned", "transport", days_ago(9)));
    assert_eq!(story.seen(), ("abandoned".to_owned(), json!("and_now")));
    assert_eq!((story.today("and_now"), story.today("referrals")), (1, 0));
    laptop.ask("referral.settle_and_now", settle.clone());
    assert_eq!(story.today("and_now"), 0);
    assert_eq!(laptop.referral(&story.referral)["line"]["and_now"], false);
    assert_eq!(laptop.refused("referral.settle_and_now", settle), refusal("nothing", json!({})));
}

#[test]
fn a_session_that_has_begun_is_refused_and_a_closed_programme_warns() {
    let story = story(&aged(19), json!({ "status": "closed" }));
    let laptop = &story.laptop;
    assert_eq!(laptop.referral(&story.referral)["warnings"], json!(["programme_not_open"]));
    let mut past = json!({
        "person": story.awa, "programme": story.programme, "wish": "", "session_start": days_ago(3), "session_end": null,
    });
    let late = laptop.ask("referral.propose", past.clone());
    let send = json!({ "referral": late["referral"], "on": null, "note": "", "agreement": "person" });
    let refused = laptop.refused("referral.send", send);
    assert_eq!(refused, refusal("session_past", json!({ "session": days_ago(3) })));
    past["session_start"] = json!(in_days(20));
    past["session_end"] = json!(in_days(10));
    let turned = laptop.refused("referral.propose", past);
    assert_eq!(turned, refusal("too_early", json!({ "field": "session_end", "not_before": in_days(20) })));
}

#[test]
fn a_draft_whose_session_has_begun_warns_and_is_sent_once_its_days_are_corrected() {
    let story = story(&aged(19), json!({}));
    let laptop = &story.laptop;
    let days = |wish: &str, start: Value, end: Value| json!({ "referral": story.referral, "wish": wish, "session_start": start, "session_end": end });
    laptop.ask("referral.correct", days("La carrosserie.", json!(days_ago(3)), Value::Null));
    assert_eq!(laptop.referral(&story.referral)["warnings"], json!(["session_past"]));
    let refused = laptop.refused("referral.send", story.send(json!("person"), days_ago(0)));
    assert_eq!(refused, refusal("session_past", json!({ "session": days_ago(3) })));
    let turned = laptop.refused("referral.correct", days("", json!(in_days(20)), json!(in_days(10))));
    assert_eq!(turned, refusal("too_early", json!({ "field": "session_end", "not_before": in_days(20) })));
    laptop.ask("referral.correct", days("La carrosserie.", json!(in_days(20)), json!(in_days(90))));
    let acts = laptop.acts();
    laptop.ask("referral.correct", days("La carrosserie.", json!(in_days(20)), json!(in_days(90))));
    assert_eq!(laptop.acts(), acts, "the same again is no act");
    let file = laptop.referral(&story.referral);
    assert_eq!(file["warnings"], json!([]));
    assert_eq!(
        (&file["wish"], &file["session_start"], &file["session_end"]),
        (&json!("La carrosserie."), &json!(in_days(20)), &json!(in_days(90)))
    );
    laptop.ask("referral.send", story.send(json!("person"), days_ago(0)));
    laptop.assert_sound("after a correction");
}

#[test]
fn what_was_sent_keeps_its_wish_and_what_has_ended_keeps_all() {
    let story = story(&aged(19), json!({}));
    let laptop = &story.laptop;
    let days = |wish: &str, start: Value| json!({ "referral": story.referral, "wish": wish, "session_start": start, "session_end": null });
    laptop.ask("referral.correct", days("La carrosserie.", json!(in_days(5))));
    laptop.ask("referral.send", story.send(json!("person"), days_ago(0)));
    let other = laptop.refused("referral.correct", days("La peinture.", json!(in_days(12))));
    assert_eq!(other, refusal("already_sent", json!({ "field": "wish" })));
    laptop.ask("referral.correct", days("La carrosserie.", json!(in_days(12))));
    assert_eq!(laptop.referral(&story.referral)["session_start"], in_days(12), "partners move sessions");
    laptop.ask("referral.move", story.step("accepted", days_ago(0)));
    assert_eq!(
        laptop.referral(&story.referral)["line"]["due"]["on"],
        in_days(12),
        "and the start is waited for then"
    );
    laptop.ask("referral.correct", days("La carrosserie.", Value::Null));
    assert_eq!(laptop.referral(&story.referral)["session_start"], Value::Null, "a day can be taken out");
    laptop.ask("referral.move", story.because("cancelled", "error", days_ago(0)));
    let ended = laptop.refused("referral.correct", days("La carrosserie.", json!(in_days(30))));
    assert_eq!(ended, refusal("referral_ended", json!({ "state": "cancelled" })));
}

#[test]
fn a_start_that_the_catalogue_forgot_to_move_blocks_nobody() {
    let story = story(&aged(19), json!({ "next_start": days_ago(30) }));
    assert_eq!(story.laptop.referral(&story.referral)["session_start"], Value::Null);
    story.laptop.ask("referral.send", story.send(json!("person"), days_ago(0)));
    let next = story.laptop.programme(&story.provider, "Prépa", json!({ "next_start": in_days(12) }));
    let referral = story.laptop.propose(&story.awa, &next);
    assert_eq!(story.laptop.referral(&referral)["session_start"], in_days(12));
}

#[test]
fn an_overdue_answer_is_shown_today_and_a_chase_gives_it_time() {
    let story = story(&aged(19), json!({}));
    let laptop = &story.laptop;
    laptop.ask("referral.send", story.send(json!("person"), days_ago(20)));
    let shown = laptop.ask("today.show", json!({}))["referrals"].clone();
    assert_eq!(shown.as_array().unwrap().len(), 1);
    assert_eq!(shown[0]["due"]["late_days"], 13, "an acknowledgement was due after a week");
    laptop.ask("referral.check", story.check("chase", "unknown", days_ago(10)));
    assert_eq!(laptop.referral(&story.referral)["line"]["due"]["on"], days_ago(3), "counted from the chase");
    laptop.ask("referral.check", story.check("chase", "unknown", days_ago(0)));
    assert_eq!(story.today("referrals"), 0);
    assert_eq!(laptop.referral(&story.referral)["line"]["due"]["on"], in_days(7));
    laptop.ask("referral.move", story.step("received", days_ago(0)));
    let file = laptop.referral(&story.referral);
    let at = |facts: &str, rank: usize| (file[facts][rank]["on"].clone(), file[facts][rank]["at"].as_i64());
    assert_eq!(at("checks", 1).0, at("transitions", 1).0, "of one day");
    assert!(at("checks", 1).1 < at("transitions", 1).1, "chased first, received then");
    assert!(file["checks"][0]["id"] != file["checks"][1]["id"]);
    let not_there = laptop.refused("referral.check", story.check("day_15", "yes", days_ago(0)));
    assert_eq!(not_there, refusal("move_not_allowed", json!({ "from": "received", "to": "day_15" })));
    let future = laptop.refused("referral.check", story.check("chase", "unknown", in_days(1)));
    assert_eq!(future, refusal("in_the_future", json!({ "field": "on" })));
}

#[test]
fn moves_the_machine_does_not_know_are_refused_by_both_ends() {
    let story = story(&aged(19), json!({}));
    let laptop = &story.laptop;
    let skipped = laptop.refused("referral.move", story.step("started", days_ago(0)));
    assert_eq!(skipped, refusal("move_not_allowed", json!({ "from": "draft", "to": "started" })));
    let unsaid = laptop.refused("referral.move", story.step("sent", days_ago(0)));
    assert_eq!(unsaid["refusal"]["refusal"], "agreement_missing", "no way around the agreement");
    laptop.ask("referral.send", story.send(json!("person"), days_ago(5)));
    let again = laptop.refused("referral.send", story.send(json!("person"), days_ago(0)));
    assert_eq!(again, refusal("move_not_allowed", json!({ "from": "sent", "to": "sent" })));
    assert_eq!(laptop.open(&story.awa)["agreements"].as_array().unwrap().len(), 1, "no second agreement");
    let back = laptop.refused("referral.move", story.step("received", days_ago(6)));
    assert_eq!(back, refusal("too_early", json!({ "field": "on", "not_before": days_ago(5) })));
}
