//! What leaves for other programs and comes from them, as they write it: each module is one format, in memory alone. It
//! opens no file and knows no vault.

pub mod address;
pub mod bundle;
pub mod csv;
pub(crate) mod day;
pub mod decode;
pub mod draft;
pub(crate) mod field;
pub mod formacode;
pub mod hsds;
pub mod ics;
pub mod inclusion;
pub(crate) mod json;
pub mod lambert;
pub mod lheo;
pub mod markup;
pub mod outline;
pub mod people;
pub mod qpv;
pub mod report;
pub mod rome;
pub mod sheet;
pub mod table;
pub mod vcard;
pub mod vocabulary;
pub mod xlsx;
