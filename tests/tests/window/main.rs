//! Stories told in the real window: the program as it is shipped, its own display, bus and keyring.

mod shell;
mod start;
