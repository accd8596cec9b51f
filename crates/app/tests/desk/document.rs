//! Files kept with a person: read by a path, judged by their bytes, given back to the byte, gone when nobody means them.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, WORKER, days_ago, id, laptop, refusal};

const LIMIT: usize = 25 * 1_024 * 1_024;
const PIECE: usize = 256 * 1_024;

/// Base64 as the page reads it.
fn bytes_of(base64: &str) -> Vec<u8> {
    let digits: Vec<u32> = base64
        .bytes()
        .filter(|byte| *byte != b'=')
        .map(|byte| match byte {
            b'A'..=b'Z' => u32::from(byte - b'A'),
            b'a'..=b'z' => u32::from(byte - b'a') + 26,
            b'0'..=b'9' => u32::from(byte - b'0') + 52,
            b'+' => 62,
            _ => 63,
        })
        .collect();
    let mut bytes = Vec::new();
    for four in digits.chunks(4) {
        let word = four.iter().enumerate().fold(0, |word, (at, digit)| word | (digit << (18 - 6 * at)));
        bytes.extend(&word.to_be_bytes()[1..four.len()]);
    }
    bytes
}

/// A picture of so many bytes that no other has.
pub fn png(size: usize, seed: u8) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut state = u32::from(seed) + 1;
    while bytes.len() < size {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        bytes.extend(state.to_le_bytes());
    }
    bytes.truncate(size);
    bytes
}

impl Laptop {
    /// A file on the laptop, beside the vault.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn document(&self, person: &str, name: &str, bytes: &[u8]) -> String {
        let path = self.file(name, bytes);
        let added = self.ask("document.add", adding(person, "", &path.to_string_lossy()));
        fs::remove_file(path).unwrap();
        id(&added, "document")
    }

    fn documents(&self, person: &str) -> Vec<Value> {
        self.open(person)["documents"].as_array().unwrap().clone()
    }

    /// The whole content, as many calls as it takes.
    fn content(&self, document: &str) -> Vec<u8> {
        let (mut bytes, mut piece) = (Vec::new(), 0);
        loop {
            let part = self.ask("document.read", json!({ "document": document, "piece": piece }));
            bytes.extend(bytes_of(part["base64"].as_str().unwrap()));
            piece += part["given"].as_u64().unwrap();
            if piece >= part["pieces"].as_u64().unwrap() {
                return bytes;
            }
        }
    }

    fn last_position(&self) -> u64 {
        self.ask("undo.last", json!({}))[0]["position"].as_u64().unwrap()
    }

    fn vault_bytes(&self) -> u64 {
        let page =
            |name: &str| fs::metadata(self.dir.path().join("coffre").join(name)).map_or(0, |it| it.len());
        page("vault.db") + page("vault.db-wal")
    }

    /// So many acts that no undo reaches what was done before.
    fn work_on(&self, person: &str) {
        for at in 0..100 {
            self.note(person, &format!("Note {at}"));
        }
    }
}

fn adding(person: &str, name: &str, path: &str) -> Value {
    json!({ "person": person, "name": name, "kind": "identity", "path": path })
}

#[test]
fn a_scan_of_several_pieces_comes_back_to_the_byte_and_its_copy_too() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let scan = png(17 * PIECE + 11, 1);
    let path = laptop.file("scan 0001.png", &scan);
    let added =
        laptop.ask("document.add", adding(&awa, " Carte d’identité\u{202e} ", &path.to_string_lossy()));
    assert!(path.exists(), "the file stays where it is");
    fs::remove_file(path).unwrap();
    let document = id(&added, "document");

    let file = laptop.open(&awa);
    let shown = &file["documents"][0];
    assert_eq!(shown["name"], "Carte d’identité");
    assert_eq!((&shown["kind"], &shown["media"]), (&json!("identity"), &json!("png")));
    assert_eq!((&shown["size"], &shown["author"]), (&json!(scan.len()), &json!(WORKER)));
    assert_eq!(shown["added_on"], days_ago(0));
    let line = &file["timeline"][0];
    assert_eq!(
        (&line["what"]["kind"], &line["what"]["name"]),
        (&json!("document"), &json!("Carte d’identité"))
    );

    let laptop = laptop.restarted();
    laptop.unlock();
    assert_eq!(laptop.content(&document), scan);
    let copy = laptop.dir.path().join("copie.png");
    laptop.ask("document.save", json!({ "document": document, "path": copy }));
    assert_eq!(fs::read(copy).unwrap(), scan);
    laptop.assert_sound("with a document");
}

