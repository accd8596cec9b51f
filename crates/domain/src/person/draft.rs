//! What a worker types about a person, read into what can be kept; nothing is refused for being incomplete.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::birth::Birth;
use super::name::{NameError, TextError, clean_line, clean_name, clean_text};
use super::{GuardianRelation, Level, Sex};
use crate::change::{Changes, Field, PERSON, Refusal, Table, Value};
use crate::code::{CodeError, Email, Insee, Phone, PostalCode, Qpv, Uai};
use crate::id::{Ids, PersonId};
use crate::moment::Now;

/// The fields of the form, each as typed. An empty text means not known.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct PersonDraft {
    pub given_name: String,
    pub family_name: String,
    pub birth: String,
    pub sex: Option<Sex>,
    pub phone: String,
    pub email: String,
    pub address_line: String,
    pub postal_code: String,
    pub commune: String,
    pub insee: String,
    pub qpv: String,
    pub school_name: String,
    pub school_uai: String,
    pub level: Option<Level>,
    pub guardian_name: String,
    pub guardian_phone: String,
    pub summary: String,
    pub guardian_relation: Option<GuardianRelation>,
    pub guardian_email: String,
    /// When school was left, as far as it is known: a year, a month or a day.
    pub left_school: String,
}

/// The same, read: what the vault keeps, in the order of the registry.
pub struct PersonFacts(Vec<(Field, Value)>);

fn unreadable(field: &str) -> Refusal {
    Refusal::Unreadable { field: field.to_owned() }
}

fn name(field: &str, raw: &str) -> Result<String, Refusal> {
    if raw.trim().is_empty() {
        return Ok(String::new());
    }
    match clean_name(raw) {
        Ok(name) => Ok(name),
        Err(NameError::TooLong { limit }) => Err(Refusal::TooLong { field: field.to_owned(), limit }),
        Err(_) => Err(unreadable(field)),
    }
}

/// A free text without control characters and direction overrides, at most `limit` characters.
pub fn text(field: &str, raw: &str, limit: u32) -> Result<String, Refusal> {
    match clean_text(raw, limit) {
        Ok(text) => Ok(text.trim().to_owned()),
        Err(TextError::TooLong { limit, .. }) => Err(Refusal::TooLong { field: field.to_owned(), limit }),
    }
}

/// A text on one line, or nothing when nothing that shows was typed.
pub fn line(field: &str, raw: &str, limit: u32) -> Result<String, Refusal> {
    match clean_line(raw, limit) {
        Ok(line) => Ok(line),
        Err(NameError::Empty) => Ok(String::new()),
        Err(NameError::TooLong { limit }) => Err(Refusal::TooLong { field: field.to_owned(), limit }),
    }
}

/// A code of the outside, or nothing when nothing was typed.
pub fn code<T: std::fmt::Display>(
    field: &str,
    raw: &str,
    parse: impl Fn(&str) -> Result<T, CodeError>,
) -> Result<String, Refusal> {
    if raw.trim().is_empty() {
        return Ok(String::new());
    }
    parse(raw).map(|code| code.to_string()).map_err(|_| unreadable(field))
}

/// A day as far as it is known, which has come; a birth date is such a day, and so is the one on which school was left.
fn known_day(field: &str, raw: &str, now: Now) -> Result<String, Refusal> {
    if raw.trim().is_empty() {
        return Ok(String::new());
    }
    let day = Birth::parse(raw).map_err(|_| unreadable(field))?;
    match day.check_not_after(now.today) {
        Ok(()) => Ok(day.to_string()),
        Err(_) => Err(Refusal::InTheFuture { field: field.to_owned() }),
    }
}

/// The address as one value: its parts mean something only together.
pub fn address(street: &str, postal: &str, commune: &str, insee: &str) -> Result<Value, Refusal> {
    Ok(Value::Group(vec![
        Value::Text(line("address_line", street, 200)?),
        Value::Text(code("postal_code", postal, PostalCode::parse)?),
        Value::Text(line("commune", commune, 100)?),
        Value::Text(code("insee", insee, Insee::parse)?),
    ]))
}

