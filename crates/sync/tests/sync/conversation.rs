//! Whole synchronisations between named laptops and a hub: what is written on one is told on all, once, whatever is cut.

use passerelle_sync::alarm::{Alarm, Subject};
use passerelle_sync::engine::{Next, Reply, Run};
use passerelle_sync::membership::removal;
use passerelle_sync::seal::open_epoch_key;
use passerelle_wire::membership::{Act, LogFault, Remove, Role};
use passerelle_wire::problem::Problem;
use passerelle_wire::{encode, frame};

use crate::cloud::Cloud;
use crate::laptop::{Kill, Laptop, founded};
use crate::team::{Counted, SPACE};

/// Awa and Bruno, who have both synchronised once.
fn two() -> (Cloud, Laptop, Laptop) {
    let (mut cloud, mut awa) = founded();
    let mut bruno = awa.invites(&mut cloud, 2, Role::Member);
    assert!(bruno.syncs(&mut cloud).complete);
    assert!(awa.syncs(&mut cloud).complete);
    (cloud, awa, bruno)
}

#[test]
fn what_is_written_on_one_laptop_is_told_on_the_other() {
    let (mut cloud, mut awa, mut bruno) = two();
    awa.writes(1, "Awa a appelé");
    bruno.writes(1, "Bruno est passé");
    bruno.writes(2, "une autre personne");
    assert!(awa.syncs(&mut cloud).complete);
    assert!(bruno.syncs(&mut cloud).complete);
    assert!(awa.syncs(&mut cloud).complete);
    assert_eq!(awa.told, bruno.told);
    assert_eq!(awa.told.len(), 3);
    assert_eq!((awa.alarms.len(), bruno.alarms.len()), (0, 0));
}

#[test]
fn sent_is_said_once_the_heads_contain_it_and_the_outbox_is_emptied_after_the_second_time() {
    let (mut cloud, mut awa, _) = two();
    awa.writes(1, "un mot");
    assert_eq!(awa.unsent(), 1);
    awa.syncs(&mut cloud);
    assert_eq!((awa.unsent(), awa.outbox()), (0, 1));
    awa.syncs(&mut cloud);
    assert_eq!(awa.outbox(), 0);
}

#[test]
fn a_run_cut_at_any_answer_loses_nothing_and_doubles_nothing() {
    for steps in 0..14 {
        for kill in [Kill::Before, Kill::Unread, Kill::Saved] {
            let (mut cloud, mut awa, mut bruno) = two();
            bruno.writes(1, "de Bruno");
            bruno.syncs(&mut cloud);
            awa.writes(1, "un");
            awa.writes(2, "deux");
            awa.turns(&mut cloud, &[]);
            awa.syncs_until(&mut cloud, steps, kill);
            awa.writes(1, "trois");
            assert!(awa.syncs(&mut cloud).complete, "after a kill at {steps}");
            assert!(bruno.syncs(&mut cloud).complete);
            assert!(awa.syncs(&mut cloud).complete);
            assert_eq!(awa.told, bruno.told, "killed at {steps}: {kill:?}");
            assert_eq!((awa.told.len(), awa.unsent(), bruno.waits()), (4, 0, 0));
            assert_eq!((&awa.alarms, &bruno.alarms), (&vec![], &vec![]));
        }
    }
}

#[test]
fn who_comes_later_reads_everything() {
    let (mut cloud, mut awa, mut bruno) = two();
    for at in 0..5 {
        awa.writes(at, "de longue date");
        awa.syncs(&mut cloud);
    }
    bruno.writes(3, "avant le changement");
    bruno.syncs(&mut cloud);
    awa.syncs(&mut cloud);
    awa.turns(&mut cloud, &[]);
    awa.syncs(&mut cloud);
    let mut chloe = awa.invites(&mut cloud, 3, Role::Reader);
    assert!(chloe.syncs(&mut cloud).complete);
    assert_eq!(chloe.told, awa.told);
    assert_eq!((chloe.alarms.len(), chloe.waits()), (0, 0));
}

