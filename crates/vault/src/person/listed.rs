//! Whom of a list the vault has already, and whom one may be: the whole list in one question, however long.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use passerelle_domain::case::OriginKind;
use passerelle_domain::id::{CaseId, PersonId};
use passerelle_domain::person::birth::Birth;
use passerelle_domain::person::likeness::{Comparable, Likable, Likeness, Strength, blocking_keys};
use passerelle_domain::person::listed::{Crowd, Standing, fits, likeliest};
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;
use uuid::Uuid;

use super::file::draft;
use super::likeness::Candidate;
use super::list::{COLUMNS, PersonLine, line};
use crate::{Error, Vault};

/// One line of a list, as far as it tells who it is.
#[derive(Clone, Default)]
pub struct Sought {
    pub who: Likable,
    /// The number in the tool the list came from, or nothing.
    pub reference: String,
}

/// By what a line is known to be someone who is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KnownBy {
    /// The same names, however they are written, and the same complete birth date.
    NameAndBirth,
    /// The same number from the same kind of origin, with a name that fits.
    Reference,
}

/// What the vault says of one line.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub already: Option<(PersonLine, KnownBy)>,
    /// At most five, the likeliest first; none where it is already there.
    pub alike: Vec<Candidate>,
}

/// Someone who is compared: in whose file they are shown, and what of them is compared.
struct Someone {
    shown: Uuid,
    who: Comparable,
}

/// Everyone who has a key in common with the list, by their numbers in the crowd.
struct Others {
    crowd: Crowd,
    people: Vec<Option<Someone>>,
    /// In which case of whom a number of the list stands, by the number.
    references: HashMap<String, Vec<u32>>,
}

fn likable(row: &Row<'_>, from: usize) -> rusqlite::Result<Likable> {
    let known = |text: String| (!text.is_empty()).then_some(text);
    Ok(Likable {
        given: row.get(from)?,
        family: row.get(from + 1)?,
        birth: Birth::parse(&row.get::<_, String>(from + 2)?).ok(),
        phone: known(row.get(from + 3)?),
        email: known(row.get(from + 4)?),
    })
}

const WHO: &str = "p.given_name, p.family_name, p.birth, p.phone, p.email";

fn ids<'a>(people: impl Iterator<Item = &'a Uuid>) -> String {
    json!(people.map(|id| id.simple().to_string()).collect::<Vec<_>>()).to_string()
}

impl Others {
    /// A fixed number of statements, whatever the length of the list and however many people there are.
    fn of(db: &Connection, list: &[Sought], keys: &[Vec<String>], origin: OriginKind) -> Result<Self, Error> {
        let mut others = Self { crowd: Crowd::default(), people: Vec::new(), references: HashMap::new() };
        let mut numbers: HashMap<Uuid, u32> = HashMap::new();
        let distinct: BTreeSet<&String> = keys.iter().flatten().collect();
        let sql = "SELECT k.key, k.person FROM json_each(?1) f CROSS JOIN likeness_key k ON k.key = f.value";
        let mut statement = db.prepare_cached(sql)?;
        let mut rows = statement.query([json!(distinct).to_string()])?;
        while let Some(row) = rows.next()? {
            let who = number(&mut numbers, row.get(1)?);
            others.crowd.add(who, row.get_ref(0)?.as_str().map_err(|_| Error::Codec)?);
        }
        others.numbered(db, list, origin, &mut numbers)?;
        // Only those on whom something is to be judged are read.
        let mut wanted = vec![false; numbers.len()];
        let mut want = |who: u32| wanted.get_mut(who as usize).into_iter().for_each(|wanted| *wanted = true);
        others.references.values().flatten().copied().for_each(&mut want);
        for keys in keys {
            others.crowd.near(keys).into_iter().map(|near| near.who).for_each(&mut want);
        }
        others.people.resize_with(numbers.len(), || None);
        let is_wanted = |number: u32| wanted.get(number as usize).copied().unwrap_or_default();
        let wanted = numbers.iter().filter(|(_, number)| is_wanted(**number)).map(|(id, _)| id);
        let sql = format!(
            "SELECT p.id, {WHO} FROM json_each(?1) f CROSS JOIN person p ON p.id = unhex(f.value) WHERE p.removed = 0"
        );
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query([ids(wanted)])?;
        while let Some(row) = rows.next()? {
            let shown: Uuid = row.get(0)?;
            let slot = numbers.get(&shown).and_then(|number| others.people.get_mut(*number as usize));
            if let Some(slot) = slot {
                *slot = Some(Someone { shown, who: Comparable::of(&likable(row, 1)?) });
            }
        }
        others.merged(db)?;
        Ok(others)
    }

