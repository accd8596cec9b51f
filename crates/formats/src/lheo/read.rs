//! A file of LHEO, one formation after the other: a file of 500 MB takes the memory of its largest formation.

use std::collections::HashSet;
use std::io::Read;
use std::ops::ControlFlow;

use super::formation::{self, Formation};
use super::xml::{Elements, Version};
use crate::field::Fields;
use crate::report::{Became, Limits, Place, Refusal, Report, Step, Why};

/// Reads each formation. A second one of the same number is refused; what is not well formed ends the reading, since
/// nothing after it can be trusted.
pub fn read<R: Read>(
    reader: R,
    limits: Limits,
    take: &mut dyn FnMut(Step<Formation>) -> ControlFlow<()>,
) -> Result<(Version, Report), Refusal> {
    let (mut elements, version) = Elements::open(reader, limits)?;
    let mut report = Report::default();
    let mut ids: HashSet<String> = HashSet::new();
    while let Some(map) = elements.next("formation")? {
        let place = Place::Record { number: elements.number };
        report.met();
        let read = formation::formation(&mut Fields { map: &map, place, report: &mut report });
        if let Some(formation) = read {
            if ids.insert(formation.id.clone()) {
                report.kept();
                if take(Step::Item { place, item: formation }).is_break() {
                    return Err(Refusal::Stopped);
                }
            } else {
                report.tell(place, "numero", Became::Refused, Why::Twice, &formation.id, "");
            }
        }
        if take(Step::Progress { bytes: elements.so_far() }).is_break() {
            return Err(Refusal::Stopped);
        }
    }
    elements.tell(&mut report);
    Ok((version, report))
}
