//! The membership log as a hub reads it: who may do what, and what nobody can do.

use passerelle_wire::device::SealPublic;
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::SpaceId;
use passerelle_wire::membership::{Act, Entry, LogFault, LogHead, Remove, Role, Roll, TurnEpoch};
use passerelle_wire::signed::Signed;
use serde_bytes::ByteBuf;

use crate::people::{Laptop, SPACE, kit, laptop};
use crate::sample;

/// Awa, coordinator, and Bruno, member, in a space of its first epoch; Chloé, not in it.
fn team() -> (Roll, Laptop, Laptop, Laptop) {
    let (awa, bruno, chloe) = (laptop(1), laptop(2), laptop(3));
    let mut roll = Roll::found(&awa.genesis()).unwrap();
    awa.does(&mut roll, &turn(1)).unwrap();
    let joins = bruno.joins(&roll, Role::Member);
    awa.does(&mut roll, &joins).unwrap();
    (roll, awa, bruno, chloe)
}

/// The entries of a small team's log, as they were signed.
pub fn written() -> Vec<Signed> {
    let (awa, bruno) = (laptop(1), laptop(2));
    let mut entries = vec![awa.genesis()];
    let mut roll = Roll::found(&entries[0]).unwrap();
    let joins = bruno.joins(&roll, Role::Member);
    for act in [turn(1), joins, Act::SetRole(bruno.id(), Role::Admin), Act::MinWriter(2), remove(&bruno)] {
        entries.push(awa.entry(&roll, &act));
        roll.admit(&entries[entries.len() - 1]).unwrap();
    }
    entries
}

fn remove(device: &Laptop) -> Act {
    Act::Remove(Remove { device: device.id(), last_seq: 7, last_hash: Hash([7; 32]) })
}

fn turn(epoch: u32) -> Act {
    Act::TurnEpoch(TurnEpoch { epoch, check: Hash([1; 32]), wraps: Hash([2; 32]), wrap_count: 0 })
}

/// The act is refused, and nothing has changed by trying.
fn refused(roll: &Roll, by: &Laptop, act: &Act) -> LogFault {
    let mut tried = roll.clone();
    let fault = by.does(&mut tried, act).unwrap_err();
    assert_eq!(&tried, roll, "a refused entry leaves everything as it was");
    fault
}

#[test]
fn a_space_begins_with_its_founder_alone() {
    let awa = laptop(1);
    let roll = Roll::found(&awa.genesis()).unwrap();
    let members: Vec<_> = roll.members().map(|(device, _, role)| (device, role)).collect();
    assert_eq!(members, [(awa.id(), Role::Admin)]);
    assert_eq!((roll.space(), roll.head().len, roll.epoch_number()), (SPACE, 1, 0));
    assert!(roll.turn_due(), "nothing can be written before there is a key");
    assert_eq!(roll.genesis(), awa.genesis().hash(purpose::LOG));
}

#[test]
fn only_an_admin_adds_removes_turns_and_orders() {
    let (roll, _, bruno, chloe) = team();
    for act in sample::acts() {
        match act {
            Act::Genesis(_) | Act::SealKey(_) => {}
            Act::Remove(_) => {
                let of_awa = remove(&laptop(1));
                assert_eq!(refused(&roll, &bruno, &of_awa), LogFault::RoleForbids);
            }
            act => assert_eq!(refused(&roll, &bruno, &act), LogFault::RoleForbids, "{act:?}"),
        }
    }
    let herself = chloe.joins(&roll, Role::Admin);
    assert_eq!(refused(&roll, &chloe, &herself), LogFault::UnknownSigner);
    let self_promotion = Act::SetRole(bruno.id(), Role::Admin);
    assert_eq!(refused(&roll, &bruno, &self_promotion), LogFault::RoleForbids);
}

