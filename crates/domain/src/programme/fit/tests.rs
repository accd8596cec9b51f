use super::*;
use crate::code::{Epci, Insee, Qpv};
use crate::person::birth::{AgeRange, Birth};
use crate::private::Private;
use crate::programme::place::Point;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-03-10")
}

fn born(text: &str) -> Someone {
    Someone { birth: Some(Birth::parse(text).unwrap()), ..Someone::default() }
}

fn session(start: &str) -> SessionTerms {
    SessionTerms { start: Some(day(start)), ..SessionTerms::default() }
}

fn known(publics: &[KnownPublic]) -> Vec<Public> {
    publics.iter().copied().map(Public::Known).collect()
}

fn line(terms: &Terms, who: &Someone, criterion: Criterion) -> Option<FitReason> {
    let fit = fit(terms, who, today());
    fit.lines.into_iter().find(|line| line.criterion == criterion).map(|line| line.reason)
}

fn verdict(terms: &Terms, who: &Someone, criterion: Criterion) -> Option<Verdict> {
    line(terms, who, criterion).map(|reason| reason.verdict())
}

#[test]
fn an_offer_that_asks_nothing_fits_and_says_nothing() {
    let fit = fit(&Terms::default(), &Someone::default(), today());
    assert_eq!((fit.verdict, fit.lines, fit.on, fit.km), (Verdict::Yes, vec![], None, None));
    let terms = Terms { conditions: "Avoir un projet validé".into(), ..Terms::default() };
    let fit = super::fit(&terms, &Someone::default(), today());
    assert!(fit.more_in_words && fit.verdict == Verdict::Yes, "words are read by the worker");
}

#[test]
fn awa_is_sixteen_on_the_day_of_the_start_and_not_today() {
    let terms = |start| Terms {
        min_age: Some(16),
        max_age: Some(25),
        sessions: vec![session(start)],
        ..Terms::default()
    };
    let awa = born("2010-04-01");
    let (min, max) = (Some(16), Some(25));
    assert_eq!(
        line(&terms("2026-04-01"), &awa, Criterion::Age),
        Some(FitReason::AgeFits { min, max, on: day("2026-04-01") })
    );
    let age = AgeRange { at_least: 15, at_most: 15 };
    assert_eq!(
        line(&terms("2026-03-31"), &awa, Criterion::Age),
        Some(FitReason::TooYoung {
            min: 16,
            age,
            on: day("2026-03-31"),
            from: Some(Private(day("2026-04-01")))
        })
    );
}

#[test]
fn a_later_session_is_taken_where_the_nearest_one_comes_before_the_birthday() {
    let sessions = vec![session("2026-03-20"), session("2026-05-04")];
    let terms = Terms { min_age: Some(16), sessions, ..Terms::default() };
    let fit = fit(&terms, &born("2010-04-01"), today());
    assert_eq!((fit.verdict, fit.on), (Verdict::Yes, Some(day("2026-05-04"))));
}

#[test]
fn an_incomplete_birth_is_verified_only_where_it_matters() {
    let terms = |min, max| Terms { min_age: min, max_age: max, ..Terms::default() };
    for (birth, min, max, expected) in [
        ("2010", Some(16), None, Verdict::Verify),
        ("2010-03", Some(16), None, Verdict::Verify),
        ("2010-02", Some(16), None, Verdict::Yes),
        ("2009", Some(16), Some(25), Verdict::Yes),
        ("2011", Some(16), None, Verdict::No),
        ("2000", None, Some(25), Verdict::Verify),
        ("2000-03-11", None, Some(25), Verdict::Yes),
        ("2000-03-10", None, Some(25), Verdict::No),
    ] {
        assert_eq!(verdict(&terms(min, max), &born(birth), Criterion::Age), Some(expected), "{birth}");
    }
    let nobody = Someone::default();
    assert_eq!(verdict(&terms(Some(16), None), &nobody, Criterion::Age), Some(Verdict::Verify));
}

