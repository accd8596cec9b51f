use super::*;
use crate::person::Level;
use crate::person::birth::Birth;
use crate::situation::Occasion;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-01")
}

/// Everything is known of Awa: 20, unemployed since January, without a diploma.
fn entry() -> Entry {
    Entry {
        asked: Questionnaire::on(today()),
        sex: Some(Sex::Female),
        birth: Some(Birth::parse("2005-06-15").unwrap()),
        labour: Some(Labour::Unemployed),
        unemployed_since: Some(day("2026-01-01")),
        in_education: Some(false),
        level: Some(Level::None),
        disability: Told::No,
        third_country: Told::No,
        foreign_background: Told::Refused,
        minority: Told::Refused,
        housing: Told::Yes,
        rural: Some(false),
    }
}

fn stay(person: &'static str, entered: &str, left: Option<&str>) -> Participation<&'static str> {
    let left_on = left.map(day);
    Participation { person, entered_on: day(entered), left_on, entry: entry(), exit: None, later: None }
}

fn of(rows: &[Participation<&'static str>]) -> Vec<Participant<&'static str>> {
    participants(rows, today()).0
}

fn held(row: Participation<&'static str>) -> Vec<&'static str> {
    let figures = figures(&of(&[row]));
    figures.iter().filter(|figure| figure.counts.total() == 1).map(|figure| figure.indicator.code()).collect()
}

#[test]
fn awa_counts_where_she_belongs() {
    let row = stay("Awa", "2026-03-02", None);
    assert_eq!(held(row), ["EECO01", "EECO02", "EECO07", "EECO09", "EECO16"]);
    let figures = figures(&of(&[row]));
    let minority = figures.iter().find(|figure| figure.indicator == Indicator::Minority).unwrap();
    assert_eq!((minority.counts.total(), minority.refused, minority.unknown), (0, 1, 0));
}

#[test]
fn who_was_there_a_day_or_less_is_no_participant() {
    for (rows, counted, too_short) in [
        (vec![stay("Awa", "2026-03-02", Some("2026-03-02"))], 0, 1),
        (vec![stay("Awa", "2026-03-02", Some("2026-03-03"))], 1, 0),
        (vec![stay("Awa", "2026-11-01", None)], 0, 1),
        (vec![stay("Awa", "2026-10-31", None)], 1, 0),
        (vec![stay("Awa", "2026-11-02", None)], 0, 0),
        (
            vec![
                stay("Awa", "2026-03-02", Some("2026-03-02")),
                stay("Awa", "2026-04-02", Some("2026-04-02")),
            ],
            1,
            0,
        ),
        (
            vec![
                stay("Awa", "2026-03-02", Some("2026-03-02")),
                stay("Awa", "2026-03-02", Some("2026-03-02")),
            ],
            0,
            1,
        ),
        (vec![stay("Awa", "2026-03-02", Some("2026-02-27"))], 0, 1),
    ] {
        let (found, short) = participants(&rows, today());
        assert_eq!((found.len(), short), (counted, too_short));
    }
}

#[test]
fn somebody_who_comes_back_is_one_participant_of_the_first_day_and_the_last_exit() {
    let mut back = stay("Awa", "2026-06-20", Some("2026-07-31"));
    back.entry.labour = Some(Labour::Employed);
    let first = stay("Awa", "2026-03-02", Some("2026-04-30"));
    let bruno = stay("Bruno", "2026-03-02", None);
    let found = of(&[back, bruno, first]);
    let told: Vec<_> = found.iter().map(|who| (who.person, who.entered_on, who.left_on)).collect();
    assert_eq!(
        told,
        [("Awa", day("2026-03-02"), Some(day("2026-07-31"))), ("Bruno", day("2026-03-02"), None)]
    );
    assert!(found[0].entry.labour == Some(Labour::Unemployed), "the entry speaks of the first day");
    let gone_on = of(&[stay("Awa", "2026-05-01", None), first]);
    assert_eq!(gone_on[0].left_on, None, "a stay that goes on is no exit");
}

#[test]
fn the_age_is_that_of_the_entry() {
    use Holds::{No, Unknown, Yes};
    let ages = |birth: &str| {
        let mut row = stay("Awa", "2026-03-02", None);
        row.entry.birth = Some(Birth::parse(birth).unwrap());
        let aged = [Indicator::Under18, Indicator::From18To29, Indicator::From55];
        aged.map(|indicator| indicator.holds(&of(&[row])[0]))
    };
    for (birth, expected) in [
        ("2008-03-03", [Yes, No, No]),
        ("2008-03-02", [No, Yes, No]),
        ("1996-03-03", [No, Yes, No]),
        ("1996-03-02", [No, No, No]),
        ("1971-03-02", [No, No, Yes]),
        ("2008", [Unknown, Unknown, No]),
        ("2008-02", [No, Yes, No]),
    ] {
        assert_eq!(ages(birth), expected, "{birth}");
    }
}

#[test]
fn long_is_six_months_for_the_young_and_twelve_for_the_others() {
    use Holds::{No, Unknown, Yes};
    let long = |birth: Option<&str>, since: Option<&str>, labour| {
        let mut row = stay("Awa", "2026-03-02", None);
        row.entry.birth = birth.map(|birth| Birth::parse(birth).unwrap());
        row.entry.unemployed_since = since.map(day);
        row.entry.labour = labour;
        Indicator::LongUnemployed.holds(&of(&[row])[0])
    };
    let seeks = Some(Labour::Unemployed);
    for (birth, since, labour, expected) in [
        (Some("2005"), Some("2025-09-01"), seeks, Yes),
        (Some("2005"), Some("2025-09-02"), seeks, No),
        (Some("1999"), Some("2025-09-01"), seeks, No),
        (Some("1999"), Some("2025-03-01"), seeks, Yes),
        (Some("2001"), Some("2025-09-01"), seeks, Unknown),
        (None, Some("2025-09-01"), seeks, Unknown),
        (None, Some("2025-03-01"), seeks, Yes),
        (None, Some("2025-10-01"), seeks, No),
        (Some("2005"), None, seeks, Unknown),
        (Some("2005"), Some("2020-01-01"), Some(Labour::Inactive), No),
        (Some("2005"), Some("2025-10-01"), None, No),
    ] {
        assert_eq!(long(birth, since, labour), expected, "{birth:?} {since:?}");
    }
}

#[test]
fn a_result_is_a_change_told_in_time() {
    let left = Some("2026-04-30");
    let exit = |on: &str| ExitAnswers {
        on: day(on),
        labour: Some(Labour::Employed),
        searching: None,
        in_education: Some(true),
        qualified: Some(true),
    };
    let later = |on: &str| LaterAnswers { on: day(on), employed: Some(true), improved: None };
    let results = |row| -> Vec<_> { held(row).into_iter().filter(|code| code.starts_with("EECR")).collect() };
    let row = stay("Awa", "2026-03-02", left);
    let told = Participation { exit: Some(exit("2026-05-28")), later: Some(later("2026-10-30")), ..row };
    assert_eq!(results(told), ["EECR02", "EECR03", "EECR04", "EECR05"]);
    let late = Participation { exit: Some(exit("2026-05-29")), later: Some(later("2026-10-29")), ..row };
    assert!(results(late).is_empty(), "out of its time it is no result");
    assert!(results(Participation { left_on: None, ..told }).is_empty(), "nobody leaves before the exit");
    let mut employed = told;
    employed.entry.labour = Some(Labour::Employed);
    employed.entry.in_education = Some(true);
    employed.later = Some(LaterAnswers { improved: Some(true), ..later("2026-10-30") });
    assert_eq!(results(employed), ["EECR03", "EECR06"], "what was so before has not changed");
    let mut inactive = told;
    inactive.entry.labour = Some(Labour::Inactive);
    let searching =
        ExitAnswers { labour: Some(Labour::Unemployed), searching: Some(true), ..exit("2026-04-30") };
    inactive.exit = Some(searching);
    assert_eq!(results(inactive), ["EECR01", "EECR02", "EECR03", "EECR05"]);
}

#[test]
fn what_is_missing_is_named_and_a_refusal_is_an_answer() {
    let items = |row, on: &str| missing(&of(&[row])[0], day(on));
    let row = stay("Awa", "2026-03-02", None);
    assert_eq!(items(row, "2026-11-01"), []);
    let mut bare = row;
    bare.entry = Entry { labour: Some(Labour::Unemployed), ..Entry::default() };
    let all_but = [EsfItem::Labour, EsfItem::Exit];
    let expected: Vec<_> = EsfItem::ALL.iter().copied().filter(|item| !all_but.contains(item)).collect();
    assert_eq!(items(bare, "2026-11-01"), expected);
    let gone = stay("Awa", "2026-03-02", Some("2026-04-30"));
    assert_eq!(items(gone, "2026-05-28"), [], "there is time until then");
    assert_eq!(items(gone, "2026-05-29"), [EsfItem::Exit]);
}

#[test]
fn the_exit_is_owed_for_four_weeks_and_again_after_six_months() {
    let gone = stay("Awa", "2026-03-02", Some("2026-04-30"));
    let on = |row, today: &str| owed(&of(&[row])[0], day(today));
    let exit = |over| Owed { occasion: Occasion::Exit4w, on: day("2026-05-28"), over };
    let later = |over| Owed { occasion: Occasion::Exit6m, on: day("2026-10-30"), over };
    assert_eq!(on(gone, "2026-05-28"), [exit(false)]);
    assert_eq!(on(gone, "2026-05-29"), [exit(true)]);
    assert_eq!(on(gone, "2026-10-30"), [exit(true), later(false)]);
    let told = Participation {
        exit: Some(ExitAnswers {
            on: day("2026-05-02"),
            labour: Some(Labour::Inactive),
            searching: Some(false),
            in_education: Some(false),
            qualified: Some(false),
        }),
        later: Some(LaterAnswers { on: day("2026-10-31"), employed: Some(false), improved: None }),
        ..gone
    };
    assert_eq!(on(told, "2026-11-01"), []);
    assert_eq!(on(Participation { left_on: None, ..told }, "2026-11-01"), []);
}

#[test]
fn a_fifth_with_holes_warns_and_over_thirty_five_percent_costs() {
    let names = ["Awa", "Bruno", "Carla", "Driss", "Elsa", "Farid", "Gaël", "Hawa", "Inès", "Jade"];
    let reliability = |incomplete: usize, times: usize| {
        let rows: Vec<Participation<(usize, &str)>> = (0..times)
            .flat_map(|time| names.iter().map(move |name| (time, *name)))
            .enumerate()
            .map(|(index, person)| {
                let row = stay("Awa", "2026-03-02", None);
                let entry = if index < incomplete { Entry { rural: None, ..row.entry } } else { row.entry };
                Participation {
                    person,
                    entered_on: row.entered_on,
                    left_on: None,
                    entry,
                    exit: None,
                    later: None,
                }
            })
            .collect();
        let found = report(&rows, WARN_PERCENT, today()).completeness;
        (found.incomplete, found.percent, found.reliability)
    };
    assert_eq!(reliability(0, 0), (0, 0, Reliability::Good));
    assert_eq!(reliability(1, 1), (1, 10, Reliability::Good));
    assert_eq!(reliability(2, 1), (2, 20, Reliability::Warn));
    assert_eq!(reliability(7, 2), (7, 35, Reliability::Warn));
    assert_eq!(reliability(8, 2), (8, 40, Reliability::Costly));
}

#[test]
fn the_labels_wait_for_the_official_journal() {
    assert!(Indicator::ALL.iter().all(|indicator| indicator.label().to_check));
    let codes: Vec<_> = Indicator::ALL.iter().map(|indicator| indicator.code()).collect();
    let numbered = |stem: &str, last: u32| (1..=last).map(|n| format!("{stem}{n:02}")).collect::<Vec<_>>();
    assert_eq!(codes, [numbered("EECO", 17), numbered("EECR", 6)].concat());
}