    /// Whose cases bear a number of the list, from the same kind of origin.
    fn numbered(
        &mut self,
        db: &Connection,
        list: &[Sought],
        origin: OriginKind,
        numbers: &mut HashMap<Uuid, u32>,
    ) -> Result<(), Error> {
        let asked: BTreeSet<&str> =
            list.iter().map(|sought| sought.reference.as_str()).filter(|text| !text.is_empty()).collect();
        let sql = "SELECT c.reference, coalesce(p.merged_into, p.id)
                   FROM json_each(?1) f CROSS JOIN case_file c ON c.reference = f.value AND c.reference <> ''
                   JOIN person p ON p.id = c.person
                   WHERE c.origin_kind = ?2 AND c.opened_on IS NOT NULL AND p.removed = 0";
        let mut statement = db.prepare_cached(sql)?;
        let mut rows = statement.query(params![json!(asked).to_string(), origin.code()])?;
        while let Some(row) = rows.next()? {
            self.references.entry(row.get(0)?).or_default().push(number(numbers, row.get(1)?));
        }
        Ok(())
    }

    /// Those who were merged into another file have no keys there any more, and their names may stand in the next list.
    fn merged(&mut self, db: &Connection) -> Result<(), Error> {
        let sql = format!(
            "SELECT p.merged_into, {WHO} FROM person p WHERE p.merged_into IS NOT NULL AND p.removed = 0"
        );
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let someone = likable(row, 1)?;
            let who = u32::try_from(self.people.len()).map_err(|_| Error::Codec)?;
            for key in blocking_keys(&someone) {
                self.crowd.add(who, &key);
            }
            self.people.push(Some(Someone { shown: row.get(0)?, who: Comparable::of(&someone) }));
        }
        Ok(())
    }

    fn one(&self, number: u32) -> Option<&Someone> {
        self.people.get(number as usize)?.as_ref()
    }

    /// Who a line is, or may be: the file and why.
    fn judge(&mut self, sought: &Sought, keys: &[String]) -> Judged {
        let near = self.crowd.near(keys);
        let who = Comparable::of(&sought.who);
        let same = near
            .iter()
            .filter(|near| near.birth)
            .filter_map(|near| self.one(near.who))
            .find(|someone| who.is_same(&someone.who));
        if let Some(someone) = same {
            return Judged::Already(someone.shown, KnownBy::NameAndBirth);
        }
        let numbered = self.references.get(&sought.reference).into_iter().flatten();
        let fitting = numbered.filter_map(|number| self.one(*number));
        if let Some(someone) = fitting.into_iter().find(|someone| fits(&who, &someone.who)) {
            return Judged::Already(someone.shown, KnownBy::Reference);
        }
        let mut strongest: HashMap<Uuid, (Strength, u32)> = HashMap::new();
        for near in near {
            let Some(someone) = self.one(near.who) else { continue };
            if !near.is_worth_judging(who.is_single() || someone.who.is_single()) {
                continue;
            }
            let Some(strength) = who.strength(&someone.who) else { continue };
            let kept = strongest.entry(someone.shown).or_insert((strength, near.who));
            if strength > kept.0 {
                *kept = (strength, near.who);
            }
        }
        let found = strongest.into_iter().map(|(shown, (strength, number))| (strength, (shown, number)));
        let of = |(shown, number)| Some((shown, who.likeness(&self.one(number)?.who)?));
        Judged::Alike(likeliest(found.collect(), 5).into_iter().filter_map(of).collect())
    }
}

enum Judged {
    Already(Uuid, KnownBy),
    Alike(Vec<(Uuid, Likeness)>),
}

fn number(numbers: &mut HashMap<Uuid, u32>, id: Uuid) -> u32 {
    let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    *numbers.entry(id).or_insert(next)
}

