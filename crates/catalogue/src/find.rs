//! Finding offers: the words of the index, the filters in memory, the page from the rows.

use chrono::NaiveDate;
use passerelle_domain::person::name::fold;
use passerelle_domain::programme::place;
use passerelle_formats::draft::{Attendance, Point};
use rusqlite::Connection;

use crate::columns::{Column, Columns};
use crate::filter::{Filter, Found, Numbers, OfferLine, Sort};
use crate::offer::{day, day_number};
use crate::open::Catalogue;
use crate::speech::{Vocabulary, alike};
use crate::term::Occupations;
use crate::{Error, bits};

/// Characters of a search that are read, and words.
const TYPED: usize = 200;
const WORDS: usize = 12;

/// Lines of a page, at most.
const PAGE: usize = 200;

/// As the crow flies; none where either end is not known.
fn kilometres(from: Option<Point>, line: &Column) -> Option<f64> {
    let ground = |point: Point| place::Point::new(point.latitude, point.longitude);
    Some(ground(from?)?.kilometres(ground(line.point()?)?))
}

/// The words that were typed, folded. One letter stands in nearly every offer: it is left out until a second follows.
fn words(text: &str) -> Vec<String> {
    let typed: String = text.chars().take(TYPED).collect();
    fold(&typed)
        .split(' ')
        .filter(|word| word.chars().nth(1).is_some())
        .take(WORDS)
        .map(str::to_owned)
        .collect()
}

/// A query of the index: one of each group, as a beginning.
fn query(groups: &[Vec<&str>]) -> String {
    let group = |group: &Vec<&str>| {
        let words: Vec<String> = group.iter().map(|word| format!("\"{word}\"*")).collect();
        format!("({})", words.join(" OR "))
    };
    groups.iter().map(group).collect::<Vec<_>>().join(" AND ")
}

fn matching(db: &Connection, query: &str) -> Result<Vec<i64>, Error> {
    let sql = "SELECT rowid FROM offer_words WHERE offer_words MATCH ?1 ORDER BY rowid";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([query], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What the words stand in: how well each line matches, 0 best; none for a line without them.
struct Matches {
    by_line: Option<Vec<u8>>,
    instead: Instead,
}

const NOT: u8 = u8::MAX;

impl Matches {
    fn all() -> Self {
        Self { by_line: None, instead: Vec::new() }
    }

    fn of(&self, at: usize) -> Option<u8> {
        let Some(lines) = &self.by_line else { return Some(0) };
        lines.get(at).copied().filter(|how| *how != NOT)
    }

    /// Seeks the typed words themselves in names and providers, then anywhere, then what means the same.
    /// `codes` are those of the occupations that they name, which count last.
    fn seek(
        db: &Connection,
        columns: &Columns,
        typed: &[Vec<&str>],
        codes: &[&str],
    ) -> Result<Vec<u8>, Error> {
        let mut lines = vec![NOT; columns.lines.len()];
        let own: Vec<Vec<&str>> =
            typed.iter().map(|group| group.first().copied().into_iter().collect()).collect();
        let own = query(&own);
        let wide = query(typed);
        let mut steps = vec![format!("{{name provider}} : ({own})"), own.clone()];
        if wide != own {
            steps.push(wide);
        }
        if !codes.is_empty() {
            steps.push(format!("{{about}} : {}", query(&[codes.to_vec()])));
        }
        for (how, step) in (0_u8..).zip(steps) {
            for ix in matching(db, &step)? {
                if let Some(line) = columns.at(ix).and_then(|at| lines.get_mut(at))
                    && *line == NOT
                {
                    *line = how;
                }
            }
        }
        Ok(lines)
    }
}

/// What is asked, ready to be held against a line.
struct Wanted<'a> {
    filter: &'a Filter,
    kinds: u16,
    themes: u16,
    tags: u16,
    fundings: u16,
    from: Option<Point>,
    today: i32,
    starts_by: Option<i32>,
}

impl Wanted<'_> {
    fn fits(&self, columns: &Columns, line: &Column, km: Option<f64>) -> bool {
        let has = |wanted: u16, bits: u16| wanted == 0 || wanted & bits != 0;
        let filter = self.filter;
        let way = match (filter.attendance, line.attendance) {
            (None, _) | (Some(_), Some(Attendance::Both)) => true,
            (Some(wanted), Some(known)) => wanted == known,
            (Some(_), None) => false,
        };
        let age = filter.age.is_none_or(|age| {
            line.min_age.is_none_or(|min| min <= age) && line.max_age.is_none_or(|max| age <= max)
        });
        let soon = self.starts_by.is_none_or(|by| {
            line.permanent || columns.next_start(line, self.today).is_some_and(|start| start <= by)
        });
        let remote = matches!(line.attendance, Some(Attendance::Remote | Attendance::Both));
        let near = filter
            .within_km
            .is_none_or(|most| self.from.is_none() || remote || km.is_some_and(|km| km <= f64::from(most)));
        has(self.kinds, line.kinds)
            && has(self.themes, line.themes)
            && has(self.tags, line.tags)
            && has(self.fundings, line.fundings)
            && (filter.sources.is_empty() || filter.sources.contains(&line.source))
            && way
            && age
            && soon
            && near
            && filter.rhythm.is_none_or(|rhythm| line.rhythm == Some(rhythm))
            && (!filter.places || line.has_places(self.today))
            && (!filter.free || line.free == Some(true))
            && (filter.over || !line.is_over(self.today))
    }
}

