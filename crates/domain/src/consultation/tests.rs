use uuid::Uuid;

use super::proposal::{AnswerKind, InstitutionAnswer, Opinions, ProposalDraft};
use super::*;
use crate::change::{Op, PROPOSAL};
use crate::consultation::follow_up::FollowUpDraft;
use crate::consultation::owed::{OwedKind, of_follow_up, of_proposal};
use crate::id::{CountedIds, ProposalId};
use crate::moment::Instant;

const NADIA: WorkerId = WorkerId(Uuid::from_u128(4));
const BENCHES: ProposalId = ProposalId(Uuid::from_u128(7));

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn now() -> Now {
    Now { at: Instant(7), today: day("2026-11-24") }
}

fn council() -> ConsultationDraft {
    ConsultationDraft {
        kind: ConsultationKind::CitizenCouncil,
        question: "Que manque-t-il le soir aux jeunes du quartier ?".into(),
        held_on: day("2026-09-01"),
        place: "Centre social".into(),
        qpvs: vec!["qp 059 001".into(), "QN05901M".into()],
        present: Present { total: Some(18), women: Some(11), men: Some(7), ..Present::default() },
        note: String::new(),
        answer_due_on: None,
    }
}

fn answer(kind: AnswerKind) -> InstitutionAnswer {
    InstitutionAnswer {
        kind,
        by: "Ville de Creil".into(),
        on: day("2026-10-15"),
        reason: String::new(),
        follows: String::new(),
        due_on: None,
    }
}

fn added(draft: &ConsultationDraft) -> Result<Vec<Op>, Refusal> {
    add(draft, NADIA, now(), &mut CountedIds(0)).map(|(_, changes)| changes.ops)
}

#[test]
fn an_answer_is_due_two_months_after_unless_another_day_was_agreed() {
    assert_eq!(council().due(), day("2026-11-01"));
    let agreed = ConsultationDraft { answer_due_on: Some(day("2026-12-15")), ..council() };
    assert_eq!(agreed.due(), day("2026-12-15"));
    let end_of_year = ConsultationDraft { held_on: day("2025-12-31"), ..council() };
    assert_eq!(end_of_year.due(), day("2026-02-28"), "a month without that day ends on its last one");
    let early = ConsultationDraft { answer_due_on: Some(day("2026-08-31")), ..council() };
    let refused = Refusal::TooEarly { field: "answer_due_on".into(), not_before: day("2026-09-01") };
    assert_eq!(added(&early), Err(refused));
}

#[test]
fn neighbourhoods_of_both_editions_are_kept_as_their_codes() {
    let ops = added(&council()).unwrap();
    let elements: Vec<&str> = ops
        .iter()
        .filter_map(|op| match op {
            Op::Add { element, .. } => Some(element.as_str()),
            Op::New { .. } | Op::Set { .. } | Op::Remove { .. } => None,
        })
        .collect();
    assert_eq!(elements, ["QP059001", "QN05901M"]);
    let unknown = ConsultationDraft { qpvs: vec!["le quartier".into()], ..council() };
    assert_eq!(added(&unknown), Err(Refusal::Unreadable { field: "qpvs".into() }));
}

#[test]
fn what_was_not_counted_is_unknown_and_no_part_is_more_than_all() {
    let none = ConsultationDraft { present: Present::default(), ..council() };
    assert!(added(&none).is_ok(), "nobody counted");
    let over = |present: Present| added(&ConsultationDraft { present, ..council() });
    let ages = Present { total: Some(5), under_16: Some(3), from_65: Some(3), ..Present::default() };
    assert_eq!(over(ages), Err(Refusal::CountOverTotal { field: "ages".into() }));
    let both = Present { total: Some(5), residents: Some(5), young: Some(4), ..Present::default() };
    assert!(over(both).is_ok(), "a young resident is of two colleges");
    let college = Present { total: Some(5), residents: Some(6), ..Present::default() };
    assert_eq!(over(college), Err(Refusal::CountOverTotal { field: "colleges".into() }));
}

#[test]
fn a_consultation_asks_something_on_a_day_that_has_come() {
    let mute = ConsultationDraft { question: " \n".into(), ..council() };
    assert_eq!(added(&mute), Err(Refusal::Unreadable { field: "question".into() }));
    let tomorrow = ConsultationDraft { held_on: day("2026-11-25"), ..council() };
    assert_eq!(added(&tomorrow), Err(Refusal::InTheFuture { field: "held_on".into() }));
}

#[test]
fn only_what_differs_is_corrected() {
    let id = ConsultationId(Uuid::from_u128(1));
    let kept = ConsultationDraft {
        qpvs: vec!["QP059001".into(), "QN05901M".into()],
        answer_due_on: Some(day("2026-11-01")),
        ..council()
    };
    assert!(correct(id, &kept, &council(), now()).unwrap().is_empty(), "the same, typed otherwise");
    let moved = ConsultationDraft { qpvs: vec!["QN05901M".into()], place: "École".into(), ..council() };
    assert_eq!(correct(id, &kept, &moved, now()).unwrap().ops.len(), 2);
}

