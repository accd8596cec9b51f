//! Who gives a training and where, and whom one reaches: the addresses and contacts of LHEO.

use passerelle_domain::code::{CodeError, Email, Insee, Phone, PostalCode, Siret, Uai};
use passerelle_domain::private::Private;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::draft::{Address, Contact, Point};
use crate::field::{Fields, SHORT};
use crate::vocabulary::Word;

/// Whoever answers for a training or gives it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Organisation {
    /// `nom-organisme`, or the legal name.
    pub name: String,
    /// `raison-sociale`.
    pub legal_name: String,
    /// `numero-activite`: its declaration of activity, eleven digits.
    pub activity: String,
    pub siret: Option<Siret>,
    pub uai: Option<Uai>,
    pub address: Address,
    pub contacts: Vec<Contact>,
    /// `renseignements-specifiques`.
    pub note: String,
}

/// `lieu-de-formation`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    pub siret: Option<Siret>,
    pub uai: Option<Uai>,
    /// `denomination` of the address, or the name of the contact.
    pub name: String,
    pub address: Address,
    pub contact: Contact,
}

/// The table of `type-contact`.
const ROLES: &[(&str, &str)] = &[
    ("1", "Référent handicap"),
    ("2", "Référent mobilité internationale"),
    ("3", "Référent pédagogique"),
    ("4", "Accueil"),
    ("5", "Direction"),
    ("6", "Référent qualité"),
    ("7", "Référent entreprise"),
    ("8", "Référent commercial"),
    ("9", "Gestionnaire financier"),
    ("10", "Direction déléguée aux formations professionnelles et techniques"),
    ("11", "Communication"),
    ("12", "Référent FOAD"),
    ("13", "Référent VAE"),
    ("14", "Référent apprentissage"),
];

/// A code that stands one level deeper, as the SIRET in `SIRET-formateur`.
pub(super) fn nested<T: std::fmt::Display>(
    fields: &mut Fields,
    outer: &str,
    inner: &str,
    parse: impl Fn(&str) -> Result<T, CodeError>,
) -> Option<T> {
    match fields.objects(outer).first() {
        Some(map) => fields.inside(map).code(inner, parse),
        // Some files write it without the inner element.
        None => fields.code(outer, parse),
    }
}

/// The addresses on the web under `urlweb`.
pub(super) fn urls(fields: &mut Fields, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for map in fields.objects(name) {
        found.extend(listed(&mut fields.inside(map), "urlweb"));
    }
    found
}

