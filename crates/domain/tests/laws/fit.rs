//! Laws of fit: nothing breaks it, no answer stands without its reason, knowing more only settles what was to be verified, and
//! nothing of health, offences, origin or nationality is an input.

use chrono::{Days, NaiveDate};
use passerelle_domain::code::{Epci, Insee, Qpv};
use passerelle_domain::person::Level;
use passerelle_domain::person::birth::Birth;
use passerelle_domain::programme::fit::*;
use passerelle_domain::programme::place::Point;
use passerelle_domain::programme::{ProgrammeKind, ProgrammeStatus};
use passerelle_domain::situation::SituationKind;
use proptest::prelude::*;
use proptest::sample::select;

const TODAY: &str = "2026-03-10";

fn today() -> NaiveDate {
    TODAY.parse().unwrap()
}

fn near_today() -> impl Strategy<Value = NaiveDate> {
    (0_u64..1_200).prop_map(|days| "2024-10-01".parse::<NaiveDate>().unwrap() + Days::new(days))
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![8 => near_today(), 1 => Just(NaiveDate::MIN), 1 => Just(NaiveDate::MAX)]
}

fn perhaps<T: Clone + std::fmt::Debug + 'static>(words: &'static [T]) -> impl Strategy<Value = Option<T>> {
    prop::option::of(select(words))
}

fn point() -> impl Strategy<Value = Point> {
    (49.0_f64..51.1, 1.4_f64..4.3).prop_filter_map("inside", |(north, east)| Point::new(north, east))
}

fn age() -> impl Strategy<Value = Option<u8>> {
    prop::option::of(prop_oneof![6 => 14_u8..32, 1 => any::<u8>()])
}

fn session() -> impl Strategy<Value = SessionTerms> {
    let days = || prop::option::of(any_day());
    (days(), days(), any::<bool>(), perhaps(Recruitment::ALL), (days(), days()), prop::option::of(0_u32..3))
        .prop_map(|(start, end, permanent, recruitment, (apply_from, apply_until), places)| SessionTerms {
            start,
            end,
            permanent,
            recruitment,
            apply_from,
            apply_until,
            places,
        })
}

fn public() -> impl Strategy<Value = Public> {
    prop_oneof![
        8 => select(KnownPublic::ALL).prop_map(Public::Known),
        1 => Just(Public::Foreign("Sortants de l’ASE".to_owned())),
    ]
}

fn zone() -> impl Strategy<Value = Zone> {
    select(&["59", "62", "59350", "62041", "200093201", "200033579", "france", "99100"][..])
        .prop_map(Zone::read)
}

fn terms() -> impl Strategy<Value = Terms> {
    let who = (age(), age(), perhaps(Level::ALL), any::<[bool; 3]>(), prop::collection::vec(public(), 0..4));
    let when = (
        select(ProgrammeStatus::ALL),
        prop::option::of(any_day()),
        prop::collection::vec(session(), 0..4),
        prop::collection::vec(select(ProgrammeKind::ALL), 0..3),
    );
    let place = (
        prop::collection::vec(zone(), 0..3),
        perhaps(Setting::ALL),
        prop::collection::vec(point(), 0..3),
        prop::option::of(any::<bool>()),
    );
    (who, when, place).prop_map(
        |(
            (min_age, max_age, entry, [entry_required, qpv_only, obligation_only], publics),
            (status, gone_from, sessions, kinds),
            (zones, setting, places, free),
        )| Terms {
            status,
            gone_from,
            kinds,
            min_age,
            max_age,
            entry,
            entry_required,
            qpv_only,
            obligation_only,
            publics,
            zones,
            sessions,
            setting,
            places,
            free,
            ..Terms::default()
        },
    )
}

/// `Someone` has no Debug, being about a person; these are invented and may be shown when a law breaks.
#[derive(Clone)]
struct Invented(Someone);

impl std::fmt::Debug for Invented {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Invented(who) = self;
        let birth = who.birth.map(|birth| birth.to_string());
        write!(f, "{birth:?} {:?} {:?} {:?}", who.level, who.situation, who.commune)
    }
}

fn birth() -> impl Strategy<Value = Birth> {
    prop_oneof![
        8 => (1996_i32..2013, 1_u32..=12, 1_u32..=28),
        1 => (1900_i32..=2100, 1_u32..=12, 1_u32..=28),
    ]
    .prop_map(|(year, month, day)| Birth::of_day(NaiveDate::from_ymd_opt(year, month, day).unwrap()).unwrap())
}

/// A person of whom everything is known.
fn whole() -> impl Strategy<Value = Invented> {
    let lives = select(&[("59350", "200093201"), ("62041", "200033579"), ("80021", "248000531")][..]);
    let left = prop::option::of(select(&["2024-06", "2025", "2027"][..]));
    (
        birth(),
        select(Level::ALL),
        any::<bool>(),
        lives,
        select(SituationKind::ALL),
        left,
        any::<[bool; 2]>(),
        point(),
    )
        .prop_map(|(birth, level, qpv, (commune, epci), situation, left, [bound, transport], home)| {
            // Nobody is bound to be in training at another age; whoever wrote so would be corrected by the birth date.
            let age = birth.age_on(today());
            let bound = bound && age.at_least <= 17 && age.at_most >= 16;
            Invented(Someone {
                birth: Some(birth),
                level: Some(level),
                residence: if qpv { Residence::In(Qpv::parse("QN05901M").unwrap()) } else { Residence::Out },
                commune: Some(Insee::parse(commune).unwrap()),
                epci: Epci::parse(epci).ok(),
                situation: Some(situation),
                left_school: left.map(|text| Birth::parse(text).unwrap()),
                under_obligation: Some(bound),
                transport: Some(transport),
                home: Some(home),
            })
        })
}