fn known(
    db: &Connection,
    list: &[Sought],
    origin: OriginKind,
    today: NaiveDate,
) -> Result<Vec<Found>, Error> {
    let keys: Vec<Vec<String>> = list.iter().map(|sought| blocking_keys(&sought.who)).collect();
    let mut others = Others::of(db, list, &keys, origin)?;
    let judged: Vec<Judged> =
        list.iter().zip(&keys).map(|(sought, keys)| others.judge(sought, keys)).collect();
    let named: BTreeSet<Uuid> = judged
        .iter()
        .flat_map(|judged| match judged {
            Judged::Already(shown, _) => vec![*shown],
            Judged::Alike(alike) => alike.iter().map(|(shown, _)| *shown).collect(),
        })
        .collect();
    let sql = format!(
        "SELECT {COLUMNS} FROM json_each(?1) f CROSS JOIN person p ON p.id = unhex(f.value) WHERE p.removed = 0"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([ids(named.iter())], |row| line(row, today))?;
    let mut lines: HashMap<Uuid, PersonLine> = HashMap::new();
    for person in rows {
        let person = person?;
        lines.insert(person.id.0, person);
    }
    let told = |judged: Judged| match judged {
        Judged::Already(shown, by) => {
            Found { already: lines.get(&shown).map(|person| (person.clone(), by)), alike: Vec::new() }
        }
        Judged::Alike(alike) => Found {
            already: None,
            alike: alike
                .into_iter()
                .filter_map(|(shown, likeness)| {
                    lines.get(&shown).map(|person| Candidate { person: person.clone(), likeness })
                })
                .collect(),
        },
    };
    Ok(judged.into_iter().map(told).collect())
}

fn standing(db: &Connection, people: &[PersonId]) -> Result<HashMap<PersonId, Standing>, Error> {
    let asked = ids(people.iter().map(|person| &person.0));
    let sql = "SELECT a.id AS asked, p.*, coalesce(c.reference, '') AS of_case
               FROM json_each(?1) f CROSS JOIN person a ON a.id = unhex(f.value)
               JOIN person p ON p.id = coalesce(a.merged_into, a.id)
               LEFT JOIN case_file c ON c.id = p.case_file WHERE p.removed = 0";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([&asked], |row| {
        Ok((
            PersonId(row.get("asked")?),
            Standing {
                person: PersonId(row.get("id")?),
                who: draft(row)?,
                case: row.get::<_, Option<Uuid>>("case_file")?.map(CaseId),
                reference: row.get("of_case")?,
                notes: Vec::new(),
            },
        ))
    })?;
    let mut found = rows.collect::<rusqlite::Result<HashMap<_, _>>>()?;
    let sql = "SELECT f.value, e.note FROM json_each(?1) f CROSS JOIN person a ON a.id = unhex(f.value)
               JOIN encounter e ON e.person = coalesce(a.merged_into, a.id)
               WHERE e.kind = 'note' AND e.removed = 0";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([&asked])?;
    while let Some(row) = rows.next()? {
        let person = Uuid::parse_str(&row.get::<_, String>(0)?).map_err(|_| Error::Codec)?;
        if let Some(standing) = found.get_mut(&PersonId(person)) {
            standing.notes.push(row.get(1)?);
        }
    }
    Ok(found)
}

impl Vault {
    /// What the vault says of each line of a list, in its order. `origin` is whose numbers the references are.
    pub fn in_vault(
        &self,
        list: &[Sought],
        origin: OriginKind,
        today: NaiveDate,
    ) -> Result<Vec<Found>, Error> {
        self.read(|db| known(db, list, origin, today))
    }

    /// What a list can add to, of each of these people by the id that was asked for; whoever is not there is left out.
    pub fn standing(&self, people: &[PersonId]) -> Result<HashMap<PersonId, Standing>, Error> {
        self.read(|db| standing(db, people))
    }

    /// What each column of a list was said to be, by its heads; empty where no such list came before.
    pub fn list_mapping(&self, heads: &str) -> Result<String, Error> {
        self.read(|db| {
            let mut statement = db.prepare_cached("SELECT body FROM list_mapping WHERE heads = ?1")?;
            let mut rows = statement.query([heads])?;
            Ok(match rows.next()? {
                Some(row) => row.get(0)?,
                None => String::new(),
            })
        })
    }

    /// Remembers it for the next list of these heads, on this laptop.
    pub fn keep_list_mapping(&self, heads: &str, body: &str) -> Result<(), Error> {
        let db = self.writer()?;
        db.prepare_cached("INSERT OR REPLACE INTO list_mapping (heads, body) VALUES (?1, ?2)")?
            .execute([heads, body])?;
        Ok(())
    }
}
