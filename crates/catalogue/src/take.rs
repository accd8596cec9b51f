//! From the bytes of a file to its records in the catalogue, for each format that is known.

use std::io::Read;
use std::ops::ControlFlow;

use passerelle_formats::report::{Limits, Refusal, Report, Step};
use passerelle_formats::{address, formacode, hsds, inclusion, lheo, qpv, rome};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Error;
use crate::import::{Header, Import, Imported};
use crate::open::Catalogue;

/// The formats that are known, each by what its owners call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "CatalogueFormat")]
pub enum Format {
    /// Structures and services of data.inclusion.
    Inclusion,
    /// Training offers in LHEO 2.2 or 2.3.
    Lheo,
    /// Services in Open Referral HSDS.
    Hsds,
    /// The list of the priority neighbourhoods.
    QpvList,
    /// Their outlines.
    QpvOutlines,
    /// Addresses of the Base Adresse Locale or Nationale.
    Addresses,
    /// Occupations of ROME.
    Rome,
    /// Terms of Formacode.
    Formacode,
}

impl Format {
    /// The word under which its imports are kept.
    pub fn code(self) -> &'static str {
        match self {
            Format::Inclusion => "inclusion",
            Format::Lheo => "lheo",
            Format::Hsds => "hsds",
            Format::QpvList => "qpv_list",
            Format::QpvOutlines => "qpv_outlines",
            Format::Addresses => "addresses",
            Format::Rome => "rome",
            Format::Formacode => "formacode",
        }
    }

    /// Bytes of a file that is read as a stream. The addresses of all of France are some four gigabytes; a list that is read as
    /// one piece has its own, smaller bound.
    fn limits(self) -> Limits {
        match self {
            Format::Addresses => Limits { bytes: 8 << 30, ..Limits::default() },
            _ => Limits::default(),
        }
    }
}

/// Bytes of a list that is read as one piece.
const WHOLE: u64 = 64 << 20;

/// Hands each record on until one cannot be taken; what went wrong is kept here, since a reader knows only that it was stopped.
struct Hand<'a, 'b> {
    import: &'a mut Import<'b>,
    tell: &'a mut dyn FnMut(u64) -> ControlFlow<()>,
    failed: Option<Error>,
}

impl<'b> Hand<'_, 'b> {
    fn step<T>(
        &mut self,
        step: Step<T>,
        take: impl FnOnce(&mut Import<'b>, T) -> Result<(), Error>,
    ) -> ControlFlow<()> {
        match step {
            Step::Progress { bytes } => (self.tell)(bytes),
            Step::Item { item, .. } => match take(self.import, item) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    self.failed = Some(error);
                    ControlFlow::Break(())
                }
            },
        }
    }
}

fn whole(reader: &mut dyn Read) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    reader.take(WHOLE + 1).read_to_end(&mut bytes)?;
    let limit_mb = u32::try_from(WHOLE >> 20).unwrap_or(u32::MAX);
    if bytes.len() as u64 > WHOLE { Err(Refusal::TooLarge { limit_mb }) } else { Ok(bytes) }
}

fn read(hand: &mut Hand<'_, '_>, reader: &mut dyn Read, format: Format, file: &str) -> Result<Report, Error> {
    let limits = format.limits();
    let report = match format {
        Format::Inclusion => inclusion::read(reader, limits, &mut |step| {
            hand.step(step, |import, entry| match entry {
                inclusion::Entry::Structure(structure) => import.structure(&structure),
                inclusion::Entry::Service(service) => import.service(&service),
            })
        }),
        Format::Lheo => lheo::read(reader, limits, &mut |step| {
            hand.step(step, |import, formation: lheo::Formation| {
                let offers = formation.actions.iter().map(|action| lheo::offer(&formation, action));
                offers.into_iter().try_for_each(|offer| import.offer(&offer))
            })
        })
        .map(|(_, report)| report),
        Format::Hsds => hsds::read(reader, limits, &mut |step| {
            hand.step(step, |import, service| import.offer(&hsds::offer(&service)))
        }),
        Format::QpvOutlines => qpv::read_outlines(reader, limits, &mut |step| {
            hand.step(step, |import, area| import.outlined(&area))
        }),
        Format::Addresses => {
            address::read(reader, limits, &mut |step| hand.step(step, |import, line| import.address(&line)))
        }
        Format::QpvList => {
            let (areas, report) = qpv::read_list(reader, limits)?;
            areas.iter().try_for_each(|area| hand.import.neighbourhood(area))?;
            Ok(report)
        }
        Format::Rome => {
            let (occupations, report) = rome::read(reader, limits)?;
            let version = rome::version(file).map_or_else(String::new, |version| version.to_string());
            occupations.iter().try_for_each(|occupation| hand.import.occupation(occupation, &version))?;
            Ok(report)
        }
        Format::Formacode => {
            let (terms, report) = formacode::read(&whole(reader)?, limits)?;
            terms.iter().try_for_each(|term| hand.import.formacode(term))?;
            Ok(report)
        }
    };
    match (report, hand.failed.take()) {
        (_, Some(error)) => Err(error),
        (report, None) => Ok(report?),
    }
}

/// The hash of a file's bytes.
pub fn digest(reader: &mut dyn Read) -> Result<[u8; 32], Error> {
    let mut hash = blake3::Hasher::new();
    let mut reader = reader;
    hash.update_reader(&mut reader).map_err(Refusal::from)?;
    Ok(*hash.finalize().as_bytes())
}

impl Catalogue {
    /// Takes a file of a format in. `tell` hears of the bytes read so far, and can stop it; then, and on any error, nothing of the
    /// file stands and all that was there does.
    pub fn take_in(
        &self,
        header: &Header,
        format: Format,
        reader: &mut dyn Read,
        tell: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<Imported, Error> {
        self.import(header, |import| {
            let mut hand = Hand { import, tell, failed: None };
            read(&mut hand, reader, format, &header.file)
        })
    }
}
