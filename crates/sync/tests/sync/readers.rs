//! Whatever a hub, a stick or a letter brings, no reader falls, none takes much memory, and a meeting ends.

use passerelle_sync::alarm::{Alarm, Refusal, Stop, Subject};
use passerelle_sync::codec::{Entry, Line, pack, unpack};
use passerelle_sync::courier::Bag;
use passerelle_sync::engine::{Ask, Reply};
use passerelle_sync::invitation::{Code, Invitation, JoinRequest};
use passerelle_sync::membership::Log;
use passerelle_wire::batch::{Batch, Hlc};
use passerelle_wire::id::{DeviceId, KeyId};
use passerelle_wire::key::WrapPage;
use passerelle_wire::membership::Role;
use passerelle_wire::problem::Problem;
use passerelle_wire::pull::{PageEnd, Positioned};
use passerelle_wire::{encode, frame};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::cloud::Cloud;
use crate::invented::{AWA, name, set};
use crate::laptop::{Laptop, founded};
use crate::team::{Counted, secrets, team};

/// What becomes of good bytes on the way.
#[derive(Clone, Debug)]
enum Harm {
    /// Bytes somewhere are others.
    Spoilt(Vec<(Index, u8)>),
    /// The end is missing.
    Torn(Index),
    /// Something is put in between.
    Stuffed(Index, Vec<u8>),
    /// Other bytes altogether.
    Other(Vec<u8>),
}

impl Harm {
    fn to(&self, good: &[u8]) -> Vec<u8> {
        let mut bytes = good.to_vec();
        let at = |index: &Index| if good.is_empty() { 0 } else { index.index(good.len()) };
        match self {
            Harm::Spoilt(spots) if !good.is_empty() => {
                for (spot, byte) in spots {
                    bytes[at(spot)] = *byte;
                }
            }
            Harm::Spoilt(_) => {}
            Harm::Torn(index) => bytes.truncate(at(index)),
            Harm::Stuffed(index, more) => drop(bytes.splice(at(index)..at(index), more.iter().copied())),
            Harm::Other(other) => bytes.clone_from(other),
        }
        bytes
    }
}

fn harm() -> impl Strategy<Value = Harm> {
    let some = |most| proptest::collection::vec(any::<u8>(), 0..most);
    prop_oneof![
        4 => proptest::collection::vec((any::<Index>(), any::<u8>()), 1..6).prop_map(Harm::Spoilt),
        2 => any::<Index>().prop_map(Harm::Torn),
        2 => (any::<Index>(), some(40)).prop_map(|(at, more)| Harm::Stuffed(at, more)),
        1 => some(400).prop_map(Harm::Other),
    ]
}

fn entry() -> Entry {
    let ops = [set(2, [7; 16], 5, (2, 9), "Awa"), set(2, [7; 16], 6, (1, 40), "Roubaix")].concat();
    let mut entry = Entry::of(Some([7; 16]));
    for n in 1..4 {
        let hlc = Hlc { ms: 1, count: 0 };
        let line = Line { device: AWA, n, hlc, schema: 4, actor: [2; 16], act: "person.correct", ops: &ops };
        entry.take(&line, name).unwrap();
    }
    entry
}

/// Awa and Bruno, who has written what Awa has not.
fn two() -> (Cloud, Laptop, Laptop) {
    let (mut cloud, mut awa) = founded();
    let mut bruno = awa.invites(&mut cloud, 2, Role::Member);
    bruno.syncs(&mut cloud);
    awa.syncs(&mut cloud);
    awa.turns(&mut cloud, &[]);
    awa.syncs(&mut cloud);
    for (of, text) in [(1, "un"), (2, "deux"), (1, "trois")] {
        bruno.writes(of, text);
        bruno.syncs(&mut cloud);
    }
    awa.writes(3, "quatre");
    (cloud, awa, bruno)
}