/// Each text under a name that may come several times.
fn texts(map: &Map<String, Value>, name: &str) -> Vec<String> {
    match map.get(name) {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Does something with each of several texts as if it stood alone.
fn each<T>(fields: &mut Fields, name: &str, mut read: impl FnMut(&mut Fields) -> Option<T>) -> Vec<T> {
    let mut found = Vec::new();
    for text in texts(fields.map, name) {
        let mut alone = Map::new();
        alone.insert(name.to_owned(), Value::String(text));
        found.extend(read(&mut fields.inside(&alone)));
    }
    found
}

fn listed(fields: &mut Fields, name: &str) -> Vec<String> {
    each(fields, name, |fields| Some(fields.url(name)).filter(|url| !url.is_empty()))
}

/// The lines of an address: `ligne`, several times.
fn lines(fields: &mut Fields) -> String {
    each(fields, "ligne", |fields| Some(fields.line("ligne")).filter(|line| !line.is_empty())).join("\n")
}

/// `adresse`, wherever it stands.
pub(super) fn address(fields: &mut Fields) -> Address {
    let Some(map) = fields.objects("adresse").first().copied() else { return Address::default() };
    let mut fields = fields.inside(map);
    let point = fields.objects("geolocalisation").first().copied().and_then(|map| {
        let mut fields = fields.inside(map);
        let latitude = fields.number_in("latitude", -90, 90);
        let longitude = fields.number_in("longitude", -180, 180);
        Point::new(latitude?, longitude?)
    });
    let insee =
        ["code-INSEE-commune", "code-insee-commune"].into_iter().find(|name| fields.value(name).is_some());
    Address {
        street: lines(&mut fields),
        extra: fields.line("denomination"),
        postal_code: fields.code("codepostal", PostalCode::parse),
        commune: fields.line("ville"),
        insee: insee.and_then(|name| fields.code(name, Insee::parse)),
        point,
    }
}

/// `coordonnees`: a name, telephones, an address; the person's name and what reaches them.
fn coordinates(fields: &mut Fields) -> (Contact, Address) {
    let Some(map) = fields.objects("coordonnees").first().copied() else { return <_>::default() };
    let mut fields = fields.inside(map);
    let names = ["civilite", "prenom", "nom"].map(|part| fields.line(part));
    let name = names.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    let mut phones: Vec<Word<Phone>> = Vec::new();
    for kind in ["telfixe", "portable"] {
        for map in fields.objects(kind) {
            let mut fields = fields.inside(map);
            phones.extend(each(&mut fields, "numtel", |fields| fields.code_or_text("numtel", Phone::parse)));
        }
    }
    phones.dedup();
    let emails = each(&mut fields, "courriel", |fields| fields.code_or_text("courriel", Email::parse));
    let urls = urls(&mut fields, "web");
    let mut address = address(&mut fields);
    if address.street.is_empty() {
        address.street = lines(&mut fields);
    }
    (Contact { name: Private(name), role: String::new(), phones, emails, urls }, address)
}

/// Contacts under a name, each with its role.
pub(super) fn contacts(fields: &mut Fields, name: &str) -> Vec<Contact> {
    let mut found = Vec::new();
    for map in fields.objects(name) {
        let mut fields = fields.inside(map);
        let code = fields.line("type-contact");
        let role = ROLES.iter().find(|(known, _)| *known == code).map_or("", |(_, role)| role);
        let (mut contact, _) = coordinates(&mut fields);
        role.clone_into(&mut contact.role);
        if !contact.is_empty() {
            found.push(contact);
        }
    }
    found
}

/// `organisme-formation-responsable`.
pub(super) fn responsible(fields: &mut Fields) -> Organisation {
    let Some(map) = fields.objects("organisme-formation-responsable").first().copied() else {
        return Organisation::default();
    };
    let mut fields = fields.inside(map);
    let legal_name = fields.line("raison-sociale");
    let name = Some(fields.line("nom-organisme")).filter(|name| !name.is_empty());
    let (own, address) = match fields.objects("coordonnees-organisme").first().copied() {
        Some(map) => coordinates(&mut fields.inside(map)),
        None => <_>::default(),
    };
    let mut contacts = contacts(&mut fields, "contact-organisme");
    if !own.is_empty() {
        contacts.insert(0, own);
    }
    let activity = fields.line("numero-activite");
    Organisation {
        name: name.unwrap_or_else(|| legal_name.clone()),
        legal_name,
        activity: fields.cut("numero-activite", &activity, SHORT, false),
        siret: nested(&mut fields, "SIRET-organisme-formation", "SIRET", Siret::parse),
        uai: nested(&mut fields, "code-UAI-organisme-formation", "code-UAI", Uai::parse),
        address,
        contacts,
        note: fields.lines("renseignements-specifiques"),
    }
}

/// `organisme-formateur`, several times.
pub(super) fn trainers(fields: &mut Fields) -> Vec<Organisation> {
    let mut found = Vec::new();
    for map in fields.objects("organisme-formateur") {
        let mut fields = fields.inside(map);
        let name = fields.line("raison-sociale-formateur");
        found.push(Organisation {
            legal_name: name.clone(),
            name,
            siret: nested(&mut fields, "SIRET-formateur", "SIRET", Siret::parse),
            uai: nested(&mut fields, "code-UAI-formateur", "code-UAI", Uai::parse),
            contacts: contacts(&mut fields, "contact-formateur"),
            ..Organisation::default()
        });
    }
    found
}

/// `lieu-de-formation`, several times.
pub(super) fn places(fields: &mut Fields) -> Vec<Place> {
    let mut found = Vec::new();
    for map in fields.objects("lieu-de-formation") {
        let mut fields = fields.inside(map);
        let siret = nested(&mut fields, "SIRET-lieu-formation", "SIRET", Siret::parse);
        let uai = nested(&mut fields, "code-UAI-lieu-formation", "code-UAI", Uai::parse);
        let (contact, mut address) = coordinates(&mut fields);
        let name = std::mem::take(&mut address.extra);
        found.push(Place { siret, uai, name, address, contact });
    }
    found
}
