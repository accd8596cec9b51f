//! An answer for eyes, in French: a line per thing, columns that align, words instead of codes. Scripts take `--json`.

use std::fmt::Write as _;

use serde_json::Value;

use crate::{safe, team};

/// Codes of the work and what is said for them.
const WORDS: &[(&str, &str)] = &[
    ("spotted", "repéré"),
    ("contacting", "prise de contact"),
    ("unreachable", "injoignable"),
    ("assessing", "diagnostic"),
    ("planning", "plan d'action"),
    ("following", "suivi"),
    ("left", "sorti"),
    ("closed", "clos"),
    ("draft", "brouillon"),
    ("sent", "envoyée"),
    ("received", "reçue"),
    ("in_review", "à l'étude"),
    ("waitlisted", "liste d'attente"),
    ("accepted", "acceptée"),
    ("started", "démarrée"),
    ("completed", "achevée"),
    ("refused", "refusée"),
    ("declined", "déclinée"),
    ("cancelled", "annulée"),
    ("expired", "sans réponse"),
    ("abandoned", "abandonnée"),
    ("note", "note"),
    ("street", "rencontre dans la rue"),
    ("call", "appel"),
    ("message", "message"),
    ("visit", "visite"),
    ("interview", "entretien"),
    ("partner", "partenaire"),
    ("no_answer", "sans réponse"),
    ("left_message", "message laissé"),
    ("missed", "manqué"),
    ("housing", "logement"),
    ("mobility", "mobilité"),
    ("health", "santé"),
    ("finances", "finances"),
    ("paperwork", "administratif"),
    ("family", "famille"),
    ("french", "langue"),
    ("digital", "numérique"),
    ("work", "emploi"),
    ("training", "formation"),
    ("chase", "relance"),
    ("day_1", "présence au 1er jour"),
    ("day_15", "présence à 15 jours"),
    ("day_45", "présence à 45 jours"),
    ("month_3", "situation à 3 mois"),
    ("month_6", "situation à 6 mois"),
    ("yes", "oui"),
    ("no", "non"),
];

fn word(code: &str) -> &str {
    WORDS.iter().find(|(of, _)| *of == code).map_or(code, |(_, word)| word)
}

pub(crate) fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

pub(crate) fn count(value: &Value, field: &str) -> u64 {
    value.get(field).and_then(Value::as_u64).unwrap_or_default()
}

pub(crate) fn list<'v>(value: &'v Value, field: &str) -> &'v [Value] {
    value.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A day as it is said here.
fn day(text: &str) -> String {
    let mut parts = text.splitn(3, '-');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day)) => format!("{day}/{month}/{year}"),
        _ => text.to_owned(),
    }
}

/// A French number in its pairs; any other as it is kept.
fn phone(kept: &str) -> String {
    let Some(national) = kept.strip_prefix("+33").filter(|rest| rest.len() == 9) else {
        return kept.to_owned();
    };
    let spaced = national.char_indices().map(|(at, digit)| match at {
        1 | 3 | 5 | 7 => format!(" {digit}"),
        _ => digit.to_string(),
    });
    format!("0{}", spaced.collect::<String>())
}

pub(crate) fn several(number: u64, one: &str, many: &str) -> String {
    if number < 2 { format!("{number} {one}") } else { format!("{number} {many}") }
}

/// Rows under their headings, each column as wide as its widest cell.
pub(crate) fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let width = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count());
        cells.chain(headings.get(at).map(|heading| heading.chars().count())).max().unwrap_or(0)
    };
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let padded = cells.enumerate().map(|(at, cell)| {
            let cell = if cell.is_empty() { "-" } else { cell };
            format!("{cell:<width$}", width = width(at))
        });
        format!("{}\n", padded.collect::<Vec<_>>().join("  ").trim_end())
    };
    let mut out = line(&mut headings.iter().copied());
    for row in rows {
        out.push_str(&line(&mut row.iter().map(String::as_str)));
    }
    out
}

fn age(value: &Value) -> String {
    match value.get("age").filter(|age| age.is_object()) {
        Some(age) if count(age, "at_least") == count(age, "at_most") => {
            format!("{} ans", count(age, "at_least"))
        }
        Some(age) => format!("{} ou {} ans", count(age, "at_least"), count(age, "at_most")),
        None => String::new(),
    }
}

pub fn name(value: &Value) -> String {
    format!("{} {}", text(value, "given_name"), text(value, "family_name")).trim().to_owned()
}

