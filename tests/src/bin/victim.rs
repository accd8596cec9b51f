//! A program for the tests of faults to kill, starve and look into: it writes in a vault and says what was acknowledged.
#![expect(clippy::print_stdout, reason = "what it acknowledges is read from its output")]

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::mpsc::channel;
use std::thread;

use passerelle_app::{Desk, Place};
use passerelle_tests::Trouble;
use passerelle_tests::faults::{PASSPHRASE, add, given, key, now};
use passerelle_vault::Vault;
use rusqlite::Connection;
use serde_json::json;

/// Adds people under their numbers, and says of each whether it was acknowledged.
fn write(dir: &Path, code: &str, from: u32, count: u32) -> Result<(), Trouble> {
    let vault = Vault::open(dir, &key(dir, code)?)?;
    for number in from..from.saturating_add(count) {
        match add(&vault, number) {
            Ok(()) => println!("yes {number}"),
            Err(error) => println!("no {number} {error}"),
        }
        std::io::stdout().flush()?;
    }
    Ok(())
}

/// Opens a vault of a former step, which upgrades it, and says whether that was acknowledged.
fn upgrade(dir: &Path, code: &str) -> Result<(), Trouble> {
    match Vault::open(dir, &key(dir, code)?) {
        Ok(_open) => println!("yes 0"),
        Err(error) => println!("no 0 {error}"),
    }
    Ok(std::io::stdout().flush()?)
}

/// Adds numbers to a plain database that is synced less than the vault is, for comparison.
fn bare(file: &Path, from: u32) -> Result<(), Trouble> {
    let db = Connection::open(file)?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE IF NOT EXISTS t (n INTEGER)",
    )?;
    for number in from.. {
        db.execute("INSERT INTO t (n) VALUES (?1)", [number])?;
        println!("yes {number}");
        std::io::stdout().flush()?;
    }
    Ok(())
}

/// Threads that write one after the other, as those of the window do: what each left on its stack depends on what it did last.
const WRITERS: u32 = 12;

/// Writes some files with a word in all of it, and reads them again.
fn work(desk: &Desk, word: &str, writer: u32) -> Result<(), Trouble> {
    let ask = |name: &str, request| desk.call(name, request);
    let numbers = (0..=writer).map(|at| writer * WRITERS + at);
    for number in numbers {
        let who = json!({ "given_name": given(number), "family_name": word });
        let request = json!({ "who": who, "origin": "street", "origin_detail": "", "note": word });
        let added = ask("person.add", request)?;
        if writer.is_multiple_of(3) {
            ask("person.open", json!({ "person": added.get("person") }))?;
            ask("search", json!({ "text": word }))?;
        }
    }
    Ok(())
}

/// Opens, writes a word and reads it again, locks, and waits to be looked into. The word comes backwards: its own arguments
/// stay in the memory of a process. As in the window, another thread locks than those that wrote, which go on waiting for
/// something to do: nobody calls over what they have left on their stacks.
fn memory(dir: &Path, backwards: &str) -> Result<(), Trouble> {
    let place = Place { dir: dir.to_owned(), keyring: false, throw_away: true };
    let desk = &Desk::new(place);
    desk.call("session.unlock", json!({ "passphrase": PASSPHRASE }))?;
    thread::scope(|scope| {
        let mut ends = Vec::new();
        for writer in 0..WRITERS {
            let (worked, heard) = channel();
            let (end, ended) = channel::<()>();
            scope.spawn(move || {
                let word: String = backwards.chars().rev().collect();
                let done = work(desk, &word, writer).map_err(|trouble| trouble.to_string());
                drop(word);
                let _ = worked.send(done);
                let _ = ended.recv();
            });
            heard.recv()?.map_err(Trouble::new)?;
            ends.push(end);
        }
        println!("open");
        std::io::stdout().flush()?;
        let mut go = [0];
        std::io::stdin().read_exact(&mut go)?;
        desk.call("session.lock", json!({}))?;
        println!("locked");
        std::io::stdout().flush()?;
        // Until the looking is over.
        std::io::stdin().read_to_end(&mut Vec::new())?;
        drop(ends);
        Ok(())
    })
}

fn run() -> Result<(), Trouble> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().unwrap_or_default();
    let (what, place) = (next(), next());
    let place = Path::new(&place);
    match what.as_str() {
        "write" => {
            let code = next();
            write(place, &code, next().parse()?, next().parse()?)
        }
        "upgrade" => upgrade(place, &next()),
        "create" => {
            passerelle_tests::faults::make(place)?;
            println!("yes 0");
            Ok(())
        }
        "bare" => bare(place, next().parse()?),
        "memory" => {
            let word = next();
            memory(place, &word)
        }
        _ => Err(Trouble::new("write, upgrade, create, bare or memory")),
    }
}

fn main() -> Result<(), Trouble> {
    // A clock is read once, so that its first use is not among the faults.
    let _ = now();
    run()
}
