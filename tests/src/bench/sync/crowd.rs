//! Many laptops at one hub at once, in teams of ten: each asks what there is, fetches it, and sends a batch with one edit.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use passerelle_sync::chance::SystemChance;
use passerelle_sync::engine::{Ask, Reply};
use passerelle_sync::http::{Address, Hub as Client};
use passerelle_sync::invitation::{Invitation, JoinRequest};
use passerelle_sync::membership::{admit, found};
use passerelle_sync::seal::DeviceSecrets;
use passerelle_wire::batch::{Batch, EntryRef, Header, Hlc, WrapRef};
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::{DeviceId, KeyId, SpaceId};
use passerelle_wire::key::Wrap;
use passerelle_wire::membership::{LogHead, Role};
use passerelle_wire::version::PROTOCOL;
use serde_bytes::ByteBuf;
use uuid::Uuid;

use super::super::clock::{Times, of};
use super::super::report::Measured;
use super::{once, program};
use crate::Trouble;

const TEAM: u32 = 10;
/// How often each laptop meets.
const ROUNDS: u64 = 5;
/// What one edit of a field is, sealed and padded.
const EDIT: usize = 296;

fn told(what: &str) -> impl Fn(Reply) -> Trouble {
    move |reply| Trouble::new(format!("{what}: {reply:?}"))
}

/// A laptop of the crowd.
struct One {
    secrets: DeviceSecrets,
    space: SpaceId,
    log: LogHead,
    hub: Client,
    seq: u64,
    prev: Hash,
    after: u64,
}

fn device() -> Result<DeviceSecrets, Trouble> {
    Ok(DeviceSecrets::draw(DeviceId(*Uuid::now_v7().as_bytes()), &mut SystemChance)?)
}

/// A team that the hub knows.
fn team(address: &Address, laptops: u32) -> Result<Vec<One>, Trouble> {
    let (founder, space) = (device()?, SpaceId(*Uuid::now_v7().as_bytes()));
    let at_ms = 1_770_000_000_000;
    let founding = found(&founder, space, 45, String::new(), at_ms, &mut SystemChance)?;
    let mut hub = Client::at(address.clone());
    hub.found(&founder, &founding.request).map_err(|fault| Trouble::new(format!("founding: {fault:?}")))?;
    let mut roll = founding.log.roll().clone();
    let mut all = vec![founder];
    for _ in 1..laptops {
        let invited = device()?;
        let [inviter] = all
            .get(..1)
            .and_then(|all| <&[_; 1]>::try_from(all).ok())
            .ok_or_else(|| Trouble::new("nobody"))?;
        let invitation = Invitation {
            pin: founding.log.pin(),
            inviter: inviter.keys()?,
            role: Role::Member,
            hub: address.to_string(),
            space_name: String::new(),
            inviter_name: String::new(),
            within: None,
        };
        let request = JoinRequest::answer(&invitation, &invited, String::new())?;
        let append = admit(&roll, &founding.key, &request, Role::Member, inviter, at_ms, &mut SystemChance)?;
        let entries = append.entries.clone();
        match hub.ask(inviter, space, &Ask::Append(append)) {
            Reply::Appended(_) => {}
            other => return Err(told("admission")(other)),
        }
        for entry in &entries {
            roll.admit(entry)?;
        }
        all.push(invited);
    }
    let one = |secrets| One {
        secrets,
        space,
        log: roll.head(),
        hub: Client::at(address.clone()),
        seq: 0,
        prev: Hash::NONE,
        after: 0,
    };
    Ok(all.into_iter().map(one).collect())
}

