//! A file of addresses, line by line: three million of them take the memory of one.

use std::io::Read;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use csv::StringRecord;
use passerelle_domain::code::{CodeError, Insee, PostalCode};
use serde::{Deserialize, Serialize};

use super::street;
use crate::csv::read::{Heads, Lines, cell};
use crate::draft::Point;
use crate::report::{Became, Limits, Place, Refusal, Report, Step, Why};
use crate::vocabulary::{Vocabulary as _, Word, vocabulary};

/// Lines between two words of progress.
const PROGRESS: u32 = 1_000;

/// The number by which BAL says that the line is a place without numbers.
const NO_NUMBER: u32 = 99_999;

vocabulary! {
    /// What the point stands for (BAL, `position`), from the most to the least exact.
    Position {
        Entrance = "entrée", DeliveryPoint = "délivrance postale", Building = "bâtiment",
        Staircase = "cage d'escalier", Dwelling = "logement", Parcel = "parcelle", Segment = "segment",
        Service = "service technique", Area = "zone",
    }
}

/// One address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// `cle_interop` or the BAN's `id`: the same at each publication.
    pub id: String,
    /// None for a street or a place without numbers.
    pub number: Option<u32>,
    /// `bis`, `ter`, `a`, in small letters; empty where there is none.
    pub suffix: String,
    pub street: String,
    /// See [`super::key`].
    pub key: String,
    /// `lieudit_complement_nom`, `nom_ld`: a hamlet or a quarter.
    pub place: String,
    pub postal_code: Option<PostalCode>,
    pub insee: Insee,
    pub commune: String,
    /// Before communes were merged; empty where it does not apply.
    pub former_commune: String,
    /// None where the line says neither degrees nor metres that hold.
    pub point: Option<Point>,
    pub position: Option<Word<Position>>,
    /// The commune says that it is right.
    pub certified: bool,
    /// `date_der_maj`.
    pub updated: Option<NaiveDate>,
}

/// Where each thing stands.
struct Columns {
    id: Option<usize>,
    number: usize,
    suffix: Option<usize>,
    street: usize,
    place: Option<usize>,
    postal_code: Option<usize>,
    insee: usize,
    commune: Option<usize>,
    former: Option<usize>,
    x: Option<usize>,
    y: Option<usize>,
    longitude: Option<usize>,
    latitude: Option<usize>,
    position: Option<usize>,
    certified: Option<usize>,
    updated: Option<usize>,
}

impl Columns {
    fn of(heads: &Heads) -> Result<Self, Refusal> {
        Ok(Self {
            id: heads.find(&["cle_interop", "id"]),
            number: heads.need(&["numero"])?,
            suffix: heads.find(&["suffixe", "rep"]),
            street: heads.need(&["voie_nom", "nom_voie"])?,
            place: heads.find(&["lieudit_complement_nom", "nom_ld"]),
            postal_code: heads.find(&["code_postal"]),
            insee: heads.need(&["commune_insee", "code_insee"])?,
            commune: heads.find(&["commune_nom", "nom_commune"]),
            former: heads.find(&["commune_deleguee_nom", "nom_ancienne_commune"]),
            x: heads.find(&["x"]),
            y: heads.find(&["y"]),
            longitude: heads.find(&["long", "lon", "longitude"]),
            latitude: heads.find(&["lat", "latitude"]),
            position: heads.find(&["position", "type_position"]),
            certified: heads.find(&["certification_commune"]),
            updated: heads.find(&["date_der_maj"]),
        })
    }
}

/// Reads BAL or BAN. A line without a commune or a street is refused; one without a point is kept.
pub fn read<R: Read>(
    reader: R,
    limits: Limits,
    take: &mut dyn FnMut(Step<Line>) -> ControlFlow<()>,
) -> Result<Report, Refusal> {
    let mut lines = Lines::open(reader, limits)?;
    let columns = Columns::of(lines.heads())?;
    let mut report = Report::default();
    let mut line = StringRecord::new();
    while let Some(place) = lines.next(&mut line, &mut report)? {
        if let Some(item) = address(&line, &columns, place, &mut report) {
            report.kept();
            if take(Step::Item { place, item }).is_break() {
                return Err(Refusal::Stopped);
            }
        }
        let pause = report.counts.read.is_multiple_of(PROGRESS);
        if pause && take(Step::Progress { bytes: lines.bytes() }).is_break() {
            return Err(Refusal::Stopped);
        }
    }
    let _ = take(Step::Progress { bytes: lines.bytes() });
    Ok(report)
}

