//! Where each case and each referral counts. Figures and the lists behind them come from one placing, so that a list is as long
//! as its figure says.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::AgeBand;
use super::ask::{CaseloadBy, Figure, FigureColumn, FunnelBy, HOUSE, OUTSIDE, TableName, What};
use super::delay::{self, CaseDays, Delay};
use super::facts::{CaseFact, Life, Names, ReferralFact};
use super::funnel::is_due;
use super::outcome::{OutcomeRule, in_force};
use super::period::Period;
use crate::case::Stage;
use crate::id::{ProgrammeId, WorkerId};
use crate::person::{Level, Sex};
use crate::programme::{Funding, ProgrammeKind, Tag};
use crate::referral::{Presence, Reason, State};

/// A question to the facts.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    pub what: What,
    pub period: Period,
    /// Only cases that this worker follows, and referrals within them.
    pub only: Option<WorkerId>,
    pub today: NaiveDate,
    /// What counts as a positive exit.
    pub rules: &'a [OutcomeRule],
    pub names: &'a Names,
    /// Each combination of tags or fundings is a row of its own, so that nobody counts in two.
    pub apart: bool,
}

/// Which row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    /// Of a closed list, in its order.
    Word(usize, &'static str),
    Id(Uuid),
    Text(&'a str),
    Ending(State, Option<Reason>),
    /// Some of a closed list, a bit for each.
    Tags(u16),
    Fundings(u16),
    /// Not told, nobody, none.
    Nothing,
}

impl<'a> Key<'a> {
    fn code(self) -> Cow<'a, str> {
        match self {
            Key::Word(_, code) => Cow::Borrowed(code),
            Key::Id(id) => Cow::Owned(id.to_string()),
            Key::Text(text) => Cow::Borrowed(text),
            Key::Ending(state, reason) => {
                Cow::Owned(format!("{}/{}", state.code(), reason.map_or("", Reason::code)))
            }
            Key::Tags(bits) => Cow::Owned(joined(Tag::ALL, bits, Tag::code)),
            Key::Fundings(bits) => Cow::Owned(joined(Funding::ALL, bits, Funding::code)),
            Key::Nothing => Cow::Borrowed(""),
        }
    }
}

fn bits<T: PartialEq>(all: &[T], some: &[T]) -> u16 {
    (0..).zip(all).filter(|(_, one)| some.contains(one)).fold(0, |bits, (at, _)| bits | (1 << at))
}

fn joined<T: Copy>(all: &[T], bits: u16, code: fn(T) -> &'static str) -> String {
    let some = (0..).zip(all).filter(|(at, _)| bits & (1 << at) != 0).map(|(_, one)| code(*one));
    some.collect::<Vec<_>>().join("+")
}

