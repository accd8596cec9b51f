//! The official outlines of priority neighbourhoods (GeoJSON).

use std::collections::HashSet;
use std::io::Read;
use std::ops::ControlFlow;

use passerelle_domain::code::Qpv;
use passerelle_domain::person::name::fold;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::list::{self, Commune};
use crate::outline::Outline;
use crate::report::{Limits, Refusal, Report, Step, Why};

/// A neighbourhood with its outline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bounded {
    pub code: Qpv,
    pub name: String,
    pub communes: Vec<Commune>,
    pub outline: Outline,
}

/// Reads the outlines one by one: the file of all of France holds over a hundred megabytes.
pub fn read<R: Read>(
    reader: R,
    limits: Limits,
    take: &mut dyn FnMut(Step<Bounded>) -> ControlFlow<()>,
) -> Result<Report, Refusal> {
    let mut seen: HashSet<Qpv> = HashSet::new();
    crate::outline::read(reader, limits, &mut |step, report| {
        let (place, area) = match step {
            Step::Progress { bytes } => return take(Step::Progress { bytes }),
            Step::Item { place, item } => (place, item),
        };
        let Some(code) = list::code(&property(&area.properties, list::CODE), place, report) else {
            return ControlFlow::Continue(());
        };
        if !seen.insert(code.clone()) {
            report.refused(place, "code_qp", Why::Twice, code.as_str());
            return ControlFlow::Continue(());
        }
        let codes = property(&area.properties, list::INSEE);
        let names = property(&area.properties, list::COMMUNE);
        let communes = list::communes(&codes, &names, place, report);
        let name = property(&area.properties, list::NAME);
        report.kept();
        take(Step::Item { place, item: Bounded { code, name, communes, outline: area.outline } })
    })
}

/// A property under one of these names, whatever its capitals; a list becomes one text with commas.
fn property(properties: &Map<String, Value>, names: &[&str]) -> String {
    let found = names.iter().find_map(|name| {
        let wanted = fold(name);
        properties.iter().find(|(key, _)| fold(key) == wanted).map(|(_, value)| value)
    });
    match found {
        Some(Value::String(text)) => crate::csv::read::cell(text).to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}
