//! Which elements of LHEO are read, so that what has no place here is told once a file instead of lost in silence.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::report::{Became, Place, Report, Why};

/// Elements that are read, wherever they stand.
const READ: &[&str] = &[
    "SIRET",
    "SIRET-formateur",
    "SIRET-lieu-formation",
    "SIRET-organisme-formation",
    "a-distance",
    "acces-handicapes",
    "action",
    "adresse",
    "adresse-information",
    "adresse-inscription",
    "alternance",
    "capacite-simultanee",
    "certifiante",
    "certification",
    "civilite",
    "code-CERTIFINFO",
    "code-CPF",
    "code-FORMACODE",
    "code-INSEE-commune",
    "code-NSF",
    "code-RNCP",
    "code-ROME",
    "code-RS",
    "code-UAI",
    "code-UAI-formateur",
    "code-UAI-lieu-formation",
    "code-UAI-organisme-formation",
    "code-financeur",
    "code-insee-commune",
    "code-niveau-entree",
    "code-niveau-sortie",
    "code-perimetre-recrutement",
    "code-public-vise",
    "codepostal",
    "commentaire",
    "conditions-specifiques",
    "contact-formateur",
    "contact-formation",
    "contact-organisme",
    "contact-session",
    "contenu-formation",
    "coordonnees",
    "coordonnees-organisme",
    "courriel",
    "cycle",
    "date",
    "date-information",
    "debut",
    "denomination",
    "detail-conditions-prise-en-charge",
    "domaine-formation",
    "duree-indicative",
    "etat-recrutement",
    "extra",
    "extras",
    "fin",
    "formation",
    "frais-restants",
    "geolocalisation",
    "hebergement",
    "heure-debut",
    "heure-fin",
    "identifiant-module",
    "info-public-vise",
    "infos-perimetre-recrutement",
    "intitule-formation",
    "langue-formation",
    "latitude",
    "lheo",
    "lheo-plus",
    "lieu-de-formation",
    "ligne",
    "longitude",
    "modalite-recrutement",
    "modalites-alternance",
    "modalites-enseignement",
    "modalites-entrees-sorties",
    "modalites-inscription",
    "modalites-pedagogiques",
    "modalites-recrutement",
    "nb-places",
    "nb-places-financees",
    "niveau-entree-obligatoire",
    "nom",
    "nom-organisme",
    "nombre-heures-centre",
    "nombre-heures-entreprise",
    "nombre-heures-total",
    "numero-activite",
    "numtel",
    "objectif-formation",
    "objectif-general-formation",
    "organisme-financeur",
    "organisme-formateur",
    "organisme-formation-responsable",
    "parcours-de-formation",
    "periode",
    "periode-inscription",
    "portable",
    "prenom",
    "prise-en-charge-frais-possible",
    "prix-horaire-TTC",
    "prix-total-TTC",
    "raison-sociale",
    "raison-sociale-formateur",
    "recrutement",
    "renseignements-specifiques",
    "restauration",
    "resultats-attendus",
    "rythme-formation",
    "session",
    "telfixe",
    "transport",
    "type-alternance",
    "type-contact",
    "type-cycle",
    "url-action",
    "url-formation",
    "url-session",
    "urlweb",
    "ville",
    "web",
];

/// Names told of one file.
const TOLD: usize = 200;

/// Tells each element that is not read, once.
pub(super) fn unread(
    map: &Map<String, Value>,
    place: Place,
    report: &mut Report,
    told: &mut BTreeSet<String>,
) {
    for (name, value) in map {
        if name.starts_with(['@', '#']) {
            continue;
        }
        if READ.binary_search(&name.as_str()).is_err() {
            if told.len() < TOLD && told.insert(name.clone()) {
                report.tell(place, name, Became::Unread, Why::NotRead, "", "");
            }
            continue;
        }
        let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for inner in list.iter().filter_map(Value::as_object) {
            unread(inner, place, report, told);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_stand_in_order_to_be_found() {
        assert!(READ.is_sorted());
    }
}
