//! Laws of the referral machine: endings are reachable, the agreement is not skipped, order does not matter.

use chrono::NaiveDate;
use passerelle_domain::id::{CountedIds, PersonId, ReferralId, TransitionId};
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::referral::*;
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn facts(agreement: AgreementState) -> Facts {
    Facts {
        id: ReferralId(Uuid::from_u128(1)),
        person: PersonId(Uuid::from_u128(2)),
        transitions: Vec::new(),
        checks: Vec::new(),
        kind: "training".into(),
        session_start: None,
        session_end: None,
        programme_open: true,
        programme_name: "Atelier vélo".into(),
        provider_name: "La Boussole".into(),
        created_on: day("2026-01-01"),
        agreement,
        minor: Some(false),
        and_now_settled_on: None,
    }
}

/// Walks by choosing among what is allowed; returns the facts after it.
fn walk(mut facts: Facts, choices: &[usize]) -> Facts {
    for (step, choice) in choices.iter().enumerate() {
        let options = allowed(&facts);
        if options.is_empty() {
            break;
        }
        let option = &options[choice % options.len()];
        let on = day("2026-01-01") + chrono::Days::new(step as u64);
        let request =
            MoveRequest { to: option.to, on, reason: option.reasons.first().copied(), note: String::new() };
        let at = i64::try_from(step).unwrap();
        let now = Now { at: Instant(at), today: day("2026-12-31") };
        let from = standing(&facts.transitions).state;
        if decide_move(&facts, &request, now, None, &mut CountedIds(step as u128)).is_ok() {
            facts.transitions.push(Transition {
                id: TransitionId(Uuid::from_u128(step as u128)),
                on,
                at,
                from,
                to: option.to,
                reason: request.reason,
                note: String::new(),
            });
        }
    }
    facts
}

fn reaches_an_ending(from: State) -> bool {
    let mut seen = vec![from];
    let mut at = 0;
    while at < seen.len() {
        if seen[at].is_ending() {
            return true;
        }
        let present = seen[at];
        for rule in MACHINE.iter().filter(|rule| rule.from == present) {
            if !seen.contains(&rule.to) {
                seen.push(rule.to);
            }
        }
        at += 1;
    }
    false
}

proptest! {
    #[test]
    fn every_walk_can_still_end_and_always_waits_for_something(
        choices in prop::collection::vec(0_usize..20, 0..30)
    ) {
        let walked = walk(facts(AgreementState::Person), &choices);
        let state = standing(&walked.transitions).state;
        prop_assert!(reaches_an_ending(state));
        prop_assert!(due(&walked, &Delays::of("training")).is_some());
    }

    #[test]
    fn no_path_skips_the_agreement(choices in prop::collection::vec(0_usize..20, 0..30)) {
        for agreement in [AgreementState::None, AgreementState::Withdrawn] {
            let walked = walk(facts(agreement), &choices);
            prop_assert!(!standing(&walked.transitions).state.is_shared());
        }
    }

    #[test]
    fn the_same_facts_in_any_order_and_twice_give_the_same_state(
        choices in prop::collection::vec(0_usize..20, 0..30), seed in any::<u64>()
    ) {
        let mut facts = walk(facts(AgreementState::Person), &choices).transitions;
        let before = standing(&facts);
        prop_assert!(!before.disputed, "one laptop alone never disagrees with itself");
        facts.extend(facts.clone());
        facts.sort_by_key(|fact| (fact.id.0.as_u128() ^ u128::from(seed)).wrapping_mul(0x9E37_79B9_7F4A_7C15) % 1_009);
        prop_assert_eq!(standing(&facts), before);
    }
}
