//! Several hubs on one database: each number seen once by whoever polls, each word of one known to the others.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;
use hyper_util::rt::TokioIo;
use passerelle_wire::id::DeviceId;
use passerelle_wire::membership::Role;
use passerelle_wire::problem::Problem;
use passerelle_wire::pull::News;
use passerelle_wire::{encode, route};

use crate::house::House;
use crate::people::{Laptop, Team, key, seal};

/// A hub of its own process, ended with the test.
pub struct Running {
    pub child: Child,
    pub address: SocketAddr,
    /// Everything it wrote.
    pub said: Arc<Mutex<String>>,
    reader: Option<std::thread::JoinHandle<()>>,
}

impl Running {
    /// Starts one and waits until it listens.
    pub fn start(store: &str, options: &[&str]) -> Running {
        let mut child = Command::new(env!("CARGO_BIN_EXE_passerelle-hub"))
            .args(["serve", "--listen", "127.0.0.1:0", "--rate", "1000000", "--address-rate", "1000000"])
            .args(options)
            .env("PASSERELLE_HUB_STORE", store)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (told, listening) = mpsc::channel();
        let said = Arc::new(Mutex::new(String::new()));
        let keeping = Arc::clone(&said);
        let reader = std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if let Some((_, rest)) = line.split_once(r#""message":"listening","address":""#) {
                    let _ = told.send(rest.split('"').next().unwrap().parse().unwrap());
                }
                let mut said = keeping.lock().unwrap();
                said.push_str(&line);
                said.push('\n');
            }
        });
        let Ok(address) = listening.recv() else { panic!("it did not start: {}", said.lock().unwrap()) };
        Running { child, address, said, reader: Some(reader) }
    }

    /// Asks it to stop and waits for its end.
    pub fn stop(&mut self) -> (Option<i32>, String) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let code = self.child.wait().unwrap().code();
        self.reader.take().unwrap().join().unwrap();
        (code, self.said.lock().unwrap().clone())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Hands a request on; what comes back of a hub that is gone is a status that no hub says.
async fn forward(to: SocketAddr, request: Request) -> Response {
    match try_forward(to, request).await {
        Some(response) => response,
        None => StatusCode::BAD_GATEWAY.into_response(),
    }
}

async fn try_forward(to: SocketAddr, request: Request) -> Option<Response> {
    let stream = tokio::net::TcpStream::connect(to).await.ok()?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.ok()?;
    tokio::spawn(connection);
    let (mut parts, body) = request.into_parts();
    parts.headers.insert("host", "localhost".parse().unwrap());
    let (parts, body) = sender.send_request(Request::from_parts(parts, body)).await.ok()?.into_parts();
    // An answer that is cut is none.
    let body = body.collect().await.ok()?.to_bytes();
    Some(Response::from_parts(parts, Body::from(body)))
}

/// Hubs by turns: each request goes to the next one.
pub fn by_turns(addresses: Vec<SocketAddr>) -> House {
    let turn = Arc::new(AtomicUsize::new(0));
    House::elsewhere(Router::new().fallback(move |request: Request| {
        let at = turn.fetch_add(1, Ordering::Relaxed) % addresses.len();
        forward(addresses[at], request)
    }))
}

#[test]
fn two_hubs_on_one_database_give_every_batch_one_place() {
    let database = crate::postgres::database();
    let hubs = [Running::start(&database, &[]), Running::start(&database, &[])];
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
    runtime.block_on(eight_write_and_one_reads(by_turns(hubs.iter().map(|hub| hub.address).collect())));
}

const WRITERS: u8 = 8;
const EACH: u64 = 40;

