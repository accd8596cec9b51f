//! Which acts can be undone, while what stands, and by which inverse act. What was written comes in, decoded.

mod gesture;
mod ground;

pub use gesture::{gestures, undo_gesture};
pub use ground::{Past, undone};

use crate::change::merge::mark;
use crate::change::{
    ATTENDANCE, CASE, CUSTOM_VALUE, Changes, Field, Kind, Op, PLAN, Refusal, Row, SAME_AS, Table, Value,
};
use crate::id::PersonId;
use crate::moment::Instant;

/// One operation of an act, with what a `Set` replaced; null for the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    pub op: Op,
    pub before: Value,
    /// Other values that a `Set` replaced at once: laptops had said differently, and this settled it.
    pub beside: Vec<Value>,
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
    HAND_OVER,
    "case.move",
    "case.open",
    "case.reopen",
    "clause_hours.add",
    "clause_hours.correct",
    "clause_hours.remove",
    "consultation.add",
    "consultation.correct",
    "consultation.remove",
    "document.add",
    "document.correct",
    "document.remove",
    "encounter.record",
    "encounter.rewrite",
    "feedback.remove_words",
    "feedback.remove_all",
    "field.correct",
    "field.define",
    "field.retire",
    "follow_up.add",
    "follow_up.correct",
    "follow_up.remove",
    "fund.add",
    "fund.correct",
    "fund.keep_columns",
    "fund.remove",
    "letterhead.change",
    "letterhead.change_logo",
    "need.answer",
    "notice.record",
    "notice.remove",
    "outcome_rule.add",
    "outcome_rule.correct",
    "outcome_rule.remove",
    "participation.answer",
    "participation.join",
    "participation.remove",
    IMPORT_LIST,
    "person.add",
    "person.correct",
    "person.custom",
    "person.decide_residence",
    "person.distinct",
    "person.merge",
    "person.unmerge",
    "plan.close",
    "plan.write",
    "programme.add",
    "programme.correct",
    "proposal.add",
    "proposal.answer",
    "proposal.correct",
    "proposal.remove",
    "provider.add",
    "provider.correct",
    "referral.chase",
    "referral.check",
    "referral.correct",
    "referral.move",
    "referral.propose",
    "referral.send",
    "referral.settle_and_now",
    "retention.decide",
    "rights.answer",
    "rights.extend",
    "rights.lift",
    "rights.record",
    "rights.remove",
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
    "worker.add",
    "worker.remove",
    "worker.rename",
    "works_site.add",
    "works_site.correct",
    "works_site.remove",
];

/// A sheet that was filled in, one act for each person on it.
pub const ATTEND: &str = "activity.attend";

/// A case given to another referent: of many people at once, an act for each.
pub const HAND_OVER: &str = "case.hand_over";

/// A list of people taken in, an act for each of them.
pub const IMPORT_LIST: &str = "people.import_list";

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
        (Kind::Int, _, "removed" | "undone" | "demo" | "urgent" | "rank" | "at" | "done") => Value::Int(0),
        (Kind::Group(parts), _, _) => Value::Group(vec![Value::text(""); parts.len()]),
        (Kind::Int | Kind::Day | Kind::Id | Kind::Set, _, _) => Value::Null,
    }
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
        // A case that no day opened is none.
        Table::Case => Ok(vec![Op::Set { row, field: CASE.opened_on, value: Value::Null }]),
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
        // A letterhead without a word or a logo is none, and the next one is written in it.
        Table::Letterhead => Ok(fields
            .iter()
            .map(|(field, _)| Op::Set { row, field: *field, value: blank(row.table, *field) })
            .collect()),
        // The field stands empty, as if nobody had said anything.
        Table::CustomValue => {
            Ok(vec![Op::Set { row, field: CUSTOM_VALUE.value, value: blank(row.table, CUSTOM_VALUE.value) }])
        }
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
    Past::of(lines).undo(line)
}

impl Past<'_> {
    /// The inverse of one of these acts; see [`undo`].
    pub fn undo(&self, line: &Line) -> Result<Changes, Refusal> {
        if !UNDOABLE.contains(&line.act.as_str()) || !line.whole || line.writes.is_empty() {
            return Err(never(line));
        }
        if let Some(by) = self.followed_by(line) {
            return Err(Refusal::ChangedSince { by: by.act.clone() });
        }
        let mut changes = Changes::new(UNDO, line.subject);
        changes.undoes = Some(line.position);
        for Write { op, before, .. } in line.writes.iter().rev() {
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
}

#[cfg(test)]
mod tests;