#[test]
fn a_removed_laptop_reads_nothing_newer_and_keeps_what_it_wrote() {
    let (mut cloud, mut awa, mut bruno) = two();
    awa.writes(1, "ancien");
    awa.syncs(&mut cloud);
    bruno.syncs(&mut cloud);
    let out = removal(&awa.standing().chains, bruno.id());
    awa.turns(&mut cloud, &[out]);
    bruno.writes(1, "écrit après");
    awa.syncs(&mut cloud);
    awa.writes(1, "nouveau");
    awa.syncs(&mut cloud);
    let report = bruno.syncs(&mut cloud);
    assert!(report.removed && !report.complete);
    assert_eq!(bruno.unsent(), 1, "what was not sent stays on the laptop");
    assert!(bruno.told.iter().all(|(.., text)| text != "nouveau"));
    let space = bruno.space();
    for batch in &cloud.batches[1..] {
        let header = batch.read_header().unwrap();
        assert!(
            header.entries.iter().all(|entry| space.keys.case(entry.key).is_none()),
            "no key of his opens it"
        );
    }
}

#[test]
fn after_a_turn_nothing_on_a_laptop_opens_the_former_epoch() {
    let (mut cloud, mut awa, mut bruno) = two();
    awa.writes(1, "un mot");
    awa.syncs(&mut cloud);
    bruno.syncs(&mut cloud);
    let sealing_before = [awa.seal_bytes(), bruno.seal_bytes()];
    awa.turns(&mut cloud, &[]);
    for laptop in [&mut awa, &mut bruno] {
        assert!(laptop.syncs(&mut cloud).complete);
        assert_eq!(laptop.holds_epochs(), [2], "the key of the first epoch is destroyed");
    }
    assert!([awa.seal_bytes(), bruno.seal_bytes()].iter().all(|key| !sealing_before.contains(key)));
    let to_bruno = cloud.seals.iter().filter(|seal| seal.device == bruno.id());
    for seal in to_bruno {
        let check = seal.check;
        let opened = open_epoch_key(seal, &bruno.secrets().seal, SPACE, check);
        assert!(opened.is_err(), "a hub that kept the seals of epoch {} gains nothing", seal.epoch);
    }
    bruno.writes(2, "et cela continue");
    bruno.syncs(&mut cloud);
    awa.syncs(&mut cloud);
    assert_eq!(awa.told, bruno.told);
}

#[test]
fn a_batch_sealed_before_a_turn_was_known_is_read_by_those_who_crossed_already() {
    let (mut cloud, mut awa, mut bruno) = two();
    bruno.writes(1, "hors ligne");
    bruno.syncs_until(&mut cloud, 2, Kill::Saved);
    let mut offline = bruno;
    offline.writes(2, "encore hors ligne");
    awa.turns(&mut cloud, &[]);
    awa.syncs(&mut cloud);
    assert!(offline.syncs(&mut cloud).complete);
    assert!(awa.syncs(&mut cloud).complete);
    assert!(awa.syncs(&mut cloud).complete);
    assert_eq!((awa.told.len(), awa.waits()), (2, 0));
    assert_eq!(awa.told, offline.told);
}

#[test]
fn what_was_sealed_before_a_turn_is_taken_once_its_key_is_there_for_all() {
    let (mut cloud, mut awa, mut bruno) = two();
    bruno.writes(1, "hors ligne");
    // Killed before the hub took it: the batch is in the outbox, under the first epoch.
    bruno.syncs_until(&mut cloud, 3, Kill::Before);
    assert_eq!((bruno.outbox(), cloud.batches.len()), (1, 0));
    awa.turns(&mut cloud, &[]);
    awa.syncs(&mut cloud);
    assert_eq!(awa.holds_epochs(), [2], "Awa cannot open what is sealed under the first");
    assert!(bruno.syncs(&mut cloud).complete);
    assert_eq!(cloud.batches[0].read_header().unwrap().epoch, 1, "the very batch, its chain as it was");
    awa.syncs(&mut cloud);
    assert_eq!((awa.waits(), &awa.told), (0, &bruno.told));
    let mut chloe = awa.invites(&mut cloud, 3, Role::Member);
    chloe.syncs(&mut cloud);
    assert_eq!(chloe.told, bruno.told);
}

