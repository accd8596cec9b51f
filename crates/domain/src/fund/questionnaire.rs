//! What is asked of participants, as a dated list: a later list changes nothing of what was asked by an earlier one.

use chrono::NaiveDate;

use super::complete::EsfItem;

/// A list of items, in force for entries from a day until the next list begins.
#[derive(Debug, PartialEq, Eq)]
pub struct Questionnaire {
    /// Stands with each participation that was asked by it.
    pub code: &'static str,
    /// The first day of an entry: year, month, day.
    since: (i32, u32, u32),
    pub items: &'static [EsfItem],
}

/// The common indicators of the programming period 2021 to 2027 (Regulation (EU) 2021/1057, annex I).
const FIRST: Questionnaire = Questionnaire { code: "2021", since: (2021, 1, 1), items: EsfItem::ALL };

/// The lists, the latest last.
pub static QUESTIONNAIRES: [Questionnaire; 1] = [FIRST];

impl Questionnaire {
    fn since(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.since.0, self.since.1, self.since.2)
    }

    /// The list of an entry on that day; before the first, the first.
    pub fn on(day: NaiveDate) -> &'static Questionnaire {
        let began = |list: &&Questionnaire| list.since().is_some_and(|since| since <= day);
        QUESTIONNAIRES.iter().rev().find(began).unwrap_or(&QUESTIONNAIRES[0])
    }

    /// The list of that code; the last one where a newer version asked by one that is not known here.
    pub fn of(code: &str) -> &'static Questionnaire {
        let known = QUESTIONNAIRES.iter().find(|list| list.code == code);
        known.or_else(|| QUESTIONNAIRES.last()).unwrap_or(&QUESTIONNAIRES[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_follow_each_other_by_their_days() {
        assert!(QUESTIONNAIRES.is_sorted_by_key(Questionnaire::since));
        assert!(
            QUESTIONNAIRES.iter().all(|list| list.since().is_some() && Questionnaire::of(list.code) == list)
        );
        assert_eq!(Questionnaire::on("1999-01-01".parse().unwrap()).code, "2021");
        assert_eq!(Questionnaire::on("2026-11-01".parse().unwrap()).code, "2021");
    }
}
