//! How long a file is kept: the day after which it is erased, or renewed by a contact with the person; what a review proposes; and
//! what a person decided. No rule erases anything.

use chrono::{Months, NaiveDate};
use serde::Serialize;
use ts_rs::TS;

use crate::change::{Changes, RETENTION_CHOICE, Refusal, Table, Value};
use crate::id::{Ids, PersonId, RetentionChoiceId, WorkerId};
use crate::moment::{Now, plausible};
use crate::person::text;
use crate::word::words;

/// A rule of keeping, in force from a day until the next one begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleSet {
    /// Its name, by the month in which it was written down; it stands beside each decision.
    pub name: &'static str,
    /// The first day it is applied on: year, month, day.
    since: (i32, u32, u32),
    /// Months after the last contact coming from the person.
    pub months: u32,
}

impl RuleSet {
    pub fn since(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.since.0, self.since.1, self.since.2)
    }
}

/// The rules, the latest last. Two years after the last contact, as the CNIL's reference for social support has it (deliberation
/// 2021-028 of 11 March 2021). A call that nobody answered and an exchange with a partner are no such contact and prolong nothing.
pub const RULES: &[RuleSet] = &[FIRST];

const FIRST: RuleSet = RuleSet { name: "2026-11", since: (2021, 3, 11), months: MONTHS };

/// Months of the present rule.
pub const MONTHS: u32 = 24;

/// The rule in force on a day; before the first, the first.
pub fn rule_on(day: NaiveDate) -> &'static RuleSet {
    RULES.iter().rev().find(|rule| rule.since().is_some_and(|since| since <= day)).unwrap_or(&FIRST)
}

/// The last day on which the file may be kept; the opening counts where the person was never reached. A month without that day
/// ends it on its last day. None where neither day is known.
pub fn kept_until(last_contact: Option<NaiveDate>, opened_on: Option<NaiveDate>) -> Option<NaiveDate> {
    last_contact.or(opened_on)?.checked_add_months(Months::new(MONTHS))
}

words! {
    /// What was decided of a file that a review showed: kept until a day for a reason, put away from daily sight, taken back into it.
    Keeping { Keep = "keep", Archive = "archive", Return = "return" }
    /// Why a file past its day is not to be erased without a second look.
    Obstacle {
        /// A request by right has no answer yet.
        RightOpen = "right_open",
        /// Its use is limited: the person may want it kept (article 18(1)(c)).
        Limited = "limited",
        /// A referral waits for an answer or goes on.
        ReferralOpen = "referral_open",
        /// They took part in an operation of the European Social Fund Plus whose accounts must still be there (article 82 of
        /// Regulation (EU) 2021/1060; a legal obligation, article 17(3)(b) of the GDPR).
        FundAccounts = "fund_accounts",
    }
    /// From which day the rule counts.
    CountedFrom { LastContact = "last_contact", Opening = "opening" }
}

/// Why a review shows a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Past {
    /// The name of the rule.
    pub rule: &'static str,
    pub months: u32,
    pub counted_from: CountedFrom,
    pub since: NaiveDate,
    /// The last day on which it might be kept.
    pub until: NaiveDate,
}

/// Whether a file is past its day, by the rule in force; one that somebody decided to keep is not until that day has passed.
pub fn past(
    last_contact: Option<NaiveDate>,
    opened_on: Option<NaiveDate>,
    kept: Option<NaiveDate>,
    today: NaiveDate,
) -> Option<Past> {
    let rule = rule_on(today);
    let (counted_from, since) = match (last_contact, opened_on) {
        (Some(day), _) => (CountedFrom::LastContact, day),
        (None, Some(day)) => (CountedFrom::Opening, day),
        (None, None) => return None,
    };
    let until = since.checked_add_months(Months::new(rule.months))?;
    if today <= until || kept.is_some_and(|kept| today <= kept) {
        return None;
    }
    Some(Past { rule: rule.name, months: rule.months, counted_from, since, until })
}

/// The day before which somebody must last have been reached for their file to be past its day.
pub fn quiet_before(today: NaiveDate) -> Option<NaiveDate> {
    today.checked_sub_months(Months::new(rule_on(today).months))
}

/// What a worker decides of one file.
#[derive(Clone, Debug)]
pub struct Decide<'a> {
    pub person: PersonId,
    pub keeping: Keeping,
    /// Until when it is kept; with `Keep` alone.
    pub until: Option<NaiveDate>,
    pub reason: &'a str,
}

