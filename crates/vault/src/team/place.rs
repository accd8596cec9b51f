//! In which space a file is, and in which a line was written. Here a space is the bytes of the id of a smaller one, or none for
//! the home team: so a laptop that is in one team alone pays nothing.

use std::collections::BTreeSet;

use passerelle_domain::id::{PersonId, SpaceId};
use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

use super::KeyName;
use crate::heads::number;
use crate::journal::Version;
use crate::row::blob;
use crate::{Error, Vault};

/// The space of a line, from the id that is written with it: only smaller ones are told apart.
pub(crate) fn of_line(db: &Connection, space: &[u8]) -> Result<Vec<u8>, Error> {
    let sql = "SELECT space FROM smaller_space WHERE space = ?1";
    Ok(db.prepare_cached(sql)?.query_row([space], |line| line.get(0)).optional()?.unwrap_or_default())
}

/// The space in which a file is; that of what is in nobody's file is the home team's.
pub(crate) fn of_file(db: &Connection, person: Option<Uuid>) -> Result<Vec<u8>, Error> {
    let Some(person) = person else { return Ok(Vec::new()) };
    let sql = "SELECT space FROM file_space WHERE person = ?1";
    Ok(db.prepare_cached(sql)?.query_row([blob(&person)], |line| line.get(0)).optional()?.unwrap_or_default())
}

/// Where it would be told that a version was known: in the space in which it was written, and in that in which its file now is,
/// since all lines of a file go along when it moves.
pub(crate) fn where_told(db: &Connection, of: Version) -> Result<BTreeSet<Vec<u8>>, Error> {
    let sql = "SELECT coalesce((SELECT s.space FROM smaller_space s WHERE s.space = j.space), x''),
                      coalesce((SELECT f.space FROM file_space f WHERE f.person = j.subject), x'')
               FROM journal j WHERE j.id = ?1 << 40 | ?2";
    let both = db
        .prepare_cached(sql)?
        .query_row(params![of.0, number(of.1)?], |line| Ok([line.get(0)?, line.get(1)?]))
        .optional()?;
    Ok(both.map_or_else(|| BTreeSet::from([Vec::new()]), BTreeSet::from))
}

/// The key of a space: its id where it is a smaller one of this laptop's.
pub(crate) fn key(db: &Connection, space: SpaceId) -> Result<Vec<u8>, Error> {
    of_line(db, space.0.as_bytes())
}

/// Puts a file into a space: from now on all lines of it are sent there, whoever wrote them, unless they come back from it.
pub(crate) fn put(db: &Connection, person: Uuid, key: &[u8]) -> Result<(), Error> {
    if of_file(db, Some(person))? != key {
        set(db, person, key)?;
        send_again(db, person)?;
    }
    Ok(())
}

fn send_again(db: &Connection, person: Uuid) -> Result<(), Error> {
    let sql = "UPDATE journal SET batch_seq = NULL WHERE subject = ?1";
    db.prepare_cached(sql)?.execute([blob(&person)])?;
    Ok(())
}

/// Notes that a space is not the home team.
pub(crate) fn know(db: &Connection, space: SpaceId) -> Result<(), Error> {
    // So the home team is named on the way.
    if space.0.is_nil() {
        return Ok(());
    }
    let sql = "INSERT OR IGNORE INTO smaller_space (space) SELECT ?1
               WHERE NOT EXISTS (SELECT 1 FROM membership WHERE space = ?1 AND home = 1)";
    db.prepare_cached(sql)?.execute([blob(&space.0)])?;
    Ok(())
}

/// Notes in which space a file is.
pub(crate) fn set(db: &Connection, person: Uuid, key: &[u8]) -> Result<(), Error> {
    if key.is_empty() {
        db.prepare_cached("DELETE FROM file_space WHERE person = ?1")?.execute([blob(&person)])?;
    } else {
        let sql = "INSERT INTO file_space (person, space) VALUES (?1, ?2)
                   ON CONFLICT (person) DO UPDATE SET space = excluded.space WHERE space <> excluded.space";
        db.prepare_cached(sql)?.execute(params![blob(&person), key])?;
    }
    Ok(())
}

