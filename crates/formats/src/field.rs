//! The fields of one record, whatever it was written in (JSON, or a line of a table): each is taken in the kind the
//! standard says, and what had to be done for that is told.

use std::collections::BTreeSet;
use std::fmt::Display;

use chrono::NaiveDate;
use passerelle_domain::code::CodeError;
use passerelle_domain::person::name::{clean_line, clean_text};
use serde_json::{Map, Value};

use crate::markup::plain;
use crate::report::{Became, Place, Report, Why};
use crate::vocabulary::{Vocabulary, Word};

/// The longest text of many lines that is kept, in characters; data.inclusion's own limit.
pub(crate) const LONG: u32 = 10_000;

/// The longest text of one line.
pub(crate) const SHORT: u32 = 500;

/// The longest address on the web (the standard's own limit).
pub(crate) const URL: usize = 2_083;

/// Words of one list; more is no list of words.
const WORDS: usize = 500;

/// Names of unknown fields told of one file.
const UNKNOWN: usize = 100;

/// One record.
pub(crate) struct Fields<'a> {
    pub map: &'a Map<String, Value>,
    pub place: Place,
    pub report: &'a mut Report,
}

impl<'a> Fields<'a> {
    /// The same of what stands inside.
    pub fn inside<'b>(&'b mut self, map: &'b Map<String, Value>) -> Fields<'b> {
        Fields { map, place: self.place, report: &mut *self.report }
    }

