//! The membership log at the hub: founded once, appended by compare and swap, obeyed at once.

use passerelle_wire::hash::Hash;
use passerelle_wire::id::SpaceId;
use passerelle_wire::membership::{Act, LogFault, LogHead, Remove, Role};
use passerelle_wire::problem::Problem;
use passerelle_wire::route;
use passerelle_wire::space::{AppendLog, FoundSpace, LogPage, LogTaken};

use crate::house::House;
use crate::people::{Laptop, Team, first_entries, seal, turn, wrap};

on_both!(
    a_space_is_founded_once_and_again_by_the_same_words,
    a_space_of_another_stays_theirs,
    nobody_founds_in_the_name_of_another,
    the_log_is_read_from_any_number,
    who_knew_an_older_head_reads_on_first,
    of_several_entries_all_are_taken_or_none,
    a_member_cannot_do_what_an_admin_does,
    the_last_admin_stays,
    a_new_device_needs_the_key_of_the_epoch,
    a_seal_for_a_stranger_is_refused,
    an_epoch_turns_only_onto_the_wraps_that_it_names,
    of_two_turns_at_once_one_wins_and_the_other_is_forgotten,
    a_removal_that_would_cut_off_taken_batches_is_refused,
    a_removed_device_reads_its_removal_and_nothing_else,
    what_a_removed_device_had_sent_may_still_be_brought,
    a_replaced_sealing_key_takes_its_seals_with_it,
    a_removed_device_comes_back_under_no_name,
);

async fn page(team: &Team, by: &Laptop, from: u64) -> Result<LogPage, Problem> {
    team.house.get(&by.token, &route::log(team.space, from)).await
}

async fn a_space_is_founded_once_and_again_by_the_same_words(house: House) {
    let awa = Laptop::at(1, &house).await;
    let (found, roll) = first_entries(&awa, SpaceId([7; 16]));
    let first: LogTaken = house.post(&awa.token, route::SPACES, &found).await.unwrap();
    let again: LogTaken = house.post(&awa.token, route::SPACES, &found).await.unwrap();
    assert_eq!((first.head, again.head), (roll.head(), roll.head()));
}

async fn a_space_of_another_stays_theirs(house: House) {
    let (awa, bruno) = (Laptop::at(1, &house).await, Laptop::at(2, &house).await);
    let space = SpaceId([7; 16]);
    house.post::<_, LogTaken>(&awa.token, route::SPACES, &first_entries(&awa, space).0).await.unwrap();
    let (other, _) = first_entries(&bruno, space);
    let squatting = house.post::<_, LogTaken>(&bruno.token, route::SPACES, &other).await;
    assert_eq!(squatting, Err(Problem::Taken));
}

async fn nobody_founds_in_the_name_of_another(house: House) {
    let (awa, bruno) = (Laptop::at(1, &house).await, Laptop::at(2, &house).await);
    let (found, _) = first_entries(&awa, SpaceId([7; 16]));
    let refused = house.post::<_, LogTaken>(&bruno.token, route::SPACES, &found).await;
    assert_eq!(refused, Err(Problem::NotMember));
    let empty = FoundSpace { entries: vec![], seals: vec![], permit: String::new() };
    let refused = house.post::<_, LogTaken>(&bruno.token, route::SPACES, &empty).await;
    assert_eq!(refused, Err(Problem::Malformed));
}

async fn the_log_is_read_from_any_number(house: House) {
    let team = Team::at(house).await;
    let all = page(&team, &team.driss, 0).await.unwrap();
    assert_eq!(all.head, team.roll.head());
    assert_eq!(all.entries.len(), 5);
    let rest = page(&team, &team.driss, 3).await.unwrap();
    assert_eq!(rest.entries, all.entries[3..]);
    assert_eq!(page(&team, &team.driss, 5).await.unwrap().entries, []);
    assert_eq!(page(&team, &team.driss, u64::MAX).await.unwrap().entries, []);
}

async fn who_knew_an_older_head_reads_on_first(house: House) {
    let mut team = Team::at(house).await;
    let (awa, before) = (team.awa.clone(), team.roll.clone());
    let late = AppendLog {
        expected: before.head(),
        entries: team.entries(&awa, &[Act::MinWriter(3)]),
        seals: vec![],
    };
    team.append(&awa, &[Act::MinWriter(2)], vec![]).await.unwrap();
    let refused = team.house.post::<_, LogTaken>(&awa.token, &route::append_log(team.space), &late).await;
    assert_eq!(refused, Err(Problem::LogMoved { head: team.roll.head() }));
    let empty = AppendLog { expected: LogHead::EMPTY, entries: vec![], seals: vec![] };
    let refused = team.house.post::<_, LogTaken>(&awa.token, &route::append_log(team.space), &empty).await;
    assert_eq!(refused, Err(Problem::LogMoved { head: team.roll.head() }));
}

