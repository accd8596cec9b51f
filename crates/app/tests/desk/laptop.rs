//! A laptop with a vault of its own, asked in JSON as the window asks. No problem it answers may hold what people told.

use std::sync::{Arc, LazyLock};
use std::time::Instant;

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use passerelle_app::{Desk, Place, Problem};
use passerelle_vault::key::device::{DeviceStore, FakeKeyring, KeyringFault, NoKeyring};
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;
use zeroize::Zeroizing;

pub const PASSPHRASE: &str = "trois vélos bleus sous la pluie de novembre";
pub const WORKER: &str = "Marguerite Sénéchal";

/// What the stories write down and no problem may repeat: names, words of notes, ways to reach people.
const TOLD: &[&str] = &[
    "Awa",
    "Diallo",
    "Bruno",
    "Caron",
    "Zélie",
    "Crépin",
    "Gwenaëlle",
    "Wójcik",
    "Mohamed",
    "Bouzid",
    "Noé",
    "Fontaine",
    "Sénéchal",
    "639980",
    "carrosserie",
    "tante",
    "soudure",
    "vélos bleus",
    "exemple.fr",
];

/// A keyring that a test can put into each of its states.
#[derive(Clone, Default)]
pub struct Keyring(pub Arc<FakeKeyring>);

impl Keyring {
    pub fn falls_into(&self, fault: Option<KeyringFault>) {
        *self.0.fault.lock().unwrap() = fault;
    }
}

impl DeviceStore for Keyring {
    fn read(&self, vault: Uuid) -> Result<Zeroizing<Vec<u8>>, KeyringFault> {
        self.0.read(vault)
    }

    fn write(&self, vault: Uuid, secret: &[u8]) -> Result<(), KeyringFault> {
        self.0.write(vault, secret)
    }

    fn remove(&self, vault: Uuid) -> Result<(), KeyringFault> {
        self.0.remove(vault)
    }
}

pub struct Laptop {
    pub dir: TempDir,
    pub desk: Desk,
    pub recovery_code: String,
}

/// A folder that goes when the test ends; in memory where the system has such a place, since a disk would be waited for at
/// each of the thousands of commits.
fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn place(dir: &TempDir) -> Place {
    Place { dir: dir.path().join("coffre"), keyring: false, throw_away: true }
}

fn desk(dir: &TempDir) -> Desk {
    Desk::with_clock(place(dir), Box::new(NoKeyring), clock)
}

fn desk_with(dir: &TempDir, keyring: &Keyring) -> Desk {
    Desk::with_clock(place(dir), Box::new(keyring.clone()), clock)
}

/// A new laptop without a keyring, its vault open.
pub fn laptop() -> Laptop {
    laptop_at(clock)
}

/// The same with a clock of its own.
pub fn laptop_at(clock: fn() -> DateTime<Utc>) -> Laptop {
    let dir = folder();
    let desk = Desk::with_clock(place(&dir), Box::new(NoKeyring), clock);
    start(dir, desk)
}

/// The same with a keyring.
pub fn laptop_with(keyring: &Keyring) -> Laptop {
    let dir = folder();
    let desk = desk_with(&dir, keyring);
    start(dir, desk)
}

fn start(dir: TempDir, desk: Desk) -> Laptop {
    let mut laptop = Laptop { dir, desk, recovery_code: String::new() };
    let created = laptop.ask("session.create", json!({ "passphrase": PASSPHRASE, "worker": WORKER }));
    laptop.recovery_code = created["recovery_code"].as_str().unwrap().to_owned();
    laptop
}

/// A laptop whose vault is not made yet.
pub fn bare_laptop() -> Laptop {
    bare_laptop_at(clock)
}

/// The same with a clock of its own.
pub fn bare_laptop_at(clock: fn() -> DateTime<Utc>) -> Laptop {
    let dir = folder();
    let desk = Desk::with_clock(place(&dir), Box::new(NoKeyring), clock);
    Laptop { dir, desk, recovery_code: String::new() }
}

/// The clock of these laptops: it goes as every clock, from noon of a day that is always the same, so that no midnight
/// passes while a story is told.
fn clock() -> DateTime<Utc> {
    static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let noon = "2026-11-24T11:00:00Z".parse::<DateTime<Utc>>().unwrap();
    noon + BEGAN.elapsed()
}

/// The day it is on these laptops.
pub fn today() -> NaiveDate {
    clock().date_naive()
}

pub fn days_ago(days: u64) -> String {
    (today() - Days::new(days)).to_string()
}

pub fn in_days(days: u64) -> String {
    (today() + Days::new(days)).to_string()
}

/// The birth of someone who turned so many years half a year ago.
pub fn aged(years: u32) -> String {
    (today() - Months::new(years * 12 + 6)).to_string()
}

pub fn refusal(name: &str, facts: Value) -> Value {
    let mut refusal = facts;
    refusal["refusal"] = json!(name);
    json!({ "code": "refused", "refusal": refusal })
}

