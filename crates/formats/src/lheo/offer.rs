//! What a formation of LHEO is in the words of the work: each action is an offer, with its sessions.

use passerelle_domain::assessment::Theme;
use passerelle_domain::programme::{Funding, ProgrammeKind};

use super::action::{Action, Teaching};
use super::formation::Formation;
use super::organisation::Organisation;
use crate::draft::{Attendance, Catalogue, Offer, Provider, Session};

/// The offer of this action of the formation.
pub fn offer(formation: &Formation, action: &Action) -> Offer {
    let id = format!("{}/{}", formation.id, action.id);
    let mut offer = Offer::new(Catalogue::Lheo, id, formation.title.clone());
    offer.provider = provider(&formation.organisation);
    offer.description = joined(&[&formation.objective, &formation.results, &formation.content]);
    offer.kinds = kinds(formation, action);
    offer.themes = vec![Theme::Training];
    offer.fundings = fundings(action);
    offer.subjects.clone_from(&formation.nsfs);
    offer.publics.clone_from(&action.publics);
    offer.conditions = joined(&[&action.publics_note, &action.conditions, &action.recruitment]);
    offer.entry = formation.entry.and_then(super::LevelCode::level);
    offer.entry_required = action.entry_required == Some(true) && offer.entry.is_some();
    offer.exit = formation.exit.and_then(super::LevelCode::level);
    offer.romes.clone_from(&formation.romes);
    offer.rncps = formation.certifications.iter().filter_map(|known| known.rncp.clone()).collect();
    offer.formacodes.clone_from(&formation.formacodes);
    offer.attendance = action.teaching.map(|teaching| match teaching {
        Teaching::OnSite => Attendance::OnSite,
        Teaching::Mixed => Attendance::Both,
        Teaching::Remote => Attendance::Remote,
    });
    let places = action.places.iter().map(|place| place.address.clone());
    offer.places = places.filter(|address| !address.is_empty()).collect();
    offer.sessions = sessions(action);
    offer.schedule = joined(&[&action.rhythm, &action.alternation, &action.duration]);
    let parts = action.hours.centre.zip(action.hours.company).map(|(centre, company)| centre + company);
    offer.total_hours = action.hours.total.or(parts).or(action.hours.centre);
    // Only a price of nothing is free of charge: that costs can be borne says nothing of what is left.
    offer.free = action.prices.total.map(|price| price <= 0.0);
    offer.cost = cost(action);
    let sessions = action.sessions.iter().flat_map(|session| &session.contacts);
    offer.contacts = formation.contacts.iter().chain(sessions).cloned().collect();
    offer.contacts.dedup();
    offer.urls = action.urls.iter().chain(&formation.urls).cloned().collect();
    let how = action.sessions.iter().map(|session| session.how.as_str()).find(|how| !how.is_empty());
    how.unwrap_or_default().clone_into(&mut offer.how);
    offer
}

fn provider(organisation: &Organisation) -> Provider {
    Provider {
        id: organisation.activity.clone(),
        name: organisation.name.clone(),
        siret: organisation.siret.clone(),
        uai: organisation.uai.clone(),
        address: organisation.address.clone(),
        contacts: organisation.contacts.clone(),
    }
}

fn kinds(formation: &Formation, action: &Action) -> Vec<ProgrammeKind> {
    let mut kinds = vec![ProgrammeKind::Training];
    if action.sessions.iter().any(|session| session.apprenticeship) {
        kinds.insert(0, ProgrammeKind::Apprenticeship);
    }
    // Table `dict-AIS`: 4 is the creation of an enterprise.
    if formation.aim == Some(4) {
        kinds.push(ProgrammeKind::Business);
    }
    kinds
}

/// Table `dict-financeurs`.
fn fundings(action: &Action) -> Vec<Funding> {
    let mut fundings = Vec::new();
    for funder in &action.funders {
        let funding = match funder.code {
            2 => Funding::Region,
            3 => Funding::FsePlus,
            11 | 12 | 13 | 19 => Funding::State,
            _ => continue,
        };
        if !fundings.contains(&funding) {
            fundings.push(funding);
        }
    }
    fundings
}

fn sessions(action: &Action) -> Vec<Session> {
    let alone = match action.places.as_slice() {
        [only] => only.address.clone(),
        _ => crate::draft::Address::default(),
    };
    let session = |session: &super::Session| Session {
        id: session.id.clone(),
        start: session.start,
        end: session.end,
        permanent: action.permanent == Some(true),
        recruitment: session.recruitment,
        apply_from: session.apply_from,
        apply_until: session.apply_until,
        places: session.places,
        address: alone.clone(),
    };
    action.sessions.iter().map(session).collect()
}

fn cost(action: &Action) -> String {
    let euros =
        |price: Option<f64>, per: &str| price.map_or_else(String::new, |price| format!("{price:.2} €{per}"));
    let prices = [euros(action.prices.total, ""), euros(action.prices.hourly, "/h")];
    joined(&[&prices[0], &prices[1], &action.remaining_cost, &action.funding_note])
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("\n")
}
