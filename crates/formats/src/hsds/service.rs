//! A service of HSDS with what belongs to it.

use chrono::NaiveDate;
use passerelle_domain::code::{Email, Phone};
use passerelle_domain::private::Private;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::draft::{Contact, Point};
use crate::field::{Fields, LONG};
use crate::report::{Became, Why};
use crate::vocabulary::{Word, vocabulary};

vocabulary! {
    /// `status`.
    Status {
        Active = "active",
        Inactive = "inactive",
        Defunct = "defunct",
        TemporarilyClosed = "temporarily closed",
    }
}

/// `organization`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Organisation {
    pub id: String,
    pub name: String,
    pub description: String,
    pub email: Option<Word<Email>>,
    pub website: String,
}

/// `location`, of a service at a location. Postal codes are those of its country, as written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Location {
    pub name: String,
    /// `physical`, `virtual` or `postal`, as the file has it.
    pub kind: String,
    pub street: String,
    pub postal_code: String,
    pub city: String,
    /// `region` and `state_province`.
    pub region: String,
    /// Two letters (ISO 3166-1).
    pub country: String,
    pub point: Option<Point>,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Service {
    pub id: String,
    pub name: String,
    pub alternate_name: String,
    pub description: String,
    pub status: Option<Word<Status>>,
    pub organisation: Organisation,
    /// `program`: its name.
    pub programme: String,
    pub url: String,
    pub email: Option<Word<Email>>,
    pub phones: Vec<Word<Phone>>,
    pub contacts: Vec<Contact>,
    /// `eligibility_description`.
    pub eligibility: String,
    pub min_age: Option<u32>,
    pub max_age: Option<u32>,
    /// `application_process`.
    pub how: String,
    /// `fees_description` (2.0: `fees`), and the options of cost.
    pub fees: String,
    /// The amounts of `cost_options`, in the currency each names.
    pub amounts: Vec<(f64, String)>,
    pub wait_time: String,
    pub accreditations: String,
    /// `required_documents`.
    pub documents: Vec<String>,
    /// `languages`: names or codes.
    pub languages: Vec<String>,
    /// `service_areas`: names.
    pub areas: Vec<String>,
    /// `funding`: sources.
    pub fundings: Vec<String>,
    /// `taxonomy_term` of the attributes: names.
    pub terms: Vec<String>,
    pub locations: Vec<Location>,
    /// `schedules` in words: what they say of themselves, or their days and hours.
    pub schedules: Vec<String>,
    /// `capacities`: places open now.
    pub available: Option<u32>,
    /// `last_modified`, or `assured_date`.
    pub updated: Option<NaiveDate>,
    /// `alert`: shown to whoever looks for it.
    pub alert: String,
}

/// Elements of each list that are read.
const LIST: usize = 200;

/// One text out of each object of a list.
fn each(fields: &mut Fields, name: &str, read: impl Fn(&mut Fields) -> String) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for map in fields.objects(name).into_iter().take(LIST) {
        let text = read(&mut fields.inside(map));
        if !text.is_empty() && !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

fn first<'a>(fields: &Fields<'a>, name: &str) -> Option<&'a Map<String, Value>> {
    fields.objects(name).first().copied()
}

fn phones(fields: &mut Fields) -> Vec<Word<Phone>> {
    let mut found = Vec::new();
    for map in fields.objects("phones").into_iter().take(LIST) {
        found.extend(fields.inside(map).code_or_text("number", Phone::parse));
    }
    found
}

fn contacts(fields: &mut Fields) -> Vec<Contact> {
    let mut found = Vec::new();
    for map in fields.objects("contacts").into_iter().take(LIST) {
        let mut fields = fields.inside(map);
        let contact = Contact {
            name: Private(fields.line("name")),
            role: fields.line("title"),
            phones: phones(&mut fields),
            emails: fields.code_or_text("email", Email::parse).into_iter().collect(),
            urls: Vec::new(),
        };
        if !contact.is_empty() {
            found.push(contact);
        }
    }
    found
}

fn organisation(fields: &mut Fields) -> Organisation {
    let Some(map) = first(fields, "organization") else {
        return Organisation { id: fields.line("organization_id"), ..Organisation::default() };
    };
    let mut fields = fields.inside(map);
    Organisation {
        id: fields.line("id"),
        name: fields.line("name"),
        description: fields.lines("description"),
        email: fields.code_or_text("email", Email::parse),
        website: fields.url("website"),
    }
}

