//! People: the list, one file with its timeline, the form of one person, and who may be the same.

mod agreement;
mod custom;
mod document;
mod file;
mod likeness;
mod list;
mod meeting;
mod merge;
mod need;
mod notice;
mod plan;
mod vigilance;

pub use agreement::AgreementView;
pub use custom::CustomEntry;
pub use document::{DocumentView, Filed};
pub use file::{CaseView, Merged, PersonFile, TaskLine, TimelineItem, TimelineWhat};
pub(crate) use file::{TASK_COLUMNS, task_line};
pub use likeness::Candidate;
pub(crate) use list::{COLUMNS, line as person_line};
pub use list::{CustomIs, PeopleFilter, PeoplePage, PeopleSort, PersonLine};
pub use meeting::Meeting;
pub use merge::{Pair, Pairs, Twin};
pub use need::NeedView;
pub use notice::NoticeView;
pub use plan::{PlanView, StepView};
