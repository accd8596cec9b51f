//! From a sheet to the bytes of its PDF: tagged, with title and language, the same bytes for the same sheet.

use chrono::Datelike;
use serde_json::json;
use typst::layout::PageRanges;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::paper::{Block, Logo, Paper};
use crate::world::{self, DATA, OneLetter};

const TEMPLATE: &str = include_str!("../templates/paper.typ");
/// What stands for a sign that none of the fonts can draw.
const UNKNOWN_SIGN: char = '\u{25a1}';

/// Why no sheet was made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The logo is no picture that can be drawn.
    #[error("the logo cannot be drawn")]
    Logo,
    /// The template and what was put into it do not fit: a fault of ours.
    #[error("the sheet cannot be set: {0}")]
    Template(String),
}

/// A sheet that was made.
pub struct Printed {
    pub pdf: Vec<u8>,
    pub pages: usize,
    /// Signs that no font of ours can draw, as of some scripts and small pictures; a square stands for each.
    pub undrawn: usize,
}

/// Makes the PDF. It follows PDF/UA-1 (ISO 14289-1): every part is tagged, and what cannot be is refused by the typesetter.
pub fn print(paper: &Paper) -> Result<Printed, Error> {
    let mut undrawn = 0;
    let mut data = json!({
        "language": paper.language,
        "title": paper.title,
        "day": [paper.day.year(), paper.day.month(), paper.day.day()],
        "name": paper.head.name,
        "address": paper.head.address,
        "foot": paper.head.foot,
        "logo": null,
        "logo_alt": paper.language.pick("Logo", "Logo"),
        "invented": paper.invented,
        "invented_words": paper.language.pick(
            "Personne inventée, pour la démonstration.",
            "Invented person, for demonstration.",
        ),
        "blocks": blocks(&paper.blocks)?,
    });
    if let (Some(logo), Some(data)) = (&paper.head.logo, data.as_object_mut()) {
        data.insert("logo".to_owned(), json!(logo.path()));
    }
    draw_only_what_can_be(&mut data, &mut undrawn);
    let data = serde_json::to_vec(&data).map_err(|error| Error::Template(error.to_string()))?;
    let mut files = vec![(DATA, data)];
    if let Some(logo) = &paper.head.logo {
        files.push((logo.path(), logo.bytes().to_vec()));
    }
    let (pdf, pages) = set(files, paper)?;
    Ok(Printed { pdf, pages, undrawn })
}

fn blocks(blocks: &[Block]) -> Result<serde_json::Value, Error> {
    serde_json::to_value(blocks).map_err(|error| Error::Template(error.to_string()))
}

fn set(files: Vec<(&'static str, Vec<u8>)>, paper: &Paper) -> Result<(Vec<u8>, usize), Error> {
    let with_logo = paper.head.logo.is_some();
    let world = OneLetter::new(&[("/paper.typ", TEMPLATE)], files, paper.day);
    let world = world.ok_or_else(|| Error::Template("a path".to_owned()))?;
    let failed = |errors: typst::ecow::EcoVec<typst::diag::SourceDiagnostic>| {
        let why = errors.first().map_or_else(String::new, |error| error.message.to_string());
        if with_logo && why.to_lowercase().contains("image") { Error::Logo } else { Error::Template(why) }
    };
    let document: PagedDocument = typst::compile(&world).output.map_err(failed)?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]);
    let standards = standards.map_err(|error| Error::Template(error.message().to_string()))?;
    let options = PdfOptions { standards, page_ranges: None::<PageRanges>, ..PdfOptions::default() };
    let pdf = typst_pdf::pdf(&document, &options).map_err(failed)?;
    // What the typesetter remembers of this letter is of a person: nothing of it stays for the next one.
    typst::comemo::evict(0);
    Ok((pdf, document.pages().len()))
}

/// Puts a square for each sign that cannot be drawn, which the standard does not allow to be left blank.
pub(crate) fn draw_only_what_can_be(value: &mut serde_json::Value, undrawn: &mut usize) {
    match value {
        serde_json::Value::String(text) => {
            *text = text.replace('\t', " ");
            let drawn = |c: char| c == '\n' || (world::can_draw(c) && !is_nameless(c));
            if text.chars().any(|c| !drawn(c)) {
                *undrawn += text.chars().filter(|c| !drawn(*c) && !c.is_control()).count();
                let clean = text.chars().filter(|c| *c == '\n' || !c.is_control());
                *text = clean.map(|c| if drawn(c) { c } else { UNKNOWN_SIGN }).collect();
            }
        }
        serde_json::Value::Array(all) => all.iter_mut().for_each(|one| draw_only_what_can_be(one, undrawn)),
        serde_json::Value::Object(all) => {
            all.values_mut().for_each(|one| draw_only_what_can_be(one, undrawn));
        }
        _ => {}
    }
}

/// Signs that the standard does not let stand: marks of byte order, and what only one font or one program knows.
fn is_nameless(sign: char) -> bool {
    matches!(sign, '\0' | '\u{feff}' | '\u{fffe}' | '\u{e000}'..='\u{f8ff}') || sign >= '\u{f0000}'
}

impl Logo {
    fn path(&self) -> &'static str {
        match self {
            Logo::Png(_) => "/logo.png",
            Logo::Jpeg(_) => "/logo.jpg",
            Logo::Svg(_) => "/logo.svg",
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Logo::Png(bytes) | Logo::Jpeg(bytes) | Logo::Svg(bytes) => bytes,
        }
    }

    /// A picture by its first bytes; none where it is of no kind that can be drawn, would fill the memory once unpacked, or,
    /// as SVG, can repeat itself without end or names another file.
    #[must_use]
    pub fn of(bytes: Vec<u8>) -> Option<Logo> {
        let small = || {
            imagesize::blob_size(&bytes).is_ok_and(|size| size.width.saturating_mul(size.height) <= PIXELS)
        };
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return small().then_some(Logo::Png(bytes));
        }
        if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            return small().then_some(Logo::Jpeg(bytes));
        }
        let text = std::str::from_utf8(&bytes).ok()?.trim_start_matches('\u{feff}').trim_start();
        let begins =
            ["<?xml", "<svg", "<!--"].iter().any(|head| text.starts_with(head)) && text.contains("<svg");
        let harmless = !GROWING.iter().any(|part| text.contains(part));
        (begins && harmless).then_some(Logo::Svg(bytes))
    }
}

/// The largest picture: 16 million pixels are 64 MB once unpacked.
const PIXELS: usize = 16_000_000;
/// Parts of an SVG that repeat others, unfold, or name what is elsewhere.
const GROWING: [&str; 9] =
    ["<!DOCTYPE", "<!ENTITY", "<use", "<image", "<pattern", "<filter", "<mask", "<script", "<foreignObject"];

/// Whether a sheet with this logo can be made: tried with an empty one.
#[must_use]
pub fn drawable(logo: &Logo, day: chrono::NaiveDate) -> bool {
    let head = crate::Letterhead { logo: Some(logo.clone()), ..crate::Letterhead::default() };
    let (language, title) = (crate::Language::French, "Essai".to_owned());
    print(&Paper { language, title, day, head, invented: false, blocks: Vec::new() }).is_ok()
}
