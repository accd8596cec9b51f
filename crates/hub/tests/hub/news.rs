//! Waiting for news without asking again and again.

use passerelle_wire::membership::Act;
use passerelle_wire::problem::Problem;
use passerelle_wire::pull::News;
use passerelle_wire::route;

use crate::house::House;
use crate::people::Team;

on_both!(
    what_is_new_already_is_told_at_once,
    a_batch_wakes_whoever_waits,
    an_entry_of_the_log_wakes_whoever_waits,
    whoever_waits_too_long_is_told_there_is_nothing,
    a_hub_that_stops_lets_everybody_go,
    a_removed_laptop_that_waits_is_told_so,
);

async fn news(team: &Team, pos: u64, log: u64, wait_s: u32) -> Result<News, Problem> {
    team.house.get(&team.driss.token, &route::news(team.space, pos, log, wait_s)).await
}

/// Waits until somebody waits at the hub.
async fn somebody_waits(team: &Team) {
    while team.house.hub().news.waiting() == 0 {
        tokio::task::yield_now().await;
    }
}

async fn what_is_new_already_is_told_at_once(house: House) {
    let team = Team::at(house).await;
    let log_len = team.roll.head().len;
    team.writes(&mut team.awa.clone(), b"note").await.unwrap();
    assert_eq!(news(&team, 0, log_len, 50).await, Ok(News { pos: 1, log_len }));
    assert_eq!(news(&team, 1, log_len - 1, 50).await, Ok(News { pos: 1, log_len }));
}

async fn a_batch_wakes_whoever_waits(house: House) {
    let team = Team::at(house).await;
    let log_len = team.roll.head().len;
    let mut bruno = team.bruno.clone();
    let (told, sent) = tokio::join!(news(&team, 0, log_len, 50), async {
        somebody_waits(&team).await;
        team.writes(&mut bruno, b"note").await
    });
    assert_eq!((told, sent), (Ok(News { pos: 1, log_len }), Ok(1)));
    assert_eq!(team.house.hub().news.waiting(), 0);
}

async fn an_entry_of_the_log_wakes_whoever_waits(house: House) {
    let mut team = Team::at(house).await;
    let (awa, log_len) = (team.awa.clone(), team.roll.head().len);
    let (house, path) = (team.house.clone(), route::news(team.space, 0, log_len, 50));
    let token = team.driss.token.clone();
    let (told, sent) = tokio::join!(house.get::<News>(&token, &path), async {
        somebody_waits(&team).await;
        team.append(&awa, &[Act::MinWriter(2)], vec![]).await
    });
    assert_eq!(told, Ok(News { pos: 0, log_len: log_len + 1 }));
    assert!(sent.is_ok());
}

async fn whoever_waits_too_long_is_told_there_is_nothing(house: House) {
    let team = Team::at(house).await;
    let log_len = team.roll.head().len;
    assert_eq!(news(&team, 0, log_len, 0).await, Ok(News { pos: 0, log_len }));
    assert_eq!(news(&team, 0, log_len, 1).await, Ok(News { pos: 0, log_len }));
}

async fn a_hub_that_stops_lets_everybody_go(house: House) {
    let team = Team::at(house).await;
    let log_len = team.roll.head().len;
    let (told, ()) = tokio::join!(news(&team, 0, log_len, 50), async {
        somebody_waits(&team).await;
        team.house.hub().stop();
    });
    assert_eq!(told, Ok(News { pos: 0, log_len }));
}

async fn a_removed_laptop_that_waits_is_told_so(house: House) {
    let mut team = Team::at(house).await;
    let (awa, log_len) = (team.awa.clone(), team.roll.head().len);
    let (house, path) = (team.house.clone(), route::news(team.space, 0, log_len, 50));
    let token = team.driss.token.clone();
    let removal = Team::removes(&team.driss);
    let (told, sent) = tokio::join!(house.get::<News>(&token, &path), async {
        somebody_waits(&team).await;
        team.append(&awa, &[removal], vec![]).await
    });
    assert!(sent.is_ok());
    assert_eq!(told, Err(Problem::NotMember));
}
