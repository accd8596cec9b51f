//! Bringing a device in: a short code or a file, two sealed letters, and words that two people compare.
//!
//! The code carries no key of the hub's choosing: the letters open for who has the code, and the words are made from the keys
//! that each side really holds, so that a hub cannot put itself between.

mod code;
mod words;

use serde::{Deserialize, Serialize};

use passerelle_wire::device::DeviceKeys;
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::{MailboxId, SpaceId};
use passerelle_wire::mailbox::slot;
use passerelle_wire::membership::{Act, AddDevice, Consent, Role};
use passerelle_wire::signed::{Signature, verify};
use passerelle_wire::{encode, limit};

pub use code::{Code, CodeError};
pub use words::words;

use crate::chance::Chance;
use crate::membership::Pin;
use crate::seal::{DeviceSecrets, SealError, bound, open, pad, seal, unpad};

/// Why a letter or a file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvitationError {
    #[error(transparent)]
    Seal(#[from] SealError),
    /// Not an invitation, or longer than one may be.
    #[error("not an invitation")]
    Malformed,
    /// Of a newer version.
    #[error("an invitation of a newer version")]
    TooNew,
    /// The device that asks did not consent to these keys in this space.
    #[error("the request is not the device's own")]
    Consent,
}

/// What whoever is invited learns: which space, and who vouches for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub pin: Pin,
    pub inviter: DeviceKeys,
    pub role: Role,
    /// Where the hub is; empty for a space that is exchanged by files alone.
    pub hub: String,
    /// How people call the space.
    pub space_name: String,
    /// How people call who invites.
    pub inviter_name: String,
    /// Of which home team one has to be to come in; none for a home team itself.
    pub within: Option<SpaceId>,
}

/// What whoever is invited answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinRequest {
    pub keys: DeviceKeys,
    /// Over [`Consent`].
    pub consent: Signature,
    /// How people call who joins.
    pub name: String,
}

const FORM: u8 = 1;
/// A file begins with this, then the form, the code's bytes, the letter unsealed.
const FILE: &[u8; 8] = b"PSRL-INV";

impl Invitation {
    /// The letter that waits at the hub.
    pub fn seal(&self, code: &Code, chance: &mut impl Chance) -> Result<Vec<u8>, InvitationError> {
        seal_letter(self, code, slot::INVITATION, chance)
    }

    /// Opens the letter.
    pub fn open(letter: &[u8], code: &Code) -> Result<Invitation, InvitationError> {
        open_letter(letter, code, slot::INVITATION)
    }

    /// A file that is handed over in person: whoever has it may ask to join once.
    pub fn to_file(&self, code: &Code) -> Result<Vec<u8>, InvitationError> {
        let mut file = FILE.to_vec();
        file.push(FORM);
        file.extend_from_slice(code.bytes());
        file.extend(postcard::to_stdvec(self).map_err(|_| InvitationError::Malformed)?);
        Ok(file)
    }

    /// Reads such a file.
    pub fn from_file(file: &[u8]) -> Result<(Code, Invitation), InvitationError> {
        if file.len() > limit::LETTER {
            return Err(InvitationError::Malformed);
        }
        let rest = file.strip_prefix(FILE.as_slice()).ok_or(InvitationError::Malformed)?;
        let (form, rest) = rest.split_first().ok_or(InvitationError::Malformed)?;
        if *form != FORM {
            return Err(InvitationError::TooNew);
        }
        let (code, rest) = rest.split_first_chunk().ok_or(InvitationError::Malformed)?;
        let invitation = postcard::take_from_bytes(rest).map_err(|_| InvitationError::Malformed)?.0;
        Ok((Code::from_bytes(*code), invitation))
    }
}

impl JoinRequest {
    /// The answer of a new device: its keys and its consent to join this space with them.
    pub fn answer(
        to: &Invitation,
        own: &DeviceSecrets,
        name: String,
    ) -> Result<JoinRequest, InvitationError> {
        let keys = own.keys()?;
        let consent = Consent { space: to.pin.space, genesis: to.pin.genesis, keys };
        let body = encode(&consent).map_err(|_| InvitationError::Malformed)?;
        Ok(JoinRequest { keys, consent: own.sign.sign_bytes(purpose::CONSENT, &body), name })
    }

    /// The letter that goes back.
    pub fn seal(&self, code: &Code, chance: &mut impl Chance) -> Result<Vec<u8>, InvitationError> {
        seal_letter(self, code, slot::REQUEST, chance)
    }

    /// Opens the letter that came back, and checks that the device consents to join this space.
    pub fn open(letter: &[u8], code: &Code, pin: &Pin) -> Result<JoinRequest, InvitationError> {
        let request: JoinRequest = open_letter(letter, code, slot::REQUEST)?;
        let consent = Consent { space: pin.space, genesis: pin.genesis, keys: request.keys };
        let body = encode(&consent).map_err(|_| InvitationError::Malformed)?;
        verify(&request.keys.sign, purpose::CONSENT, &body, &request.consent)
            .map_err(|_| InvitationError::Consent)?;
        Ok(request)
    }

    /// The act that brings the device in, once people have compared the words.
    pub fn act(&self, role: Role) -> Act {
        Act::AddDevice(AddDevice { keys: self.keys, role, consent: self.consent })
    }
}

/// What both screens show: six words of the space and of both devices' keys. Other words mean that somebody stands between.
pub fn pairing_words(pin: &Pin, inviter: &DeviceKeys, invited: &DeviceKeys) -> String {
    let mut bytes = pin.genesis.0.to_vec();
    for keys in [inviter, invited] {
        bytes.extend_from_slice(&keys.device.0);
        bytes.extend_from_slice(&keys.sign.0);
        bytes.extend_from_slice(&keys.seal.0);
    }
    words(&Hash::of("passerelle/v1/pairing-words", &bytes))
}

fn letter_bound(mailbox: MailboxId, slot: u8) -> Vec<u8> {
    bound("passerelle/v1/letter", &[&mailbox.0, &[slot]])
}

fn seal_letter(
    letter: &impl Serialize,
    code: &Code,
    slot: u8,
    chance: &mut impl Chance,
) -> Result<Vec<u8>, InvitationError> {
    let plain = postcard::to_stdvec(&(FORM, letter)).map_err(|_| InvitationError::Malformed)?;
    let padded = pad(&plain).map_err(SealError::from)?;
    let sealed = seal(&code.letter_key(), &letter_bound(code.mailbox(), slot), &padded, chance)?;
    if sealed.len() > limit::LETTER { Err(InvitationError::Malformed) } else { Ok(sealed) }
}

fn open_letter<T: for<'a> Deserialize<'a>>(
    letter: &[u8],
    code: &Code,
    slot: u8,
) -> Result<T, InvitationError> {
    if letter.len() > limit::LETTER {
        return Err(InvitationError::Malformed);
    }
    let padded = open(&code.letter_key(), &letter_bound(code.mailbox(), slot), letter)?;
    let plain = unpad(&padded).map_err(SealError::from)?;
    match plain.split_first() {
        Some((&FORM, rest)) => {
            postcard::take_from_bytes(rest).map(|(letter, _)| letter).map_err(|_| InvitationError::Malformed)
        }
        Some(_) => Err(InvitationError::TooNew),
        None => Err(InvitationError::Malformed),
    }
}
