//! What a worker does with the documents of a person: files come in by a path and go out as a copy, and stand nowhere
//! in between outside of the vault.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;

use data_encoding::HEXLOWER;
use passerelle_domain::Refusal;
use passerelle_domain::document::{self, DocumentKind, Media, SIZE_LIMIT, Sealing};
use passerelle_domain::id::{DocumentId, PersonId};
use passerelle_domain::rights::AccessKind;
use passerelle_sync::chance::{Chance as _, SystemChance};
use passerelle_vault::attachment::{Content, DocumentPart};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::{App, FreshIds, Registrar, UseCase};
use crate::{Problem, access};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<AddDocument>();
    registrar.register::<ReadDocument>();
    registrar.register::<SaveDocument>();
    registrar.register::<CorrectDocument>();
    registrar.register::<RemoveDocument>();
}

fn unread(error: &std::io::Error) -> Refusal {
    match error.kind() {
        ErrorKind::NotFound => Refusal::FileMissing,
        _ => Refusal::FileUnreadable,
    }
}

/// The bytes at a path, at most one more than is kept. Only a plain file is opened: a pipe or a device may never end.
fn read(path: &Path) -> Result<Vec<u8>, Refusal> {
    if !path.is_absolute() {
        return Err(Refusal::Unreadable { field: "path".to_owned() });
    }
    let facts = fs::metadata(path).map_err(|error| unread(&error))?;
    if !facts.is_file() {
        return Err(Refusal::FileUnreadable);
    }
    document::size(facts.len())?;
    let mut bytes = Vec::new();
    let mut file = File::open(path).map_err(|error| unread(&error))?.take(u64::from(SIZE_LIMIT) + 1);
    file.read_to_end(&mut bytes).map_err(|error| unread(&error))?;
    Ok(bytes)
}

/// What a content is, and how large. Refused: nothing, too much, a kind that is not kept.
fn judge(content: &Content) -> Result<document::Content, Refusal> {
    let size = document::size(content.bytes().len() as u64)?;
    let media = Media::of(content.bytes()).ok_or(Refusal::MediaUnknown)?;
    Ok(document::Content { media, size, hash: content.hash().to_owned() })
}

/// The name and the key under which a content travels.
pub(crate) fn draw_sealing() -> Result<Sealing, Problem> {
    let name = SystemChance.draw::<16>().map_err(|_| Problem::Internal)?;
    let key = SystemChance.draw::<32>().map_err(|_| Problem::Internal)?;
    Ok(Sealing { name: HEXLOWER.encode(name.as_slice()), key: HEXLOWER.encode(key.as_slice()) })
}

/// Keeps a file of the laptop with a person. The file itself stays where it is.
#[derive(Deserialize, TS)]
pub struct AddDocument {
    person: PersonId,
    /// Empty for the name of the file.
    name: String,
    kind: DocumentKind,
    /// The whole path.
    path: String,
}

#[derive(Serialize, TS)]
pub struct DocumentAdded {
    pub document: DocumentId,
}

impl UseCase for AddDocument {
    const NAME: &'static str = "document.add";
    type Answer = DocumentAdded;

    fn run(self, app: &App) -> Result<DocumentAdded, Problem> {
        let path = Path::new(&self.path);
        // Read before it is this act's turn: a slow stick keeps nobody waiting.
        let content = Content::of(read(path)?);
        let facts = judge(&content)?;
        let file_name = path.file_name().unwrap_or_default().to_string_lossy();
        app.alone(|open| {
            let now = app.now();
            let file = open.vault.person(self.person, now.today)?;
            let request = document::AddDocument {
                person: file.id,
                case: file.cases.first().map(|case| case.id),
                kind: self.kind,
                name: &self.name,
                file_name: &file_name,
                content: facts,
                sealing: Some(draw_sealing()?),
            };
            let (document, changes) = document::add(&request, open.worker, now, &mut FreshIds)?;
            app.write_with(open, &[changes], &[content])?;
            Ok(DocumentAdded { document })
        })
    }
}

/// Pieces that one call gives at most: 4 MiB.
const PIECES_AT_ONCE: u32 = 16;

/// Some pieces of a document's content, from the one of this number (the first is 0) on; at most 16.
#[derive(Deserialize, TS)]
pub struct ReadDocument {
    document: DocumentId,
    piece: u32,
}

impl UseCase for ReadDocument {
    const NAME: &'static str = "document.read";
    type Answer = DocumentPart;

    fn run(self, app: &App) -> Result<DocumentPart, Problem> {
        app.with(|open| {
            let document = open.vault.document(self.document)?;
            access::note(open, app.now(), Some(document.person), AccessKind::Opened);
            Ok(open.vault.document_part(self.document, self.piece, PIECES_AT_ONCE)?)
        })
    }
}

/// Writes a copy outside of the vault, where it is no longer protected; the page says so before. Over a file that is there,
/// which the system's own dialog asked about.
#[derive(Deserialize, TS)]
pub struct SaveDocument {
    document: DocumentId,
    /// The whole path of the copy.
    path: String,
}

fn unwritten(error: &std::io::Error) -> Problem {
    match error.kind() {
        ErrorKind::StorageFull => Problem::DiskFull,
        _ => Refusal::FileUnwritable.into(),
    }
}

/// Where the copy goes, unless that is among the files of the vault itself.
fn check_target(path: &Path, vault: &Path) -> Result<(), Problem> {
    if !path.is_absolute() || path.file_name().is_none() {
        return Err(Refusal::Unreadable { field: "path".to_owned() }.into());
    }
    let folder = path.parent().unwrap_or(path).canonicalize().map_err(|error| unwritten(&error))?;
    let own = vault.canonicalize().is_ok_and(|vault| folder.starts_with(vault));
    if own || path.is_dir() { Err(Refusal::FileUnwritable.into()) } else { Ok(()) }
}

impl UseCase for SaveDocument {
    const NAME: &'static str = "document.save";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let path = Path::new(&self.path);
        check_target(path, &app.place.dir)?;
        let bytes = app.with(|open| {
            let document = open.vault.document(self.document)?;
            access::note(open, app.now(), Some(document.person), AccessKind::Exported);
            Ok(open.vault.document_content(&document)?)
        })?;
        let mut file = File::create(path).map_err(|error| unwritten(&error))?;
        file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(|error| {
            // Half a copy looks like a whole one; where it cannot be removed, the problem is told all the same.
            let _ = fs::remove_file(path);
            unwritten(&error)
        })
    }
}

/// Another name or kind for a document.
#[derive(Deserialize, TS)]
pub struct CorrectDocument {
    document: DocumentId,
    name: String,
    kind: DocumentKind,
}

impl UseCase for CorrectDocument {
    const NAME: &'static str = "document.correct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            let before = open.vault.document(self.document)?;
            Ok(((), document::correct(&before, &self.name, self.kind)?))
        })
    }
}

/// Takes a document out of the file. Its content is kept as long as this can be undone.
#[derive(Deserialize, TS)]
pub struct RemoveDocument {
    document: DocumentId,
}

impl UseCase for RemoveDocument {
    const NAME: &'static str = "document.remove";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| Ok(((), document::remove(&open.vault.document(self.document)?))))
    }
}