#[test]
fn a_turn_in_the_middle_of_a_run_stops_nothing() {
    for steps in 0..8 {
        let (mut cloud, mut awa, mut bruno) = two();
        bruno.writes(1, "pendant ce temps");
        bruno.syncs_with(&mut cloud, steps, &mut |cloud| awa.turns(cloud, &[]));
        assert!(awa.syncs(&mut cloud).complete);
        assert!(bruno.syncs(&mut cloud).complete);
        assert!(awa.syncs(&mut cloud).complete);
        assert_eq!((awa.waits(), &awa.told), (0, &bruno.told), "turned at {steps}");
        assert_eq!((&awa.alarms, &bruno.alarms), (&vec![], &vec![]), "turned at {steps}");
    }
}

#[test]
fn a_hub_that_lost_its_last_days_is_told_again() {
    let (mut cloud, mut awa, mut bruno) = two();
    awa.writes(1, "un");
    awa.syncs(&mut cloud);
    bruno.syncs(&mut cloud);
    cloud.batches.clear();
    awa.writes(1, "deux");
    assert!(awa.syncs(&mut cloud).complete);
    let gone = Subject::Batch { device: awa.id(), seq: 0 };
    assert_eq!(awa.alarms, [Alarm::RolledBack { subject: gone }]);
    assert_eq!(cloud.batches.len(), 2, "the lost one was sent again");
    bruno.syncs(&mut cloud);
    assert_eq!(awa.told, bruno.told);
}

#[test]
fn what_left_the_outbox_is_sent_again_to_a_hub_that_lost_it() {
    let (mut cloud, mut awa, mut bruno) = two();
    for text in ["un", "deux", "trois"] {
        awa.writes(1, text);
        awa.syncs(&mut cloud);
    }
    awa.syncs(&mut cloud);
    assert_eq!(awa.outbox(), 0, "the hub showed everything twice");
    cloud.batches.truncate(1);
    awa.writes(1, "quatre");
    assert!(awa.syncs(&mut cloud).complete);
    let gone = Subject::Batch { device: awa.id(), seq: 1 };
    assert_eq!(awa.alarms, [Alarm::RolledBack { subject: gone }]);
    assert_eq!(cloud.batches.len(), 4, "the very batches, then the new one");
    bruno.syncs(&mut cloud);
    assert_eq!(awa.told, bruno.told);
    assert!(awa.syncs(&mut cloud).complete);
    assert_eq!((awa.alarms.len(), awa.outbox()), (1, 0), "all is as it was");
}

#[test]
fn what_is_kept_nowhere_any_more_is_said_to_be_missing_at_the_hub() {
    let (mut cloud, mut awa, _) = two();
    awa.writes(1, "un");
    awa.syncs(&mut cloud);
    awa.syncs(&mut cloud);
    cloud.batches.clear();
    awa.loses_what_left_the_outbox();
    awa.writes(1, "deux");
    let report = awa.syncs(&mut cloud);
    assert_eq!(report.problem, Some(Problem::NotNext { next: 1 }), "not as if everything was sent");
    assert_eq!((awa.unsent(), cloud.batches.len()), (1, 0));
}

#[test]
fn a_hub_that_lost_who_came_in_since_is_told_by_whoever_it_still_knows() {
    let (mut cloud, mut awa, mut bruno) = two();
    let old = (cloud.roll.clone(), cloud.log.clone(), cloud.batches.clone(), cloud.seals.clone());
    let mut chloe = awa.invites(&mut cloud, 3, Role::Member);
    chloe.writes(1, "Chloé est là");
    for laptop in [&mut chloe, &mut bruno, &mut awa] {
        assert!(laptop.syncs(&mut cloud).complete);
    }
    (cloud.roll, cloud.log, cloud.batches, cloud.seals) = old;
    assert!(!chloe.syncs(&mut cloud).removed, "she is in, and this hub does not know her");
    assert_eq!(bruno.alarms, []);
    bruno.writes(1, "Bruno aussi");
    let from = cloud.roll.head().len;
    assert!(bruno.syncs(&mut cloud).complete);
    assert_eq!(bruno.alarms[0], Alarm::RolledBack { subject: Subject::Log { n: from } });
    for laptop in [&mut chloe, &mut awa, &mut bruno] {
        assert!(laptop.syncs(&mut cloud).complete);
    }
    assert_eq!((awa.told.len(), &awa.told, &bruno.told), (2, &chloe.told, &chloe.told));
    let mut driss = awa.invites(&mut cloud, 4, Role::Member);
    assert!(driss.syncs(&mut cloud).complete);
    assert_eq!(driss.told, chloe.told, "who only knows this hub has all of it");
}

