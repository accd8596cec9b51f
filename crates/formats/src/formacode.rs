//! Formacode, the thesaurus of training of Centre Inffo: five digits and a label, from a table with any heads that name
//! them. The list itself is its owner's and comes with nobody's permission but theirs.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::report::{Became, Limits, Refusal, Report, Why};
use crate::table::{Table, from_bytes};

/// A term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Five digits.
    pub code: String,
    pub label: String,
    /// The field or domain it stands under, by code or by name, as the file has it.
    pub domain: String,
    /// Other words that lead to it.
    pub synonyms: Vec<String>,
}

/// Reads a text or a workbook.
pub fn read(bytes: &[u8], limits: Limits) -> Result<(Vec<Term>, Report), Refusal> {
    let Table { heads, rows, report: told, .. } = from_bytes(bytes, 0, limits)?;
    let code = heads.need(&[
        "formacode",
        "code_formacode",
        "code formacode",
        "code",
        "code descripteur",
        "numero",
    ])?;
    let label = heads.need(&[
        "libelle",
        "libelle_formacode",
        "libelle formacode",
        "intitule",
        "descripteur",
        "libelle descripteur",
        "label",
    ])?;
    let domain = heads.find(&["champ", "champ semantique", "code champ", "domaine", "generique", "parent"]);
    let synonyms = heads.find(&["synonymes", "synonyme", "employe pour", "ep"]);
    // The table kept every row; which of them are terms is seen here.
    let mut report = told;
    report.counts.kept = 0;
    let (mut terms, mut seen) = (Vec::new(), HashSet::new());
    for row in &rows {
        let record = row.record();
        let at = |column: usize| record.get(column).unwrap_or_default().trim();
        let raw = at(code);
        let digits = format!("{raw:0>5}");
        if raw.is_empty() || digits.len() != 5 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            report.refused(
                row.place,
                "formacode",
                if raw.is_empty() { Why::Missing } else { Why::Form },
                raw,
            );
            continue;
        }
        let label = at(label);
        if label.is_empty() {
            report.refused(row.place, "libelle", Why::Missing, raw);
            continue;
        }
        if !seen.insert(digits.clone()) {
            report.refused(row.place, "formacode", Why::Twice, raw);
            continue;
        }
        if digits != raw {
            report.tell(row.place, "formacode", Became::Repaired, Why::Form, raw, &digits);
        }
        let parts = synonyms.map_or("", at).split([';', '|']).map(str::trim).filter(|part| !part.is_empty());
        let synonyms = parts.map(str::to_owned).collect();
        report.kept();
        terms.push(Term {
            code: digits,
            label: label.to_owned(),
            domain: domain.map_or("", at).to_owned(),
            synonyms,
        });
    }
    Ok((terms, report))
}
