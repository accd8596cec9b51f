//! The words for lists of young people, and what is said of one, in French.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::{Value, json};

use crate::arguments::{GIVEN, PAGE};
use crate::catalogue::{encoding, place, remarks, why};
use crate::show::{count, list, several, text};
use crate::{Failure, Session};

#[derive(Subcommand)]
pub enum PeopleCommand {
    /// Dit ce que contient une liste et qui en est déjà connu, sans rien en garder.
    ///
    /// Lit du CSV et du XLSX, quelles que soient les colonnes : leur sens est deviné, ou celui de la dernière liste pareille.
    #[command(help_template = PAGE)]
    Read {
        /// Le fichier.
        #[arg(value_name = "FICHIER", help_heading = GIVEN)]
        file: PathBuf,
        /// D'où vient la liste, voir « people import » ; siei si rien n'est dit.
        #[arg(long, default_value = "siei", value_name = "ORIGINE", hide_default_value = true)]
        origin: String,
        /// La feuille d'un classeur, à partir de 1.
        #[arg(long, value_name = "NOMBRE")]
        sheet: Option<u32>,
        /// Dans les dates écrites en chiffres, ce qui vient d'abord : day (le jour) ou month (le mois).
        #[arg(long, value_name = "ORDRE")]
        first: Option<String>,
        /// Montre au plus tant de remarques de chaque sorte ; 10 si rien n'est dit.
        #[arg(long, default_value_t = 10, value_name = "NOMBRE", hide_default_value = true)]
        most: usize,
    },
    /// Importe une liste : chaque ligne nouvelle devient un jeune avec un dossier. L'importer deux fois n'ajoute rien.
    ///
    /// Qui est déjà là n'est pas ajouté ; qui ressemble à quelqu'un attend, sauf avec « --alike add ». Tout s'annule d'un geste.
    #[command(help_template = PAGE)]
    Import {
        /// Le fichier.
        #[arg(value_name = "FICHIER", help_heading = GIVEN)]
        file: PathBuf,
        /// D'où vient la liste : siei (liste SIEI), school (école), cfa, partner (partenaire), family (famille), street (rue) ou
        /// spontaneous (venus d'eux-mêmes).
        #[arg(long, value_name = "ORIGINE")]
        origin: String,
        /// Le jour de la liste, AAAA-MM-JJ.
        #[arg(long, value_name = "JOUR")]
        on: String,
        /// L'établissement ou le partenaire.
        #[arg(long, default_value = "", value_name = "NOM", hide_default_value = true)]
        detail: String,
        /// Qui suit ces jeunes : me (vous) ou le numéro d'un collègue ; personne si rien n'est dit.
        #[arg(long, value_name = "QUI")]
        referent: Option<String>,
        /// Ce qu'on fait de qui ressemble à quelqu'un : skip (attendre ; si rien n'est dit) ou add (ajouter).
        #[arg(long, default_value = "skip", value_name = "CHOIX", hide_default_value = true)]
        alike: String,
        /// La feuille d'un classeur, à partir de 1.
        #[arg(long, value_name = "NOMBRE")]
        sheet: Option<u32>,
        /// Dans les dates écrites en chiffres, ce qui vient d'abord : day (le jour) ou month (le mois).
        #[arg(long, value_name = "ORDRE")]
        first: Option<String>,
        /// Écrit les lignes refusées avec leur raison dans ce nouveau fichier .csv, EN CLAIR.
        #[arg(long, value_name = "FICHIER")]
        refused: Option<PathBuf>,
        /// Montre au plus tant de remarques de chaque sorte ; 10 si rien n'est dit.
        #[arg(long, default_value_t = 10, value_name = "NOMBRE", hide_default_value = true)]
        most: usize,
    },
}

