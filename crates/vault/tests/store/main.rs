//! The store as the rest sees it: what is committed is read back, and the journal alone makes the same tables.

#[cfg(test)]
mod canary;
#[cfg(test)]
mod commit;
#[cfg(test)]
mod crew;
#[cfg(test)]
mod hurt;
#[cfg(test)]
mod list;
#[cfg(test)]
mod mark;
#[cfg(test)]
mod merge;
#[cfg(test)]
mod merge_any;
#[cfg(test)]
mod newer;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod walk;
