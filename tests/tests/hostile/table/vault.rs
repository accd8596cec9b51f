//! What a colleague signed and a vault takes in, and what stands beside a vault where others could write.

use std::fs;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use passerelle_domain::change::{Changes, Field, Kind, Op, Row, Table, Value};
use passerelle_domain::id::{CountedIds, DeviceId, PersonId, WorkerId};
use passerelle_domain::moment::{Instant, Now};
use passerelle_vault::journal::{Entry, decode, decode_value, encode, encode_value};
use passerelle_vault::key::device::NoKeyring;
use passerelle_vault::key::secret::{Passphrase, VaultKey};
use passerelle_vault::key::{self, passphrase::Cost};
use passerelle_vault::receive::JournalLine;
use passerelle_vault::{FILE, Hand, Vault, backup};
use tempfile::TempDir;
use uuid::Uuid;

use super::{Decoder, MIB};

/// A vault with some lines, its keys, and another one that takes lines in.
struct Home {
    dir: TempDir,
    key: VaultKey,
    code: String,
    vault: Option<Vault>,
    lines: Vec<JournalLine>,
    /// Whoever takes in.
    taker: (TempDir, Vault),
    taken: u128,
}

static HOME: LazyLock<Mutex<Home>> = LazyLock::new(|| Mutex::new(Home::new()));

fn home() -> MutexGuard<'static, Home> {
    HOME.lock().unwrap_or_else(PoisonError::into_inner)
}

fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn now() -> Now {
    Now { at: Instant(1_770_000_000_000), today: "2026-11-23".parse().unwrap() }
}

fn value(kind: Kind, row: u128) -> Option<Value> {
    Some(match kind {
        Kind::Text => Value::text(""),
        Kind::Int => Value::Int(1),
        Kind::Day => Value::day("2026-03-14".parse().ok()),
        Kind::Id => Value::Id(Uuid::from_u128(row)),
        Kind::Group(parts) => Value::Group(parts.iter().map(|_| Value::text("")).collect()),
        Kind::Set => return None,
    })
}

/// A row of each table that takes one of such values, a field of it set again, and an element of a set.
fn fill(vault: &Vault, worker: WorkerId) {
    let hand = Hand { worker, now: now() };
    for table in Table::ALL {
        let id = Uuid::from_u128(700 + u128::from(table.number()));
        let row = Row { table: *table, id };
        let mut changes = Changes::new("person.correct", Some(PersonId(Uuid::from_u128(700))));
        let fields = table.def().fields.iter();
        let fields = fields.filter_map(|def| Some((def.field, value(def.kind, 700)?))).collect();
        changes.row(*table, id, fields);
        if vault.commit(&changes, hand).is_err() {
            continue;
        }
        for def in table.def().fields.iter().take(3) {
            let mut changes = Changes::new("person.correct", None);
            changes.ops = match def.kind {
                Kind::Text => {
                    vec![Op::Set { row, field: def.field, value: Value::text("Gwenaëlle\n— dit-elle") }]
                }
                _ => continue,
            };
            let _ = vault.commit(&changes, hand);
        }
    }
}

impl Home {
    fn new() -> Home {
        let (dir, worker) = (folder(), WorkerId(Uuid::from_u128(9_001)));
        let mut ids = CountedIds(1_000_000);
        let pass = Passphrase::new("trois vélos bleus sous la pluie".to_owned());
        let made = key::create(dir.path(), Uuid::from_u128(5), &pass, &NoKeyring, Cost::THROW_AWAY).unwrap();
        let vault = Vault::create(dir.path(), &made.key, worker, &mut ids).unwrap();
        fill(&vault, worker);
        vault.backup(&dir.path().join(backup::FOLDER), backup::Cause::Asked, now().at).unwrap();
        let lines = vault.written_after(0, 1_000).unwrap();
        assert!(lines.len() > 10, "{} lines", lines.len());
        let taker = folder();
        let theirs =
            Vault::create(taker.path(), &VaultKey::draw().unwrap(), worker, &mut CountedIds(2_000_000))
                .unwrap();
        let code = made.recovery.expose().to_owned();
        Home { dir, key: made.key, code, vault: Some(vault), lines, taker: (taker, theirs), taken: 0 }
    }

    /// The small files of the folder, by name; the database rests meanwhile.
    fn small_files(&mut self) -> Vec<PathBuf> {
        self.vault = None;
        let mut found = vec![];
        let mut folders = vec![self.dir.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_dir() {
                    folders.push(entry);
                } else if entry.file_name().is_some_and(|name| !name.to_string_lossy().starts_with(FILE)) {
                    found.push(entry);
                }
            }
        }
        found.sort();
        found
    }
}

