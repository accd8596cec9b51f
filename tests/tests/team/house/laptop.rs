//! A laptop of a team.

use passerelle_app::{Desk, Place, Problem};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::Hub;

pub const PASSPHRASE: &str = "trois vélos bleus sous la pluie de novembre";

/// A vault in a folder of its own, open.
pub struct Laptop {
    _dir: TempDir,
    pub desk: Desk,
    pub worker: String,
}

impl Laptop {
    /// A new one.
    ///
    /// # Panics
    /// When its vault cannot be made.
    #[must_use]
    pub fn of(worker: &str) -> Laptop {
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        let place = Place { dir: dir.path().join("coffre"), keyring: false, throw_away: true };
        let laptop = Laptop::on(dir, Desk::new(place), worker);
        laptop.ask("session.create", json!({ "passphrase": PASSPHRASE, "worker": worker }));
        laptop
    }

    /// One whose vault is or will be in a folder.
    #[must_use]
    pub fn on(dir: TempDir, desk: Desk, worker: &str) -> Laptop {
        Laptop { _dir: dir, desk, worker: worker.to_owned() }
    }

    /// # Panics
    /// When the desk says no.
    pub fn ask(&self, name: &str, request: Value) -> Value {
        self.desk.call(name, request).unwrap_or_else(|problem| panic!("{}: {name}: {problem:?}", self.worker))
    }

    /// # Panics
    /// When the desk says yes.
    pub fn refused(&self, name: &str, request: Value) -> Problem {
        match self.desk.call(name, request) {
            Err(problem) => problem,
            Ok(answer) => panic!("{}: {name}: {answer}", self.worker),
        }
    }

    /// Founds a team.
    pub fn founds(&self, hub: &Hub, team: &str) -> Value {
        self.ask("team.found", json!({ "hub": hub.address(), "name": team }))
    }

    /// Invites another laptop, compares the words, lets it in; it has then met the team.
    ///
    /// # Panics
    /// When the words differ.
    pub fn brings_in(&self, other: &Laptop, role: &str) {
        self.meets();
        let open = self.ask("team.invite", json!({ "role": role }));
        let asked = other.ask("team.join", json!({ "hub": open["hub"], "code": open["code"] }));
        let seen = self.ask("team.invitation", json!({}));
        assert_eq!(seen["request"]["words"], asked["words"], "both screens show the same words");
        self.ask("team.admit", json!({ "words": asked["words"] }));
        other.meets();
    }

    /// Meets the team; everything goes both ways.
    ///
    /// # Panics
    /// When it does not end well.
    pub fn meets(&self) -> Value {
        let meeting = self.tries();
        assert_eq!(meeting["end"]["end"], "done", "{}: {meeting}", self.worker);
        meeting
    }

    /// Meets the team, however it ends.
    pub fn tries(&self) -> Value {
        self.ask("team.synchronise", json!({}))
    }

    /// Writes down a young person; the id.
    ///
    /// # Panics
    /// When the desk says no.
    #[must_use]
    pub fn adds(&self, given: &str, family: &str) -> String {
        let who = json!({ "given_name": given, "family_name": family });
        let request = json!({ "who": who, "origin": "street", "origin_detail": "", "note": "" });
        self.ask("person.add", request)["person"].as_str().expect("an id").to_owned()
    }

    /// How a file shows a field of the person.
    #[must_use]
    pub fn shows(&self, person: &str) -> Value {
        let request = json!({ "person": person });
        match self.desk.call("person.open", request.clone()) {
            // A colleague follows them.
            Err(problem) if json!(problem)["refusal"]["refusal"] == "why_missing" => {
                self.ask("access.say_why", json!({ "person": person, "reason": "together", "words": "" }));
                self.ask("person.open", request)
            }
            answer => answer.unwrap_or_else(|problem| panic!("person.open: {problem}")),
        }
    }

    /// Corrects one field of a person.
    pub fn corrects(&self, person: &str, field: &str, value: &str) {
        let mut who = self.shows(person)["who"].clone();
        who[field] = json!(value);
        self.ask("person.correct", json!({ "person": person, "who": who }));
    }

    /// Everything in the vault, row by row, by their ids.
    ///
    /// # Panics
    /// When a document has no tables.
    #[must_use]
    pub fn everything(&self) -> Value {
        let mut document = self.ask("vault.export", json!({ "passphrase": PASSPHRASE }));
        let tables = document["tables"].as_object_mut().expect("tables");
        for rows in tables.values_mut() {
            let rows = rows.as_array_mut().expect("rows");
            rows.sort_by_key(|row| row["id"].as_str().unwrap_or_default().to_owned());
        }
        document["tables"].clone()
    }
}
