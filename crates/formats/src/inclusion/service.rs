//! A service of data.inclusion, field by field of the schema.

use chrono::NaiveDate;
use passerelle_domain::code::{Email, Insee, Phone, PostalCode};
use passerelle_domain::private::Private;
use serde::{Deserialize, Serialize};

use super::old;
use super::word::{Cost, Mobilisation, MobilisedBy, Public, ServiceKind, Theme, Welcome};
use crate::draft::{Address, Point};
use crate::field::{Fields, SHORT};
use crate::report::{Became, Why};
use crate::vocabulary::Word;

/// Where one must live to have it (`zone_eligibilite`), by the codes of INSEE.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "zone", content = "code")]
pub enum Zone {
    Commune(Insee),
    /// `59`, `2A` or `974`.
    Department(String),
    /// The SIREN of a group of communes, nine digits.
    Epci(String),
    /// A country by INSEE's code, `99...`, other than France.
    Country(String),
    France,
    /// A code of none of these.
    Foreign(String),
}

impl Zone {
    /// Reads a code of the schema.
    pub fn parse(raw: &str) -> Self {
        let text = raw.trim();
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let department = digits || matches!(text.to_ascii_uppercase().as_str(), "2A" | "2B");
        match text.len() {
            _ if text.eq_ignore_ascii_case("france") || text == "99100" => Zone::France,
            9 if digits => Zone::Epci(text.to_owned()),
            5 if digits && text.starts_with("99") => Zone::Country(text.to_owned()),
            1 if digits && text != "0" => Zone::Department(format!("0{text}")),
            2 | 3 if department => Zone::Department(text.to_ascii_uppercase()),
            4 | 5 => Insee::parse(text).map_or_else(|_| Zone::Foreign(text.to_owned()), Zone::Commune),
            _ => Zone::Foreign(text.to_owned()),
        }
    }

    /// As the schema writes it.
    pub fn code(&self) -> &str {
        match self {
            Zone::Commune(code) => code.as_str(),
            Zone::Department(code) | Zone::Epci(code) | Zone::Country(code) | Zone::Foreign(code) => code,
            Zone::France => "france",
        }
    }
}

/// A service. The name of each field in the schema stands beside it where it is another word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Service {
    pub id: String,
    pub source: String,
    pub structure_id: String,
    /// `nom`, on one line.
    pub name: String,
    pub description: String,
    /// `type`; version 0 had several.
    pub kinds: Vec<Word<ServiceKind>>,
    pub themes: Vec<Word<Theme>>,
    /// `frais`; version 0 had several.
    pub costs: Vec<Word<Cost>>,
    /// `frais_precisions`.
    pub cost_note: String,
    pub publics: Vec<Word<Public>>,
    /// `publics_precisions`.
    pub publics_note: String,
    /// `conditions_acces`.
    pub conditions: String,
    pub address: Address,
    /// `contact_nom_prenom`.
    pub contact: Private<String>,
    /// `telephone`.
    pub phone: Option<Word<Phone>>,
    /// `courriel`.
    pub email: Option<Word<Email>>,
    /// `modes_accueil`.
    pub welcome: Vec<Word<Welcome>>,
    /// `modes_mobilisation`.
    pub mobilisation: Vec<Word<Mobilisation>>,
    /// `mobilisation_precisions`.
    pub mobilisation_note: String,
    /// `mobilisable_par`.
    pub mobilised_by: Vec<Word<MobilisedBy>>,
    /// `lien_mobilisation`.
    pub mobilisation_url: String,
    /// `lien_source`.
    pub source_url: String,
    /// `horaires_accueil`, in the notation of OpenStreetMap where the source keeps to it.
    pub opening: String,
    /// `nombre_semaines`.
    pub weeks: Option<u32>,
    /// `volume_horaire_hebdomadaire`, hours.
    pub weekly_hours: Option<f64>,
    /// `zone_eligibilite`; empty where it is not told.
    pub zone: Vec<Zone>,
    /// `date_maj`.
    pub updated: Option<NaiveDate>,
    /// `date_suspension` of version 0.
    pub suspended: Option<NaiveDate>,
}

