//! Which columns the participants of an operation leave in: the import of the tool of record changes, so heads, order and what
//! fills them are the worker's to say, by operation.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::change::Refusal;
use crate::person::line;
use crate::word::words;

words! {
    /// What can fill a column.
    FundSource {
        FamilyName = "family_name", GivenName = "given_name", Birth = "birth", Gender = "gender",
        Age = "age", Address = "address", PostalCode = "postal_code", Commune = "commune", Insee = "insee",
        Phone = "phone", Email = "email", Qpv = "qpv",
        EnteredOn = "entered_on", LeftOn = "left_on", LeftReason = "left_reason",
        Labour = "labour", UnemployedSince = "unemployed_since", LongUnemployed = "long_unemployed",
        Education = "education", Level = "level", Disability = "disability", ThirdCountry = "third_country",
        ForeignBackground = "foreign_background", Minority = "minority", Housing = "housing", Rural = "rural",
        ExitOn = "exit_on", ExitLabour = "exit_labour", ExitSearching = "exit_searching",
        ExitEducation = "exit_education", ExitQualified = "exit_qualified",
        LaterOn = "later_on", LaterEmployed = "later_employed", LaterImproved = "later_improved",
        /// What is missing of the participant, in words.
        Missing = "missing",
        /// A column that the tool asks for and nothing here fills.
        Nothing = "nothing",
    }
}

/// One column: its head, and what fills it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FundColumn {
    pub head: String,
    pub source: FundSource,
}

/// Columns of one table at most.
pub const MOST_COLUMNS: usize = 100;

/// The columns as they leave. Refused: none, too many, one without a head, two of one head (spreadsheets read capitals and small
/// letters alike).
pub fn check(columns: &[FundColumn]) -> Result<Vec<FundColumn>, Refusal> {
    if columns.is_empty() {
        return Err(Refusal::Nothing);
    }
    let unreadable = |field: &str| Refusal::Unreadable { field: field.to_owned() };
    if columns.len() > MOST_COLUMNS {
        return Err(unreadable("columns"));
    }
    let mut read: Vec<FundColumn> = Vec::with_capacity(columns.len());
    for column in columns {
        let head = line("head", &column.head, 200)?;
        if head.is_empty() {
            return Err(unreadable("head"));
        }
        if read.iter().any(|other| other.head.to_lowercase() == head.to_lowercase()) {
            return Err(Refusal::LabelTaken);
        }
        read.push(FundColumn { head, source: column.source });
    }
    Ok(read)
}

/// One line a column: what fills it, a tab, its head. A head holds neither.
pub(super) fn to_text(columns: &[FundColumn]) -> String {
    let line = |column: &FundColumn| format!("{}\t{}", column.source.code(), column.head);
    columns.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The columns of such a text; one that a newer version fills is left empty, and none where nothing was kept.
pub fn from_text(text: &str) -> Vec<FundColumn> {
    let column = |line: &str| {
        let (source, head) = line.split_once('\t')?;
        let source = FundSource::from_code(source).unwrap_or(FundSource::Nothing);
        Some(FundColumn { head: head.to_owned(), source })
    };
    text.lines().filter_map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(head: &str, source: FundSource) -> FundColumn {
        FundColumn { head: head.to_owned(), source }
    }

    #[test]
    fn columns_come_back_as_they_were_kept() {
        let columns = vec![column("Nom", FundSource::FamilyName), column("=SOMME(A1)", FundSource::Nothing)];
        assert_eq!(from_text(&to_text(&check(&columns).unwrap())), columns);
        assert_eq!(from_text(""), []);
        let newer = from_text("shoe_size\tPointure");
        assert_eq!(newer, [column("Pointure", FundSource::Nothing)], "the head stays in its place");
    }

    #[test]
    fn a_head_is_there_once() {
        let twice = [column("Nom", FundSource::FamilyName), column("NOM", FundSource::GivenName)];
        assert_eq!(check(&twice), Err(Refusal::LabelTaken));
        assert_eq!(check(&[]), Err(Refusal::Nothing));
        let bare = check(&[column(" ", FundSource::Birth)]);
        assert_eq!(bare, Err(Refusal::Unreadable { field: "head".into() }));
    }
}
