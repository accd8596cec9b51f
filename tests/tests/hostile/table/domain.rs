//! Operations whose devices are renamed on the way, and codes, names and dates as files of others have them.

use passerelle_domain::change::relabel::relabel;
use passerelle_domain::code::{Email, Insee, Phone, PostalCode, Qpv, Rncp, Rome, Siret, Uai};
use passerelle_domain::person::birth::Birth;
use passerelle_domain::person::name::{clean_name, clean_text, fold};

use super::{Decoder, KIB, vault};

fn relabels(bytes: &[u8]) -> bool {
    assert!(relabel(bytes, |_| None).is_err() || relabel(bytes, Some).is_ok());
    let Ok(same) = relabel(bytes, Some) else { return false };
    assert_eq!(relabel(&same, Some).as_ref(), Ok(&same), "numbers that stay change nothing more");
    let there = relabel(&same, |number| number.checked_add(1));
    if let Ok(there) = there {
        assert_eq!(relabel(&there, |number| number.checked_sub(1)), Ok(same), "there and back");
    }
    true
}

macro_rules! stable {
    ($text:ident: $($code:ty),+) => {
        [$(<$code>::parse($text).is_ok_and(|code| {
            let shown = code.to_string();
            assert!(<$code>::parse(&shown).is_ok_and(|again| again == code), "{}", stringify!($code));
            true
        })),+]
    };
}

fn codes() -> Vec<Vec<u8>> {
    let known = [
        "059 0111 a",
        "59350",
        "732 829 320 00074",
        "QN05901M",
        "RNCP38676",
        "K1207",
        "59000",
        "06 39 98 01 23",
        "awa@exemple.fr",
        "14/03/2008",
        "2008-03",
        "2008",
    ];
    known.iter().map(|code| code.as_bytes().to_vec()).collect()
}

fn reads_code(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let text = text.as_ref();
    let read = stable!(text: Email, Insee, Phone, PostalCode, Qpv, Rncp, Rome, Siret, Uai, Birth);
    if let Ok(clean) = clean_name(text) {
        assert_eq!(clean_name(&clean), Ok(clean));
    }
    if let Ok(lines) = clean_text(text, 4_000) {
        assert_eq!(clean_text(&lines, 4_000), Ok(lines));
    }
    let folded = fold(text);
    assert_eq!(fold(&folded), folded);
    read.contains(&true)
}

/// Of colleagues, partners and files.
pub fn decoders() -> Vec<Decoder> {
    vec![
        Decoder::of("operations on the way", vault::operations, relabels),
        Decoder::of("codes and names", codes, reads_code).taking(256 * KIB, 64),
    ]
}
