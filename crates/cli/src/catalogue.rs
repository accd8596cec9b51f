//! The words for a file that others publish, and what is said of it, in French.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};

use crate::arguments::{GIVEN, PAGE};
use crate::show::{count, list, several, text};
use crate::{Failure, Session, pretty};

#[derive(Subcommand)]
pub enum CatalogueCommand {
    /// Dit ce qu'est un fichier et ce qu'il contient, sans rien en garder ; le coffre n'a pas à être ouvert.
    ///
    /// Lit data.inclusion, LHEO 2.2 et 2.3, HSDS, la liste et les contours des quartiers prioritaires, les adresses (BAL, BAN),
    /// ROME et Formacode.
    #[command(help_template = PAGE)]
    Read {
        /// Le fichier.
        #[arg(value_name = "FICHIER", help_heading = GIVEN)]
        file: PathBuf,
        /// Montre au plus tant de remarques de chaque sorte ; 10 si rien n'est dit.
        #[arg(long, default_value_t = 10, value_name = "NOMBRE", hide_default_value = true)]
        most: usize,
    },
    /// Prend un fichier dans le catalogue, en entier ou pas du tout. Le prendre deux fois n'ajoute rien.
    #[command(help_template = PAGE)]
    Import {
        /// Le fichier.
        #[arg(value_name = "FICHIER", help_heading = GIVEN)]
        file: PathBuf,
        /// Le fichier est complet : ce que le catalogue a des mêmes sources et que le fichier n'a plus est marqué disparu.
        #[arg(long)]
        whole: bool,
        /// Montre au plus tant de remarques de chaque sorte ; 10 si rien n'est dit.
        #[arg(long, default_value_t = 10, value_name = "NOMBRE", hide_default_value = true)]
        most: usize,
    },
    /// Ce que le catalogue contient, et de quels fichiers.
    #[command(help_template = PAGE)]
    List,
    /// Annule un import, le dernier de sa sorte : ce qu'il a remplacé revient.
    #[command(help_template = PAGE)]
    Undo {
        /// Son numéro, voir « catalogue list ».
        #[arg(value_name = "NUMÉRO", help_heading = GIVEN)]
        import: i64,
    },
    /// Cherche une offre par ses mots, à une faute près.
    #[command(help_template = PAGE)]
    Find {
        /// Ce qui est cherché.
        #[arg(value_name = "TEXTE", help_heading = GIVEN)]
        text: String,
        /// Le code INSEE de la commune d'où l'on mesure les distances ; les plus proches d'abord.
        #[arg(long, value_name = "CODE")]
        from: Option<String>,
    },
}

impl Session {
    pub(crate) fn catalogue(&self, command: &CatalogueCommand) -> Result<String, Failure> {
        let said = |answer: &Value, words: &dyn Fn(&Value) -> String| {
            if self.arguments.json { pretty(answer) } else { words(answer) }
        };
        match command {
            CatalogueCommand::Read { file, most } => {
                let request = json!({ "path": std::path::absolute(file)? });
                let answer = self.desk.call("catalogue.read", request)?;
                Ok(said(&answer, &|answer| reading(answer, *most)))
            }
            CatalogueCommand::Import { file, whole, most } => {
                self.unlock()?;
                let request = json!({ "path": std::path::absolute(file)?, "format": null, "whole": whole });
                let answer = self.desk.call("catalogue.import", request)?;
                Ok(said(&answer, &|answer| taken(answer, *most)))
            }
            CatalogueCommand::List => {
                self.unlock()?;
                Ok(said(&self.desk.call("catalogue.state", json!({}))?, &state))
            }
            CatalogueCommand::Undo { import } => {
                self.unlock()?;
                let answer = self.desk.call("catalogue.undo_import", json!({ "import": import }))?;
                Ok(said(&answer, &|_| "L'import est annulé.\n".to_owned()))
            }
            CatalogueCommand::Find { text, from } => {
                self.unlock()?;
                let sort = if from.is_some() { "distance" } else { "relevance" };
                let from = from.as_ref().map(|insee| json!({ "from": "commune", "insee": insee }));
                let request =
                    json!({ "filter": { "text": text }, "sort": sort, "from": from, "skip": 0, "limit": 30 });
                Ok(said(&self.desk.call("offer.find", request)?, &found))
            }
        }
    }
}

