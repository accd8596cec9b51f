//! Marguerite, Karim and Inès write in the same files without a network, and meet.

use passerelle_domain::assessment::Theme;
use passerelle_domain::case::{self, OriginKind};
use passerelle_domain::change::{
    AGREEMENT, CASE, Changes, ENCOUNTER, NEED, Op, PERSON, PROGRAMME, REFERRAL, Row, TRANSITION, Table,
    Value, WORKER,
};
use passerelle_domain::id::{CaseId, CountedIds, DeviceId, PersonId, need_id};
use passerelle_domain::person::{self, PersonDraft};
use passerelle_vault::disagreement::{Asks, Disagreement, Waits};
use passerelle_vault::receive::{JournalLine, Refused};
use uuid::Uuid;

use crate::crew::Crew;

const MARGUERITE: usize = 0;
const KARIM: usize = 1;
const INÈS: usize = 2;
const NAMES: [&str; 3] = ["Marguerite", "Karim", "Inès"];

/// Their laptops, which know each other's names and nobody else.
fn team() -> Crew {
    let mut crew = Crew::of(3);
    for (laptop, name) in crew.0.iter_mut().zip(NAMES) {
        let row = Row { table: Table::Worker, id: laptop.worker.0 };
        laptop.write(None, vec![Op::New { row, fields: vec![(WORKER.name, Value::text(name))] }]);
    }
    crew.meet();
    crew
}

/// The same with Awa's file, which all of them have.
fn team_with_awa() -> (Crew, PersonId, CaseId) {
    let mut crew = team();
    let who =
        PersonDraft { given_name: "Awa".into(), family_name: "Diallo".into(), ..PersonDraft::default() };
    let now = crew.0[MARGUERITE].now();
    let mut ids = CountedIds(500);
    let (awa, mut changes) = person::add(&who, now, &mut ids).unwrap();
    let worker = crew.0[MARGUERITE].worker;
    let case = case::open(&mut changes, awa, OriginKind::Street, "", worker, now, &mut ids);
    let Changes { ops, .. } = changes;
    crew.0[MARGUERITE].write(Some(awa), ops);
    crew.meet();
    (crew, awa, case)
}

fn asked(crew: &Crew, laptop: usize) -> Vec<Disagreement> {
    crew.0[laptop].vault().disagreements(None, 0, 50).unwrap().lines
}

/// Each value with who wrote it, the latest first.
fn said(question: &Disagreement) -> Vec<(String, Vec<&str>)> {
    let side = |side: &'_ passerelle_vault::disagreement::Side| side.value.join(", ");
    let by = |at: usize| question.sides[at].authors.iter().map(|author| author.worker.as_str()).collect();
    question.sides.iter().enumerate().map(|(at, one)| (side(one), by(at))).collect()
}

fn text(value: &str) -> Value {
    Value::text(value)
}

fn sound(crew: &Crew) {
    for laptop in &crew.0 {
        let report = laptop.vault().verify().unwrap();
        assert!(report.sound, "{report:?}");
    }
}

#[test]
fn different_fields_merge_in_silence() {
    let (mut crew, awa, _) = team_with_awa();
    crew.0[MARGUERITE].set(Table::Person, awa.0, "phone", text("+33639980001"));
    crew.0[KARIM].set(Table::Person, awa.0, "email", text("awa@exemple.fr"));
    crew.meet();
    for laptop in &crew.0 {
        assert_eq!(laptop.shows(Table::Person, awa.0, "phone"), "+33639980001");
        assert_eq!(laptop.shows(Table::Person, awa.0, "email"), "awa@exemple.fr");
    }
    assert!(asked(&crew, INÈS).is_empty());
    sound(&crew);
}

