use super::*;
use crate::change::Op;
use crate::id::CountedIds;
use crate::moment::Instant;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn on(text: &str) -> Now {
    Now { at: Instant(7), today: day(text) }
}

fn kept(kind: RightKind, received: &str) -> KeptRight {
    KeptRight {
        id: RightsRequestId(Uuid::from_u128(5)),
        person: PersonId(Uuid::from_u128(1)),
        kind: Some(kind),
        received_on: Some(day(received)),
        extension: Default::default(),
        answer: Default::default(),
        lifted: Default::default(),
        task: Some(KeptTask { due_on: Some(day("2026-02-21")), done_on: None, removed: false }),
    }
}

#[test]
fn a_month_ends_on_its_day_or_on_the_last_day_of_a_shorter_month() {
    for (received, due, longer) in [
        ("2026-01-15", "2026-02-15", "2026-04-15"),
        ("2026-01-29", "2026-02-28", "2026-04-29"),
        ("2026-01-31", "2026-02-28", "2026-04-30"),
        ("2028-01-31", "2028-02-29", "2028-04-30"),
        ("2026-02-28", "2026-03-28", "2026-05-28"),
        ("2026-05-31", "2026-06-30", "2026-08-31"),
        ("2026-11-30", "2026-12-30", "2027-02-28"),
        ("2026-12-31", "2027-01-31", "2027-03-31"),
    ] {
        assert_eq!(due_on(day(received), false), Some(day(due)), "{received}");
        assert_eq!(due_on(day(received), true), Some(day(longer)), "{received}, extended");
    }
}

#[test]
fn the_task_asks_a_week_before_and_is_one_for_each_request() {
    let request = RecordRight {
        person: PersonId(Uuid::from_u128(1)),
        kind: RightKind::Access,
        received_on: day("2026-01-31"),
        asked_by: AskedBy::Person,
        identity: IdentityCheck::Known,
        asked: "Tout ce que vous avez sur moi.",
        remind: "Répondre à la demande d’accès",
    };
    let worker = WorkerId(Uuid::from_u128(9));
    let (id, changes) = record(&request, worker, on("2026-02-02"), &mut CountedIds(10)).unwrap();
    let due = changes.ops.iter().find_map(|op| match op {
        Op::New { row, fields } if row.id == rights_task_id(id).0 => {
            fields.iter().find(|(field, _)| *field == TASK.due_on).map(|(_, value)| value.clone())
        }
        _ => None,
    });
    assert_eq!(due, Some(Value::Day(day("2026-02-21"))));
    let refused = |request: RecordRight<'_>| record(&request, worker, on("2026-02-02"), &mut CountedIds(10));
    assert_eq!(
        refused(RecordRight { received_on: day("2026-02-03"), ..request.clone() }).unwrap_err(),
        Refusal::InTheFuture { field: "received_on".into() }
    );
    assert_eq!(
        refused(RecordRight { remind: " ", ..request }).unwrap_err(),
        Refusal::Unreadable { field: "remind".into() }
    );
}

#[test]
fn an_extension_is_told_within_the_first_month_with_a_reason_and_only_once() {
    let asked = kept(RightKind::Access, "2026-01-31");
    let late = extend(&asked, day("2026-03-01"), "Beaucoup de documents", on("2026-03-01"));
    assert_eq!(late, Err(Refusal::TooLate { field: "on".into(), not_after: day("2026-02-28") }));
    assert_eq!(extend(&asked, day("2026-02-28"), " ", on("2026-03-01")), Err(Refusal::ReasonMissing));
    let changes = extend(&asked, day("2026-02-28"), "Beaucoup de documents", on("2026-03-01")).unwrap();
    let moved = changes.ops.iter().any(
        |op| matches!(op, Op::Set { field, value: Value::Day(due), .. } if *field == TASK.due_on && *due == day("2026-04-23")),
    );
    assert!(moved, "the task waits too: {changes:?}");
    let longer = KeptRight { extension: ("2026-02-28".into(), "x".into()), ..asked };
    assert_eq!(longer.due_on(), Some(day("2026-04-30")));
    assert_eq!(extend(&longer, day("2026-02-28"), "x", on("2026-03-01")), Err(Refusal::AlreadyAnswered));
}

#[test]
fn a_no_says_why_and_nobody_is_answered_before_they_asked() {
    let asked = kept(RightKind::Erasure, "2026-01-31");
    let answer =
        |outcome, on_day: &str, note| answer(&asked, outcome, day(on_day), note, on("2026-02-10")).map(drop);
    assert_eq!(answer(RightOutcome::Refused, "2026-02-05", ""), Err(Refusal::ReasonMissing));
    assert_eq!(answer(RightOutcome::Partly, "2026-02-05", ""), Err(Refusal::ReasonMissing));
    assert_eq!(answer(RightOutcome::Granted, "2026-02-05", ""), Ok(()));
    let early = Refusal::TooEarly { field: "on".into(), not_before: day("2026-01-31") };
    assert_eq!(answer(RightOutcome::Granted, "2026-01-30", ""), Err(early));
    assert_eq!(
        answer(RightOutcome::Granted, "2026-02-11", ""),
        Err(Refusal::InTheFuture { field: "on".into() })
    );
}

#[test]
fn only_a_granted_limitation_or_objection_limits_until_it_is_lifted() {
    use RightOutcome::{Granted, Partly, Refused};
    for kind in RightKind::ALL.iter().copied() {
        let expected = match kind {
            RightKind::Limitation => Some(Limit::Limitation),
            RightKind::Objection => Some(Limit::Objection),
            _ => None,
        };
        for (outcome, lifted, limited) in [
            (None, false, None),
            (Some(Refused), false, None),
            (Some(Granted), false, expected),
            (Some(Partly), false, expected),
            (Some(Granted), true, None),
        ] {
            assert_eq!(limits(kind, outcome, lifted), limited, "{kind:?} {outcome:?} {lifted}");
        }
    }
    let open = kept(RightKind::Limitation, "2026-01-31");
    assert_eq!(lift(&open, "Les faits sont vérifiés", on("2026-02-10")), Err(Refusal::NotLimited));
}

#[test]
fn a_limited_file_takes_what_serves_the_right_and_nothing_else() {
    for (act, may) in [
        ("rights.answer", true),
        ("retention.decide", true),
        ("agreement.withdraw", true),
        ("encounter.record", false),
        ("person.correct", false),
        ("referral.send", false),
        ("document.add", false),
        (UNDO_OF_NOTHING, false),
    ] {
        assert_eq!(may_write(&Changes::new(act, None)), may, "{act}");
    }
    let mut undo = Changes::new(UNDO_OF_NOTHING, None);
    let id = RightsRequestId(Uuid::from_u128(5));
    undo.set(Table::RightsRequest, id, RIGHTS_REQUEST.lifted, &Value::Null, group(&["", ""]));
    assert!(may_write(&undo), "a lift is taken back");
}

const UNDO_OF_NOTHING: &str = crate::undo::UNDO;
