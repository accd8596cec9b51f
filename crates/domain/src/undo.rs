//! Which acts can be undone, while what stands, and by which inverse act. What was written comes in, decoded.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::{
    AGREEMENT, ATTENDANCE, CASE_MOVE, CHECK, Changes, Field, Kind, Op, PLAN, Refusal, Row, SAME_AS,
    TRANSITION, Table, Value,
};
use crate::id::PersonId;
use crate::moment::Instant;
use crate::referral::State;

/// One operation of an act, with what a `Set` replaced; null for the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    pub op: Op,
    pub before: Value,
}

/// One act of the journal of this laptop.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its number on this laptop, counted up from 1.
    pub position: u64,
    pub act: String,
    pub subject: Option<PersonId>,
    /// When it was written; acts that were written together bear the same instant.
    pub at: Instant,
    /// The act that this one undid.
    pub undoes: Option<u64>,
    pub writes: Vec<Write>,
    /// Every operation could be read; false for a line of a newer version or of an erased person.
    pub whole: bool,
}

/// The act of undoing, and the one of doing again: an undo undone.
pub const UNDO: &str = "undo";

/// The acts that have a way back. An act that is not named here has none: making or importing a vault, and whatever is
/// added later, until somebody has thought about its inverse.
pub const UNDOABLE: &[&str] = &[
    "activity.add",
    ATTEND,
    "activity.correct",
    "activity.remove",
    "agreement.record",
    "agreement.withdraw",
    "appointment.add",
    "appointment.correct",
    "appointment.move",
    REASSIGN,
    "appointment.remove",
    "appointment.settle",
    "case.correct",
    "case.move",
    "encounter.record",
    "encounter.rewrite",
    "need.answer",
    "notice.record",
    "notice.remove",
    "person.add",
    "person.correct",
    "person.distinct",
    "person.merge",
    "person.unmerge",
    "plan.close",
    "plan.write",
    "programme.add",
    "programme.correct",
    "provider.add",
    "provider.correct",
    "referral.chase",
    "referral.check",
    "referral.correct",
    "referral.move",
    "referral.propose",
    "referral.send",
    "referral.settle_and_now",
    "situation.correct",
    "situation.record",
    "situation.remove",
    "step.add",
    "step.correct",
    "step.drop",
    "step.settle",
    "task.add",
    "task.settle",
    UNDO,
    "view.remove",
    "view.save",
];

/// A sheet that was filled in, one act for each person on it.
pub const ATTEND: &str = "activity.attend";

/// A meeting that changed files: taken out of one, written in the other.
pub const REASSIGN: &str = "appointment.reassign";

/// What a field holds where nobody ever wrote it.
pub fn blank(table: Table, field: Field) -> Value {
    let Some(def) = table.field(field) else { return Value::Null };
    match (def.kind, table, def.name) {
        (_, Table::Need, "answer") => Value::text("unasked"),
        (_, Table::Programme, "status") => Value::text("open"),
        (_, Table::Appointment, "outcome") => Value::text("planned"),
        (Kind::Text, _, _) => Value::text(""),
        (Kind::Int, _, "removed" | "undone" | "demo" | "urgent" | "rank" | "at") => Value::Int(0),
        (Kind::Group(parts), _, _) => Value::Group(vec![Value::text(""); parts.len()]),
        (Kind::Int | Kind::Day | Kind::Id | Kind::Set, _, _) => Value::Null,
    }
}

/// The mark by which a row of this table is taken out.
fn mark(table: Table) -> Option<Field> {
    let named = |name: &str| table.def().fields.iter().find(|def| def.name == name).map(|def| def.field);
    named("removed").or_else(|| named("undone"))
}

/// The positions of the acts that were undone and not done again.
pub fn undone(lines: &[Line]) -> BTreeSet<u64> {
    let mut gone = BTreeSet::new();
    let mut latest_first: Vec<&Line> = lines.iter().collect();
    latest_first.sort_by_key(|line| std::cmp::Reverse(line.position));
    for line in latest_first {
        if let Some(target) = line.undoes.filter(|_| !gone.contains(&line.position)) {
            gone.insert(target);
        }
    }
    gone
}

/// A field of the row that was made, where the act made it.
fn made(op: &Op, table: Table, field: Field) -> Option<&Value> {
    match op {
        Op::New { row, fields } if row.table == table => {
            fields.iter().find(|(of, _)| *of == field).map(|(_, value)| value)
        }
        Op::New { .. } | Op::Set { .. } | Op::Add { .. } | Op::Remove { .. } => None,
    }
}

/// What an act wrote, as far as a later one can stand on it.
#[derive(Default)]
struct Ground {
    made: BTreeSet<Row>,
    set: BTreeSet<(Row, Field)>,
    /// Referrals and cases that it moved on: a later move stands on it though it names it nowhere.
    moved: Vec<(Table, Value)>,
    /// It gave an agreement, on which a later sending stands.
    agreed: bool,
}

