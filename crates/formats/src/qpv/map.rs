//! In which priority neighbourhood a point lies. A point near a border is never decided: neither the address nor the
//! outline is that exact, and a right hangs on it.

use passerelle_domain::code::{Qpv, QpvEdition};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use serde::{Deserialize, Serialize};

use super::outline::Bounded;
use crate::draft::Point;
use crate::outline::Outline;

/// A border that comes near.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Near {
    pub code: Qpv,
    /// To the border; metres.
    pub metres: f64,
    /// On which side the point lies, as drawn.
    pub inside: bool,
}

/// What can be said of a point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "residence", rename_all = "snake_case")]
pub enum Residence {
    /// Inside, and no border within the tolerance.
    In { code: Qpv, metres: f64 },
    /// Outside all, and no border within the tolerance.
    Out,
    /// Within the tolerance of these borders, or inside two neighbourhoods at once; nearest first.
    Uncertain { near: Vec<Near> },
}

/// Degrees are no more exact than this when metres are made of them: nearer, a point is on the border. Metres.
const LEAST: f64 = 0.001;

type Boxed = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// The outlines of one edition, found by their boxes.
pub struct Atlas {
    edition: QpvEdition,
    tolerance: f64,
    outlines: Vec<(Qpv, Outline)>,
    boxes: RTree<Boxed>,
}

impl Atlas {
    /// Takes the neighbourhoods of this edition; those of another are left out. `tolerance` is in metres; anything that
    /// is no positive number counts as a millimetre.
    pub fn new(edition: QpvEdition, tolerance: f64, areas: Vec<Bounded>) -> Self {
        let tolerance = if tolerance.is_finite() { tolerance.max(LEAST) } else { LEAST };
        let areas = areas.into_iter().filter(|area| area.code.edition() == edition);
        let mut outlines: Vec<(Qpv, Outline)> = areas.map(|area| (area.code, area.outline)).collect();
        outlines.sort_by(|(a, _), (b, _)| a.cmp(b));
        let boxed = |(at, (_, outline)): (usize, &(Qpv, Outline))| {
            // A metre more, so that what is exactly at the tolerance is still looked at.
            let (low, high) = outline.around(tolerance + 1.0)?;
            let corners = ([low.longitude, low.latitude], [high.longitude, high.latitude]);
            Some(GeomWithData::new(Rectangle::from_corners(corners.0, corners.1), at))
        };
        let boxes = RTree::bulk_load(outlines.iter().enumerate().filter_map(boxed).collect());
        Self { edition, tolerance, outlines, boxes }
    }

    pub fn edition(&self) -> QpvEdition {
        self.edition
    }

    /// Metres within which nothing is decided.
    pub fn tolerance(&self) -> f64 {
        self.tolerance
    }

    pub fn len(&self) -> usize {
        self.outlines.len()
    }

    pub fn is_empty(&self) -> bool {
        self.outlines.is_empty()
    }

    /// What can be said of this point.
    pub fn residence(&self, point: Point) -> Residence {
        let here = AABB::from_point([point.longitude, point.latitude]);
        let boxes = self.boxes.locate_in_envelope_intersecting(here);
        let found = boxes.filter_map(|boxed| self.outlines.get(boxed.data));
        let standing = found.map(|(code, outline)| {
            let standing = outline.standing(point);
            Near { code: code.clone(), metres: standing.metres, inside: standing.inside }
        });
        let mut near: Vec<Near> =
            standing.filter(|near| near.inside || near.metres <= self.tolerance).collect();
        near.sort_by(|a, b| a.metres.total_cmp(&b.metres).then_with(|| a.code.cmp(&b.code)));
        match near.as_slice() {
            [] => Residence::Out,
            [only] if only.inside && only.metres > self.tolerance => {
                Residence::In { code: only.code.clone(), metres: only.metres }
            }
            _ => Residence::Uncertain { near },
        }
    }
}
