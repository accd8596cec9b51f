//! Who can open the vault: slots that wrap its key under passphrase and device, or the recovery kit. It knows nothing of
//! what is inside.

mod delay;
pub mod device;
pub mod passphrase;
mod recovery;
pub mod secret;
pub(crate) mod slot;

use std::path::Path;

use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use ts_rs::TS;
use uuid::Uuid;
use zeroize::Zeroizing;

use device::{DeviceStore, KeyringFault};
use passphrase::Cost;
use secret::{Passphrase, RecoveryCode, VaultKey, draw};
use slot::{Opener, Slot, Slots};

/// What protects the vault besides the recovery kit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    PassphraseAndDevice,
    PassphraseAlone,
}

/// The keyring as this vault finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeyringState {
    Available,
    Locked,
    Absent,
    Empty,
    Replaced,
    Refused,
    Slow,
}

impl From<KeyringFault> for KeyringState {
    fn from(fault: KeyringFault) -> Self {
        match fault {
            KeyringFault::Locked => KeyringState::Locked,
            KeyringFault::Absent => KeyringState::Absent,
            KeyringFault::Empty => KeyringState::Empty,
            KeyringFault::Refused => KeyringState::Refused,
            KeyringFault::Slow => KeyringState::Slow,
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("wrong passphrase")]
    WrongPassphrase { retry_after_s: u32 },
    #[error("too soon after wrong passphrases")]
    TooSoon { retry_after_s: u32 },
    #[error("the recovery code is mistyped")]
    RecoveryTypo,
    #[error("the recovery code is of another vault or was replaced")]
    WrongRecovery,
    #[error("the keyring does not give the device secret: {0:?}")]
    Keyring(KeyringState),
    #[error("the slot file is missing")]
    SlotsMissing,
    #[error("the slot file is damaged")]
    SlotsDamaged,
    #[error("the slot file is of a newer version")]
    SlotsNewer,
    #[error("a slot file is already there")]
    SlotsExist,
    #[error("a file could not be read or written")]
    Io(#[source] std::io::Error),
    #[error("the system gives no random numbers")]
    Random,
}

/// A vault key just made, with the only showing of its recovery code.
pub struct Created {
    pub key: VaultKey,
    pub recovery: RecoveryCode,
    pub protection: Protection,
}

/// What can be told without a passphrase.
#[derive(Clone, Copy, Debug)]
pub struct Status {
    pub exists: bool,
    pub vault: Option<Uuid>,
    pub protection: Option<Protection>,
    pub keyring: KeyringState,
    pub retry_after_s: u32,
}

fn expand(secret: &[u8], salt: &[u8], purpose: &str) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let mut out = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(salt), secret)
        .expand(purpose.as_bytes(), out.as_mut_slice())
        .map_err(|_| KeyError::Random)?;
    Ok(out)
}

fn check_of(device: &[u8], vault: Uuid) -> Result<[u8; 16], KeyError> {
    let tag = expand(device, vault.as_bytes(), "passerelle/v1/device-check")?;
    tag.first_chunk::<16>().copied().ok_or(KeyError::Random)
}

fn kek_with_device(
    passphrase: &Passphrase,
    device: &[u8],
    salt: &[u8; 16],
    cost: Cost,
) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let derived = passphrase::derive(passphrase, salt, cost)?;
    let mut both = Zeroizing::new(Vec::with_capacity(64 + device.len()));
    both.extend_from_slice(derived.as_slice());
    both.extend_from_slice(device);
    expand(&both, salt, "passerelle/v1/kek/passphrase+device")
}

fn kek_alone(passphrase: &Passphrase, salt: &[u8; 16], cost: Cost) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let derived = passphrase::derive(passphrase, salt, cost)?;
    expand(derived.as_slice(), salt, "passerelle/v1/kek/passphrase")
}

/// The code has 160 random bits of its own: a slow derivation would add nothing.
fn kek_recovery(code: &[u8], salt: &[u8; 16]) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    expand(code, salt, "passerelle/v1/kek/recovery")
}

fn passphrase_slot(
    vault: Uuid,
    key: &VaultKey,
    passphrase: &Passphrase,
    device: Option<&[u8]>,
    cost: Cost,
) -> Result<Slot, KeyError> {
    let salt = *draw::<16>()?;
    if let Some(device) = device {
        let opener = Opener::PassphraseAndDevice { salt, cost, check: check_of(device, vault)? };
        let kek = kek_with_device(passphrase, device, &salt, cost)?;
        Slot::seal(vault, opener, &kek, key)
    } else {
        let cost = cost.dearer();
        let kek = kek_alone(passphrase, &salt, cost)?;
        Slot::seal(vault, Opener::PassphraseAlone { salt, cost }, &kek, key)
    }
}