#[test]
fn a_leap_day_is_a_birthday_on_the_first_of_march() {
    let terms = Terms { min_age: Some(18), ..Terms::default() };
    let lina = born("2008-02-29");
    let age = AgeRange { at_least: 17, at_most: 17 };
    let on = day("2026-02-28");
    let young = FitReason::TooYoung { min: 18, age, on, from: Some(Private(day("2026-03-01"))) };
    assert_eq!(fit(&terms, &lina, on).lines, [FitLine::from(young)]);
    assert_eq!(fit(&terms, &lina, day("2026-03-01")).verdict, Verdict::Yes);
}

#[test]
fn sessions_are_over_closed_or_to_come() {
    use Recruitment::{Closed, Open, Suspended};
    let start = Some(day("2026-04-01"));
    let with = |recruitment| SessionTerms { recruitment: Some(recruitment), ..session("2026-04-01") };
    let next = |apply_from: Option<&str>, apply_until: Option<&str>| FitReason::NextStart {
        on: day("2026-04-01"),
        apply_from: apply_from.map(day),
        apply_until: apply_until.map(day),
    };
    let permanent = |start: Option<&str>, end: Option<&str>| SessionTerms {
        start: start.map(day),
        end: end.map(day),
        permanent: true,
        ..SessionTerms::default()
    };
    for (session, expected) in [
        (session("2026-04-01"), next(None, None)),
        (session("2026-03-10"), FitReason::NextStart { on: today(), apply_from: None, apply_until: None }),
        (session("2026-03-09"), FitReason::SessionStarted { on: day("2026-03-09") }),
        (with(Open), next(None, None)),
        (with(Closed), FitReason::RecruitmentClosed { start }),
        (with(Suspended), FitReason::RecruitmentSuspended { start }),
        (
            SessionTerms { apply_until: Some(day("2026-03-09")), ..session("2026-04-01") },
            FitReason::ApplyOver { until: day("2026-03-09") },
        ),
        (
            SessionTerms { apply_until: Some(today()), ..session("2026-04-01") },
            next(None, Some("2026-03-10")),
        ),
        (
            SessionTerms { apply_from: Some(day("2026-03-15")), ..session("2026-04-01") },
            next(Some("2026-03-15"), None),
        ),
        (permanent(None, None), FitReason::Permanent { from: today(), until: None }),
        (permanent(Some("2026-01-05"), Some("2026-06-30")), {
            FitReason::Permanent { from: today(), until: Some(day("2026-06-30")) }
        }),
        (permanent(Some("2026-09-01"), None), FitReason::Permanent { from: day("2026-09-01"), until: None }),
        (permanent(None, Some("2026-03-09")), FitReason::SessionOver { ended: day("2026-03-09") }),
        (SessionTerms::default(), FitReason::StartNotTold),
    ] {
        let terms = Terms { sessions: vec![session.clone()], ..Terms::default() };
        assert_eq!(line(&terms, &Someone::default(), Criterion::Dates), Some(expected), "{session:?}");
    }
}

#[test]
fn the_next_session_with_a_place_is_told_and_of_missed_ones_the_last() {
    let full = SessionTerms { places: Some(0), ..session("2026-03-20") };
    let later = SessionTerms { places: Some(3), ..session("2026-04-20") };
    let terms = Terms { sessions: vec![full.clone(), later], ..Terms::default() };
    let found = fit(&terms, &Someone::default(), today());
    assert_eq!((found.verdict, found.on), (Verdict::Yes, Some(day("2026-04-20"))));
    assert_eq!(line(&terms, &Someone::default(), Criterion::Places), Some(FitReason::Places { places: 3 }));
    let terms = Terms { sessions: vec![full], ..Terms::default() };
    assert_eq!(fit(&terms, &Someone::default(), today()).verdict, Verdict::Verify, "a waiting list");
    let missed = vec![session("2026-01-05"), session("2026-03-02"), session("2026-02-02")];
    let terms = Terms { sessions: missed, ..Terms::default() };
    let on = day("2026-03-02");
    assert_eq!(
        line(&terms, &Someone::default(), Criterion::Dates),
        Some(FitReason::SessionStarted { on }),
        "the last that was missed"
    );
}

