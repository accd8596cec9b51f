//! Backups as the worker meets them: the one of the day, one on request, a second folder, and the way back.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use passerelle_domain::moment::Instant;
use passerelle_domain::{Refusal, Topic};
use passerelle_vault::Vault;
use passerelle_vault::backup::{self, Backup, Cause};
use passerelle_vault::erased;
use passerelle_vault::hold::Hold;
use passerelle_vault::key;
use passerelle_vault::key::secret::Passphrase;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, FreshIds, Registrar, UseCase};
use crate::session;

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ListBackups>();
    registrar.register::<MakeBackup>();
    registrar.register::<DailyBackup>();
    registrar.register::<ChooseFolder>();
    registrar.register::<Restore>();
}

/// Which folder a backup stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BackupPlace {
    /// Beside the vault.
    Here,
    /// In the folder that the worker chose.
    Second,
}

#[derive(Debug, Serialize, TS)]
pub struct PlacedBackup {
    pub place: BackupPlace,
    pub backup: Backup,
}

#[derive(Debug, Serialize, TS)]
pub struct BackupList {
    /// The newest first.
    pub backups: Vec<PlacedBackup>,
    /// The second folder, as the worker chose it.
    pub second: Option<String>,
    /// Whether the second folder is there now; a stick may be unplugged.
    pub second_there: bool,
    /// Whether the one of today is still to be made.
    pub due: bool,
    /// Until when copies stay at most that were made before the last erasure; none while locked, and where no such copy is left.
    pub copies_until: Option<Instant>,
}

/// What became of the copy in the second folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SecondCopy {
    /// No second folder was chosen.
    None,
    Made,
    /// The folder is not there: a stick that is not plugged in.
    Absent,
    Full,
    Failed,
}

#[derive(Debug, Serialize, TS)]
pub struct MadeBackup {
    pub backup: Backup,
    pub second: SecondCopy,
}

/// The second folder, kept beside the vault in plain text: it must be known while the vault is locked or damaged.
#[derive(Default, Serialize, Deserialize)]
struct Chosen {
    second: Option<String>,
}

const CHOSEN: &str = "backups.json";

fn chosen(dir: &Path) -> Option<PathBuf> {
    let bytes = std::fs::read(dir.join(CHOSEN)).ok()?;
    serde_json::from_slice::<Chosen>(&bytes).ok()?.second.map(PathBuf::from)
}

fn here(dir: &Path) -> PathBuf {
    dir.join(backup::FOLDER)
}

fn day(made_ms: i64) -> NaiveDate {
    let at = DateTime::<Utc>::from_timestamp_millis(made_ms).unwrap_or_default();
    at.with_timezone(&chrono_tz::Europe::Paris).date_naive()
}

fn is_due(app: &App) -> bool {
    let today = app.now().today;
    !backup::list(&here(&app.place.dir)).iter().any(|one| day(one.made_ms) == today)
}

fn copies_until(app: &App, backups: &[PlacedBackup]) -> Option<Instant> {
    let erased = app.with(|open| Ok(open.vault.erased()?)).ok()?;
    let last = erased::last(&erased)?;
    let older = backups.iter().any(|placed| placed.backup.made_ms < last.0);
    erased::copies_until(&erased).filter(|_| older)
}

/// All backups of both folders, and whether the one of today is due. Works locked, and on a damaged vault.
#[derive(Deserialize, TS)]
pub struct ListBackups {}

impl UseCase for ListBackups {
    const NAME: &'static str = "backup.list";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = BackupList;

    fn run(self, app: &App) -> Result<BackupList, Problem> {
        let dir = &app.place.dir;
        let second = chosen(dir);
        let placed = |place, folder: &Path| {
            let found = backup::list(folder).into_iter();
            found.map(move |backup| PlacedBackup { place, backup }).collect::<Vec<_>>()
        };
        let mut backups = placed(BackupPlace::Here, &here(dir));
        if let Some(second) = &second {
            backups.extend(placed(BackupPlace::Second, second));
        }
        backups.sort_by_key(|placed| std::cmp::Reverse(placed.backup.made_ms));
        Ok(BackupList {
            copies_until: copies_until(app, &backups),
            backups,
            second_there: second.as_ref().is_some_and(|folder| folder.is_dir()),
            second: second.map(|folder| folder.to_string_lossy().into_owned()),
            due: is_due(app),
        })
    }
}

