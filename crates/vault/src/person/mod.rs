//! People: the list, one file with its timeline, the form of one person, and who may be the same.

mod agreement;
mod clock;
mod columns;
mod file;
mod likeness;
mod list;
mod meeting;
mod merge;
mod need;
mod notice;
mod plan;
mod situation;
mod slip;
mod task;
mod vigilance;

pub use agreement::AgreementView;
pub use clock::CaseClocks;
pub(crate) use columns::Columns;
pub use file::{CaseView, Merged, PersonFile, TimelineItem, TimelineWhat};
pub use likeness::Candidate;
pub(crate) use list::quiet;
pub use list::{PeopleFilter, PeoplePage, PeopleSort, PersonLine};
pub use meeting::Meeting;
pub use merge::{Pair, Pairs, Twin};
pub use need::NeedView;
pub use notice::NoticeView;
pub use plan::{PlanView, StepView};
pub use situation::SituationView;
pub use task::TaskLine;
pub(crate) use task::{TASK_COLUMNS, task_line};
