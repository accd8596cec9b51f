//! The agenda into a file that calendars of other houses read. It leaves the encryption, so little is in it, and the passphrase
//! is asked again here, not in the page.

use chrono::NaiveDate;
use passerelle_domain::Refusal;
use passerelle_domain::agenda::share;
use passerelle_domain::id::AppointmentId;
use passerelle_domain::moment::plausible;
use passerelle_domain::rights::AccessKind;
use passerelle_formats::ics::{self, Entry};
use passerelle_vault::agenda::{ActivityLine, AppointmentLine, DAYS};
use passerelle_vault::key;
use passerelle_vault::key::secret::Passphrase;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::{App, Registrar, UseCase};
use crate::safe::Language;
use crate::{Problem, access, outside};

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ExportAgenda>();
}

/// Writes the meetings and activities of some days as an .ics file. By default a meeting leaves its place and the initials of
/// the person; names, subjects and notes leave only when they are asked for.
#[derive(Deserialize, TS)]
pub struct ExportAgenda {
    from: NaiveDate,
    /// The last day that is wanted; 366 days at most.
    to: NaiveDate,
    /// One meeting alone, of those days.
    #[serde(default)]
    appointment: Option<AppointmentId>,
    /// The file, whole path, ending in `.ics`, outside of the vault's folder. One that is there is replaced.
    path: String,
    /// Names, subjects and notes as well.
    #[serde(default)]
    names: bool,
    #[ts(type = "string")]
    passphrase: Passphrase,
}

#[derive(Serialize, TS)]
pub struct AgendaExported {
    /// Entries in the file, those moved or called off included.
    pub entries: u32,
}

/// Days from the first to the last, both included.
fn days(from: NaiveDate, to: NaiveDate) -> Result<u32, Problem> {
    plausible("from", from)?;
    plausible("to", to)?;
    if to < from {
        return Err(Refusal::TooEarly { field: "to".to_owned(), not_before: from }.into());
    }
    let days = u32::try_from((to - from).num_days()).unwrap_or(u32::MAX).saturating_add(1);
    if days > DAYS { Err(Refusal::Unreadable { field: "to".to_owned() }.into()) } else { Ok(days) }
}

fn meeting(line: &AppointmentLine, word: &str, names: bool) -> Entry {
    let told = share::meeting(word, &line.person_name, &line.what, &line.with_whom, names);
    Entry {
        id: line.id.0,
        slot: line.slot.clone(),
        title: told.title,
        place: line.place.clone(),
        note: told.note,
        cancelled: !line.stands(),
    }
}

fn activity(line: &ActivityLine, names: bool) -> Entry {
    let told = share::activity(&line.title, &line.note, names);
    let (slot, place) = (line.slot.clone(), line.place.clone());
    Entry { id: line.id.0, slot, title: told.title, place, note: told.note, cancelled: false }
}

impl UseCase for ExportAgenda {
    const NAME: &'static str = "agenda.export";
    type Answer = AgendaExported;

    fn run(self, app: &App) -> Result<AgendaExported, Problem> {
        let days = days(self.from, self.to)?;
        let path = outside::place(&self.path, "ics", &app.place.dir)?;
        key::verify_passphrase(&app.place.dir, &self.passphrase, app.store.as_ref(), app.now().at.0)?;
        let language = app.settings.read().map_err(|_| Problem::Internal)?.language;
        let word = match language {
            Language::Fr => "Rendez-vous",
            Language::En => "Appointment",
        };
        let (mut meetings, mut activities) = app.ask(|vault, _| vault.planned(self.from, days))?;
        let mut whose = None;
        if let Some(alone) = self.appointment {
            meetings.retain(|line| line.id == alone);
            activities.clear();
            let meeting = meetings.first().ok_or(Problem::NotFound)?;
            whose = meeting.person;
        }
        let entries: Vec<Entry> = meetings
            .iter()
            .map(|line| meeting(line, word, self.names))
            .chain(activities.iter().map(|line| activity(line, self.names)))
            .collect();
        app.with(|open| {
            access::note(open, app.now(), whose, AccessKind::Exported);
            Ok(())
        })?;
        outside::write(&path, &ics::calendar(&entries, app.now().at))?;
        Ok(AgendaExported { entries: u32::try_from(entries.len()).unwrap_or(u32::MAX) })
    }
}
