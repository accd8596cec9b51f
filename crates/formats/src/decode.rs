//! Bytes to text, as the file goes by: which encoding it is in, and what could not be. It holds one block at a time.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Encoding as Table, ISO_8859_15, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::report::{Became, Encoding, Limits, Place, Refusal, Report, Why};

/// Bytes taken from the source at a time.
const BLOCK: usize = 64 * 1024;

/// A reader that gives UTF-8 whatever the file is in: UTF-8 with or without its mark, UTF-16 with its mark, the encoding
/// that XML declares, and Windows-1252 where the bytes cannot be UTF-8. A file with good UTF-8 before the first bad byte
/// is UTF-8 with damage: only those bytes are read as Windows-1252.
///
/// It also counts: more than [`Limits::bytes`] in all, or [`Limits::record`] since the last [`Decoder::mark`], is an
/// error that carries the [`Refusal`].
pub struct Decoder<R> {
    inner: R,
    limits: Limits,
    state: State,
    /// Bytes read and not decoded yet: at most a block and a cut character.
    raw: Vec<u8>,
    /// Text decoded and not taken yet, from `at` on.
    text: Vec<u8>,
    at: usize,
    bytes: u64,
    since_mark: u64,
    lines: u32,
    ended: bool,
    /// Whether each line ends with one `\n`, the last one too, whatever the file has.
    even: bool,
    held: bool,
    found: Encoding,
    /// Lines with bytes that are not of the encoding.
    damaged: Vec<u32>,
    damages: u32,
}

enum State {
    /// Nothing was read yet.
    Start,
    /// UTF-8 or ASCII up to here; `sure` once a character of several bytes was met.
    Utf8 {
        sure: bool,
    },
    Other(Box<encoding_rs::Decoder>),
}

fn refuse(refusal: Refusal) -> io::Error {
    io::Error::other(refusal)
}

impl<R: Read> Decoder<R> {
    /// Nothing is read before the first use.
    pub fn new(inner: R, limits: Limits) -> Self {
        Self {
            inner,
            limits,
            state: State::Start,
            raw: Vec::new(),
            text: Vec::new(),
            at: 0,
            bytes: 0,
            since_mark: 0,
            lines: 1,
            ended: false,
            even: false,
            held: false,
            found: Encoding::Utf8,
            damaged: Vec::new(),
            damages: 0,
        }
    }

    /// The same with each line ended by one `\n`, the last one too: what counts lines needs to know no other end.
    pub(crate) fn lines(inner: R, limits: Limits) -> Self {
        Self { even: true, ..Self::new(inner, limits) }
    }

    /// Bytes taken from the source so far, before decoding.
    pub fn so_far(&self) -> u64 {
        self.bytes
    }

    /// A record is over: the next may have its whole size.
    pub fn mark(&mut self) {
        self.since_mark = 0;
    }

    /// What the decoding found, into the report.
    pub fn tell(&self, report: &mut Report) {
        report.encoding = self.found;
        for line in &self.damaged {
            report.tell(Place::Line { line: *line }, "", Became::Repaired, Why::Bytes, "", "");
        }
        let untold = self.damages.saturating_sub(u32::try_from(self.damaged.len()).unwrap_or(u32::MAX));
        report.counts.repaired = report.counts.repaired.saturating_add(untold);
    }

    /// The beginning of the text, at least `wanted` bytes of it where there are so many; nothing is taken.
    pub fn peek(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.text.len() - self.at < wanted && self.fill()? {}
        Ok(self.text.get(self.at..).unwrap_or_default())
    }

