//! A training (`formation`): what one learns, to which certification it leads, who answers for it.

use passerelle_domain::code::{Rncp, Rome};
use serde::{Deserialize, Serialize};

use super::action::{self, Action};
use super::level::LevelCode;
use super::organisation::{self, Organisation};
use crate::draft::Contact;
use crate::field::Fields;
use crate::report::{Became, Why};

/// `certification`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Certification {
    pub rncp: Option<Rncp>,
    /// `code-RS`: répertoire spécifique, as the file has it.
    pub rs: String,
    /// `code-CERTIFINFO`.
    pub certifinfo: String,
    /// `code-CPF`.
    pub cpf: String,
}

/// `formation`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Formation {
    /// `numero`, `identifiant-module`, or what tells it apart otherwise: the organisation's SIRET and its title.
    pub id: String,
    /// `intitule-formation`.
    pub title: String,
    /// `objectif-formation`, `resultats-attendus`, `contenu-formation`.
    pub objective: String,
    pub results: String,
    pub content: String,
    /// `certifiante`.
    pub certifying: Option<bool>,
    /// `code-niveau-entree`, `code-niveau-sortie`.
    pub entry: Option<LevelCode>,
    pub exit: Option<LevelCode>,
    /// `objectif-general-formation`: the code of the table `dict-AIS`, 6 certification to 9 remobilisation.
    pub aim: Option<u8>,
    /// `parcours-de-formation`: 1 group, 2 individual, 3 modules, 4 mixed.
    pub path: Option<u8>,
    /// Formacode, five digits; NSF, three characters.
    pub formacodes: Vec<String>,
    pub nsfs: Vec<String>,
    pub romes: Vec<Rome>,
    pub certifications: Vec<Certification>,
    pub contacts: Vec<Contact>,
    pub urls: Vec<String>,
    pub actions: Vec<Action>,
    pub organisation: Organisation,
    /// `extras`: what a producer adds, each with what it says it is about.
    pub extras: Vec<(String, String)>,
}

/// Extras kept of one formation.
const EXTRAS: usize = 100;

/// The codes of each list, each valid: several may stand under one name.
fn codes<T: std::fmt::Display + PartialEq>(
    fields: &mut Fields,
    name: &str,
    parse: impl Fn(&str) -> Result<T, passerelle_domain::code::CodeError>,
) -> Vec<T> {
    let mut found = Vec::new();
    for raw in fields.list(name) {
        match parse(&raw) {
            Ok(code) if found.contains(&code) => {}
            Ok(code) => found.push(code),
            Err(error) => fields.tell(name, Became::Unread, Why::Code { error }, &raw, ""),
        }
    }
    found
}

/// Five digits for Formacode, three for NSF, the zeros a table lost given back.
fn digits(fields: &mut Fields, name: &str, width: usize) -> Vec<String> {
    let mut found = Vec::new();
    for raw in fields.list(name) {
        let code = format!("{raw:0>width$}");
        let good = code.len() == width && code.chars().all(|c| c.is_ascii_alphanumeric());
        if !good || (width == 5 && !code.bytes().all(|byte| byte.is_ascii_digit())) {
            fields.tell(name, Became::Unread, Why::Form, &raw, "");
        } else if !found.contains(&code) {
            found.push(code);
        }
    }
    found
}

fn level(fields: &mut Fields, name: &str) -> Option<LevelCode> {
    let raw = fields.raw(name).filter(|raw| !raw.trim().is_empty())?;
    let level = LevelCode::parse(&raw);
    if level.is_none() {
        fields.tell(name, Became::Unread, Why::UnknownWord, &raw, "");
    }
    level
}

fn certifications(fields: &mut Fields) -> Vec<Certification> {
    let mut found = Vec::new();
    for map in fields.objects("certification") {
        let mut fields = fields.inside(map);
        // `-1` is how some say that there is none.
        let rncp = match fields.value("code-RNCP").and_then(|value| value.as_str()) {
            Some("-1" | "0") | None => None,
            Some(_) => fields.code("code-RNCP", Rncp::parse),
        };
        found.push(Certification {
            rncp,
            rs: fields.line("code-RS"),
            certifinfo: fields.line("code-CERTIFINFO"),
            cpf: fields.line("code-CPF"),
        });
    }
    found
}

fn extras(fields: &mut Fields) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for map in fields.objects("extras") {
        let mut fields = fields.inside(map);
        for map in fields.objects("extra") {
            let mut fields = fields.inside(map);
            let (about, text) = (fields.line("@info"), fields.lines("#text"));
            if !text.is_empty() && found.len() < EXTRAS {
                found.push((about, text));
            }
        }
    }
    found
}

/// Reads one; none without a title, which is told.
pub(super) fn formation(fields: &mut Fields) -> Option<Formation> {
    let title = fields.line("intitule-formation");
    if title.is_empty() {
        let number = fields.line("@numero");
        fields.tell("intitule-formation", Became::Refused, Why::Missing, &number, "");
        return None;
    }
    let organisation = organisation::responsible(fields);
    let given =
        ["@numero", "identifiant-module", "@id"].into_iter().find(|name| fields.value(name).is_some());
    let id = given.map(|name| fields.line(name)).filter(|id| !id.is_empty()).unwrap_or_else(|| {
        let siret = organisation.siret.as_ref().map_or("", |siret| siret.as_str());
        format!("{siret}:{title}")
    });
    let mut actions = Vec::new();
    for (place, map) in fields.objects("action").into_iter().enumerate() {
        actions.push(action::action(&mut fields.inside(map), place));
    }
    let (mut formacodes, mut nsfs, mut romes) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(map) = fields.objects("domaine-formation").first().copied() {
        let mut fields = fields.inside(map);
        formacodes = digits(&mut fields, "code-FORMACODE", 5);
        nsfs = digits(&mut fields, "code-NSF", 3);
        romes = codes(&mut fields, "code-ROME", Rome::parse);
    }
    let small = |number: Option<u32>| number.and_then(|number| u8::try_from(number).ok());
    Some(Formation {
        id,
        title,
        objective: fields.lines("objectif-formation"),
        results: fields.lines("resultats-attendus"),
        content: fields.lines("contenu-formation"),
        certifying: action::coded(fields, "certifiante", &[("0", false), ("1", true)]),
        entry: level(fields, "code-niveau-entree"),
        exit: level(fields, "code-niveau-sortie"),
        aim: small(fields.count("objectif-general-formation", 0, 99)),
        path: small(fields.count("parcours-de-formation", 0, 99)),
        formacodes,
        nsfs,
        romes,
        certifications: certifications(fields),
        contacts: organisation::contacts(fields, "contact-formation"),
        urls: organisation::urls(fields, "url-formation"),
        actions,
        organisation,
        extras: extras(fields),
    })
}