/// What a column is, in French.
fn target(code: &str) -> &'static str {
    match code {
        "full_name" => "nom et prénom",
        "given_name" => "prénom",
        "family_name" => "nom",
        "birth" => "naissance",
        "sex" => "sexe",
        "phone" => "téléphone",
        "email" => "courriel",
        "street" => "adresse",
        "postal_code" => "code postal",
        "commune" => "commune",
        "insee" => "code INSEE",
        "qpv" => "quartier prioritaire",
        "school_name" => "établissement",
        "school_uai" => "UAI",
        "level" => "niveau",
        "left_school" => "sortie de l'école",
        "guardian_name" => "représentant légal",
        "guardian_given_name" => "prénom du représentant légal",
        "guardian_relation" => "lien du représentant légal",
        "guardian_phone" => "téléphone du représentant légal",
        "guardian_email" => "courriel du représentant légal",
        "reference" => "numéro dans l'outil d'origine",
        "note" => "gardé en note",
        _ => "non lu",
    }
}

fn name(value: &Value) -> String {
    format!("{} {}", text(value, "given_name"), text(value, "family_name")).trim().to_owned()
}

/// A part of an answer; null where it is not there.
fn of<'v>(value: &'v Value, name: &str) -> &'v Value {
    &value[name]
}

/// Whom a line is like, and what is known of it.
fn like(line: &Value) -> String {
    let people = list(line, "people").iter().map(|candidate| name(&candidate["person"]));
    let lines = list(line, "lines").iter().map(|other| place(&other["place"]));
    people.chain(lines).collect::<Vec<_>>().join(", ")
}

/// What a list holds, and what importing it would do.
pub fn reading(answer: &Value, most: usize) -> String {
    let (counts, report) = (&answer["counts"], &answer["report"]);
    let lines = several(count(&report["counts"], "read"), "ligne lue", "lignes lues");
    let mut out = format!("{lines}, {}.\n", encoding(text(report, "encoding")));
    let known = count(counts, "already") + count(counts, "twice");
    let _ = writeln!(
        out,
        "{}, {}, {}, {}.",
        several(count(counts, "new"), "nouveau", "nouveaux"),
        several(known, "déjà là", "déjà là"),
        several(count(counts, "alike"), "qui ressemble à quelqu'un", "qui ressemblent à quelqu'un"),
        several(count(counts, "refused"), "refusée", "refusées")
    );
    let remembered = answer["remembered"] == true;
    out.push_str(if remembered { "\nColonnes, comme la dernière fois :\n" } else { "\nColonnes :\n" });
    for column in list(&answer["mapping"], "columns") {
        let unsure = if column["ambiguous"] == true { ", jour ou mois d'abord ? voir --first" } else { "" };
        let _ = writeln!(out, "  {} : {}{unsure}", text(column, "head"), target(text(column, "target")));
    }
    let alike: Vec<&Value> = list(answer, "lines").iter().filter(|line| line["state"] == "alike").collect();
    if !alike.is_empty() {
        out.push_str("\nRessemblent à quelqu'un :\n");
    }
    for line in alike.iter().take(most) {
        let _ = writeln!(out, "  {}, {} : {}", place(&line["place"]), name(line), like(line));
    }
    if alike.len() > most {
        out.push_str("  …\n");
    }
    out.push_str(&remarks(report, "Lignes refusées", most));
    out
}

/// What became of the lines.
fn imported(answer: &Value) -> String {
    let mut out = format!("{}.\n", several(count(answer, "added"), "jeune ajouté", "jeunes ajoutés"));
    for (field, one, many) in [
        ("joined", "ligne jointe à un dossier", "lignes jointes à un dossier"),
        ("already", "déjà là", "déjà là"),
        ("undecided", "qui ressemble à quelqu'un attend", "qui ressemblent à quelqu'un attendent"),
        ("refused", "ligne refusée", "lignes refusées"),
    ] {
        if count(answer, field) > 0 {
            let _ = writeln!(out, "{}.", several(count(answer, field), one, many));
        }
    }
    out
}

