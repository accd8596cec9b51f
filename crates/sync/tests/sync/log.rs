//! The membership log on a laptop: verified from the first entry on, and never going back.

use std::collections::BTreeSet;

use passerelle_sync::alarm::{Alarm, Refusal, Stop, Subject};
use passerelle_sync::membership::{Log, Pin, Turn, case_tag, review_wraps, seal_key_due};
use passerelle_sync::seal::{CaseKey, SealSecret, open_epoch_key, unwrap_case_key};
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::membership::{Act, Entry, Erase, LogFault, LogHead, Role, Roll};
use passerelle_wire::signed::Signed;
use passerelle_wire::space::LogPage;

use crate::team::{Counted, Hub, SPACE, remove, secrets, team, turn};

fn stopped(alarm: Alarm) -> Stop {
    Stop::Alarm(alarm)
}

fn page(entries: &[Signed], head: LogHead) -> LogPage {
    LogPage { head, entries: entries.to_vec() }
}

#[test]
fn a_log_is_read_in_pages_of_any_size() {
    let hub = team().hub;
    for size in 1..=hub.entries.len() {
        let mut pages = hub.entries.chunks(size);
        let (mut log, mut acts) =
            Log::found(&hub.pin(), &page(pages.next().unwrap(), hub.roll.head())).unwrap();
        for entries in pages {
            acts.extend(log.extend(&page(entries, hub.roll.head())).unwrap());
        }
        assert_eq!((log.head(), acts.len()), (hub.roll.head(), hub.entries.len() - 1));
        assert_eq!(log.extend(&hub.page()).unwrap(), [], "what is known is passed over");
        assert_eq!(log.pin(), hub.pin());
    }
}

#[test]
fn another_genesis_than_the_invitation_says_is_forged() {
    let (invited, mut hubs) = (team().hub, Hub::founded_by(&secrets(66)));
    hubs.append(&secrets(66), &turn(1)).unwrap();
    let found = Log::found(&invited.pin(), &hubs.page()).unwrap_err();
    assert_eq!(found, stopped(Alarm::Forged { subject: Subject::Log { n: 0 } }));
}

#[test]
fn a_log_without_what_the_invitation_saw_is_named() {
    let mut team = team();
    let early = team.hub.page();
    team.hub.append(&team.awa.secrets, &turn(2)).unwrap();
    let pin = team.hub.pin();
    let rolled_back = Alarm::RolledBack { subject: Subject::Log { n: early.head.len } };
    assert_eq!(Log::found(&pin, &early).unwrap_err(), stopped(rolled_back), "a removal may be missing");
    let mut other = self::team().hub;
    other.append(&team.awa.secrets, &remove(team.driss.id(), None)).unwrap();
    let subject = Subject::Log { n: early.head.len };
    let stop = Log::found(&pin, &other.page()).unwrap_err();
    assert_eq!(stop, stopped(Alarm::Forked { subject, proof: None }));
    let paged = page(&other.entries[..1], other.roll.head());
    let (mut log, _) = Log::found(&pin, &paged).unwrap();
    assert!(log.extend(&other.page()).is_err(), "also where it comes in pages");
}

#[test]
fn two_accepted_heads_are_impossible() {
    let mut team = team();
    let (mut one, mut two) = (team.hub.log(), team.hub.log());
    let promoted = team.hub.entry(&team.awa.secrets, &Act::SetRole(team.bruno.id(), Role::Admin));
    let removed = team.hub.entry(&team.awa.secrets, &remove(team.bruno.id(), None));
    let after = |entry: &Signed| LogHead { len: one_len(&team.hub) + 1, hash: entry.hash(purpose::LOG) };
    one.extend(&page(std::slice::from_ref(&promoted), after(&promoted))).unwrap();
    two.extend(&page(std::slice::from_ref(&removed), after(&removed))).unwrap();
    let subject = Subject::Log { n: one_len(&team.hub) };
    let forked = |proof: &Signed| stopped(Alarm::Forked { subject, proof: Some(Box::new(proof.clone())) });
    assert_eq!(
        one.extend(&page(std::slice::from_ref(&removed), after(&removed))).unwrap_err(),
        forked(&removed)
    );
    assert_eq!(
        two.extend(&page(std::slice::from_ref(&promoted), after(&promoted))).unwrap_err(),
        forked(&promoted)
    );
    assert!(one.compare(two.head(), None).is_err(), "and the heads that they tell each other differ");
    team.hub.append(&team.awa.secrets, &turn(2)).unwrap();
    let later = page(&team.hub.entries[5..], team.hub.roll.head());
    assert!(two.extend(&later).is_err(), "no way back to the other history");
}

