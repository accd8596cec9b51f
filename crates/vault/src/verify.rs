//! The health of the file: page authentication, structure, and journal against tables.

use std::path::Path;

use passerelle_domain::change::{Kind, Table};
use passerelle_domain::id::{DeviceId, PersonId};
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::attachment::HurtDocument;
use crate::key::secret::VaultKey;
use crate::mark::Loss;
use crate::open::{authentic, connect};
use crate::rebuild::{Anew, Differences};
use crate::{Error, Vault, attachment, rebuild, row, salvage};

/// What a verification found; sound when nothing did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct VerifyReport {
    pub sound: bool,
    /// Acts in the journal.
    pub acts: u32,
    pub findings: Vec<Finding>,
    /// What the mark beside the database says is missing.
    pub loss: Option<Loss>,
    /// The people whose files are hurt, by name.
    pub people: Vec<HurtPerson>,
    pub orphans: Vec<Orphans>,
    /// Documents whose content is not there, or not as it was.
    pub documents: Vec<HurtDocument>,
    /// What of colleagues waits for an update of this program. It is whole and hurts nothing.
    pub unread: Vec<Unread>,
}

/// Acts of one laptop of which something waits for an update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Unread {
    #[ts(type = "string")]
    pub device: DeviceId,
    /// Whose laptop it is, by who wrote there last; empty where the name is not known here.
    pub worker: String,
    pub act: String,
    pub count: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    /// Pages whose authentication fails.
    Pages { count: u32 },
    /// What the database says of its own structure.
    Structure { count: u32 },
    /// Rows that are not what the journal says.
    Rows { table: String, count: u32 },
    /// The journal of accesses is not as it was written, from the line of this number on.
    Accesses {
        #[ts(type = "number")]
        line: u64,
    },
}

/// A person whose file is hurt: rows that differ from the journal or cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct HurtPerson {
    #[ts(type = "string")]
    pub person: PersonId,
    /// Empty where it cannot be read.
    pub name: String,
    pub rows: u32,
}

/// Rows that hang on a row which is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Orphans {
    pub table: String,
    pub parent: String,
    pub count: u32,
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The table that a field of this name points into; none for who wrote, since a colleague's own row may come later.
fn parent(field: &str) -> Option<Table> {
    let pointed = ["person", "case_file", "referral", "programme", "provider"].contains(&field);
    Table::ALL.iter().copied().filter(|_| pointed).find(|table| table.def().name == field)
}

/// Rows of this laptop that hang on nothing. What another wrote may have come before what it hangs on.
fn orphans(db: &Connection) -> Result<Vec<Orphans>, Error> {
    let mut found = Vec::new();
    for table in Table::ALL {
        // Hours worked under a clause outlive the file of whoever worked them.
        let outlives = |name: &str| *table == Table::ClauseHours && name == "person";
        let fields = table.def().fields.iter().filter(|field| !outlives(field.name));
        for field in fields.filter(|field| matches!(field.kind, Kind::Id)) {
            let Some(parent) = parent(field.name) else { continue };
            let (child, column, parent) = (table.def().name, field.name, parent.def().name);
            let sql = format!(
                "SELECT count(*) FROM {child} c WHERE c.{column} IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.id = c.{column})
                   AND NOT EXISTS (SELECT 1 FROM row_version v JOIN device d ON d.ix = v.dev AND d.received = 1
                     WHERE v.tbl = ?1 AND v.row_id = c.id)"
            );
            let count: u32 = db.query_row(&sql, [table.number()], |line| line.get(0))?;
            if count > 0 {
                found.push(Orphans { table: child.to_owned(), parent: parent.to_owned(), count });
            }
        }
    }
    Ok(found)
}

fn name_in(db: &Connection, person: Uuid) -> Option<String> {
    let sql = "SELECT trim(given_name || ' ' || family_name) FROM person WHERE id = ?1";
    db.query_row(sql, [row::blob(&person)], |line| line.get(0)).optional().ok().flatten()
}

fn unread(db: &Connection) -> Result<Vec<Unread>, Error> {
    let sql = "SELECT d.id, coalesce((SELECT w.name FROM journal l JOIN worker w ON w.id = l.actor
                 WHERE l.id BETWEEN u.dev << 40 AND (u.dev + 1 << 40) - 1 ORDER BY l.id DESC LIMIT 1), ''), j.act, count(*)
               FROM (SELECT DISTINCT dev, n FROM unread) u JOIN journal j ON j.id = u.dev << 40 | u.n
               JOIN device d ON d.ix = u.dev GROUP BY u.dev, j.act ORDER BY 2, j.act, d.id";
    let mut statement = db.prepare(sql)?;
    let lines = statement.query_map([], |line| {
        let device = DeviceId(line.get(0)?);
        Ok(Unread { device, worker: line.get(1)?, act: line.get(2)?, count: line.get(3)? })
    })?;
    Ok(lines.collect::<Result<_, _>>()?)
}

