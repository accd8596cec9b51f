//! Tables as text (CSV), written for spreadsheets and read as they and other programs write them. What a column means is
//! for whoever reads it.

pub mod read;
mod write;

pub use write::table;
