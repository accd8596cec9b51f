//! Lists in JSON, one record at a time: an array, pages that wrap one, or one object a line. A record that is no JSON is
//! set aside and the rest goes on; it does not know what a record means.

use std::io::{BufRead, Read};
use std::ops::ControlFlow;

use serde_json::Value;

use crate::decode::Decoder;
use crate::report::{Limits, Place, Refusal, Report, Step, Why};

/// Levels that `serde_json` reads before it refuses; ours are fewer.
const LEVELS: u32 = 100;

/// Where the records of a file stand.
#[derive(Clone, Copy)]
enum Level {
    /// Between values of the outermost level.
    Top,
    /// In a list of records.
    List { wrapped: bool },
}

struct Scanner<'a, R> {
    text: Decoder<R>,
    limits: Limits,
    wrappers: &'a [&'static str],
    number: u32,
    level: Level,
    /// Whether any list or record was met: an empty file is not of this format.
    any: bool,
}

/// Each record of the file through `take`, in order; a record that is not an object of JSON is refused in the report.
/// `wrappers` are the names under which pages hold their list, as `items`.
pub(crate) fn records<R: Read>(
    reader: R,
    limits: Limits,
    wrappers: &[&'static str],
    report: &mut Report,
    take: &mut dyn FnMut(Step<Value>, &mut Report) -> ControlFlow<()>,
) -> Result<(), Refusal> {
    let text = Decoder::new(reader, limits);
    let mut scanner = Scanner { text, limits, wrappers, number: 0, level: Level::Top, any: false };
    while let Some(record) = scanner.next()? {
        let place = Place::Record { number: scanner.number };
        report.met();
        let flow = match record {
            Ok(bytes) => match serde_json::from_slice::<Value>(&bytes) {
                Ok(Value::Object(object)) => take(Step::Item { place, item: Value::Object(object) }, report),
                Ok(_) => {
                    report.refused(place, "", Why::Kind, &String::from_utf8_lossy(&bytes));
                    ControlFlow::Continue(())
                }
                Err(_) => {
                    report.refused(place, "", Why::Json, &String::from_utf8_lossy(&bytes));
                    ControlFlow::Continue(())
                }
            },
            Err(why) => {
                report.refused(place, "", why, "");
                ControlFlow::Continue(())
            }
        };
        let step = Step::Progress { bytes: scanner.text.so_far() };
        if flow.is_break() || take(step, report).is_break() {
            return Err(Refusal::Stopped);
        }
    }
    if !scanner.any {
        return Err(Refusal::NotThisFormat);
    }
    scanner.text.tell(report);
    Ok(())
}

/// One value read: its bytes, or why it is not kept.
type Record = Result<Vec<u8>, Why>;

impl<R: Read> Scanner<'_, R> {
    fn peek(&mut self) -> Result<Option<u8>, Refusal> {
        Ok(self.text.fill_buf()?.first().copied())
    }

    fn bump(&mut self) {
        self.text.consume(1);
    }

    fn place(&self) -> Place {
        Place::Record { number: self.number }
    }

    /// The next byte that is no space.
    fn solid(&mut self) -> Result<Option<u8>, Refusal> {
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.bump();
        }
        Ok(None)
    }

    fn next(&mut self) -> Result<Option<Record>, Refusal> {
        loop {
            self.text.mark();
            let Some(byte) = self.solid()? else {
                return match self.level {
                    Level::Top => Ok(None),
                    Level::List { .. } => Err(Refusal::Cut { place: self.place() }),
                };
            };
            match (self.level, byte) {
                (Level::Top, b'[') => {
                    self.bump();
                    (self.level, self.any) = (Level::List { wrapped: false }, true);
                }
                (Level::Top, b'{') => {
                    if let Some(record) = self.top_object()? {
                        return Ok(Some(record));
                    }
                }
                // At the top, the mark that separates records in some exports (RFC 7464).
                (Level::Top, 0x1E) | (Level::List { .. }, b',') => self.bump(),
                (Level::Top, _) if !self.any => return Err(Refusal::NotThisFormat),
                // A line that is no object, among lines that are.
                (Level::Top, _) => return self.line().map(Some),
                (Level::List { wrapped }, b']') => {
                    self.bump();
                    self.level = Level::Top;
                    if wrapped {
                        self.rest_of_page()?;
                    }
                }
                (Level::List { .. }, _) => {
                    self.number = self.number.saturating_add(1);
                    return self.value(false).map(Some);
                }
            }
        }
    }

    fn line(&mut self) -> Result<Record, Refusal> {
        self.number = self.number.saturating_add(1);
        let mut bytes = Vec::new();
        while let Some(byte) = self.peek()? {
            if byte == b'\n' {
                break;
            }
            bytes.push(byte);
            self.bump();
        }
        Ok(Ok(bytes))
    }

    /// A record of its own, or a page whose list begins: then there is none yet.
    fn top_object(&mut self) -> Result<Option<Record>, Refusal> {
        self.number = self.number.saturating_add(1);
        let record = self.value(true)?;
        if matches!(self.level, Level::List { .. }) {
            self.number = self.number.saturating_sub(1);
            return Ok(None);
        }
        self.any = true;
        Ok(Some(record))
    }

    /// What follows the list of a page, up to its end: nothing of it is kept.
    fn rest_of_page(&mut self) -> Result<(), Refusal> {
        let (mut depth, mut quoted, mut escaped) = (0_u32, false, false);
        while let Some(byte) = self.peek()? {
            self.bump();
            match (quoted, byte) {
                (true, _) if escaped => escaped = false,
                (true, b'\\') => escaped = true,
                (_, b'"') => quoted = !quoted,
                (false, b'{' | b'[') => depth += 1,
                (false, b'}' | b']') if depth > 0 => depth -= 1,
                (false, b'}' | b']') => return Ok(()),
                _ => {}
            }
        }
        Err(Refusal::Cut { place: self.place() })
    }

    /// One value from its first byte on. With `page`, a list under one of the wrappers at the first level ends it there:
    /// the level becomes that of the list.
    fn value(&mut self, page: bool) -> Result<Record, Refusal> {
        let mut bytes = Vec::new();
        let (mut depth, mut deepest, mut quoted, mut escaped) = (0_u32, 0, false, false);
        // Where the last text of the first level begins and ends: the name before a list.
        let (mut opened, mut name) = (0, 0..0);
        loop {
            let Some(byte) = self.peek()? else {
                return if depth == 0 && !quoted && !bytes.is_empty() {
                    Ok(Ok(bytes))
                } else {
                    Err(Refusal::Cut { place: self.place() })
                };
            };
            if depth == 0 && !quoted && !bytes.is_empty() && matches!(byte, b',' | b']' | b'}' | b'\n') {
                return Ok(Ok(bytes));
            }
            if page && quoted && byte == b'\n' {
                // A line that ends inside a text was cut: the next one is a record again.
                return Ok(Err(Why::Json));
            }
            self.bump();
            match (quoted, byte) {
                (true, _) if escaped => escaped = false,
                (true, b'\\') => escaped = true,
                (true, b'"') => {
                    quoted = false;
                    name = opened..bytes.len();
                }
                (false, b'"') => {
                    quoted = true;
                    opened = bytes.len() + 1;
                }
                (false, b'[') if page && depth == 1 && self.is_wrapper(bytes.get(name.clone())) => {
                    (self.level, self.any) = (Level::List { wrapped: true }, true);
                    return Ok(Ok(Vec::new()));
                }
                (false, b'{' | b'[') => {
                    depth += 1;
                    deepest = deepest.max(depth);
                }
                (false, b'}' | b']') => depth = depth.saturating_sub(1),
                _ => {}
            }
            bytes.push(byte);
            if depth == 0 && !quoted && matches!(byte, b'}' | b']') {
                let limit = self.limits.depth.min(LEVELS);
                return Ok(if deepest > limit { Err(Why::TooBig { limit }) } else { Ok(bytes) });
            }
        }
    }

    fn is_wrapper(&self, name: Option<&[u8]>) -> bool {
        name.is_some_and(|name| self.wrappers.iter().any(|wrapper| wrapper.as_bytes() == name))
    }
}
