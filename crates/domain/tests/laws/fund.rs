//! Law of the indicators of the European Social Fund Plus: each figure is what a slow count, written another way, finds.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Days, NaiveDate};
use passerelle_domain::fund::*;
use passerelle_domain::person::birth::Birth;
use passerelle_domain::person::{Level, Sex};
use proptest::prelude::*;
use proptest::sample::select;

pub type Row = Participation<u8>;

pub fn today() -> NaiveDate {
    "2026-11-01".parse().unwrap()
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..640).prop_map(|days| "2025-03-01".parse::<NaiveDate>().unwrap() + Days::new(days))
}

fn told() -> impl Strategy<Value = Told> {
    select(Told::ALL)
}

fn perhaps<T: Strategy>(strategy: T) -> impl Strategy<Value = Option<T::Value>> {
    prop::option::weighted(0.85, strategy)
}

fn birth() -> impl Strategy<Value = Birth> {
    let year = prop_oneof![8 => 1994_i32..2011, 1 => 1968_i32..1974];
    (year, 1_u32..=12, 1_u32..=28, 0_u8..6).prop_map(|(year, month, day, exact)| match exact {
        0 => Birth::of_year(year).unwrap(),
        1 => Birth::of_month(year, month).unwrap(),
        _ => Birth::of_day(NaiveDate::from_ymd_opt(year, month, day).unwrap()).unwrap(),
    })
}

/// As [`Invented`], of an entry alone.
#[derive(Clone)]
struct Asked(Entry);

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {:?}", self.0.labour, self.0.level)
    }
}

fn entry() -> impl Strategy<Value = Asked> {
    let known = (
        perhaps(select(Sex::ALL)),
        perhaps(birth()),
        perhaps(select(Labour::ALL)),
        perhaps((0_u64..900).prop_map(|days| "2024-01-01".parse::<NaiveDate>().unwrap() + Days::new(days))),
        perhaps(any::<bool>()),
        perhaps(select(Level::ALL)),
        perhaps(any::<bool>()),
    );
    (known, (told(), told(), told(), told(), told())).prop_map(
        |(
            (sex, birth, labour, unemployed_since, in_education, level, rural),
            (disability, third_country, foreign_background, minority, housing),
        )| {
            Asked(Entry {
                asked: Questionnaire::on(today()),
                sex,
                birth,
                labour,
                unemployed_since,
                in_education,
                level,
                disability,
                third_country,
                foreign_background,
                minority,
                housing,
                rural,
            })
        },
    )
}

fn exit() -> impl Strategy<Value = (u64, Option<Labour>, [Option<bool>; 3])> {
    let facts = (perhaps(any::<bool>()), perhaps(any::<bool>()), perhaps(any::<bool>()));
    (0_u64..34, perhaps(select(Labour::ALL)), facts.prop_map(|(a, b, c)| [a, b, c]))
}

fn later() -> impl Strategy<Value = (u64, Option<bool>, Option<bool>)> {
    (175_u64..200, perhaps(any::<bool>()), perhaps(any::<bool>()))
}

/// `Participation` has no Debug, being about a person; these are invented and the law names what broke.
#[derive(Clone)]
pub struct Invented(pub Row);

impl std::fmt::Debug for Invented {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Invented(row) = self;
        let birth = row.entry.birth.map(|birth| birth.to_string());
        write!(f, "{} {} {:?} {birth:?} {:?}", row.person, row.entered_on, row.left_on, row.entry.labour)
    }
}

pub fn row() -> impl Strategy<Value = Invented> {
    let stay = (0_u8..6, day(), perhaps(prop_oneof![1 => 0_u64..2, 4 => 2_u64..200]));
    (stay, entry(), perhaps(exit()), perhaps(later())).prop_map(
        |((person, entered_on, days), Asked(entry), exit, later)| {
            let left_on = days.map(|days| entered_on + Days::new(days));
            let exit =
                left_on.zip(exit).map(|(left, (after, labour, [searching, in_education, qualified]))| {
                    ExitAnswers { on: left + Days::new(after), labour, searching, in_education, qualified }
                });
            let later = left_on.zip(later).map(|(left, (after, employed, improved))| LaterAnswers {
                on: left + Days::new(after),
                employed,
                improved,
            });
            Invented(Participation { person, entered_on, left_on, entry, exit, later })
        },
    )
}

/// What the slow count knows of one person.
pub struct Slow {
    pub first: Row,
    pub last: Row,
    pub gone: bool,
}

