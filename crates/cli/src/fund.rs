//! The words for the European fund: its operations, their indicators, and the files that leave.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};

use crate::arguments::{GIVEN, PAGE};
use crate::report::format_of;
use crate::show::table;
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
        let (figure, counts) = (&shown["figure"], &shown["figure"]["counts"]);
        let mut cells = vec![words(&shown["code"]), words(&shown["name"]["fr"])];
        cells.extend(["women", "men", "non_binary", "untold"].map(|gender| words(&counts[gender])));
        cells.extend([words(&figure["refused"]), words(&figure["unknown"])]);
        cells
    };
    let rows: Vec<Vec<String>> = file["figures"].as_array().into_iter().flatten().map(row).collect();
    let heads =
        ["Code", "Indicateur", "Femmes", "Hommes", "Non binaires", "Genre non dit", "Refus", "Inconnu"];
    let complete = &file["completeness"];
    format!(
        "{} : {} participants, {} % incomplets. Intitulés à vérifier au Journal officiel.\n{}",
        words(&file["what"]["name"]),
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
                let mut request = json!({
                    "operation": operation, "format": format_of(&path), "path": path,
                    "passphrase": passphrase.as_str(),
                });
                let (call, care) = if *people {
                    let open = self.desk.call("fund.open", json!({ "operation": operation }))?;
                    request["columns"] = open["columns"].clone();
                    ("fund.export", "Liste nominative : au seul financeur, à effacer ensuite.")
                } else {
                    request["masked"] = json!(!whole);
                    let masked = "Les petits effectifs y sont masqués.";
                    ("fund.export_figures", if *whole { "Les petits effectifs y sont." } else { masked })
                };
                let answer = self.desk.call(call, request)?;
                if self.arguments.json {
                    return Ok(pretty(&answer));
                }
                Ok(format!("Écrit dans {}. {care}\n", path.display()))
            }
        }
    }
}
