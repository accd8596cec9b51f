//! Lists of young people as they come from elsewhere. Everybody in them is invented.

use chrono::NaiveDate;
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::person::{GuardianRelation, Level, Sex};
use passerelle_formats::people::{DayOrder, Mapping, People, Target, read, refused_file};
use passerelle_formats::report::{Became, Encoding, Limits, Place, Report, Why};
use passerelle_formats::table::{Table, from_bytes};

use crate::workbook::{Content, of};

pub const SIEI: &[u8] = include_bytes!("../fixtures/people/siei.csv");
pub const OTHER: &[u8] = include_bytes!("../fixtures/people/other.csv");

fn table(bytes: &[u8]) -> Table {
    from_bytes(bytes, 0, Limits::default()).unwrap()
}

fn all(bytes: &[u8]) -> (Table, Mapping, People) {
    let table = table(bytes);
    let mapping = Mapping::guess(&table);
    let people = read(&table, &mapping);
    let counts = people.report.counts;
    assert_eq!(counts.read, counts.kept + counts.refused);
    (table, mapping, people)
}

fn targets(mapping: &Mapping) -> Vec<Target> {
    mapping.columns.iter().map(|column| column.target).collect()
}

fn told(report: &Report, became: Became) -> Vec<(&str, &Why, &str, &str)> {
    let of = report.of(became);
    of.map(|found| (found.field.0.as_str(), &found.why, found.from.0.as_str(), found.to.0.as_str())).collect()
}

#[test]
fn each_column_of_the_schools_list_is_guessed() {
    let (table, mapping, _) = all(SIEI);
    assert_eq!(table.report.encoding, Encoding::Windows1252);
    let expected = [
        Target::Reference,
        Target::FamilyName,
        Target::GivenName,
        Target::Birth,
        Target::Sex,
        Target::Street,
        Target::Street,
        Target::PostalCode,
        Target::Commune,
        Target::Phone,
        Target::Phone,
        Target::Email,
        Target::SchoolName,
        Target::SchoolUai,
        Target::Note,
        Target::Level,
        Target::LeftSchool,
        Target::GuardianName,
        Target::GuardianPhone,
        Target::GuardianRelation,
        Target::Ignored,
    ];
    assert_eq!(targets(&mapping), expected);
    assert_eq!((mapping.columns[3].order, mapping.columns[3].ambiguous), (Some(DayOrder::DayFirst), false));
}

#[test]
fn a_line_becomes_what_a_worker_would_have_typed() {
    let (_, _, people) = all(SIEI);
    let ines = &people.drafted[0];
    let draft = &ines.draft;
    assert_eq!((draft.given_name.as_str(), draft.family_name.as_str()), ("Inès", "BENALI"));
    assert_eq!(
        (draft.birth.as_str(), draft.sex, draft.level),
        ("2008-03-14", Some(Sex::Female), Some(Level::Level3))
    );
    assert_eq!((draft.phone.as_str(), draft.school_uai.as_str()), ("+33612345678", "0590111A"));
    assert_eq!(draft.address_line, "12 rue de la Forge, Bât. C");
    assert_eq!((draft.left_school.as_str(), draft.guardian_name.as_str()), ("2026-06-30", "Karim BENALI"));
    assert_eq!(draft.guardian_relation, Some(GuardianRelation::Father));
    assert_eq!(ines.reference.0, "0000000001A");
    let note = |head: &str, text: &str| (head.to_owned(), text.to_owned());
    assert_eq!(
        ines.notes.0,
        [note("Tél. domicile", "03 21 00 00 01"), note("Dernière classe", "1ère pro MELEC")]
    );
    assert!(!format!("{people:?}").contains("BENALI"), "no log tells a name");

    let now = Now { at: Instant(0), today: NaiveDate::from_ymd_opt(2026, 9, 1).unwrap() };
    for drafted in &people.drafted {
        assert!(
            drafted.draft.read(now).is_ok(),
            "the domain takes every draft as it is: {:?}",
            drafted.place
        );
    }
}

#[test]
fn what_cannot_be_read_is_told_and_stays_as_a_note() {
    let (_, _, people) = all(SIEI);
    let theo = &people.drafted[1];
    assert_eq!((theo.draft.postal_code.as_str(), theo.draft.phone.as_str()), ("02000", "+33611223344"));
    assert_eq!(
        (theo.draft.email.as_str(), theo.draft.school_uai.as_str(), theo.draft.left_school.as_str()),
        ("", "", "")
    );
    let notes: Vec<&str> = theo.notes.0.iter().map(|(head, _)| head.as_str()).collect();
    assert_eq!(notes, ["Date de sortie", "Tél. portable", "Courriel", "UAI", "Dernière classe"]);
    let unread: Vec<&str> = told(&people.report, Became::Unread).iter().map(|(head, ..)| *head).collect();
    assert_eq!(unread, ["Date de sortie", "Courriel", "UAI", "Sexe"]);
    assert!(told(&people.report, Became::Repaired).contains(&("Code postal", &Why::Form, "2000", "02000")));
    let noe = people.drafted.last().unwrap();
    assert_eq!((noe.draft.birth.as_str(), noe.draft.sex), ("2009-03", None), "a month is what is known");
}