#[test]
fn the_same_field_keeps_both_values_until_somebody_chooses_and_the_choice_travels() {
    let (mut crew, awa, _) = team_with_awa();
    crew.0[MARGUERITE].set(Table::Person, awa.0, "phone", text("+33639980001"));
    crew.0[KARIM].clock += 60_000;
    crew.0[KARIM].set(Table::Person, awa.0, "phone", text("+33639980002"));
    crew.meet();
    for at in 0..3 {
        assert_eq!(crew.0[at].shows(Table::Person, awa.0, "phone"), "+33639980002", "the latest meanwhile");
        let asked = asked(&crew, at);
        let both =
            [("+33639980002".to_owned(), vec!["Karim"]), ("+33639980001".to_owned(), vec!["Marguerite"])];
        assert_eq!((asked.len(), said(&asked[0])), (1, both.to_vec()));
        assert_eq!((asked[0].person, asked[0].person_name.as_str()), (Some(awa), "Awa Diallo"));
        assert!(asked[0].sides[0].shown && !asked[0].sides[1].shown && asked[0].waits.is_none());
    }
    crew.0[INÈS].set(Table::Person, awa.0, "phone", text("+33639980001"));
    crew.meet();
    for at in 0..3 {
        assert_eq!(crew.0[at].shows(Table::Person, awa.0, "phone"), "+33639980001");
        assert_eq!(crew.0[at].vault().open_disagreements().unwrap(), 0);
    }
    sound(&crew);
}

#[test]
fn the_same_value_from_two_is_no_question_and_an_address_is_one_value() {
    let (mut crew, awa, _) = team_with_awa();
    for at in [MARGUERITE, KARIM] {
        crew.0[at].set(Table::Person, awa.0, "phone", text("+33639980001"));
    }
    let address = |street: &str, commune: &str| {
        Value::Group(vec![text(street), text("60100"), text(commune), text("")])
    };
    crew.0[MARGUERITE].set(Table::Person, awa.0, "address", address("1 rue des Lilas", "Creil"));
    crew.0[KARIM].clock += 60_000;
    crew.0[KARIM].set(Table::Person, awa.0, "address", address("2 rue du Port", "Nogent-sur-Oise"));
    crew.meet();
    let asked = asked(&crew, INÈS);
    assert_eq!(asked.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["address"]);
    assert_eq!(asked[0].sides[1].value, ["1 rue des Lilas", "60100", "Creil"], "whole, and never mixed");
    let shown = crew.0[INÈS].shows(Table::Person, awa.0, "address");
    assert_eq!(shown, serde_json::json!(["2 rue du Port", "60100", "Nogent-sur-Oise", ""]));
    sound(&crew);
}

#[test]
fn an_element_added_by_one_outlives_the_removal_by_another_who_had_not_seen_it() {
    let mut crew = team();
    let row = Row { table: Table::Programme, id: Uuid::from_u128(700) };
    let add = || Op::Add { row, field: PROGRAMME.tags, element: "rev3".into() };
    crew.0[MARGUERITE].write(None, vec![Op::New { row, fields: vec![(PROGRAMME.name, text("CAP"))] }, add()]);
    crew.meet();
    crew.0[KARIM].write(None, vec![Op::Remove { row, field: PROGRAMME.tags, element: "rev3".into() }]);
    crew.0[INÈS].write(None, vec![add()]);
    crew.meet();
    for laptop in &crew.0 {
        assert_eq!(laptop.shows(Table::Programme, row.id, "tags"), serde_json::json!(["rev3"]));
    }
    crew.0[KARIM].write(None, vec![Op::Remove { row, field: PROGRAMME.tags, element: "rev3".into() }]);
    crew.meet();
    assert_eq!(crew.0[INÈS].shows(Table::Programme, row.id, "tags"), serde_json::json!([]));
    sound(&crew);
}

#[test]
fn a_withdrawn_agreement_never_comes_back_by_a_merge() {
    let (mut crew, awa, _) = team_with_awa();
    let row = Row { table: Table::Agreement, id: Uuid::from_u128(710) };
    let given = vec![
        (AGREEMENT.person, Value::Id(awa.0)),
        (AGREEMENT.given_on, Value::day("2026-01-05".parse().ok())),
    ];
    crew.0[MARGUERITE].write(Some(awa), vec![Op::New { row, fields: given }]);
    crew.0[MARGUERITE].set(Table::Agreement, row.id, "withdrawn_on", Value::day("2026-02-01".parse().ok()));
    crew.meet();
    // Karim takes the withdrawal for a slip; Inès hears it from Awa herself.
    crew.0[INÈS].set(Table::Agreement, row.id, "withdrawn_on", Value::day("2026-02-03".parse().ok()));
    crew.0[KARIM].clock += 3_600_000;
    crew.0[KARIM].set(Table::Agreement, row.id, "withdrawn_on", Value::Null);
    crew.meet();
    for at in 0..3 {
        assert_eq!(crew.0[at].shows(Table::Agreement, row.id, "withdrawn_on"), "2026-02-03");
        assert!(asked(&crew, at).is_empty(), "nobody is asked whether a withdrawal counts");
    }
    sound(&crew);
}

