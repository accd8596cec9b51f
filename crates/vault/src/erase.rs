//! Erasing for good: the rows, what was derived from them, and what the journal says of them. A line of the journal keeps its
//! number, so that no later act is given one that was used.

use std::collections::BTreeSet;

use passerelle_domain::Topic;
use passerelle_domain::change::Table;
use passerelle_domain::id::{DEMO_FIELDS, demo_field_id};
use passerelle_domain::worker::INVENTED;
use rusqlite::{Connection, TransactionBehavior, params};
use uuid::Uuid;

use crate::journal::{Entry, decode, decode_frame, frames};
use crate::reach::Reach;
use crate::row::blob;
use crate::{Error, Vault, attachment, reach};

/// The name of an act of which nothing is left.
const ERASED: &str = "erased";

/// Invented people with all that hangs on them, then the invented offers that the work on real people does not lean on.
/// An offer comes before its provider, and both after the referrals and agreements that may keep them.
const DEMO: &[(Table, &str)] = &[
    (Table::Person, "SELECT id FROM person WHERE demo = 1"),
    (Table::Case, "SELECT id FROM case_file WHERE person IN (SELECT id FROM gone WHERE tbl = 2)"),
    (Table::CaseMove, "SELECT id FROM case_move WHERE case_file IN (SELECT id FROM gone WHERE tbl = 3)"),
    (Table::Encounter, "SELECT id FROM encounter WHERE person IN (SELECT id FROM gone WHERE tbl = 2)"),
    (Table::Need, "SELECT id FROM need WHERE case_file IN (SELECT id FROM gone WHERE tbl = 3)"),
    (Table::Agreement, "SELECT id FROM agreement WHERE person IN (SELECT id FROM gone WHERE tbl = 2)"),
    (Table::Referral, "SELECT id FROM referral WHERE person IN (SELECT id FROM gone WHERE tbl = 2)"),
    (Table::Transition, "SELECT id FROM transition WHERE referral IN (SELECT id FROM gone WHERE tbl = 10)"),
    (Table::Check, "SELECT id FROM referral_check WHERE referral IN (SELECT id FROM gone WHERE tbl = 10)"),
    (Table::Task, "SELECT id FROM task WHERE person IN (SELECT id FROM gone WHERE tbl = 2)"),
    (Table::Plan, "SELECT id FROM plan WHERE person IN (SELECT id FROM gone WHERE tbl = 2)"),
    (Table::Step, "SELECT id FROM step WHERE person IN (SELECT id FROM gone WHERE tbl = 2)"),
    (Table::Appointment, "SELECT id FROM appointment WHERE person IN (SELECT id FROM gone WHERE tbl = 2)"),
    (Table::Situation, "SELECT id FROM situation WHERE person IN (SELECT id FROM gone WHERE tbl = 2)"),
    (Table::Notice, "SELECT id FROM notice WHERE person IN (SELECT id FROM gone WHERE tbl = 2)"),
    (Table::Document, "SELECT id FROM document WHERE person IN (SELECT id FROM gone WHERE tbl = 2)"),
    (Table::Handover, "SELECT id FROM handover WHERE person IN (SELECT id FROM gone WHERE tbl = 2)"),
    (Table::CustomValue, "SELECT id FROM custom_value WHERE person IN (SELECT id FROM gone WHERE tbl = 2)"),
    (
        Table::RightsRequest,
        "SELECT id FROM rights_request WHERE person IN (SELECT id FROM gone WHERE tbl = 2)",
    ),
    (
        Table::RetentionChoice,
        "SELECT id FROM retention_choice WHERE person IN (SELECT id FROM gone WHERE tbl = 2)",
    ),
    // The fields of the demonstration have their own ids; one that a real person's file says something in stays.
    (
        Table::CustomField,
        "SELECT f.id FROM custom_field f JOIN demo_field d ON d.id = f.id WHERE NOT EXISTS
           (SELECT 1 FROM custom_value v WHERE v.custom_field = f.id
            AND NOT EXISTS (SELECT 1 FROM gone WHERE tbl = 26 AND id = v.id))",
    ),
    (Table::Activity, "SELECT id FROM activity WHERE demo = 1"),
    (
        Table::Attendance,
        "SELECT id FROM attendance WHERE person IN (SELECT id FROM gone WHERE tbl = 2)
           OR activity IN (SELECT id FROM gone WHERE tbl = 18)",
    ),
    (
        Table::SameAs,
        "SELECT id FROM same_as WHERE kept IN (SELECT id FROM gone WHERE tbl = 2)
           OR other IN (SELECT id FROM gone WHERE tbl = 2)",
    ),
    (Table::Consultation, "SELECT id FROM consultation WHERE demo = 1"),
    (Table::Proposal, "SELECT id FROM proposal WHERE consultation IN (SELECT id FROM gone WHERE tbl = 28)"),
    (Table::FollowUp, "SELECT id FROM follow_up WHERE consultation IN (SELECT id FROM gone WHERE tbl = 28)"),
    (Table::FundOperation, "SELECT id FROM fund_operation WHERE demo = 1"),
    (
        Table::FundParticipation,
        "SELECT id FROM fund_participation WHERE operation IN (SELECT id FROM gone WHERE tbl = 42)
           OR person IN (SELECT id FROM gone WHERE tbl = 2)",
    ),
    (Table::WorksSite, "SELECT id FROM works_site WHERE demo = 1"),
    (
        Table::ClauseHours,
        "SELECT id FROM clause_hours WHERE site IN (SELECT id FROM gone WHERE tbl = 40)
           OR person IN (SELECT id FROM gone WHERE tbl = 2)",
    ),
    (
        Table::Programme,
        "SELECT p.id FROM programme p WHERE p.demo = 1 AND NOT EXISTS (SELECT 1 FROM referral r WHERE r.programme = p.id
           AND NOT EXISTS (SELECT 1 FROM gone WHERE tbl = 10 AND id = r.id))
           AND NOT EXISTS (SELECT 1 FROM works_site s WHERE s.programme = p.id
             AND NOT EXISTS (SELECT 1 FROM gone WHERE tbl = 40 AND id = s.id))",
    ),
    (
        Table::Feedback,
        "SELECT id FROM feedback WHERE demo = 1 OR programme IN (SELECT id FROM gone WHERE tbl = 8)",
    ),
    (
        Table::Provider,
        "SELECT o.id FROM provider o WHERE o.demo = 1
           AND NOT EXISTS (SELECT 1 FROM programme p WHERE p.provider = o.id
             AND NOT EXISTS (SELECT 1 FROM gone WHERE tbl = 8 AND id = p.id))
           AND NOT EXISTS (SELECT 1 FROM agreement a WHERE a.provider = o.id
             AND NOT EXISTS (SELECT 1 FROM gone WHERE tbl = 9 AND id = a.id))",
    ),
];

