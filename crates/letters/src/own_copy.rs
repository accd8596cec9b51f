//! What a young person takes home: their own words, what was agreed, what comes next, whom to call, their rights. In short
//! sentences, said to them.

use chrono::NaiveDate;

use crate::paper::{Block, facts, heading, text};
use crate::summary::{Asked, Step, steps};
use crate::word::{capital, state};
use crate::{Agreed, Language, Letterhead, Paper, Worker};

#[derive(Clone, Debug, Default)]
pub struct OwnCopy {
    /// How the person is called.
    pub name: String,
    pub words: String,
    pub steps: Vec<Step>,
    pub referrals: Vec<Asked>,
    /// As they are said: day, time, place.
    pub meetings: Vec<String>,
    /// With whom things may be shared.
    pub agreements: Vec<Agreed>,
    pub minor: bool,
    pub worker: Worker,
    pub invented: bool,
}

impl OwnCopy {
    #[must_use]
    pub fn paper(&self, language: Language, day: NaiveDate, head: Letterhead) -> Paper {
        let l = language;
        let name = &self.name;
        let title = l.pick(format!("Où j’en suis : {name}"), format!("Where I stand: {name}"));
        let on = l.day(day);
        let mut blocks = vec![Block::Lead {
            text: l.pick(
                format!("Ce papier est à vous. Il dit ce que nous avons décidé ensemble, le {on}."),
                format!("This paper is yours. It says what we decided together, on {on}."),
            ),
        }];
        if !self.words.trim().is_empty() {
            blocks.push(heading(l.pick("Ce que vous voulez", "What you want")));
            blocks.push(Block::Quote { text: self.words.clone() });
        }
        if !self.steps.is_empty() {
            blocks.push(heading(l.pick("Les prochaines étapes", "The next steps")));
            blocks.push(steps(l, &self.steps, true));
        }
        if !self.meetings.is_empty() {
            blocks.push(heading(l.pick("Vos rendez-vous", "Your appointments")));
            blocks.push(Block::List { items: self.meetings.clone() });
        }
        if !self.referrals.is_empty() {
            blocks.push(heading(l.pick("Ce que nous avons demandé pour vous", "What we asked for you")));
            let told = |of: &Asked| {
                let (programme, partner, state) = (&of.programme, &of.partner, state(l, of.state));
                l.pick(
                    format!("{programme} ({partner}) : {state}"),
                    format!("{programme} ({partner}): {state}"),
                )
            };
            blocks.push(Block::List { items: self.referrals.iter().map(told).collect() });
        }
        self.shared(l, &mut blocks);
        blocks.push(heading(l.pick("Qui appeler", "Whom to call")));
        blocks.push(facts(vec![
            (l.pick("Votre contact", "Your contact"), self.worker.name.clone()),
            (l.pick("L’équipe", "The team"), head.name.clone()),
            (l.pick("Où et comment", "Where and how"), head.address.clone()),
        ]));
        blocks.push(heading(l.pick("Vos droits", "Your rights")));
        blocks.push(Block::List { items: rights(l, self.minor) });
        Paper { language, title, day, head, invented: self.invented, blocks }
    }

    fn shared(&self, l: Language, blocks: &mut Vec<Block>) {
        blocks
            .push(heading(l.pick("Avec qui nous pouvons parler de vous", "With whom we may talk about you")));
        if self.agreements.is_empty() {
            blocks.push(text(l.pick(
                "Avec personne : vous n’avez donné d’accord pour aucune structure.",
                "With nobody: you have agreed for no organisation.",
            )));
            return;
        }
        let told = |of: &Agreed| {
            let sentence = of.sentence(l);
            l.pick(format!("{} : {sentence}", of.partner), format!("{}: {sentence}", of.partner))
        };
        blocks.push(Block::List { items: self.agreements.iter().map(|of| capital(&told(of))).collect() });
        blocks.push(text(l.pick(
            "Vous pouvez changer d’avis quand vous voulez : dites-le-nous, nous ne transmettons plus rien.",
            "You can change your mind at any time: tell us, and we share nothing more.",
        )));
    }
}

/// Articles 15 to 21 and 77 of the GDPR, article 12 for the month.
fn rights(l: Language, minor: bool) -> Vec<String> {
    let mut all = vec![
        l.pick("Lire votre dossier et en avoir une copie.", "Read your file and have a copy of it."),
        l.pick("Faire corriger ce qui est faux.", "Have corrected what is wrong."),
        l.pick(
            "Demander que votre dossier soit effacé, ou qu’on ne s’en serve plus.",
            "Ask for your file to be erased, or not to be used any more.",
        ),
        l.pick(
            "Recevoir une réponse dans le mois. Sinon, vous pouvez écrire à la CNIL : cnil.fr.",
            "Get an answer within a month. If not, you can write to the CNIL: cnil.fr.",
        ),
    ];
    if minor {
        all.push(l.pick(
            "Vous avez moins de 18 ans : votre représentant légal peut demander la même chose.",
            "You are under 18: your legal representative can ask for the same.",
        ));
    }
    all.into_iter().map(ToOwned::to_owned).collect()
}
