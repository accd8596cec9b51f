//! What the typesetter may see: our own templates, our own fonts, the data of one letter. Every other path is refused.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// Where a template finds the data of the letter.
pub const DATA: &str = "/data.json";

/// The typeface of the screens, and one behind it for the scripts and signs it does not have: Arabic, Cyrillic, Greek.
const FONT_FILES: [&[u8]; 5] = [
    include_bytes!("../fonts/AtkinsonHyperlegibleNext_400Regular.ttf"),
    include_bytes!("../fonts/AtkinsonHyperlegibleNext_400Regular_Italic.ttf"),
    include_bytes!("../fonts/AtkinsonHyperlegibleNext_700Bold.ttf"),
    include_bytes!("../fonts/DejaVuSans.ttf"),
    include_bytes!("../fonts/DejaVuSans-Bold.ttf"),
];

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| FONT_FILES.iter().filter_map(|file| Font::new(Bytes::new(*file), 0)).collect());
static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// Whether one of the fonts has this sign.
pub fn can_draw(sign: char) -> bool {
    FONTS.iter().any(|font| font.info().coverage.contains(u32::from(sign)))
}

/// The world of one letter.
pub struct OneLetter {
    main: FileId,
    files: Vec<(FileId, Bytes)>,
    today: NaiveDate,
}

impl OneLetter {
    /// `templates` and `files` by their paths, which begin with a slash; the first template is the letter itself.
    /// Nothing where a path cannot be one.
    pub fn new(
        templates: &[(&'static str, &'static str)],
        files: Vec<(&'static str, Vec<u8>)>,
        today: NaiveDate,
    ) -> Option<Self> {
        let mut all = Vec::new();
        for (path, text) in templates {
            all.push((id(path)?, Bytes::new(text.as_bytes())));
        }
        for (path, bytes) in files {
            all.push((id(path)?, Bytes::new(bytes)));
        }
        Some(Self { main: all.first()?.0, files: all, today })
    }
}

fn id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

impl World for OneLetter {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let bytes = self.file(id)?;
        let text = bytes.as_str().map_err(|_| FileError::InvalidUtf8)?;
        Ok(Source::new(id, text.to_owned()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(_, bytes)| bytes.clone())
            .ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        let (year, month, day) = (self.today.year(), self.today.month(), self.today.day());
        Datetime::from_ymd(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }
}
