//! Why a referral ended, in words that can be counted.

use super::State;
use crate::word::words;

words! {
    Reason {
        NoPlace = "no_place", NotEligible = "not_eligible", Level = "level", FileIncomplete = "file_incomplete",
        NoInterest = "no_interest", Transport = "transport", Money = "money", Housing = "housing",
        Family = "family", Health = "health", FoundElse = "found_else", LostContact = "lost_contact",
        Conflict = "conflict", Unsuited = "unsuited", Error = "error", Duplicate = "duplicate",
        ProgrammeClosed = "programme_closed", Unknown = "unknown", Other = "other",
    }
}

/// The reasons that make sense for an ending; none for a state that asks for none.
pub fn reasons_for(state: State) -> &'static [Reason] {
    use Reason::{
        Conflict, Duplicate, Error, Family, FileIncomplete, FoundElse, Health, Housing, Level, LostContact,
        Money, NoInterest, NoPlace, NotEligible, Other, ProgrammeClosed, Transport, Unknown, Unsuited,
    };
    match state {
        State::Refused => &[NoPlace, NotEligible, Level, FileIncomplete, ProgrammeClosed, Other],
        State::Declined => {
            &[NoInterest, Transport, Money, Housing, Family, Health, FoundElse, LostContact, Other]
        }
        State::Abandoned => {
            &[Transport, Money, Housing, Health, Family, Conflict, Unsuited, FoundElse, Unknown, Other]
        }
        State::Cancelled => &[Error, Duplicate, ProgrammeClosed, LostContact, Other],
        State::Draft
        | State::Sent
        | State::Received
        | State::InReview
        | State::Waitlisted
        | State::Accepted
        | State::Started
        | State::Completed
        | State::Expired => &[],
    }
}
