//! Version 0 of the schema, where a field or a word of it means what one of version 1 means. A word whose meaning moved
//! is not here: it stays as the file has it.

use super::network::Network;
use super::service::{Service, Zone};
use super::structure::Structure;
use super::word::{Cost, Mobilisation, MobilisedBy, Public, Theme};
use crate::field::{Fields, LONG};
use crate::report::{Became, Why};
use crate::vocabulary::Word;

/// Fields of version 0 that are read as one of version 1.
pub(super) const SERVICE_FIELDS: &[&str] = &[
    "contact_public",
    "date_suspension",
    "formulaire_en_ligne",
    "frais_autres",
    "justificatifs",
    "modes_orientation_accompagnateur",
    "modes_orientation_accompagnateur_autres",
    "modes_orientation_beneficiaire",
    "modes_orientation_beneficiaire_autres",
    "page_web",
    "pre_requis",
    "presentation_detail",
    "presentation_resume",
    "prise_rdv",
    "profils",
    "profils_precisions",
    "recurrence",
    "types",
    "zone_diffusion_code",
    "zone_diffusion_type",
];

pub(super) const STRUCTURE_FIELDS: &[&str] = &[
    "accessibilite",
    "horaires_ouverture",
    "labels_nationaux",
    "presentation_detail",
    "presentation_resume",
    "typologie",
];

pub(super) const THEMES: &[(&str, Theme)] = &[
    (
        "acces-aux-droits-et-citoyennete--accompagnement-dans-les-demarches-administratives",
        Theme::DifficultesAdministrativesOuJuridiquesAccompagnementAuxDemarchesAdministratives,
    ),
    (
        "acces-aux-droits-et-citoyennete--connaitre-ses-droits",
        Theme::DifficultesAdministrativesOuJuridiquesAccompagnementPourLaccesAuxDroits,
    ),
    (
        "creation-activite--definir-son-projet-de-creation-dentreprise",
        Theme::CreerUneEntrepriseDefinirSonProjetDeCreationDentreprise,
    ),
    ("creation-activite--developper-son-entreprise", Theme::CreerUneEntrepriseDevelopperSonEntreprise),
    (
        "creation-activite--structurer-son-projet-de-creation-dentreprise",
        Theme::CreerUneEntrepriseStructurerSonProjetDeCreationDentreprise,
    ),
    ("equipement-et-alimentation--acces-a-du-materiel-informatique", Theme::NumeriqueAcquerirUnEquipement),
    ("famille--information-et-accompagnement-des-parents", Theme::FamilleSoutienALaParentaliteEtALeducation),
    ("famille--soutien-a-la-parentalite", Theme::FamilleSoutienALaParentaliteEtALeducation),
    ("famille--violences-intrafamiliales", Theme::FamilleSurmonterConflitsSeparationViolence),
    (
        "gestion-financiere--apprendre-a-gerer-son-budget",
        Theme::DifficultesFinancieresAmeliorerSaGestionBudgetaire,
    ),
    ("gestion-financiere--obtenir-une-aide-alimentaire", Theme::EquipementEtAlimentationAlimentation),
    (
        "gestion-financiere--prevention-et-gestion-du-surendettement",
        Theme::DifficultesFinancieresSituationDendettementSurendettement,
    ),
    ("handicap--faire-reconnaitre-un-handicap", Theme::SanteConstituerUnDossierMdphInvalidite),
    (
        "logement-hebergement--connaissance-de-ses-droits-et-interlocuteurs",
        Theme::LogementHebergementSinformerSurLesDemarchesLieesALaccesAuLogement,
    ),
    ("logement-hebergement--demenagement", Theme::LogementHebergementChangerDeLogement),
    (
        "logement-hebergement--etre-accompagne-dans-son-projet-accession",
        Theme::LogementHebergementAcheterUnLogement,
    ),
    (
        "logement-hebergement--mal-loges-sans-logis",
        Theme::LogementHebergementRechercherUneSolutionDhebergementTemporaire,
    ),
    ("mobilite--acheter-un-vehicule-motorise", Theme::MobiliteAccederAUnVehicule),
    ("mobilite--louer-un-vehicule", Theme::MobiliteAccederAUnVehicule),
    (
        "mobilite--comprendre-et-utiliser-les-transports-en-commun",
        Theme::MobiliteMobiliteDoucePartageeCollective,
    ),
    ("mobilite--financer-mon-projet-mobilite", Theme::MobiliteFinancerMaMobilite),
    (
        "mobilite--preparer-son-permis-de-conduire-se-reentrainer-a-la-conduite",
        Theme::MobilitePreparerUnPermis,
    ),
    ("numerique--acceder-a-du-materiel", Theme::NumeriqueAcquerirUnEquipement),
    ("numerique--prendre-en-main-un-ordinateur", Theme::NumeriqueMaitriserLesFondamentauxDuNumerique),
    (
        "numerique--prendre-en-main-un-smartphone-ou-une-tablette",
        Theme::NumeriqueMaitriserLesFondamentauxDuNumerique,
    ),
    ("numerique--s-equiper-en-materiel-informatique", Theme::NumeriqueAcquerirUnEquipement),
    ("numerique--utiliser-le-numerique-au-quotidien", Theme::NumeriqueMaitriserLesFondamentauxDuNumerique),
    ("remobilisation--bien-etre", Theme::RemobilisationBienEtreConfianceEnSoi),
    (
        "remobilisation--decouvrir-son-potentiel-via-le-sport-et-la-culture",
        Theme::RemobilisationActivitesSportivesEtCulturelles,
    ),
    (
        "remobilisation--participer-a-des-actions-solidaires-ou-de-benevolat",
        Theme::RemobilisationBenevolatActionCitoyenne,
    ),
    ("remobilisation--restaurer-sa-confiance-son-image-de-soi", Theme::RemobilisationBienEtreConfianceEnSoi),
    ("sante--bien-etre-psychologique", Theme::SanteSanteMentale),
    ("sante--faire-face-a-une-situation-daddiction", Theme::SanteAddictions),
    ("sante--prevention-et-acces-aux-soins", Theme::SanteAccesAuxSoins),
];

