//! The papers of invented people and two fields of an invented team: each says that it is invented, as their files do.

use chrono::Days;
use passerelle_domain::Refusal;
use passerelle_domain::change::Changes;
use passerelle_domain::custom::{self, CustomField, CustomFieldDraft, FieldKind, Kept};
use passerelle_domain::document::{self, AddDocument, DocumentKind, Media};
use passerelle_domain::id::{Ids, PersonId, WorkerId, demo_field_id};
use passerelle_domain::moment::{Instant, Now};
use passerelle_vault::attachment::Content;
use uuid::Uuid;

const PAPERS: &[(&str, DocumentKind, &[u8])] = &[
    ("Carte de séjour", DocumentKind::Identity, include_bytes!("papers/carte.png")),
    ("Attestation de l’atelier vélo", DocumentKind::Certificate, include_bytes!("papers/attestation.pdf")),
    ("Lettre pour un stage", DocumentKind::Letter, include_bytes!("papers/lettre.txt")),
];

/// Every so many-th person has papers, the first of them all three.
const ONE_IN: usize = 3;

/// What every document of the demonstration is made of.
pub(super) fn contents() -> Vec<Content> {
    PAPERS.iter().map(|(_, _, bytes)| Content::of(bytes.to_vec())).collect()
}

fn facts(content: &Content) -> Result<document::Content, Refusal> {
    let size = document::size(content.bytes().len() as u64)?;
    let media = Media::of(content.bytes()).ok_or(Refusal::MediaUnknown)?;
    Ok(document::Content { media, size, hash: content.hash().to_owned() })
}

/// Puts papers into some of these files, in the weeks before the present.
pub(super) fn file(
    people: &[PersonId],
    contents: &[Content],
    worker: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<Vec<Changes>, Refusal> {
    let mut acts = Vec::new();
    for (at, person) in people.iter().step_by(ONE_IN).enumerate() {
        let all = if at == 0 { 0..3 } else { at % 3..at % 3 + 1 };
        for (which, ((name, kind, _), content)) in PAPERS.iter().zip(contents).enumerate() {
            if !all.contains(&which) {
                continue;
            }
            let days = u32::try_from(at + which).unwrap_or(0) % 20;
            let at = Instant(now.at.0 - i64::from(days) * 86_400_000);
            let then = Now { at, today: now.today - Days::new(u64::from(days)) };
            let request = AddDocument {
                person: *person,
                case: None,
                kind: *kind,
                name,
                file_name: "",
                content: facts(content)?,
                sealing: None,
            };
            acts.push(document::add(&request, worker, then, ids)?.1);
        }
    }
    Ok(acts)
}

/// Gives the same identifiers each time, so that the two fields are told apart from those of a team.
struct DemoIds(u32);

impl Ids for DemoIds {
    fn fresh(&mut self) -> Uuid {
        self.0 += 1;
        demo_field_id(self.0).0
    }
}

/// Defines the two fields, unless they are there, or a team has fields of its own, which are left alone.
pub(super) fn define(kept: &[CustomField]) -> Result<Vec<Changes>, Refusal> {
    if !kept.is_empty() {
        return Ok(Vec::new());
    }
    let mut ids = DemoIds(0);
    let choices = ["Aucun", "Code", "Permis B"].map(str::to_owned).to_vec();
    let licence = CustomFieldDraft { label: "Permis de conduire".to_owned(), choices };
    let bike = CustomFieldDraft { label: "A un vélo".to_owned(), choices: Vec::new() };
    Ok(vec![
        custom::define(&[], FieldKind::Choice, &licence, &mut ids)?.1,
        custom::define(&[], FieldKind::YesNo, &bike, &mut ids)?.1,
    ])
}

/// What some of these files say in them.
pub(super) fn fill(people: &[PersonId], kept: &[CustomField]) -> Result<Vec<Changes>, Refusal> {
    let own = |number: u32| kept.iter().find(|field| field.id == demo_field_id(number) && !field.retired);
    let mut acts = Vec::new();
    for (at, person) in people.iter().enumerate() {
        let licence = ["Aucun", "Code", "Permis B"].get(at % 5);
        let bike = ["yes", "no"].get(at % 4);
        for (field, value) in [(own(1), licence), (own(2), bike)] {
            if let (Some(field), Some(value)) = (field, value) {
                acts.push(custom::say(*person, field, &Kept::default(), value)?);
            }
        }
    }
    Ok(acts)
}
