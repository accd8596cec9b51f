//! Problems by their numbers.

use std::collections::BTreeSet;

use passerelle_wire::hash::Hash;
use passerelle_wire::membership::{LogFault, LogHead};
use passerelle_wire::problem::{Problem, ProblemBody};
use passerelle_wire::{decode, encode};
use serde_bytes::ByteBuf;

use crate::people::laptop;

#[test]
fn a_problem_arrives_with_its_facts() {
    let held = laptop(1).batch(&[], &[]).header;
    for problem in [
        Problem::Malformed,
        Problem::TooLarge { limit: 1 << 40 },
        Problem::LogMoved { head: LogHead { len: 3, hash: Hash([1; 32]) } },
        Problem::LogRefused { fault: LogFault::TooNew(900) },
        Problem::Fork { held },
        Problem::TooMany { retry_ms: 1_500 },
    ] {
        let body: ProblemBody = decode(&encode(&problem.to_body()).unwrap()).unwrap();
        assert_eq!(Problem::of_body(&body), problem);
    }
}

#[test]
fn a_problem_of_a_newer_hub_is_kept_as_it_came() {
    let body = ProblemBody { code: 900, facts: ByteBuf::from("new") };
    let problem = Problem::of_body(&body);
    assert_eq!(problem, Problem::Foreign { code: 900, facts: b"new".to_vec() });
    assert_eq!(problem.to_body(), body);
    let torn = ProblemBody { code: 10, facts: ByteBuf::new() };
    assert!(matches!(Problem::of_body(&torn), Problem::Foreign { code: 10, .. }));
    let grown = ProblemBody { code: 10, facts: ByteBuf::from([7, 1, 2]) };
    assert_eq!(Problem::of_body(&grown), Problem::NotNext { next: 7 });
}

#[test]
fn every_problem_has_a_number_and_a_name_of_its_own() {
    let codes: BTreeSet<_> = Problem::ALL.iter().map(|(code, ..)| code).collect();
    let names: BTreeSet<_> = Problem::ALL.iter().map(|(_, name, _)| name).collect();
    assert_eq!((codes.len(), names.len()), (Problem::ALL.len(), Problem::ALL.len()));
}

#[test]
fn the_page_says_what_the_code_says() {
    let page = include_str!("../../../../docs/SYNC.md");
    for (code, name, status) in Problem::ALL {
        assert!(page.contains(&format!("| {code} | {name} | {status} |")), "{name} is not in docs/SYNC.md");
    }
    for sample in crate::sample::all() {
        let named = format!("{} {}", sample.kind, sample.name);
        assert!(page.contains(&named), "{named} is not in docs/SYNC.md");
    }
}
