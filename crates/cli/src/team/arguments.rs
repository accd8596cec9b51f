//! The words of a team: who is in it, when it meets, what it warns of, what its laptops said differently.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use crate::arguments::{GIVEN, PAGE};

#[derive(Subcommand)]
pub enum SpaceCommand {
    /// Fonde une équipe : tout ce que ce coffre contient lui est envoyé, chiffré ; le serveur n'en lit rien.
    #[command(help_template = PAGE)]
    Create {
        /// Adresse du serveur, comme hub.exemple.fr.
        #[arg(value_name = "SERVEUR", help_heading = GIVEN)]
        hub: String,
        /// Nom de l'équipe.
        #[arg(value_name = "NOM", help_heading = GIVEN)]
        name: String,
        /// Le mot que demande la personne qui tient le serveur, si elle en demande un.
        #[arg(long, default_value = "", value_name = "MOT", hide_default_value = true)]
        permit: String,
        /// Une équipe restreinte, à l'intérieur de l'équipe : elle commence sans dossier.
        #[arg(long)]
        smaller: bool,
    },
    /// Montre l'équipe, la dernière rencontre, ce qui reste à envoyer.
    #[command(help_template = PAGE)]
    Show,
    /// Invite un portable ; le code se dit de vive voix, et vaut deux jours.
    #[command(help_template = PAGE)]
    Invite {
        /// member (lit et écrit ; si rien n'est dit), admin (coordonne) ou reader (lit seulement).
        #[arg(long, value_enum, default_value_t = Role::Member, value_name = "RÔLE")]
        #[arg(hide_default_value = true, hide_possible_values = true)]
        role: Role,
    },
    /// Montre qui a répondu à l'invitation, et les six mots à comparer.
    #[command(help_template = PAGE)]
    Request,
    /// Fait entrer qui a répondu, une fois les six mots comparés.
    #[command(help_template = PAGE)]
    Admit {
        /// Les six mots, comme « space request » les montre.
        #[arg(value_name = "MOT", required = true, num_args = 1..=6, help_heading = GIVEN)]
        words: Vec<String>,
    },
    /// Retire l'invitation ouverte, ou renonce à entrer.
    #[command(help_template = PAGE)]
    Cancel,
    /// Demande à entrer dans une équipe, avec le code d'une invitation.
    #[command(help_template = PAGE)]
    Join {
        /// Adresse du serveur.
        #[arg(value_name = "SERVEUR", help_heading = GIVEN)]
        hub: String,
        /// Le code : cinq groupes de quatre signes ; les tirets ne comptent pas.
        #[arg(value_name = "CODE", help_heading = GIVEN)]
        code: String,
    },
    /// Liste les portables de l'équipe.
    #[command(help_template = PAGE)]
    Members,
    /// Change le rôle d'un portable.
    #[command(help_template = PAGE)]
    Role {
        /// Son numéro, que montre « space members », ou le nom de la personne si elle n'en a qu'un.
        #[arg(value_name = "APPAREIL", help_heading = GIVEN)]
        device: String,
        /// admin (coordonne), member (lit et écrit) ou reader (lit seulement).
        #[arg(value_name = "RÔLE", value_enum, hide_possible_values = true, help_heading = GIVEN)]
        role: Role,
    },
    /// Retire un portable : ce qu'il a envoyé compte, il ne lira plus rien de nouveau.
    #[command(help_template = PAGE)]
    Remove {
        /// Son numéro, que montre « space members », ou le nom de la personne si elle n'en a qu'un.
        #[arg(value_name = "APPAREIL", help_heading = GIVEN)]
        device: String,
    },
    /// Renouvelle le bail d'un portable qui n'a pas rencontré l'équipe à temps : ses dossiers s'ouvrent à sa prochaine rencontre.
    #[command(help_template = PAGE)]
    Renew {
        /// Son numéro, que montre « space members », ou le nom de la personne si elle n'en a qu'un.
        #[arg(value_name = "APPAREIL", help_heading = GIVEN)]
        device: String,
    },
    /// Fait le code de relève de l'équipe, à imprimer : si le portable de qui coordonne est perdu, un autre prend sa place avec.
    #[command(help_template = PAGE)]
    Kit {
        /// Retire celui qu'il y a, comme quand le papier est perdu.
        #[arg(long)]
        withdraw: bool,
    },
    /// Coordonne désormais, avec le code de relève de l'équipe ; il ne sert qu'une fois.
    #[command(help_template = PAGE)]
    Recover {
        /// Le code : neuf groupes de quatre signes ; les tirets ne comptent pas.
        #[arg(value_name = "CODE", help_heading = GIVEN)]
        code: String,
    },
    /// Donne à l'équipe de nouvelles clés, comme après un doute.
    #[command(help_template = PAGE)]
    Keys,
    /// Quitte l'équipe, ou oublie celle qui a retiré ce portable ; les dossiers restent ici.
    #[command(help_template = PAGE)]
    Leave {
        /// Part aussi quand le serveur ne répond pas : l'équipe compte alors encore ce portable parmi les siens.
        #[arg(long)]
        unheard: bool,
    },
}

/// What a laptop may do in the team, as the desk names it.
#[derive(Clone, Copy, ValueEnum)]
pub enum Role {
    Reader,
    Member,
    Admin,
}

impl Role {
    pub fn code(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Member => "member",
            Role::Admin => "admin",
        }
    }
}

#[derive(Subcommand)]
pub enum SyncCommand {
    /// Écrit, chiffré, ce que le serveur n'a pas encore de ce portable, pour un collègue sans réseau ou qui en a un.
    #[command(help_template = PAGE)]
    Export {
        /// Le fichier à écrire ; son nom finit par « .passerelle ».
        #[arg(value_name = "FICHIER", help_heading = GIVEN)]
        file: PathBuf,
    },
    /// Reprend un fichier écrit par « sync export » sur un autre portable ; le reprendre deux fois n'ajoute rien.
    #[command(help_template = PAGE)]
    Import {
        /// Le fichier.
        #[arg(value_name = "FICHIER", help_heading = GIVEN)]
        file: PathBuf,
    },
}

#[derive(Subcommand)]
pub enum AlarmsCommand {
    /// Marque une alerte comme lue ; elle n'est plus montrée.
    #[command(help_template = PAGE)]
    Read {
        /// Son numéro, que montre « alarms ».
        #[arg(value_name = "NUMÉRO", help_heading = GIVEN)]
        alarm: i64,
    },
}

#[derive(Subcommand)]
pub enum ConflictsCommand {
    /// Liste ce que des portables ont écrit différemment, chaque version avec son auteur.
    #[command(help_template = PAGE)]
    List {
        /// Seulement ceux de ce dossier.
        #[arg(value_name = "DOSSIER", help_heading = GIVEN)]
        person: Option<String>,
    },
    /// Tranche un désaccord ; l'historique garde tout.
    #[command(help_template = PAGE)]
    Resolve {
        /// Sa marque, que montre « conflicts list » ; elle change quand une version change.
        #[arg(value_name = "MARQUE", help_heading = GIVEN)]
        mark: String,
        /// La lettre de la version à garder, ou both (les deux textes), back (garder la ligne) ou out (la retirer).
        #[arg(value_name = "CHOIX", help_heading = GIVEN)]
        keep: String,
    },
}