fn one_len(hub: &Hub) -> u64 {
    hub.roll.head().len
}

#[test]
fn an_entry_against_the_rules_is_refused_with_all_of_its_page() {
    let team = team();
    let mut log = team.hub.log();
    let before = log.clone();
    let good = team.hub.entry(&team.awa.secrets, &turn(2));
    let mut roll: Roll = team.hub.roll.clone();
    roll.admit(&good).unwrap();
    let act = Act::SetRole(team.bruno.id(), Role::Admin);
    let entry = Entry::after(roll.head(), SPACE, team.bruno.id(), 0, &act);
    let bad = team.bruno.secrets.sign.sign(purpose::LOG, &entry).unwrap();
    let head = LogHead { len: 7, hash: bad.hash(purpose::LOG) };
    let why = Refusal::Log(LogFault::RoleForbids);
    let refused = Alarm::Refused { subject: Subject::Log { n: 6 }, why };
    assert_eq!(log.extend(&page(&[good.clone(), bad], head)).unwrap_err(), stopped(refused));
    assert_eq!(log, before, "a page is taken whole or not");

    let mut forged = good.clone();
    forged.signature = team.bruno.secrets.sign.sign_bytes(purpose::LOG, &forged.body);
    let alarm = Alarm::Forged { subject: Subject::Log { n: 5 } };
    assert_eq!(log.extend(&page(&[forged], head)).unwrap_err(), stopped(alarm));
    let mut newer = Entry::read(&good.body).unwrap();
    newer.kind = 900;
    let newer = team.awa.secrets.sign.sign(purpose::LOG, &newer).unwrap();
    assert_eq!(log.extend(&page(&[newer], head)).unwrap_err(), Stop::UpdateNeeded { act: 900 });
}

#[test]
fn an_erased_file_is_known_by_its_tag_alone() {
    let mut team = team();
    let (awa_file, other) = ([7; 16], [8; 16]);
    let order =
        Erase { cases: vec![case_tag(SPACE, &awa_file)], keys: vec![], bodies: vec![], blobs: vec![] };
    team.hub.append(&team.awa.secrets, &Act::Erase(order)).unwrap();
    let log = team.hub.log();
    assert!(log.erased_case(&awa_file) && !log.erased_case(&other));
    assert!(log.roll().turn_due());
}

