//! What is in memory once the vault is locked: another program's memory is read, as a thief of the laptop would.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};

use passerelle_tests::faults::{PASSPHRASE, key, make};

use crate::victim::Victim;

const WORD: &str = "Kanarivogelmemoire";

fn count(haystack: &[u8], needle: &[u8]) -> usize {
    let first = needle[0];
    let starts = haystack.iter().enumerate().filter(|(_, byte)| **byte == first).map(|(at, _)| at);
    starts.filter(|at| haystack[*at..].starts_with(needle)).count()
}

/// How often each of these is in the memory that a process can write; none when it may not be read.
fn found(process: u32, needles: &[&[u8]]) -> Option<Vec<usize>> {
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).ok()?;
    let mut memory = File::open(format!("/proc/{process}/mem")).ok()?;
    let mut counts = vec![0; needles.len()];
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (range, rights) = (words.next()?, words.next()?);
        if !rights.starts_with("rw") {
            continue;
        }
        let (from, to) = range.split_once('-')?;
        let (from, to) = (u64::from_str_radix(from, 16).ok()?, u64::from_str_radix(to, 16).ok()?);
        let mut bytes = vec![0; usize::try_from(to - from).ok()?];
        if memory.seek(SeekFrom::Start(from)).is_ok() && memory.read_exact(&mut bytes).is_ok() {
            for (count_of, needle) in counts.iter_mut().zip(needles) {
                *count_of += count(&bytes, needle);
            }
        }
    }
    Some(counts)
}

#[test]
fn keys_leave_memory_at_the_lock() {
    let dir = tempfile::tempdir().unwrap();
    let code = make(dir.path()).unwrap();
    let hex = key(dir.path(), &code).unwrap().hex();
    let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16).unwrap()).unwrap();
    let raw: Vec<u8> = hex.as_bytes().chunks(2).map(|two| digit(two[0]) << 4 | digit(two[1])).collect();
    let needles: [&[u8]; 4] = [&raw, hex.as_bytes(), PASSPHRASE.as_bytes(), WORD.as_bytes()];
    let backwards: String = WORD.chars().rev().collect();
    let mut victim = Victim::run(&["memory", dir.path().to_str().unwrap(), &backwards]);
    assert_eq!(victim.hears().as_deref(), Some("open"));
    let Some(open) = found(victim.child.id(), &needles) else {
        eprintln!("NOT TESTED: the memory of another process cannot be read here");
        return;
    };
    assert!(open[0] > 0 && open[3] > 0, "the looking works: {open:?} while open");
    victim.child.stdin.as_mut().unwrap().write_all(b"!").unwrap();
    assert_eq!(victim.hears().as_deref(), Some("locked"));
    let locked = found(victim.child.id(), &needles).unwrap();
    drop(victim.child.stdin.take());
    victim.child.wait().unwrap();
    assert_eq!(locked[..2], [0, 0], "the key, raw and in hexadecimal: {locked:?}, {open:?} while open");
    assert_eq!(locked[2..], [0, 0], "the passphrase, and a word of a note: {locked:?}, {open:?} while open");
}
