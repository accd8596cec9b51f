//! By what a person is found and held against others: folded names and numbers, and the keys of likeness.

use std::collections::BTreeSet;

use passerelle_domain::change::Table;
use passerelle_domain::code::Phone;
use passerelle_domain::person::birth::Birth;
use passerelle_domain::person::likeness::{Likable, blocking_keys};
use passerelle_domain::person::name::fold;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use uuid::Uuid;

use super::merge;
use crate::apply::Written;
use crate::row::blob;
use crate::{Error, ahead};

/// People from which on another thread sounds out their names.
const MANY: usize = 100;

/// What is written of a person.
struct Facts {
    id: Uuid,
    ix: i64,
    given: String,
    family: String,
    birth: String,
    phone: String,
    email: String,
    commune: String,
    removed: bool,
    merged: bool,
    aside: bool,
    /// Nothing finds them yet.
    new: bool,
    /// The names of those who are shown in their file: whoever looks for one of these finds the file that is kept.
    shown: String,
}

impl Facts {
    /// In no list, nor held against anybody.
    fn away(&self) -> bool {
        self.removed || self.merged
    }

    fn read(db: &Connection, id: &Uuid, new: bool) -> Result<Option<Facts>, Error> {
        let sql = "SELECT ix, given_name, family_name, birth, phone, email, commune, removed, merged_into IS NOT NULL,
                     aside > 0 FROM person WHERE id = ?1";
        let read = |line: &Row<'_>| {
            Ok(Facts {
                id: *id,
                ix: line.get(0)?,
                given: line.get(1)?,
                family: line.get(2)?,
                birth: line.get(3)?,
                phone: line.get(4)?,
                email: line.get(5)?,
                commune: line.get(6)?,
                removed: line.get(7)?,
                merged: line.get(8)?,
                aside: line.get(9)?,
                new,
                shown: String::new(),
            })
        };
        let Some(mut facts) = db.prepare_cached(sql)?.query_row([blob(id)], read).optional()? else {
            return Ok(None);
        };
        if !facts.away() {
            facts.shown = merge::names(db, id)?;
        }
        Ok(Some(facts))
    }
}

/// What follows from it.
struct Words {
    sort: String,
    name: String,
    other: String,
    keys: BTreeSet<String>,
}

/// A national number as people type it, beside the international one that is kept.
fn spoken_phone(phone: &str) -> String {
    Phone::parse(phone).map_or_else(|_| String::new(), |phone| phone.display().replace(' ', ""))
}

fn work_out(facts: &Facts) -> Words {
    let Facts { given, family, birth, phone, email, commune, .. } = facts;
    let sort = fold(&format!("{family} {given}")).trim().to_owned();
    if facts.away() {
        return Words { sort, name: String::new(), other: String::new(), keys: BTreeSet::new() };
    }
    let known = |text: &String| (!text.is_empty()).then(|| text.clone());
    let person = Likable {
        given: given.clone(),
        family: family.clone(),
        birth: Birth::parse(birth).ok(),
        phone: known(phone),
        email: known(email),
    };
    Words {
        name: format!("{sort} {}", facts.shown).trim().to_owned(),
        other: format!("{phone} {} {} {birth}", spoken_phone(phone), fold(commune)),
        keys: blocking_keys(&person).into_iter().collect(),
        sort,
    }
}

/// Makes them anew for these people.
pub fn place(db: &Connection, people: &BTreeSet<Uuid>, written: &Written) -> Result<(), Error> {
    let mut all = Vec::with_capacity(people.len());
    for person in people {
        all.extend(Facts::read(db, person, written.is_new(&(Table::Person, *person)))?);
    }
    ahead::each(&all, MANY, work_out, |facts, words| write(db, facts, &words))
}

fn write(db: &Connection, facts: &Facts, words: &Words) -> Result<(), Error> {
    let id = &facts.id;
    let sql = "UPDATE person SET sort_name = ?2, away = ?3 WHERE id = ?1 AND (sort_name <> ?2 OR away <> ?3)";
    db.prepare_cached(sql)?.execute(params![blob(id), words.sort, facts.away()])?;
    if !facts.new {
        db.prepare_cached("DELETE FROM person_words WHERE rowid = ?1")?.execute([facts.ix])?;
    }
    // Who was put aside is looked for among the columns alone, when somebody asks for it; likeness knows them still.
    if !facts.away() && !facts.aside {
        db.prepare_cached("INSERT INTO person_words (rowid, name, other) VALUES (?1, ?2, ?3)")?
            .execute(params![facts.ix, words.name, words.other])?;
    }
    let held = if facts.new { BTreeSet::new() } else { likeness_keys(db, id)? };
    for key in held.difference(&words.keys) {
        db.prepare_cached("DELETE FROM likeness_key WHERE key = ?1 AND person = ?2")?
            .execute(params![key, blob(id)])?;
    }
    for key in words.keys.difference(&held) {
        db.prepare_cached("INSERT OR IGNORE INTO likeness_key (key, person) VALUES (?1, ?2)")?
            .execute(params![key, blob(id)])?;
    }
    Ok(())
}

/// By what a person is held against others so far.
fn likeness_keys(db: &Connection, id: &Uuid) -> Result<BTreeSet<String>, Error> {
    let mut statement = db.prepare_cached("SELECT key FROM likeness_key WHERE person = ?1")?;
    let keys = statement.query_map([blob(id)], |line| line.get(0))?;
    Ok(keys.collect::<Result<_, _>>()?)
}