/// What became of a file that was taken in.
fn taken(answer: &Value, most: usize) -> String {
    let changes = &answer["changes"];
    let counts = ["added", "changed", "same", "gone"].map(|of| count(changes, of));
    let [added, changed, same, gone] = counts;
    let mut out = format!(
        "{}, import {}.\n{added} nouveau, {changed} changé, {same} pareil, {gone} disparu.\n",
        format(text(answer, "format")),
        count(changes, "import"),
    );
    out.push_str(&remarks(&answer["report"], "Fiches refusées", most));
    out
}

/// What the catalogue holds.
fn state(answer: &Value) -> String {
    let outlines = if answer["outlines"] == true { "présents" } else { "absents" };
    let mut out = format!(
        "{}, adresses de {}, contours des quartiers prioritaires {outlines}.\n",
        several(count(answer, "offers"), "offre", "offres"),
        several(count(answer, "communes"), "commune", "communes"),
    );
    for import in list(answer, "imports") {
        let undo = if import["undoable"] == true { ", annulable" } else { "" };
        let data = import.get("data_on").and_then(Value::as_str);
        let data = data.map_or_else(String::new, |day| format!(", données du {day}"));
        let _ = writeln!(
            out,
            "  {} {} : {}{data}{undo}",
            count(&import["changes"], "import"),
            format(text(import, "format")),
            text(import, "file"),
        );
    }
    out
}

/// The offers that were found.
fn found(answer: &Value) -> String {
    let mut out = String::new();
    for pair in list(answer, "instead") {
        let word = |at: usize| pair.get(at).and_then(Value::as_str).unwrap_or_default();
        let _ = writeln!(out, "Rien pour « {} », cherché à la place : {}.", word(0), word(1));
    }
    let _ = writeln!(out, "{} :", several(count(answer, "total"), "offre", "offres"));
    for line in list(answer, "lines") {
        let km = line.get("km").and_then(Value::as_f64).map_or_else(String::new, |km| format!(", {km} km"));
        let start = line.get("next_start").and_then(Value::as_str);
        let start = start.map_or_else(String::new, |day| format!(", le {day}"));
        let place = [text(line, "provider"), text(line, "commune")];
        let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
        let _ = writeln!(
            out,
            "  {} ({}){km}{start} [{}/{}]",
            text(line, "name"),
            place.join(", "),
            text(line, "source"),
            text(line, "key"),
        );
    }
    out
}

fn format(code: &str) -> &'static str {
    match code {
        "inclusion" => "Structures et services de data.inclusion",
        "lheo" => "Offre de formation LHEO",
        "hsds" => "Services Open Referral (HSDS)",
        "qpv_list" => "Liste des quartiers prioritaires",
        "qpv_outlines" => "Contours des quartiers prioritaires",
        "addresses" => "Adresses (BAL ou BAN)",
        "rome" => "Métiers du ROME",
        "formacode" => "Formacode",
        _ => "Fichier",
    }
}

pub fn encoding(code: &str) -> &'static str {
    match code {
        "utf8_marked" => "UTF-8 avec sa marque",
        "utf16_le" | "utf16_be" => "UTF-16",
        "windows1252" => "Windows-1252",
        "latin9" => "ISO 8859-15",
        _ => "UTF-8",
    }
}

pub fn place(value: &Value) -> String {
    match text(value, "place") {
        "line" => format!("ligne {}", count(value, "line")),
        "record" => format!("fiche {}", count(value, "number")),
        "row" => format!("feuille {}, ligne {}", count(value, "sheet"), count(value, "row")),
        _ => "fichier".to_owned(),
    }
}