pub(super) const COSTS: &[(&str, Cost)] = &[("adhesion", Cost::Payant)];

pub(super) const PUBLICS: &[(&str, Public)] = &[
    ("beneficiaires-rsa", Public::BeneficiairesDesMinimasSociaux),
    ("deficience-visuelle", Public::PersonnesEnSituationDeHandicap),
    ("demandeurs-demploi", Public::DemandeursEmploi),
    ("familles-enfants", Public::Familles),
    ("handicaps-mentaux", Public::PersonnesEnSituationDeHandicap),
    ("handicaps-psychiques", Public::PersonnesEnSituationDeHandicap),
    ("jeunes-16-26", Public::Jeunes),
    ("personnes-handicapees", Public::PersonnesEnSituationDeHandicap),
    ("retraites", Public::Seniors),
    ("salaries", Public::Actifs),
    ("sans-domicile-fixe", Public::PersonnesEnSituationDurgence),
    ("seniors-65", Public::Seniors),
    ("sortants-de-detention", Public::PersonnesEnSituationJuridiqueSpecifique),
    ("surdite", Public::PersonnesEnSituationDeHandicap),
    ("victimes", Public::PersonnesEnSituationDurgence),
];

pub(super) const MOBILISATIONS: &[(&str, Mobilisation)] = &[
    ("completer-le-formulaire-dadhesion", Mobilisation::UtiliserLienMobilisation),
    ("envoyer-un-email", Mobilisation::EnvoyerUnCourriel),
    ("envoyer-un-mail", Mobilisation::EnvoyerUnCourriel),
    ("envoyer-un-mail-avec-une-fiche-de-prescription", Mobilisation::EnvoyerUnCourriel),
];

