//! Where one can be referred: providers and their programmes, kept by hand.

pub mod clause;
pub mod fit;
pub mod place;
pub mod rank;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::change::{Changes, Field, PROGRAMME, PROVIDER, Refusal, Table, Value};
use crate::code::{Email, Phone, Siret, Uai};
use crate::id::{Ids, ProgrammeId, ProviderId};
use crate::moment::plausible;
use crate::person::name::{NameError, clean_line, clean_text};
use crate::word::words;

words! {
    ProgrammeKind {
        Training = "training", Apprenticeship = "apprenticeship", BackToSchool = "back_to_school",
        Job = "job", Insertion = "insertion", SocialClause = "social_clause",
        CivicService = "civic_service", Business = "business", Guidance = "guidance",
        Obstacle = "obstacle", Culture = "culture",
    }
    ProgrammeStatus { Open = "open", Blocked = "blocked", Closed = "closed" }
    Tag { Rev3 = "rev3", Craft = "craft", Commerce = "commerce", UrbanRenewal = "urban_renewal" }
    Funding { Region = "region", FsePlus = "fse_plus", Feder = "feder", Anru = "anru", State = "state" }
}

/// The form of a provider, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct ProviderDraft {
    pub name: String,
    pub siret: String,
    pub uai: String,
    pub phone: String,
    pub email: String,
    pub address_line: String,
    pub postal_code: String,
    pub commune: String,
    pub insee: String,
    pub contact: String,
    pub note: String,
}

/// The form of a programme, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProgrammeDraft {
    pub name: String,
    pub kind: ProgrammeKind,
    pub summary: String,
    pub min_age: Option<u8>,
    pub max_age: Option<u8>,
    pub next_start: Option<NaiveDate>,
    pub places: Option<u16>,
    pub status: ProgrammeStatus,
    pub tags: Vec<Tag>,
    pub fundings: Vec<Funding>,
}

/// What a provider or a programme is called: on one line, and something that shows.
fn name(raw: &str) -> Result<Value, Refusal> {
    match clean_line(raw, 200) {
        Ok(name) => Ok(Value::Text(name)),
        Err(NameError::Empty) => Err(Refusal::NameMissing),
        Err(NameError::TooLong { limit }) => Err(Refusal::TooLong { field: "name".to_owned(), limit }),
    }
}

fn text(field: &str, raw: &str, limit: u32) -> Result<Value, Refusal> {
    clean_text(raw, limit)
        .map(|text| Value::Text(text.trim().to_owned()))
        .map_err(|_| Refusal::TooLong { field: field.to_owned(), limit })
}

impl ProviderDraft {
    fn read(&self) -> Result<Vec<(Field, Value)>, Refusal> {
        use crate::person::draft::{address, code, line};
        Ok(vec![
            (PROVIDER.name, name(&self.name)?),
            (PROVIDER.siret, Value::Text(code("siret", &self.siret, Siret::parse)?)),
            (PROVIDER.uai, Value::Text(code("uai", &self.uai, Uai::parse)?)),
            (PROVIDER.phone, Value::Text(code("phone", &self.phone, Phone::parse)?)),
            (PROVIDER.email, Value::Text(code("email", &self.email, Email::parse)?)),
            (PROVIDER.address, address(&self.address_line, &self.postal_code, &self.commune, &self.insee)?),
            (PROVIDER.contact, Value::Text(line("contact", &self.contact, 200)?)),
            (PROVIDER.note, text("note", &self.note, 10_000)?),
        ])
    }

    /// What the vault holds under this form, taken as it is.
    fn kept(&self) -> Vec<(Field, Value)> {
        let text = |text: &str| Value::text(text);
        let address = [&self.address_line, &self.postal_code, &self.commune, &self.insee];
        vec![
            (PROVIDER.name, text(&self.name)),
            (PROVIDER.siret, text(&self.siret)),
            (PROVIDER.uai, text(&self.uai)),
            (PROVIDER.phone, text(&self.phone)),
            (PROVIDER.email, text(&self.email)),
            (PROVIDER.address, Value::Group(address.map(|part| text(part)).to_vec())),
            (PROVIDER.contact, text(&self.contact)),
            (PROVIDER.note, text(&self.note)),
        ]
    }
}

fn codes<T: Copy>(words: &[T], code: fn(T) -> &'static str) -> Vec<String> {
    words.iter().map(|word| code(*word).to_owned()).collect()
}

