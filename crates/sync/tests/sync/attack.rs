//! Each attack of a dishonest hub, or of whoever has a laptop, and the alarm it sounds (docs/SYNC.md). Nothing of it is
//! applied, and honest data still flows.

use passerelle_sync::alarm::{Alarm, Refusal, Subject};
use passerelle_sync::chain::{Taken, compare_acks};
use passerelle_wire::ack::Ack;
use passerelle_wire::batch::{Batch, DeviceHead};
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::{DeviceId, SpaceId};
use passerelle_wire::membership::{Act, Erase, LogHead, Role};
use serde_bytes::ByteBuf;

use crate::team::{Author, Reader, Team, heads, remove, secrets, team, turn};

fn at(batch: &Batch) -> Subject {
    let header = batch.read_header().unwrap();
    Subject::Batch { device: header.device, seq: header.seq }
}

fn forked(batch: &Batch) -> Alarm {
    Alarm::Forked { subject: at(batch), proof: Some(Box::new(batch.header.clone())) }
}

/// The reader sounds the alarm, has changed in nothing, and takes what an honest device sends next.
fn sounds(reader: &mut Reader, batch: &Batch, alarm: &Alarm) {
    let before = reader.chains.clone();
    assert_eq!(reader.take(batch).as_ref(), Err(alarm));
    assert_eq!(reader.chains, before, "nothing is applied");
    let mut honest = team().chloe;
    let next = honest.writes(&reader.log.clone(), &[], b"honest");
    if reader.chains.get(honest.id()).is_none() {
        assert!(matches!(reader.take(&next), Ok(Taken::Next(_))), "honest data still flows");
        reader.chains = before;
    }
}

/// Awa's laptop, and the team around it.
fn awa_reads() -> (Reader, Team) {
    let team = team();
    (Reader::new(team.awa.id(), team.hub.log()), team)
}

#[test]
fn a_replayed_batch_is_known() {
    let (mut awa, mut team) = awa_reads();
    let (one, two) = (team.bruno.writes(&awa.log, &[], b"1"), team.bruno.writes(&awa.log, &[], b"2"));
    assert!(matches!(awa.take(&one), Ok(Taken::Next(_))));
    assert_eq!(awa.take(&one), Ok(Taken::Known));
    assert!(matches!(awa.take(&two), Ok(Taken::Next(_))));
    assert_eq!(awa.take(&one), Ok(Taken::Known), "also long after");
}

#[test]
fn an_altered_byte_is_forged() {
    let (mut awa, mut team) = awa_reads();
    let good = team.bruno.writes(&awa.log, &[], b"body");
    let mut body = good.clone();
    body.bodies[0] = Some(ByteBuf::from("bodz"));
    let Subject::Batch { device, seq } = at(&good) else { unreachable!() };
    sounds(&mut awa, &body, &Alarm::Forged { subject: Subject::Body { device, seq, index: 0 } });
    let mut header = good.clone();
    let within_a_hash = header.header.body.len() - 9;
    header.header.body[within_a_hash] ^= 1;
    sounds(&mut awa, &header, &Alarm::Forged { subject: at(&good) });
    let mut fewer = good.clone();
    fewer.bodies.clear();
    sounds(&mut awa, &fewer, &Alarm::Forged { subject: at(&good) });
}

#[test]
fn a_batch_of_an_invented_member_is_forged() {
    let (mut awa, _) = awa_reads();
    let mut stranger = Author::new(secrets(66));
    let batch = stranger.writes(&awa.log.clone(), &[], b"body");
    sounds(&mut awa, &batch, &Alarm::Forged { subject: at(&batch) });
}

#[test]
fn a_batch_signed_in_anothers_name_is_forged() {
    let (mut awa, team) = awa_reads();
    let header = team.bruno.header(&awa.log, &[], b"body");
    let batch = team.chloe.seal(&header, b"body");
    sounds(&mut awa, &batch, &Alarm::Forged { subject: at(&batch) });
}

