//! What leaves for other programs and comes from them, held to what they write and read.
#![cfg(test)]

mod address;
mod csv;
mod decode;
mod hostile;
mod hsds;
mod ics;
mod inclusion;
mod lheo;
mod payload;
mod people;
mod qpv;
mod rome;
mod sheet;
mod vcard;
mod workbook;
mod xlsx;
