//! What an act wrote that a later one can stand on, and which later one does.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

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

/// What a line names: the rows it writes, whom and what it puts into their fields, whose file it is in.
fn mentions(line: &Line) -> BTreeSet<Uuid> {
    let mut named: BTreeSet<Uuid> = line.subject.iter().map(|subject| subject.0).collect();
    for Write { op, .. } in &line.writes {
        named.insert(op.row().id);
        let values: Vec<&Value> = match op {
            Op::New { fields, .. } => fields.iter().map(|(_, value)| value).collect(),
            Op::Set { value, .. } => vec![value],
            Op::Add { .. } | Op::Remove { .. } => Vec::new(),
        };
        named.extend(values.into_iter().filter_map(|value| match value {
            Value::Id(id) => Some(*id),
            _ => None,
        }));
    }
    named
}

/// The acts of this laptop, read once for whatever is asked of them: a gesture of a thousand people asks a thousand times.
pub struct Past<'a> {
    by_position: BTreeMap<u64, &'a Line>,
    gone: BTreeSet<u64>,
    /// Which acts undid one of this position.
    undoers: HashMap<u64, Vec<u64>>,
    /// Which acts name a row: whatever stands on another act names something that it wrote or whose file it is in.
    naming: HashMap<Uuid, Vec<u64>>,
}

impl<'a> Past<'a> {
    pub fn of(lines: &'a [Line]) -> Self {
        let (mut undoers, mut naming): (HashMap<u64, Vec<u64>>, HashMap<Uuid, Vec<u64>>) = Default::default();
        for line in lines {
            if let Some(target) = line.undoes {
                undoers.entry(target).or_default().push(line.position);
            }
            for id in mentions(line) {
                naming.entry(id).or_default().push(line.position);
            }
        }
        let by_position = lines.iter().map(|line| (line.position, line)).collect();
        Self { by_position, gone: undone(lines), undoers, naming }
    }

    /// Whether an act was undone and not done again.
    pub fn is_undone(&self, position: u64) -> bool {
        self.gone.contains(&position)
    }

    /// The act that must be undone before this one, if one stands on what it wrote.
    pub fn followed_by(&self, line: &Line) -> Option<&'a Line> {
        if self.is_undone(line.position) {
            let undoers = self.undoers.get(&line.position)?;
            let standing = undoers.iter().find(|position| !self.is_undone(**position))?;
            return self.by_position.get(standing).copied();
        }
        let ground = ground(line, &self.by_position);
        let mut named: BTreeSet<Uuid> =
            ground.made.iter().chain(ground.set.iter().map(|(row, _)| row)).map(|row| row.id).collect();
        named.extend(ground.moved.iter().filter_map(|(_, of)| match of {
            Value::Id(id) => Some(*id),
            _ => None,
        }));
        named.extend(line.subject.map(|subject| subject.0));
        let positions = named.iter().filter_map(|id| self.naming.get(id)).flatten();
        let later: BTreeSet<u64> = positions.copied().filter(|at| *at > line.position).collect();
        later
            .iter()
            .rev()
            .filter(|position| !self.is_undone(**position))
            .filter_map(|position| self.by_position.get(position).copied())
            // An undo that stands has brought back what was before its act: with an act after this one, what this one wrote.
            .filter(|later| later.undoes.is_none_or(|target| target < line.position))
            .find(|later| stands_on(later, line.subject, &ground))
    }
}
