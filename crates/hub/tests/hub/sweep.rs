//! What goes by itself.

use passerelle_hub::store::{Postgres, Sqlite, Store};
use passerelle_hub::sweep::once;
use passerelle_wire::id::SnapshotId;
use passerelle_wire::problem::Problem;
use passerelle_wire::pull::Heads;
use passerelle_wire::route;
use passerelle_wire::snapshot::Segment;
use serde_bytes::ByteBuf;

use crate::house::{DAY_MS, House, settings};
use crate::people::{Laptop, Team};
use crate::snapshot::{commit, put_segment, segment};

on_both!(
    sessions_and_letters_that_ran_out_go,
    a_snapshot_that_was_never_finished_goes,
    bodies_stay_for_ever_where_nobody_said_otherwise,
);

mod with_days {
    use super::*;

    #[test]
    fn sqlite_lets_bodies_go_that_everybody_has() {
        let folder = tempfile::TempDir::new().unwrap();
        told(Box::new(Sqlite::open(&folder.path().join("hub.db")).unwrap()));
    }

    #[test]
    fn postgres_lets_bodies_go_that_everybody_has() {
        told(Box::new(Postgres::open(&crate::postgres::database(), 4).unwrap()));
    }

    fn told(store: Box<dyn Store>) {
        let house = House::over(store, passerelle_hub::settings::Settings { keep_days: 30, ..settings() });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(bodies_that_everybody_has_go(house.clone()));
        drop(runtime);
        drop(house);
    }
}

async fn sweep(house: &House) {
    let hub = std::sync::Arc::clone(house.hub());
    tokio::task::spawn_blocking(move || once(&hub).unwrap()).await.unwrap();
}

async fn sessions_and_letters_that_ran_out_go(house: House) {
    let team = Team::at(house).await;
    team.house.later(DAY_MS);
    sweep(&team.house).await;
    let left = team.house.hub().read(|keep| {
        let count = |keep: &mut passerelle_hub::keep::Keep<'_>, table| {
            let sql = format!("SELECT count(*) FROM {table}");
            Ok::<_, passerelle_hub::store::Failure>(keep.tx.ask_one(&sql, &[])?.unwrap().int(0)?)
        };
        Ok([count(keep, "session")?, count(keep, "nonce")?, count(keep, "letter")?])
    });
    assert_eq!(left.await.unwrap(), [0, 0, 0]);
}

async fn a_snapshot_that_was_never_finished_goes(house: House) {
    let team = Team::at(house).await;
    put_segment(&team, &team.awa, SnapshotId([8; 16]), 0, &segment(&[(1, b"one")])).await.unwrap();
    sweep(&team.house).await;
    let path = route::segment(team.space, SnapshotId([8; 16]), 0);
    assert!(team.house.get::<Segment>(&team.awa.token, &path).await.is_ok(), "it may still be finished");
    team.house.later(8 * DAY_MS);
    sweep(&team.house).await;
    let awa = Laptop::at(1, &team.house).await;
    assert_eq!(team.house.get::<Segment>(&awa.token, &path).await, Err(Problem::NotFound));
}

async fn everybody_has(team: &Team, laptops: &[Laptop], number: u64, applied: u64) {
    let author = team.awa.id();
    for laptop in laptops {
        team.acks(laptop, number, 1, &[(author, applied)]).await.unwrap();
    }
}

async fn all_logged_in(team: &Team) -> Vec<Laptop> {
    let mut laptops = vec![];
    for number in 1..=4 {
        laptops.push(Laptop::at(number, &team.house).await);
    }
    laptops
}

async fn bodies_stay_for_ever_where_nobody_said_otherwise(house: House) {
    let team = Team::at(house).await;
    let mut awa = team.awa.clone();
    team.writes(&mut awa, b"kept").await.unwrap();
    let whole = segment(&[(9, b"state")]);
    put_segment(&team, &awa, SnapshotId([8; 16]), 0, &whole).await.unwrap();
    commit(&team, &awa, SnapshotId([8; 16]), 1, &[&whole]).await.unwrap();
    team.house.later(400 * DAY_MS);
    let laptops = all_logged_in(&team).await;
    everybody_has(&team, &laptops, 1, 1).await;
    sweep(&team.house).await;
    assert_eq!(team.all(&laptops[0]).await[0].bodies, [Some(ByteBuf::from("kept"))]);
}

async fn bodies_that_everybody_has_go(house: House) {
    let team = Team::at(house).await;
    let mut awa = team.awa.clone();
    for body in [b"one", b"two", b"six"] {
        team.writes(&mut awa, body).await.unwrap();
    }
    team.house.later(31 * DAY_MS);
    let laptops = all_logged_in(&team).await;
    let kept_after = async || {
        sweep(&team.house).await;
        let path = route::heads(team.space);
        team.house.get::<Heads>(&laptops[0].token, &path).await.unwrap().kept_after
    };
    everybody_has(&team, &laptops[..3], 1, 3).await;
    assert_eq!(kept_after().await, 0, "Driss has not said, and there is no snapshot");
    everybody_has(&team, &laptops[3..], 1, 2).await;
    assert_eq!(kept_after().await, 0, "there is no snapshot");
    let whole = segment(&[(9, b"state")]);
    put_segment(&team, &laptops[1], SnapshotId([8; 16]), 0, &whole).await.unwrap();
    commit(&team, &laptops[1], SnapshotId([8; 16]), 3, &[&whole]).await.unwrap();
    assert_eq!(kept_after().await, 2, "Driss has two of three");
    let found = team.all(&laptops[0]).await;
    assert_eq!(found[1].bodies, [None]);
    assert_eq!(found[2].bodies, [Some(ByteBuf::from("six"))]);
    everybody_has(&team, &laptops[3..], 2, 3).await;
    assert_eq!(kept_after().await, 3);
}
