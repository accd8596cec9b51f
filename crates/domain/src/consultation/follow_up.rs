//! What was done after a consultation, or is to be done by a day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::QUESTION_LIMIT;
use crate::change::{Changes, FOLLOW_UP, Field, Refusal, Table, Value};
use crate::id::{ConsultationId, FollowUpId, Ids, ProposalId, WorkerId};
use crate::moment::{Now, plausible};
use crate::person::text;

/// The form of a line of what follows, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FollowUpDraft {
    /// The proposal it comes of; none where it is of the whole.
    pub proposal: Option<ProposalId>,
    /// The day it was done; while it is not, the day by which it is to be.
    pub on: NaiveDate,
    pub what: String,
    pub done: bool,
}

impl FollowUpDraft {
    fn read(&self, now: Now) -> Result<Vec<(Field, Value)>, Refusal> {
        let what = text("what", &self.what, QUESTION_LIMIT)?;
        if what.is_empty() {
            return Err(Refusal::Nothing);
        }
        if plausible("on", self.on)? > now.today && self.done {
            return Err(Refusal::InTheFuture { field: "on".to_owned() });
        }
        Ok(self.fields(what))
    }

    fn fields(&self, what: String) -> Vec<(Field, Value)> {
        vec![
            (FOLLOW_UP.proposal, Value::id(self.proposal)),
            (FOLLOW_UP.on_day, Value::Day(self.on)),
            (FOLLOW_UP.what, Value::Text(what)),
            (FOLLOW_UP.done, Value::flag(self.done)),
        ]
    }
}

/// Writes a line of what follows. Refused: nothing, a day to come for what is said to be done.
pub fn add(
    consultation: ConsultationId,
    draft: &FollowUpDraft,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(FollowUpId, Changes), Refusal> {
    let mut fields = vec![(FOLLOW_UP.consultation, Value::Id(consultation.0))];
    fields.extend(draft.read(now)?);
    fields.extend([(FOLLOW_UP.author, Value::Id(author.0)), (FOLLOW_UP.at, Value::Int(now.at.0))]);
    let id = FollowUpId(ids.fresh());
    let mut changes = Changes::new("follow_up.add", None);
    changes.row(Table::FollowUp, id, fields);
    Ok((id, changes))
}

/// Sets what differs: it was done, or not after all, on another day. Refused as by [`add`].
pub fn correct(
    id: FollowUpId,
    before: &FollowUpDraft,
    after: &FollowUpDraft,
    now: Now,
) -> Result<Changes, Refusal> {
    let mut changes = Changes::new("follow_up.correct", None);
    for ((field, was), (_, is)) in before.fields(before.what.clone()).into_iter().zip(after.read(now)?) {
        changes.set(Table::FollowUp, id, field, &was, is);
    }
    Ok(changes)
}

/// Takes out a line entered by mistake.
pub fn remove(id: FollowUpId) -> Changes {
    let mut changes = Changes::new("follow_up.remove", None);
    changes.set(Table::FollowUp, id, FOLLOW_UP.removed, &Value::flag(false), Value::flag(true));
    changes
}