impl Laptop {
    /// Calls, and looks whether a problem repeats what people told.
    pub fn call(&self, name: &str, request: Value) -> Result<Value, Problem> {
        let answer = self.desk.call(name, request);
        if let Err(problem) = &answer {
            let said = format!("{} {problem:?} {problem}", json!(problem));
            for told in TOLD {
                assert!(!said.contains(told), "the problem of {name} repeats what was told: {said}");
            }
        }
        answer
    }

    /// Calls where only an answer will do.
    pub fn ask(&self, name: &str, request: Value) -> Value {
        self.call(name, request).unwrap_or_else(|problem| panic!("{name}: {problem}"))
    }

    /// Calls where only a problem will do; it comes as the window reads it.
    pub fn refused(&self, name: &str, request: Value) -> Value {
        match self.call(name, request) {
            Ok(answer) => panic!("{name} was not refused: {answer}"),
            Err(problem) => json!(problem),
        }
    }

    pub fn state(&self) -> Value {
        self.ask("session.state", json!({}))
    }

    /// The application closed and started again on the same folder.
    pub fn restarted(self) -> Laptop {
        let Laptop { dir, desk, recovery_code } = self;
        drop(desk);
        Laptop { desk: self::desk(&dir), dir, recovery_code }
    }

    /// A desk on a vault that is somewhere else.
    pub fn of(dir: &std::path::Path) -> Desk {
        let place = Place { dir: dir.to_owned(), keyring: false, throw_away: true };
        Desk::with_clock(place, Box::new(NoKeyring), clock)
    }

    /// Another program started on the same folder.
    pub fn beside(&self) -> Desk {
        desk(&self.dir)
    }

    pub fn restarted_with(self, keyring: &Keyring) -> Laptop {
        let Laptop { dir, desk, recovery_code } = self;
        drop(desk);
        Laptop { desk: desk_with(&dir, keyring), dir, recovery_code }
    }

    pub fn unlock(&self) {
        self.ask("session.unlock", json!({ "passphrase": PASSPHRASE }));
    }

    /// A person by their name and whatever else of the form.
    pub fn add(&self, given: &str, family: &str, more: Value) -> String {
        let mut who = json!({ "given_name": given, "family_name": family });
        for (field, value) in more.as_object().into_iter().flatten() {
            who[field] = value.clone();
        }
        let request =
            json!({ "who": who, "origin": "street", "origin_detail": "devant le city-stade", "note": "" });
        id(&self.ask("person.add", request), "person")
    }

    pub fn open(&self, person: &str) -> Value {
        let request = json!({ "person": person });
        match self.call("person.open", request.clone()) {
            Err(problem) if json!(problem)["refusal"]["refusal"] == "why_missing" => {
                let why = json!({ "person": person, "reason": "together", "words": "" });
                self.ask("access.say_why", why);
                self.ask("person.open", request)
            }
            answer => answer.unwrap_or_else(|problem| panic!("person.open: {problem}")),
        }
    }

    pub fn note(&self, person: &str, note: &str) -> String {
        let request = json!({
            "person": person, "kind": "note", "initiative": "worker", "result": "reached", "on": null, "place": "",
            "note": note,
        });
        id(&self.ask("encounter.record", request), "encounter")
    }

    pub fn provider(&self, name: &str) -> String {
        id(&self.ask("provider.add", json!({ "who": { "name": name, "commune": "Creil" } })), "provider")
    }

    /// An open programme of a kind; more of its form may be given.
    pub fn programme(&self, provider: &str, name: &str, more: Value) -> String {
        let mut what = programme_form(name);
        for (field, value) in more.as_object().into_iter().flatten() {
            what[field] = value.clone();
        }
        id(&self.ask("programme.add", json!({ "provider": provider, "what": what })), "programme")
    }

    pub fn propose(&self, person: &str, programme: &str) -> String {
        let request = json!({
            "person": person, "programme": programme, "wish": "", "session_start": null, "session_end": null,
        });
        id(&self.ask("referral.propose", request), "referral")
    }

    pub fn referral(&self, referral: &str) -> Value {
        let request = json!({ "referral": referral });
        match self.call("referral.open", request.clone()) {
            Err(problem) if json!(problem)["refusal"]["refusal"] == "why_missing" => {
                let person = json!(problem)["refusal"]["person"].clone();
                self.ask("access.say_why", json!({ "person": person, "reason": "together", "words": "" }));
                self.ask("referral.open", request)
            }
            answer => answer.unwrap_or_else(|problem| panic!("referral.open: {problem}")),
        }
    }

    /// Works of 30,000 hours, of which 1,500 are due to inhabitants.
    pub fn works_site(&self, name: &str) -> String {
        id(&self.ask("works_site.add", json!({ "what": works_site_form(name) })), "site")
    }

