//! The chain of the journal of accesses: each line's hash, keyed by the vault, holds the line before.

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;

use super::Look;
use crate::Error;
use crate::row::blob;

/// A line's number and its hash.
type Link = (i64, [u8; 32]);

const HEAD: &str = "access_head";
const ANCHOR: &str = "access_anchor";

/// The last line there is, or the last that was pruned away; number 0 before the first.
fn link(db: &Connection, key: &str) -> Result<Link, Error> {
    let sql = "SELECT value FROM meta WHERE key = ?1";
    let value: Option<String> = db.prepare_cached(sql)?.query_row([key], |line| line.get(0)).optional()?;
    let Some(value) = value else { return Ok((0, [0; 32])) };
    let (n, hash) = value.split_once('.').ok_or(Error::Codec)?;
    let hash = data_encoding::HEXLOWER.decode(hash.as_bytes()).ok().and_then(|hash| hash.try_into().ok());
    Ok((n.parse().map_err(|_| Error::Codec)?, hash.ok_or(Error::Codec)?))
}

fn set(db: &Connection, key: &str, (n, hash): &Link) -> Result<(), Error> {
    let value = format!("{n}.{}", data_encoding::HEXLOWER.encode(hash));
    let sql = "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)";
    db.prepare_cached(sql)?.execute(params![key, value])?;
    Ok(())
}

/// What a hash is made of, beside the line before.
#[derive(Serialize)]
struct Line<'a> {
    before: [u8; 32],
    n: i64,
    at_ms: i64,
    worker: [u8; 16],
    person: Option<[u8; 16]>,
    kind: &'a str,
    reason: &'a str,
    words: [u8; 32],
}

fn hash(chain: &[u8; 32], line: &Line<'_>) -> Result<[u8; 32], Error> {
    let bytes = postcard::to_stdvec(line).map_err(|_| Error::Codec)?;
    Ok(*blake3::keyed_hash(chain, &bytes).as_bytes())
}

fn of_words(chain: &[u8; 32], words: &str) -> [u8; 32] {
    *blake3::keyed_hash(chain, words.as_bytes()).as_bytes()
}

pub fn append(tx: &Connection, chain: &[u8; 32], looks: &[Look]) -> Result<(), Error> {
    let (mut n, mut before) = link(tx, HEAD)?;
    let sql = "INSERT INTO access_log (n, at_ms, worker, person, kind, reason, words, words_hash, hash)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let mut insert = tx.prepare_cached(sql)?;
    for look in looks {
        n += 1;
        let (kind, reason) = (look.kind.code(), look.reason.map_or("", |reason| reason.code()));
        let words = of_words(chain, &look.words);
        let person = look.person.map(|person| person.0.into_bytes());
        let worker = look.worker.0.into_bytes();
        before = hash(chain, &Line { before, n, at_ms: look.at.0, worker, person, kind, reason, words })?;
        let person = person.map(|person| person.to_vec());
        insert.execute(params![
            n,
            look.at.0,
            blob(&look.worker.0),
            person,
            kind,
            reason,
            look.words,
            words.as_slice(),
            before.as_slice()
        ])?;
    }
    set(tx, HEAD, &(n, before))
}

/// Lets the lines go that come before the first of that instant or later, and keeps the hash of the last of them.
pub fn prune(tx: &Connection, before_ms: i64) -> Result<(), Error> {
    let oldest = "SELECT at_ms FROM access_log ORDER BY n LIMIT 1";
    let oldest: Option<i64> = tx.prepare_cached(oldest)?.query_row([], |line| line.get(0)).optional()?;
    if oldest.is_none_or(|at| at >= before_ms) {
        return Ok(());
    }
    let sql = "SELECT n, hash FROM access_log WHERE n <
                 coalesce((SELECT min(n) FROM access_log WHERE at_ms >= ?1), 1 << 62) ORDER BY n DESC LIMIT 1";
    let last: Option<Link> =
        tx.query_row(sql, [before_ms], |line| Ok((line.get(0)?, line.get(1)?))).optional()?;
    let Some(last) = last else { return Ok(()) };
    tx.execute("DELETE FROM access_log WHERE n <= ?1", [last.0])?;
    set(tx, ANCHOR, &last)
}

/// The first line that is not as it was written, or is missing; none where the chain holds. Words that were erased are missed by
/// nobody.
pub(crate) fn broken(db: &Connection, chain: &[u8; 32]) -> Result<Option<u64>, Error> {
    let told = |n: i64| Some(n.cast_unsigned());
    let (mut n, mut before) = link(db, ANCHOR)?;
    let head = link(db, HEAD)?;
    let sql =
        "SELECT n, at_ms, worker, person, kind, reason, words, words_hash, hash FROM access_log ORDER BY n";
    let mut statement = db.prepare(sql)?;
    let mut lines = statement.query([])?;
    while let Some(line) = lines.next()? {
        n += 1;
        let (kind, reason, words): (String, String, String) = (line.get(4)?, line.get(5)?, line.get(6)?);
        let as_written: [u8; 32] = line.get(7)?;
        let expected = Line {
            before,
            n,
            at_ms: line.get(1)?,
            worker: line.get::<_, uuid::Uuid>(2)?.into_bytes(),
            person: line.get::<_, Option<uuid::Uuid>>(3)?.map(uuid::Uuid::into_bytes),
            kind: &kind,
            reason: &reason,
            words: as_written,
        };
        before = line.get(8)?;
        let said = words.is_empty() || of_words(chain, &words) == as_written;
        if line.get::<_, i64>(0)? != n || !said || hash(chain, &expected)? != before {
            return Ok(told(n));
        }
    }
    Ok(if (n, before) == head { None } else { told(n + 1) })
}