impl ProgrammeDraft {
    fn read(&self) -> Result<Vec<(Field, Value)>, Refusal> {
        if let (Some(min), Some(max)) = (self.min_age, self.max_age)
            && min > max
        {
            return Err(Refusal::AgesReversed);
        }
        self.next_start.map(|day| plausible("next_start", day)).transpose()?;
        Ok(self.fields(name(&self.name)?, text("summary", &self.summary, 10_000)?))
    }

    /// What the vault holds under this form, taken as it is.
    fn kept(&self) -> Vec<(Field, Value)> {
        self.fields(Value::text(self.name.as_str()), Value::text(self.summary.as_str()))
    }

    fn fields(&self, name: Value, summary: Value) -> Vec<(Field, Value)> {
        let age = |age: Option<u8>| Value::Text(age.map_or_else(String::new, |age| age.to_string()));
        vec![
            (PROGRAMME.name, name),
            (PROGRAMME.kind, Value::text(self.kind.code())),
            (PROGRAMME.summary, summary),
            (PROGRAMME.ages, Value::Group(vec![age(self.min_age), age(self.max_age)])),
            (PROGRAMME.next_start, Value::day(self.next_start)),
            (PROGRAMME.places, self.places.map_or(Value::Null, |places| Value::Int(i64::from(places)))),
            (PROGRAMME.status, Value::text(self.status.code())),
        ]
    }
}

/// Writes down a new provider.
pub fn add_provider(draft: &ProviderDraft, ids: &mut dyn Ids) -> Result<(ProviderId, Changes), Refusal> {
    let id = ProviderId(ids.fresh());
    let mut changes = Changes::new("provider.add", None);
    changes.row(Table::Provider, id, draft.read()?);
    Ok((id, changes))
}

/// Sets what differs.
pub fn correct_provider(
    id: ProviderId,
    before: &ProviderDraft,
    after: &ProviderDraft,
) -> Result<Changes, Refusal> {
    let mut changes = Changes::new("provider.correct", None);
    for ((field, was), (_, is)) in before.kept().into_iter().zip(after.read()?) {
        changes.set(Table::Provider, id, field, &was, is);
    }
    Ok(changes)
}

/// The offer of a catalogue that a programme was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProgrammeSource {
    /// The word of the catalogue.
    pub source: String,
    /// The identifier there.
    pub key: String,
}

/// Writes down a new programme of a provider.
pub fn add_programme(
    provider: ProviderId,
    draft: &ProgrammeDraft,
    ids: &mut dyn Ids,
) -> Result<(ProgrammeId, Changes), Refusal> {
    keep_programme(provider, draft, None, ids)
}

/// The same for one that is an offer of a catalogue: what the offer says is copied, so that the programme stays what it was when
/// the catalogue changes.
pub fn keep_programme(
    provider: ProviderId,
    draft: &ProgrammeDraft,
    source: Option<&ProgrammeSource>,
    ids: &mut dyn Ids,
) -> Result<(ProgrammeId, Changes), Refusal> {
    let id = ProgrammeId(ids.fresh());
    let mut changes = Changes::new("programme.add", None);
    let mut fields = vec![(PROGRAMME.provider, Value::Id(provider.0))];
    if let Some(ProgrammeSource { source, key }) = source {
        fields.push((
            PROGRAMME.source,
            Value::Group([source, key].map(|part| Value::text(part.as_str())).to_vec()),
        ));
    }
    fields.extend(draft.read()?);
    changes.row(Table::Programme, id, fields);
    changes.set_elements(Table::Programme, id, PROGRAMME.tags, &[], &codes(&draft.tags, Tag::code));
    let fundings = codes(&draft.fundings, Funding::code);
    changes.set_elements(Table::Programme, id, PROGRAMME.fundings, &[], &fundings);
    Ok((id, changes))
}

/// Sets what differs.
pub fn correct_programme(
    id: ProgrammeId,
    before: &ProgrammeDraft,
    after: &ProgrammeDraft,
) -> Result<Changes, Refusal> {
    let mut changes = Changes::new("programme.correct", None);
    for ((field, was), (_, is)) in before.kept().into_iter().zip(after.read()?) {
        changes.set(Table::Programme, id, field, &was, is);
    }
    let (was, is) = (codes(&before.tags, Tag::code), codes(&after.tags, Tag::code));
    changes.set_elements(Table::Programme, id, PROGRAMME.tags, &was, &is);
    let (was, is) = (codes(&before.fundings, Funding::code), codes(&after.fundings, Funding::code));
    changes.set_elements(Table::Programme, id, PROGRAMME.fundings, &was, &is);
    Ok(changes)
}
