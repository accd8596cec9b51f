//! The words of the command line.

use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{Parser, Subcommand};

/// Suivre des jeunes vers une formation ou un emploi, sans réseau, dans un fichier chiffré.
///
/// Codes de sortie : 0 fait ; 1 refusé (le problème est écrit en JSON sur la sortie d'erreur) ; 2 commande mal écrite ;
/// 3 fichier ou terminal illisible ; 4 argument qui ne désigne rien ou ne se lit pas ; 5 coffre vérifié et abîmé.
#[derive(Parser)]
#[command(name = "passerelle", version)]
pub struct Arguments {
    /// Dossier du coffre.
    #[arg(long, global = true, env = "PASSERELLE_VAULT", default_value = "passerelle-coffre")]
    pub vault: PathBuf,
    /// Fichier qui contient la phrase de passe ; sinon la variable `PASSERELLE_PASSPHRASE`, sinon elle est demandée.
    #[arg(long, global = true)]
    pub passphrase_file: Option<PathBuf>,
    /// Réponses en JSON.
    #[arg(long, global = true)]
    pub json: bool,
    /// N'utilise pas le trousseau du système : la phrase de passe protège seule.
    #[arg(long, global = true, env = "PASSERELLE_NO_KEYRING", value_parser = FalseyValueParser::new())]
    pub no_keyring: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Crée le coffre et écrit une fois le code de secours.
    Init {
        /// Votre nom, tel que vos collègues le liront.
        worker: String,
    },
    /// Les jeunes.
    Person {
        #[command(subcommand)]
        command: PersonCommand,
    },
    /// Note un échange.
    Note {
        person: String,
        text: String,
        #[arg(long, default_value = "note")]
        kind: String,
        #[arg(long, default_value = "worker")]
        initiative: String,
        #[arg(long, default_value = "reached")]
        result: String,
        /// AAAA-MM-JJ ; aujourd'hui si rien n'est dit.
        #[arg(long)]
        on: Option<String>,
    },
    /// Les orientations.
    Referral {
        #[command(subcommand)]
        command: ReferralCommand,
    },
    /// Cherche des jeunes et des offres.
    Search { text: String },
    /// Les données de démonstration.
    Demo {
        #[command(subcommand)]
        command: DemoCommand,
    },
    /// Écrit tout le coffre en JSON, en clair.
    Export,
    /// Reprend un tel document ; le reprendre deux fois n'ajoute rien.
    Import { file: PathBuf },
    /// Vérifie chaque page, et le journal contre les tables.
    Verify,
    /// Appelle un cas d'usage par le nom que la fenêtre emploie.
    Call {
        name: String,
        #[arg(default_value = "{}")]
        request: String,
    },
    /// Répond à chaque ligne `{"name": ..., "request": ...}` de l'entrée standard par une
    /// ligne `{"answer": ...}` ou `{"problem": ...}` ; `{"topic": ...}` dit ce qu'un appel a touché.
    Talk,
    /// Écrit les types de l'entrée en TypeScript.
    #[command(hide = true)]
    Bindings,
}

#[derive(Subcommand)]
pub enum PersonCommand {
    /// Ajoute un jeune : un prénom suffit.
    Add {
        given: String,
        #[arg(long, default_value = "")]
        family: String,
        /// 2008, 2008-03 ou 14/03/2008.
        #[arg(long, default_value = "")]
        birth: String,
        #[arg(long, default_value = "")]
        phone: String,
        #[arg(long, default_value = "")]
        commune: String,
        /// street, siei, school, cfa, partner, family ou spontaneous.
        #[arg(long, default_value = "street")]
        origin: String,
        #[arg(long, default_value = "")]
        place: String,
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Liste les jeunes.
    List {
        #[arg(default_value = "")]
        text: String,
        #[arg(long, default_value_t = 0)]
        offset: u32,
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Montre un dossier.
    Show { person: String },
}

#[derive(Subcommand)]
pub enum ReferralCommand {
    /// Propose une offre à un jeune.
    Create {
        person: String,
        programme: String,
        #[arg(long, default_value = "")]
        wish: String,
    },
    /// Fait avancer une orientation.
    Move {
        referral: String,
        to: String,
        #[arg(long)]
        on: Option<String>,
        #[arg(long)]
        reason: Option<String>,
        #[arg(long, default_value = "")]
        note: String,
        /// Avec « sent » : accord recueilli maintenant (person, representative ou both).
        #[arg(long)]
        agreement: Option<String>,
    },
    /// Liste les orientations.
    List {
        #[arg(long)]
        state: Option<String>,
        /// Seulement celles dont la réponse est en retard.
        #[arg(long)]
        late: bool,
    },
}

#[derive(Subcommand)]
pub enum DemoCommand {
    Fill {
        #[arg(long, default_value_t = 200)]
        people: u32,
        #[arg(long, default_value_t = 1)]
        seed: u32,
    },
    Remove,
}