impl PersonDraft {
    /// Reads every field, or says which one cannot be read and why.
    pub fn read(&self, now: Now) -> Result<PersonFacts, Refusal> {
        let given = name("given_name", &self.given_name)?;
        let family = name("family_name", &self.family_name)?;
        if given.is_empty() && family.is_empty() {
            return Err(Refusal::NameMissing);
        }
        Ok(PersonFacts(vec![
            (PERSON.given_name, Value::Text(given)),
            (PERSON.family_name, Value::Text(family)),
            (PERSON.birth, Value::Text(known_day("birth", &self.birth, now)?)),
            (PERSON.sex, Value::text(self.sex.map_or("", Sex::code))),
            (PERSON.phone, Value::Text(code("phone", &self.phone, Phone::parse)?)),
            (PERSON.email, Value::Text(code("email", &self.email, Email::parse)?)),
            (PERSON.address, address(&self.address_line, &self.postal_code, &self.commune, &self.insee)?),
            (PERSON.qpv, Value::Text(code("qpv", &self.qpv, Qpv::parse)?)),
            (
                PERSON.school,
                Value::Group(vec![
                    Value::Text(line("school_name", &self.school_name, 200)?),
                    Value::Text(code("school_uai", &self.school_uai, Uai::parse)?),
                ]),
            ),
            (PERSON.level, Value::text(self.level.map_or("", Level::code))),
            (
                PERSON.guardian,
                Value::Group(vec![
                    Value::Text(name("guardian_name", &self.guardian_name)?),
                    Value::Text(code("guardian_phone", &self.guardian_phone, Phone::parse)?),
                ]),
            ),
            (PERSON.summary, Value::Text(text("summary", &self.summary, 10_000)?)),
            (
                PERSON.guardian_reach,
                Value::Group(vec![
                    Value::text(self.guardian_relation.map_or("", GuardianRelation::code)),
                    Value::Text(code("guardian_email", &self.guardian_email, Email::parse)?),
                ]),
            ),
            (PERSON.left_school, Value::Text(known_day("left_school", &self.left_school, now)?)),
        ]))
    }
}

/// What the vault holds, as it is, in the same order: a clock set back or a stricter rule must not keep anyone from
/// correcting another field.
fn kept(draft: &PersonDraft) -> Vec<Value> {
    let group = |parts: &[&str]| Value::Group(parts.iter().map(|part| Value::text(*part)).collect());
    let PersonDraft { address_line, postal_code, commune, insee, .. } = draft;
    vec![
        Value::text(draft.given_name.as_str()),
        Value::text(draft.family_name.as_str()),
        Value::text(draft.birth.as_str()),
        Value::text(draft.sex.map_or("", Sex::code)),
        Value::text(draft.phone.as_str()),
        Value::text(draft.email.as_str()),
        group(&[address_line, postal_code, commune, insee]),
        Value::text(draft.qpv.as_str()),
        group(&[&draft.school_name, &draft.school_uai]),
        Value::text(draft.level.map_or("", Level::code)),
        group(&[&draft.guardian_name, &draft.guardian_phone]),
        Value::text(draft.summary.as_str()),
        group(&[draft.guardian_relation.map_or("", GuardianRelation::code), &draft.guardian_email]),
        Value::text(draft.left_school.as_str()),
    ]
}

/// Writes down a new person.
pub fn add(draft: &PersonDraft, now: Now, ids: &mut dyn Ids) -> Result<(PersonId, Changes), Refusal> {
    let id = PersonId(ids.fresh());
    let mut changes = Changes::new("person.add", Some(id));
    changes.row(Table::Person, id, draft.read(now)?.0);
    Ok((id, changes))
}

/// Sets the fields that differ between what is kept and what was typed.
pub fn correct(
    id: PersonId,
    before: &PersonDraft,
    after: &PersonDraft,
    now: Now,
) -> Result<Changes, Refusal> {
    let mut changes = Changes::new("person.correct", Some(id));
    let after = after.read(now)?;
    let before = before
        .read(now)
        .map_or_else(|_| kept(before), |facts| facts.0.into_iter().map(|(_, value)| value).collect());
    for (was, (field, is)) in before.into_iter().zip(after.0) {
        changes.set(Table::Person, id, field, &was, is);
    }
    Ok(changes)
}

