//! Forms to fill in by hand, for days without battery, and the sheet on which the recovery code is copied. They hold nothing of
//! anybody.

use chrono::NaiveDate;
use passerelle_domain::letter::Blank;

use crate::paper::{Block, choices, heading, lines, text};
use crate::{Language, Letterhead, Paper};

/// The form, on a day.
#[must_use]
pub fn blank(form: Blank, language: Language, day: NaiveDate, head: Letterhead) -> Paper {
    let l = language;
    let (title, blocks) = match form {
        Blank::NewPerson => (l.pick("Nouvelle personne", "New person"), new_person(l)),
        Blank::Note => (l.pick("Note d’échange", "Note of an encounter"), note(l)),
        Blank::Agreement => (l.pick("Accord pour partager", "Agreement to share"), agreement(l)),
        Blank::RecoveryKit => (l.pick("Kit de secours", "Recovery kit"), recovery(l)),
    };
    Paper { language, title: title.to_owned(), day, head, invented: false, blocks }
}

fn keep_safe(l: Language) -> Block {
    text(l.pick(
        "À recopier dans Passerelle, puis à détruire.",
        "To be copied into Passerelle, then destroyed.",
    ))
}

fn new_person(l: Language) -> Vec<Block> {
    let origins: &[&str] = l.pick(
        &["rue", "liste SIEI", "école", "CFA", "partenaire", "famille", "spontané"],
        &["street", "SIEI list", "school", "CFA", "partner", "family", "by themself"],
    );
    vec![
        keep_safe(l),
        lines(l.pick("Prénom et nom", "First and last name"), 1),
        lines(l.pick("Date de naissance, ou l’année", "Date of birth, or the year"), 1),
        lines(l.pick("Téléphone, courriel", "Phone, email"), 1),
        lines(l.pick("Adresse et commune", "Address and town"), 1),
        choices(l.pick("Comment nous nous sommes connus :", "How we met:"), origins),
        lines(l.pick("Lieu et date", "Place and day"), 1),
        lines(l.pick("École ou dernière classe, niveau atteint", "School or last class, level reached"), 1),
        lines(
            l.pick(
                "Représentant légal (moins de 18 ans) : nom, lien, téléphone",
                "Legal representative (under 18): name, relation, phone",
            ),
            1,
        ),
        choices(
            l.pick("Informée de ce qui est noté :", "Told what is written down:"),
            l.pick(&["oui", "pas encore"], &["yes", "not yet"]),
        ),
        lines(l.pick("Ce que la personne dit et souhaite", "What the person says and wishes"), 6),
    ]
}

fn note(l: Language) -> Vec<Block> {
    let ways: &[&str] = l.pick(
        &["rue", "appel", "message", "visite", "entretien", "partenaire"],
        &["street", "call", "message", "visit", "interview", "partner"],
    );
    let results: &[&str] = l.pick(
        &["jointe", "sans réponse", "message laissé", "absente"],
        &["reached", "no answer", "message left", "missed"],
    );
    let who: &[&str] =
        l.pick(&["la personne", "moi", "quelqu’un d’autre"], &["the person", "me", "somebody else"]);
    vec![
        keep_safe(l),
        lines(l.pick("Avec qui", "With whom"), 1),
        lines(l.pick("Date et lieu", "Day and place"), 1),
        choices(l.pick("Comment :", "How:"), ways),
        choices(l.pick("À l’initiative de :", "Begun by:"), who),
        choices(l.pick("La personne a été :", "The person was:"), results),
        lines(l.pick("Ce qui a été dit", "What was said"), 12),
        lines(l.pick("À faire, pour quand", "To do, until when"), 3),
    ]
}

fn agreement(l: Language) -> Vec<Block> {
    vec![
        text(l.pick(
            "J’accepte que mon nom, comment me joindre, mon âge, mon niveau et ma demande soient transmis à la structure \
             ci-dessous, pour cette demande seulement. Rien d’autre n’est transmis. Je peux changer d’avis à tout moment : plus \
             rien n’est alors transmis. Refuser ne change rien à l’accompagnement.",
            "I agree that my name, how to reach me, my age, my level and my request are passed on to the organisation below, for \
             this request only. Nothing else is passed on. I can change my mind at any time: then nothing more is passed on. \
             Saying no changes nothing in how I am supported.",
        )),
        lines(l.pick("La structure", "The organisation"), 1),
        lines(l.pick("Ma demande", "My request"), 2),
        lines(l.pick("Prénom et nom", "First and last name"), 1),
        lines(l.pick("Date", "Day"), 1),
        text(l.pick(
            "Pour une personne de moins de 18 ans, le représentant légal signe aussi.",
            "For somebody under 18 the legal representative signs as well.",
        )),
        Block::Signatures {
            of: l
                .pick(["La personne", "Le représentant légal"], ["The person", "The legal representative"])
                .iter()
                .map(|of| (*of).to_owned())
                .collect(),
        },
    ]
}

fn recovery(l: Language) -> Vec<Block> {
    vec![
        text(l.pick(
            "Recopiez ici, à la main, le code que Passerelle affiche une seule fois. Ce code ouvre les dossiers si la phrase de \
             passe est perdue : qui le lit peut tout lire.",
            "Copy here by hand the code that Passerelle shows only once. This code opens the files if the passphrase is lost: \
             whoever reads it can read everything.",
        )),
        lines(l.pick("Nom", "Name"), 1),
        lines(l.pick("Fait le", "Made on"), 1),
        heading(l.pick("Le code", "The code")),
        lines("", 4),
        heading(l.pick("Comment le garder", "How to keep it")),
        Block::List {
            items: l
                .pick(
                    [
                        "Dans un endroit fermé à clé, loin de l’ordinateur.",
                        "Jamais en photo, jamais dans un message, jamais dans un fichier.",
                        "Si ce papier est perdu, faites un autre kit : l’ancien n’ouvre plus rien.",
                    ],
                    [
                        "In a locked place, far from the laptop.",
                        "Never as a photo, never in a message, never in a file.",
                        "If this paper is lost, make another kit: the former one opens nothing any more.",
                    ],
                )
                .iter()
                .map(|of| (*of).to_owned())
                .collect(),
        },
    ]
}
