//! What a service of data.inclusion is in the words of the work.

use passerelle_domain::assessment::Theme as Need;
use passerelle_domain::programme::ProgrammeKind;

use super::network::Network;
use super::service::Service;
use super::structure::Structure;
use super::word::{Cost, Public, ServiceKind, Welcome};
use crate::draft::{Attendance, Catalogue, Contact, Offer, Provider};
use crate::vocabulary::Word;

/// The offer of this service; `structure` is the one it names, where the file of structures had it.
pub fn offer(service: &Service, structure: Option<&Structure>) -> Offer {
    let mut offer = Offer::new(Catalogue::DataInclusion, service.id.clone(), service.name.clone());
    let categories = categories(service);
    offer.provider = provider(service, structure);
    offer.description.clone_from(&service.description);
    offer.themes = themes(&categories);
    offer.kinds = kinds(service, structure, &categories);
    offer.subjects = service.themes.iter().map(code).collect();
    offer.publics = service.publics.iter().map(code).collect();
    offer.qpv_only = matches!(service.publics.as_slice(), [Word::Known(Public::ResidentsQpvFrr)]);
    offer.conditions = joined(&[&service.publics_note, &service.conditions]);
    let is = |way: Welcome| service.welcome.contains(&Word::Known(way));
    offer.attendance = match (is(Welcome::EnPresentiel), is(Welcome::ADistance)) {
        (true, true) => Some(Attendance::Both),
        (true, false) => Some(Attendance::OnSite),
        (false, true) => Some(Attendance::Remote),
        (false, false) => None,
    };
    let own = &service.address;
    let place = if own.is_empty() { structure.map(|structure| &structure.address) } else { Some(own) };
    offer.places = place.filter(|place| !place.is_empty()).into_iter().cloned().collect();
    offer.zone = service.zone.iter().map(|zone| zone.code().to_owned()).collect();
    // The schema says that the structure's hours hold where the service has none of its own.
    let opening = structure.map(|structure| structure.opening.as_str()).unwrap_or_default();
    let own = service.opening.as_str();
    offer.schedule = String::from(if own.is_empty() { opening } else { own });
    offer.weekly_hours = service.weekly_hours;
    offer.weeks = service.weeks;
    offer.free = match service.costs.as_slice() {
        [Word::Known(Cost::Gratuit)] => Some(true),
        [] | [Word::Foreign(_)] => None,
        costs => costs.contains(&Word::Known(Cost::Payant)).then_some(false),
    };
    offer.cost.clone_from(&service.cost_note);
    let contact = Contact {
        name: service.contact.clone(),
        phones: service.phone.iter().cloned().collect(),
        emails: service.email.iter().cloned().collect(),
        ..Contact::default()
    };
    offer.contacts = if contact.is_empty() { Vec::new() } else { vec![contact] };
    let urls = [&service.mobilisation_url, &service.source_url];
    offer.urls = urls.into_iter().filter(|url| !url.is_empty()).cloned().collect();
    offer.how = how(service);
    offer.updated = service.updated;
    offer.gone_from = service.suspended;
    offer
}

fn provider(service: &Service, structure: Option<&Structure>) -> Provider {
    let Some(structure) = structure else {
        return Provider { id: service.structure_id.clone(), ..Provider::default() };
    };
    let contact = Contact {
        phones: structure.phone.iter().cloned().collect(),
        emails: structure.email.iter().cloned().collect(),
        urls: Some(structure.website.clone()).filter(|url| !url.is_empty()).into_iter().collect(),
        ..Contact::default()
    };
    Provider {
        id: structure.id.clone(),
        name: structure.name.clone(),
        siret: structure.siret.clone(),
        uai: None,
        address: structure.address.clone(),
        contacts: if contact.is_empty() { Vec::new() } else { vec![contact] },
    }
}

fn code<T: crate::vocabulary::Vocabulary>(word: &Word<T>) -> String {
    match word {
        Word::Known(word) => word.code().to_owned(),
        Word::Foreign(text) => text.clone(),
    }
}

/// What stands before the `--` of each theme, version 0's too.
fn categories(service: &Service) -> Vec<String> {
    let mut categories: Vec<String> = Vec::new();
    for theme in &service.themes {
        let code = code(theme);
        let category = code.split("--").next().unwrap_or_default().to_owned();
        if !categories.contains(&category) {
            categories.push(category);
        }
    }
    categories
}

fn themes(categories: &[String]) -> Vec<Need> {
    let mut themes: Vec<Need> = categories.iter().filter_map(|category| theme(category)).collect();
    themes.sort_unstable();
    themes.dedup();
    themes
}

fn theme(category: &str) -> Option<Need> {
    Some(match category {
        "logement-hebergement" => Need::Housing,
        "mobilite" => Need::Mobility,
        "sante" | "handicap" => Need::Health,
        "difficultes-financieres" | "gestion-financiere" | "equipement-et-alimentation" => Need::Finances,
        "difficultes-administratives-ou-juridiques" | "acces-aux-droits-et-citoyennete" => Need::Paperwork,
        "famille" => Need::Family,
        "lecture-ecriture-calcul" | "apprendre-francais" | "illettrisme" => Need::French,
        "numerique" => Need::Digital,
        "choisir-un-metier"
        | "preparer-sa-candidature"
        | "trouver-un-emploi"
        | "creer-une-entreprise"
        | "creation-activite"
        | "souvrir-a-linternational" => Need::Work,
        "se-former" => Need::Training,
        _ => return None,
    })
}

fn kinds(service: &Service, structure: Option<&Structure>, categories: &[String]) -> Vec<ProgrammeKind> {
    let network = |wanted: &[Network]| {
        let networks = structure.map(|structure| structure.networks.as_slice()).unwrap_or_default();
        networks.iter().filter_map(Word::known).any(|network| wanted.contains(&network))
    };
    let is = |kind: ServiceKind| service.kinds.contains(&Word::Known(kind));
    let about = |wanted: &[&str]| categories.iter().any(|category| wanted.contains(&category.as_str()));
    let mut kinds = Vec::new();
    if network(&[Network::Ai, Network::Aci, Network::Ei, Network::Etti, Network::Eiti, Network::Geiq]) {
        kinds.push(ProgrammeKind::Insertion);
    }
    if network(&[Network::Epide]) {
        kinds.push(ProgrammeKind::CivicService);
    }
    if is(ServiceKind::Formation) || network(&[Network::EcolesDeLaDeuxiemeChance]) {
        kinds.push(ProgrammeKind::Training);
    }
    if about(&["creer-une-entreprise", "creation-activite"]) {
        kinds.push(ProgrammeKind::Business);
    }
    if service
        .themes
        .contains(&Word::Known(super::word::Theme::RemobilisationActivitesSportivesEtCulturelles))
    {
        kinds.push(ProgrammeKind::Culture);
    }
    let obstacles = [
        "logement-hebergement",
        "mobilite",
        "sante",
        "handicap",
        "difficultes-financieres",
        "gestion-financiere",
        "equipement-et-alimentation",
        "difficultes-administratives-ou-juridiques",
        "acces-aux-droits-et-citoyennete",
        "famille",
        "numerique",
    ];
    if about(&obstacles) {
        kinds.push(ProgrammeKind::Obstacle);
    }
    if kinds.is_empty() && is(ServiceKind::Accompagnement) {
        kinds.push(ProgrammeKind::Guidance);
    }
    kinds
}

fn how(service: &Service) -> String {
    let ways: Vec<String> = service.mobilisation.iter().map(code).collect();
    joined(&[&ways.join(", "), &service.mobilisation_note])
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("\n")
}
