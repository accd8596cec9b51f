//! What of an open file asks for attention: the facts of the file, handed to the rules.

use chrono::NaiveDate;
use passerelle_domain::notice::missing;
use passerelle_domain::referral::DueKind;
use passerelle_domain::vigilance::{self, Facts, Signal, Unanswered};

use super::file::PersonFile;
use crate::referral::ReferralLine;

/// A partner who has not said that they got it, not answered, or given no news of a waiting list.
fn unanswered(line: &ReferralLine) -> Option<Unanswered> {
    let due = line
        .due
        .filter(|due| matches!(due.kind, DueKind::Acknowledge | DueKind::Answer | DueKind::WaitlistNews))?;
    Some(Unanswered { programme: line.programme_name.clone(), late_days: due.late_days })
}

pub(super) fn signals(file: &PersonFile, today: NaiveDate) -> Vec<Signal> {
    let present = file.cases.first();
    let told: Vec<_> =
        file.notices.iter().map(|notice| (notice.text_version.clone(), notice.told_to)).collect();
    let facts = Facts {
        stage: present.map(|case| case.stage),
        opened_on: present.and_then(|case| case.opened_on),
        last_contact: file.last_contact,
        minor: file.minor,
        representative: !(file.who.guardian_name.is_empty() && file.who.guardian_phone.is_empty()),
        untold: missing(&told, file.minor),
        review_on: file.plan.as_ref().and_then(|plan| plan.draft.review_on),
        unanswered: file.referrals.iter().filter_map(unanswered).collect(),
        missed: 0,
    };
    vigilance::signals(&facts, today)
}
