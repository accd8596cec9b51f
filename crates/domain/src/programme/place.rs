//! A point on Earth and how far two are apart, as the crow flies; roads and timetables are not its subject.

/// The mean radius of the Earth (IUGG), in kilometres.
const EARTH_KM: f64 = 6_371.008_8;

/// A place in degrees of WGS 84, which exists only inside the world.
#[derive(Clone, Copy, PartialEq)]
pub struct Point {
    latitude: f64,
    longitude: f64,
}

/// Where somebody lives is a personal fact: a log shows that there is a point, not which.
impl std::fmt::Debug for Point {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Point(..)")
    }
}

impl Point {
    /// None outside the world, for what is no number, and at 0, 0: that is what programs write where they know nothing.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let inside = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        let nowhere = latitude.abs() < 1e-9 && longitude.abs() < 1e-9;
        (inside && !nowhere).then_some(Self { latitude, longitude })
    }

    /// Whole kilometres as the crow flies.
    pub fn km(self, other: Point) -> u16 {
        whole(self.kilometres(other))
    }

    /// Kilometres as the crow flies, by the haversine formula, which stays exact for neighbours.
    pub fn kilometres(self, other: Point) -> f64 {
        let (here, there) = (self.latitude.to_radians(), other.latitude.to_radians());
        let half = |from: f64, to: f64| ((to - from) / 2.0).sin().powi(2);
        let across = half(self.longitude.to_radians(), other.longitude.to_radians());
        let chord = half(here, there) + here.cos() * there.cos() * across;
        2.0 * EARTH_KM * chord.clamp(0.0, 1.0).sqrt().asin()
    }

    /// The ground around this point, to measure many places from it.
    pub fn around(self) -> Around {
        let north_km = EARTH_KM.to_radians();
        Around { centre: self, north_km, east_km: north_km * self.latitude.to_radians().cos() }
    }
}

/// The ground around a point, taken as flat: for a coarse order of a whole catalogue, at a tenth of the cost of
/// [`Point::km`].
#[derive(Clone, Copy, Debug)]
pub struct Around {
    centre: Point,
    /// Kilometres of a degree to the north, and to the east at this latitude.
    north_km: f64,
    east_km: f64,
}

impl Around {
    /// Whole kilometres, within one of [`Point::km`] up to 100 km in France.
    pub fn km(&self, place: Point) -> u16 {
        let north = (place.latitude - self.centre.latitude) * self.north_km;
        let east = (place.longitude - self.centre.longitude) * self.east_km;
        whole((north * north + east * east).sqrt())
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "half the way round the Earth is 20,016 km, and the clamp says so"
)]
fn whole(km: f64) -> u16 {
    km.round().clamp(0.0, 20_100.0) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_map() {
        let at = |latitude, longitude| Point::new(latitude, longitude).unwrap();
        let (lille, roubaix, amiens) = (at(50.6366, 3.0635), at(50.6927, 3.1778), at(49.8942, 2.2957));
        for (from, to, km) in [(lille, roubaix, 10), (lille, amiens, 99), (roubaix, roubaix, 0)] {
            assert_eq!((from.km(to), to.km(from)), (km, km));
            assert!(from.around().km(to).abs_diff(km) <= 1);
        }
        assert_eq!(at(90.0, 0.0).km(at(-90.0, 0.0)), 20_015, "half the way round");
    }

    #[test]
    fn nowhere_is_no_point() {
        for (latitude, longitude) in
            [(0.0, 0.0), (90.1, 3.0), (50.0, 180.5), (f64::NAN, 3.0), (50.0, f64::NAN)]
        {
            assert_eq!(Point::new(latitude, longitude), None, "{latitude} {longitude}");
        }
    }
}