/// National labels and kinds of structures; the kinds in capitals.
pub(super) const NETWORKS: &[(&str, Network)] = &[
    ("bge", Network::ReseauBge),
    ("conseiller-numerique", Network::ConseillersNumeriques),
    ("fede-pro-fem", Network::FederationProfessionnelleFemmes),
    ("la-ressourcerie", Network::Ressourceries),
    ("maisons-de-lemploi", Network::MaisonsDeLEmploi),
    ("point-conseil-budget", Network::PointsConseilBudget),
    ("point-justice", Network::PointsJustice),
    ("tous-tes-possible", Network::TousTesPossibles),
    ("tzcld", Network::Etcld),
    ("unccas", Network::CcasCias),
    ("CAP_EMPLOI", Network::CapEmploiReseauCheops),
    ("CCAS", Network::CcasCias),
    ("CIAS", Network::CcasCias),
    ("DEPT", Network::Departements),
    ("E2C", Network::EcolesDeLaDeuxiemeChance),
    ("EPN", Network::EspacesPublicsNumeriques),
    ("FT", Network::FranceTravail),
    ("LA_POSTE", Network::LaPoste),
    ("MDE", Network::MaisonsDeLEmploi),
    ("MDS", Network::MaisonsDesSolidarites),
    ("ML", Network::MissionLocale),
    ("MSA", Network::MutualiteSocialeAgricole),
    ("MUNI", Network::Communes),
    ("PIJ_BIJ", Network::ReseauInformationJeunesse),
    ("PIMMS", Network::PimmsMediation),
    ("REG", Network::Regions),
    ("RESSOURCERIE", Network::Ressourceries),
    ("RS_FJT", Network::ResidencesFjt),
    ("UDAF", Network::Unaf),
];

/// The first of these fields that says something.
pub(super) fn first_lines(fields: &mut Fields, names: &[&str]) -> String {
    let found = names.iter().find(|name| fields.value(name).is_some());
    found.map_or_else(String::new, |name| fields.lines(name))
}

/// What only version 0 says of a service, where version 1 left it empty.
pub(super) fn complete_service(fields: &mut Fields, service: &mut Service) {
    if service.kinds.is_empty() {
        service.kinds = fields.words("types");
    }
    if service.publics.is_empty() {
        service.publics = fields.words_with("profils", PUBLICS);
    }
    if service.zone.is_empty() {
        service.zone = diffusion(fields);
    }
    for (name, by) in [
        ("modes_orientation_accompagnateur", MobilisedBy::Professionnels),
        ("modes_orientation_beneficiaire", MobilisedBy::Usagers),
    ] {
        let ways = fields.words_with(name, MOBILISATIONS);
        if !ways.is_empty() && !service.mobilised_by.contains(&Word::Known(by)) {
            service.mobilised_by.push(Word::Known(by));
        }
        for way in ways {
            if !service.mobilisation.contains(&way) {
                service.mobilisation.push(way);
            }
        }
        let others = fields.lines(&format!("{name}_autres"));
        append(fields, name, &mut service.mobilisation_note, &others);
    }
    for name in ["pre_requis", "justificatifs"] {
        let asked = fields.list(name).join("\n");
        append(fields, name, &mut service.conditions, &asked);
    }
    for name in ["formulaire_en_ligne", "prise_rdv"] {
        if service.mobilisation_url.is_empty() {
            service.mobilisation_url = fields.url(name);
        }
    }
    if service.source_url.is_empty() {
        service.source_url = fields.url("page_web");
    }
    service.suspended = fields.day("date_suspension");
}

fn append(fields: &mut Fields, name: &str, to: &mut String, more: &str) {
    if !more.is_empty() && !to.contains(more) {
        let joined = if to.is_empty() { more.to_owned() } else { format!("{to}\n{more}") };
        *to = fields.cut(name, &joined, LONG, true);
    }
}

/// Version 0 had one code and said of what kind it was. That of a region is no zone of version 1.
fn diffusion(fields: &mut Fields) -> Vec<Zone> {
    let kind = fields.line("zone_diffusion_type").to_lowercase();
    match kind.as_str() {
        "pays" => vec![Zone::France],
        "region" => {
            let code = fields.line("zone_diffusion_code");
            fields.tell("zone_diffusion_code", Became::Foreign, Why::OldWord, &code, "");
            vec![Zone::Foreign(format!("region-{code}"))]
        }
        _ => super::service::zone(fields, "zone_diffusion_code"),
    }
}

/// What only version 0 says of a structure.
pub(super) fn complete_structure(fields: &mut Fields, structure: &mut Structure) {
    for name in ["labels_nationaux", "typologie"] {
        for network in fields.words_with(name, NETWORKS) {
            if !structure.networks.contains(&network) {
                structure.networks.push(network);
            }
        }
    }
}
