//! A card of one contact, and the days of one referral, for the telephone or the calendar of somebody who needs them. Each was
//! asked for by name; nothing but how to reach, or when, is in it.

use passerelle_domain::agenda::slot::Slot;
use passerelle_domain::code::Phone;
use passerelle_domain::id::{PersonId, ProviderId, ReferralId};
use passerelle_formats::ics::{self, Entry};
use passerelle_formats::vcard::{self, Card, Kind};
use passerelle_letters::Language;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{language, name_of};
use crate::desk::{App, UseCase};
use crate::{Problem, outside};

/// Writes the card of a person: name, telephone, mail, and no more.
#[derive(Deserialize, TS)]
pub struct WritePersonCard {
    person: PersonId,
    /// The file, whole path, ending in `.vcf`, outside of the vault's folder. One that is there is replaced.
    path: String,
}

/// As a telephone dials it; what cannot be read goes as it stands.
fn dialled(kept: &str) -> String {
    Phone::parse(kept).map_or_else(|_| kept.to_owned(), |phone| phone.as_str().to_owned())
}

impl UseCase for WritePersonCard {
    const NAME: &'static str = "letter.person_card";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let path = outside::place(&self.path, "vcf", &app.place.dir)?;
        let file = app.ask(|vault, now| vault.person(self.person, now.today))?;
        let card = Card {
            id: file.id.0,
            kind: Kind::Individual,
            name: name_of(&file.who),
            family: file.who.family_name.clone(),
            given: file.who.given_name.clone(),
            organisation: String::new(),
            phone: dialled(&file.who.phone),
            email: file.who.email.clone(),
            address: None,
        };
        outside::write(&path, &vcard::card(&card, app.now().at))
    }
}

/// Writes the card of a provider's contact.
#[derive(Deserialize, TS)]
pub struct WriteProviderCard {
    provider: ProviderId,
    /// The file, whole path, ending in `.vcf`, outside of the vault's folder. One that is there is replaced.
    path: String,
}

impl UseCase for WriteProviderCard {
    const NAME: &'static str = "letter.provider_card";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let path = outside::place(&self.path, "vcf", &app.place.dir)?;
        let line = app.ask(|vault, _| vault.provider(self.provider))?;
        let who = line.who;
        let somebody = !who.contact.trim().is_empty();
        let place = [who.address_line.clone(), who.commune.clone(), who.postal_code.clone()];
        let card = Card {
            id: line.id.0,
            kind: if somebody { Kind::Individual } else { Kind::Organisation },
            name: if somebody { who.contact.clone() } else { who.name.clone() },
            // What is the first and what the last name of a contact is not written down.
            family: who.contact.clone(),
            given: String::new(),
            organisation: who.name.clone(),
            phone: dialled(&who.phone),
            email: who.email.clone(),
            address: place.iter().any(|part| !part.trim().is_empty()).then_some(place),
        };
        outside::write(&path, &vcard::card(&card, app.now().at))
    }
}

/// Writes the first day of a referral, and its last where it is known, for another calendar. They name the programme alone.
#[derive(Deserialize, TS)]
pub struct WriteReferralCalendar {
    referral: ReferralId,
    /// The file, whole path, ending in `.ics`, outside of the vault's folder. One that is there is replaced.
    path: String,
}

#[derive(Serialize, TS)]
pub struct CalendarWritten {
    /// Days in the file; 0 where none is known, and then nothing was written.
    pub entries: u32,
}

impl UseCase for WriteReferralCalendar {
    const NAME: &'static str = "letter.referral_calendar";
    type Answer = CalendarWritten;

    fn run(self, app: &App) -> Result<CalendarWritten, Problem> {
        let path = outside::place(&self.path, "ics", &app.place.dir)?;
        let l = language(app)?;
        let referral = app.ask(|vault, now| vault.referral(self.referral, now.today))?;
        let programme = &referral.line.programme_name;
        let entries: Vec<Entry> = [
            (referral.session_start, l.pick("Début", "Start"), 1),
            (referral.session_end, l.pick("Fin", "End"), 2),
        ]
        .into_iter()
        .filter_map(|(day, word, number)| {
            Some(Entry {
                // Two days of one referral are two entries, the same at each export.
                id: uuid::Uuid::from_u128(self.referral.0.as_u128() ^ number),
                slot: Slot { day: day?, time: String::new(), minutes: None },
                title: title(l, word, programme),
                place: referral.line.provider_name.clone(),
                note: String::new(),
                cancelled: referral.line.state.is_ending() && !referral.line.state.is_success(),
            })
        })
        .collect();
        if !entries.is_empty() {
            outside::write(&path, &ics::calendar(&entries, app.now().at))?;
        }
        Ok(CalendarWritten { entries: u32::try_from(entries.len()).unwrap_or_default() })
    }
}

fn title(l: Language, word: &str, programme: &str) -> String {
    l.pick(format!("{word} : {programme}"), format!("{word}: {programme}"))
}