/// A line that fits, with what it is sorted by.
#[derive(Clone, Copy)]
struct Fitting {
    at: usize,
    how: u8,
    km: Option<f64>,
}

/// Words that nothing has, and those that were sought instead.
type Instead = Vec<(String, String)>;

fn far(km: Option<f64>) -> f64 {
    km.unwrap_or(f64::INFINITY)
}

fn order(fitting: &mut [Fitting], columns: &Columns, sort: Sort, today: i32) {
    let rank = |one: &Fitting| columns.lines.get(one.at).map_or(u32::MAX, |line| line.rank);
    match sort {
        Sort::Relevance => fitting.sort_by_key(|one| (one.how, rank(one))),
        Sort::Name => fitting.sort_by_key(rank),
        Sort::Distance => {
            fitting.sort_by(|a, b| far(a.km).total_cmp(&far(b.km)).then_with(|| rank(a).cmp(&rank(b))));
        }
        Sort::Start => fitting.sort_by_key(|one| {
            let line = columns.lines.get(one.at);
            let start = line.and_then(|line| columns.next_start(line, today));
            let permanent = line.is_some_and(|line| line.permanent);
            (start.unwrap_or(if permanent { i32::MAX - 1 } else { i32::MAX }), rank(one))
        }),
    }
}

fn line(db: &Connection, columns: &Columns, one: Fitting, today: i32) -> Result<Option<OfferLine>, Error> {
    let Some(column) = columns.lines.get(one.at) else { return Ok(None) };
    let sql = "SELECT key, name, provider, commune FROM offer WHERE ix = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let (key, name, provider, commune) =
        statement.query_row([column.ix], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    Ok(Some(OfferLine {
        ix: column.ix,
        source: column.source,
        key,
        name,
        provider,
        commune,
        kinds: bits::words(column.kinds),
        themes: bits::words(column.themes),
        tags: bits::words(column.tags),
        fundings: bits::words(column.fundings),
        attendance: column.attendance,
        free: column.free,
        min_age: column.min_age,
        max_age: column.max_age,
        qpv_only: column.qpv_only,
        permanent: column.permanent,
        next_start: columns.next_start(column, today).and_then(day),
        km: one.km.map(|km| (km * 10.0).round() / 10.0),
        over: column.is_over(today),
        updated: column.updated(),
    }))
}

impl Catalogue {
    fn matches(&self, columns: &Columns, text: &str) -> Result<Matches, Error> {
        let typed = words(text);
        if typed.is_empty() {
            return Ok(Matches::all());
        }
        let groups: Vec<Vec<&str>> = typed.iter().map(|word| alike(word)).collect();
        let occupations = self.kept(|kept| &mut kept.occupations, Occupations::read)?;
        let found = self.read(|db| Matches::seek(db, columns, &groups, &occupations.codes(&typed)))?;
        if found.iter().any(|how| *how != NOT) {
            return Ok(Matches { by_line: Some(found), instead: Vec::new() });
        }
        let known = self.kept(|kept| &mut kept.vocabulary, Vocabulary::read)?;
        let mut instead = Vec::new();
        let mut mended: Vec<Vec<&str>> = Vec::new();
        for (word, group) in typed.iter().zip(&groups) {
            let near = if known.begins(word) { Vec::new() } else { known.near(word) };
            match near.first() {
                Some(best) => {
                    instead.push((word.clone(), (*best).to_owned()));
                    mended.push(near);
                }
                None => mended.push(group.clone()),
            }
        }
        if instead.is_empty() {
            return Ok(Matches { by_line: Some(found), instead });
        }
        let found = self.read(|db| Matches::seek(db, columns, &mended, &[]))?;
        Ok(Matches { by_line: Some(found), instead })
    }

    /// What fits a filter, in the order of the numbers, with how well its words match.
    fn fitting(
        &self,
        columns: &Columns,
        filter: &Filter,
        from: Option<Point>,
        (today, measured): (i32, bool),
    ) -> Result<(Vec<Fitting>, Instead), Error> {
        let matches = self.matches(columns, &filter.text)?;
        let wanted = Wanted {
            filter,
            kinds: bits::of(&filter.kinds),
            themes: bits::of(&filter.themes),
            tags: bits::of(&filter.tags),
            fundings: bits::of(&filter.fundings),
            from,
            today,
            starts_by: filter.starts_by.map(day_number),
        };
        let mut fitting = Vec::new();
        for (at, line) in columns.lines.iter().enumerate() {
            let Some(how) = matches.of(at) else { continue };
            let km = if measured { kilometres(from, line) } else { None };
            if wanted.fits(columns, line, km) {
                fitting.push(Fitting { at, how, km });
            }
        }
        Ok((fitting, matches.instead))
    }

    /// The offers that fit, from the `skip`th on, at most 200 of them. `from` is where distances are measured from.
    pub fn find(
        &self,
        filter: &Filter,
        sort: Sort,
        from: Option<Point>,
        today: NaiveDate,
        (skip, limit): (u32, u32),
    ) -> Result<Found, Error> {
        let columns = self.columns()?;
        let today = day_number(today);
        let measured = from.is_some() && (filter.within_km.is_some() || sort == Sort::Distance);
        let (mut fitting, instead) = self.fitting(&columns, filter, from, (today, measured))?;
        order(&mut fitting, &columns, sort, today);
        let total = u32::try_from(fitting.len()).unwrap_or(u32::MAX);
        let page = fitting.iter().skip(skip as usize).take((limit as usize).min(PAGE));
        let lines = self.read(|db| {
            let mut lines = Vec::new();
            for one in page {
                let km = columns.lines.get(one.at).and_then(|line| kilometres(from, line));
                lines.extend(line(db, &columns, Fitting { km, ..*one }, today)?);
            }
            Ok(lines)
        })?;
        Ok(Found { lines, total, instead })
    }

    /// Every offer that fits, by number, ascending: for whoever ranks them.
    pub fn numbers(&self, filter: &Filter, from: Option<Point>, today: NaiveDate) -> Result<Numbers, Error> {
        let columns = self.columns()?;
        let measured = from.is_some() && filter.within_km.is_some();
        let (fitting, instead) = self.fitting(&columns, filter, from, (day_number(today), measured))?;
        let numbers = fitting.iter().filter_map(|one| columns.lines.get(one.at)).map(|line| line.ix);
        Ok(Numbers { numbers: numbers.collect(), instead })
    }

    /// Offers whose name has any of these folded words or one that means the same, by number, ascending.
    pub fn naming(&self, words: &[String]) -> Result<Vec<i64>, Error> {
        let groups: Vec<&str> = words.iter().take(WORDS).flat_map(|word| alike(word)).collect();
        if groups.is_empty() {
            return Ok(Vec::new());
        }
        self.read(|db| matching(db, &format!("{{name}} : {}", query(&[groups]))))
    }

    /// These offers as lines of a list, in their order; by the numbers of [`Column`].
    pub fn lines(
        &self,
        numbers: &[i64],
        from: Option<Point>,
        today: NaiveDate,
    ) -> Result<Vec<OfferLine>, Error> {
        let columns = self.columns()?;
        self.read(|db| {
            let mut lines = Vec::new();
            for at in numbers.iter().filter_map(|ix| columns.at(*ix)) {
                let km = columns.lines.get(at).and_then(|line| kilometres(from, line));
                lines.extend(line(db, &columns, Fitting { at, how: 0, km }, day_number(today))?);
            }
            Ok(lines)
        })
    }

    /// How many offers hold.
    pub fn count(&self) -> Result<u32, Error> {
        Ok(u32::try_from(self.columns()?.lines.len()).unwrap_or(u32::MAX))
    }
}
