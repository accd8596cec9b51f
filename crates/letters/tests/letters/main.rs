//! Every letter, read back by a reader of another house: its words, its tags, and that nothing of what people are called
//! can break it.

#![cfg(test)]

mod drawing;
mod golden;
mod hostile;
mod look;
mod people;
mod reader;
