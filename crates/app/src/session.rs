//! Opening and closing: first start, unlock, lock, the ways back in.

use std::path::Path;
use std::sync::{MutexGuard, PoisonError};

use passerelle_domain::Refusal;
use passerelle_domain::Topic;
use passerelle_domain::change::{Changes, Table, Value, WORKER};
use passerelle_domain::id::{Ids, WorkerId};
use passerelle_domain::person::name::{NameError, clean_name};
use passerelle_vault::backup::Backup;
use passerelle_vault::key::secret::{Passphrase, VaultKey};
use passerelle_vault::key::{self, KeyringState, Protection};
use passerelle_vault::mark::Loss;
use passerelle_vault::{Hand, Vault};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::Problem;
use crate::desk::{App, FreshIds, Open, Registrar, UseCase};
use crate::safe::Settings;
use crate::team::{LinkState, link_state};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ReadState>();
    registrar.register::<Create>();
    registrar.register::<Unlock>();
    registrar.register::<Recover>();
    registrar.register::<Lock>();
    registrar.register::<ChangePassphrase>();
    registrar.register::<RenewRecoveryKit>();
    registrar.register::<MeasurePassphrase>();
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VaultState {
    Absent,
    Locked,
    Open,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct SessionState {
    pub vault: VaultState,
    pub protection: Option<Protection>,
    pub keyring: KeyringState,
    pub retry_after_s: u32,
    pub worker: Option<String>,
    pub demo: bool,
    pub settings: Settings,
    /// Counted up to 10 000.
    pub pending_changes: u32,
    /// The team and how it was last met; none where there is no team.
    pub link: Option<LinkState>,
    /// What laptops of the team said differently, and somebody can settle.
    pub disagreements: u32,
    /// What the opening found missing, until `vault.acknowledge_loss`.
    pub loss: Option<Loss>,
    /// The backup that was kept because this opening changed the schema.
    pub upgraded_from: Option<Backup>,
    pub version: String,
}

/// What the frame and the threshold show.
#[derive(Deserialize, TS)]
pub struct ReadState {}

impl UseCase for ReadState {
    const NAME: &'static str = "session.state";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = SessionState;

    fn run(self, app: &App) -> Result<SessionState, Problem> {
        let status = key::status(&app.place.dir, app.store.as_ref(), app.now().at.0);
        let settings = app.settings.read().map_err(|_| Problem::Internal)?.clone();
        let mut state = SessionState {
            vault: if status.exists { VaultState::Locked } else { VaultState::Absent },
            protection: status.protection,
            keyring: status.keyring,
            retry_after_s: status.retry_after_s,
            worker: None,
            demo: false,
            settings,
            pending_changes: 0,
            link: None,
            disagreements: 0,
            loss: None,
            upgraded_from: None,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let open = app.open.read().map_err(|_| Problem::Internal)?;
        if let Some(open) = open.as_ref() {
            state.vault = VaultState::Open;
            state.worker = Some(open.vault.worker_name()?);
            state.demo = open.vault.has_demo()?;
            state.pending_changes = open.vault.pending()?;
            state.link = link_state(&open.vault, app.now())?;
            state.disagreements = open.vault.open_disagreements()?;
            state.loss = open.vault.loss()?;
            state.upgraded_from = open.vault.upgraded().cloned();
        }
        Ok(state)
    }
}

/// The score under which a passphrase is refused, of 0 to 4: 3 resists an offline attack with a slow derivation.
const ENOUGH: u8 = 3;

fn score(passphrase: &Passphrase) -> u8 {
    // zxcvbn's cost grows with the square of the length; what counts stands in the first hundred characters.
    let head: String = passphrase.expose().chars().take(100).collect();
    u8::from(zxcvbn::zxcvbn(&head, &["passerelle"]).score())
}

fn strong_enough(passphrase: &Passphrase) -> Result<(), Problem> {
    if score(passphrase) < ENOUGH { Err(Problem::WeakPassphrase) } else { Ok(()) }
}

/// Why a name that a field holds is none.
pub(crate) fn name_refused(field: &str, error: NameError) -> Refusal {
    match error {
        NameError::Empty => Refusal::NameMissing,
        NameError::TooLong { limit } => Refusal::TooLong { field: field.to_owned(), limit },
    }
}

pub(crate) fn enter(app: &App, vault: Vault) -> Result<(), Problem> {
    let worker = vault.worker()?;
    *app.open.write().map_err(|_| Problem::Internal)? = Some(Open { vault, worker });
    app.touch([Topic::Session]);
    Ok(())
}

/// Makes the vault. The answer is the only time the recovery code is shown.
#[derive(Deserialize, TS)]
pub struct Create {
    #[ts(type = "string")]
    passphrase: Passphrase,
    /// How colleagues know this worker.
    worker: String,
}

#[derive(Serialize, TS)]
pub struct Created {
    pub recovery_code: String,
    pub protection: Protection,
}

impl UseCase for Create {
    const NAME: &'static str = "session.create";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = Created;

    fn run(self, app: &App) -> Result<Created, Problem> {
        strong_enough(&self.passphrase)?;
        let name = clean_name(&self.worker).map_err(|error| name_refused("worker", error))?;
        let dir = &app.place.dir;
        // What a panicking call left undone is made anew below.
        let _turn = app.deciding.lock().unwrap_or_else(PoisonError::into_inner);
        if dir.join(passerelle_vault::FILE).exists() {
            return Err(Problem::VaultExists);
        }
        std::fs::create_dir_all(dir).map_err(|_| Problem::Internal)?;
        let mut ids = FreshIds;
        // In this order: wherever it is cut off, there is no database yet, or a whole one with its slots.
        key::set_aside(dir)?;
        let vault = Uuid::new_v5(&ids.fresh(), b"vault");
        let created = key::create(dir, vault, &self.passphrase, app.store.as_ref(), app.cost())?;
        let worker = WorkerId(ids.fresh());
        let vault = Vault::begin(dir, &created.key, worker, &mut ids)?;
        let mut changes = Changes::new("session.create", None);
        changes.row(Table::Worker, worker, vec![(WORKER.name, Value::Text(name))]);
        vault.commit(&changes, Hand { worker, now: app.now() })?;
        let vault = vault.finish(&created.key)?;
        enter(app, vault)?;
        Ok(Created { recovery_code: created.recovery.expose().to_owned(), protection: created.protection })
    }
}

/// Opens the vault, whose key is proven. One that is open already stays as it is.
pub(crate) fn open_with(app: &App, key: &VaultKey) -> Result<(), Problem> {
    let _turn = app.deciding.lock().unwrap_or_else(PoisonError::into_inner);
    if app.with(|_| Ok(())).is_ok() {
        return Ok(());
    }
    enter(app, Vault::open(&app.place.dir, key)?)?;
    // Answers that cannot leave now wait on: the opening stands.
    let _ = crate::feedback::empty_boxes(app);
    Ok(())
}

/// The key by the slots of a folder, asked for again in Rust: the passphrase, or the code of the recovery kit.
pub(crate) fn prove(
    app: &App,
    slots: &Path,
    passphrase: Option<&Passphrase>,
    recovery_code: Option<&str>,
) -> Result<VaultKey, Problem> {
    Ok(match (passphrase, recovery_code) {
        (Some(passphrase), _) => key::unlock(slots, passphrase, app.store.as_ref(), app.now().at.0)?,
        (None, Some(code)) => key::unlock_with_recovery(slots, code)?,
        (None, None) => return Err(Refusal::Unreadable { field: "passphrase".to_owned() }.into()),
    })
}

/// Closes the vault, and keeps it from being opened until what this returns is dropped.
pub(crate) fn close(app: &App) -> Result<MutexGuard<'_, ()>, Problem> {
    let turn = app.deciding.lock().unwrap_or_else(PoisonError::into_inner);
    *app.open.write().map_err(|_| Problem::Internal)? = None;
    app.touch([Topic::Session]);
    Ok(turn)
}

#[derive(Deserialize, TS)]
pub struct Unlock {
    #[ts(type = "string")]
    passphrase: Passphrase,
}

impl UseCase for Unlock {
    const NAME: &'static str = "session.unlock";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let key = key::unlock(&app.place.dir, &self.passphrase, app.store.as_ref(), app.now().at.0)?;
        open_with(app, &key)
    }
}

