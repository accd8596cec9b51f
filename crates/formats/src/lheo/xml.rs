//! The XML under LHEO: one element of interest at a time, with bounded depth, no document type and no entity but those
//! of the standard itself.

use std::io::{BufRead as _, Read};

use quick_xml::Reader;
use quick_xml::errors::Error;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::decode::Decoder;
use crate::report::{Limits, Place, Refusal, Report};

/// Elements of one formation; a thousand sessions take some twenty thousand.
const ELEMENTS: u32 = 200_000;

/// Attributes of one element; the standard has a dozen.
const ATTRIBUTES: usize = 50;

/// Which LHEO the file says it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Version {
    /// Namespace `http://www.lheo.org/2.2`.
    V2_2,
    /// Namespace `http://lheo.gouv.fr/2.3`.
    V2_3,
    /// Another number of the same language: read as what it has in common with these.
    Other(String),
}

impl Version {
    fn of(namespace: &str) -> Option<Self> {
        let bare = namespace.trim().trim_end_matches('/');
        let bare = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://"))?;
        let number = bare.strip_prefix("www.lheo.org/").or_else(|| bare.strip_prefix("lheo.gouv.fr/"))?;
        Some(match number {
            "2.2" => Version::V2_2,
            "2.3" => Version::V2_3,
            other => Version::Other(other.to_owned()),
        })
    }
}

/// A file being read.
pub(super) struct Elements<R: Read> {
    xml: Reader<Decoder<R>>,
    limits: Limits,
    buffer: Vec<u8>,
    depth: u32,
    /// Elements of interest met so far.
    pub number: u32,
}

/// What stands between tags, and the tags themselves; the rest is passed over.
enum Piece {
    Open { name: String, attributes: Vec<(String, String)>, empty: bool },
    Close,
    Text(String),
    Over,
    End,
}

impl<R: Read> Elements<R> {
    /// Reads up to the outermost element, which says what the file is.
    pub fn open(reader: R, limits: Limits) -> Result<(Self, Version), Refusal> {
        let mut text = Decoder::new(reader, limits);
        let begins = text.fill_buf()?.iter().copied().find(|byte| !byte.is_ascii_whitespace());
        if begins != Some(b'<') {
            return Err(Refusal::NotThisFormat);
        }
        let xml = Reader::from_reader(text);
        let mut elements = Self { xml, limits, buffer: Vec::new(), depth: 0, number: 0 };
        loop {
            match elements.piece()? {
                Piece::Open { name, attributes, .. } if name == "lheo" || name == "lheo-plus" => {
                    let version = attributes.iter().find_map(|(name, value)| {
                        if name.starts_with("xmlns") { Version::of(value) } else { None }
                    });
                    return Ok((elements, version.ok_or(Refusal::NotThisFormat)?));
                }
                Piece::Open { .. } | Piece::End | Piece::Close => return Err(Refusal::NotThisFormat),
                Piece::Text(_) | Piece::Over => {}
            }
        }
    }

    /// Bytes of the file read so far.
    pub fn so_far(&self) -> u64 {
        self.xml.get_ref().so_far()
    }

    pub fn tell(&self, report: &mut Report) {
        self.xml.get_ref().tell(report);
    }

    fn place(&self) -> Place {
        Place::Record { number: self.number }
    }

    /// The next element of this name, wherever it stands, with all it holds; none at the end of the file.
    pub fn next(&mut self, wanted: &str) -> Result<Option<Map<String, Value>>, Refusal> {
        loop {
            self.xml.get_mut().mark();
            match self.piece()? {
                Piece::Open { name, attributes, empty } if name == wanted => {
                    self.number = self.number.saturating_add(1);
                    let mut left = ELEMENTS;
                    let value = self.element(attributes, empty, &mut left)?;
                    return Ok(Some(match value {
                        Value::Object(map) => map,
                        _ => Map::new(),
                    }));
                }
                Piece::End if self.depth > 0 => return Err(Refusal::Cut { place: self.place() }),
                Piece::End => return Ok(None),
                Piece::Open { .. } | Piece::Close | Piece::Text(_) | Piece::Over => {}
            }
        }
    }

