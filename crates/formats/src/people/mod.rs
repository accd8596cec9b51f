//! Lists of young people in any columns: those of the SIEI and the RIO, of schools, of apprentice centres, of other
//! tools. What each column is gets guessed, looked at by a person, and remembered; each line becomes a draft or is
//! refused with its reason. Who is already known is not asked here.

mod days;
mod guess;
mod heads;
mod mapping;
mod name;
mod row;
mod value;

pub use days::{DayOrder, OrderFound};
pub use mapping::{Column, Mapping, Target};
pub use row::{Drafted, People, Refused, read, refused_file};