fn make(app: &App, cause: Cause) -> Result<MadeBackup, Problem> {
    let dir = &app.place.dir;
    app.with(|open| {
        let now = app.now().at;
        let backup = open.vault.backup(&here(dir), cause, now)?;
        let second = match chosen(dir) {
            None => SecondCopy::None,
            // Not made: a folder of that name on the disk would look like the stick that is missing.
            Some(folder) if !folder.is_dir() => SecondCopy::Absent,
            Some(folder) => match open.vault.backup(&folder, cause, now) {
                Ok(_) => SecondCopy::Made,
                Err(passerelle_vault::Error::DiskFull) => SecondCopy::Full,
                Err(_) => SecondCopy::Failed,
            },
        };
        app.touch([Topic::Session]);
        Ok(MadeBackup { backup, second })
    })
}

/// Makes a backup now, in the vault's folder and in the second one. Takes seconds on a large vault; work goes on.
#[derive(Deserialize, TS)]
pub struct MakeBackup {}

impl UseCase for MakeBackup {
    const NAME: &'static str = "backup.make";
    const WITHOUT_LEASE: bool = true;
    type Answer = MadeBackup;

    fn run(self, app: &App) -> Result<MadeBackup, Problem> {
        make(app, Cause::Asked)
    }
}

/// Makes the backup of the day where none was made yet: to be called after each unlock. None when it is there.
#[derive(Deserialize, TS)]
pub struct DailyBackup {}

impl UseCase for DailyBackup {
    const NAME: &'static str = "backup.daily";
    const WITHOUT_LEASE: bool = true;
    type Answer = Option<MadeBackup>;

    fn run(self, app: &App) -> Result<Option<MadeBackup>, Problem> {
        if is_due(app) { make(app, Cause::Daily).map(Some) } else { Ok(None) }
    }
}

/// Chooses the second folder, as a stick, or none. It must be there. Works locked, for the way back on a new laptop.
#[derive(Deserialize, TS)]
pub struct ChooseFolder {
    folder: Option<String>,
}

impl UseCase for ChooseFolder {
    const NAME: &'static str = "backup.choose_folder";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        if let Some(folder) = &self.folder {
            let path = Path::new(folder);
            if !path.is_absolute() || !path.is_dir() || path == here(&app.place.dir) {
                return Err(Refusal::Unreadable { field: "folder".to_owned() }.into());
            }
        }
        let dir = &app.place.dir;
        let bytes = serde_json::to_vec(&Chosen { second: self.folder }).map_err(|_| Problem::Internal)?;
        let fresh = dir.join(format!("{CHOSEN}.new"));
        std::fs::create_dir_all(dir)
            .and_then(|()| std::fs::write(&fresh, bytes))
            .and_then(|()| std::fs::rename(&fresh, dir.join(CHOSEN)))
            .map_err(|error| Problem::from(key::KeyError::Io(error)))?;
        app.touch([Topic::Session]);
        Ok(())
    }
}

/// Puts a backup in the place of the vault, which is set aside and not deleted, and opens it. The passphrase or the code of
/// the recovery kit is asked again here. Works locked, and while the vault is damaged or missing.
#[derive(Deserialize, TS)]
pub struct Restore {
    place: BackupPlace,
    /// As `backup.list` names it.
    backup: String,
    #[ts(type = "string | null")]
    passphrase: Option<Passphrase>,
    recovery_code: Option<String>,
}

#[derive(Debug, Serialize, TS)]
pub struct RestoredVault {
    /// Acts in the journal that was taken back.
    pub acts: u32,
    #[ts(type = "number")]
    pub made_ms: i64,
    /// The folder, within the vault's, that keeps what stood there before.
    pub aside: Option<String>,
}

impl UseCase for Restore {
    const NAME: &'static str = "backup.restore";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = RestoredVault;

    fn run(self, app: &App) -> Result<RestoredVault, Problem> {
        let dir = &app.place.dir;
        let folder = match self.place {
            BackupPlace::Here => here(dir),
            BackupPlace::Second => chosen(dir).ok_or(Problem::NotFound)?,
        };
        // By the list, so that no name leads elsewhere.
        let found = backup::list(&folder).into_iter().find(|one| one.id == self.backup);
        let backup = found.ok_or(Problem::NotFound)?;
        let from = folder.join(&backup.id);
        // The slots that are here know the present passphrase; those of the backup serve where these do not open it.
        let slots = !key::same_vault(dir, &from);
        let opened_by = if slots { &from } else { dir };
        let key = session::prove(app, opened_by, self.passphrase.as_ref(), self.recovery_code.as_deref())?;
        let _turn = session::close(app)?;
        let hold = Hold::take(dir)?;
        let restored = backup::restore(dir, &hold, &from, &key, slots, &mut FreshIds)?;
        drop(hold);
        session::enter(app, Vault::open(dir, &key)?)?;
        app.touch([Topic::People, Topic::Referrals, Topic::Catalogue, Topic::Agenda]);
        Ok(RestoredVault { acts: restored.acts, made_ms: backup.made_ms, aside: restored.aside })
    }
}
