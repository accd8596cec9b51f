//! Meetings: planned, moved, corrected, taken out, and what came of them.

use chrono::Days;
use passerelle_domain::Refusal;
use passerelle_domain::agenda::appointment::{self, Outcome};
use passerelle_domain::agenda::slot::Slot;
use passerelle_domain::id::{AppointmentId, PersonId, ReferralId};
use passerelle_vault::agenda::AppointmentLine;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, FreshIds, Registrar, UseCase};

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<AddAppointment>();
    registrar.register::<SettleAppointment>();
    registrar.register::<MoveAppointment>();
    registrar.register::<CorrectAppointment>();
    registrar.register::<RemoveAppointment>();
    registrar.register::<FindOverlaps>();
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

/// Corrects what was written wrongly of a meeting: its subject, time, place, or whom it is with. The answer names the meeting
/// as it now stands: another one where the person changed.
#[derive(Deserialize, TS)]
pub struct CorrectAppointment {
    appointment: AppointmentId,
    person: Option<PersonId>,
    what: String,
    slot: Slot,
    place: String,
    with_whom: String,
}

impl UseCase for CorrectAppointment {
    const NAME: &'static str = "appointment.correct";
    type Answer = AppointmentAdded;

    fn run(self, app: &App) -> Result<AppointmentAdded, Problem> {
        app.alone(|open| {
            let now = app.now();
            let before = open.vault.appointment(self.appointment)?;
            // Of someone who was merged, the file that is kept.
            let kept = |person: Option<PersonId>| person.map(|person| open.vault.present(person)).transpose();
            let was = kept(before.person)?.map(|(person, _)| person);
            let (person, case) =
                kept(self.person)?.map_or((None, None), |(person, case)| (Some(person), case));
            let after = appointment::Plan {
                person,
                case,
                referral: None,
                what: &self.what,
                slot: &self.slot,
                place: &self.place,
                with_whom: &self.with_whom,
            };
            let (appointment, acts) =
                appointment::correct(&before, was, &after, open.worker, now, &mut FreshIds)?;
            app.write(open, &acts)?;
            Ok(AppointmentAdded { appointment })
        })
    }
}

/// Takes out a meeting that was entered by mistake.
#[derive(Deserialize, TS)]
pub struct RemoveAppointment {
    appointment: AppointmentId,
}

impl UseCase for RemoveAppointment {
    const NAME: &'static str = "appointment.remove";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| Ok(((), appointment::remove(&open.vault.appointment(self.appointment)?))))
    }
}

/// What else is planned at that time: a warning, never a refusal.
#[derive(Deserialize, TS)]
pub struct FindOverlaps {
    slot: Slot,
    /// The meeting that is being moved or corrected; it is not in its own way.
    except: Option<AppointmentId>,
}

/// Something that is planned at the same time.
#[derive(Serialize, TS)]
pub struct Overlap {
    /// The person, or where there is none the subject; the title of an activity. May be empty.
    pub with: String,
    pub slot: Slot,
}

impl UseCase for FindOverlaps {
    const NAME: &'static str = "agenda.overlaps";
    type Answer = Vec<Overlap>;

    fn run(self, app: &App) -> Result<Vec<Overlap>, Problem> {
        self.slot.value()?;
        app.ask(|vault, _| {
            // What began the day before may last beyond midnight.
            let from = self.slot.day.checked_sub_days(Days::new(1)).unwrap_or(self.slot.day);
            let (meetings, activities) = vault.planned(from, 3)?;
            let meetings = meetings
                .into_iter()
                .filter(|line| AppointmentLine::stands(line) && Some(line.id) != self.except)
                .map(|line| {
                    let with = if line.person_name.is_empty() { line.what } else { line.person_name };
                    Overlap { with, slot: line.slot }
                });
            let activities = activities.into_iter().map(|line| Overlap { with: line.title, slot: line.slot });
            Ok(meetings.chain(activities).filter(|other| other.slot.overlaps(&self.slot)).collect())
        })
    }
}
