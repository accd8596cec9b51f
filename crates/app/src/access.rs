//! Whose file is looked at, and why: what the journal of accesses is told, and when a reason is asked first.

use chrono::{NaiveTime, TimeZone as _};
use passerelle_domain::Refusal;
use passerelle_domain::change::Table;
use passerelle_domain::id::PersonId;
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::person::text;
use passerelle_domain::rights::{AccessKind, AccessReason};
use passerelle_vault::access::{AccessFilter, AccessPage, Look};
use passerelle_vault::person::Whose;
use serde::Deserialize;
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Open, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<SayWhy>();
    registrar.register::<NotePrinted>();
    registrar.register::<ListAccesses>();
}

/// Characters of a reason in words.
const WORDS: u32 = 500;

/// Notes an access of the worker of this vault.
pub(crate) fn note(open: &Open, now: Now, person: Option<PersonId>, kind: AccessKind) {
    let (worker, at) = (open.worker, now.at);
    open.vault.note_access(Look { at, worker, person, kind, reason: None, words: String::new() });
}

/// The first instant of the day in Paris.
fn midnight(now: Now) -> Instant {
    let first = now.today.and_time(NaiveTime::MIN);
    let at = chrono_tz::Europe::Paris.from_local_datetime(&first).earliest();
    Instant(at.map_or(now.at.0, |at| at.timestamp_millis()))
}

/// Refused until a reason was said today: for a file that a colleague follows, and for one whose use is limited. One reason opens
/// the file, its referrals and what it was asked for the fund.
pub(crate) fn may_open(open: &Open, of: &Whose, now: Now) -> Result<(), Problem> {
    let Whose { person, referent, limited } = *of;
    let outside = referent.is_some_and(|referent| referent != open.worker);
    if (!outside && !limited) || open.vault.has_said_why(person, open.worker, midnight(now))? {
        return Ok(());
    }
    Err(Refusal::WhyMissing { person, outside, limited }.into())
}

/// The same for a part of somebody's file, which is noted as a look at it.
pub(crate) fn opens_part(open: &Open, person: PersonId, now: Now) -> Result<(), Problem> {
    let whose = open.vault.whose(person)?;
    may_open(open, &whose, now)?;
    note(open, now, Some(whose.person), AccessKind::Opened);
    Ok(())
}

/// Says why this worker opens a file that a colleague follows, or whose use is limited: good for the day.
#[derive(Deserialize, TS)]
pub struct SayWhy {
    person: PersonId,
    reason: AccessReason,
    /// Due with `other`.
    words: String,
}

impl UseCase for SayWhy {
    const NAME: &'static str = "access.say_why";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let words = text("words", &self.words, WORDS)?;
        if self.reason == AccessReason::Other && words.is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        app.with(|open| {
            let (person, _) = open.vault.present(self.person)?;
            let (at, worker) = (app.now().at, open.worker);
            let (person, reason) = (Some(person), Some(self.reason));
            open.vault.note_access(Look { at, worker, person, kind: AccessKind::Why, reason, words });
            open.vault.settle_accesses();
            Ok(())
        })
    }
}

/// The page prints a person's file.
#[derive(Deserialize, TS)]
pub struct NotePrinted {
    person: PersonId,
}

impl UseCase for NotePrinted {
    const NAME: &'static str = "access.printed";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.with(|open| {
            if !open.vault.has_row(Table::Person, self.person.0)? {
                return Err(Problem::NotFound);
            }
            note(open, app.now(), Some(self.person), AccessKind::Printed);
            Ok(())
        })
    }
}

/// The accesses on this laptop of the last twelve months, the latest first.
#[derive(Deserialize, TS)]
pub struct ListAccesses {
    filter: AccessFilter,
    offset: u32,
    /// At most 200.
    limit: u32,
}

impl UseCase for ListAccesses {
    const NAME: &'static str = "access.list";
    type Answer = AccessPage;

    fn run(self, app: &App) -> Result<AccessPage, Problem> {
        app.ask(|vault, _| vault.accesses(&self.filter, self.offset, self.limit))
    }
}