pub fn why(value: &Value) -> String {
    let number = |field: &str| value.get(field).and_then(Value::as_i64).unwrap_or_default();
    match text(value, "why") {
        "missing" => "manque".to_owned(),
        "code" => "n'est pas un code valable".to_owned(),
        "form" => "écrit autrement que la norme".to_owned(),
        "not_a_number" => "n'est pas un nombre".to_owned(),
        "range" => format!("hors de {} à {}", number("from"), number("to")),
        "not_a_day" => "n'est pas une date".to_owned(),
        "impossible_day" => "jour qui n'existe pas".to_owned(),
        "no_day" => "date non connue".to_owned(),
        "too_long" => format!("plus de {} caractères", number("limit")),
        "kind" => "liste là où une valeur est attendue, ou l'inverse".to_owned(),
        "unknown_word" => "valeur inconnue, gardée telle quelle".to_owned(),
        "unknown_field" => "champ inconnu, non lu".to_owned(),
        "not_read" => "champ sans place ici, non lu".to_owned(),
        "old_word" => "valeur d'une ancienne version".to_owned(),
        "markup" => "balises retirées".to_owned(),
        "outline" => "contour impossible".to_owned(),
        "cells" => format!("{} cellules au lieu de {}", number("got"), number("expected")),
        "twice" => "identifiant déjà vu".to_owned(),
        "bytes" => "octets lus en Windows-1252".to_owned(),
        "json" => "JSON illisible".to_owned(),
        "xml" => "XML illisible".to_owned(),
        "too_big" => "fiche trop grande".to_owned(),
        "in_the_future" => "jour à venir".to_owned(),
        "ambiguous" => "jour et mois ne se distinguent pas".to_owned(),
        code => code.to_owned(),
    }
}

/// One remark: where, which field, what the file says, what became of it.
fn finding(value: &Value) -> String {
    let [field, from, to] = ["field", "from", "to"].map(|name| text(value, name));
    let mut out = place(&value["place"]);
    if !field.is_empty() {
        let _ = write!(out, ", {field}");
    }
    let _ = write!(out, " : {}", why(&value["why"]));
    if !from.is_empty() {
        let _ = write!(out, " : « {from} »");
    }
    if !to.is_empty() {
        let _ = write!(out, " devient « {to} »");
    }
    out
}

/// What a file is and what was found in it; at most so many remarks of each sort.
pub fn reading(answer: &Value, most: usize) -> String {
    let report = &answer["report"];
    let counts = &report["counts"];
    let mut out = format!("{}, {}.\n", format(text(answer, "format")), encoding(text(report, "encoding")));
    let _ = write!(
        out,
        "{} : {}, {}",
        several(count(counts, "read"), "fiche lue", "fiches lues"),
        several(count(counts, "kept"), "gardée", "gardées"),
        several(count(counts, "refused"), "refusée", "refusées")
    );
    out.push_str(".\n");
    if count(answer, "offers") > 0 {
        let _ = writeln!(out, "{} en tout.", several(count(answer, "offers"), "offre", "offres"));
    }
    let names: Vec<&str> = list(answer, "names").iter().filter_map(Value::as_str).collect();
    if !names.is_empty() {
        let _ = writeln!(out, "Par exemple : {}.", names.join(" ; "));
    }
    out.push_str(&remarks(report, "Fiches refusées", most));
    out
}

/// What was refused, left empty, repaired or kept without a meaning; at most so many of each sort.
pub fn remarks(report: &Value, refused: &str, most: usize) -> String {
    let mut out = String::new();
    for (became, title) in [
        ("refused", refused),
        ("unread", "Valeurs laissées vides"),
        ("repaired", "Valeurs réparées"),
        ("foreign", "Valeurs inconnues, gardées telles quelles"),
    ] {
        let number = count(&report["counts"], became);
        if number == 0 {
            continue;
        }
        let _ = writeln!(out, "\n{title} : {number}");
        let told = list(report, "findings").iter().filter(|one| text(one, "became") == became);
        for one in told.take(most) {
            let _ = writeln!(out, "  {}", finding(one));
        }
        if number > most as u64 {
            out.push_str("  …\n");
        }
    }
    out
}
