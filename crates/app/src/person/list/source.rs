//! The file of a list, read again at each question: its table, what each column is, and its lines as they would be kept.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use passerelle_domain::Refusal;
use passerelle_domain::encounter::NOTE_LIMIT;
use passerelle_domain::moment::Now;
use passerelle_domain::person::listed::MOST;
use passerelle_domain::person::name::clean_text;
use passerelle_domain::person::{PersonDraft, add};
use passerelle_domain::private::Private;
use passerelle_formats::people::{Drafted, Mapping, Refused, Target, read};
use passerelle_formats::report::{self, Became, Limits, Place, Report, Why};
use passerelle_formats::table::{self, Table};
use passerelle_vault::attachment::Content;

use crate::Problem;
use crate::desk::{FreshIds, Open};

/// Megabytes of a list: two hundred thousand lines of twenty columns.
const LIST_MB: u32 = 64;

/// A line as it would be kept.
pub(super) struct Line {
    /// Its number among the rows of the table, from 0.
    pub row: u32,
    pub place: Place,
    pub draft: PersonDraft,
    pub reference: String,
    /// What has no field, each with its head.
    pub note: String,
}

/// A list as it stands in its file.
pub(super) struct List {
    pub table: Table,
    /// By this the same bytes are known again.
    pub hash: String,
    pub mapping: Mapping,
    /// The mapping is one that was said of another list of these heads.
    pub remembered: bool,
    pub lines: Vec<Line>,
    pub refused: Vec<Refused>,
    pub report: Report,
}

fn bytes(path: &str) -> Result<Content, Problem> {
    let path = Path::new(path);
    if !path.is_absolute() {
        return Err(Refusal::Unreadable { field: "path".to_owned() }.into());
    }
    if !path.exists() {
        return Err(Refusal::FileMissing.into());
    }
    // Only a plain file is opened: a pipe or a device may never end.
    if !path.is_file() {
        return Err(Refusal::FileUnreadable.into());
    }
    let most = u64::from(LIST_MB) << 20;
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes));
    if read.is_err() {
        return Err(Refusal::FileUnreadable.into());
    }
    if bytes.is_empty() {
        return Err(Refusal::FileEmpty.into());
    }
    if bytes.len() as u64 > most {
        let refusal = report::Refusal::TooLarge { limit_mb: LIST_MB };
        return Err(Problem::FileRefused { refusal });
    }
    Ok(Content::of(bytes))
}

/// What a person said of the columns, or what was said of the last list of these heads, or a guess.
fn mapping(open: &Open, table: &Table, said: Option<Mapping>) -> Result<(Mapping, bool), Problem> {
    if let Some(said) = said {
        let field = || Refusal::Unreadable { field: "mapping".to_owned() };
        return Ok((said.completed(table).ok_or_else(field)?, false));
    }
    let body = open.vault.list_mapping(&Mapping::key(&table.heads))?;
    Ok(match serde_json::from_str::<Mapping>(&body) {
        Ok(known) => (known.remembered(table), true),
        Err(_) => (Mapping::guess(table), false),
    })
}

impl List {
    /// Reads the file. `sheet` counts from 1; none for the first.
    pub fn open(
        open: &Open,
        path: &str,
        sheet: Option<u32>,
        said: Option<Mapping>,
        now: Now,
    ) -> Result<Self, Problem> {
        let content = bytes(path)?;
        let refused = |refusal| Problem::FileRefused { refusal };
        let table =
            table::from_bytes(content.bytes(), sheet.unwrap_or(1), Limits::default()).map_err(refused)?;
        if table.rows.len() > MOST {
            let limit = u32::try_from(MOST).unwrap_or(u32::MAX);
            return Err(Refusal::TooLong { field: "people".to_owned(), limit }.into());
        }
        let (mapping, remembered) = mapping(open, &table, said)?;
        let people = read(&table, &mapping);
        let rows: HashMap<Place, usize> =
            table.rows.iter().enumerate().map(|(at, row)| (row.place, at)).collect();
        let (mut lines, mut refused, mut report) = (Vec::new(), people.refused, people.report);
        for drafted in people.drafted {
            let Some(row) = rows.get(&drafted.place).copied() else { continue };
            let mut settling = Settling { drafted, mapping: &mapping, report: &mut report };
            match settling.settle(now) {
                Ok(note) => lines.push(Line {
                    row: u32::try_from(row).unwrap_or(u32::MAX),
                    place: settling.drafted.place,
                    draft: settling.drafted.draft,
                    reference: settling.drafted.reference.0,
                    note,
                }),
                Err((head, why)) => {
                    let place = settling.drafted.place;
                    report.counts.kept = report.counts.kept.saturating_sub(1);
                    report.refused(place, &head, why.clone(), "");
                    refused.push(Refused { row, place, head: Private(head), why });
                }
            }
        }
        refused.sort_by_key(|line| line.row);
        let hash = content.hash().to_owned();
        Ok(Self { table, hash, mapping, remembered, lines, refused, report })
    }