#[test]
fn a_turn_that_the_hub_lost_cannot_be_brought_back_and_is_said_to_be_missing() {
    let (mut cloud, mut awa, mut bruno) = two();
    let old = (cloud.roll.clone(), cloud.log.clone());
    awa.turns(&mut cloud, &[]);
    awa.syncs(&mut cloud);
    (cloud.roll, cloud.log) = old;
    bruno.writes(1, "Bruno ne sait rien de cela");
    assert!(bruno.syncs(&mut cloud).complete);
    awa.writes(1, "un");
    let report = awa.syncs(&mut cloud);
    assert_eq!(report.problem, Some(Problem::LogRefused { fault: LogFault::NotNext }));
    assert_eq!(awa.unsent(), 1, "it is not said to be sent");
}

#[test]
fn a_hub_that_says_taken_and_keeps_nothing_is_rolled_back() {
    let (mut cloud, mut awa, mut bruno) = two();
    awa.writes(1, "un");
    cloud.swallows = true;
    awa.syncs(&mut cloud);
    let subject = Subject::Batch { device: awa.id(), seq: 0 };
    assert_eq!(awa.alarms, [Alarm::RolledBack { subject }]);
    assert_eq!(awa.outbox(), 1, "it is not sent before the heads say so");
    cloud.swallows = false;
    assert!(awa.syncs(&mut cloud).complete);
    bruno.syncs(&mut cloud);
    assert_eq!(awa.told, bruno.told);
}

#[test]
fn a_hub_that_lets_nobody_else_be_heard_for_twelve_days_is_stale() {
    let (mut cloud, mut awa, mut bruno) = two();
    bruno.writes(1, "un");
    bruno.syncs(&mut cloud);
    awa.syncs(&mut cloud);
    let day = 86_400_000;
    awa.later(12 * day);
    awa.syncs(&mut cloud);
    assert_eq!(awa.alarms, []);
    awa.later(day);
    awa.syncs(&mut cloud);
    assert_eq!(awa.alarms, [Alarm::Stale { device: bruno.id(), since_ms: 1_000 }]);
    bruno.writes(1, "deux");
    bruno.syncs(&mut cloud);
    awa.syncs(&mut cloud);
    assert_eq!((awa.alarms.len(), &awa.told), (1, &bruno.told));
}

#[test]
fn a_hub_that_hands_out_positions_wrongly_hides_nothing() {
    let (mut cloud, mut awa, mut bruno) = two();
    awa.writes(1, "un");
    awa.syncs(&mut cloud);
    bruno.syncs(&mut cloud);
    bruno.writes(1, "deux");
    bruno.syncs(&mut cloud);
    cloud.batches.swap(0, 1);
    awa.syncs(&mut cloud);
    assert_eq!(awa.told, bruno.told, "before the hub is accused everything is read from the first batch");
    assert_eq!(awa.alarms, []);
}

#[test]
fn a_key_that_the_turner_left_out_is_saved_by_who_pulls_it_later() {
    let (mut cloud, mut awa, mut bruno) = two();
    bruno.writes(1, "compte");
    bruno.syncs(&mut cloud);
    let (last_seq, last_hash) = cloud.heads()[&bruno.id()];
    let act = Act::Remove(Remove { device: bruno.id(), last_seq, last_hash });
    // Awa never read the batch, and Bruno cannot wrap its key again.
    awa.turns(&mut cloud, &[act]);
    awa.syncs(&mut cloud);
    assert_eq!(awa.holds_epochs(), [2]);
    let mut chloe = awa.invites(&mut cloud, 3, Role::Member);
    chloe.syncs(&mut cloud);
    assert!(chloe.told.iter().any(|(.., text)| text == "compte"));
    assert_eq!((awa.told.len(), chloe.alarms.len()), (1, 0));
}

