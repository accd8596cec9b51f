//! Whether a point lies in an area, and how far from its border, in metres. Areas are small (a neighbourhood, a commune):
//! around the point the Earth is taken as flat, which errs by less than a thousandth up to ten kilometres.

use serde::{Deserialize, Serialize};

use crate::draft::Point;

/// A border that closes: its first and last points are the same.
pub type Ring = Vec<Point>;

/// An outer border and what is cut out of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Polygon {
    pub outer: Ring,
    pub holes: Vec<Ring>,
}

/// An area of one or several pieces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    pub polygons: Vec<Polygon>,
}

/// Where a point stands to an area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    pub inside: bool,
    /// To the nearest point of any border, holes too; metres.
    pub metres: f64,
}

/// Metres of a degree of latitude and of longitude at a latitude, on the ellipsoid of WGS 84.
fn scale(latitude: f64) -> (f64, f64) {
    const A: f64 = 6_378_137.0;
    const E2: f64 = 0.006_694_379_990_141;
    let (sine, cosine) = latitude.to_radians().sin_cos();
    let bend = 1.0 - E2 * sine * sine;
    let north = A * (1.0 - E2) / bend.powf(1.5);
    let east = A * cosine / bend.sqrt();
    (north.to_radians(), east.to_radians())
}

/// How far from the origin the segment comes.
fn reach((ax, ay): (f64, f64), (bx, by): (f64, f64)) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (ax + along * dx).hypot(ay + along * dy)
}

impl Polygon {
    fn rings(&self) -> impl Iterator<Item = &Ring> {
        std::iter::once(&self.outer).chain(&self.holes)
    }

    /// Seen from the point: each border crossed to the east changes inside and outside.
    fn standing(&self, from: Point) -> Standing {
        let (north, east) = scale(from.latitude);
        let seen = |point: &Point| {
            ((point.longitude - from.longitude) * east, (point.latitude - from.latitude) * north)
        };
        let (mut inside, mut metres) = (false, f64::INFINITY);
        for ring in self.rings() {
            for (a, b) in ring.iter().zip(ring.iter().skip(1)) {
                let (a, b) = (seen(a), seen(b));
                metres = metres.min(reach(a, b));
                // Half-open, so that a corner counts for one of its two sides.
                if (a.1 > 0.0) != (b.1 > 0.0) && a.0 - a.1 * (b.0 - a.0) / (b.1 - a.1) > 0.0 {
                    inside = !inside;
                }
            }
        }
        Standing { inside, metres }
    }
}

impl Outline {
    /// Where this point stands; infinitely far where there is no border.
    pub fn standing(&self, point: Point) -> Standing {
        let mut standing = Standing { inside: false, metres: f64::INFINITY };
        for polygon in &self.polygons {
            let found = polygon.standing(point);
            standing.inside |= found.inside;
            standing.metres = standing.metres.min(found.metres);
        }
        standing
    }

    /// South-west and north-east corners of the smallest box around it, widened by so many metres on each side.
    pub fn around(&self, metres: f64) -> Option<(Point, Point)> {
        let mut points = self.polygons.iter().flat_map(|polygon| polygon.outer.iter());
        let first = points.next()?;
        let (mut low, mut high) = (*first, *first);
        for point in points {
            low.latitude = low.latitude.min(point.latitude);
            low.longitude = low.longitude.min(point.longitude);
            high.latitude = high.latitude.max(point.latitude);
            high.longitude = high.longitude.max(point.longitude);
        }
        // At the end nearer to the pole a degree of longitude is shortest.
        let (_, east) = scale(low.latitude.abs().max(high.latitude.abs()).min(89.0));
        let (north, _) = scale(0.0);
        let (tall, wide) = (metres / north, metres / east);
        low = Point { latitude: low.latitude - tall, longitude: low.longitude - wide };
        high = Point { latitude: high.latitude + tall, longitude: high.longitude + wide };
        Some((low, high))
    }

    /// Points of all borders.
    pub fn points(&self) -> usize {
        self.polygons.iter().flat_map(Polygon::rings).map(Vec::len).sum()
    }
}
