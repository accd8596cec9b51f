//! Real processes that are killed: laptops as `passerelle`, a hub as `passerelle-hub`, on SQLite and on PostgreSQL, each killed
//! at some byte of a meeting. After each kill the vault is whole; in the end everybody has the same, each act once.

use std::collections::BTreeSet;

use crate::house::{Heard, Hub, Link, Talk, Terminal, postgres};
use serde_json::{Value, json};

/// So many kills go through one team: each is followed by a verification that reads all of a vault.
const SHARED: u64 = 50;
/// Kills for each database in the test command; `PASSERELLE_SYNC_KILLS` says another number.
const KILLS: u64 = 100;
/// What a meeting of a new process takes beside the acts that it carries, and each of these, in bytes.
const MEETING: u64 = 4_000;
const ACT: u64 = 900;

/// Numbers that are the same in each run.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }

    /// Text that does not get shorter by packing.
    pub fn text(&mut self, letters: usize) -> String {
        (0..letters).map(|_| char::from(b'a' + u8::try_from(self.below(26)).unwrap())).collect()
    }
}

/// A laptop, and what it wrote.
struct Seat {
    terminal: Terminal,
    talk: Talk,
    /// Notes that the vault said it has.
    acknowledged: BTreeSet<String>,
    /// Notes that were asked for, whatever became of them.
    asked: Vec<String>,
}

impl Seat {
    fn of(worker: &str) -> Seat {
        let terminal = Terminal::of(worker);
        let talk = terminal.talks();
        Seat { terminal, talk, acknowledged: BTreeSet::new(), asked: Vec::new() }
    }

    /// Asks for a note with a text of its own, long where `letters` is.
    fn sends_note(&mut self, person: &str, letters: usize, dice: &mut Dice) {
        let text = format!("{} {}\n{}", self.terminal.worker, self.asked.len(), dice.text(letters));
        let note = json!({
            "person": person, "kind": "note", "initiative": "worker", "result": "reached", "on": null, "place": "",
            "note": text,
        });
        self.asked.push(text);
        self.talk.sends("encounter.record", note);
    }

    fn writes(&mut self, person: &str, letters: usize, dice: &mut Dice) {
        self.sends_note(person, letters, dice);
        // The fuse of the round before may burn late.
        while !self.talk.is_idle() {
            let (heard, of) = self.talk.hears();
            self.answered(&heard, &of);
        }
    }

    /// Notes what an answer acknowledges.
    fn answered(&mut self, heard: &Heard, of: &str) {
        let Heard::Answer(told) = heard else { return };
        assert!(told.get("answer").is_some(), "{}: {of}: {told}", self.terminal.worker);
        if of == "encounter.record" {
            self.acknowledged.insert(self.asked.last().unwrap().clone());
        }
    }

    fn meets(&mut self) -> Value {
        self.talk.asks("team.synchronise", json!({}))
    }

    fn meets_well(&mut self) -> Value {
        let meeting = self.meets();
        assert_eq!(meeting["end"]["end"], "done", "{}: {meeting}", self.terminal.worker);
        meeting
    }

    fn verifies(&mut self, when: &str) {
        let report = self.talk.asks("vault.verify", json!({}));
        assert_eq!(report["sound"], true, "{}: {when}: {report}", self.terminal.worker);
    }

    fn brings_in(&mut self, other: &mut Seat) {
        self.meets_well();
        let open = self.talk.asks("team.invite", json!({ "role": "member" }));
        let asked = other.talk.asks("team.join", json!({ "hub": open["hub"], "code": open["code"] }));
        self.talk.asks("team.admit", json!({ "words": asked["words"] }));
        other.meets_well();
    }
}

/// What came of all kills.
#[derive(Default)]
struct Toll {
    /// Before the meeting was answered.
    within: u64,
    hubs: u64,
    laptops: u64,
    acknowledged: usize,
}

struct Team {
    hub: Hub,
    link: Link,
    seats: [Seat; 2],
    person: String,
}

impl Team {
    fn at(store: Option<String>) -> Team {
        let hub = store.as_deref().map_or_else(Hub::new, Hub::on);
        let link = Link::to(hub.port());
        let (mut awa, mut bruno) = (Seat::of("Awa"), Seat::of("Bruno"));
        let founding = json!({ "hub": link.address(), "name": "Équipe du Pile" });
        assert_eq!(awa.talk.asks("team.found", founding)["end"]["end"], "done");
        let who = json!({ "given_name": "Zélie", "family_name": "Crépin" });
        let add = json!({ "who": who, "origin": "street", "origin_detail": "", "note": "" });
        let person = awa.talk.asks("person.add", add)["person"].as_str().unwrap().to_owned();
        awa.brings_in(&mut bruno);
        Team { hub, link, seats: [awa, bruno], person }
    }