fn ground(line: &Line, by_position: &BTreeMap<u64, &Line>) -> Ground {
    let mut ground = Ground::default();
    for write in &line.writes {
        match &write.op {
            Op::New { row, .. } => {
                ground.made.insert(*row);
            }
            Op::Set { row, field, .. } | Op::Add { row, field, .. } | Op::Remove { row, field, .. } => {
                ground.set.insert((*row, *field));
            }
        }
    }
    // An undo wrote marks only: what they stand for is said by the act at the end of the chain.
    let (mut origin, mut steps) = (line, by_position.len());
    while let (Some(target), true) = (origin.undoes.and_then(|at| by_position.get(&at)), steps > 0) {
        (origin, steps) = (target, steps - 1);
    }
    for write in &origin.writes {
        for (table, field) in
            [(Table::Transition, TRANSITION.referral), (Table::CaseMove, CASE_MOVE.case_file)]
        {
            ground.moved.extend(made(&write.op, table, field).map(|value| (table, value.clone())));
        }
        ground.agreed |= made(&write.op, Table::Agreement, AGREEMENT.provider).is_some();
    }
    ground
}

fn stands_on(later: &Line, subject: Option<PersonId>, ground: &Ground) -> bool {
    later.writes.iter().any(|Write { op, .. }| {
        let row = op.row();
        let written_over = match op {
            Op::New { .. } => ground.set.iter().any(|(of, _)| *of == row),
            Op::Set { field, .. } | Op::Add { field, .. } | Op::Remove { field, .. } => {
                ground.set.contains(&(row, *field))
            }
        };
        let names = match op {
            Op::New { fields, .. } => {
                fields.iter().any(|(_, value)| ground.made.iter().any(|made| *value == Value::Id(made.id)))
            }
            Op::Set { value, .. } => ground.made.iter().any(|made| *value == Value::Id(made.id)),
            Op::Add { .. } | Op::Remove { .. } => false,
        };
        let followed = ground.moved.iter().any(|(table, of)| {
            made(
                op,
                *table,
                if *table == Table::Transition { TRANSITION.referral } else { CASE_MOVE.case_file },
            ) == Some(of)
                || (*table == Table::Transition
                    && (made(op, Table::Check, CHECK.referral) == Some(of) || *of == Value::Id(row.id)))
        });
        let sent = made(op, Table::Transition, TRANSITION.to_state) == Some(&Value::text(State::Sent.code()));
        written_over
            || ground.made.contains(&row)
            || names
            || followed
            || (ground.agreed && sent && later.subject == subject)
    })
}

/// The act that must be undone before this one, if one stands on what it wrote; `lines` holds the act and all later ones.
pub fn followed_by<'a>(lines: &'a [Line], line: &Line) -> Option<&'a Line> {
    let gone = undone(lines);
    if gone.contains(&line.position) {
        return lines
            .iter()
            .find(|later| later.undoes == Some(line.position) && !gone.contains(&later.position));
    }
    let by_position: BTreeMap<u64, &Line> = lines.iter().map(|line| (line.position, line)).collect();
    let ground = ground(line, &by_position);
    lines
        .iter()
        .filter(|later| later.position > line.position && !gone.contains(&later.position))
        // An undo that stands has brought back what was before its act: with an act after this one, what this one wrote.
        .filter(|later| later.undoes.is_none_or(|target| target < line.position))
        .filter(|later| stands_on(later, line.subject, &ground))
        .max_by_key(|later| later.position)
}

fn never(line: &Line) -> Refusal {
    Refusal::NeverUndone { act: line.act.clone() }
}

/// Takes a row that was made out again: by its mark; an answer that has none, field by field. A case needs none where its
/// person was made in the same act, since it goes with them.
fn unmake(line: &Line, row: Row, fields: &[(Field, Value)]) -> Result<Vec<Op>, Refusal> {
    if let Some(field) = mark(row.table) {
        return Ok(vec![Op::Set { row, field, value: Value::flag(true) }]);
    }
    match row.table {
        Table::Case
            if line
                .writes
                .iter()
                .any(|write| matches!(write.op, Op::New { row, .. } if row.table == Table::Person)) =>
        {
            Ok(Vec::new())
        }
        // The pair stays written down, judged by nobody.
        Table::SameAs => {
            Ok(vec![Op::Set { row, field: SAME_AS.verdict, value: blank(row.table, SAME_AS.verdict) }])
        }
        // A line of a sheet without an answer is on no sheet; a plan without a word is none, and the next one is written in it.
        Table::Attendance => {
            let field = ATTENDANCE.answer;
            Ok(vec![Op::Set { row, field, value: blank(row.table, field) }])
        }
        Table::Plan => Ok(fields
            .iter()
            .filter(|(field, _)| {
                [PLAN.words, PLAN.decided_on, PLAN.agreed_on, PLAN.review_on].contains(field)
            })
            .map(|(field, _)| Op::Set { row, field: *field, value: blank(row.table, *field) })
            .collect()),
        Table::Need => Ok(fields
            .iter()
            .filter(|(field, _)| {
                row.table
                    .field(*field)
                    .is_some_and(|def| !matches!(def.kind, Kind::Id) && def.name != "theme")
            })
            .map(|(field, _)| Op::Set { row, field: *field, value: blank(row.table, *field) })
            .collect()),
        _ => Err(never(line)),
    }
}