fn is_gone(db: &Connection, table: u16, id: &Uuid) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM gone WHERE tbl = ?1 AND id = ?2)";
    Ok(db.prepare_cached(sql)?.query_row(params![table, blob(id)], |line| line.get(0))?)
}

fn erase_rows(db: &Connection) -> Result<(), Error> {
    for (index, table, number) in [
        ("person_words", Table::Person, Table::Person.number()),
        ("programme_words", Table::Programme, Table::Programme.number()),
    ] {
        let rows = format!(
            "SELECT ix FROM {} WHERE id IN (SELECT id FROM gone WHERE tbl = {number})",
            table.def().name
        );
        db.execute(&format!("DELETE FROM {index} WHERE rowid IN ({rows})"), [])?;
    }
    db.execute("DELETE FROM likeness_key WHERE person IN (SELECT id FROM gone WHERE tbl = 2)", [])?;
    db.execute("DELETE FROM feedback_box WHERE programme IN (SELECT id FROM gone WHERE tbl = 8)", [])?;
    attachment::forget_erased(db)?;
    for versions in ["row_version", "field_head", "superseded_early", "set_dot", "disagreement"] {
        db.execute(&format!("DELETE FROM {versions} WHERE (tbl, row_id) IN (SELECT tbl, id FROM gone)"), [])?;
    }
    for table in Table::ALL {
        let (name, number) = (table.def().name, table.number());
        db.execute(
            &format!("DELETE FROM {name} WHERE id IN (SELECT id FROM gone WHERE tbl = {number})"),
            [],
        )?;
    }
    Ok(())
}

