//! The words of the command line.

use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{ArgAction, Parser, Subcommand};

use crate::case::CaseCommand;
use crate::catalogue::CatalogueCommand;
use crate::figures::TeamsCommand;
use crate::fund::FundCommand;
use crate::letter::LetterCommand;
use crate::people::PeopleCommand;
use crate::report::ReportArguments;
use crate::safe::BackupCommand;
use crate::team::arguments::{AlarmsCommand, ConflictsCommand, SpaceCommand, SyncCommand};

/// Every page of help, under French headings; the colon comes after them, and a space before it as French wants.
pub const PAGE: &str = "{about-with-newline}\nUsage : {usage}\n\n{all-args}{after-help}\n";
const COMMANDS: &str = "Commandes ";
const EVERYWHERE: &str = "Pour toutes les commandes ";
pub const GIVEN: &str = "À donner ";

/// Suivre des jeunes vers une formation ou un emploi, sans réseau, dans un fichier chiffré.
///
/// Codes de sortie : 0 fait ; 1 refusé (le problème est écrit en JSON sur la sortie d'erreur) ; 2 commande mal écrite ;
/// 3 fichier ou terminal qui ne se lit ou ne s'écrit pas ; 4 argument qui ne désigne rien ou ne se lit pas ; 5 coffre
/// vérifié et abîmé ; 6 serveur qui ne répond pas, lien coupé ou admission attendue : rien n'est perdu, recommencez ; 7
/// rencontre qui n'a pas abouti.
#[derive(Parser)]
#[command(
    name = "passerelle",
    version,
    help_template = PAGE,
    subcommand_help_heading = COMMANDS,
    subcommand_value_name = "COMMANDE",
    next_help_heading = EVERYWHERE,
    disable_help_flag = true,
    disable_help_subcommand = true,
    disable_version_flag = true
)]
pub struct Arguments {
    /// Dossier du coffre.
    #[arg(
        long,
        global = true,
        env = "PASSERELLE_VAULT",
        default_value = "passerelle-coffre",
        value_name = "DOSSIER"
    )]
    #[arg(hide_env = true, hide_default_value = true)]
    #[arg(
        help = "Dossier du coffre ; sinon celui de la variable PASSERELLE_VAULT, sinon « passerelle-coffre » ici même"
    )]
    pub vault: PathBuf,
    /// Fichier dont le texte est la phrase de passe ; sinon la variable `PASSERELLE_PASSPHRASE`, sinon elle est demandée.
    #[arg(long, global = true, value_name = "FICHIER")]
    pub passphrase_file: Option<PathBuf>,
    /// Répond en JSON, pour les scripts.
    #[arg(long, global = true)]
    pub json: bool,
    /// N'utilise pas le trousseau du système (ou `PASSERELLE_NO_KEYRING=1`) : la phrase de passe protège alors seule.
    #[arg(long, global = true, env = "PASSERELLE_NO_KEYRING", hide_env = true)]
    #[arg(value_parser = FalseyValueParser::new())]
    pub no_keyring: bool,
    /// Montre cette aide.
    #[arg(short = 'h', long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// Dit la version du programme.
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
#[command(help_template = PAGE, disable_help_subcommand = true)]
pub enum Command {
    /// Crée le coffre, et montre une seule fois le code de secours.
    #[command(help_template = PAGE)]
    Init {
        /// Votre nom, tel que vos collègues le liront.
        #[arg(value_name = "NOM", help_heading = GIVEN)]
        worker: String,
    },
    /// Ajoute un jeune, les liste, montre un dossier.
    #[command(help_template = PAGE, disable_help_subcommand = true)]
    #[command(subcommand_help_heading = COMMANDS, subcommand_value_name = "COMMANDE")]
    Person {
        #[command(subcommand)]
        command: PersonCommand,
    },
    /// Efface un dossier pour toujours.
    #[command(help_template = PAGE, disable_help_subcommand = true)]
    #[command(subcommand_help_heading = COMMANDS, subcommand_value_name = "COMMANDE")]
    Case {
        #[command(subcommand)]
        command: CaseCommand,
    },
    /// Note un échange, ou une simple note.
    #[command(help_template = PAGE)]
    Note {
        /// Numéro du dossier.
        #[arg(value_name = "DOSSIER", help_heading = GIVEN)]
        person: String,
        /// Ce qui s'est dit ; « » pour un appel sans suite.
        #[arg(value_name = "TEXTE", help_heading = GIVEN)]
        text: String,
        /// note, street (rue), call (appel), message, visit (visite), interview (entretien) ou partner (partenaire).
        #[arg(long, default_value = "note", value_name = "SORTE", hide_default_value = true)]
        kind: String,
        /// De qui vient l'échange : worker (vous), person (le jeune) ou other (autre).
        #[arg(long, default_value = "worker", value_name = "QUI", hide_default_value = true)]
        initiative: String,
        /// reached (joint), no_answer (sans réponse), left_message (message laissé) ou missed (manqué).
        #[arg(long, default_value = "reached", value_name = "ISSUE", hide_default_value = true)]
        result: String,
        /// Le jour, AAAA-MM-JJ ; aujourd'hui si rien n'est dit.
        #[arg(long, value_name = "JOUR")]
        on: Option<String>,
    },
    /// Écrit une fiche, une lettre ou un formulaire en PDF, une carte de contact ou des dates.
    #[command(help_template = PAGE, disable_help_subcommand = true)]
    #[command(subcommand_help_heading = COMMANDS, subcommand_value_name = "COMMANDE")]
    Letter {
        #[command(subcommand)]
        command: LetterCommand,
    },
    /// Propose une offre, fait avancer une orientation, les liste.
    #[command(help_template = PAGE, disable_help_subcommand = true)]
    #[command(subcommand_help_heading = COMMANDS, subcommand_value_name = "COMMANDE")]
    Referral {
        #[command(subcommand)]
        command: ReferralCommand,
    },
    /// Cherche des jeunes et des offres.
    #[command(help_template = PAGE)]
    Search {
        /// Un nom ou son début, même mal accentué ; un numéro de téléphone.
        #[arg(value_name = "TEXTE", help_heading = GIVEN)]
        text: String,
    },
    /// Lit ce que d'autres publient : offres, quartiers, adresses, métiers.
    #[command(help_template = PAGE, disable_help_subcommand = true)]
    #[command(subcommand_help_heading = COMMANDS, subcommand_value_name = "COMMANDE")]
    Catalogue {
        #[command(subcommand)]
        command: CatalogueCommand,
    },
    /// Lit une liste de jeunes à contacter, l'importe.
    #[command(help_template = PAGE, disable_help_subcommand = true)]
    #[command(subcommand_help_heading = COMMANDS, subcommand_value_name = "COMMANDE")]
    People {
        #[command(subcommand)]
        command: PeopleCommand,
    },
    /// Écrit les chiffres d'une période pour un tableur, petits effectifs masqués.
    #[command(help_template = PAGE)]
    Report(ReportArguments),
    /// Compte les participants d'une opération du Fonds social européen plus, et les exporte.
    #[command(help_template = PAGE, disable_help_subcommand = true)]
    #[command(subcommand_help_heading = COMMANDS, subcommand_value_name = "COMMANDE")]
    Fund {
        #[command(subcommand)]
        command: FundCommand,
    },
    /// Donne les effectifs de l'équipe sans aucun nom, additionne ceux de plusieurs équipes.
    #[command(help_template = PAGE, disable_help_subcommand = true)]
    #[command(subcommand_help_heading = COMMANDS, subcommand_value_name = "COMMANDE")]
    Teams {
        #[command(subcommand)]
        command: TeamsCommand,
    },
    /// Invente des jeunes pour une démonstration, ou les efface.
    #[command(help_template = PAGE, disable_help_subcommand = true)]
    #[command(subcommand_help_heading = COMMANDS, subcommand_value_name = "COMMANDE")]
    Demo {
        #[command(subcommand)]
        command: DemoCommand,
    },
    /// Écrit tout le coffre en JSON, EN CLAIR : protégez ce document, puis effacez-le.
    #[command(help_template = PAGE)]
    Export,
    /// Reprend un document écrit par « export » ; le reprendre deux fois n'ajoute rien.
    #[command(help_template = PAGE)]
    Import {
        /// Le document.
        #[arg(value_name = "FICHIER", help_heading = GIVEN)]
        file: PathBuf,
    },
    /// Vérifie que chaque page du coffre est intacte et que ses tables disent la même chose que son journal.
    #[command(help_template = PAGE)]
    Verify,
    /// Liste les sauvegardes, en fait une, remet le coffre dans l'état de l'une d'elles.
    #[command(help_template = PAGE, disable_help_subcommand = true)]
    #[command(subcommand_help_heading = COMMANDS, subcommand_value_name = "COMMANDE")]
    Backup {
        #[command(subcommand)]
        command: BackupCommand,
    },
    /// Sauve dans un nouveau coffre ce qui se lit encore d'un coffre abîmé, sans y toucher.
    #[command(help_template = PAGE)]
    Recover {
        /// Dossier du nouveau coffre ; il ne doit pas en contenir.
        #[arg(long, value_name = "DOSSIER")]
        to: PathBuf,
        /// Fichier dont le texte est le code de secours, au lieu de la phrase de passe.
        #[arg(long, value_name = "FICHIER")]
        kit: Option<PathBuf>,
    },
    /// Fonde une équipe, y entre, y fait entrer, en change les membres.
    #[command(help_template = PAGE, disable_help_subcommand = true)]
    #[command(subcommand_help_heading = COMMANDS, subcommand_value_name = "COMMANDE")]
    Space {
        /// Nom ou numéro d'une équipe restreinte ; sans lui, il s'agit de l'équipe.
        #[arg(long, value_name = "ÉQUIPE")]
        of: Option<String>,
        #[command(subcommand)]
        command: SpaceCommand,
    },
    /// Rencontre l'équipe : envoie ce qui a été écrit ici, prend ce que les autres ont écrit ; ou par un fichier.
    #[command(help_template = PAGE, disable_help_subcommand = true, args_conflicts_with_subcommands = true)]
    #[command(subcommand_help_heading = COMMANDS, subcommand_value_name = "COMMANDE")]
    Sync {
        /// Recommence dès qu'il y a du nouveau, jusqu'à ce qu'on l'interrompe ; le coffre reste ouvert.
        #[arg(long)]
        watch: bool,
        #[command(subcommand)]
        command: Option<SyncCommand>,
    },
    /// Montre les alertes de la synchronisation : ce qui est arrivé, ce qu'il faut faire.
    #[command(help_template = PAGE, disable_help_subcommand = true)]
    #[command(subcommand_help_heading = COMMANDS, subcommand_value_name = "COMMANDE")]
    Alarms {
        #[command(subcommand)]
        command: Option<AlarmsCommand>,
    },
    /// Liste ce que des portables ont écrit différemment, et tranche.
    #[command(help_template = PAGE, disable_help_subcommand = true)]
    #[command(subcommand_help_heading = COMMANDS, subcommand_value_name = "COMMANDE")]
    Conflicts {
        #[command(subcommand)]
        command: ConflictsCommand,
    },
    /// Pour les scripts : fait un appel par le nom que la fenêtre emploie, comme « person.list ».
    #[command(help_template = PAGE)]
    Call {
        /// Nom de l'appel.
        #[arg(value_name = "NOM", help_heading = GIVEN)]
        name: String,
        /// Ce qu'il demande, en JSON ; {} si rien n'est dit.
        #[arg(default_value = "{}", value_name = "DEMANDE", hide_default_value = true, help_heading = GIVEN)]
        request: String,
    },
    /// Pour les scripts : répond aux appels de l'entrée standard, un par ligne, dans une seule session.
    ///
    /// À chaque ligne `{"name": ..., "request": ...}` répond une ligne `{"answer": ...}` ou `{"problem": ...}`. Une ligne
    /// `{"topic": ...}` dit ce qu'un appel a touché. Ouvrir le coffre est un appel comme un autre, `session.unlock`.
    #[command(help_template = PAGE)]
    Talk,
    /// Écrit les types de l'entrée en TypeScript.
    #[command(hide = true)]
    Bindings,
}

