//! Secrets as people write them: groups of four symbols that a tired hand can copy, with a checksum of their own.

use data_encoding::{Encoding, Specification};
use zeroize::Zeroizing;

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP: usize = 4;
/// No secret has more symbols.
const MOST: usize = 64;

fn base32() -> Option<Encoding> {
    let mut specification = Specification::new();
    specification.symbols.push_str(ALPHABET);
    specification.encoding().ok()
}

/// Twenty bits over the payload: one slip of the pen passes once in a million.
fn checksum(payload: &str, purpose: &str) -> String {
    let hash = blake3::derive_key(purpose, payload.as_bytes());
    hash.iter().take(GROUP).filter_map(|byte| ALPHABET.chars().nth(usize::from(byte % 32))).collect()
}

/// The groups of a secret whose bits fill whole symbols, and of its checksum for a purpose.
pub(crate) fn spell(secret: &[u8], purpose: &str) -> Zeroizing<String> {
    let payload = Zeroizing::new(base32().map(|base32| base32.encode(secret)).unwrap_or_default());
    let mut text = Zeroizing::new(String::with_capacity(MOST + MOST / GROUP));
    for (at, symbol) in payload.chars().chain(checksum(&payload, purpose).chars()).enumerate() {
        if at > 0 && at % GROUP == 0 {
            text.push('-');
        }
        text.push(symbol);
    }
    text
}

/// Reads a secret as people type it: any case, spaces or none, O for 0, I and L for 1. None where its checksum says that there
/// is a slip.
pub(crate) fn read<const N: usize>(typed: &str, purpose: &str) -> Option<Zeroizing<[u8; N]>> {
    let mut symbols = Zeroizing::new(String::with_capacity(MOST));
    for symbol in typed.chars().filter(|symbol| symbol.is_alphanumeric()).take(MOST) {
        symbols.push(match symbol.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        });
    }
    let (payload, sum) = symbols.split_at_checked(N * 8 / 5)?;
    if checksum(payload, purpose) != sum {
        return None;
    }
    let bytes = Zeroizing::new(base32()?.decode(payload.as_bytes()).ok()?);
    bytes.as_slice().try_into().ok().map(Zeroizing::new)
}