    /// The objects under this name, one or several.
    pub fn objects(&self, name: &str) -> Vec<&'a Map<String, Value>> {
        match self.map.get(name) {
            Some(Value::Object(map)) => vec![map],
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_object).collect(),
            _ => Vec::new(),
        }
    }

    /// What is there, nulls, empty texts and empty lists aside.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.map.get(name).filter(|value| match value {
            Value::Null => false,
            Value::String(text) => {
                let text = text.trim();
                !(text.is_empty() || text.eq_ignore_ascii_case("null") || text == "[]" || text == "{}")
            }
            Value::Array(list) => !list.is_empty(),
            Value::Object(map) => !map.is_empty(),
            Value::Bool(_) | Value::Number(_) => true,
        })
    }

    pub fn tell(&mut self, name: &str, became: Became, why: Why, from: &str, to: &str) {
        self.report.tell(self.place, name, became, why, from, to);
    }

    /// A text as the file has it, a number or a truth as one; nothing where a list or an object stands.
    pub fn raw(&mut self, name: &str) -> Option<String> {
        let text = match self.value(name)? {
            Value::String(text) => return Some(text.clone()),
            Value::Number(number) => return Some(number.to_string()),
            Value::Bool(truth) => return Some(truth.to_string()),
            Value::Array(list) => match list.as_slice() {
                [Value::String(only)] => Some(only.clone()),
                _ => None,
            },
            Value::Object(_) | Value::Null => None,
        };
        let from = self.value(name).map(Value::to_string).unwrap_or_default();
        let became = if text.is_some() { Became::Repaired } else { Became::Unread };
        self.tell(name, became, Why::Kind, &from, text.as_deref().unwrap_or_default());
        text
    }

    /// A text of one line, tags and entities made plain; empty where there is none.
    pub fn line(&mut self, name: &str) -> String {
        self.text(name, SHORT, false)
    }

    /// A text of several lines, tags and entities made plain; empty where there is none.
    pub fn lines(&mut self, name: &str) -> String {
        self.text(name, LONG, true)
    }

    fn text(&mut self, name: &str, limit: u32, several: bool) -> String {
        let Some(raw) = self.raw(name) else { return String::new() };
        let text = plain(&raw);
        if text != raw {
            self.tell(name, Became::Repaired, Why::Markup, &raw, &text);
        }
        self.cut(name, &text, limit, several)
    }

    /// Cleaned, and cut at the limit where it is longer.
    pub fn cut(&mut self, name: &str, text: &str, limit: u32, several: bool) -> String {
        let clean = |text: &str| -> Option<String> {
            if several { clean_text(text, limit).ok() } else { clean_line(text, limit).ok() }
        };
        if let Some(text) = clean(text) {
            return text;
        }
        let short: String = text.chars().take(limit as usize).collect();
        let Some(short) = clean(&short).filter(|short| !short.is_empty()) else { return String::new() };
        self.tell(name, Became::Repaired, Why::TooLong { limit }, text, &short);
        short
    }

    /// A code of the outside, repaired where it can be for sure.
    pub fn code<T: Display>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, CodeError>,
    ) -> Option<T> {
        let raw = self.raw(name)?;
        match parse(&raw) {
            Ok(code) => {
                let written = code.to_string();
                // The letters before a number, as RNCP, are often left out by the standard itself.
                let before = written.strip_suffix(raw.trim());
                if !before.is_some_and(|before| before.chars().all(char::is_alphabetic)) {
                    self.tell(name, Became::Repaired, Why::Form, &raw, &written);
                }
                Some(code)
            }
            Err(error) => {
                self.tell(name, Became::Unread, Why::Code { error }, &raw, "");
                None
            }
        }
    }

    /// A code, or the text itself where it is none: a telephone number of four digits is still dialled.
    pub fn code_or_text<T: Display>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, CodeError>,
    ) -> Option<Word<T>> {
        let raw = self.raw(name)?;
        match parse(&raw) {
            Ok(code) => Some(Word::Known(code)),
            Err(error) => {
                self.tell(name, Became::Foreign, Why::Code { error }, &raw, "");
                let kept = self.cut(name, &raw, SHORT, false);
                (!kept.is_empty()).then_some(Word::Foreign(kept))
            }
        }
    }

    /// An address on the web: `http` or `https` alone, since others make a program do something.
    pub fn url(&mut self, name: &str) -> String {
        let Some(raw) = self.raw(name) else { return String::new() };
        let text = plain(raw.trim()).trim().to_owned();
        let lower = text.to_ascii_lowercase();
        let spaced = text.chars().any(|c| c.is_whitespace() || c.is_control());
        let url = if lower.starts_with("https://") || lower.starts_with("http://") {
            text.clone()
        } else if !lower.contains(':') && lower.contains('.') && !lower.contains('@') {
            format!("https://{text}")
        } else {
            String::new()
        };
        if url.is_empty() || spaced || url.len() > URL {
            self.tell(name, Became::Unread, Why::Form, &raw, "");
            return String::new();
        }
        if url != text {
            self.tell(name, Became::Repaired, Why::Form, &raw, &url);
        }
        url
    }

    /// A number, also where it is written as a text, with a comma or a point.
    pub fn number(&mut self, name: &str) -> Option<f64> {
        if let Some(Value::Number(number)) = self.value(name) {
            return number.as_f64();
        }
        let raw = self.raw(name)?;
        let text: String = raw.chars().filter(|c| !c.is_whitespace()).collect();
        let number = text.replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite());
        match number {
            Some(_) if raw.trim().chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-')) => {}
            Some(number) => self.tell(name, Became::Repaired, Why::Form, &raw, &number.to_string()),
            None => self.tell(name, Became::Unread, Why::NotANumber, &raw, ""),
        }
        number
    }

    /// A number within bounds; outside them it is told and left empty.
    pub fn number_in(&mut self, name: &str, from: i32, to: i32) -> Option<f64> {
        let number = self.number(name)?;
        if (f64::from(from)..=f64::from(to)).contains(&number) {
            return Some(number);
        }
        self.tell(name, Became::Unread, Why::Range { from, to }, &number.to_string(), "");
        None
    }

    /// A whole number within bounds.
    pub fn count(&mut self, name: &str, from: i32, to: i32) -> Option<u32> {
        let number = self.number_in(name, from, to)?;
        if number.fract() != 0.0 {
            self.tell(name, Became::Unread, Why::NotANumber, &number.to_string(), "");
            return None;
        }
        number.to_string().parse().ok()
    }

    pub fn day(&mut self, name: &str) -> Option<NaiveDate> {
        let raw = self.raw(name)?;
        match crate::day::parse(&raw) {
            Ok(day) => {
                let basic = day.format("%Y%m%d").to_string();
                if !raw.trim().starts_with(&day.to_string()) && raw.trim() != basic {
                    self.tell(name, Became::Repaired, Why::Form, &raw, &day.to_string());
                }
                Some(day)
            }
            Err(why) => {
                self.tell(name, Became::Unread, why, &raw, "");
                None
            }
        }
    }

    pub fn truth(&mut self, name: &str) -> Option<bool> {
        if let Some(Value::Bool(truth)) = self.value(name) {
            return Some(*truth);
        }
        let raw = self.raw(name)?;
        let truth = match raw.trim().to_lowercase().as_str() {
            "true" | "vrai" | "oui" | "yes" | "1" | "t" => Some(true),
            "false" | "faux" | "non" | "no" | "0" | "f" => Some(false),
            _ => None,
        };
        if truth.is_none() {
            self.tell(name, Became::Unread, Why::Kind, &raw, "");
        }
        truth
    }

    /// The words of a list: one of JSON, the same as a text, `{a,b}` as PostgreSQL writes it, or separated by `;`, `|`
    /// or `,`. Each once.
    pub fn list(&mut self, name: &str) -> Vec<String> {
        let mut words: Vec<String> = match self.value(name) {
            None => return Vec::new(),
            Some(Value::Array(list)) => list.iter().filter_map(word).collect(),
            Some(Value::String(text)) => split(text),
            Some(other) => word(other).into_iter().collect(),
        };
        let written = match self.value(name) {
            Some(Value::Array(list)) => list.iter().filter(|value| !value.is_null()).count(),
            _ => words.len(),
        };
        if words.len() < written || words.len() > WORDS {
            let from = self.value(name).map(Value::to_string).unwrap_or_default();
            self.tell(name, Became::Unread, Why::Kind, &from, "");
        }
        words.truncate(WORDS);
        let mut seen = BTreeSet::new();
        words.retain(|word| !word.is_empty() && seen.insert(word.clone()));
        words
    }

    /// The words of a standard's list, those it does not have kept.
    pub fn words<T: Vocabulary + PartialEq>(&mut self, name: &str) -> Vec<Word<T>> {
        self.words_with(name, &[])
    }

    /// The same with what an older version called them.
    pub fn words_with<T: Vocabulary + PartialEq>(&mut self, name: &str, old: &[(&str, T)]) -> Vec<Word<T>> {
        let mut words: Vec<Word<T>> = Vec::new();
        for raw in self.list(name) {
            let word = self.word(name, &raw, old);
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words
    }

    fn word<T: Vocabulary + PartialEq>(&mut self, name: &str, raw: &str, old: &[(&str, T)]) -> Word<T> {
        let renamed = old.iter().find(|(was, _)| *was == raw);
        let (word, why) = match renamed {
            Some((_, word)) => (Word::Known(*word), Why::OldWord),
            None => (T::word(raw), Why::Form),
        };
        match &word {
            Word::Known(known) if known.code() == raw => {}
            Word::Known(known) => self.tell(name, Became::Repaired, why, raw, known.code()),
            Word::Foreign(_) => self.tell(name, Became::Foreign, Why::UnknownWord, raw, ""),
        }
        word
    }

    /// Names that the standard does not have, each told once a file.
    pub fn unknown(&mut self, known: &dyn Fn(&str) -> bool, told: &mut BTreeSet<String>) {
        let map = self.map;
        for name in map.keys().filter(|name| !known(name)) {
            if self.value(name).is_some() && told.len() < UNKNOWN && !told.contains(name) {
                told.insert(name.clone());
                self.tell(name, Became::Unread, Why::UnknownField, "", "");
            }
        }
    }
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A list written as a text.
fn split(text: &str) -> Vec<String> {
    let text = text.trim();
    if text.starts_with('[')
        && let Ok(list) = serde_json::from_str::<Vec<Value>>(text)
    {
        return list.iter().filter_map(word).collect();
    }
    let outer = [('[', ']'), ('{', '}')];
    let inner = outer.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    let body = inner.unwrap_or(text);
    let separator = if inner.is_some() {
        ','
    } else {
        [';', '|', ','].into_iter().find(|separator| body.contains(*separator)).unwrap_or(',')
    };
    let bare = |part: &str| part.trim().trim_matches(['"', '\'']).trim().to_owned();
    body.split(separator).map(bare).collect()
}
