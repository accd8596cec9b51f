//! Law of the hours of social clauses: each figure is what going through every day and every line finds, and the list behind it
//! adds up to it.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use passerelle_domain::id::{PersonId, WorksSiteId};
use passerelle_domain::programme::clause::{Clause, ClauseWorks};
use passerelle_domain::report::ask::{Figure, FigureColumn, TableName};
use passerelle_domain::report::hours::{HoursFact, SiteFact, behind, table};
use passerelle_domain::report::period::Period;
use proptest::prelude::*;
use uuid::Uuid;

fn day(after: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(after)
}

fn site(number: u128) -> impl Strategy<Value = SiteFact> {
    let days = (prop::option::of(0_u64..60), prop::option::of(0_u64..60));
    (0_u32..4_000, prop::option::of(0_u8..30), days, any::<bool>()).prop_map(
        move |(total_hours, percent, (opens, lasts), local)| {
            let works = if local { ClauseWorks::LocalManagement } else { ClauseWorks::Operation };
            SiteFact {
                id: WorksSiteId(Uuid::from_u128(number)),
                clause: Clause { works, total_hours, percent },
                opens_on: opens.map(day),
                closes_on: lasts.map(|lasts| day(opens.unwrap_or(0) + lasts)),
                demo: false,
            }
        },
    )
}

fn lines() -> impl Strategy<Value = Vec<HoursFact>> {
    // A site that is not there any more has lines too.
    let line = (0_u128..5, prop::option::of(0_u128..7), 0_u64..90, 1_u32..9_000);
    prop::collection::vec(line, 0..40).prop_map(|lines| {
        let mut lines: Vec<HoursFact> = lines
            .into_iter()
            .map(|(site, person, on, minutes)| HoursFact {
                site: WorksSiteId(Uuid::from_u128(site)),
                person: person.map(|number| PersonId(Uuid::from_u128(number))),
                on: day(on),
                minutes,
            })
            .collect();
        lines.sort_by_key(|line| line.site);
        lines
    })
}

fn period() -> impl Strategy<Value = Period> {
    (0_u64..80, 0_u64..40).prop_map(|(from, length)| Period { from: day(from), to: day(from + length) })
}

fn days(period: Period) -> impl Iterator<Item = NaiveDate> {
    period.from.iter_days().take_while(move |on| *on <= period.to)
}

/// Minutes and people of a site on each of these days.
fn slowly(lines: &[HoursFact], site: WorksSiteId, on: &[NaiveDate]) -> (u32, BTreeSet<PersonId>) {
    let (mut minutes, mut people) = (0, BTreeSet::new());
    for day in on {
        for line in lines {
            if line.site == site && line.on == *day {
                minutes += line.minutes;
                people.extend(line.person);
            }
        }
    }
    (minutes, people)
}

/// The share in hours, found by trying one hour after the other.
fn slowly_due(clause: &Clause) -> u32 {
    let least = match clause.works {
        ClauseWorks::Operation => 5,
        ClauseWorks::LocalManagement => 10,
    };
    let share = clause.percent.map_or(least, |asked| u32::from(asked).max(least));
    (0..).find(|hours| hours * 100 >= clause.total_hours * share).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hours_are_what_looking_at_each_day_gives(
        sites in (site(0), site(1), site(2)).prop_map(|(one, two, three)| vec![one, two, three]),
        lines in lines(),
        period in period(),
    ) {
        let found = table(&sites, &lines, period);
        let within: Vec<NaiveDate> = days(period).collect();
        let until: Vec<NaiveDate> = days(Period { from: day(0), to: period.to }).collect();
        let mut asked = Vec::new();
        let mut totals = [0_u32; 4];
        for site in &sites {
            let (done, people) = slowly(&lines, site.id, &within);
            let under_way = within.iter().any(|on| {
                site.opens_on.is_none_or(|opens| opens <= *on) && site.closes_on.is_none_or(|closes| closes >= *on)
            });
            if !under_way && done == 0 {
                continue;
            }
            let (all, _) = slowly(&lines, site.id, &until);
            let due = slowly_due(&site.clause) * 60;
            let counts = [done, all, due, due.saturating_sub(all)];
            for (total, count) in totals.iter_mut().zip(counts) {
                *total += count;
            }
            asked.push((site.id.0.to_string(), counts, people.len()));
        }
        let told: Vec<(String, [u32; 4], usize)> = found
            .rows
            .iter()
            .map(|(key, cells)| {
                let counts = [cells[0].count, cells[1].count, cells[2].count, cells[3].count];
                // A team's line without a name stands for many, whoever they are.
                let named = if counts[0] > 0 && cells[0].people == 5 { None } else { Some(cells[0].people) };
                let people = asked.iter().find(|(of, ..)| of == key).map_or(0, |(.., people)| *people);
                prop_assert!(named.is_none_or(|named| named as usize == people));
                prop_assert!(named.is_some() || people == 0 || people == 5);
                Ok((key.clone(), counts, people))
            })
            .collect::<Result<_, TestCaseError>>()?;
        prop_assert_eq!(told, asked);
        let total: Vec<u32> = found.total.iter().map(|cell| cell.count).collect();
        prop_assert_eq!(total, totals.to_vec());
    }

    #[test]
    fn the_list_behind_hours_adds_up_to_them(
        sites in (site(0), site(1), site(2)).prop_map(|(one, two, three)| vec![one, two, three]),
        lines in lines(),
        period in period(),
    ) {
        let found = table(&sites, &lines, period);
        let rows = found.rows.iter().map(|(key, cells)| (Some(key.clone()), cells));
        for (row, cells) in rows.chain([(None, &found.total)]) {
            for (column, cell) in [(FigureColumn::HoursDone, cells[0]), (FigureColumn::HoursUntil, cells[1])] {
                let figure = Figure { table: TableName::Works, row: row.clone(), column };
                let list = behind(&sites, &lines, period, &figure);
                prop_assert_eq!(list.iter().map(|place| lines[*place].minutes).sum::<u32>(), cell.count);
            }
        }
    }
}
