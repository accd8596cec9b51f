//! The code of an invitation: eighty random bits in groups of four that can be read aloud, with a checksum of their own.
//!
//! Eighty bits stand against a hub that tries codes while the invitation lives, a day at most; the words that people compare
//! stand against more.

use data_encoding::{Encoding, Specification};
use passerelle_wire::id::MailboxId;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::chance::{Chance, NoChance};

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BYTES: usize = 10;
/// Symbols of the code, and of its checksum.
const SYMBOLS: usize = 16;

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
        let payload = Zeroizing::new(base32().map(|base32| base32.encode(&self.0)).unwrap_or_default());
        let mut text = Zeroizing::new(String::with_capacity(24));
        for (at, symbol) in payload.chars().chain(checksum(&payload).chars()).enumerate() {
            if at > 0 && at % 4 == 0 {
                text.push('-');
            }
            text.push(symbol);
        }
        text
    }

    /// Reads a code as people type it: any case, spaces or none, O for 0, I and L for 1.
    pub fn read(typed: &str) -> Result<Code, CodeError> {
        let mut symbols = Zeroizing::new(String::with_capacity(SYMBOLS + 4));
        for symbol in typed.chars().filter(|symbol| symbol.is_alphanumeric()).take(64) {
            symbols.push(match symbol.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            });
        }
        let (payload, sum) = symbols.split_at_checked(SYMBOLS).ok_or(CodeError)?;
        if checksum(payload) != sum {
            return Err(CodeError);
        }
        let bytes = base32().ok_or(CodeError)?.decode(payload.as_bytes()).map_err(|_| CodeError)?;
        Zeroizing::new(bytes).as_slice().try_into().map(Code).map_err(|_| CodeError)
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

fn base32() -> Option<Encoding> {
    let mut specification = Specification::new();
    specification.symbols.push_str(ALPHABET);
    specification.encoding().ok()
}

/// Twenty bits over the payload: one slip of the pen passes once in a million.
fn checksum(payload: &str) -> String {
    let hash = blake3::derive_key("passerelle/v1/invitation-checksum", payload.as_bytes());
    hash.iter().take(4).filter_map(|byte| ALPHABET.chars().nth(usize::from(byte % 32))).collect()
}