#[test]
fn a_note_taken_out_by_one_and_rewritten_by_another_comes_back_with_a_question() {
    let (mut crew, awa, _) = team_with_awa();
    let row = Row { table: Table::Encounter, id: Uuid::from_u128(720) };
    let fields = vec![(ENCOUNTER.person, Value::Id(awa.0)), (ENCOUNTER.note, text("Vue au marché."))];
    crew.0[MARGUERITE].write(Some(awa), vec![Op::New { row, fields }]);
    crew.meet();
    crew.0[MARGUERITE].set(Table::Encounter, row.id, "removed", Value::flag(true));
    assert_eq!(crew.0[MARGUERITE].shows(Table::Encounter, row.id, "removed"), 1);
    crew.0[KARIM].set(Table::Encounter, row.id, "note", text("Vue au marché, cherche un stage."));
    crew.meet();
    for at in 0..3 {
        assert_eq!(crew.0[at].shows(Table::Encounter, row.id, "removed"), 0, "what Karim wrote is seen");
        let asked = asked(&crew, at);
        assert_eq!((asked.len(), asked[0].asks), (1, Asks::Removal));
        assert_eq!(said(&asked[0]), [("1".to_owned(), vec!["Marguerite"]), ("0".to_owned(), vec!["Karim"])]);
    }
    // Inès has seen both, and takes it out.
    crew.0[INÈS].set(Table::Encounter, row.id, "removed", Value::flag(true));
    crew.meet();
    for at in 0..3 {
        assert_eq!(crew.0[at].shows(Table::Encounter, row.id, "removed"), 1);
        assert!(asked(&crew, at).is_empty());
    }
    sound(&crew);
}

#[test]
fn who_was_taken_out_comes_back_where_a_colleague_wrote_in_the_file_meanwhile() {
    let (mut crew, awa, _) = team_with_awa();
    crew.0[MARGUERITE].set(Table::Person, awa.0, "removed", Value::flag(true));
    let row = Row { table: Table::Encounter, id: Uuid::from_u128(730) };
    let fields = vec![(ENCOUNTER.person, Value::Id(awa.0)), (ENCOUNTER.note, text("A rappelé."))];
    crew.0[KARIM].write(Some(awa), vec![Op::New { row, fields }]);
    crew.meet();
    for at in 0..3 {
        assert_eq!(crew.0[at].shows(Table::Person, awa.0, "removed"), 0);
        assert_eq!(crew.0[at].answers().0, [awa.0], "in the list too");
        assert_eq!(asked(&crew, at)[0].asks, Asks::Removal);
    }
    sound(&crew);
}

#[test]
fn whoever_knew_what_was_written_takes_it_out_for_good() {
    let (mut crew, awa, _) = team_with_awa();
    crew.0[KARIM].set(Table::Person, awa.0, "phone", text("+33639980001"));
    crew.meet();
    crew.0[MARGUERITE].set(Table::Person, awa.0, "removed", Value::flag(true));
    crew.meet();
    for at in 0..3 {
        assert_eq!(crew.0[at].shows(Table::Person, awa.0, "removed"), 1);
        assert!(asked(&crew, at).is_empty() && crew.0[at].answers().0.is_empty());
    }
    sound(&crew);
}

fn transition(referral: Uuid, number: u128, from: &str, to: &str, day: &str) -> Op {
    let fields = vec![
        (TRANSITION.referral, Value::Id(referral)),
        (TRANSITION.from_state, text(from)),
        (TRANSITION.to_state, text(to)),
        (TRANSITION.on_day, Value::day(day.parse().ok())),
    ];
    Op::New { row: Row { table: Table::Transition, id: Uuid::from_u128(number) }, fields }
}

