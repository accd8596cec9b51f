//! ROME, the occupations of France Travail (« répertoire opérationnel des métiers et des emplois »): the lists in JSON
//! and the CSV of the official download. The files do not say their version inside; their names do.

use std::collections::HashMap;
use std::io::Read;
use std::ops::ControlFlow;

use csv::StringRecord;
use passerelle_domain::code::Rome;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::csv::read::{Lines, cell};
use crate::decode::Decoder;
use crate::field::Fields;
use crate::report::{Became, Limits, Place, Refusal, Report, Step, Why};

/// Titles of one occupation; the largest has some two hundred.
const TITLES: usize = 2_000;

/// Occupations and levels of the tree; ROME has some 600.
const MOST: usize = 20_000;

/// An occupation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occupation {
    pub code: Rome,
    /// `libelle`; empty where the file holds only other titles.
    pub title: String,
    /// `code_ogr`: the number of the title in France Travail's own lists.
    pub ogr: Option<u32>,
    /// Codes of sectors, where the file has them.
    pub sectors: Vec<u32>,
    /// Other titles of the same occupation (« appellations »).
    pub titles: Vec<String>,
}

/// The version a file's name tells: `rome-4.0-v460-metiers.json` is 460.
pub fn version(file_name: &str) -> Option<u16> {
    let lower = file_name.to_lowercase();
    lower.split(|c: char| !c.is_ascii_alphanumeric()).find_map(|part| {
        let digits = part.strip_prefix('v').filter(|digits| digits.len() == 3)?;
        digits.parse().ok()
    })
}

#[derive(Default)]
struct List {
    occupations: Vec<Occupation>,
    places: HashMap<Rome, usize>,
}

impl List {
    /// Adds what one line says; false where it says nothing new.
    fn add(&mut self, found: Occupation) -> Result<bool, Refusal> {
        let full = self.occupations.len() >= MOST;
        match self.places.get(&found.code).and_then(|at| self.occupations.get_mut(*at)) {
            None if full => Err(Refusal::TooManyCells { limit: u32::try_from(MOST).unwrap_or(u32::MAX) }),
            None => {
                self.places.insert(found.code.clone(), self.occupations.len());
                self.occupations.push(found);
                Ok(true)
            }
            Some(known) => {
                let mut new = false;
                if known.title.is_empty() && !found.title.is_empty() {
                    known.title = found.title;
                    new = true;
                }
                for title in found.titles {
                    if known.titles.len() < TITLES && !known.titles.contains(&title) {
                        known.titles.push(title);
                        new = true;
                    }
                }
                Ok(new)
            }
        }
    }
}

/// Reads a list of occupations, of titles, or the tree of domains. What says nothing new is refused as twice told.
pub fn read<R: Read>(reader: R, limits: Limits) -> Result<(Vec<Occupation>, Report), Refusal> {
    let mut text = Decoder::new(reader, Limits { record: u64::MAX, ..limits });
    let first = text.peek(1_024)?.iter().copied().find(|byte| !byte.is_ascii_whitespace());
    let (mut list, mut report) = (List::default(), Report::default());
    match first {
        Some(b'[' | b'{') => {
            let mut full = None;
            let mut each = |step: Step<Value>, report: &mut Report| {
                let Step::Item { place, item } = step else { return ControlFlow::Continue(()) };
                match entry(&item, place, report, &mut list) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(refusal) => {
                        full = Some(refusal);
                        ControlFlow::Break(())
                    }
                }
            };
            let read = crate::json::records(&mut text, limits, &["metiers", "items"], &mut report, &mut each);
            read.map_err(|refusal| full.unwrap_or(refusal))?;
        }
        _ => table(&mut text, limits, &mut report, &mut list)?,
    }
    text.tell(&mut report);
    Ok((list.occupations, report))
}

