//! Where the person lives beside where one must live, and how far it is.

use super::{FitReason, Residence, Setting, Someone, Terms, Verdict, Zone};
use crate::private::Private;

/// Up to here one goes on foot in an hour or by bicycle in twenty minutes: no means of transport is asked for.
pub const NEAR_KM: u16 = 5;
/// Beyond, an hour by car or train each way is passed, which is too much every day.
pub const DAILY_KM: u16 = 50;

/// Whether the person lives in a priority neighbourhood, or could live in a rural revitalisation zone where that counts too.
pub(super) fn qpv(residence: &Residence, rural_too: bool) -> FitReason {
    match residence {
        Residence::In(qpv) => FitReason::InQpv { qpv: Private(qpv.clone()) },
        Residence::Out if rural_too => FitReason::OutsideQpvPerhapsRural,
        Residence::Out => FitReason::OutsideQpv,
        Residence::Uncertain => FitReason::QpvUncertain,
        Residence::Unknown => FitReason::QpvUnknown,
    }
}

/// Whether the person lives in any of the zones; none where no zone is asked.
pub(super) fn zone(terms: &Terms, who: &Someone) -> Option<FitReason> {
    if terms.zones.is_empty() {
        return None;
    }
    if let Some(zone) = terms.zones.iter().find(|zone| lies_in(who, zone) == Verdict::Yes) {
        return Some(FitReason::InZone { zone: zone.code().to_owned() });
    }
    let zones = terms.zones.iter().map(|zone| zone.code().to_owned()).collect();
    let unsure = terms.zones.iter().any(|zone| lies_in(who, zone) == Verdict::Verify);
    Some(match &who.commune {
        Some(commune) if !unsure => FitReason::OutsideZone { commune: Private(commune.clone()), zones },
        Some(_) | None => FitReason::ZoneUnsure { zones },
    })
}

fn lies_in(who: &Someone, zone: &Zone) -> Verdict {
    let same = match zone {
        Zone::Country => Some(true),
        Zone::Commune(commune) => who.commune.as_ref().map(|own| own == commune),
        Zone::Department(code) => who.commune.as_ref().map(|own| own.department() == code),
        Zone::Epci(epci) => who.epci.as_ref().map(|own| own == epci),
        Zone::Foreign(_) => None,
    };
    match same {
        Some(true) => Verdict::Yes,
        Some(false) => Verdict::No,
        None => Verdict::Verify,
    }
}

/// Kilometres to the nearest place, where both ends are known.
pub(super) fn km(terms: &Terms, who: &Someone) -> Option<u16> {
    let home = who.home?;
    terms.places.iter().map(|place| home.km(*place)).min()
}

/// Whether the person gets there; none where the catalogue tells neither how nor where it takes place.
pub(super) fn reach(terms: &Terms, who: &Someone) -> Option<FitReason> {
    match terms.setting {
        Some(Setting::Remote) => return Some(FitReason::Remote),
        None if terms.places.is_empty() => return None,
        Some(Setting::OnSite | Setting::Both) | None => {}
    }
    let Some(km) = km(terms, who) else { return Some(FitReason::DistanceUnknown) };
    Some(match who.transport {
        _ if km <= NEAR_KM => FitReason::WithinReach { km },
        Some(false) => FitReason::FarWithoutTransport { km },
        _ if km > DAILY_KM => FitReason::VeryFar { km },
        Some(true) => FitReason::FarWithTransport { km },
        None => FitReason::FarTransportUnknown { km },
    })
}
