//! Journal lines of invented files, in the journal's own framing: what the dictionary is trained on and measured with.

use std::fmt::Write as _;

use passerelle_sync::codec::{Entry, Line};
use passerelle_wire::batch::Hlc;
use passerelle_wire::id::DeviceId;
use serde::Serialize;

/// Numbers that follow each other without a pattern, the same for the same seed (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.roll() % limit
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }

    /// A UUIDv7 of the year 2026.
    pub fn id(&mut self) -> [u8; 16] {
        let ms = 1_770_000_000_000 + self.below(20_000_000_000);
        let mut id = [0; 16];
        id[..6].copy_from_slice(&ms.to_be_bytes()[2..]);
        id[6..14].copy_from_slice(&self.roll().to_be_bytes());
        id[14..].copy_from_slice(&self.roll().to_be_bytes()[..2]);
        id[6] = id[6] & 0x0f | 0x70;
        id[8] = id[8] & 0x3f | 0x80;
        id
    }

    fn day(&mut self) -> String {
        let (year, month, day) = (2025 + self.below(2), 1 + self.below(12), 1 + self.below(28));
        format!("{year}-{month:02}-{day:02}")
    }
}

#[derive(Serialize)]
struct Framed {
    tag: u8,
    bytes: Vec<u8>,
}

fn text(text: impl Into<String>) -> Framed {
    Framed { tag: 1, bytes: text.into().into_bytes() }
}

fn int(int: i64) -> Framed {
    Framed { tag: 2, bytes: int.to_le_bytes().to_vec() }
}

fn day(day: String) -> Framed {
    Framed { tag: 3, bytes: day.into_bytes() }
}

fn id(id: [u8; 16]) -> Framed {
    Framed { tag: 4, bytes: id.to_vec() }
}

fn group(parts: &[Framed]) -> Framed {
    Framed { tag: 5, bytes: postcard::to_stdvec(parts).unwrap() }
}

fn frame(kind: u16, body: &impl Serialize) -> Vec<u8> {
    let body = postcard::to_stdvec(body).unwrap();
    let mut out = kind.to_le_bytes().to_vec();
    out.extend_from_slice(&u32::try_from(body.len()).unwrap().to_le_bytes());
    out.extend_from_slice(&body);
    out
}

fn new(table: u16, row: [u8; 16], fields: Vec<(u16, Framed)>) -> Vec<u8> {
    frame(1, &(table, row, fields))
}

/// One field of a row set, replacing a version of the device with this local number.
pub fn set(table: u16, row: [u8; 16], field: u16, replaced: (u32, u64), value: &str) -> Vec<u8> {
    frame(2, &(table, row, field, vec![replaced], text(value)))
}

const GIVEN: &[&str] =
    &["Awa", "Bruno", "Chloé", "Driss", "Élodie", "Farid", "Gaëlle", "Hugo", "Inès", "Jules"];
const FAMILY: &[&str] = &["Ndiaye", "Lefebvre", "Benali", "Dupré", "Traoré", "Wattier", "Kowalski", "Haddad"];
const TOWNS: &[(&str, &str, &str)] = &[
    ("59000", "Lille", "59350"),
    ("59100", "Roubaix", "59512"),
    ("59200", "Tourcoing", "59599"),
    ("62300", "Lens", "62498"),
    ("80000", "Amiens", "80021"),
    ("02100", "Saint-Quentin", "02691"),
];
const BEGINNINGS: &[&str] = &[
    "Appelé ce matin, ",
    "Rencontre devant le lycée, ",
    "Visite à domicile, ",
    "Message laissé, ",
    "Entretien au local, ",
    "Vu à la permanence, ",
    "Point avec la mission locale, ",
];
const MIDDLES: &[&str] = &[
    "souhaite reprendre une formation en cuisine",
    "ne sait pas encore ce qui lui plairait",
    "a arrêté le CAP depuis septembre",
    "voudrait travailler dans la vente",
    "cherche un logement proche du tramway",
    "n'a plus de titre de transport",
    "attend un rendez-vous pour ses papiers",
    "demande de l'aide pour son CV",
    "est intéressé par un service civique",
];
const ENDS: &[&str] = &[
    ". À rappeler lundi.",
    ". Rendez-vous fixé jeudi à 14 h.",
    ", la mère est d'accord.",
    ". Orientation à proposer.",
    ". Pas de réponse depuis.",
    ". Très motivé.",
];

fn note(dice: &mut Dice) -> String {
    let mut note = String::new();
    for _ in 0..=dice.below(2) {
        write!(note, "{}{}{} ", dice.pick(BEGINNINGS), dice.pick(MIDDLES), dice.pick(ENDS)).unwrap();
    }
    note.trim_end().to_owned()
}

