//! The recovery code: 160 random bits in groups of four that a tired hand can copy, with a checksum of their own.

use data_encoding::{Encoding, Specification};
use zeroize::Zeroizing;

use super::KeyError;
use super::secret::{RecoveryCode, draw};

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BYTES: usize = 20;

fn base32() -> Result<Encoding, KeyError> {
    let mut specification = Specification::new();
    specification.symbols.push_str(ALPHABET);
    specification.encoding().map_err(|_| KeyError::Random)
}

/// Twenty bits over the payload: one slip of the pen passes once in a million.
fn checksum(payload: &str) -> String {
    let hash = blake3::derive_key("passerelle/v1/recovery-checksum", payload.as_bytes());
    hash.iter().take(4).filter_map(|byte| ALPHABET.chars().nth(usize::from(byte % 32))).collect()
}

/// A new code.
pub(super) fn draw_code() -> Result<RecoveryCode, KeyError> {
    let bytes = draw::<BYTES>()?;
    let payload = Zeroizing::new(base32()?.encode(bytes.as_slice()));
    let whole = Zeroizing::new(format!("{}{}", payload.as_str(), checksum(&payload)));
    let mut printed = String::with_capacity(48);
    for (at, symbol) in whole.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            printed.push('-');
        }
        printed.push(symbol);
    }
    Ok(RecoveryCode(printed))
}

/// Reads a code as typed: any case, spaces or none, O for 0, I and L for 1. A slip is [`KeyError::RecoveryTypo`].
pub(super) fn read_code(typed: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let mut symbols = Zeroizing::new(String::with_capacity(40));
    for symbol in typed.chars().filter(|symbol| symbol.is_alphanumeric()).take(64) {
        symbols.push(match symbol.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        });
    }
    let (payload, sum) = symbols.split_at_checked(32).ok_or(KeyError::RecoveryTypo)?;
    if checksum(payload) != sum {
        return Err(KeyError::RecoveryTypo);
    }
    base32()?.decode(payload.as_bytes()).map(Zeroizing::new).map_err(|_| KeyError::RecoveryTypo)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = draw_code().unwrap();
        let bytes = read_code(code.expose()).unwrap();
        assert_eq!(bytes.len(), BYTES);
        let sloppy = code.expose().to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(read_code(&sloppy).unwrap(), bytes);
    }

    #[test]
    fn a_slip_is_told_from_a_wrong_code() {
        let code = draw_code().unwrap();
        for at in (0..code.expose().len()).filter(|at| at % 5 != 4) {
            let mut slipped: Vec<char> = code.expose().chars().collect();
            slipped[at] = if slipped[at] == '7' { '8' } else { '7' };
            let slipped: String = slipped.into_iter().collect();
            assert!(matches!(read_code(&slipped), Err(KeyError::RecoveryTypo)), "place {at}");
        }
        assert!(matches!(read_code(""), Err(KeyError::RecoveryTypo)));
    }
}
