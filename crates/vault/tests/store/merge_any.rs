//! Any order, duplication and partition of delivery between laptops that write without asking: the same heads, the same
//! tables, nothing lost, and the journal alone makes them again.

use passerelle_domain::change::{
    AGREEMENT, APPOINTMENT, CASE, ENCOUNTER, Field, NEED, Op, PERSON, PROGRAMME, REFERRAL, Row, SAME_AS,
    TRANSITION, Table, Value,
};
use passerelle_domain::id::{CaseId, PersonId, need_id, same_as_id};
use passerelle_vault::receive::JournalLine;
use proptest::prelude::*;
use uuid::Uuid;

use crate::chance::Chance;
use crate::crew::{Crew, Laptop};
use crate::oracle::Oracle;

/// What happens: a laptop writes something, or takes some of what another wrote.
#[derive(Clone, Debug)]
pub enum Step {
    Write { laptop: u8, what: u8, which: u8, value: u8 },
    Take { from: u8, to: u8, chance: u64 },
    Clock { laptop: u8, minutes: i32 },
}

pub fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>())
            .prop_map(|(laptop, what, which, value)| Step::Write { laptop, what, which, value }),
        3 => (any::<u8>(), any::<u8>(), any::<u64>()).prop_map(|(from, to, chance)| Step::Take { from, to, chance }),
        1 => (any::<u8>(), -3_000..3_000_i32).prop_map(|(laptop, minutes)| Step::Clock { laptop, minutes }),
    ]
}

impl Chance {
    /// Some of these lines, some of them twice, in any order.
    fn some(&mut self, lines: &[JournalLine], all: bool) -> Vec<JournalLine> {
        let mut some: Vec<JournalLine> = lines.iter().filter(|_| all || self.below(3) > 0).cloned().collect();
        for _ in 0..some.len() / 4 {
            some.push(some[self.below(some.len())].clone());
        }
        for at in (1..some.len()).rev() {
            some.swap(at, self.below(at + 1));
        }
        some
    }
}

fn id(kind: u128, number: u8) -> Uuid {
    Uuid::from_u128(kind * 1_000 + u128::from(number % 2) + 1)
}

fn text(value: u8) -> Value {
    Value::text(["", "Creil", "Lens", "Roubaix"][usize::from(value) % 4])
}

fn day(value: u8) -> Value {
    Value::day(format!("2026-0{}-01", value % 9 + 1).parse().ok())
}

/// Rows that a story makes once, whoever comes first.
fn fields(table: Table, which: u8, value: u8) -> Vec<(Field, Value)> {
    let (person, case) = (Value::Id(id(1, which)), Value::Id(id(2, which)));
    let fields = match table {
        Table::Person => vec![(PERSON.given_name, Value::text("Awa")), (PERSON.phone, text(value))],
        Table::Case => vec![(CASE.person, person), (CASE.opened_on, day(value))],
        Table::Need => {
            vec![(NEED.case_file, case), (NEED.answer, answer(value)), (NEED.note, text(value / 4))]
        }
        Table::Encounter => vec![
            (ENCOUNTER.person, person),
            (ENCOUNTER.result, Value::text("reached")),
            (ENCOUNTER.kind, Value::text("visit")),
            (ENCOUNTER.on_day, day(value)),
        ],
        Table::Programme => {
            vec![(PROGRAMME.name, Value::text("CAP")), (PROGRAMME.kind, Value::text("training"))]
        }
        Table::Agreement => vec![(AGREEMENT.person, person), (AGREEMENT.given_on, day(value))],
        Table::Referral => vec![
            (REFERRAL.person, person),
            (REFERRAL.case_file, case),
            (REFERRAL.programme, Value::Id(id(5, which))),
        ],
        Table::SameAs => vec![
            (SAME_AS.kept, Value::Id(id(1, value))),
            (SAME_AS.other, Value::Id(id(1, value.wrapping_add(1)))),
            (SAME_AS.verdict, Value::text(if value & 2 == 0 { "same" } else { "different" })),
            (SAME_AS.at, Value::Int(i64::from(value))),
        ],
        Table::Appointment => vec![
            (APPOINTMENT.person, person),
            (
                APPOINTMENT.slot,
                Value::Group(vec![Value::text("2026-05-04"), Value::text("09:00"), Value::text("30")]),
            ),
            (APPOINTMENT.outcome, Value::text("present")),
        ],
        _ => Vec::new(),
    };
    fields.into_iter().filter(|(_, value)| !value.is_silent()).collect()
}

