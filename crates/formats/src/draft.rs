//! An offer as any catalogue tells it, in the words of the work: what data.inclusion, LHEO and HSDS have in common. It
//! has no identity in the vault yet.

use chrono::NaiveDate;
use passerelle_domain::assessment::Theme;
use passerelle_domain::code::{Email, Insee, Phone, PostalCode, Rncp, Rome, Siret, Uai};
use passerelle_domain::person::Level;
use passerelle_domain::person::name::fold;
use passerelle_domain::private::Private;
use passerelle_domain::programme::{Funding, ProgrammeKind, Tag};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::vocabulary::Word;

/// A place on Earth, in degrees of WGS 84.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "OfferPoint")]
pub struct Point {
    /// North of the equator.
    pub latitude: f64,
    /// East of Greenwich.
    pub longitude: f64,
}

impl Point {
    /// None outside the world, and none at 0, 0: that is what programs write where they know nothing.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let inside = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        let nowhere = latitude.abs() < 1e-9 && longitude.abs() < 1e-9;
        (inside && !nowhere).then_some(Self { latitude, longitude })
    }
}

/// An address as far as it is told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "OfferAddress")]
pub struct Address {
    /// Number and street, perhaps several lines.
    pub street: String,
    /// Building, floor, what else leads there.
    pub extra: String,
    pub postal_code: Option<PostalCode>,
    pub commune: String,
    pub insee: Option<Insee>,
    pub point: Option<Point>,
}

impl Address {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where an offer comes from; together with the identifier there, the same at each import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "OfferSource")]
pub enum Catalogue {
    DataInclusion,
    Lheo,
    Hsds,
}

/// Whom one reaches there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "OfferContact")]
pub struct Contact {
    /// Perhaps a person's name: shown, never logged.
    pub name: Private<String>,
    /// What they are there for, in the catalogue's words.
    pub role: String,
    #[ts(as = "Vec<String>")]
    pub phones: Vec<Word<Phone>>,
    #[ts(as = "Vec<String>")]
    pub emails: Vec<Word<Email>>,
    pub urls: Vec<String>,
}

impl Contact {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Who offers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "OfferProvider")]
pub struct Provider {
    /// The identifier in the catalogue, where it has one.
    pub id: String,
    pub name: String,
    pub siret: Option<Siret>,
    pub uai: Option<Uai>,
    pub address: Address,
    pub contacts: Vec<Contact>,
}

/// Where the offer takes place, as far as it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "OfferAttendance")]
pub enum Attendance {
    OnSite,
    Remote,
    Both,
}

/// Whether one may still enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "OfferRecruitment")]
pub enum Recruitment {
    Open,
    Closed,
    Suspended,
}

/// How much of a week it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "OfferRhythm")]
pub enum Rhythm {
    FullTime,
    PartTime,
}

impl Rhythm {
    /// Hours a week from which training counts as full time.
    pub const FULL: f64 = 30.0;
}

/// One time it is given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "OfferSession")]
pub struct Session {
    /// The identifier in the catalogue, or its number in the offer: the same at each import.
    pub id: String,
    pub start: Option<NaiveDate>,
    pub end: Option<NaiveDate>,
    /// One may enter at any time, between start and end where they are told.
    pub permanent: bool,
    pub recruitment: Option<Recruitment>,
    /// Between these days one can apply.
    pub apply_from: Option<NaiveDate>,
    pub apply_until: Option<NaiveDate>,
    pub places: Option<u32>,
    pub address: Address,
}

