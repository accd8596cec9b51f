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

/// Makes it anew: the present case, the contacts, and what follows from either.
pub fn place(db: &Connection, person: &Uuid, (case, contacts): (bool, bool)) -> Result<(), Error> {
    let mut shown = ids(db, "SELECT id FROM person WHERE merged_into = ?1", person)?;
    shown.push(*person);
    if case {
        present_case(db, person, &shown)?;
    }
    if contacts {
        last_contacts(db, person, &shown)?;
    }
    quiet_since(db, person)
}

/// The case that was opened last; of two of one day, the one with the greater id.
fn present_case(db: &Connection, person: &Uuid, shown: &[Uuid]) -> Result<(), Error> {
    let sql = "SELECT opened_on, id, referent FROM case_file WHERE person = ?1 AND opened_on IS NOT NULL";
    let mut statement = db.prepare_cached(sql)?;
    let mut present: Option<(String, Uuid, Option<Uuid>)> = None;
    for of in shown {
        for case in statement.query_map([blob(of)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))? {
            present = present.max(Some(case?));
        }
    }
    let (case, stage, referent) = match present {
        None => (None, String::new(), None),
        Some((_, case, referent)) => (Some(case), stage_of(db, &case)?, referent),
    };
    let bytes = |id: Option<Uuid>| id.map(|id| id.as_bytes().to_vec());
    let sql = "UPDATE person SET case_file = ?2, stage = ?3, referent = ?4
               WHERE id = ?1 AND (case_file IS NOT ?2 OR stage <> ?3 OR referent IS NOT ?4)";
    db.prepare_cached(sql)?.execute(params![blob(person), bytes(case), stage, bytes(referent)])?;
    Ok(())
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
    "SELECT max(iif(result = 'reached', on_day, '')), max(on_day) FROM encounter
     WHERE person = ?1 AND removed = 0 AND kind <> 'note' AND kind <> 'partner'",
    "SELECT max(iif(outcome = 'present', on_day, '')), max(on_day) FROM appointment
     WHERE person = ?1 AND removed = 0 AND (outcome = 'present' OR outcome = 'absent')",
    "SELECT max(iif(t.answer = 'present', a.on_day, '')), max(a.on_day)
     FROM attendance t JOIN activity a ON a.id = t.activity
     WHERE t.person = ?1 AND a.removed = 0 AND (t.answer = 'present' OR t.answer = 'absent')",
];

fn last_contacts(db: &Connection, person: &Uuid, shown: &[Uuid]) -> Result<(), Error> {
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
    let sql = "UPDATE person SET last_contact = ?2, last_attempt = ?3
               WHERE id = ?1 AND (last_contact <> ?2 OR last_attempt <> ?3)";
    db.prepare_cached(sql)?.execute(params![blob(person), reached, tried])?;
    Ok(())
}

/// Since when nobody has reached the person: their last contact, or the day their case was opened.
fn quiet_since(db: &Connection, person: &Uuid) -> Result<(), Error> {
    let sql = "SELECT quiet_since, coalesce(nullif(last_contact, ''),
                 (SELECT c.opened_on FROM case_file c WHERE c.id = person.case_file), '')
               FROM person WHERE id = ?1";
    let days = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    match db.prepare_cached(sql)?.query_row([blob(person)], days).optional()? {
        Some((before, now)) if before != now => {
            db.prepare_cached("UPDATE person SET quiet_since = ?2 WHERE id = ?1")?
                .execute(params![blob(person), now])?;
        }
        _ => {}
    }
    Ok(())
}