/// The fields of both versions.
pub(super) const FIELDS: &[&str] = &[
    "adresse",
    "code_insee",
    "code_postal",
    "commune",
    "complement_adresse",
    "conditions_acces",
    "contact_nom_prenom",
    "courriel",
    "date_maj",
    "description",
    "frais",
    "frais_precisions",
    "horaires_accueil",
    "id",
    "latitude",
    "lien_mobilisation",
    "lien_source",
    "longitude",
    "mobilisable_par",
    "mobilisation_precisions",
    "modes_accueil",
    "modes_mobilisation",
    "nom",
    "nombre_semaines",
    "publics",
    "publics_precisions",
    "source",
    "structure_id",
    "telephone",
    "thematiques",
    "type",
    "volume_horaire_hebdomadaire",
    "zone_eligibilite",
];

/// Reads one; none where its identifier or its name is missing, which is told.
pub(super) fn service(fields: &mut Fields) -> Option<Service> {
    let (id, name) = identity(fields)?;
    for needed in ["source", "structure_id", "date_maj"] {
        if fields.value(needed).is_none() {
            fields.tell(needed, Became::Unread, Why::Missing, "", "");
        }
    }
    // Version 0 says with this whether the contact may be shown to anybody.
    let hidden = fields.truth("contact_public") == Some(false);
    let contact = if hidden { String::new() } else { fields.line("contact_nom_prenom") };
    let mut service = Service {
        id,
        name,
        source: fields.line("source"),
        structure_id: fields.line("structure_id"),
        description: old::first_lines(fields, &["description", "presentation_detail", "presentation_resume"]),
        kinds: fields.words("type"),
        themes: fields.words_with("thematiques", old::THEMES),
        costs: fields.words_with("frais", old::COSTS),
        cost_note: old::first_lines(fields, &["frais_precisions", "frais_autres"]),
        publics: fields.words_with("publics", old::PUBLICS),
        publics_note: old::first_lines(fields, &["publics_precisions", "profils_precisions"]),
        conditions: fields.lines("conditions_acces"),
        address: address(fields),
        contact: Private(contact),
        phone: if hidden { None } else { fields.code_or_text("telephone", Phone::parse) },
        email: if hidden { None } else { fields.code_or_text("courriel", Email::parse) },
        welcome: fields.words("modes_accueil"),
        mobilisation: fields.words_with("modes_mobilisation", old::MOBILISATIONS),
        mobilisation_note: fields.lines("mobilisation_precisions"),
        mobilised_by: fields.words("mobilisable_par"),
        mobilisation_url: fields.url("lien_mobilisation"),
        source_url: fields.url("lien_source"),
        opening: old::first_lines(fields, &["horaires_accueil", "recurrence"]),
        weeks: fields.count("nombre_semaines", 1, 520),
        weekly_hours: fields.number_in("volume_horaire_hebdomadaire", 0, 168),
        zone: zone(fields, "zone_eligibilite"),
        updated: fields.day("date_maj"),
        suspended: None,
    };
    old::complete_service(fields, &mut service);
    Some(service)
}

/// The identifier and the name, without which nothing can be kept.
pub(super) fn identity(fields: &mut Fields) -> Option<(String, String)> {
    let id = fields.line("id");
    let name = fields.line("nom");
    let missing = [("id", &id), ("nom", &name)].into_iter().find(|(_, value)| value.is_empty());
    if let Some((field, _)) = missing {
        let known = if id.is_empty() { &name } else { &id };
        fields.tell(field, Became::Refused, Why::Missing, known, "");
        return None;
    }
    Some((id, name))
}

pub(super) fn address(fields: &mut Fields) -> Address {
    let latitude = fields.number_in("latitude", -90, 90);
    let longitude = fields.number_in("longitude", -180, 180);
    Address {
        street: fields.lines("adresse"),
        extra: fields.lines("complement_adresse"),
        postal_code: fields.code("code_postal", PostalCode::parse),
        commune: fields.line("commune"),
        insee: fields.code("code_insee", Insee::parse),
        point: latitude.zip(longitude).and_then(|(latitude, longitude)| Point::new(latitude, longitude)),
    }
}

pub(super) fn zone(fields: &mut Fields, name: &str) -> Vec<Zone> {
    let mut zones = Vec::new();
    for raw in fields.list(name) {
        let zone = Zone::parse(&raw);
        if let Zone::Foreign(code) = &zone {
            fields.tell(name, Became::Foreign, Why::UnknownWord, code, "");
        } else if zone.code() != raw {
            fields.tell(name, Became::Repaired, Why::Form, &raw, zone.code());
        }
        let zone = match zone {
            Zone::Foreign(code) => Zone::Foreign(fields.cut(name, &code, SHORT, false)),
            known => known,
        };
        if !zones.contains(&zone) {
            zones.push(zone);
        }
    }
    zones
}
