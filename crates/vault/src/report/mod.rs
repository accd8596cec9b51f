//! What figures are counted from, in memory: everybody's cases and referrals as small rows, read once and then followed commit by
//! commit, so that any report of any period costs one pass over them and no index of its own.

mod hours;
mod line;
mod read;
mod rule;

pub use hours::{SiteHoursLine, SiteHoursPage};
pub use line::{FigureLine, FigurePage, FigureUnit};
pub(crate) use read::family;
pub use rule::OutcomeRuleLine;

use std::collections::{BTreeSet, HashMap};

use passerelle_domain::report::facts::{Life, Names};
use rusqlite::Connection;
use uuid::Uuid;

use crate::derive::LIMITED;
use crate::{Error, Vault};

/// Everybody who is shown, in no order that means anything; not those whose use is limited by right, whose data are kept and
/// otherwise left alone (GDPR article 18(2)).
#[derive(Default)]
pub(crate) struct Facts {
    lives: Vec<Life>,
    /// Where the life of each person stands, by the number of their row.
    places: HashMap<i64, usize>,
}

impl Facts {
    fn read(db: &Connection) -> Result<Facts, Error> {
        let mut facts = Facts::default();
        for life in read::lives(db, None)? {
            facts.put(life);
        }
        Ok(facts)
    }

    fn put(&mut self, life: Life) {
        let known = self.places.get(&life.person.ix).and_then(|place| self.lives.get_mut(*place));
        if let Some(known) = known {
            *known = life;
        } else {
            self.places.insert(life.person.ix, self.lives.len());
            self.lives.push(life);
        }
    }

    fn drop(&mut self, ix: i64) {
        let Some(place) = self.places.remove(&ix) else { return };
        self.lives.swap_remove(place);
        if let Some(moved) = self.lives.get(place) {
            self.places.insert(moved.person.ix, place);
        }
    }

    /// Reads these people again, after a commit that may have touched them.
    pub(crate) fn follow(&mut self, db: &Connection, people: &BTreeSet<Uuid>) -> Result<(), Error> {
        let rows = read::family(db, people)?;
        let mut gone: BTreeSet<i64> = rows.iter().copied().collect();
        for life in read::lives(db, Some(&rows))? {
            gone.remove(&life.person.ix);
            self.put(life);
        }
        for ix in gone {
            self.drop(ix);
        }
        Ok(())
    }
}

impl Vault {
    /// How many files no figure counts, since their use is limited.
    pub fn left_out_of_figures(&self) -> Result<u32, Error> {
        self.read(|db| {
            let sql = "SELECT count(*) FROM person WHERE aside > 0 AND aside & ?1 <> 0 AND removed = 0 AND merged_into IS NULL";
            Ok(db.prepare_cached(sql)?.query_row([LIMITED], |row| row.get(0))?)
        })
    }

    /// Answers one question to the facts of everybody, in one read transaction; the names are those of programmes, partners and
    /// workers, and the rules of positive exits.
    pub fn figures<T>(&self, question: impl FnOnce(&[Life], &Names) -> T) -> Result<T, Error> {
        // Held until the answer: a commit in between is followed afterwards, so that none is missed.
        let mut facts = self.facts();
        self.read(|db| {
            let facts = match facts.as_mut() {
                Some(facts) => facts,
                None => facts.insert(Facts::read(db)?),
            };
            Ok(question(&facts.lives, &read::names(db)?))
        })
    }
}
