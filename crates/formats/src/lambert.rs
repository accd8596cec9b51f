//! Lambert-93 to degrees: French files give plane coordinates in metres where they do not give degrees.
//!
//! Source: IGN, NTG 71 (conformal conic projection with two parallels) and the constants of RGF93 / Lambert-93 (EPSG 2154). RGF93
//! and WGS 84 differ by less than a metre.

use crate::draft::Point;

/// Eccentricity of GRS 80.
const E: f64 = 0.081_819_191_042_816;
/// Semi-major axis of GRS 80, metres.
const A: f64 = 6_378_137.0;
/// The false origin, metres.
const X0: f64 = 700_000.0;
const Y0: f64 = 6_600_000.0;

/// Where Lambert-93 holds, with the sea around: metres east and north.
const BOUNDS: [(f64, f64); 2] = [(0.0, 1_300_000.0), (6_000_000.0, 7_200_000.0)];

fn isometric(latitude: f64) -> f64 {
    let sine = E * latitude.sin();
    ((std::f64::consts::FRAC_PI_4 + latitude / 2.0).tan() * ((1.0 - sine) / (1.0 + sine)).powf(E / 2.0)).ln()
}

/// Radius of the parallel, in semi-major axes.
fn parallel(latitude: f64) -> f64 {
    latitude.cos() / (1.0 - (E * latitude.sin()).powi(2)).sqrt()
}

/// The point in degrees; none outside metropolitan France, where the projection does not hold.
pub fn to_degrees(east: f64, north: f64) -> Option<Point> {
    let inside = |value: f64, (from, to): (f64, f64)| (from..=to).contains(&value);
    let [x, y] = BOUNDS;
    if !inside(east, x) || !inside(north, y) {
        return None;
    }
    let (first, second, origin) = (44_f64.to_radians(), 49_f64.to_radians(), 46.5_f64.to_radians());
    let n = (parallel(second) / parallel(first)).ln() / (isometric(first) - isometric(second));
    let c = A * parallel(first) / n * (n * isometric(first)).exp();
    let ys = Y0 + c * (-n * isometric(origin)).exp();
    let radius = (east - X0).hypot(north - ys);
    let angle = ((east - X0) / (ys - north)).atan();
    let longitude = 3_f64.to_radians() + angle / n;
    let target = -(radius / c).ln() / n;
    let mut latitude = 2.0 * target.exp().atan() - std::f64::consts::FRAC_PI_2;
    // Converges by two digits each time.
    for _ in 0..10 {
        let sine = E * latitude.sin();
        let ratio = ((1.0 + sine) / (1.0 - sine)).powf(E / 2.0);
        latitude = 2.0 * (ratio * target.exp()).atan() - std::f64::consts::FRAC_PI_2;
    }
    Point::new(latitude.to_degrees(), longitude.to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_the_origin_and_other_points_are_where_the_definition_puts_them() {
        let origin = to_degrees(700_000.0, 6_600_000.0).unwrap();
        assert!((origin.latitude - 46.5).abs() < 1e-9 && (origin.longitude - 3.0).abs() < 1e-9);
        // The same projection written the other way, from degrees to metres, must come back.
        for (latitude, longitude) in
            [(50.4291, 2.8319), (49.5641, 3.6199), (43.2965, 5.3698), (48.39, -4.486)]
        {
            let (first, second) = (44_f64.to_radians(), 49_f64.to_radians());
            let n = (parallel(second) / parallel(first)).ln() / (isometric(first) - isometric(second));
            let c = A * parallel(first) / n * (n * isometric(first)).exp();
            let radius = |latitude: f64| c * (-n * isometric(latitude)).exp();
            let angle = n * (f64::to_radians(longitude) - 3_f64.to_radians());
            let from_pole = radius(f64::to_radians(latitude));
            let east = X0 + from_pole * angle.sin();
            let north = Y0 + radius(46.5_f64.to_radians()) - from_pole * angle.cos();
            let back = to_degrees(east, north).unwrap();
            assert!((back.latitude - latitude).abs() < 1e-9 && (back.longitude - longitude).abs() < 1e-9);
        }
    }

    #[test]
    fn outside_france_there_is_none() {
        assert_eq!(to_degrees(0.0, 0.0), None);
        assert_eq!(to_degrees(2.8, 50.4), None, "degrees are no metres");
        assert_eq!(to_degrees(f64::NAN, 6_600_000.0), None);
    }
}
