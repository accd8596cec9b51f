//! People who come in a list: each as a person with a case, or joined to someone who is already there. Which is which
//! was chosen before.

mod among;
mod crowd;

pub use among::{Among, among, fits, likeliest};
pub use crowd::{Crowd, Near};

use chrono::NaiveDate;

use super::name::{clean_text, fold};
use super::{PersonDraft, add, correct, line};
use crate::case::{self, Opening, OriginKind};
use crate::change::{CASE, Changes, Refusal, Table, Value};
use crate::encounter::{self, EncounterKind, EncounterResult, Initiative, NOTE_LIMIT, RecordEncounter};
use crate::id::{CaseId, Ids, PersonId, WorkerId};
use crate::moment::{Now, plausible};
use crate::undo::IMPORT_LIST;

/// Lines of one list that are taken in at once: a gesture that can be undone whole.
pub const MOST: usize = 10_000;

/// Characters of the number in the tool that a list came from.
pub const REFERENCE_LIMIT: u32 = 100;

/// Where a list comes from.
#[derive(Clone, Debug)]
pub struct ListOrigin {
    pub kind: OriginKind,
    /// The name of the school, of the partner.
    pub detail: String,
    /// The day of the list.
    pub on: NaiveDate,
}

impl ListOrigin {
    /// Refused: a day to come or outside of any life, a detail over 200 characters.
    pub fn check(mut self, now: Now) -> Result<Self, Refusal> {
        if plausible("on", self.on)? > now.today {
            return Err(Refusal::InTheFuture { field: "on".to_owned() });
        }
        self.detail = line("detail", &self.detail, 200)?;
        Ok(self)
    }
}

/// One line of a list.
#[derive(Clone, Copy)]
pub struct Listed<'a> {
    pub draft: &'a PersonDraft,
    /// The number in the tool it came from, or nothing.
    pub reference: &'a str,
    /// What else it says; it becomes a first note.
    pub note: &'a str,
}

/// Who takes a list in, and whose the cases become.
#[derive(Clone, Copy, Debug)]
pub struct Takers {
    pub author: WorkerId,
    pub referent: Option<WorkerId>,
}

/// By this two names are the same: case, accents and signs between the parts do not count. A name of which nothing is left
/// then is compared as it is written.
pub fn same_names(a: (&str, &str), b: (&str, &str)) -> bool {
    let key = |name: &str| match fold(name) {
        folded if folded.is_empty() => name.trim().to_owned(),
        folded => folded,
    };
    key(a.0) == key(b.0) && key(a.1) == key(b.1)
}

fn note(
    changes: &mut Changes,
    (person, case): (PersonId, Option<CaseId>),
    text: &str,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Ok(());
    }
    let request = RecordEncounter {
        person,
        case,
        kind: EncounterKind::Note,
        initiative: Initiative::Other,
        result: EncounterResult::Reached,
        on: now.today,
        place: "",
        note: text,
    };
    let (_, first) = encounter::record(&request, author, now, ids)?;
    changes.ops.extend(first.ops);
    Ok(())
}