fn word<T: PartialEq + Copy>(all: &[T], one: T, code: fn(T) -> &'static str) -> Key<'static> {
    Key::Word(all.iter().take_while(|other| **other != one).count(), code(one))
}

fn told<T: PartialEq + Copy>(all: &[T], one: Option<T>, code: fn(T) -> &'static str) -> Key<'static> {
    one.map_or(Key::Nothing, |one| word(all, one, code))
}

/// Where a case or a referral counts in one table.
struct Placed<'a, 'k> {
    table: TableName,
    /// Its place among the cases or the referrals of its person.
    part: usize,
    rows: &'k [Key<'a>],
    columns: &'k [FigureColumn],
}

impl Ask<'_> {
    fn is_asked(&self, case: Option<&CaseFact>) -> bool {
        self.only.is_none_or(|worker| case.is_some_and(|case| case.referent == Some(worker)))
    }

    /// Tells where everything of somebody counts.
    fn place<'l>(&self, life: &'l Life, put: &mut dyn FnMut(&Placed<'l, '_>)) {
        let cases = || life.cases.iter().enumerate().filter(|(_, case)| self.is_asked(Some(case)));
        match self.what {
            What::Caseload { by } => {
                for (part, case) in cases().filter(|(_, case)| case.is_active(self.period)) {
                    let rows = [self.caseload_row(by, life, case)];
                    put(&Placed {
                        table: TableName::Caseload,
                        part,
                        rows: &rows,
                        columns: &self.active(case),
                    });
                }
            }
            What::Delays {} => {
                for (part, case) in cases().filter(|(_, case)| self.is_found(case)) {
                    for leg in delay::Leg::ALL {
                        if let Some(column) = leg_column(*leg, case.days) {
                            let rows = [word(delay::Leg::ALL, *leg, delay::Leg::code)];
                            put(&Placed { table: TableName::Delays, part, rows: &rows, columns: &[column] });
                        }
                    }
                }
            }
            What::Funnel { by } => {
                let asked = |referral: &ReferralFact| {
                    let case = referral.case.and_then(|at| life.cases.get(at as usize));
                    referral.sent_on.is_some_and(|on| self.period.contains(on)) && self.is_asked(case)
                };
                for (part, referral) in life.referrals.iter().enumerate().filter(|(_, one)| asked(one)) {
                    let rows = self.funnel_rows(by, referral);
                    let columns = self.steps(referral);
                    put(&Placed { table: TableName::Funnel, part, rows: &rows, columns: &columns });
                    let ending =
                        referral.row.ended.map_or(Key::Nothing, |(state, why)| Key::Ending(state, why));
                    put(&Placed {
                        table: TableName::Endings,
                        part,
                        rows: &[ending],
                        columns: &[FigureColumn::Count],
                    });
                }
            }
            What::Outcomes {} => {
                for (part, case) in cases() {
                    self.exit(life, part, case, put);
                }
            }
            // Hours are not of cases: see `hours`.
            What::Works {} => {}
        }
    }

    fn exit<'l>(&self, life: &'l Life, part: usize, case: &CaseFact, put: &mut dyn FnMut(&Placed<'l, '_>)) {
        let Some(end) = case.end_in(self.period) else { return };
        let begun = life.referrals.iter().filter(|one| one.case.is_some_and(|at| at as usize == part));
        let begun = begun.filter_map(|one| Some((one.started_on.filter(|on| *on <= end.on)?, one.programme)));
        let way = begun.max().map(|(_, programme)| programme);
        let kind_of = |id: ProgrammeId| self.names.programmes.get(&id.0).and_then(|known| known.kind);
        let rule = in_force(self.rules, end.on, way.map(|id| (id, kind_of(id))));
        let positive = rule.is_some_and(|rule| end.exit.is_some_and(|exit| rule.positive.contains(&exit)));
        let columns: &[FigureColumn] =
            if positive { &[FigureColumn::Exits, FigureColumn::Positive] } else { &[FigureColumn::Exits] };
        let kind = [told(crate::case::ExitKind::ALL, end.exit, crate::case::ExitKind::code)];
        put(&Placed { table: TableName::Exits, part, rows: &kind, columns });
        let way = [way.map_or(Key::Nothing, |programme| Key::Id(programme.0))];
        put(&Placed { table: TableName::Ways, part, rows: &way, columns });
        let by = [match rule.map(|rule| rule.id) {
            Some(Some(id)) => Key::Id(id.0),
            Some(None) => Key::Word(0, HOUSE),
            None => Key::Nothing,
        }];
        put(&Placed { table: TableName::Rules, part, rows: &by, columns });
    }

    fn is_found(&self, case: &CaseFact) -> bool {
        case.days.found_on.is_some_and(|on| self.period.contains(on))
    }

    fn caseload_row<'l>(&self, by: CaseloadBy, life: &'l Life, case: &CaseFact) -> Key<'l> {
        let (who, last) = (&life.person, self.period.to);
        match by {
            CaseloadBy::Referent => case.referent.map_or(Key::Nothing, |worker| Key::Id(worker.0)),
            CaseloadBy::Stage => word(Stage::ALL, case.stage_on(last), Stage::code),
            CaseloadBy::Qpv => word(super::InQpv::ALL, who.qpv, super::InQpv::code),
            CaseloadBy::Neighbourhood => match who.qpv {
                super::InQpv::Yes if !who.qpv_code.is_empty() => Key::Text(&who.qpv_code),
                super::InQpv::No => Key::Word(0, OUTSIDE),
                super::InQpv::Yes | super::InQpv::Unknown => Key::Nothing,
            },
            CaseloadBy::Commune if who.commune.is_empty() => Key::Nothing,
            CaseloadBy::Commune => Key::Text(&who.commune),
            CaseloadBy::Age => word(AgeBand::ALL, AgeBand::of(who.birth, last), AgeBand::code),
            CaseloadBy::Sex => told(Sex::ALL, who.sex, Sex::code),
            CaseloadBy::Level => told(Level::ALL, who.level, Level::code),
        }
    }

    fn active(&self, case: &CaseFact) -> Vec<FigureColumn> {
        let mut columns = vec![FigureColumn::Active];
        columns.extend(self.period.contains(case.opened_on).then_some(FigureColumn::Opened));
        columns.extend(case.end_in(self.period).map(|_| FigureColumn::Ended));
        columns.extend(case.is_unreached(self.period.to).then_some(FigureColumn::Unreached));
        columns
    }

    fn funnel_rows(&self, by: FunnelBy, referral: &ReferralFact) -> Vec<Key<'static>> {
        let id = referral.programme.0;
        let programme = self.names.programmes.get(&id);
        let many = |keys: Vec<Key<'static>>| if keys.is_empty() { vec![Key::Nothing] } else { keys };
        match by {
            FunnelBy::Programme => vec![Key::Id(id)],
            FunnelBy::Provider => {
                let provider = programme.and_then(|programme| programme.provider);
                vec![provider.map_or(Key::Nothing, |provider| Key::Id(provider.0))]
            }
            FunnelBy::Kind => {
                let kind = programme.and_then(|programme| programme.kind);
                vec![told(ProgrammeKind::ALL, kind, ProgrammeKind::code)]
            }
            FunnelBy::Tag => {
                let tags = programme.map_or(&[] as &[Tag], |programme| &programme.tags);
                if self.apart && !tags.is_empty() {
                    return vec![Key::Tags(bits(Tag::ALL, tags))];
                }
                many(tags.iter().map(|tag| word(Tag::ALL, *tag, Tag::code)).collect())
            }
            FunnelBy::Funding => {
                let fundings = programme.map_or(&[] as &[Funding], |programme| &programme.fundings);
                if self.apart && !fundings.is_empty() {
                    return vec![Key::Fundings(bits(Funding::ALL, fundings))];
                }
                many(fundings.iter().map(|of| word(Funding::ALL, *of, Funding::code)).collect())
            }
        }
    }

    fn steps(&self, referral: &ReferralFact) -> Vec<FigureColumn> {
        let row = &referral.row;
        let mut columns = vec![FigureColumn::Sent];
        columns.extend(row.answered.then_some(FigureColumn::Answered));
        columns.extend(row.accepted.then_some(FigureColumn::Accepted));
        columns.extend(row.started.then_some(FigureColumn::Started));
        let Some(completed_on) = row.completed_on else { return columns };
        columns.push(FigureColumn::Completed);
        let held = [
            (3, row.held_3, FigureColumn::Held3Due, FigureColumn::Held3),
            (6, row.held_6, FigureColumn::Held6Due, FigureColumn::Held6),
        ];
        for (months, held, due, yes) in held {
            columns.extend(is_due(completed_on, months, held, self.today).then_some(due));
            columns.extend((held == Some(Presence::Yes)).then_some(yes));
        }
        columns
    }
}

