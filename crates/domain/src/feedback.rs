//! What young people say of a programme they went through, without anything that leads to them.
//!
//! An answer names nobody, has no day, and is written into the journal only with four others: see [`release`]. What can be
//! promised by that, and what cannot, stands in `docs/THREATS.md`.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::change::{Changes, FEEDBACK, Refusal, Table, Value};
use crate::id::{FeedbackId, Ids, ProgrammeId};
use crate::person::line;
use crate::word::words;

words! {
    /// Whether the programme helped.
    Helped { Yes = "yes", Partly = "partly", No = "no" }
    /// Whether they would recommend it to somebody like them.
    Recommend { Yes = "yes", No = "no" }
}

/// Answers that are written and shown together: one more or one less is never seen.
pub const TOGETHER: usize = 5;

/// Characters of the one sentence.
pub const WORDS_LIMIT: u32 = 200;

/// One answer, as it is given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FeedbackAnswer {
    pub helped: Helped,
    pub recommend: Recommend,
    /// One sentence, or nothing.
    pub words: String,
}

impl FeedbackAnswer {
    /// The answer as it is kept. Refused: over [`WORDS_LIMIT`] characters.
    pub fn read(&self) -> Result<FeedbackAnswer, Refusal> {
        Ok(FeedbackAnswer { words: line("words", &self.words, WORDS_LIMIT)?, ..self.clone() })
    }
}

/// Which answers leave a box: [`TOGETHER`] of them, or as many times that as it holds, by lot; none while it holds fewer. `lot`
/// draws numbers that nobody can foretell.
pub fn draw(mut held: Vec<FeedbackAnswer>, lot: &mut dyn FnMut() -> Uuid) -> Vec<FeedbackAnswer> {
    let leave = held.len() / TOGETHER * TOGETHER;
    held.sort_by_cached_key(|_| lot());
    held.truncate(leave);
    held
}

/// Writes drawn answers, [`TOGETHER`] in each act. They bear the month in which they left the box and ids of the lot, so that
/// neither order nor time of entry is told; `lot` must not count time.
pub fn release(
    programme: ProgrammeId,
    drawn: &[FeedbackAnswer],
    today: NaiveDate,
    lot: &mut dyn Ids,
) -> Vec<Changes> {
    let month = format!("{:04}-{:02}", today.year(), today.month());
    let write = |some: &[FeedbackAnswer]| {
        let batch = lot.fresh();
        let mut changes = Changes::new("feedback.release", None);
        for answer in some {
            changes.row(
                Table::Feedback,
                FeedbackId(lot.fresh()),
                vec![
                    (FEEDBACK.programme, Value::Id(programme.0)),
                    (FEEDBACK.batch, Value::Id(batch)),
                    (FEEDBACK.month, Value::text(month.as_str())),
                    (FEEDBACK.helped, Value::text(answer.helped.code())),
                    (FEEDBACK.recommend, Value::text(answer.recommend.code())),
                    (FEEDBACK.words, Value::text(answer.words.as_str())),
                ],
            );
        }
        changes
    };
    drawn.chunks_exact(TOGETHER).map(write).collect()
}

/// Takes the sentence out of an answer, as where it names somebody; what it counts for stays.
pub fn remove_words(id: FeedbackId, words: &str) -> Changes {
    let mut changes = Changes::new("feedback.remove_words", None);
    changes.set(Table::Feedback, id, FEEDBACK.words, &Value::text(words), Value::text(""));
    changes
}

/// Takes out every answer that is shown of a programme: all or none, since what is left would tell of what is gone.
pub fn remove_all(shown: &[FeedbackId]) -> Changes {
    let mut changes = Changes::new("feedback.remove_all", None);
    for id in shown {
        changes.set(Table::Feedback, *id, FEEDBACK.removed, &Value::flag(false), Value::flag(true));
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Op;
    use crate::id::CountedIds;

    const E2C: ProgrammeId = ProgrammeId(Uuid::from_u128(1));

    fn held(many: usize) -> Vec<FeedbackAnswer> {
        (0..many)
            .map(|at| FeedbackAnswer {
                helped: Helped::Yes,
                recommend: Recommend::Yes,
                words: format!("Avis {at}"),
            })
            .collect()
    }

    fn backwards() -> impl FnMut() -> Uuid {
        let mut next = u128::MAX;
        move || {
            next -= 1;
            Uuid::from_u128(next)
        }
    }

    #[test]
    fn fewer_than_five_stay_in_the_box() {
        for (many, leave) in [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10), (14, 10)] {
            assert_eq!(draw(held(many), &mut backwards()).len(), leave, "of {many}");
        }
    }

    #[test]
    fn the_lot_and_not_the_order_of_entry_says_which_leave() {
        let drawn = draw(held(7), &mut backwards());
        let words: Vec<&str> = drawn.iter().map(|answer| answer.words.as_str()).collect();
        assert_eq!(words, ["Avis 6", "Avis 5", "Avis 4", "Avis 3", "Avis 2"]);
    }

    #[test]
    fn five_are_one_act_of_nobodys_file_with_a_month_and_no_day() {
        let today = "2026-11-24".parse().unwrap();
        let acts = release(E2C, &held(10), today, &mut CountedIds(50));
        assert_eq!(acts.len(), 2);
        for act in &acts {
            assert_eq!((act.subject, act.ops.len()), (None, TOGETHER));
            for op in &act.ops {
                let Op::New { fields, .. } = op else { panic!("{op:?}") };
                assert!(fields.contains(&(FEEDBACK.month, Value::text("2026-11"))));
                let times = |value: &Value| matches!(value, Value::Day(_) | Value::Int(_));
                assert!(!fields.iter().any(|(_, value)| times(value)), "neither a day nor an instant");
            }
        }
    }

    #[test]
    fn a_sentence_is_short_and_on_one_line() {
        let long = FeedbackAnswer { words: "é".repeat(201), ..held(1).remove(0) };
        assert_eq!(long.read(), Err(Refusal::TooLong { field: "words".into(), limit: 200 }));
        let lines = FeedbackAnswer { words: " On m’a\nécoutée. ".into(), ..held(1).remove(0) };
        assert_eq!(lines.read().unwrap().words, "On m’a écoutée.");
    }
}
