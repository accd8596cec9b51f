//! The words for figures of whole teams: what one gives, and several added up.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};

use crate::arguments::{GIVEN, PAGE};
use crate::report::format_of;
use crate::team::whole::Counts;
use crate::{Failure, Session, pretty};

#[derive(Subcommand)]
pub enum TeamsCommand {
    /// Écrit les effectifs masqués de votre équipe, pour qui additionne plusieurs équipes.
    #[command(help_template = PAGE)]
    Give {
        /// Le nom de l'équipe.
        #[arg(value_name = "ÉQUIPE", help_heading = GIVEN)]
        team: String,
        /// Le fichier à écrire, qui finit par .json.
        #[arg(value_name = "FICHIER", help_heading = GIVEN)]
        file: PathBuf,
        /// Le premier jour, AAAA-MM-JJ.
        #[arg(long, value_name = "JOUR")]
        from: String,
        /// Le dernier jour, AAAA-MM-JJ.
        #[arg(long, value_name = "JOUR")]
        to: String,
    },
    /// Additionne les fichiers de plusieurs équipes ; n'ouvre aucun coffre.
    #[command(help_template = PAGE)]
    Sum {
        /// Le fichier à écrire, en .xlsx ou en .csv.
        #[arg(value_name = "FICHIER", help_heading = GIVEN)]
        file: PathBuf,
        /// Les fichiers des équipes.
        #[arg(value_name = "ÉQUIPES", help_heading = GIVEN, required = true)]
        teams: Vec<PathBuf>,
    },
}

fn refused(why: &str) -> &'static str {
    match why {
        "newer" => "écrit par une version plus récente",
        "tells_few" => "dit de petits effectifs",
        "other_period" => "d'une autre période que le premier fichier",
        "same_team" => "la même équipe est déjà là",
        _ => "n'est pas un fichier de chiffres d'équipe",
    }
}

impl Session {
    pub(crate) fn teams(&self, command: &TeamsCommand) -> Result<String, Failure> {
        match command {
            TeamsCommand::Give { team, file, from, to } => {
                let passphrase = self.passphrase()?;
                self.desk.call("session.unlock", json!({ "passphrase": passphrase.as_str() }))?;
                let path = std::path::absolute(file)?;
                let request = json!({
                    "period": { "from": from, "to": to }, "team": team, "path": path, "passphrase": passphrase.as_str(),
                });
                let answer = self.desk.call("report.give_team", request)?;
                if self.arguments.json {
                    return Ok(pretty(&answer));
                }
                let missing = self.whole_care(Counts::Exchanges)?;
                Ok(format!("Chiffres de l'équipe écrits dans {}, sans aucun nom.{missing}\n", path.display()))
            }
            TeamsCommand::Sum { file, teams } => {
                let paths: Vec<PathBuf> = teams.iter().map(std::path::absolute).collect::<Result<_, _>>()?;
                let sum = self.desk.call("report.add_teams_up", json!({ "paths": paths }))?;
                let path = std::path::absolute(file)?;
                let request = json!({ "paths": paths, "format": format_of(&path), "path": path });
                let answer = self.desk.call("report.export_team_sum", request)?;
                let (files, count) = (sum.get("files"), answer.get("teams").and_then(Value::as_u64));
                if self.arguments.json {
                    return Ok(pretty(&json!({ "files": files, "teams": count })));
                }
                let left_out = |one: &Value| {
                    let text = |field: &str| one.get(field).and_then(Value::as_str);
                    let why = refused(text("refused")?);
                    Some(format!("Laissé de côté : {}, {why}.\n", text("file").unwrap_or_default()))
                };
                let files = files.and_then(Value::as_array).into_iter().flatten();
                let said: String = files.filter_map(left_out).collect();
                let count = count.unwrap_or(0);
                let teams = if count > 1 { "équipes" } else { "équipe" };
                Ok(format!("{said}Somme de {count} {teams} écrite dans {}.\n", path.display()))
            }
        }
    }
}
