//! The words for the European fund: its operations, their indicators, and the files that leave.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};

use crate::arguments::{GIVEN, PAGE};
use crate::report::format_of;
use crate::show::table;
use crate::team::whole::Counts;
use crate::{Failure, Session, pretty};

#[derive(Subcommand)]
pub enum FundCommand {
    /// Liste les opérations, avec la part de participants incomplets.
    #[command(help_template = PAGE)]
    List,
    /// Montre les indicateurs d'une opération par genre.
    #[command(help_template = PAGE)]
    Show {
        /// L'opération.
        #[arg(value_name = "OPÉRATION", help_heading = GIVEN)]
        operation: String,
    },
    /// Écrit les indicateurs d'une opération, ou ses participants.
    #[command(help_template = PAGE)]
    Export {
        /// L'opération.
        #[arg(value_name = "OPÉRATION", help_heading = GIVEN)]
        operation: String,
        /// Le fichier à écrire, en .xlsx ou en .csv.
        #[arg(value_name = "FICHIER", help_heading = GIVEN)]
        file: PathBuf,
        /// Les participants par leur nom, pour le seul financeur, dans les colonnes gardées.
        #[arg(long)]
        people: bool,
        /// Écrit les petits effectifs aussi.
        #[arg(long)]
        whole: bool,
    },
}

fn words(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn listed(lines: &Value) -> String {
    let row = |line: &Value| {
        let complete = &line["completeness"];
        vec![
            words(&line["id"]),
            words(&line["name"]),
            words(&line["until"]),
            words(&complete["participants"]),
            format!("{} %", words(&complete["percent"])),
        ]
    };
    let rows: Vec<Vec<String>> = lines.as_array().into_iter().flatten().map(row).collect();
    table(&["Opération", "Nom", "Jusqu'au", "Participants", "Incomplets"], &rows)
}

fn shown(file: &Value) -> String {
    let row = |shown: &Value| {
        let at = |path: &str| shown.pointer(path).map(words).unwrap_or_default();
        let mut cells = vec![at("/code"), at("/name/fr")];
        let genders = ["women", "men", "non_binary", "untold"];
        cells.extend(genders.map(|gender| at(&format!("/figure/counts/{gender}"))));
        cells.extend([at("/figure/refused"), at("/figure/unknown")]);
        cells
    };
    let rows: Vec<Vec<String>> = file["figures"].as_array().into_iter().flatten().map(row).collect();
    let heads =
        ["Code", "Indicateur", "Femmes", "Hommes", "Non binaires", "Genre non dit", "Refus", "Inconnu"];
    let complete = &file["completeness"];
    format!(
        "{} : {} participants, {} % incomplets. Intitulés à vérifier au Journal officiel.\n{}",
        file.pointer("/what/name").map(words).unwrap_or_default(),
        words(&complete["participants"]),
        words(&complete["percent"]),
        table(&heads, &rows)
    )
}

impl Session {
    pub(crate) fn fund(&self, command: &FundCommand) -> Result<String, Failure> {
        match command {
            FundCommand::List => {
                let lines = self.ask("fund.list", json!({}))?;
                Ok(if self.arguments.json { pretty(&lines) } else { listed(&lines) })
            }
            FundCommand::Show { operation } => {
                let file = self.ask("fund.open", json!({ "operation": operation }))?;
                Ok(if self.arguments.json { pretty(&file) } else { shown(&file) })
            }
            FundCommand::Export { operation, file, people, whole } => {
                let passphrase = self.passphrase()?;
                self.desk.call("session.unlock", json!({ "passphrase": passphrase.as_str() }))?;
                let path = std::path::absolute(file)?;
                let format = format_of(&path);
                let (answer, care) = if *people {
                    let open = self.desk.call("fund.open", json!({ "operation": operation }))?;
                    let request = json!({
                        "operation": operation, "format": format, "path": path, "passphrase": passphrase.as_str(),
                        "columns": open.get("columns"),
                    });
                    let care = "Liste nominative : au seul financeur, à effacer ensuite.";
                    (self.desk.call("fund.export", request)?, care)
                } else {
                    let request = json!({
                        "operation": operation, "format": format, "path": path, "passphrase": passphrase.as_str(),
                        "masked": !whole,
                    });
                    let masked = "Les petits effectifs y sont masqués.";
                    let care = if *whole { "Les petits effectifs y sont." } else { masked };
                    (self.desk.call("fund.export_figures", request)?, care)
                };
                if self.arguments.json {
                    return Ok(pretty(&answer));
                }
                let missing = self.whole_care(Counts::Files)?;
                Ok(format!("Écrit dans {}. {care}{missing}\n", path.display()))
            }
        }
    }
}
