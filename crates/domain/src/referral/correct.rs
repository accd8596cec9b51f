//! What may still be corrected of a referral: all of a draft, and the session's days until it has ended.

use chrono::NaiveDate;

use super::{Facts, State, standing};
use crate::change::{Changes, REFERRAL, Refusal, Table, Value};
use crate::moment::plausible;
use crate::person::text;

/// The form of a referral, as typed.
#[derive(Clone, Debug)]
pub struct Corrected<'a> {
    pub wish: &'a str,
    pub session_start: Option<NaiveDate>,
    pub session_end: Option<NaiveDate>,
}

/// Refused: a day that nobody can mean, an end before the start. A start that has passed is no mistake by itself.
pub fn check_session(start: Option<NaiveDate>, end: Option<NaiveDate>) -> Result<(), Refusal> {
    for (field, day) in [("session_start", start), ("session_end", end)] {
        day.map(|day| plausible(field, day)).transpose()?;
    }
    match (start, end) {
        (Some(start), Some(end)) if end < start => {
            Err(Refusal::TooEarly { field: "session_end".to_owned(), not_before: start })
        }
        _ => Ok(()),
    }
}

/// The wish of a referral as it is kept.
pub fn read_wish(typed: &str) -> Result<String, Refusal> {
    text("wish", typed, 5_000)
}

/// Sets what differs. `wish` is the one kept.
///
/// Refused: once the referral has ended, anything; once it is sent, another wish, since the partner has read the first;
/// partners do move their sessions.
pub fn correct(facts: &Facts, wish: &str, after: &Corrected<'_>) -> Result<Changes, Refusal> {
    let state = standing(&facts.transitions).state;
    if state.is_ending() {
        return Err(Refusal::ReferralEnded { state: state.code().to_owned() });
    }
    let typed = if after.wish == wish { wish.to_owned() } else { read_wish(after.wish)? };
    if state != State::Draft && typed != wish {
        return Err(Refusal::AlreadySent { field: "wish".to_owned() });
    }
    check_session(after.session_start, after.session_end)?;
    let mut changes = Changes::new("referral.correct", Some(facts.person));
    changes.set(Table::Referral, facts.id, REFERRAL.wish, &Value::text(wish), Value::Text(typed));
    for (field, before, after) in [
        (REFERRAL.session_start, facts.session_start, after.session_start),
        (REFERRAL.session_end, facts.session_end, after.session_end),
    ] {
        changes.set(Table::Referral, facts.id, field, &Value::day(before), Value::day(after));
    }
    Ok(changes)
}
