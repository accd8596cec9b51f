//! Meetings, activities and what comes back: the time of the work.

pub mod activity;
pub mod appointment;
pub mod recurrence;
pub mod share;
pub mod slot;
