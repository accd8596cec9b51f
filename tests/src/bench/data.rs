//! A vault as full as asked, made once and kept beside what cargo builds.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{Days, NaiveDate, Utc};
use passerelle_app::{Desk, Place};
use passerelle_domain::encounter::{EncounterKind, EncounterResult, Initiative, RecordEncounter, record};
use passerelle_domain::fund::taking_part::{self, Joining};
use passerelle_domain::id::{FundOperationId, Ids, PersonId, WorkerId};
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::person::Sex;
use passerelle_vault::key::device::NoKeyring;
use passerelle_vault::key::secret::{Passphrase, VaultKey};
use passerelle_vault::{Hand, Vault, key};
use rusqlite::Connection;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Trouble;

/// Of a throw-away vault of invented people.
pub const PASSPHRASE: &str = "neuf ponts sous la péniche verte";

/// A full vault.
pub struct Full {
    pub dir: PathBuf,
    pub people: u32,
}

impl Full {
    /// A desk on it, unlocked.
    ///
    /// # Errors
    /// When it does not open.
    pub fn desk(&self) -> Result<Desk, Trouble> {
        let desk = Desk::new(place(&self.dir));
        ask(&desk, "session.unlock", json!({ "passphrase": PASSPHRASE }))?;
        Ok(desk)
    }

    /// The vault's key, for the floor.
    ///
    /// # Errors
    /// When the slots do not open.
    pub fn key(&self) -> Result<VaultKey, Trouble> {
        let pass = Passphrase::new(PASSPHRASE.to_owned());
        Ok(key::unlock(&self.dir, &pass, &NoKeyring, Utc::now().timestamp_millis())?)
    }

    /// A bare connection under the same key, with the settings of the vault's own reader.
    ///
    /// # Errors
    /// When SQLCipher refuses.
    pub fn bare(&self) -> Result<Connection, Trouble> {
        let db = Connection::open(self.dir.join(passerelle_vault::FILE))?;
        db.execute_batch(&format!(
            "PRAGMA key = \"x'{}'\"; PRAGMA query_only = ON;",
            self.key()?.hex().as_str()
        ))?;
        db.busy_timeout(Duration::from_secs(5))?;
        Ok(db)
    }
}

fn place(dir: &Path) -> Place {
    Place { dir: dir.to_owned(), keyring: false, throw_away: true }
}

/// One call that must succeed.
///
/// # Errors
/// The problem's code.
pub fn ask(desk: &Desk, name: &str, request: Value) -> Result<Value, Trouble> {
    desk.call(name, request).map_err(|problem| Trouble::new(format!("{name}: {}", json!(problem))))
}

/// How many works sites a full vault has, and how many lines of hours each.
const SITES: u32 = 200;
const LINES: u32 = 100;

struct Fresh;

impl Ids for Fresh {
    fn fresh(&mut self) -> Uuid {
        Uuid::now_v7()
    }
}

/// Makes the vault, unless an earlier run left it whole.
///
/// # Errors
/// When the disk or the desk refuses.
pub fn prepare(people: u32, events: u32, say: &dyn Fn(&str)) -> Result<Full, Trouble> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench");
    fs::create_dir_all(&root)?;
    let dir = fs::canonicalize(root)?.join(format!("vault-{people}-{events}-{}", passerelle_vault::SCHEMA));
    let whole = dir.join("whole");
    let full = Full { dir: dir.clone(), people };
    if whole.is_file() {
        with_fund(&full)?;
        with_hours(&full)?;
        return Ok(full);
    }
    say(&format!("inventing {people} people with about {events} events each; kept in {}", dir.display()));
    if dir.is_dir() {
        fs::remove_dir_all(&dir)?;
    }
    let desk = Desk::new(place(&dir));
    ask(&desk, "session.create", json!({ "passphrase": PASSPHRASE, "worker": "Camille Delattre" }))?;
    ask(&desk, "demo.fill", json!({ "people": people, "seed": 1 }))?;
    ask(&desk, "session.lock", json!({}))?;
    top_up(&full, events)?;
    fs::write(whole, "")?;
    with_fund(&full)?;
    with_hours(&full)?;
    Ok(full)
}

