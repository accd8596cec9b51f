//! The summons under the training obligation of those from 16 to 18. The law gives it to the mission locale alone (code de
//! l'éducation, articles L. 114-1 and R. 114-7): a team of another kind writes it for the mission locale to sign.

use chrono::NaiveDate;

use crate::paper::{Block, facts, heading, lines, text};
use crate::{Language, Letterhead, Paper, Reach, Worker};

#[derive(Clone, Debug, Default)]
pub struct Summons {
    pub who: Reach,
    pub representative: Option<Reach>,
    /// As they are said; empty ones are left to be written by hand.
    pub when: String,
    pub place: String,
    /// Two months after the day of the summons (article R. 114-7), as it is told.
    pub until: Option<NaiveDate>,
    pub worker: Worker,
    pub invented: bool,
}

impl Summons {
    #[must_use]
    pub fn paper(&self, language: Language, day: NaiveDate, head: Letterhead) -> Paper {
        let l = language;
        let title =
            l.pick("Convocation : obligation de formation", "Summons: duty to be in training").to_owned();
        let mut to = vec![self.who.name.clone()];
        let care = self.representative.as_ref().map(|of| &of.name).filter(|name| !name.is_empty());
        to.extend(care.map(|name| {
            l.pick(format!("et {name}, représentant légal"), format!("and {name}, legal representative"))
        }));
        to.extend(self.who.address.iter().cloned());
        let mut blocks = vec![Block::To { lines: to }, text(l.day(day))];
        blocks.push(text(l.pick(
            "Bonjour,\nEn France, toute personne de 16 à 18 ans doit être en formation : à l’école, en apprentissage, en \
             formation professionnelle, en emploi, en service civique ou dans un accompagnement (article L. 114-1 du code de \
             l’éducation). D’après ce que nous savons, ce n’est pas le cas aujourd’hui. Si c’est une erreur, dites-le-nous.",
            "Hello,\nIn France everybody from 16 to 18 must be in training: at school, in an apprenticeship, in vocational \
             training, in a job, in civic service or with a support scheme (article L. 114-1 of the education code). As far \
             as we know this is not so today. If that is a mistake, tell us.",
        )));
        blocks.push(text(l.pick(
            "Nous vous invitons, avec votre représentant légal, à un entretien pour trouver ensemble une solution qui vous \
             convienne (article R. 114-7 du même code).",
            "We ask you, with your legal representative, to come to a talk, to find together what suits you (article \
             R. 114-7 of the same code).",
        )));
        blocks.push(heading(l.pick("Votre entretien", "Your appointment")));
        let by_hand = self.when.trim().is_empty() || self.place.trim().is_empty();
        blocks.push(facts(vec![
            (l.pick("Quand", "When"), self.when.clone()),
            (l.pick("Où", "Where"), self.place.clone()),
            (l.pick("Avec qui", "With whom"), self.worker.name.clone()),
        ]));
        if by_hand {
            blocks.push(lines(l.pick("Jour, heure et lieu", "Day, time and place"), 2));
        }
        blocks.push(text(l.pick(
            "Vous ne pouvez pas venir ce jour-là ? Appelez-nous : nous trouverons un autre moment. Si votre état de santé ne \
             permet pas une formation, un certificat médical suffit (article R. 114-3).",
            "You cannot come that day? Call us: we will find another time. If your health does not allow training, a medical \
             certificate is enough (article R. 114-3).",
        )));
        if let Some(until) = self.until {
            let until = l.day(until);
            blocks.push(text(l.pick(
                format!("Sans solution au {until}, soit deux mois après cette convocation, la mission locale transmet votre \
                         situation au président du conseil départemental, qui peut vous proposer une aide (article R. 114-7)."),
                format!("Without a solution by {until}, two months after this summons, the mission locale passes your situation \
                         on to the president of the departmental council, who can offer help (article R. 114-7)."),
            )));
        }
        blocks.push(Block::Signatures {
            of: vec![l.pick("Pour la mission locale", "For the mission locale").to_owned()],
        });
        blocks.push(Block::Slip {
            title: l
                .pick("À vérifier avant l’envoi (à détacher)", "To be checked before sending (to be cut off)")
                .to_owned(),
            blocks: vec![Block::List { items: checks(l) }],
        });
        Paper { language, title, day, head, invented: self.invented, blocks }
    }
}

fn checks(l: Language) -> Vec<String> {
    let all = l.pick(
        [
            "Seule la mission locale convoque : la lettre est signée par elle.",
            "L’âge au jour de la lettre : 16 ans révolus, moins de 18 ans.",
            "Le cas prévu : absence injustifiée à l’entretien, accompagnement abandonné, ou plus de réponse (article R. 114-7).",
            "La rédaction en vigueur des articles, sur legifrance.gouv.fr.",
        ],
        [
            "The mission locale alone summons: it signs the letter.",
            "The age on the day of the letter: 16 or over, under 18.",
            "The case: an interview missed without a reason, support that was given up, or no answer any more (article R. 114-7).",
            "The wording in force of the articles, on legifrance.gouv.fr.",
        ],
    );
    all.iter().map(|one| (*one).to_owned()).collect()
}
