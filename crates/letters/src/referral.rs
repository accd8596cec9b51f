//! The sheet that goes to a partner with a referral: who is meant, what is asked, and that it may be shared. It has no place for
//! a note, a diagnosis or the history of a file, so that none can slip in.

use chrono::NaiveDate;
use passerelle_domain::assessment::Theme;
use passerelle_domain::letter::tellable;
use passerelle_domain::person::Level;
use passerelle_domain::programme::ProgrammeKind;

use crate::paper::{Block, choices, facts, heading, lines, text};
use crate::word::{capital, kind, level, theme};
use crate::{Agreed, Language, Letterhead, Paper, Reach, Worker};

/// What the partner is told.
#[derive(Clone, Debug)]
pub struct ReferralSheet {
    pub who: Reach,
    /// As it is told: "17 ans".
    pub age: String,
    pub level: Option<Level>,
    /// Of a minor.
    pub representative: Option<Reach>,
    pub programme: String,
    pub kind: Option<ProgrammeKind>,
    pub partner: Reach,
    /// The person at the partner's, as the file of the provider has it.
    pub contact: String,
    pub wish: String,
    pub session: (Option<NaiveDate>, Option<NaiveDate>),
    /// Needs that somebody chose to tell, for this partner; none by itself.
    pub needs: Vec<Theme>,
    pub agreements: Vec<Agreed>,
    pub worker: Worker,
    pub invented: bool,
}

impl ReferralSheet {
    /// The sheet, on a day. A need that is not to be told is left out even if somebody named it.
    #[must_use]
    pub fn paper(&self, language: Language, day: NaiveDate, head: Letterhead) -> Paper {
        let l = language;
        let title = l.pick("Fiche d’orientation", "Referral sheet").to_owned();
        let mut blocks = vec![Block::To { lines: self.to() }];
        blocks.push(Block::Lead { text: self.lead(l, day) });
        blocks.push(heading(l.pick("La personne", "The person")));
        blocks.push(facts(self.person(l)));
        if let Some(representative) = &self.representative {
            blocks.push(heading(l.pick("Son représentant légal", "Their legal representative")));
            let mut rows = vec![(l.pick("Nom", "Name"), representative.name.clone())];
            rows.extend(representative.rows(l));
            blocks.push(facts(rows));
        }
        blocks.push(heading(l.pick("Ce qui est demandé", "What is asked for")));
        blocks.push(facts(self.asked(l)));
        if !self.wish.trim().is_empty() {
            blocks.push(text(l.pick("Ce que la personne souhaite :", "What the person wishes:")));
            blocks.push(Block::Quote { text: self.wish.clone() });
        }
        let told: Vec<String> =
            self.needs.iter().filter(|need| tellable(**need)).map(|need| capital(&theme(l, *need))).collect();
        if !told.is_empty() {
            blocks.push(text(
                l.pick("À prendre en compte pour l’accueil :", "To be thought of at the welcome:"),
            ));
            blocks.push(Block::List { items: told });
        }
        blocks.push(heading(l.pick("Accord pour transmettre cette fiche", "Agreement to share this sheet")));
        blocks.extend(self.agreements.iter().map(|agreed| text(agreed.sentence(l))));
        blocks.push(text(l.pick(
            "Cette fiche ne sert qu’à cette demande. Elle n’est transmise à personne d’autre et elle est détruite quand la \
             demande n’a plus lieu d’être.",
            "This sheet serves this request only. It is passed on to nobody else and destroyed once the request has no \
             more purpose.",
        )));
        blocks.push(heading(l.pick("Répondre à", "Reply to")));
        blocks.push(text(self.reply_to(&head)));
        blocks.push(self.slip(l));
        Paper { language, title, day, head, invented: self.invented, blocks }
    }

    fn to(&self) -> Vec<String> {
        let mut lines = vec![self.partner.name.clone()];
        if !self.contact.trim().is_empty() {
            lines.push(self.contact.clone());
        }
        lines.extend(self.partner.address.iter().cloned());
        lines
    }

    fn lead(&self, l: Language, day: NaiveDate) -> String {
        let (programme, day) = (&self.programme, l.day(day));
        l.pick(format!("Demande pour : {programme}\n{day}"), format!("Request for: {programme}\n{day}"))
    }

    fn person(&self, l: Language) -> Vec<(&'static str, String)> {
        let mut rows =
            vec![(l.pick("Nom", "Name"), self.who.name.clone()), (l.pick("Âge", "Age"), self.age.clone())];
        rows.extend(self.who.rows(l));
        let level = self.level.map(|of| level(l, of)).unwrap_or_default();
        rows.push((l.pick("Niveau atteint", "Level reached"), capital(&level)));
        rows
    }

    fn asked(&self, l: Language) -> Vec<(&'static str, String)> {
        let session = match self.session {
            (Some(start), Some(end)) => {
                let (start, end) = (l.day(start), l.day(end));
                l.pick(format!("du {start} au {end}"), format!("from {start} to {end}"))
            }
            (Some(start), None) => {
                let start = l.day(start);
                l.pick(format!("à partir du {start}"), format!("from {start}"))
            }
            (None, Some(end)) => {
                let end = l.day(end);
                l.pick(format!("jusqu’au {end}"), format!("until {end}"))
            }
            (None, None) => String::new(),
        };
        vec![
            (l.pick("Offre", "Programme"), self.programme.clone()),
            (l.pick("Genre", "Kind"), capital(&self.kind.map(|of| kind(l, of)).unwrap_or_default())),
            (l.pick("Dates souhaitées", "Wished dates"), capital(&session)),
        ]
    }

    fn reply_to(&self, head: &Letterhead) -> String {
        let lines = [&self.worker.name, &head.name, &head.address];
        lines
            .iter()
            .filter(|line| !line.trim().is_empty())
            .map(|line| line.as_str())
            .collect::<Vec<_>>()
            .join(", ")
            .replace('\n', ", ")
    }

    fn slip(&self, l: Language) -> Block {
        let name = &self.who.name;
        let title = l.pick(format!("Votre réponse pour {name}"), format!("Your answer for {name}"));
        let options: &[&str] = l.pick(
            &["acceptée", "entretien à prévoir", "liste d’attente", "refusée"],
            &["accepted", "interview to be held", "waiting list", "refused"],
        );
        Block::Slip {
            title,
            blocks: vec![
                choices(l.pick("La demande est :", "The request is:"), options),
                lines(
                    l.pick("Date et lieu du premier rendez-vous", "Day and place of the first appointment"),
                    1,
                ),
                lines(l.pick("Motif, ou ce qui manque", "Reason, or what is missing"), 2),
                lines(l.pick("Nom de la personne qui répond, téléphone", "Name of who answers, phone"), 1),
            ],
        }
    }
}