/// A person with their case, and a note of what has no field of its own. Refused as [`add`] and [`encounter::record`] are.
pub fn take_in(
    listed: Listed<'_>,
    origin: &ListOrigin,
    takers: Takers,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(PersonId, Changes), Refusal> {
    let (person, mut changes) = add(listed.draft, now, ids)?;
    changes.act = IMPORT_LIST;
    let reference = line("reference", listed.reference, REFERENCE_LIMIT)?;
    let opening = Opening {
        origin: origin.kind,
        detail: &origin.detail,
        on: origin.on,
        referent: takers.referent,
        reference: &reference,
    };
    let case = case::open_as(&mut changes, person, &opening, now, ids);
    note(&mut changes, (person, Some(case)), listed.note, takers.author, now, ids)?;
    Ok((person, changes))
}

/// Someone who is there already, as far as a line of a list can add to it.
#[derive(Clone)]
pub struct Standing {
    pub person: PersonId,
    pub who: PersonDraft,
    /// The present case, and its number in the tool its list came from.
    pub case: Option<CaseId>,
    pub reference: String,
    /// Texts of the plain notes in the file.
    pub notes: Vec<String>,
}

/// What is kept, with what the list knows where nothing is: an address, a school and a legal representative as a whole.
fn filled(kept: &PersonDraft, listed: &PersonDraft) -> PersonDraft {
    let text = |kept: &String, listed: &String| if kept.is_empty() { listed.clone() } else { kept.clone() };
    let mut after = kept.clone();
    after.given_name = text(&kept.given_name, &listed.given_name);
    after.family_name = text(&kept.family_name, &listed.family_name);
    after.birth = text(&kept.birth, &listed.birth);
    after.sex = kept.sex.or(listed.sex);
    after.phone = text(&kept.phone, &listed.phone);
    after.email = text(&kept.email, &listed.email);
    after.qpv = text(&kept.qpv, &listed.qpv);
    after.level = kept.level.or(listed.level);
    after.left_school = text(&kept.left_school, &listed.left_school);
    let address = [&kept.address_line, &kept.postal_code, &kept.commune, &kept.insee];
    if address.iter().all(|part| part.is_empty()) {
        after.address_line.clone_from(&listed.address_line);
        after.postal_code.clone_from(&listed.postal_code);
        after.commune.clone_from(&listed.commune);
        after.insee.clone_from(&listed.insee);
    }
    if kept.school_name.is_empty() && kept.school_uai.is_empty() {
        after.school_name.clone_from(&listed.school_name);
        after.school_uai.clone_from(&listed.school_uai);
    }
    let guardian = [&kept.guardian_name, &kept.guardian_phone, &kept.guardian_email];
    if guardian.iter().all(|part| part.is_empty()) && kept.guardian_relation.is_none() {
        after.guardian_name.clone_from(&listed.guardian_name);
        after.guardian_phone.clone_from(&listed.guardian_phone);
        after.guardian_email.clone_from(&listed.guardian_email);
        after.guardian_relation = listed.guardian_relation;
    }
    after
}

/// Joins a line to someone who is there: what the file does not know is filled in, nothing of it is replaced, and what the
/// line says stands in a note, once however often it comes. Empty where the file knows it all.
pub fn join(
    standing: &Standing,
    listed: Listed<'_>,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<Changes, Refusal> {
    let person = standing.person;
    let mut changes = correct(person, &standing.who, &filled(&standing.who, listed.draft), now)?;
    changes.act = IMPORT_LIST;
    let reference = line("reference", listed.reference, REFERENCE_LIMIT)?;
    if let Some(case) = standing.case.filter(|_| standing.reference.is_empty()) {
        changes.set(Table::Case, case, CASE.reference, &Value::text(""), Value::Text(reference));
    }
    // As it is kept, or it would not be found again.
    let text = clean_text(listed.note, NOTE_LIMIT)
        .map_err(|_| Refusal::TooLong { field: "note".to_owned(), limit: NOTE_LIMIT })?;
    if !standing.notes.contains(&text) {
        note(&mut changes, (person, standing.case), &text, author, now, ids)?;
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{ENCOUNTER, Op, PERSON};
    use crate::id::CountedIds;
    use crate::moment::Instant;
    use uuid::Uuid;

    const ME: WorkerId = WorkerId(Uuid::from_u128(9));
    const AWA: PersonId = PersonId(Uuid::from_u128(2));

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn now() -> Now {
        Now { at: Instant(0), today: day("2026-10-10") }
    }

    fn siei() -> ListOrigin {
        ListOrigin { kind: OriginKind::Siei, detail: "SIEI".into(), on: day("2026-10-01") }
    }

    fn draft() -> PersonDraft {
        PersonDraft {
            given_name: "Awa".into(),
            family_name: "Diop".into(),
            phone: "06 39 98 00 01".into(),
            commune: "Creil".into(),
            ..PersonDraft::default()
        }
    }

    fn standing() -> Standing {
        Standing {
            person: AWA,
            who: PersonDraft {
                given_name: "Awa".into(),
                phone: "+33639980002".into(),
                ..PersonDraft::default()
            },
            case: Some(CaseId(Uuid::from_u128(3))),
            reference: String::new(),
            notes: vec!["Classe : 3e B".into()],
        }
    }

    #[test]
    fn a_line_is_one_act_with_a_case_that_says_where_it_comes_from() {
        let listed = Listed { draft: &draft(), reference: "A-17", note: "Classe : 3e B" };
        let takers = Takers { author: ME, referent: None };
        let (awa, changes) = take_in(listed, &siei(), takers, now(), &mut CountedIds(1000)).unwrap();
        assert_eq!((changes.act, changes.subject), (IMPORT_LIST, Some(awa)));
        let Op::New { fields, .. } = &changes.ops[1] else { panic!("the case") };
        assert!(fields.contains(&(CASE.origin_on, Value::Day(day("2026-10-01")))), "the day of the list");
        assert!(
            fields.contains(&(CASE.opened_on, Value::Day(day("2026-10-10")))),
            "silence counts from today"
        );
        assert!(fields.contains(&(CASE.reference, Value::text("A-17"))));
        assert!(!fields.iter().any(|(field, _)| *field == CASE.referent), "nobody follows them yet");
        let Op::New { fields, .. } = &changes.ops[2] else { panic!("the note") };
        assert!(fields.contains(&(ENCOUNTER.note, Value::text("Classe : 3e B"))));
        let bare = Listed { note: "", ..listed };
        let (_, changes) = take_in(bare, &siei(), takers, now(), &mut CountedIds(1000)).unwrap();
        assert_eq!(changes.ops.len(), 2, "no empty note");
    }

    #[test]
    fn joining_fills_what_is_empty_and_replaces_nothing() {
        let listed = Listed { draft: &draft(), reference: "A-17", note: "Classe : 3e B\nCommune : Creil" };
        let changes = join(&standing(), listed, ME, now(), &mut CountedIds(1000)).unwrap();
        let fields: Vec<_> = changes
            .ops
            .iter()
            .filter_map(|op| match op {
                Op::Set { row, field, .. } if row.table == Table::Person => Some(*field),
                _ => None,
            })
            .collect();
        assert_eq!(fields, [PERSON.family_name, PERSON.address], "the telephone stays");
        assert_eq!(changes.ops.len(), 4, "and the reference, and a note");
    }

    #[test]
    fn joining_what_is_all_there_writes_nothing() {
        let mut there = standing();
        (there.who, there.reference) = (draft(), "A-17".into());
        let listed = Listed { draft: &draft(), reference: "A-17", note: "Classe : 3e B \n" };
        assert!(join(&there, listed, ME, now(), &mut CountedIds(1000)).unwrap().is_empty());
    }

    #[test]
    fn names_are_the_same_whatever_their_case_accents_and_signs() {
        assert!(same_names(("INES-NOUR", "BEN ALI"), ("Inès Nour", "Ben-Ali")));
        assert!(!same_names(("Inès", "Benali"), ("Inès", "Caron")));
        assert!(!same_names(("!!!", "Benali"), ("???", "Benali")), "signs alone are not the same name");
    }

    #[test]
    fn the_day_of_a_list_has_come() {
        assert!(siei().check(now()).is_ok());
        let late = ListOrigin { on: day("2026-10-11"), ..siei() };
        assert_eq!(late.check(now()).unwrap_err(), Refusal::InTheFuture { field: "on".into() });
    }
}
