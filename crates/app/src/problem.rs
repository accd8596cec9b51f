//! What the outside is told when something did not happen: a stable code and its facts, never a raw error.

use passerelle_domain::Refusal;
use passerelle_vault::key::{KeyError, KeyringState};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A problem as screens and scripts see it. Each code has its sentence in French and English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[error("{self:?}")]
pub enum Problem {
    WrongPassphrase {
        retry_after_s: u32,
    },
    Wait {
        retry_after_s: u32,
    },
    /// The recovery code is mistyped: its own checksum says so.
    RecoveryTypo,
    WrongRecoveryCode,
    WeakPassphrase,
    Locked,
    NoVault,
    VaultExists,
    Keyring {
        state: KeyringState,
    },
    Damaged,
    Newer,
    /// A new version could not change the schema; the file is as it was, and a copy of it is kept.
    MigrationFailed {
        copy: String,
    },
    DiskFull,
    Busy,
    /// Another program has the vault open.
    VaultInUse,
    NotFound,
    /// Somebody asked the work to stop; no file was written.
    Stopped,
    /// The content of a document is not in the vault any more, or not as it was; all else of the file is.
    ContentMissing,
    /// The content of a document of another laptop has not come yet.
    ContentAway,
    /// The two files are in different spaces, whose members are not the same.
    OtherSpace,
    /// A file of somebody else's that cannot be read as what it is to be; nothing of it was kept.
    FileRefused {
        refusal: passerelle_formats::report::Refusal,
    },
    /// The catalogue of offers and places cannot be read. The files of the young people are not in it.
    CatalogueDamaged,
    /// The catalogue was made by a newer version of the program.
    CatalogueNewer,
    /// Only the last import of its format can be taken back.
    NotLatestImport,
    /// A rule of the work says no; the refusal says what would make it a yes.
    Refused {
        refusal: Refusal,
    },
    /// What was typed is no address of a hub, or one to which nothing would be encrypted on the way.
    HubAddress {
        unencrypted: bool,
    },
    /// No hub answers, or the link was cut. Nothing is lost; it goes on by itself.
    HubAway,
    /// Whoever answers is no hub, or has another name or another version.
    NotAHub,
    /// The hub takes no more from this team.
    HubFull,
    /// The hub said no for a reason that it names by a word of the protocol.
    HubRefused {
        why: String,
    },
    /// Whoever makes a team at this hub must know a word of its keeper's.
    PermitNeeded,
    /// This laptop is in no team, or not any more.
    NotInTeam,
    /// This laptop did not meet its team for longer than its lease: files are closed until a coordinator renews it.
    LeaseOver {
        days: u32,
    },
    /// This laptop is in a team already.
    InTeam,
    /// The demonstration must go before a team is entered.
    DemoInTheWay,
    /// The role of this laptop in the team does not allow this.
    RoleForbids,
    /// The last coordinator of a team stays one.
    LastAdmin,
    /// Somebody changed the team meanwhile: look, and try again.
    TeamMoved,
    /// The list of members of the team is not what the invitation says.
    TeamForged {
        alarm: String,
    },
    /// The code of an invitation is mistyped: its own checksum says so.
    InvitationTypo,
    /// No invitation under this code, or not any more.
    InvitationUnknown,
    /// Somebody has answered this invitation already.
    InvitationUsed,
    /// The code of a team's recovery kit is mistyped: its own checksum says so.
    KitTypo,
    /// Not the code of this team's kit: of another team, replaced since, or used up.
    KitUnknown,
    /// Not a file that colleagues exchange, or one of a newer version.
    NotATeamFile {
        newer: bool,
    },
    /// A file of another team than this laptop's.
    OtherTeam,
    /// Not the words that were compared: somebody stands between.
    WordsDiffer,
    /// This program must be updated first.
    UpdateNeeded,
    BadRequest,
    UnknownCall,
    Internal,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Problem::Refused { refusal }
    }
}

impl From<passerelle_vault::Error> for Problem {
    fn from(error: passerelle_vault::Error) -> Self {
        use passerelle_vault::Error;
        match error {
            Error::Damaged | Error::Codec => Problem::Damaged,
            Error::Newer { .. } => Problem::Newer,
            Error::MigrationFailed { copy } => Problem::MigrationFailed { copy },
            Error::AlreadyThere => Problem::VaultExists,
            Error::FileMissing => Problem::NoVault,
            Error::NotFound => Problem::NotFound,
            Error::ContentMissing => Problem::ContentMissing,
            Error::ContentAway => Problem::ContentAway,
            Error::DiskFull => Problem::DiskFull,
            Error::Busy => Problem::Busy,
            Error::InUse => Problem::VaultInUse,
            Error::Poisoned | Error::Sql(_) => Problem::Internal,
        }
    }
}

impl From<KeyError> for Problem {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::WrongPassphrase { retry_after_s } => Problem::WrongPassphrase { retry_after_s },
            KeyError::TooSoon { retry_after_s } => Problem::Wait { retry_after_s },
            KeyError::RecoveryTypo => Problem::RecoveryTypo,
            KeyError::WrongRecovery => Problem::WrongRecoveryCode,
            KeyError::Keyring(state) => Problem::Keyring { state },
            KeyError::SlotsMissing => Problem::NoVault,
            KeyError::SlotsDamaged => Problem::Damaged,
            KeyError::SlotsNewer => Problem::Newer,
            KeyError::SlotsExist => Problem::VaultExists,
            KeyError::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => Problem::DiskFull,
            KeyError::Io(_) | KeyError::Random => Problem::Internal,
        }
    }
}