#[test]
fn a_batch_of_another_space_is_forged() {
    let (mut awa, team) = awa_reads();
    let mut header = team.bruno.header(&awa.log, &[], b"body");
    header.space = SpaceId([1; 16]);
    let batch = team.bruno.seal(&header, b"body");
    sounds(&mut awa, &batch, &Alarm::Forged { subject: at(&batch) });
}

#[test]
fn a_skipped_batch_is_withheld() {
    let (mut awa, mut team) = awa_reads();
    let log = awa.log.clone();
    let batches = [b"1", b"2", b"3"].map(|body| team.bruno.writes(&log, &[], body));
    awa.take(&batches[0]).unwrap();
    let missing = Subject::Batch { device: team.bruno.id(), seq: 2 };
    sounds(&mut awa, &batches[2], &Alarm::Withheld { subject: missing });
    assert!(matches!(awa.take(&batches[1]), Ok(Taken::Next(_))), "once it is there, all goes on");
    assert!(matches!(awa.take(&batches[2]), Ok(Taken::Next(_))));
}

#[test]
fn batches_out_of_order_wait_for_each_other() {
    let (mut awa, mut team) = awa_reads();
    let log = awa.log.clone();
    let (one, two) = (team.bruno.writes(&log, &[], b"1"), team.bruno.writes(&log, &[], b"2"));
    let missing = Subject::Batch { device: team.bruno.id(), seq: 1 };
    sounds(&mut awa, &two, &Alarm::Withheld { subject: missing });
    awa.take(&one).unwrap();
    awa.take(&two).unwrap();
}

#[test]
fn what_others_saw_and_the_hub_keeps_back_is_withheld() {
    let (mut awa, mut team) = awa_reads();
    let log = awa.log.clone();
    let hidden = team.bruno.writes(&log, &[], b"1");
    let seen = team.chloe.writes(&log, &team.bruno.last.map_or(vec![], |last| vec![last]), b"2");
    assert!(matches!(awa.take(&seen), Ok(Taken::Next(_))), "Chloé's own data is good");
    let shown = heads(&log, &[team.chloe.last]);
    let missing = Subject::Batch { device: team.bruno.id(), seq: 1 };
    assert_eq!(awa.chains.withheld(&shown, awa.own, &log), [Alarm::Withheld { subject: missing }]);
    awa.take(&hidden).unwrap();
    assert_eq!(awa.chains.withheld(&shown, awa.own, &log), []);
}

#[test]
fn what_the_hub_names_and_does_not_hand_out_is_withheld() {
    let (awa, mut team) = awa_reads();
    team.bruno.writes(&awa.log, &[], b"1");
    let shown = heads(&awa.log, &[team.bruno.last]);
    let missing = Subject::Batch { device: team.bruno.id(), seq: 1 };
    assert_eq!(awa.chains.withheld(&shown, awa.own, &awa.log), [Alarm::Withheld { subject: missing }]);
}

#[test]
fn a_missing_body_is_withheld_unless_an_order_took_it_out() {
    let (mut awa, mut team) = awa_reads();
    let mut batch = team.bruno.writes(&awa.log, &[], b"body");
    let key = batch.read_header().unwrap().entries[0].key;
    batch.bodies[0] = None;
    let subject = Subject::Body { device: team.bruno.id(), seq: 1, index: 0 };
    sounds(&mut awa, &batch, &Alarm::Withheld { subject });
    let order = Erase { cases: vec![], keys: vec![key], bodies: vec![], blobs: vec![] };
    team.hub.append(&team.awa.secrets, &Act::Erase(order)).unwrap();
    awa.log.extend(&team.hub.page()).unwrap();
    assert!(matches!(awa.take(&batch), Ok(Taken::Next(_))), "erased, and the chain goes on");
}

