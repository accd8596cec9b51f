//! A file kept with a person: what may be kept, under which name. Its content is known here by size and hash alone.

mod media;

pub use media::Media;

use crate::change::{Changes, DOCUMENT, Refusal, Table, Value};
use crate::id::{CaseId, DocumentId, Ids, PersonId, WorkerId};
use crate::moment::Now;
use crate::person::line;
use crate::word::words;

words! {
    /// What a document is for.
    DocumentKind {
        Identity = "identity",
        Address = "address",
        Rights = "rights",
        Cv = "cv",
        School = "school",
        Contract = "contract",
        Certificate = "certificate",
        Consent = "consent",
        Letter = "letter",
        Other = "other",
    }
}

/// The largest content kept, in bytes: 25 MB, a scan of forty pages. What is larger makes every backup slow.
pub const SIZE_LIMIT: u32 = 25 * 1_024 * 1_024;

/// Characters of a name.
pub const NAME_LIMIT: u32 = 120;

/// What there is to know of a content without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    pub media: Media,
    /// In bytes.
    pub size: u32,
    /// BLAKE3 of the whole, 64 hexadecimal digits.
    pub hash: String,
}

/// How a content travels to other laptops: the name it has on the way and the key that seals it, both drawn by chance.
#[derive(Clone)]
pub struct Sealing {
    /// 32 hexadecimal digits.
    pub name: String,
    /// 64 hexadecimal digits.
    pub key: String,
}

/// Whether so many bytes can be kept. Refused: none at all, over [`SIZE_LIMIT`].
pub fn size(bytes: u64) -> Result<u32, Refusal> {
    match u32::try_from(bytes) {
        Ok(0) => Err(Refusal::FileEmpty),
        Ok(size) if size <= SIZE_LIMIT => Ok(size),
        _ => Err(Refusal::FileTooLarge { size: bytes, limit: SIZE_LIMIT }),
    }
}

/// A file chosen for a person.
#[derive(Clone)]
pub struct AddDocument<'a> {
    pub person: PersonId,
    pub case: Option<CaseId>,
    pub kind: DocumentKind,
    pub name: &'a str,
    /// The name of the file it was read from; stands in where no name was given.
    pub file_name: &'a str,
    pub content: Content,
    /// None for what never travels, as invented papers.
    pub sealing: Option<Sealing>,
}

/// The name of a file without the ending that says its kind, which the content says better.
fn stem(file_name: &str) -> &str {
    match file_name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && (1..=5).contains(&ending.chars().count()) => stem,
        _ => file_name,
    }
}

/// A name as it is kept: one line, nothing invisible, nothing that turns the direction of writing.
fn name(raw: &str, file_name: &str) -> Result<String, Refusal> {
    let typed = line("name", raw, NAME_LIMIT)?;
    if !typed.is_empty() {
        return Ok(typed);
    }
    // A file's own name may be longer than a name: nobody typed it, so it is cut rather than refused.
    let short: String = stem(file_name).chars().take(100).collect();
    let found = line("name", &short, NAME_LIMIT)?;
    if found.is_empty() { Err(Refusal::Unreadable { field: "name".to_owned() }) } else { Ok(found) }
}

/// Keeps a document. Refused: a name over [`NAME_LIMIT`] characters, or none in either place.
pub fn add(
    request: &AddDocument<'_>,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(DocumentId, Changes), Refusal> {
    let name = name(request.name, request.file_name)?;
    let Content { media, size, hash } = &request.content;
    let id = DocumentId(ids.fresh());
    let mut changes = Changes::new("document.add", Some(request.person));
    let mut fields = vec![
        (DOCUMENT.person, Value::Id(request.person.0)),
        (DOCUMENT.case_file, Value::id(request.case)),
        (DOCUMENT.name, Value::Text(name)),
        (DOCUMENT.media, Value::text(media.code())),
        (DOCUMENT.size, Value::Int(i64::from(*size))),
        (DOCUMENT.hash, Value::text(hash)),
        (DOCUMENT.kind, Value::text(request.kind.code())),
        (DOCUMENT.added_on, Value::Day(now.today)),
        (DOCUMENT.author, Value::Id(author.0)),
        (DOCUMENT.at, Value::Int(now.at.0)),
    ];
    if let Some(Sealing { name, key }) = &request.sealing {
        fields.extend([(DOCUMENT.blob_name, Value::text(name)), (DOCUMENT.blob_key, Value::text(key))]);
    }
    changes.row(Table::Document, id, fields);
    Ok((id, changes))
}

