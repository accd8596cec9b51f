//! By when a request is answered: article 12(3) of the GDPR, counted as article 3 of regulation 1182/71 has it.

use chrono::{Months, NaiveDate};

/// Months from the day of receipt.
pub const MONTHS: u32 = 1;
/// Months where the person was told within the first that two more are needed.
pub const EXTENDED_MONTHS: u32 = 3;

/// The last day for the answer: the same day of the month, or the last day of a month that has no such day. A Saturday, a Sunday
/// or a holiday, which would prolong it, is not counted in the worker's favour. None beyond the calendar.
pub fn due_on(received_on: NaiveDate, extended: bool) -> Option<NaiveDate> {
    received_on.checked_add_months(Months::new(if extended { EXTENDED_MONTHS } else { MONTHS }))
}
