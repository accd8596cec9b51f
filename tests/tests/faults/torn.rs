//! Torn and reordered writes: what a program asked of its disk is recorded, and of every moment a disk is made that kept no more
//! than it had promised: what was synced, and of the rest some, in pieces, in another order.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use passerelle_tests::faults::make;
use rusqlite::Connection;

use crate::io::can_inject;
use crate::victim::{Dice, PROGRAM, Victim, acknowledged, assert_holds, rounds};

/// What a disk keeps whole or not at all.
const SECTOR: usize = 512;
const CALLS: &str =
    "trace=openat,lseek,write,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,unlink,unlinkat";

/// One thing asked of the disk; files by number, since their names change.
#[derive(Clone, Debug, PartialEq)]
enum Asked {
    Write {
        file: usize,
        at: usize,
        bytes: Vec<u8>,
    },
    Cut {
        file: usize,
        length: usize,
    },
    Sync {
        file: usize,
    },
    /// A name now means this file, or none any more.
    Name {
        name: String,
        file: Option<usize>,
    },
    SyncNames,
    /// The program told that it saved this one.
    Said(u32),
}

/// What a file holds, and how far it was written through one handle.
#[derive(Default)]
struct Reader {
    dir: PathBuf,
    names: HashMap<String, usize>,
    places: HashMap<usize, usize>,
    files: usize,
    asked: Vec<Asked>,
}

/// The text between the first two of these, and what follows.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<(&'a str, &'a str)> {
    text.split_once(from)?.1.split_once(to)
}