    /// Hours that somebody worked there yesterday; answers their line.
    pub fn worked(&self, site: &str, person: &str, minutes: u32) -> String {
        let line = json!({
            "employer": "Bâtir Ensemble", "person": person, "on": days_ago(1), "minutes": minutes, "contract": "insertion",
        });
        self.ask("clause_hours.add", json!({ "site": site, "lines": [line] }));
        let file = self.ask("works_site.open", json!({ "site": site }));
        id(&file["hours"][0], "id")
    }

    /// An operation of the fund that goes on, open to everybody.
    pub fn fund_operation(&self, name: &str) -> String {
        id(&self.ask("fund.add", json!({ "what": fund_form(name) })), "operation")
    }

    /// A rule of positive exits for all of them.
    pub fn outcome_rule(&self, name: &str, from: &str, positive: &[&str]) -> String {
        let what = json!({ "name": name, "from": from, "of": { "of": "all" }, "positive": positive });
        id(&self.ask("outcome_rule.add", json!({ "what": what })), "rule")
    }

    /// Has somebody take part in it since ten days.
    pub fn takes_part(&self, operation: &str, person: &str) -> String {
        let join = json!({ "person": person, "operation": operation, "on": days_ago(10) });
        id(&self.ask("participation.join", join), "participation")
    }

    /// A consultation of a while ago.
    pub fn consultation(&self, question: &str) -> String {
        let what = consultation_form(question, 90);
        id(&self.ask("consultation.add", json!({ "what": what })), "consultation")
    }

    pub fn proposal(&self, consultation: &str, what: &str) -> String {
        let proposal = json!({ "what": what, "theme": null, "opinions": {} });
        let request = json!({ "consultation": consultation, "proposal": proposal });
        id(&self.ask("proposal.add", request), "proposal")
    }

    /// An anonymous answer about a programme.
    pub fn give(&self, programme: &str, helped: &str, recommend: &str, words: &str) {
        let answer = json!({ "helped": helped, "recommend": recommend, "words": words });
        self.ask("feedback.give", json!({ "programme": programme, "answer": answer }));
    }

    /// The vault as a verification sees it.
    pub fn assert_sound(&self, why: &str) {
        let report = self.ask("vault.verify", json!({}));
        assert_eq!(report["sound"], true, "{why}: {report}");
    }

    /// Acts in the journal; what was refused adds none.
    pub fn acts(&self) -> u64 {
        self.state()["pending_changes"].as_u64().unwrap()
    }

    pub fn found(&self, text: &str) -> Vec<String> {
        let hits = self.ask("search", json!({ "text": text }));
        let people = hits.as_array().unwrap().iter().filter(|hit| hit["found"] == "person");
        people.map(|hit| hit["name"].as_str().unwrap().to_owned()).collect()
    }
}

pub fn works_site_form(name: &str) -> Value {
    json!({
        "name": name, "works": "operation", "total_hours": 30_000, "percent": null, "owner": "Office de l'habitat",
        "contract": "Lot 2", "qpv": "QN05901M", "commune": "Roubaix", "opens_on": days_ago(100), "closes_on": in_days(100),
        "programme": null, "note": "",
    })
}

pub fn fund_form(name: &str) -> Value {
    json!({
        "name": name, "number": "202600001", "programme": "Programme national FSE+", "beneficiary": "Association",
        "from": days_ago(300), "until": in_days(300), "min_age": null, "max_age": null, "levels": [],
        "qpv_only": false, "warn_percent": null, "kept_until": null, "note": "",
    })
}

/// Every answer of a participation but those after an exit: unemployed since 100 days, everything refused that can be.
pub fn fund_answers(entered: u64, sex: &str, birth: &str) -> Value {
    json!({
        "entered_on": days_ago(entered), "left_on": null, "left_reason": null,
        "entry": {
            "sex": sex, "birth": birth, "labour": "unemployed", "unemployed_since": days_ago(100 + entered),
            "in_education": false, "level": "none", "disability": "no", "third_country": "no",
            "foreign_background": "refused", "minority": "refused", "housing": "yes", "rural": false,
        },
        "exit": { "exit_on": null, "labour": null, "searching": null, "in_education": null, "qualified": null },
        "later": { "later_on": null, "employed": null, "improved": null },
    })
}

pub fn consultation_form(question: &str, days: u64) -> Value {
    json!({
        "kind": "citizen_council", "question": question, "held_on": days_ago(days), "place": "", "qpvs": [],
        "present": {}, "note": "", "answer_due_on": null,
    })
}

pub fn programme_form(name: &str) -> Value {
    json!({
        "name": name, "kind": "training", "summary": "", "min_age": null, "max_age": null, "next_start": null,
        "places": null, "status": "open", "tags": [], "fundings": [],
    })
}

pub fn id(answer: &Value, of: &str) -> String {
    answer[of].as_str().unwrap().to_owned()
}
