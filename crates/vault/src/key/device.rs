//! The device secret in the keyring of the system, and the states in which a keyring can be.

use std::collections::HashMap;
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::Duration;

use data_encoding::BASE64;
use uuid::Uuid;
use zeroize::Zeroizing;

/// Why the secret cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyringFault {
    Locked,
    /// There is no keyring at all.
    Absent,
    /// There is a keyring without an entry for this vault.
    Empty,
    Refused,
    Slow,
}

/// Keeps one secret per vault.
pub trait DeviceStore: Send + Sync {
    fn read(&self, vault: Uuid) -> Result<Zeroizing<Vec<u8>>, KeyringFault>;
    fn write(&self, vault: Uuid, secret: &[u8]) -> Result<(), KeyringFault>;
    fn remove(&self, vault: Uuid) -> Result<(), KeyringFault>;
}

/// The keyring of the system, asked on a thread of its own so that one that hangs is named, not waited for.
pub struct OsKeyring {
    patience: Duration,
}

impl OsKeyring {
    pub fn new(patience: Duration) -> OsKeyring {
        OsKeyring { patience }
    }

    fn ask<T: Send + 'static>(
        &self,
        vault: Uuid,
        question: impl FnOnce(&keyring::Entry) -> keyring::Result<T> + Send + 'static,
    ) -> Result<T, KeyringFault> {
        let (say, hear) = mpsc::channel();
        thread::spawn(move || {
            let answer = keyring::Entry::new("passerelle", &vault.to_string())
                .and_then(|entry| question(&entry))
                .map_err(|error| fault(&error));
            // Nobody listens any more when the answer came too late.
            let _ = say.send(answer);
        });
        hear.recv_timeout(self.patience).unwrap_or(Err(KeyringFault::Slow))
    }
}

fn fault(error: &keyring::Error) -> KeyringFault {
    match error {
        keyring::Error::NoEntry => KeyringFault::Empty,
        keyring::Error::NoStorageAccess(_) => KeyringFault::Locked,
        keyring::Error::PlatformFailure(_) | keyring::Error::NoDefaultStore => KeyringFault::Absent,
        _ => KeyringFault::Refused,
    }
}

impl DeviceStore for OsKeyring {
    fn read(&self, vault: Uuid) -> Result<Zeroizing<Vec<u8>>, KeyringFault> {
        let text = Zeroizing::new(self.ask(vault, keyring::Entry::get_password)?);
        BASE64.decode(text.as_bytes()).map(Zeroizing::new).map_err(|_| KeyringFault::Refused)
    }

    fn write(&self, vault: Uuid, secret: &[u8]) -> Result<(), KeyringFault> {
        // Text, since some wallets hold nothing else.
        let text = Zeroizing::new(BASE64.encode(secret));
        self.ask(vault, move |entry| entry.set_password(&text))
    }

    fn remove(&self, vault: Uuid) -> Result<(), KeyringFault> {
        self.ask(vault, keyring::Entry::delete_credential)
    }
}

/// A machine without a keyring.
pub struct NoKeyring;

impl DeviceStore for NoKeyring {
    fn read(&self, _: Uuid) -> Result<Zeroizing<Vec<u8>>, KeyringFault> {
        Err(KeyringFault::Absent)
    }

    fn write(&self, _: Uuid, _: &[u8]) -> Result<(), KeyringFault> {
        Err(KeyringFault::Absent)
    }

    fn remove(&self, _: Uuid) -> Result<(), KeyringFault> {
        Err(KeyringFault::Absent)
    }
}

/// A keyring in memory that can be put into each state, for tests.
#[derive(Default)]
pub struct FakeKeyring {
    pub secrets: Mutex<HashMap<Uuid, Vec<u8>>>,
    pub fault: Mutex<Option<KeyringFault>>,
}

impl FakeKeyring {
    fn ready(&self) -> Result<(), KeyringFault> {
        match self.fault.lock().map(|fault| *fault) {
            Ok(None) => Ok(()),
            Ok(Some(fault)) => Err(fault),
            Err(_) => Err(KeyringFault::Refused),
        }
    }
}

impl DeviceStore for FakeKeyring {
    fn read(&self, vault: Uuid) -> Result<Zeroizing<Vec<u8>>, KeyringFault> {
        self.ready()?;
        let secrets = self.secrets.lock().map_err(|_| KeyringFault::Refused)?;
        secrets.get(&vault).cloned().map(Zeroizing::new).ok_or(KeyringFault::Empty)
    }

    fn write(&self, vault: Uuid, secret: &[u8]) -> Result<(), KeyringFault> {
        self.ready()?;
        self.secrets.lock().map_err(|_| KeyringFault::Refused)?.insert(vault, secret.to_vec());
        Ok(())
    }

    fn remove(&self, vault: Uuid) -> Result<(), KeyringFault> {
        self.ready()?;
        self.secrets.lock().map_err(|_| KeyringFault::Refused)?.remove(&vault);
        Ok(())
    }
}