fn bytes(hex: &str) -> Vec<u8> {
    hex.split("\\x").skip(1).map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

impl Reader {
    /// The name within the folder; none for what lies elsewhere.
    fn within(&self, path: &str) -> Option<String> {
        let rest = Path::new(path).strip_prefix(&self.dir).ok()?;
        Some(rest.to_str().unwrap().to_owned())
    }

    fn file(&mut self, name: &str) -> usize {
        if let Some(file) = self.names.get(name) {
            return *file;
        }
        self.files += 1;
        self.names.insert(name.to_owned(), self.files);
        self.asked.push(Asked::Name { name: name.to_owned(), file: Some(self.files) });
        self.files
    }

    fn opened(&mut self, name: &str, flags: &str) {
        let new = !self.names.contains_key(name);
        if new && !flags.contains("O_CREAT") {
            return;
        }
        let file = self.file(name);
        self.places.insert(file, 0);
        if flags.contains("O_TRUNC") {
            self.asked.push(Asked::Cut { file, length: 0 });
        }
    }

    fn moved(&mut self, from: &str, to: &str) {
        let Some(file) = self.names.remove(from) else { return };
        self.names.insert(to.to_owned(), file);
        self.asked.push(Asked::Name { name: from.to_owned(), file: None });
        self.asked.push(Asked::Name { name: to.to_owned(), file: Some(file) });
    }

    fn removed(&mut self, name: &str) {
        if self.names.remove(name).is_some() {
            self.asked.push(Asked::Name { name: name.to_owned(), file: None });
        }
    }

    /// A call on an open file: its path, its further arguments and what it answered.
    fn on_file(&mut self, call: &str, path: &str, rest: &str, answer: usize) {
        let Some(name) = self.within(path) else { return };
        if name.is_empty() {
            self.asked.push(Asked::SyncNames);
            return;
        }
        let name = name.trim_end_matches(" (deleted)").to_owned();
        let file = self.file(&name);
        match call {
            "lseek" => drop(self.places.insert(file, answer)),
            "ftruncate" => {
                let length = rest.trim_start_matches([',', ' ']).parse().unwrap();
                self.asked.push(Asked::Cut { file, length });
            }
            "fsync" | "fdatasync" => self.asked.push(Asked::Sync { file }),
            _ => {
                let (hex, rest) = between(rest, "\"", "\"").unwrap();
                let bytes = bytes(hex).get(..answer).unwrap().to_vec();
                let numbers: Vec<usize> =
                    rest.split(',').filter_map(|number| number.trim().parse().ok()).collect();
                let place = self.places.entry(file).or_default();
                let at = if call == "pwrite64" { numbers[1] } else { *place };
                if call == "write" {
                    *place += answer;
                }
                self.asked.push(Asked::Write { file, at, bytes });
            }
        }
    }

    fn line(&mut self, line: &str) {
        // A line begins with the number of the process; what did not succeed changed nothing.
        let Some((call, rest)) = line.split_once('(') else { return };
        let call = call.rsplit(' ').next().unwrap_or_default();
        let Some((arguments, answer)) = rest.rsplit_once(") = ") else {
            assert!(!line.contains("<unfinished"), "one thing at a time was asked: {line}");
            return;
        };
        let Ok(answer) = answer.split([' ', '<']).next().unwrap_or_default().parse::<usize>() else { return };
        if call == "write" && arguments.starts_with("1<") {
            let (hex, _) = between(arguments, "\"", "\"").unwrap();
            let said = String::from_utf8(bytes(hex)).unwrap();
            self.asked.extend(said.lines().filter_map(acknowledged).map(Asked::Said));
            return;
        }
        let paths = || -> Vec<String> {
            let quoted = arguments.split('"').skip(1).step_by(2);
            quoted.map(|hex| String::from_utf8(bytes(hex)).unwrap()).collect()
        };
        match call {
            "openat" => {
                if let Some(name) = self.within(&paths()[0]) {
                    self.opened(&name, arguments);
                }
            }
            "rename" | "renameat" => {
                let (Some(from), Some(to)) = (self.within(&paths()[0]), self.within(&paths()[1])) else {
                    return;
                };
                self.moved(&from, &to);
            }
            "unlink" | "unlinkat" => {
                if let Some(name) = self.within(&paths()[0]) {
                    self.removed(&name);
                }
            }
            _ => {
                let Some((path, rest)) = between(arguments, "<", ">") else { return };
                let path = String::from_utf8(bytes(path)).unwrap();
                self.on_file(call, &path, rest, answer);
            }
        }
    }
}

/// Files by number, and the names of those that have one.
#[derive(Clone, Default)]
struct Disk {
    files: BTreeMap<usize, Vec<u8>>,
    names: BTreeMap<String, usize>,
}

struct Recording {
    before: Disk,
    asked: Vec<Asked>,
}

/// Runs the victim on a folder under a recorder, until it ends or has told that many.
fn record(dir: &Path, arguments: &[&str], tells: usize) -> Recording {
    let dir = fs::canonicalize(dir).unwrap();
    let mut reader = Reader { dir: dir.clone(), ..Reader::default() };
    let mut before = Disk::default();
    for entry in fs::read_dir(&dir).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        let name = entry.file_name().into_string().unwrap();
        let file = reader.file(&name);
        before.files.insert(file, fs::read(entry.path()).unwrap());
        before.names.insert(name, file);
    }
    reader.asked.clear();
    let told = tempfile::NamedTempFile::new().unwrap();
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-y", "-xx", "-s", "1048576", "-e", CALLS, "-e", "signal=none", "-o"]);
    command.arg(told.path()).arg(PROGRAM).args(arguments);
    let mut victim = Victim::start(command);
    for _ in 0..tells {
        if victim.hears().is_none() {
            break;
        }
    }
    // Whoever writes without an end stops when nobody listens any more.
    victim.deaf();
    for line in fs::read_to_string(told.path()).unwrap().lines() {
        reader.line(line);
    }
    Recording { before, asked: reader.asked }
}

/// What the disk may keep of a write that was not synced.
fn torn(bytes: &[u8], dice: &mut Dice) -> Vec<(usize, Vec<u8>)> {
    match dice.below(10) {
        0..4 => vec![(0, bytes.to_vec())],
        4..7 => Vec::new(),
        _ => {
            let sectors = bytes.chunks(SECTOR).enumerate();
            let kept: Vec<_> = sectors.filter(|_| dice.below(2) == 0).collect();
            kept.into_iter().map(|(at, sector)| (at * SECTOR, sector.to_vec())).collect()
        }
    }
}

fn put(file: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if file.len() < at + bytes.len() {
        file.resize(at + bytes.len(), 0);
    }
    file[at..at + bytes.len()].copy_from_slice(bytes);
}