/// How a case counts in one leg: through it, on the way, or with its days the wrong way round.
fn leg_column(leg: delay::Leg, days: CaseDays) -> Option<FigureColumn> {
    match days.ends(leg) {
        (Some(from), Some(to)) if from <= to => Some(FigureColumn::Counted),
        (Some(_), Some(_)) => Some(FigureColumn::Reversed),
        (Some(_), None) => Some(FigureColumn::Without),
        (None, _) => None,
    }
}

/// A figure: cases or referrals, and of how many people they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub count: u32,
    pub people: u32,
    /// One more than the place of whoever was counted last.
    last: u32,
}

impl Cell {
    /// A figure that is nobody's in particular.
    pub fn new(count: u32, people: u32) -> Self {
        Cell { count, people, last: 0 }
    }

    fn add(&mut self, who: u32) {
        self.count += 1;
        if self.last != who {
            self.people += 1;
            self.last = who;
        }
    }
}

/// Counts by row and column; the total counts each case or referral once, even where it stands in several rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub table: TableName,
    pub columns: &'static [FigureColumn],
    /// In the order of the closed list where the rows are of one.
    pub rows: Vec<(String, Vec<Cell>)>,
    pub total: Vec<Cell>,
}

/// The rows of a table under way, and its last line.
type Counted<'a> = (BTreeMap<Key<'a>, Vec<Cell>>, Vec<Cell>);

