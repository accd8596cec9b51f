//! An offer becomes a programme of the vault: what it says is copied, so that referrals keep it whatever the catalogue does.

use chrono::NaiveDate;
use passerelle_catalogue::Source;
use passerelle_domain::change::Changes;
use passerelle_domain::id::{Ids, ProgrammeId, ProviderId};
use passerelle_domain::person::name::fold;
use passerelle_domain::programme::{
    ProgrammeDraft, ProgrammeKind, ProgrammeStatus, ProviderDraft, add_provider, keep_programme,
};
use passerelle_formats::draft::{Address, Offer, Recruitment, Session};
use passerelle_formats::vocabulary::Word;
use passerelle_vault::programme::ProviderLine;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::source_of;
use crate::Problem;
use crate::desk::{App, FreshIds, Open, UseCase};

/// Characters of a name and of a summary that the vault takes.
const NAME: usize = 200;
const SUMMARY: usize = 4_000;

/// The first characters of a text, whole words where one ends near.
fn cut(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most - 1).collect();
    let whole = head.rsplit_once(char::is_whitespace).map_or(head.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end())
}

fn one_line(text: &str) -> String {
    cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), NAME)
}

fn place(offer: &Offer) -> Address {
    let addresses = [&offer.provider.address].into_iter().chain(&offer.places);
    addresses.into_iter().find(|address| !address.is_empty()).cloned().unwrap_or_default()
}

/// The provider of an offer as the vault keeps one.
fn provider(offer: &Offer) -> ProviderDraft {
    let address = place(offer);
    let contacts = || offer.contacts.iter().chain(&offer.provider.contacts);
    let phone = contacts().flat_map(|contact| &contact.phones).find_map(|phone| match phone {
        Word::Known(phone) => Some(phone.as_str().to_owned()),
        Word::Foreign(_) => None,
    });
    let email = contacts().flat_map(|contact| &contact.emails).find_map(|email| match email {
        Word::Known(email) => Some(email.as_str().to_owned()),
        Word::Foreign(_) => None,
    });
    let name = contacts().map(|contact| contact.name.0.as_str()).find(|name| !name.is_empty());
    ProviderDraft {
        name: one_line(if offer.provider.name.is_empty() { &offer.name } else { &offer.provider.name }),
        siret: offer.provider.siret.as_ref().map_or_else(String::new, |siret| siret.as_str().to_owned()),
        uai: offer.provider.uai.as_ref().map_or_else(String::new, |uai| uai.as_str().to_owned()),
        phone: phone.unwrap_or_default(),
        email: email.unwrap_or_default(),
        address_line: one_line(&address.street),
        postal_code: address.postal_code.as_ref().map_or_else(String::new, |code| code.as_str().to_owned()),
        commune: one_line(&address.commune),
        insee: address.insee.as_ref().map_or_else(String::new, |code| code.as_str().to_owned()),
        contact: one_line(name.unwrap_or_default()),
        note: String::new(),
    }
}

fn next_session(offer: &Offer, today: NaiveDate) -> Option<&Session> {
    let coming = offer.sessions.iter().filter(|session| session.start.is_some_and(|start| start >= today));
    coming.min_by_key(|session| session.start)
}

/// The next day on which it starts.
pub(super) fn next_start(offer: &Offer, today: NaiveDate) -> Option<NaiveDate> {
    next_session(offer, today).and_then(|session| session.start)
}

/// The programme of an offer as the vault keeps one. Of several kinds the first; of none, an obstacle that it lifts where it
/// answers a theme, else guidance.
fn programme(offer: &Offer, today: NaiveDate) -> ProgrammeDraft {
    let kind = offer.kinds.first().copied().unwrap_or(if offer.themes.is_empty() {
        ProgrammeKind::Guidance
    } else {
        ProgrammeKind::Obstacle
    });
    let next = next_session(offer, today);
    let age = |age: Option<u32>| age.and_then(|age| u8::try_from(age).ok());
    let closed = offer.gone_from.is_some_and(|day| day <= today)
        || !offer.sessions.is_empty()
            && offer.sessions.iter().all(|session| session.recruitment == Some(Recruitment::Closed));
    let parts = [&offer.description, &offer.conditions, &offer.how];
    let parts: Vec<&str> =
        parts.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    ProgrammeDraft {
        name: one_line(&offer.name),
        kind,
        summary: cut(&parts.join("\n\n"), SUMMARY),
        min_age: age(offer.min_age),
        max_age: age(offer.max_age).filter(|max| age(offer.min_age).is_none_or(|min| min <= *max)),
        next_start: next.and_then(|session| session.start),
        places: next.and_then(|session| session.places).and_then(|places| u16::try_from(places).ok()),
        status: if closed { ProgrammeStatus::Closed } else { ProgrammeStatus::Open },
        tags: offer.tags.clone(),
        fundings: offer.fundings.clone(),
    }
}

/// The provider that the vault has already: by SIRET, else by name and commune.
fn known(providers: &[ProviderLine], draft: &ProviderDraft) -> Option<ProviderId> {
    let same = |line: &&ProviderLine| {
        if draft.siret.is_empty() || line.who.siret.is_empty() {
            fold(&line.who.name) == fold(&draft.name) && fold(&line.who.commune) == fold(&draft.commune)
        } else {
            line.who.siret == draft.siret
        }
    };
    providers.iter().filter(|line| !line.demo).find(same).map(|line| line.id)
}

/// The programme of an offer: the one that was made of it, or a new one with what that takes to write.
pub(crate) fn kept(
    app: &App,
    open: &Open,
    offer: &Offer,
    ids: &mut dyn Ids,
) -> Result<(ProgrammeId, Vec<Changes>), Problem> {
    let source = source_of(offer.catalogue, &offer.id);
    if let Some(programme) = open.vault.programme_of(&source)? {
        return Ok((programme, Vec::new()));
    }
    let who = provider(offer);
    let mut acts = Vec::new();
    let provider = if let Some(provider) = known(&open.vault.providers()?, &who) {
        provider
    } else {
        let (provider, changes) = add_provider(&who, ids)?;
        acts.push(changes);
        provider
    };
    let what = programme(offer, app.now().today);
    let (programme, changes) = keep_programme(provider, &what, Some(&source), ids)?;
    acts.push(changes);
    Ok((programme, acts))
}

/// Keeps an offer as a programme, once: asked again, it names the programme that is there.
#[derive(Deserialize, TS)]
pub struct KeepOffer {
    source: Source,
    key: String,
}

#[derive(Serialize, TS)]
pub struct OfferKept {
    pub programme: ProgrammeId,
    /// It was not there before.
    pub new: bool,
}

impl UseCase for KeepOffer {
    const NAME: &'static str = "offer.keep";
    type Answer = OfferKept;

    fn run(self, app: &App) -> Result<OfferKept, Problem> {
        let file = app.shelf()?.offer(self.source, &self.key, app.now().today)?;
        app.alone(|open| {
            let (programme, acts) = kept(app, open, &file.offer, &mut FreshIds)?;
            app.write(open, &acts)?;
            Ok(OfferKept { programme, new: !acts.is_empty() })
        })
    }
}