/// Day by day: who was there on more than one of them.
pub fn slow_participants(rows: &[Row]) -> Vec<Slow> {
    let mut found = Vec::new();
    for person in rows.iter().map(|row| row.person).collect::<BTreeSet<_>>() {
        let stays: Vec<Row> =
            rows.iter().copied().filter(|row| row.person == person && row.entered_on <= today()).collect();
        let mut present = BTreeSet::new();
        for stay in &stays {
            let mut on = stay.entered_on;
            while on <= today() && stay.left_on.is_none_or(|left| on <= left) {
                present.insert(on);
                on = on.succ_opt().unwrap();
            }
        }
        if present.len() < 2 {
            continue;
        }
        let gone = stays.iter().all(|stay| stay.left_on.is_some_and(|left| left <= today()));
        let (mut first, mut last) = (stays[0], stays[0]);
        for stay in &stays[1..] {
            let end = |row: &Row| row.left_on.unwrap_or(NaiveDate::MAX);
            if (stay.entered_on, end(stay)) < (first.entered_on, end(&first)) {
                first = *stay;
            }
            if (end(stay), stay.entered_on) >= (end(&last), last.entered_on) {
                last = *stay;
            }
        }
        found.push(Slow { first, last, gone });
    }
    found
}

/// The day so many months on, counted out by hand: the last of a month that is too short.
pub fn months_on(from: NaiveDate, months: u32) -> NaiveDate {
    let month = from.month0() + months;
    let year = from.year() + i32::try_from(month / 12).unwrap();
    (1..=from.day()).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month % 12 + 1, day)).unwrap()
}

/// Every age that the person can have had: one for each day they can be born on.
fn ages(birth: Birth, on: NaiveDate) -> BTreeSet<i32> {
    let mut ages = BTreeSet::new();
    let mut born = birth.earliest();
    while born <= birth.latest() {
        let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
        ages.insert(on.year() - born.year() - i32::from(!had_birthday));
        born = born.succ_opt().unwrap();
    }
    ages
}

/// One answer for all the ways it can be, or none.
fn agreed(answers: impl IntoIterator<Item = bool>) -> Option<bool> {
    let answers: BTreeSet<bool> = answers.into_iter().collect();
    if answers.len() == 1 { answers.first().copied() } else { None }
}

/// Tries both answers for what is not known: what comes out the same either way is known.
fn whatever(known: [Option<bool>; 2], rule: fn(bool, bool) -> bool) -> Option<bool> {
    let ways = |known: Option<bool>| known.map_or(vec![false, true], |known| vec![known]);
    agreed(
        ways(known[0])
            .into_iter()
            .flat_map(|one| ways(known[1]).into_iter().map(move |other| rule(one, other))),
    )
}

#[derive(PartialEq, Eq, Clone, Copy, PartialOrd, Ord, Debug)]
enum Said {
    Yes,
    No,
    Refused,
    Unknown,
}

fn said(answer: Option<bool>) -> Said {
    answer.map_or(Said::Unknown, |yes| if yes { Said::Yes } else { Said::No })
}

fn of_told(told: Told) -> Said {
    match told {
        Told::Yes => Said::Yes,
        Told::No => Said::No,
        Told::Refused => Said::Refused,
        Told::Missing => Said::Unknown,
    }
}