async fn of_several_entries_all_are_taken_or_none(house: House) {
    let mut team = Team::at(house).await;
    let awa = team.awa.clone();
    let acts = [Act::MinWriter(2), Act::MinWriter(1)];
    let refused = team.append(&awa, &acts, vec![]).await;
    assert_eq!(refused, Err(Problem::LogRefused { fault: LogFault::VersionBack }));
    assert_eq!(page(&team, &awa, 0).await.unwrap().head, team.roll.head());
    team.append(&awa, &[Act::MinWriter(2)], vec![]).await.expect("nothing of the first try is left");
}

async fn a_member_cannot_do_what_an_admin_does(house: House) {
    let mut team = Team::at(house).await;
    let bruno = team.bruno.clone();
    for act in [Act::MinWriter(2), Act::SetRole(bruno.id(), Role::Admin), Team::removes(&team.chloe)] {
        let refused = team.append(&bruno, &[act], vec![]).await;
        assert_eq!(refused, Err(Problem::LogRefused { fault: LogFault::RoleForbids }));
    }
    team.append(&bruno, &[Team::removes(&bruno)], vec![]).await.expect("whoever wants to leaves");
}

async fn the_last_admin_stays(house: House) {
    let mut team = Team::at(house).await;
    let awa = team.awa.clone();
    let refused = team.append(&awa, &[Team::removes(&awa)], vec![]).await;
    assert_eq!(refused, Err(Problem::LogRefused { fault: LogFault::LastAdmin }));
}

async fn a_new_device_needs_the_key_of_the_epoch(house: House) {
    let mut team = Team::at(house).await;
    let (awa, emma) = (team.awa.clone(), Laptop::at(5, &team.house).await);
    let act = team.joins(&emma, Role::Member);
    let refused = team.append(&awa, std::slice::from_ref(&act), vec![]).await;
    assert_eq!(refused, Err(Problem::TurnIncomplete { wraps: 0 }));
    team.append(&awa, &[act], vec![seal(emma.id(), 1)]).await.unwrap();
    assert!(page(&team, &emma, 0).await.is_ok());
}

async fn a_seal_for_a_stranger_is_refused(house: House) {
    let mut team = Team::at(house).await;
    let (awa, emma) = (team.awa.clone(), Laptop::at(5, &team.house).await);
    let refused = team.append(&awa, &[Act::MinWriter(2)], vec![seal(emma.id(), 1)]).await;
    assert_eq!(refused, Err(Problem::Malformed));
    let refused = team.append(&awa, &[Act::MinWriter(2)], vec![seal(awa.id(), 2)]).await;
    assert_eq!(refused, Err(Problem::Malformed), "of an epoch that is not the present one");
}

async fn an_epoch_turns_only_onto_the_wraps_that_it_names(house: House) {
    let mut team = Team::at(house).await;
    let (awa, wraps) = (team.awa.clone(), [wrap(1), wrap(2)]);
    let seals = || [1, 2, 3, 4].map(|number| seal(Laptop::new(number).id(), 2)).to_vec();
    assert_eq!(team.put_wraps(&awa, 2, &wraps[..1]).await, Ok(1));
    let refused = team.append(&awa, &[turn(2, &wraps)], seals()).await;
    assert_eq!(refused, Err(Problem::TurnIncomplete { wraps: 1 }), "one is on its way still");
    assert_eq!(team.put_wraps(&awa, 2, &wraps).await, Ok(2));
    let refused = team.append(&awa, &[turn(2, &wraps)], seals()[1..].to_vec()).await;
    assert_eq!(refused, Err(Problem::TurnIncomplete { wraps: 2 }), "one laptop would be left without");
    team.append(&awa, &[turn(2, &wraps)], seals()).await.unwrap();
}

