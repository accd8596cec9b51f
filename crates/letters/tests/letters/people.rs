//! Invented people, and a letter of each sort about them.

use chrono::NaiveDate;
use passerelle_domain::agreement::GivenBy;
use passerelle_domain::assessment::Theme;
use passerelle_domain::letter::{Blank, Part};
use passerelle_domain::person::Level;
use passerelle_domain::plan::StepBy;
use passerelle_domain::programme::ProgrammeKind;
use passerelle_domain::referral::State;
use passerelle_domain::situation::SituationKind;
use passerelle_letters::{
    Agreed, Asked, Language, Letterhead, OwnCopy, Paper, Reach, ReferralSheet, Step, Summary, Summons,
    Worker, blank,
};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn today() -> NaiveDate {
    day("2026-11-24")
}

pub fn head() -> Letterhead {
    Letterhead {
        name: "Équipe du Pile".into(),
        address: "2 rue du Pile, 59100 Roubaix\n03 20 00 00 00".into(),
        foot: "Association Passerelle, financée par la Région Hauts-de-France".into(),
        logo: None,
    }
}

pub fn awa() -> Reach {
    Reach {
        name: "Awa Diallo".into(),
        phone: "06 39 98 00 01".into(),
        email: "awa@exemple.fr".into(),
        address: vec!["12 rue de l’Alma".into(), "59100 Roubaix".into()],
    }
}

fn mother() -> Reach {
    Reach { name: "Fatou Diallo".into(), phone: "06 39 98 00 02".into(), ..Reach::default() }
}

fn worker() -> Worker {
    Worker { name: "Marguerite Sénéchal".into() }
}

fn agreed() -> Agreed {
    Agreed {
        partner: "CFA des Deux Rives".into(),
        on: Some(day("2026-11-20")),
        by: Some(GivenBy::Both),
        text_version: "2026-11".into(),
    }
}

pub fn sheet() -> ReferralSheet {
    ReferralSheet {
        who: awa(),
        age: "17 ans".into(),
        level: Some(Level::Level3),
        representative: Some(mother()),
        programme: "CAP Carrosserie".into(),
        kind: Some(ProgrammeKind::Apprenticeship),
        partner: Reach {
            name: "CFA des Deux Rives".into(),
            address: vec!["4 quai du Port".into(), "59000 Lille".into()],
            ..Reach::default()
        },
        contact: "Bruno Caron".into(),
        wish: "« Je veux réparer des voitures, pas rester assise. »".into(),
        session: (Some(day("2027-01-05")), Some(day("2027-06-30"))),
        needs: vec![Theme::Mobility, Theme::Health],
        agreements: vec![agreed()],
        worker: worker(),
        invented: false,
    }
}

fn steps() -> Vec<Step> {
    vec![
        Step {
            what: "Appeler le CFA".into(),
            by: Some(StepBy::Worker),
            due_on: Some(day("2026-12-01")),
            done: false,
        },
        Step { what: "Faire la carte de bus".into(), by: Some(StepBy::Person), due_on: None, done: true },
    ]
}

fn asked() -> Vec<Asked> {
    vec![Asked {
        programme: "CAP Carrosserie".into(),
        partner: "CFA des Deux Rives".into(),
        state: State::Sent,
        since: Some(day("2026-11-20")),
    }]
}

pub fn summary() -> Summary {
    Summary {
        who: awa(),
        age: "17 ans".into(),
        representative: Some(mother()),
        situation: Some((SituationKind::Seeking, Some(day("2026-09-01")))),
        words: "« Un vrai métier. »".into(),
        steps: steps(),
        referrals: asked(),
        meetings: vec!["1er décembre 2026, 10:00, CFA".into()],
        needs: vec![Theme::Health, Theme::Mobility],
        notes: vec![(Some(day("2026-11-18")), "Veut la soudure.\nRappeler lundi.".into())],
        worker: worker(),
        invented: true,
    }
}

pub fn own_copy() -> OwnCopy {
    OwnCopy {
        name: "Awa".into(),
        words: "« Un vrai métier. »".into(),
        steps: steps(),
        referrals: asked(),
        meetings: vec!["1er décembre 2026, 10:00, CFA".into()],
        agreements: vec![agreed()],
        minor: true,
        worker: worker(),
        invented: false,
    }
}

pub fn summons() -> Summons {
    Summons {
        who: awa(),
        representative: Some(mother()),
        when: "mardi 1er décembre 2026 à 10 h".into(),
        place: "Mission locale, 78 boulevard de Belfort, Roubaix".into(),
        until: Some(day("2027-01-24")),
        worker: worker(),
        invented: false,
    }
}

/// One of each, under the name of its golden text.
pub fn all(language: Language) -> Vec<(String, Paper)> {
    let tongue = language.pick("fr", "en");
    let parts: Vec<Part> = Part::ALL.to_vec();
    let usual = [Part::Reach, Part::Situation, Part::Plan, Part::Referrals, Part::Meetings];
    let mut all = vec![
        ("referral".to_owned(), sheet().paper(language, today(), head())),
        ("summary".to_owned(), summary().paper(&parts, language, today(), head())),
        ("summary_usual".to_owned(), summary().paper(&usual, language, today(), head())),
        ("own_copy".to_owned(), own_copy().paper(language, today(), head())),
        ("summons".to_owned(), summons().paper(language, today(), head())),
    ];
    let forms =
        Blank::ALL.iter().map(|form| (form.code().to_owned(), blank(*form, language, today(), head())));
    all.extend(forms);
    all.into_iter().map(|(name, paper)| (format!("{name}_{tongue}"), paper)).collect()
}
