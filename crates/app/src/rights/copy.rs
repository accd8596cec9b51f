//! The whole copy that answers a request for access or portability: a page to read and print, the same as JSON for a program, and
//! the documents, in one file. It leaves the encryption, so the passphrase is asked again.

use std::collections::BTreeSet;

use passerelle_domain::change::{DOCUMENT, Field, Table};
use passerelle_domain::document::Document;
use passerelle_domain::id::{DocumentId, PersonId};
use passerelle_domain::rights::AccessKind;
use passerelle_formats::bundle;
use passerelle_vault::access::{AccessFilter, AccessLine};
use passerelle_vault::key;
use passerelle_vault::key::secret::Passphrase;
use passerelle_vault::{About, Vault, left_out};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use ts_rs::TS;
use uuid::Uuid;

use super::page;
use crate::desk::{App, Open, UseCase};
use crate::history::{HistoryLine, whole};
use crate::{Problem, access, outside};

/// The name and version of the JSON document; docs/VAULT.md tells its parts.
const FORMAT: &str = "passerelle-person/1";

/// Fields that are not in the copy, each with its reason.
pub(super) const FIELDS_LEFT_OUT: &[(Table, Field, &str)] = &[
    (Table::Document, DOCUMENT.blob_name, "under which name the content travels; says nothing of anybody"),
    (Table::Document, DOCUMENT.blob_key, "the key under which the content travels; a secret of the team"),
];

/// Writes everything that is kept about a person into one file: a page to read, JSON, and their documents.
#[derive(Deserialize, TS)]
pub struct ExportAccess {
    person: PersonId,
    /// The file, whole path, ending in `.zip`, outside of the vault's folder. One that is there is replaced.
    path: String,
    #[ts(type = "string")]
    passphrase: Passphrase,
}

#[derive(Serialize, TS)]
pub struct AccessExported {
    pub documents: u32,
    /// Documents whose content is not on this laptop; the page names them.
    pub missing: u32,
}

/// What of a person the copy tells.
pub(super) struct Copy {
    pub about: About,
    pub history: Vec<HistoryLine>,
    pub accesses: Vec<AccessLine>,
    pub workers: Vec<String>,
    /// Paths within the copy by document; none for one that is not here.
    pub documents: Vec<(Uuid, String, Option<String>)>,
    pub made_on: String,
}

impl Copy {
    /// The rows of a table without what is left out.
    pub fn rows(&self) -> Vec<(Table, Vec<Map<String, Json>>)> {
        let mut tables = Vec::new();
        for (table, rows) in &self.about.tables {
            let left: BTreeSet<Field> =
                FIELDS_LEFT_OUT.iter().filter(|(of, ..)| of == table).map(|(_, field, _)| *field).collect();
            let names: Vec<&str> = table
                .def()
                .fields
                .iter()
                .filter(|def| left.contains(&def.field))
                .map(|def| def.name)
                .collect();
            let rows = rows.iter().filter_map(Json::as_object).map(|row| {
                row.iter()
                    .filter(|(name, _)| !names.contains(&name.as_str()))
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect()
            });
            tables.push((*table, rows.collect()));
        }
        tables
    }

    fn json(&self) -> Json {
        let tables: Map<String, Json> =
            self.rows().into_iter().map(|(table, rows)| (table.def().name.to_owned(), json!(rows))).collect();
        let names: Map<String, Json> =
            self.about.names.iter().map(|(id, name)| (id.to_string(), json!(name))).collect();
        let tables_left: Map<String, Json> = Table::ALL
            .iter()
            .filter_map(|table| Some((table.def().name.to_owned(), json!(left_out(*table)?))))
            .collect();
        let fields_left: Vec<Json> = FIELDS_LEFT_OUT
            .iter()
            .map(|(table, field, why)| {
                json!({ "table": table.def().name, "field": table.field(*field).map(|def| def.name), "why": why })
            })
            .collect();
        let documents: Map<String, Json> =
            self.documents.iter().map(|(id, _, path)| (id.to_string(), json!(path))).collect();
        json!({
            "format": FORMAT, "made_on": self.made_on, "people": self.about.people, "tables": tables, "names": names,
            "drafts": self.about.drafts, "history": self.history, "accesses": self.accesses,
            "workers": self.workers, "documents": documents,
            "left_out": { "tables": tables_left, "fields": fields_left },
        })
    }
}

/// Accesses are read page by page.
const PAGE: u32 = 200;

