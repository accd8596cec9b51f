//! Whose files were erased here, beside the database and sealed: a backup that is taken back while the database is damaged must
//! lose them all the same. It holds ids that lead to nobody any more, and days.

use std::collections::BTreeMap;
use std::path::Path;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use passerelle_domain::moment::Instant;
use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::key::secret::{VaultKey, draw};
use crate::key::slot::write_durably;
use crate::row::blob;
use crate::{Error, Vault};

/// The list's name within the vault's folder.
pub const FILE: &str = "vault.erased";
const PURPOSE: &str = "passerelle/v1/erased-people";
const NONCE: usize = 24;

/// For so many days after an erasure what was copied before it may stay: backups, and what a way back set aside.
pub const COPIES_DAYS: i64 = 30;

/// When each was erased, in UTC milliseconds.
pub type Erased = BTreeMap<Uuid, i64>;

fn cipher(key: &VaultKey) -> Result<XChaCha20Poly1305, Error> {
    let key = key.derive(PURPOSE).map_err(|_| Error::Codec)?;
    Ok(XChaCha20Poly1305::new((&*key).into()))
}

/// The list of a folder. One that is missing, damaged or of another vault names nobody.
pub fn read(dir: &Path, key: &VaultKey) -> Erased {
    let open = || {
        let bytes = std::fs::read(dir.join(FILE)).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: PURPOSE.as_bytes() };
        let plain = cipher(key).ok()?.decrypt(&XNonce::from(*nonce), payload).ok()?;
        let lines: Vec<([u8; 16], i64)> = postcard::from_bytes(&plain).ok()?;
        Some(lines.into_iter().map(|(id, at)| (Uuid::from_bytes(id), at)).collect())
    };
    open().unwrap_or_default()
}

fn write(dir: &Path, key: &VaultKey, erased: &Erased) -> Result<(), Error> {
    let lines: Vec<([u8; 16], i64)> = erased.iter().map(|(id, at)| (id.into_bytes(), *at)).collect();
    let plain = postcard::to_stdvec(&lines).map_err(|_| Error::Codec)?;
    let nonce = *draw::<NONCE>().map_err(|_| Error::Codec)?;
    let payload = Payload { msg: &plain, aad: PURPOSE.as_bytes() };
    let sealed = cipher(key)?.encrypt(&XNonce::from(nonce), payload).map_err(|_| Error::Codec)?;
    write_durably(dir, FILE, &[nonce.as_slice(), &sealed].concat()).map_err(|_| Error::DiskFull)
}

/// Notes in a transaction that these people were erased.
pub(crate) fn note(tx: &Connection, people: &[Uuid], at: Instant) -> Result<(), Error> {
    let sql = "INSERT OR REPLACE INTO erased_person (person, at_ms) VALUES (?1, ?2)";
    for person in people {
        tx.prepare_cached(sql)?.execute(params![blob(person), at.0])?;
    }
    Ok(())
}

pub(crate) fn listed(db: &Connection) -> Result<Erased, Error> {
    let mut statement = db.prepare_cached("SELECT person, at_ms FROM erased_person")?;
    let rows = statement.query_map([], |line| Ok((line.get(0)?, line.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Brings the list beside the database up to what the database says. A disk that takes nothing leaves it for the next opening.
pub(crate) fn mirror(dir: &Path, key: &VaultKey, db: &Connection) {
    let Ok(listed) = listed(db) else { return };
    let mut all = read(dir, key);
    let before = all.len();
    for (person, at) in listed {
        let known = all.entry(person).or_insert(at);
        *known = (*known).max(at);
    }
    if all.len() > before || (before > 0 && all != read(dir, key)) {
        let _ = write(dir, key, &all);
    }
}

/// Erases from a copy that is made ready whoever was erased since it was made.
pub(crate) fn apply(tx: &Connection, erased: &Erased) -> Result<(), Error> {
    let people: Vec<Uuid> = erased.keys().copied().collect();
    if people.is_empty() {
        return Ok(());
    }
    crate::erase::erase_people(tx, &people)?;
    for (person, at) in erased {
        note(tx, &[*person], Instant(*at))?;
    }
    Ok(())
}

/// The instant of the last erasure before which nothing may be kept any longer than [`COPIES_DAYS`]; none where nobody was erased.
pub fn last(erased: &Erased) -> Option<Instant> {
    erased.values().max().copied().map(Instant)
}

/// The last erasure since which so many days have passed that no copy from before it may stay.
pub(crate) fn overdue(erased: &Erased, now: Instant) -> Option<Instant> {
    let limit = now.0 - COPIES_DAYS * 24 * 60 * 60 * 1000;
    erased.values().copied().filter(|at| *at <= limit).max().map(Instant)
}

/// Until when copies made before the last erasure stay at most; none where nobody was erased.
pub fn copies_until(erased: &Erased) -> Option<Instant> {
    last(erased).map(|at| Instant(at.0 + COPIES_DAYS * 24 * 60 * 60 * 1000))
}

impl Vault {
    pub(crate) fn mirror_erased(&self, db: &Connection) {
        if let Some(dir) = self.path().parent() {
            mirror(dir, &self.key, db);
        }
    }

    /// Whose files were erased on this laptop, and when.
    pub fn erased(&self) -> Result<Erased, Error> {
        self.read(listed)
    }
}
