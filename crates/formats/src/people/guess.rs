//! What a column most likely is, by its head and by what stands below it.

use passerelle_domain::code::{Email, Phone, Qpv, Uai};
use passerelle_domain::person::name::fold;

use super::days;
use super::heads::EXACT;
use super::mapping::Target;
use crate::table::Cell;

/// Words that make of a column one of the legal representative.
const GUARDIAN: &[&str] = &[
    "representant",
    "responsable",
    "resp",
    "legal",
    "rl",
    "rl1",
    "parent",
    "parents",
    "pere",
    "mere",
    "tuteur",
    "famille",
];

/// What the head says; none where it says nothing known.
pub(super) fn by_head(head: &str) -> Option<Target> {
    let folded = fold(head);
    // `codePostal` and `code_postal` are the same words.
    let joined = folded.replace(' ', "");
    let same = |name: &&str| **name == folded || name.replace(' ', "") == joined;
    let exact = EXACT.iter().find(|(_, names)| names.iter().any(same));
    if let Some((target, _)) = exact {
        return Some(*target);
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    if has(GUARDIAN) {
        return Some(if has(&["tel", "telephone", "portable", "mobile"]) {
            Target::GuardianPhone
        } else if has(&["mail", "email", "courriel", "mel"]) {
            Target::GuardianEmail
        } else if has(&["prenom", "prenoms"]) {
            Target::GuardianGivenName
        } else if has(&["nom"]) {
            Target::GuardianName
        } else if has(&["lien", "qualite"]) {
            Target::GuardianRelation
        } else {
            Target::Note
        });
    }
    Some(
        if has(&["naissance", "naiss"]) && !has(&["lieu", "commune", "ville", "pays", "departement", "dept"])
        {
            Target::Birth
        } else if has(&["prenom", "prenoms"]) {
            if has(&["nom"]) { Target::FullName } else { Target::GivenName }
        } else if has(&["tel", "telephone", "portable"]) {
            Target::Phone
        } else if has(&["mail", "email", "courriel"]) {
            Target::Email
        } else if has(&["uai", "rne"]) {
            Target::SchoolUai
        } else if has(&["insee"]) {
            Target::Insee
        } else if has(&["postal"]) {
            Target::PostalCode
        } else if has(&["etablissement", "lycee", "college"])
            && !has(&["type", "date", "commune", "ville", "code"])
        {
            Target::SchoolName
        } else if has(&["classe"]) {
            Target::Note
        } else {
            return None;
        },
    )
}

/// Whether a cell is of a kind.
type Check<'a> = &'a dyn Fn(&Cell) -> bool;

/// What four in five cells are; none below five cells, or where they are nothing in particular.
pub(super) fn by_content(cells: &[&Cell]) -> Option<Target> {
    if cells.len() < 5 {
        return None;
    }
    let most =
        |is: &dyn Fn(&Cell) -> bool| cells.iter().filter(|cell| is(cell)).count() * 5 >= cells.len() * 4;
    let text = |is: fn(&str) -> bool| move |cell: &Cell| is(&cell.text());
    let checks: [(Target, Check); 5] = [
        (Target::Email, &text(|text| text.contains('@') && Email::parse(text).is_ok())),
        (Target::SchoolUai, &text(|text| text.len() == 8 && Uai::parse(text).is_ok())),
        (Target::Qpv, &text(|text| Qpv::parse(text).is_ok())),
        (Target::Phone, &text(|text| text.len() >= 9 && Phone::parse(text).is_ok())),
        // A number alone is as well a code of five digits as a day of a spreadsheet: only what looks like a day counts.
        (Target::Birth, &|cell| match cell {
            Cell::Day(_) => true,
            Cell::Text(text) => {
                let apart = text.contains(['/', '-', '.', ' ']);
                apart && days::read(cell, None).is_ok_and(|day| day.day().is_some())
            }
            Cell::Empty | Cell::Number(_) | Cell::Bool(_) => false,
        }),
    ];
    checks.iter().find(|(_, is)| most(*is)).map(|(target, _)| *target)
}
