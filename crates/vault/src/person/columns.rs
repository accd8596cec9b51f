//! What the list of people is narrowed and sorted by, of everyone, in memory: so that any filter is exact and none needs an
//! index of its own, which every save would pay for. Read once, then followed commit by commit.

mod names;
mod window;

use std::collections::{BTreeSet, BinaryHeap, HashMap};

use chrono::{Datelike as _, Months, NaiveDate};
use passerelle_domain::case::Stage;
use passerelle_domain::person::birth::Birth;
use passerelle_domain::vigilance::{QUIET_DAYS, announced_until};
use rusqlite::{Connection, OptionalExtension, Row};
use uuid::Uuid;

use self::names::Names;
use self::window::{cut, first};
use super::list::{PeopleFilter, PeopleSort, REACHABLE};
use super::slip::{Typed, distance};
use crate::Error;
use crate::row::{self, blob};

/// A day as a number that sorts as it does; 0 where there is none.
fn number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

fn written(text: &str) -> i32 {
    row::day(text).map_or(0, number)
}

/// A stage's place in the order of the work; 0 is for who has no case.
fn rank(stage: Stage) -> u8 {
    let before = Stage::ALL.iter().take_while(|other| **other != stage).count();
    u8::try_from(before + 1).unwrap_or(u8::MAX)
}

#[derive(Debug)]
struct Line {
    ix: i64,
    sort: Box<str>,
    /// Numbers of [`Columns::referents`] and [`Columns::communes`].
    referent: u32,
    commune: u32,
    in_qpv: bool,
    stage: u8,
    /// The first and the last day they can have been born.
    born: Option<(i32, i32)>,
    quiet_since: i32,
    last_contact: i32,
    aside: bool,
}

/// The columns of everyone who is shown in lists.
#[derive(Default)]
pub(crate) struct Columns {
    lines: Vec<Line>,
    /// Where the line of each person stands; who is away keeps theirs and is not in the order.
    places: HashMap<i64, u32>,
    /// Places by name.
    order: Vec<u32>,
    /// How many of these stand aside.
    aside: u32,
    referents: HashMap<Option<Uuid>, u32>,
    communes: Names,
    /// The names of those who are shown in another's file, with that one's number.
    others: Vec<(i64, Box<str>)>,
}

/// What narrows a list beside the columns: people by their number in the table.
#[derive(Default)]
pub(crate) struct Beside {
    /// The only people to look at: by the words that were typed, by what a field of the team says.
    pub among: Vec<Vec<i64>>,
    /// Who is watched for what the columns do not tell.
    pub watched: Vec<i64>,
}

/// People found, by their number in the table, and how many there are in all.
pub(crate) struct Found {
    pub total: u32,
    pub people: Vec<i64>,
}

/// Served whole by the index `person_list`, which no row has to be read for.
const READ: &str =
    "ix, sort_name, referent, qpv <> '', birth, quiet_since, last_contact, stage, commune, aside > 0";