/// Opens with the recovery kit and sets a new passphrase; the device secret is made anew where it was lost.
#[derive(Deserialize, TS)]
pub struct Recover {
    recovery_code: String,
    #[ts(type = "string")]
    passphrase: Passphrase,
}

impl UseCase for Recover {
    const NAME: &'static str = "session.recover";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        strong_enough(&self.passphrase)?;
        let key = key::unlock_with_recovery(&app.place.dir, &self.recovery_code)?;
        key::set_passphrase(&app.place.dir, &key, &self.passphrase, app.store.as_ref(), app.cost())?;
        open_with(app, &key)
    }
}

#[derive(Deserialize, TS)]
pub struct Lock {}

impl UseCase for Lock {
    const NAME: &'static str = "session.lock";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        *app.open.write().map_err(|_| Problem::Internal)? = None;
        app.touch([Topic::Session]);
        Ok(())
    }
}

/// Rewraps the key under another passphrase; nothing is encrypted anew.
#[derive(Deserialize, TS)]
pub struct ChangePassphrase {
    #[ts(type = "string")]
    current: Passphrase,
    #[ts(type = "string")]
    passphrase: Passphrase,
}

impl UseCase for ChangePassphrase {
    const NAME: &'static str = "session.change_passphrase";
    const WITHOUT_LEASE: bool = true;
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        strong_enough(&self.passphrase)?;
        let store = app.store.as_ref();
        let key = key::unlock(&app.place.dir, &self.current, store, app.now().at.0)?;
        key::set_passphrase(&app.place.dir, &key, &self.passphrase, store, app.cost())?;
        Ok(())
    }
}

#[derive(Deserialize, TS)]
pub struct RenewRecoveryKit {
    #[ts(type = "string")]
    passphrase: Passphrase,
}

#[derive(Serialize, TS)]
pub struct RecoveryKit {
    pub recovery_code: String,
}

impl UseCase for RenewRecoveryKit {
    const NAME: &'static str = "session.renew_recovery_kit";
    const WITHOUT_LEASE: bool = true;
    type Answer = RecoveryKit;

    fn run(self, app: &App) -> Result<RecoveryKit, Problem> {
        let key = key::unlock(&app.place.dir, &self.passphrase, app.store.as_ref(), app.now().at.0)?;
        let code = key::renew_recovery(&app.place.dir, &key)?;
        Ok(RecoveryKit { recovery_code: code.expose().to_owned() })
    }
}

/// How well a passphrase resists guessing.
#[derive(Deserialize, TS)]
pub struct MeasurePassphrase {
    #[ts(type = "string")]
    passphrase: Passphrase,
}

#[derive(Serialize, TS)]
pub struct PassphraseStrength {
    /// 0 to 4; a vault asks for 3.
    pub score: u8,
    pub enough: bool,
}

impl UseCase for MeasurePassphrase {
    const NAME: &'static str = "session.passphrase_strength";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = PassphraseStrength;

    fn run(self, _app: &App) -> Result<PassphraseStrength, Problem> {
        let score = score(&self.passphrase);
        Ok(PassphraseStrength { score, enough: score >= ENOUGH })
    }
}
