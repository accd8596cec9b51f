//! Files that others publish or hand over: offers, neighbourhoods, addresses, vocabularies, lists of people, texts with tags.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use passerelle_formats::report::{Became, DETAILS, Limits, Report};
use passerelle_formats::sheet::{Cell, Sheet, workbook};
use passerelle_formats::table::{Table, from_bytes};
use passerelle_formats::{address, csv, formacode, hsds, inclusion, lheo, markup, people, qpv, rome};

use super::{Decoder, MIB};

/// Small limits, so that they are met.
fn limits() -> Limits {
    Limits { bytes: 1 << 20, record: 1 << 16, depth: 40, unpacked: 1 << 20 }
}

fn files(names: &[&str]) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/formats/tests/fixtures");
    names.iter().map(|name| fs::read(folder.join(name)).unwrap()).collect()
}

/// Every record was kept or refused, and no more is told than was found.
fn holds(report: &Report) -> bool {
    let counts = &report.counts;
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
    true
}

fn reads_inclusion(bytes: &[u8]) -> bool {
    let mut each = |step: passerelle_formats::report::Step<inclusion::Entry>| {
        if let passerelle_formats::report::Step::Item { item: inclusion::Entry::Service(service), .. } = step
        {
            let _ = inclusion::offer(&service, None);
        }
        ControlFlow::Continue(())
    };
    inclusion::read(bytes, limits(), &mut each).is_ok_and(|report| holds(&report))
}

fn reads_lheo(bytes: &[u8]) -> bool {
    let mut each = |step: passerelle_formats::report::Step<lheo::Formation>| {
        if let passerelle_formats::report::Step::Item { item, .. } = step {
            for action in &item.actions {
                let _ = lheo::offer(&item, action);
            }
        }
        ControlFlow::Continue(())
    };
    lheo::read(bytes, limits(), &mut each).is_ok_and(|(_, report)| holds(&report))
}

fn reads_hsds(bytes: &[u8]) -> bool {
    let mut each = |step: passerelle_formats::report::Step<hsds::Service>| {
        if let passerelle_formats::report::Step::Item { item, .. } = step {
            let _ = hsds::offer(&item);
        }
        ControlFlow::Continue(())
    };
    hsds::read(bytes, limits(), &mut each).is_ok_and(|report| holds(&report))
}

fn reads_quarters(bytes: &[u8]) -> bool {
    qpv::read_list(bytes, limits()).is_ok_and(|(_, report)| holds(&report))
}

fn reads_outlines(bytes: &[u8]) -> bool {
    let lille = passerelle_formats::draft::Point::new(50.63, 3.06).unwrap();
    let mut each = |step: passerelle_formats::report::Step<qpv::Bounded>| {
        if let passerelle_formats::report::Step::Item { item, .. } = step {
            let _ = item.outline.standing(lille);
            let _ = item.outline.around(20.0);
        }
        ControlFlow::Continue(())
    };
    qpv::read_outlines(bytes, limits(), &mut each).is_ok_and(|report| holds(&report))
}

fn reads_addresses(bytes: &[u8]) -> bool {
    address::read(bytes, limits(), &mut |_| ControlFlow::Continue(())).is_ok_and(|report| holds(&report))
}

fn reads_occupations(bytes: &[u8]) -> bool {
    rome::read(bytes, limits()).is_ok_and(|(_, report)| holds(&report))
}

fn reads_terms(bytes: &[u8]) -> bool {
    formacode::read(bytes, limits()).is_ok_and(|(_, report)| holds(&report))
}

fn texts(table: &Table) -> (Vec<String>, Vec<Vec<String>>) {
    let rows = table
        .rows
        .iter()
        .map(|row| row.cells.iter().map(passerelle_formats::table::Cell::text).collect())
        .collect();
    (table.heads.names().to_vec(), rows)
}

