//! What is said, in French, of the health of a vault and of its backups.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Subcommand;
use serde_json::Value;

use crate::arguments::{GIVEN, PAGE};
use crate::show::{count, list, several, table, text};

#[derive(Subcommand)]
pub enum BackupCommand {
    /// Liste les sauvegardes, la plus récente d'abord ; même quand le coffre est abîmé.
    #[command(help_template = PAGE)]
    List,
    /// En fait une maintenant, vérifiée.
    #[command(help_template = PAGE)]
    Make,
    /// Remet le coffre dans l'état d'une sauvegarde ; ce qui s'y trouvait est mis de côté, pas effacé.
    #[command(help_template = PAGE)]
    Restore {
        /// La sauvegarde, que montre « backup list ».
        #[arg(value_name = "SAUVEGARDE", help_heading = GIVEN)]
        backup: String,
        /// La prend dans le second dossier, comme une clé USB.
        #[arg(long)]
        second: bool,
        /// Fichier dont le texte est le code de secours, au lieu de la phrase de passe.
        #[arg(long, value_name = "FICHIER")]
        kit: Option<PathBuf>,
    },
}

/// An instant in UTC milliseconds, as a day and a time of UTC.
pub fn instant(value: &Value, field: &str) -> String {
    let ms = value.get(field).and_then(Value::as_i64);
    let at = ms.and_then(chrono::DateTime::from_timestamp_millis);
    at.map(|at| at.format("%d/%m/%Y %H:%M UTC").to_string()).unwrap_or_default()
}

fn missing(loss: &Value) -> String {
    let acts = match count(loss, "acts") {
        0 => String::new(),
        acts => {
            let after = match instant(loss, "since_ms") {
                since if since.is_empty() => String::new(),
                since => format!(" depuis le {since}"),
            };
            format!(" ; {}{after}", several(acts, "enregistrement manque", "enregistrements manquent"))
        }
    };
    let what = match text(loss, "kind") {
        "log_cut" => "la fin du journal a été perdue",
        "older_copy" => "une copie plus ancienne du coffre a été remise en place",
        "other_copy" => "une autre copie du coffre a été mise en place",
        "mark_missing" => "le repère du journal a disparu : une copie plus ancienne ne se verrait pas",
        _ => "le repère du journal est abîmé : une copie plus ancienne ne se verrait pas",
    };
    format!("  {what}{acts}\n")
}

pub fn verified(report: &Value) -> String {
    let acts = several(count(report, "acts"), "acte", "actes");
    if report.get("sound").and_then(Value::as_bool) == Some(true) {
        return format!(
            "Le coffre est sain : chaque page est intacte, le journal ({acts}) et les tables disent la même chose.\n"
        );
    }
    let found = list(report, "findings");
    let hurt =
        !found.is_empty() || ["orphans", "documents"].iter().any(|part| !list(report, part).is_empty());
    let mut out = if hurt {
        "Le coffre est abîmé. N'y écrivez plus rien et reprenez la dernière sauvegarde.\n".to_owned()
    } else {
        "Le coffre se lit en entier, mais il n'est pas tel qu'il était.\n".to_owned()
    };
    for finding in found {
        let number = count(finding, "count");
        let _ = match text(finding, "finding") {
            "pages" => writeln!(out, "  {}", several(number, "page altérée", "pages altérées")),
            "structure" => writeln!(out, "  structure : {}", several(number, "défaut", "défauts")),
            _ => writeln!(out, "  {} : {}", text(finding, "table"), several(number, "écart", "écarts")),
        };
    }
    for orphans in list(report, "orphans") {
        let number = several(count(orphans, "count"), "ligne", "lignes");
        let _ = writeln!(out, "  {} : {number} sans {}", text(orphans, "table"), text(orphans, "parent"));
    }
    for document in list(report, "documents") {
        let (name, person) = (text(document, "name"), text(document, "person_name"));
        let _ = writeln!(out, "  document « {name} » de {person} : contenu incomplet");
    }
    if let Some(loss) = report.get("loss").filter(|loss| loss.is_object()) {
        out.push_str(&missing(loss));
    }
    out.push_str(&people(report));
    out
}

fn people(report: &Value) -> String {
    let rows: Vec<Vec<String>> = list(report, "people")
        .iter()
        .map(|one| {
            vec![text(one, "name").to_owned(), count(one, "rows").to_string(), text(one, "person").to_owned()]
        })
        .collect();
    if rows.is_empty() { String::new() } else { table(&["Jeune touché", "Lignes", "Dossier"], &rows) }
}

pub fn recovered(report: &Value) -> String {
    let row = |read: &Value| {
        let lost = match count(read, "lost") {
            0 => String::new(),
            lost => format!("au moins {lost}"),
        };
        vec![text(read, "table").to_owned(), count(read, "saved").to_string(), lost]
    };
    let rows: Vec<Vec<String>> = list(report, "tables").iter().map(row).collect();
    let again = several(count(report, "rewritten"), "ligne reprise", "lignes reprises");
    format!("{}{again} des tables seules.\n{}", table(&["Table", "Sauvé", "Perdu"], &rows), people(report))
}

pub fn backups(answer: &Value) -> String {
    let row = |placed: &Value| {
        let backup = placed.get("backup").unwrap_or(&Value::Null);
        let cause = match text(backup, "cause") {
            "daily" => "du jour",
            "asked" => "demandée",
            _ => "avant une mise à jour",
        };
        let place = if text(placed, "place") == "here" { "ici" } else { "second dossier" };
        vec![
            text(backup, "id").to_owned(),
            cause.to_owned(),
            place.to_owned(),
            several(count(backup, "acts"), "acte", "actes"),
        ]
    };
    let rows: Vec<Vec<String>> = list(answer, "backups").iter().map(row).collect();
    match rows.as_slice() {
        [] => "Aucune sauvegarde.\n".to_owned(),
        rows => table(&["Sauvegarde", "Raison", "Où", "Journal"], rows),
    }
}

pub fn backed_up(answer: &Value) -> String {
    let id = answer.get("backup").map_or("", |backup| text(backup, "id"));
    let second = match text(answer, "second") {
        "made" => " Copiée aussi dans le second dossier.",
        "absent" => " Le second dossier n'est pas là.",
        "full" => " Le second dossier est plein.",
        "failed" => " La copie dans le second dossier a échoué.",
        _ => "",
    };
    format!("Sauvegarde faite et vérifiée : {id}.{second}\n")
}

pub fn restored(answer: &Value) -> String {
    let aside = match text(answer, "aside") {
        "" => String::new(),
        aside => format!(" Ce qui s'y trouvait est gardé dans « {aside} »."),
    };
    let acts = several(count(answer, "acts"), "acte", "actes");
    format!("Le coffre est remis dans l'état du {} ({acts}).{aside}\n", instant(answer, "made_ms"))
}
