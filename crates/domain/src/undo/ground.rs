//! What an act wrote that a later one can stand on, and which later one does.

use std::collections::{BTreeMap, BTreeSet};

use super::{Line, Write};
use crate::change::{AGREEMENT, CASE, CASE_MOVE, CHECK, Field, Op, Row, TRANSITION, Table, Value};
use crate::id::PersonId;
use crate::referral::State;

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
        // Another case was opened since the one that was moved had ended.
        let reopened = made(op, Table::Case, CASE.person).is_some()
            && ground.moved.iter().any(|(table, _)| *table == Table::CaseMove)
            && later.subject == subject;
        let sent = made(op, Table::Transition, TRANSITION.to_state) == Some(&Value::text(State::Sent.code()));
        written_over
            || ground.made.contains(&row)
            || names
            || followed
            || reopened
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
