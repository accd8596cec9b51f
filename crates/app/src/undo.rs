//! What a worker takes back, and does again.

use chrono::NaiveDate;
use passerelle_domain::change::{
    ACTIVITY, APPOINTMENT, CASE_MOVE, CHECK, CLAUSE_HOURS, CONSULTATION, CUSTOM_FIELD, DOCUMENT, ENCOUNTER,
    FOLLOW_UP, FUND_OPERATION, FUND_PARTICIPATION, Field, HANDOVER, NOTICE, OUTCOME_RULE, Op, PROGRAMME,
    PROPOSAL, PROVIDER, SAVED_VIEW, SITUATION, STEP, TASK, TRANSITION, Table, Value, WORKER, WORKS_SITE,
};
use passerelle_domain::encounter::EncounterKind;
use passerelle_domain::id::PersonId;
use passerelle_domain::moment::Instant;
use passerelle_domain::undo::{Line, Past, REASSIGN, UNDO, UNDOABLE, Write, gestures, undo_gesture};
use passerelle_vault::past::Act;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ListUndoable>();
    registrar.register::<Undo>();
}

/// How many acts are offered to be undone.
const OFFERED: usize = 20;

/// An act that can be undone, with the facts that its sentence needs; what an act does not tell is left empty.
#[derive(Serialize, TS)]
pub struct Undoable {
    /// Its number in the journal of this laptop.
    pub position: u64,
    /// The name of the act; of an undo, of the act that it undid.
    pub act: String,
    /// It is itself an undo: undoing it does the act again.
    pub again: bool,
    pub at: Instant,
    pub person: Option<PersonId>,
    pub person_name: String,
    /// The day that the act speaks of.
    pub on: Option<NaiveDate>,
    pub way: Option<EncounterKind>,
    /// The name of what was added, the words of a task or a step, the subject of a meeting.
    pub what: String,
    /// How many people it wrote about in one gesture: more than one for a sheet, or for cases handed over
    /// together. No person is named then.
    pub people: u32,
    /// The later act that stands on it and would have to be undone first.
    pub followed_by: Option<String>,
}

fn made(line: &Line, table: Table, field: Field) -> Option<&Value> {
    line.writes.iter().find_map(|Write { op, .. }| match op {
        Op::New { row, fields } if row.table == table => {
            fields.iter().find(|(of, _)| *of == field).map(|(_, value)| value)
        }
        _ => None,
    })
}

fn day(line: &Line) -> Option<NaiveDate> {
    let places = [
        (Table::Encounter, ENCOUNTER.on_day),
        (Table::CaseMove, CASE_MOVE.on_day),
        (Table::Transition, TRANSITION.on_day),
        (Table::Check, CHECK.on_day),
        (Table::Appointment, APPOINTMENT.slot),
        (Table::Activity, ACTIVITY.slot),
        (Table::Situation, SITUATION.since_on),
        (Table::Notice, NOTICE.told_on),
        (Table::Handover, HANDOVER.on_day),
        (Table::Consultation, CONSULTATION.held_on),
        (Table::ClauseHours, CLAUSE_HOURS.on_day),
        (Table::FundParticipation, FUND_PARTICIPATION.entered_on),
    ];
    places.into_iter().find_map(|(table, field)| match made(line, table, field) {
        Some(Value::Day(day)) => Some(*day),
        // Of a time, its day.
        Some(Value::Group(parts)) => match parts.first() {
            Some(Value::Text(day)) => day.parse().ok(),
            _ => None,
        },
        _ => None,
    })
}

fn what(line: &Line) -> String {
    let places = [
        (Table::Step, STEP.what),
        (Table::Task, TASK.what),
        (Table::Appointment, APPOINTMENT.what),
        (Table::Activity, ACTIVITY.title),
        (Table::Programme, PROGRAMME.name),
        (Table::Provider, PROVIDER.name),
        (Table::SavedView, SAVED_VIEW.name),
        (Table::Worker, WORKER.name),
        (Table::Document, DOCUMENT.name),
        (Table::CustomField, CUSTOM_FIELD.label),
        (Table::Consultation, CONSULTATION.question),
        (Table::Proposal, PROPOSAL.what),
        (Table::FollowUp, FOLLOW_UP.what),
        (Table::WorksSite, WORKS_SITE.name),
        (Table::FundOperation, FUND_OPERATION.name),
        (Table::OutcomeRule, OUTCOME_RULE.name),
    ];
    let found = places.into_iter().find_map(|(table, field)| match made(line, table, field) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    });
    found.unwrap_or_default()
}

