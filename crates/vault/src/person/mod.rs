//! People: the list, one file with its timeline, the form of one person, and who may be the same.

mod case;
mod encounter;
mod file;
mod likeness;
mod list;
mod meeting;
mod merge;
mod need;
mod notice;
mod plan;
mod sheet;
mod vigilance;

pub use case::{CaseFile, Handover};
pub use file::{AgreementView, CaseView, Merged, PersonFile, TaskLine, TimelineItem, TimelineWhat};
pub(crate) use file::{TASK_COLUMNS, task_line};
pub use likeness::Candidate;
pub(crate) use list::{COLUMNS, line as person_line};
pub use list::{PeopleFilter, PeoplePage, PeopleSort, PersonLine};
pub use meeting::Meeting;
pub use merge::{Pair, Pairs, Twin};
pub use need::NeedView;
pub use notice::NoticeView;
pub use plan::{PlanView, StepView};