fn people(page: &Value) -> String {
    let row = |line: &Value| {
        vec![
            name(line),
            age(line),
            text(line, "commune").to_owned(),
            word(text(line, "stage")).to_owned(),
            day(text(line, "last_contact")),
            text(line, "id").to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = list(page, "lines").iter().map(row).collect();
    let total = several(count(page, "total"), "jeune", "jeunes");
    if rows.is_empty() {
        return format!("{total}\n");
    }
    format!("{}{total}\n", table(&["Nom", "Âge", "Commune", "Étape", "Dernier contact", "Dossier"], &rows))
}

fn due(line: &Value) -> String {
    let Some(due) = line.get("due").filter(|due| due.is_object()) else { return String::new() };
    match count(due, "late_days") {
        0 => day(text(due, "on")),
        late => format!("{} ({} de retard)", day(text(due, "on")), several(late, "jour", "jours")),
    }
}

fn referrals(lines: &[Value]) -> String {
    let row = |line: &Value| {
        vec![
            text(line, "person_name").to_owned(),
            text(line, "programme_name").to_owned(),
            word(text(line, "state")).to_owned(),
            due(line),
            text(line, "id").to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = lines.iter().map(row).collect();
    table(&["Jeune", "Offre", "État", "Échéance", "Orientation"], &rows)
}

fn board(page: &Value) -> String {
    let total = several(count(page, "total"), "orientation", "orientations");
    match list(page, "lines") {
        [] => format!("{total}\n"),
        lines => format!("{}{total}\n", referrals(lines)),
    }
}

fn happened(item: &Value) -> String {
    let Some(what) = item.get("what") else { return String::new() };
    let said = |field: &str| word(text(what, field)).to_owned();
    let head = match text(what, "kind") {
        "encounter" if matches!(text(what, "result"), "" | "reached") => said("way"),
        "encounter" => format!("{}, {}", said("way"), said("result")),
        "case_move" => format!("étape : {}", said("to")),
        "handover" => format!("confié à {}", said("to")),
        "transition" => format!("{} : {}", text(what, "programme"), said("to")),
        _ => format!("{} : {}, {}", text(what, "programme"), said("check"), said("present")),
    };
    let place = match text(what, "place") {
        "" => String::new(),
        place => format!(" ({place})"),
    };
    let mut out = format!("  {}  {head}{place}\n", day(text(item, "on")));
    let notes = [text(what, "reason"), text(what, "note")];
    for line in notes.iter().filter(|note| !note.is_empty()).flat_map(|note| note.lines()) {
        let _ = writeln!(out, "              {}", word(line));
    }
    out
}

fn file(file: &Value) -> String {
    let who = file.get("who").unwrap_or(&Value::Null);
    let mut out = name(who);
    let invented = file.get("demo").and_then(Value::as_bool) == Some(true);
    for more in [age(file), if invented { "personne inventée".to_owned() } else { String::new() }] {
        if !more.is_empty() {
            let _ = write!(out, ", {more}");
        }
    }
    out.push('\n');
    let stage = list(file, "cases").first().map_or("", |case| word(text(case, "stage")));
    let asked = |answer: &str| {
        let needs = list(file, "needs").iter().filter(|need| text(need, "answer") == answer);
        needs.map(|need| word(text(need, "theme"))).collect::<Vec<_>>().join(", ")
    };
    for (label, value) in [
        ("Né(e)", day(text(who, "birth"))),
        ("Téléphone", phone(text(who, "phone"))),
        ("Courriel", text(who, "email").to_owned()),
        ("Commune", text(who, "commune").to_owned()),
        ("Étape", stage.to_owned()),
        ("Dernier contact", day(text(file, "last_contact"))),
        ("Freins", asked("yes")),
        ("Pas de frein", asked("no")),
    ] {
        if !value.is_empty() {
            let _ = writeln!(out, "  {label} : {value}");
        }
    }
    for (title, on, done) in [("À faire", "due_on", false), ("Fait depuis un mois", "done_on", true)] {
        let tasks: Vec<&Value> =
            list(file, "tasks").iter().filter(|task| text(task, "done_on").is_empty() != done).collect();
        if !tasks.is_empty() {
            let _ = writeln!(out, "\n{title}");
        }
        for task in tasks {
            let _ = writeln!(out, "  {}  {}", day(text(task, on)), text(task, "what"));
        }
    }
    if let lines @ [_, ..] = list(file, "referrals") {
        let _ = write!(out, "\nOrientations\n{}", referrals(lines));
    }
    if let items @ [_, ..] = list(file, "timeline") {
        out.push_str("\nFil\n");
        for item in items {
            out.push_str(&happened(item));
        }
    }
    out
}

fn hits(answer: &Value) -> String {
    let row = |hit: &Value| {
        let (kind, more) = match text(hit, "found") {
            "person" => ("jeune", [day(text(hit, "birth")), text(hit, "commune").to_owned()].join(" ")),
            _ => ("offre", text(hit, "provider").to_owned()),
        };
        vec![
            kind.to_owned(),
            text(hit, "name").to_owned(),
            more.trim().to_owned(),
            text(hit, "id").to_owned(),
        ]
    };
    match answer.as_array().map(Vec::as_slice) {
        None | Some([]) => "Rien trouvé.\n".to_owned(),
        Some(found) => {
            let rows: Vec<Vec<String>> = found.iter().map(row).collect();
            table(&["Quoi", "Nom", "Où", "Numéro"], &rows)
        }
    }
}

fn imported(report: &Value) -> String {
    let (added, known) = (count(report, "added"), count(report, "known"));
    let mut out = format!(
        "{}, {}.\n",
        several(added, "ligne ajoutée", "lignes ajoutées"),
        several(known, "déjà connue", "déjà connues")
    );
    for place in list(report, "refused").iter().filter_map(Value::as_str) {
        let _ = writeln!(out, "Illisible, laissée de côté : {place}");
    }
    out
}

fn created(answer: &Value) -> String {
    let alone = text(answer, "protection") == "passphrase_alone";
    let keeper = if alone {
        "La phrase de passe protège seule : aucun trousseau n'est utilisé."
    } else {
        "La phrase de passe et cet ordinateur protègent ensemble : il faut les deux."
    };
    format!(
        "Le coffre est créé. {keeper}\n\nCode de secours, montré cette seule fois ; imprimez-le et gardez-le ailleurs :\n\n    {}\n\n",
        text(answer, "recovery_code")
    )
}

/// The answer of a use case as text.
pub fn readable(call: &str, answer: &Value) -> String {
    if let Some(text) = team::readable(call, answer) {
        return text;
    }
    match call {
        "session.create" => created(answer),
        "person.list" => people(answer),
        "person.open" => file(answer),
        "person.add" => format!("Ajouté. Dossier {}\n", text(answer, "person")),
        "person.erase" => {
            "Le dossier est effacé pour toujours de ce portable. Dans une équipe, les autres l'effacent à leur prochaine \
             rencontre.\n"
                .to_owned()
        }
        "encounter.record" => "Noté.\n".to_owned(),
        "referral.propose" => format!("Proposée, en brouillon. Orientation {}\n", text(answer, "referral")),
        "referral.list" => board(answer),
        "search" => hits(answer),
        "demo.fill" => {
            let people = several(count(answer, "people"), "personne inventée", "personnes inventées");
            format!("{people}, marquées comme telles.\n")
        }
        "demo.remove" => {
            "Les personnes inventées sont effacées, avec tout ce qui a été écrit sur elles.\n".to_owned()
        }
        "referral.send" => "Envoyée.\n".to_owned(),
        "referral.move" => "L'orientation a avancé.\n".to_owned(),
        "vault.import" => imported(answer),
        "vault.verify" => safe::verified(answer),
        "vault.recover" => safe::recovered(answer),
        "backup.list" => safe::backups(answer),
        "backup.make" => safe::backed_up(answer),
        "backup.restore" => safe::restored(answer),
        name if name.starts_with("letter.") => written(answer),
        _ => "Fait.\n".to_owned(),
    }
}

/// A letter that was written, and how long it is.
fn written(answer: &Value) -> String {
    let number = |of: &str| answer.get(of).and_then(Value::as_u64);
    if number("entries") == Some(0) {
        return "Aucune date n'est connue : rien n'est écrit.\n".to_owned();
    }
    let mut out = match number("pages") {
        Some(pages) => format!("Écrit, {}.\n", several(pages, "page", "pages")),
        None => "Écrit.\n".to_owned(),
    };
    if let Some(undrawn) = number("undrawn").filter(|undrawn| *undrawn > 0) {
        let signs = several(undrawn, "signe remplacé", "signes remplacés");
        let _ = writeln!(out, "{signs} par un carré : aucune police ne les a.");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_list_is_aligned_and_says_words_and_days() {
        let page = json!({ "total": 2, "lines": [
            { "given_name": "Awa", "family_name": "Diallo", "age": { "at_least": 17, "at_most": 17 }, "commune": "Creil",
              "stage": "contacting", "last_contact": "2026-11-20", "id": "a" },
            { "given_name": "Noé", "family_name": "", "age": null, "commune": "", "stage": "spotted", "last_contact": null,
              "id": "b" },
        ] });
        assert_eq!(
            readable("person.list", &page),
            "Nom         Âge     Commune  Étape             Dernier contact  Dossier\n\
             Awa Diallo  17 ans  Creil    prise de contact  20/11/2026       a\n\
             Noé         -       -        repéré            -                b\n\
             2 jeunes\n"
        );
        assert_eq!(readable("person.list", &json!({ "total": 0, "lines": [] })), "0 jeune\n");
    }

    #[test]
    fn what_was_done_is_not_shown_as_to_do() {
        let file = json!({ "who": { "given_name": "Awa" }, "tasks": [
            { "what": "Rappeler", "due_on": "2026-11-24", "done_on": null },
            { "what": "Photocopies", "due_on": "2026-11-20", "done_on": "2026-11-21" },
        ] });
        let shown = readable("person.open", &file);
        let tasks = "À faire\n  24/11/2026  Rappeler\n\nFait depuis un mois\n  21/11/2026  Photocopies\n";
        assert!(shown.contains(tasks), "{shown}");
    }

    #[test]
    fn a_year_alone_stays_one_and_nothing_found_is_said() {
        assert_eq!((day("2008"), day("2008-03-14")), ("2008".to_owned(), "14/03/2008".to_owned()));
        assert_eq!(
            (phone("+33639980001").as_str(), phone("+3226399800").as_str()),
            ("06 39 98 00 01", "+3226399800")
        );
        assert_eq!(readable("search", &json!([])), "Rien trouvé.\n");
        assert_eq!(readable("draft.keep", &Value::Null), "Fait.\n");
    }
}
