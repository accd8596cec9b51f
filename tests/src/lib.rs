//! What the tests that cross crates share. No rule of the work is repeated here.

pub mod bench;
pub mod faults;
pub mod fixture;
pub mod guide;
pub mod trouble;
pub mod window;

pub use trouble::{Story, Trouble};

/// The day where the work is done, as the application takes it: around midnight it is another than in universal time.
#[must_use]
pub fn today() -> chrono::NaiveDate {
    chrono::Utc::now().with_timezone(&chrono_tz::Europe::Paris).date_naive()
}
