//! Figures of whole teams without their files: what one team gives to whoever adds several up, and the sum of several. Counts
//! alone, masked before they leave as [`release`](super::release) masks them; no name of anybody, of a colleague neither.
//!
//! A sum says what was told and how many teams told it masked. It tells no more than the files it is made of.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ask::{CaseloadBy, FigureColumn, FunnelBy, TableName, What};
use super::mask::{LEAST, Shown};
use super::period::Period;
use super::release::{Release, Released};
use crate::person::name::fold;
use crate::word::words;

/// What stands at the head of such a file.
pub const KIND: &str = "passerelle-team-figures";

/// The only version there is.
pub const VERSION: u32 = 1;

/// Most reports, lists and rows that are read, and characters of a word: what a team can have, with room.
const MOST: usize = 2_000;
const LONGEST: usize = 200;

/// What every team counts, in this order. Nothing of it has a row that is somebody's, or that only one team knows.
pub const COUNTED: &[What] = &[
    What::Caseload { by: CaseloadBy::Stage },
    What::Caseload { by: CaseloadBy::Qpv },
    What::Caseload { by: CaseloadBy::Age },
    What::Caseload { by: CaseloadBy::Sex },
    What::Caseload { by: CaseloadBy::Level },
    What::Caseload { by: CaseloadBy::Commune },
    What::Caseload { by: CaseloadBy::Neighbourhood },
    What::Funnel { by: FunnelBy::Kind },
    What::Funnel { by: FunnelBy::Tag },
    What::Funnel { by: FunnelBy::Funding },
    What::Outcomes {},
];

/// A list that is cut into parts; none where even masked they would tell too much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamList {
    pub table: TableName,
    /// None where the parts are the steps that were reached.
    pub column: Option<FigureColumn>,
    pub parts: Option<Vec<(String, Shown)>>,
}

/// Whether only its own team knows what the rows of a table are.
fn is_of_one_team(table: TableName) -> bool {
    matches!(table, TableName::Ways | TableName::Rules)
}

/// One report of one team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamReport {
    pub what: What,
    pub whole: Shown,
    pub lists: Vec<TeamList>,
}

impl TeamReport {
    /// What a release says, without the lists by programme and by rule: only its own team knows those.
    pub fn new(what: What, release: Release) -> Self {
        let lists = release.lists.into_iter().filter(|list| !is_of_one_team(list.table));
        let list = |Released { table, column, parts }: Released| TeamList { table, column, parts };
        Self { what, whole: release.whole, lists: lists.map(list).collect() }
    }
}

/// All that one team gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamFigures {
    pub kind: String,
    pub version: u32,
    /// What the team calls itself.
    pub team: String,
    pub period: Period,
    pub counted_on: NaiveDate,
    pub reports: Vec<TeamReport>,
}

words! {
    /// Why a file is not added up.
    NotAdded {
        /// Not such a file, or cut, or changed so that it cannot be read.
        Unreadable = "unreadable",
        /// Of a newer version of the program.
        Newer = "newer",
        /// Counts of one to four stand in it: nobody gave it out so, and nobody is to read them here.
        TellsFew = "tells_few",
        /// Of other days than the first file.
        OtherPeriod = "other_period",
        /// The same team is there already, counted as late or later.
        SameTeam = "same_team",
    }
}

/// The head of such a file, which every version has.
#[derive(Clone, Debug, Deserialize)]
pub struct TeamHead {
    kind: String,
    version: u32,
}

impl TeamHead {
    /// Whether what follows can be read by this version.
    ///
    /// # Errors
    /// [`NotAdded::Unreadable`] and [`NotAdded::Newer`].
    pub fn check(&self) -> Result<(), NotAdded> {
        match (self.kind == KIND, self.version) {
            (false, _) | (true, 0) => Err(NotAdded::Unreadable),
            (true, version) if version > VERSION => Err(NotAdded::Newer),
            (true, _) => Ok(()),
        }
    }
}

