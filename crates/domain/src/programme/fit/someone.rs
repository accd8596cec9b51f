//! What of a person decides whether a programme fits. Health, offences, origin and nationality are not here, so that no rule
//! can reach them; of the assessment there is only whether getting about stands in the way.

use crate::assessment::Answer;
use crate::code::{Epci, Insee, Qpv};
use crate::need_situation::NeedSituation;
use crate::person::Level;
use crate::person::birth::Birth;
use crate::programme::place::Point;
use crate::situation::SituationKind;

/// Whether the person lives in a priority neighbourhood.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Residence {
    In(Qpv),
    Out,
    /// The address lies too near to a border to say, or is not precise enough.
    Uncertain,
    #[default]
    Unknown,
}

/// A person, as far as it is known; nothing is told of them by `Debug`, for this type has none.
#[derive(Clone, Default, PartialEq)]
pub struct Someone {
    pub birth: Option<Birth>,
    pub level: Option<Level>,
    pub residence: Residence,
    pub commune: Option<Insee>,
    /// The grouping that the commune is of, where the caller has the table.
    pub epci: Option<Epci>,
    /// What the person does now.
    pub situation: Option<SituationKind>,
    /// When school was left: a year, a month or a day.
    pub left_school: Option<Birth>,
    /// Under the training obligation of 16 to 18 (article L. 114-1 of the Code of Education), where it is stated.
    pub under_obligation: Option<bool>,
    /// Has a means of transport, where it is stated: see [`has_transport`].
    pub transport: Option<bool>,
    pub home: Option<Point>,
}

/// What the assessment of mobility says of the way to an offer: that it stands in nobody's way, that there is no means of
/// transport at all, or nothing. A licence or a fare that is missing leaves the bus, so they say nothing of it.
pub fn has_transport(mobility: Answer, situations: &[NeedSituation]) -> Option<bool> {
    match mobility {
        Answer::No => Some(true),
        Answer::Yes if situations.contains(&NeedSituation::NoTransport) => Some(false),
        Answer::Yes | Answer::Unasked => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_said_of_the_way_counts() {
        use NeedSituation::{NoLicence, NoTransport};
        for (answer, situations, expected) in [
            (Answer::Unasked, &[][..], None),
            (Answer::No, &[], Some(true)),
            (Answer::Yes, &[], None),
            (Answer::Yes, &[NoLicence], None),
            (Answer::Yes, &[NoLicence, NoTransport], Some(false)),
        ] {
            assert_eq!(has_transport(answer, situations), expected, "{answer:?} {situations:?}");
        }
    }
}