#[test]
fn a_closed_blocked_or_withdrawn_programme_says_so() {
    let gone = |from: &str| Terms {
        gone_from: Some(day(from)),
        sessions: vec![session("2026-04-01")],
        ..Terms::default()
    };
    let of = |status| Terms { status, ..Terms::default() };
    let both = Terms { status: ProgrammeStatus::Blocked, ..gone("2026-03-10") };
    for (terms, expected) in [
        (both, Some(FitReason::Gone { from: today() })),
        (of(ProgrammeStatus::Open), None),
        (of(ProgrammeStatus::Blocked), Some(FitReason::ProgrammeBlocked)),
        (of(ProgrammeStatus::Closed), Some(FitReason::ProgrammeClosed)),
        (gone("2026-04-01"), Some(FitReason::Gone { from: day("2026-04-01") })),
        (gone("2026-04-02"), None),
    ] {
        assert_eq!(line(&terms, &Someone::default(), Criterion::Status), expected);
    }
}

#[test]
fn a_session_before_the_end_of_the_offer_is_taken() {
    let sessions = vec![session("2026-06-01"), SessionTerms { places: Some(0), ..session("2026-04-01") }];
    let terms = Terms { gone_from: Some(day("2026-05-01")), sessions, ..Terms::default() };
    let fit = fit(&terms, &Someone::default(), today());
    assert_eq!((fit.verdict, fit.on), (Verdict::Verify, Some(day("2026-04-01"))));
}

#[test]
fn a_level_is_reached_missed_or_to_be_asked() {
    use Level::{Higher, Level3, Level4, Level5, Level6, Level7, None as Without};
    for (entry, required, level, expected) in [
        (Level3, true, Some(Level3), Verdict::Yes),
        (Level3, true, Some(Level5), Verdict::Yes),
        (Level4, true, Some(Level3), Verdict::No),
        (Level4, false, Some(Level3), Verdict::Verify),
        (Level4, true, Some(Without), Verdict::No),
        (Level4, true, None, Verdict::Verify),
        (Without, true, None, Verdict::Yes),
        (Level4, true, Some(Higher), Verdict::Yes),
        (Level5, true, Some(Higher), Verdict::Yes),
        (Level6, true, Some(Higher), Verdict::Verify),
        (Higher, true, Some(Level4), Verdict::No),
        (Higher, true, Some(Level7), Verdict::Verify),
    ] {
        let terms = Terms { entry: Some(entry), entry_required: required, ..Terms::default() };
        let who = Someone { level, ..Someone::default() };
        assert_eq!(verdict(&terms, &who, Criterion::Level), Some(expected), "{entry:?} {required} {level:?}");
    }
}

#[test]
fn a_priority_neighbourhood_is_asked_of_the_address() {
    let qpv = Qpv::parse("QN05901M").unwrap();
    let live = |residence| Someone { residence, ..Someone::default() };
    let only = Terms { qpv_only: true, ..Terms::default() };
    let rural = Terms { publics: known(&[KnownPublic::PriorityAreas]), ..only.clone() };
    for (residence, of_the_city, of_the_country) in [
        (Residence::In(qpv.clone()), Verdict::Yes, Verdict::Yes),
        (Residence::Out, Verdict::No, Verdict::Verify),
        (Residence::Uncertain, Verdict::Verify, Verdict::Verify),
        (Residence::Unknown, Verdict::Verify, Verdict::Verify),
    ] {
        let who = live(residence);
        assert_eq!(verdict(&only, &who, Criterion::Qpv), Some(of_the_city));
        assert_eq!(verdict(&rural, &who, Criterion::Qpv), Some(of_the_country));
        assert_eq!(verdict(&rural, &who, Criterion::Publics), None, "said once");
    }
    let inside = live(Residence::In(qpv.clone()));
    assert_eq!(line(&only, &inside, Criterion::Qpv), Some(FitReason::InQpv { qpv: Private(qpv) }));
}

