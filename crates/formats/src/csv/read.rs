//! A table read line by line: the delimiter guessed, the heads found again whatever their accents and capitals, lines of
//! another length told. It holds one line at a time.

use std::io::Read;

use csv::{ReaderBuilder, StringRecord};
use passerelle_domain::person::name::fold;

use crate::decode::Decoder;
use crate::report::{Limits, Place, Refusal, Report, Why};

/// Text looked at to guess the delimiter.
const SAMPLE: usize = 32 * 1024;

/// Columns of one line; more is no table.
pub const COLUMNS: usize = 2_000;

/// The heads of a table, found by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heads {
    names: Vec<String>,
    folded: Vec<String>,
}

impl Heads {
    pub fn new(names: Vec<String>) -> Self {
        let folded = names.iter().map(|name| fold(name)).collect();
        Self { names, folded }
    }

    /// As the file writes them, spaces around them taken away.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The first column with one of these names, whatever its accents, capitals and punctuation.
    pub fn find(&self, wanted: &[&str]) -> Option<usize> {
        let same = |wanted: &&str| {
            let wanted = fold(wanted);
            self.folded.iter().position(|name| *name == wanted)
        };
        wanted.iter().find_map(same)
    }

    /// The same, where the format cannot do without.
    pub fn need(&self, wanted: &[&str]) -> Result<usize, Refusal> {
        let missing = || Refusal::NoColumn { column: wanted.first().copied().unwrap_or_default().to_owned() };
        self.find(wanted).ok_or_else(missing)
    }
}

/// A file of lines being read.
pub struct Lines<R> {
    reader: csv::Reader<Decoder<R>>,
    heads: Heads,
    delimiter: u8,
}

impl<R: Read> Lines<R> {
    /// Reads the heads. Refused where there is no line at all, or the bytes are no text.
    pub fn open(reader: R, limits: Limits) -> Result<Self, Refusal> {
        let mut text = Decoder::lines(reader, limits);
        let sample = String::from_utf8_lossy(text.peek(SAMPLE)?).into_owned();
        if sample.trim().is_empty() || sample.contains('\0') {
            return Err(if sample.contains('\0') { Refusal::Encoding } else { Refusal::NotThisFormat });
        }
        let delimiter = guess(&sample);
        let mut builder = ReaderBuilder::new();
        builder.delimiter(delimiter).flexible(true).has_headers(false);
        let mut reader = builder.from_reader(text);
        let mut first = StringRecord::new();
        // A title line or empty cells before the heads: spreadsheets write `;;;`.
        loop {
            if !reader.read_record(&mut first).map_err(failed)? {
                return Err(Refusal::NotThisFormat);
            }
            if first.iter().any(|cell| !cell.trim().is_empty()) {
                break;
            }
        }
        if first.len() > COLUMNS {
            return Err(Refusal::TooManyCells { limit: u32::try_from(COLUMNS).unwrap_or(u32::MAX) });
        }
        reader.get_mut().mark();
        let heads = Heads::new(first.iter().map(|name| cell(name).to_owned()).collect());
        Ok(Self { reader, heads, delimiter })
    }

    pub fn heads(&self) -> &Heads {
        &self.heads
    }

    /// `;`, `,`, tab or `|`, as guessed.
    pub fn delimiter(&self) -> char {
        char::from(self.delimiter)
    }

    /// Bytes of the file read so far.
    pub fn bytes(&self) -> u64 {
        self.reader.get_ref().so_far()
    }

    /// The next line that is not empty, with as many cells as there are heads: short ones are filled up; cells beyond
    /// the heads that hold something are told and left out.
    pub fn next(&mut self, line: &mut StringRecord, report: &mut Report) -> Result<Option<Place>, Refusal> {
        loop {
            self.reader.get_mut().mark();
            if !self.reader.read_record(line).map_err(failed)? {
                self.reader.get_ref().tell(report);
                return Ok(None);
            }
            if line.iter().any(|cell| !cell.trim().is_empty()) {
                break;
            }
        }
        // The reader stands behind the end of the line; lines inside quotes are the record's own.
        let inside = line.as_slice().bytes().filter(|byte| *byte == b'\n').count() as u64;
        let number = self.reader.position().line().saturating_sub(1 + inside);
        let place = Place::Line { line: u32::try_from(number).unwrap_or(u32::MAX) };
        report.met();
        let (got, expected) = (line.len(), self.heads.names.len());
        if got < expected {
            (got..expected).for_each(|_| line.push_field(""));
        }
        let surplus = line.iter().skip(expected).any(|cell| !cell.trim().is_empty());
        if got > expected && surplus {
            let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
            let why = Why::Cells { expected: count(expected), got: count(got) };
            let extra = line.iter().skip(expected).collect::<Vec<_>>().join(" ");
            report.tell(place, "", crate::report::Became::Unread, why, &extra, "");
        }
        if got > expected {
            line.truncate(expected);
        }
        Ok(Some(place))
    }
}

fn failed(error: csv::Error) -> Refusal {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Refusal::from(error),
        csv::ErrorKind::Utf8 { .. } => Refusal::Encoding,
        _ => Refusal::NotThisFormat,
    }
}

/// A cell without the spaces around it and the wrapping by which spreadsheets keep a text a text (`="059"`, `'059`).
pub fn cell(raw: &str) -> &str {
    let text = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let inner = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    // The apostrophe is a sign for the spreadsheet only before what it would have computed or cut.
    let told = |rest: &&str| {
        rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '=' | '+' | '-' | '@' | '\t'))
    };
    inner.unwrap_or_else(|| text.strip_prefix('\'').filter(told).unwrap_or(text))
}

/// The delimiter under which the first lines have the same number of cells, and most of them.
fn guess(sample: &str) -> u8 {
    let score = |delimiter: u8| -> (usize, usize) {
        let mut builder = ReaderBuilder::new();
        builder.delimiter(delimiter).flexible(true).has_headers(false);
        let mut reader = builder.from_reader(sample.as_bytes());
        let rows = reader.records().take(20).map_while(Result::ok);
        let widths: Vec<usize> = rows.map(|row| row.len()).collect();
        let Some(first) = widths.first().copied() else { return (0, 0) };
        // The last one may be cut by the sample.
        let same = widths.iter().filter(|width| **width == first).count();
        if first < 2 { (0, 0) } else { (same * 100 / widths.len(), first) }
    };
    let scored = [b';', b',', b'\t', b'|'].map(|delimiter| (score(delimiter), delimiter));
    // A comma inside texts makes few cells in few lines: the share counts by tens, then the number of cells.
    let best = scored
        .iter()
        .enumerate()
        .max_by_key(|(at, ((share, cells), _))| (share / 30, *cells, usize::MAX - at));
    match best {
        Some((_, ((_, cells), delimiter))) if *cells > 1 => *delimiter,
        _ => b';',
    }
}