/// Forgets where erased files were.
pub(crate) fn forget(db: &Connection, people: &[Uuid]) -> Result<(), Error> {
    for person in people {
        for table in ["file_space", "moving", "moved_out"] {
            db.prepare_cached(&format!("DELETE FROM {table} WHERE person = ?1"))?.execute([blob(person)])?;
        }
    }
    Ok(())
}

/// A line of a file came by the space of a key. True where the file is elsewhere by now: the line is to be carried there. It
/// was written late where that space says that the file went on, or where this laptop is about to say so; else it tells of
/// a file that came into a smaller space.
pub(crate) fn came(db: &Connection, person: Uuid, key: &[u8], went_on: bool) -> Result<bool, Error> {
    let mut now = of_file(db, Some(person))?;
    if now.is_empty() && !key.is_empty() && !went_on && !goes_on(db, person, key)? {
        put(db, person, key)?;
        now = key.to_vec();
    }
    if now == key {
        // It was here before, and comes back.
        let sql = "DELETE FROM moved_out WHERE person = ?1 AND (gone = 1 OR ?2 <> x'')";
        if db.prepare_cached(sql)?.execute(params![blob(&person), key])? > 0 {
            db.prepare_cached("DELETE FROM erased_person WHERE person = ?1")?.execute([blob(&person)])?;
        }
    }
    Ok(now != key)
}

/// Whether this laptop moves a file out of a space, which was not told yet.
fn goes_on(db: &Connection, person: Uuid, space: &[u8]) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM moving WHERE person = ?1 AND space = ?2)";
    Ok(db.prepare_cached(sql)?.query_row(params![blob(&person), space], |row| row.get(0))?)
}

/// Makes room for a line that was emptied here when its file left, and comes again.
pub(crate) fn comes_again(db: &Connection, person: Uuid, (dev, n): Version) -> Result<(), Error> {
    let sql = "DELETE FROM moved_line WHERE person = ?1 AND dev = ?2 AND n = ?3";
    if db.prepare_cached(sql)?.execute(params![blob(&person), dev, number(n)?])? > 0 {
        let sql = "DELETE FROM journal WHERE id = ?1 << 40 | ?2 AND act = 'erased'";
        db.prepare_cached(sql)?.execute(params![dev, number(n)?])?;
    }
    Ok(())
}

/// A file that goes where this laptop is not: it is erased as soon as everything that was written of it here is handed over.
pub(crate) fn leave(db: &Connection, person: Uuid, space: SpaceId, may_send: bool) -> Result<(), Error> {
    let sql = "INSERT OR IGNORE INTO moved_out (person, gone) SELECT ?1, 0
                   WHERE EXISTS (SELECT 1 FROM person WHERE id = ?1)
                      OR EXISTS (SELECT 1 FROM journal WHERE subject = ?1)";
    db.prepare_cached(sql)?.execute([blob(&person)])?;
    // It was sealed with a key that the hub destroys: what was not there at two meetings may have come after whoever moves the
    // file had looked for the last time.
    let sql = "UPDATE journal SET batch_seq = NULL WHERE subject = ?1
                   AND batch_seq IN (SELECT seq FROM outgoing WHERE space = ?2 AND let_go_ms IS NULL)
                   AND dev IN (SELECT ix FROM device WHERE received = 0)";
    db.prepare_cached(sql)?.execute(params![blob(&person), blob(&space.0)])?;
    if !may_send {
        let sql = "UPDATE journal SET batch_seq = 0 WHERE subject = ?1 AND batch_seq IS NULL";
        db.prepare_cached(sql)?.execute([blob(&person)])?;
    }
    Ok(())
}

