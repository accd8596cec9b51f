//! What a reading found: counts that are exact, details that are bounded, and why a whole file is not read. It words
//! nothing: each reason is a code with its facts, and the screen has the sentence.

use std::io;

use passerelle_domain::code::CodeError;
use passerelle_domain::private::Private;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

/// Details kept of each sort; what comes after is counted and not described.
pub const DETAILS: usize = 1_000;

/// The longest piece of a value that a detail quotes, in characters.
const QUOTED: usize = 200;

/// Where in a file, counted from 1 as a person counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "place", rename_all = "snake_case")]
#[ts(rename = "FilePlace")]
pub enum Place {
    /// The file as a whole.
    File,
    /// A line of a text; of a record over several lines, the first.
    Line { line: u32 },
    /// A record of a list (JSON), a formation (LHEO), an outline (GeoJSON).
    Record { number: u32 },
    /// A row of a sheet of a workbook.
    Row { sheet: u32, row: u32 },
}

/// Why a value was repaired, set aside, or a record refused. The code is stable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "why", rename_all = "snake_case")]
#[ts(rename = "FileWhy")]
pub enum Why {
    /// The standard asks for it and it is not there.
    Missing,
    /// Not the code it was taken for, or repaired into one.
    Code { error: CodeError },
    /// Written otherwise than the standard writes it; the meaning is sure.
    Form,
    /// No number where one belongs.
    NotANumber,
    /// A number outside `from`..=`to`.
    Range { from: i32, to: i32 },
    /// Not read as a day.
    NotADay,
    /// The calendar has no such day.
    ImpossibleDay,
    /// A day that is still to come, where it cannot be.
    InTheFuture,
    /// `00000000` or `99999999`: the sender's way of saying "not known" or "no end".
    NoDay,
    /// More than `limit` characters; cut there where it is kept.
    TooLong { limit: u32 },
    /// A list where a single value belongs, or the reverse.
    Kind,
    /// A word the standard's list does not have: kept as it is.
    UnknownWord,
    /// A field the standard does not have: not read.
    UnknownField,
    /// A field of the standard that has no place here: not read.
    NotRead,
    /// A word of an older version, read as the one of today.
    OldWord,
    /// Tags and entities in a text, made plain.
    Markup,
    /// Not an outline: too few points, not closed, or a point outside the world.
    Outline,
    /// A line with another number of cells than the heads.
    Cells { expected: u32, got: u32 },
    /// The same identifier came before; the later one is not taken.
    Twice,
    /// Bytes that are not of the file's encoding, read as Windows-1252.
    Bytes,
    /// Not read as JSON.
    Json,
    /// Not read as XML.
    Xml,
    /// A record deeper or larger than `limit` (levels, or bytes).
    TooBig { limit: u32 },
    /// The one day could be two: day and month cannot be told apart in this column.
    Ambiguous,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "FileBecame")]
pub enum Became {
    /// Read with its meaning, written otherwise: `from` became `to`.
    Repaired,
    /// Kept as it is, its meaning unknown.
    Foreign,
    /// Left empty; the rest of the record is kept.
    Unread,
    /// The whole record was left out.
    Refused,
}

/// One thing to tell of a file. What a file says may be said of a person, so Debug shows none of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "FileFinding")]
pub struct Finding {
    pub place: Place,
    /// The field in the words of the standard or the head of the column; empty where it is about the record.
    pub field: Private<String>,
    pub became: Became,
    pub why: Why,
    /// What the file says, at most 200 characters of it.
    pub from: Private<String>,
    /// What it became, where it was repaired.
    pub to: Private<String>,
}

/// How many of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "FileCounts")]
pub struct Counts {
    /// Records that the file holds.
    pub read: u32,
    /// Records handed on. `read = kept + refused`.
    pub kept: u32,
    /// Records left out.
    pub refused: u32,
    /// Values repaired.
    pub repaired: u32,
    /// Values kept without a meaning.
    pub foreign: u32,
    /// Values left empty.
    pub unread: u32,
}

/// How the bytes of a text are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "FileEncoding")]
pub enum Encoding {
    #[default]
    Utf8,
    /// UTF-8 with its mark.
    Utf8Marked,
    Utf16Le,
    Utf16Be,
    /// Taken where the bytes cannot be UTF-8, or where XML says so (as Latin-1, which it contains).
    Windows1252,
    /// Only where XML says so.
    Latin9,
}

/// What a reading found. Equal bytes give an equal report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "FileReport")]
pub struct Report {
    pub encoding: Encoding,
    pub counts: Counts,
    /// At most [`DETAILS`] of each sort, in the order of the file; the counts say how many there were.
    pub findings: Vec<Finding>,
    #[serde(skip)]
    #[ts(skip)]
    kept_of_each: [usize; 4],
}

