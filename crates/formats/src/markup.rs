//! Texts that come with tags and entities, made plain: what a person reads, line by line. It renders nothing and opens
//! no link.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;

/// Twice escaped (`&amp;lt;p&amp;gt;`) is what real files hold; a fourth time is somebody's text about HTML.
const LAYERS: usize = 3;

/// The longest name of an entity, with a margin.
const NAME: usize = 32;

/// The text a person reads: entities resolved as often as they were escaped, tags taken away, paragraphs, breaks and
/// items on lines of their own. A text with neither `&` nor a tag comes back as it is.
pub fn plain(raw: &str) -> Cow<'_, str> {
    if !raw.contains(['&', '<']) {
        return Cow::Borrowed(raw);
    }
    let mut text = raw.to_owned();
    for _ in 0..LAYERS {
        let stripped = strip(&text);
        let next = resolve(&stripped);
        let still = next.contains('&') || next.contains('<');
        let same = next == text;
        text = next;
        if same || !still {
            break;
        }
    }
    let tidied = tidy(&text);
    if tidied == raw { Cow::Borrowed(raw) } else { Cow::Owned(tidied) }
}

/// Without tags, comments, scripts and styles. A `<` that opens no tag stays: `moins de 26 ans (< 26)`.
fn strip(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('<') {
        out.push_str(before);
        let Some((tag, after)) = tag(from) else {
            out.push('<');
            rest = from;
            continue;
        };
        rest = after;
        match tag.as_str() {
            // Nothing between them is meant to be read.
            "script" | "style" => rest = close(after, &tag),
            "li" => out.push_str("\n- "),
            "br" | "p" | "/p" | "div" | "/div" | "ul" | "/ul" | "ol" | "/ol" | "tr" | "/li" | "h1" | "h2"
            | "h3" | "h4" | "h5" | "h6" | "/h1" | "/h2" | "/h3" | "/h4" | "/h5" | "/h6" => out.push('\n'),
            "td" | "th" => out.push(' '),
            _ => {}
        }
    }
    out.push_str(rest);
    out
}

/// The name of the tag that opens here, in lower case with its `/`, and what follows it.
fn tag(from: &str) -> Option<(String, &str)> {
    if let Some(comment) = from.strip_prefix("!--") {
        return comment.split_once("-->").map(|(_, after)| ("!".to_owned(), after));
    }
    let (inside, after) = from.split_once('>')?;
    let body = inside.strip_prefix(['/', '!', '?']).unwrap_or(inside);
    if inside.contains('<') || !body.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let end = inside.find(|c: char| c.is_whitespace()).unwrap_or(inside.len());
    let name = inside.get(..end).unwrap_or_default().trim_end_matches('/');
    Some((name.to_ascii_lowercase(), after))
}

fn close<'a>(from: &'a str, name: &str) -> &'a str {
    let lower = from.to_ascii_lowercase();
    let Some(at) = lower.find(&format!("</{name}")) else { return "" };
    let tail = from.get(at..).unwrap_or_default();
    tail.split_once('>').map_or("", |(_, after)| after)
}

/// Entities by one layer. What is none stays as it is written.
fn resolve(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('&') {
        out.push_str(before);
        let end = from.bytes().take(NAME).position(|byte| byte == b';');
        let name = end.and_then(|end| from.get(..end));
        if let Some((name, letter)) = name.and_then(|name| Some((name, entity(name)?))) {
            out.push_str(&letter);
            rest = from.get(name.len() + 1..).unwrap_or_default();
        } else {
            out.push('&');
            rest = from;
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<Cow<'static, str>> {
    let Some(number) = name.strip_prefix('#') else { return resolve_html5_entity(name).map(Cow::Borrowed) };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    // What browsers do with the numbers of Windows-1252, which many files mean.
    let code = match code {
        0x80..=0x9F => {
            let byte = [u8::try_from(code).ok()?];
            let (text, _, _) = encoding_rs::WINDOWS_1252.decode(&byte);
            return Some(Cow::Owned(text.into_owned()));
        }
        other => other,
    };
    char::from_u32(code).filter(|letter| *letter != '\0').map(|letter| Cow::Owned(letter.to_string()))
}

/// Single spaces, at most one empty line, nothing empty at both ends.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() || line == "-" {
            empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty > 0 && !line.starts_with('-') { "\n\n" } else { "\n" });
        }
        empty = 0;
        out.push_str(&line);
    }
    out
}