impl TeamFigures {
    /// What another team gave, once it is sure that a team can have given it; nothing of it is believed.
    ///
    /// # Errors
    /// [`NotAdded::Unreadable`] and [`NotAdded::TellsFew`].
    pub fn check(self) -> Result<Self, NotAdded> {
        if self.kind != KIND || self.version != VERSION || !self.is_possible() {
            return Err(NotAdded::Unreadable);
        }
        if self.shown().any(|shown| matches!(shown, Shown::Count(count) if (1..LEAST).contains(&count))) {
            return Err(NotAdded::TellsFew);
        }
        Ok(self)
    }

    fn shown(&self) -> impl Iterator<Item = Shown> {
        let parts =
            |list: &TeamList| list.parts.iter().flatten().map(|(_, shown)| *shown).collect::<Vec<_>>();
        let of = move |report: &TeamReport| {
            std::iter::once(report.whole).chain(report.lists.iter().flat_map(parts)).collect::<Vec<_>>()
        };
        self.reports.iter().flat_map(of)
    }

    /// Whether a team can have given this: a name, days in order, each report once, each row once, and no part above its whole.
    fn is_possible(&self) -> bool {
        let text = |text: &str| text.chars().count() <= LONGEST && !text.chars().any(char::is_control);
        let once = |at: usize, what: What| self.reports.iter().skip(at + 1).all(|other| other.what != what);
        let list = |whole: Shown, list: &TeamList| {
            let parts = list.parts.as_deref().unwrap_or_default();
            let told: u64 = parts.iter().map(|(_, shown)| told(*shown)).sum();
            let rows: BTreeSet<&str> = parts.iter().map(|(key, _)| key.as_str()).collect();
            rows.len() == parts.len()
                && parts.len() <= MOST
                && parts.iter().all(|(key, _)| text(key))
                && (whole == Shown::Masked || told <= self::told(whole))
        };
        let report = |(at, report): (usize, &TeamReport)| {
            COUNTED.contains(&report.what)
                && once(at, report.what)
                && report.lists.len() <= report.what.tables().len() * 2
                && report.lists.iter().all(|one| !is_of_one_team(one.table) && list(report.whole, one))
        };
        !self.team.trim().is_empty()
            && text(&self.team)
            && self.period.check().is_ok()
            && self.reports.len() <= COUNTED.len()
            && self.reports.iter().enumerate().all(report)
    }
}

fn told(shown: Shown) -> u64 {
    match shown {
        Shown::Count(count) => u64::from(count),
        Shown::Masked => 0,
    }
}

/// A figure of several teams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Sum {
    /// What the teams that told it told together.
    #[ts(type = "number")]
    pub told: u64,
    /// How many teams have it masked: at least one more for each.
    pub masked: u32,
}

impl Sum {
    fn add(&mut self, shown: Shown) {
        match shown {
            Shown::Count(count) => self.told += u64::from(count),
            Shown::Masked => self.masked += 1,
        }
    }
}

/// One list of several teams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "TeamSumList")]
pub struct SumList {
    pub table: TableName,
    /// None where the rows are the steps that were reached.
    pub column: Option<FigureColumn>,
    /// In the order of the lists, names by their letters; what is not told last.
    pub rows: Vec<(String, Sum)>,
    /// How many teams tell nothing of how their whole is shared out here.
    pub withheld: u32,
}

/// One report of several teams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "TeamSumReport")]
pub struct SumReport {
    pub what: What,
    pub whole: Sum,
    pub lists: Vec<SumList>,
}