fn row_of(entry: &Entry) -> Option<(u16, &Uuid)> {
    match entry {
        Entry::New { table, row, .. }
        | Entry::Set { table, row, .. }
        | Entry::Add { table, row, .. }
        | Entry::Remove { table, row, .. }
        | Entry::Unreadable { table, row, .. } => Some((*table, row)),
        Entry::Undoes { .. } | Entry::Saw { .. } | Entry::Foreign { .. } => None,
    }
}

/// The frames of a line that stay, byte for byte: of a line of these people only what its writer had seen, of another all but
/// what it says of erased rows.
fn left(db: &Connection, ops: &[u8], theirs: bool) -> Result<Vec<u8>, Error> {
    let mut left = Vec::with_capacity(ops.len());
    for frame in frames(ops)? {
        let entry = decode_frame(frame.kind, frame.body);
        let stays = match row_of(&entry) {
            _ if theirs => matches!(entry, Entry::Saw { .. }),
            Some((table, id)) => !is_gone(db, table, id)?,
            None => true,
        };
        if stays {
            left.extend_from_slice(frame.whole);
        }
    }
    Ok(left)
}

/// Empties the lines of these people, and takes what was said of other erased rows out of the lines of nobody.
fn erase_journal(db: &Connection) -> Result<(), Error> {
    let sql = "SELECT dev, n, ops, subject IS NOT NULL FROM journal
               WHERE subject IN (SELECT id FROM gone WHERE tbl = 2) OR (subject IS NULL AND length(ops) > 0)";
    let mut statement = db.prepare(sql)?;
    let mut lines = statement.query([])?;
    let mut shorter: Vec<(u32, i64, Vec<u8>, bool)> = Vec::new();
    while let Some(line) = lines.next()? {
        let (ops, theirs): (Vec<u8>, bool) = (line.get(2)?, line.get(3)?);
        let left = left(db, &ops, theirs)?;
        if theirs || left.len() < ops.len() {
            shorter.push((line.get(0)?, line.get(1)?, left, theirs));
        }
    }
    for (dev, n, left, theirs) in shorter {
        let sql = "UPDATE journal SET ops = ?3, act = iif(?5 OR ?3 = x'', ?4, act), subject = NULL
                   WHERE id = ?1 << 40 | ?2";
        db.prepare_cached(sql)?.execute(params![dev, n, left, ERASED, theirs])?;
        // The operations that are left have other places in the line.
        let entries = decode(&left)?;
        reach::note_unread(db, (dev, n.cast_unsigned()), &Reach::of(&entries).unread(&entries))?;
    }
    Ok(())
}