#[test]
fn a_referral_that_two_ended_differently_stands_in_one_state_and_is_to_be_checked() {
    let (mut crew, awa, _) = team_with_awa();
    let row = Row { table: Table::Referral, id: Uuid::from_u128(740) };
    let made = Op::New { row, fields: vec![(REFERRAL.person, Value::Id(awa.0))] };
    crew.0[MARGUERITE].write(Some(awa), vec![made, transition(row.id, 741, "draft", "sent", "2026-03-01")]);
    crew.meet();
    crew.0[MARGUERITE].write(Some(awa), vec![transition(row.id, 742, "sent", "accepted", "2026-03-05")]);
    crew.0[KARIM].write(Some(awa), vec![transition(row.id, 743, "sent", "refused", "2026-03-06")]);
    crew.meet();
    for at in 0..3 {
        let today = crew.0[at].now().today;
        let line =
            crew.0[at].vault().referral(passerelle_domain::id::ReferralId(row.id), today).unwrap().line;
        assert_eq!((line.state.code(), line.disputed), ("refused", true));
        let asked = asked(&crew, at);
        assert_eq!((asked.len(), asked[0].asks, asked[0].field.as_str()), (1, Asks::Moves, "state"));
        let values: Vec<&[String]> = asked[0].sides.iter().map(|side| side.value.as_slice()).collect();
        assert_eq!(values, [["refused", "2026-03-06"], ["accepted", "2026-03-05"]]);
        assert_eq!(crew.0[at].vault().open_disagreements().unwrap(), 1);
    }
    sound(&crew);
}

#[test]
fn two_answers_to_one_theme_meet_in_one_row_and_the_silent_field_gives_way() {
    let (mut crew, awa, case) = team_with_awa();
    let row = Row { table: Table::Need, id: need_id(case, Theme::Housing.code()).0 };
    let answer = |answer: &str, note: &str| {
        let fields = [
            (NEED.case_file, Value::Id(case.0)),
            (NEED.theme, text("housing")),
            (NEED.answer, text(answer)),
            (NEED.note, text(note)),
        ];
        let said = fields.into_iter().filter(|(_, value)| !value.is_silent()).collect();
        vec![Op::New { row, fields: said }]
    };
    crew.0[MARGUERITE].write(Some(awa), answer("yes", "Chez sa tante."));
    crew.0[KARIM].clock += 60_000;
    crew.0[KARIM].write(Some(awa), answer("no", ""));
    crew.meet();
    for at in 0..3 {
        assert_eq!(crew.0[at].shows(Table::Need, row.id, "note"), "Chez sa tante.");
        let asked = asked(&crew, at);
        assert_eq!((asked.len(), asked[0].field.as_str(), asked[0].about.as_str()), (1, "answer", "housing"));
        assert_eq!(said(&asked[0])[0].0, "no");
    }
    sound(&crew);
}

#[test]
fn two_referents_are_a_question_with_their_names() {
    let (mut crew, awa, case) = team_with_awa();
    for (at, later) in [(KARIM, 1_000), (INÈS, 2_000)] {
        let row = Row { table: Table::Case, id: case.0 };
        let mine = Op::Set { row, field: CASE.referent, value: Value::Id(crew.0[at].worker.0) };
        crew.0[at].clock += later;
        crew.0[at].write(Some(awa), vec![mine]);
    }
    crew.meet();
    let question = &asked(&crew, MARGUERITE)[0];
    assert_eq!(said(question), [("Inès".to_owned(), vec!["Inès"]), ("Karim".to_owned(), vec!["Karim"])]);
    assert_eq!(question.field, "referent");
    sound(&crew);
}