/// The act that an undo is about in the end: doing again and undoing again are about the same.
fn origin<'a>(acts: &'a [Act], act: &'a Act) -> Option<&'a Act> {
    let mut origin = act;
    for _ in 0..acts.len() {
        let Some(target) = origin.line.undoes else { return Some(origin) };
        origin = acts.iter().find(|act| act.line.position == target)?;
    }
    None
}

/// Whether undoing this does an act again: one undo, or three.
fn again(acts: &[Act], act: &Act) -> bool {
    let (mut steps, mut at) = (0, act);
    while let Some(target) = at.line.undoes {
        steps += 1;
        let Some(found) = acts.iter().find(|act| act.line.position == target) else { break };
        at = found;
    }
    steps % 2 == 1
}

/// What this worker can undo of their last acts on this laptop, the latest first, at most 20.
#[derive(Deserialize, TS)]
pub struct ListUndoable {}

impl UseCase for ListUndoable {
    const NAME: &'static str = "undo.last";
    type Answer = Vec<Undoable>;

    fn run(self, app: &App) -> Result<Vec<Undoable>, Problem> {
        app.with(|open| {
            let acts = open.vault.last_acts()?;
            let lines: Vec<Line> = acts.iter().map(|act| act.line.clone()).collect();
            let past = Past::of(&lines);
            // The latest first; of a gesture, the last act stands for all.
            let gestures = gestures(&lines);
            let offered = gestures.iter().rev().filter_map(|all| {
                let last = all.last()?;
                let act = acts.iter().find(|act| act.line.position == last.position)?;
                let listed = UNDOABLE.contains(&last.act.as_str()) && last.whole && !last.writes.is_empty();
                (listed && !act.beside && act.worker == open.worker && !past.is_undone(last.position))
                    .then_some((all, act))
            });
            let of = |(all, act): (&Vec<&Line>, &Act)| {
                let about = origin(&acts, act)?;
                // A meeting that changed files is told by the one it is in.
                let told = if about.line.act == REASSIGN { 1 } else { all.len() };
                let later = all.iter().find_map(|line| past.followed_by(line));
                Some(Undoable {
                    position: act.line.position,
                    act: about.line.act.clone(),
                    again: again(&acts, act),
                    at: act.at,
                    person: act.line.subject.filter(|_| told == 1),
                    person_name: if told == 1 { act.person_name.clone() } else { String::new() },
                    on: day(&about.line),
                    way: match made(&about.line, Table::Encounter, ENCOUNTER.kind) {
                        Some(Value::Text(code)) => EncounterKind::from_code(code),
                        _ => None,
                    },
                    what: what(&about.line),
                    people: u32::try_from(told).unwrap_or(u32::MAX),
                    followed_by: later.map(|later| later.act.clone()),
                })
            };
            Ok(offered.filter_map(of).take(OFFERED).collect())
        })
    }
}

/// Undoes one act by its inverse, which is an act itself: undoing that one does the first again. What was written in one gesture, as a
/// sheet, is one act here.
#[derive(Deserialize, TS)]
pub struct Undo {
    position: u64,
}

/// The undo that was written.
#[derive(Serialize, TS)]
pub struct Undone {
    /// Its own number: undoing it does the act again.
    pub position: u64,
}

impl UseCase for Undo {
    const NAME: &'static str = "undo.do";
    type Answer = Undone;

    fn run(self, app: &App) -> Result<Undone, Problem> {
        app.alone(|open| {
            let acts = open.vault.last_acts()?;
            let lines: Vec<Line> = acts.iter().map(|act| act.line.clone()).collect();
            let act = acts
                .iter()
                .find(|act| act.line.position == self.position && !act.beside && act.worker == open.worker)
                .ok_or(Problem::NotFound)?;
            app.write(open, &undo_gesture(&lines, &act.line)?)?;
            let written = open.vault.last_acts()?;
            let latest = written.iter().find(|act| act.line.act == UNDO).ok_or(Problem::NotFound)?;
            Ok(Undone { position: latest.line.position })
        })
    }
}
