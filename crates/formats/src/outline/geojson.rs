//! Areas with their properties from GeoJSON (RFC 7946), one at a time. Points, lines and other shapes are refused one by
//! one; degrees of WGS 84 are what the standard asks for, and metres of Lambert-93 what some French files hold.

use std::io::Read;
use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::polygon::{Outline, Polygon, Ring};
use crate::draft::Point;
use crate::report::{Became, Limits, Refusal, Report, Step, Why};

/// Points of one area; a commune has some thousands.
const POINTS: usize = 200_000;

/// One area.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    pub properties: Map<String, Value>,
    pub outline: Outline,
}

/// Reads a collection of areas, or one a line. `take` says by its answer whether it kept the area: `Err` with the
/// reason and the field refuses it.
pub fn read<R: Read>(
    reader: R,
    limits: Limits,
    take: &mut dyn FnMut(Step<Area>, &mut Report) -> ControlFlow<()>,
) -> Result<Report, Refusal> {
    let mut report = Report::default();
    let mut each = |step: Step<Value>, report: &mut Report| match step {
        Step::Progress { bytes } => take(Step::Progress { bytes }, report),
        Step::Item { place, item } => match area(&item) {
            Ok((area, why)) => {
                if let Some(why) = why {
                    report.tell(place, "geometry", Became::Repaired, why, "", "");
                }
                take(Step::Item { place, item: area }, report)
            }
            Err(why) => {
                report.refused(place, "geometry", why, "");
                ControlFlow::Continue(())
            }
        },
    };
    // An area is larger than other records.
    let limits = Limits { record: limits.record.saturating_mul(4), ..limits };
    crate::json::records(reader, limits, &["features"], &mut report, &mut each)?;
    Ok(report)
}

fn area(feature: &Value) -> Result<(Area, Option<Why>), Why> {
    let properties = feature.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let geometry = feature.get("geometry").and_then(Value::as_object).ok_or(Why::Missing)?;
    let coordinates = geometry.get("coordinates").and_then(Value::as_array).ok_or(Why::Missing)?;
    let mut budget = POINTS;
    let mut repaired = None;
    let polygons = match geometry.get("type").and_then(Value::as_str) {
        Some("Polygon") => vec![polygon(coordinates, &mut budget, &mut repaired)?],
        Some("MultiPolygon") => {
            let pieces = coordinates.iter().map(|piece| piece.as_array().ok_or(Why::Outline));
            pieces.map(|piece| polygon(piece?, &mut budget, &mut repaired)).collect::<Result<_, Why>>()?
        }
        _ => return Err(Why::Kind),
    };
    if polygons.is_empty() {
        return Err(Why::Outline);
    }
    Ok((Area { properties, outline: Outline { polygons } }, repaired))
}

fn polygon(rings: &[Value], budget: &mut usize, repaired: &mut Option<Why>) -> Result<Polygon, Why> {
    let mut rings = rings.iter().map(|ring| self::ring(ring, budget, repaired));
    let outer = rings.next().ok_or(Why::Outline)??;
    Ok(Polygon { outer, holes: rings.collect::<Result<_, Why>>()? })
}

fn ring(points: &Value, budget: &mut usize, repaired: &mut Option<Why>) -> Result<Ring, Why> {
    let points = points.as_array().ok_or(Why::Outline)?;
    let too_big = Why::TooBig { limit: u32::try_from(POINTS).unwrap_or(u32::MAX) };
    *budget = budget.checked_sub(points.len()).ok_or(too_big)?;
    let mut ring: Ring =
        points.iter().map(|point| self::point(point, repaired)).collect::<Result<_, Why>>()?;
    let first = *ring.first().ok_or(Why::Outline)?;
    if ring.last() != Some(&first) {
        ring.push(first);
        *repaired = Some(Why::Outline);
    }
    if ring.len() < 4 { Err(Why::Outline) } else { Ok(ring) }
}

fn point(value: &Value, repaired: &mut Option<Why>) -> Result<Point, Why> {
    let numbers = value.as_array().ok_or(Why::Outline)?;
    let number = |at: usize| numbers.get(at).and_then(Value::as_f64).ok_or(Why::Outline);
    let (x, y) = (number(0)?, number(1)?);
    if let Some(point) = Point::new(y, x) {
        return Ok(point);
    }
    let point = crate::lambert::to_degrees(x, y).ok_or(Why::Outline)?;
    repaired.get_or_insert(Why::Form);
    Ok(point)
}
