//! The laws of figures: each list behind a figure is as long as it says, each figure is what counting slowly gives, and nothing
//! masked follows from what leaves, however many files a reader lays side by side.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use passerelle_domain::case::{ExitKind, Stage};
use passerelle_domain::id::{OutcomeRuleId, ProgrammeId, ProviderId, ReferralId, WorkerId};
use passerelle_domain::person::Sex;
use passerelle_domain::person::birth::Birth;
use passerelle_domain::programme::{Funding, ProgrammeKind, Tag};
use passerelle_domain::referral::{Presence, Reason, State};
use passerelle_domain::report::ask::*;
use passerelle_domain::report::delay::{self, CaseDays};
use passerelle_domain::report::facts::*;
use passerelle_domain::report::funnel::{ReferralRow, funnel};
use passerelle_domain::report::mask::Shown;
use passerelle_domain::report::outcome::{OutcomeRule, RuleFor, house_rule, is_positive_here};
use passerelle_domain::report::period::Period;
use passerelle_domain::report::release::{Release, release};
use passerelle_domain::report::tally::{Ask, Table, behind, delays, tables};
use passerelle_domain::report::{AgeBand, InQpv};
use proptest::prelude::*;
use uuid::Uuid;

const WHATS: &[What] = &[
    What::Caseload { by: CaseloadBy::Referent },
    What::Caseload { by: CaseloadBy::Stage },
    What::Caseload { by: CaseloadBy::Qpv },
    What::Caseload { by: CaseloadBy::Neighbourhood },
    What::Caseload { by: CaseloadBy::Commune },
    What::Caseload { by: CaseloadBy::Age },
    What::Caseload { by: CaseloadBy::Sex },
    What::Caseload { by: CaseloadBy::Level },
    What::Delays {},
    What::Funnel { by: FunnelBy::Programme },
    What::Funnel { by: FunnelBy::Provider },
    What::Funnel { by: FunnelBy::Kind },
    What::Funnel { by: FunnelBy::Tag },
    What::Funnel { by: FunnelBy::Funding },
    What::Outcomes {},
];

/// So many days after the beginning of 2026.
fn day(after: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(after)
}

fn today() -> NaiveDate {
    day(500)
}

fn programme(number: u128) -> ProgrammeId {
    ProgrammeId(Uuid::from_u128(100 + number))
}

fn names() -> Names {
    let of = |number: usize| ProgrammeFact {
        name: format!("Offre {number}"),
        kind: ProgrammeKind::ALL.get(number % 3).copied(),
        provider: (number != 3).then(|| ProviderId(Uuid::from_u128(number as u128 % 2))),
        provider_name: String::new(),
        tags: Tag::ALL[..number].to_vec(),
        fundings: Funding::ALL[number..].to_vec(),
    };
    let all = (0..4).map(|number| (programme(number as u128).0, of(number)));
    Names { programmes: all.collect(), ..Names::default() }
}

fn some_day() -> impl Strategy<Value = Option<NaiveDate>> {
    prop::option::of((0_u64..60).prop_map(day))
}

fn case() -> impl Strategy<Value = CaseFact> {
    let step = (0_u64..60, 0_usize..Stage::ALL.len(), prop::option::of(0_usize..ExitKind::ALL.len()));
    let steps = prop::collection::vec(step, 0..5);
    (0_u64..60, some_day(), some_day(), some_day(), some_day(), steps, prop::option::of(0_u128..3)).prop_map(
        |(opened, found, contact, assessed, referred, steps, referent)| {
            let mut steps: Vec<Step> = steps
                .into_iter()
                .map(|(on, to, exit)| Step {
                    on: day(on),
                    to: Stage::ALL[to],
                    exit: exit.map(|exit| ExitKind::ALL[exit]).filter(|_| Stage::ALL[to] == Stage::Left),
                })
                .collect();
            steps.sort_by_key(|step| step.on);
            CaseFact {
                referent: referent.map(|number| WorkerId(Uuid::from_u128(number))),
                opened_on: day(opened),
                days: CaseDays {
                    found_on: found,
                    contact_on: contact,
                    assessed_on: assessed,
                    referred_on: referred,
                },
                steps: steps.into(),
            }
        },
    )
}

