//! The communes of Hauts-de-France with their centres and groups, for distances where there is no address. Centres are those of
//! the areas of the communes (IGN Admin Express, Licence Ouverte), groups those of INSEE's code of 2026,
//! names and postal codes those of the official division of the territory (@etalab/decoupage-administratif).

use std::collections::HashMap;
use std::sync::LazyLock;

use passerelle_domain::code::{Insee, PostalCode};
use passerelle_domain::person::name::fold;
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
    TABLE.lines().filter_map(line).collect()
});

const TABLE: &str = include_str!("../data/communes.csv");

/// Codes and postal codes by the folded name: some names are borne by several communes.
static BY_NAME: LazyLock<HashMap<String, Vec<(&'static str, &'static str)>>> = LazyLock::new(|| {
    let mut by_name: HashMap<String, Vec<_>> = HashMap::new();
    for line in TABLE.lines() {
        let mut cells = line.split(';');
        if let (Some(code), Some(name), Some(postal)) = (cells.next(), cells.nth(3), cells.next()) {
            by_name.entry(key(name)).or_default().push((code, postal));
        }
    }
    by_name
});

/// A name as it is compared: St-Quentin and Saint Quentin are one.
fn key(name: &str) -> String {
    let folded = fold(name);
    let whole = |word| match word {
        "st" => "saint",
        "ste" => "sainte",
        other => other,
    };
    folded.split(' ').filter(|word| *word != "cedex").map(whole).collect::<Vec<_>>().join(" ")
}

/// The commune of the region that bears this name, with that postal code where one is known; none where none does, or
/// where several do.
pub fn named(name: &str, postal_code: Option<&PostalCode>) -> Option<Insee> {
    let bearers = BY_NAME.get(&key(name))?;
    let has = |postal: &str| postal_code.is_none_or(|code| postal.split(' ').any(|one| one == code.as_str()));
    let mut fitting = bearers.iter().filter(|(_, postal)| has(postal));
    match (fitting.next(), fitting.next()) {
        (Some((code, _)), None) => Insee::parse(code).ok(),
        _ => None,
    }
}

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
    fn a_name_leads_to_its_commune_unless_several_bear_it() {
        let code = |name: &str, postal: &str| {
            named(name, PostalCode::parse(postal).ok().as_ref()).map(|insee| insee.as_str().to_owned())
        };
        assert_eq!(code("ROUBAIX", "").as_deref(), Some("59512"));
        assert_eq!(code("St-Quentin", "02100").as_deref(), Some("02691"));
        assert_eq!(code("Roubaix cedex", "").as_deref(), Some("59512"));
        assert_eq!(code("Roubaix", "62300"), None, "another commune's postal code");
        assert_eq!(code("Hem", "59510").as_deref(), Some("59299"));
        assert_eq!(code("Nulle-Part", ""), None);
        let twice = BY_NAME.iter().find(|(_, bearers)| bearers.len() > 1).unwrap();
        assert_eq!(named(twice.0, None), None, "{} is borne twice", twice.0);
    }

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