/// Forgets what was being typed about them: the place of such a draft names the person, the exchange or the referral.
fn erase_drafts(db: &Connection) -> Result<(), Error> {
    let mut statement = db.prepare("SELECT place FROM draft")?;
    let places = statement.query_map([], |line| line.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    for place in places {
        for id in place.split('/').filter_map(|part| Uuid::parse_str(part).ok()) {
            let mut gone = false;
            for table in Table::ALL {
                gone |= is_gone(db, table.number(), &id)?;
            }
            if gone {
                db.execute("DELETE FROM draft WHERE place = ?1", [&place])?;
            }
        }
    }
    Ok(())
}

/// An index only marks a deleted word until its parts are merged; merged now, the word is in no page.
fn forget_words(db: &Connection) -> Result<(), Error> {
    for index in ["person_words", "programme_words"] {
        db.execute(&format!("INSERT INTO {index} ({index}) VALUES ('optimize')"), [])?;
    }
    Ok(())
}

/// The log keeps the former pages until they are folded in. What another connection still reads is folded in later, with
/// everything else.
pub(crate) fn fold_log(db: &Connection) -> Result<(), Error> {
    Ok(db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
}

/// An invented colleague stays while a real person's case names them.
fn gone_workers(db: &Connection) -> Result<(), Error> {
    let sql = "INSERT INTO gone SELECT 1, w.id FROM worker w WHERE w.id = ?1
               AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.referent = w.id
                 AND NOT EXISTS (SELECT 1 FROM gone WHERE tbl = 3 AND id = c.id))
               AND NOT EXISTS (SELECT 1 FROM handover h WHERE w.id IN (h.from_worker, h.to_worker)
                 AND NOT EXISTS (SELECT 1 FROM gone WHERE tbl = 24 AND id = h.id))";
    for id in INVENTED {
        db.execute(sql, [blob(&id.0)])?;
    }
    Ok(())
}

fn begin(tx: &Connection) -> Result<(), Error> {
    let gone = "CREATE TEMP TABLE gone (tbl INTEGER NOT NULL, id BLOB NOT NULL, PRIMARY KEY (tbl, id)) WITHOUT ROWID";
    Ok(tx.execute_batch(gone)?)
}

/// Erases the files of these people: rows, what was derived of them, journal, drafts and words of the search, whoever wrote
/// them. What is not there is passed over. The log of the database is the caller's to fold.
pub(crate) fn erase_people(tx: &Connection, people: &[Uuid]) -> Result<(), Error> {
    begin(tx)?;
    for person in people {
        tx.prepare_cached("INSERT OR IGNORE INTO gone VALUES (2, ?1)")?.execute([blob(person)])?;
    }
    for (table, which) in DEMO.iter().filter(|(table, _)| is_of_a_person(*table)) {
        tx.execute(&format!("INSERT OR IGNORE INTO gone SELECT {}, id FROM ({which})", table.number()), [])?;
    }
    erase_drafts(tx)?;
    erase_journal(tx)?;
    erase_rows(tx)?;
    tx.execute_batch("DROP TABLE gone")?;
    crate::access::forget_words(tx, people)?;
    forget_words(tx)
}

/// Whether the rows of a table go with the people whose file they are in.
fn is_of_a_person(table: Table) -> bool {
    !matches!(
        table,
        Table::Person
            | Table::CustomField
            | Table::Activity
            | Table::Programme
            | Table::Provider
            | Table::Consultation
            | Table::Proposal
            | Table::FollowUp
            | Table::Feedback
            | Table::Letterhead
            | Table::WorksSite
            | Table::ClauseHours
            | Table::FundOperation
            | Table::OutcomeRule
    )
}

impl Vault {
    /// Erases everything invented. What was written about an invented person goes with them, whoever wrote it; an invented
    /// offer stays, marked as such, while a real person's referral or agreement names it.
    pub fn erase_demo(&self) -> Result<BTreeSet<Topic>, Error> {
        let mut db = self.writer()?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        begin(&tx)?;
        tx.execute_batch("CREATE TEMP TABLE demo_field (id BLOB NOT NULL)")?;
        for number in 1..=DEMO_FIELDS {
            tx.execute("INSERT INTO demo_field (id) VALUES (?1)", [blob(&demo_field_id(number).0)])?;
        }
        let mut topics = BTreeSet::new();
        for (table, which) in DEMO {
            let found =
                tx.execute(&format!("INSERT INTO gone SELECT {}, id FROM ({which})", table.number()), [])?;
            if found > 0 {
                topics.insert(Topic::of(*table));
            }
        }
        gone_workers(&tx)?;
        erase_drafts(&tx)?;
        erase_journal(&tx)?;
        erase_rows(&tx)?;
        tx.execute_batch("DROP TABLE gone; DROP TABLE demo_field")?;
        if !topics.is_empty() {
            forget_words(&tx)?;
        }
        tx.commit()?;
        self.forget();
        fold_log(&db)?;
        Ok(topics)
    }
}

#[cfg(test)]
mod tests;
