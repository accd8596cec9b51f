//! The words for letters: one file each, where it is asked to be.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};

use crate::arguments::{GIVEN, PAGE};
use crate::{Failure, Session};

#[derive(Subcommand)]
pub enum LetterCommand {
    /// La fiche qui part à une structure avec une orientation ; refusée sans l'accord de la personne.
    #[command(help_template = PAGE)]
    Referral {
        /// Numéro de l'orientation.
        #[arg(value_name = "ORIENTATION", help_heading = GIVEN)]
        referral: String,
        /// Le fichier à écrire, qui finit par .pdf.
        #[arg(value_name = "FICHIER", help_heading = GIVEN)]
        file: PathBuf,
        /// Un besoin à dire aussi : mobility (mobilité), french (langue), digital (numérique), work (emploi) ou training
        /// (formation) ; plusieurs fois au besoin.
        #[arg(long = "need", value_name = "BESOIN")]
        needs: Vec<String>,
    },
    /// Le point de situation d'une personne, pour une réunion.
    #[command(help_template = PAGE)]
    Summary {
        /// Numéro du dossier.
        #[arg(value_name = "DOSSIER", help_heading = GIVEN)]
        person: String,
        /// Le fichier à écrire, qui finit par .pdf.
        #[arg(value_name = "FICHIER", help_heading = GIVEN)]
        file: PathBuf,
        /// Les parties, séparées par des virgules : situation, plan, referrals (orientations), meetings (rendez-vous), reach (comment
        /// joindre), representative (représentant), needs (freins), notes ; les quatre premières si rien n'est dit.
        #[arg(
            long,
            value_delimiter = ',',
            default_value = "situation,plan,referrals,meetings",
            value_name = "PARTIES"
        )]
        #[arg(hide_default_value = true)]
        parts: Vec<String>,
    },
    /// La copie que la personne emporte.
    #[command(help_template = PAGE)]
    Copy {
        /// Numéro du dossier.
        #[arg(value_name = "DOSSIER", help_heading = GIVEN)]
        person: String,
        /// Le fichier à écrire, qui finit par .pdf.
        #[arg(value_name = "FICHIER", help_heading = GIVEN)]
        file: PathBuf,
    },
    /// La convocation d'une personne de 16 ou 17 ans (obligation de formation).
    #[command(help_template = PAGE)]
    Summons {
        /// Numéro du dossier.
        #[arg(value_name = "DOSSIER", help_heading = GIVEN)]
        person: String,
        /// Le fichier à écrire, qui finit par .pdf.
        #[arg(value_name = "FICHIER", help_heading = GIVEN)]
        file: PathBuf,
        /// Jour et heure, comme ils se liront ; une ligne à remplir si rien n'est dit.
        #[arg(long, default_value = "", value_name = "MOMENT", hide_default_value = true)]
        when: String,
        /// Le lieu.
        #[arg(long, default_value = "", value_name = "LIEU", hide_default_value = true)]
        place: String,
    },
    /// Un formulaire à remplir à la main.
    #[command(help_template = PAGE)]
    Blank {
        /// `new_person` (nouvelle personne), note, agreement (accord) ou `recovery_kit` (kit de secours).
        #[arg(value_name = "FORMULAIRE", help_heading = GIVEN)]
        form: String,
        /// Le fichier à écrire, qui finit par .pdf.
        #[arg(value_name = "FICHIER", help_heading = GIVEN)]
        file: PathBuf,
    },
    /// La carte de contact d'une personne : nom, téléphone, courriel.
    #[command(help_template = PAGE)]
    Card {
        /// Numéro du dossier.
        #[arg(value_name = "DOSSIER", help_heading = GIVEN)]
        person: String,
        /// Le fichier à écrire, qui finit par .vcf.
        #[arg(value_name = "FICHIER", help_heading = GIVEN)]
        file: PathBuf,
    },
    /// Le début et la fin d'une orientation, pour un agenda.
    #[command(help_template = PAGE)]
    Dates {
        /// Numéro de l'orientation.
        #[arg(value_name = "ORIENTATION", help_heading = GIVEN)]
        referral: String,
        /// Le fichier à écrire, qui finit par .ics.
        #[arg(value_name = "FICHIER", help_heading = GIVEN)]
        file: PathBuf,
    },
}

impl Session {
    pub fn letter(&self, command: &LetterCommand) -> Result<String, Failure> {
        let (name, mut request, file): (&str, Value, &PathBuf) = match command {
            LetterCommand::Referral { referral, file, needs } => {
                ("letter.referral_sheet", json!({ "referral": referral, "needs": needs }), file)
            }
            LetterCommand::Summary { person, file, parts } => {
                ("letter.summary", json!({ "person": person, "parts": parts }), file)
            }
            LetterCommand::Copy { person, file } => ("letter.own_copy", json!({ "person": person }), file),
            LetterCommand::Summons { person, file, when, place } => {
                ("letter.summons", json!({ "person": person, "when": when, "place": place }), file)
            }
            LetterCommand::Blank { form, file } => ("letter.blank", json!({ "form": form }), file),
            LetterCommand::Card { person, file } => ("letter.person_card", json!({ "person": person }), file),
            LetterCommand::Dates { referral, file } => {
                ("letter.referral_calendar", json!({ "referral": referral }), file)
            }
        };
        if let Some(fields) = request.as_object_mut() {
            fields.insert("path".to_owned(), json!(std::path::absolute(file)?));
        }
        self.read(name, request)
    }
}
