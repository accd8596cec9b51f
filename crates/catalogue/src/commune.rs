//! The communes of Hauts-de-France with their centres and groups, for distances where there is no address. Centres are those of
//! the areas of the communes (IGN Admin Express, Licence Ouverte), groups those of INSEE's code of 2026.

use std::sync::LazyLock;

use passerelle_domain::code::Insee;
use passerelle_formats::draft::Point;

/// A commune as distances and zones need it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Commune {
    /// SIREN of its group of communes; empty where it is in none.
    pub epci: &'static str,
    pub centre: Point,
}

/// By code, ascending.
static COMMUNES: LazyLock<Vec<(&'static str, Commune)>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let mut cells = line.split(';');
        let (code, epci) = (cells.next()?, cells.next()?);
        let centre = Point::new(cells.next()?.parse().ok()?, cells.next()?.parse().ok()?)?;
        Some((code, Commune { epci, centre }))
    };
    include_str!("../data/communes.csv").lines().filter_map(line).collect()
});

/// The commune of this code; none outside the region.
pub fn commune(insee: &Insee) -> Option<Commune> {
    let at = COMMUNES.binary_search_by_key(&insee.as_str(), |(code, _)| code).ok()?;
    COMMUNES.get(at).map(|(_, commune)| *commune)
}

/// The middle of a commune; none outside the region.
pub fn centre(insee: &Insee) -> Option<Point> {
    commune(insee).map(|commune| commune.centre)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn communes_of_the_region_have_a_middle_and_others_none() {
        let lille = commune(&Insee::parse("59350").unwrap()).unwrap();
        assert!((lille.centre.latitude - 50.63).abs() < 0.03 && (lille.centre.longitude - 3.05).abs() < 0.05);
        assert_eq!(lille.epci, "200093201", "the Métropole européenne de Lille");
        assert_eq!(commune(&Insee::parse("75056").unwrap()), None);
        assert_eq!(COMMUNES.len(), 3_782);
        assert!(COMMUNES.windows(2).all(|pair| pair[0].0 < pair[1].0), "sorted, to be searched by halves");
    }
}
