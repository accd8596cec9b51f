//! Keeping a decision, and what the vault is given for as long as many lines come, as on a laptop that joins a team.

use std::thread;

use passerelle_domain::Topic;
use passerelle_domain::id::SpaceId;
use passerelle_domain::moment::Now;
use rusqlite::Connection;

use super::keep::{Done, Keep};
use crate::open::{CACHE, CACHE_FOR_MANY, LOG, LOG_FOR_MANY};
use crate::receive::Received;
use crate::{Error, Vault};

/// Lines from which on what comes is more than a few files.
const MANY: usize = 1_000;

/// Whether more than a few files come.
fn are_many(keeps: &[Keep]) -> bool {
    let lines = |keep: &Keep| match keep {
        Keep::Lines(lines) | Keep::Gathered(lines) => lines.len(),
        _ => 0,
    };
    keeps.iter().map(lines).sum::<usize>() >= MANY
}

/// A cache of pages that holds what many lines write: with the usual one they are enciphered and written more than once. And
/// a log that is folded in by another connection, unless it grows beyond all measure. The next decision takes both back.
fn give_room(db: &Connection, many: bool) -> Result<(), Error> {
    db.pragma_update(None, "cache_size", if many { CACHE_FOR_MANY } else { CACHE })?;
    let log = if many { LOG_FOR_MANY } else { LOG };
    Ok(db.pragma_update_and_check(None, "wal_autocheckpoint", log, |_| Ok(()))?)
}

impl Vault {
    /// Keeps a decision: all of it with what synchronisation then knows, in one transaction. Lines that come are taken as by
    /// [`Vault::receive`]; `previous` of each is filled in here, since batches come in the order in which they were written.
    ///
    /// Errors are of the file alone, as a full disk; nothing is then kept.
    pub fn keep(
        &self,
        space: SpaceId,
        keeps: Vec<Keep>,
        standing: &[u8],
        now: Now,
    ) -> Result<Received, Error> {
        let many = are_many(&keeps);
        let mut db = self.writer()?;
        give_room(&db, many)?;
        let done = self.keep_beside(&mut db, many, |db| self.keep_all(db, space, keeps, standing, now));
        let Done { mut received, people, erased } = done?;
        if erased {
            self.forget();
            self.mirror_erased(&db);
            crate::erase::fold_log(&db)?;
            received.topics.extend([Topic::People, Topic::Referrals, Topic::Agenda, Topic::Session]);
        } else {
            self.follow(&db, &people);
        }
        Ok(received)
    }

    /// Keeps something while the log of what was kept before is folded in, where that is much.
    fn keep_beside<T>(
        &self,
        db: &mut Connection,
        many: bool,
        keep: impl FnOnce(&mut Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        thread::scope(|scope| {
            let folds = thread::Builder::new().name("log".to_owned());
            // Without a thread to be had the log stays as it is until it has grown.
            let folding = many.then(|| folds.spawn_scoped(scope, || self.fold_beside()));
            let kept = keep(db);
            drop(folding);
            kept
        })
    }
}
