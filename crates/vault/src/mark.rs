//! The mark: how far the journal had come, in a file beside the database, since the end of a log can be lost without any
//! check of the database noticing, and an older database put back is a sound one.
//!
//! Two records of fixed size, written in turn, each sealed under a key derived from the vault's. They are written after the
//! commit and not synced: a mark may be older than the journal, which says nothing, and is never newer than what was
//! acknowledged.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use passerelle_domain::moment::Hlc;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::key::secret::{VaultKey, draw};
use crate::key::slot::write_durably;
use crate::{Error, row};

/// The mark's name within the vault's folder.
pub const FILE: &str = "vault.mark";
const PURPOSE: &str = "passerelle/v1/mark";
const NONCE: usize = 24;
/// What is sealed, padded to one length so that a record says nothing by its size.
const PLAIN: usize = 152;
const RECORD: usize = NONCE + PLAIN + 16;

/// Why the journal is not as far as it was, or why that cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LossKind {
    /// The end of the journal is gone: the log was damaged after the program was cut off.
    LogCut,
    /// The database is an older copy of this one.
    OlderCopy,
    /// The database went another way than the one that was here: a copy that was worked in elsewhere.
    OtherCopy,
    /// The mark is gone: an older copy could not be told.
    MarkMissing,
    /// The mark is damaged or was made by someone else.
    MarkDamaged,
}

/// What an opening found missing; kept in the mark until the worker has read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Loss {
    pub kind: LossKind,
    /// Acts known to be missing; 0 where none is or where it cannot be told.
    pub acts: u32,
    /// When the last act that is left was written, in UTC milliseconds: what is missing came after it.
    #[ts(type = "number | null")]
    pub since_ms: Option<i64>,
    /// When the last act that is missing was written.
    #[ts(type = "number | null")]
    pub until_ms: Option<i64>,
}

impl Loss {
    fn untold(kind: LossKind) -> Loss {
        Loss { kind, acts: 0, since_ms: None, until_ms: None }
    }

