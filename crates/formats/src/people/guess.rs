//! What a column most likely is, by its head and by what stands below it.

use passerelle_domain::code::{Email, Phone, Qpv, Uai};
use passerelle_domain::person::name::fold;

use super::days;
use super::mapping::Target;
use crate::table::Cell;

/// Heads that say it all, folded.
const EXACT: &[(Target, &[&str])] = &[
    (
        Target::GivenName,
        &[
            "prenom",
            "prenoms",
            "prenom usuel",
            "prenom eleve",
            "prenom de l eleve",
            "prenom 1",
            "prenom jeune",
            "first name",
            "given name",
            "prenom apprenant",
        ],
    ),
    (
        Target::FamilyName,
        &[
            "nom",
            "nom de famille",
            "nom usage",
            "nom d usage",
            "nom de naissance",
            "nom eleve",
            "nom de l eleve",
            "nom jeune",
            "last name",
            "family name",
            "surname",
            "nom apprenant",
            "patronyme",
        ],
    ),
    (
        Target::FullName,
        &[
            "nom prenom",
            "nom et prenom",
            "nom prenoms",
            "prenom nom",
            "prenom et nom",
            "eleve",
            "apprenant",
            "apprenti",
            "jeune",
            "identite",
            "nom complet",
            "full name",
            "name",
            "beneficiaire",
        ],
    ),
    (
        Target::Birth,
        &[
            "date de naissance",
            "date naissance",
            "naissance",
            "ne le",
            "nee le",
            "ne e le",
            "ddn",
            "date naiss",
            "dat naiss",
            "birth date",
            "date of birth",
            "birthdate",
            "dob",
            "date de naissance eleve",
        ],
    ),
    (Target::Sex, &["sexe", "genre", "civilite", "sex", "gender", "code sexe"]),
    (
        Target::Phone,
        &[
            "telephone",
            "tel",
            "portable",
            "mobile",
            "tel portable",
            "telephone portable",
            "tel mobile",
            "tel jeune",
            "telephone eleve",
            "tel eleve",
            "phone",
            "numero de telephone",
            "gsm",
            "telephone 1",
            "telephone 2",
            "tel 1",
            "tel 2",
            "tel domicile",
            "tel fixe",
            "telephone fixe",
            "telephone domicile",
            "num tel",
        ],
    ),
    (
        Target::Email,
        &[
            "mail",
            "email",
            "e mail",
            "courriel",
            "adresse mail",
            "adresse email",
            "adresse e mail",
            "adresse electronique",
            "mel",
            "mail jeune",
            "mail eleve",
            "courriel eleve",
        ],
    ),
    (
        Target::Street,
        &[
            "adresse",
            "rue",
            "voie",
            "adresse 1",
            "adresse 2",
            "adresse ligne 1",
            "adresse ligne 2",
            "ligne 1",
            "ligne 2",
            "adresse postale",
            "adresse eleve",
            "address",
            "street",
            "complement d adresse",
            "complement adresse",
            "numero et voie",
        ],
    ),
    (Target::PostalCode, &["code postal", "cp", "codepostal", "zip", "postal code", "code postal eleve"]),
    (
        Target::Commune,
        &[
            "commune",
            "ville",
            "localite",
            "city",
            "town",
            "commune de residence",
            "ville de residence",
            "commune residence",
            "libelle commune",
            "commune eleve",
        ],
    ),
    (Target::Insee, &["code insee", "insee", "code commune", "code insee commune", "commune insee"]),
    (Target::Qpv, &["qpv", "code qpv", "quartier prioritaire", "code qp"]),
    (
        Target::SchoolName,
        &[
            "etablissement",
            "dernier etablissement",
            "lycee",
            "college",
            "ecole",
            "nom etablissement",
            "etablissement d origine",
            "etablissement origine",
            "denomination etablissement",
            "cfa",
            "school",
            "libelle etablissement",
            "dernier etablissement frequente",
        ],
    ),
    (
        Target::SchoolUai,
        &[
            "uai",
            "rne",
            "code uai",
            "uai etablissement",
            "code rne",
            "code etablissement",
            "uai origine",
            "uai etab",
            "n uai",
        ],
    ),
    (
        Target::Level,
        &[
            "niveau",
            "niveau de formation",
            "niveau scolaire",
            "niveau de diplome",
            "niveau diplome",
            "diplome",
            "niveau d etudes",
            "niveau de sortie",
            "dernier diplome obtenu",
        ],
    ),
    (
        Target::LeftSchool,
        &[
            "date de sortie",
            "date sortie",
            "date de fin de scolarite",
            "date fin scolarite",
            "sorti le",
            "date de decrochage",
            "date de rupture",
            "date rupture contrat",
            "date de depart",
            "fin de scolarite",
        ],
    ),
    (
        Target::Reference,
        &[
            "ine",
            "numero ine",
            "n ine",
            "id",
            "identifiant",
            "numero dossier",
            "n dossier",
            "id siei",
            "identifiant siei",
            "numero rio",
            "ide",
            "id dossier",
            "matricule",
        ],
    ),
    (
        Target::Note,
        &[
            "classe",
            "division",
            "derniere classe",
            "formation",
            "derniere formation",
            "mef",
            "libelle mef",
            "commentaire",
            "commentaires",
            "observation",
            "observations",
            "remarque",
            "remarques",
            "situation",
            "specialite",
            "secteur",
            "motif de sortie",
            "zone geographique",
        ],
    ),
    (Target::Ignored, &["motif du refus", "motif", "refus reason"]),
    (
        Target::GuardianName,
        &[
            "representant legal",
            "responsable legal",
            "responsable",
            "representant",
            "tuteur",
            "nom representant legal",
            "nom responsable",
            "nom responsable legal",
            "nom rl",
            "nom resp legal",
            "parents",
            "nom du responsable",
            "nom du representant legal",
            "rl",
        ],
    ),
    (
        Target::GuardianRelation,
        &[
            "lien de parente",
            "lien",
            "qualite du responsable",
            "lien responsable",
            "lien representant legal",
            "lien de parente responsable",
        ],
    ),
];

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
    let exact = EXACT.iter().find(|(_, names)| names.contains(&folded.as_str()));
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
        (Target::Birth, &|cell| days::read(cell, None).is_ok_and(|day| day.day().is_some())),
    ];
    checks.iter().find(|(_, is)| most(*is)).map(|(target, _)| *target)
}