#[test]
fn while_a_line_is_missing_the_field_waits_for_whoever_wrote_it() {
    let (mut crew, awa, _) = team_with_awa();
    crew.0[MARGUERITE].set(Table::Person, awa.0, "phone", text("+33639980001"));
    let one = crew.0[MARGUERITE].lines();
    crew.0[KARIM].take(&one);
    crew.0[KARIM].set(Table::Person, awa.0, "phone", text("+33639980002"));
    let two = crew.0[KARIM].lines();
    // Somebody has both and goes on; Marguerite gets the last one without the one in between.
    crew.0[INÈS].take(&one);
    crew.0[INÈS].take(&two);
    crew.0[INÈS].set(Table::Person, awa.0, "phone", text("+33639980003"));
    let three = crew.0[INÈS].lines();
    crew.0[MARGUERITE].take(&three);
    let waiting = crew.0[MARGUERITE].vault().disagreements(Some(awa), 0, 10).unwrap();
    assert_eq!((waiting.open, waiting.waiting), (0, 1), "no question yet");
    assert_eq!(waiting.lines[0].waits, Some(Waits::Line { worker: "Karim".into() }));
    assert_eq!(crew.0[MARGUERITE].shows(Table::Person, awa.0, "phone"), "+33639980003");
    crew.0[MARGUERITE].take(&two);
    let settled = crew.0[MARGUERITE].vault().disagreements(Some(awa), 0, 10).unwrap();
    assert_eq!((settled.open, settled.waiting), (0, 0), "Inès had seen both");
    sound(&crew);
}

#[test]
fn what_hangs_on_a_file_may_come_before_the_file() {
    let (mut crew, awa, _) = team_with_awa();
    let mut newcomer = crate::crew::Laptop::new(7);
    newcomer.answers();
    crew.0[MARGUERITE].set(Table::Person, awa.0, "phone", text("+33639980001"));
    let mut lines: Vec<JournalLine> = crew.0.iter().flat_map(crate::crew::Laptop::lines).collect();
    lines.reverse();
    for line in &lines {
        let received = newcomer.take(std::slice::from_ref(line));
        assert_eq!((received.taken, received.refused.len()), (1, 0));
        let report = newcomer.vault().verify().unwrap();
        assert!(report.sound, "{report:?}");
    }
    assert_eq!(newcomer.answers().0, [awa.0]);
    let file = newcomer.vault().person(awa, newcomer.now().today).unwrap();
    assert_eq!((file.who.phone.as_str(), file.cases.len()), ("+33639980001", 1));
    let upto: Vec<u64> = newcomer.vault().frontier().unwrap().into_iter().map(|(_, n)| n).collect();
    let written: Vec<u64> = crew.0.iter().map(|laptop| laptop.lines().len() as u64).collect();
    assert_eq!(upto, written, "nothing is to be asked for again");
}

#[test]
fn a_line_that_is_none_is_named_and_the_others_are_taken() {
    let (mut crew, awa, _) = team_with_awa();
    crew.0[KARIM].set(Table::Person, awa.0, "phone", text("+33639980001"));
    crew.0[KARIM].set(Table::Person, awa.0, "email", text("awa@exemple.fr"));
    let [.., phone, email] = crew.0[KARIM].lines().try_into().unwrap_or_else(|lines: Vec<JournalLine>| {
        let [.., one, other] = lines.as_slice() else { panic!("two lines") };
        [one.clone(), other.clone()]
    });
    let torn = JournalLine { n: 90, previous: 89, ops: vec![1, 0, 9, 0, 0, 0, 7], ..phone.clone() };
    let nameless = JournalLine {
        n: 91,
        previous: 90,
        devices: Vec::new(),
        device: DeviceId(Uuid::from_u128(77)),
        ..phone.clone()
    };
    let forked = JournalLine { ops: email.ops.clone(), devices: email.devices.clone(), ..phone.clone() };
    let now = crew.0[INÈS].now();
    let vault = crew.0[INÈS].vault();
    let received =
        vault.receive(&[torn.clone(), phone.clone(), nameless.clone(), forked.clone(), email], now).unwrap();
    assert_eq!(received.taken, 2);
    let why: Vec<Refused> = received.refused.iter().map(|(_, _, why)| *why).collect();
    assert_eq!(why, [Refused::Torn, Refused::Unexplained, Refused::Forked]);
    assert_eq!(crew.0[INÈS].shows(Table::Person, awa.0, "email"), "awa@exemple.fr");
    assert!(crew.0[INÈS].vault().verify().unwrap().sound);
}

