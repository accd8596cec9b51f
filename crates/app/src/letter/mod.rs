//! Letters and sheets: what a worker takes to a partner, a meeting or a young person, as a PDF that leaves the encryption.
//!
//! One letter is about one person and is made to be handed over at once. So it goes as a copy of a document does: to a path
//! that was chosen, without asking for the passphrase again, which is asked where many people or the whole agenda leave.

mod card;
mod case;
mod head;
mod referral;
mod summons;

use std::path::Path;

use chrono::NaiveDate;
use passerelle_domain::Refusal;
use passerelle_domain::code::Phone;
use passerelle_domain::letter::Blank;
use passerelle_domain::person::PersonDraft;
use passerelle_domain::person::birth::AgeRange;
use passerelle_domain::programme::ProviderDraft;
use passerelle_letters::{Language, Letterhead, Paper, Reach, Worker, blank, print};
use passerelle_vault::agenda::AppointmentLine;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::{App, Open, Registrar, UseCase};
use crate::{Problem, outside, safe};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<referral::WriteReferralSheet>();
    registrar.register::<case::WriteSummary>();
    registrar.register::<case::WriteOwnCopy>();
    registrar.register::<summons::WriteSummons>();
    registrar.register::<WriteBlank>();
    registrar.register::<card::WritePersonCard>();
    registrar.register::<card::WriteProviderCard>();
    registrar.register::<card::WriteReferralCalendar>();
    registrar.register::<head::ShowLetterhead>();
    registrar.register::<head::ChangeLetterhead>();
    registrar.register::<head::ChangeLogo>();
}

/// The beginning of a message to which the sheet is to be attached. It names nobody: a mail travels in the clear.
#[derive(Serialize, TS)]
pub struct MailDraft {
    /// Empty where the provider's address is not known.
    pub to: String,
    pub subject: String,
    pub body: String,
}

#[derive(Serialize, TS)]
pub struct LetterWritten {
    pub pages: u32,
    /// Signs that no typeface of the program can draw; a square stands for each.
    pub undrawn: u32,
    pub mail: Option<MailDraft>,
}

fn language(app: &App) -> Result<Language, Problem> {
    let language = app.settings.read().map_err(|_| Problem::Internal)?.language;
    Ok(match language {
        safe::Language::Fr => Language::French,
        safe::Language::En => Language::English,
    })
}

/// Makes the sheet and writes it to the path.
fn write(app: &App, path: &str, paper: Paper, mail: Option<MailDraft>) -> Result<LetterWritten, Problem> {
    let path = outside::place(path, "pdf", &app.place.dir)?;
    let printed = match print(&paper) {
        // A logo that came from elsewhere and cannot be drawn holds up no letter.
        Err(_) if paper.head.logo.is_some() => {
            let head = Letterhead { logo: None, ..paper.head.clone() };
            print(&Paper { head, ..paper })
        }
        printed => printed,
    };
    let printed = printed.map_err(|_| Problem::Internal)?;
    outside::write_bytes(&path, &printed.pdf)?;
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(LetterWritten { pages: number(printed.pages), undrawn: number(printed.undrawn), mail })
}

fn worker(open: &Open) -> Result<Worker, Problem> {
    let all = open.vault.colleagues(open.worker)?;
    Ok(Worker { name: all.into_iter().find(|one| one.me).map(|me| me.name).unwrap_or_default() })
}

fn phone(kept: &str) -> String {
    Phone::parse(kept).map_or_else(|_| kept.to_owned(), |phone| phone.display())
}

fn address(line: &str, postal: &str, commune: &str) -> Vec<String> {
    let town = format!("{postal} {commune}").trim().to_owned();
    [line.trim().to_owned(), town].into_iter().filter(|line| !line.is_empty()).collect()
}

fn name_of(who: &PersonDraft) -> String {
    format!("{} {}", who.given_name, who.family_name).trim().to_owned()
}

fn reach(who: &PersonDraft) -> Reach {
    Reach {
        name: name_of(who),
        phone: phone(&who.phone),
        email: who.email.clone(),
        address: address(&who.address_line, &who.postal_code, &who.commune),
    }
}

/// None where nobody is written down.
fn representative(who: &PersonDraft) -> Option<Reach> {
    let known = [&who.guardian_name, &who.guardian_phone, &who.guardian_email];
    known.iter().any(|part| !part.trim().is_empty()).then(|| Reach {
        name: who.guardian_name.clone(),
        phone: phone(&who.guardian_phone),
        email: who.guardian_email.clone(),
        address: Vec::new(),
    })
}

fn provider(who: &ProviderDraft) -> Reach {
    Reach {
        name: who.name.clone(),
        phone: phone(&who.phone),
        email: who.email.clone(),
        address: address(&who.address_line, &who.postal_code, &who.commune),
    }
}

fn age(language: Language, age: Option<AgeRange>) -> String {
    age.map_or_else(String::new, |AgeRange { at_least, at_most }| {
        if at_least == at_most {
            language.pick(format!("{at_least} ans"), at_least.to_string())
        } else {
            language.pick(format!("{at_least} à {at_most} ans"), format!("{at_least} to {at_most}"))
        }
    })
}

/// Meetings that still stand, from a day on, as they are said.
fn meetings(language: Language, all: &[AppointmentLine], from: NaiveDate) -> Vec<String> {
    let to_come = all.iter().filter(|line| line.stands() && line.slot.day >= from);
    let said = |line: &AppointmentLine| {
        let parts =
            [language.day(line.slot.day), line.slot.time.clone(), line.what.clone(), line.place.clone()];
        parts.into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(", ")
    };
    to_come.map(said).collect()
}

/// Writes a form to be filled in by hand. It says nothing of anybody.
#[derive(Deserialize, TS)]
pub struct WriteBlank {
    form: Blank,
    /// The file, whole path, ending in `.pdf`, outside of the vault's folder. One that is there is replaced.
    path: String,
}

impl UseCase for WriteBlank {
    const NAME: &'static str = "letter.blank";
    type Answer = LetterWritten;

    fn run(self, app: &App) -> Result<LetterWritten, Problem> {
        outside::place(&self.path, "pdf", &app.place.dir)?;
        let head = app.with(head::of)?;
        let paper = blank(self.form, language(app)?, app.now().today, head);
        write(app, &self.path, paper, None)
    }
}

fn too_large(path: &Path, limit: u32) -> Result<(), Problem> {
    let facts = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Refusal::FileMissing,
        _ => Refusal::FileUnreadable,
    })?;
    if !facts.is_file() {
        return Err(Refusal::FileUnreadable.into());
    }
    if facts.len() > u64::from(limit) {
        return Err(Refusal::FileTooLarge { size: facts.len(), limit }.into());
    }
    Ok(())
}