/// The inverse of an act, itself an act that can be undone. `lines` holds the act and all later ones of this laptop.
/// Refused: an act that has no way back, one that a later act stands on (which is named), one that was undone already.
pub fn undo(lines: &[Line], line: &Line) -> Result<Changes, Refusal> {
    if !UNDOABLE.contains(&line.act.as_str()) || !line.whole || line.writes.is_empty() {
        return Err(never(line));
    }
    if let Some(by) = followed_by(lines, line) {
        return Err(Refusal::ChangedSince { by: by.act.clone() });
    }
    let mut changes = Changes::new(UNDO, line.subject);
    changes.undoes = Some(line.position);
    for Write { op, before } in line.writes.iter().rev() {
        match op {
            Op::New { row, fields } => changes.ops.extend(unmake(line, *row, fields)?),
            Op::Set { row, field, .. } => {
                changes.ops.push(Op::Set { row: *row, field: *field, value: before.clone() });
            }
            Op::Add { row, field, element } => {
                changes.ops.push(Op::Remove { row: *row, field: *field, element: element.clone() });
            }
            Op::Remove { row, field, element } => {
                changes.ops.push(Op::Add { row: *row, field: *field, element: element.clone() });
            }
        }
    }
    Ok(changes)
}

/// Whether the later of two lines goes on with the gesture of the earlier: two acts of one sheet, or the undoing of two such.
fn goes_on(lines: &[Line], earlier: &Line, later: &Line) -> bool {
    let next = later.position == earlier.position + 1 && later.at == earlier.at && later.act == earlier.act;
    let target = |line: &Line| lines.iter().find(|other| Some(other.position) == line.undoes);
    next && match (target(earlier), target(later)) {
        (Some(one), Some(other)) => goes_on(lines, one, other),
        _ => [ATTEND, REASSIGN].contains(&later.act.as_str()),
    }
}

/// The acts that were written in one gesture with this one, itself included, in their order. No person comes twice in a gesture:
/// whoever does began the next one.
pub fn gesture<'a>(lines: &'a [Line], line: &'a Line) -> Vec<&'a Line> {
    let by_position: BTreeMap<u64, &Line> = lines.iter().map(|line| (line.position, line)).collect();
    let mut found = vec![line];
    let mut earliest = line;
    while let Some(before) = by_position.get(&(earliest.position.saturating_sub(1)))
        && goes_on(lines, before, earliest)
        && found.iter().all(|other| other.subject != before.subject)
    {
        found.insert(0, before);
        earliest = before;
    }
    let mut latest = line;
    while let Some(after) = by_position.get(&(latest.position + 1))
        && goes_on(lines, latest, after)
        && found.iter().all(|other| other.subject != after.subject)
    {
        found.push(after);
        latest = after;
    }
    found
}

/// The inverse of everything that was written in one gesture with an act: all of it, or nothing. Refused as [`undo`] is, and
/// where the gesture began before what `lines` holds.
pub fn undo_gesture(lines: &[Line], line: &Line) -> Result<Vec<Changes>, Refusal> {
    let all = gesture(lines, line);
    let oldest = lines.iter().map(|line| line.position).min();
    let first = all.first().map(|line| line.position);
    if all.len() > 1 && first == oldest {
        return Err(never(line));
    }
    all.into_iter().map(|line| undo(lines, line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{ENCOUNTER, PERSON, REFERRAL, STEP};
    use uuid::Uuid;

    const AWA: Row = Row { table: Table::Person, id: Uuid::from_u128(1) };

    fn line(position: u64, act: &str, writes: Vec<Write>) -> Line {
        let subject = Some(PersonId(AWA.id));
        Line { position, act: act.into(), subject, at: Instant(0), undoes: None, writes, whole: true }
    }

    fn made(table: Table, id: u128, fields: Vec<(Field, Value)>) -> Write {
        Write { op: Op::New { row: Row { table, id: Uuid::from_u128(id) }, fields }, before: Value::Null }
    }

    fn phone(position: u64, before: &str, after: &str) -> Line {
        let op = Op::Set { row: AWA, field: PERSON.phone, value: Value::text(after) };
        line(position, "person.correct", vec![Write { op, before: Value::text(before) }])
    }

    fn undoing(position: u64, lines: &[Line], target: &Line) -> Line {
        let changes = undo(lines, target).unwrap();
        let writes = changes.ops.into_iter().map(|op| Write { op, before: Value::Null }).collect();
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
        let dated = line(2, "referral.correct", vec![Write { op, before: Value::Null }]);
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
            let writes = act.ops.into_iter().map(|op| Write { op, before: Value::Null }).collect();
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
        let positions =
            |line: &Line| gesture(&lines, line).iter().map(|line| line.position).collect::<Vec<_>>();
        assert_eq!(positions(&lines[1]), [2, 3]);
        assert_eq!(positions(&lines[4]), [5]);
        let notes = [line(1, "encounter.record", vec![]), line(2, "encounter.record", vec![])];
        assert_eq!(gesture(&notes, &notes[0]).len(), 1, "other acts stand for themselves");
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
}
