//! How long a file is kept: the day after which it is erased, or renewed by a contact with the person.

use chrono::{Months, NaiveDate};

/// Months after the last contact coming from the person.
///
/// Two years, as the CNIL's reference for social support has it. A call that nobody answered and an exchange with a partner
/// are no such contact and prolong nothing.
pub const MONTHS: u32 = 24;

/// The last day on which the file may be kept; the opening counts where the person was never reached. A month without that day
/// ends it on its last day. None where neither day is known.
pub fn kept_until(last_contact: Option<NaiveDate>, opened_on: Option<NaiveDate>) -> Option<NaiveDate> {
    last_contact.or(opened_on)?.checked_add_months(Months::new(MONTHS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_years_after_the_last_contact_or_the_opening() {
        let day = |text: &str| Some(text.parse::<NaiveDate>().unwrap());
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
}
