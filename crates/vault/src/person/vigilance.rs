//! What of an open file asks for attention: the facts of the file, handed to the rules.

use chrono::NaiveDate;
use passerelle_domain::agenda::activity::Attendance;
use passerelle_domain::agenda::appointment::Outcome;
use passerelle_domain::notice::missing;
use passerelle_domain::referral::DueKind;
use passerelle_domain::vigilance::{self, Facts, Signal, Unanswered};

use super::clock;
use super::file::{PersonFile, TimelineItem, TimelineWhat};
use crate::referral::ReferralLine;

/// A partner who has not said that they got it, not answered, or given no news of a waiting list.
fn unanswered(line: &ReferralLine) -> Option<Unanswered> {
    let due = line
        .due
        .filter(|due| matches!(due.kind, DueKind::Acknowledge | DueKind::Answer | DueKind::WaitlistNews))?;
    Some(Unanswered { programme: line.programme_name.clone(), late_days: due.late_days })
}

/// Meetings the person did not come to since they were last reached.
fn missed(file: &PersonFile) -> u32 {
    let since = |item: &&TimelineItem| item.on > file.last_contact;
    let absent = |item: &TimelineItem| {
        matches!(&item.what, TimelineWhat::Meeting(meeting)
            if meeting.outcome == Some(Outcome::Absent) || meeting.answer == Some(Attendance::Absent))
    };
    let count = file.timeline.iter().filter(since).filter(|item| absent(item)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
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
        missed: missed(file),
        clocks: clock::of_file(file),
    };
    vigilance::signals(&facts, today)
}
