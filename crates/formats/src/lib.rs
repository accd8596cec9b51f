//! What leaves for other programs and comes from them, as they write it: each module is one format, in memory alone. It
//! opens no file and knows no vault.

pub mod ics;
