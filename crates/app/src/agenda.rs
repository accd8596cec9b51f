//! What a worker does with their day.

use chrono::NaiveDate;
use passerelle_domain::Refusal;
use passerelle_domain::agenda::activity::{self, ActivityForm, ActivityKind, Attendance};
use passerelle_domain::agenda::appointment::{self, Outcome};
use passerelle_domain::agenda::recurrence::Every;
use passerelle_domain::agenda::slot::Slot;
use passerelle_domain::id::{ActivityId, AppointmentId, PersonId, ReferralId, TaskId};
use passerelle_domain::moment::plausible;
use passerelle_domain::task::{self, AddTask};
use passerelle_vault::agenda::{ActivityFile, Today, Week};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ShowToday>();
    registrar.register::<Add>();
    registrar.register::<Settle>();
    registrar.register::<ShowWeek>();
    registrar.register::<AddAppointment>();
    registrar.register::<SettleAppointment>();
    registrar.register::<MoveAppointment>();
    registrar.register::<AddActivity>();
    registrar.register::<OpenActivity>();
    registrar.register::<Attend>();
}

#[derive(Deserialize, TS)]
pub struct ShowToday {}

impl UseCase for ShowToday {
    const NAME: &'static str = "today.show";
    type Answer = Today;

    fn run(self, app: &App) -> Result<Today, Problem> {
        app.ask(|vault, now| vault.today(now.today))
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

#[derive(Deserialize, TS)]
pub struct AddAppointment {
    person: Option<PersonId>,
    referral: Option<ReferralId>,
    what: String,
    slot: Slot,
    place: String,
    with_whom: String,
}

#[derive(Serialize, TS)]
pub struct AppointmentAdded {
    pub appointment: AppointmentId,
}

impl UseCase for AddAppointment {
    const NAME: &'static str = "appointment.add";
    type Answer = AppointmentAdded;

    fn run(self, app: &App) -> Result<AppointmentAdded, Problem> {
        app.act(|open, now, ids| {
            let case = match self.person {
                Some(person) => open.vault.present(person)?.1,
                None => None,
            };
            if let Some(referral) = self.referral
                && Some(open.vault.referral_facts(referral, now.today)?.person) != self.person
            {
                return Err(Refusal::Unreadable { field: "referral".to_owned() }.into());
            }
            let request = appointment::Plan {
                person: self.person,
                case,
                referral: self.referral,
                what: &self.what,
                slot: &self.slot,
                place: &self.place,
                with_whom: &self.with_whom,
            };
            let (appointment, changes) = appointment::plan(&request, open.worker, now, ids)?;
            Ok((AppointmentAdded { appointment }, changes))
        })
    }
}

/// Says what came of a meeting, corrects it, or takes it back.
#[derive(Deserialize, TS)]
pub struct SettleAppointment {
    appointment: AppointmentId,
    outcome: Outcome,
}

impl UseCase for SettleAppointment {
    const NAME: &'static str = "appointment.settle";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let before = open.vault.appointment(self.appointment)?;
            Ok(((), appointment::settle(&before, self.outcome, now.today)?))
        })
    }
}

/// Moves a planned meeting; the answer names the one that replaces it.
#[derive(Deserialize, TS)]
pub struct MoveAppointment {
    appointment: AppointmentId,
    slot: Slot,
}

impl UseCase for MoveAppointment {
    const NAME: &'static str = "appointment.move";
    type Answer = AppointmentAdded;

    fn run(self, app: &App) -> Result<AppointmentAdded, Problem> {
        app.act(|open, now, ids| {
            let before = open.vault.appointment(self.appointment)?;
            let (appointment, changes) = appointment::move_to(&before, &self.slot, open.worker, now, ids)?;
            Ok((AppointmentAdded { appointment }, changes))
        })
    }
}

#[derive(Deserialize, TS)]
pub struct AddActivity {
    kind: ActivityKind,
    title: String,
    slot: Slot,
    place: String,
    note: String,
}

#[derive(Serialize, TS)]
pub struct ActivityAdded {
    pub activity: ActivityId,
}

impl UseCase for AddActivity {
    const NAME: &'static str = "activity.add";
    type Answer = ActivityAdded;

    fn run(self, app: &App) -> Result<ActivityAdded, Problem> {
        app.act(|open, now, ids| {
            let (slot, place, note) = (&self.slot, self.place.as_str(), self.note.as_str());
            let form = ActivityForm { kind: self.kind, title: &self.title, slot, place, note };
            let (activity, changes) = activity::plan(&form, open.worker, now, ids)?;
            Ok((ActivityAdded { activity }, changes))
        })
    }
}

/// An activity with its attendance sheet.
#[derive(Deserialize, TS)]
pub struct OpenActivity {
    activity: ActivityId,
}

impl UseCase for OpenActivity {
    const NAME: &'static str = "activity.open";
    type Answer = ActivityFile;

    fn run(self, app: &App) -> Result<ActivityFile, Problem> {
        app.ask(|vault, _| vault.activity(self.activity))
    }
}

#[derive(Deserialize, TS)]
pub struct AttendanceAnswer {
    person: PersonId,
    answer: Attendance,
}

/// Writes who came to an activity: all of them, or none.
#[derive(Deserialize, TS)]
pub struct Attend {
    activity: ActivityId,
    answers: Vec<AttendanceAnswer>,
}

impl UseCase for Attend {
    const NAME: &'static str = "activity.attend";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.alone(|open| {
            let now = app.now();
            let (slot, kept) = open.vault.attendance(self.activity)?;
            let people: Vec<_> = self.answers.iter().map(|line| line.person).collect();
            if !open.vault.all_known(&people)? {
                return Err(Problem::NotFound);
            }
            let answers: Vec<_> = self.answers.iter().map(|line| (line.person, line.answer)).collect();
            let before = |person| kept.iter().find(|(known, _)| *known == person).map(|(_, answer)| *answer);
            let acts = activity::attend(self.activity, &slot, &answers, before, open.worker, now)?;
            app.write(open, &acts)
        })
    }
}