/// The bytes of an answer, as a hub sends them.
fn bytes_of(reply: &Reply) -> Option<Vec<u8>> {
    Some(match reply {
        Reply::Log(page) => encode(page).unwrap(),
        Reply::Appended(taken) => encode(taken).unwrap(),
        Reply::Seals(seals) => encode(seals).unwrap(),
        Reply::Wraps(page) => encode(page).unwrap(),
        Reply::WrapsTaken(taken) => encode(taken).unwrap(),
        Reply::Heads(heads) => encode(heads).unwrap(),
        Reply::Taken(taken) => encode(taken).unwrap(),
        Reply::Acks(acks) => encode(acks).unwrap(),
        Reply::Batches { batches, end } => {
            let mut bytes = Vec::new();
            for batch in batches {
                frame::write(batch, &mut bytes).unwrap();
            }
            if let Some(end) = end {
                frame::write(end, &mut bytes).unwrap();
            }
            bytes
        }
        Reply::Blob(_) | Reply::Chunk(_) | Reply::Done | Reply::Problem(_) | Reply::Cut => return None,
        Reply::Snapshots(snapshots) => encode(snapshots).unwrap(),
        Reply::Segment(segment) => encode(segment).unwrap(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn harmed_entries_are_read_or_refused(harm in harm()) {
        let good = entry().to_bytes().unwrap();
        if let Ok(read) = Entry::read(&harm.to(&good)) {
            let _ = read.lines(|_| Some(1));
            let _ = read.lines(|_| None);
        }
    }

    #[test]
    fn harmed_bodies_are_unpacked_within_their_limit_or_refused(harm in harm(), long in 0..60_000_usize) {
        let (codec, good) = pack(&vec![7; long]).unwrap();
        let bytes = harm.to(&good);
        for codec in [codec.number(), 1, 2, 3] {
            if let Ok(unpacked) = unpack(codec, &bytes) {
                prop_assert!(unpacked.len() <= 8 * 1024 * 1024);
            }
        }
    }

    #[test]
    fn harmed_letters_and_invitations_are_read_or_refused(harm in harm()) {
        let team = team();
        let code = Code::from_bytes([9; 10]);
        let invitation = Invitation {
            pin: team.hub.pin(),
            inviter: secrets(1).keys().unwrap(),
            role: Role::Member,
            hub: "hub.exemple.fr".to_owned(),
            space_name: "Équipe du Pile".to_owned(),
            inviter_name: "Awa".to_owned(),
            within: None,
        };
        let mut chance = Counted(1);
        let _ = Invitation::from_file(&harm.to(&invitation.to_file(&code).unwrap()));
        let _ = Invitation::open(&harm.to(&invitation.seal(&code, &mut chance).unwrap()), &code);
        let request = JoinRequest::answer(&invitation, &secrets(5), "Bruno".to_owned()).unwrap();
        let letter = harm.to(&request.seal(&code, &mut chance).unwrap());
        let _ = JoinRequest::open(&letter, &code, &invitation.pin);
    }

    #[test]
    fn a_harmed_log_is_read_no_further_than_it_was_signed(harm in harm()) {
        let hub = team().hub;
        let page = hub.page();
        if let Ok(read) = passerelle_wire::decode::<passerelle_wire::space::LogPage>(&harm.to(&encode(&page).unwrap()))
            && let Ok((mut log, _)) = Log::found(&hub.pin(), &read)
        {
            prop_assert_eq!(log.head(), hub.roll.head(), "whatever was read is what was signed");
            prop_assert!(log.extend(&page).is_ok());
        }
    }

    #[test]
    fn a_harmed_answer_to_any_question_is_read_or_refused(harm in harm()) {
        let asks = [
            Ask::Log { from: 0 }, Ask::Seals { after: 0 }, Ask::Wraps { epoch: 1, after: None }, Ask::Heads,
            Ask::Batches { after: 0, max_bytes: 1 }, Ask::Acks,
        ];
        let (mut cloud, awa, _) = two();
        for ask in asks {
            let good = bytes_of(&cloud.answer(awa.id(), &ask)).unwrap();
            let _ = ask.read(&harm.to(&good));
            Ask::read_problem(&harm.to(&good));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_meeting_whose_answers_are_harmed_ends_and_leaves_nothing_wrong(
        harms in proptest::collection::vec(proptest::option::weighted(0.4, harm()), 24),
    ) {
        let (mut cloud, mut awa, mut bruno) = two();
        let mut harms = harms.into_iter();
        let (_, asked) = awa.asks(|by, ask| {
            let reply = cloud.answer(by, ask);
            let Some(Some(harm)) = harms.next() else { return reply };
            let Some(good) = bytes_of(&reply) else { return reply };
            ask.read(&harm.to(&good)).unwrap_or(Reply::Cut)
        });
        prop_assert!(asked < 100, "{asked} questions");
        prop_assert!(awa.told.iter().all(|told| bruno.told.contains(told) || told.0 == awa.id()));
        for _ in 0..2 {
            prop_assert!(awa.syncs(&mut cloud).complete, "an honest hub is met as if nothing had been");
            prop_assert!(bruno.syncs(&mut cloud).complete);
        }
        prop_assert_eq!(&awa.told, &bruno.told);
    }

    #[test]
    fn a_harmed_file_of_a_stick_is_refused_or_believed_in_what_is_signed(harm in harm()) {
        let (cloud, awa, bruno) = two();
        let mut bag = Bag::of(&bruno.space(), cloud.log.clone(), cloud.batches.clone());
        bag.log.head = cloud.roll.head();
        let file = harm.to(&bag.to_file().unwrap());
        let Ok(read) = Bag::from_file(file.as_slice()) else { return Ok(()) };
        let known = awa.space().standing.chains.clone();
        if let Ok((space, taken)) = awa.space().take_bag(&read, 1_000, &|_: DeviceId, _: u64| None, &mut Counted(9)) {
            let signed = |batch: &Batch| cloud.batches.iter().any(|sent| sent.header == batch.header);
            let fresh: Vec<_> = taken.fresh().collect();
            prop_assert!(fresh.len() <= cloud.batches.len());
            let heads = space.standing.chains.heads().filter(|head| known.get(head.device).map(|chain| chain.hash) != Some(head.hash));
            for head in heads {
                // The bag holds one of them twice, and the harm may have met the copy that was not taken.
                let mut copies = read.batches.iter().filter(|batch| batch.hash() == head.hash);
                prop_assert!(copies.any(signed), "only what its author signed is taken");
            }
        }
    }
}

#[test]
fn a_hub_that_answers_for_ever_is_not_listened_to_for_ever() {
    let nonsense = Alarm::Refused { subject: Subject::Answer, why: Refusal::Malformed };
    let (mut cloud, mut awa, _) = two();
    let (_, asked) = awa.asks(|by, ask| match ask {
        Ask::Batches { after, .. } => {
            Reply::Batches { batches: Vec::new(), end: Some(PageEnd { after: after + 1, complete: false }) }
        }
        ask => cloud.answer(by, ask),
    });
    assert!(asked < 20 && awa.alarms.contains(&nonsense), "{asked}: {:?}", awa.alarms);

    let (mut cloud, mut awa, _) = two();
    awa.syncs(&mut cloud);
    awa.turns(&mut cloud, &[]);
    let (_, asked) = awa.asks(|by, ask| match ask {
        Ask::Wraps { .. } => Reply::Wraps(WrapPage { wraps: Vec::new(), next: Some(KeyId([1; 16])) }),
        ask => cloud.answer(by, ask),
    });
    assert!(asked < 20 && awa.alarms.contains(&nonsense), "{asked}: {:?}", awa.alarms);

    let (mut cloud, mut awa, _) = two();
    awa.writes(1, "cinq");
    let mut next = 0;
    let (_, asked) = awa.asks(|by, ask| match ask {
        Ask::Put { .. } => {
            next = 1 + next % 2;
            Reply::Problem(Problem::NotNext { next })
        }
        ask => cloud.answer(by, ask),
    });
    assert!(asked < 20, "{asked} questions");
}

#[test]
fn a_hub_that_makes_up_thousands_of_forgeries_fills_no_vault() {
    let (mut cloud, mut awa, bruno) = two();
    let good = cloud.batches.last().unwrap().clone();
    let forged = |seq: u64| {
        let mut header = good.read_header().unwrap();
        header.seq = seq;
        let mut batch = good.clone();
        batch.header.body = encode(&header).unwrap();
        Positioned { pos: seq, batch }
    };
    let (report, _) = awa.asks(|by, ask| match ask {
        Ask::Batches { .. } => Reply::Batches {
            batches: (1_000..4_000).map(forged).collect(),
            end: Some(PageEnd { after: 4_000, complete: true }),
        },
        ask => cloud.answer(by, ask),
    });
    assert_eq!(awa.alarms.len(), 100);
    assert!(matches!(report.stop, Some(Stop::Alarm(_))), "{report:?}");
    assert!(awa.syncs(&mut cloud).complete);
    assert!(bruno.told.iter().all(|told| awa.told.contains(told)), "an honest hub is met all the same");
}