impl Columns {
    /// Reads everyone.
    pub(crate) fn read(db: &Connection) -> Result<Columns, Error> {
        let mut columns = Columns::default();
        let sql = format!("SELECT {READ} FROM person WHERE away = 0 ORDER BY sort_name, ix");
        let mut statement = db.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let line = columns.line(row)?;
            let place = u32::try_from(columns.lines.len()).map_err(|_| Error::Codec)?;
            columns.places.insert(line.ix, place);
            columns.order.push(place);
            columns.aside += u32::from(line.aside);
            columns.lines.push(line);
        }
        columns.others = others(db)?;
        Ok(columns)
    }

    fn line(&mut self, row: &Row<'_>) -> Result<Line, Error> {
        let next = u32::try_from(self.referents.len()).unwrap_or(u32::MAX);
        let birth = row.get_ref(4)?.as_str().unwrap_or_default();
        Ok(Line {
            ix: row.get(0)?,
            sort: row.get(1)?,
            referent: *self.referents.entry(row.get(2)?).or_insert(next),
            in_qpv: row.get(3)?,
            born: Birth::parse(birth).ok().map(|birth| (number(birth.earliest()), number(birth.latest()))),
            quiet_since: written(row.get_ref(5)?.as_str().unwrap_or_default()),
            last_contact: written(row.get_ref(6)?.as_str().unwrap_or_default()),
            stage: Stage::from_code(row.get_ref(7)?.as_str().unwrap_or_default()).map_or(0, rank),
            commune: self.communes.number(row.get_ref(8)?.as_str().unwrap_or_default()),
            aside: row.get(9)?,
        })
    }

    fn at(&self, place: u32) -> Option<&Line> {
        self.lines.get(place as usize)
    }

    /// Where a line stands in the order, or belongs.
    fn seek(&self, sort: &str, ix: i64) -> Result<usize, usize> {
        self.order.binary_search_by(|place| {
            self.at(*place).map_or(std::cmp::Ordering::Less, |line| (&*line.sort, line.ix).cmp(&(sort, ix)))
        })
    }

    /// Reads these people again, after a commit that may have touched them.
    pub(crate) fn follow(&mut self, db: &Connection, people: &BTreeSet<Uuid>) -> Result<(), Error> {
        let sql = format!("SELECT {READ}, away, merged_into IS NOT NULL FROM person WHERE id = ?1");
        let mut statement = db.prepare_cached(&sql)?;
        let mut merged = false;
        for person in people {
            let read = |row: &Row<'_>| Ok((self.line(row), row.get::<_, bool>(10)?, row.get::<_, bool>(11)?));
            let Some((line, away, into)) = statement.query_row([blob(person)], read).optional()? else {
                continue;
            };
            let line = line?;
            merged |= into || self.others.iter().any(|(kept, _)| *kept == line.ix);
            self.put(line, away);
        }
        if merged {
            self.others = others(db)?;
        }
        Ok(())
    }

    fn put(&mut self, line: Line, away: bool) {
        let known = self.places.get(&line.ix).copied();
        if let Some(known) = known.and_then(|place| self.at(place))
            && let Ok(at) = self.seek(&known.sort, known.ix)
        {
            self.aside -= u32::from(known.aside);
            self.order.remove(at);
        }
        let Ok(next) = u32::try_from(self.lines.len()) else { return };
        let place = known.unwrap_or(next);
        let belongs = self.seek(&line.sort, line.ix);
        self.places.insert(line.ix, place);
        let aside = u32::from(line.aside);
        match self.lines.get_mut(place as usize) {
            Some(known) => *known = line,
            None => self.lines.push(line),
        }
        if let (false, Err(at)) = (away, belongs) {
            self.aside += aside;
            self.order.insert(at, place);
        }
    }

    /// The place of each person in the order of names, by their number in the table.
    pub(crate) fn ranks(&self) -> HashMap<i64, u32> {
        (0_u32..).zip(&self.order).filter_map(|(rank, place)| Some((self.at(*place)?.ix, rank))).collect()
    }

    /// How many people there are.
    pub(crate) fn count(&self) -> u32 {
        u32::try_from(self.order.len()).unwrap_or(u32::MAX)
    }

    /// How many people somebody follows whose case has not ended.
    pub(crate) fn followed_by(&self, worker: Uuid) -> u32 {
        let Some(referent) = self.referents.get(&Some(worker)) else { return 0 };
        let lines = self.order.iter().filter_map(|place| self.at(*place));
        let followed = lines.filter(|line| line.referent == *referent && line.stage < rank(Stage::Left));
        u32::try_from(followed.count()).unwrap_or(u32::MAX)
    }

    /// The communes people live in, by name.
    pub(crate) fn communes(&self) -> Vec<String> {
        let mut lived_in = vec![false; self.communes.0.len()];
        for line in self.order.iter().filter_map(|place| self.at(*place)) {
            if let Some(place) = lived_in.get_mut(line.commune as usize) {
                *place = true;
            }
        }
        let lived = |number: u32| lived_in.get(number as usize).copied().unwrap_or_default();
        let names = self.communes.0.iter().filter(|(name, number)| !name.is_empty() && lived(**number));
        names.map(|(name, _)| (**name).to_owned()).collect()
    }

    /// A page of those who fit; `me` is the worker whose list it is.
    pub(crate) fn page(
        &self,
        filter: &PeopleFilter,
        beside: &Beside,
        me: Uuid,
        sort: (PeopleSort, bool),
        window: (u32, u32),
        today: NaiveDate,
    ) -> Found {
        if *filter == PeopleFilter::default() && sort.0 == PeopleSort::Name && beside.among.is_empty() {
            return self.everybody(sort.1, window);
        }
        let fits = self.test(filter, me, today);
        let among: Vec<Vec<bool>> = beside.among.iter().map(|people| self.marked(people)).collect();
        let watched = filter.watched.then(|| (Self::watch(today), self.marked(&beside.watched)));
        let fitting = self.order.iter().copied().filter(|place| {
            let marked = |people: &[bool]| people.get(*place as usize).copied().unwrap_or_default();
            among.iter().all(|among| marked(among))
                && self.at(*place).is_some_and(|line| {
                    let watched =
                        watched.as_ref().is_none_or(|(watch, people)| marked(people) || watch(line));
                    watched && fits(line)
                })
        });
        self.window(fitting.collect(), sort, window)
    }

    /// A window on everybody by name, for which nobody behind it is looked at.
    fn everybody(&self, descending: bool, window: (u32, u32)) -> Found {
        let shown =
            self.order.iter().copied().filter(|place| self.at(*place).is_some_and(|line| !line.aside));
        let places = cut(shown, window, descending);
        Found { total: self.count() - self.aside, people: self.numbers(places) }
    }

    /// Whether someone is watched for what the columns tell: nobody has reached them for long, or their file may soon be kept
    /// no longer.
    fn watch(today: NaiveDate) -> impl Fn(&Line) -> bool + use<> {
        let stages: Vec<u8> = REACHABLE.iter().map(|stage| rank(*stage)).collect();
        let quiet = number(today - chrono::Days::new(QUIET_DAYS));
        let kept = announced_until(today).map_or(0, number);
        move |line| {
            (line.quiet_since < quiet && stages.contains(&line.stage))
                || (line.quiet_since > 0 && line.quiet_since <= kept)
        }
    }

    /// Those in one of these stages whom nobody has reached since before a day, the longest first.
    pub(crate) fn quiet(&self, stages: &[Stage], before: NaiveDate, limit: u32) -> Found {
        let stages: Vec<u8> = stages.iter().map(|stage| rank(*stage)).collect();
        let before = number(before);
        let fits = |line: &&Line| !line.aside && line.quiet_since < before && stages.contains(&line.stage);
        let lines = self.order.iter().filter_map(|place| self.at(*place));
        let (mut total, limit) = (0, limit as usize);
        // The longest so far, the shortest of them on top.
        let mut longest: BinaryHeap<(i32, u32, i64)> = BinaryHeap::with_capacity(limit + 1);
        for (rank, line) in (0_u32..).zip(lines.filter(fits)) {
            total = rank + 1;
            let this = (line.quiet_since, rank, line.ix);
            if longest.len() < limit || longest.peek().is_some_and(|last| this < *last) {
                longest.push(this);
                if longest.len() > limit {
                    longest.pop();
                }
            }
        }
        Found { total, people: longest.into_sorted_vec().into_iter().map(|(_, _, ix)| ix).collect() }
    }

    /// Those whose names are a slip or two away from these folded words, the nearest first.
    pub(crate) fn near(&self, typed: &str, limit: usize) -> Vec<i64> {
        let words: Vec<Typed<'_>> = typed.split_whitespace().map(Typed::new).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let lines = self.order.iter().filter_map(|place| self.at(*place)).filter(|line| !line.aside);
        let lines = lines.map(|line| (line.ix, &*line.sort));
        let names = lines.chain(self.others.iter().map(|(kept, name)| (*kept, &**name)));
        let mut found: Vec<(usize, &str, i64)> =
            names.filter_map(|(ix, name)| Some((distance(&words, name)?, name, ix))).collect();
        found.sort_unstable();
        let mut seen = BTreeSet::new();
        found.into_iter().map(|(_, _, ix)| ix).filter(|ix| seen.insert(*ix)).take(limit).collect()
    }

    /// Those who stand aside and in whose name a word begins with each of these folded ones, by name.
    pub(crate) fn aside(&self, typed: &str) -> Vec<i64> {
        let words: Vec<&str> = typed.split_whitespace().collect();
        let named =
            |line: &&Line| words.iter().all(|typed| line.sort.split(' ').any(|word| word.starts_with(typed)));
        let aside = self.order.iter().filter_map(|place| self.at(*place)).filter(|line| line.aside);
        aside.filter(named).map(|line| line.ix).collect()
    }

    fn marked(&self, people: &[i64]) -> Vec<bool> {
        let mut marked = vec![false; self.lines.len()];
        for place in people.iter().filter_map(|ix| self.places.get(ix)) {
            if let Some(mark) = marked.get_mut(*place as usize) {
                *mark = true;
            }
        }
        marked
    }

    fn test<'a>(
        &'a self,
        filter: &PeopleFilter,
        me: Uuid,
        today: NaiveDate,
    ) -> impl Fn(&Line) -> bool + use<'a> {
        let stage = filter.stage.map(rank);
        let in_qpv = filter.in_qpv;
        // Someone nobody has: a number that is not given.
        let commune = (!filter.commune.is_empty())
            .then(|| self.communes.0.get(filter.commune.as_str()).copied().unwrap_or(u32::MAX));
        let given = |referent: Option<Uuid>| self.referents.get(&referent).copied().unwrap_or(u32::MAX);
        let mine = filter.mine.then(|| given(Some(me)));
        let theirs = filter.referent.map(|worker| given(Some(worker.0)));
        let nobodys = filter.unassigned.then(|| given(None));
        let years = |years: u32| today.checked_sub_months(Months::new(years * 12)).map_or(0, number);
        // Who can be so old was born on that day at the latest; a year or a month alone counts as soon as it can be.
        let born_by = filter.min_age.map(|age| years(u32::from(age)));
        let born_after = filter.max_age.map(|age| years(u32::from(age) + 1));
        let quiet = filter.quiet_days.map(|days| number(today - chrono::Days::new(u64::from(days))));
        let aside = filter.aside;
        move |line| {
            (aside || !line.aside)
                && stage.is_none_or(|stage| line.stage == stage)
                && (!in_qpv || line.in_qpv)
                && commune.is_none_or(|commune| line.commune == commune)
                && [mine, theirs, nobodys].iter().flatten().all(|referent| line.referent == *referent)
                && born_by.is_none_or(|day| line.born.is_some_and(|(first, _)| first <= day))
                && born_after.is_none_or(|day| line.born.is_some_and(|(_, last)| last > day))
                && quiet.is_none_or(|day| line.quiet_since < day)
        }
    }

    /// A window on places that are in the order of names.
    fn window(&self, fitting: Vec<u32>, (sort, descending): (PeopleSort, bool), window: (u32, u32)) -> Found {
        let total = u32::try_from(fitting.len()).unwrap_or(u32::MAX);
        let at = |place: u32| self.at(place);
        let places = match sort {
            PeopleSort::Name => cut(fitting.iter().copied(), window, descending),
            PeopleSort::LastContact => {
                let key = |place| at(place).map_or(0, |line| u32::try_from(line.last_contact).unwrap_or(0));
                first(&fitting, key, window, descending)
            }
            PeopleSort::Commune => {
                let ranks = self.communes.ranks();
                let key = |place| at(place).and_then(|line| ranks.get(line.commune as usize)).copied();
                first(&fitting, |place| key(place).unwrap_or(0), window, descending)
            }
            PeopleSort::Stage => {
                first(&fitting, |place| at(place).map_or(0, |line| u32::from(line.stage)), window, descending)
            }
        };
        Found { total, people: self.numbers(places) }
    }

    fn numbers(&self, places: Vec<u32>) -> Vec<i64> {
        places.into_iter().filter_map(|place| self.at(place)).map(|line| line.ix).collect()
    }
}

/// The names of those who are shown in another's file, with that one's number in the table.
fn others(db: &Connection) -> Result<Vec<(i64, Box<str>)>, Error> {
    let sql = "SELECT k.ix, p.sort_name FROM person p JOIN person k ON k.id = p.merged_into
               WHERE p.merged_into IS NOT NULL AND p.removed = 0";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
