//! What residents were asked, said, and got as an answer. It holds counts and never a person: nothing here leads to a case.

pub mod follow_up;
pub mod naming;
pub mod owed;
pub mod proposal;
pub mod public;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::change::{CONSULTATION, Changes, Field, Refusal, Table, Value};
use crate::code::Qpv;
use crate::id::{ConsultationId, Ids, WorkerId};
use crate::moment::{Now, plausible};
use crate::person::draft::code;
use crate::person::{line, text};
use crate::word::words;

words! {
    /// On which occasion residents were asked. The citizen councils of the priority neighbourhoods are those of article 7 of
    /// law 2014-173 of 21 February 2014.
    ConsultationKind {
        CitizenCouncil = "citizen_council", Assembly = "assembly", YouthPanel = "youth_panel",
        Survey = "survey", Walk = "walk", Other = "other",
    }
}

/// Months within which an answer is due where no other day was agreed.
pub const ANSWER_MONTHS: u32 = 2;
/// Neighbourhoods of one consultation at most.
pub const MOST_QPVS: usize = 20;

/// Characters of a question, and of any other long text of a consultation.
pub(crate) const QUESTION_LIMIT: u32 = 1_000;
const NOTE_LIMIT: u32 = 10_000;

/// How many people were there, as far as somebody counted: none is unknown, 0 is nobody. One person may be of two colleges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct Present {
    pub total: Option<u16>,
    /// The college of residents, and that of associations and local actors, as a citizen council has them.
    pub residents: Option<u16>,
    pub local_actors: Option<u16>,
    pub young: Option<u16>,
    pub other_college: Option<u16>,
    pub under_16: Option<u16>,
    pub from_16_to_25: Option<u16>,
    pub from_26_to_64: Option<u16>,
    pub from_65: Option<u16>,
    pub women: Option<u16>,
    pub men: Option<u16>,
    /// Another, or not said.
    pub other_sex: Option<u16>,
}

fn count(count: Option<u16>) -> Value {
    Value::Text(count.map_or_else(String::new, |count| count.to_string()))
}

/// Counts as they are kept: each as a text, empty where it is unknown.
pub(crate) fn counts(counts: &[Option<u16>]) -> Value {
    Value::Group(counts.iter().map(|one| count(*one)).collect())
}

impl Present {
    fn colleges(&self) -> [Option<u16>; 4] {
        [self.residents, self.local_actors, self.young, self.other_college]
    }

    fn ages(&self) -> [Option<u16>; 4] {
        [self.under_16, self.from_16_to_25, self.from_26_to_64, self.from_65]
    }

    fn sexes(&self) -> [Option<u16>; 3] {
        [self.women, self.men, self.other_sex]
    }

    /// Everyone has one age and one sex: their counts are together no more than all. Colleges may share people.
    fn check(&self) -> Result<(), Refusal> {
        let Some(total) = self.total else { return Ok(()) };
        let over = |known: &[Option<u16>]| known.iter().flatten().map(|one| u64::from(*one)).sum::<u64>();
        let total = u64::from(total);
        let largest = self.colleges().into_iter().flatten().max().map_or(0, u64::from);
        let asked = [("ages", over(&self.ages())), ("sexes", over(&self.sexes())), ("colleges", largest)];
        match asked.into_iter().find(|(_, found)| *found > total) {
            Some((field, _)) => Err(Refusal::CountOverTotal { field: field.to_owned() }),
            None => Ok(()),
        }
    }
}

/// The form of a consultation, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ConsultationDraft {
    pub kind: ConsultationKind,
    pub question: String,
    pub held_on: NaiveDate,
    pub place: String,
    /// Codes of the neighbourhoods asked, of either edition; none where it was asked wider.
    pub qpvs: Vec<String>,
    pub present: Present,
    pub note: String,
    /// By when the institution answers; none means [`ANSWER_MONTHS`] after the day.
    pub answer_due_on: Option<NaiveDate>,
}

/// The day so many months later; without that day, the last one of its month.
pub(crate) fn months_after(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(day)
}

impl ConsultationDraft {
    /// By when the institution answers.
    pub fn due(&self) -> NaiveDate {
        self.answer_due_on.unwrap_or_else(|| months_after(self.held_on, ANSWER_MONTHS))
    }

