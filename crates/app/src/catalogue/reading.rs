//! Reading what others publish, to see what is in it before anything is kept: which of the known formats a file has, what was
//! read, kept, repaired and refused.

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::ops::ControlFlow;
use std::path::Path;

use passerelle_catalogue::Format as CatalogueFormat;
use passerelle_domain::Refusal;
use passerelle_formats::report::{self, Limits, Report, Step};
use passerelle_formats::{address, formacode, hsds, inclusion, lheo, qpv, rome};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, UseCase};

/// What a file is, and what was found in it.
#[derive(Serialize, TS)]
pub struct CatalogueReading {
    pub format: CatalogueFormat,
    /// Offers that its records make: a formation that is given in two ways makes two.
    pub offers: u32,
    /// The first names in it, for eyes to tell whether it is the right file; at most five.
    pub names: Vec<String>,
    pub report: Report,
}

impl CatalogueReading {
    /// Whether half of the records or more were taken: then no other format is tried.
    fn is_likely(&self) -> bool {
        let counts = self.report.counts;
        counts.kept > 0 && counts.kept >= counts.refused
    }
}

/// Reads a file and keeps nothing of it. Lists of things (JSON) do not say which standard they follow: the one by which most is
/// kept is it.
#[derive(Deserialize, TS)]
pub struct ReadCatalogue {
    /// The whole path.
    path: String,
}

/// Names that are shown.
const NAMES: usize = 5;

/// What is noted while records go by.
#[derive(Default)]
struct Seen<'a> {
    /// Hears of the bytes that were read.
    bytes: Option<&'a dyn Fn(u64) -> ControlFlow<()>>,
    offers: u32,
    names: Vec<String>,
}

impl Seen<'_> {
    fn name(&mut self, name: &str) {
        if self.names.len() < NAMES && !name.is_empty() {
            self.names.push(name.to_owned());
        }
    }

    /// Looks at each record that comes.
    fn takes<T>(&mut self, each: impl Fn(&mut Self, &T)) -> impl FnMut(Step<T>) -> ControlFlow<()> {
        move |step| match step {
            Step::Item { item, .. } => {
                each(self, &item);
                ControlFlow::Continue(())
            }
            Step::Progress { bytes } => self.bytes.map_or(ControlFlow::Continue(()), |tell| tell(bytes)),
        }
    }
}

type Outcome = Result<Report, report::Refusal>;

/// Reads a file as of one format.
fn read(path: &Path, format: CatalogueFormat, seen: &mut Seen<'_>) -> Outcome {
    let open = || Ok::<_, report::Refusal>(BufReader::new(File::open(path)?));
    let limits = Limits::default();
    match format {
        CatalogueFormat::Inclusion => {
            let mut take = seen.takes(|seen, entry: &inclusion::Entry| match entry {
                inclusion::Entry::Structure(structure) => seen.name(&structure.name),
                inclusion::Entry::Service(service) => {
                    let offer = inclusion::offer(service, None);
                    seen.offers = seen.offers.saturating_add(1);
                    seen.name(&offer.name);
                }
            });
            inclusion::read(open()?, limits, &mut take)
        }
        CatalogueFormat::Lheo => {
            let mut take = seen.takes(|seen, formation: &lheo::Formation| {
                let offers = u32::try_from(formation.actions.len()).unwrap_or(u32::MAX);
                seen.offers = seen.offers.saturating_add(offers);
                seen.name(&formation.title);
            });
            lheo::read(open()?, limits, &mut take).map(|(_, report)| report)
        }
        CatalogueFormat::Hsds => {
            let mut take = seen.takes(|seen, service: &hsds::Service| {
                seen.offers = seen.offers.saturating_add(1);
                seen.name(&service.name);
            });
            hsds::read(open()?, limits, &mut take)
        }
        CatalogueFormat::QpvList => {
            let (found, report) = qpv::read_list(open()?, limits)?;
            for area in &found {
                seen.name(&area.name);
            }
            Ok(report)
        }
        CatalogueFormat::QpvOutlines => {
            let mut take = seen.takes(|seen, area: &qpv::Bounded| seen.name(&area.name));
            qpv::read_outlines(open()?, limits, &mut take)
        }
        CatalogueFormat::Addresses => {
            let mut take = seen.takes(|seen, line: &address::Line| seen.name(&line.street));
            address::read(open()?, limits, &mut take)
        }
        CatalogueFormat::Rome => {
            let (found, report) = rome::read(open()?, limits)?;
            for occupation in &found {
                seen.name(&occupation.title);
            }
            Ok(report)
        }
        CatalogueFormat::Formacode => {
            let (found, report) = formacode::read(&whole(path)?, limits)?;
            for term in &found {
                seen.name(&term.label);
            }
            Ok(report)
        }
    }
}

