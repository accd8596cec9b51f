//! Whatever bytes come, each reader ends, keeps its counts and does not fall: no bytes at all, any bytes, and good
//! files with bytes changed, taken out, doubled or cut off.

use std::ops::ControlFlow;

use passerelle_formats::report::{Became, DETAILS, Limits, Report};
use passerelle_formats::table::from_bytes;
use proptest::prelude::*;

/// A reader of a format, and good files of it.
type Reader = (fn(&[u8]) -> Option<Report>, &'static [&'static [u8]]);

/// Small limits, so that they are met.
fn limits() -> Limits {
    Limits { bytes: 1 << 20, record: 1 << 16, depth: 40, unpacked: 1 << 20 }
}

fn table(bytes: &[u8]) -> Option<Report> {
    from_bytes(bytes, 0, limits()).ok().map(|table| table.report)
}

fn inclusion(bytes: &[u8]) -> Option<Report> {
    passerelle_formats::inclusion::read(bytes, limits(), &mut |_| ControlFlow::Continue(())).ok()
}

fn quarters(bytes: &[u8]) -> Option<Report> {
    passerelle_formats::qpv::read_list(bytes, limits()).ok().map(|(_, report)| report)
}

fn outlines(bytes: &[u8]) -> Option<Report> {
    passerelle_formats::qpv::read_outlines(bytes, limits(), &mut |_| ControlFlow::Continue(())).ok()
}

fn lheo(bytes: &[u8]) -> Option<Report> {
    passerelle_formats::lheo::read(bytes, limits(), &mut |_| ControlFlow::Continue(()))
        .ok()
        .map(|(_, report)| report)
}

fn addresses(bytes: &[u8]) -> Option<Report> {
    passerelle_formats::address::read(bytes, limits(), &mut |_| ControlFlow::Continue(())).ok()
}

fn occupations(bytes: &[u8]) -> Option<Report> {
    passerelle_formats::rome::read(bytes, limits()).ok().map(|(_, report)| report)
}

fn terms(bytes: &[u8]) -> Option<Report> {
    passerelle_formats::formacode::read(bytes, limits()).ok().map(|(_, report)| report)
}

fn people(bytes: &[u8]) -> Option<Report> {
    let table = from_bytes(bytes, 0, limits()).ok()?;
    let mapping = passerelle_formats::people::Mapping::guess(&table);
    Some(passerelle_formats::people::read(&table, &mapping).report)
}

fn hsds(bytes: &[u8]) -> Option<Report> {
    passerelle_formats::hsds::read(bytes, limits(), &mut |_| ControlFlow::Continue(())).ok()
}

const READERS: &[Reader] = &[
    (table, &[crate::inclusion::CSV, b"nom;note\nPetit;\"deux\r\nlignes\"\n"]),
    (
        inclusion,
        &[crate::inclusion::SERVICES, crate::inclusion::PAGES, crate::inclusion::OLD, crate::inclusion::CSV],
    ),
    (quarters, &[crate::qpv::LIST, crate::qpv::OLD_LIST]),
    (outlines, &[crate::qpv::OUTLINES]),
    (lheo, &[crate::lheo::NEW, crate::lheo::OLD]),
    (addresses, &[crate::address::BAL, crate::address::BAN]),
    (occupations, &[crate::rome::LIST, crate::rome::TREE, crate::rome::TITLES]),
    (terms, &[crate::rome::FORMACODE]),
    (people, &[crate::people::SIEI]),
    (hsds, &[crate::hsds::SERVICES]),
];

fn holds(report: Option<Report>) {
    let Some(report) = report else { return };
    let counts = report.counts;
    assert_eq!(counts.read, counts.kept + counts.refused, "every record is kept or refused");
    for (became, count) in [
        (Became::Repaired, counts.repaired),
        (Became::Foreign, counts.foreign),
        (Became::Unread, counts.unread),
        (Became::Refused, counts.refused),
    ] {
        let told = report.of(became).count();
        assert!(told <= DETAILS && told <= count as usize);
    }
}

/// A change of a file: where (in thousandths of its length), what, and how much.
fn changed(file: &[u8], changes: &[(u16, u8, u8)]) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for (place, kind, value) in changes {
        let at = (usize::from(*place) * bytes.len() / 1_000).min(bytes.len().saturating_sub(1));
        let length = usize::from(*value % 32).min(bytes.len() - at);
        match kind % 5 {
            0 if at < bytes.len() => bytes[at] = *value,
            1 => bytes.insert(at, *value),
            2 => {
                bytes.drain(at..at + length);
            }
            3 => {
                let again = bytes[at..at + length].to_vec();
                bytes.splice(at..at, again);
            }
            _ if *value < 8 => bytes.truncate(at),
            _ => bytes.splice(at..at, *b"\"{[<>&;,\\").for_each(drop),
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end(reader in 0..READERS.len(), bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let (read, _) = READERS[reader];
        holds(read(&bytes));
    }

    #[test]
    fn good_files_gone_bad_end(
        reader in 0..READERS.len(),
        file in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((0_u16..1_000, any::<u8>(), any::<u8>()), 1..6),
    ) {
        let (read, files) = READERS[reader];
        holds(read(&changed(files[file.index(files.len())], &changes)));
    }
}

#[test]
fn good_files_hold_and_nothing_is_no_file() {
    for (read, files) in READERS {
        for file in *files {
            let report = read(file).expect("a good file is read");
            assert!(report.counts.kept > 0);
            holds(Some(report));
        }
        holds(read(b""));
    }
}
