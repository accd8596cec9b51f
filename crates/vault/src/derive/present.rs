//! What a person's line says of now: the present case with its stage and referent, the last contact, since when nobody has
//! reached them. Of those who are shown in their file as well.
//!
//! Each question is of one person and answered from an index, and a row is written where something changed: thousands of
//! files come at once when a laptop joins a team.

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use uuid::Uuid;

use super::ids;
use crate::Error;
use crate::row::blob;

/// Makes it anew: the present case, the contacts, and what follows from either. Written at once, where it changed.
pub fn place(db: &Connection, person: &Uuid, (case, contacts): (bool, bool)) -> Result<(), Error> {
    let Some(before) = line(db, person)? else { return Ok(()) };
    let mut shown = ids(db, "SELECT id FROM person WHERE merged_into = ?1", person)?;
    shown.push(*person);
    let mut now = before.clone();
    if case {
        (now.case, now.stage, now.referent, now.opened_on) = present_case(db, &shown)?;
    }
    if contacts {
        (now.last_contact, now.last_attempt) = last_contacts(db, &shown)?;
    }
    // Since their last contact, or since the day their case was opened.
    now.quiet_since =
        if now.last_contact.is_empty() { now.opened_on.clone() } else { now.last_contact.clone() };
    if now == before {
        return Ok(());
    }
    let sql =
        "UPDATE person SET case_file = ?2, stage = ?3, referent = ?4, last_contact = ?5, last_attempt = ?6,
                 quiet_since = ?7 WHERE id = ?1";
    let bytes = |id: Option<Uuid>| id.map(|id| id.as_bytes().to_vec());
    db.prepare_cached(sql)?.execute(params![
        blob(person),
        bytes(now.case),
        now.stage,
        bytes(now.referent),
        now.last_contact,
        now.last_attempt,
        now.quiet_since
    ])?;
    Ok(())
}

/// What is derived of now for one person.
#[derive(Clone, PartialEq)]
struct Line {
    case: Option<Uuid>,
    stage: String,
    referent: Option<Uuid>,
    last_contact: String,
    last_attempt: String,
    quiet_since: String,
    /// The day on which the present case was opened; nothing without one.
    opened_on: String,
}

fn line(db: &Connection, person: &Uuid) -> Result<Option<Line>, Error> {
    let sql = "SELECT p.case_file, p.stage, p.referent, p.last_contact, p.last_attempt, p.quiet_since,
                 coalesce(c.opened_on, '')
               FROM person p LEFT JOIN case_file c ON c.id = p.case_file WHERE p.id = ?1";
    let read = |row: &Row<'_>| {
        Ok(Line {
            case: row.get(0)?,
            stage: row.get(1)?,
            referent: row.get(2)?,
            last_contact: row.get(3)?,
            last_attempt: row.get(4)?,
            quiet_since: row.get(5)?,
            opened_on: row.get(6)?,
        })
    };
    Ok(db.prepare_cached(sql)?.query_row([blob(person)], read).optional()?)
}

type Present = (Option<Uuid>, String, Option<Uuid>, String);

/// The case that was opened last, with its stage, its referent and that day; of two of one day, the one with the greater id.
fn present_case(db: &Connection, shown: &[Uuid]) -> Result<Present, Error> {
    let sql = "SELECT opened_on, id, referent FROM case_file WHERE person = ?1 AND opened_on IS NOT NULL";
    let mut statement = db.prepare_cached(sql)?;
    let mut present: Option<(String, Uuid, Option<Uuid>)> = None;
    for of in shown {
        for case in statement.query_map([blob(of)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))? {
            present = present.max(Some(case?));
        }
    }
    let Some((opened_on, case, referent)) = present else { return Ok(Present::default()) };
    Ok((Some(case), stage_of(db, &case)?, referent, opened_on))
}

fn stage_of(db: &Connection, case: &Uuid) -> Result<String, Error> {
    let sql = "SELECT to_stage FROM case_move WHERE case_file = ?1 AND undone = 0
               ORDER BY on_day DESC, at DESC, id DESC LIMIT 1";
    let stage = db.prepare_cached(sql)?.query_row([blob(case)], |row| row.get(0)).optional()?;
    Ok(stage.unwrap_or_else(|| "spotted".to_owned()))
}

/// The days on which a person was reached, and on which somebody tried, the last of each: exchanges, meetings, activities. A
/// meeting or an activity the person came to is a contact; one they did not come to is an attempt.
const MET: [&str; 3] = [
    // From the last one back: a file has many exchanges, and the first that is looked at mostly is the one.
    "SELECT (SELECT on_day FROM encounter WHERE person = ?1 AND removed = 0 AND kind <> 'note' AND kind <> 'partner'
              AND result = 'reached' ORDER BY on_day DESC LIMIT 1),
            (SELECT on_day FROM encounter WHERE person = ?1 AND removed = 0 AND kind <> 'note' AND kind <> 'partner'
              ORDER BY on_day DESC LIMIT 1)",
    "SELECT max(iif(outcome = 'present', on_day, '')), max(on_day) FROM appointment
     WHERE person = ?1 AND removed = 0 AND (outcome = 'present' OR outcome = 'absent')",
    "SELECT max(iif(t.answer = 'present', a.on_day, '')), max(a.on_day)
     FROM attendance t JOIN activity a ON a.id = t.activity
     WHERE t.person = ?1 AND a.removed = 0 AND (t.answer = 'present' OR t.answer = 'absent')",
];

fn last_contacts(db: &Connection, shown: &[Uuid]) -> Result<(String, String), Error> {
    let (mut reached, mut tried) = (String::new(), String::new());
    let days = |row: &Row<'_>| Ok((row.get::<_, Option<String>>(0)?, row.get::<_, Option<String>>(1)?));
    for sql in MET {
        let mut statement = db.prepare_cached(sql)?;
        for of in shown {
            let (contact, attempt) = statement.query_row([blob(of)], days)?;
            reached = reached.max(contact.unwrap_or_default());
            tried = tried.max(attempt.unwrap_or_default());
        }
    }
    Ok((reached, tried))
}
