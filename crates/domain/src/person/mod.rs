//! The young person: who they are and how to reach them, as a worker can know it, which is rarely complete.

pub mod birth;
pub(crate) mod draft;
pub mod likeness;
pub mod listed;
pub mod merge;
pub mod name;
pub mod residence;

pub use draft::{PersonDraft, PersonFacts, add, correct, line, mark_demo, text};

use crate::word::words;

words! {
    /// As the person says; nothing is inferred.
    Sex { Female = "female", Male = "male", Other = "other" }
    /// Level reached, in the national framework of 2019 (decree 2019-14): none is below 3, 3 is CAP, 4 is baccalauréat, 5 two
    /// years after it, 6 three, 7 five. `Higher` is over 4, without saying more.
    Level {
        None = "none", Level3 = "level_3", Level4 = "level_4", Level5 = "level_5", Level6 = "level_6",
        Level7 = "level_7", Higher = "higher",
    }
    /// Who the legal representative of a minor is to them (articles 371-1, 375-3, 377 and 390 of the Civil Code).
    GuardianRelation {
        Mother = "mother", Father = "father",
        /// To whom a judge has given guardianship or parental authority.
        Guardian = "guardian", Relative = "relative",
        /// The child welfare service of the department.
        ChildWelfare = "child_welfare",
    }
}
