//! What residents proposed, what they thought of it, and what the institution answered to each.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{QUESTION_LIMIT, counts};
use crate::change::{Changes, Field, PROPOSAL, Refusal, Table, Value};
use crate::id::{ConsultationId, Ids, ProposalId, WorkerId};
use crate::moment::{Now, plausible};
use crate::person::{line, text};
use crate::word::words;

words! {
    /// What a proposal is about.
    ProposalTheme {
        Job = "job", Training = "training", Youth = "youth", Housing = "housing", Transport = "transport",
        Health = "health", Safety = "safety", Surroundings = "surroundings", Culture = "culture",
        Rights = "rights", Other = "other",
    }
    /// What the institution answered.
    AnswerKind { Accepted = "accepted", Partly = "partly", Refused = "refused", UnderStudy = "under_study" }
}

/// How many were for it, against it, or had no opinion; none is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct Opinions {
    pub in_favour: Option<u16>,
    pub against: Option<u16>,
    pub no_opinion: Option<u16>,
}

/// The form of a proposal, as typed. It names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ProposalDraft {
    pub what: String,
    pub theme: Option<ProposalTheme>,
    pub opinions: Opinions,
}

/// What an institution answered to a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct InstitutionAnswer {
    pub kind: AnswerKind,
    /// The institution, as "Ville de Creil"; never a resident.
    pub by: String,
    pub on: NaiveDate,
    /// Why; a refusal says it.
    pub reason: String,
    /// What comes of it.
    pub follows: String,
    /// By when that is done, or decided where it is under study.
    pub due_on: Option<NaiveDate>,
}

impl ProposalDraft {
    fn read(&self) -> Result<Vec<(Field, Value)>, Refusal> {
        let what = text("what", &self.what, QUESTION_LIMIT)?;
        if what.is_empty() {
            return Err(Refusal::Nothing);
        }
        Ok(self.fields(what))
    }

    fn fields(&self, what: String) -> Vec<(Field, Value)> {
        let opinions = [self.opinions.in_favour, self.opinions.against, self.opinions.no_opinion];
        vec![
            (PROPOSAL.what, Value::Text(what)),
            (PROPOSAL.theme, Value::text(self.theme.map_or("", ProposalTheme::code))),
            (PROPOSAL.opinions, counts(&opinions)),
        ]
    }
}

/// Writes down what was proposed on a consultation. Refused: nothing, over 1,000 characters.
pub fn add(
    consultation: ConsultationId,
    draft: &ProposalDraft,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(ProposalId, Changes), Refusal> {
    let mut fields = vec![(PROPOSAL.consultation, Value::Id(consultation.0))];
    fields.extend(draft.read()?);
    fields.extend([(PROPOSAL.author, Value::Id(author.0)), (PROPOSAL.at, Value::Int(now.at.0))]);
    let id = ProposalId(ids.fresh());
    let mut changes = Changes::new("proposal.add", None);
    changes.row(Table::Proposal, id, fields);
    Ok((id, changes))
}

/// Sets what differs. Refused as by [`add`].
pub fn correct(id: ProposalId, before: &ProposalDraft, after: &ProposalDraft) -> Result<Changes, Refusal> {
    let mut changes = Changes::new("proposal.correct", None);
    for ((field, was), (_, is)) in before.fields(before.what.clone()).into_iter().zip(after.read()?) {
        changes.set(Table::Proposal, id, field, &was, is);
    }
    Ok(changes)
}

/// Takes out a proposal entered by mistake.
pub fn remove(id: ProposalId) -> Changes {
    let mut changes = Changes::new("proposal.remove", None);
    changes.set(Table::Proposal, id, PROPOSAL.removed, &Value::flag(false), Value::flag(true));
    changes
}

impl InstitutionAnswer {
    fn value(&self, by: String, reason: String, follows: String) -> Value {
        let day = |day: Option<NaiveDate>| Value::Text(day.map_or_else(String::new, |day| day.to_string()));
        Value::Group(vec![
            Value::text(self.kind.code()),
            Value::Text(by),
            day(Some(self.on)),
            Value::Text(reason),
            Value::Text(follows),
            day(self.due_on),
        ])
    }

    fn read(&self, held_on: NaiveDate, now: Now) -> Result<Value, Refusal> {
        let by = line("by", &self.by, 200)?;
        if by.is_empty() {
            return Err(Refusal::Unreadable { field: "by".to_owned() });
        }
        let reason = text("reason", &self.reason, QUESTION_LIMIT)?;
        if self.kind == AnswerKind::Refused && reason.is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        if plausible("on", self.on)? > now.today {
            return Err(Refusal::InTheFuture { field: "on".to_owned() });
        }
        if self.on < held_on {
            return Err(Refusal::TooEarly { field: "on".to_owned(), not_before: held_on });
        }
        if let Some(due) = self.due_on
            && plausible("due_on", due)? < self.on
        {
            return Err(Refusal::TooEarly { field: "due_on".to_owned(), not_before: self.on });
        }
        Ok(self.value(by, reason, text("follows", &self.follows, QUESTION_LIMIT)?))
    }
}

/// Writes what the institution answered, in the place of an earlier answer, which stays in the history. Refused: no institution,
/// a refusal without its reason, a day to come or before the consultation, a due day before the answer.
pub fn answer(
    id: ProposalId,
    held_on: NaiveDate,
    before: Option<&InstitutionAnswer>,
    after: &InstitutionAnswer,
    now: Now,
) -> Result<Changes, Refusal> {
    let was = before.map_or_else(
        || Value::Group(vec![Value::text(""); 6]),
        |was| was.value(was.by.clone(), was.reason.clone(), was.follows.clone()),
    );
    let mut changes = Changes::new("proposal.answer", None);
    changes.set(Table::Proposal, id, PROPOSAL.answer, &was, after.read(held_on, now)?);
    Ok(changes)
}
