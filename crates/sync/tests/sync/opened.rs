//! A page that was opened before it was taken: whatever the hub had in it, what is taken is what was verified.

use passerelle_sync::alarm::{Alarm, Subject};
use passerelle_sync::codec::Entry;
use passerelle_sync::engine::{Ask, Decision, Next, ReceivedEntry, Reply, Run, Save};
use passerelle_wire::membership::Role;
use passerelle_wire::pull::Positioned;

use crate::cloud::Cloud;
use crate::laptop::{Laptop, founded};
use crate::team::Counted;

/// A laptop about to take a page with two batches of a colleague, the first of which brings the key of the second.
fn pulls(cloud: &mut Cloud, laptop: &Laptop) -> (Run, Vec<Positioned>, Reply) {
    let mut run = Run::begin(laptop.space(), false);
    loop {
        let Next::Ask(ask) = run.next() else { panic!("it asks until it pulls") };
        let reply = cloud.answer(laptop.id(), &ask);
        if let (Ask::Batches { .. }, Reply::Batches { batches, .. }) = (&*ask, &reply) {
            return (run, batches.clone(), reply);
        }
        run.take(reply, 0, &|_, _| None, &mut Counted(0));
    }
}

fn told() -> (Cloud, Laptop) {
    let (mut cloud, mut awa) = founded();
    let mut bruno = awa.invites(&mut cloud, 2, Role::Member);
    assert!(bruno.syncs(&mut cloud).complete);
    for text in ["un", "deux"] {
        awa.writes(1, text);
        assert!(awa.syncs(&mut cloud).complete);
    }
    (cloud, bruno)
}

fn entries(decision: &Decision) -> Vec<&Entry> {
    let received = decision.saves.iter().filter_map(|save| match save {
        Save::Received(received) => Some(&received.entries),
        _ => None,
    });
    let opened = received.flatten().map(|entry| match entry {
        ReceivedEntry::Opened(entry) => entry,
        _ => panic!("it opens"),
    });
    opened.collect()
}

/// The page with the body of the second batch in the place of the first's.
fn mixed(reply: &Reply) -> Reply {
    let Reply::Batches { batches, end } = reply else { panic!("batches") };
    let mut batches = batches.clone();
    let [.., first, second] = batches.as_mut_slice() else { panic!("two of them") };
    first.batch.bodies.clone_from(&second.batch.bodies);
    Reply::Batches { batches, end: *end }
}

#[test]
fn what_is_taken_is_the_same_whether_it_was_opened_before_or_not() {
    let (mut cloud, bruno) = told();
    let (mut plain, _, page) = pulls(&mut cloud, &bruno);
    let (mut ahead, _, again) = pulls(&mut cloud, &bruno);
    ahead.hold(ahead.open(&again));
    let (plain, ahead) = (
        plain.take(page, 0, &|_, _| None, &mut Counted(0)),
        ahead.take(again, 0, &|_, _| None, &mut Counted(0)),
    );
    assert_eq!(entries(&plain), entries(&ahead));
    assert!(entries(&plain).len() >= 2 && plain.alarms.is_empty() && ahead.alarms.is_empty());
    assert_eq!(plain.saves.len(), ahead.saves.len(), "the keys that came with it too");
}

#[test]
fn what_was_opened_of_other_bytes_is_not_taken() {
    let (mut cloud, bruno) = told();
    let (mut run, _, page) = pulls(&mut cloud, &bruno);
    run.hold(run.open(&mixed(&page)));
    let (mut plain, ..) = pulls(&mut cloud, &bruno);
    let after_others = run.take(page.clone(), 0, &|_, _| None, &mut Counted(0));
    let alone = plain.take(page, 0, &|_, _| None, &mut Counted(0));
    assert_eq!(entries(&after_others), entries(&alone));
}

#[test]
fn a_page_that_was_altered_is_forged_though_the_honest_one_was_opened() {
    let (mut cloud, bruno) = told();
    let (mut run, batches, page) = pulls(&mut cloud, &bruno);
    run.hold(run.open(&page));
    let decision = run.take(mixed(&page), 0, &|_, _| None, &mut Counted(0));
    let [.., first, _] = batches.as_slice() else { panic!("two of them") };
    let header = first.batch.read_header().unwrap();
    let subject = Subject::Body { device: header.device, seq: header.seq, index: 0 };
    assert!(decision.alarms.contains(&Alarm::Forged { subject }), "{:?}", decision.alarms);
}