/// Writes the decision down beside the name of the rule. Refused: keeping without a reason or a day to come, or for longer than the
/// rule itself would; over 2 000 characters.
pub fn decide(
    request: &Decide<'_>,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(RetentionChoiceId, Changes), Refusal> {
    let reason = text("reason", request.reason, 2_000)?;
    let rule = rule_on(now.today);
    let until = match (request.keeping, request.until) {
        (Keeping::Keep, Some(until)) => {
            let longest = now.today.checked_add_months(Months::new(rule.months));
            plausible("until", until)?;
            if until <= now.today {
                return Err(Refusal::TooEarly { field: "until".to_owned(), not_before: now.today });
            }
            match longest {
                Some(longest) if until > longest => {
                    return Err(Refusal::TooLate { field: "until".to_owned(), not_after: longest });
                }
                _ => Some(until),
            }
        }
        (Keeping::Keep, None) => return Err(Refusal::Unreadable { field: "until".to_owned() }),
        (Keeping::Archive | Keeping::Return, _) => None,
    };
    if request.keeping == Keeping::Keep && reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    let id = RetentionChoiceId(ids.fresh());
    let mut changes = Changes::new("retention.decide", Some(request.person));
    changes.row(
        Table::RetentionChoice,
        id,
        vec![
            (RETENTION_CHOICE.person, Value::Id(request.person.0)),
            (RETENTION_CHOICE.keeping, Value::text(request.keeping.code())),
            (RETENTION_CHOICE.on_day, Value::Day(now.today)),
            (RETENTION_CHOICE.until, Value::day(until)),
            (RETENTION_CHOICE.reason, Value::Text(reason)),
            (RETENTION_CHOICE.rule, Value::text(rule.name)),
            (RETENTION_CHOICE.author, Value::Id(author.0)),
            (RETENTION_CHOICE.at, Value::Int(now.at.0)),
        ],
    );
    Ok((id, changes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::CountedIds;
    use crate::moment::Instant;
    use uuid::Uuid;

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    #[test]
    fn two_years_after_the_last_contact_or_the_opening() {
        for (contact, opened, until) in [
            (day("2024-03-10"), day("2023-01-05"), day("2026-03-10")),
            (None, day("2024-03-10"), day("2026-03-10")),
            (day("2024-03-10"), day("2025-03-10"), day("2026-03-10")),
            (day("2024-02-29"), None, day("2026-02-28")),
            (day("2022-02-28"), None, day("2024-02-28")),
            (None, None, None),
        ] {
            assert_eq!(kept_until(contact, opened), until, "{contact:?} {opened:?}");
        }
    }

    #[test]
    fn a_file_is_shown_from_the_day_after_and_not_while_it_is_kept() {
        let shown = |today: &str, kept: &str| {
            past(day("2024-03-10"), day("2023-01-05"), day(kept), day(today).unwrap()).map(|past| past.until)
        };
        assert_eq!(shown("2026-03-10", ""), None);
        assert_eq!(shown("2026-03-11", ""), day("2026-03-10"));
        assert_eq!(shown("2026-03-11", "2026-09-30"), None);
        assert_eq!(shown("2026-10-01", "2026-09-30"), day("2026-03-10"));
        let opening = past(None, day("2023-01-05"), None, day("2026-01-01").unwrap()).unwrap();
        assert_eq!((opening.counted_from, opening.rule), (CountedFrom::Opening, "2026-11"));
        assert_eq!(past(None, None, None, day("2026-01-01").unwrap()), None);
    }

    #[test]
    fn rules_follow_each_other_by_their_days() {
        assert!(RULES.is_sorted_by_key(RuleSet::since) && RULES.iter().all(|rule| rule.since().is_some()));
        assert_eq!(rule_on(day("2026-11-24").unwrap()).months, MONTHS, "`kept_until` goes by the last one");
        assert_eq!(RULES.last().map(|rule| rule.months), Some(MONTHS));
        assert_eq!(Some(rule_on(day("1999-01-01").unwrap())), RULES.first());
    }

    #[test]
    fn keeping_has_a_reason_and_a_day_within_what_the_rule_allows() {
        let now = Now { at: Instant(0), today: day("2026-11-24").unwrap() };
        let decided = |keeping, until: &str, reason| {
            let request = Decide { person: PersonId(Uuid::from_u128(1)), keeping, until: day(until), reason };
            decide(&request, WorkerId(Uuid::from_u128(9)), now, &mut CountedIds(1)).map(drop)
        };
        let field = || "until".to_owned();
        assert_eq!(decided(Keeping::Keep, "2027-03-01", "Recours en cours"), Ok(()));
        assert_eq!(decided(Keeping::Keep, "2027-03-01", " "), Err(Refusal::ReasonMissing));
        assert_eq!(decided(Keeping::Keep, "", "x"), Err(Refusal::Unreadable { field: field() }));
        let early = Refusal::TooEarly { field: field(), not_before: now.today };
        assert_eq!(decided(Keeping::Keep, "2026-11-24", "x"), Err(early));
        let late = Refusal::TooLate { field: field(), not_after: day("2028-11-24").unwrap() };
        assert_eq!(decided(Keeping::Keep, "2028-11-25", "x"), Err(late));
        assert_eq!(decided(Keeping::Archive, "", ""), Ok(()));
    }
}
