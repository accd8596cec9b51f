//! Where somebody lives: the point for distances, and whether it lies in a priority neighbourhood, which a worker settles.

use passerelle_catalogue::{Answer, Match};
use passerelle_catalogue::{Catalogue, Found, Precision, Residence as Standing, Wanted, centre, named};
use passerelle_domain::code::{Insee, PostalCode, QpvEdition};
use passerelle_domain::id::PersonId;
use passerelle_domain::person::PersonDraft;
use passerelle_domain::person::residence::{ResidenceAnswer, ResidenceDraft, ResidenceWay, decide};
use passerelle_formats::draft::Point;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<Locate>();
    registrar.register::<DecideResidence>();
    registrar.register::<FindAreas>();
}

/// A home as far as it is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Home {
    pub point: Point,
    pub precision: Precision,
}

/// What is sought of an address. Where nobody chose the commune, its name and postal code tell it, if they tell one.
fn wanted(who: &PersonDraft) -> Wanted {
    let postal_code = PostalCode::parse(&who.postal_code).ok();
    let insee = Insee::parse(&who.insee).ok().or_else(|| named(&who.commune, postal_code.as_ref()));
    Wanted { line: who.address_line.clone(), postal_code, insee }
}

/// What the address of somebody says for sure of where they live; none where it does not, or where they have an answer.
pub(crate) fn by_address(
    catalogue: &Catalogue,
    who: &PersonDraft,
) -> Result<Option<ResidenceDraft>, Problem> {
    if !who.qpv.is_empty() || who.address_line.trim().is_empty() {
        return Ok(None);
    }
    let located = locate(catalogue, &wanted(who))?;
    let settled =
        |answer, qpv| ResidenceDraft { answer, way: ResidenceWay::Address, qpv, note: String::new() };
    Ok(match located.inside {
        Some(area) => Some(settled(ResidenceAnswer::In, area.code.as_str().to_owned())),
        None => located.outside.then(|| settled(ResidenceAnswer::Out, String::new())),
    })
}

/// Where somebody lives, as exactly as the lists of addresses tell, else the middle of the commune; none where neither is known.
pub(crate) fn home(catalogue: &Catalogue, who: &PersonDraft) -> Result<Option<Home>, Problem> {
    let wanted = wanted(who);
    if let Found::At(found) = catalogue.find_address(&wanted)? {
        return Ok(Some(Home { point: found.point, precision: found.precision }));
    }
    let middle = wanted.insee.as_ref().and_then(centre);
    Ok(middle.map(|point| Home { point, precision: Precision::Commune }))
}

/// The address of a person on one line, as the answer is kept for.
pub(crate) fn address_of(who: &PersonDraft) -> String {
    let parts = [who.address_line.as_str(), who.postal_code.as_str(), who.commune.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Looks an address up without a network, and says in which neighbourhood it lies.
#[derive(Deserialize, TS)]
pub struct Locate {
    address_line: String,
    postal_code: String,
    insee: String,
}

/// Why an address alone does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LocateWhy {
    /// No list of addresses of this commune is on this laptop.
    NoList,
    /// The list of the commune has no such street.
    NoStreet,
    /// The street is known, the number is not: a street can lie on both sides of a border.
    NoNumber,
    /// The outlines of the priority neighbourhoods are not on this laptop.
    NoOutlines,
    /// A border is too near.
    Border,
}

/// What the address says. Only the number itself, farther than twenty metres from any border, decides.
#[derive(Serialize, TS)]
pub struct Located {
    pub found: Option<Match>,
    /// The neighbourhood, where the address lies in one for sure.
    pub inside: Option<Answer>,
    /// It lies in none for sure.
    pub outside: bool,
    pub why: Option<LocateWhy>,
    /// Neighbourhoods that it may lie in, nearest border first.
    pub near: Vec<Answer>,
}

impl UseCase for Locate {
    const NAME: &'static str = "residence.locate";
    type Answer = Located;

    fn run(self, app: &App) -> Result<Located, Problem> {
        let wanted = Wanted {
            line: self.address_line,
            postal_code: PostalCode::parse(&self.postal_code).ok(),
            insee: Insee::parse(&self.insee).ok(),
        };
        locate(app.shelf()?.as_ref(), &wanted)
    }
}

fn locate(catalogue: &Catalogue, wanted: &Wanted) -> Result<Located, Problem> {
    let mut located = Located { found: None, inside: None, outside: false, why: None, near: Vec::new() };
    let found = match catalogue.find_address(wanted)? {
        Found::At(found) => found,
        Found::NoStreet => return Ok(Located { why: Some(LocateWhy::NoStreet), ..located }),
        Found::NoList => return Ok(Located { why: Some(LocateWhy::NoList), ..located }),
    };
    let exact = found.precision == Precision::House;
    match catalogue.residence(QpvEdition::Of2024, found.point)? {
        Standing::NoOutlines => located.why = Some(LocateWhy::NoOutlines),
        Standing::Uncertain { near } => {
            located.near = near;
            located.why = Some(LocateWhy::Border);
        }
        Standing::In { area } if exact => located.inside = Some(area),
        Standing::Out if exact => located.outside = true,
        Standing::In { area } => {
            located.near = vec![area];
            located.why = Some(LocateWhy::NoNumber);
        }
        Standing::Out => located.why = Some(LocateWhy::NoNumber),
    }
    Ok(Located { found: Some(found), ..located })
}

/// The neighbourhoods in force with these letters in their name, commune or code, to choose from by hand.
#[derive(Deserialize, TS)]
pub struct FindAreas {
    text: String,
}

impl UseCase for FindAreas {
    const NAME: &'static str = "residence.areas";
    type Answer = Vec<Answer>;

    fn run(self, app: &App) -> Result<Vec<Answer>, Problem> {
        Ok(app.shelf()?.areas(QpvEdition::Of2024, &self.text)?)
    }
}

/// Settles whether somebody lives in a priority neighbourhood, for their address as it stands.
#[derive(Deserialize, TS)]
pub struct DecideResidence {
    person: PersonId,
    decision: ResidenceDraft,
}

impl UseCase for DecideResidence {
    const NAME: &'static str = "person.decide_residence";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let file = open.vault.person(self.person, now.today)?;
            let before = (file.who.qpv.as_str(), &file.residence);
            let address = address_of(&file.who);
            Ok(((), decide(file.id, before, &address, &self.decision, now)?))
        })
    }
}
