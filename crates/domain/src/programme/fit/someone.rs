//! What of a person decides whether a programme fits. Health, offences, origin and nationality are not here, so that no rule
//! can reach them; neither is anything of the assessment.

use crate::code::{Epci, Insee, Qpv};
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
    /// Has a means of transport, where it is stated.
    pub transport: Option<bool>,
    pub home: Option<Point>,
}
