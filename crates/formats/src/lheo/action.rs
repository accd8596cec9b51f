//! An action of training (`action`) and its sessions: for whom, where, when, at what price.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::organisation::{self, Organisation, Place};
use crate::draft::{Address, Contact, Recruitment};
use crate::field::Fields;
use crate::report::{Became, Why};

/// `modalites-enseignement`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Teaching {
    OnSite,
    Mixed,
    Remote,
}

/// `organisme-financeur`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Funder {
    /// The code of the table `dict-financeurs`.
    pub code: u8,
    pub places: Option<u32>,
}

/// Lengths in hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    pub centre: Option<u32>,
    pub company: Option<u32>,
    pub total: Option<u32>,
}

/// Prices in euros, all taxes included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Prices {
    pub hourly: Option<f64>,
    pub total: Option<f64>,
}

/// `session`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// `numero`, or its place in the action.
    pub id: String,
    pub start: Option<NaiveDate>,
    pub end: Option<NaiveDate>,
    pub apply_from: Option<NaiveDate>,
    pub apply_until: Option<NaiveDate>,
    /// `etat-recrutement`.
    pub recruitment: Option<Recruitment>,
    /// `modalites-inscription`.
    pub how: String,
    /// `adresse-inscription`.
    pub apply_at: Address,
    pub contacts: Vec<Contact>,
    pub urls: Vec<String>,
    /// `capacite-simultanee` of its cycles together.
    pub places: Option<u32>,
    /// Under an apprenticeship contract, by a cycle or an alternation of it.
    pub apprenticeship: bool,
}

/// `action`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// `numero`, or its place in the formation.
    pub id: String,
    /// `rythme-formation`.
    pub rhythm: String,
    /// `code-public-vise`: Formacodes of five digits.
    pub publics: Vec<String>,
    /// `info-public-vise`.
    pub publics_note: String,
    /// `niveau-entree-obligatoire`.
    pub entry_required: Option<bool>,
    /// `modalites-alternance`.
    pub alternation: String,
    pub teaching: Option<Teaching>,
    /// `conditions-specifiques`.
    pub conditions: String,
    /// `prise-en-charge-frais-possible`.
    pub funding_possible: Option<bool>,
    /// `detail-conditions-prise-en-charge`.
    pub funding_note: String,
    /// `frais-restants`.
    pub remaining_cost: String,
    pub places: Vec<Place>,
    /// `modalites-entrees-sorties`: one may come and go at any time.
    pub permanent: Option<bool>,
    pub urls: Vec<String>,
    pub sessions: Vec<Session>,
    /// `date-information`.
    pub information: Vec<NaiveDate>,
    /// `adresse-information`.
    pub information_at: Address,
    /// `restauration`, `hebergement`, `transport`, `acces-handicapes`.
    pub catering: String,
    pub housing: String,
    pub transport: String,
    pub disabled_access: String,
    /// `langue-formation`.
    pub languages: Vec<String>,
    /// `modalites-recrutement`, `modalites-pedagogiques`.
    pub recruitment: String,
    pub pedagogy: String,
    /// `infos-perimetre-recrutement`.
    pub perimeter: String,
    pub prices: Prices,
    /// `duree-indicative`.
    pub duration: String,
    pub hours: Hours,
    pub trainers: Vec<Organisation>,
    pub funders: Vec<Funder>,
}

/// A day or none: zeros, nines and days that are none are told and left open.
fn period(fields: &mut Fields, name: &str) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let Some(map) = fields.objects(name).first().copied() else { return (None, None) };
    let mut fields = fields.inside(map);
    (fields.day("debut"), fields.day("fin"))
}

/// A code of a small table; another is told and left out.
pub(super) fn coded<T: Copy>(fields: &mut Fields, name: &str, table: &[(&str, T)]) -> Option<T> {
    let raw = fields.raw(name).filter(|raw| !raw.trim().is_empty())?;
    let found = table.iter().find(|(code, _)| *code == raw.trim()).map(|(_, value)| *value);
    if found.is_none() {
        fields.tell(name, Became::Unread, Why::UnknownWord, &raw, "");
    }
    found
}

/// Its own number, or its place among its like: the same at each import of the same file.
pub(super) fn number(fields: &mut Fields, place: usize) -> String {
    let given = ["@numero", "@id"].into_iter().find(|name| fields.value(name).is_some());
    given.map_or_else(|| (place + 1).to_string(), |name| fields.line(name))
}

