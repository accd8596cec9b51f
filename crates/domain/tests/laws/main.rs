//! The laws of the domain: what holds for every input, not only for the examples beside each rule.

#![cfg(test)]

mod codes;
mod figures;
mod fit;
mod fund;
mod fund_due;
mod hours;
mod mask;
mod rank;
mod referral;
