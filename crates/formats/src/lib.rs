//! What leaves for other programs and comes from them, as they write it: each module is one format, in memory alone. It
//! opens no file and knows no vault.

pub mod csv;
pub mod decode;
pub mod ics;
pub mod markup;
pub mod report;
pub mod table;
pub mod xlsx;
