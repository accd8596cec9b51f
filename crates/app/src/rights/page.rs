//! The page of a copy: it stands alone, runs nothing, asks the network for nothing, and is made to be read and printed.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate};
use passerelle_domain::change::{FieldDef, Kind, Table};
use passerelle_domain::rights::{AccessKind, AccessReason};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::copy::Copy;
use super::words::{act, label, said, title, value};
use crate::safe::Language;

/// The page's name within the copy.
pub const NAME: &str = "dossier.html";

/// Fields that only tie rows together or say by whom nothing is told.
const SILENT: &[&str] = &["at", "demo", "rank", "hash", "removed", "undone", "size"];

const STYLE: &str = "body{font:1rem/1.5 sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#111}\
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #999}\
section{break-inside:avoid-page}article{margin:.75rem 0;padding-left:.75rem;border-left:3px solid #ccc;break-inside:avoid}\
dl{margin:0;display:grid;grid-template-columns:14rem 1fr;gap:.1rem 1rem}dt{color:#555}dd{margin:0;white-space:pre-wrap}\
.soft{color:#555}ul{padding-left:1.2rem}";

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

fn day(text: &str, language: Language) -> String {
    match (text.parse::<NaiveDate>(), language) {
        (Ok(day), Language::Fr) => day.format("%d/%m/%Y").to_string(),
        (Ok(day), Language::En) => day.format("%d %b %Y").to_string(),
        (Err(_), _) => text.to_owned(),
    }
}

fn instant(at_ms: i64, language: Language) -> String {
    let at =
        DateTime::from_timestamp_millis(at_ms).unwrap_or_default().with_timezone(&chrono_tz::Europe::Paris);
    match language {
        Language::Fr => at.format("%d/%m/%Y à %H h %M").to_string(),
        Language::En => at.format("%d %b %Y, %H:%M").to_string(),
    }
}

/// A page that is being written.
struct Page<'a> {
    copy: &'a Copy,
    language: Language,
    out: String,
}