fn referral() -> impl Strategy<Value = ReferralFact> {
    let presence = || prop::option::of(0_usize..3);
    (0_u128..5, 0_usize..6, 0_u64..60, presence(), presence(), 0_u32..2, any::<bool>()).prop_map(
        |(to, reached, sent, held_3, held_6, case, ended)| {
            let on = day(sent);
            let completed_on = (reached == 5).then(|| on + Days::new(20));
            let held = |answer: Option<usize>| answer.map(|at| Presence::ALL[at]);
            let state = if reached == 5 { State::Completed } else { State::Refused };
            ReferralFact {
                id: ReferralId(Uuid::from_u128(to)),
                programme: programme(to),
                sent_on: (reached > 0).then_some(on),
                started_on: (reached > 3).then(|| on + Days::new(5)),
                case: Some(case),
                row: ReferralRow {
                    sent: reached > 0,
                    answered: reached > 1,
                    accepted: reached > 2,
                    started: reached > 3,
                    completed_on,
                    held_3: completed_on.and_then(|_| held(held_3)),
                    held_6: completed_on.and_then(|_| held(held_6)),
                    ended: (reached == 5 || ended)
                        .then(|| (state, (state == State::Refused).then_some(Reason::NoPlace))),
                },
            }
        },
    )
}

fn life() -> impl Strategy<Value = Life> {
    let cases = prop::collection::vec(case(), 0..3);
    let referrals = prop::collection::vec(referral(), 0..4);
    (0_usize..3, 0_usize..4, 1998_u16..2012, 0_usize..3, cases, referrals).prop_map(
        |(qpv, sex, year, commune, cases, referrals)| Life {
            person: PersonFact {
                ix: 0,
                sex: Sex::ALL.get(sex).copied(),
                birth: Birth::parse(&format!("{year}-06")).ok(),
                qpv: InQpv::ALL[qpv],
                level: None,
                commune: ["", "Lille", "Roubaix"][commune].into(),
                insee: "".into(),
                qpv_code: "".into(),
                demo: false,
            },
            cases: cases.into(),
            referrals: referrals.into(),
        },
    )
}

fn lives(most: usize) -> impl Strategy<Value = Vec<Life>> {
    prop::collection::vec(life(), 0..most).prop_map(|mut lives| {
        for (life, ix) in lives.iter_mut().zip(1..) {
            life.person.ix = ix;
        }
        lives
    })
}

fn period() -> impl Strategy<Value = Period> {
    (0_u64..60, 0_u64..40).prop_map(|(from, length)| Period { from: day(from), to: day(from + length) })
}

/// Rules for all exits, for kinds and for programmes, and the house's own.
fn rules() -> impl Strategy<Value = Vec<OutcomeRule>> {
    let of = prop_oneof![
        Just(RuleFor::All {}),
        (0_usize..3).prop_map(|at| RuleFor::Kind { kind: ProgrammeKind::ALL[at] }),
        (0_u128..4).prop_map(|number| RuleFor::Programme { programme: programme(number) }),
    ];
    let rule = (of, 0_u64..60, prop::sample::subsequence(ExitKind::ALL.to_vec(), 1..5));
    prop::collection::vec(rule, 0..6).prop_map(|rules| {
        let named = (1_u128..).zip(rules).map(|(number, (of, from, positive))| OutcomeRule {
            id: Some(OutcomeRuleId(Uuid::from_u128(number))),
            name: format!("Règle {number}"),
            from: day(from),
            of,
            positive,
        });
        named.chain([house_rule()]).collect()
    })
}

/// Day by day backwards from the exit: the first rule that begins, for the programme, then for its kind, then for all.
fn slow_rule<'r>(
    rules: &'r [OutcomeRule],
    on: NaiveDate,
    way: Option<ProgrammeId>,
    names: &Names,
) -> &'r OutcomeRule {
    let kind = way.and_then(|id| names.programmes.get(&id.0)).and_then(|known| known.kind);
    let narrower = [
        way.map(|programme| RuleFor::Programme { programme }),
        kind.map(|kind| RuleFor::Kind { kind }),
        Some(RuleFor::All {}),
    ];
    for of in narrower.into_iter().flatten() {
        let mut day = on;
        while day >= self::day(0) {
            // Of two that begin on one day, the one whose name comes last.
            let begins = rules.iter().filter(|rule| rule.id.is_some() && rule.of == of && rule.from == day);
            if let Some(found) = begins.max_by(|one, other| one.name.cmp(&other.name)) {
                return found;
            }
            day = day.pred_opt().unwrap();
        }
    }
    rules.iter().find(|rule| rule.id.is_none()).unwrap()
}