#[test]
fn a_hub_that_shows_less_than_before_is_rolled_back() {
    let (mut awa, mut team) = awa_reads();
    let log = awa.log.clone();
    let (one, two) = (team.bruno.writes(&log, &[], b"1"), team.bruno.writes(&log, &[], b"2"));
    awa.take(&one).unwrap();
    let early = heads(&log, &[Some(DeviceHead { device: team.bruno.id(), seq: 1, hash: one.hash() })]);
    assert_eq!(awa.compare(&early, 0), []);
    awa.take(&two).unwrap();
    assert_eq!(awa.compare(&early, 0), [Alarm::RolledBack { subject: at(&one) }]);
    let gone = Subject::Batch { device: team.bruno.id(), seq: 0 };
    assert_eq!(awa.compare(&heads(&log, &[]), 0), [Alarm::RolledBack { subject: gone }]);
}

#[test]
fn a_hub_that_lost_what_it_had_of_mine_is_rolled_back() {
    let (mut awa, mut team) = awa_reads();
    let mine = team.awa.writes(&awa.log, &[], b"mine");
    awa.wrote(&mine);
    let nothing = heads(&awa.log, &[]);
    assert_eq!(awa.compare(&nothing, 0), [], "it was never there");
    let gone = Subject::Batch { device: awa.own, seq: 0 };
    assert_eq!(awa.compare(&nothing, 1), [Alarm::RolledBack { subject: gone }], "it was once");
}

#[test]
fn two_histories_of_one_device_are_forked() {
    let (mut awa, team) = awa_reads();
    let log = awa.log.clone();
    let one = team.bruno.seal(&team.bruno.header(&log, &[], b"to Awa"), b"to Awa");
    let other = team.bruno.seal(&team.bruno.header(&log, &[], b"to Chloe"), b"to Chloe");
    awa.take(&one).unwrap();
    sounds(&mut awa, &other, &forked(&other));
    let mut bruno = Author::new(secrets(2));
    bruno.last = Some(DeviceHead { device: bruno.id(), seq: 1, hash: other.hash() });
    let follows = bruno.writes(&log, &[], b"2");
    sounds(&mut awa, &follows, &forked(&follows));
    let shown = heads(&log, &[Some(DeviceHead { device: bruno.id(), seq: 1, hash: other.hash() })]);
    assert_eq!(awa.compare(&shown, 0), [Alarm::Forked { subject: at(&one), proof: None }]);
}

#[test]
fn a_fork_shows_by_what_somebody_else_saw() {
    let (mut awa, mut team) = awa_reads();
    let log = awa.log.clone();
    let one = team.bruno.seal(&team.bruno.header(&log, &[], b"to Awa"), b"to Awa");
    team.bruno.writes(&log, &[], b"to Chloe");
    awa.take(&one).unwrap();
    let saw = team.chloe.writes(&log, &[team.bruno.last.unwrap()], b"I saw another");
    sounds(&mut awa, &saw, &Alarm::Forked { subject: at(&one), proof: None });
    let (mut early, _) = awa_reads();
    early.take(&saw).unwrap();
    sounds(&mut early, &one, &forked(&one));
}

#[test]
fn two_histories_of_the_log_are_forked() {
    let (mut awa, mut team) = awa_reads();
    let log = awa.log.clone();
    let mut elsewhere = self::team().hub;
    elsewhere.append(&team.awa.secrets, &remove(team.driss.id(), None)).unwrap();
    team.hub.append(&team.awa.secrets, &turn(2)).unwrap();
    awa.log.extend(&team.hub.page()).unwrap();
    let of_chloe = team.chloe.writes(&elsewhere.log(), &[], b"removed Driss");
    let subject = Subject::Log { n: log.len() };
    let proof = Some(Box::new(of_chloe.header.clone()));
    sounds(&mut awa, &of_chloe, &Alarm::Forked { subject, proof });
}

#[test]
fn a_removal_that_is_kept_back_shows_by_what_somebody_else_knows() {
    let (mut awa, mut team) = awa_reads();
    team.hub.append(&team.awa.secrets, &remove(team.driss.id(), None)).unwrap();
    let knows = team.chloe.writes(&team.hub.log(), &[], b"body");
    let subject = Subject::Log { n: awa.log.len() };
    sounds(&mut awa, &knows, &Alarm::Withheld { subject });
}