/// A table that is read and written is the same table, but for what no spreadsheet may compute.
fn reads_table(bytes: &[u8]) -> bool {
    let Ok(table) = from_bytes(bytes, 1, limits()) else { return false };
    let (heads, rows) = texts(&table);
    let once = csv::table(&heads, &rows);
    if let Ok(again) = from_bytes(once.as_bytes(), 1, limits()) {
        let (heads, rows) = texts(&again);
        assert_eq!(csv::table(&heads, &rows), once, "written twice, the same");
    }
    let mapping = people::Mapping::guess(&table);
    holds(&table.report) && holds(&people::read(&table, &mapping).report)
}

fn tables() -> Vec<Vec<u8>> {
    let mut good = files(&["people/siei.csv", "people/other.csv", "inclusion/services.csv"]);
    good.push(b"nom;note\nPetit;\"deux\r\nlignes\"\n".to_vec());
    good
}

fn workbooks() -> Vec<Vec<u8>> {
    let texts = |line: [&str; 2]| line.map(|text| Cell::Text(text.to_owned())).to_vec();
    let sheet = Sheet {
        name: "Liste".into(),
        heads: vec!["Nom".into(), "Prénom".into(), "Né le".into(), "Élèves".into()],
        rows: vec![
            [texts(["Wójcik", "Awa"]), vec![Cell::Day("2008-03-14".parse().unwrap()), Cell::Number(3)]]
                .concat(),
            [texts(["Crépin", "Zélie"]), vec![Cell::Empty, Cell::Number(0)]].concat(),
        ],
    };
    vec![workbook(&[sheet.clone(), Sheet { name: "Autre".into(), ..sheet }]).unwrap()]
}

fn texts_with_tags() -> Vec<Vec<u8>> {
    let known = [
        "<p>Atelier <b>cuisine</b></p><ul><li>lundi</li><li>mardi</li></ul>",
        "&amp;lt;p&amp;gt;Deux fois&amp;lt;/p&amp;gt; &eacute;&nbsp;!",
        "moins de 26 ans (< 26) <script>alert('vu')</script> <!-- non --> fin",
    ];
    known.iter().map(|text| text.as_bytes().to_vec()).collect()
}

fn makes_plain(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let plain = markup::plain(&text);
    assert!(plain.chars().count() <= text.chars().count() * 4 + 16, "it grows by being made plain");
    true
}

/// Of publishers, authorities and partners.
pub fn decoders() -> Vec<Decoder> {
    let room = |decoder: Decoder| decoder.taking(12 * MIB, 400).one_in(2);
    let slow = |decoder: Decoder| decoder.taking(12 * MIB, 400).one_in(6);
    vec![
        slow(Decoder::of(
            "data.inclusion",
            || {
                files(&[
                    "inclusion/services.json",
                    "inclusion/pages.json",
                    "inclusion/v0.jsonl",
                    "inclusion/services.csv",
                ])
            },
            reads_inclusion,
        )),
        slow(Decoder::of("LHEO", || files(&["lheo/v2-3.xml", "lheo/v2-2.xml"]), reads_lheo)),
        room(Decoder::of("HSDS", || files(&["hsds/services.json"]), reads_hsds)),
        room(Decoder::of(
            "list of neighbourhoods",
            || files(&["qpv/list-2024.csv", "qpv/list-2015.csv"]),
            reads_quarters,
        )),
        room(Decoder::of("outlines of neighbourhoods", || files(&["qpv/outlines.geojson"]), reads_outlines)),
        room(Decoder::of("addresses", || files(&["address/bal.csv", "address/ban.csv"]), reads_addresses)),
        room(Decoder::of(
            "ROME",
            || files(&["rome/v999.json", "rome/tree.json", "rome/titles.csv"]),
            reads_occupations,
        )),
        room(Decoder::of("Formacode", || files(&["rome/formacode.csv"]), reads_terms)),
        room(Decoder::of("list of people", tables, reads_table)),
        slow(Decoder::of("workbook", workbooks, reads_table)),
        room(Decoder::of("text with tags", texts_with_tags, makes_plain)),
    ]
}