/// The programme that was begun last before the end of that case.
fn slow_way(life: &Life, at: usize, on: NaiveDate) -> Option<ProgrammeId> {
    let mut found: Option<(NaiveDate, ProgrammeId)> = None;
    for referral in &life.referrals {
        let Some(began) = referral.started_on.filter(|began| *began <= on) else { continue };
        let later = found.is_none_or(|(last, of)| (began, referral.programme) > (last, of));
        if referral.case == u32::try_from(at).ok() && later {
            found = Some((began, referral.programme));
        }
    }
    found.map(|(_, programme)| programme)
}

fn ask<'a>(what: What, period: Period, rules: &'a [OutcomeRule], names: &'a Names) -> Ask<'a> {
    Ask { what, period, only: None, today: today(), rules, names, apart: false }
}

fn counts(table: &Table, column: FigureColumn) -> BTreeMap<String, u32> {
    let at = table.columns.iter().position(|of| *of == column).unwrap();
    let rows = table.rows.iter().map(|(key, cells)| (key.clone(), cells[at].count));
    rows.filter(|(_, count)| *count > 0).collect()
}

fn total(table: &Table, column: FigureColumn) -> u32 {
    table.total[table.columns.iter().position(|of| *of == column).unwrap()].count
}

/// Day by day: at its beginning, or after a move of that day, the case is not over.
fn slowly_active(case: &CaseFact, period: Period) -> bool {
    let mut on = case.opened_on.max(period.from);
    while on <= period.to {
        let mut stage = Stage::Spotted;
        if on > case.opened_on {
            for step in case.steps.iter().filter(|step| step.on < on) {
                stage = step.to;
            }
        }
        let after = case.steps.iter().filter(|step| step.on == on).map(|step| step.to);
        if std::iter::once(stage).chain(after).any(|stage| !matches!(stage, Stage::Left | Stage::Closed)) {
            return true;
        }
        on = on + Days::new(1);
    }
    false
}

/// The last day on which the case went from going on to over, where it is over at the end: found backwards.
fn slow_end(case: &CaseFact, to: NaiveDate) -> Option<(NaiveDate, Option<ExitKind>)> {
    let over = |stage: Stage| matches!(stage, Stage::Left | Stage::Closed);
    let steps: Vec<&Step> = case.steps.iter().filter(|step| step.on <= to).collect();
    let run: Vec<&&Step> = steps.iter().rev().take_while(|step| over(step.to)).collect();
    let first = run.last()?;
    Some((first.on, run.iter().rev().find_map(|step| step.exit)))
}

fn everyone(lives: &[Life]) -> impl Iterator<Item = (&Life, &CaseFact)> {
    lives.iter().flat_map(|life| life.cases.iter().map(move |case| (life, case)))
}

fn tallied<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, u32> {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_insert(0) += 1);
    counts
}

