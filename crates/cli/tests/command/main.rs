//! The command line as an administrator or a script meets it: the real program, without keyring, display or terminal.

#![cfg(test)]

mod catalogue;
mod codes;
mod laptop;
mod letter;
mod people;
mod report;
mod talk;
mod words;