#[test]
fn nothing_is_destroyed_while_the_hub_keeps_something_back() {
    let (mut cloud, mut awa, mut bruno) = two();
    bruno.writes(1, "caché");
    bruno.syncs(&mut cloud);
    let hidden = cloud.batches.pop().unwrap();
    let mut chloe = awa.invites(&mut cloud, 3, Role::Member);
    cloud.batches.push(hidden.clone());
    chloe.syncs(&mut cloud);
    chloe.writes(2, "elle l'a vu");
    chloe.syncs(&mut cloud);
    cloud.batches.remove(0);
    awa.syncs(&mut cloud);
    awa.alarms.clear();
    awa.turns(&mut cloud, &[]);
    awa.syncs(&mut cloud);
    let missing = Subject::Batch { device: bruno.id(), seq: 1 };
    assert_eq!(awa.alarms, [Alarm::Withheld { subject: missing }]);
    assert_eq!(awa.holds_epochs(), [1, 2], "what is hidden may need the former key");
    cloud.batches.insert(0, hidden);
    awa.syncs(&mut cloud);
    assert_eq!(awa.holds_epochs(), [2]);
    assert_eq!(awa.told.len(), 2);
}

#[test]
fn a_restored_copy_is_told_to_become_another_device() {
    let (mut cloud, mut awa, _) = two();
    let mut copy = awa.invites(&mut cloud, 9, Role::Member);
    copy.syncs(&mut cloud);
    let before = copy.space();
    copy.writes(1, "avant la copie");
    copy.syncs(&mut cloud);
    let mut run = Run::begin(before, false);
    let mut alarms = Vec::new();
    loop {
        match run.next() {
            Next::Ask(ask) => {
                let reply = cloud.answer(copy.id(), &ask);
                let decision = run.take(reply, 0, &|_, _| None, &mut Counted(5));
                alarms.extend(decision.alarms);
            }
            Next::Lines { .. } | Next::Again { .. } | Next::Entries { .. } | Next::Segment { .. } => {
                panic!("a suspected copy sends nothing")
            }
            Next::Digest | Next::Done(_) => break,
        }
    }
    assert_eq!(alarms, [Alarm::CloneSuspected { seq: 1 }]);
}

#[test]
fn a_hub_that_says_no_is_told_as_it_said_it() {
    let (mut cloud, mut awa, _) = two();
    let mut run = Run::begin(awa.space(), false);
    let reply = Reply::Problem(Problem::Busy { retry_ms: 500 });
    run.take(reply, 0, &|_, _| None, &mut Counted(0));
    let Next::Done(report) = run.next() else { panic!("it ends") };
    assert_eq!(report.problem, Some(Problem::Busy { retry_ms: 500 }));
    awa.writes(1, "plus tard");
    assert!(awa.syncs(&mut cloud).complete);
}

#[test]
fn the_whole_conversation_goes_over_the_wire_as_bytes() {
    let (mut cloud, mut awa, mut bruno) = two();
    awa.writes(1, "en octets");
    awa.syncs(&mut cloud);
    let mut run = Run::begin(bruno.space(), false);
    // Log and heads; then, as nothing is here yet, snapshots, keys, and heads again.
    for _ in 0..5 {
        let Next::Ask(ask) = run.next() else { panic!("it asks") };
        let call = ask.call(SPACE).unwrap();
        assert!(call.path.starts_with("/v1/spaces/5050"), "{}", call.path);
        let bytes = match cloud.answer(bruno.id(), &ask) {
            Reply::Log(page) => encode(&page).unwrap(),
            Reply::Heads(heads) => encode(&heads).unwrap(),
            Reply::Snapshots(snapshots) => encode(&snapshots).unwrap(),
            Reply::Wraps(wraps) => encode(&wraps).unwrap(),
            other => panic!("{other:?}"),
        };
        let reply = ask.read(&bytes).unwrap();
        run.take(reply, 0, &|_, _| None, &mut Counted(0));
    }
    let Next::Ask(ask) = run.next() else { panic!("it asks") };
    let Reply::Batches { batches, end } = cloud.answer(bruno.id(), &ask) else { panic!("batches") };
    let mut page = Vec::new();
    for one in &batches {
        frame::write(one, &mut page).unwrap();
    }
    let cut = ask.read(&page).unwrap();
    frame::write(&end.unwrap(), &mut page).unwrap();
    assert_eq!(ask.read(&page).unwrap(), Reply::Batches { batches, end });
    let decision = run.take(cut, 0, &|_, _| None, &mut Counted(0));
    assert_eq!(
        decision.saves.len(),
        1,
        "a page that was cut: its batch is good all the same, its key came before"
    );
    bruno.syncs(&mut cloud);
    assert_eq!(awa.told, bruno.told);
}