/// What a reader works out of a list: between which numbers each masked part lies, by the whole and what else is shown.
fn readable(whole: u32, parts: &[(String, Shown)]) -> Result<(), TestCaseError> {
    let shown: u32 =
        parts.iter().map(|(_, part)| if let Shown::Count(count) = part { *count } else { 0 }).sum();
    let masked = u32::try_from(parts.iter().filter(|(_, part)| *part == Shown::Masked).count()).unwrap();
    if masked == 0 {
        return Ok(());
    }
    let hidden = whole - shown;
    prop_assert!(hidden >= 5, "together no small number: {parts:?} of {whole}");
    let (least, most) = (1_u32, hidden - (masked - 1));
    prop_assert!(masked > 1 && least < most, "each is told: {parts:?} of {whole}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 80, ..ProptestConfig::default() })]

    #[test]
    fn the_list_behind_a_figure_is_as_long_as_it_says(lives in lives(12), period in period(), apart in any::<bool>()) {
        let (rules, names) = ([house_rule()], names());
        for what in WHATS {
            let ask = Ask { apart, ..ask(*what, period, &rules, &names) };
            for table in tables(&ask, &lives) {
                let rows = table.rows.iter().map(|(key, cells)| (Some(key.clone()), cells));
                for (row, cells) in rows.chain([(None, &table.total)]) {
                    for (column, cell) in table.columns.iter().zip(cells) {
                        let figure = Figure { table: table.table, row: row.clone(), column: *column };
                        let list = behind(&ask, &figure, &lives);
                        prop_assert_eq!(list.len(), cell.count as usize, "{:?} {:?}", what, figure);
                        let mut people: Vec<i64> = list.iter().map(|one| one.life.person.ix).collect();
                        people.dedup();
                        prop_assert_eq!(people.len(), cell.people as usize, "{:?} {:?}", what, figure);
                    }
                }
            }
        }
    }

    #[test]
    fn the_caseload_is_what_looking_at_each_day_gives(lives in lives(12), period in period()) {
        let (rules, names) = ([house_rule()], names());
        let of = |by| tables(&ask(What::Caseload { by }, period, &rules, &names), &lives).remove(0);
        let active = || everyone(&lives).filter(|(_, case)| slowly_active(case, period));
        let by_sex = of(CaseloadBy::Sex);
        let slow = tallied(active().map(|(life, _)| life.person.sex.map_or("", Sex::code).to_owned()));
        prop_assert_eq!(counts(&by_sex, FigureColumn::Active), slow);
        let by_age = of(CaseloadBy::Age);
        let slow = tallied(active().map(|(life, _)| AgeBand::of(life.person.birth, period.to).code().to_owned()));
        prop_assert_eq!(counts(&by_age, FigureColumn::Active), slow);
        let by_stage = of(CaseloadBy::Stage);
        let last = |case: &CaseFact| case.steps.iter().rfind(|step| step.on <= period.to).map(|step| step.to);
        let slow = tallied(active().map(|(_, case)| last(case).unwrap_or(Stage::Spotted).code().to_owned()));
        prop_assert_eq!(counts(&by_stage, FigureColumn::Active), slow);
        let ended = |case: &CaseFact| slow_end(case, period.to).is_some_and(|(on, _)| period.contains(on));
        let slow = active().filter(|(_, case)| ended(case)).count();
        prop_assert_eq!(total(&by_sex, FigureColumn::Ended) as usize, slow);
        let slow = active().filter(|(_, case)| case.days.contact_on.is_none_or(|on| on > period.to)).count();
        prop_assert_eq!(total(&by_sex, FigureColumn::Unreached) as usize, slow);
        let slow = active().filter(|(_, case)| period.contains(case.opened_on)).count();
        prop_assert_eq!(total(&by_sex, FigureColumn::Opened) as usize, slow);
    }

    #[test]
    fn referrals_delays_and_exits_are_what_their_rules_count(lives in lives(12), period in period()) {
        let (rules, names) = ([house_rule()], names());
        let sent = || {
            let all = lives.iter().flat_map(|life| life.referrals.iter());
            all.filter(|one| one.sent_on.is_some_and(|on| period.contains(on)))
        };
        let rows: Vec<ReferralRow> = sent().map(|one| one.row).collect();
        let slow = funnel(&rows, today());
        let found = tables(&ask(What::Funnel { by: FunnelBy::Tag }, period, &rules, &names), &lives);
        let of = |column| total(&found[0], column);
        prop_assert_eq!(
            [of(FigureColumn::Sent), of(FigureColumn::Answered), of(FigureColumn::Accepted), of(FigureColumn::Started), of(FigureColumn::Completed)],
            [slow.sent, slow.answered, slow.accepted, slow.started, slow.completed]
        );
        prop_assert_eq!(
            [of(FigureColumn::Held3Due), of(FigureColumn::Held3), of(FigureColumn::Held6Due), of(FigureColumn::Held6)],
            [slow.held_3.due, slow.held_3.yes, slow.held_6.due, slow.held_6.yes]
        );
        let ended: u32 = slow.endings.iter().map(|ending| ending.count).sum();
        let going_on = counts(&found[1], FigureColumn::Count).get("").copied().unwrap_or(0);
        prop_assert_eq!(total(&found[1], FigureColumn::Count), ended + going_on);
        let tagged = |tag| sent().filter(|one| names.programmes.get(&one.programme.0).is_some_and(|of| of.tags.contains(&tag))).count();
        for tag in Tag::ALL {
            let row = counts(&found[0], FigureColumn::Sent).get(tag.code()).copied().unwrap_or(0);
            prop_assert_eq!(row as usize, tagged(*tag));
        }

        let asked = ask(What::Delays {}, period, &rules, &names);
        let days: Vec<CaseDays> = everyone(&lives)
            .map(|(_, case)| case.days)
            .filter(|days| days.found_on.is_some_and(|on| period.contains(on)))
            .collect();
        let slow = delay::delays(&days);
        prop_assert_eq!(&delays(&asked, &lives), &slow);
        let table = tables(&asked, &lives).remove(0);
        for leg in slow {
            let row = |column| counts(&table, column).get(leg.leg.code()).copied().unwrap_or(0);
            prop_assert_eq!(
                [row(FigureColumn::Counted), row(FigureColumn::Without), row(FigureColumn::Reversed)],
                [leg.counted, leg.without, leg.reversed]
            );
        }

        let exits = tables(&ask(What::Outcomes {}, period, &rules, &names), &lives);
        let ends: Vec<Option<ExitKind>> = everyone(&lives)
            .filter(|(_, case)| slowly_active(case, period))
            .filter_map(|(_, case)| slow_end(case, period.to).filter(|(on, _)| period.contains(*on)))
            .map(|(_, exit)| exit)
            .collect();
        let slow = tallied(ends.iter().map(|exit| exit.map_or("", ExitKind::code).to_owned()));
        prop_assert_eq!(counts(&exits[0], FigureColumn::Exits), slow);
        let positive = ends.iter().flatten().filter(|kind| is_positive_here(**kind)).count();
        prop_assert_eq!(total(&exits[0], FigureColumn::Positive) as usize, positive);
        prop_assert_eq!(total(&exits[1], FigureColumn::Exits) as usize, ends.len());
    }

    #[test]
    fn each_exit_is_counted_by_the_rule_that_held_on_its_day(
        lives in lives(12),
        period in period(),
        rules in rules(),
    ) {
        let names = names();
        let counted = tables(&ask(What::Outcomes {}, period, &rules, &names), &lives);
        let mut slow: BTreeMap<String, (u32, u32)> = BTreeMap::new();
        for life in &lives {
            for (at, case) in life.cases.iter().enumerate() {
                let end = slow_end(case, period.to).filter(|(on, _)| period.contains(*on));
                let Some((on, exit)) = end.filter(|_| slowly_active(case, period)) else { continue };
                let rule = slow_rule(&rules, on, slow_way(life, at, on), &names);
                let key = rule.id.map_or("house".to_owned(), |id| id.0.to_string());
                let (exits, positive) = slow.entry(key).or_default();
                *exits += 1;
                *positive += u32::from(exit.is_some_and(|exit| rule.positive.contains(&exit)));
            }
        }
        let table = counted.iter().find(|table| table.table == TableName::Rules).unwrap();
        let found: BTreeMap<String, (u32, u32)> =
            table.rows.iter().map(|(key, cells)| (key.clone(), (cells[0].count, cells[1].count))).collect();
        prop_assert_eq!(&found, &slow);
        for table in &counted {
            prop_assert_eq!(total(table, FigureColumn::Positive), slow.values().map(|(_, positive)| positive).sum::<u32>());
        }
    }

    /// A reader has every masked file of a period, whatever it was told apart by.
    #[test]
    fn no_masked_part_follows_from_all_the_files_of_a_period(lives in lives(60), period in period()) {
        let (rules, names) = ([house_rule()], names());
        let mut wholes: BTreeMap<TableName, Vec<Shown>> = BTreeMap::new();
        for what in WHATS {
            let asked = Ask { apart: true, ..ask(*what, period, &rules, &names) };
            let counted = tables(&asked, &lives);
            let Release { whole, lists } = release(&counted);
            if let Some(table) = counted.first() {
                wholes.entry(table.table).or_default().push(whole);
            }
            for list in &lists {
                match (&list.parts, whole) {
                    (Some(parts), Shown::Count(whole)) => {
                        let small = parts.iter().filter_map(|(_, part)| if let Shown::Count(count) = part { Some(*count) } else { None });
                        prop_assert!(small.clone().all(|count| count == 0 || count >= 5), "{:?}", parts);
                        readable(whole, parts)?;
                        if parts.iter().all(|(_, part)| *part != Shown::Masked) {
                            prop_assert_eq!(small.sum::<u32>(), whole);
                        }
                    }
                    (Some(parts), Shown::Masked) => prop_assert!(false, "a whole of few is not cut: {:?}", parts),
                    (None, _) => {}
                }
            }
        }
        // By whatever it was cut, the whole is told alike or not at all: none is the complement of another.
        for (table, wholes) in wholes {
            prop_assert!(wholes.windows(2).all(|two| two[0] == two[1]), "{:?}: {:?}", table, wholes);
        }
    }
}