fn answer(value: u8) -> Value {
    Value::text(["unasked", "no", "yes"][usize::from(value) % 3])
}

/// What a row hangs on and this laptop has not, made in the same act.
fn parents(crew: &Crew, laptop: usize, table: Table, which: u8, value: u8) -> Vec<Op> {
    let all = [
        (Table::Person, id(1, which)),
        (Table::Person, id(1, which.wrapping_add(1))),
        (Table::Case, id(2, which)),
        (Table::Programme, id(5, which)),
        (Table::Referral, id(7, which)),
    ];
    let needed: &[usize] = match table {
        Table::Case | Table::Encounter | Table::Agreement | Table::Appointment => &[0],
        Table::Need => &[0, 2],
        Table::Referral => &[0, 2, 3],
        Table::Transition => &[0, 2, 3, 4],
        Table::SameAs => &[0, 1],
        _ => &[],
    };
    let rows = needed.iter().map(|at| Row { table: all[*at].0, id: all[*at].1 });
    let missing = rows.filter(|row| !crew.0[laptop].rows.contains(row));
    missing
        .map(|row| {
            let which = if row.id == id(1, which.wrapping_add(1)) { which.wrapping_add(1) } else { which };
            Op::New { row, fields: fields(row.table, which, value) }
        })
        .collect()
}

/// The operations of one act: a row that is not here is made, one that is here is edited.
fn ops(crew: &Crew, laptop: usize, what: u8, which: u8, value: u8) -> Vec<Op> {
    let need = need_id(CaseId(id(2, which)), "housing").0;
    let pair = same_as_id(PersonId(id(1, 0)), PersonId(id(1, 1)));
    let (table, row) = match what % 12 {
        0 | 1 => (Table::Person, id(1, which)),
        2 => (Table::Case, id(2, which)),
        3 | 4 => (Table::Need, need),
        5 => (Table::Encounter, id(4, which)),
        6 => (Table::Programme, id(5, which)),
        7 => (Table::Agreement, id(6, which)),
        8 => (Table::Referral, id(7, which)),
        9 => (Table::SameAs, pair),
        10 => (Table::Appointment, id(8, which)),
        _ => {
            let mut ops = parents(crew, laptop, Table::Transition, which, value);
            ops.push(transition(crew, laptop, which, value));
            return ops;
        }
    };
    let row = Row { table, id: row };
    let set = |field: Field, value: Value| Op::Set { row, field, value };
    let flag = Value::flag(value.is_multiple_of(2));
    if !crew.0[laptop].rows.contains(&row) {
        let mut ops = parents(crew, laptop, table, which, value);
        ops.push(Op::New { row, fields: fields(table, which, value) });
        // Made and edited in one act.
        if table == Table::Person && value > 200 {
            ops.push(set(PERSON.phone, text(value / 4)));
        }
        return ops;
    }
    match (table, value % 4) {
        (Table::Person, 0) => vec![set(PERSON.removed, Value::flag(value > 100))],
        (Table::Person, 1) => {
            vec![set(PERSON.address, Value::Group(vec![text(value / 4), Value::Null, text(value / 16)]))]
        }
        (Table::Person, _) => {
            vec![set(PERSON.phone, text(value / 4)), set(PERSON.family_name, text(value / 16))]
        }
        (Table::Case, 0) => vec![set(CASE.opened_on, day(value / 4))],
        (Table::Case, _) => vec![set(CASE.referent, Value::Id(id(9, value / 4)))],
        (Table::Need, 0) => vec![set(NEED.answer, answer(value / 4)), set(NEED.note, text(value / 16))],
        (Table::Need, choice) => {
            let (field, element) = (NEED.situations, format!("situation {choice}"));
            let added = Op::Add { row, field, element: element.clone() };
            let removed = Op::Remove { row, field, element };
            if value > 170 {
                vec![removed]
            } else if value > 140 {
                vec![added.clone(), removed, added]
            } else {
                vec![added]
            }
        }
        (Table::Encounter, 0) => vec![set(ENCOUNTER.removed, flag)],
        (Table::Encounter, _) => {
            vec![set(ENCOUNTER.note, text(value / 4)), set(ENCOUNTER.on_day, day(value / 4))]
        }
        (Table::Programme, 0) => vec![set(PROGRAMME.removed, flag)],
        (Table::Programme, _) => {
            let (field, element) = (PROGRAMME.tags, "rev3".to_owned());
            vec![if value > 128 {
                Op::Add { row, field, element }
            } else {
                Op::Remove { row, field, element }
            }]
        }
        (Table::Agreement, 0) => vec![set(AGREEMENT.removed, flag)],
        (Table::Agreement, _) => {
            vec![set(AGREEMENT.withdrawn_on, if value > 180 { Value::Null } else { day(value / 4) })]
        }
        (Table::Referral, 0) => vec![set(REFERRAL.removed, flag)],
        (Table::Referral, _) => vec![set(REFERRAL.wish, text(value / 4))],
        (Table::SameAs, _) => vec![set(SAME_AS.verdict, Value::text(if value > 128 { "same" } else { "" }))],
        (_, 0) => vec![set(APPOINTMENT.removed, flag)],
        (_, _) => {
            vec![set(APPOINTMENT.outcome, Value::text(["present", "absent"][usize::from(value / 128)]))]
        }
    }
}

