//! What a service of HSDS is in the words of the work. Its terms come from any taxonomy: they are kept as subjects and
//! no theme is made of them.

use passerelle_domain::code::PostalCode;

use super::service::{Location, Service, Status};
use crate::draft::{Address, Attendance, Catalogue, Contact, Offer, Provider};
use crate::vocabulary::Word;

/// The offer of this service. One that is inactive or defunct is gone since the day it was last changed, where that is
/// told; whoever imports decides otherwise.
pub fn offer(service: &Service) -> Offer {
    let mut offer = Offer::new(Catalogue::Hsds, service.id.clone(), service.name.clone());
    let organisation = &service.organisation;
    let reach = Contact {
        emails: organisation.email.iter().cloned().collect(),
        urls: Some(organisation.website.clone()).filter(|url| !url.is_empty()).into_iter().collect(),
        ..Contact::default()
    };
    offer.provider = Provider {
        id: organisation.id.clone(),
        name: organisation.name.clone(),
        contacts: if reach.is_empty() { Vec::new() } else { vec![reach] },
        ..Provider::default()
    };
    offer.description = joined(&[&service.alert, &service.description]);
    offer.subjects.clone_from(&service.terms);
    offer.conditions = joined(&[&service.eligibility, &service.documents.join("\n")]);
    (offer.min_age, offer.max_age) = (service.min_age, service.max_age);
    let remote = |location: &Location| location.kind.eq_ignore_ascii_case("virtual");
    let (far, near): (Vec<&Location>, Vec<&Location>) =
        service.locations.iter().partition(|place| remote(place));
    offer.attendance = match (near.is_empty(), far.is_empty()) {
        (true, true) => None,
        (false, true) => Some(Attendance::OnSite),
        (true, false) => Some(Attendance::Remote),
        (false, false) => Some(Attendance::Both),
    };
    offer.places =
        near.iter().map(|location| address(location)).filter(|address| !address.is_empty()).collect();
    offer.zone.clone_from(&service.areas);
    offer.schedule = service.schedules.join("\n");
    let told = !service.amounts.is_empty();
    offer.free = told.then(|| service.amounts.iter().all(|(amount, _)| *amount <= 0.0));
    offer.cost.clone_from(&service.fees);
    let own = Contact {
        phones: service.phones.clone(),
        emails: service.email.iter().cloned().collect(),
        ..Contact::default()
    };
    offer.contacts =
        Some(own).filter(|own| !own.is_empty()).into_iter().chain(service.contacts.clone()).collect();
    offer.urls = Some(service.url.clone()).filter(|url| !url.is_empty()).into_iter().collect();
    offer.how.clone_from(&service.how);
    offer.updated = service.updated;
    if let Some(Word::Known(Status::Inactive | Status::Defunct)) = &service.status {
        offer.gone_from = service.updated;
    }
    offer
}

/// A French postal code goes where it belongs; another stays in words beside its country.
fn address(location: &Location) -> Address {
    let french = matches!(location.country.as_str(), "FR" | "");
    let postal_code = if french { PostalCode::parse(&location.postal_code).ok() } else { None };
    let code = if postal_code.is_some() { "" } else { &location.postal_code };
    let country = if location.country == "FR" { "" } else { &location.country };
    let rest = [code, &location.region, country];
    let rest = rest.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    Address {
        street: location.street.clone(),
        extra: joined(&[&location.name, &rest]),
        postal_code,
        commune: location.city.clone(),
        insee: None,
        point: location.point,
    }
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("\n")
}