#[test]
fn where_one_must_live_is_read_by_the_form_of_the_code() {
    let insee = |code| Insee::parse(code).unwrap();
    for (code, zone) in [
        ("59350", Zone::Commune(insee("59350"))),
        ("59", Zone::Department("59".into())),
        ("2a", Zone::Department("2A".into())),
        ("974", Zone::Department("974".into())),
        ("200093201", Zone::Epci(Epci::parse("200093201").unwrap())),
        ("france", Zone::Country),
        ("99100", Zone::Foreign("99100".into())),
        ("R32-Nord", Zone::Foreign("R32-Nord".into())),
    ] {
        assert_eq!(Zone::read(code), zone, "{code}");
    }
    let lille = Someone { commune: Some(insee("59350")), ..Someone::default() };
    let of_mel = Someone { epci: Some(Epci::parse("200093201").unwrap()), ..lille.clone() };
    let unknown = Someone::default();
    for (zones, who, expected) in [
        (vec!["59"], &lille, Verdict::Yes),
        (vec!["62", "59350"], &lille, Verdict::Yes),
        (vec!["62"], &lille, Verdict::No),
        (vec!["62"], &unknown, Verdict::Verify),
        (vec!["200093201"], &lille, Verdict::Verify),
        (vec!["200093201"], &of_mel, Verdict::Yes),
        (vec!["62", "200033579"], &of_mel, Verdict::No),
        (vec!["62", "99100"], &of_mel, Verdict::Verify),
        (vec!["france"], &unknown, Verdict::Yes),
    ] {
        let terms = Terms { zones: zones.iter().copied().map(Zone::read).collect(), ..Terms::default() };
        assert_eq!(verdict(&terms, who, Criterion::Zone), Some(expected), "{zones:?}");
    }
}

#[test]
fn publics_are_computed_where_they_may_be_and_one_is_enough() {
    use KnownPublic as P;
    use SituationKind as S;
    let doing = |situation| Someone { situation: Some(situation), ..born("2008-05-02") };
    for (publics, who, expected) in [
        (vec![P::Everyone, P::Seniors], born("2008"), Verdict::Yes),
        (vec![P::Young], born("2008"), Verdict::Yes),
        (vec![P::Young], born("1999"), Verdict::Verify),
        (vec![P::Young], born("1990"), Verdict::No),
        (vec![P::Young], Someone::default(), Verdict::Verify),
        (vec![P::Seniors], born("2008"), Verdict::No),
        (vec![P::JobSeekers], doing(S::Seeking), Verdict::Yes),
        (vec![P::JobSeekers], doing(S::Neither), Verdict::Verify),
        (vec![P::JobSeekers], doing(S::JobPermanent), Verdict::No),
        (vec![P::JobSeekers], born("2008"), Verdict::Verify),
        (vec![P::Working], doing(S::Apprenticeship), Verdict::Yes),
        (vec![P::Working], doing(S::Neither), Verdict::No),
        (vec![P::Students], doing(S::School), Verdict::Verify),
        (vec![P::Students], Someone { level: Some(Level::Level4), ..doing(S::School) }, Verdict::Yes),
        (vec![P::Students], doing(S::Seeking), Verdict::No),
        (vec![P::Students, P::JobSeekers], doing(S::Seeking), Verdict::Yes),
        (vec![P::Seniors, P::Families], born("2008"), Verdict::Verify),
        (vec![P::PriorityAreas], Someone { residence: Residence::Out, ..born("2008") }, Verdict::Verify),
    ] {
        let terms = Terms { publics: known(&publics), ..Terms::default() };
        assert_eq!(verdict(&terms, &who, Criterion::Publics), Some(expected), "{publics:?}");
    }
}