fn slow(code: &str, who: &Slow) -> Said {
    let entry = &who.first.entry;
    let entered = who.first.entered_on;
    let is = |labour: Labour| entry.labour.map(|told| told == labour);
    let age = |from: i32, to: i32| {
        entry
            .birth
            .and_then(|birth| agreed(ages(birth, entered).into_iter().map(|age| age >= from && age <= to)))
    };
    let levels = |levels: &[Level]| entry.level.map(|level| levels.contains(&level));
    let left = who.last.left_on.filter(|_| who.gone);
    let exit = left.and_then(|left| who.last.exit.filter(|exit| (exit.on - left).num_days() <= 28));
    let later = left.and_then(|left| who.last.later.filter(|later| later.on >= months_on(left, 6)));
    let result = |before: Option<bool>, after: Option<bool>| match left {
        None => Said::No,
        Some(_) => said(whatever([before, after], |before, after| before && after)),
    };
    match code {
        "EECO01" => Said::Yes,
        "EECO02" => said(is(Labour::Unemployed)),
        "EECO03" => {
            let long = entry.unemployed_since.and_then(|since| {
                let limits = |age: i32| if age < 25 { 6 } else { 12 };
                let possible = entry.birth.map_or(BTreeSet::from([20, 30]), |birth| ages(birth, entered));
                agreed(possible.into_iter().map(|age| entered > months_on(since, limits(age))))
            });
            said(whatever([is(Labour::Unemployed), long], |unemployed, long| unemployed && long))
        }
        "EECO04" => said(is(Labour::Inactive)),
        "EECO05" => said(is(Labour::Employed)),
        "EECO06" => said(age(0, 17)),
        "EECO07" => said(age(18, 29)),
        "EECO08" => said(age(55, 200)),
        "EECO09" => said(levels(&[Level::None])),
        "EECO10" => said(levels(&[Level::Level3, Level::Level4])),
        "EECO11" => said(levels(&[Level::Level5, Level::Level6, Level::Level7, Level::Higher])),
        "EECO12" => of_told(entry.disability),
        "EECO13" => of_told(entry.third_country),
        "EECO14" => of_told(entry.foreign_background),
        "EECO15" => of_told(entry.minority),
        "EECO16" => of_told(entry.housing),
        "EECO17" => said(entry.rural),
        "EECR01" => result(is(Labour::Inactive), exit.and_then(|exit| exit.searching)),
        "EECR02" => result(entry.in_education.map(|was| !was), exit.and_then(|exit| exit.in_education)),
        "EECR03" => result(Some(true), exit.and_then(|exit| exit.qualified)),
        "EECR04" => {
            let now = exit.and_then(|exit| exit.labour).map(|labour| labour == Labour::Employed);
            result(is(Labour::Employed).map(|was| !was), now)
        }
        "EECR05" => result(is(Labour::Employed).map(|was| !was), later.and_then(|later| later.employed)),
        "EECR06" => result(is(Labour::Employed), later.and_then(|later| later.improved)),
        other => panic!("{other} is no indicator"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_figure_is_what_a_slow_count_finds(rows in prop::collection::vec(row(), 0..14)) {
        let rows: Vec<Row> = rows.into_iter().map(|Invented(row)| row).collect();
        let people = slow_participants(&rows);
        let report = report(&rows, WARN_PERCENT, today());
        prop_assert_eq!(usize::try_from(report.completeness.participants).unwrap(), people.len());
        for figure in &report.figures {
            let mut counts: BTreeMap<(Said, Option<Sex>), u32> = BTreeMap::new();
            for who in &people {
                *counts.entry((slow(figure.indicator.code(), who), who.first.entry.sex)).or_default() += 1;
            }
            let yes = |sex| counts.get(&(Said::Yes, sex)).copied().unwrap_or(0);
            let all = |wanted| counts.iter().filter(|((said, _), _)| *said == wanted).map(|(_, count)| count).sum::<u32>();
            let expected = ByGender {
                women: yes(Some(Sex::Female)),
                men: yes(Some(Sex::Male)),
                non_binary: yes(Some(Sex::Other)),
                untold: yes(None),
            };
            prop_assert_eq!(figure.counts, expected, "{}", figure.indicator.code());
            prop_assert_eq!(figure.refused, all(Said::Refused), "{}", figure.indicator.code());
            prop_assert_eq!(figure.unknown, all(Said::Unknown), "{}", figure.indicator.code());
        }
    }

    #[test]
    fn nobody_is_counted_twice_and_nobody_is_two_things(rows in prop::collection::vec(row(), 0..14)) {
        let rows: Vec<Row> = rows.into_iter().map(|Invented(row)| row).collect();
        let found = report(&rows, WARN_PERCENT, today());
        let count = |code: &str| {
            let figure = found.figures.iter().find(|figure| figure.indicator.code() == code).unwrap();
            figure.counts.total()
        };
        let all = count("EECO01");
        let people: BTreeSet<u8> = rows.iter().map(|row| row.person).collect();
        prop_assert!(usize::try_from(all + found.too_short).unwrap() <= people.len());
        prop_assert!(count("EECO02") + count("EECO04") + count("EECO05") <= all);
        prop_assert!(count("EECO03") <= count("EECO02"));
        prop_assert!(count("EECO06") + count("EECO07") + count("EECO08") <= all);
        prop_assert!(count("EECO09") + count("EECO10") + count("EECO11") <= all);
        let doubled: Vec<Row> = rows.iter().chain(&rows).copied().collect();
        prop_assert_eq!(report(&doubled, WARN_PERCENT, today()), found, "the same stay twice is one stay");
    }

    #[test]
    fn what_is_complete_leaves_nothing_unknown_of_the_entry(rows in prop::collection::vec(row(), 0..14)) {
        let rows: Vec<Row> = rows.into_iter().map(|Invented(row)| row).collect();
        let (people, _) = participants(&rows, today());
        let incomplete = people.iter().filter(|who| !missing(who, today()).is_empty()).count();
        prop_assert_eq!(usize::try_from(completeness(&people, WARN_PERCENT, today()).incomplete).unwrap(), incomplete);
        for who in people.iter().filter(|who| missing(who, today()).is_empty()) {
            let exact = who.entry.birth.is_some_and(|birth| birth.day().is_some());
            let outputs = Indicator::ALL.iter().filter(|indicator| indicator.code().starts_with("EECO"));
            prop_assert!(!exact || outputs.clone().all(|indicator| indicator.holds(who) != Holds::Unknown));
        }
    }
}
