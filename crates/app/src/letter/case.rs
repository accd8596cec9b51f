//! What is said of a case on paper: to a meeting, and to the young person themself.

use passerelle_domain::assessment::Answer;
use passerelle_domain::id::PersonId;
use passerelle_domain::letter::Part;
use passerelle_letters::{Agreed, Asked, OwnCopy, Step, Summary};
use passerelle_vault::person::{PersonFile, TimelineWhat};
use serde::Deserialize;
use ts_rs::TS;

use super::{LetterWritten, age, head, language, meetings, reach, representative, worker, write};
use crate::desk::{App, UseCase};
use crate::{Problem, outside};

/// Notes that a summary holds at most, the latest first.
const NOTES: usize = 20;

/// Writes the summary of a case for a meeting, with the parts that were chosen and no other.
#[derive(Deserialize, TS)]
pub struct WriteSummary {
    person: PersonId,
    parts: Vec<Part>,
    /// The file, whole path, ending in `.pdf`, outside of the vault's folder. One that is there is replaced.
    path: String,
}

fn steps(file: &PersonFile) -> Vec<Step> {
    let all = file.plan.iter().flat_map(|plan| &plan.steps).filter(|step| step.dropped_on.is_none());
    let step = |step: &passerelle_vault::person::StepView| Step {
        what: step.what.clone(),
        by: step.by,
        due_on: step.due_on,
        done: step.done_on.is_some(),
    };
    all.map(step).collect()
}

fn asked(file: &PersonFile) -> Vec<Asked> {
    let line = |line: &passerelle_vault::referral::ReferralLine| Asked {
        programme: line.programme_name.clone(),
        partner: line.provider_name.clone(),
        state: line.state,
        since: line.since,
    };
    file.referrals.iter().map(line).collect()
}

fn words(file: &PersonFile) -> String {
    file.plan.as_ref().map(|plan| plan.draft.words.clone()).unwrap_or_default()
}

fn notes(file: &PersonFile) -> Vec<(Option<chrono::NaiveDate>, String)> {
    let notes = file.timeline.iter().filter_map(|item| match &item.what {
        TimelineWhat::Encounter { note, .. } if !note.trim().is_empty() => Some((item.on, note.clone())),
        _ => None,
    });
    notes.take(NOTES).collect()
}

impl UseCase for WriteSummary {
    const NAME: &'static str = "letter.summary";
    type Answer = LetterWritten;

    fn run(self, app: &App) -> Result<LetterWritten, Problem> {
        outside::place(&self.path, "pdf", &app.place.dir)?;
        let l = language(app)?;
        let paper = app.with(|open| {
            let today = app.now().today;
            let file = open.vault.person(self.person, today)?;
            let named = file.needs.iter().filter(|need| need.answer == Answer::Yes);
            let latest = file.situations.first();
            let summary = Summary {
                who: reach(&file.who),
                age: age(l, file.age),
                representative: representative(&file.who),
                situation: latest.and_then(|latest| latest.kind.map(|kind| (kind, latest.since_on))),
                words: words(&file),
                steps: steps(&file),
                referrals: asked(&file),
                meetings: meetings(l, &file.appointments, today),
                needs: named.map(|need| need.theme).collect(),
                notes: notes(&file),
                worker: worker(open)?,
                invented: file.demo,
            };
            Ok(summary.paper(&self.parts, l, today, head::of(open)?))
        })?;
        write(app, &self.path, paper, None)
    }
}

/// Writes the copy that the young person takes home: their words, their steps, whom to call, their rights.
#[derive(Deserialize, TS)]
pub struct WriteOwnCopy {
    person: PersonId,
    /// The file, whole path, ending in `.pdf`, outside of the vault's folder. One that is there is replaced.
    path: String,
}

impl UseCase for WriteOwnCopy {
    const NAME: &'static str = "letter.own_copy";
    type Answer = LetterWritten;

    fn run(self, app: &App) -> Result<LetterWritten, Problem> {
        outside::place(&self.path, "pdf", &app.place.dir)?;
        let l = language(app)?;
        let paper = app.with(|open| {
            let today = app.now().today;
            let file = open.vault.person(self.person, today)?;
            let standing = file.agreements.iter().filter(|agreement| agreement.withdrawn_on.is_none());
            let agreements = standing.map(|agreement| Agreed {
                partner: agreement.provider_name.clone(),
                on: agreement.given_on,
                by: agreement.given_by,
                text_version: agreement.text_version.clone(),
            });
            let copy = OwnCopy {
                name: file.who.given_name.clone(),
                words: words(&file),
                steps: steps(&file),
                referrals: asked(&file).into_iter().filter(|of| !of.state.is_ending()).collect(),
                meetings: meetings(l, &file.appointments, today),
                agreements: agreements.collect(),
                minor: file.minor == Some(true),
                worker: worker(open)?,
                invented: file.demo,
            };
            Ok(copy.paper(l, today, head::of(open)?))
        })?;
        write(app, &self.path, paper, None)
    }
}