#[test]
fn the_last_admin_cannot_be_removed_nor_step_down() {
    let (mut roll, awa, bruno, _) = team();
    assert_eq!(refused(&roll, &awa, &remove(&awa)), LogFault::LastAdmin);
    assert_eq!(refused(&roll, &awa, &Act::SetRole(awa.id(), Role::Member)), LogFault::LastAdmin);
    awa.does(&mut roll, &Act::SetRole(bruno.id(), Role::Admin)).unwrap();
    bruno.does(&mut roll, &remove(&awa)).unwrap();
    assert_eq!(refused(&roll, &bruno, &remove(&bruno)), LogFault::LastAdmin);
    assert_eq!(refused(&roll, &awa, &turn(2)), LogFault::UnknownSigner, "Awa is gone");
}

#[test]
fn who_leaves_makes_a_turn_due_and_never_comes_back_under_the_same_name() {
    let (mut roll, awa, bruno, _) = team();
    assert!(!roll.turn_due());
    bruno.does(&mut roll, &remove(&bruno)).unwrap();
    assert!(roll.turn_due());
    let seat = roll.seat(bruno.id()).unwrap();
    assert_eq!(seat.removed(), Some(3));
    assert!(seat.counts(6, Hash([6; 32])) && seat.counts(7, Hash([7; 32])));
    assert!(!seat.counts(7, Hash([8; 32])) && !seat.counts(8, Hash([8; 32])), "nothing of him after that");
    let again = bruno.joins(&roll, Role::Member);
    assert_eq!(refused(&roll, &awa, &again), LogFault::AlreadyKnown);
    assert_eq!(refused(&roll, &awa, &Act::Renew(bruno.id())), LogFault::NotMember);
    assert_eq!(refused(&roll, &awa, &Act::SetRole(bruno.id(), Role::Member)), LogFault::NotMember);
    awa.does(&mut roll, &turn(2)).unwrap();
    assert!(!roll.turn_due());
}

#[test]
fn a_role_is_told_for_every_position_of_the_log() {
    let (mut roll, awa, bruno, _) = team();
    awa.does(&mut roll, &Act::SetRole(bruno.id(), Role::Reader)).unwrap();
    awa.does(&mut roll, &remove(&bruno)).unwrap();
    let seat = roll.seat(bruno.id()).unwrap();
    let roles: Vec<_> = (0..=5).map(|len| seat.role_at(len)).collect();
    assert_eq!(roles, [None, None, None, Some(Role::Member), Some(Role::Reader), None]);
}

#[test]
fn nobody_is_added_without_consent_to_these_keys_and_this_space() {
    let (roll, awa, bruno, chloe) = team();
    let Act::AddDevice(mut joins) = chloe.joins(&roll, Role::Member) else { unreachable!() };
    joins.keys.seal = SealPublic([0x66; 32]);
    assert_eq!(refused(&roll, &awa, &Act::AddDevice(joins)), LogFault::Consent, "a key of the hub's");
    let elsewhere = Roll::found(&bruno.genesis()).unwrap();
    let joins = chloe.joins(&elsewhere, Role::Member);
    assert_eq!(refused(&roll, &awa, &joins), LogFault::Consent, "she agreed to join another space");
}

#[test]
fn keys_are_never_shared_between_devices() {
    let (mut roll, awa, bruno, _) = team();
    bruno.does(&mut roll, &Act::SealKey(SealPublic([0x42; 32]))).unwrap();
    assert_eq!(roll.seat(bruno.id()).unwrap().keys.seal, SealPublic([0x42; 32]));
    assert_eq!(refused(&roll, &awa, &Act::SealKey(SealPublic([0x42; 32]))), LogFault::AlreadyKnown);
}

#[test]
fn epochs_and_versions_only_go_up() {
    let (mut roll, awa, ..) = team();
    for epoch in [0, 1, 3] {
        assert_eq!(refused(&roll, &awa, &turn(epoch)), LogFault::EpochNumber);
    }
    awa.does(&mut roll, &Act::MinWriter(3)).unwrap();
    assert_eq!(refused(&roll, &awa, &Act::MinWriter(3)), LogFault::VersionBack);
    assert_eq!(roll.min_writer(), 3);
}

