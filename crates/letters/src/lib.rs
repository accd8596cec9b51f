//! Letters and sheets on paper: plain facts in, a tagged PDF out, made on this laptop alone. It reads no file, asks no clock
//! and knows no vault; what may stand in a letter is decided by who fills in its facts.

mod blank;
mod drawing;
mod own_copy;
mod paper;
mod press;
mod referral;
mod summary;
mod summons;
mod word;
mod world;

pub use blank::blank;
pub use drawing::{Bar, Drawing, MOST};
pub use own_copy::OwnCopy;
pub use paper::{Block, Language, Letterhead, Logo, Paper};
pub use press::{Error, Printed, drawable, print};
pub use referral::ReferralSheet;
pub use summary::{Asked, Step, Summary};
pub use summons::Summons;
pub use word::{Agreed, Reach, Worker, by, kind, level, theme};