#[test]
fn a_turn_reaches_all_who_stay_and_loses_no_key() {
    let mut team = team();
    let chance = &mut Counted(0);
    let held: Vec<CaseKey> = (0..3).map(|_| CaseKey::draw(chance).unwrap()).collect();
    let made = Turn::make(&team.hub.roll, &held, chance).unwrap();
    let bruno_out = remove(team.bruno.id(), None);
    let sent = made.append(&team.hub.roll, &[bruno_out], &team.awa.secrets, 3_000, chance).unwrap();
    assert_eq!(sent.expected, team.hub.roll.head());
    let mut log = team.hub.log();
    let head = LogHead { len: 7, hash: sent.entries[1].hash(purpose::LOG) };
    log.extend(&page(&sent.entries, head)).unwrap();
    let epoch = *log.roll().epoch().unwrap();
    assert_eq!((epoch.turn.epoch, epoch.turn.wrap_count, epoch.turn.check), (2, 3, made.key.check(SPACE, 2)));
    let sealed_to: Vec<_> = sent.seals.iter().map(|seal| seal.device).collect();
    assert_eq!(sealed_to, [team.awa.id(), team.chloe.id(), team.driss.id()], "not to Bruno");

    let of_chloe = &sent.seals[1];
    let opened = open_epoch_key(of_chloe, &team.chloe.secrets.seal, SPACE, epoch.turn.check).unwrap();
    assert_eq!(opened.expose(), made.key.expose());
    assert!(open_epoch_key(of_chloe, &team.bruno.secrets.seal, SPACE, epoch.turn.check).is_err());

    let wraps: Vec<_> = made.wraps(SPACE).flat_map(|put| put.wraps).collect();
    let review =
        review_wraps(held.iter().map(CaseKey::id), &BTreeSet::new(), &wraps, &opened, SPACE, &epoch.turn);
    assert!(review.as_announced && review.may_forget_former());
    for case in &held {
        let wrap = wraps.iter().find(|wrap| wrap.key == case.id()).unwrap();
        let opened = unwrap_case_key(wrap.key, &wrap.body, &opened, SPACE, 2).unwrap();
        assert_eq!(opened.expose(), case.expose());
    }
    assert!(seal_key_due(log.roll(), team.chloe.id()), "what was sealed to the old key must not open later");
    assert!(!seal_key_due(log.roll(), team.bruno.id()), "he is gone");
    team.hub.roll = log.roll().clone();
    let fresh = SealSecret::draw(chance).unwrap().public().unwrap();
    team.hub.append(&team.chloe.secrets, &Act::SealKey(fresh)).unwrap();
    assert!(!seal_key_due(&team.hub.roll, team.chloe.id()));
}

#[test]
fn a_turner_who_leaves_out_or_spoils_a_key_is_repaired_before_anything_is_destroyed() {
    let team = team();
    let chance = &mut Counted(0);
    let held: Vec<CaseKey> = (0..3).map(|_| CaseKey::draw(chance).unwrap()).collect();
    let made = Turn::make(&team.hub.roll, &held[..2], chance).unwrap();
    let Act::TurnEpoch(entry) = turn(2) else { unreachable!() };
    let mut wraps: Vec<_> = made.wraps(SPACE).flat_map(|put| put.wraps).collect();
    let spoilt = wraps[0].key;
    wraps[0].body[30] ^= 1;
    let review =
        review_wraps(held.iter().map(CaseKey::id), &BTreeSet::new(), &wraps, &made.key, SPACE, &entry);
    assert!(!review.may_forget_former() && !review.as_announced);
    let mut missing = vec![held[2].id(), spoilt];
    missing.sort();
    let mut repair = review.repair;
    repair.sort();
    assert_eq!(repair, missing);
}

#[test]
fn a_turn_that_lost_the_race_is_told_from_one_that_can_be_sent_again() {
    let mut team = team();
    let chance = &mut Counted(0);
    let made = Turn::make(&team.hub.roll, [], chance).unwrap();
    team.hub.add(&team.awa.secrets, &secrets(5), Role::Member);
    assert!(made.is_next(&team.hub.roll), "somebody joined meanwhile: the same turn, signed anew");
    let sent = made.append(&team.hub.roll, &[], &team.awa.secrets, 3_000, chance).unwrap();
    assert_eq!(sent.seals.len(), 5, "the new one gets the key as well");
    team.hub.append(&team.awa.secrets, &turn(2)).unwrap();
    assert!(!made.is_next(&team.hub.roll));
    let again = made.append(&team.hub.roll, &[], &team.awa.secrets, 3_000, chance);
    assert!(again.is_err(), "another turn came first");
}

#[test]
fn a_pin_survives_being_kept() {
    let hub = team().hub;
    let pin = hub.pin();
    let kept: Pin = postcard::from_bytes(&postcard::to_stdvec(&pin).unwrap()).unwrap();
    assert_eq!(kept, pin);
    let log: Log = postcard::from_bytes(&postcard::to_stdvec(&hub.log()).unwrap()).unwrap();
    assert_eq!(log, hub.log());
    assert_ne!(pin.genesis, Hash::NONE);
}