#[derive(Subcommand)]
pub enum PersonCommand {
    /// Ajoute un jeune : un prénom suffit.
    #[command(help_template = PAGE)]
    Add {
        /// Prénom.
        #[arg(value_name = "PRÉNOM", help_heading = GIVEN)]
        given: String,
        /// Nom de famille.
        #[arg(long, default_value = "", value_name = "NOM", hide_default_value = true)]
        family: String,
        /// Naissance, même incomplète : 2008, 2008-03 ou 14/03/2008.
        #[arg(long, default_value = "", value_name = "NAISSANCE", hide_default_value = true)]
        birth: String,
        /// Téléphone.
        #[arg(long, default_value = "", value_name = "NUMÉRO", hide_default_value = true)]
        phone: String,
        /// Commune où vit le jeune.
        #[arg(long, default_value = "", value_name = "COMMUNE", hide_default_value = true)]
        commune: String,
        /// Comment vous l'avez connu : street (rue ; si rien n'est dit), siei (liste SIEI), school (école), cfa, partner
        /// (partenaire), family (famille) ou spontaneous (venu de lui-même).
        #[arg(long, default_value = "street", value_name = "ORIGINE", hide_default_value = true)]
        origin: String,
        /// Où, ou par qui.
        #[arg(long, default_value = "", value_name = "LIEU", hide_default_value = true)]
        place: String,
        /// Première note.
        #[arg(long, default_value = "", value_name = "TEXTE", hide_default_value = true)]
        note: String,
        /// Nom ou numéro de l'équipe restreinte dont ce sera le dossier ; de toute l'équipe si rien n'est dit.
        #[arg(long, value_name = "ÉQUIPE")]
        team: Option<String>,
    },
    /// Liste les jeunes, par nom.
    #[command(help_template = PAGE)]
    List {
        /// Seulement ceux dont le nom, la commune ou le téléphone commence ainsi.
        #[arg(default_value = "", value_name = "TEXTE", hide_default_value = true, help_heading = GIVEN)]
        text: String,
        /// Combien passer avant le premier montré.
        #[arg(long, default_value_t = 0, value_name = "NOMBRE", hide_default_value = true)]
        offset: u32,
        /// Combien montrer au plus ; 100 si rien n'est dit.
        #[arg(long, default_value_t = 100, value_name = "NOMBRE", hide_default_value = true)]
        limit: u32,
    },
    /// Montre un dossier.
    #[command(help_template = PAGE)]
    Show {
        /// Numéro du dossier, que montre « person list ».
        #[arg(value_name = "DOSSIER", help_heading = GIVEN)]
        person: String,
        /// Pourquoi l'ouvrir, quand un collègue suit la personne ou que l'usage du dossier est limité ; noté au journal des accès.
        #[arg(long, value_name = "RAISON", help_heading = GIVEN)]
        why: Option<String>,
    },
}