/// Counts everything once.
pub fn tables(ask: &Ask<'_>, lives: &[Life]) -> Vec<Table> {
    let defined = ask.what.tables();
    let mut counted: Vec<Counted<'_>> =
        defined.iter().map(|(_, columns)| (BTreeMap::new(), vec![Cell::default(); columns.len()])).collect();
    for (who, life) in (1_u32..).zip(lives) {
        ask.place(life, &mut |placed| {
            let found = defined.iter().zip(&mut counted).find(|((table, _), _)| *table == placed.table);
            let Some(((_, columns), (rows, total))) = found else { return };
            let add = |cells: &mut Vec<Cell>| {
                for (column, cell) in columns.iter().zip(cells) {
                    if placed.columns.contains(column) {
                        cell.add(who);
                    }
                }
            };
            add(total);
            for key in placed.rows {
                add(rows.entry(*key).or_insert_with(|| vec![Cell::default(); columns.len()]));
            }
        });
    }
    let table =
        |((table, columns), (rows, total)): (&(TableName, &'static [FigureColumn]), (BTreeMap<_, _>, _))| {
            let rows = rows.into_iter().map(|(key, cells): (Key<'_>, _)| (key.code().into_owned(), cells));
            Table { table: *table, columns, rows: rows.collect(), total }
        };
    defined.iter().zip(counted).map(table).collect()
}

/// The quartiles of the delays of those who are counted in them.
pub fn delays(ask: &Ask<'_>, lives: &[Life]) -> Vec<Delay> {
    let cases = lives.iter().flat_map(|life| life.cases.iter());
    let found = cases.filter(|case| ask.is_asked(Some(case)) && ask.is_found(case));
    delay::delays(&found.map(|case| case.days).collect::<Vec<_>>())
}

/// What a list behind a figure has as a line: whose, and which of their referrals where the figure counts referrals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Behind<'l> {
    pub life: &'l Life,
    pub referral: Option<&'l ReferralFact>,
}

/// Everything that a figure counts, in the order of the lives.
pub fn behind<'l>(ask: &Ask<'_>, figure: &Figure, lives: &'l [Life]) -> Vec<Behind<'l>> {
    let mut found = Vec::new();
    let counts_referrals = matches!(ask.what, What::Funnel { .. });
    for life in lives {
        ask.place(life, &mut |placed| {
            let row = figure.row.as_deref();
            let here = placed.table == figure.table
                && placed.columns.contains(&figure.column)
                && row.is_none_or(|row| placed.rows.iter().any(|key| key.code() == row));
            if here {
                let referral = if counts_referrals { life.referrals.get(placed.part) } else { None };
                found.push(Behind { life, referral });
            }
        });
    }
    found
}