/// An offer. Lists are empty and texts too where the catalogue says nothing: nothing is guessed here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "Offer")]
pub struct Offer {
    pub catalogue: Catalogue,
    /// The identifier there.
    pub id: String,
    pub provider: Provider,
    pub name: String,
    pub description: String,
    /// Kinds it may be, by what the catalogue says: most often one, none where it is not sure.
    pub kinds: Vec<ProgrammeKind>,
    pub tags: Vec<Tag>,
    pub fundings: Vec<Funding>,
    /// The themes of the assessment it answers.
    pub themes: Vec<Theme>,
    /// The catalogue's own words for what it is about.
    pub subjects: Vec<String>,
    /// The catalogue's own codes for whom it is for.
    pub publics: Vec<String>,
    /// In words: whom it is for, and what is asked.
    pub conditions: String,
    /// Ages, where the catalogue says them as numbers.
    pub min_age: Option<u32>,
    pub max_age: Option<u32>,
    /// Only who lives in a priority neighbourhood (or a rural revitalisation zone).
    pub qpv_only: bool,
    /// Level one enters with; see [`Offer::entry_required`].
    pub entry: Option<Level>,
    pub entry_required: bool,
    /// Level one leaves with.
    pub exit: Option<Level>,
    pub romes: Vec<Rome>,
    pub rncps: Vec<Rncp>,
    /// Formacode, five digits.
    pub formacodes: Vec<String>,
    pub attendance: Option<Attendance>,
    pub places: Vec<Address>,
    /// Codes of communes, departments, EPCI, or `france`: where one must live. Empty: not told.
    pub zone: Vec<String>,
    pub sessions: Vec<Session>,
    /// Opening hours or rhythm, in the catalogue's words.
    pub schedule: String,
    pub weekly_hours: Option<f64>,
    pub total_hours: Option<u32>,
    pub weeks: Option<u32>,
    /// Nothing to pay for the person; not told where none.
    pub free: Option<bool>,
    pub cost: String,
    pub contacts: Vec<Contact>,
    pub urls: Vec<String>,
    /// How one asks for it, in the catalogue's words.
    pub how: String,
    /// When the catalogue's owner last changed it.
    pub updated: Option<NaiveDate>,
    /// The day from which it is no longer offered.
    pub gone_from: Option<NaiveDate>,
}

impl Offer {
    /// How much of a week it takes: as its own words say, else by its hours a week, which its whole hours over its weeks
    /// stand for where they alone are told. None where neither says it, or where its words say both.
    pub fn rhythm(&self) -> Option<Rhythm> {
        let said = fold(&self.schedule);
        let whole = ["temps plein", "temps complet", "full time"].iter().any(|words| said.contains(words));
        let part = ["temps partiel", "part time"].iter().any(|words| said.contains(words));
        match (whole, part) {
            (true, true) => return None,
            (true, false) => return Some(Rhythm::FullTime),
            (false, true) => return Some(Rhythm::PartTime),
            (false, false) => {}
        }
        let spread =
            || Some(f64::from(self.total_hours?) / f64::from(self.weeks.filter(|weeks| *weeks > 0)?));
        let hours = self.weekly_hours.or_else(spread).filter(|hours| *hours > 0.0)?;
        Some(if hours >= Rhythm::FULL { Rhythm::FullTime } else { Rhythm::PartTime })
    }

    /// An offer of which nothing is told yet.
    pub fn new(catalogue: Catalogue, id: String, name: String) -> Self {
        Self {
            catalogue,
            id,
            name,
            provider: Provider::default(),
            description: String::new(),
            kinds: Vec::new(),
            tags: Vec::new(),
            fundings: Vec::new(),
            themes: Vec::new(),
            subjects: Vec::new(),
            publics: Vec::new(),
            conditions: String::new(),
            min_age: None,
            max_age: None,
            qpv_only: false,
            entry: None,
            entry_required: false,
            exit: None,
            romes: Vec::new(),
            rncps: Vec::new(),
            formacodes: Vec::new(),
            attendance: None,
            places: Vec::new(),
            zone: Vec::new(),
            sessions: Vec::new(),
            schedule: String::new(),
            weekly_hours: None,
            total_hours: None,
            weeks: None,
            free: None,
            cost: String::new(),
            contacts: Vec::new(),
            urls: Vec::new(),
            how: String::new(),
            updated: None,
            gone_from: None,
        }
    }
}