#[test]
fn twenty_five_megabytes_are_kept_and_one_byte_more_is_refused_with_both_sizes() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let most = png(LIMIT, 2);
    let document = laptop.document(&awa, "plan.png", &most);
    assert!(laptop.content(&document) == most, "every piece of it is there");

    let acts = laptop.acts();
    let path = laptop.file("trop.png", &png(LIMIT + 1, 2));
    let refused = laptop.refused("document.add", adding(&awa, "", &path.to_string_lossy()));
    assert_eq!(refused, refusal("file_too_large", json!({ "size": LIMIT + 1, "limit": LIMIT })));
    assert_eq!((laptop.acts(), laptop.documents(&awa).len()), (acts, 1));
}

#[test]
fn what_cannot_be_kept_is_refused_by_what_is_wrong_with_it() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let dir = laptop.dir.path().to_owned();
    let refused = |path: PathBuf| {
        let refused = laptop.refused("document.add", adding(&awa, "", &path.to_string_lossy()));
        refused["refusal"]["refusal"].as_str().unwrap().to_owned()
    };
    assert_eq!(refused(laptop.file("vide.pdf", b"")), "file_empty");
    assert_eq!(refused(dir.join("envolé.pdf")), "file_missing");
    assert_eq!(refused(dir.join("coffre")), "file_unreadable", "a folder");
    assert_eq!(refused(laptop.file("programme.pdf", b"\x7fELF\x02\x01\x01\0")), "media_unknown");
    assert_eq!(refused(PathBuf::from("scan.png")), "unreadable", "a path that is not whole");
    #[cfg(unix)]
    assert_eq!(refused(PathBuf::from("/dev/zero")), "file_unreadable", "what never ends is not opened");
    let nobody = json!("0190a0a0-0000-7000-8000-00000000dead");
    let path = laptop.file("scan.png", &png(9, 1));
    let mut lost = adding(&awa, "", &path.to_string_lossy());
    lost["person"] = nobody;
    assert_eq!(laptop.refused("document.add", lost)["code"], "not_found");
    assert_eq!(laptop.documents(&awa), Vec::<Value>::new());
}

#[test]
#[cfg(unix)]
fn a_file_that_may_not_be_read_is_told_apart() {
    use std::os::unix::fs::PermissionsExt as _;
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let path = laptop.file("secret.txt", "Bonjour".as_bytes());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // Who may read everything, as in a container, reads it: then there is nothing to refuse.
    if fs::File::open(&path).is_err() {
        let refused = laptop.refused("document.add", adding(&awa, "", &path.to_string_lossy()));
        assert_eq!(refused, refusal("file_unreadable", json!({})));
    }
}

#[test]
fn a_picture_that_calls_itself_a_pdf_is_a_picture() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    laptop.document(&awa, "carte\u{202e}gnp.pdf", &png(40, 3));
    laptop.document(&awa, "lettre.png", "Né à Creil.\r\n".as_bytes());
    let shown: Vec<_> = laptop
        .documents(&awa)
        .iter()
        .map(|it| (it["name"].as_str().unwrap().to_owned(), it["media"].as_str().unwrap().to_owned()))
        .collect();
    let expected =
        [("lettre", "text"), ("cartegnp", "png")].map(|(name, media)| (name.to_owned(), media.to_owned()));
    assert_eq!(shown, expected, "judged by their bytes, the latest first");
}

