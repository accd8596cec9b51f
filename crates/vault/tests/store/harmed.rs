//! Lines that a colleague's laptop signed and that are none, or other ones than it should have written: none stops a
//! delivery, and the vault stays sound.

use chrono::NaiveDate;
use passerelle_domain::change::{CASE, DOCUMENT, Op, REFERRAL, Row, Table, Value};
use passerelle_domain::id::PersonId;
use passerelle_domain::moment::Hlc;
use passerelle_vault::receive::JournalLine;
use proptest::prelude::*;
use proptest::sample::Index;
use uuid::Uuid;

use crate::crew::{Crew, Laptop};
use crate::merge_any::{run, step};

/// What is wrong with a line.
#[derive(Clone, Debug)]
enum Harm {
    Spoilt(Vec<(Index, u8)>),
    Torn(Index),
    Operations(Vec<u8>),
    Act(String),
    Number(u64),
    Clock(u64, u32),
    Schema(i64),
    Devices,
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        6 => proptest::collection::vec((any::<Index>(), any::<u8>()), 1..5).prop_map(Harm::Spoilt),
        2 => any::<Index>().prop_map(Harm::Torn),
        2 => proptest::collection::vec(any::<u8>(), 0..80).prop_map(Harm::Operations),
        1 => "\\PC{0,40}".prop_map(Harm::Act),
        1 => any::<u64>().prop_map(Harm::Number),
        1 => (any::<u64>(), any::<u32>()).prop_map(|(ms, count)| Harm::Clock(ms, count)),
        1 => any::<i64>().prop_map(Harm::Schema),
        1 => Just(Harm::Devices),
    ]
}

fn spoil(line: &mut JournalLine, harm: &Harm) {
    let len = line.ops.len();
    match harm {
        Harm::Spoilt(spots) if len > 0 => {
            for (spot, byte) in spots {
                line.ops[spot.index(len)] = *byte;
            }
        }

        Harm::Torn(index) if len > 0 => line.ops.truncate(index.index(len)),
        Harm::Spoilt(_) | Harm::Torn(_) => {}
        Harm::Operations(ops) => line.ops.clone_from(ops),
        Harm::Act(act) => line.act.clone_from(act),
        Harm::Number(n) => line.n = *n,
        Harm::Clock(ms, count) => line.hlc = Hlc { ms: *ms, count: *count },
        Harm::Schema(schema) => line.schema = *schema,
        Harm::Devices => line.devices.clear(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_colleague_signed_is_taken_or_refused_and_the_vault_stays_sound(
        steps in proptest::collection::vec(step(), 5..30),
        harms in proptest::collection::vec((any::<Index>(), harm()), 1..6),
    ) {
        let mut crew = Crew::of(2);
        run(&mut crew, &steps);
        let honest: Vec<JournalLine> = crew.0.iter().flat_map(Laptop::lines).collect();
        prop_assume!(!honest.is_empty());
        let mut lines = honest.clone();
        for (at, harm) in &harms {
            spoil(&mut lines[at.index(honest.len())], harm);
        }
        let awa = Laptop::new(9);
        let received = awa.vault().receive(&lines, awa.now()).unwrap();
        let told = received.taken + received.known + u32::try_from(received.refused.len()).unwrap();
        prop_assert_eq!(usize::try_from(told).unwrap(), lines.len(), "each line is accounted for");
        let report = awa.vault().verify().unwrap();
        prop_assert!(report.sound, "{:?}", report);
        // What is honest of the same two is taken all the same, where no other line stands in its place.
        awa.vault().receive(&honest, awa.now()).unwrap();
        let report = awa.vault().verify().unwrap();
        prop_assert!(report.sound, "{:?}", report);
    }
}

#[test]
fn a_document_of_which_only_a_correction_came_is_awaited_and_not_hurt() {
    let (mut awa, mut bruno) = (Laptop::new(1), Laptop::new(2));
    let id = Uuid::from_u128(77);
    let row = Row { table: Table::Document, id };
    let person = PersonId(Uuid::from_u128(76));
    bruno.write(
        Some(person),
        vec![Op::New { row, fields: vec![(DOCUMENT.name, Value::text("bulletin.pdf"))] }],
    );
    bruno.set(Table::Document, id, "name", Value::text("bulletin de juin.pdf"));
    let lines = bruno.lines();
    awa.take(&lines[1..]);
    let report = awa.vault().verify().unwrap();
    assert!(report.sound && report.documents.is_empty(), "its content comes with the rest: {report:?}");
    awa.take(&lines);
    assert!(awa.vault().verify().unwrap().sound);
}

#[test]
fn a_referral_that_names_somebody_elses_case_does_not_count_from_its_day() {
    let (mut awa, mut bruno) = (Laptop::new(1), Laptop::new(2));
    let (zelie, noe) = (PersonId(Uuid::from_u128(76)), PersonId(Uuid::from_u128(75)));
    let (case, referral) = (Uuid::from_u128(77), Uuid::from_u128(78));
    let made = |table, id, fields| Op::New { row: Row { table, id }, fields };
    bruno.write(Some(zelie), vec![made(Table::Case, case, vec![(CASE.person, Value::Id(zelie.0))])]);
    let fields = vec![(REFERRAL.person, Value::Id(noe.0)), (REFERRAL.case_file, Value::Id(case))];
    bruno.write(Some(noe), vec![made(Table::Referral, referral, fields)]);
    awa.take(&bruno.lines());
    let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    bruno.set(Table::Case, case, "opened_on", Value::Day(day));
    awa.take(&bruno.lines());
    let report = awa.vault().verify().unwrap();
    assert!(report.sound, "{report:?}");
}