/// The same person, less well known: each bit forgets something, two of them how exact the birth date is.
fn forget(Invented(whole): &Invented, bits: u16) -> Someone {
    let kept = |bit: u16| bits & (1 << bit) == 0;
    let birth = whole.birth.and_then(|birth| match (kept(0), kept(1)) {
        (true, true) => Some(birth),
        (true, false) => Birth::of_month(birth.year(), birth.month().unwrap()).ok(),
        (false, true) => Birth::of_year(birth.year()).ok(),
        (false, false) => None,
    });
    Someone {
        birth,
        level: whole.level.filter(|_| kept(2)),
        residence: if kept(3) { whole.residence.clone() } else { Residence::Unknown },
        commune: whole.commune.clone().filter(|_| kept(4)),
        epci: whole.epci.clone().filter(|_| kept(5)),
        situation: whole.situation.filter(|_| kept(6)),
        left_school: whole.left_school.filter(|_| kept(7)),
        under_obligation: whole.under_obligation.filter(|_| kept(8)),
        transport: whole.transport.filter(|_| kept(9)),
        home: whole.home.filter(|_| kept(10)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_told_there_is_an_answer_with_its_reason(
        terms in terms(), whole in whole(), bits in any::<u16>(), on in any_day()
    ) {
        let fit = fit(&terms, &forget(&whole, bits), on);
        let worst = fit.lines.iter().map(|line| line.verdict).max().unwrap_or(Verdict::Yes);
        prop_assert_eq!(fit.verdict, worst);
        prop_assert!(fit.lines.windows(2).all(|pair| pair[0].criterion < pair[1].criterion), "{:?}", fit.lines);
        for line in &fit.lines {
            prop_assert_eq!((line.verdict, line.criterion), (line.reason.verdict(), line.reason.criterion()));
        }
        let json = serde_json::to_string(&fit).unwrap();
        prop_assert!(serde_json::from_str::<Fit>(&json).unwrap() == fit, "{}", json);
    }

    #[test]
    fn knowing_more_settles_and_does_not_turn(terms in terms(), whole in whole(), bits in any::<u16>()) {
        let less = fit(&terms, &forget(&whole, bits), today());
        let more = fit(&terms, &forget(&whole, 0), today());
        match less.verdict {
            // What the person does is not asked by the catalogue; learning that they are busy all day asks a question.
            Verdict::Yes => {
                let busy = |line: &FitLine| matches!(line.reason, FitReason::Occupied { .. });
                let only = more.lines.iter().filter(|line| line.verdict != Verdict::Yes).all(busy);
                prop_assert!(more.verdict != Verdict::No && only, "{:?} {:?}", less, more);
            }
            Verdict::No => prop_assert_eq!(more.verdict, Verdict::No, "{:?}", less),
            Verdict::Verify => {}
        }
    }

    #[test]
    fn a_sensitive_public_is_never_answered(
        whole in whole(), bits in any::<u16>(),
        public in select(&[KnownPublic::Disabled, KnownPublic::Justice, KnownPublic::Exiled, KnownPublic::Emergency][..]),
        rest in terms(),
    ) {
        let publics = vec![Public::Known(public)];
        let terms = Terms { publics: publics.clone(), qpv_only: false, ..rest };
        let fit = fit(&terms, &forget(&whole, bits), today());
        let said: Vec<_> = fit.lines.into_iter().filter(|line| line.criterion == Criterion::Publics).collect();
        prop_assert_eq!(said, [FitLine::from(FitReason::PublicsToAsk { publics })]);
    }

    #[test]
    fn whoever_asks_from_the_other_side_gets_the_same_answers(
        terms in terms(), people in prop::collection::vec((whole(), any::<u16>()), 0..6)
    ) {
        let people: Vec<Someone> = people.iter().map(|(whole, bits)| forget(whole, *bits)).collect();
        let found = among(&terms, people.iter().enumerate(), today());
        prop_assert_eq!(found.len(), people.len());
        prop_assert!(found.windows(2).all(|pair| (pair[0].1.verdict, pair[0].0) < (pair[1].1.verdict, pair[1].0)));
        for (index, found) in found {
            prop_assert_eq!(fit(&terms, &people[index], today()), found);
        }
    }
}

#[test]
fn a_new_fact_about_a_person_has_to_be_thought_about() {
    // Whoever adds a field comes by here: nothing of health, offences, origin or nationality may become one.
    let Someone {
        birth: _,
        level: _,
        residence: _,
        commune: _,
        epci: _,
        situation: _,
        left_school: _,
        under_obligation: _,
        transport: _,
        home: _,
    } = Someone::default();
}
