use super::*;
use crate::change::{AGREEMENT, ENCOUNTER, PERSON, REFERRAL, STEP, TRANSITION};
use crate::referral::State;
use uuid::Uuid;

const AWA: Row = Row { table: Table::Person, id: Uuid::from_u128(1) };

fn line(position: u64, act: &str, writes: Vec<Write>) -> Line {
    let subject = Some(PersonId(AWA.id));
    Line { position, act: act.into(), subject, at: Instant(0), undoes: None, writes, whole: true }
}

fn made(table: Table, id: u128, fields: Vec<(Field, Value)>) -> Write {
    Write {
        op: Op::New { row: Row { table, id: Uuid::from_u128(id) }, fields },
        before: Value::Null,
        beside: Vec::new(),
    }
}

fn phone(position: u64, before: &str, after: &str) -> Line {
    let op = Op::Set { row: AWA, field: PERSON.phone, value: Value::text(after) };
    line(position, "person.correct", vec![Write { op, before: Value::text(before), beside: Vec::new() }])
}

fn undoing(position: u64, lines: &[Line], target: &Line) -> Line {
    let changes = undo(lines, target).unwrap();
    let writes =
        changes.ops.into_iter().map(|op| Write { op, before: Value::Null, beside: Vec::new() }).collect();
    Line { undoes: changes.undoes, ..line(position, UNDO, writes) }
}

#[test]
fn an_act_that_was_replaced_waits_until_the_later_one_is_undone() {
    let (first, second) = (phone(1, "", "one"), phone(2, "one", "two"));
    let mut lines = vec![first.clone(), second.clone()];
    assert_eq!(undo(&lines, &first), Err(Refusal::ChangedSince { by: "person.correct".into() }));
    lines.push(undoing(3, &lines, &second));
    let changes = undo(&lines, &first).unwrap();
    let back = Op::Set { row: AWA, field: PERSON.phone, value: Value::text("") };
    assert_eq!((changes.ops, changes.undoes), (vec![back], Some(1)));
    assert_eq!(
        undo(&lines, &second),
        Err(Refusal::ChangedSince { by: UNDO.into() }),
        "twice is not possible"
    );
}

#[test]
fn an_undo_waits_for_the_undo_of_what_came_before() {
    let (first, second) = (phone(1, "", "one"), phone(2, "one", "two"));
    let mut lines = vec![first.clone(), second.clone()];
    lines.push(undoing(3, &lines, &second));
    lines.push(undoing(4, &lines, &first));
    let (again, last) = (lines[2].clone(), lines[3].clone());
    assert!(undo(&lines, &again).is_err(), "the second telephone does not come back without the first");
    assert!(undo(&lines, &last).is_ok());
}

#[test]
fn a_person_goes_with_what_was_written_in_the_same_act_but_not_with_a_later_note() {
    let added = line(
        1,
        "person.add",
        vec![
            made(Table::Person, 1, vec![]),
            made(Table::Case, 2, vec![]),
            made(Table::Encounter, 3, vec![(ENCOUNTER.person, Value::Id(AWA.id))]),
        ],
    );
    let changes = undo(std::slice::from_ref(&added), &added).unwrap();
    assert_eq!(changes.ops.len(), 2, "person and note are marked, the case goes with its person");
    let note = line(
        2,
        "encounter.record",
        vec![made(Table::Encounter, 4, vec![(ENCOUNTER.person, Value::Id(AWA.id))])],
    );
    let lines = [added.clone(), note];
    assert_eq!(undo(&lines, &added), Err(Refusal::ChangedSince { by: "encounter.record".into() }));
}

#[test]
fn a_move_of_a_referral_stays_once_another_followed() {
    let referral = Value::Id(Uuid::from_u128(10));
    let moved = |position: u64, act: &str, to: State| {
        let fields =
            vec![(TRANSITION.referral, referral.clone()), (TRANSITION.to_state, Value::text(to.code()))];
        line(position, act, vec![made(Table::Transition, 100 + u128::from(position), fields)])
    };
    let sent = moved(1, "referral.send", State::Sent);
    assert!(undo(std::slice::from_ref(&sent), &sent).is_ok());
    let lines = [sent.clone(), moved(2, "referral.move", State::Refused)];
    assert_eq!(undo(&lines, &sent), Err(Refusal::ChangedSince { by: "referral.move".into() }));
    let row = Row { table: Table::Referral, id: Uuid::from_u128(10) };
    let op = Op::Set { row, field: REFERRAL.session_start, value: Value::Null };
    let dated = line(2, "referral.correct", vec![Write { op, before: Value::Null, beside: Vec::new() }]);
    assert!(undo(&[sent.clone(), dated], &sent).is_err(), "its days were changed after it was sent");
    let fields = vec![(AGREEMENT.provider, Value::Id(Uuid::from_u128(20)))];
    let agreed = line(0, "agreement.record", vec![made(Table::Agreement, 30, fields)]);
    assert!(undo(&[agreed.clone(), sent], &agreed).is_err(), "what was sent stands on it");
}