pub(crate) fn hurt(db: &Connection, anew: &Anew, found: &Differences) -> Vec<HurtPerson> {
    let people = found.people.iter().map(|(person, rows)| HurtPerson {
        person: PersonId(*person),
        name: name_in(db, *person).or_else(|| name_in(&anew.db, *person)).unwrap_or_default(),
        rows: *rows,
    });
    let mut people: Vec<HurtPerson> = people.collect();
    people.sort_by(|one, other| (&one.name, one.person.0).cmp(&(&other.name, other.person.0)));
    people
}

/// How many lines of a check are a complaint.
fn listed(db: &Connection, sql: &str) -> Result<usize, Error> {
    let mut statement = db.prepare(sql)?;
    let lines = statement.query_map([], |line| line.get::<_, String>(0))?;
    let lines = lines.map(Result::unwrap_or_default);
    Ok(lines.filter(|line| line != "ok").count())
}

/// What is held against the journal.
#[derive(Default)]
struct Compared {
    tables: Vec<(String, usize)>,
    people: Vec<HurtPerson>,
    orphans: Vec<Orphans>,
    documents: Vec<HurtDocument>,
}

fn compare(db: &Connection) -> Result<Compared, Error> {
    let anew = rebuild::replay(db)?;
    let mut found = rebuild::differences(db, &anew)?;
    found.tables.extend(rebuild::differences_beside(db, &anew)?);
    let (people, documents) = (hurt(db, &anew, &found), attachment::hurt(db)?);
    Ok(Compared { people, tables: found.tables, orphans: orphans(db)?, documents })
}

/// The same where pages cannot be read: whose rows are on them is what the journal has and the tables no longer do.
fn compare_around_damage(path: &Path, key: &VaultKey) -> Result<Compared, Error> {
    let salvaged = salvage::salvage(path, key)?;
    let anew = rebuild::replay(&salvaged.db)?;
    let found = rebuild::differences(&salvaged.db, &anew)?;
    let people = hurt(&salvaged.db, &anew, &found);
    let mut tables = found.tables;
    let lost = salvaged.read.iter().filter(|read| read.table == "journal" && read.lost > 0);
    tables.extend(lost.map(|read| (read.table.to_owned(), usize::try_from(read.lost).unwrap_or(usize::MAX))));
    let documents = attachment::hurt(&salvaged.db)?;
    Ok(Compared { tables, people, orphans: Vec::new(), documents })
}

impl Vault {
    /// Reads the whole file. Takes seconds on a large vault; nothing is changed but the log being folded in, without
    /// which the page check gives false alarms after a crash. Errors: another connection that holds the log.
    pub fn verify(&self) -> Result<VerifyReport, Error> {
        self.settle_accesses();
        let db = self.writer()?;
        let held: bool = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |line| line.get(0))?;
        if held {
            return Err(Error::Busy);
        }
        // A connection that met a bad page answers nothing any more: the checks have theirs, and the vault keeps its own.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = || connect(self.path(), &self.key, flags);
        // A check that cannot go on has found one thing at least.
        let complaints = |sql: &str| connection().and_then(|db| listed(&db, sql)).unwrap_or(1);
        let mut findings = Vec::new();
        let pages = complaints("PRAGMA cipher_integrity_check");
        if pages > 0 {
            findings.push(Finding::Pages { count: count(pages) });
        }
        let keys = complaints("SELECT \"table\" FROM pragma_foreign_key_check");
        let structure = complaints("PRAGMA integrity_check(100)") + keys;
        if structure > 0 {
            findings.push(Finding::Structure { count: count(structure) });
        }
        let compared =
            match connection().and_then(|db| compare(&db).and_then(|found| authentic(&db).map(|()| found))) {
                Err(Error::Damaged | Error::Codec | Error::Sql(_)) => {
                    // Where even that cannot be read, the pages have been counted.
                    compare_around_damage(self.path(), &self.key).unwrap_or_default()
                }
                compared => compared?,
            };
        for (table, differing) in compared.tables {
            findings.push(Finding::Rows { table, count: count(differing) });
        }
        // Where even that cannot be read, the pages have been counted.
        let broken = connection().and_then(|db| crate::access::broken(&db, self.ledger.chain()));
        findings.extend(broken.ok().flatten().map(|line| Finding::Accesses { line }));
        let sql = "SELECT count(*) FROM journal";
        let counted = connection().and_then(|db| Ok(db.query_row(sql, [], |line| line.get(0))?));
        let acts = counted.unwrap_or(0);
        let loss = self.loss()?;
        Ok(VerifyReport {
            sound: findings.is_empty()
                && loss.is_none()
                && compared.orphans.is_empty()
                && compared.documents.is_empty(),
            acts,
            findings,
            loss,
            people: compared.people,
            orphans: compared.orphans,
            documents: compared.documents,
            // Where even this cannot be read, the pages have been counted.
            unread: connection().and_then(|db| unread(&db)).unwrap_or_default(),
        })
    }
}