#[test]
fn a_name_and_a_kind_are_corrected_and_go_back() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let document = laptop.document(&awa, "scan.png", &png(40, 4));
    let correct = json!({ "document": document, "name": "Justificatif", "kind": "address" });
    laptop.ask("document.correct", correct);
    assert_eq!(laptop.documents(&awa)[0]["kind"], "address");
    let offered = laptop.ask("undo.last", json!({}));
    assert_eq!((&offered[0]["act"], &offered[1]["what"]), (&json!("document.correct"), &json!("scan")));
    laptop.ask("undo.do", json!({ "position": offered[0]["position"] }));
    let shown = laptop.documents(&awa)[0].clone();
    assert_eq!((&shown["name"], &shown["kind"]), (&json!("scan"), &json!("identity")));
    for (name, expected) in [
        ("", refusal("unreadable", json!({ "field": "name" }))),
        (&"x".repeat(121), refusal("too_long", json!({ "field": "name", "limit": 120 }))),
    ] {
        let correct = json!({ "document": document, "name": name, "kind": "cv" });
        assert_eq!(laptop.refused("document.correct", correct), expected);
    }
}

#[test]
fn what_was_taken_out_comes_back_whole_and_is_gone_once_no_undo_reaches_it() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let scan = png(5 * PIECE, 5);
    let document = laptop.document(&awa, "scan.png", &scan);
    laptop.ask("document.remove", json!({ "document": document }));
    assert_eq!(laptop.documents(&awa), Vec::<Value>::new());
    let timeline = laptop.open(&awa)["timeline"].clone();
    assert!(timeline.as_array().unwrap().iter().all(|line| line["what"]["kind"] != "document"));
    for call in ["document.remove", "document.read", "document.save", "document.correct"] {
        let request = json!({
            "document": document, "piece": 0, "path": laptop.dir.path().join("a"), "name": "a", "kind": "cv",
        });
        assert_eq!(laptop.refused(call, request)["code"], "not_found", "{call}");
    }
    laptop.ask("undo.do", json!({ "position": laptop.last_position() }));
    assert_eq!(laptop.content(&document), scan, "nothing of it was lost meanwhile");

    laptop.ask("document.remove", json!({ "document": document }));
    laptop.assert_sound("with a document taken out");
    laptop.work_on(&awa);
    let offered = laptop.ask("undo.last", json!({}));
    assert!(offered.as_array().unwrap().iter().all(|act| act["act"] != "document.remove"));
    laptop.assert_sound("with its content gone");
    let again = laptop.document(&awa, "scan.png", &scan);
    assert_eq!(laptop.content(&again), scan);
}

#[test]
fn one_content_in_two_files_is_stored_once_and_stays_until_both_let_go() {
    let laptop = laptop();
    let (awa, bruno) = (laptop.add("Awa", "Diallo", json!({})), laptop.add("Bruno", "Caron", json!({})));
    let scan = png(8 * PIECE, 6);
    let hers = laptop.document(&awa, "bail.png", &scan);
    let before = laptop.vault_bytes();
    let his = laptop.document(&bruno, "bail.png", &scan);
    assert!(laptop.vault_bytes() - before < PIECE as u64, "the second one needs no room");
    laptop.ask("document.remove", json!({ "document": hers }));
    laptop.work_on(&awa);
    assert_eq!(laptop.content(&his), scan, "his is not touched by hers going");
    laptop.assert_sound("with one of two taken out");
}

#[test]
fn a_document_of_an_invented_person_goes_with_them_and_a_real_one_stays() {
    let laptop = laptop();
    laptop.ask("demo.fill", json!({ "people": 20, "seed": 7 }));
    let list = json!({ "filter": {}, "sort": "name", "descending": false, "offset": 0, "limit": 1 });
    let invented = id(&laptop.ask("person.list", list)["lines"][0], "id");
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let scan = png(3 * PIECE, 7);
    laptop.document(&invented, "a.png", &scan);
    let hers = laptop.document(&awa, "b.png", &scan);
    laptop.document(&invented, "c.png", &png(3 * PIECE, 8));
    laptop.ask("demo.remove", json!({}));
    assert_eq!(laptop.content(&hers), scan);
    let export = laptop.ask("vault.export", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(export["attachments"].as_object().unwrap().len(), 1);
    laptop.assert_sound("after an erasure");
}

#[test]
fn a_copy_goes_only_where_one_can_be_written_and_never_among_the_files_of_the_vault() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let document = laptop.document(&awa, "scan.png", &png(40, 9));
    let dir = laptop.dir.path();
    let before = fs::read(dir.join("coffre/keyslots.json")).unwrap();
    for (path, refused) in [
        (dir.join("coffre/keyslots.json"), "file_unwritable"),
        (dir.join("coffre/../coffre/scan.png"), "file_unwritable"),
        (dir.join("nulle part/scan.png"), "file_unwritable"),
        (dir.to_owned(), "file_unwritable"),
        (PathBuf::from("scan.png"), "unreadable"),
    ] {
        let answer = laptop.refused("document.save", json!({ "document": document, "path": path }));
        assert_eq!(answer["refusal"]["refusal"], refused, "{}", path.display());
    }
    assert_eq!(fs::read(dir.join("coffre/keyslots.json")).unwrap(), before);
}