/// Gives the content of a document that was added before there was a team the name and the key under which it travels.
pub fn share(before: &Document, sealing: &Sealing) -> Changes {
    let mut changes = Changes::new("document.share", Some(before.person));
    let was = Value::text("");
    changes.set(Table::Document, before.id, DOCUMENT.blob_name, &was, Value::text(&sealing.name));
    changes.set(Table::Document, before.id, DOCUMENT.blob_key, &was, Value::text(&sealing.key));
    changes
}

/// A document as it is kept.
#[derive(Clone, Debug)]
pub struct Document {
    pub id: DocumentId,
    pub person: PersonId,
    pub name: String,
    /// None for one of a newer version.
    pub kind: Option<DocumentKind>,
    pub media: Option<Media>,
    pub hash: String,
    pub size: u32,
}

/// Another name or kind. Refused: no name, one over [`NAME_LIMIT`] characters.
pub fn correct(before: &Document, raw: &str, kind: DocumentKind) -> Result<Changes, Refusal> {
    let after = name(raw, "")?;
    let mut changes = Changes::new("document.correct", Some(before.person));
    let was = Value::text(before.name.as_str());
    changes.set(Table::Document, before.id, DOCUMENT.name, &was, Value::Text(after));
    let was = Value::text(before.kind.map_or("", DocumentKind::code));
    changes.set(Table::Document, before.id, DOCUMENT.kind, &was, Value::text(kind.code()));
    Ok(changes)
}

/// Takes a document out of the file.
pub fn remove(before: &Document) -> Changes {
    let mut changes = Changes::new("document.remove", Some(before.person));
    changes.set(Table::Document, before.id, DOCUMENT.removed, &Value::flag(false), Value::flag(true));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Op;
    use crate::id::CountedIds;
    use crate::moment::Instant;
    use uuid::Uuid;

    fn added(name: &str, file_name: &str) -> Result<String, Refusal> {
        let request = AddDocument {
            person: PersonId(Uuid::from_u128(1)),
            case: None,
            kind: DocumentKind::Identity,
            name,
            file_name,
            content: Content { media: Media::Png, size: 3, hash: "ab".into() },
            sealing: None,
        };
        let now = Now { at: Instant(7), today: "2026-03-10".parse().unwrap() };
        let (_, changes) = add(&request, WorkerId(Uuid::from_u128(3)), now, &mut CountedIds(100))?;
        let [Op::New { fields, .. }] = changes.ops.as_slice() else { panic!("one row") };
        let name = fields.iter().find(|(field, _)| *field == DOCUMENT.name);
        let Some((_, Value::Text(name))) = name else { panic!("a name") };
        Ok(name.clone())
    }

    #[test]
    fn a_content_is_kept_up_to_the_limit_and_not_one_byte_over() {
        assert_eq!(size(0), Err(Refusal::FileEmpty));
        assert_eq!(size(1), Ok(1));
        assert_eq!(size(u64::from(SIZE_LIMIT)), Ok(SIZE_LIMIT));
        for over in [u64::from(SIZE_LIMIT) + 1, u64::from(u32::MAX) + 1] {
            assert_eq!(size(over), Err(Refusal::FileTooLarge { size: over, limit: SIZE_LIMIT }));
        }
    }

    #[test]
    fn a_name_is_what_was_typed_or_else_the_file_s_own_without_its_ending() {
        assert_eq!(added("Carte d’identité", "scan0001.pdf").unwrap(), "Carte d’identité");
        assert_eq!(added(" ", "scan 0001.pdf").unwrap(), "scan 0001");
        assert_eq!(added("", ".pdf").unwrap(), ".pdf");
        assert_eq!(added("", "M. Petit, le maire").unwrap(), "M. Petit, le maire");
        assert_eq!(added("", &"é".repeat(300)).unwrap().chars().count(), 100);
        assert_eq!(added("", "\u{202e}\u{7}"), Err(Refusal::Unreadable { field: "name".into() }));
        let long = "x".repeat(121);
        assert_eq!(added(&long, "a"), Err(Refusal::TooLong { field: "name".into(), limit: NAME_LIMIT }));
    }

    #[test]
    fn a_name_cannot_hide_its_end_or_a_line() {
        assert_eq!(added("facture\u{202e}fdp.exe\u{0}\n2", "").unwrap(), "facturefdp.exe 2");
    }
}
