//! The sheet that goes to a partner with a referral.

use passerelle_domain::assessment::{Answer, Theme};
use passerelle_domain::id::ReferralId;
use passerelle_domain::referral::may_share;
use passerelle_letters::{Agreed, Language, Letterhead, ReferralSheet, Worker};
use serde::Deserialize;
use ts_rs::TS;

use super::{LetterWritten, MailDraft, age, head, language, provider, reach, representative, worker, write};
use crate::desk::{App, UseCase};
use crate::{Problem, outside};

/// Writes the sheet of a referral. Refused: no agreement to share with that partner stands, or not the representative's where
/// the person is a minor.
#[derive(Deserialize, TS)]
pub struct WriteReferralSheet {
    referral: ReferralId,
    /// Needs that are told to the partner: those that were answered with yes and may be told at all; others are left out.
    #[serde(default)]
    needs: Vec<Theme>,
    /// The file, whole path, ending in `.pdf`, outside of the vault's folder. One that is there is replaced.
    path: String,
}

/// A message without a name in it: what it is about stands in the sheet alone.
fn mail(language: Language, to: &str, programme: &str, worker: &Worker, head: &Letterhead) -> MailDraft {
    let signed = [worker.name.as_str(), head.name.as_str(), head.address.as_str()];
    let signed = signed.iter().filter(|line| !line.trim().is_empty()).copied().collect::<Vec<_>>().join("\n");
    let subject =
        language.pick(format!("Fiche d’orientation : {programme}"), format!("Referral sheet: {programme}"));
    let body = language.pick(
        format!(
            "Bonjour,\n\nVous trouverez ci-jointe une fiche d’orientation pour « {programme} ». La personne est d’accord pour \
             que vous la receviez.\nUn talon de réponse est en bas de la fiche.\n\nBien cordialement,\n{signed}"
        ),
        format!(
            "Hello,\n\nPlease find attached a referral sheet for “{programme}”. The person agrees that you receive it.\nAn answer \
             slip is at the foot of the sheet.\n\nKind regards,\n{signed}"
        ),
    );
    MailDraft { to: to.to_owned(), subject, body }
}

impl UseCase for WriteReferralSheet {
    const NAME: &'static str = "letter.referral_sheet";
    type Answer = LetterWritten;

    fn run(self, app: &App) -> Result<LetterWritten, Problem> {
        outside::place(&self.path, "pdf", &app.place.dir)?;
        let l = language(app)?;
        let (paper, mail) = app.with(|open| {
            let today = app.now().today;
            may_share(&open.vault.referral_facts(self.referral, today)?)?;
            let referral = open.vault.referral(self.referral, today)?;
            let file = open.vault.person(referral.line.person, today)?;
            let partner = open.vault.provider(referral.provider)?.who;
            let (worker, head) = (worker(open)?, head::of(open)?);
            let mail = mail(l, &partner.email, &referral.line.programme_name, &worker, &head);
            let standing = file.agreements.iter().filter(|agreement| {
                agreement.provider == referral.provider && agreement.withdrawn_on.is_none()
            });
            let agreements = standing.map(|agreement| Agreed {
                partner: agreement.provider_name.clone(),
                on: agreement.given_on,
                by: agreement.given_by,
                text_version: agreement.text_version.clone(),
            });
            let named = |theme: Theme| {
                let answered = file.needs.iter().find(|need| need.theme == theme);
                answered.is_some_and(|need| need.answer == Answer::Yes)
            };
            let sheet = ReferralSheet {
                who: reach(&file.who),
                age: age(l, file.age),
                level: file.who.level,
                representative: representative(&file.who).filter(|_| file.minor != Some(false)),
                programme: referral.line.programme_name.clone(),
                kind: referral.line.programme_kind,
                partner: provider(&partner),
                contact: partner.contact.clone(),
                wish: referral.wish.clone(),
                session: (referral.session_start, referral.session_end),
                needs: self.needs.iter().copied().filter(|theme| named(*theme)).collect(),
                agreements: agreements.collect(),
                worker,
                invented: file.demo,
            };
            Ok((sheet.paper(l, today, head), mail))
        })?;
        write(app, &self.path, paper, Some(mail))
    }
}
