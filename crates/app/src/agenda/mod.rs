//! What a worker does with their day.

mod activity;
mod appointment;
mod export;

use chrono::NaiveDate;
use passerelle_domain::Refusal;
use passerelle_domain::agenda::recurrence::Every;
use passerelle_domain::id::{PersonId, TaskId};
use passerelle_domain::moment::plausible;
use passerelle_domain::task::{self, AddTask};
use passerelle_vault::agenda::{AT_FIRST, AT_MOST, Today, Week};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ShowToday>();
    registrar.register::<Add>();
    registrar.register::<Settle>();
    registrar.register::<ShowWeek>();
    appointment::register(registrar);
    activity::register(registrar);
    export::register(registrar);
}

/// What the day asks for: a few of each kind, or all that anybody could read.
#[derive(Deserialize, TS)]
pub struct ShowToday {
    #[serde(default)]
    #[ts(optional)]
    whole: Option<bool>,
}

impl UseCase for ShowToday {
    const NAME: &'static str = "today.show";
    type Answer = Today;

    fn run(self, app: &App) -> Result<Today, Problem> {
        let most = if self.whole == Some(true) { AT_MOST } else { AT_FIRST };
        app.ask(|vault, now| vault.today(now.today, most))
    }
}

#[derive(Deserialize, TS)]
#[ts(rename = "AddTask")]
pub struct Add {
    person: Option<PersonId>,
    what: String,
    due_on: NaiveDate,
    urgent: bool,
    /// How often it comes back; once where nothing is said.
    #[serde(default)]
    #[ts(optional)]
    every: Option<Every>,
}

#[derive(Serialize, TS)]
pub struct TaskAdded {
    pub task: TaskId,
}

impl UseCase for Add {
    const NAME: &'static str = "task.add";
    type Answer = TaskAdded;

    fn run(self, app: &App) -> Result<TaskAdded, Problem> {
        app.act(|open, _, ids| {
            let case = match self.person {
                Some(person) => open.vault.present(person)?.1,
                None => None,
            };
            let (what, due_on, urgent) = (self.what.as_str(), self.due_on, self.urgent);
            let every = self.every.unwrap_or(Every::Once);
            let request = AddTask { person: self.person, case, what, due_on, urgent, every };
            let (task, changes) = task::add(&request, open.worker, ids)?;
            Ok((TaskAdded { task }, changes))
        })
    }
}

/// Ticks a task off, or takes the tick back.
#[derive(Deserialize, TS)]
pub struct Settle {
    task: TaskId,
    done: bool,
}

impl UseCase for Settle {
    const NAME: &'static str = "task.settle";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let (person, done_on) = open.vault.task(self.task)?;
            let mut changes = task::settle(self.task, person, done_on, self.done, now);
            if let Some(kept) = open.vault.recurring(self.task)? {
                task::come_back(&mut changes, self.task, &kept, self.done, open.worker, now);
            }
            Ok(((), changes))
        })
    }
}

/// What stands on so many days from one on; 42 days at most, so that a month can be shown.
#[derive(Deserialize, TS)]
pub struct ShowWeek {
    from: NaiveDate,
    days: u32,
}

impl UseCase for ShowWeek {
    const NAME: &'static str = "agenda.week";
    type Answer = Week;

    fn run(self, app: &App) -> Result<Week, Problem> {
        plausible("from", self.from)?;
        if !(1..=42).contains(&self.days) {
            return Err(Refusal::Unreadable { field: "days".to_owned() }.into());
        }
        app.ask(|vault, now| vault.week(self.from, self.days, now.today))
    }
}
