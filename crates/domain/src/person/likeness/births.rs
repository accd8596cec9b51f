//! What two birth dates say about one person or two.

use strsim::osa_distance;

use super::LikenessReason;
use crate::person::birth::{Birth, Precision};

/// A birth date with its eight digits, where all are known.
#[derive(Clone, Copy)]
pub(super) struct Born {
    birth: Birth,
    digits: Option<[u8; 8]>,
}

impl Born {
    pub(super) fn of(birth: Birth) -> Self {
        let digits =
            birth.day().and_then(|day| day.format("%Y%m%d").to_string().into_bytes().try_into().ok());
        Self { birth, digits }
    }

    /// Whether both are known to the day and are the same.
    pub(super) fn is_day_of(self, other: Option<Self>) -> bool {
        self.digits.is_some() && self.digits == other.and_then(|other| other.digits)
    }
}

/// What two birth dates say about each other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Births {
    Same,
    Close,
    Compatible,
    Silent,
    Contradictory,
}

impl Births {
    pub(super) fn of(a: Option<Born>, b: Option<Born>) -> Self {
        let (Some(Born { birth: a, digits: one }), Some(Born { birth: b, digits: other })) = (a, b) else {
            return Self::Silent;
        };
        match (one, other) {
            (Some(one), Some(other)) if one == other => Self::Same,
            (Some(one), Some(other)) if slipped(one, other) || inverted(one) == other => Self::Close,
            (Some(_), Some(_)) if a.year() == b.year() && (is_new_year(a) || is_new_year(b)) => {
                Self::Compatible
            }
            (Some(_), Some(_)) => Self::Contradictory,
            _ if a.earliest() <= b.latest() && b.earliest() <= a.latest() => Self::Compatible,
            _ => Self::Contradictory,
        }
    }

    pub(super) fn weight(self) -> i32 {
        match self {
            Self::Same => 3,
            Self::Close => 2,
            Self::Compatible => 1,
            Self::Silent => 0,
            Self::Contradictory => -2,
        }
    }

    pub(super) fn reason(self) -> Option<LikenessReason> {
        match self {
            Self::Same => Some(LikenessReason::SameBirth),
            Self::Close | Self::Compatible => Some(LikenessReason::CloseBirth),
            Self::Silent | Self::Contradictory => None,
        }
    }
}

/// One digit mistyped, or two neighbours swapped: a distance of one in eight digits.
fn slipped(one: [u8; 8], other: [u8; 8]) -> bool {
    let different = one.iter().zip(&other).filter(|(a, b)| a != b).count();
    different == 1
        || (different == 2
            && std::str::from_utf8(&one)
                .ok()
                .zip(std::str::from_utf8(&other).ok())
                .is_some_and(|(one, other)| osa_distance(one, other) == 1))
}

/// Offices write 1 January where the day of a birth abroad is not known.
fn is_new_year(birth: Birth) -> bool {
    birth.precision() == Precision::Day
        && birth.day() == Birth::of_year(birth.year()).ok().map(|y| y.earliest())
}

/// `YYYYMMDD` with day and month exchanged.
fn inverted([y1, y2, y3, y4, m1, m2, d1, d2]: [u8; 8]) -> [u8; 8] {
    [y1, y2, y3, y4, d1, d2, m1, m2]
}