/// Files that left and of which nothing is left to hand over.
pub(crate) fn handed_over(db: &Connection) -> Result<Vec<Uuid>, Error> {
    let sql = "SELECT m.person FROM moved_out m WHERE m.gone = 0
               AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.subject = m.person AND j.batch_seq IS NULL)";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([], |line| line.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes which lines of files that left are about to be emptied: they come whole again where this laptop is let in there.
pub(crate) fn note_gone(db: &Connection, people: &[Uuid]) -> Result<(), Error> {
    for person in people {
        let sql = "INSERT OR IGNORE INTO moved_line (person, dev, n) SELECT subject, dev, n FROM journal WHERE subject = ?1";
        db.prepare_cached(sql)?.execute([blob(person)])?;
        db.prepare_cached("UPDATE moved_out SET gone = 1 WHERE person = ?1")?.execute([blob(person)])?;
    }
    Ok(())
}

/// The keys of a file go with what they sealed.
pub(super) fn destroy_keys(db: &Connection, of: &[u8], keys: &[KeyName]) -> Result<(), Error> {
    for key in keys {
        for sql in [
            "DELETE FROM case_key WHERE space = ?1 AND name = ?2",
            "DELETE FROM sealed WHERE space = ?1 AND key_name = ?2",
        ] {
            db.prepare_cached(sql)?.execute(params![of, key.as_slice()])?;
        }
    }
    Ok(())
}

/// A space says that a file is back. What this laptop had sent of it there before that was read was not taken by those who had
/// let it go.
fn comes_back(db: &Connection, person: Uuid, key: &[u8]) -> Result<(), Error> {
    // It was about to go from here, and stays.
    db.prepare_cached("DELETE FROM moved_out WHERE person = ?1 AND gone = 0")?.execute([blob(&person)])?;
    let sql = "SELECT EXISTS (SELECT 1 FROM moving WHERE person = ?1)";
    let own: bool = db.prepare_cached(sql)?.query_row([blob(&person)], |row| row.get(0))?;
    if own && of_file(db, Some(person))? == key {
        return send_again(db, person);
    }
    put(db, person, key)
}

/// Files go on in another space. Who is there has them there; who is not has them until what was written here is handed over.
pub(super) fn move_people(
    db: &Connection,
    from: SpaceId,
    to: SpaceId,
    people: &[Uuid],
    may_send: bool,
) -> Result<(), Error> {
    let key = key(db, to)?;
    if to == from {
        return people.iter().try_for_each(|person| comes_back(db, *person, &key));
    }
    let sql = "SELECT EXISTS (SELECT 1 FROM membership WHERE space = ?1 AND standing <> x'')";
    let there: bool = db.prepare_cached(sql)?.query_row([blob(&to.0)], |row| row.get(0))?;
    for person in people {
        let moving = "DELETE FROM moving WHERE person = ?1 AND space = ?2";
        let own = db.prepare_cached(moving)?.execute(params![blob(person), blob(&from.0)])? > 0;
        // Told before this laptop took it out of there again: it stays where it was put since.
        let back = !own && goes_on(db, *person, to.0.as_bytes())?;
        if there && !own && !back {
            put(db, *person, &key)?;
        } else if !there {
            // What it knew of the file in the space that it leaves.
            set(db, *person, &[])?;
            leave(db, *person, from, may_send)?;
        }
    }
    Ok(())
}

impl Vault {
    /// The smaller space in which a file is; none where it is the home team's.
    pub fn file_space(&self, person: PersonId) -> Result<Option<SpaceId>, Error> {
        self.read(|db| {
            let space = of_file(db, Some(person.0))?;
            Ok(Uuid::from_slice(&space).ok().map(SpaceId))
        })
    }