fn accesses(vault: &Vault, person: PersonId) -> Result<Vec<AccessLine>, Problem> {
    let filter = AccessFilter { person: Some(person), ..AccessFilter::default() };
    let mut lines = Vec::new();
    loop {
        let offset = u32::try_from(lines.len()).map_err(|_| Problem::Internal)?;
        let page = vault.accesses(&filter, offset, PAGE)?;
        if page.lines.is_empty() {
            return Ok(lines);
        }
        lines.extend(page.lines);
    }
}

/// A name that every system takes, and that no other document of the copy has.
fn path_of(number: usize, document: &Document) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '.' | '-' | '_');
    let name: String =
        document.name.chars().map(|letter| if plain(letter) { letter } else { '_' }).take(80).collect();
    let name = name.trim_matches(['.', ' ']);
    let ending = document.media.map_or_else(String::new, |media| format!(".{}", media.ending()));
    let ends = name.to_lowercase().ends_with(&ending);
    format!("documents/{number:03} {name}{}", if ends { "" } else { &ending })
}

/// A document under the name that it has in the copy.
type Named = (String, Vec<u8>);

fn gather(open: &Open, app: &App, person: PersonId) -> Result<(Copy, Vec<Named>), Problem> {
    let now = app.now();
    let id = open.vault.person(person, now.today)?.id;
    let about = open.vault.about(id)?;
    let rows = about.tables.iter().find(|(table, _)| *table == Table::Document);
    let kept = rows.into_iter().flat_map(|(_, rows)| rows).filter(|row| row["removed"] != json!(1));
    let ids = kept.filter_map(|row| Uuid::parse_str(row["id"].as_str()?).ok());
    let (mut documents, mut files) = (Vec::new(), Vec::new());
    for (number, of) in (1..).zip(ids) {
        let document = open.vault.document(DocumentId(of))?;
        let path = match open.vault.document_content(&document) {
            Ok(bytes) => {
                let path = path_of(number, &document);
                files.push((path.clone(), bytes));
                Some(path)
            }
            Err(passerelle_vault::Error::ContentMissing | passerelle_vault::Error::ContentAway) => None,
            Err(error) => return Err(error.into()),
        };
        documents.push((of, document.name, path));
    }
    let mut history = whole(&open.vault, id)?;
    for line in &mut history {
        line.changes.retain(|change| {
            let left = |(table, field, _): &(Table, Field, &str)| {
                let named = table.field(*field).is_some_and(|def| def.name == change.field);
                named && table.def().name == change.table
            };
            !FIELDS_LEFT_OUT.iter().any(left)
        });
    }
    let copy = Copy {
        history,
        accesses: accesses(&open.vault, id)?,
        workers: open.vault.colleagues(open.worker)?.into_iter().map(|worker| worker.name).collect(),
        documents,
        made_on: now.today.to_string(),
        about,
    };
    Ok((copy, files))
}

impl UseCase for ExportAccess {
    const NAME: &'static str = "person.export_access";
    type Answer = AccessExported;

    fn run(self, app: &App) -> Result<AccessExported, Problem> {
        let path = outside::place(&self.path, "zip", &app.place.dir)?;
        key::verify_passphrase(&app.place.dir, &self.passphrase, app.store.as_ref(), app.now().at.0)?;
        let language = app.settings.read().map_err(|_| Problem::Internal)?.language;
        app.with(|open| {
            access::note(open, app.now(), Some(self.person), AccessKind::Exported);
            let (copy, documents) = gather(open, app, self.person)?;
            let missing = copy.documents.iter().filter(|(_, _, path)| path.is_none()).count();
            let json = serde_json::to_vec_pretty(&copy.json()).map_err(|_| Problem::Internal)?;
            let answer = AccessExported {
                documents: u32::try_from(documents.len()).unwrap_or(u32::MAX),
                missing: u32::try_from(missing).unwrap_or(u32::MAX),
            };
            let mut files = vec![
                (page::NAME.to_owned(), page::write(&copy, language).into_bytes()),
                ("dossier.json".to_owned(), json),
            ];
            files.extend(documents);
            let bytes = bundle::pack(&files).ok_or(Problem::Internal)?;
            outside::write_bytes(&path, &bytes)?;
            Ok(answer)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_is_left_out_has_a_reason_and_is_one() {
        for (table, field, why) in FIELDS_LEFT_OUT {
            assert!(
                table.field(*field).is_some() && !why.is_empty() && left_out(*table).is_none(),
                "{table:?}"
            );
        }
    }
}
