//! Columns and indexes computed from the synchronised rows: refreshed for what a commit touched, thrown away at will.

mod aside;
mod merge;
mod present;
mod words;

pub use aside::{ARCHIVED, LIMITED};

use std::collections::BTreeSet;

use passerelle_domain::change::Table;
use passerelle_domain::person::name::fold;
use passerelle_domain::referral;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::Error;
use crate::apply::Written;
use crate::row::blob;

#[derive(Default)]
struct Due {
    merged: BTreeSet<Uuid>,
    words: BTreeSet<Uuid>,
    aside: BTreeSet<Uuid>,
    cases: BTreeSet<Uuid>,
    contacts: BTreeSet<Uuid>,
    referrals: BTreeSet<Uuid>,
    /// Whose figures may have changed by this alone.
    counted: BTreeSet<Uuid>,
    programmes: BTreeSet<Uuid>,
    providers: BTreeSet<Uuid>,
}

fn owner(db: &Connection, sql: &str, id: &Uuid) -> Result<Option<Uuid>, Error> {
    let owner = db.prepare_cached(sql)?.query_row([blob(id)], |line| line.get(0)).optional()?;
    Ok(owner.flatten())
}

/// Referrals of a case that say no day of their own: of its person, and of those who are shown in the same file.
const UNDATED: &str =
    "SELECT r.id FROM case_file c JOIN referral r ON r.person = c.person AND r.case_file = c.id
     WHERE c.id = ?1 AND r.proposed_on IS NULL
   UNION ALL SELECT r.id FROM case_file c JOIN person p ON p.id = c.person
     JOIN referral r ON r.person = p.merged_into AND r.case_file = c.id
     WHERE c.id = ?1 AND r.proposed_on IS NULL
   UNION ALL SELECT r.id FROM case_file c JOIN person p ON p.id = c.person
     JOIN person m ON m.merged_into = coalesce(p.merged_into, p.id)
     JOIN referral r ON r.person = m.id AND r.case_file = c.id
     WHERE c.id = ?1 AND r.proposed_on IS NULL";

const OF_CASE_MOVE: &str =
    "SELECT c.person FROM case_move m JOIN case_file c ON c.id = m.case_file WHERE m.id = ?1";
const OF_NEED: &str = "SELECT c.person FROM need n JOIN case_file c ON c.id = n.case_file WHERE n.id = ?1";
const OF_MOVE: &str = "SELECT referral FROM transition WHERE id = ?1";
const OF_CHECK: &str = "SELECT referral FROM referral_check WHERE id = ?1";

fn referral_touched(db: &Connection, due: &mut Due, referral: Option<Uuid>) -> Result<(), Error> {
    if let Some(referral) = referral {
        due.counted.extend(owner(db, "SELECT person FROM referral WHERE id = ?1", &referral)?);
        due.referrals.insert(referral);
    }
    Ok(())
}

/// Whose a row of a table is that names its person.
fn of_person(table: Table) -> String {
    format!("SELECT person FROM {} WHERE id = ?1", table.def().name)
}

fn gather(db: &Connection, written: &Written) -> Result<Due, Error> {
    let mut due = Due::default();
    let person_of = |table: Table, id: &Uuid| match written.person_of(&(table, *id)) {
        Some(person) => Ok(Some(person)),
        None => owner(db, &of_person(table), id),
    };
    for (table, id) in written.rows() {
        match table {
            Table::Person => {
                due.words.insert(*id);
            }
            Table::Case => {
                due.cases.extend(owner(db, "SELECT person FROM case_file WHERE id = ?1", id)?);
                // A referral that says no day of its own counts from the day its case was opened.
                due.referrals.extend(ids(db, UNDATED, id)?);
            }
            Table::CaseMove => due.cases.extend(owner(db, OF_CASE_MOVE, id)?),
            Table::Appointment | Table::Attendance | Table::Encounter => {
                due.contacts.extend(person_of(*table, id)?);
            }
            Table::Activity => due.contacts.extend(ids(
                db,
                "SELECT person FROM attendance WHERE activity = ?1 AND person IS NOT NULL",
                id,
            )?),
            Table::Referral => referral_touched(db, &mut due, Some(*id))?,
            Table::Transition => referral_touched(db, &mut due, owner(db, OF_MOVE, id)?)?,
            Table::Check => referral_touched(db, &mut due, owner(db, OF_CHECK, id)?)?,
            Table::Need => due.counted.extend(owner(db, OF_NEED, id)?),
            Table::Delay => due.referrals.extend(ids(
                db,
                "SELECT r.id FROM delay d JOIN programme p ON p.kind = d.kind JOIN referral r ON r.programme = p.id
                 WHERE d.id = ?1",
                id,
            )?),
            Table::Programme => {
                due.programmes.insert(*id);
            }
            Table::Provider => {
                due.providers.insert(*id);
            }
            Table::SameAs => {
                due.merged.extend(owner(db, "SELECT kept FROM same_as WHERE id = ?1", id)?);
                due.merged.extend(owner(db, "SELECT other FROM same_as WHERE id = ?1", id)?);
            }
            Table::FundParticipation => due.counted.extend(person_of(*table, id)?),
            Table::RightsRequest | Table::RetentionChoice => {
                due.aside.extend(person_of(*table, id)?);
            }
            Table::Worker
            | Table::Agreement
            | Table::Task
            | Table::Plan
            | Table::Step
            | Table::Situation
            | Table::Notice
            | Table::Document
            | Table::Handover
            | Table::CustomField
            | Table::CustomValue
            | Table::SavedView
            | Table::Consultation
            | Table::Proposal
            | Table::FollowUp
            | Table::Feedback
            | Table::Letterhead
            | Table::WorksSite
            | Table::ClauseHours
            | Table::FundOperation
            | Table::OutcomeRule => {}
        }
    }
    Ok(due)
}

