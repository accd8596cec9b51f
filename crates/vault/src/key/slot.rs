//! The slot file beside the database: each slot wraps the vault key, bound to the vault and to how it is opened.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::KeyError;
use super::passphrase::Cost;
use super::secret::{VaultKey, draw};

pub(crate) const FILE: &str = "keyslots.json";
const VERSION: u32 = 1;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Opener {
    /// `check` is a tag of the device secret, so that another secret is told from a wrong passphrase.
    PassphraseAndDevice {
        salt: [u8; 16],
        cost: Cost,
        check: [u8; 16],
    },
    PassphraseAlone {
        salt: [u8; 16],
        cost: Cost,
    },
    Recovery {
        salt: [u8; 16],
    },
}

#[derive(Serialize, Deserialize)]
pub(super) struct Slot {
    pub opener: Opener,
    nonce: [u8; 24],
    sealed: Vec<u8>,
}

fn bound(vault: Uuid, opener: &Opener) -> Result<Vec<u8>, KeyError> {
    let mut bound = b"passerelle/v1/keyslot".to_vec();
    bound.extend_from_slice(vault.as_bytes());
    bound.extend(serde_json::to_vec(opener).map_err(|_| KeyError::SlotsDamaged)?);
    Ok(bound)
}

impl Slot {
    pub(super) fn seal(
        vault: Uuid,
        opener: Opener,
        kek: &[u8; 32],
        key: &VaultKey,
    ) -> Result<Slot, KeyError> {
        let nonce = *draw::<24>()?;
        let aad = bound(vault, &opener)?;
        let sealed = XChaCha20Poly1305::new(kek.into())
            .encrypt(&XNonce::from(nonce), Payload { msg: key.bytes(), aad: &aad })
            .map_err(|_| KeyError::Random)?;
        Ok(Slot { opener, nonce, sealed })
    }

    /// None when the key does not fit.
    pub(super) fn open(&self, vault: Uuid, kek: &[u8; 32]) -> Result<Option<VaultKey>, KeyError> {
        let aad = bound(vault, &self.opener)?;
        let opened = XChaCha20Poly1305::new(kek.into())
            .decrypt(&XNonce::from(self.nonce), Payload { msg: &self.sealed, aad: &aad })
            .map(Zeroizing::new);
        match opened {
            Ok(bytes) => VaultKey::from_slice(&bytes).map(Some).ok_or(KeyError::SlotsDamaged),
            Err(_) => Ok(None),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Written {
    version: u32,
    vault: Uuid,
    slots: Vec<Value>,
    /// BLAKE3 of the rest, in hexadecimal: a bit that turned is told from a wrong passphrase. It protects from nobody.
    #[serde(default)]
    sum: Option<String>,
}

impl Written {
    fn sum(&self) -> Result<String, KeyError> {
        let rest = (self.version, self.vault, &self.slots);
        let bytes = serde_json::to_vec(&rest).map_err(|_| KeyError::SlotsDamaged)?;
        let sum = blake3::derive_key("passerelle/v1/keyslots-sum", &bytes);
        Ok(data_encoding::HEXLOWER.encode(&sum))
    }
}

/// The slots of a vault; those of a newer version are kept as they are.
pub(super) struct Slots {
    pub vault: Uuid,
    pub known: Vec<Slot>,
    /// False where the file is not as it was written: what opens nothing is then damage.
    pub intact: bool,
    foreign: Vec<Value>,
}

impl Slots {
    pub(super) fn new(vault: Uuid) -> Slots {
        Slots { vault, known: Vec::new(), intact: true, foreign: Vec::new() }
    }

    pub(super) fn exist(dir: &Path) -> bool {
        dir.join(FILE).exists()
    }

    /// Puts the file under another name, where nothing reads it and nothing replaces it.
    pub(super) fn set_aside(dir: &Path) -> Result<(), KeyError> {
        let mut names = (1_u32..).map(|number| dir.join(format!("keyslots.aside-{number}.json")));
        if let Some(aside) = names.find(|path| !path.exists()) {
            fs::rename(dir.join(FILE), aside).map_err(KeyError::Io)?;
            sync(dir).map_err(KeyError::Io)?;
        }
        Ok(())
    }

    pub(super) fn read(dir: &Path) -> Result<Slots, KeyError> {
        let bytes = match fs::read(dir.join(FILE)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(KeyError::SlotsMissing),
            read => read.map_err(KeyError::Io)?,
        };
        let written: Written = serde_json::from_slice(&bytes).map_err(|_| KeyError::SlotsDamaged)?;
        if written.version > VERSION {
            return Err(KeyError::SlotsNewer);
        }
        let sum = written.sum()?;
        let mut slots = Slots::new(written.vault);
        slots.intact = written.sum.as_ref().is_none_or(|kept| *kept == sum);
        for value in written.slots {
            match serde_json::from_value(value.clone()) {
                Ok(slot) => slots.known.push(slot),
                Err(_) => slots.foreign.push(value),
            }
        }
        if slots.known.is_empty() {
            return Err(KeyError::SlotsDamaged);
        }
        Ok(slots)
    }

    pub(super) fn write(&self, dir: &Path) -> Result<(), KeyError> {
        let mut slots: Vec<Value> = Vec::new();
        for slot in &self.known {
            slots.push(serde_json::to_value(slot).map_err(|_| KeyError::SlotsDamaged)?);
        }
        slots.extend(self.foreign.iter().cloned());
        let mut written = Written { version: VERSION, vault: self.vault, slots, sum: None };
        written.sum = Some(written.sum()?);
        let bytes = serde_json::to_vec_pretty(&written).map_err(|_| KeyError::SlotsDamaged)?;
        write_durably(dir, FILE, &bytes)
    }
}

/// Replaces a small file whole: after a power cut it is the old one or the new one.
pub(crate) fn write_durably(dir: &Path, name: &str, bytes: &[u8]) -> Result<(), KeyError> {
    let fresh = dir.join(format!("{name}.new"));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&fresh).map_err(KeyError::Io)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(KeyError::Io)?;
    fs::rename(&fresh, dir.join(name)).and_then(|()| sync(dir)).map_err(KeyError::Io)
}

/// Makes the names of a folder durable, where the system can be asked to.
pub(crate) fn sync(dir: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    fs::File::open(dir)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = dir;
    Ok(())
}