#[test]
fn nothing_of_a_removed_device_counts_even_if_it_is_dated_back() {
    let (mut awa, mut team) = awa_reads();
    let before = awa.log.clone();
    let good = team.bruno.writes(&before, &[], b"good");
    awa.take(&good).unwrap();
    team.hub.append(&team.awa.secrets, &remove(team.bruno.id(), team.bruno.last)).unwrap();
    awa.log.extend(&team.hub.page()).unwrap();
    let late = team.bruno.writes(&before, &[], b"late");
    sounds(&mut awa, &late, &Alarm::Refused { subject: at(&late), why: Refusal::Removed });
    let mut fresh = Reader::new(DeviceId([9; 16]), awa.log.clone());
    assert!(matches!(fresh.take(&good), Ok(Taken::Next(_))), "what counted for one counts for all");
    let honest = team.bruno.header(&awa.log, &[], b"x");
    let dated = team.bruno.seal(&honest, b"x");
    sounds(
        &mut fresh,
        &dated,
        &Alarm::Withheld { subject: Subject::Batch { device: team.bruno.id(), seq: 2 } },
    );
}

#[test]
fn a_frozen_view_is_stale() {
    let (mut awa, mut team) = awa_reads();
    let day = 86_400_000;
    assert_eq!(awa.chains.stale(awa.own, &awa.log, 90 * day, 7 * day), None, "nobody was ever heard");
    let batch = team.bruno.writes(&awa.log, &[], b"1");
    awa.take(&batch).unwrap();
    let mine = team.awa.writes(&awa.log, &[], b"mine");
    awa.wrote(&mine);
    assert_eq!(awa.chains.stale(awa.own, &awa.log, 6 * day, 7 * day), None);
    let last = Alarm::Stale { device: team.bruno.id(), since_ms: 5_000 };
    assert_eq!(awa.chains.stale(awa.own, &awa.log, 8 * day, 7 * day), Some(last));
}

#[test]
fn a_copied_laptop_is_suspected() {
    let (mut awa, mut team) = awa_reads();
    let log = awa.log.clone();
    let mine = team.awa.writes(&log, &[], b"mine");
    let mut copy = Author::new(secrets(1));
    let theirs = copy.writes(&log, &[], b"the copy's");
    sounds(&mut awa, &theirs, &Alarm::CloneSuspected { seq: 1 });
    awa.wrote(&mine);
    assert_eq!(awa.take(&mine), Ok(Taken::Known), "one's own comes back from the hub");
    sounds(&mut awa, &theirs, &Alarm::CloneSuspected { seq: 1 });
    assert_eq!(awa.compare(&heads(&log, &[copy.last]), 0), [Alarm::CloneSuspected { seq: 1 }]);
    let saw = team.chloe.writes(&log, &[copy.last.unwrap()], b"saw the copy");
    sounds(&mut awa, &saw, &Alarm::CloneSuspected { seq: 1 });
    let fresh = Reader::new(team.awa.id(), log.clone());
    let shown = heads(&log, &[team.awa.last]);
    assert_eq!(fresh.compare(&shown, 0), [Alarm::CloneSuspected { seq: 1 }], "a vault put back");
}

#[test]
fn different_tables_of_the_same_batches_are_diverged() {
    let (awa, team) = awa_reads();
    let ack = |device, digest, applied: &[(DeviceId, u64)]| Ack {
        space: awa.log.roll().space(),
        device,
        number: 1,
        log: awa.log.head(),
        oldest_epoch: 1,
        applied: applied.to_vec(),
        digest: Hash([digest; 32]),
        at_ms: 0,
    };
    let (bruno, all) = (team.bruno.id(), [(team.bruno.id(), 7)]);
    let mine = ack(awa.own, 1, &all);
    let sign = |ack: &Ack| team.bruno.secrets.sign.sign(purpose::ACK, ack).unwrap();
    assert!(compare_acks(&mine, &sign(&ack(bruno, 1, &all)), &awa.log).is_ok());
    assert!(compare_acks(&mine, &sign(&ack(bruno, 2, &[(bruno, 6)])), &awa.log).is_ok(), "not as far yet");
    let diverged = Alarm::Diverged { device: bruno, mine: Hash([1; 32]), theirs: Hash([2; 32]) };
    assert_eq!(compare_acks(&mine, &sign(&ack(bruno, 2, &all)), &awa.log), Err(diverged));
    let forged = team.chloe.secrets.sign.sign(purpose::ACK, &ack(bruno, 2, &all)).unwrap();
    let subject = Subject::Ack { device: bruno };
    assert_eq!(compare_acks(&mine, &forged, &awa.log), Err(Alarm::Forged { subject }));
}