#[test]
fn what_is_not_in_the_table_has_no_way_back() {
    let import = line(1, "vault.import", vec![made(Table::Person, 1, vec![])]);
    let refused = Err(Refusal::NeverUndone { act: "vault.import".into() });
    assert_eq!(undo(std::slice::from_ref(&import), &import), refused);
    let torn = Line { whole: false, ..phone(1, "", "one") };
    assert!(undo(std::slice::from_ref(&torn), &torn).is_err());
}

/// Someone's line on a sheet.
fn answered(position: u64, at: i64, person: u128) -> Line {
    let row = made(Table::Attendance, 500 + person, vec![(ATTENDANCE.answer, Value::text("present"))]);
    let subject = Some(PersonId(Uuid::from_u128(person)));
    Line { at: Instant(at), subject, ..line(position, ATTEND, vec![row]) }
}

#[test]
fn a_sheet_is_taken_back_whole_and_done_again_whole() {
    let note = line(1, "encounter.record", vec![made(Table::Encounter, 3, vec![])]);
    let mut lines = vec![note, answered(2, 7, 11), answered(3, 7, 12), answered(4, 7, 13)];
    let undone_by = undo_gesture(&lines, &lines[2]).unwrap();
    assert_eq!(undone_by.iter().map(|act| act.undoes).collect::<Vec<_>>(), [Some(2), Some(3), Some(4)]);
    let answer = Op::Set {
        row: Row { table: Table::Attendance, id: Uuid::from_u128(511) },
        field: ATTENDANCE.answer,
        value: Value::text(""),
    };
    assert_eq!(undone_by[0].ops, [answer]);
    for (position, act) in (5..).zip(undone_by) {
        let writes =
            act.ops.into_iter().map(|op| Write { op, before: Value::Null, beside: Vec::new() }).collect();
        let subject = act.subject;
        lines.push(Line { at: Instant(9), undoes: act.undoes, subject, ..line(position, UNDO, writes) });
    }
    let again = undo_gesture(&lines, &lines[6]).unwrap();
    assert_eq!(again.iter().map(|act| act.undoes).collect::<Vec<_>>(), [Some(5), Some(6), Some(7)]);
}

#[test]
fn two_sheets_are_two_gestures_by_their_instant_or_by_whoever_comes_again() {
    let lines = [
        line(1, "encounter.record", vec![]),
        answered(2, 7, 11),
        answered(3, 7, 12),
        answered(4, 7, 11),
        answered(5, 8, 12),
    ];
    let positions = |lines: &[Line]| {
        let positions = |gesture: Vec<&Line>| gesture.iter().map(|line| line.position).collect::<Vec<_>>();
        gestures(lines).into_iter().map(positions).collect::<Vec<_>>()
    };
    assert_eq!(positions(&lines), [vec![1], vec![2, 3], vec![4], vec![5]]);
    let notes = [line(1, "encounter.record", vec![]), line(2, "encounter.record", vec![])];
    assert_eq!(positions(&notes), [[1], [2]], "other acts stand for themselves");
}

#[test]
fn a_sheet_that_began_out_of_sight_is_not_taken_back_by_half() {
    let lines = [answered(40, 7, 11), answered(41, 7, 12)];
    assert_eq!(undo_gesture(&lines, &lines[1]), Err(Refusal::NeverUndone { act: ATTEND.into() }));
}

#[test]
fn a_plan_taken_back_is_without_words_and_waits_for_its_steps() {
    let fields = vec![(PLAN.person, Value::Id(AWA.id)), (PLAN.words, Value::text("souder"))];
    let plan = line(1, "plan.write", vec![made(Table::Plan, 7, fields)]);
    let ops = undo(std::slice::from_ref(&plan), &plan).unwrap().ops;
    assert_eq!(ops.len(), 1, "whose plan it is stays");
    let of = vec![(STEP.plan, Value::Id(Uuid::from_u128(7)))];
    let step = line(2, "step.add", vec![made(Table::Step, 8, of)]);
    let refused = Err(Refusal::ChangedSince { by: "step.add".into() });
    assert_eq!(undo(&[plan.clone(), step], &plan), refused);
}