impl One {
    fn batch(&mut self) -> Result<Batch, Trouble> {
        self.seq += 1;
        let (body, key) = (vec![7; EDIT], KeyId(*Uuid::now_v7().as_bytes()));
        let wrap = Wrap { key, body: ByteBuf::from(vec![5; 72]) };
        let header = Header {
            space: self.space,
            device: self.secrets.device,
            seq: self.seq,
            prev: self.prev,
            protocol: PROTOCOL,
            epoch: 1,
            log_len: self.log.len,
            log_hash: self.log.hash,
            seen: Vec::new(),
            hlc: Hlc { ms: 1_770_000_000_000, count: 0 },
            entries: vec![EntryRef {
                key,
                codec: 2,
                len: u32::try_from(EDIT)?,
                hash: Hash::of(purpose::BODY, &body),
            }],
            wraps: vec![WrapRef { key, hash: Hash::of(purpose::WRAP, &wrap.body) }],
        };
        let batch = Batch {
            header: self.secrets.sign.sign(purpose::BATCH, &header)?,
            wraps: vec![Some(wrap.body)],
            bodies: vec![Some(ByteBuf::from(body))],
        };
        self.prev = batch.hash();
        Ok(batch)
    }

    fn asks(&mut self, ask: &Ask, times: &mut Vec<f64>) -> Result<Reply, Trouble> {
        let started = Instant::now();
        let reply = self.hub.ask(&self.secrets, self.space, ask);
        times.push(started.elapsed().as_secs_f64() * 1_000.0);
        match reply {
            Reply::Problem(_) | Reply::Cut => Err(told("an answer")(reply)),
            reply => Ok(reply),
        }
    }

    fn meets(&mut self, times: &mut Vec<f64>) -> Result<(), Trouble> {
        self.asks(&Ask::Heads, times)?;
        let page = self.asks(&Ask::Batches { after: self.after, max_bytes: 256 * 1024 }, times)?;
        if let Reply::Batches { end: Some(end), .. } = page {
            self.after = end.after;
        }
        let batch = Box::new(self.batch()?);
        let put = Ask::Put { device: self.secrets.device, seq: self.seq, batch };
        self.asks(&put, times).map(drop)
    }
}

/// Requests in a second, and how long one takes.
///
/// # Errors
/// When an answer says no.
pub fn measure(name: &str, hub: &program::Hub, laptops: u32) -> Result<Vec<Measured>, Trouble> {
    let address: Address = format!("http://localhost:{}", hub.port).parse()?;
    let mut crowd = Vec::new();
    for _ in 0..laptops.div_ceil(TEAM) {
        crowd.extend(team(&address, TEAM)?);
    }
    // Each has its session before the clock starts.
    for one in &mut crowd {
        one.asks(&Ask::Heads, &mut Vec::new())?;
    }
    let (all, started) = (Arc::new(Mutex::new(Vec::new())), Instant::now());
    let talks: Vec<_> = crowd
        .into_iter()
        .map(|mut one| {
            let all = Arc::clone(&all);
            std::thread::spawn(move || -> Result<(), Trouble> {
                let mut times = Vec::new();
                for _ in 0..ROUNDS {
                    one.meets(&mut times)?;
                }
                all.lock().unwrap_or_else(PoisonError::into_inner).extend(times);
                Ok(())
            })
        })
        .collect();
    for talk in talks {
        talk.join().map_err(|_| Trouble::new("a laptop of the crowd fell"))??;
    }
    let seconds = started.elapsed().as_secs_f64();
    let times = std::mem::take(&mut *all.lock().unwrap_or_else(PoisonError::into_inner));
    let asked = f64::from(u32::try_from(times.len())?);
    let Times { p50, p95 } = of(times);
    let what = format!("{laptops} laptops at once on {name}");
    let mut rate = once(format!("{what}: requests in a second"), asked / seconds, "/s", f64::INFINITY);
    rate.floor_ms = None;
    Ok(vec![
        Measured::new(format!("{what}: one request"), Times { p50, p95 }, f64::INFINITY),
        rate,
        once(format!("{what}: memory of the hub"), hub.most_mb()?, "MB", f64::INFINITY),
    ])
}
