//! A structure of data.inclusion, field by field of the schema.

use chrono::NaiveDate;
use passerelle_domain::code::{Email, Phone, Siret};
use serde::{Deserialize, Serialize};

use super::network::Network;
use super::old;
use super::service::{address, identity};
use crate::draft::Address;
use crate::field::Fields;
use crate::report::{Became, Why};
use crate::vocabulary::Word;

/// A structure. The name of each field in the schema stands beside it where it is another word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Structure {
    pub id: String,
    pub source: String,
    /// `nom`, on one line.
    pub name: String,
    pub description: String,
    pub siret: Option<Siret>,
    pub address: Address,
    /// `telephone`.
    pub phone: Option<Word<Phone>>,
    /// `courriel`.
    pub email: Option<Word<Email>>,
    /// `site_web`.
    pub website: String,
    /// `lien_source`.
    pub source_url: String,
    /// `horaires_accueil`.
    pub opening: String,
    /// `accessibilite_lieu`: a page about the access for people with a disability.
    pub accessibility_url: String,
    /// `reseaux_porteurs`.
    pub networks: Vec<Word<Network>>,
    /// `date_maj`.
    pub updated: Option<NaiveDate>,
}

/// The fields of version 1; those of version 0 are in `old.rs`.
pub(super) const FIELDS: &[&str] = &[
    "accessibilite_lieu",
    "adresse",
    "code_insee",
    "code_postal",
    "commune",
    "complement_adresse",
    "courriel",
    "date_maj",
    "description",
    "horaires_accueil",
    "id",
    "latitude",
    "lien_source",
    "longitude",
    "nom",
    "reseaux_porteurs",
    "siret",
    "site_web",
    "source",
    "telephone",
];

/// Reads one; none where its identifier or its name is missing, which is told.
pub(super) fn structure(fields: &mut Fields) -> Option<Structure> {
    let (id, name) = identity(fields)?;
    for needed in ["source", "date_maj"] {
        if fields.value(needed).is_none() {
            fields.tell(needed, Became::Unread, Why::Missing, "", "");
        }
    }
    let accessibility =
        if fields.value("accessibilite_lieu").is_some() { "accessibilite_lieu" } else { "accessibilite" };
    let mut structure = Structure {
        id,
        name,
        source: fields.line("source"),
        description: old::first_lines(fields, &["description", "presentation_detail", "presentation_resume"]),
        siret: fields.code("siret", Siret::parse),
        address: address(fields),
        phone: fields.code_or_text("telephone", Phone::parse),
        email: fields.code_or_text("courriel", Email::parse),
        website: fields.url("site_web"),
        source_url: fields.url("lien_source"),
        opening: old::first_lines(fields, &["horaires_accueil", "horaires_ouverture"]),
        accessibility_url: fields.url(accessibility),
        networks: fields.words_with("reseaux_porteurs", old::NETWORKS),
        updated: fields.day("date_maj"),
    };
    old::complete_structure(fields, &mut structure);
    Some(structure)
}
