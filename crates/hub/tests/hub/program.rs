//! The program itself: how it starts, stops, speaks TLS, is watched, copied and verified.

use std::process::{Command, Output};
use std::sync::{Arc, mpsc};

use axum::http::Method;
use hyper_util::rt::TokioIo;
use passerelle_hub::maintain;
use passerelle_hub::store::{Sqlite, Value, read, write};
use passerelle_wire::key::WrapPage;
use passerelle_wire::pull::News;
use passerelle_wire::route;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tempfile::TempDir;
use tokio_rustls::TlsConnector;

use crate::house::House;
use crate::people::{Laptop, Team, key, wrap};
use crate::processes::{Running, by_turns};

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

fn hub(options: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_passerelle-hub")).args(options).output().unwrap()
}

struct Place {
    folder: TempDir,
    store: String,
}

impl Place {
    fn new() -> Place {
        let folder = TempDir::new().unwrap();
        let store = folder.path().join("hub.db").display().to_string();
        Place { folder, store }
    }

    fn file(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }
}

/// Two batches with keys of their own.
async fn some_work(house: House) -> Team {
    let team = Team::at(house).await;
    let mut bruno = team.bruno.clone();
    let batch = team.batch(&bruno, &[(key(1), b"note")], &[wrap(1)]);
    team.send(&bruno, &batch).await.unwrap();
    bruno.last = (1, batch.hash());
    team.writes(&mut bruno, b"another").await.unwrap();
    team
}

