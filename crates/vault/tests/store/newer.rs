//! A colleague's laptop runs a newer version: what this one does not know it keeps byte for byte, and the rest works.

use passerelle_domain::change::{NEED, Op, PERSON, Row, Table, Value};
use passerelle_domain::id::{DeviceId, PersonId, SpaceId, WorkerId};
use passerelle_domain::moment::Hlc;
use passerelle_vault::journal::{Entry, decode, encode};
use passerelle_vault::receive::JournalLine;
use uuid::Uuid;

use crate::crew::Laptop;

const AWA: Uuid = Uuid::from_u128(4_001);
const KARIM: DeviceId = DeviceId(Uuid::from_u128(77));

/// A line of Karim's laptop, which counts itself as device 1.
fn line(n: u64, ops: Vec<u8>) -> JournalLine {
    JournalLine {
        device: KARIM,
        n,
        previous: n - 1,
        hlc: Hlc { ms: 1_700_000_000_000 + n, count: 0 },
        space: SpaceId(Uuid::from_u128(5)),
        actor: WorkerId(Uuid::from_u128(9_900)),
        subject: Some(PersonId(AWA)),
        act: "person.correct".into(),
        schema: 9,
        ops,
        devices: vec![(1, KARIM)],
        went_on: false,
    }
}

fn new(table: u16, row: Uuid, fields: Vec<(passerelle_domain::change::Field, Value)>) -> Entry {
    Entry::New { table, row, fields, unread: Vec::new() }
}

fn awa(phone: &str) -> Vec<u8> {
    let fields = vec![(PERSON.given_name, Value::text("Awa")), (PERSON.phone, Value::text(phone))];
    encode(&[new(Table::Person.number(), AWA, fields)]).unwrap()
}

/// A set of a text, whose value gets a tag that no version so far writes.
fn with_a_newer_value(entry: &Entry, text: &str) -> Vec<u8> {
    let mut bytes = encode(std::slice::from_ref(entry)).unwrap();
    let at = bytes.windows(text.len()).rposition(|part| part == text.as_bytes()).unwrap();
    assert_eq!(bytes[at - 2], 1, "the tag of a text");
    bytes[at - 2] = 77;
    bytes
}

fn set_phone(replaces: Vec<(u32, u64)>, phone: &str) -> Entry {
    let value = Value::text(phone);
    Entry::Set { table: Table::Person.number(), row: AWA, field: PERSON.phone, replaces, value }
}

#[test]
fn what_is_not_known_is_kept_to_the_byte_and_the_rest_of_the_act_counts() {
    let mut marguerite = Laptop::new(1);
    let field = passerelle_domain::change::Field(999);
    let mut ops = awa("+33639980001");
    let frames = [
        Entry::Foreign { kind: 900, body: vec![1, 2, 3] },
        new(77, Uuid::from_u128(5), vec![(field, Value::text("une table"))]),
        Entry::Set { table: 2, row: AWA, field, replaces: vec![(1, 1)], value: Value::text("un champ") },
        // A fourth answer, that the column does not take.
        new(Table::Need.number(), Uuid::from_u128(6), vec![(NEED.answer, Value::text("perhaps"))]),
        Entry::Set {
            table: 2,
            row: AWA,
            field: PERSON.email,
            replaces: vec![(1, 1)],
            value: Value::text("awa@exemple.fr"),
        },
    ];
    ops.extend(encode(&frames).unwrap());
    ops.extend(with_a_newer_value(&set_phone(vec![(1, 1)], "+33639980009"), "+33639980009"));
    let received = marguerite.take(&[line(1, ops.clone())]);
    assert_eq!((received.taken, received.unread), (1, 1));
    assert_eq!(marguerite.shows(Table::Person, AWA, "email"), "awa@exemple.fr");
    assert_eq!(
        marguerite.shows(Table::Person, AWA, "phone"),
        "",
        "two values of one line, one of them unread"
    );
    let kept: Vec<u8> =
        marguerite.behind().query_row("SELECT ops FROM journal WHERE n = 1", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, ops);
    let report = marguerite.vault().verify().unwrap();
    assert!(report.sound, "{report:?}");
    let [unread] = report.unread.as_slice() else { panic!("{:?}", report.unread) };
    assert_eq!((unread.device, unread.act.as_str(), unread.count), (KARIM, "person.correct", 1));
    marguerite.reopen();
    assert_eq!(
        marguerite.vault().verify().unwrap().unread,
        report.unread,
        "an opening alone teaches nothing"
    );
}

#[test]
fn a_value_that_cannot_be_read_is_never_replaced_unseen() {
    let mut marguerite = Laptop::new(1);
    let newer = with_a_newer_value(&set_phone(vec![(1, 1)], "+33639980009"), "+33639980009");
    marguerite.take(&[line(1, awa("+33639980001")), line(2, newer)]);
    assert_eq!(marguerite.shows(Table::Person, AWA, "phone"), "+33639980001", "the last that could be read");
    marguerite.set(Table::Person, AWA, "phone", Value::text("+33639980002"));
    let written = marguerite.lines().pop().unwrap();
    let karim = written.devices.iter().find(|(_, device)| *device == KARIM).unwrap().0;
    let replaced = decode(&written.ops).unwrap().into_iter().find_map(|entry| match entry {
        Entry::Set { replaces, .. } => Some(replaces),
        _ => None,
    });
    assert_eq!(replaced, Some(vec![(karim, 1)]));
}

#[test]
fn a_row_whose_value_cannot_be_read_is_not_replaced_by_the_version_that_made_it() {
    let mut marguerite = Laptop::new(1);
    let fields = vec![(PERSON.given_name, Value::text("Awa")), (PERSON.phone, Value::text("+33639980001"))];
    let newer = with_a_newer_value(&new(Table::Person.number(), AWA, fields), "+33639980001");
    marguerite.take(&[line(1, newer)]);
    assert_eq!(marguerite.shows(Table::Person, AWA, "given_name"), "Awa");
    let row = Row { table: Table::Person, id: AWA };
    let set = |field, value: &str| Op::Set { row, field, value: Value::text(value) };
    marguerite.write(
        Some(PersonId(AWA)),
        vec![set(PERSON.phone, "+33639980002"), set(PERSON.given_name, "Awa-Marie")],
    );
    let replaced: Vec<usize> = decode(&marguerite.lines().pop().unwrap().ops)
        .unwrap()
        .into_iter()
        .filter_map(|entry| match entry {
            Entry::Set { replaces, .. } => Some(replaces.len()),
            _ => None,
        })
        .collect();
    assert_eq!(replaced, [0, 1], "the name was read, the telephone was not");
    assert!(marguerite.vault().verify().unwrap().sound);
}