impl Report {
    /// One value or record to tell of.
    pub fn tell(&mut self, place: Place, field: &str, became: Became, why: Why, from: &str, to: &str) {
        let (count, slot) = match became {
            Became::Repaired => (&mut self.counts.repaired, &mut self.kept_of_each[0]),
            Became::Foreign => (&mut self.counts.foreign, &mut self.kept_of_each[1]),
            Became::Unread => (&mut self.counts.unread, &mut self.kept_of_each[2]),
            Became::Refused => (&mut self.counts.refused, &mut self.kept_of_each[3]),
        };
        *count = count.saturating_add(1);
        if *slot < DETAILS {
            *slot += 1;
            let (from, to) = (Private(quoted(from)), Private(quoted(to)));
            let field = Private(quoted(field));
            self.findings.push(Finding { place, field, became, why, from, to });
        }
    }

    /// A record was met; what becomes of it follows.
    pub fn met(&mut self) {
        self.counts.read = self.counts.read.saturating_add(1);
    }

    /// The record was handed on.
    pub fn kept(&mut self) {
        self.counts.kept = self.counts.kept.saturating_add(1);
    }

    /// The record was left out.
    pub fn refused(&mut self, place: Place, field: &str, why: Why, from: &str) {
        self.tell(place, field, Became::Refused, why, from, "");
    }

    /// Of one sort, in the order of the file.
    pub fn of(&self, became: Became) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.became == became)
    }
}

fn quoted(text: &str) -> String {
    text.chars().take(QUOTED).collect()
}

/// Why a file is not read at all. What was handed on before it stopped is to be thrown away by whoever took it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, Error)]
#[serde(tag = "refusal", rename_all = "snake_case")]
#[ts(rename = "FileRefusal")]
pub enum Refusal {
    /// More bytes than `limit_mb` megabytes.
    #[error("more than {limit_mb} MB")]
    TooLarge { limit_mb: u32 },
    /// One record alone is larger than a record can be: most often a quote that never closes.
    #[error("a record after {place:?} has more than {limit_kb} kB")]
    RecordTooLarge { place: Place, limit_kb: u32 },
    /// More levels inside each other than any such file has.
    #[error("more than {limit} levels at {place:?}")]
    TooDeep { place: Place, limit: u32 },
    /// A packed file unfolds to more than `limit_mb` megabytes, or holds more cells or sheets than it may.
    #[error("unfolds to more than {limit_mb} MB")]
    Bomb { limit_mb: u32 },
    /// More cells, rows or columns than are read.
    #[error("more than {limit} cells")]
    TooManyCells { limit: u32 },
    /// The bytes are no text: zeros in them, or half a character of UTF-16.
    #[error("not a text")]
    Encoding,
    /// Another kind of file than the one that was announced.
    #[error("not a file of this format")]
    NotThisFormat,
    /// A column that the format needs is not among the heads.
    #[error("the column {column} is not there")]
    NoColumn { column: String },
    /// It ends in the middle.
    #[error("it ends in the middle, after {place:?}")]
    Cut { place: Place },
    /// A DOCTYPE, which could make a small file grow without end: none is read.
    #[error("a document type is declared")]
    Doctype,
    /// Not well formed at this place, so that what follows cannot be trusted.
    #[error("not well formed at {place:?}")]
    Malformed { place: Place },
    /// A workbook locked with a password.
    #[error("locked with a password")]
    Locked,
    /// Whoever takes the records asked to stop.
    #[error("stopped")]
    Stopped,
    /// The file could not be read from where it lies.
    #[error("not readable: {kind}")]
    Source { kind: String },
}

impl From<io::Error> for Refusal {
    /// What a reader of this crate put into the error comes out as it was.
    fn from(error: io::Error) -> Self {
        if let Some(refusal) = error.get_ref().and_then(|inner| inner.downcast_ref::<Refusal>()) {
            return refusal.clone();
        }
        Refusal::Source { kind: error.kind().to_string() }
    }
}

/// How much may be read. The standard values hold what is really sent, with a margin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole file.
    pub bytes: u64,
    /// Bytes of one record.
    pub record: u64,
    /// Levels inside each other.
    pub depth: u32,
    /// Bytes of all parts of a packed file once unpacked. A sheet of 1.4 MB can unfold to 185 MB in memory.
    pub unpacked: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 2 << 30, record: 8 << 20, depth: 64, unpacked: 192 << 20 }
    }
}

/// What a reader hands on, one after the other, so that a file of any length needs the memory of one record.
#[derive(Clone, Debug, PartialEq)]
pub enum Step<T> {
    /// One record and where it stands.
    Item { place: Place, item: T },
    /// Bytes of the file read so far; comes often enough for a bar of progress, and to stop.
    Progress { bytes: u64 },
}
