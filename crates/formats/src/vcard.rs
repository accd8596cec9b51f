//! Cards of contacts as telephones and mail programs read them (vCard 4.0, RFC 6350). What may be told is decided before it
//! comes here.

use chrono::DateTime;
use passerelle_domain::moment::Instant;
use uuid::Uuid;

/// The longest line, in bytes, without its end (section 3.2).
const LINE: usize = 75;

/// Of what kind a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Individual,
    Organisation,
}

/// One card, in the words that leave; what is empty has no line.
#[derive(Clone, Debug)]
pub struct Card {
    /// The same at each export: who has the card already replaces it.
    pub id: Uuid,
    pub kind: Kind,
    /// How it is shown, never empty.
    pub name: String,
    /// Last and first name, of an individual.
    pub family: String,
    pub given: String,
    pub organisation: String,
    /// In international form, as `+33612345678`.
    pub phone: String,
    pub email: String,
    /// Street, town, postal code.
    pub address: Option<[String; 3]>,
}

/// A text within a value: what would end it or begin another is escaped, what the format does not have is left out.
fn text(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for sign in raw.chars() {
        match sign {
            '\\' => out.push_str("\\\\"),
            ',' => out.push_str("\\,"),
            ';' => out.push_str("\\;"),
            '\n' => out.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}

/// Puts a line at the end, folded where it is too long, never within a sign.
fn line(out: &mut String, line: &str) {
    let mut width = 0;
    for sign in line.chars() {
        if width + sign.len_utf8() > LINE {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(sign);
        width += sign.len_utf8();
    }
    out.push_str("\r\n");
}

/// The file of one card; `at` says when it was made.
pub fn card(card: &Card, at: Instant) -> String {
    let mut lines = vec!["BEGIN:VCARD".to_owned(), "VERSION:4.0".to_owned()];
    lines.push(format!("UID:urn:uuid:{}", card.id));
    lines.push(match card.kind {
        Kind::Individual => "KIND:individual".to_owned(),
        Kind::Organisation => "KIND:org".to_owned(),
    });
    lines.push(format!("FN:{}", text(&card.name)));
    if card.kind == Kind::Individual {
        lines.push(format!("N:{};{};;;", text(&card.family), text(&card.given)));
    }
    if !card.organisation.is_empty() {
        lines.push(format!("ORG:{}", text(&card.organisation)));
    }
    let digits: String = card.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    if !digits.is_empty() {
        lines.push(format!("TEL;VALUE=uri;TYPE=voice:tel:{digits}"));
    }
    if !card.email.is_empty() {
        lines.push(format!("EMAIL:{}", text(&card.email)));
    }
    if let Some([street, town, postal]) = &card.address {
        lines.push(format!("ADR:;;{};{};;{};", text(street), text(town), text(postal)));
    }
    let made = DateTime::from_timestamp_millis(at.0).unwrap_or_default();
    lines.push(format!("REV:{}", made.format("%Y%m%dT%H%M%SZ")));
    lines.push("END:VCARD".to_owned());
    let mut out = String::new();
    for one in &lines {
        line(&mut out, one);
    }
    out
}
