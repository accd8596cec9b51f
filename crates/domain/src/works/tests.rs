use uuid::Uuid;

use super::hours::{ClauseContract, ClauseHoursDraft};
use super::*;
use crate::change::{CLAUSE_HOURS, Op};
use crate::id::{ClauseHoursId, CountedIds, PersonId};
use crate::moment::Instant;

const NADIA: WorkerId = WorkerId(Uuid::from_u128(4));
const KARIM: PersonId = PersonId(Uuid::from_u128(9));

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn now() -> Now {
    Now { at: Instant(7), today: day("2026-11-24") }
}

fn site() -> WorksSiteDraft {
    WorksSiteDraft {
        name: "Réhabilitation de 120 logements".into(),
        works: ClauseWorks::Operation,
        total_hours: 30_000,
        percent: None,
        owner: "Office de l'habitat".into(),
        contract: "Lot 2, gros œuvre".into(),
        qpv: "qn 059 01 m".into(),
        commune: "Roubaix".into(),
        opens_on: Some(day("2026-01-05")),
        closes_on: Some(day("2027-06-30")),
        programme: None,
        note: String::new(),
    }
}

fn hours(person: Option<PersonId>, employer: &str, on: &str, minutes: u32) -> ClauseHoursDraft {
    let contract = Some(ClauseContract::Insertion);
    ClauseHoursDraft { employer: employer.into(), person, on: day(on), minutes, contract }
}

fn refused(draft: &WorksSiteDraft) -> Option<Refusal> {
    add(draft, NADIA, now(), &mut CountedIds(0)).err()
}

#[test]
fn a_site_keeps_what_its_contract_says() {
    let (_, changes) = add(&site(), NADIA, now(), &mut CountedIds(0)).unwrap();
    let [Op::New { fields, .. }] = changes.ops.as_slice() else { panic!("{:?}", changes.ops) };
    assert!(fields.contains(&(WORKS_SITE.qpv, Value::text("QN05901M"))), "{fields:?}");
    assert_eq!(site().clause().due_hours(), 1_500);
}

#[test]
fn what_no_contract_says_is_refused_by_its_field() {
    let unreadable = |field: &str| Some(Refusal::Unreadable { field: field.into() });
    assert_eq!(refused(&WorksSiteDraft { name: " ".into(), ..site() }), Some(Refusal::NameMissing));
    assert_eq!(refused(&WorksSiteDraft { total_hours: u32::MAX, ..site() }), unreadable("total_hours"));
    assert_eq!(refused(&WorksSiteDraft { percent: Some(101), ..site() }), unreadable("percent"));
    assert_eq!(refused(&WorksSiteDraft { qpv: "Centre".into(), ..site() }), unreadable("qpv"));
    let reversed = WorksSiteDraft { closes_on: Some(day("2025-12-31")), ..site() };
    let too_early = Refusal::TooEarly { field: "closes_on".into(), not_before: day("2026-01-05") };
    assert_eq!(refused(&reversed), Some(too_early));
}

#[test]
fn a_sheet_of_hours_is_written_whole_or_not_at_all() {
    let sheet = |lines: &[ClauseHoursDraft]| {
        hours::add(WorksSiteId(Uuid::from_u128(1)), lines, NADIA, now(), &mut CountedIds(0))
    };
    let karim = hours(Some(KARIM), "Bâtir Ensemble", "2026-10-31", 60 * 120);
    let others = hours(None, "Intérim du Nord", "2026-10-31", 60 * 2_000);
    assert_eq!(sheet(&[karim.clone(), others.clone()]).unwrap().ops.len(), 2);

    assert_eq!(sheet(&[]), Err(Refusal::Nothing));
    let unreadable = |field: &str| Err(Refusal::Unreadable { field: field.into() });
    let nobody = ClauseHoursDraft { employer: "  ".into(), ..others.clone() };
    assert_eq!(sheet(&[karim.clone(), nobody]), unreadable("employer"));
    let endless = ClauseHoursDraft { minutes: 60 * 2_000, ..karim.clone() };
    assert_eq!(sheet(&[endless, others.clone()]), unreadable("minutes"), "no month has two thousand hours");
    assert_eq!(sheet(&[ClauseHoursDraft { minutes: 0, ..others.clone() }]), unreadable("minutes"));
    let to_come = ClauseHoursDraft { on: day("2026-11-30"), ..others };
    assert_eq!(sheet(&[to_come]), Err(Refusal::InTheFuture { field: "on".into() }));
}

#[test]
fn a_correction_sets_what_differs() {
    let before = hours(Some(KARIM), "Bâtir Ensemble", "2026-10-31", 7_200);
    let after = ClauseHoursDraft { minutes: 7_000, ..before.clone() };
    let changes = hours::correct(ClauseHoursId(Uuid::from_u128(3)), &before, &after, now()).unwrap();
    let [Op::Set { field, value, .. }] = changes.ops.as_slice() else { panic!("{:?}", changes.ops) };
    assert_eq!((*field, value), (CLAUSE_HOURS.minutes, &Value::Int(7_000)));
    assert_eq!(
        correct(WorksSiteId(Uuid::from_u128(1)), &site(), &site()).unwrap().ops.len(),
        1,
        "the code is tidied"
    );
}