/// Operations of lines, as a journal keeps them.
pub fn operations() -> Vec<Vec<u8>> {
    let row = Uuid::from_u128(7);
    let every = vec![
        Entry::Set {
            table: 2,
            row,
            field: Field(3),
            replaces: vec![(1, 4), (2, 9)],
            value: Value::day("2008-03-14".parse().ok()),
        },
        Entry::Set {
            table: 2,
            row,
            field: Field(7),
            replaces: vec![],
            value: Value::Group(vec![Value::text("59000"), Value::Null]),
        },
        Entry::Add { table: 2, row, field: Field(9), element: "anglais".into() },
        Entry::Remove { table: 2, row, field: Field(9), element: "anglais".into(), replaces: vec![(1, 2)] },
        Entry::Undoes { version: (1, 7) },
        Entry::Saw { upto: vec![(1, 7), (2, 90)] },
        Entry::Foreign { kind: 900, body: b"of next year".to_vec() },
    ];
    let mut all: Vec<Vec<u8>> = home().lines.iter().map(|line| line.ops.clone()).collect();
    all.push(encode(&every).unwrap());
    all
}

fn reads_operations(bytes: &[u8]) -> bool {
    let Ok(entries) = decode(bytes) else { return false };
    // What was not read whole is never written again: its bytes are kept.
    if let Ok(written) = encode(&entries) {
        assert_eq!(decode(&written).unwrap(), entries);
    }
    true
}

fn values() -> Vec<Vec<u8>> {
    let group = Value::Group(vec![Value::text("59000"), Value::Null, Value::Int(-7)]);
    let day = Value::day("2008-03-14".parse().ok());
    [group, day, Value::text("Zoé"), Value::Id(Uuid::from_u128(5))]
        .iter()
        .map(|value| encode_value(value).unwrap())
        .collect()
}

fn reads_value(bytes: &[u8]) -> bool {
    let Ok(value) = decode_value(bytes) else { return false };
    assert_eq!(decode_value(&encode_value(&value).unwrap()).unwrap(), value);
    true
}

/// A line with these operations is taken, or refused by its name, and the vault stays sound.
fn takes_line(bytes: &[u8]) -> bool {
    let mut home = home();
    home.taken += 1;
    let device = DeviceId(Uuid::from_u128(40_000 + home.taken));
    let devices = vec![(1, device), (2, DeviceId(Uuid::from_u128(39_999)))];
    let line =
        JournalLine { device, n: 1, previous: 0, ops: bytes.to_vec(), devices, ..home.lines[0].clone() };
    let received = home.taker.1.receive(&[line], now()).unwrap();
    assert_eq!(usize::try_from(received.taken).unwrap() + received.refused.len(), 1);
    if home.taken.is_multiple_of(40) {
        let report = home.taker.1.verify().unwrap();
        assert!(report.sound, "{report:?}");
    }
    received.taken == 1
}

/// The number of the file among the small ones, then its content.
fn small_files() -> Vec<Vec<u8>> {
    let files = home().small_files();
    assert!(files.len() >= 4, "{files:?}");
    (0..).zip(&files).map(|(number, path)| [&[number], fs::read(path).unwrap().as_slice()].concat()).collect()
}

/// Whatever the files beside a vault hold: it opens as it is, or says what is wrong. Never with another key.
fn opens_beside(bytes: &[u8]) -> bool {
    let Some((which, content)) = bytes.split_first() else { return false };
    let mut home = home();
    let files = home.small_files();
    let path = files[usize::from(*which) % files.len()].clone();
    let good = fs::read(&path).unwrap();
    fs::write(&path, content).unwrap();
    let dir = home.dir.path();
    let _ = key::status(dir, &NoKeyring, now().at.0);
    let _ = backup::list(&dir.join(backup::FOLDER));
    let opened = key::unlock_with_recovery(dir, &home.code);
    if let Ok(opened) = &opened {
        assert_eq!(opened.hex().as_str(), home.key.hex().as_str(), "no other key than the vault's");
    }
    let vault = Vault::open(dir, &home.key).map(|vault| drop(vault.loss())).is_ok();
    fs::write(&path, &good).unwrap();
    opened.is_ok() && vault
}

fn reads_recovery(bytes: &[u8]) -> bool {
    let home = home();
    key::unlock_with_recovery(home.dir.path(), &String::from_utf8_lossy(bytes))
        .is_ok_and(|key| key.hex().as_str() == home.key.hex().as_str())
}

fn documents() -> Vec<Vec<u8>> {
    let home = home();
    vec![serde_json::to_vec(&home.taker.1.export().unwrap()).unwrap(), {
        let lines = home.lines.clone();
        home.taker.1.receive(&lines, now()).unwrap();
        serde_json::to_vec(&home.taker.1.export().unwrap()).unwrap()
    }]
}

/// An export of another vault: what would be written, and what would not.
fn plans_import(bytes: &[u8]) -> bool {
    let Ok(document) = serde_json::from_slice(bytes) else { return false };
    home().taker.1.plan_import(&document).is_ok()
}

/// Of colleagues, and of whoever reaches the folder.
pub fn decoders() -> Vec<Decoder> {
    vec![
        Decoder::of("operations", operations, reads_operations).taking(4 * MIB, 300),
        Decoder::of("value", values, reads_value),
        Decoder::of("line of a journal", operations, takes_line).taking(16 * MIB, 600).one_in(3),
        Decoder::of("small file beside a vault", small_files, opens_beside).taking(80 * MIB, 600).one_in(8),
        Decoder::of("recovery code", || vec![home().code.clone().into_bytes()], reads_recovery).one_in(4),
        Decoder::of("export of another vault", documents, plans_import).taking(16 * MIB, 900).one_in(8),
    ]
}