fn address(line: &StringRecord, columns: &Columns, place: Place, report: &mut Report) -> Option<Line> {
    let at = |column: usize| line.get(column).map_or("", cell);
    let maybe = |column: Option<usize>| column.map_or("", at);
    let insee = match code(at(columns.insee), "code_insee", Insee::parse, place, report) {
        Ok(Some(insee)) => insee,
        Ok(None) => {
            report.refused(place, "code_insee", Why::Missing, maybe(columns.id));
            return None;
        }
        Err(error) => {
            report.refused(place, "code_insee", Why::Code { error }, at(columns.insee));
            return None;
        }
    };
    let quarter = maybe(columns.place);
    let street = Some(at(columns.street)).filter(|street| !street.is_empty()).unwrap_or(quarter);
    if street.is_empty() {
        report.refused(place, "voie_nom", Why::Missing, maybe(columns.id));
        return None;
    }
    let postal_code = maybe(columns.postal_code);
    let postal_code =
        code(postal_code, "code_postal", PostalCode::parse, place, report).unwrap_or_else(|error| {
            report.tell(place, "code_postal", Became::Unread, Why::Code { error }, postal_code, "");
            None
        });
    let updated = maybe(columns.updated);
    let position = maybe(columns.position);
    Some(Line {
        id: maybe(columns.id).to_owned(),
        number: number(at(columns.number), place, report),
        suffix: maybe(columns.suffix).to_lowercase(),
        street: street.to_owned(),
        key: street::key(street),
        place: quarter.to_owned(),
        postal_code,
        insee,
        commune: maybe(columns.commune).to_owned(),
        former_commune: maybe(columns.former).to_owned(),
        point: point(line, columns, place, report),
        position: (!position.is_empty()).then(|| Position::word(position)),
        certified: matches!(maybe(columns.certified), "1" | "oui" | "true"),
        updated: if updated.is_empty() { None } else { crate::day::parse(updated).ok() },
    })
}

/// A code, none where the cell is empty.
fn code<T: std::fmt::Display>(
    raw: &str,
    field: &str,
    parse: impl Fn(&str) -> Result<T, CodeError>,
    place: Place,
    report: &mut Report,
) -> Result<Option<T>, CodeError> {
    if raw.is_empty() {
        return Ok(None);
    }
    let code = parse(raw)?;
    let written = code.to_string();
    if written != raw {
        report.tell(place, field, Became::Repaired, Why::Form, raw, &written);
    }
    Ok(Some(code))
}

fn number(raw: &str, place: Place, report: &mut Report) -> Option<u32> {
    if raw.is_empty() {
        return None;
    }
    match raw.parse::<u32>() {
        Ok(NO_NUMBER) => None,
        Ok(number) if number < NO_NUMBER => Some(number),
        _ => {
            report.tell(place, "numero", Became::Unread, Why::NotANumber, raw, "");
            None
        }
    }
}

/// In degrees where they are told, from Lambert-93 otherwise.
fn point(line: &StringRecord, columns: &Columns, place: Place, report: &mut Report) -> Option<Point> {
    let number = |column: Option<usize>| -> Option<f64> {
        let raw = cell(line.get(column?)?);
        raw.parse()
            .ok()
            .or_else(|| raw.replace(',', ".").parse().ok())
            .filter(|number: &f64| number.is_finite())
    };
    let degrees = number(columns.latitude).zip(number(columns.longitude));
    let metres = number(columns.x).zip(number(columns.y));
    let point = degrees.and_then(|(latitude, longitude)| Point::new(latitude, longitude));
    if point.is_some() {
        return point;
    }
    let point = metres.and_then(|(x, y)| crate::lambert::to_degrees(x, y));
    let (became, why) = match point {
        Some(_) if degrees.is_none() => return point,
        Some(_) => (Became::Repaired, Why::Form),
        None if degrees.is_none() && metres.is_none() => (Became::Unread, Why::Missing),
        None => (Became::Unread, Why::Outline),
    };
    report.tell(place, "position", became, why, "", "");
    point
}
