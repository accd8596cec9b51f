//! Counts as a drawing of bars, for a page that somebody else writes: lines that any program enlarges (SVG), or points (PNG).
//! Letters are drawn as shapes, so that it looks the same where none of our fonts is.

use chrono::NaiveDate;
use serde::Serialize;
use typst_layout::PagedDocument;

use crate::Language;
use crate::press::{Error, draw_only_what_can_be};
use crate::world::{DATA, OneLetter};

const TEMPLATE: &str = include_str!("../templates/drawing.typ");

/// Points of a PNG to one point of the drawing, of which an inch has 72: as printers want it.
const DENSITY: f32 = 3.0;

/// The most rows that are drawn.
pub const MOST: usize = 40;

/// One row. None is a count that is masked, which is at least one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bar {
    pub label: String,
    pub count: Option<u32>,
    /// Of the days that are compared with; told apart only where the drawing has such days.
    pub before: Option<u32>,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drawing {
    pub language: Language,
    pub title: String,
    /// Which days.
    pub span: String,
    /// Which days it is compared with.
    pub before: Option<String>,
    pub bars: Vec<Bar>,
    /// What stands where a count is masked.
    pub masked: String,
    /// What has to be known to read it, line by line.
    pub foot: Vec<String>,
}

impl Drawing {
    fn greatest(&self) -> u32 {
        let counts = self.bars.iter().flat_map(|bar| [bar.count, bar.before]);
        counts.flatten().max().unwrap_or(0).max(1)
    }

    /// As SVG 1.1. At most [`MOST`] rows are drawn, the first ones.
    ///
    /// # Errors
    /// [`Error::Template`] where the typesetter refuses, which is a fault of ours.
    pub fn svg(&self, day: NaiveDate) -> Result<String, Error> {
        let fault = |why: &dyn std::fmt::Display| Error::Template(why.to_string());
        let mut shown = self.clone();
        shown.bars.truncate(MOST);
        let mut data = serde_json::to_value(&shown).map_err(|error| fault(&error))?;
        if let Some(data) = data.as_object_mut() {
            data.insert("greatest".to_owned(), shown.greatest().into());
        }
        draw_only_what_can_be(&mut data, &mut 0);
        let files = vec![(DATA, serde_json::to_vec(&data).map_err(|error| fault(&error))?)];
        let world =
            OneLetter::new(&[("/drawing.typ", TEMPLATE)], files, day).ok_or_else(|| fault(&"a path"))?;
        let compiled = typst::compile(&world).output;
        let document: PagedDocument = compiled.map_err(|errors| {
            Error::Template(errors.first().map_or_else(String::new, |error| error.message.to_string()))
        })?;
        let page = document.pages().first().ok_or_else(|| fault(&"no page"))?;
        let svg = typst_svg::svg(page, &typst_svg::SvgOptions::default());
        typst::comemo::evict(0);
        Ok(svg)
    }

    /// As PNG, three points for each of the SVG's.
    ///
    /// # Errors
    /// See [`Drawing::svg`].
    pub fn png(&self, day: NaiveDate) -> Result<Vec<u8>, Error> {
        use resvg::{tiny_skia, usvg};
        let fault = |why: &dyn std::fmt::Display| Error::Template(why.to_string());
        let svg = self.svg(day)?;
        let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).map_err(|error| fault(&error))?;
        let size = tree.size().to_int_size().scale_by(DENSITY).ok_or_else(|| fault(&"no size"))?;
        let mut points =
            tiny_skia::Pixmap::new(size.width(), size.height()).ok_or_else(|| fault(&"no size"))?;
        resvg::render(&tree, tiny_skia::Transform::from_scale(DENSITY, DENSITY), &mut points.as_mut());
        points.encode_png().map_err(|error| fault(&error))
    }
}
