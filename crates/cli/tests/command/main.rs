//! The command line as an administrator or a script meets it: the real program, without keyring, display or terminal.

#[cfg(test)]
mod codes;
#[cfg(test)]
mod laptop;
#[cfg(test)]
mod talk;
#[cfg(test)]
mod words;