impl Page<'_> {
    fn said(&self, key: &str) -> String {
        escaped(said(key, self.language))
    }

    fn line(&mut self, label: &str, text: &str) {
        if !text.trim().is_empty() {
            let _ = writeln!(self.out, "<dt>{}</dt><dd>{}</dd>", escaped(label), escaped(text));
        }
    }

    fn heading(&mut self, text: &str) {
        let _ = writeln!(self.out, "<h2>{}</h2>", escaped(text));
    }

    /// What an id is called; empty for what only ties rows of the copy together.
    fn named(&self, id: &str) -> String {
        Uuid::parse_str(id).ok().and_then(|id| self.copy.about.names.get(&id)).cloned().unwrap_or_default()
    }

    fn text(&self, table: Table, def: &FieldDef, part: &str, json: &Json) -> String {
        match (def.kind, json) {
            (_, Json::Null) => String::new(),
            (Kind::Id, Json::String(id)) => self.named(id),
            (Kind::Day, Json::String(text)) => day(text, self.language),
            (_, Json::String(text)) => {
                let text = value(table, part, text, self.language);
                if part.ends_with("_on") || part == "birth" { day(&text, self.language) } else { text }
            }
            (Kind::Set, Json::Array(elements)) => {
                let said = elements.iter().filter_map(Json::as_str);
                said.map(|code| value(table, part, code, self.language)).collect::<Vec<_>>().join(", ")
            }
            (Kind::Int, Json::Number(int)) if part == "urgent" || part == "done" => {
                said(if int.as_i64() == Some(0) { "copy_no" } else { "copy_yes" }, self.language).to_owned()
            }
            (_, Json::Number(int)) => int.to_string(),
            (_, other) => other.to_string(),
        }
    }

    fn row(&mut self, table: Table, row: &Map<String, Json>) {
        self.out.push_str("<article><dl>\n");
        let out = |row: &Map<String, Json>| {
            ["removed", "undone"].iter().any(|mark| row.get(*mark).and_then(Json::as_i64) == Some(1))
        };
        if out(row) {
            let _ = writeln!(self.out, "<dt></dt><dd class=\"soft\">{}</dd>", self.said("copy_taken_out"));
        }
        for def in table.def().fields.iter().filter(|def| !SILENT.contains(&def.name)) {
            let Some(json) = row.get(def.name) else { continue };
            let parts: Vec<(&str, &Json)> = match (def.kind, json) {
                (Kind::Group(names), Json::Array(values)) => names.iter().copied().zip(values).collect(),
                _ => vec![(def.name, json)],
            };
            for (part, json) in parts {
                let text = self.text(table, def, part, json);
                let label = label(table, part, self.language).unwrap_or(part);
                self.line(label, &text);
            }
        }
        self.out.push_str("</dl></article>\n");
    }

    fn tables(&mut self) {
        for (table, rows) in self.copy.rows() {
            if rows.is_empty() {
                continue;
            }
            self.out.push_str("<section>");
            self.heading(title(table, self.language));
            for row in &rows {
                self.row(table, row);
            }
            self.out.push_str("</section>\n");
        }
    }

    fn documents(&mut self) {
        if self.copy.documents.is_empty() {
            return;
        }
        self.heading(said("copy_documents", self.language));
        self.out.push_str("<ul>");
        for (_, name, path) in &self.copy.documents {
            let where_to = match path {
                Some(path) => escaped(path),
                None => self.said("copy_document_away"),
            };
            let _ =
                writeln!(self.out, "<li>{}<br><span class=\"soft\">{where_to}</span></li>", escaped(name));
        }
        self.out.push_str("</ul>\n");
    }

    fn list(&mut self, key: &str, items: &[String]) {
        if items.is_empty() {
            return;
        }
        self.heading(said(key, self.language));
        self.out.push_str("<ul>");
        for item in items {
            let _ = writeln!(self.out, "<li>{}</li>", escaped(item));
        }
        self.out.push_str("</ul>\n");
    }

    fn history(&mut self) {
        self.heading(said("copy_history", self.language));
        for line in &self.copy.history {
            let head = format!(
                "{} — {} — {}",
                instant(line.at.0, self.language),
                act(&line.act, self.language),
                line.by
            );
            let _ = writeln!(self.out, "<article>{}<dl>", escaped(&head));
            for change in &line.changes {
                let table = Table::ALL.iter().copied().find(|table| table.def().name == change.table);
                let Some(table) = table else { continue };
                let words = |texts: &[String]| {
                    texts
                        .iter()
                        .map(|text| value(table, &change.field, text, self.language))
                        .collect::<Vec<_>>()
                        .join(", ")
                };
                let (before, after) = (words(&change.before), words(&change.after));
                let text = if before.is_empty() { after } else { format!("{before} → {after}") };
                let name = match change.label.as_str() {
                    "" => label(table, &change.field, self.language).unwrap_or(&change.field).to_owned(),
                    own => own.to_owned(),
                };
                self.line(&name, &text);
            }
            self.out.push_str("</dl></article>\n");
        }
    }

    fn accesses(&mut self) {
        let lines: Vec<String> = self
            .copy
            .accesses
            .iter()
            .map(|line| {
                let word = |key: &str, code: Option<&'static str>| {
                    code.map(|code| said(&format!("{key}{code}"), self.language).to_owned())
                };
                let kind = word("rights_access_", line.kind.map(AccessKind::code));
                let why = word("rights_why_", line.reason.map(AccessReason::code));
                let words = Some(line.words.clone()).filter(|words| !words.is_empty());
                let parts =
                    [Some(instant(line.at.0, self.language)), Some(line.worker.clone()), kind, why, words];
                parts.into_iter().flatten().collect::<Vec<_>>().join(" — ")
            })
            .collect();
        self.list("copy_accesses", &lines);
    }
}

fn name_of(copy: &Copy) -> String {
    let person = copy.about.tables.iter().find(|(table, _)| *table == Table::Person);
    let first = person.and_then(|(_, rows)| rows.first());
    let part = |name: &str| first.and_then(|row| row.get(name)).and_then(Json::as_str).unwrap_or_default();
    format!("{} {}", part("given_name"), part("family_name")).trim().to_owned()
}

/// The whole page.
pub fn write(copy: &Copy, language: Language) -> String {
    let mut page = Page { copy, language, out: String::new() };
    let tongue = match language {
        Language::Fr => "fr",
        Language::En => "en",
    };
    let (name, heading) = (escaped(&name_of(copy)), page.said("copy_title"));
    let policy = "default-src 'none'; style-src 'unsafe-inline'";
    let _ = writeln!(
        page.out,
        "<!doctype html>\n<html lang=\"{tongue}\">\n<head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"><title>{heading} {name}</title>\
         <style>{STYLE}</style></head>\n<body>\n<h1>{heading} {name}</h1>"
    );
    let (made, means) = (page.said("copy_made_on"), page.said("copy_means"));
    let _ = writeln!(page.out, "<p class=\"soft\">{made} {}</p><p>{means}</p>", day(&copy.made_on, language));
    page.tables();
    page.documents();
    page.list("copy_drafts", &copy.about.drafts);
    page.list("copy_workers", &copy.workers);
    page.accesses();
    page.history();
    page.out.push_str("</body>\n</html>\n");
    page.out
}
