//! The words for figures: a report of a period, written for a spreadsheet, masked unless somebody says otherwise.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::arguments::GIVEN;
use crate::{Failure, Session, pretty};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Counted {
    /// Effectifs.
    Caseload,
    /// Délais du repérage au contact, au diagnostic, à la première orientation.
    Delays,
    /// Ce que deviennent les orientations.
    Funnel,
    /// Sorties.
    Outcomes,
}

#[derive(Args)]
pub struct ReportArguments {
    /// Ce qui est compté.
    #[arg(value_name = "RAPPORT", help_heading = GIVEN)]
    counted: Counted,
    /// Le fichier à écrire, en .xlsx ou en .csv.
    #[arg(value_name = "FICHIER", help_heading = GIVEN)]
    file: PathBuf,
    /// Le premier jour, AAAA-MM-JJ.
    #[arg(long, value_name = "JOUR")]
    from: String,
    /// Le dernier jour, AAAA-MM-JJ.
    #[arg(long, value_name = "JOUR")]
    to: String,
    /// Pour caseload : referent, stage, qpv, commune, age, sex ou level ; pour funnel : programme, provider, kind, tag ou
    /// funding.
    #[arg(long, value_name = "MOT")]
    by: Option<String>,
    /// Compare avec previous (la période d'avant) ou last_year (l'année d'avant).
    #[arg(long, value_name = "QUOI")]
    against: Option<String>,
    /// Compte vos seuls suivis.
    #[arg(long)]
    mine: bool,
    /// Écrit les petits effectifs aussi : ce fichier ne doit pas sortir de l'équipe.
    #[arg(long)]
    whole: bool,
}

fn format_of(file: &Path) -> &'static str {
    let is_table = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    if is_table { "csv" } else { "xlsx" }
}

impl ReportArguments {
    fn what(&self) -> Value {
        let by = |usual: &str| self.by.clone().unwrap_or_else(|| usual.to_owned());
        match self.counted {
            Counted::Caseload => json!({ "report": "caseload", "by": by("stage") }),
            Counted::Delays => json!({ "report": "delays" }),
            Counted::Funnel => json!({ "report": "funnel", "by": by("kind") }),
            Counted::Outcomes => json!({ "report": "outcomes" }),
        }
    }
}

impl Session {
    pub(crate) fn report(&self, asked: &ReportArguments) -> Result<String, Failure> {
        let passphrase = self.passphrase()?;
        self.desk.call("session.unlock", json!({ "passphrase": passphrase.as_str() }))?;
        let path = std::path::absolute(&asked.file)?;
        let ask = json!({
            "what": asked.what(), "period": { "from": asked.from, "to": asked.to }, "mine": asked.mine,
        });
        let request = json!({
            "ask": ask, "against": asked.against, "format": format_of(&path), "masked": !asked.whole, "path": path,
            "passphrase": passphrase.as_str(),
        });
        let answer = self.desk.call("report.export", request)?;
        if self.arguments.json {
            return Ok(pretty(&answer));
        }
        let care = if asked.whole {
            "Les petits effectifs y sont : ce fichier ne doit pas sortir de l'équipe."
        } else {
            "Les petits effectifs y sont masqués."
        };
        Ok(format!("Chiffres écrits dans {}. {care}\n", path.display()))
    }
}
