//! What leaves for other programs and comes from them, held to what they write and read.
#![cfg(test)]

mod csv;
mod decode;
mod ics;
mod payload;
mod workbook;
mod xlsx;
