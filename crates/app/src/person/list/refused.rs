//! The lines of a list that could not be kept, as a file to be corrected and imported again.

use passerelle_domain::Refusal;
use passerelle_domain::person::text;
use passerelle_formats::people::{Mapping, Refused, refused_file};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::source::List;
use crate::desk::{App, UseCase};
use crate::{Problem, outside};

/// Writes the refused lines as they came, with their reasons in a last column, into a new CSV file. The file is outside of
/// the vault and in clear. The words of the reasons are the page's.
#[derive(Deserialize, TS)]
pub struct SaveRefused {
    /// The whole path of the list.
    path: String,
    sheet: Option<u32>,
    mapping: Mapping,
    /// As the preview said it.
    hash: String,
    /// The whole path of the new file, which ends in `.csv`.
    to: String,
    /// The head of the column of reasons.
    reason_head: String,
    /// A sentence for each code of a reason; one that is not there is written as the code.
    words: Vec<ReasonWord>,
}

/// How a reason is said.
#[derive(Deserialize, TS)]
pub struct ReasonWord {
    /// The code, as `not_a_day`.
    why: String,
    said: String,
}

#[derive(Serialize, TS)]
pub struct RefusedSaved {
    pub lines: u32,
}

impl SaveRefused {
    /// The reason of a line, with the head it is about.
    fn word(&self, line: &Refused) -> String {
        let why = serde_json::to_value(&line.why).unwrap_or_default();
        let code = why.get("why").and_then(serde_json::Value::as_str).unwrap_or_default();
        let said = self.words.iter().find(|word| word.why == code).map_or(code, |word| &word.said);
        if line.head.0.is_empty() { said.to_owned() } else { format!("{said} ({})", line.head.0) }
    }
}

impl UseCase for SaveRefused {
    const NAME: &'static str = "people.save_refused";
    type Answer = RefusedSaved;

    fn run(self, app: &App) -> Result<RefusedSaved, Problem> {
        app.with(|open| {
            let head = text("reason_head", &self.reason_head, 100)?;
            let to = outside::place(&self.to, "csv", &app.place.dir)
                .map_err(|_| Refusal::Unreadable { field: "to".to_owned() })?;
            let list = List::open(open, &self.path, self.sheet, Some(self.mapping.clone()), app.now())?;
            if list.hash != self.hash {
                return Err(Refusal::FileChanged.into());
            }
            if list.refused.is_empty() {
                return Err(Refusal::Nothing.into());
            }
            let file = refused_file(&list.table, &list.refused, &head, &|line| self.word(line));
            outside::write_new(&to, &file)?;
            Ok(RefusedSaved { lines: u32::try_from(list.refused.len()).unwrap_or(u32::MAX) })
        })
    }
}
