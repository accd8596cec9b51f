//! What is called how on paper. The words are those of the screens, read from the same files, so that a sheet never calls a
//! thing otherwise than the window does.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use passerelle_domain::agreement::GivenBy;
use passerelle_domain::assessment::Theme;
use passerelle_domain::person::Level;
use passerelle_domain::plan::StepBy;
use passerelle_domain::programme::ProgrammeKind;
use passerelle_domain::referral::State;
use passerelle_domain::situation::SituationKind;

use crate::Language;

type Words = HashMap<String, serde_json::Value>;

fn read(files: [&str; 2]) -> Words {
    files.iter().filter_map(|file| serde_json::from_str::<Words>(file).ok()).flatten().collect()
}

static FRENCH: LazyLock<Words> = LazyLock::new(|| {
    read([
        include_str!("../../../ui/messages/terms/fr.json"),
        include_str!("../../../ui/messages/situation/fr.json"),
    ])
});
static ENGLISH: LazyLock<Words> = LazyLock::new(|| {
    read([
        include_str!("../../../ui/messages/terms/en.json"),
        include_str!("../../../ui/messages/situation/en.json"),
    ])
});

/// The word of the screens under this key; empty where there is none, which a test refuses.
fn term(language: Language, family: &str, code: &str) -> String {
    let words = language.pick(&FRENCH, &ENGLISH);
    words.get(&format!("{family}_{code}")).and_then(|word| word.as_str()).unwrap_or_default().to_owned()
}

/// By whom an agreement was given.
#[must_use]
pub fn by(language: Language, by: GivenBy) -> String {
    term(language, "terms_given_by", by.code())
}

#[must_use]
pub fn kind(language: Language, kind: ProgrammeKind) -> String {
    term(language, "terms_kind", kind.code())
}

#[must_use]
pub fn level(language: Language, level: Level) -> String {
    term(language, "terms_level", level.code())
}

#[must_use]
pub fn theme(language: Language, theme: Theme) -> String {
    term(language, "terms_need", theme.code())
}

pub(crate) fn state(language: Language, state: State) -> String {
    term(language, "terms_state", state.code())
}

pub(crate) fn situation(language: Language, kind: SituationKind) -> String {
    term(language, "situation_kind", kind.code())
}

/// Who is to do a step, said to the young person themself or of them.
pub(crate) fn step_by(language: Language, by: StepBy, to_themself: bool) -> &'static str {
    match by {
        StepBy::Person if to_themself => language.pick("vous", "you"),
        StepBy::Person => language.pick("la personne", "the person"),
        StepBy::Worker => language.pick("la personne qui accompagne", "the worker"),
        StepBy::Partner => language.pick("un partenaire", "a partner"),
    }
}

/// How somebody is reached; what is not known is empty.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    pub name: String,
    pub phone: String,
    pub email: String,
    pub address: Vec<String>,
}

impl Reach {
    pub(crate) fn rows(&self, language: Language) -> Vec<(&'static str, String)> {
        vec![
            (language.pick("Téléphone", "Phone"), self.phone.clone()),
            (language.pick("Courriel", "Email"), self.email.clone()),
            (language.pick("Adresse", "Address"), self.address.join("\n")),
        ]
    }
}

/// Who writes, and to whom one answers.
#[derive(Clone, Debug, Default)]
pub struct Worker {
    pub name: String,
}

/// The trace of an agreement to share with one partner.
#[derive(Clone, Debug)]
pub struct Agreed {
    pub partner: String,
    pub on: Option<NaiveDate>,
    pub by: Option<GivenBy>,
    /// Of the text that was read before.
    pub text_version: String,
}

impl Agreed {
    pub(crate) fn sentence(&self, language: Language) -> String {
        let given = self.by.map(|given| by(language, given)).unwrap_or_default();
        let on = self.on.map(|on| language.day(on)).unwrap_or_default();
        let version = &self.text_version;
        language.pick(
            format!("Accord donné {given} le {on} (texte {version})."),
            format!("Agreement given {given} on {on} (text {version})."),
        )
    }
}

pub(crate) fn capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_work_has_its_word_on_paper() {
        for language in [Language::French, Language::English] {
            let mut words = Vec::new();
            words.extend(GivenBy::ALL.iter().map(|of| by(language, *of)));
            words.extend(ProgrammeKind::ALL.iter().map(|of| kind(language, *of)));
            words.extend(Level::ALL.iter().map(|of| level(language, *of)));
            words.extend(Theme::ALL.iter().map(|of| theme(language, *of)));
            words.extend(State::ALL.iter().map(|of| state(language, *of)));
            words.extend(SituationKind::ALL.iter().map(|of| situation(language, *of)));
            assert!(words.iter().all(|word| !word.is_empty()), "{words:?}");
        }
    }
}