fn session(fields: &mut Fields, place: usize) -> Session {
    let (start, end) = period(fields, "periode");
    let (apply_from, apply_until) = match fields.objects("periode-inscription").first().copied() {
        Some(map) => period(&mut fields.inside(map), "periode"),
        None => (None, None),
    };
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        fields.tell("periode", Became::Foreign, Why::ImpossibleDay, &end.to_string(), "");
    }
    let recruitment = coded(
        fields,
        "etat-recrutement",
        &[("1", Recruitment::Open), ("2", Recruitment::Closed), ("3", Recruitment::Suspended)],
    );
    let (mut places, mut apprenticeship) = (None, false);
    for map in fields.objects("cycle") {
        let mut fields = fields.inside(map);
        if let Some(more) = fields.count("capacite-simultanee", 0, 100_000) {
            places = Some(places.unwrap_or(0_u32).saturating_add(more));
        }
        apprenticeship |= fields.line("type-cycle") == "1";
        for map in fields.objects("alternance") {
            apprenticeship |= fields.inside(map).line("type-alternance") == "1";
        }
    }
    let apply_at = match fields.objects("adresse-inscription").first().copied() {
        Some(map) => organisation::address(&mut fields.inside(map)),
        None => Address::default(),
    };
    Session {
        id: number(fields, place),
        start,
        end,
        apply_from,
        apply_until,
        recruitment,
        how: fields.lines("modalites-inscription"),
        apply_at,
        contacts: organisation::contacts(fields, "contact-session"),
        urls: organisation::urls(fields, "url-session"),
        places,
        apprenticeship,
    }
}

fn funders(fields: &mut Fields) -> Vec<Funder> {
    let mut found = Vec::new();
    for map in fields.objects("organisme-financeur") {
        let mut fields = fields.inside(map);
        if let Some(code) = fields.count("code-financeur", 0, 20).and_then(|code| u8::try_from(code).ok()) {
            found.push(Funder { code, places: fields.count("nb-places-financees", 0, 100_000) });
        }
    }
    found
}

fn information(fields: &mut Fields) -> (Vec<NaiveDate>, Address) {
    let mut days = Vec::new();
    for map in fields.objects("date-information") {
        days.extend(fields.inside(map).day("date"));
    }
    let address = match fields.objects("adresse-information").first().copied() {
        Some(map) => organisation::address(&mut fields.inside(map)),
        None => Address::default(),
    };
    (days, address)
}

/// Reads one; `place` is its number in the formation, from 0.
pub(super) fn action(fields: &mut Fields, place: usize) -> Action {
    const TRUTH: &[(&str, bool)] = &[("0", false), ("1", true)];
    const TEACHING: &[(&str, Teaching)] =
        &[("0", Teaching::OnSite), ("1", Teaching::Mixed), ("2", Teaching::Remote)];
    let mut sessions = Vec::new();
    for (place, map) in fields.objects("session").into_iter().enumerate() {
        sessions.push(session(&mut fields.inside(map), place));
    }
    let (information, information_at) = information(fields);
    Action {
        id: number(fields, place),
        rhythm: fields.lines("rythme-formation"),
        publics: fields.list("code-public-vise"),
        publics_note: fields.lines("info-public-vise"),
        entry_required: coded(fields, "niveau-entree-obligatoire", TRUTH),
        alternation: fields.lines("modalites-alternance"),
        teaching: coded(fields, "modalites-enseignement", TEACHING),
        conditions: fields.lines("conditions-specifiques"),
        funding_possible: coded(fields, "prise-en-charge-frais-possible", TRUTH),
        funding_note: fields.lines("detail-conditions-prise-en-charge"),
        remaining_cost: fields.lines("frais-restants"),
        places: organisation::places(fields),
        permanent: coded(fields, "modalites-entrees-sorties", TRUTH),
        urls: organisation::urls(fields, "url-action"),
        sessions,
        information,
        information_at,
        catering: fields.lines("restauration"),
        housing: fields.lines("hebergement"),
        transport: fields.lines("transport"),
        disabled_access: fields.lines("acces-handicapes"),
        languages: fields.list("langue-formation"),
        recruitment: fields.lines("modalites-recrutement"),
        pedagogy: fields.lines("modalites-pedagogiques"),
        perimeter: fields.lines("infos-perimetre-recrutement"),
        prices: Prices {
            hourly: fields.number_in("prix-horaire-TTC", 0, 10_000),
            total: fields.number_in("prix-total-TTC", 0, 1_000_000),
        },
        duration: fields.lines("duree-indicative"),
        hours: Hours {
            centre: fields.count("nombre-heures-centre", 0, 20_000),
            company: fields.count("nombre-heures-entreprise", 0, 20_000),
            total: fields.count("nombre-heures-total", 0, 40_000),
        },
        trainers: organisation::trainers(fields),
        funders: funders(fields),
    }
}
