//! What laptops write and pass on, without a vault: the lines, and what the formula says of them.

use super::*;

/// What happens: a laptop writes a field, or has some of what another wrote.
#[derive(Clone, Debug)]
pub enum Step {
    Write { laptop: u8, place: u8, value: u8 },
    Have { laptop: u8, chance: u64 },
}

pub fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (any::<u8>(), any::<u8>(), any::<u8>())
            .prop_map(|(laptop, place, value)| Step::Write { laptop, place, value }),
        1 => (any::<u8>(), any::<u64>()).prop_map(|(laptop, chance)| Step::Have { laptop, chance }),
    ]
}

pub fn mix(seed: u64, at: u64) -> u64 {
    let mut z = seed.wrapping_add(at.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

pub fn row_id(kind: u128, number: u8) -> Uuid {
    Uuid::from_u128(kind * 100 + u128::from(number % 2))
}

pub fn device(number: usize) -> DeviceId {
    DeviceId(Uuid::from_u128(70_000 + (number as u128 * 7_919) % 101))
}

/// One laptop as the formula sees it: what it has, and what it wrote.
#[derive(Default)]
pub struct Writer {
    pub n: u64,
    pub has: BTreeSet<Version>,
    pub told: BTreeMap<u32, u64>,
}

/// All that the laptops of one history wrote.
#[derive(Default)]
pub struct History {
    pub lines: Vec<JournalLine>,
    pub said: Vec<Said>,
    pub made: Vec<(Table, Uuid, Version)>,
    pub knew: BTreeMap<Version, BTreeMap<u32, u64>>,
}

pub fn place(choice: u8) -> (Table, Uuid, Field, Value, Value) {
    let word = |value: u8| Value::text(["", "Creil", "Lens"][usize::from(value % 3)]);
    let one = choice / 16;
    match choice % 8 {
        0 => (Table::Person, row_id(1, one), PERSON.phone, word(one / 2), Value::text("06")),
        1 => {
            let address = Value::Group(vec![word(one / 2), Value::text("60100")]);
            (Table::Person, row_id(1, one), PERSON.address, address, Value::text("06"))
        }
        2 => (Table::Person, row_id(1, one), PERSON.removed, Value::flag(one / 2 < 5), Value::text("06")),
        3 => (Table::Need, row_id(2, one), NEED.note, word(one / 2), Value::text("yes")),
        4 => (Table::Need, row_id(2, one), NEED.answer, Value::text("no"), Value::text("yes")),
        5 => (
            Table::Encounter,
            row_id(3, one),
            ENCOUNTER.removed,
            Value::flag(one / 2 < 6),
            Value::text("note"),
        ),
        6 => (Table::Encounter, row_id(3, one), ENCOUNTER.note, word(one / 2), Value::text("note")),
        _ if one % 4 > 1 => {
            (Table::Referral, row_id(4, one), REFERRAL.removed, Value::flag(one < 12), Value::text("CAP"))
        }
        _ => (Table::Referral, row_id(4, one), REFERRAL.wish, word(one / 2), Value::text("CAP")),
    }
}

/// What a row says when it is made.
pub fn first(table: Table, row: Uuid, said: &Value) -> Vec<(Field, Value)> {
    match table {
        Table::Person => vec![(PERSON.given_name, Value::text("Awa")), (PERSON.phone, said.clone())],
        Table::Need => vec![(NEED.case_file, Value::Id(row_id(9, 0))), (NEED.answer, said.clone())],
        Table::Encounter => vec![
            (ENCOUNTER.person, Value::Id(row_id(1, row.as_bytes()[15]))),
            (ENCOUNTER.kind, Value::text("visit")),
            (ENCOUNTER.result, Value::text("reached")),
            (ENCOUNTER.note, said.clone()),
        ],
        _ => {
            vec![(REFERRAL.person, Value::Id(row_id(1, row.as_bytes()[15]))), (REFERRAL.wish, said.clone())]
        }
    }
}

impl History {
    pub fn visible(&self, writer: &Writer) -> Oracle {
        let said: Vec<Said> =
            self.said.iter().filter(|one| writer.has.contains(&one.version)).cloned().collect();
        let made: Vec<_> = self.made.iter().filter(|(_, _, by)| writer.has.contains(by)).copied().collect();
        Oracle::of(&said, &made)
    }

    /// The operations of a laptop that makes the row where it does not know it, and else edits it.
    pub fn entries(&self, writer: &Writer, choice: u8, value: u8) -> Vec<Entry> {
        let (table, row, field, set, made) = place(choice);
        let seen = self.visible(writer);
        let makers = seen.makers.get(&(table, row));
        if value < 24 {
            let id = Uuid::from_u128(
                u128::from(mix(u64::from(value), writer.n)) | (self.said.len() as u128) << 64,
            );
            let state = |at: u8| Value::text(["draft", "sent", "accepted", "refused"][usize::from(at % 4)]);
            let fields = vec![
                (TRANSITION.referral, Value::Id(row_id(4, choice))),
                (TRANSITION.from_state, state(value / 4)),
                (TRANSITION.to_state, state(value)),
                (TRANSITION.on_day, Value::day("2026-03-04".parse().ok())),
            ];
            return vec![Entry::New {
                table: Table::Transition.number(),
                row: id,
                fields,
                unread: Vec::new(),
            }];
        }
        let number = table.number();
        if table == Table::Need && makers.is_some() && value > 180 {
            let (field, element) = (NEED.situations, format!("situation {}", value % 2));
            let place = (table, row, field);
            let dots = seen.dots.get(&(place, element.clone())).into_iter().flatten().copied().collect();
            return vec![if value > 220 {
                Entry::Remove { table: number, row, field, element, replaces: dots }
            } else {
                Entry::Add { table: number, row, field, element }
            }];
        }
        // Now and then somebody edits a row that they never saw made.
        let mut entries = Vec::new();
        let (mut own, mut replaces) = (Vec::new(), Vec::new());
        if let Some(heads) = seen.heads.get(&(table, row, field)).filter(|heads| !heads.is_empty()) {
            replaces.extend(heads.keys().copied());
        } else {
            replaces.extend(makers.into_iter().flatten().copied());
        }
        if makers.is_none() && value < 235 {
            let fields = first(table, row, &made);
            let fields = fields.into_iter().filter(|(_, value)| !value.is_silent()).collect();
            entries.push(Entry::New { table: number, row, fields, unread: Vec::new() });
            own.push((0, 0));
            if value.is_multiple_of(3) {
                return entries;
            }
        }
        // The version (0, 0) stands for the line itself.
        replaces.extend(own);
        entries.push(Entry::Set { table: number, row, field, replaces, value: set });
        entries
    }

    pub fn write(&mut self, writers: &mut [Writer], at: usize, choice: u8, value: u8, clock: u64) {
        let mut entries = self.entries(&writers[at], choice, value);
        let writer = &mut writers[at];
        let numbers = |dev: u32| dev + 3 + u32::try_from(at).unwrap() * 10;
        let (previous, dev) = (writer.n, u32::try_from(at).unwrap());
        // Numbers may be left out.
        writer.n += 1 + u64::from(value % 16 == 5);
        let version = (dev, writer.n);
        let hlc = Hlc { ms: 1_700_000_000_000 + clock * 1_000, count: 0 };
        let upto = frontier(self, writer, dev);
        let news: Vec<Version> =
            upto.iter().filter(|(of, n)| writer.told.get(of) != Some(n)).map(|(of, n)| (*of, *n)).collect();
        writer.told.clone_from(&upto);
        self.knew.insert(version, upto);
        if !news.is_empty() {
            entries.insert(0, Entry::Saw { upto: news });
        }
        for named in entries.iter_mut().flat_map(crate::names::named) {
            if *named == (0, 0) && previous < writer.n {
                *named = version;
            }
        }
        self.note(version, hlc, &entries);
        let mut wire = entries;
        for named in wire.iter_mut().flat_map(crate::names::named) {
            named.0 = numbers(named.0);
        }
        let devices = (0..5).map(|of: u32| (numbers(of), device(of as usize))).collect();
        self.lines.push(JournalLine {
            device: device(at),
            n: version.1,
            previous,
            hlc,
            space: SpaceId(Uuid::from_u128(5)),
            actor: WorkerId(Uuid::from_u128(60 + at as u128)),
            subject: Some(PersonId(row_id(1, choice / 16))),
            act: "person.correct".to_owned(),
            schema: 4,
            ops: encode(&wire).unwrap(),
            devices,
            went_on: false,
        });
        writer.has.insert(version);
    }

    pub fn note(&mut self, version: Version, hlc: Hlc, entries: &[Entry]) {
        for entry in entries {
            let mut say = |table: u16, row: Uuid, field, what| {
                let place = (Table::from_number(table).unwrap(), row, field);
                self.said.push(Said { version, hlc, place, what });
            };
            match entry.clone() {
                Entry::New { table, row, fields, .. } => {
                    for (field, value) in fields {
                        say(table, row, field, What::New(value));
                    }
                    self.made.push((Table::from_number(table).unwrap(), row, version));
                }
                Entry::Set { table, row, field, replaces, value } => {
                    say(table, row, field, What::Set(replaces, value));
                }
                Entry::Add { table, row, field, element } => say(table, row, field, What::Add(element)),
                Entry::Remove { table, row, field, element, replaces } => {
                    say(table, row, field, What::Remove(element, replaces));
                }
                _ => {}
            }
        }
    }
}

/// Up to where a laptop has all lines of each other.
pub fn frontier(history: &History, writer: &Writer, own: u32) -> BTreeMap<u32, u64> {
    let mut upto: BTreeMap<u32, u64> = BTreeMap::new();
    for line in &history.lines {
        let dev = (0..5).find(|dev| device(*dev as usize) == line.device).unwrap();
        if dev != own
            && writer.has.contains(&(dev, line.n))
            && upto.get(&dev).copied().unwrap_or(0) == line.previous
        {
            upto.insert(dev, line.n);
        }
    }
    upto
}

pub fn told(count: usize, steps: &[Step]) -> History {
    let mut history = History::default();
    let mut writers: Vec<Writer> = (0..count).map(|_| Writer::default()).collect();
    for (clock, step) in (0..).zip(steps) {
        match step {
            Step::Write { laptop, place, value } => {
                // Clocks stand still now and then, so that times are equal.
                history.write(&mut writers, usize::from(*laptop) % count, *place, *value, clock / 3);
            }
            Step::Have { laptop, chance } => {
                let writer = &mut writers[usize::from(*laptop) % count];
                for (at, line) in (0..).zip(&history.lines) {
                    let dev = (0..5).find(|dev| device(*dev as usize) == line.device).unwrap();
                    if !mix(*chance, at).is_multiple_of(3) {
                        writer.has.insert((dev, line.n));
                    }
                }
            }
        }
    }
    history
}
