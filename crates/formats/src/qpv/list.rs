//! The official list of priority neighbourhoods as ANCT and INSEE hand it out: semicolons, a mark before the first head,
//! codes wrapped as formulas, several communes in one cell, lost zeros. The heads changed with the years.

use std::collections::HashMap;
use std::io::Read;

use csv::StringRecord;
use passerelle_domain::code::{Insee, Qpv};
use serde::{Deserialize, Serialize};

use crate::csv::read::{Heads, Lines, cell};
use crate::report::{Became, Limits, Place, Refusal, Report, Why};

/// Neighbourhoods of one list; France has some 1 600.
const MOST: usize = 20_000;

/// A commune as the list names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commune {
    pub insee: Option<Insee>,
    pub name: String,
}

/// A neighbourhood of the list. Its edition is that of its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbourhood {
    pub code: Qpv,
    pub name: String,
    pub communes: Vec<Commune>,
    /// `59`, `2A`; empty where the list does not say.
    pub department: String,
    /// INSEE's two digits; empty where the list does not say.
    pub region: String,
    /// SIREN of the groups of communes, nine digits each.
    pub epcis: Vec<String>,
}

/// Where each thing stands.
struct Columns {
    code: usize,
    name: Option<usize>,
    insee: Option<usize>,
    commune: Option<usize>,
    department: Option<usize>,
    region: Option<usize>,
    epci: Option<usize>,
}

impl Columns {
    fn of(heads: &Heads) -> Result<Self, Refusal> {
        Ok(Self {
            code: heads.need(CODE)?,
            name: heads.find(NAME),
            insee: heads.find(INSEE),
            commune: heads.find(COMMUNE),
            department: heads.find(&["insee_dep", "dep", "code_departement", "departement"]),
            region: heads.find(&["insee_reg", "reg", "code_region"]),
            epci: heads.find(&["siren_epci", "epci", "code_epci"]),
        })
    }
}

pub(super) const CODE: &[&str] =
    &["code_qp", "code_qpv", "code_quartier", "code du quartier", "codeqp", "codegeo", "code", "qp"];
pub(super) const NAME: &[&str] = &[
    "lib_qp",
    "nom_qp",
    "nom_quartier",
    "nom du quartier",
    "lib_qpv",
    "nom_qpv",
    "libgeo",
    "quartier",
    "nom",
];
pub(super) const INSEE: &[&str] =
    &["insee_com", "code_commune", "code_insee", "codes insee des communes", "depcom", "com"];
pub(super) const COMMUNE: &[&str] = &[
    "lib_com",
    "commune_qp",
    "noms_des_communes_concernees",
    "communes concernees",
    "commune",
    "nom_commune",
];

/// Reads the list. A code that comes again with another commune adds that commune.
pub fn read<R: Read>(reader: R, limits: Limits) -> Result<(Vec<Neighbourhood>, Report), Refusal> {
    let mut lines = Lines::open(reader, limits)?;
    let columns = Columns::of(lines.heads())?;
    let mut report = Report::default();
    let mut line = StringRecord::new();
    let mut found: Vec<Neighbourhood> = Vec::new();
    let mut places: HashMap<Qpv, usize> = HashMap::new();
    while let Some(place) = lines.next(&mut line, &mut report)? {
        let Some(read) = neighbourhood(&line, &columns, place, &mut report) else { continue };
        let full = found.len() == MOST;
        match places.get(&read.code).and_then(|at| found.get_mut(*at)) {
            Some(known) => {
                let new: Vec<Commune> =
                    read.communes.into_iter().filter(|commune| !known.communes.contains(commune)).collect();
                if new.is_empty() {
                    report.refused(place, "code_qp", Why::Twice, read.code.as_str());
                    continue;
                }
                known.communes.extend(new);
            }
            None if full => {
                return Err(Refusal::TooManyCells { limit: u32::try_from(MOST).unwrap_or(u32::MAX) });
            }
            None => {
                places.insert(read.code.clone(), found.len());
                found.push(read);
            }
        }
        report.kept();
    }
    Ok((found, report))
}

fn neighbourhood(
    line: &StringRecord,
    columns: &Columns,
    place: Place,
    report: &mut Report,
) -> Option<Neighbourhood> {
    let at = |column: Option<usize>| column.and_then(|column| line.get(column)).map_or("", cell);
    let raw = at(Some(columns.code));
    let code = code(raw, place, report)?;
    let name = at(columns.name);
    if name.is_empty() {
        report.tell(place, "lib_qp", Became::Unread, Why::Missing, "", "");
    }
    let communes = communes(at(columns.insee), at(columns.commune), place, report);
    let parts = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    let padded = |text: &str| if text.len() == 1 { format!("0{text}") } else { text.to_owned() };
    Some(Neighbourhood {
        code,
        name: name.to_owned(),
        communes,
        department: padded(at(columns.department)),
        region: padded(at(columns.region)),
        epcis: parts(at(columns.epci)).into_iter().filter(|part| part.len() == 9).collect(),
    })
}

/// The code of a neighbourhood; a line without a valid one is refused.
pub(super) fn code(raw: &str, place: Place, report: &mut Report) -> Option<Qpv> {
    match Qpv::parse(raw) {
        Ok(code) => {
            if code.as_str() != raw {
                report.tell(place, "code_qp", Became::Repaired, Why::Form, raw, code.as_str());
            }
            Some(code)
        }
        Err(error) => {
            report.refused(place, "code_qp", Why::Code { error }, raw);
            None
        }
    }
}

/// Codes and names side by side: `59350, 59512` and `Lille, Roubaix`. A name can hold a hyphen or an apostrophe, never
/// a comma.
pub(super) fn communes(codes: &str, names: &str, place: Place, report: &mut Report) -> Vec<Commune> {
    let codes: Vec<&str> =
        codes.split(|c: char| !c.is_ascii_alphanumeric()).filter(|code| !code.is_empty()).collect();
    let names: Vec<&str> =
        names.split([',', ';', '/', '|']).map(str::trim).filter(|name| !name.is_empty()).collect();
    let mut communes = Vec::new();
    for at in 0..codes.len().max(names.len()) {
        let insee = codes.get(at).and_then(|raw| match Insee::parse(raw) {
            Ok(code) => {
                if code.as_str() != *raw {
                    report.tell(place, "insee_com", Became::Repaired, Why::Form, raw, code.as_str());
                }
                Some(code)
            }
            Err(error) => {
                report.tell(place, "insee_com", Became::Unread, Why::Code { error }, raw, "");
                None
            }
        });
        let name = names.get(at).copied().unwrap_or_default().to_owned();
        if insee.is_some() || !name.is_empty() {
            communes.push(Commune { insee, name });
        }
    }
    communes
}