/// Adds encounters until every person has about `events` lines in their history.
fn top_up(full: &Full, events: u32) -> Result<(), Trouble> {
    let vault = Vault::open(&full.dir, &full.key()?)?;
    let worker = vault.worker()?;
    let today = crate::today();
    let now = Now { at: Instant(Utc::now().timestamp_millis()), today };
    let db = full.bare()?;
    let sql =
        "SELECT p.id, (SELECT count(*) FROM encounter e WHERE e.person = p.id) FROM person p ORDER BY p.ix";
    let people: Vec<(Uuid, u32)> =
        db.prepare(sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    for some in people.chunks(500) {
        let mut acts = Vec::new();
        for (person, there) in some {
            for at in *there..events {
                acts.push(encounter(PersonId(*person), at, today, worker, now)?);
            }
        }
        vault.commit_all(&acts, Hand { worker, now })?;
    }
    Ok(())
}

/// An operation of the fund in which everybody takes part, unless an earlier run wrote it whole.
fn with_fund(full: &Full) -> Result<(), Trouble> {
    let whole = full.dir.join("fund");
    if whole.is_file() {
        return Ok(());
    }
    let desk = full.desk()?;
    let today = crate::today();
    let what = json!({
        "name": "Tout le monde", "number": "", "programme": "", "beneficiary": "", "from": today - Days::new(400),
        "until": today + Days::new(400), "min_age": null, "max_age": null, "levels": [], "qpv_only": false,
        "warn_percent": null, "kept_until": null, "note": "",
    });
    let added = ask(&desk, "fund.add", json!({ "what": what }))?;
    let operation = added.get("operation").and_then(Value::as_str).and_then(|id| id.parse().ok());
    let operation = FundOperationId(operation.ok_or_else(|| Trouble::new("fund.add: no id"))?);
    ask(&desk, "session.lock", json!({}))?;
    drop(desk);
    let vault = Vault::open(&full.dir, &full.key()?)?;
    let (worker, now) = (vault.worker()?, Now { at: Instant(Utc::now().timestamp_millis()), today });
    let db = full.bare()?;
    let sql = "SELECT id, birth FROM person WHERE removed = 0 AND merged_into IS NULL ORDER BY ix";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let people: Vec<(Uuid, String)> = db.prepare(sql)?.query_map([], read)?.collect::<Result<_, _>>()?;
    for some in people.chunks(500) {
        let mut acts = Vec::new();
        for (at, (person, birth)) in (0_usize..).zip(some) {
            let on = today - Days::new(30 + u64::try_from(at % 300)?);
            let sex = Sex::ALL.get(at % 4).copied();
            let joining = Joining { person: PersonId(*person), operation, on, sex, birth };
            acts.push(taking_part::join(&joining, None, worker, now)?.1);
        }
        vault.commit_all(&acts, Hand { worker, now })?;
    }
    fs::write(whole, "")?;
    Ok(())
}

/// Works sites with the hours of their social clauses: [`SITES`] with [`LINES`] each, half of them worked by young people of the
/// vault, unless an earlier run wrote them whole.
fn with_hours(full: &Full) -> Result<(), Trouble> {
    let whole = full.dir.join("hours");
    if whole.is_file() {
        return Ok(());
    }
    let today = crate::today();
    let db = full.bare()?;
    let sql =
        "SELECT id FROM person WHERE removed = 0 AND merged_into IS NULL AND aside = 0 ORDER BY ix LIMIT ?1";
    let people: Vec<Uuid> =
        db.prepare(sql)?.query_map([SITES * LINES], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let desk = full.desk()?;
    for site in 0..SITES {
        let what = json!({
            "name": format!("Lot {site}"), "works": "operation", "total_hours": 20_000, "percent": null, "owner": "",
            "contract": "", "qpv": "", "commune": "", "opens_on": today - Days::new(400), "closes_on": null,
            "programme": null, "note": "",
        });
        let added = ask(&desk, "works_site.add", json!({ "what": what }))?;
        let line = |at: u32| {
            let worker =
                people.get(usize::try_from(site * LINES + at).ok()?).filter(|_| at.is_multiple_of(2));
            let on = today - Days::new(u64::from(1 + at * 3));
            Some(
                json!({ "employer": "Entreprise", "person": worker, "on": on, "minutes": 420, "contract": null }),
            )
        };
        let lines: Vec<Value> = (0..LINES).filter_map(line).collect();
        ask(&desk, "clause_hours.add", json!({ "site": added.get("site"), "lines": lines }))?;
    }
    ask(&desk, "session.lock", json!({}))?;
    fs::write(whole, "")?;
    Ok(())
}

fn encounter(
    person: PersonId,
    at: u32,
    today: NaiveDate,
    worker: WorkerId,
    now: Now,
) -> Result<passerelle_domain::change::Changes, Trouble> {
    let request = RecordEncounter {
        person,
        case: None,
        kind: EncounterKind::Call,
        initiative: Initiative::Worker,
        result: if at.is_multiple_of(3) { EncounterResult::NoAnswer } else { EncounterResult::Reached },
        on: today - Days::new(u64::from(40 + at * 9)),
        place: "",
        note: "Rappel de la réunion d’information, des papiers à apporter et du trajet en bus jusqu’à l’atelier.",
    };
    Ok(record(&request, worker, now, &mut Fresh)?.1)
}