#[test]
fn who_may_only_read_is_refused_when_writing() {
    let (mut awa, mut team) = awa_reads();
    let log = awa.log.clone();
    let batch = team.driss.writes(&log, &[], b"body");
    sounds(&mut awa, &batch, &Alarm::Refused { subject: at(&batch), why: Refusal::Role });
    team.driss.last = None;
    let mut header = team.driss.header(&log, &[], b"");
    header.entries.clear();
    let alive = team.driss.seal(&header, b"");
    assert!(matches!(awa.take(&alive), Ok(Taken::Next(_))), "a sign of life is no writing");
}

#[test]
fn an_old_version_is_refused_once_the_space_asks_for_a_newer_one() {
    let (mut awa, mut team) = awa_reads();
    let before = team.bruno.writes(&awa.log, &[], b"before");
    team.hub.append(&team.awa.secrets, &Act::MinWriter(2)).unwrap();
    awa.log.extend(&team.hub.page()).unwrap();
    assert!(matches!(awa.take(&before), Ok(Taken::Next(_))), "it did not know yet");
    let mut header = team.bruno.header(&awa.log, &[], b"after");
    header.protocol = 1;
    let after = team.bruno.seal(&header, b"after");
    sounds(&mut awa, &after, &Alarm::Refused { subject: at(&after), why: Refusal::WriterTooOld });
}

#[test]
fn a_batch_that_goes_back_in_the_log_is_refused() {
    let (mut awa, mut team) = awa_reads();
    let early = awa.log.clone();
    team.hub.append(&team.awa.secrets, &Act::SetRole(team.driss.id(), Role::Member)).unwrap();
    awa.log.extend(&team.hub.page()).unwrap();
    let one = team.bruno.writes(&awa.log, &[], b"1");
    awa.take(&one).unwrap();
    let back = team.bruno.writes(&early, &[], b"2");
    sounds(&mut awa, &back, &Alarm::Refused { subject: at(&back), why: Refusal::Backwards });
    team.bruno.last = Some(DeviceHead { device: team.bruno.id(), seq: 1, hash: one.hash() });
    let mut header = team.bruno.header(&awa.log, &[], b"2");
    header.epoch = 9;
    let ahead = team.bruno.seal(&header, b"2");
    sounds(&mut awa, &ahead, &Alarm::Refused { subject: at(&ahead), why: Refusal::Backwards });
}

#[test]
fn bytes_that_are_no_header_are_refused() {
    let (mut awa, mut team) = awa_reads();
    let mut batch = team.bruno.writes(&awa.log, &[], b"1");
    batch.header.body.truncate(20);
    sounds(&mut awa, &batch, &Alarm::Refused { subject: Subject::Answer, why: Refusal::Malformed });
}

#[test]
fn a_hub_with_a_shorter_or_another_log_is_named() {
    let (awa, team) = awa_reads();
    let shown = |log| heads(&team.hub.log(), &[]).heads.is_empty().then_some(log).unwrap();
    let mut short = heads(&awa.log, &[]);
    short.log = shown(LogHead { len: 3, hash: Hash([1; 32]) });
    assert_eq!(awa.compare(&short, 0), [Alarm::RolledBack { subject: Subject::Log { n: 3 } }]);
    let mut other = heads(&awa.log, &[]);
    other.log.hash = Hash([1; 32]);
    let subject = Subject::Log { n: awa.log.len() - 1 };
    assert_eq!(awa.compare(&other, 0), [Alarm::Forked { subject, proof: None }]);
}
