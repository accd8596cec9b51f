//! The roots: where each table of the database begins, in a file beside it. They stand in the first pages of the database
//! itself, and where those are damaged nothing else tells which of the others are whose.
//!
//! They change with the schema alone: the file is written when it does, and goes before it does, so that roots that are no
//! longer true are never read by.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::key::secret::{VaultKey, draw};
use crate::key::slot::{sync, write_durably};
use crate::{Error, migrate};

/// The roots' name within the folder of a vault or of a backup.
pub const FILE: &str = "vault.roots";
const PURPOSE: &str = "passerelle/v1/roots";
const NONCE: usize = 24;
/// Far more than any schema says.
const LIMIT: u64 = 4 << 20;

/// What each page of the file is authenticated with, beside the key: the first bytes of the file.
pub(crate) type Salt = [u8; 16];

/// What the schema says of one table, index, view or trigger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub kind: String,
    pub name: String,
    pub table: String,
    /// The page it begins on; 0 for what has none.
    pub root: u32,
    /// None for an index that its table makes by itself.
    pub sql: Option<String>,
}

/// What the first pages of a database say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Roots {
    pub step: i64,
    pub salt: Salt,
    /// In the order of the schema.
    pub entries: Vec<Entry>,
}

impl Roots {
    /// Of an open database and the file it is in. Errors: a schema that cannot be read.
    pub(crate) fn of(db: &Connection, file: &Path) -> Result<Roots, Error> {
        let mut salt = Salt::default();
        File::open(file)
            .and_then(|mut file| file.read_exact(&mut salt))
            .map_err(|error| Error::from_file(&error))?;
        let sql = "SELECT type, name, tbl_name, coalesce(rootpage, 0), sql FROM sqlite_schema ORDER BY rowid";
        let mut statement = db.prepare(sql)?;
        let entries = statement.query_map([], |line| {
            let (kind, name, table) = (line.get(0)?, line.get(1)?, line.get(2)?);
            Ok(Entry { kind, name, table, root: line.get(3)?, sql: line.get(4)? })
        })?;
        Ok(Roots { step: migrate::step(db)?, salt, entries: entries.collect::<Result<_, _>>()? })
    }

    /// Those that stand in a folder; none where they are missing, damaged or of another vault.
    pub(crate) fn read(dir: &Path, key: &VaultKey) -> Option<Roots> {
        let mut bytes = Vec::new();
        File::open(dir.join(FILE)).ok()?.take(LIMIT).read_to_end(&mut bytes).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: PURPOSE.as_bytes() };
        let plain = cipher(key).ok()?.decrypt(&XNonce::from(*nonce), payload).ok()?;
        postcard::from_bytes(&plain).ok()
    }

    /// Writes them into a folder, sealed.
    pub(crate) fn write(&self, dir: &Path, key: &VaultKey) -> Result<(), Error> {
        let plain = postcard::to_stdvec(self).map_err(|_| Error::Codec)?;
        let nonce = *draw::<NONCE>().map_err(|_| Error::Codec)?;
        let payload = Payload { msg: &plain, aad: PURPOSE.as_bytes() };
        let sealed = cipher(key)?.encrypt(&XNonce::from(nonce), payload).map_err(|_| Error::Codec)?;
        write_durably(dir, FILE, &[nonce.as_slice(), &sealed].concat()).map_err(|_| Error::FileMissing)
    }
}

fn cipher(key: &VaultKey) -> Result<XChaCha20Poly1305, Error> {
    let key = key.derive(PURPOSE).map_err(|_| Error::Codec)?;
    Ok(XChaCha20Poly1305::new((&*key).into()))
}

/// Notes the roots of an open vault, where those that stand in its folder are others. A disk that takes none leaves the vault
/// without them rather than closed.
pub(crate) fn keep(dir: &Path, key: &VaultKey, db: &Connection) {
    if let Ok(roots) = Roots::of(db, &dir.join(crate::FILE))
        && Roots::read(dir, key).as_ref() != Some(&roots)
    {
        let _ = roots.write(dir, key);
    }
}

/// Takes the roots away before the schema changes. Errors: a folder that keeps them; the schema must then stay.
pub(crate) fn forget(dir: &Path) -> Result<(), Error> {
    match fs::remove_file(dir.join(FILE)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        removed => removed.and_then(|()| sync(dir)).map_err(|error| Error::from_file(&error)),
    }
}
