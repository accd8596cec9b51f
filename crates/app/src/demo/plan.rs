//! The plans of invented people: what they want, and a few steps towards it, some done.

use chrono::Days;
use passerelle_domain::plan::{self, OfCase, PlanDraft, Step, StepBy, StepWords};

use super::life::{Life, below, pick};
use crate::Problem;

const WORDS: &[&str] = &[
    "Je veux un métier manuel, pas rester assis. Et commencer avant l’été.",
    "D’abord mon permis, après on verra pour le travail.",
    "Reprendre l’école, mais pas comme avant.",
    "Travailler vite pour aider ma mère.",
];

const STEPS: &[(&str, StepBy)] = &[
    ("Refaire le CV ensemble", StepBy::Worker),
    ("Retrouver la carte Vitale", StepBy::Person),
    ("Visiter l’atelier un mercredi", StepBy::Person),
    ("Entretien avec la mission locale", StepBy::Partner),
    ("Demander la carte de bus", StepBy::Person),
];

/// Writes the plan on the day that the life has come to; its steps are due in the weeks around the present.
pub(super) fn write(life: &mut Life<'_>) -> Result<(), Problem> {
    let of = OfCase { person: life.person, case: life.case, author: life.worker };
    let agreed = below(life.chance, 4) > 0;
    let form = PlanDraft {
        words: pick(life.chance, WORDS).copied().unwrap_or_default().to_owned(),
        decided_on: Some(life.day),
        agreed_on: agreed.then_some(life.day),
        review_on: Some(life.day + Days::new(60)),
    };
    let (plan, changes) = plan::write(of, None, &form, life.then(), life.ids)?;
    life.acts.push(changes);
    let first = below(life.chance, 3);
    for (what, by) in STEPS.iter().skip(usize::try_from(first).unwrap_or(0)).take(2) {
        let due_on = life.now.today + Days::new(u64::from(below(life.chance, 21))) - Days::new(4);
        let words = StepWords { what: (*what).to_owned(), by: *by, due_on: Some(due_on) };
        let (id, changes) = plan::add_step(of, Some(plan), &words, life.then(), life.ids)?;
        life.acts.push(changes);
        if below(life.chance, 3) == 0 {
            let note = String::new();
            let step = Step { id, person: of.person, words, done_on: None, dropped_on: None, note };
            life.acts.push(plan::settle_step(&step, true, life.then()));
        }
    }
    Ok(())
}
