//! In whose file each person is shown, by what workers decided of pairs: resolved to the end of a chain, without circles.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::{Due, ids, owner};
use crate::Error;
use crate::heads::number;
use crate::row::blob;

/// The person in whose file this one is shown by what a worker decided last.
fn next(db: &Connection, id: &Uuid) -> Result<Option<Uuid>, Error> {
    let sql = "SELECT at, id, kept FROM same_as WHERE other = ?1 AND verdict = 'same'";
    let mut statement = db.prepare_cached(sql)?;
    let mut last: Option<(i64, Uuid, Option<Uuid>)> = None;
    for decided in statement.query_map([blob(id)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))? {
        last = last.max(Some(decided?));
    }
    Ok(last.and_then(|(.., kept)| kept))
}

/// The end of the chain. Two laptops can close a circle without knowing; its least id then is kept, for all of them.
fn root(db: &Connection, id: &Uuid) -> Result<Uuid, Error> {
    let mut chain = vec![*id];
    let mut at = *id;
    while let Some(into) = next(db, &at)? {
        if let Some(begins) = chain.iter().position(|seen| *seen == into) {
            return Ok(chain.iter().skip(begins).min().copied().unwrap_or(into));
        }
        chain.push(into);
        at = into;
    }
    Ok(at)
}

/// From so many people on it is asked whether only few are merged at all.
const MANY: usize = 32;

/// The people whom something says to be the same as somebody else, where they are far fewer than those who are asked for: reading
/// them all then costs less than a question for each. None where they are not.
fn linked(db: &Connection, asked: usize) -> Result<Option<BTreeSet<Uuid>>, Error> {
    if asked < MANY {
        return Ok(None);
    }
    let sql = "SELECT kept FROM same_as UNION ALL SELECT other FROM same_as
               UNION ALL SELECT id FROM person INDEXED BY person_merged WHERE merged_into IS NOT NULL
               UNION ALL SELECT merged_into FROM person WHERE merged_into IS NOT NULL LIMIT ?1";
    let mut statement = db.prepare_cached(sql)?;
    let most = asked / 2;
    let rows = statement.query_map([number(most as u64)?], |line| line.get(0))?;
    let few: Vec<Option<Uuid>> = rows.collect::<Result<_, _>>()?;
    Ok((few.len() < most).then(|| few.into_iter().flatten().collect()))
}

/// Places anew everybody whose chain may go through one of these people, and marks what hangs on it as due.
pub fn place(db: &Connection, from: BTreeSet<Uuid>, due: &mut Due) -> Result<(), Error> {
    let linked = linked(db, from.len())?;
    let alone = |id: &Uuid| linked.as_ref().is_some_and(|linked| !linked.contains(id));
    let (mut shown, together): (BTreeSet<Uuid>, BTreeSet<Uuid>) = from.into_iter().partition(alone);
    let mut waiting: Vec<Uuid> = together.into_iter().collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if seen.insert(id) {
            waiting.extend(ids(db, "SELECT other FROM same_as WHERE kept = ?1 AND other IS NOT NULL", &id)?);
            waiting.extend(next(db, &id)?);
            // A row that named someone else until now no longer tells whom.
            waiting.extend(ids(db, "SELECT id FROM person WHERE merged_into = ?1", &id)?);
        }
    }
    // Whoever showed them until now shows them no more.
    shown.extend(&seen);
    with_kept(db, &mut shown)?;
    for id in &seen {
        let root = root(db, id)?;
        let into = (root != *id).then(|| root.as_bytes().to_vec());
        db.prepare_cached("UPDATE person SET merged_into = ?2 WHERE id = ?1 AND merged_into IS NOT ?2")?
            .execute(params![blob(id), into])?;
    }
    with_kept(db, &mut shown)?;
    due.aside.extend(&shown);
    due.words.extend(&shown);
    due.cases.extend(&shown);
    due.contacts.extend(&shown);
    Ok(())
}

/// Adds to people those in whose files they are shown.
pub fn with_kept(db: &Connection, people: &mut BTreeSet<Uuid>) -> Result<(), Error> {
    let mut kept = Vec::new();
    if let Some(few) = merged(db, people.len())? {
        kept.extend(few.into_iter().filter(|(id, _)| people.contains(id)).map(|(_, kept)| kept));
    } else {
        for id in people.iter() {
            kept.extend(owner(db, "SELECT merged_into FROM person WHERE id = ?1", id)?);
        }
    }
    people.extend(kept);
    Ok(())
}

/// Who is shown in whose file, where they are far fewer than those who are asked for; none where they are not.
fn merged(db: &Connection, asked: usize) -> Result<Option<Vec<(Uuid, Uuid)>>, Error> {
    if asked < MANY {
        return Ok(None);
    }
    let sql =
        "SELECT id, merged_into FROM person INDEXED BY person_merged WHERE merged_into IS NOT NULL LIMIT ?1";
    let mut statement = db.prepare_cached(sql)?;
    let most = asked / 2;
    let rows = statement.query_map([number(most as u64)?], |line| Ok((line.get(0)?, line.get(1)?)))?;
    let few: Vec<(Uuid, Uuid)> = rows.collect::<Result<_, _>>()?;
    Ok((few.len() < most).then_some(few))
}

/// The names of those who are shown in this person's file, as they are searched.
pub fn names(db: &Connection, id: &Uuid) -> Result<String, Error> {
    let sql = "SELECT given_name || ' ' || family_name FROM person WHERE merged_into = ?1 AND removed = 0 ORDER BY id";
    let mut statement = db.prepare_cached(sql)?;
    let names = statement.query_map([blob(id)], |line| line.get::<_, String>(0))?;
    let names = names.collect::<Result<Vec<_>, _>>()?;
    Ok(passerelle_domain::person::name::fold(&names.join(" ")).trim().to_owned())
}
