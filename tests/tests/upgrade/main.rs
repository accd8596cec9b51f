//! Vaults of former versions, opened by this one: everything is there, and work goes on in it.

#[cfg(test)]
mod golden;
#[cfg(test)]
mod laptop;
#[cfg(test)]
mod newer;
#[cfg(test)]
mod rows;
