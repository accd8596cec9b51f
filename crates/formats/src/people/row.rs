//! Each line of a list as a draft of a person, or refused with its reason; and the file of what was refused.

use std::collections::HashSet;
use std::fmt::Display;

use passerelle_domain::code::{CodeError, Email, Insee, Phone, PostalCode, Qpv, Uai};
use passerelle_domain::person::PersonDraft;
use passerelle_domain::person::birth::BirthError;
use passerelle_domain::person::name::{NAME_LIMIT, clean_line};
use passerelle_domain::private::Private;

use super::mapping::{Mapping, Target};
use super::{days, name, value};
use crate::report::{Became, Place, Report, Why};
use crate::table::{Cell, Row, Table};

/// Birth years kept; see the domain.
const YEARS: (i32, i32) = (1900, 2100);

/// A line that can be kept.
#[derive(Clone, PartialEq)]
pub struct Drafted {
    pub place: Place,
    /// As a worker would type it: codes in their canonical form, empty where the list says nothing readable.
    pub draft: PersonDraft,
    /// The number in the tool it comes from; empty where there is none.
    pub reference: Private<String>,
    /// What has no place in the draft, each with its head: notes, second telephones, and what could not be read.
    pub notes: Private<Vec<(String, String)>>,
}

/// It is a person: only where it stands shows.
impl std::fmt::Debug for Drafted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Drafted").field("place", &self.place).finish_non_exhaustive()
    }
}

/// A line that cannot.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// Its number among the rows of the table, from 0.
    pub row: usize,
    pub place: Place,
    /// The head of the column it is about; empty where it is about the line.
    pub head: Private<String>,
    pub why: Why,
}

/// The whole list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct People {
    pub drafted: Vec<Drafted>,
    pub refused: Vec<Refused>,
    pub report: Report,
}

/// Reads each row by the mapping. A line is refused without any name, with a birth date that cannot be read (by it
/// people are told apart), or where it repeats another one cell by cell. What else cannot be read is told, and kept as
/// a note.
pub fn read(table: &Table, mapping: &Mapping) -> People {
    let mut people = People { report: table.report.clone(), ..People::default() };
    people.report.counts.kept = 0;
    let mut seen: HashSet<Vec<String>> = HashSet::new();
    for (at, row) in table.rows.iter().enumerate() {
        let texts: Vec<String> = row.cells.iter().map(Cell::text).collect();
        let mut reading = Reading {
            row,
            mapping,
            report: &mut people.report,
            notes: Vec::new(),
            draft: PersonDraft::default(),
        };
        let read = if seen.contains(&texts) { Err((String::new(), Why::Twice)) } else { reading.whole() };
        match read {
            Ok(drafted) => {
                people.report.kept();
                people.drafted.push(drafted);
            }
            Err((head, why)) => {
                people.report.refused(row.place, &head, why.clone(), "");
                people.refused.push(Refused { row: at, place: row.place, head: Private(head), why });
            }
        }
        seen.insert(texts);
    }
    people
}

/// The refused lines as they came, with the reason in a last column: to be corrected and imported again. `word` says a
/// reason in the user's language; cells that a spreadsheet would compute are made texts.
pub fn refused_file(
    table: &Table,
    refused: &[Refused],
    reason_head: &str,
    word: &dyn Fn(&Refused) -> String,
) -> String {
    let mut heads = table.heads.names().to_vec();
    heads.push(reason_head.to_owned());
    let rows = refused.iter().filter_map(|refused| {
        let row = table.rows.get(refused.row)?;
        let mut cells: Vec<String> = row.cells.iter().map(Cell::text).collect();
        cells.push(word(refused));
        Some(cells)
    });
    crate::csv::table(&heads, &rows.collect::<Vec<_>>())
}

/// Why a line is refused, and the head it is about.
type Cause = (String, Why);

struct Reading<'a> {
    row: &'a Row,
    mapping: &'a Mapping,
    report: &'a mut Report,
    notes: Vec<(String, String)>,
    draft: PersonDraft,
}