    /// What an element holds: a text where it has no children, otherwise its children by name, several of one name in a
    /// list, and its attributes under `@`.
    fn element(
        &mut self,
        attributes: Vec<(String, String)>,
        empty: bool,
        left: &mut u32,
    ) -> Result<Value, Refusal> {
        *left = left.checked_sub(1).ok_or(Refusal::TooManyCells { limit: ELEMENTS })?;
        let (mut map, text) = if empty { (Map::new(), String::new()) } else { self.content(left)? };
        // What an extra says is in its text, and what it is about in an attribute.
        let told = attributes.iter().any(|(name, _)| name == "info");
        if map.is_empty() && !told {
            return Ok(Value::String(text));
        }
        if map.is_empty() && !text.trim().is_empty() {
            map.insert("#text".to_owned(), Value::String(text));
        }
        for (name, value) in attributes {
            map.insert(format!("@{name}"), Value::String(value));
        }
        Ok(Value::Object(map))
    }

    /// Up to the closing tag.
    fn content(&mut self, left: &mut u32) -> Result<(Map<String, Value>, String), Refusal> {
        let (mut map, mut text) = (Map::new(), String::new());
        loop {
            match self.piece()? {
                Piece::Open { name, attributes, empty } => {
                    let value = self.element(attributes, empty, left)?;
                    put(&mut map, name, value);
                }
                Piece::Text(more) => text.push_str(&more),
                Piece::Close => return Ok((map, text)),
                Piece::Over => {}
                Piece::End => return Err(Refusal::Cut { place: self.place() }),
            }
        }
    }

    fn piece(&mut self) -> Result<Piece, Refusal> {
        self.buffer.clear();
        let place = Place::Record { number: self.number };
        let event = match self.xml.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(Error::Io(error)) => {
                let ours = error.get_ref().and_then(|inner| inner.downcast_ref::<Refusal>()).cloned();
                return Err(ours.unwrap_or(Refusal::Source { kind: error.kind().to_string() }));
            }
            Err(Error::Syntax(_)) => return Err(Refusal::Cut { place }),
            Err(_) => return Err(Refusal::Malformed { place }),
        };
        match event {
            Event::Start(tag) => {
                let piece = open(&tag, false, place)?;
                self.depth += 1;
                let limit = self.limits.depth;
                if self.depth > limit { Err(Refusal::TooDeep { place, limit }) } else { Ok(piece) }
            }
            Event::Empty(tag) => open(&tag, true, place),
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(Piece::Close)
            }
            Event::Text(text) => Ok(Piece::Text(text.to_string())),
            Event::CData(text) => Ok(Piece::Text(text.to_string())),
            Event::GeneralRef(entity) => {
                reference(&entity).map(Piece::Text).ok_or(Refusal::Malformed { place })
            }
            Event::DocType(_) => Err(Refusal::Doctype),
            Event::Eof => Ok(Piece::End),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Ok(Piece::Over),
        }
    }
}

/// Several of one name become a list.
fn put(map: &mut Map<String, Value>, name: String, value: Value) {
    match map.get_mut(&name) {
        None => {
            map.insert(name, value);
        }
        Some(Value::Array(list)) => list.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn open(tag: &BytesStart<'_>, empty: bool, place: Place) -> Result<Piece, Refusal> {
    let mut attributes = Vec::new();
    for attribute in tag.attributes().with_checks(false).take(ATTRIBUTES) {
        let attribute = attribute.map_err(|_| Refusal::Malformed { place })?;
        let key = attribute.key.as_ref().to_owned();
        let key = if key.starts_with("xmlns") { key } else { local(&key).to_owned() };
        let value = crate::markup::plain(&attribute.value).into_owned();
        attributes.push((key, value));
    }
    Ok(Piece::Open { name: local(tag.name().as_ref()).to_owned(), attributes, empty })
}

/// A character by its number or by one of the names that XML or HTML define; another would need a document type.
fn reference(entity: &BytesRef<'_>) -> Option<String> {
    if entity.is_char_ref() {
        return entity.resolve_char_ref().ok().flatten().map(String::from);
    }
    resolve_html5_entity(entity).map(str::to_owned)
}