fn location(fields: &mut Fields) -> Location {
    let latitude = fields.number_in("latitude", -90, 90);
    let longitude = fields.number_in("longitude", -180, 180);
    let point = latitude.zip(longitude).and_then(|(latitude, longitude)| Point::new(latitude, longitude));
    let (name, kind) = (fields.line("name"), fields.line("location_type"));
    let Some(map) = first(fields, "addresses") else {
        return Location { name, kind, point, ..Location::default() };
    };
    let mut fields = fields.inside(map);
    let join = |parts: [String; 2], between: &str| -> String {
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
    };
    Location {
        name,
        kind,
        point,
        street: join([fields.line("address_1"), fields.line("address_2")], "\n"),
        postal_code: fields.line("postal_code"),
        city: fields.line("city"),
        region: join([fields.line("region"), fields.line("state_province")], ", "),
        country: fields.line("country").to_uppercase(),
    }
}

fn locations(fields: &mut Fields) -> Vec<Location> {
    let mut found = Vec::new();
    for map in fields.objects("service_at_locations").into_iter().take(LIST) {
        let mut fields = fields.inside(map);
        if let Some(map) = first(&fields, "location") {
            let location = location(&mut fields.inside(map));
            if location != Location::default() && !found.contains(&location) {
                found.push(location);
            }
        }
    }
    found
}

fn schedule(fields: &mut Fields) -> String {
    let told = fields.line("description");
    if !told.is_empty() {
        return told;
    }
    let days = fields.line("byday");
    let hours = [fields.line("opens_at"), fields.line("closes_at")];
    let hours = hours.iter().filter(|hour| !hour.is_empty()).cloned().collect::<Vec<_>>().join("-");
    format!("{days} {hours}").trim().to_owned()
}

fn amounts(fields: &mut Fields) -> Vec<(f64, String)> {
    let mut found = Vec::new();
    for map in fields.objects("cost_options").into_iter().take(LIST) {
        let mut fields = fields.inside(map);
        if let Some(amount) = fields.number_in("amount", 0, 10_000_000) {
            found.push((amount, fields.line("currency").to_uppercase()));
        }
    }
    found
}

/// Reads one; none without identifier or name, which is told.
pub(super) fn service(fields: &mut Fields) -> Option<Service> {
    let (id, name) = (fields.line("id"), fields.line("name"));
    for (field, value) in [("id", &id), ("name", &name)] {
        if value.is_empty() {
            fields.tell(field, Became::Refused, Why::Missing, if id.is_empty() { &name } else { &id }, "");
            return None;
        }
    }
    let status = fields.words::<Status>("status").into_iter().next();
    let programme = match first(fields, "program") {
        Some(map) => fields.inside(map).line("name"),
        None => String::new(),
    };
    let options = each(fields, "cost_options", |fields| fields.line("option")).join("\n");
    let fees = ["fees_description", "fees"].into_iter().find(|name| fields.value(name).is_some());
    let fees = fees.map(|name| fields.lines(name)).unwrap_or_default();
    let fees = if fees.is_empty() { options } else { fees };
    let terms = each(fields, "attributes", |fields| {
        let term = fields.objects("taxonomy_term").first().copied();
        term.map(|term| fields.inside(term).line("name")).unwrap_or_default()
    });
    let modified = ["last_modified", "assured_date"].into_iter().find(|name| fields.value(name).is_some());
    let mut available = None;
    if let Some(map) = first(fields, "capacities") {
        available = fields.inside(map).count("available", 0, 1_000_000);
    }
    Some(Service {
        id,
        name,
        alternate_name: fields.line("alternate_name"),
        description: fields.lines("description"),
        status,
        organisation: organisation(fields),
        programme,
        url: fields.url("url"),
        email: fields.code_or_text("email", Email::parse),
        phones: phones(fields),
        contacts: contacts(fields),
        eligibility: fields.lines("eligibility_description"),
        min_age: fields.count("minimum_age", 0, 130),
        max_age: fields.count("maximum_age", 0, 130),
        how: fields.lines("application_process"),
        fees: fields.cut("fees", &fees, LONG, true),
        amounts: amounts(fields),
        wait_time: fields.line("wait_time"),
        accreditations: fields.lines("accreditations"),
        documents: each(fields, "required_documents", |fields| fields.line("document")),
        languages: each(fields, "languages", |fields| {
            let name = fields.line("name");
            if name.is_empty() { fields.line("code") } else { name }
        }),
        areas: each(fields, "service_areas", |fields| fields.line("name")),
        fundings: each(fields, "funding", |fields| fields.line("source")),
        terms,
        locations: locations(fields),
        schedules: each(fields, "schedules", schedule),
        available,
        updated: modified.and_then(|name| fields.day(name)),
        alert: fields.lines("alert"),
    })
}
