//! The assessment by themes, with the situations of each. An answer is unasked, no or yes: silence is not a no.

use crate::change::{Changes, NEED, Refusal, Table, Value};
use crate::id::{CaseId, PersonId, need_id};
use crate::moment::Now;
use crate::need_situation::NeedSituation;
use crate::person::name::clean_text;
use crate::word::words;

words! {
    Theme {
        Housing = "housing", Mobility = "mobility", Health = "health", Finances = "finances",
        Paperwork = "paperwork", Family = "family", French = "french", Digital = "digital",
        Work = "work", Training = "training",
    }
    Answer { Unasked = "unasked", No = "no", Yes = "yes" }
}

/// What is kept of one theme.
#[derive(Clone, Debug)]
pub struct Need {
    pub theme: Theme,
    pub answer: Answer,
    pub note: String,
    /// Each at most once; none unless the answer is yes.
    pub situations: Vec<NeedSituation>,
}

impl Need {
    /// Brings answer and situations together: a newly ticked situation makes the answer a yes, and any other answer
    /// leaves no situation standing.
    fn settled(&self, before: &[NeedSituation]) -> Result<(Answer, Vec<NeedSituation>), Refusal> {
        if self.situations.iter().any(|situation| situation.theme() != self.theme) {
            return Err(Refusal::Unreadable { field: "situations".to_owned() });
        }
        let mut situations = self.situations.clone();
        situations.sort_unstable();
        situations.dedup();
        let ticked = situations.iter().any(|situation| !before.contains(situation));
        Ok(match self.answer {
            Answer::Yes => (Answer::Yes, situations),
            Answer::No | Answer::Unasked if ticked => (Answer::Yes, situations),
            Answer::No | Answer::Unasked => (self.answer, Vec::new()),
        })
    }
}

fn codes(situations: &[NeedSituation]) -> Vec<String> {
    situations.iter().map(|situation| situation.code().to_owned()).collect()
}

/// Writes the answer of one theme down; `before` is what the vault holds, none when the row does not exist yet.
///
/// Refuses a note of more than 2 000 characters, and a situation of another theme. Situations that a newer version
/// ticked are not in `before` and stay as they are.
pub fn answer(
    person: PersonId,
    case: CaseId,
    before: Option<&Need>,
    after: &Need,
    now: Now,
) -> Result<Changes, Refusal> {
    let note = clean_text(&after.note, 2_000)
        .map_err(|_| Refusal::TooLong { field: "note".to_owned(), limit: 2_000 })?;
    let id = need_id(case, after.theme.code());
    let mut changes = Changes::new("need.answer", Some(person));
    let held = before.map_or(&[] as &[NeedSituation], |was| &was.situations);
    let (settled, situations) = after.settled(held)?;
    let answered = Value::text(settled.code());
    match before {
        None => {
            let fields = vec![
                (NEED.case_file, Value::Id(case.0)),
                (NEED.theme, Value::text(after.theme.code())),
                (NEED.answer, answered),
                (NEED.note, Value::Text(note)),
                (NEED.answered_on, Value::Day(now.today)),
            ];
            changes.row(Table::Need, id, fields);
            changes.set_elements(Table::Need, id, NEED.situations, &[], &codes(&situations));
        }
        Some(was) => {
            changes.set(Table::Need, id, NEED.answer, &Value::text(was.answer.code()), answered);
            changes.set(Table::Need, id, NEED.note, &Value::text(was.note.as_str()), Value::Text(note));
            changes.set_elements(Table::Need, id, NEED.situations, &codes(held), &codes(&situations));
            if !changes.is_empty() {
                changes.set(Table::Need, id, NEED.answered_on, &Value::Null, Value::Day(now.today));
            }
        }
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Ticked = &'static [NeedSituation];

    fn need(answer: Answer, situations: &[NeedSituation]) -> Need {
        Need { theme: Theme::Housing, answer, note: String::new(), situations: situations.to_vec() }
    }

    #[test]
    fn answer_and_situations_agree() {
        use Answer::{No, Unasked, Yes};
        use NeedSituation::{NoRoof, RentLate};
        let table: &[(Ticked, Answer, Ticked, Answer, Ticked)] = &[
            (&[], Unasked, &[NoRoof], Yes, &[NoRoof]),
            (&[], No, &[NoRoof], Yes, &[NoRoof]),
            (&[NoRoof], Yes, &[NoRoof, RentLate], Yes, &[NoRoof, RentLate]),
            (&[NoRoof], Yes, &[], Yes, &[]),
            (&[NoRoof], No, &[NoRoof], No, &[]),
            (&[NoRoof], Unasked, &[NoRoof], Unasked, &[]),
            (&[NoRoof], No, &[NoRoof, RentLate], Yes, &[NoRoof, RentLate]),
            (&[], Yes, &[RentLate, NoRoof, RentLate], Yes, &[NoRoof, RentLate]),
        ];
        for (before, asked, ticked, answer, kept) in table {
            assert_eq!(
                need(*asked, ticked).settled(before),
                Ok((*answer, kept.to_vec())),
                "{before:?} then {asked:?} with {ticked:?}"
            );
        }
    }

    #[test]
    fn a_situation_of_another_theme_is_refused() {
        let refused = need(Answer::Yes, &[NeedSituation::NoDoctor]).settled(&[]);
        assert_eq!(refused, Err(Refusal::Unreadable { field: "situations".to_owned() }));
    }

    #[test]
    fn every_theme_has_situations() {
        for theme in Theme::ALL {
            assert!(NeedSituation::of(*theme).len() >= 4, "{theme:?}");
        }
    }
}