    /// Puts a file with all that was merged into it into another space, and notes that its former one has to be told. What is
    /// written of it from now on goes there.
    pub fn move_file(&self, people: &[Uuid], from: SpaceId, to: SpaceId) -> Result<(), Error> {
        let mut db = self.writer()?;
        let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let key = key(&tx, to)?;
        for person in people {
            put(&tx, *person, &key)?;
            // Who has the lines of a file has them in whatever space it is.
            let sql = "INSERT INTO frontier (dev, space, upto)
                       SELECT j.dev, ?2, max(j.n) FROM journal j JOIN device d ON d.ix = j.dev
                       WHERE j.subject = ?1 AND d.received = 1 GROUP BY j.dev
                       ON CONFLICT (dev, space) DO UPDATE SET upto = max(upto, excluded.upto)";
            tx.execute(sql, params![blob(person), key])?;
            let sql = "INSERT OR REPLACE INTO moving (person, space) VALUES (?1, ?2)";
            tx.execute(sql, params![blob(person), blob(&from.0)])?;
        }
        Ok(tx.commit()?)
    }

    /// Files of which a space has to be told that they went on elsewhere, and the space in which each is now: those that this
    /// laptop moves and of which nothing is left to send, and those of which something came late.
    pub fn moves_to_tell(&self, space: SpaceId) -> Result<Vec<(Uuid, Option<SpaceId>)>, Error> {
        self.read(|db| {
            let sql = "SELECT m.person, f.space FROM moving m LEFT JOIN file_space f ON f.person = m.person
                       WHERE m.space = ?1
                         AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.subject = m.person AND j.batch_seq IS NULL)";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([blob(&space.0)], |line| {
                let to: Option<Uuid> = line.get(1)?;
                Ok((line.get(0)?, to.map(SpaceId)))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Files that this laptop moves into a space, and of which their former one was not told yet.
    pub fn moves_into(&self, space: SpaceId) -> Result<Vec<Uuid>, Error> {
        self.read(|db| {
            let sql = "SELECT m.person FROM moving m WHERE m.space <> ?1
                         AND coalesce((SELECT f.space FROM file_space f WHERE f.person = m.person), x'') = ?2";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(params![blob(&space.0), key(db, space)?], |line| line.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Files that are elsewhere by now and of which keys of this space are held: something of them came late.
    pub fn late_files(&self, space: SpaceId) -> Result<Vec<(Uuid, SpaceId)>, Error> {
        self.read(|db| {
            let sql = "SELECT DISTINCT f.person, f.space FROM case_key k JOIN file_space f ON f.person = k.subject
                       WHERE k.space = ?1 AND f.space <> ?1
                         AND NOT EXISTS (SELECT 1 FROM moving m WHERE m.person = f.person)
                         AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.subject = f.person AND j.batch_seq IS NULL)";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([blob(&space.0)], |line| Ok((line.get(0)?, SpaceId(line.get(1)?))))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Files that are elsewhere and of which keys of this space are held.
    pub fn away_with_keys(&self, space: SpaceId) -> Result<Vec<Uuid>, Error> {
        self.read(|db| {
            let sql = "SELECT DISTINCT k.subject FROM case_key k WHERE k.space = ?1 AND k.subject IS NOT NULL
                         AND coalesce((SELECT f.space FROM file_space f WHERE f.person = k.subject), x'') <> ?2";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(params![blob(&space.0), key(db, space)?], |line| line.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Whether contents of these people's documents are not here, or not yet seen at the hub of their space.
    pub fn contents_pending(&self, people: &[Uuid]) -> Result<(bool, bool), Error> {
        self.read(|db| {
            let (mut away, mut unsent) = (false, false);
            for person in people {
                let sql = "SELECT coalesce(max(NOT EXISTS (SELECT 1 FROM attachment a WHERE a.hash = d.hash AND a.piece = 0)), 0),
                                  coalesce(max(NOT EXISTS (SELECT 1 FROM content_sent s WHERE s.name = d.blob_name
                                    AND s.space = (SELECT space FROM file_space f WHERE f.person = d.person))), 0)
                           FROM document d WHERE d.person = ?1 AND d.removed = 0";
                let (a, b): (bool, bool) =
                    db.prepare_cached(sql)?.query_row([blob(person)], |line| Ok((line.get(0)?, line.get(1)?)))?;
                away |= a;
                unsent |= b;
            }
            Ok((away, unsent))
        })
    }
}
