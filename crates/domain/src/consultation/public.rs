//! The counts of a consultation as residents read them: none that could be told of one person.

use serde::Serialize;
use ts_rs::TS;

use super::Present;
use super::proposal::Opinions;

/// Under this, a count is not told.
pub const TOLD_FROM: u16 = 5;

/// A count on the public sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "told", rename_all = "snake_case")]
pub enum PublicCount {
    /// Nobody counted.
    Unknown,
    Exactly {
        count: u16,
    },
    /// Under [`TOLD_FROM`], nobody included.
    Few,
    /// Left out, since what is few could be reckoned from it.
    Withheld,
}

/// Who was there, under the names of [`Present`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PublicPresent {
    pub total: PublicCount,
    pub residents: PublicCount,
    pub local_actors: PublicCount,
    pub young: PublicCount,
    pub other_college: PublicCount,
    pub under_16: PublicCount,
    pub from_16_to_25: PublicCount,
    pub from_26_to_64: PublicCount,
    pub from_65: PublicCount,
    pub women: PublicCount,
    pub men: PublicCount,
    pub other_sex: PublicCount,
}

/// What was thought of a proposal, under the names of [`Opinions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PublicOpinions {
    pub in_favour: PublicCount,
    pub against: PublicCount,
    pub no_opinion: PublicCount,
}

fn told(count: Option<u16>) -> PublicCount {
    match count {
        None => PublicCount::Unknown,
        Some(count) if count < TOLD_FROM => PublicCount::Few,
        Some(count) => PublicCount::Exactly { count },
    }
}

/// Parts of one whole. Where a part is few, the smallest told one is left out with it, or whoever knows the whole could
/// subtract; where none is left to tell, nothing of the parts is.
fn parts<const N: usize>(counts: [Option<u16>; N]) -> [PublicCount; N] {
    let mut all = counts.map(told);
    if !all.contains(&PublicCount::Few) {
        return all;
    }
    let of = |count: &PublicCount| match count {
        PublicCount::Exactly { count } => Some(*count),
        PublicCount::Unknown | PublicCount::Few | PublicCount::Withheld => None,
    };
    match all.iter().filter_map(of).min() {
        Some(least) => {
            if let Some(one) = all.iter_mut().find(|count| of(count) == Some(least)) {
                *one = PublicCount::Withheld;
            }
        }
        None => {
            for one in all.iter_mut().filter(|count| **count == PublicCount::Few) {
                *one = PublicCount::Withheld;
            }
        }
    }
    all
}

/// Who was there as the public sheet tells it.
pub fn present(present: &Present) -> PublicPresent {
    let [residents, local_actors, young, other_college] = parts(present.colleges());
    let [under_16, from_16_to_25, from_26_to_64, from_65] = parts(present.ages());
    let [women, men, other_sex] = parts(present.sexes());
    PublicPresent {
        total: told(present.total),
        residents,
        local_actors,
        young,
        other_college,
        under_16,
        from_16_to_25,
        from_26_to_64,
        from_65,
        women,
        men,
        other_sex,
    }
}

/// What was thought of a proposal as the public sheet tells it.
pub fn opinions(opinions: &Opinions) -> PublicOpinions {
    let [in_favour, against, no_opinion] = parts([opinions.in_favour, opinions.against, opinions.no_opinion]);
    PublicOpinions { in_favour, against, no_opinion }
}

#[cfg(test)]
mod tests {
    use super::PublicCount::{Exactly, Few, Unknown, Withheld};
    use super::*;

    #[test]
    fn fewer_than_five_are_not_told_and_cannot_be_reckoned() {
        assert_eq!(parts([Some(13), Some(10)]), [Exactly { count: 13 }, Exactly { count: 10 }]);
        assert_eq!(parts([Some(20), Some(3)]), [Withheld, Few], "else 23 less 20");
        assert_eq!(parts([Some(9), Some(8), Some(3)]), [Exactly { count: 9 }, Withheld, Few]);
        assert_eq!(parts([Some(4), Some(4)]), [Withheld, Withheld], "eight in all would be four each");
        assert_eq!(parts([Some(0), None, Some(7)]), [Few, Unknown, Withheld], "nobody is few too");
        assert_eq!(parts([None, None]), [Unknown, Unknown]);
    }

    #[test]
    fn each_group_is_looked_at_alone() {
        let there = Present {
            total: Some(18),
            women: Some(16),
            men: Some(2),
            under_16: Some(6),
            from_16_to_25: Some(12),
            ..Present::default()
        };
        let public = present(&there);
        assert_eq!((public.women, public.men), (Withheld, Few));
        assert_eq!((public.under_16, public.total), (Exactly { count: 6 }, Exactly { count: 18 }));
        assert_eq!(public.residents, Unknown);
    }
}