async fn eight_write_and_one_reads(house: House) {
    let mut team = Team::at(house.clone()).await;
    let awa = team.awa.clone();
    let mut writers = vec![];
    for number in 0..WRITERS {
        let laptop = Laptop::at(100 + number, &house).await;
        let act = team.joins(&laptop, Role::Member);
        team.append(&awa, &[act], vec![seal(laptop.id(), 1)]).await.unwrap();
        writers.push(laptop);
    }
    let team = Arc::new(team);
    let done = Arc::new(AtomicBool::new(false));
    let reading = tokio::spawn(poll(Arc::clone(&team), Arc::clone(&done)));
    let writing: Vec<_> = writers
        .into_iter()
        .map(|mut laptop| {
            let team = Arc::clone(&team);
            tokio::spawn(async move {
                for number in 0..EACH {
                    let body = number.to_le_bytes();
                    let batch = team.batch(&laptop, &[(key(9), &body)], &[]);
                    // Now and then the answer is lost, and the same goes to the other hub.
                    let pos = team.send(&laptop, &batch).await.unwrap();
                    if number % 7 == 0 {
                        assert_eq!(team.send(&laptop, &batch).await, Ok(pos));
                    }
                    laptop.last = (laptop.last.0 + 1, batch.hash());
                }
            })
        })
        .collect();
    for writer in writing {
        writer.await.unwrap();
    }
    done.store(true, Ordering::SeqCst);
    let seen = reading.await.unwrap();

    let all = u64::from(WRITERS) * EACH;
    let positions: Vec<u64> = seen.iter().map(|(pos, _, _)| *pos).collect();
    assert_eq!(positions, (1..=all).collect::<Vec<u64>>(), "every position once, in order");
    let mut by_device: BTreeMap<DeviceId, Vec<u64>> = BTreeMap::new();
    for (_, device, seq) in seen {
        by_device.entry(device).or_default().push(seq);
    }
    assert_eq!(by_device.len(), usize::from(WRITERS));
    for (device, numbers) in by_device {
        assert_eq!(numbers, (1..=EACH).collect::<Vec<u64>>(), "{device}: every number once, in order");
    }
}

/// Reads on and on from where it was, by both hubs in turn; what was passed over would never be seen.
async fn poll(team: Arc<Team>, done: Arc<AtomicBool>) -> Vec<(u64, DeviceId, u64)> {
    let (mut at, mut seen) = (0, vec![]);
    loop {
        let last_round = done.load(Ordering::SeqCst);
        let (batches, end) = team.page(&team.driss, at, 20_000).await;
        for positioned in batches {
            let header = positioned.batch.read_header().unwrap();
            seen.push((positioned.pos, header.device, header.seq));
        }
        at = end.after;
        if last_round && end.complete {
            return seen;
        }
    }
}

#[test]
fn what_one_hub_takes_the_other_tells() {
    let database = crate::postgres::database();
    let (here, there) = (Running::start(&database, &[]), Running::start(&database, &[]));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let team = Team::at(by_turns(vec![here.address])).await;
        let other = by_turns(vec![there.address]);
        let log_len = team.roll.head().len;
        let path = route::news(team.space, 0, log_len, 50);
        let (token, waits) = (team.driss.token.clone(), other.clone());
        let waiting = tokio::spawn(async move { waits.get::<News>(&token, &path).await });
        team.writes(&mut team.bruno.clone(), b"said here").await.unwrap();
        let told = waiting.await.unwrap();
        assert_eq!(told, Ok(News { pos: 1, log_len }), "a session of one hub is good at the other");
    });
}

#[test]
fn a_challenge_is_answered_once_at_all_hubs_together() {
    let database = crate::postgres::database();
    let (here, there) = (Running::start(&database, &[]), Running::start(&database, &[]));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let (house, other) = (by_turns(vec![here.address]), by_turns(vec![there.address]));
        let awa = Laptop::new(1);
        let said = encode(&awa.answer(&awa.challenge(&house).await)).unwrap();
        let post = |house: House, said: Vec<u8>| async move {
            house.call(axum::http::Method::POST, route::SESSION, None, said).await.done()
        };
        assert_eq!(post(other, said.clone()).await, Ok(()), "asked here, answered there");
        assert_eq!(post(house, said).await, Err(Problem::Unauthenticated));
    });
}