    fn read(&self, now: Now) -> Result<Read, Refusal> {
        let question = text("question", &self.question, QUESTION_LIMIT)?;
        if question.is_empty() {
            return Err(Refusal::Unreadable { field: "question".to_owned() });
        }
        if plausible("held_on", self.held_on)? > now.today {
            return Err(Refusal::InTheFuture { field: "held_on".to_owned() });
        }
        if let Some(due) = self.answer_due_on
            && plausible("answer_due_on", due)? < self.held_on
        {
            return Err(Refusal::TooEarly { field: "answer_due_on".to_owned(), not_before: self.held_on });
        }
        let mut qpvs: Vec<String> = Vec::new();
        for raw in &self.qpvs {
            let qpv = code("qpvs", raw, Qpv::parse)?;
            if !qpv.is_empty() && !qpvs.contains(&qpv) {
                qpvs.push(qpv);
            }
        }
        if qpvs.len() > MOST_QPVS {
            return Err(Refusal::TooLong { field: "qpvs".to_owned(), limit: 20 });
        }
        self.present.check()?;
        let place = line("place", &self.place, 200)?;
        let note = text("note", &self.note, NOTE_LIMIT)?;
        Ok(Read { fields: self.fields(question, place, note), qpvs })
    }

    /// What the vault holds under this form, taken as it is.
    fn kept(&self) -> Read {
        let fields = self.fields(self.question.clone(), self.place.clone(), self.note.clone());
        Read { fields, qpvs: self.qpvs.clone() }
    }

    fn fields(&self, question: String, place: String, note: String) -> Vec<(Field, Value)> {
        let present = &self.present;
        vec![
            (CONSULTATION.kind, Value::text(self.kind.code())),
            (CONSULTATION.question, Value::Text(question)),
            (CONSULTATION.held_on, Value::Day(self.held_on)),
            (CONSULTATION.place, Value::Text(place)),
            (CONSULTATION.total, present.total.map_or(Value::Null, |total| Value::Int(i64::from(total)))),
            (CONSULTATION.colleges, counts(&present.colleges())),
            (CONSULTATION.ages, counts(&present.ages())),
            (CONSULTATION.sexes, counts(&present.sexes())),
            (CONSULTATION.note, Value::Text(note)),
            (CONSULTATION.answer_due_on, Value::Day(self.due())),
        ]
    }
}

struct Read {
    fields: Vec<(Field, Value)>,
    qpvs: Vec<String>,
}

/// Writes down a consultation that was held. Refused: no question, a day to come, an answer due before the day, a code that is
/// no neighbourhood's, parts of a count that are more than all.
pub fn add(
    draft: &ConsultationDraft,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(ConsultationId, Changes), Refusal> {
    let Read { mut fields, qpvs } = draft.read(now)?;
    fields.extend([(CONSULTATION.author, Value::Id(author.0)), (CONSULTATION.at, Value::Int(now.at.0))]);
    let id = ConsultationId(ids.fresh());
    let mut changes = Changes::new("consultation.add", None);
    changes.row(Table::Consultation, id, fields);
    changes.set_elements(Table::Consultation, id, CONSULTATION.qpvs, &[], &qpvs);
    Ok((id, changes))
}

/// Sets what differs; the day an answer is due included. Refused as by [`add`].
pub fn correct(
    id: ConsultationId,
    before: &ConsultationDraft,
    after: &ConsultationDraft,
    now: Now,
) -> Result<Changes, Refusal> {
    let (was, is) = (before.kept(), after.read(now)?);
    let mut changes = Changes::new("consultation.correct", None);
    for ((field, was), (_, is)) in was.fields.into_iter().zip(is.fields) {
        changes.set(Table::Consultation, id, field, &was, is);
    }
    changes.set_elements(Table::Consultation, id, CONSULTATION.qpvs, &was.qpvs, &is.qpvs);
    Ok(changes)
}

/// Takes out a consultation entered by mistake, with what hangs on it; it stays in the journal, marked.
pub fn remove(id: ConsultationId) -> Changes {
    let mut changes = Changes::new("consultation.remove", None);
    changes.set(Table::Consultation, id, CONSULTATION.removed, &Value::flag(false), Value::flag(true));
    changes
}

#[cfg(test)]
mod tests;