    /// Whether the days of a column could be read in two ways, and nobody said which.
    pub fn is_ambiguous(&self) -> bool {
        self.mapping.columns.iter().any(|column| column.ambiguous)
    }

    /// All that a line says but who it is, each cell with its head: for the note in a file that is there already.
    pub fn said(&self, row: u32) -> String {
        let who =
            [Target::Ignored, Target::FullName, Target::GivenName, Target::FamilyName, Target::Reference];
        let cells = self.table.rows.get(row as usize).map(|row| row.cells.as_slice()).unwrap_or_default();
        let told = self.mapping.columns.iter().zip(cells);
        let told = told.filter(|(column, cell)| !who.contains(&column.target) && !cell.is_empty());
        let lines = told.map(|(column, cell)| entry(&column.head.0, &cell.text()));
        let text = lines.collect::<Vec<_>>().join("\n");
        text.chars().take(NOTE_LIMIT as usize).collect()
    }
}

/// One thing that a list says: the head of its column, and what stands there.
fn entry(head: &str, said: &str) -> String {
    if head.trim().is_empty() { said.trim().to_owned() } else { format!("{} : {}", head.trim(), said.trim()) }
}

/// Why a line cannot be kept, and the head it is about.
type Cause = (String, Why);

/// Brings a line before the rules of the work: what they do not take is set aside as a note, unless it is who the person is.
struct Settling<'a> {
    drafted: Drafted,
    mapping: &'a Mapping,
    report: &'a mut Report,
}

impl Settling<'_> {
    fn head(&self, target: Target) -> String {
        let column = self.mapping.columns.iter().find(|column| column.target == target);
        column.map(|column| column.head.0.clone()).unwrap_or_default()
    }

    fn settle(&mut self, now: Now) -> Result<String, Cause> {
        // Each turn takes one field away, so that it ends.
        loop {
            let (field, why) = match add(&self.drafted.draft, now, &mut FreshIds) {
                Ok(_) => break,
                Err(Refusal::InTheFuture { field }) => (field, Why::InTheFuture),
                Err(Refusal::TooLong { field, limit }) => (field, Why::TooLong { limit }),
                Err(Refusal::Unreadable { field }) => (field, Why::Form),
                Err(_) => return Err((String::new(), Why::Missing)),
            };
            match slot(&mut self.drafted.draft, &field) {
                Some((text, target)) if !text.is_empty() => {
                    let raw = std::mem::take(text);
                    let head = self.head(target);
                    self.report.tell(self.drafted.place, &head, Became::Unread, why, &raw, "");
                    self.drafted.notes.0.push((head, raw));
                }
                _ => {
                    let target = match field.as_str() {
                        "birth" => Target::Birth,
                        "given_name" => Target::GivenName,
                        _ => Target::FamilyName,
                    };
                    return Err((self.head(target), why));
                }
            }
        }
        let notes = self.drafted.notes.0.iter();
        let note = notes.map(|(head, said)| entry(head, said)).collect::<Vec<_>>().join("\n");
        clean_text(&note, NOTE_LIMIT).map_err(|_| (String::new(), Why::TooLong { limit: NOTE_LIMIT }))
    }
}

/// The field of a draft that may be set aside, and the column it comes from; none for what tells who somebody is.
fn slot<'d>(draft: &'d mut PersonDraft, field: &str) -> Option<(&'d mut String, Target)> {
    Some(match field {
        "phone" => (&mut draft.phone, Target::Phone),
        "email" => (&mut draft.email, Target::Email),
        "address_line" => (&mut draft.address_line, Target::Street),
        "postal_code" => (&mut draft.postal_code, Target::PostalCode),
        "commune" => (&mut draft.commune, Target::Commune),
        "insee" => (&mut draft.insee, Target::Insee),
        "qpv" => (&mut draft.qpv, Target::Qpv),
        "school_name" => (&mut draft.school_name, Target::SchoolName),
        "school_uai" => (&mut draft.school_uai, Target::SchoolUai),
        "left_school" => (&mut draft.left_school, Target::LeftSchool),
        "guardian_name" => (&mut draft.guardian_name, Target::GuardianName),
        "guardian_phone" => (&mut draft.guardian_phone, Target::GuardianPhone),
        "guardian_email" => (&mut draft.guardian_email, Target::GuardianEmail),
        _ => return None,
    })
}