/// Megabytes of a list that is read as one piece.
const WHOLE_MB: u32 = 64;

fn whole(path: &Path) -> Result<Vec<u8>, report::Refusal> {
    let most = u64::from(WHOLE_MB) << 20;
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(report::Refusal::TooLarge { limit_mb: WHOLE_MB }) } else { Ok(bytes) }
}

/// The formats that a file can have by its first sign, in the order in which they are tried: what asks least of a record comes
/// last, since much else would fit it.
fn candidates(path: &Path) -> std::io::Result<&'static [CatalogueFormat]> {
    let mut start = Vec::new();
    File::open(path)?.take(64).read_to_end(&mut start)?;
    // Marks of encodings, and the zeros between the letters of UTF-16, are no signs.
    let sign = start
        .iter()
        .find(|byte| !matches!(byte, 0 | 0xBB | 0xBF | 0xEF | 0xFE | 0xFF) && !byte.is_ascii_whitespace());
    Ok(match sign {
        Some(b'<') => &[CatalogueFormat::Lheo],
        Some(b'{' | b'[') => &[
            CatalogueFormat::QpvOutlines,
            CatalogueFormat::Inclusion,
            CatalogueFormat::Rome,
            CatalogueFormat::Hsds,
        ],
        _ => &[
            CatalogueFormat::QpvList,
            CatalogueFormat::Addresses,
            CatalogueFormat::Inclusion,
            CatalogueFormat::Rome,
            CatalogueFormat::Formacode,
        ],
    })
}

/// Whether a reader said that the file is not of its format at all.
fn is_other(refusal: &report::Refusal) -> bool {
    matches!(refusal, report::Refusal::NotThisFormat | report::Refusal::NoColumn { .. })
}

impl UseCase for ReadCatalogue {
    const NAME: &'static str = "catalogue.read";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = CatalogueReading;

    fn run(self, app: &App) -> Result<CatalogueReading, Problem> {
        let path = plain_file(&self.path)?;
        let run = app.shelf.begin(path)?;
        look(path, &|bytes| run.tell(bytes))
    }
}

/// The path of a plain file: a pipe or a device may never end, and is not opened.
pub(super) fn plain_file(typed: &str) -> Result<&Path, Problem> {
    let path = Path::new(typed);
    if !path.is_absolute() {
        return Err(Refusal::Unreadable { field: "path".to_owned() }.into());
    }
    if !path.exists() {
        return Err(Refusal::FileMissing.into());
    }
    if !path.is_file() {
        return Err(Refusal::FileUnreadable.into());
    }
    Ok(path)
}

/// What a file is, by trying the formats that it can have.
pub(super) fn look(path: &Path, tell: &dyn Fn(u64) -> ControlFlow<()>) -> Result<CatalogueReading, Problem> {
    let unread = |error: std::io::Error| Problem::FileRefused { refusal: error.into() };
    let mut best: Option<CatalogueReading> = None;
    for format in candidates(path).map_err(unread)? {
        let mut seen = Seen { bytes: Some(tell), ..Seen::default() };
        let report = match read(path, *format, &mut seen) {
            Ok(report) => report,
            Err(refusal) if is_other(&refusal) => continue,
            Err(refusal) => return Err(Problem::FileRefused { refusal }),
        };
        let Seen { offers, names, .. } = seen;
        let reading = CatalogueReading { format: *format, offers, names, report };
        if reading.is_likely() {
            return Ok(reading);
        }
        if best.as_ref().is_none_or(|best| best.report.counts.kept < reading.report.counts.kept) {
            best = Some(reading);
        }
    }
    // Where nothing can be kept in any format, it is of none.
    let other = || Problem::FileRefused { refusal: report::Refusal::NotThisFormat };
    best.filter(|best| best.report.counts.kept > 0 || best.report.counts.read == 0).ok_or_else(other)
}
