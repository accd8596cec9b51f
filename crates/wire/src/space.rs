//! Making a space at a hub, and its membership log on the way.

use serde::{Deserialize, Serialize};

use crate::key::Seal;
use crate::limit;
use crate::membership::LogHead;
use crate::message::{Message, at_most};
use crate::signed::Signed;

/// `POST /v1/spaces`: the genesis entry and the first epoch, with the epoch's key sealed to the founder. The answer is a
/// [`LogTaken`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundSpace {
    pub entries: Vec<Signed>,
    pub seals: Vec<Seal>,
    /// What the hub's keeper gave to whoever may make a space there; empty where everybody may.
    pub permit: String,
}

impl Message for FoundSpace {
    const KIND: u16 = 2;
    const NAME: &'static str = "FoundSpace";
    const LIMIT: usize = limit::SMALL;

    fn check(&self) -> Result<(), &'static str> {
        at_most("entries", &self.entries, 2)?;
        self.seals.iter().try_for_each(Seal::fits)
    }
}

/// `POST /v1/spaces/{space}/log`: entries that follow the head which the author knew, all of them or none.
///
/// Where the log has moved the hub answers `log_moved` with its head; the author reads on and decides anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppendLog {
    pub expected: LogHead,
    pub entries: Vec<Signed>,
    /// For each device that an entry adds, the present epoch's key; for an epoch, its key for every device that stays.
    pub seals: Vec<Seal>,
}

impl Message for AppendLog {
    const KIND: u16 = 3;
    const NAME: &'static str = "AppendLog";
    const LIMIT: usize = limit::LIST;

    fn check(&self) -> Result<(), &'static str> {
        at_most("entries", &self.entries, limit::LOG_PAGE)?;
        at_most("seals", &self.seals, limit::DEVICES)?;
        self.seals.iter().try_for_each(Seal::fits)
    }
}

/// The answer: the head with the entries in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogTaken {
    pub head: LogHead,
}

impl Message for LogTaken {
    const KIND: u16 = 4;
    const NAME: &'static str = "LogTaken";
    const LIMIT: usize = limit::SMALL;
}

/// Answer to `GET /v1/spaces/{space}/log?from={n}`: entries from number `n` on, as many as fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPage {
    /// Of the whole log.
    pub head: LogHead,
    pub entries: Vec<Signed>,
}

impl Message for LogPage {
    const KIND: u16 = 5;
    const NAME: &'static str = "LogPage";
    const LIMIT: usize = limit::LIST;

    fn check(&self) -> Result<(), &'static str> {
        at_most("entries", &self.entries, limit::LOG_PAGE)
    }
}