fn recovery_slot(vault: Uuid, key: &VaultKey) -> Result<(Slot, RecoveryCode), KeyError> {
    let salt = *draw::<16>()?;
    let code = recovery::draw_code()?;
    let kek = kek_recovery(&recovery::read_code(code.expose())?, &salt)?;
    Ok((Slot::seal(vault, Opener::Recovery { salt }, &kek, key)?, code))
}

fn protection_of(slots: &Slots) -> Option<Protection> {
    slots.known.iter().find_map(|slot| match slot.opener {
        Opener::PassphraseAndDevice { .. } => Some(Protection::PassphraseAndDevice),
        Opener::PassphraseAlone { .. } => Some(Protection::PassphraseAlone),
        Opener::Recovery { .. } => None,
    })
}

/// A new secret in the keyring; none where there is no keyring.
fn new_device(vault: Uuid, store: &dyn DeviceStore) -> Result<Option<Zeroizing<[u8; 32]>>, KeyError> {
    let secret = draw::<32>()?;
    match store.write(vault, secret.as_slice()) {
        Ok(()) => Ok(Some(secret)),
        Err(KeyringFault::Absent) => Ok(None),
        Err(fault) => Err(KeyError::Keyring(fault.into())),
    }
}

/// Makes a vault key and its slots. Refused over slots that are there.
pub fn create(
    dir: &Path,
    vault: Uuid,
    pass: &Passphrase,
    store: &dyn DeviceStore,
    cost: Cost,
) -> Result<Created, KeyError> {
    if Slots::exist(dir) {
        return Err(KeyError::SlotsExist);
    }
    let key = VaultKey::draw()?;
    let device = new_device(vault, store)?;
    let mut slots = Slots::new(vault);
    let device = device.as_ref().map(|secret| secret.as_slice());
    slots.known.push(passphrase_slot(vault, &key, pass, device, cost)?);
    let (slot, recovery) = recovery_slot(vault, &key)?;
    slots.known.push(slot);
    slots.write(dir)?;
    let protection =
        if device.is_some() { Protection::PassphraseAndDevice } else { Protection::PassphraseAlone };
    Ok(Created { key, recovery, protection })
}

/// Whether a database stands beside the slots: they are of a vault only then.
fn has_database(dir: &Path) -> bool {
    dir.join(crate::FILE).exists()
}

/// Makes room for a new vault where one was begun and never finished: its slots are kept under another name. Refused while
/// a database is there.
pub fn set_aside(dir: &Path) -> Result<(), KeyError> {
    if has_database(dir) {
        return Err(KeyError::SlotsExist);
    }
    if Slots::exist(dir) {
        Slots::set_aside(dir)?;
        delay::clear(dir)?;
    }
    Ok(())
}

fn try_slots(
    slots: &Slots,
    pass: &Passphrase,
    store: &dyn DeviceStore,
) -> Result<Option<VaultKey>, KeyError> {
    for slot in &slots.known {
        let kek = match &slot.opener {
            Opener::PassphraseAndDevice { salt, cost, check } => {
                // Under another id the keyring has nothing: a file that is not as it was written names another.
                let device = store.read(slots.vault).map_err(|fault| {
                    if slots.intact { KeyError::Keyring(fault.into()) } else { KeyError::SlotsDamaged }
                })?;
                if !bool::from(check_of(&device, slots.vault)?.ct_eq(check)) {
                    let replaced = KeyError::Keyring(KeyringState::Replaced);
                    return Err(if slots.intact { replaced } else { KeyError::SlotsDamaged });
                }
                kek_with_device(pass, &device, salt, *cost)?
            }
            Opener::PassphraseAlone { salt, cost } => kek_alone(pass, salt, *cost)?,
            Opener::Recovery { .. } => continue,
        };
        if let Some(key) = slot.open(slots.vault, &kek)? {
            return Ok(Some(key));
        }
    }
    Ok(None)
}

/// Opens with the passphrase. A wrong one is noted and makes the next wait longer; it is only called wrong when the
/// device secret is the right one.
pub fn unlock(
    dir: &Path,
    pass: &Passphrase,
    store: &dyn DeviceStore,
    now_ms: i64,
) -> Result<VaultKey, KeyError> {
    let slots = Slots::read(dir)?;
    let retry_after_s = delay::remaining_s(dir, now_ms);
    if retry_after_s > 0 {
        return Err(KeyError::TooSoon { retry_after_s });
    }
    if let Some(key) = try_slots(&slots, pass, store)? {
        delay::clear(dir)?;
        return Ok(key);
    }
    // Noted in any case: a file that was tampered with gives no free guesses.
    let retry_after_s = delay::note_wrong(dir, now_ms)?;
    Err(if slots.intact { KeyError::WrongPassphrase { retry_after_s } } else { KeyError::SlotsDamaged })
}

