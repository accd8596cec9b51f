//! What laptops read: in order, in pages that can be cut anywhere, each body once more on demand.

use passerelle_wire::problem::Problem;
use passerelle_wire::pull::{AskEntries, Entries, EntryPlace, Heads, PageEnd};
use passerelle_wire::route;
use serde_bytes::ByteBuf;

use crate::house::House;
use crate::people::{Team, key, wrap};

on_both!(
    heads_name_the_newest_batch_of_each_device,
    a_page_ends_after_the_batch_that_goes_over_its_size,
    batches_come_back_to_the_byte,
    pages_follow_each_other_without_gap_or_twin,
    an_empty_space_gives_an_empty_page,
    single_bodies_come_once_more,
    a_page_of_many_small_batches_is_whole,
);

async fn heads_name_the_newest_batch_of_each_device(house: House) {
    let team = Team::at(house).await;
    let (mut awa, mut bruno) = (team.awa.clone(), team.bruno.clone());
    for body in [b"1", b"2", b"3"] {
        team.writes(&mut awa, body).await.unwrap();
    }
    team.writes(&mut bruno, b"4").await.unwrap();
    let heads: Heads = team.house.get(&team.driss.token, &route::heads(team.space)).await.unwrap();
    assert_eq!(heads.log, team.roll.head());
    assert_eq!((heads.pos, heads.kept_after), (4, 0));
    let found: Vec<_> = heads.heads.iter().map(|head| (head.device, (head.seq, head.hash))).collect();
    assert_eq!(found, [(awa.id(), awa.last), (bruno.id(), bruno.last)]);
}

async fn a_page_ends_after_the_batch_that_goes_over_its_size(house: House) {
    let team = Team::at(house).await;
    let mut awa = team.awa.clone();
    for _ in 0..5 {
        team.writes(&mut awa, &[7; 10_000]).await.unwrap();
    }
    let (two, end) = team.page(&awa, 0, 15_000).await;
    assert_eq!(two.len(), 2);
    assert_eq!(end, PageEnd { after: 2, complete: false });
    let (one, end) = team.page(&awa, 2, 1).await;
    assert_eq!((one.len(), end.after), (1, 3), "one at least, however little was asked for");
    let (rest, end) = team.page(&awa, 3, u32::MAX).await;
    assert_eq!((rest.len(), end), (2, PageEnd { after: 5, complete: true }));
}

async fn batches_come_back_to_the_byte(house: House) {
    let team = Team::at(house).await;
    let bodies: [(_, &[u8]); 3] = [(key(1), b"one"), (key(2), &[0; 300]), (key(1), b"")];
    let batch = team.batch(&team.bruno, &bodies, &[wrap(1), wrap(2)]);
    team.send(&team.bruno, &batch).await.unwrap();
    assert_eq!(team.all(&team.awa).await, [batch]);
}

async fn pages_follow_each_other_without_gap_or_twin(house: House) {
    let team = Team::at(house).await;
    let mut awa = team.awa.clone();
    for number in 0..30_u8 {
        team.writes(&mut awa, &vec![number; 100 * usize::from(number)]).await.unwrap();
    }
    for size in [1, 500, 4_000, 100_000] {
        let (mut at, mut seen) = (0, vec![]);
        loop {
            let (batches, end) = team.page(&awa, at, size).await;
            seen.extend(batches.iter().map(|positioned| positioned.pos));
            at = end.after;
            if end.complete {
                break;
            }
        }
        assert_eq!(seen, (1..=30).collect::<Vec<u64>>(), "in pages of {size}");
    }
}

async fn an_empty_space_gives_an_empty_page(house: House) {
    let team = Team::at(house).await;
    let (batches, end) = team.page(&team.driss, 0, 1_000).await;
    assert_eq!((batches.len(), end), (0, PageEnd { after: 0, complete: true }));
    let (batches, end) = team.page(&team.driss, 77, 1_000).await;
    assert_eq!((batches.len(), end), (0, PageEnd { after: 77, complete: true }));
}

async fn single_bodies_come_once_more(house: House) {
    let team = Team::at(house).await;
    let batch = team.batch(&team.bruno, &[(key(1), b"one"), (key(2), b"two")], &[]);
    team.send(&team.bruno, &batch).await.unwrap();
    let place = |seq, index| EntryPlace { device: team.bruno.id(), seq, index };
    let ask = AskEntries { places: vec![place(1, 1), place(1, 7), place(2, 0), place(1, 0)] };
    let found: Entries = team.house.post(&team.awa.token, &route::entries(team.space), &ask).await.unwrap();
    let body = |text: &str| Some(ByteBuf::from(text));
    assert_eq!(found.bodies, [body("two"), None, None, body("one")]);
    let stranger = crate::people::Laptop::at(9, &team.house).await;
    let refused = team.house.post::<_, Entries>(&stranger.token, &route::entries(team.space), &ask).await;
    assert_eq!(refused, Err(Problem::NotMember));
}

async fn a_page_of_many_small_batches_is_whole(house: House) {
    let team = Team::at(house).await;
    let mut awa = team.awa.clone();
    for number in 0..300_u16 {
        team.writes(&mut awa, &number.to_le_bytes()).await.unwrap();
    }
    let batches = team.all(&team.bruno).await;
    assert_eq!(batches.len(), 300);
    assert_eq!(batches.last().unwrap().bodies, [Some(ByteBuf::from(299_u16.to_le_bytes()))]);
}
