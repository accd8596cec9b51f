//! A program for the tests of faults to kill, starve and look into: it writes in a vault and says what was acknowledged.
#![expect(clippy::print_stdout, reason = "what it acknowledges is read from its output")]

use std::io::{Read as _, Write as _};
use std::path::Path;

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

/// Opens, writes a word and reads it again, locks, and waits to be looked into. The word comes backwards: its own arguments
/// stay in the memory of a process.
fn memory(dir: &Path, backwards: &str) -> Result<(), Trouble> {
    let word: String = backwards.chars().rev().collect();
    let place = Place { dir: dir.to_owned(), keyring: false, throw_away: true };
    let desk = Desk::new(place);
    let ask = |name: &str, request| desk.call(name, request);
    ask("session.unlock", json!({ "passphrase": PASSPHRASE }))?;
    for number in 0..60 {
        let who = json!({ "given_name": given(number), "family_name": word });
        let request = json!({ "who": who, "origin": "street", "origin_detail": "", "note": word });
        let added = ask("person.add", request)?;
        ask("person.open", json!({ "person": added.get("person") }))?;
    }
    ask("search", json!({ "text": word }))?;
    println!("open");
    std::io::stdout().flush()?;
    let mut go = [0];
    std::io::stdin().read_exact(&mut go)?;
    ask("session.lock", json!({}))?;
    drop(word);
    println!("locked");
    std::io::stdout().flush()?;
    // Until the looking is over.
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
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