/// Asks for the passphrase again, under the same delay.
pub fn verify_passphrase(
    dir: &Path,
    pass: &Passphrase,
    store: &dyn DeviceStore,
    now_ms: i64,
) -> Result<(), KeyError> {
    unlock(dir, pass, store, now_ms).map(drop)
}

/// Opens with the code of the recovery kit, whatever the keyring says.
pub fn unlock_with_recovery(dir: &Path, code: &str) -> Result<VaultKey, KeyError> {
    let slots = Slots::read(dir)?;
    let code = recovery::read_code(code)?;
    for slot in &slots.known {
        let Opener::Recovery { salt } = &slot.opener else { continue };
        let kek = kek_recovery(&code, salt)?;
        if let Some(key) = slot.open(slots.vault, &kek)? {
            return Ok(key);
        }
    }
    Err(if slots.intact { KeyError::WrongRecovery } else { KeyError::SlotsDamaged })
}

/// Whether the slots of two folders can both be read and are of one vault: they wrap the same key.
pub fn same_vault(one: &Path, other: &Path) -> bool {
    match (Slots::read(one), Slots::read(other)) {
        (Ok(one), Ok(other)) => one.vault == other.vault,
        _ => false,
    }
}

/// Whether a device secret is the one that a slot was made with.
fn fits(slots: &Slots, device: &[u8]) -> bool {
    slots.known.iter().any(|slot| match &slot.opener {
        Opener::PassphraseAndDevice { check, .. } => {
            check_of(device, slots.vault).is_ok_and(|tag| bool::from(tag.ct_eq(check)))
        }
        Opener::PassphraseAlone { .. } | Opener::Recovery { .. } => false,
    })
}

/// Wraps the key under a new passphrase. A device secret that is missing or of another slot is made anew; where the keyring
/// gives and takes nothing, whatever the reason, the passphrase stands alone, dearer: who has proved the key is not kept
/// out by a keyring. The next change of passphrase takes the keyring back in.
pub fn set_passphrase(
    dir: &Path,
    key: &VaultKey,
    new: &Passphrase,
    store: &dyn DeviceStore,
    cost: Cost,
) -> Result<Protection, KeyError> {
    let mut slots = Slots::read(dir)?;
    let device = match store.read(slots.vault) {
        Ok(device) if fits(&slots, &device) => Some(device),
        Ok(_) | Err(KeyringFault::Empty) => match new_device(slots.vault, store) {
            Ok(secret) => secret.map(|secret| Zeroizing::new(secret.to_vec())),
            Err(KeyError::Keyring(_)) => None,
            Err(error) => return Err(error),
        },
        Err(KeyringFault::Absent | KeyringFault::Locked | KeyringFault::Refused | KeyringFault::Slow) => None,
    };
    let device = device.as_ref().map(|secret| secret.as_slice());
    let slot = passphrase_slot(slots.vault, key, new, device, cost)?;
    slots.known.retain(|slot| matches!(slot.opener, Opener::Recovery { .. }));
    slots.known.insert(0, slot);
    slots.write(dir)?;
    delay::clear(dir)?;
    Ok(if device.is_some() { Protection::PassphraseAndDevice } else { Protection::PassphraseAlone })
}

/// Makes a new recovery code; the old one opens nothing any more.
pub fn renew_recovery(dir: &Path, key: &VaultKey) -> Result<RecoveryCode, KeyError> {
    let mut slots = Slots::read(dir)?;
    let (slot, code) = recovery_slot(slots.vault, key)?;
    slots.known.retain(|slot| !matches!(slot.opener, Opener::Recovery { .. }));
    slots.known.push(slot);
    slots.write(dir)?;
    Ok(code)
}

/// What the threshold can show before anything is typed. Slots without a database are of a vault that was never finished.
pub fn status(dir: &Path, store: &dyn DeviceStore, now_ms: i64) -> Status {
    let exists = Slots::exist(dir) && has_database(dir);
    let slots = Slots::read(dir).ok().filter(|_| exists);
    let protection = slots.as_ref().and_then(protection_of);
    let keyring = match (&slots, protection) {
        (Some(slots), Some(Protection::PassphraseAndDevice)) => {
            store.read(slots.vault).map_or_else(KeyringState::from, |device| {
                if fits(slots, &device) { KeyringState::Available } else { KeyringState::Replaced }
            })
        }
        (_, Some(Protection::PassphraseAlone)) => KeyringState::Absent,
        _ => store.read(Uuid::nil()).map_or_else(
            |fault| if fault == KeyringFault::Empty { KeyringState::Available } else { fault.into() },
            |_| KeyringState::Available,
        ),
    };
    Status {
        exists,
        vault: slots.map(|slots| slots.vault),
        protection,
        keyring,
        retry_after_s: delay::remaining_s(dir, now_ms),
    }
}

#[cfg(test)]
mod tests;