#[test]
fn an_act_of_a_newer_version_stops_the_reader() {
    let (roll, awa, ..) = team();
    let mut entry = Entry::after(roll.head(), SPACE, awa.id(), 0, &turn(2));
    entry.kind = 900;
    let signed = awa.sign(purpose::LOG, &entry);
    assert_eq!(roll.clone().admit(&signed).unwrap_err(), LogFault::TooNew(900));
    entry.kind = 7;
    entry.body = ByteBuf::from([3, 0, 0]);
    let signed = awa.sign(purpose::LOG, &entry);
    assert_eq!(roll.clone().admit(&signed).unwrap_err(), LogFault::Malformed, "an act may not grow");
}

#[test]
fn an_entry_out_of_its_place_is_refused() {
    let (roll, awa, bruno, _) = team();
    let at = |head, space| awa.sign(purpose::LOG, &Entry::after(head, space, awa.id(), 0, &turn(2)));
    let head = roll.head();
    let admit = |signed| roll.clone().admit(&signed).unwrap_err();
    assert_eq!(admit(at(LogHead { len: 2, ..head }, SPACE)), LogFault::NotNext);
    assert_eq!(admit(at(LogHead { hash: Hash([0; 32]), ..head }, SPACE)), LogFault::BrokenChain);
    assert_eq!(admit(at(head, SpaceId([1; 16]))), LogFault::OtherSpace);
    let mut forged = at(head, SPACE);
    forged.signature = bruno.sign_bytes(purpose::LOG, &forged.body);
    assert_eq!(admit(forged), LogFault::Signature);
    assert_eq!(admit(awa.genesis()), LogFault::NotNext);
    assert_eq!(Roll::found(&awa.entry(&roll, &turn(2))).unwrap_err(), LogFault::Genesis);
}

#[test]
fn a_kit_makes_a_member_a_coordinator_takes_itself_out_and_does_nothing_else() {
    let (mut roll, awa, bruno, chloe) = team();
    let kit = kit(9);
    let placed = kit.joins(&roll, Role::Reader);
    awa.does(&mut roll, &placed).unwrap();
    assert_eq!(roll.kit(), Some(kit.id()));
    let admission = chloe.joins(&roll, Role::Member);
    let acts = [
        admission,
        Act::SetRole(awa.id(), Role::Reader),
        Act::SetRole(bruno.id(), Role::Member),
        Act::SetRole(kit.id(), Role::Admin),
        remove(&awa),
        turn(2),
        Act::MinWriter(2),
        Act::Renew(bruno.id()),
        Act::SealKey(SealPublic([0x43; 32])),
    ];
    for act in &acts {
        assert_eq!(refused(&roll, &kit, act), LogFault::RoleForbids, "{act:?}");
    }
    assert_eq!(refused(&roll, &kit, &Act::SetRole(chloe.id(), Role::Admin)), LogFault::NotMember);
    kit.does(&mut roll, &Act::SetRole(bruno.id(), Role::Admin)).unwrap();
    assert_eq!(roll.seat(bruno.id()).unwrap().role(), Some(Role::Admin));
    kit.does(&mut roll, &remove(&kit)).unwrap();
    assert_eq!(roll.kit(), None);
    assert_eq!(refused(&roll, &kit, &Act::SetRole(bruno.id(), Role::Admin)), LogFault::UnknownSigner);
    let again = kit.joins(&roll, Role::Reader);
    assert_eq!(refused(&roll, &awa, &again), LogFault::AlreadyKnown, "it serves once");
}

#[test]
fn a_kit_is_no_coordinator_of_whom_one_is_left() {
    let (mut roll, awa, bruno, _) = team();
    let kit = kit(9);
    for role in [Role::Member, Role::Admin] {
        assert_eq!(refused(&roll, &awa, &kit.joins(&roll, role)), LogFault::RoleForbids);
    }
    let placed = kit.joins(&roll, Role::Reader);
    assert_eq!(refused(&roll, &bruno, &placed), LogFault::RoleForbids, "a coordinator makes it");
    awa.does(&mut roll, &placed).unwrap();
    for role in [Role::Member, Role::Admin] {
        assert_eq!(refused(&roll, &awa, &Act::SetRole(kit.id(), role)), LogFault::RoleForbids);
    }
    assert_eq!(refused(&roll, &awa, &remove(&awa)), LogFault::LastAdmin);
    awa.does(&mut roll, &remove(&kit)).unwrap();
    assert_eq!(roll.kit(), None);
}