    /// Decodes one block more behind what is there. False at the end.
    fn fill(&mut self) -> io::Result<bool> {
        if self.ended && self.raw.is_empty() {
            return Ok(false);
        }
        if self.at > 0 {
            self.text.drain(..self.at);
            self.at = 0;
        }
        let before = self.raw.len();
        self.raw.resize(before + BLOCK, 0);
        let got = loop {
            match self.inner.read(self.raw.get_mut(before..).unwrap_or_default()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.raw.truncate(before + got);
        self.ended = got == 0;
        self.bytes += got as u64;
        if self.bytes > self.limits.bytes {
            let limit_mb = u32::try_from(self.limits.bytes >> 20).unwrap_or(u32::MAX);
            return Err(refuse(Refusal::TooLarge { limit_mb }));
        }
        // A mark alone needs no more than three bytes, but a source may give one at a time.
        if matches!(self.state, State::Start) && (self.raw.len() >= 256 || self.ended) {
            self.start()?;
        }
        if !matches!(self.state, State::Start) {
            self.decode()?;
        }
        if self.ended && self.even {
            self.even = false;
            self.text.extend_from_slice(if self.held { b"\r\n" } else { b"\n" });
        }
        Ok(true)
    }

    /// Chooses by the mark, then by what XML declares.
    fn start(&mut self) -> io::Result<()> {
        let mut skip = 0;
        self.state = State::Utf8 { sure: false };
        if self.raw.starts_with(b"\xEF\xBB\xBF") {
            (skip, self.found) = (3, Encoding::Utf8Marked);
            self.state = State::Utf8 { sure: true };
        } else if self.raw.starts_with(b"\xFF\xFE") {
            skip = 2;
            self.switch(Encoding::Utf16Le, UTF_16LE);
        } else if self.raw.starts_with(b"\xFE\xFF") {
            skip = 2;
            self.switch(Encoding::Utf16Be, UTF_16BE);
        } else {
            let head = self.raw.get(..self.raw.len().min(256)).unwrap_or_default();
            if head.contains(&0) {
                return Err(refuse(Refusal::Encoding));
            }
            match declared(head).as_deref() {
                Some("iso-8859-1" | "latin1" | "windows-1252" | "cp1252") => {
                    self.switch(Encoding::Windows1252, WINDOWS_1252);
                }
                Some("iso-8859-15" | "latin9") => self.switch(Encoding::Latin9, ISO_8859_15),
                _ => {}
            }
        }
        self.raw.drain(..skip);
        Ok(())
    }

    fn switch(&mut self, encoding: Encoding, table: &'static Table) {
        self.found = encoding;
        self.state = State::Other(Box::new(table.new_decoder_without_bom_handling()));
    }

    fn decode(&mut self) -> io::Result<()> {
        while !self.raw.is_empty() || self.ended {
            match &mut self.state {
                State::Start => return Ok(()),
                State::Other(decoder) => {
                    let room = decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(BLOCK * 4);
                    let mut text = String::with_capacity(room);
                    let (result, read, bad) = decoder.decode_to_string(&self.raw, &mut text, self.ended);
                    if bad {
                        return Err(refuse(Refusal::Encoding));
                    }
                    self.raw.drain(..read);
                    self.push(text.as_bytes());
                    if result == CoderResult::InputEmpty {
                        return Ok(());
                    }
                }
                State::Utf8 { sure } => {
                    let (good, bad) = match std::str::from_utf8(&self.raw) {
                        Ok(_) => (self.raw.len(), None),
                        Err(error) => (error.valid_up_to(), Some(error.error_len())),
                    };
                    let valid: Vec<u8> = self.raw.drain(..good).collect();
                    *sure = *sure || !valid.is_ascii();
                    let sure = *sure;
                    self.push(&valid);
                    match bad {
                        None => return Ok(()),
                        // A character cut by the block: the next one brings the rest.
                        Some(None) if !self.ended => return Ok(()),
                        Some(_) if !sure => self.switch(Encoding::Windows1252, WINDOWS_1252),
                        Some(length) => self.damage(length.unwrap_or(self.raw.len())),
                    }
                }
            }
        }
        Ok(())
    }

    fn damage(&mut self, length: usize) {
        let bad: Vec<u8> = self.raw.drain(..length.min(self.raw.len())).collect();
        let (text, _, _) = WINDOWS_1252.decode(&bad);
        self.damages = self.damages.saturating_add(1);
        if self.damaged.len() < crate::report::DETAILS {
            self.damaged.push(self.lines);
        }
        self.push(text.as_bytes());
    }

    fn push(&mut self, text: &[u8]) {
        let lines = text.split(|byte| *byte == b'\n').count().saturating_sub(1);
        self.lines = self.lines.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        if !self.even {
            self.text.extend_from_slice(text);
            return;
        }
        for byte in text {
            if self.held && *byte != b'\n' {
                self.text.push(b'\r');
            }
            self.held = *byte == b'\r';
            if !self.held {
                self.text.push(*byte);
            }
        }
    }
}

/// The encoding that an XML declaration names, in lower case.
fn declared(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let declaration = head.trim_start().strip_prefix("<?xml")?.split_once("?>")?.0.to_owned();
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start().to_owned();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value.split(quote).nth(1).map(str::to_owned)
}

impl<R: Read> BufRead for Decoder<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.text.len() {
            if !self.fill()? {
                break;
            }
        }
        if self.since_mark > self.limits.record {
            let limit_kb = u32::try_from(self.limits.record >> 10).unwrap_or(u32::MAX);
            let place = Place::Line { line: self.lines };
            return Err(refuse(Refusal::RecordTooLarge { place, limit_kb }));
        }
        Ok(self.text.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.text.len());
        self.since_mark += amount as u64;
    }
}

impl<R: Read> Read for Decoder<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let from = self.fill_buf()?;
        let amount = from.len().min(into.len());
        if let (Some(into), Some(from)) = (into.get_mut(..amount), from.get(..amount)) {
            into.copy_from_slice(from);
        }
        self.consume(amount);
        Ok(amount)
    }
}

/// The whole text of a small file.
pub fn whole(bytes: &[u8], limits: Limits, report: &mut Report) -> Result<String, Refusal> {
    let mut decoder = Decoder::new(bytes, Limits { record: u64::MAX, ..limits });
    let mut text = String::new();
    decoder.read_to_string(&mut text)?;
    decoder.tell(report);
    Ok(text)
}
