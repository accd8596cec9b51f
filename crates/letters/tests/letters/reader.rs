//! A PDF as a reader of another house sees it.

use lopdf::{Dictionary, Document, Object};
use passerelle_letters::{Paper, Printed, print};

/// What can be read of a sheet.
pub struct Read {
    pub text: String,
    pub pages: usize,
    document: Document,
}

pub fn printed(paper: &Paper) -> Printed {
    print(paper).unwrap()
}

pub fn read(paper: &Paper) -> Read {
    let printed = printed(paper);
    let document = Document::load_mem(&printed.pdf).unwrap();
    let text = pdf_extract::extract_text_from_mem(&printed.pdf).unwrap();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let text = lines.collect::<Vec<_>>().join("\n");
    assert_eq!(document.get_pages().len(), printed.pages);
    Read { text, pages: printed.pages, document }
}

impl Read {
    fn catalog(&self) -> &Dictionary {
        self.document.catalog().unwrap()
    }

    pub fn language(&self) -> String {
        let language = self.catalog().get(b"Lang").unwrap().as_str().unwrap();
        String::from_utf8(language.to_vec()).unwrap()
    }

    /// What a window on it is called: PDF/UA wants the title shown, not the name of the file.
    pub fn shows_title(&self) -> bool {
        let preferences = self.catalog().get(b"ViewerPreferences").unwrap();
        let preferences = self.document.dereference(preferences).unwrap().1.as_dict().unwrap();
        preferences.get(b"DisplayDocTitle").and_then(Object::as_bool).unwrap_or(false)
    }

    pub fn is_marked(&self) -> bool {
        let marked = self.catalog().get(b"MarkInfo").unwrap();
        let marked = self.document.dereference(marked).unwrap().1.as_dict().unwrap();
        marked.get(b"Marked").and_then(Object::as_bool).unwrap_or(false)
    }

    /// The tags of the tree of its parts, each once, sorted.
    pub fn tags(&self) -> Vec<String> {
        let root = self.catalog().get(b"StructTreeRoot").unwrap();
        assert!(self.document.dereference(root).is_ok(), "a tree of tags");
        let tags = self.document.objects.values().filter_map(|object| object.as_dict().ok());
        let tags = tags.filter_map(|of| of.get(b"S").ok()?.as_name().ok().filter(|_| of.has(b"P")));
        let mut tags: Vec<String> = tags.map(|tag| String::from_utf8_lossy(tag).into_owned()).collect();
        tags.sort();
        tags.dedup();
        tags
    }

    /// Its description, in XMP.
    pub fn description(&self) -> String {
        let stream = self.catalog().get(b"Metadata").unwrap();
        let stream = self.document.dereference(stream).unwrap().1.as_stream().unwrap();
        let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        String::from_utf8(bytes).unwrap()
    }
}