#[test]
fn a_locked_vault_keeps_its_documents_to_itself() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let document = laptop.document(&awa, "scan.png", &png(40, 10));
    let path = laptop.file("autre.png", &png(41, 10));
    laptop.ask("session.lock", json!({}));
    for (call, request) in [
        ("document.add", adding(&awa, "", &path.to_string_lossy())),
        ("document.read", json!({ "document": document, "piece": 0 })),
        ("document.save", json!({ "document": document, "path": laptop.dir.path().join("copie") })),
    ] {
        assert_eq!(laptop.refused(call, request)["code"], "locked", "{call}");
    }
    assert!(!laptop.dir.path().join("copie").exists());
}

#[test]
fn nothing_of_a_document_is_left_on_the_disk_outside_of_the_vault() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    laptop.document(&awa, "lettre.txt", "xqzkvoria est son mot".as_bytes());
    let mut folders = vec![laptop.dir.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let bytes = fs::read(entry.path()).unwrap();
                assert!(!bytes.windows(9).any(|part| part == b"xqzkvoria"), "{}", entry.path().display());
            }
        }
    }
}

#[test]
fn an_export_carries_the_contents_and_an_import_takes_in_none_that_is_not_what_it_says() {
    let (from, to) = (laptop(), laptop());
    let awa = from.add("Awa", "Diallo", json!({}));
    let scan = png(2 * PIECE + 1, 11);
    let document = from.document(&awa, "scan.png", &scan);
    let gone = from.document(&awa, "vieux.png", &png(99, 11));
    from.ask("document.remove", json!({ "document": gone }));
    let export = from.ask("vault.export", json!({ "passphrase": PASSPHRASE }));
    for rotten in [json!(null), json!({}), json!([]), json!("x")] {
        let mut without = export.clone();
        without["attachments"] = rotten;
        let report = laptop().ask("vault.import", json!({ "document": without }));
        assert_eq!(report["refused"], json!(["document 1"]), "the row without its content");
    }
    for (field, lie) in [("size", json!(7)), ("media", json!("pdf")), ("hash", json!("ab"))] {
        let mut lying = export.clone();
        lying["tables"]["document"][0][field] = lie;
        let other = laptop();
        let report = other.ask("vault.import", json!({ "document": lying }));
        assert_eq!(report["refused"], json!(["document 1"]), "{field}");
        other.assert_sound("after a lie");
    }
    let report = to.ask("vault.import", json!({ "document": export }));
    assert_eq!(report["refused"], json!([]));
    assert_eq!(to.content(&document), scan);
    assert_eq!(to.documents(&awa).len(), 1);
    to.assert_sound("after documents were taken in");
}

#[test]
fn a_merged_file_shows_the_documents_of_both() {
    let laptop = laptop();
    let (awa, hawa) = (laptop.add("Awa", "Diallo", json!({})), laptop.add("Hawa", "Diallo", json!({})));
    laptop.document(&awa, "un.png", &png(40, 12));
    laptop.document(&hawa, "deux.png", &png(40, 13));
    laptop.ask("person.merge", json!({ "kept": awa, "other": hawa }));
    let names: Vec<_> = laptop.documents(&hawa).iter().map(|it| it["name"].clone()).collect();
    assert_eq!(names, ["deux", "un"]);
}