#[test]
fn a_hub_that_is_told_to_stop_answers_whoever_waits_and_ends_well() {
    let place = Place::new();
    let mut running = Running::start(&place.store, &[]);
    let runtime = runtime();
    let team = runtime.block_on(some_work(by_turns(vec![running.address])));
    let (house, token) = (team.house.clone(), team.driss.token.clone());
    let log_len = team.roll.head().len;
    let path = route::news(team.space, 2, log_len, 50);
    let waiting = runtime.spawn(async move { house.get::<News>(&token, &path).await });
    // It waits once the hub was asked: its line comes when it is answered.
    let (code, said) = running.stop();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains(r#""message":"stopped""#), "{said}");
    if let Ok(told) = runtime.block_on(waiting) {
        assert_eq!(told, Ok(News { pos: 2, log_len }));
    }
    assert!(
        String::from_utf8(hub(&["check", "--store", &place.store]).stdout).unwrap().contains("2 batches")
    );
    let again = Running::start(&place.store, &[]);
    let house = by_turns(vec![again.address]);
    let found = runtime.block_on(async {
        let team = Team { house, ..team };
        team.all(&team.awa).await.len()
    });
    assert_eq!(found, 2, "and goes on where it was, sessions included");
}

/// Writes until the hub is gone, and says how many batches were answered.
async fn writes_until_it_is_gone(team: &Team, mut by: Laptop, enough: &mpsc::Sender<()>) -> Laptop {
    loop {
        let batch = team.batch(&by, &[(key(9), &by.last.0.to_le_bytes())], &[]);
        let path = route::batch(team.space, by.id(), by.last.0 + 1);
        let body = passerelle_wire::encode(&batch).unwrap();
        let Some(reply) = team.house.try_call(Method::PUT, &path, &by.token, body).await else { return by };
        reply.read::<passerelle_wire::batch::BatchTaken>().unwrap();
        by.last = (by.last.0 + 1, batch.hash());
        if by.last.0 == 25 {
            enough.send(()).unwrap();
        }
    }
}

fn nothing_answered_is_lost_by_a_kill(store: &str) {
    let mut running = Running::start(store, &[]);
    let runtime = runtime();
    let team = Arc::new(runtime.block_on(Team::at(by_turns(vec![running.address]))));
    let (told, enough) = mpsc::channel();
    let writing = runtime.spawn({
        let (team, bruno) = (Arc::clone(&team), team.bruno.clone());
        async move { writes_until_it_is_gone(&team, bruno, &told).await }
    });
    enough.recv().unwrap();
    running.child.kill().unwrap();
    let mut bruno = runtime.block_on(writing).unwrap();
    let again = Running::start(store, &[]);
    runtime.block_on(async {
        let team = Team { house: by_turns(vec![again.address]), ..Team::clone(&team) };
        let found = team.all(&team.awa).await;
        let answered = usize::try_from(bruno.last.0).unwrap();
        assert!(
            (answered..=answered + 1).contains(&found.len()),
            "{answered} answered, {} there",
            found.len()
        );
        let pos = team.writes(&mut bruno, &(u64::try_from(answered).unwrap()).to_le_bytes()).await;
        assert_eq!(pos, Ok(bruno.last.0), "the one that was on its way is sent again");
    });
    let said = String::from_utf8(hub(&["check", "--store", store]).stdout).unwrap();
    assert!(said.contains("all as they were signed"), "{said}");
}

#[test]
fn nothing_answered_is_lost_by_a_kill_on_sqlite() {
    let place = Place::new();
    nothing_answered_is_lost_by_a_kill(&place.store);
}

#[test]
fn nothing_answered_is_lost_by_a_kill_on_postgres() {
    nothing_answered_is_lost_by_a_kill(&crate::postgres::database());
}

#[test]
fn the_log_has_no_name_token_or_address_and_says_how_each_request_ended() {
    let place = Place::new();
    let mut running = Running::start(&place.store, &[]);
    let team = runtime().block_on(async {
        let team = some_work(by_turns(vec![running.address])).await;
        let other = team.batch(&team.bruno, &[(key(1), b"of a copied laptop")], &[]);
        assert!(team.send(&team.bruno, &other).await.is_err());
        team
    });
    let port = running.address.port();
    let (_, said) = running.stop();
    let template = r#""route":"/v1/spaces/{space}/batches/{device}/{seq}","status":200"#;
    assert!(said.contains(template), "{said}");
    assert!(said.contains(r#""problem":"fork""#), "{said}");
    let requests: Vec<&str> = said.lines().filter(|line| line.contains(r#""message":"request""#)).collect();
    assert!(requests.len() > 10);
    let secrets = [team.space.to_string(), team.bruno.id().to_string(), key(1).to_string()];
    for line in requests {
        let found = secrets.iter().find(|secret| line.contains(*secret));
        assert_eq!(found, None, "{line}");
        assert!(!line.contains("127.0.0.1"), "{line}");
    }
    assert!(!said.contains(&team.bruno.token) && !said.contains(&key(1).to_string()));
    let fork = said.lines().find(|line| line.contains("two batches under one number")).unwrap();
    assert!(fork.contains(&team.bruno.id().to_string()), "the keeper is asked which laptop it was");
    assert!(!said.contains(&format!("{port}\",\"peer")));
}

#[test]
fn counts_are_given_to_prometheus_on_an_address_of_their_own() {
    let place = Place::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let running = Running::start(&place.store, &["--metrics", &free.to_string()]);
    runtime().block_on(async {
        let house = by_turns(vec![running.address]);
        some_work(house.clone()).await;
        let reply = by_turns(vec![free]).call(Method::GET, "/metrics", None, vec![]).await;
        let text = String::from_utf8(reply.bytes).unwrap();
        for line in [
            "passerelle_hub_batches_total 2",
            r#"passerelle_hub_requests_total{route="/v1/spaces/{space}/batches/{device}/{seq}",method="PUT",status="200"} 2"#,
            r#"passerelle_hub_request_duration_seconds_count{route="/v1/spaces"} 1"#,
            "passerelle_hub_waiting 0",
            "# EOF",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        let hidden = house.call(Method::GET, "/metrics", None, vec![]).await;
        assert_eq!(hidden.status.as_u16(), 404, "laptops have no use for them");
    });
}

#[test]
fn a_copy_of_a_running_hub_is_whole_and_has_no_keys() {
    let place = Place::new();
    let running = Running::start(&place.store, &[]);
    runtime().block_on(some_work(by_turns(vec![running.address])));
    let (long, short) = (place.file("long.db"), place.file("short.db"));
    let made = hub(&["backup", &long, "--store", &place.store]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    assert!(hub(&["backup", &short, "--with-keys", "--store", &place.store]).status.success());
    let twice = hub(&["backup", &long, "--store", &place.store]);
    assert!(!twice.status.success(), "nothing is written over");
    for copy in [&long, &short] {
        let said = String::from_utf8(hub(&["check", "--store", copy]).stdout).unwrap();
        assert!(said.contains("1 spaces, 5 log entries, 2 batches"), "{said}");
    }
    let canary = [2; 48];
    let holds = |file: &str| std::fs::read(file).unwrap().windows(canary.len()).any(|bytes| bytes == canary);
    assert!(!holds(&long), "no key that is sealed to a laptop is in a copy that lives long");
    assert!(holds(&short));
}

#[test]
fn a_hub_on_a_copy_goes_on() {
    let place = Place::new();
    let running = Running::start(&place.store, &[]);
    let runtime = runtime();
    let team = runtime.block_on(some_work(by_turns(vec![running.address])));
    let copy = place.file("copy.db");
    assert!(hub(&["backup", &copy, "--store", &place.store]).status.success());
    drop(running);
    let restored = Running::start(&copy, &[]);
    runtime.block_on(async {
        let house = by_turns(vec![restored.address]);
        let mut awa = team.awa.clone();
        awa.comes_in(&house).await.unwrap();
        let team = Team { house, ..team };
        let found = team.all(&awa).await;
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].wraps, [Some(wrap(1).body)]);
        let wraps: WrapPage = team.house.get(&awa.token, &route::wraps(team.space, 1, None)).await.unwrap();
        assert_eq!(wraps.wraps, [], "laptops bring them again");
        assert_eq!(team.writes(&mut awa, b"and on").await, Ok(3));
        assert_eq!(team.put_wraps(&awa, 1, &[wrap(1)]).await, Ok(1));
    });
}

#[test]
fn what_is_not_as_it_was_signed_is_found() {
    let place = Place::new();
    let mut running = Running::start(&place.store, &[]);
    runtime().block_on(some_work(by_turns(vec![running.address])));
    running.stop();
    let store = Sqlite::open(place.store.as_ref()).unwrap();
    assert_eq!(maintain::check(&store).unwrap()[0].batches, 2);
    let body =
        read(&store, |tx| Ok(tx.ask_one("SELECT body FROM entry WHERE pos = 1", &[])?.unwrap().bytes(0)?));
    assert_eq!(body.unwrap(), b"note");
    write(&store, |tx| Ok(tx.run("UPDATE entry SET body = ?1 WHERE pos = 1", &[Value::Bytes(b"nota")])?))
        .unwrap();
    drop(store);
    let said = hub(&["check", "--store", &place.store]);
    assert!(!said.status.success());
    assert!(String::from_utf8_lossy(&said.stderr).contains("a batch"), "{said:?}");
    assert!(!hub(&["check", "--store", &place.file("nowhere.db")]).status.success());
}

#[test]
fn a_file_of_a_newer_version_is_left_alone() {
    let place = Place::new();
    drop(Sqlite::open(place.store.as_ref()).unwrap());
    let db = rusqlite::Connection::open(&place.store).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    let before = std::fs::read(&place.store).unwrap();
    let said = hub(&["serve", "--store", &place.store]);
    assert!(!said.status.success());
    assert!(String::from_utf8_lossy(&said.stderr).contains("99"), "{said:?}");
    assert!(std::fs::read(&place.store).unwrap() == before, "not a byte is another");
}

#[test]
fn laptops_reach_it_over_tls() {
    let place = Place::new();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (cert, secret) = (place.file("cert.pem"), place.file("key.pem"));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&secret, made.signing_key.serialize_pem()).unwrap();
    let running = Running::start(&place.store, &["--tls-cert", &cert, "--tls-key", &secret]);
    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_root_certificates(roots).with_no_client_auth();
    let status = runtime().block_on(async {
        let stream = tokio::net::TcpStream::connect(running.address).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap();
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let request = axum::http::Request::get(route::HELLO).header("host", "localhost");
        sender.send_request(request.body(axum::body::Body::empty()).unwrap()).await.unwrap().status()
    });
    assert_eq!(status.as_u16(), 200);
}