/// The number of a line from which on none can be.
const TOO_FAR: u64 = 1 << 40;

#[test]
fn a_line_whose_number_or_whose_past_is_too_far_is_torn_and_is_no_other_line() {
    let (mut crew, awa, _) = team_with_awa();
    crew.0[KARIM].set(Table::Person, awa.0, "phone", text("+33639980001"));
    let line = crew.0[KARIM].lines().pop().unwrap();
    let (number, _) = line.devices[0];
    let far = JournalLine { n: TOO_FAR, previous: TOO_FAR - 1, ..line.clone() };
    let last = JournalLine { n: TOO_FAR - 1, previous: TOO_FAR - 2, ..line.clone() };
    // Undoes a line of that number.
    let mut ops = vec![5, 0, 7, 0, 0, 0, u8::try_from(number).unwrap()];
    ops.extend([0x80, 0x80, 0x80, 0x80, 0x80, 0x20]);
    let names_far = JournalLine { n: 91, previous: 90, ops, ..line.clone() };
    let now = crew.0[INÈS].now();
    let vault = crew.0[INÈS].vault();
    let received = vault.receive(&[far, names_far, last, line.clone()], now).unwrap();
    let refused: Vec<(u64, Refused)> = received.refused.iter().map(|(_, n, why)| (*n, *why)).collect();
    assert_eq!(refused, [(TOO_FAR, Refused::Torn), (91, Refused::Torn)]);
    assert_eq!(received.taken, 2, "the last number there is, and the line itself");
    assert!(vault.verify().unwrap().sound);
}

#[test]
fn a_clock_that_is_days_ahead_is_named_and_moves_no_other() {
    let (mut crew, awa, _) = team_with_awa();
    crew.0[KARIM].clock += 9 * 86_400_000;
    crew.0[KARIM].set(Table::Person, awa.0, "phone", text("+33639980001"));
    let (lines, device) = (crew.0[KARIM].lines(), crew.0[KARIM].device);
    let received = crew.0[MARGUERITE].take(&lines);
    assert_eq!(received.ahead_of_time.into_iter().collect::<Vec<_>>(), [device]);
    assert_eq!(crew.0[MARGUERITE].shows(Table::Person, awa.0, "phone"), "+33639980001", "taken all the same");
    crew.0[MARGUERITE].set(Table::Person, awa.0, "phone", text("+33639980002"));
    let written = crew.0[MARGUERITE].lines().last().unwrap().hlc;
    assert!(written.ms < lines.last().unwrap().hlc.ms, "her own time stays hers");
    crew.meet();
    assert_eq!(crew.0[KARIM].shows(Table::Person, awa.0, "phone"), "+33639980002", "she had seen his value");
    assert!(asked(&crew, KARIM).is_empty());
}

#[test]
fn an_ordinary_delay_of_clocks_moves_the_others_forward() {
    let (mut crew, awa, _) = team_with_awa();
    crew.0[KARIM].clock += 600_000;
    crew.0[KARIM].set(Table::Person, awa.0, "phone", text("+33639980001"));
    let lines = crew.0[KARIM].lines();
    assert!(crew.0[MARGUERITE].take(&lines).ahead_of_time.is_empty());
    crew.0[MARGUERITE].set(Table::Person, awa.0, "phone", text("+33639980002"));
    assert!(crew.0[MARGUERITE].lines().last().unwrap().hlc > lines.last().unwrap().hlc);
}

#[test]
fn a_line_that_comes_back_to_its_writer_changes_nothing() {
    let (mut crew, awa, _) = team_with_awa();
    crew.0[KARIM].set(Table::Person, awa.0, "phone", text("+33639980001"));
    let lines = crew.0[KARIM].lines();
    let again = crew.0[KARIM].take(&lines);
    assert_eq!((again.taken, again.known), (0, u32::try_from(lines.len()).unwrap()));
    let row = Row { table: Table::Person, id: awa.0 };
    crew.0[KARIM].write(Some(awa), vec![Op::Set { row, field: PERSON.phone, value: text("") }]);
    crew.meet();
    assert_eq!(crew.0[INÈS].shows(Table::Person, awa.0, "phone"), "");
    sound(&crew);
}