#[test]
fn what_may_not_be_computed_is_asked_in_the_catalogues_words() {
    use KnownPublic as P;
    let whole = Someone {
        level: Some(Level::Level4),
        residence: Residence::Out,
        commune: Some(Insee::parse("59350").unwrap()),
        situation: Some(SituationKind::Seeking),
        under_obligation: Some(false),
        transport: Some(true),
        ..born("2005-05-02")
    };
    for public in [P::Disabled, P::Justice, P::Exiled, P::Emergency, P::Women, P::Families, P::MinimumIncome]
    {
        for who in [&whole, &Someone::default()] {
            let terms = Terms { publics: known(&[public]), ..Terms::default() };
            let asked = FitReason::PublicsToAsk { publics: known(&[public]) };
            assert_eq!(line(&terms, who, Criterion::Publics), Some(asked));
        }
    }
    let words = Public::from("Sortants de l’ASE".to_owned());
    let terms = Terms { publics: vec![Public::Known(P::Seniors), words.clone()], ..Terms::default() };
    assert_eq!(
        line(&terms, &whole, Criterion::Publics),
        Some(FitReason::PublicsToAsk { publics: vec![words] })
    );
}

#[test]
fn a_public_goes_back_out_as_it_came_in() {
    for code in ["jeunes", "residents-qpv-frr", "83056", "Sortants de l’ASE", ""] {
        assert_eq!(String::from(Public::from(code.to_owned())), code);
    }
    assert_eq!(Public::from("jeunes".to_owned()), Public::Known(KnownPublic::Young));
}

#[test]
fn who_is_busy_all_day_is_asked_first() {
    use ProgrammeKind as K;
    use SituationKind as S;
    let doing = |situation| Someone { situation: Some(situation), ..Someone::default() };
    let of = |kinds: &[K]| Terms { kinds: kinds.to_vec(), ..Terms::default() };
    for (kinds, situation, expected) in [
        (vec![K::Training], S::School, Some(FitReason::Occupied { situation: S::School })),
        (vec![K::Training, K::Obstacle], S::School, None),
        (vec![K::Culture], S::School, None),
        (vec![K::Insertion], S::JobPermanent, Some(FitReason::Occupied { situation: S::JobPermanent })),
        (vec![K::Insertion], S::JobShort, None),
        (vec![K::Apprenticeship], S::Neither, None),
        (vec![K::BackToSchool], S::Neither, Some(FitReason::SchoolUnknown)),
        (vec![], S::School, None),
    ] {
        assert_eq!(line(&of(&kinds), &doing(situation), Criterion::Situation), expected, "{kinds:?}");
    }
    let left = |text| Someone { left_school: Some(Birth::parse(text).unwrap()), ..Someone::default() };
    let back = of(&[K::BackToSchool]);
    assert_eq!(line(&back, &left("2025-11"), Criterion::Situation), Some(FitReason::SchoolLeft));
    assert_eq!(line(&back, &left("2026"), Criterion::Situation), Some(FitReason::SchoolUnknown));
}

#[test]
fn the_training_obligation_is_met_or_asked() {
    let bound = |stated| Someone { under_obligation: stated, ..Someone::default() };
    let only = Terms { obligation_only: true, ..Terms::default() };
    for (who, expected) in [
        (bound(Some(true)), FitReason::UnderObligation),
        (bound(Some(false)), FitReason::NotUnderObligation),
        (bound(None), FitReason::ObligationUnknown),
        (born("2009-01-05"), FitReason::ObligationUnknown),
        (born("2008-03-10"), FitReason::NotUnderObligation),
        (born("2008"), FitReason::ObligationUnknown),
        (born("2010-03-11"), FitReason::NotUnderObligation),
    ] {
        assert_eq!(line(&only, &who, Criterion::Obligation), Some(expected));
    }
    let of = |kind| Terms { kinds: vec![kind], ..Terms::default() };
    let met = |kind, who: &Someone| line(&of(kind), who, Criterion::Obligation);
    assert_eq!(met(ProgrammeKind::CivicService, &bound(Some(true))), Some(FitReason::MeetsObligation));
    assert_eq!(met(ProgrammeKind::Culture, &bound(Some(true))), None);
    assert_eq!(met(ProgrammeKind::CivicService, &bound(None)), None);
}