    /// This one, and an earlier one that nobody has read yet.
    fn with(self, earlier: Option<Loss>) -> Loss {
        let Some(earlier) = earlier else { return self };
        Loss {
            kind: self.kind,
            acts: self.acts.saturating_add(earlier.acts),
            since_ms: match (self.since_ms, earlier.since_ms) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            },
            until_ms: self.until_ms.max(earlier.until_ms),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Record {
    seq: u64,
    /// The device that writes, and the last act it wrote.
    device: [u8; 16],
    n: u64,
    hlc_ms: u64,
    hlc_count: u32,
    /// How often the database was opened; it stands in the database too, and an older copy has a smaller one.
    opening: u64,
    loss: Option<Loss>,
}

enum Found {
    Missing,
    Damaged,
    Here(Record),
}

/// The mark of an open vault.
pub(crate) struct Mark {
    file: File,
    cipher: XChaCha20Poly1305,
    last: Record,
}

fn cipher(key: &VaultKey) -> Result<XChaCha20Poly1305, Error> {
    let key = key.derive(PURPOSE).map_err(|_| Error::Codec)?;
    Ok(XChaCha20Poly1305::new((&*key).into()))
}

fn seal(cipher: &XChaCha20Poly1305, record: &Record) -> Result<Vec<u8>, Error> {
    let mut plain = postcard::to_stdvec(record).map_err(|_| Error::Codec)?;
    if plain.len() > PLAIN {
        return Err(Error::Codec);
    }
    plain.resize(PLAIN, 0);
    let nonce = *draw::<NONCE>().map_err(|_| Error::Codec)?;
    let sealed = cipher
        .encrypt(&XNonce::from(nonce), Payload { msg: &plain, aad: PURPOSE.as_bytes() })
        .map_err(|_| Error::Codec)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn unseal(cipher: &XChaCha20Poly1305, bytes: &[u8]) -> Option<Record> {
    let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: sealed, aad: PURPOSE.as_bytes() };
    let plain = cipher.decrypt(&XNonce::from(*nonce), payload).ok()?;
    postcard::take_from_bytes(&plain).ok().map(|(record, _)| record)
}

fn find(dir: &Path, cipher: &XChaCha20Poly1305) -> Found {
    let mut bytes = Vec::new();
    let limit = u64::try_from(RECORD * 2).unwrap_or(u64::MAX);
    match File::open(dir.join(FILE)).and_then(|file| file.take(limit).read_to_end(&mut bytes)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Found::Missing,
        Err(_) => return Found::Damaged,
        Ok(_) => {}
    }
    let records = bytes.chunks_exact(RECORD).filter_map(|record| unseal(cipher, record));
    records.max_by_key(|record| record.seq).map_or(Found::Damaged, Found::Here)
}

fn fact(db: &Connection, key: &str) -> Result<Option<u64>, Error> {
    let text: Option<String> =
        db.query_row("SELECT value FROM meta WHERE key = ?1", [key], |line| line.get(0)).optional()?;
    text.map(|text| text.parse().map_err(|_| Error::Codec)).transpose()
}

fn note(db: &Connection, key: &str, value: u64) -> Result<(), Error> {
    db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)", params![key, value.to_string()])?;
    Ok(())
}

fn instant(ms: u64) -> Option<i64> {
    i64::try_from(ms).ok()
}

/// What of the journal is missing by the mark.
fn missing(db: &Connection, mark: &Record, opening: u64) -> Result<Option<Loss>, Error> {
    let device: Option<u32> = db
        .query_row(
            "SELECT ix FROM device WHERE id = ?1",
            [row::blob(&Uuid::from_bytes(mark.device))],
            |line| line.get(0),
        )
        .optional()?;
    let Some(device) = device else { return Ok(Some(Loss::untold(LossKind::OtherCopy))) };
    let older = opening < mark.opening;
    let sql = "SELECT n, hlc_ms FROM journal WHERE id BETWEEN ?1 << 40 AND (?1 + 1 << 40) - 1 ORDER BY id DESC LIMIT 1";
    let last: Option<(i64, i64)> =
        db.query_row(sql, [device], |line| Ok((line.get(0)?, line.get(1)?))).optional()?;
    let n = last.map_or(0, |(n, _)| n.cast_unsigned());
    if n < mark.n {
        return Ok(Some(Loss {
            kind: if older { LossKind::OlderCopy } else { LossKind::LogCut },
            acts: u32::try_from(mark.n - n).unwrap_or(u32::MAX),
            since_ms: last.map(|(_, ms)| ms),
            until_ms: instant(mark.hlc_ms),
        }));
    }
    if older {
        return Ok(Some(Loss::untold(LossKind::OlderCopy)));
    }
    let sql = "SELECT hlc_ms, hlc_count FROM journal WHERE id = ?1 << 40 | ?2";
    let same = db
        .query_row(sql, params![device, mark.n.cast_signed()], |line| {
            Ok((line.get::<_, i64>(0)?.cast_unsigned(), line.get::<_, u32>(1)?))
        })
        .optional()?
        .is_none_or(|at| mark.n == 0 || at == (mark.hlc_ms, mark.hlc_count));
    Ok(if same { None } else { Some(Loss::untold(LossKind::OtherCopy)) })
}

/// Notes in the database that it is opened once more, and folds that into the file itself: were it in the log alone, a log
/// cut off would look like an older copy. Numbers that were used by acts now missing are not given again.
fn enter(db: &mut Connection, opening: u64, used: u64) -> Result<(), Error> {
    let tx = db.transaction()?;
    note(&tx, "opening", opening)?;
    if used > 0 {
        let floor = fact(&tx, "floor")?.unwrap_or(0).max(used);
        note(&tx, "floor", floor)?;
    }
    tx.commit()?;
    Ok(db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
}

impl Mark {
    /// Compares the database with the mark beside it, and makes the mark anew where there is none. A disk that takes nothing
    /// leaves the vault without a mark rather than closed; a database that was never marked is no finding.
    pub(crate) fn meet(
        dir: &Path,
        key: &VaultKey,
        db: &mut Connection,
        own: u32,
    ) -> Result<Option<Mark>, Error> {
        let cipher = cipher(key)?;
        let opened = fact(db, "opening")?;
        let found = find(dir, &cipher);
        let (fresh, kept, before) = match (&found, opened) {
            (_, None) => (None, None, None),
            (Found::Missing, _) => (Some(Loss::untold(LossKind::MarkMissing)), None, None),
            (Found::Damaged, _) => (Some(Loss::untold(LossKind::MarkDamaged)), None, None),
            (Found::Here(record), Some(opened)) => {
                (missing(db, record, opened)?, record.loss.clone(), Some(record))
            }
        };
        let used = before.filter(|_| fresh.is_some()).map_or(0, |record| record.n);
        let opening = opened.unwrap_or(0).max(before.map_or(0, |record| record.opening)) + 1;
        let device: Uuid = db.query_row("SELECT id FROM device WHERE ix = ?1", [own], |line| line.get(0))?;
        let sql = "SELECT n, hlc_ms, hlc_count FROM journal WHERE id BETWEEN ?1 << 40 AND (?1 + 1 << 40) - 1 ORDER BY id DESC LIMIT 1";
        let head: Option<(i64, i64, u32)> =
            db.query_row(sql, [own], |line| Ok((line.get(0)?, line.get(1)?, line.get(2)?))).optional()?;
        let (n, hlc_ms, hlc_count) = head.unwrap_or_default();
        let record = Record {
            seq: before.map_or(0, |record| record.seq) + 1,
            device: device.into_bytes(),
            n: n.cast_unsigned(),
            hlc_ms: hlc_ms.cast_unsigned(),
            hlc_count,
            opening,
            loss: match fresh {
                Some(fresh) => Some(fresh.with(kept)),
                None => kept,
            },
        };
        match enter(db, opening, used) {
            Ok(()) => {}
            Err(Error::DiskFull) => return Ok(None),
            Err(error) => return Err(error),
        }
        Ok(Mark::make(dir, cipher, record, before.is_some()))
    }

    fn make(dir: &Path, cipher: XChaCha20Poly1305, last: Record, there: bool) -> Option<Mark> {
        if !there {
            let both = [seal(&cipher, &last).ok()?, seal(&cipher, &last).ok()?].concat();
            write_durably(dir, FILE, &both).ok()?;
        }
        let file = OpenOptions::new().write(true).open(dir.join(FILE)).ok()?;
        let mut mark = Mark { file, cipher, last };
        if there {
            mark.write();
        }
        Some(mark)
    }

    /// Writes the last record over the older of the two. A failure leaves the mark behind the journal, which is harmless.
    fn write(&mut self) {
        let Ok(bytes) = seal(&self.cipher, &self.last) else { return };
        let at = if self.last.seq.is_multiple_of(2) { 0 } else { u64::try_from(RECORD).unwrap_or(0) };
        let _ = self.file.seek(SeekFrom::Start(at)).and_then(|_| self.file.write_all(&bytes));
    }

    /// Notes how far the journal has come. Call it once the commit has returned.
    pub(crate) fn advance(&mut self, n: u64, hlc: Hlc) {
        self.last.seq += 1;
        (self.last.n, self.last.hlc_ms, self.last.hlc_count) = (n, hlc.ms, hlc.count);
        self.write();
    }

    pub(crate) fn loss(&self) -> Option<&Loss> {
        self.last.loss.as_ref()
    }

    /// The worker has read what was lost.
    pub(crate) fn acknowledge(&mut self) {
        self.last.seq += 1;
        self.last.loss = None;
        self.write();
    }
}