/// Adds the reports of several teams up, those of each kind together.
pub fn add_up(teams: &[TeamFigures]) -> Vec<SumReport> {
    let sum = |what: &What| {
        let reports: Vec<&TeamReport> =
            teams.iter().flat_map(|team| &team.reports).filter(|report| report.what == *what).collect();
        let mut whole = Sum::default();
        let mut lists: Vec<SumList> = Vec::new();
        for report in &reports {
            whole.add(report.whole);
            for list in &report.lists {
                let is_it = |sum: &SumList| sum.table == list.table && sum.column == list.column;
                let at = lists.iter().position(is_it).unwrap_or_else(|| {
                    let (table, column) = (list.table, list.column);
                    lists.push(SumList { table, column, rows: Vec::new(), withheld: 0 });
                    lists.len() - 1
                });
                if let Some(into) = lists.get_mut(at) {
                    add_list(into, list);
                }
            }
        }
        for list in &mut lists {
            order(*what, list);
        }
        (!reports.is_empty()).then_some(SumReport { what: *what, whole, lists })
    };
    COUNTED.iter().filter_map(sum).collect()
}

fn add_list(into: &mut SumList, list: &TeamList) {
    let Some(parts) = &list.parts else {
        into.withheld += 1;
        return;
    };
    for (key, shown) in parts {
        if let Some((_, sum)) = into.rows.iter_mut().find(|(other, _)| other == key) {
            sum.add(*shown);
        } else {
            let mut sum = Sum::default();
            sum.add(*shown);
            into.rows.push((key.clone(), sum));
        }
    }
}

/// Communes by their names; the others as the first team that has them has them, which is the order of the lists.
fn order(what: What, list: &mut SumList) {
    let by_name = what == (What::Caseload { by: CaseloadBy::Commune });
    list.rows.sort_by_key(|(key, _)| (key.is_empty(), by_name.then(|| fold(key))));
}

