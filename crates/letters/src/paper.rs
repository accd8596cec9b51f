//! A sheet as a letter describes it: a title, whose it is, and blocks one below the other. Everything in it is text, never markup.

use chrono::NaiveDate;
use serde::Serialize;

/// In which language a sheet is written; it is told to whoever reads it aloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Language {
    #[serde(rename = "fr")]
    French,
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// The words of this language.
    #[must_use]
    pub fn pick<T>(self, french: T, english: T) -> T {
        match self {
            Language::French => french,
            Language::English => english,
        }
    }

    /// A day as it stands in a letter: « 3 mars 2026 », "3 March 2026".
    #[must_use]
    pub fn day(self, day: NaiveDate) -> String {
        use chrono::Datelike;
        let months = self.pick(
            [
                "janvier",
                "février",
                "mars",
                "avril",
                "mai",
                "juin",
                "juillet",
                "août",
                "septembre",
                "octobre",
                "novembre",
                "décembre",
            ],
            [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
        );
        let month = months.get(day.month0() as usize).copied().unwrap_or_default();
        let first = self == Language::French && day.day() == 1;
        format!("{}{} {month} {}", day.day(), if first { "er" } else { "" }, day.year())
    }
}

/// A picture, as bytes of one of the kinds that can be drawn.
#[derive(Clone, Debug)]
pub enum Logo {
    Png(Vec<u8>),
    Jpeg(Vec<u8>),
    Svg(Vec<u8>),
}

/// What stands on top and at the foot of every sheet of a team.
#[derive(Clone, Debug, Default)]
pub struct Letterhead {
    /// Empty where the team has not written one.
    pub name: String,
    /// Lines of an address, and how to reach the team.
    pub address: String,
    /// At the foot of each page.
    pub foot: String,
    pub logo: Option<Logo>,
}

/// A part of a sheet.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Block {
    /// Where a letter goes: the lines of an address, at the right.
    To {
        lines: Vec<String>,
    },
    /// Under the title, larger.
    Lead {
        text: String,
    },
    Heading {
        text: String,
    },
    /// Each line is a paragraph of its own.
    Text {
        text: String,
    },
    /// Somebody's own words, as they said them.
    Quote {
        text: String,
    },
    /// What something is called, and what it is.
    Facts {
        rows: Vec<(String, String)>,
    },
    List {
        items: Vec<String>,
    },
    Table {
        heads: Vec<String>,
        rows: Vec<Vec<String>>,
    },
    /// Empty lines to write on, after a word.
    Lines {
        label: String,
        count: u8,
    },
    /// Boxes to tick by hand.
    Choices {
        label: String,
        options: Vec<String>,
    },
    /// A frame that is not torn over two pages, as a slip to cut off.
    Slip {
        title: String,
        blocks: Vec<Block>,
    },
    /// Places to sign, side by side.
    Signatures {
        of: Vec<String>,
    },
}

/// A whole sheet.
#[derive(Clone, Debug)]
pub struct Paper {
    pub language: Language,
    pub title: String,
    /// Its date: nothing here asks a clock.
    pub day: NaiveDate,
    pub head: Letterhead,
    /// Whether an invented person is on it; the sheet says so.
    pub invented: bool,
    pub blocks: Vec<Block>,
}

pub(crate) fn heading(text: &str) -> Block {
    Block::Heading { text: text.to_owned() }
}

pub(crate) fn text(text: impl Into<String>) -> Block {
    Block::Text { text: text.into() }
}

/// Rows of which something is known.
pub(crate) fn facts(rows: Vec<(&str, String)>) -> Block {
    let known = rows.into_iter().filter(|(_, value)| !value.trim().is_empty());
    Block::Facts { rows: known.map(|(label, value)| (label.to_owned(), value)).collect() }
}

pub(crate) fn lines(label: &str, count: u8) -> Block {
    Block::Lines { label: label.to_owned(), count }
}

pub(crate) fn choices(label: &str, options: &[&str]) -> Block {
    Block::Choices { label: label.to_owned(), options: options.iter().map(|of| (*of).to_owned()).collect() }
}