/// Makes anew what is derived from these rows, and answers whose line in the list of people, or whose figures, may have changed. What
/// hangs on rows that were not there before may have come earlier.
pub fn refresh(db: &Connection, written: &Written) -> Result<BTreeSet<Uuid>, Error> {
    let mut due = gather(db, written)?;
    let people = written.new_rows().filter(|(table, _)| *table == Table::Person);
    due.merged.extend(people.map(|(_, id)| *id));
    merge::place(db, std::mem::take(&mut due.merged), &mut due)?;
    merge::with_kept(db, &mut due.aside)?;
    if aside::decided(db)? {
        for person in &due.aside {
            aside::place(db, person)?;
        }
    }
    due.words.extend(&due.aside);
    merge::with_kept(db, &mut due.words)?;
    words::place(db, &due.words, written)?;
    for person in &due.words {
        for referral in ids(db, "SELECT id FROM referral WHERE person = ?1", person)? {
            due.referrals.insert(referral);
        }
    }
    merge::with_kept(db, &mut due.cases)?;
    merge::with_kept(db, &mut due.contacts)?;
    for person in due.cases.union(&due.contacts) {
        present::place(db, person, (due.cases.contains(person), due.contacts.contains(person)))?;
    }
    for provider in &due.providers {
        provider_name(db, provider)?;
        for programme in ids(db, "SELECT id FROM programme WHERE provider = ?1", provider)? {
            due.programmes.insert(programme);
        }
    }
    for programme in &due.programmes {
        programme_words(db, programme)?;
        for referral in ids(db, "SELECT id FROM referral WHERE programme = ?1", programme)? {
            due.referrals.insert(referral);
        }
    }
    for referral in &due.referrals {
        standing(db, referral)?;
    }
    let mut people = due.words;
    people.extend(due.cases);
    people.extend(due.contacts);
    people.extend(due.counted);
    Ok(people)
}

fn ids(db: &Connection, sql: &str, id: &Uuid) -> Result<Vec<Uuid>, Error> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([blob(id)], |line| line.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn provider_name(db: &Connection, id: &Uuid) -> Result<(), Error> {
    let name: Option<String> = db
        .prepare_cached("SELECT name FROM provider WHERE id = ?1")?
        .query_row([blob(id)], |line| line.get(0))
        .optional()?;
    db.prepare_cached("UPDATE provider SET sort_name = ?2 WHERE id = ?1")?
        .execute(params![blob(id), fold(&name.unwrap_or_default())])?;
    Ok(())
}

fn programme_words(db: &Connection, id: &Uuid) -> Result<(), Error> {
    let sql = "SELECT p.ix, p.name, p.removed, coalesce(o.name, ''), coalesce(o.commune, '')
               FROM programme p LEFT JOIN provider o ON o.id = p.provider WHERE p.id = ?1";
    let read = |line: &rusqlite::Row<'_>| {
        let text = |at: usize| line.get::<_, String>(at);
        Ok((line.get::<_, i64>(0)?, text(1)?, line.get::<_, bool>(2)?, text(3)?, text(4)?))
    };
    let Some((ix, name, removed, provider, commune)) =
        db.prepare_cached(sql)?.query_row([blob(id)], read).optional()?
    else {
        return Ok(());
    };
    let sort = fold(&name);
    db.prepare_cached("UPDATE programme SET sort_name = ?2 WHERE id = ?1")?
        .execute(params![blob(id), sort])?;
    db.prepare_cached("DELETE FROM programme_words WHERE rowid = ?1")?.execute([ix])?;
    if !removed {
        db.prepare_cached("INSERT INTO programme_words (rowid, name, other) VALUES (?1, ?2, ?3)")?
            .execute(params![ix, sort, fold(&format!("{provider} {commune}"))])?;
    }
    Ok(())
}

fn standing(db: &Connection, id: &Uuid) -> Result<(), Error> {
    let Some(facts) = crate::referral::facts(db, *id)? else { return Ok(()) };
    let standing = referral::standing(&facts.transitions);
    let due = referral::due(&facts, &crate::referral::delays(db, &facts.kind)?);
    let sql = "UPDATE referral SET state = ?2, since = ?3, disputed = ?4, due_kind = ?5, due_on = ?6,
                 hidden = removed OR coalesce((SELECT p.removed FROM person p WHERE p.id = referral.person), 0)
               WHERE id = ?1";
    db.prepare_cached(sql)?.execute(params![
        blob(id),
        standing.state.code(),
        standing.since.map_or_else(String::new, |day| day.to_string()),
        standing.disputed,
        due.as_ref().map_or("", |due| due.kind.code()),
        due.as_ref().map_or_else(String::new, |due| due.on.to_string()),
    ])?;
    two_ways(db, id, standing.disputed)
}

/// Asks which way a referral went, or asks no longer.
fn two_ways(db: &Connection, id: &Uuid, disputed: bool) -> Result<(), Error> {
    if !disputed {
        let sql = "DELETE FROM disagreement WHERE tbl = ?2 AND row_id = ?1 AND field = 0";
        db.prepare_cached(sql)?.execute(params![blob(id), Table::Referral.number()])?;
        return Ok(());
    }
    let sql = "INSERT OR REPLACE INTO disagreement (tbl, row_id, field, person, waiting, at_ms)
               SELECT ?2, id, 0, person, 0,
                 coalesce((SELECT max(at) FROM transition WHERE referral = ?1 AND undone = 0), 0)
               FROM referral WHERE id = ?1";
    db.prepare_cached(sql)?.execute(params![blob(id), Table::Referral.number()])?;
    Ok(())
}
