//! Anonymous answers about programmes: the box they wait in, which is of this laptop alone and no part of the journal, and
//! what is shown once they left it. Nothing here tells how many wait.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::Topic;
use passerelle_domain::change::Changes;
use passerelle_domain::feedback::{FeedbackAnswer, Helped, Recommend, TOGETHER};
use passerelle_domain::id::{FeedbackId, ProgrammeId};
use rusqlite::{Connection, Row, params};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::row::blob;
use crate::{Error, Hand, Vault};

/// A sentence that somebody gave, without what else they answered.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FeedbackWords {
    pub id: FeedbackId,
    pub words: String,
}

/// What is shown of a programme: nothing, or five answers, or five more.
#[derive(Clone, Debug, Default, Serialize, TS)]
pub struct FeedbackShown {
    /// How many answers; 0 until there are five.
    pub answers: u32,
    pub helped: u32,
    pub helped_partly: u32,
    pub helped_not: u32,
    pub would_recommend: u32,
    /// Months in which the first and the last of them left the box, `YYYY-MM`.
    pub since: String,
    pub until: String,
    /// In an order that is drawn.
    pub words: Vec<FeedbackWords>,
}

struct Kept {
    id: FeedbackId,
    month: String,
    answer: FeedbackAnswer,
}

fn answer(row: &Row<'_>, from: usize) -> rusqlite::Result<Option<FeedbackAnswer>> {
    let helped = Helped::from_code(&row.get::<_, String>(from)?);
    let recommend = Recommend::from_code(&row.get::<_, String>(from + 1)?);
    let words = row.get(from + 2)?;
    let read = |(helped, recommend)| FeedbackAnswer { helped, recommend, words };
    Ok(helped.zip(recommend).map(read))
}

/// Answers of whole batches: one that came or stayed in part would tell its answers apart.
fn kept(db: &Connection, programme: ProgrammeId) -> Result<Vec<Kept>, Error> {
    let sql = "SELECT batch, id, month, helped, recommend, words FROM feedback
               WHERE programme = ?1 AND removed = 0 AND batch IS NOT NULL ORDER BY batch, id";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([blob(&programme.0)])?;
    let mut batches: BTreeMap<Uuid, Vec<Kept>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        if let Some(answer) = answer(row, 3)? {
            let one = Kept { id: FeedbackId(row.get(1)?), month: row.get(2)?, answer };
            batches.entry(row.get(0)?).or_default().push(one);
        }
    }
    Ok(batches.into_values().filter(|batch| batch.len() >= TOGETHER).flatten().collect())
}

fn shown(kept: Vec<Kept>) -> FeedbackShown {
    let count = |of: &dyn Fn(&FeedbackAnswer) -> bool| {
        u32::try_from(kept.iter().filter(|one| of(&one.answer)).count()).unwrap_or(u32::MAX)
    };
    let months = || kept.iter().map(|one| one.month.clone());
    FeedbackShown {
        answers: count(&|_| true),
        helped: count(&|one| one.helped == Helped::Yes),
        helped_partly: count(&|one| one.helped == Helped::Partly),
        helped_not: count(&|one| one.helped == Helped::No),
        would_recommend: count(&|one| one.recommend == Recommend::Yes),
        since: months().min().unwrap_or_default(),
        until: months().max().unwrap_or_default(),
        words: kept
            .into_iter()
            .filter(|one| !one.answer.words.is_empty())
            .map(|one| FeedbackWords { id: one.id, words: one.answer.words })
            .collect(),
    }
}

impl Vault {
    /// What is shown of a programme.
    pub fn feedback(&self, programme: ProgrammeId) -> Result<FeedbackShown, Error> {
        Ok(shown(self.read(|db| kept(db, programme))?))
    }

    /// The answers that are shown of a programme.
    pub fn feedback_ids(&self, programme: ProgrammeId) -> Result<Vec<FeedbackId>, Error> {
        let kept = self.read(|db| kept(db, programme))?;
        Ok(kept.into_iter().map(|one| one.id).collect())
    }

    /// The sentence of one answer.
    pub fn feedback_words(&self, id: FeedbackId) -> Result<String, Error> {
        self.read(|db| {
            let sql = "SELECT words FROM feedback WHERE id = ?1 AND removed = 0";
            Ok(db.prepare_cached(sql)?.query_row([blob(&id.0)], |row| row.get(0))?)
        })
    }

    /// Puts an answer into the box of a programme. It stands there in the order of what it says, beside its like.
    pub fn put_into_box(&self, programme: ProgrammeId, answer: &FeedbackAnswer) -> Result<(), Error> {
        let sql =
            "INSERT INTO feedback_box (programme, helped, recommend, words, count) VALUES (?1, ?2, ?3, ?4, 1)
                   ON CONFLICT DO UPDATE SET count = count + 1";
        self.writer()?.prepare_cached(sql)?.execute(params![
            blob(&programme.0),
            answer.helped.code(),
            answer.recommend.code(),
            answer.words
        ])?;
        Ok(())
    }

    /// The boxes in which at least five answers wait, each with all of its answers.
    pub fn full_boxes(&self) -> Result<Vec<(ProgrammeId, Vec<FeedbackAnswer>)>, Error> {
        self.read(|db| {
            let sql =
                "SELECT programme, count, helped, recommend, words FROM feedback_box ORDER BY programme";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let mut boxes: BTreeMap<ProgrammeId, Vec<FeedbackAnswer>> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let held = boxes.entry(ProgrammeId(row.get(0)?)).or_default();
                if let Some(answer) = answer(row, 2)? {
                    let count = usize::try_from(row.get::<_, u32>(1)?).unwrap_or_default();
                    held.extend(std::iter::repeat_n(answer, count));
                }
            }
            Ok(boxes.into_iter().filter(|(_, held)| held.len() >= TOGETHER).collect())
        })
    }

    /// Writes drawn answers and takes them out of their box, in one transaction.
    pub fn release_feedback(
        &self,
        programme: ProgrammeId,
        drawn: &[FeedbackAnswer],
        acts: &[Changes],
        hand: Hand,
    ) -> Result<BTreeSet<Topic>, Error> {
        self.commit_beside(acts, &[], hand, |tx| {
            for answer in drawn {
                let of = "programme = ?1 AND helped = ?2 AND recommend = ?3 AND words = ?4";
                let key =
                    params![blob(&programme.0), answer.helped.code(), answer.recommend.code(), answer.words];
                tx.prepare_cached(&format!("UPDATE feedback_box SET count = count - 1 WHERE {of}"))?
                    .execute(key)?;
                tx.prepare_cached(&format!("DELETE FROM feedback_box WHERE {of} AND count < 1"))?
                    .execute(key)?;
            }
            Ok(())
        })
    }
}