async fn of_two_turns_at_once_one_wins_and_the_other_is_forgotten(house: House) {
    let mut team = Team::at(house).await;
    let (awa, chloe) = (team.awa.clone(), team.chloe.clone());
    team.append(&awa, &[Act::SetRole(chloe.id(), Role::Admin)], vec![]).await.unwrap();
    let other = passerelle_wire::key::PutWraps { epoch: 2, check: Hash([99; 32]), wraps: vec![wrap(1)] };
    let path = route::put_wraps(team.space);
    let taken: passerelle_wire::key::WrapsTaken = team.house.put(&chloe.token, &path, &other).await.unwrap();
    assert_eq!(taken.count, 1);
    team.turns(&awa, 2, &[wrap(1), wrap(2)]).await.unwrap();
    let late = team.house.put::<_, passerelle_wire::key::WrapsTaken>(&chloe.token, &path, &other).await;
    assert_eq!(late, Err(Problem::EpochOver { epoch: 2 }));
}

async fn a_removal_that_would_cut_off_taken_batches_is_refused(house: House) {
    let mut team = Team::at(house).await;
    let (awa, mut bruno) = (team.awa.clone(), team.bruno.clone());
    let before = Team::removes(&bruno);
    team.writes(&mut bruno, b"just before").await.unwrap();
    assert_eq!(team.append(&awa, &[before], vec![]).await, Err(Problem::NotNext { next: 2 }));
    let other = Act::Remove(Remove { device: bruno.id(), last_seq: 1, last_hash: Hash([8; 32]) });
    assert_eq!(team.append(&awa, &[other], vec![]).await, Err(Problem::NotNext { next: 2 }));
    team.append(&awa, &[Team::removes(&bruno)], vec![]).await.unwrap();
}

async fn a_removed_device_reads_its_removal_and_nothing_else(house: House) {
    let mut team = Team::at(house).await;
    let (awa, mut bruno) = (team.awa.clone(), team.bruno.clone());
    team.append(&awa, &[Team::removes(&bruno)], vec![]).await.unwrap();
    let removal = team.roll.head();
    team.append(&awa, &[Act::MinWriter(2)], vec![]).await.unwrap();
    let log = page(&team, &bruno, 0).await.unwrap();
    assert_eq!((log.head, log.entries.len()), (removal, 6), "up to the proof that it is out");
    assert_eq!(team.writes(&mut bruno, b"after").await, Err(Problem::NotMember));
    for path in [
        route::heads(team.space),
        route::batches(team.space, 0, 1_000),
        route::seals(team.space, 0),
        route::wraps(team.space, 1, None),
        route::acks(team.space),
        route::snapshots(team.space),
        route::news(team.space, 0, 0, 0),
    ] {
        let refused = team.house.get::<LogPage>(&bruno.token, &path).await;
        assert_eq!(refused, Err(Problem::NotMember), "{path}");
    }
}

async fn what_a_removed_device_had_sent_may_still_be_brought(house: House) {
    let mut team = Team::at(house).await;
    let (awa, mut bruno) = (team.awa.clone(), team.bruno.clone());
    let carried = team.batch(&bruno, &[(crate::people::key(9), b"on a stick")], &[]);
    bruno.last = (1, carried.hash());
    let after = team.batch(&bruno, &[(crate::people::key(9), b"never counted")], &[]);
    team.append(&awa, &[Team::removes(&bruno)], vec![]).await.unwrap();
    assert_eq!(team.send(&awa, &carried).await, Ok(1));
    assert_eq!(team.send(&awa, &after).await, Err(Problem::NotMember));
}

async fn a_replaced_sealing_key_takes_its_seals_with_it(house: House) {
    let mut team = Team::at(house).await;
    let bruno = team.bruno.clone();
    let path = route::seals(team.space, 0);
    let before: passerelle_wire::key::Seals = team.house.get(&bruno.token, &path).await.unwrap();
    assert_eq!(before.seals, [seal(bruno.id(), 1)]);
    let fresh = passerelle_wire::device::SealPublic([0x77; 32]);
    team.append(&bruno, &[Act::SealKey(fresh)], vec![]).await.unwrap();
    let after: passerelle_wire::key::Seals = team.house.get(&bruno.token, &path).await.unwrap();
    assert_eq!(after.seals, [], "the former key opened them, and is to open nothing any more");
}

async fn a_removed_device_comes_back_under_no_name(house: House) {
    let mut team = Team::at(house).await;
    let (awa, bruno) = (team.awa.clone(), team.bruno.clone());
    team.append(&awa, &[Team::removes(&bruno)], vec![]).await.unwrap();
    let back = team.joins(&bruno, Role::Member);
    let refused = team.append(&awa, &[back], vec![seal(bruno.id(), 1)]).await;
    assert_eq!(refused, Err(Problem::LogRefused { fault: LogFault::AlreadyKnown }));
}
