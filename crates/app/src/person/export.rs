//! The list of people into a file that spreadsheets open. It leaves the encryption, so the passphrase is asked again here, not
//! in the page, and no more leaves than the columns that are shown.

use chrono::NaiveDate;
use passerelle_domain::Refusal;
use passerelle_domain::case::Stage;
use passerelle_domain::code::Phone;
use passerelle_domain::id::PersonId;
use passerelle_domain::rights::AccessKind;
use passerelle_formats::csv;
use passerelle_vault::key;
use passerelle_vault::key::secret::Passphrase;
use passerelle_vault::person::{PeopleFilter, PeopleSort, PersonLine};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::{App, Registrar, UseCase};
use crate::safe::Language;
use crate::{Problem, access, outside};

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ExportPeople>();
}

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PeopleColumn {
    /// Two columns: first name and last name.
    Name,
    Age,
    Phone,
    Commune,
    Stage,
    LastContact,
    Referent,
}

/// Writes the list as a table: everybody whom the filters show, or the selected ones, with the columns that are shown.
#[derive(Deserialize, TS)]
pub struct ExportPeople {
    filter: PeopleFilter,
    sort: PeopleSort,
    descending: bool,
    /// Only these, in this order, whatever the filters say.
    people: Option<Vec<PersonId>>,
    columns: Vec<PeopleColumn>,
    /// The file, whole path, ending in `.csv`, outside of the vault's folder. One that is there is replaced.
    path: String,
    #[ts(type = "string")]
    passphrase: Passphrase,
}

#[derive(Serialize, TS)]
pub struct PeopleExported {
    pub people: u32,
}

fn heads(column: PeopleColumn, language: Language) -> Vec<String> {
    let (fr, en): (&[&str], &[&str]) = match column {
        PeopleColumn::Name => (&["Nom", "Prénom"], &["Last name", "First name"]),
        PeopleColumn::Age => (&["Âge"], &["Age"]),
        PeopleColumn::Phone => (&["Téléphone"], &["Phone"]),
        PeopleColumn::Commune => (&["Commune"], &["Town"]),
        PeopleColumn::Stage => (&["Étape"], &["Stage"]),
        PeopleColumn::LastContact => (&["Dernier contact"], &["Last contact"]),
        PeopleColumn::Referent => (&["Suivi par"], &["Referent"]),
    };
    let heads = match language {
        Language::Fr => fr,
        Language::En => en,
    };
    heads.iter().map(|head| (*head).to_owned()).collect()
}

fn stage(stage: Stage, language: Language) -> &'static str {
    let (fr, en) = match stage {
        Stage::Spotted => ("repéré", "spotted"),
        Stage::Contacting => ("prise de contact", "making contact"),
        Stage::Unreachable => ("injoignable", "unreachable"),
        Stage::Assessing => ("diagnostic", "assessment"),
        Stage::Planning => ("plan d’action", "action plan"),
        Stage::Following => ("suivi", "follow-up"),
        Stage::Left => ("sorti", "left"),
        Stage::Closed => ("clos", "closed"),
    };
    match language {
        Language::Fr => fr,
        Language::En => en,
    }
}

/// A day as spreadsheets of the language read it as one.
fn day(day: NaiveDate, language: Language) -> String {
    match language {
        Language::Fr => day.format("%d/%m/%Y").to_string(),
        Language::En => day.to_string(),
    }
}

fn cells(line: &PersonLine, column: PeopleColumn, language: Language) -> Vec<String> {
    match column {
        PeopleColumn::Name => vec![line.family_name.clone(), line.given_name.clone()],
        PeopleColumn::Age => vec![line.age.map_or_else(String::new, |age| {
            if age.at_least == age.at_most {
                age.at_least.to_string()
            } else {
                let to = match language {
                    Language::Fr => "à",
                    Language::En => "to",
                };
                format!("{} {to} {}", age.at_least, age.at_most)
            }
        })],
        PeopleColumn::Phone => {
            vec![Phone::parse(&line.phone).map_or_else(|_| line.phone.clone(), |phone| phone.display())]
        }
        PeopleColumn::Commune => vec![line.commune.clone()],
        PeopleColumn::Stage => vec![line.stage.map_or("", |of| stage(of, language)).to_owned()],
        PeopleColumn::LastContact => {
            vec![line.last_contact.map_or_else(String::new, |on| day(on, language))]
        }
        PeopleColumn::Referent => vec![line.referent.clone()],
    }
}

/// The table of these lines; where invented people are among them, a last column says who is.
fn table(lines: &[PersonLine], columns: &[PeopleColumn], language: Language) -> String {
    let (head, yes) = match language {
        Language::Fr => ("Personne inventée", "oui"),
        Language::En => ("Invented person", "yes"),
    };
    let invented = lines.iter().any(|line| line.demo);
    let mut all: Vec<String> = columns.iter().flat_map(|column| heads(*column, language)).collect();
    all.extend(invented.then(|| head.to_owned()));
    let row = |line: &PersonLine| {
        let mut row: Vec<String> = columns.iter().flat_map(|column| cells(line, *column, language)).collect();
        row.extend(invented.then(|| if line.demo { yes } else { "" }.to_owned()));
        row
    };
    csv::table(&all, &lines.iter().map(row).collect::<Vec<_>>())
}

impl UseCase for ExportPeople {
    const NAME: &'static str = "person.export";
    type Answer = PeopleExported;

    fn run(self, app: &App) -> Result<PeopleExported, Problem> {
        if self.columns.is_empty() {
            return Err(Refusal::Unreadable { field: "columns".to_owned() }.into());
        }
        let path = outside::place(&self.path, "csv", &app.place.dir)?;
        key::verify_passphrase(&app.place.dir, &self.passphrase, app.store.as_ref(), app.now().at.0)?;
        let language = app.settings.read().map_err(|_| Problem::Internal)?.language;
        let lines = app.ask(|vault, now| match &self.people {
            Some(people) => vault.these(people, now.today),
            None => vault.everybody(&self.filter, self.sort, self.descending, now.today),
        })?;
        app.with(|open| {
            let now = app.now();
            for line in &lines {
                access::note(open, now, Some(line.id), AccessKind::Exported);
            }
            Ok(())
        })?;
        outside::write(&path, &table(&lines, &self.columns, language))?;
        Ok(PeopleExported { people: u32::try_from(lines.len()).unwrap_or(u32::MAX) })
    }
}