/// Sorts out which files can be added up, each with its place among `read`: all of the days of the first one that can be read;
/// of one team the one counted last.
pub fn choose(read: Vec<Result<TeamFigures, NotAdded>>) -> Vec<Result<TeamFigures, NotAdded>> {
    let period = read.iter().flatten().map(|team| team.period).next();
    let latest = |team: &TeamFigures| {
        let same = read
            .iter()
            .flatten()
            .filter(|other| Some(other.period) == period && fold(&other.team) == fold(&team.team));
        same.map(|other| other.counted_on).max()
    };
    let lasts: Vec<Option<NaiveDate>> = read.iter().map(|one| one.as_ref().ok().and_then(latest)).collect();
    let mut taken: Vec<String> = Vec::new();
    read.iter()
        .zip(lasts)
        .map(|(one, last)| {
            let team = one.as_ref().map_err(|why| *why)?;
            if Some(team.period) != period {
                return Err(NotAdded::OtherPeriod);
            }
            let name = fold(&team.team);
            if Some(team.counted_on) != last || taken.contains(&name) {
                return Err(NotAdded::SameTeam);
            }
            taken.push(name);
            Ok(team.clone())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Shown::{Count, Masked};

    fn figures(team: &str, counted_on: &str, whole: Shown, parts: Option<&[(&str, Shown)]>) -> TeamFigures {
        let parts = parts.map(|parts| parts.iter().map(|(key, shown)| ((*key).to_owned(), *shown)).collect());
        let lists = vec![TeamList { table: TableName::Caseload, column: Some(FigureColumn::Active), parts }];
        TeamFigures {
            kind: KIND.to_owned(),
            version: VERSION,
            team: team.to_owned(),
            period: Period { from: "2026-01-01".parse().unwrap(), to: "2026-06-30".parse().unwrap() },
            counted_on: counted_on.parse().unwrap(),
            reports: vec![TeamReport { what: What::Caseload { by: CaseloadBy::Commune }, whole, lists }],
        }
    }

    fn again(team: &TeamFigures) -> Result<TeamFigures, NotAdded> {
        let text = serde_json::to_string(team).unwrap();
        serde_json::from_str::<TeamHead>(&text).unwrap().check()?;
        serde_json::from_str::<TeamFigures>(&text).unwrap().check()
    }

    #[test]
    fn sums_say_what_is_told_and_how_many_teams_mask_it() {
        let lens = figures(
            "Lens",
            "2026-07-01",
            Count(40),
            Some(&[("Lens", Count(30)), ("Avion", Masked), ("", Masked)]),
        );
        let arras =
            figures("Arras", "2026-07-02", Count(25), Some(&[("Arras", Count(20)), ("Lens", Count(5))]));
        let creil = figures("Creil", "2026-07-02", Masked, None);
        let sums = add_up(&[lens, arras, creil]);
        assert_eq!(sums.len(), 1);
        assert_eq!(sums[0].whole, Sum { told: 65, masked: 1 });
        let [list] = sums[0].lists.as_slice() else { panic!("one list") };
        assert_eq!(list.withheld, 1);
        let rows: Vec<(&str, u64, u32)> =
            list.rows.iter().map(|(key, sum)| (key.as_str(), sum.told, sum.masked)).collect();
        assert_eq!(rows, [("Arras", 20, 0), ("Avion", 0, 1), ("Lens", 35, 0), ("", 0, 1)]);
    }

    #[test]
    fn a_file_comes_back_as_it_was_written_and_nothing_else_is_believed() {
        let good = figures(
            "Lens",
            "2026-07-01",
            Count(40),
            Some(&[("Lens", Count(30)), ("Avion", Masked), ("", Masked)]),
        );
        assert_eq!(again(&good), Ok(good.clone()));
        let spoilt = |spoil: &dyn Fn(&mut TeamFigures)| {
            let mut other = good.clone();
            spoil(&mut other);
            again(&other)
        };
        let parts = |other: &mut TeamFigures, parts: &[(&str, Shown)]| {
            let parts = parts.iter().map(|(key, shown)| ((*key).to_owned(), *shown)).collect();
            other.reports[0].lists[0].parts = Some(parts);
        };
        for (why, spoil) in [
            (
                NotAdded::Unreadable,
                &(|other: &mut TeamFigures| other.kind = "x".into()) as &dyn Fn(&mut TeamFigures),
            ),
            (NotAdded::Newer, &|other| other.version = 2),
            (NotAdded::Unreadable, &|other| other.team = "  ".into()),
            (NotAdded::Unreadable, &|other| other.team = "x".repeat(201)),
            (NotAdded::Unreadable, &|other| other.period.to = "2025-01-01".parse().unwrap()),
            (NotAdded::Unreadable, &|other| other.reports.push(other.reports[0].clone())),
            (NotAdded::Unreadable, &|other| {
                other.reports[0].what = What::Caseload { by: CaseloadBy::Referent }
            }),
            (NotAdded::Unreadable, &|other| parts(other, &[("Lens", Count(41))])),
            (NotAdded::Unreadable, &|other| parts(other, &[("Lens", Count(9)), ("Lens", Count(9))])),
            (NotAdded::TellsFew, &|other| parts(other, &[("Lens", Count(4))])),
            (NotAdded::TellsFew, &|other| {
                other.reports[0].whole = Count(1);
                other.reports[0].lists[0].parts = None;
            }),
        ] {
            assert_eq!(spoilt(spoil), Err(why));
        }
    }

    #[test]
    fn of_one_team_the_latest_counts_and_other_days_are_left_out() {
        let of = |team, on| figures(team, on, Count(0), Some(&[]));
        let mut other = of("Arras", "2026-07-02");
        other.period.to = "2026-03-31".parse().unwrap();
        let read = vec![
            Err(NotAdded::Unreadable),
            Ok(of("Lens", "2026-07-01")),
            Ok(other),
            Ok(of("LENS", "2026-07-05")),
            Ok(of("lens", "2026-07-05")),
        ];
        let outcome: Vec<Option<NotAdded>> = choose(read).into_iter().map(Result::err).collect();
        assert_eq!(
            outcome,
            [
                Some(NotAdded::Unreadable),
                Some(NotAdded::SameTeam),
                Some(NotAdded::OtherPeriod),
                None,
                Some(NotAdded::SameTeam)
            ]
        );
    }
}