    /// Both may have written; one meets the team and writes on, and somebody is killed meanwhile.
    fn round(&mut self, number: u64, dice: &mut Dice, toll: &mut Toll) {
        let who = usize::try_from(dice.below(2)).unwrap();
        // Now and then more than one batch carries.
        let (notes, letters) = if dice.below(12) == 0 { (30, 9_000) } else { (1 + dice.below(3), 20) };
        let mut most = MEETING + (notes + 1) * (ACT + letters as u64);
        if dice.below(2) == 0 {
            let other = &mut self.seats[1 - who];
            other.writes(&self.person, letters, dice);
            other.meets_well();
            most += ACT + letters as u64;
        }
        let seat = &mut self.seats[who];
        for _ in 0..notes {
            seat.writes(&self.person, letters, dice);
        }
        let ear = seat.talk.ear();
        self.link.fuse(dice.below(most), move || {
            let _ = ear.send(Heard::Fuse);
        });
        seat.talk.sends("team.synchronise", json!({}));
        seat.sends_note(&self.person, 20, dice);
        let mut within = false;
        while !within && !seat.talk.is_idle() {
            let (heard, of) = seat.talk.hears();
            within = matches!(heard, Heard::Fuse);
            seat.answered(&heard, &of);
        }
        self.link.defuse();
        toll.within += u64::from(within);
        if dice.below(3) == 0 {
            self.kills_hub(who);
            toll.hubs += 1;
        } else {
            self.kills_laptop(who);
            toll.laptops += 1;
        }
        self.seats[who].verifies(&format!("after kill {number}"));
    }

    fn kills_laptop(&mut self, who: usize) {
        let seat = &mut self.seats[who];
        seat.talk.is_killed();
        loop {
            match seat.talk.hears() {
                (Heard::End, _) => break,
                (heard, of) => seat.answered(&heard, &of),
            }
        }
        seat.talk = seat.terminal.talks();
    }

    fn kills_hub(&mut self, who: usize) {
        self.hub.dies();
        let seat = &mut self.seats[who];
        while !seat.talk.is_idle() {
            let (heard, of) = seat.talk.hears();
            seat.answered(&heard, &of);
        }
        self.hub.comes_back();
    }

    /// Everybody meets until nobody has anything left, and a laptop that has seen nothing of it comes in.
    fn ends(mut self, toll: &mut Toll) {
        let mut chloe = Seat::of("Chloé");
        self.seats[0].brings_in(&mut chloe);
        for _ in 0..2 {
            self.seats.iter_mut().for_each(|seat| {
                seat.meets_well();
            });
            chloe.meets_well();
        }
        let [awa, bruno] = self.seats;
        let mut seats = [awa, bruno, chloe];
        let all: Vec<Value> = seats.iter_mut().map(|seat| seat.talk.everything()).collect();
        assert!(all[0] == all[1], "Awa and Bruno have the same");
        assert!(all[0] == all[2], "Chloé, who came last, has the same");
        let kept: Vec<&str> =
            all[0]["encounter"].as_array().unwrap().iter().filter_map(|row| row["note"].as_str()).collect();
        for seat in &seats {
            for text in &seat.asked {
                let times = kept.iter().filter(|note| *note == text).count();
                let acknowledged = seat.acknowledged.contains(text);
                assert!(
                    times == 1 || (times == 0 && !acknowledged),
                    "{times} times: {}",
                    text.lines().next().unwrap()
                );
            }
            toll.acknowledged += seat.acknowledged.len();
        }
        for seat in &mut seats {
            seat.verifies("in the end");
            let team = seat.talk.asks("team.read", json!({}));
            assert_eq!(team["to_send"], 0, "{team}");
            assert_eq!(team["waiting"], 0, "{team}");
            assert_eq!(team["alarms"], json!([]), "a kill is no attack");
        }
        // It verifies everything that the hub keeps; nobody ordered anything to be destroyed.
        let _ = self.hub.destroyed();
    }
}

fn kill_again_and_again(database: impl Fn() -> Option<String>, seed: u64) {
    let kills =
        std::env::var("PASSERELLE_SYNC_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let (mut toll, mut dice) = (Toll::default(), Dice(seed));
    for first in (0..kills).step_by(usize::try_from(SHARED).unwrap()) {
        let mut team = Team::at(database());
        for number in first..kills.min(first + SHARED) {
            team.round(number, &mut dice, &mut toll);
        }
        team.ends(&mut toll);
    }
    let Toll { within, hubs, laptops, acknowledged } = toll;
    println!("{kills} kills, {within} within a meeting; {hubs} hubs, {laptops} laptops; {acknowledged} acts");
    assert!(within * 2 > kills, "{within} of {kills} within a meeting");
    assert!(hubs > 0 && laptops > hubs, "{hubs} hubs and {laptops} laptops");
    assert!(acknowledged as u64 > kills, "{acknowledged} acts");
}

#[test]
fn laptops_and_a_hub_on_sqlite_are_killed_while_they_meet_and_nothing_is_lost_or_doubled() {
    kill_again_and_again(|| None, 1);
}

#[test]
fn laptops_and_a_hub_on_postgresql_are_killed_while_they_meet_and_nothing_is_lost_or_doubled() {
    kill_again_and_again(|| Some(postgres::database()), 2);
}