/// Says of each column of days whose order nobody knows what comes first.
fn say_first(mapping: &mut Value, first: Option<&str>) -> Result<bool, Failure> {
    let order = match first {
        None => return Ok(false),
        Some("day") => "day_first",
        Some("month") => "month_first",
        Some(_) => return Err(Failure::Argument("--first : day ou month".to_owned())),
    };
    let columns = mapping.get_mut("columns").and_then(Value::as_array_mut);
    for column in columns.into_iter().flatten().filter(|column| column["ambiguous"] == true) {
        if let Some(column) = column.as_object_mut() {
            column.insert("order".to_owned(), json!(order));
            column.insert("ambiguous".to_owned(), json!(false));
        }
    }
    Ok(true)
}

impl Session {
    /// Reads a list, a second time where somebody says what comes first in its days.
    fn preview(
        &self,
        file: &Path,
        origin: &str,
        sheet: Option<u32>,
        first: Option<&str>,
    ) -> Result<(Value, Value), Failure> {
        let path = std::path::absolute(file)?;
        let mut request = json!({ "path": path, "sheet": sheet, "mapping": null, "origin": origin });
        let answer = self.desk.call("people.read_list", request.clone())?;
        let mut mapping = of(&answer, "mapping").clone();
        if !say_first(&mut mapping, first)? {
            return Ok((json!(path), answer));
        }
        if let Some(request) = request.as_object_mut() {
            request.insert("mapping".to_owned(), mapping);
        }
        Ok((json!(path), self.desk.call("people.read_list", request)?))
    }

    /// The colleague who is meant.
    fn referent(&self, who: Option<&str>) -> Result<Value, Failure> {
        match who {
            Some("me") => {
                let team = self.desk.call("worker.list", json!({}))?;
                Ok(team.get(0).map(|me| of(me, "id").clone()).unwrap_or_default())
            }
            Some(id) => Ok(json!(id)),
            None => Ok(Value::Null),
        }
    }

    fn save_refused(&self, source: &Value, preview: &Value, to: &Path) -> Result<(), Failure> {
        let words = list(preview, "refused").iter().map(|line| &line["why"]);
        let words: Vec<Value> =
            words.map(|reason| json!({ "why": reason["why"], "said": why(reason) })).collect();
        let request = json!({
            "path": source, "sheet": preview["sheet"], "mapping": preview["mapping"], "hash": preview["hash"],
            "to": std::path::absolute(to)?, "reason_head": "Motif du refus", "words": words,
        });
        self.desk.call("people.save_refused", request)?;
        Ok(())
    }

    pub(crate) fn people(&self, command: &PeopleCommand) -> Result<String, Failure> {
        self.unlock()?;
        match command {
            PeopleCommand::Read { file, origin, sheet, first, most } => {
                let (_, answer) = self.preview(file, origin, *sheet, first.as_deref())?;
                Ok(if self.arguments.json { crate::pretty(&answer) } else { reading(&answer, *most) })
            }
            PeopleCommand::Import {
                file,
                origin,
                on,
                detail,
                referent,
                alike,
                sheet,
                first,
                refused,
                most,
            } => {
                let (path, preview) = self.preview(file, origin, *sheet, first.as_deref())?;
                let waiting = list(&preview, "lines").iter().filter(|line| line["state"] == "alike");
                let choices: Vec<Value> = match alike.as_str() {
                    "add" => waiting
                        .map(|line| json!({ "row": line["row"], "choice": "add", "person": null }))
                        .collect(),
                    "skip" => Vec::new(),
                    _ => return Err(Failure::Argument("--alike : skip ou add".to_owned())),
                };
                let request = json!({
                    "path": path, "sheet": sheet, "mapping": of(&preview, "mapping"), "hash": of(&preview, "hash"),
                    "origin": { "kind": origin, "detail": detail, "on": on },
                    "referent": self.referent(referent.as_deref())?, "choices": choices,
                });
                let answer = self.desk.call("people.import_list", request)?;
                if let Some(to) = refused.as_deref().filter(|_| count(&answer, "refused") > 0) {
                    self.save_refused(&path, &preview, to)?;
                }
                if self.arguments.json {
                    return Ok(crate::pretty(&answer));
                }
                Ok(imported(&answer) + &remarks(of(&preview, "report"), "Lignes refusées", *most))
            }
        }
    }
}