/// An occupation, or a branch of the tree with its own.
fn entry(item: &Value, place: Place, report: &mut Report, list: &mut List) -> Result<(), Refusal> {
    if item.get("children").is_some() {
        let before = list.occupations.len();
        branch(item, place, report, list, 0)?;
        if list.occupations.len() > before {
            report.kept();
        } else {
            report.refused(place, "children", Why::Missing, "");
        }
        return Ok(());
    }
    let Some(map) = item.as_object() else { return Ok(()) };
    let mut fields = Fields { map, place, report };
    let name = ["code", "code_rome", "id"].into_iter().find(|name| fields.value(name).is_some());
    let raw = name.map(|name| fields.line(name)).unwrap_or_default();
    let code = match Rome::parse(&raw) {
        Ok(code) => code,
        Err(error) => {
            fields.tell("code", Became::Refused, Why::Code { error }, &raw, "");
            return Ok(());
        }
    };
    let title = ["libelle", "libelle_code_rome", "name", "intitule"]
        .into_iter()
        .find(|name| fields.value(name).is_some())
        .map(|name| fields.line(name))
        .unwrap_or_default();
    let ogr = fields.count("code_ogr", 0, i32::MAX);
    let sectors = fields.list("secteurs").iter().filter_map(|sector| sector.parse().ok()).collect();
    settle(Occupation { code, title, ogr, sectors, titles: Vec::new() }, place, report, list)
}

/// Keeps it, or tells that it was there already.
fn settle(found: Occupation, place: Place, report: &mut Report, list: &mut List) -> Result<(), Refusal> {
    let code = found.code.clone();
    if list.add(found)? {
        report.kept();
    } else {
        report.refused(place, "code_rome", Why::Twice, code.as_str());
    }
    Ok(())
}

/// Down to the occupations, whose names repeat the code: `A1101 – Conduite d'engins`.
fn branch(
    item: &Value,
    place: Place,
    report: &mut Report,
    list: &mut List,
    depth: u8,
) -> Result<(), Refusal> {
    let id = item.get("id").and_then(Value::as_str).unwrap_or_default();
    if id.len() == 5 {
        let name = item.get("name").and_then(Value::as_str).unwrap_or_default();
        let title = name.strip_prefix(id).unwrap_or(name).trim_start_matches([' ', '–', '-', ':']);
        match Rome::parse(id) {
            Ok(code) => {
                let title = title.to_owned();
                list.add(Occupation { code, title, ogr: None, sectors: Vec::new(), titles: Vec::new() })?;
            }
            Err(error) => report.tell(place, "id", Became::Unread, Why::Code { error }, id, ""),
        }
        return Ok(());
    }
    if depth > 6 {
        return Ok(());
    }
    for child in item.get("children").and_then(Value::as_array).into_iter().flatten() {
        branch(child, place, report, list, depth + 1)?;
    }
    Ok(())
}

fn table<R: Read>(
    text: &mut Decoder<R>,
    limits: Limits,
    report: &mut Report,
    list: &mut List,
) -> Result<(), Refusal> {
    let mut lines = Lines::open(text, limits)?;
    let code = lines.heads().need(&["code_rome", "code rome", "rome", "code"])?;
    let title =
        lines.heads().find(&["libelle_code_rome", "libelle_rome", "libelle rome", "libelle", "intitule"]);
    let other = lines.heads().find(&["libelle_appellation_long", "libelle_appellation_court", "appellation"]);
    let ogr = lines.heads().find(&["code_ogr"]);
    if title.is_none() && other.is_none() {
        return Err(Refusal::NoColumn { column: "libelle_code_rome".to_owned() });
    }
    let mut line = StringRecord::new();
    while let Some(place) = lines.next(&mut line, report)? {
        let at = |column: Option<usize>| column.and_then(|column| line.get(column)).map_or("", cell);
        let parsed = match Rome::parse(at(Some(code))) {
            Ok(code) => code,
            Err(error) => {
                report.refused(place, "code_rome", Why::Code { error }, at(Some(code)));
                continue;
            }
        };
        let titles = Some(at(other)).filter(|title| !title.is_empty()).map(str::to_owned);
        let found = Occupation {
            code: parsed,
            title: at(title).to_owned(),
            // Of a list of titles the number is that of the title.
            ogr: if other.is_none() { at(ogr).parse().ok() } else { None },
            sectors: Vec::new(),
            titles: titles.into_iter().collect(),
        };
        settle(found, place, report, list)?;
    }
    Ok(())
}
