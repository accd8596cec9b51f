//! An offer and a person in the words of the rules that hold one against the other.

use passerelle_catalogue::{Catalogue, Precision, commune};
use passerelle_domain::code::Qpv;
use passerelle_domain::code::{Epci, Insee};
use passerelle_domain::person::PersonDraft;
use passerelle_domain::person::birth::Birth;
use passerelle_domain::person::residence::{Residence as Answered, ResidenceAnswer};
use passerelle_domain::programme::fit::{
    Public, Recruitment, Residence, SessionTerms, Setting, Someone, Terms, Zone,
};
use passerelle_domain::programme::{ProgrammeStatus, place};
use passerelle_domain::situation::SituationKind;
use passerelle_formats::draft::{self, Attendance, Offer};

use crate::Problem;
use crate::residence::{address_of, home};

/// The point of a format as the rules take it.
pub(super) fn point(point: draft::Point) -> Option<place::Point> {
    place::Point::new(point.latitude, point.longitude)
}

fn session(session: &draft::Session) -> SessionTerms {
    SessionTerms {
        start: session.start,
        end: session.end,
        permanent: session.permanent,
        recruitment: session.recruitment.map(|recruitment| match recruitment {
            draft::Recruitment::Open => Recruitment::Open,
            draft::Recruitment::Closed => Recruitment::Closed,
            draft::Recruitment::Suspended => Recruitment::Suspended,
        }),
        apply_from: session.apply_from,
        apply_until: session.apply_until,
        places: session.places,
    }
}

/// What an offer asks.
pub(super) fn terms(offer: &Offer) -> Terms {
    let age = |age: Option<u32>| age.and_then(|age| u8::try_from(age).ok());
    let addresses = offer.places.iter().chain(offer.sessions.iter().map(|session| &session.address));
    let middle = |address: &draft::Address| {
        let insee = address.insee.as_ref()?;
        commune(insee).map(|commune| commune.centre)
    };
    let places = addresses.filter_map(|address| point(address.point.or_else(|| middle(address))?));
    Terms {
        status: ProgrammeStatus::Open,
        gone_from: offer.gone_from,
        kinds: offer.kinds.clone(),
        min_age: age(offer.min_age),
        max_age: age(offer.max_age),
        entry: offer.entry,
        entry_required: offer.entry_required,
        qpv_only: offer.qpv_only,
        obligation_only: false,
        publics: offer.publics.iter().cloned().map(Public::from).collect(),
        zones: offer.zone.iter().map(|code| Zone::read(code)).collect(),
        sessions: offer.sessions.iter().map(session).collect(),
        setting: offer.attendance.map(|attendance| match attendance {
            Attendance::OnSite => Setting::OnSite,
            Attendance::Remote => Setting::Remote,
            Attendance::Both => Setting::Both,
        }),
        places: places.collect(),
        free: offer.free,
        cost: offer.cost.clone(),
        conditions: offer.conditions.clone(),
    }
}

/// What of a person the rules look at. A home that is only the middle of a commune serves for distances; whether it lies in a
/// neighbourhood is what was answered, never what it seems.
pub(super) fn someone(
    catalogue: &Catalogue,
    who: &PersonDraft,
    answered: &Answered,
    situation: Option<SituationKind>,
    (summoned, transport): (bool, Option<bool>),
) -> Result<Someone, Problem> {
    let insee = Insee::parse(&who.insee).ok();
    let home = home(catalogue, who)?;
    let residence = match answered.holds(&who.qpv, &address_of(who)) {
        Some(ResidenceAnswer::In) => Qpv::parse(&who.qpv).map_or(Residence::Uncertain, Residence::In),
        Some(ResidenceAnswer::Out) => Residence::Out,
        Some(ResidenceAnswer::Uncertain) => Residence::Uncertain,
        None => Residence::Unknown,
    };
    Ok(Someone {
        birth: Birth::parse(&who.birth).ok(),
        level: who.level,
        residence,
        epci: insee.as_ref().and_then(commune).and_then(|commune| Epci::parse(commune.epci).ok()),
        commune: insee,
        situation,
        left_school: Birth::parse(&who.left_school).ok(),
        under_obligation: summoned.then_some(true),
        transport,
        home: home.and_then(|home| point(home.point)),
    })
}

/// Whether distances from this home are from the middle of the commune.
pub(super) fn is_rough(precision: Precision) -> bool {
    precision == Precision::Commune
}