impl Recording {
    /// A disk after the current was cut behind so many of the things asked, and what had been told until then.
    fn cut(&self, after: usize, dice: &mut Dice) -> (Disk, Vec<u32>) {
        let (mut disk, mut told, mut loose) = (self.before.clone(), Vec::new(), Vec::new());
        let asked = &self.asked[..after];
        let synced = |at: usize, what: &Asked| asked[at..].contains(what);
        // A file system keeps the order of its names: of those not synced, the first few.
        let names: Vec<usize> = (0..after)
            .filter(|at| matches!(asked[*at], Asked::Name { .. }) && !synced(*at, &Asked::SyncNames))
            .collect();
        let kept = usize::try_from(dice.below(names.len() as u64 + 1)).unwrap();
        for (at, what) in asked.iter().enumerate() {
            match what {
                Asked::Write { file, at: place, bytes } if synced(at, &Asked::Sync { file: *file }) => {
                    put(disk.files.entry(*file).or_default(), *place, bytes);
                }
                Asked::Write { file, at: place, bytes } => {
                    let pieces = torn(bytes, dice).into_iter();
                    loose.extend(pieces.map(|(within, piece)| (*file, place + within, piece)));
                }
                Asked::Cut { file, length } => {
                    if synced(at, &Asked::Sync { file: *file }) || dice.below(2) == 0 {
                        disk.files.entry(*file).or_default().resize(*length, 0);
                        loose.retain(|(of, place, _)| of != file || place < length);
                    }
                }
                Asked::Name { name, file } => {
                    if names[kept..].contains(&at) {
                        continue;
                    }
                    match file {
                        Some(file) => drop(disk.names.insert(name.clone(), *file)),
                        None => drop(disk.names.remove(name)),
                    }
                }
                Asked::Said(number) => told.push(*number),
                Asked::Sync { .. } | Asked::SyncNames => {}
            }
        }
        while !loose.is_empty() {
            let at = usize::try_from(dice.below(loose.len() as u64)).unwrap();
            let (file, place, piece) = loose.swap_remove(at);
            put(disk.files.entry(file).or_default(), place, &piece);
        }
        (disk, told)
    }
}

impl Disk {
    fn write_to(&self, dir: &Path) {
        for (name, file) in &self.names {
            fs::write(dir.join(name), self.files.get(file).map_or(&[][..], Vec::as_slice)).unwrap();
        }
    }
}

fn quick_folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// How often a database that is synced less has not what it told.
fn lost_of_a_database_synced_less(cuts: u32, dice: &mut Dice) -> usize {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("bare.db");
    let recording = record(dir.path(), &["bare", file.to_str().unwrap(), "0"], 60);
    let mut lost = 0;
    for _ in 0..cuts {
        let after = usize::try_from(dice.below(recording.asked.len() as u64)).unwrap();
        let (disk, told) = recording.cut(after, dice);
        let copy = quick_folder();
        disk.write_to(copy.path());
        let db = Connection::open(copy.path().join("bare.db")).unwrap();
        let there = |number: &u32| -> bool {
            let sql = "SELECT EXISTS (SELECT 1 FROM t WHERE n = ?1)";
            db.query_row(sql, [number], |line| line.get(0)).unwrap_or(false)
        };
        lost += usize::from(!told.iter().all(there));
    }
    lost
}

#[test]
fn torn_and_reordered_writes_take_nothing_that_was_acknowledged() {
    if !can_inject() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let code = make(dir.path()).unwrap();
    let recording = record(dir.path(), &["write", dir.path().to_str().unwrap(), &code, "0", "60"], 60);
    let synced = recording.asked.iter().filter(|asked| matches!(asked, Asked::Sync { .. })).count();
    let told = recording.asked.iter().filter(|asked| matches!(asked, Asked::Said(_))).count();
    assert!(told == 60 && synced >= 60, "each save is synced: {synced} for {told}");
    let (mut dice, mut all) = (Dice(7), 0);
    let cuts = rounds("PASSERELLE_CUTS", 120);
    for cut in 0..cuts {
        let after = usize::try_from(dice.below(recording.asked.len() as u64)).unwrap();
        let (disk, told) = recording.cut(after, &mut dice);
        let copy = quick_folder();
        disk.write_to(copy.path());
        assert_holds(copy.path(), &code, &told, &format!("cut {cut}, behind {after} calls"));
        all += told.len();
    }
    assert!(all > 0, "something had been saved");
    let lost = lost_of_a_database_synced_less(cuts, &mut dice);
    assert!(lost > 0, "a database synced less lost nothing either: the test proved nothing");
}
