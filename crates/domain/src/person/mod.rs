//! The young person: who they are and how to reach them, as a worker can know it, which is rarely complete.

pub mod birth;
pub(crate) mod draft;
pub mod likeness;
pub mod merge;
pub mod name;

pub use draft::{PersonDraft, PersonFacts, add, correct, line, mark_demo, text};

use crate::word::words;

words! {
    /// As the person says; nothing is inferred.
    Sex { Female = "female", Male = "male", Other = "other" }
    /// Level reached, in the national framework of 2019 (decree 2019-14): 3 is CAP, 4 is baccalauréat.
    Level { None = "none", Level3 = "level_3", Level4 = "level_4", Higher = "higher" }
}