/// A move of a referral, which is only ever added.
fn transition(crew: &Crew, laptop: usize, which: u8, value: u8) -> Op {
    let id_of =
        u128::from(crew.number(crew.0[laptop].device) + 1) * 10_000_000 + crew.0[laptop].has.len() as u128;
    let states = ["draft", "sent", "accepted", "refused", "started", "abandoned"];
    let state = |at: u8| Value::text(states[usize::from(at) % states.len()]);
    let fields = vec![
        (TRANSITION.referral, Value::Id(id(7, which))),
        (TRANSITION.from_state, state(value)),
        (TRANSITION.to_state, state(value / 8)),
        (TRANSITION.on_day, day(value / 4)),
        (TRANSITION.at, Value::Int(i64::from(value))),
    ];
    Op::New { row: Row { table: Table::Transition, id: Uuid::from_u128(id_of) }, fields }
}

pub fn run(crew: &mut Crew, steps: &[Step]) {
    let count = crew.0.len();
    let whose = |number: u8| usize::from(number) % count;
    for laptop in &mut crew.0 {
        // From here on the list in memory is followed, and not read anew.
        laptop.answers();
    }
    for step in steps {
        match step {
            Step::Write { laptop, what, which, value } => {
                let at = whose(*laptop);
                let ops = ops(crew, at, *what, *which, *value);
                crew.0[at].write(Some(PersonId(id(1, *which))), ops);
            }
            Step::Take { from, to, chance } if whose(*from) != whose(*to) => {
                let lines = crew.0[whose(*from)].lines();
                let some = Chance(*chance).some(&lines, false);
                crew.0[whose(*to)].take(&some);
            }
            Step::Take { .. } => {}
            Step::Clock { laptop, minutes } => crew.0[whose(*laptop)].clock += i64::from(*minutes) * 60_000,
        }
    }
}

/// One laptop knows many more people: whoever comes with them is not asked for alone.
fn be_many(crew: &mut Crew) {
    let person = |at: u128| Row { table: Table::Person, id: Uuid::from_u128(40_000 + at) };
    let name = |at: u128| vec![(PERSON.given_name, Value::text(format!("Noé {at}")))];
    let ops = (0..130).map(|at| Op::New { row: person(at), fields: name(at) }).collect();
    crew.0[0].write(None, ops);
}

fn finish(crew: &mut Crew, chance: u64) {
    let mut chance = Chance(chance);
    let lines: Vec<JournalLine> = crew.0.iter().flat_map(Laptop::lines).collect();
    for laptop in &mut crew.0 {
        let all = chance.some(&lines, true);
        let parts = 1 + chance.below(4);
        for part in all.chunks(all.len() / parts + 1) {
            laptop.take(part);
        }
    }
}

