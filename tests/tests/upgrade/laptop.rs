//! A laptop with a vault of a former version.

use chrono::{DateTime, Utc};
use passerelle_app::{Desk, Place, Problem};
use passerelle_tests::faults::PASSPHRASE;
use passerelle_tests::fixture::Fixture;
use passerelle_vault::key::device::NoKeyring;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Some days after the fixtures were made, whatever day it is: what is near or late stays so.
fn clock() -> DateTime<Utc> {
    "2026-12-02T11:00:00Z".parse().unwrap()
}

pub struct Laptop {
    pub dir: TempDir,
    desk: Desk,
}

impl Laptop {
    pub fn on(dir: TempDir) -> Laptop {
        let place = Place { dir: dir.path().to_owned(), keyring: false, throw_away: true };
        Laptop { dir, desk: Desk::with_clock(place, Box::new(NoKeyring), clock) }
    }

    /// One with a copy of a fixture.
    pub fn with(fixture: &Fixture) -> Laptop {
        Laptop::on(fixture.copied().unwrap())
    }

    pub fn call(&self, name: &str, request: Value) -> Result<Value, Problem> {
        self.desk.call(name, request)
    }

    pub fn ask(&self, name: &str, request: Value) -> Value {
        self.call(name, request).unwrap_or_else(|problem| panic!("{name}: {problem:?}"))
    }

    /// Opens by the kit, which asks for no slow derivation.
    pub fn recover(&self, fixture: &Fixture) {
        let request = json!({ "recovery_code": fixture.code, "passphrase": PASSPHRASE });
        self.ask("session.recover", request);
    }

    /// The same laptop after the program was left and started again.
    pub fn restarted(self) -> Laptop {
        let Laptop { dir, desk } = self;
        drop(desk);
        Laptop::on(dir)
    }

    pub fn assert_sound(&self) {
        let report = self.ask("vault.verify", json!({}));
        assert_eq!(report["sound"], true, "{report}");
    }

    /// All people's ids, in the order of the list.
    pub fn people(&self) -> Vec<Value> {
        let filter = json!({
            "text": "", "stage": null, "commune": "", "in_qpv": false, "mine": false, "min_age": null, "max_age": null,
            "quiet_days": null,
        });
        let request =
            json!({ "filter": filter, "sort": "name", "descending": false, "offset": 0, "limit": 500 });
        let list = self.ask("person.list", request);
        list["lines"].as_array().unwrap().clone()
    }

    /// Whose given and family name these are; the first where they are two.
    pub fn person(&self, given: &str, family: &str) -> Value {
        let lines = self.people();
        let found = lines.iter().find(|line| line["given_name"] == given && line["family_name"] == family);
        found.unwrap_or_else(|| panic!("{given} {family} is not in {lines:?}"))["id"].clone()
    }
}