/// Marks invented people, so that they show as such and leave together.
pub fn mark_demo(changes: &mut Changes) {
    for op in &mut changes.ops {
        if let crate::change::Op::New { row, fields } = op {
            let field = match row.table {
                Table::Person => PERSON.demo,
                Table::Provider => crate::change::PROVIDER.demo,
                Table::Programme => crate::change::PROGRAMME.demo,
                Table::Activity => crate::change::ACTIVITY.demo,
                Table::Consultation => crate::change::CONSULTATION.demo,
                Table::Feedback => crate::change::FEEDBACK.demo,
                Table::WorksSite => crate::change::WORKS_SITE.demo,
                Table::FundOperation => crate::change::FUND_OPERATION.demo,
                _ => continue,
            };
            fields.push((field, Value::flag(true)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Op;
    use crate::id::CountedIds;
    use crate::moment::Instant;
    use chrono::NaiveDate;

    fn now() -> Now {
        Now { at: Instant(0), today: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap() }
    }

    #[test]
    fn a_first_name_is_enough() {
        let draft = PersonDraft { given_name: " Awa ".into(), ..PersonDraft::default() };
        let (id, changes) = add(&draft, now(), &mut CountedIds(1000)).unwrap();
        assert_eq!(changes.subject, Some(id));
        assert_eq!(
            changes.ops,
            [Op::New {
                row: crate::change::Row { table: Table::Person, id: id.0 },
                fields: vec![(PERSON.given_name, Value::text("Awa"))],
            }],
            "silence is not written"
        );
    }

    #[test]
    fn bad_input_is_refused_by_the_name_of_its_field() {
        let cases: Vec<(&str, PersonDraft)> = vec![
            ("birth", PersonDraft { birth: "30/02/2008".into(), ..awa() }),
            ("phone", PersonDraft { phone: "06 12".into(), ..awa() }),
            ("email", PersonDraft { email: "awa arobase".into(), ..awa() }),
            ("postal_code", PersonDraft { postal_code: "59 mille".into(), ..awa() }),
            ("school_uai", PersonDraft { school_uai: "0590001A".into(), ..awa() }),
            ("guardian_email", PersonDraft { guardian_email: "aïcha arobase".into(), ..awa() }),
            ("left_school", PersonDraft { left_school: "31/06/2024".into(), ..awa() }),
        ];
        for (field, draft) in cases {
            assert_eq!(draft.read(now()).err(), Some(unreadable(field)), "{field}");
        }
        let long = PersonDraft { summary: "x".repeat(10_001), ..awa() };
        assert!(matches!(long.read(now()).err(), Some(Refusal::TooLong { limit: 10_000, .. })));
        let unborn = PersonDraft { birth: "2027".into(), ..awa() };
        assert!(matches!(unborn.read(now()).err(), Some(Refusal::InTheFuture { .. })));
        let staying = PersonDraft { left_school: "06/2027".into(), ..awa() };
        let field = "left_school".to_owned();
        assert_eq!(staying.read(now()).err(), Some(Refusal::InTheFuture { field }));
        assert_eq!(PersonDraft::default().read(now()).err(), Some(Refusal::NameMissing));
    }

    #[test]
    fn only_what_differs_is_corrected() {
        let id = PersonId(uuid::Uuid::from_u128(7));
        let after = PersonDraft { phone: "06 12 34 56 78".into(), ..awa() };
        let changes = correct(id, &awa(), &after, now()).unwrap();
        assert_eq!(changes.ops.len(), 1);
        let kept = PersonDraft { phone: "+33612345678".into(), ..awa() };
        assert!(correct(id, &kept, &after, now()).unwrap().is_empty());
    }

    #[test]
    fn what_is_kept_and_can_no_longer_be_read_is_corrected_all_the_same() {
        let id = PersonId(uuid::Uuid::from_u128(7));
        let kept = PersonDraft { birth: "au printemps".into(), postal_code: "59".into(), ..awa() };
        assert_eq!(correct(id, &kept, &awa(), now()).unwrap().ops.len(), 2);
        assert_eq!(correct(id, &kept, &kept, now()).err(), Some(unreadable("birth")));
    }

    #[test]
    fn what_is_kept_is_compared_as_it_is_and_never_judged_again() {
        let typed = PersonDraft {
            given_name: "Awa".into(),
            family_name: "N'Diaye".into(),
            birth: "03/2008".into(),
            sex: Some(Sex::Female),
            phone: "06 12 34 56 78".into(),
            email: "Awa@exemple.fr".into(),
            address_line: "3 rue des Postes".into(),
            postal_code: "59100".into(),
            commune: "Roubaix".into(),
            insee: "59512".into(),
            school_name: "Collège".into(),
            level: Some(Level::None),
            guardian_name: "Aïcha Diop".into(),
            summary: "Aime les vélos".into(),
            guardian_relation: Some(GuardianRelation::Mother),
            left_school: "06/2024".into(),
            ..PersonDraft::default()
        };
        let facts = typed.read(now()).unwrap().0;
        // The same order, or a correction would compare a name with a birth date.
        let fields: Vec<_> = facts.iter().map(|(field, _)| field.0).collect();
        assert_eq!(fields, (1..=12).chain([15, 16]).collect::<Vec<_>>());
        let unread = PersonDraft { birth: "2027".into(), phone: "ancien numéro".into(), ..awa() };
        let after = PersonDraft { phone: String::new(), birth: String::new(), ..awa() };
        let id = PersonId(uuid::Uuid::from_u128(7));
        assert_eq!(correct(id, &unread, &after, now()).unwrap().ops.len(), 2);
    }

    fn awa() -> PersonDraft {
        PersonDraft { given_name: "Awa".into(), ..PersonDraft::default() }
    }
}
