//! The states in the words of others: FHIR Task (R4) and the statuses of the French public referral services.

use super::State;

/// One state as others say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interop {
    pub state: State,
    /// `Task.status` of HL7 FHIR R4.
    pub fhir_status: &'static str,
    /// `Task.businessStatus`, which tells apart what the status does not.
    pub fhir_business: &'static str,
    /// As the public services for insertion say it.
    pub public_service: &'static str,
}

const fn says(
    state: State,
    fhir_status: &'static str,
    fhir_business: &'static str,
    public_service: &'static str,
) -> Interop {
    Interop { state, fhir_status, fhir_business, public_service }
}

/// The one table. A status of FHIR alone is not injective: an ending by the person and one by the worker are both
/// `cancelled`; the business status tells them apart.
pub const INTEROP: &[Interop] = &[
    says(State::Draft, "draft", "draft", "brouillon"),
    says(State::Sent, "requested", "sent", "nouvelle"),
    says(State::Received, "received", "received", "nouvelle"),
    says(State::InReview, "received", "in-review", "en cours de traitement"),
    says(State::Waitlisted, "on-hold", "waitlisted", "en attente"),
    says(State::Accepted, "accepted", "accepted", "acceptée"),
    says(State::Started, "in-progress", "started", "acceptée"),
    says(State::Completed, "completed", "completed", "acceptée"),
    says(State::Refused, "rejected", "refused", "refusée"),
    says(State::Declined, "cancelled", "declined-by-person", "annulée"),
    says(State::Cancelled, "cancelled", "cancelled", "annulée"),
    says(State::Expired, "failed", "expired", "annulée"),
    says(State::Abandoned, "failed", "abandoned", "annulée"),
];

/// How others say a state.
pub fn interop(state: State) -> Option<&'static Interop> {
    INTEROP.iter().find(|line| line.state == state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_state_has_a_line_and_status_with_business_status_tells_it_back() {
        let lines: BTreeSet<_> = INTEROP.iter().map(|line| (line.fhir_status, line.fhir_business)).collect();
        assert_eq!(lines.len(), State::ALL.len());
        for state in State::ALL {
            assert_eq!(interop(*state).unwrap().state, *state);
        }
    }
}
