//! The summary of a case for a meeting: the parts that were chosen, and no other. Whoever makes it chooses; nothing sensitive is
//! chosen beforehand.

use chrono::NaiveDate;
use passerelle_domain::assessment::Theme;
use passerelle_domain::letter::Part;
use passerelle_domain::plan::StepBy;
use passerelle_domain::referral::State;
use passerelle_domain::situation::SituationKind;

use crate::paper::{Block, facts, heading, lines, text};
use crate::word::{capital, situation, state, step_by, theme};
use crate::{Language, Letterhead, Paper, Reach, Worker};

/// One step of a plan.
#[derive(Clone, Debug)]
pub struct Step {
    pub what: String,
    pub by: Option<StepBy>,
    pub due_on: Option<NaiveDate>,
    pub done: bool,
}

/// One referral in a word.
#[derive(Clone, Debug)]
pub struct Asked {
    pub programme: String,
    pub partner: String,
    pub state: State,
    pub since: Option<NaiveDate>,
}

/// What the file says. What is empty makes no part.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    pub who: Reach,
    pub age: String,
    pub representative: Option<Reach>,
    pub situation: Option<(SituationKind, Option<NaiveDate>)>,
    /// In the young person's own words.
    pub words: String,
    pub steps: Vec<Step>,
    pub referrals: Vec<Asked>,
    /// As they are said: day, time, place.
    pub meetings: Vec<String>,
    pub needs: Vec<Theme>,
    /// Day and text.
    pub notes: Vec<(Option<NaiveDate>, String)>,
    pub worker: Worker,
    pub invented: bool,
}

/// How a step is told, with who does it and until when.
pub(crate) fn step(l: Language, of: &Step, to_themself: bool) -> Vec<String> {
    let by = of.by.map_or("", |by| step_by(l, by, to_themself));
    let due = match (of.done, of.due_on) {
        (true, _) => l.pick("fait", "done").to_owned(),
        (false, Some(due)) => l.day(due),
        (false, None) => String::new(),
    };
    vec![of.what.clone(), capital(by), due]
}

pub(crate) fn steps(l: Language, steps: &[Step], to_themself: bool) -> Block {
    let heads = l.pick(["Étape", "Qui", "Pour quand"], ["Step", "Who", "Until"]);
    Block::Table {
        heads: heads.iter().map(|head| (*head).to_owned()).collect(),
        rows: steps.iter().map(|of| step(l, of, to_themself)).collect(),
    }
}

impl Summary {
    #[must_use]
    pub fn paper(&self, parts: &[Part], language: Language, day: NaiveDate, head: Letterhead) -> Paper {
        let l = language;
        let has = |part| parts.contains(&part);
        let name = &self.who.name;
        let title = l.pick(format!("Point de situation : {name}"), format!("Where things stand: {name}"));
        let (on, worker) = (l.day(day), &self.worker.name);
        let lead = l.pick(format!("Préparé le {on} par {worker}"), format!("Made on {on} by {worker}"));
        let mut blocks = vec![Block::Lead { text: lead }];
        let mut who = vec![(l.pick("Nom", "Name"), name.clone()), (l.pick("Âge", "Age"), self.age.clone())];
        who.extend(has(Part::Reach).then(|| self.who.rows(l)).into_iter().flatten());
        blocks.push(facts(who));
        if let Some(of) = self.representative.as_ref().filter(|_| has(Part::Representative)) {
            blocks.push(heading(l.pick("Représentant légal", "Legal representative")));
            let mut rows = vec![(l.pick("Nom", "Name"), of.name.clone())];
            rows.extend(of.rows(l));
            blocks.push(facts(rows));
        }
        if let Some((kind, since)) = self.situation.filter(|_| has(Part::Situation)) {
            blocks.push(heading(l.pick("Situation", "Situation")));
            let since = since.map(|day| l.day(day));
            let since = since.map(|day| l.pick(format!(", depuis le {day}"), format!(", since {day}")));
            blocks.push(text(format!("{}{}", capital(&situation(l, kind)), since.unwrap_or_default())));
        }
        if has(Part::Plan) {
            self.plan(l, &mut blocks);
        }
        if has(Part::Referrals) && !self.referrals.is_empty() {
            blocks.push(heading(l.pick("Orientations", "Referrals")));
            blocks.push(referrals(l, &self.referrals));
        }
        if has(Part::Meetings) && !self.meetings.is_empty() {
            blocks.push(heading(l.pick("Rendez-vous à venir", "Appointments to come")));
            blocks.push(Block::List { items: self.meetings.clone() });
        }
        if has(Part::Needs) && !self.needs.is_empty() {
            blocks.push(heading(l.pick("Freins nommés", "Needs that were named")));
            let items = self.needs.iter().map(|need| capital(&theme(l, *need))).collect();
            blocks.push(Block::List { items });
        }
        if has(Part::Notes) && !self.notes.is_empty() {
            blocks.push(heading(l.pick("Notes", "Notes")));
            for (on, note) in &self.notes {
                let on = on.map(|on| l.day(on)).unwrap_or_default();
                blocks.push(text(format!("{on}\n{note}")));
            }
        }
        blocks.push(heading(l.pick("Décidé à la réunion", "Decided at the meeting")));
        blocks.push(lines("", 4));
        Paper { language, title, day, head, invented: self.invented, blocks }
    }

    fn plan(&self, l: Language, blocks: &mut Vec<Block>) {
        if self.words.trim().is_empty() && self.steps.is_empty() {
            return;
        }
        blocks.push(heading(l.pick("Plan d’action", "Action plan")));
        if !self.words.trim().is_empty() {
            blocks.push(Block::Quote { text: self.words.clone() });
        }
        if !self.steps.is_empty() {
            blocks.push(steps(l, &self.steps, false));
        }
    }
}

fn referrals(l: Language, all: &[Asked]) -> Block {
    let heads = l.pick(["Offre", "Structure", "Où en est-on"], ["Programme", "Provider", "Where it stands"]);
    let row = |of: &Asked| {
        let since = of.since.map(|day| format!(", {}", l.day(day))).unwrap_or_default();
        vec![of.programme.clone(), of.partner.clone(), format!("{}{since}", capital(&state(l, of.state)))]
    };
    Block::Table {
        heads: heads.iter().map(|head| (*head).to_owned()).collect(),
        rows: all.iter().map(row).collect(),
    }
}
