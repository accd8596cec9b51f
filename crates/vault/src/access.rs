//! The journal of accesses: who looked at whose file on this laptop, when and how. No content, no synchronisation. Written behind:
//! a look waits for no disk, and what a crash takes is the last second.

mod chain;
mod read;

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant as Clock};

use passerelle_domain::id::{PersonId, WorkerId};
use passerelle_domain::moment::Instant;
use passerelle_domain::rights::{AccessKind, AccessReason};
use rusqlite::{Connection, TransactionBehavior};
use uuid::Uuid;
use zeroize::Zeroizing;

pub use read::{AccessFilter, AccessLine, AccessPage};

pub(crate) use chain::broken;

use crate::key::secret::VaultKey;
use crate::{Error, Vault, wipe_stack};

const PURPOSE: &str = "passerelle/v1/access";

/// How long looks are gathered before they are written in one transaction.
const GATHER: Duration = Duration::from_secs(1);

/// Within so many milliseconds the same file on the screen is one look: a screen rereads itself at each change.
const SAME_LOOK_MS: i64 = 15 * 60 * 1000;

/// How long a line is kept. The CNIL recommends six months to a year (deliberation 2021-122 of 14 October 2021).
pub const KEPT_DAYS: i64 = 365;

/// The key of the chain, of which the vault's key cannot be told.
type ChainKey = Zeroizing<[u8; 32]>;

/// One access.
#[derive(Clone, Debug)]
pub struct Look {
    pub at: Instant,
    pub worker: WorkerId,
    /// None where it was of nobody's file.
    pub person: Option<PersonId>,
    pub kind: AccessKind,
    pub reason: Option<AccessReason>,
    /// Of a reason, in words.
    pub words: String,
}

enum Message {
    Look(Box<Look>),
    /// Write what there is, and say so.
    Now(Sender<()>),
}

#[derive(Default)]
struct Inner {
    sender: Option<Sender<Message>>,
    thread: Option<JoinHandle<()>>,
    /// When a file was last opened, by person.
    opened: HashMap<Uuid, i64>,
}

/// What takes looks and writes them behind. Dropped, it writes the rest and ends before the connection is closed.
pub(crate) struct Ledger {
    chain: ChainKey,
    inner: Mutex<Inner>,
}

impl Ledger {
    pub fn new(key: &VaultKey) -> Result<Ledger, Error> {
        let chain = key.derive(PURPOSE).map_err(|_| Error::Codec)?;
        Ok(Ledger { chain, inner: Mutex::default() })
    }

    pub fn chain(&self) -> &[u8; 32] {
        &self.chain
    }

    fn send(&self, writer: &Arc<Mutex<Connection>>, message: Message) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.sender.is_none() {
            let (sender, receiver) = channel();
            let (writer, chain) = (Arc::clone(writer), Zeroizing::new(*self.chain));
            // Where the system gives no thread, looks are lost rather than files closed.
            let behind = std::thread::Builder::new().name("accesses".to_owned());
            inner.thread = behind.spawn(move || write_behind(&receiver, &writer, &chain)).ok();
            inner.sender = Some(sender);
        }
        if let Some(sender) = &inner.sender {
            let _ = sender.send(message);
        }
    }

    /// Whether this is the same look as before.
    fn is_same(&self, look: &Look) -> bool {
        let person = match (look.kind, look.person) {
            (AccessKind::Opened, Some(person)) => person.0,
            // A search is asked at each letter that is typed.
            (AccessKind::Searched, _) => Uuid::nil(),
            _ => return false,
        };
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let last = inner.opened.get(&person).copied();
        let same = last.is_some_and(|last| (0..SAME_LOOK_MS).contains(&(look.at.0 - last)));
        if !same {
            inner.opened.insert(person, look.at.0);
        }
        same
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        let inner = self.inner.get_mut().unwrap_or_else(PoisonError::into_inner);
        inner.sender = None;
        if let Some(thread) = inner.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Gathers looks and writes them; what cannot be written is tried again with the next.
fn write_behind(receiver: &Receiver<Message>, writer: &Mutex<Connection>, chain: &ChainKey) {
    let mut looks: Vec<Look> = Vec::new();
    while let Ok(first) = receiver.recv() {
        let mut told: Vec<Sender<()>> = Vec::new();
        let mut take = |message: Message, told: &mut Vec<Sender<()>>| match message {
            Message::Look(look) => looks.push(*look),
            Message::Now(tell) => told.push(tell),
        };
        take(first, &mut told);
        let until = Clock::now() + GATHER;
        while told.is_empty() {
            match receiver.recv_timeout(until.saturating_duration_since(Clock::now())) {
                Ok(message) => take(message, &mut told),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        if let Ok(mut db) = writer.lock()
            && append(&mut db, chain, &looks).is_ok()
        {
            looks.clear();
        }
        wipe_stack();
        for tell in told {
            let _ = tell.send(());
        }
    }
}

fn append(db: &mut Connection, chain: &[u8; 32], looks: &[Look]) -> Result<(), Error> {
    let Some(last) = looks.iter().map(|look| look.at.0).max() else { return Ok(()) };
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    chain::append(&tx, chain, looks)?;
    chain::prune(&tx, last - KEPT_DAYS * 24 * 60 * 60 * 1000)?;
    Ok(tx.commit()?)
}

/// Forgets the words that reasons held of these people; that their files were opened stays, by ids that lead to nobody.
pub(crate) fn forget_words(tx: &Connection, people: &[Uuid]) -> Result<(), Error> {
    let sql = "UPDATE access_log SET words = '' WHERE person = ?1 AND words <> ''";
    for person in people {
        tx.prepare_cached(sql)?.execute([crate::row::blob(person)])?;
    }
    Ok(())
}

impl Vault {
    /// Notes an access, which is written within a second or with what asks for it. The same file opened again within a quarter
    /// of an hour is the same look.
    pub fn note_access(&self, look: Look) {
        if !self.ledger.is_same(&look) {
            self.ledger.send(&self.writer, Message::Look(Box::new(look)));
        }
    }

    /// Waits until everything noted so far is on the disk.
    pub fn settle_accesses(&self) {
        let (tell, told) = channel();
        self.ledger.send(&self.writer, Message::Now(tell));
        let _ = told.recv();
    }
}

#[cfg(test)]
mod tests;