fn hold(crew: &mut Crew) {
    let written = crew.written();
    let oracle = Oracle::of(&written.said, &written.made);
    crew.hold_replacements(&written);
    let documents: Vec<serde_json::Value> = crew
        .0
        .iter()
        .map(|laptop| {
            let mut document = laptop.vault().export().unwrap();
            for rows in document["tables"].as_object_mut().unwrap().values_mut() {
                rows.as_array_mut().unwrap().sort_by_key(|row| row["id"].to_string());
            }
            document
        })
        .collect();
    for (laptop, document) in crew.0.iter().zip(&documents) {
        assert_eq!(*document, documents[0], "all laptops have the same tables");
        crew.hold(laptop, &written, &oracle);
        let report = laptop.vault().verify().unwrap();
        assert!(report.sound, "{report:?}");
    }
    for laptop in &mut crew.0 {
        let before = laptop.answers();
        laptop.reopen();
        assert_eq!(laptop.answers(), before, "as a vault opened anew");
    }
}

/// Stories of one run; more by `PASSERELLE_HISTORIES`.
fn stories() -> u32 {
    std::env::var("PASSERELLE_HISTORIES").map_or(40, |count| count.parse().expect("a number of stories"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: stories(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn laptops_that_have_the_same_lines_say_the_same(
        count in 2_u32..=4,
        steps in proptest::collection::vec(step(), 5..60),
        chance in any::<u64>(),
        crowd in proptest::bool::weighted(0.2),
    ) {
        let mut crew = Crew::of(count);
        if crowd {
            be_many(&mut crew);
        }
        run(&mut crew, &steps);
        finish(&mut crew, chance);
        hold(&mut crew);
    }
}

#[test]
fn an_edit_after_a_removal_that_came_out_of_turn_is_the_same_for_whoever_wrote_it() {
    let write = |laptop, what, which, value| Step::Write { laptop, what, which, value };
    let steps = [
        write(0, 0, 0, 0),
        // The move of a referral, with all that it hangs on.
        write(0, 83, 44, 0),
        write(0, 0, 0, 0),
        write(0, 0, 0, 0),
        write(0, 0, 0, 0),
        write(0, 72, 0, 0),
        // The referral is taken out.
        write(0, 56, 20, 28),
        // The removal comes, and some line before it does not.
        Step::Take { from: 0, to: 1, chance: 4_236_836_035_501_307_553 },
        // The wish of the referral.
        write(1, 224, 8, 9),
    ];
    let mut crew = Crew::of(2);
    run(&mut crew, &steps);
    finish(&mut crew, 0);
    hold(&mut crew);
}

#[test]
fn a_file_that_a_line_of_another_file_made_meanwhile_stands() {
    let write = |laptop, what, which, value| Step::Write { laptop, what, which, value };
    let steps = [
        write(0, 0, 0, 5),
        // Taken out by one laptop, while another one makes both people in the file of the second: the two are the same.
        write(0, 0, 0, 104),
        write(1, 9, 1, 0),
    ];
    let mut crew = Crew::of(2);
    run(&mut crew, &steps);
    finish(&mut crew, 0);
    hold(&mut crew);
}

#[test]
fn a_person_whose_name_came_before_them_is_found_by_no_other_one() {
    let write = |laptop, what, which, value| Step::Write { laptop, what, which, value };
    // Two people who are the same, and another name and number for the one who is shown with the other.
    let steps = [write(0, 9, 0, 61), write(0, 0, 0, 234)];
    let mut crew = Crew::of(2);
    run(&mut crew, &steps);
    for n in [1, 0] {
        let line = crew.0[0].lines()[n].clone();
        crew.0[1].take(&[line]);
    }
    hold(&mut crew);
}

#[test]
fn a_name_that_came_before_the_person_and_was_replaced_finds_them_no_more() {
    let name = |at: usize| if at == 0 { "Lea" } else { "Inaya" };
    let row = Row { table: Table::Person, id: id(1, 0) };
    let mut crew = Crew::of(2);
    crew.0[0].write(Some(PersonId(row.id)), vec![Op::New { row, fields: fields(Table::Person, 0, 0) }]);
    for at in 0..2 {
        crew.0[0].set(Table::Person, row.id, "given_name", Value::text(name(at)));
    }
    let lines = crew.0[0].lines();
    crew.0[1].take(&lines[1..2]);
    crew.0[1].take(&[lines[0].clone(), lines[2].clone()]);
    assert_eq!(crew.0[1].vault().search("inaya").unwrap().len(), 1);
    assert_eq!(crew.0[1].vault().search("lea").unwrap().len(), 0);
    hold(&mut crew);
}