#[test]
fn a_refusal_of_the_institution_says_why() {
    let say = |answer: &InstitutionAnswer| {
        proposal::answer(BENCHES, day("2026-09-01"), None, answer, now()).map(|changes| changes.ops.len())
    };
    assert_eq!(say(&answer(AnswerKind::Refused)), Err(Refusal::ReasonMissing));
    let reason = InstitutionAnswer { reason: "Le terrain est vendu.".into(), ..answer(AnswerKind::Refused) };
    assert_eq!(say(&reason), Ok(1));
    assert_eq!(say(&answer(AnswerKind::Partly)), Ok(1), "no other answer has to");
    let nobody = InstitutionAnswer { by: " ".into(), ..answer(AnswerKind::Accepted) };
    assert_eq!(say(&nobody), Err(Refusal::Unreadable { field: "by".into() }));
    let before = InstitutionAnswer { on: day("2026-08-31"), ..answer(AnswerKind::Accepted) };
    let refused = Refusal::TooEarly { field: "on".into(), not_before: day("2026-09-01") };
    assert_eq!(say(&before), Err(refused));
    let backwards = InstitutionAnswer { due_on: Some(day("2026-10-14")), ..answer(AnswerKind::Accepted) };
    let refused = Refusal::TooEarly { field: "due_on".into(), not_before: day("2026-10-15") };
    assert_eq!(say(&backwards), Err(refused));
}

#[test]
fn the_same_answer_again_changes_nothing_and_another_replaces_it_whole() {
    let first = answer(AnswerKind::UnderStudy);
    let write = |after| proposal::answer(BENCHES, day("2026-09-01"), Some(&first), after, now()).unwrap();
    assert!(write(&first).is_empty());
    let ops = write(&answer(AnswerKind::Accepted)).ops;
    assert!(matches!(ops.as_slice(), [Op::Set { field, .. }] if *field == PROPOSAL.answer));
}

#[test]
fn what_is_owed_follows_the_answer() {
    let due = day("2026-11-01");
    let owed = |answer: Option<&InstitutionAnswer>, done| {
        of_proposal(due, answer, done, now().today).map(|owed| (owed.kind, owed.due_on, owed.late_days))
    };
    assert_eq!(owed(None, false), Some((OwedKind::Answer, due, 23)));
    let study = answer(AnswerKind::UnderStudy);
    assert_eq!(owed(Some(&study), false), Some((OwedKind::Decision, day("2026-12-15"), 0)));
    let named = InstitutionAnswer { due_on: Some(day("2026-11-20")), ..study };
    assert_eq!(owed(Some(&named), false), Some((OwedKind::Decision, day("2026-11-20"), 4)));
    let promised = InstitutionAnswer { due_on: Some(day("2026-11-20")), ..answer(AnswerKind::Accepted) };
    assert_eq!(owed(Some(&promised), false), Some((OwedKind::Deed, day("2026-11-20"), 4)));
    assert_eq!(owed(Some(&promised), true), None, "it was done");
    assert_eq!(owed(Some(&answer(AnswerKind::Accepted)), false), None, "no day was promised");
    assert_eq!(owed(Some(&answer(AnswerKind::Refused)), false), None);
    assert_eq!(of_follow_up(day("2026-11-23"), false, now().today).unwrap().late_days, 1);
    assert_eq!(of_follow_up(day("2026-11-23"), true, now().today), None);
}

#[test]
fn a_proposal_says_something_and_what_is_done_is_not_to_come() {
    let draft = |what: &str| ProposalDraft { what: what.into(), theme: None, opinions: Opinions::default() };
    let council = ConsultationId(Uuid::from_u128(1));
    let add = |what: &str| proposal::add(council, &draft(what), NADIA, now(), &mut CountedIds(0));
    assert_eq!(add(" ").err(), Some(Refusal::Nothing));
    assert!(add("Des bancs").is_ok());
    let line = |on: &str, done| {
        let draft = FollowUpDraft { proposal: None, on: day(on), what: "Devis".into(), done };
        follow_up::add(council, &draft, NADIA, now(), &mut CountedIds(0)).map(|_| ())
    };
    assert_eq!(line("2026-12-01", false), Ok(()), "a day by which it is to be done");
    assert_eq!(line("2026-12-01", true), Err(Refusal::InTheFuture { field: "on".into() }));
}

#[test]
fn a_full_name_is_found_in_either_order_and_a_given_name_alone_is_not() {
    let names = naming::full_names("Élodie Wójcik-Durand et sa mère demandent un local.");
    assert!(names.contains("wojcik durand elodie"), "as the list of people writes it");
    assert!(naming::full_names("WOJCIK Élodie").contains("wojcik elodie"));
    assert!(naming::full_names("Élodie").is_empty());
}
