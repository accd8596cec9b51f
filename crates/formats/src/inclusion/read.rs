//! A file of data.inclusion, record by record: JSON or CSV, structures or services, told apart by what they hold.

use std::collections::{BTreeSet, HashSet};
use std::io::Read;
use std::ops::ControlFlow;

use csv::StringRecord;
use serde_json::{Map, Value};

use super::old;
use super::service::{self, Service};
use super::structure::{self, Structure};
use crate::csv::read::Lines;
use crate::decode::Decoder;
use crate::field::Fields;
use crate::report::{Became, Limits, Place, Refusal, Report, Step, Why};

/// Pages of the public interface, and files that name what they hold.
const WRAPPERS: &[&str] = &["items", "results", "services", "structures", "data"];

/// One record of either kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    Structure(Box<Structure>),
    Service(Box<Service>),
}

/// What is remembered from record to record.
#[derive(Default)]
struct Seen {
    /// Identifiers, to refuse the second of the same.
    ids: HashSet<(bool, String)>,
    unknown: BTreeSet<String>,
}

/// Reads a file of either kind, in JSON (a list, pages with `items`, one record a line) or CSV. A service that carries
/// its structure gives both, the structure first, once.
pub fn read<R: Read>(
    reader: R,
    limits: Limits,
    take: &mut dyn FnMut(Step<Entry>) -> ControlFlow<()>,
) -> Result<Report, Refusal> {
    let mut text = Decoder::new(reader, Limits { record: u64::MAX, ..limits });
    let first = text.peek(1_024)?.iter().copied().find(|byte| !byte.is_ascii_whitespace());
    let mut report = Report::default();
    let mut seen = Seen::default();
    match first {
        Some(b'[' | b'{') => {
            let mut each = |step: Step<Value>, report: &mut Report| match step {
                Step::Progress { bytes } => take(Step::Progress { bytes }),
                Step::Item { place, item: Value::Object(map) } => {
                    record(&map, place, report, &mut seen, take)
                }
                Step::Item { .. } => ControlFlow::Continue(()),
            };
            crate::json::records(&mut text, limits, WRAPPERS, &mut report, &mut each)?;
        }
        Some(_) => lines(&mut text, limits, &mut report, &mut seen, take)?,
        None => return Err(Refusal::NotThisFormat),
    }
    text.tell(&mut report);
    Ok(report)
}

fn lines<R: Read>(
    text: &mut Decoder<R>,
    limits: Limits,
    report: &mut Report,
    seen: &mut Seen,
    take: &mut dyn FnMut(Step<Entry>) -> ControlFlow<()>,
) -> Result<(), Refusal> {
    let mut lines = Lines::open(text, limits)?;
    lines.heads().need(&["id"])?;
    lines.heads().need(&["nom"])?;
    let names: Vec<String> = lines.heads().names().iter().map(|name| name.trim().to_lowercase()).collect();
    let mut line = StringRecord::new();
    while let Some(place) = lines.next(&mut line, report)? {
        let cells = names.iter().cloned().zip(line.iter().map(|cell| Value::String(cell.to_owned())));
        let map: Map<String, Value> = cells.collect();
        let flow = record(&map, place, report, seen, take);
        if flow.is_break() || take(Step::Progress { bytes: lines.bytes() }).is_break() {
            return Err(Refusal::Stopped);
        }
    }
    Ok(())
}

fn record(
    map: &Map<String, Value>,
    place: Place,
    report: &mut Report,
    seen: &mut Seen,
    take: &mut dyn FnMut(Step<Entry>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    // The public search wraps each service with its distance.
    let map = match map.get("service") {
        Some(Value::Object(service)) if !map.contains_key("id") => service,
        _ => map,
    };
    if let Some(Value::Object(structure)) = map.get("structure") {
        let id = structure.get("id").and_then(Value::as_str).unwrap_or_default();
        if !seen.ids.contains(&(false, id.to_owned())) {
            report.met();
            one(structure, place, report, seen, take)?;
        }
    }
    one(map, place, report, seen, take)
}

fn one(
    map: &Map<String, Value>,
    place: Place,
    report: &mut Report,
    seen: &mut Seen,
    take: &mut dyn FnMut(Step<Entry>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let is_service = map.contains_key("structure_id");
    let mut fields = Fields { map, place, report };
    let entry = if is_service {
        let known = |name: &str| {
            name == "structure" || service::FIELDS.contains(&name) || old::SERVICE_FIELDS.contains(&name)
        };
        fields.unknown(&known, &mut seen.unknown);
        service::service(&mut fields).map(|service| (service.id.clone(), Entry::Service(Box::new(service))))
    } else {
        let known = |name: &str| structure::FIELDS.contains(&name) || old::STRUCTURE_FIELDS.contains(&name);
        fields.unknown(&known, &mut seen.unknown);
        let structure = structure::structure(&mut fields);
        structure.map(|structure| (structure.id.clone(), Entry::Structure(Box::new(structure))))
    };
    let Some((id, entry)) = entry else { return ControlFlow::Continue(()) };
    if !seen.ids.insert((is_service, id.clone())) {
        report.tell(place, "id", Became::Refused, Why::Twice, &id, "");
        return ControlFlow::Continue(());
    }
    report.kept();
    take(Step::Item { place, item: entry })
}
