//! What figures are counted from: everybody's cases and referrals as small rows, without a name. Who fills them reads the vault;
//! what counts where is decided in [`tally`](super::tally).

use chrono::NaiveDate;
use uuid::Uuid;

use super::InQpv;
use super::delay::CaseDays;
use super::funnel::ReferralRow;
use super::outcome::OutcomeRule;
use super::period::Period;
use crate::case::{ExitKind, Stage};
use crate::id::{ProgrammeId, ProviderId, ReferralId, WorkerId};
use crate::person::birth::Birth;
use crate::person::{Level, Sex};
use crate::programme::{Funding, ProgrammeKind, Tag};

/// Somebody, as far as figures tell people apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonFact {
    /// The number of their row, by which a list finds them again.
    pub ix: i64,
    pub sex: Option<Sex>,
    pub birth: Option<Birth>,
    pub qpv: InQpv,
    pub level: Option<Level>,
    /// As it is written; empty where it is not known.
    pub commune: Box<str>,
    pub insee: Box<str>,
    /// The code of the neighbourhood, or empty.
    pub qpv_code: Box<str>,
    pub demo: bool,
}

/// One move of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub on: NaiveDate,
    pub to: Stage,
    pub exit: Option<ExitKind>,
}

/// One case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFact {
    pub referent: Option<WorkerId>,
    pub opened_on: NaiveDate,
    /// The day of finding is that of the origin, or the opening where none is written.
    pub days: CaseDays,
    /// In the order of their days, and of their writing within a day.
    pub steps: Box<[Step]>,
}

/// A case's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseEnd {
    pub on: NaiveDate,
    /// None where it was closed without a word of what the person does.
    pub exit: Option<ExitKind>,
}

impl CaseFact {
    /// The stage at the end of that day.
    pub fn stage_on(&self, day: NaiveDate) -> Stage {
        self.steps.iter().take_while(|step| step.on <= day).last().map_or(Stage::Spotted, |step| step.to)
    }

    /// Whether it went on for at least a moment of the period.
    pub fn is_active(&self, period: Period) -> bool {
        if self.opened_on > period.to {
            return false;
        }
        let before = if self.opened_on >= period.from {
            Stage::Spotted
        } else {
            let day = period.from.pred_opt().unwrap_or(period.from);
            self.stage_on(day)
        };
        let start = self.opened_on.max(period.from);
        let within = self.steps.iter().filter(|step| start <= step.on && step.on <= period.to);
        !before.is_over() || within.map(|step| step.to).any(|stage| !stage.is_over())
    }

    /// How it ended, where it is over at the end of that day; from an end to a return and back, the last end counts.
    pub fn end_by(&self, day: NaiveDate) -> Option<CaseEnd> {
        let mut end: Option<CaseEnd> = None;
        for step in self.steps.iter().take_while(|step| step.on <= day) {
            end = match (step.to.is_over(), end) {
                (true, None) => Some(CaseEnd { on: step.on, exit: step.exit }),
                (true, Some(end)) => Some(CaseEnd { exit: end.exit.or(step.exit), ..end }),
                (false, _) => None,
            };
        }
        end
    }

    /// The same, where it ended within the period.
    pub fn end_in(&self, period: Period) -> Option<CaseEnd> {
        self.end_by(period.to).filter(|end| period.contains(end.on) && self.is_active(period))
    }

    /// Whether the person was never reached until that day.
    pub fn is_unreached(&self, day: NaiveDate) -> bool {
        self.days.contact_on.is_none_or(|on| on > day)
    }
}

/// One referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferralFact {
    pub id: ReferralId,
    pub programme: ProgrammeId,
    /// The first day on which it was sent, or on which something was done that comes after it.
    pub sent_on: Option<NaiveDate>,
    pub started_on: Option<NaiveDate>,
    /// Its place among the cases of its person.
    pub case: Option<u32>,
    pub row: ReferralRow,
}

/// Everything of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    pub person: PersonFact,
    /// The oldest first.
    pub cases: Box<[CaseFact]>,
    pub referrals: Box<[ReferralFact]>,
}

/// A programme that somebody can have been sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeFact {
    pub name: String,
    pub kind: Option<ProgrammeKind>,
    pub provider: Option<ProviderId>,
    pub provider_name: String,
    pub tags: Vec<Tag>,
    pub fundings: Vec<Funding>,
}

/// Names for the rows of tables.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub programmes: std::collections::HashMap<Uuid, ProgrammeFact>,
    pub workers: std::collections::HashMap<Uuid, String>,
    /// What counts as a positive exit, the house's own rule among them.
    pub rules: Vec<OutcomeRule>,
    /// Of works sites; empty where no hours are asked for.
    pub sites: std::collections::HashMap<Uuid, String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn case(steps: &[(&str, Stage)]) -> CaseFact {
        let step = |(on, to): &(&str, Stage)| Step {
            on: day(on),
            to: *to,
            exit: (*to == Stage::Left).then_some(ExitKind::Job),
        };
        CaseFact {
            referent: None,
            opened_on: day("2026-01-10"),
            days: CaseDays::default(),
            steps: steps.iter().map(step).collect(),
        }
    }

    fn month(number: u32) -> Period {
        let from = NaiveDate::from_ymd_opt(2026, number, 1).unwrap();
        Period { from, to: from + chrono::Months::new(1) - chrono::Days::new(1) }
    }

    #[test]
    fn awa_left_came_back_and_left_again() {
        let awa = case(&[
            ("2026-02-01", Stage::Left),
            ("2026-02-20", Stage::Closed),
            ("2026-04-05", Stage::Contacting),
            ("2026-06-30", Stage::Closed),
        ]);
        let active: Vec<bool> = (1..8).map(|number| awa.is_active(month(number))).collect();
        assert_eq!(active, [true, true, false, true, true, true, false], "the day of leaving still counts");
        let end = |number| awa.end_in(month(number)).map(|end| (end.on.to_string(), end.exit));
        assert_eq!(
            end(2),
            Some(("2026-02-01".into(), Some(ExitKind::Job))),
            "closing it later is no other end"
        );
        assert_eq!((end(1), end(3), end(4)), (None, None, None));
        assert_eq!(end(6), Some(("2026-06-30".into(), None)), "closed without a word");
        assert_eq!(awa.stage_on(day("2026-04-04")), Stage::Closed);
        let both = Period { from: day("2026-01-01"), to: day("2026-05-31") };
        assert_eq!(awa.end_in(both), None, "they are back at the end of it");
    }

    #[test]
    fn a_case_that_is_not_open_yet_is_in_no_figure() {
        let early = case(&[("2026-01-05", Stage::Left)]);
        assert!(!early.is_active(Period { from: day("2026-01-01"), to: day("2026-01-09") }));
        assert!(
            early.is_active(month(1)),
            "opened afterwards under a day of before: a moment of it at least"
        );
        assert!(!early.is_active(month(2)));
    }
}
