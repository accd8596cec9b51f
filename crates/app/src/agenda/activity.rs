//! What is done with many: an activity and its attendance sheet.

use passerelle_domain::agenda::activity::{self, ActivityForm, ActivityKind, Attendance};
use passerelle_domain::agenda::slot::Slot;
use passerelle_domain::id::{ActivityId, PersonId};
use passerelle_vault::agenda::ActivityFile;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<AddActivity>();
    registrar.register::<OpenActivity>();
    registrar.register::<CorrectActivity>();
    registrar.register::<RemoveActivity>();
    registrar.register::<Attend>();
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

/// Corrects what was written of an activity.
#[derive(Deserialize, TS)]
pub struct CorrectActivity {
    activity: ActivityId,
    kind: ActivityKind,
    title: String,
    slot: Slot,
    place: String,
    note: String,
}

impl UseCase for CorrectActivity {
    const NAME: &'static str = "activity.correct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let kept = open.vault.activity(self.activity)?;
            let line = &kept.line;
            let settled = kept
                .people
                .iter()
                .any(|one| matches!(one.answer, Some(Attendance::Present | Attendance::Absent)));
            let (slot, place, note) = (&self.slot, self.place.as_str(), self.note.as_str());
            let after = ActivityForm { kind: self.kind, title: &self.title, slot, place, note };
            let before = ActivityForm {
                kind: line.kind.unwrap_or(self.kind),
                title: &line.title,
                slot: &line.slot,
                place: &line.place,
                note: &line.note,
            };
            Ok(((), activity::correct(self.activity, &before, &after, settled, now)?))
        })
    }
}

/// Takes out an activity that was entered by mistake. Whoever had come to it was not met there.
#[derive(Deserialize, TS)]
pub struct RemoveActivity {
    activity: ActivityId,
}

impl UseCase for RemoveActivity {
    const NAME: &'static str = "activity.remove";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            open.vault.activity(self.activity)?;
            Ok(((), activity::remove(self.activity)))
        })
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