#[test]
fn the_way_is_measured_and_asked_where_it_is_long() {
    let at = |latitude, longitude| Point::new(latitude, longitude).unwrap();
    let (lille, roubaix, amiens) = (at(50.6366, 3.0635), at(50.6927, 3.1778), at(49.8942, 2.2957));
    let on_site = |places: &[Point]| Terms {
        setting: Some(Setting::OnSite),
        places: places.to_vec(),
        ..Terms::default()
    };
    let of = |home, transport| Someone { transport, home, ..Someone::default() };
    let ines = |transport| of(Some(lille), transport);
    for (terms, who, expected) in [
        (on_site(&[lille]), ines(None), Some(FitReason::WithinReach { km: 0 })),
        (on_site(&[roubaix]), ines(Some(true)), Some(FitReason::FarWithTransport { km: 10 })),
        (on_site(&[roubaix]), ines(Some(false)), Some(FitReason::FarWithoutTransport { km: 10 })),
        (on_site(&[roubaix]), ines(None), Some(FitReason::FarTransportUnknown { km: 10 })),
        (on_site(&[amiens, roubaix]), ines(None), Some(FitReason::FarTransportUnknown { km: 10 })),
        (on_site(&[amiens]), ines(Some(true)), Some(FitReason::VeryFar { km: 99 })),
        (on_site(&[]), ines(Some(true)), Some(FitReason::DistanceUnknown)),
        (on_site(&[lille]), of(None, Some(true)), Some(FitReason::DistanceUnknown)),
        (Terms { setting: Some(Setting::Remote), ..on_site(&[amiens]) }, ines(None), Some(FitReason::Remote)),
        (Terms { setting: None, ..on_site(&[amiens]) }, of(None, None), Some(FitReason::DistanceUnknown)),
        (Terms::default(), ines(None), None),
    ] {
        assert_eq!(line(&terms, &who, Criterion::Reach), expected);
    }
}

#[test]
fn what_costs_is_verified() {
    let of = |free| Terms { free, cost: "30 € par mois".into(), ..Terms::default() };
    let cost = "30 € par mois".to_owned();
    for (free, expected) in
        [(None, None), (Some(true), Some(FitReason::Free)), (Some(false), Some(FitReason::ToPay { cost }))]
    {
        assert_eq!(line(&of(free), &Someone::default(), Criterion::Cost), expected);
    }
}

#[test]
fn no_decides_then_to_verify_then_yes() {
    let terms = Terms { min_age: Some(16), qpv_only: true, free: Some(true), ..Terms::default() };
    let whole = |birth, residence| Someone { residence, ..born(birth) };
    let of = |who: &Someone| fit(&terms, who, today()).verdict;
    assert_eq!(of(&whole("2008", Residence::In(Qpv::parse("QN05901M").unwrap()))), Verdict::Yes);
    assert_eq!(of(&whole("2008", Residence::Unknown)), Verdict::Verify);
    assert_eq!(of(&whole("2008", Residence::Out)), Verdict::No);
    assert_eq!(of(&whole("2012", Residence::Unknown)), Verdict::No);
}

#[test]
fn who_among_my_people_could_go_there() {
    let terms = Terms { min_age: Some(16), max_age: Some(25), ..Terms::default() };
    let people =
        [("Yanis", born("2012")), ("Sonia", born("2010")), ("Karim", born("2006")), ("Awa", born("2005"))];
    let found = among(&terms, people.iter().map(|(name, who)| (*name, who)), today());
    let names: Vec<_> = found.iter().map(|(name, fit)| (*name, fit.verdict)).collect();
    let expected =
        [("Awa", Verdict::Yes), ("Karim", Verdict::Yes), ("Sonia", Verdict::Verify), ("Yanis", Verdict::No)];
    assert_eq!(names, expected);
}

#[test]
fn a_reason_travels_as_a_code_with_its_facts_and_is_not_logged() {
    let qpv = Qpv::parse("QN05901M").unwrap();
    let line = FitLine::from(FitReason::InQpv { qpv: Private(qpv) });
    let json = serde_json::to_value(&line).unwrap();
    let expected = serde_json::json!({
        "criterion": "qpv", "verdict": "yes", "reason": { "code": "in_qpv", "qpv": "QN05901M" }
    });
    assert_eq!(json, expected);
    assert!(!format!("{line:?}").contains("QN05901M"));
}
