//! Meetings and activities in a person's file: those to come, and how the past ones went.

use passerelle_domain::agenda::activity::{ActivityKind, Attendance};
use passerelle_domain::agenda::appointment::Outcome;
use rusqlite::{Connection, Row};
use serde::Serialize;
use ts_rs::TS;

use super::of::Of;
use crate::Error;
use crate::agenda::{AppointmentLine, meetings_of};

/// A meeting that has an outcome, or an activity that the person answered to.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Meeting {
    /// The subject of a meeting, the title of an activity; may be empty for a meeting.
    pub what: String,
    pub place: String,
    pub with_whom: String,
    /// None for an activity, or where a newer version wrote a word this one does not know.
    pub outcome: Option<Outcome>,
    /// None for a meeting.
    pub activity: Option<ActivityKind>,
    pub answer: Option<Attendance>,
}

/// Reads a line of the timeline: its kind, then from the fifth column on outcome or answer, kind of activity, partner,
/// place, words.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Meeting> {
    let meeting = row.get::<_, String>(0)? == "meeting";
    let word: String = row.get(4)?;
    Ok(Meeting {
        what: row.get(8)?,
        place: row.get(7)?,
        with_whom: row.get(6)?,
        outcome: if meeting { Outcome::from_code(&word) } else { None },
        activity: if meeting { None } else { ActivityKind::from_code(&row.get::<_, String>(5)?) },
        answer: if meeting { None } else { Attendance::from_code(&word) },
    })
}

/// Planned meetings of a person, the first on top: a past one without an outcome still waits for it.
pub(super) fn open_ones(db: &Connection, of: &Of) -> Result<Vec<AppointmentLine>, Error> {
    meetings_of(db, of)
}