#[derive(Subcommand)]
pub enum ReferralCommand {
    /// Propose une offre à un jeune, en brouillon : rien ne part.
    #[command(help_template = PAGE)]
    Create {
        /// Numéro du dossier.
        #[arg(value_name = "DOSSIER", help_heading = GIVEN)]
        person: String,
        /// Numéro de l'offre, que montre « search ».
        #[arg(value_name = "OFFRE", help_heading = GIVEN)]
        programme: String,
        /// Ce que le jeune souhaite, dans ses mots.
        #[arg(long, default_value = "", value_name = "TEXTE", hide_default_value = true)]
        wish: String,
    },
    /// Fait avancer une orientation.
    #[command(help_template = PAGE)]
    Move {
        /// Numéro de l'orientation, que montre « referral list ».
        #[arg(value_name = "ORIENTATION", help_heading = GIVEN)]
        referral: String,
        /// Son nouvel état : sent (envoyée), received (reçue), in_review (à l'étude), waitlisted (liste d'attente), accepted
        /// (acceptée), started (démarrée), completed (achevée), refused (refusée), declined (déclinée), cancelled (annulée),
        /// expired (sans réponse) ou abandoned (abandonnée).
        #[arg(value_name = "ÉTAT", help_heading = GIVEN)]
        to: String,
        /// Le jour, AAAA-MM-JJ ; aujourd'hui si rien n'est dit.
        #[arg(long, value_name = "JOUR")]
        on: Option<String>,
        /// La raison, qu'il faut pour « refused », « declined », « cancelled » et « abandoned » ; comme no_place, transport,
        /// lost_contact ou other.
        #[arg(long, value_name = "RAISON")]
        reason: Option<String>,
        /// Ce qu'il y a à en dire.
        #[arg(long, default_value = "", value_name = "TEXTE", hide_default_value = true)]
        note: String,
        /// Avec « sent » : l'accord recueilli à l'instant, person (le jeune), representative (son représentant légal) ou both
        /// (les deux).
        #[arg(long, value_name = "ACCORD")]
        agreement: Option<String>,
    },
    /// Liste les orientations, la plus pressée d'abord.
    #[command(help_template = PAGE)]
    List {
        /// Seulement celles de cet état ; voir « referral move --help ».
        #[arg(long, value_name = "ÉTAT")]
        state: Option<String>,
        /// Seulement celles qui sont en retard.
        #[arg(long)]
        late: bool,
    },
}

#[derive(Subcommand)]
pub enum DemoCommand {
    /// Ajoute des personnes inventées, marquées comme telles.
    #[command(help_template = PAGE)]
    Fill {
        /// Combien, de 1 à 100 000 ; 200 si rien n'est dit.
        #[arg(long, default_value_t = 200, value_name = "NOMBRE", hide_default_value = true)]
        people: u32,
        /// Le même nombre donne les mêmes personnes ; 1 si rien n'est dit.
        #[arg(long, default_value_t = 1, value_name = "NOMBRE", hide_default_value = true)]
        seed: u32,
    },
    /// Efface pour de bon les personnes inventées et tout ce qui a été écrit sur elles.
    #[command(help_template = PAGE)]
    Remove,
}
