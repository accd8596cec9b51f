//! Operations whose devices are renamed on the way, and codes, names and dates as files of others have them.

use passerelle_domain::change::relabel::relabel;
use passerelle_domain::code::{Email, Insee, Phone, PostalCode, Qpv, Rncp, Rome, Siret, Uai};
use passerelle_domain::person::birth::Birth;
use passerelle_domain::person::name::{clean_name, clean_text, fold};
use passerelle_domain::report::ask::{CaseloadBy, FigureColumn, TableName, What};
use passerelle_domain::report::mask::Shown;
use passerelle_domain::report::period::Period;
use passerelle_domain::report::team::{KIND, TeamFigures, TeamHead, TeamList, TeamReport, VERSION, add_up};

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

fn figures() -> Vec<Vec<u8>> {
    let parts = [("Lens", Shown::Count(30)), ("Avion", Shown::Masked)];
    let parts = Some(parts.map(|(key, shown)| (key.to_owned(), shown)).to_vec());
    let list = TeamList { table: TableName::Caseload, column: Some(FigureColumn::Active), parts };
    let team = TeamFigures {
        kind: KIND.to_owned(),
        version: VERSION,
        team: "Équipe de Lens".to_owned(),
        period: Period { from: "2026-01-01".parse().unwrap(), to: "2026-06-30".parse().unwrap() },
        counted_on: "2026-07-01".parse().unwrap(),
        reports: vec![TeamReport {
            what: What::Caseload { by: CaseloadBy::Commune },
            whole: Shown::Count(40),
            lists: vec![list],
        }],
    };
    vec![serde_json::to_vec(&team).unwrap()]
}

fn reads_figures(bytes: &[u8]) -> bool {
    let head = serde_json::from_slice::<TeamHead>(bytes).is_ok_and(|head| head.check().is_ok());
    let Ok(team) = serde_json::from_slice::<TeamFigures>(bytes) else { return false };
    let Ok(team) = team.check() else { return false };
    assert!(head, "what is read has a head that is read");
    let again: TeamFigures = serde_json::from_slice(&serde_json::to_vec(&team).unwrap()).unwrap();
    assert_eq!(again.check(), Ok(team.clone()));
    let _ = add_up(&[team.clone(), team]);
    true
}

/// Of colleagues, partners and files.
pub fn decoders() -> Vec<Decoder> {
    vec![
        Decoder::of("operations on the way", vault::operations, relabels),
        Decoder::of("figures of a team", figures, reads_figures),
        Decoder::of("codes and names", codes, reads_code).taking(256 * KIB, 64),
    ]
}
