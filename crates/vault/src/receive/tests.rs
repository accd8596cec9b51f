//! Thousands of small histories of laptops that write without asking, taken in by two others in another order each.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::change::{ENCOUNTER, Field, NEED, PERSON, REFERRAL, TRANSITION, Table, Value};
use passerelle_domain::moment::Instant;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use rusqlite::types::Value as Sql;

use super::*;
use crate::journal::{Entry, encode};
use crate::reach::blind;
use crate::{migrate, rebuild, row};

#[path = "../../tests/store/oracle.rs"]
mod oracle;

mod bare;
mod history;

use bare::{Bare, as_rebuilt, same};
use history::{History, device, mix, step, told};
use oracle::{Oracle, Said, What};

/// Runs so many histories, or `PASSERELLE_HISTORIES`; `then` gets each with its number and two seeds.
fn histories(cases: u32, then: impl Fn(&History, u32, u64, u64)) {
    let strategy = (2_usize..=5, proptest::collection::vec(step(), 2..40), any::<u64>(), any::<u64>());
    let asked = std::env::var("PASSERELLE_HISTORIES");
    let cases = asked.map_or(cases, |count| count.parse().expect("a number of histories"));
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let at = Cell::new(0_u32);
    let ran = TestRunner::new(config).run(&strategy, |(count, steps, seed, another)| {
        at.set(at.get() + 1);
        then(&told(count, &steps), at.get(), seed, another);
        Ok(())
    });
    ran.unwrap();
}

#[test]
fn thousands_of_histories_come_to_the_same_in_any_order() {
    let (one, other) = (Bare::new(1), Bare::new(2));
    let (questions, out) = (Cell::new(0_u32), Cell::new(0_u32));
    histories(1_200, |history, at, seed, another| {
        one.take(&history.lines, seed);
        other.take(&history.lines, another);
        same(&one, &other);
        one.hold(history);
        let seen = |sql: &str| one.db.query_row(sql, [], |row| row.get::<_, u32>(0)).unwrap();
        questions.set(questions.get() + seen("SELECT count(*) FROM disagreement"));
        out.set(out.get() + seen("SELECT count(*) FROM encounter WHERE removed = 1"));
        if at.is_multiple_of(25) {
            as_rebuilt(&one);
        }
    });
    let often = questions.get().min(out.get());
    assert!(
        often > 100,
        "enough that it means something: {} questions, {} rows out",
        questions.get(),
        out.get()
    );
}

#[test]
fn a_version_behind_that_is_updated_has_what_the_others_have() {
    let (new, behind) = (Bare::new(1), Bare::new(2));
    let unread = Cell::new(0_u32);
    histories(300, |history, at, seed, another| {
        new.take(&history.lines, seed);
        blind::be(&[(Table::Person.number(), Some(PERSON.phone.0)), (Table::Need.number(), None)]);
        behind.take(&history.lines, another);
        if at.is_multiple_of(25) {
            as_rebuilt(&behind);
        }
        let left: u32 = behind.db.query_row("SELECT count(*) FROM unread", [], |row| row.get(0)).unwrap();
        unread.set(unread.get() + left);
        behind.take_blind(&history.lines, another);
        same(&new, &behind);
        behind.hold(history);
    });
    assert!(unread.get() > 300, "{} operations were left at first", unread.get());
}
