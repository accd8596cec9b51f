//! What a list holds and what importing it would do, before anything is kept.

use passerelle_domain::case::OriginKind;
use passerelle_domain::person::likeness::Likeness;
use passerelle_formats::people::{Mapping, Refused};
use passerelle_formats::report::{Place, Report, Why};
use passerelle_vault::person::{Candidate, KnownBy, PersonLine};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::known::{Known, ListState, known};
use super::source::{Line, List};
use crate::Problem;
use crate::desk::{App, UseCase};

/// Values of a column that are shown, and how much of each.
const SAMPLES: usize = 3;
const SAMPLE: usize = 60;

/// Another line of the list that a line is like, or the same as.
#[derive(Serialize, TS)]
pub struct LineLike {
    pub row: u32,
    pub place: Place,
    /// None where it is the same person.
    pub likeness: Option<Likeness>,
}

/// One line as it would be kept.
#[derive(Serialize, TS)]
pub struct ListLine {
    /// Its number among the lines of the table, from 0; by it the line is chosen about.
    pub row: u32,
    pub place: Place,
    pub given_name: String,
    pub family_name: String,
    pub birth: String,
    pub phone: String,
    pub commune: String,
    pub school: String,
    pub reference: String,
    /// What has no field of its own and becomes a first note.
    pub note: String,
    pub state: ListState,
    /// Whose file is there already, and by what it is known.
    pub already: Option<PersonLine>,
    pub by: Option<KnownBy>,
    /// At most five people of the vault, the likeliest first. A line that is new may have some too: slight likenesses.
    pub people: Vec<Candidate>,
    /// Earlier lines of the list.
    pub lines: Vec<LineLike>,
}

/// A line that cannot be kept.
#[derive(Serialize, TS)]
pub struct RefusedLine {
    pub row: u32,
    pub place: Place,
    /// The head of the column it is about; empty where it is about the line.
    pub head: String,
    pub why: Why,
    /// What the line says, cell by cell.
    pub cells: Vec<String>,
}

/// How many lines of each sort.
#[derive(Serialize, TS)]
pub struct ListCounts {
    pub new: u32,
    pub already: u32,
    pub twice: u32,
    pub alike: u32,
    pub refused: u32,
}

#[derive(Serialize, TS)]
pub struct ListPreview {
    /// Of the bytes that were read: sent along when they are imported.
    pub hash: String,
    pub mapping: Mapping,
    /// The columns are what was said of the last list of these heads.
    pub remembered: bool,
    /// A few values of each column.
    pub samples: Vec<Vec<String>>,
    /// Names of the sheets of a workbook, and the read one's number from 1; none for a text.
    pub sheets: Vec<String>,
    pub sheet: u32,
    pub counts: ListCounts,
    pub lines: Vec<ListLine>,
    pub refused: Vec<RefusedLine>,
    pub report: Report,
}

fn shown(line: Line, known: Known, lines: &[(u32, Place)]) -> ListLine {
    let (already, by) = known.found.already.unzip();
    let other = |at: usize, likeness: Option<Likeness>| {
        lines.get(at).map(|(row, place)| LineLike { row: *row, place: *place, likeness })
    };
    let twice = known.among.twice.and_then(|at| other(at, None));
    let alike = known.among.alike.into_iter().filter_map(|(at, likeness)| other(at, Some(likeness)));
    ListLine {
        row: line.row,
        place: line.place,
        given_name: line.draft.given_name,
        family_name: line.draft.family_name,
        birth: line.draft.birth,
        phone: line.draft.phone,
        commune: line.draft.commune,
        school: line.draft.school_name,
        reference: line.reference,
        note: line.note,
        state: known.state,
        already,
        by,
        people: known.found.alike,
        lines: twice.into_iter().chain(alike).collect(),
    }
}

fn samples(list: &List) -> Vec<Vec<String>> {
    let of = |at: usize| {
        let cells = list.table.rows.iter().filter_map(|row| row.cells.get(at));
        let texts =
            cells.filter(|cell| !cell.is_empty()).map(|cell| cell.text().chars().take(SAMPLE).collect());
        texts.take(SAMPLES).collect()
    };
    (0..list.mapping.columns.len()).map(of).collect()
}

fn refused(list: &List, line: &Refused) -> RefusedLine {
    let cells = list.table.rows.get(line.row).map(|row| row.cells.as_slice()).unwrap_or_default();
    RefusedLine {
        row: u32::try_from(line.row).unwrap_or(u32::MAX),
        place: line.place,
        head: line.head.0.clone(),
        why: line.why.clone(),
        cells: cells.iter().map(|cell| cell.text().chars().take(SAMPLE).collect()).collect(),
    }
}

/// Reads a list and keeps nothing of it: what its columns are, how its lines would be kept, who of them is there already or
/// may be, and which lines are refused. At most 10 000 lines.
#[derive(Deserialize, TS)]
pub struct ReadList {
    /// The whole path.
    path: String,
    /// The sheet of a workbook, from 1; none for the first.
    sheet: Option<u32>,
    /// What a person said of the columns; none to have them remembered or guessed.
    mapping: Option<Mapping>,
    /// Whose numbers the references are.
    origin: OriginKind,
}

impl UseCase for ReadList {
    const NAME: &'static str = "people.read_list";
    type Answer = ListPreview;

    fn run(self, app: &App) -> Result<ListPreview, Problem> {
        app.with(|open| {
            let now = app.now();
            let mut list = List::open(open, &self.path, self.sheet, self.mapping, now)?;
            let known = known(open, &list.lines, self.origin, now)?;
            let of = |state: ListState| {
                let number = known.iter().filter(|known| known.state == state).count();
                u32::try_from(number).unwrap_or(u32::MAX)
            };
            let counts = ListCounts {
                new: of(ListState::New),
                already: of(ListState::Already),
                twice: of(ListState::Twice),
                alike: of(ListState::Alike),
                refused: list.report.counts.refused,
            };
            let places: Vec<(u32, Place)> = list.lines.iter().map(|line| (line.row, line.place)).collect();
            let lines = std::mem::take(&mut list.lines).into_iter().zip(known);
            Ok(ListPreview {
                lines: lines.map(|(line, known)| shown(line, known, &places)).collect(),
                refused: list.refused.iter().map(|line| refused(&list, line)).collect(),
                samples: samples(&list),
                counts,
                hash: list.hash,
                mapping: list.mapping,
                remembered: list.remembered,
                sheets: list.table.sheets,
                sheet: list.table.sheet,
                report: list.report,
            })
        })
    }
}