impl Reading<'_> {
    /// What stands under this target, with its heads; empty cells left out.
    fn cells(&self, target: Target) -> Vec<(String, Cell)> {
        let columns = self.mapping.of(target);
        let cells =
            columns.filter_map(|(at, column)| Some((column.head.0.clone(), self.row.cells.get(at)?.clone())));
        cells.filter(|(_, cell)| !cell.is_empty()).collect()
    }

    fn tell(&mut self, head: &str, became: Became, why: Why, from: &str, to: &str) {
        self.report.tell(self.row.place, head, became, why, from, to);
    }

    /// All texts of a target on one line.
    fn line(&mut self, target: Target, between: &str, limit: u32) -> String {
        let cells = self.cells(target);
        let joined = cells.iter().map(|(_, cell)| cell.text()).collect::<Vec<_>>().join(between);
        match clean_line(&joined, limit) {
            Ok(text) => text,
            Err(_) if joined.trim().is_empty() => String::new(),
            Err(_) => {
                let head = cells.first().map(|(head, _)| head.clone()).unwrap_or_default();
                self.tell(&head, Became::Unread, Why::TooLong { limit }, &joined, "");
                self.notes.push((head, joined));
                String::new()
            }
        }
    }

    /// A code, repaired; what is none is told and kept as a note.
    fn code<T: Display>(&mut self, target: Target, parse: impl Fn(&str) -> Result<T, CodeError>) -> String {
        let mut found = String::new();
        for (head, cell) in self.cells(target) {
            let raw = cell.text();
            match parse(&raw) {
                Ok(code) if found.is_empty() => {
                    found = code.to_string();
                    if found != raw {
                        self.tell(&head, Became::Repaired, Why::Form, &raw, &found);
                    }
                }
                Ok(code) if code.to_string() == found => {}
                Ok(code) => self.notes.push((head, code.to_string())),
                Err(error) => {
                    self.tell(&head, Became::Unread, Why::Code { error }, &raw, "");
                    self.notes.push((head, raw));
                }
            }
        }
        found
    }

    /// Several numbers in one cell are common: the first good one is taken, a mobile before others.
    fn phone(&mut self, target: Target) -> String {
        let mut good: Vec<(String, Phone)> = Vec::new();
        for (head, cell) in self.cells(target) {
            let raw = cell.text();
            for part in raw.split([';', ',', '|', '\n']).flat_map(split_slash) {
                let part = part.trim();
                // A spreadsheet that took it for a number lost its zero.
                let lost =
                    part.len() == 9 && part.bytes().all(|b| b.is_ascii_digit()) && !part.starts_with('0');
                let written = if lost { format!("0{part}") } else { part.to_owned() };
                match Phone::parse(&written) {
                    _ if part.is_empty() => {}
                    Ok(phone) => {
                        if lost {
                            self.tell(&head, Became::Repaired, Why::Form, part, phone.as_str());
                        }
                        good.push((head.clone(), phone));
                    }
                    Err(error) => {
                        self.tell(&head, Became::Unread, Why::Code { error }, part, "");
                        self.notes.push((head.clone(), part.to_owned()));
                    }
                }
            }
        }
        let chosen = good.iter().position(|(_, phone)| phone.is_mobile() == Some(true)).unwrap_or(0);
        let mut first = String::new();
        for (at, (head, phone)) in good.into_iter().enumerate() {
            if at == chosen {
                phone.as_str().clone_into(&mut first);
            } else {
                self.notes.push((head, phone.display()));
            }
        }
        first
    }

    /// A word of a choice; what is none is told and kept as a note.
    fn choice<T>(&mut self, target: Target, read: fn(&str) -> Option<T>) -> Option<T> {
        let (head, cell) = self.cells(target).into_iter().next()?;
        let raw = cell.text();
        let found = read(&raw);
        if found.is_none() {
            self.tell(&head, Became::Unread, Why::UnknownWord, &raw, "");
            self.notes.push((head, raw));
        }
        found
    }

    fn day(&mut self, target: Target) -> Result<String, Cause> {
        let order = self.mapping.of(target).next().and_then(|(_, column)| column.order);
        let Some((head, cell)) = self.cells(target).into_iter().next() else { return Ok(String::new()) };
        match days::read(&cell, order) {
            Ok(day) => Ok(String::from(day)),
            Err(error) => {
                let why = match error {
                    BirthError::Empty | BirthError::Form => Why::NotADay,
                    BirthError::Impossible | BirthError::Future => Why::ImpossibleDay,
                    BirthError::Year { .. } => Why::Range { from: YEARS.0, to: YEARS.1 },
                };
                Err((head, why))
            }
        }
    }

    fn names(&mut self) -> Result<(), Cause> {
        let mut given = self.line(Target::GivenName, " ", NAME_LIMIT);
        let mut family = self.line(Target::FamilyName, " ", NAME_LIMIT);
        if given.is_empty() || family.is_empty() {
            for (head, cell) in self.cells(Target::FullName) {
                let split = name::split(&cell.text());
                if split.unsure {
                    self.tell(&head, Became::Repaired, Why::Ambiguous, &cell.text(), "");
                }
                if given.is_empty() {
                    given = clean_line(&split.given, NAME_LIMIT).unwrap_or_default();
                }
                if family.is_empty() {
                    family = clean_line(&split.family, NAME_LIMIT).unwrap_or_default();
                }
            }
        }
        if given.is_empty() && family.is_empty() {
            let targets = [Target::FamilyName, Target::FullName, Target::GivenName];
            let column = targets.into_iter().find_map(|target| self.mapping.of(target).next());
            return Err((column.map(|(_, column)| column.head.0.clone()).unwrap_or_default(), Why::Missing));
        }
        (self.draft.given_name, self.draft.family_name) = (given, family);
        Ok(())
    }

    fn guardian(&mut self) {
        let name = self.line(Target::GuardianName, " ", NAME_LIMIT);
        let given = self.line(Target::GuardianGivenName, " ", NAME_LIMIT);
        let both = format!("{given} {name}");
        self.draft.guardian_name = clean_line(&both, NAME_LIMIT).unwrap_or(name);
        self.draft.guardian_relation = self.choice(Target::GuardianRelation, value::relation);
        self.draft.guardian_phone = self.phone(Target::GuardianPhone);
        self.draft.guardian_email = self.code(Target::GuardianEmail, Email::parse);
    }

    fn whole(&mut self) -> Result<Drafted, Cause> {
        self.names()?;
        self.draft.birth = self.day(Target::Birth)?;
        self.draft.left_school = match self.day(Target::LeftSchool) {
            Ok(day) => day,
            Err((head, why)) => {
                let raw =
                    self.cells(Target::LeftSchool).first().map(|(_, cell)| cell.text()).unwrap_or_default();
                self.tell(&head, Became::Unread, why, &raw, "");
                self.notes.push((head, raw));
                String::new()
            }
        };
        self.draft.sex = self.choice(Target::Sex, value::sex);
        self.draft.level = self.choice(Target::Level, value::level);
        self.draft.phone = self.phone(Target::Phone);
        self.draft.email = self.code(Target::Email, Email::parse);
        self.draft.address_line = self.line(Target::Street, ", ", 200);
        self.draft.postal_code = self.code(Target::PostalCode, PostalCode::parse);
        self.draft.commune = self.line(Target::Commune, " ", 100);
        self.draft.insee = self.code(Target::Insee, Insee::parse);
        self.draft.qpv = self.code(Target::Qpv, Qpv::parse);
        self.draft.school_name = self.line(Target::SchoolName, " ", 200);
        self.draft.school_uai = self.code(Target::SchoolUai, Uai::parse);
        self.guardian();
        for (head, cell) in self.cells(Target::Note) {
            self.notes.push((head, cell.text()));
        }
        let reference = self.line(Target::Reference, " ", 100);
        Ok(Drafted {
            place: self.row.place,
            draft: std::mem::take(&mut self.draft),
            reference: Private(reference),
            notes: Private(std::mem::take(&mut self.notes)),
        })
    }
}

/// `06 12 34 56 78 / 03 20 00 00 00` are two; `06/12/34/56/78` is one.
fn split_slash(text: &str) -> Vec<&str> {
    let long = |part: &str| part.chars().filter(char::is_ascii_digit).count() >= 9;
    let parts: Vec<&str> = text.split('/').collect();
    if parts.iter().all(|part| long(part)) { parts } else { vec![text] }
}
