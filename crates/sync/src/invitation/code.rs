//! The code of an invitation: eighty random bits in groups of four that can be read aloud, with a checksum of their own.
//!
//! Eighty bits stand against a hub that tries codes while the invitation lives, a day at most; the words that people compare
//! stand against more.

use passerelle_wire::id::MailboxId;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::chance::{Chance, NoChance};
use crate::symbols;

const BYTES: usize = 10;
const CHECKSUM: &str = "passerelle/v1/invitation-checksum";

/// What was typed is no code; a slip is told from a code that nobody gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a slip in the code")]
pub struct CodeError;

/// The secret of one invitation.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Code([u8; BYTES]);

impl Code {
    /// A new one.
    pub fn draw(chance: &mut impl Chance) -> Result<Code, NoChance> {
        Ok(Code(*chance.draw::<BYTES>()?))
    }

    /// From the bytes that the vault kept.
    pub fn from_bytes(bytes: [u8; BYTES]) -> Code {
        Code(bytes)
    }

    /// The bytes, for the vault and for a file that is handed over.
    pub fn bytes(&self) -> &[u8; BYTES] {
        &self.0
    }

    /// As it is shown and read aloud: five groups of four.
    pub fn text(&self) -> Zeroizing<String> {
        symbols::spell(&self.0, CHECKSUM)
    }

    /// Reads a code as people type it: any case, spaces or none, O for 0, I and L for 1.
    pub fn read(typed: &str) -> Result<Code, CodeError> {
        symbols::read(typed, CHECKSUM).map(|bytes| Code(*bytes)).ok_or(CodeError)
    }

    /// Where the letters wait. It says nothing of the code.
    pub fn mailbox(&self) -> MailboxId {
        let mut hasher = blake3::Hasher::new_derive_key("passerelle/v1/invitation-mailbox");
        hasher.update(&self.0);
        let mut id = [0; 16];
        hasher.finalize_xof().fill(&mut id);
        hasher.zeroize();
        MailboxId(id)
    }

    /// What seals the letters.
    pub(super) fn letter_key(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(blake3::derive_key("passerelle/v1/invitation-letter", &self.0))
    }
}
