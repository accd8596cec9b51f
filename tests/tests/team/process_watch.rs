//! Meeting again by itself: whoever waits is woken by news, by what was written here, by the end of the pause, and not by a
//! hub that is away.

use std::io::{BufRead as _, BufReader, Lines};
use std::process::{Child, ChildStdout, Stdio};
use std::time::Duration;

use crate::house::{Hub, Laptop, Terminal};
use crate::spaces::{brings_into, founds_smaller};
use passerelle_app::Problem;
use passerelle_app::team::watch::Woken;
use serde_json::{Value, json};

const LONG: Duration = Duration::from_mins(10);

fn pair() -> (Hub, Laptop, Laptop) {
    let hub = Hub::new();
    let (awa, bruno) = (Laptop::of("Awa Ndiaye"), Laptop::of("Bruno Lefèvre"));
    awa.founds(&hub, "Équipe du Pile");
    awa.brings_in(&bruno, "member");
    (hub, awa, bruno)
}

/// Meets until nothing wakes it at once: what a laptop sent itself is news at the hub, too.
fn settles(laptop: &Laptop) {
    laptop.meets();
    while laptop.desk.wait_for_team(Duration::ZERO).unwrap() != Woken::Pause {
        laptop.meets();
    }
}

#[test]
fn news_of_a_colleague_end_the_wait() {
    let (_hub, awa, bruno) = pair();
    awa.meets();
    settles(&bruno);
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| bruno.desk.wait_for_team(LONG).unwrap());
        let _ = awa.adds("Zélie", "Crépin");
        awa.meets();
        // What Bruno's own meeting left at the hub may wake him once more before.
        let woken = waits.join().unwrap();
        assert_eq!(woken, Woken::News);
    });
    while bruno.meets()["received"] == 0 {
        assert_eq!(bruno.desk.wait_for_team(LONG).unwrap(), Woken::News);
    }
}

#[test]
fn news_of_a_smaller_team_end_the_wait_as_well() {
    let (hub, awa, bruno) = pair();
    let small = founds_smaller(&awa, &hub, "Mineurs");
    brings_into(&awa, &bruno, &small);
    awa.meets();
    settles(&bruno);
    let who = json!({ "given_name": "Zélie", "family_name": "Crépin" });
    let request = json!({ "who": who, "origin": "street", "origin_detail": "", "note": "", "space": small });
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| bruno.desk.wait_for_team(LONG).unwrap());
        awa.ask("person.add", request);
        awa.meets();
        assert_eq!(waits.join().unwrap(), Woken::News);
    });
    while bruno.meets()["received"] == 0 {
        assert_eq!(bruno.desk.wait_for_team(LONG).unwrap(), Woken::News);
    }
    settles(&bruno);
    assert_eq!(bruno.desk.wait_for_team(Duration::ZERO).unwrap(), Woken::Pause, "neither space has more");
}

#[test]
fn what_this_laptop_writes_ends_the_wait_and_what_was_sent_does_not() {
    let (_hub, _awa, bruno) = pair();
    settles(&bruno);
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| bruno.desk.wait_for_team(LONG).unwrap());
        let _ = bruno.adds("Noé", "Fontaine");
        assert_eq!(waits.join().unwrap(), Woken::Wrote);
    });
    assert_eq!(bruno.desk.wait_for_team(LONG).unwrap(), Woken::Wrote, "it was not sent yet");
    settles(&bruno);
    assert_eq!(bruno.desk.wait_for_team(Duration::ZERO).unwrap(), Woken::Pause);
}

#[test]
fn a_meeting_goes_on_while_another_thread_waits_at_the_hub() {
    let (_hub, _awa, bruno) = pair();
    settles(&bruno);
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| bruno.desk.wait_for_team(LONG));
        for _ in 0..3 {
            bruno.meets();
        }
        bruno.ask("session.lock", json!({}));
        assert_eq!(waits.join().unwrap(), Err(Problem::Locked), "a lock ends the wait");
    });
}

#[test]
fn a_hub_that_goes_away_ends_the_wait_and_is_left_in_peace_afterwards() {
    let (mut hub, _awa, bruno) = pair();
    settles(&bruno);
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| bruno.desk.wait_for_team(LONG).unwrap());
        hub.dies();
        assert_eq!(waits.join().unwrap(), Woken::Away);
    });
    assert_eq!(bruno.tries()["end"]["end"], "cut");
    let _ = bruno.adds("Noé", "Fontaine");
    assert_eq!(bruno.desk.wait_for_team(Duration::ZERO).unwrap(), Woken::Pause, "it only rests");
    hub.comes_back();
    bruno.meets();
}

#[test]
fn who_has_no_team_is_told_so() {
    let awa = Laptop::of("Awa Ndiaye");
    assert_eq!(awa.desk.wait_for_team(LONG), Err(Problem::NotInTeam));
}

/// `passerelle sync --watch`, ended with the test.
struct Watching {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Watching {
    fn of(laptop: &Terminal) -> Watching {
        let mut command = laptop.command(&["--json", "sync", "--watch"]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Watching { child, lines }
    }

    fn hears(&mut self) -> Value {
        let line = self.lines.next().expect("it goes on").unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// Hears until a meeting ends so.
    fn hears_end(&mut self, end: &str) -> Value {
        loop {
            let meeting = self.hears();
            if meeting["end"]["end"] == end {
                return meeting;
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_watching_command_takes_in_what_comes_outlives_the_hub_and_ends_with_the_membership() {
    let mut hub = Hub::new();
    let (awa, bruno) = (Laptop::of("Awa Ndiaye"), Terminal::of("Bruno Lefèvre"));
    awa.founds(&hub, "Équipe du Pile");
    let open = awa.ask("team.invite", json!({ "role": "member" }));
    let asked = bruno.json(&["space", "join", open["hub"].as_str().unwrap(), open["code"].as_str().unwrap()]);
    let mut watching = Watching::of(&bruno);
    watching.hears_end("waiting_for_admission");
    awa.ask("team.admit", json!({ "words": asked["words"] }));
    watching.hears_end("done");
    let _ = awa.adds("Zélie", "Crépin");
    awa.meets();
    while watching.hears()["received"] == 0 {}
    hub.dies();
    watching.hears_end("cut");
    hub.comes_back();
    watching.hears_end("done");
    awa.meets();
    let team = awa.ask("team.read", json!({}));
    let device = team["members"][1]["device"].clone();
    awa.ask("team.remove_member", json!({ "device": device }));
    watching.hears_end("removed");
    assert_eq!(watching.child.wait().unwrap().code(), Some(7));
    assert_eq!(bruno.json(&["verify"])["sound"], true, "the vault is free again, and whole");
}
