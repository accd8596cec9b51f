//! What a laptop goes through: killed, full, failing disks, power cuts, turned bits, wrong clocks. Nothing acknowledged is
//! lost without a word, and nothing wrong is read.

#[cfg(test)]
mod bits;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod full;
#[cfg(test)]
mod io;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod memory;
#[cfg(test)]
mod power;
#[cfg(test)]
mod torn;
#[cfg(test)]
mod upgrade;
#[cfg(test)]
mod victim;