fn person(dice: &mut Dice, row: [u8; 16]) -> Vec<u8> {
    let (code, town, insee) = TOWNS[usize::try_from(dice.below(TOWNS.len() as u64)).unwrap()];
    let phone = format!("06{:08}", dice.below(100_000_000));
    let street = format!("{} rue des Peupliers", 1 + dice.below(90));
    let mut fields = vec![
        (1, text(dice.pick(GIVEN))),
        (2, text(dice.pick(FAMILY))),
        (3, text(format!("{}-{:02}-{:02}", 2005 + dice.below(6), 1 + dice.below(12), 1 + dice.below(28)))),
        (4, text(dice.pick(&["f", "m"]))),
        (5, text(phone)),
        (7, group(&[text(street), text(code), text(town), text(insee)])),
    ];
    if dice.below(3) == 0 {
        fields.push((10, text(dice.pick(&["no_diploma", "cap", "bac"]))));
    }
    new(2, row, fields)
}

fn case(dice: &mut Dice, person: [u8; 16], case: [u8; 16], worker: [u8; 16]) -> Vec<u8> {
    let kind = dice.pick(&["street", "siei", "school", "cfa", "spontaneous", "partner"]);
    let fields = vec![
        (1, id(person)),
        (2, group(&[text(kind), text("")])),
        (3, day(dice.day())),
        (4, id(worker)),
        (5, day(dice.day())),
    ];
    new(3, case, fields)
}

fn encounter(dice: &mut Dice, person: [u8; 16], case: [u8; 16], worker: [u8; 16]) -> Vec<u8> {
    let fields = vec![
        (1, id(person)),
        (2, id(case)),
        (3, text(dice.pick(&["street", "call", "message", "visit", "interview", "partner", "note"]))),
        (4, text(dice.pick(&["worker", "person"]))),
        (5, text(dice.pick(&["reached", "no_answer", "left_message"]))),
        (6, day(dice.day())),
        (8, text(note(dice))),
        (9, id(worker)),
        (10, int(1_770_000_000_000 + i64::try_from(dice.below(20_000_000_000)).unwrap())),
    ];
    new(5, dice.id(), fields)
}

fn need(dice: &mut Dice, case: [u8; 16]) -> Vec<u8> {
    let theme = dice.pick(&["housing", "mobility", "health", "money", "papers", "family", "training"]);
    let fields = vec![
        (1, id(case)),
        (2, text(theme)),
        (3, text(dice.pick(&["yes", "no"]))),
        (4, text(note(dice))),
        (5, day(dice.day())),
    ];
    new(6, dice.id(), fields)
}

fn transition(dice: &mut Dice, worker: [u8; 16]) -> Vec<u8> {
    let (from, to) =
        [("draft", "sent"), ("sent", "received"), ("received", "in_review"), ("in_review", "accepted")]
            [usize::try_from(dice.below(4)).unwrap()];
    let fields = vec![
        (1, id(dice.id())),
        (2, text(from)),
        (3, text(to)),
        (4, day(dice.day())),
        (6, text(note(dice))),
        (7, id(worker)),
        (8, int(1_770_000_000_000 + i64::try_from(dice.below(20_000_000_000)).unwrap())),
    ];
    new(11, dice.id(), fields)
}

fn task(dice: &mut Dice, person: [u8; 16], worker: [u8; 16]) -> Vec<u8> {
    let what = dice.pick(&["Rappeler", "Envoyer le dossier", "Prendre rendez-vous", "Relancer la structure"]);
    let fields = vec![(1, id(person)), (3, text(what)), (5 - 1, day(dice.day())), (7, id(worker))];
    new(13, dice.id(), fields)
}

/// The device that writes below, local number 1.
pub const AWA: DeviceId = DeviceId([0xa1; 16]);

/// The device by its local number.
pub fn name(number: u32) -> Option<DeviceId> {
    [AWA, DeviceId([0xb2; 16])].get(usize::try_from(number).ok()?.checked_sub(1)?).copied()
}

/// A file of so many lines: its beginning, then what happened; or, for `opened` false, edits and lines of a later day.
pub fn file(dice: &mut Dice, lines: u64, opened: bool) -> Entry {
    let (person_id, case_id, worker) = (dice.id(), dice.id(), dice.id());
    let mut entry = Entry::of(Some(person_id));
    for at in 0..lines {
        let (act, ops) = match (opened, at, dice.below(9)) {
            (true, 0, _) => {
                let ops = [person(dice, person_id), case(dice, person_id, case_id, worker)].concat();
                ("person.add", ops)
            }
            (_, _, 0) => ("need.answer", need(dice, case_id)),
            (_, _, 1) => ("referral.move", transition(dice, worker)),
            (_, _, 2) => ("task.add", task(dice, person_id, worker)),
            (_, _, 3) => ("person.correct", set(2, person_id, 5, (1, 4 + at), "0655443322")),
            (_, _, 4) => ("encounter.correct", set(5, dice.id(), 8, (2, 9 + at), &note(dice))),
            _ => ("encounter.record", encounter(dice, person_id, case_id, worker)),
        };
        let hlc = Hlc { ms: 1_770_000_000_000 + dice.below(20_000_000_000), count: 0 };
        let n = 1_000 + dice.below(5_000) + at;
        let line = Line { device: AWA, n, hlc, schema: 3, actor: worker, act, ops: &ops };
        entry.take(&line, name).unwrap();
    }
    entry
}
