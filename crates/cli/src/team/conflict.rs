//! Disagreements by a mark that fits what was read, and nothing that came later.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::{Value, json};

use crate::safe::instant;
use crate::show::{count, list, several, text};
use crate::{Failure, Session};

/// The most that the desk gives at a time.
const PAGE: usize = 200;

/// Every disagreement, or those of one file, each with its mark.
pub fn all(session: &Session, person: Option<&str>) -> Result<Value, Failure> {
    session.unlock()?;
    let mut lines: Vec<Value> = Vec::new();
    loop {
        let request = json!({ "person": person, "offset": lines.len(), "limit": PAGE });
        let page = session.desk.call("disagreement.list", request)?;
        let more = list(&page, "lines");
        lines.extend(more.iter().map(marked));
        if more.len() < PAGE {
            let (open, waiting) = (count(&page, "open"), count(&page, "waiting"));
            return Ok(json!({ "open": open, "waiting": waiting, "lines": lines }));
        }
    }
}

fn marked(line: &Value) -> Value {
    let mut marked = line.clone();
    if let Some(fields) = marked.as_object_mut() {
        fields.insert("mark".to_owned(), json!(mark(line)));
    }
    marked
}

/// What a disagreement is called, as long as each of its versions stands.
pub fn mark(line: &Value) -> String {
    let mut hasher = DefaultHasher::new();
    for part in ["table", "row", "field"] {
        text(line, part).hash(&mut hasher);
    }
    for side in list(line, "sides") {
        side["heads"].to_string().hash(&mut hasher);
    }
    format!("{:012x}", hasher.finish() >> 16)
}

/// The letter of a version, by its place.
pub fn letter(place: usize) -> String {
    u8::try_from(place)
        .ok()
        .filter(|place| *place < 26)
        .map_or_else(|| (place + 1).to_string(), |place| char::from(b'A' + place).to_string())
}

/// What the desk is asked to settle.
pub fn choice(found: &Value, mark_given: &str, keep: &str) -> Result<Value, Failure> {
    let meant = list(found, "lines").iter().find(|line| mark(line) == mark_given.to_lowercase());
    let Some(line) = meant else {
        return Err(Failure::Argument(format!(
            "rien n'a plus la marque {mark_given} : relisez « conflicts list »"
        )));
    };
    let sides = list(line, "sides");
    let chosen = sides.iter().enumerate().find(|(place, _)| letter(*place).eq_ignore_ascii_case(keep));
    let keep = match (keep, chosen.and_then(|(_, side)| list(side, "heads").first())) {
        ("both" | "back" | "out", _) => json!({ "keep": keep }),
        (_, Some(head)) => json!({ "keep": "one", "head": head }),
        _ => return Err(Failure::Argument(format!("« {keep} » n'est pas une version à garder"))),
    };
    let shown: Vec<&Value> = sides.iter().flat_map(|side| list(side, "heads")).collect();
    Ok(json!({
        "table": line["table"], "row": line["row"], "field": line["field"], "shown": shown, "keep": keep,
    }))
}

/// Of a table and of a field, the words that the window says; a code without words stays.
const PLACES: &[(&str, &str)] = &[
    ("person", "jeune"),
    ("case_file", "suivi"),
    ("case_move", "étape du suivi"),
    ("encounter", "échange"),
    ("need", "diagnostic"),
    ("provider", "structure"),
    ("programme", "offre"),
    ("agreement", "accord"),
    ("referral", "orientation"),
    ("transition", "orientation"),
    ("task", "relance"),
    ("plan", "plan d'action"),
    ("step", "étape du plan"),
    ("appointment", "rendez-vous"),
    ("worker", "collègue"),
    ("given_name", "prénom"),
    ("family_name", "nom"),
    ("birth", "naissance"),
    ("phone", "téléphone"),
    ("email", "courriel"),
    ("address", "adresse"),
    ("note", "note"),
    ("name", "nom"),
    ("state", "suite donnée"),
    ("removed", "retirée par l'un, modifiée par l'autre"),
    ("undone", "annulée par l'un, gardée par l'autre"),
];

fn place(code: &str) -> &str {
    PLACES.iter().find(|(of, _)| *of == code).map_or(code, |(_, word)| word)
}

fn disagreement(line: &Value) -> String {
    let whose = match text(line, "person_name") {
        "" => text(line, "about"),
        name => name,
    };
    let mut out =
        format!("{}  {whose}, {}, {}\n", mark(line), place(text(line, "table")), place(text(line, "field")));
    for (at, side) in list(line, "sides").iter().enumerate() {
        let value: Vec<&str> = list(side, "value").iter().filter_map(Value::as_str).collect();
        let value =
            if value.is_empty() { "(vide)".to_owned() } else { value.join(", ").replace('\n', " / ") };
        let by: Vec<String> = list(side, "authors")
            .iter()
            .map(|author| {
                let worker = text(author, "worker");
                let worker = if worker.is_empty() { "un autre portable" } else { worker };
                format!("{worker}, {}", instant(author, "at"))
            })
            .collect();
        let meanwhile = if side["shown"] == true { " ; montrée en attendant" } else { "" };
        let _ = writeln!(out, "    {}  {value}  ({}{meanwhile})", letter(at), by.join(" et "));
    }
    let waits = &line["waits"];
    let _ = match text(waits, "for") {
        "" => Ok(()),
        "line" => writeln!(out, "    Attend un envoi de {}.", text(waits, "worker")),
        _ => writeln!(
            out,
            "    Attend une mise à jour : {} a une version plus récente.",
            text(waits, "worker")
        ),
    };
    if line["both"] == true {
        out.push_str("    Les deux textes peuvent rester (both).\n");
    }
    if text(line, "asks") == "removal" {
        out.push_str("    À garder (back) ou à retirer (out).\n");
    }
    out
}

pub(super) fn disagreements(found: &Value) -> String {
    let mut out: String = list(found, "lines").iter().map(disagreement).collect();
    let (open, waiting) = (count(found, "open"), count(found, "waiting"));
    out.push_str(&several(open, "désaccord à trancher", "désaccords à trancher"));
    if waiting > 0 {
        let _ = write!(out, ", {}", several(waiting, "en attente", "en attente"));
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email(heads: &[&str]) -> Value {
        let sides: Vec<Value> = heads.iter().map(|head| json!({ "heads": [head] })).collect();
        json!({ "lines": [{ "table": "person", "row": "r", "field": "email", "sides": sides }] })
    }

    #[test]
    fn a_choice_names_everything_that_was_shown() {
        let found = email(&["a:1", "b:7"]);
        let mark = mark(&found["lines"][0]);
        let Ok(choice) = choice(&found, &mark.to_uppercase(), "b") else { panic!("it stands") };
        assert_eq!(choice["shown"], json!(["a:1", "b:7"]));
        assert_eq!(choice["keep"], json!({ "keep": "one", "head": "b:7" }));
        assert_eq!(choice["field"], "email");
    }

    #[test]
    fn a_mark_does_not_outlive_what_it_was_read_of() {
        let mark = mark(&email(&["a:1", "b:7"])["lines"][0]);
        assert!(matches!(choice(&email(&["a:1", "b:8"]), &mark, "b"), Err(Failure::Argument(_))));
        assert!(matches!(choice(&email(&["a:1", "b:7"]), &mark, "c"), Err(Failure::Argument(_))));
    }
}