#[test]
fn refused_lines_come_back_as_a_file_to_correct() {
    let (table, _, people) = all(SIEI);
    let refused: Vec<(Place, &Why)> = people.refused.iter().map(|line| (line.place, &line.why)).collect();
    let line = |line: u32| Place::Line { line };
    let expected = [
        (line(4), &Why::Missing),
        (line(5), &Why::ImpossibleDay),
        (line(6), &Why::Twice),
        (line(8), &Why::NotADay),
    ];
    assert_eq!(refused, expected);
    assert_eq!(people.refused[0].head.0, "NOM DE FAMILLE");
    let file =
        refused_file(&table, &people.refused, "Motif du refus", &|refused| format!("{:?}", refused.why));
    let (again, mapping, second) = all(file.as_bytes());
    assert_eq!(again.rows.len(), 4);
    assert_eq!(
        mapping.columns.last().unwrap().target,
        Target::Ignored,
        "the reason is no field of the person"
    );
    assert_eq!(second.refused.len(), 3, "the doubled line is no double any more");
    let corrected = file.replace("pas connue", "2/4/2009");
    assert_eq!(all(corrected.as_bytes()).2.drafted.len(), 2);
    let formula = refused_file(
        &table,
        &[passerelle_formats::people::Refused { row: 5, ..people.refused[0].clone() }],
        "Motif",
        &|_| "=1".to_owned(),
    );
    assert!(formula.contains("\"'=HYPERLINK(") && formula.contains(";'=1"), "{formula}");
}

#[test]
fn names_in_one_cell_american_days_and_unnamed_columns_are_understood() {
    let (_, mapping, people) = all(OTHER);
    let first = [Target::Ignored, Target::Birth, Target::Email, Target::Ignored];
    assert_eq!(targets(&mapping), first, "`Qui` says nothing by itself");
    assert_eq!(mapping.columns[1].order, Some(DayOrder::MonthFirst));
    assert!(people.drafted.is_empty(), "without a name nobody is kept");

    let mut corrected = mapping;
    corrected.columns[0].target = Target::FullName;
    let kept: Mapping = serde_json::from_str(&serde_json::to_string(&corrected).unwrap()).unwrap();
    assert_eq!(kept, corrected);
    let table = table(OTHER);
    let people = read(&table, &kept.remembered(&table));
    let names: Vec<(&str, &str, &str)> = people
        .drafted
        .iter()
        .map(|one| (one.draft.given_name.as_str(), one.draft.family_name.as_str(), one.draft.birth.as_str()))
        .collect();
    let expected = [
        ("Léa", "Petit", "2008-03-14"),
        ("Tom", "GRAND", "2007-04-02"),
        ("sofia", "amar", "2008-11-30"),
        ("Max", "Roy", "2008-01-09"),
        ("Ève", "Blin", "2009-07-21"),
    ];
    assert_eq!(names, expected);
    assert_eq!(told(&people.report, Became::Repaired), [("Qui", &Why::Ambiguous, "amar sofia", "")]);
}

#[test]
fn a_workbook_gives_days_by_their_cells_and_numbers_their_zeros() {
    let book = of(&[
        vec![Content::Text("Liste des apprentis en rupture")],
        vec![
            Content::Text("Nom"),
            Content::Text("Prénom"),
            Content::Text("Date de naissance"),
            Content::Text("Portable"),
            Content::Text("CP"),
        ],
        vec![
            Content::Text("Petit"),
            Content::Text("Léa"),
            Content::Day(39_521.0),
            Content::Number(612_345_678.0),
            Content::Number(2_000.0),
        ],
        vec![
            Content::Text("Grand"),
            Content::Text("Tom"),
            Content::Number(39_521.0),
            Content::Text("06.12.34.56.78"),
            Content::Text("59000"),
        ],
    ]);
    let (_, mapping, people) = all(&book);
    let expected = [Target::FamilyName, Target::GivenName, Target::Birth, Target::Phone, Target::PostalCode];
    assert_eq!(targets(&mapping), expected);
    for one in &people.drafted {
        assert_eq!((one.draft.birth.as_str(), one.draft.phone.as_str()), ("2008-03-14", "+33612345678"));
    }
    assert_eq!(people.drafted[0].draft.postal_code, "02000");
    assert_eq!(people.drafted[0].place, Place::Row { sheet: 1, row: 3 });
}

#[test]
fn codes_are_not_taken_for_days_of_a_spreadsheet() {
    let lines = (0..8).map(|n| format!("Petit{n};5935{n};5951{n};0{n}-09-2025"));
    let head = "nom;codeCommune;zone;sorti".to_owned();
    let file = std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n");
    let (_, mapping, _) = all(file.replace("00-09", "09-09").as_bytes());
    assert_eq!(targets(&mapping), [Target::FamilyName, Target::Insee, Target::Ignored, Target::Birth]);
}

#[test]
fn a_column_that_could_be_either_order_asks_a_person() {
    let (table, mapping, _) = all("nom;né le\nPetit;03/04/2008\nGrand;05/06/2007\n".as_bytes());
    assert_eq!((mapping.columns[1].order, mapping.columns[1].ambiguous), (Some(DayOrder::DayFirst), true));
    let mut chosen = mapping;
    (chosen.columns[1].order, chosen.columns[1].ambiguous) = (Some(DayOrder::MonthFirst), false);
    let people = read(&table, &chosen.remembered(&table));
    assert_eq!(people.drafted[0].draft.birth, "2008-03-04", "what a person chose is remembered");
    assert_eq!(Mapping::key(&table.heads), "nom|ne le");
}
