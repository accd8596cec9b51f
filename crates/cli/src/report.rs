//! The words for figures: a report of a period, written for a spreadsheet, masked unless somebody says otherwise.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::arguments::GIVEN;
use crate::team::whole::Counts;
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
    /// Heures de clause sociale des chantiers.
    Works,
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
    /// Pour caseload : referent, stage, qpv, neighbourhood, commune, age, sex ou level ; pour funnel : programme, provider, kind, tag ou
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

pub(crate) fn format_of(file: &Path) -> &'static str {
    let is_table = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    if is_table { "csv" } else { "xlsx" }
}

/// By what each report is cut; the first where nothing is said.
const CASELOAD_BY: &[&str] = &["stage", "referent", "qpv", "neighbourhood", "commune", "age", "sex", "level"];
const FUNNEL_BY: &[&str] = &["kind", "programme", "provider", "tag", "funding"];
const AGAINST: &[&str] = &["previous", "last_year"];

/// A word of a list; what the list has instead where it is none.
fn word<'w>(said: Option<&'w str>, known: &[&'w str]) -> Result<Option<&'w str>, Failure> {
    match said {
        Some(said) if !known.contains(&said) => {
            Err(Failure::Argument(format!("« {said} » n'est pas connu ici : {}", known.join(", "))))
        }
        said => Ok(said),
    }
}

impl ReportArguments {
    fn what(&self) -> Result<Value, Failure> {
        let by = |known: &[&'static str]| {
            let said = word(self.by.as_deref(), known)?;
            Ok::<_, Failure>(said.or(known.first().copied()).map(str::to_owned))
        };
        Ok(match self.counted {
            Counted::Caseload => json!({ "report": "caseload", "by": by(CASELOAD_BY)? }),
            Counted::Delays => json!({ "report": "delays" }),
            Counted::Funnel => json!({ "report": "funnel", "by": by(FUNNEL_BY)? }),
            Counted::Outcomes => json!({ "report": "outcomes" }),
            Counted::Works => json!({ "report": "works" }),
        })
    }
}

impl Session {
    pub(crate) fn report(&self, asked: &ReportArguments) -> Result<String, Failure> {
        let (what, against) = (asked.what()?, word(asked.against.as_deref(), AGAINST)?);
        let passphrase = self.passphrase()?;
        self.desk.call("session.unlock", json!({ "passphrase": passphrase.as_str() }))?;
        let path = std::path::absolute(&asked.file)?;
        let ask = json!({
            "what": what, "period": { "from": asked.from, "to": asked.to }, "mine": asked.mine,
        });
        let request = json!({
            "ask": ask, "against": against, "format": format_of(&path), "masked": !asked.whole, "path": path,
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
        let missing = self.whole_care(Counts::Exchanges)?;
        Ok(format!("Chiffres écrits dans {}. {care}{missing}\n", path.display()))
    }
}
