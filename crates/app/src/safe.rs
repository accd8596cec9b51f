//! The laptop's own affairs: settings, verification, everything out and in again.

use std::path::Path;

use passerelle_domain::rights::AccessKind;
use passerelle_domain::{Refusal, Topic};
use passerelle_vault::export::ImportReport;
use passerelle_vault::hold::Hold;
use passerelle_vault::key;
use passerelle_vault::key::secret::Passphrase;
use passerelle_vault::recover::{RecoverReport, recover};
use passerelle_vault::verify::VerifyReport;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::{App, FreshIds, Registrar, UseCase};
use crate::{Problem, access, session};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ChangeSettings>();
    registrar.register::<Verify>();
    registrar.register::<AcknowledgeLoss>();
    registrar.register::<RecoverVault>();
    registrar.register::<Export>();
    registrar.register::<Import>();
    registrar.register::<Search>();
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    Fr,
    En,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Appearance {
    #[default]
    System,
    Light,
    Dark,
}

/// Kept beside the vault in plain text, since they are needed before it opens; nothing of the work is in them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Settings {
    pub language: Language,
    pub theme: Appearance,
    /// 1 to 30.
    pub idle_minutes: u8,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { language: Language::Fr, theme: Appearance::System, idle_minutes: 5 }
    }
}

const SETTINGS: &str = "settings.json";

impl Settings {
    /// The settings of a vault's folder; the usual ones where they cannot be read.
    pub(crate) fn read(dir: &Path) -> Settings {
        let text = std::fs::read(dir.join(SETTINGS)).ok();
        text.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
    }

    fn write(&self, dir: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(dir)?;
        let written = dir.join("settings.json.new");
        std::fs::write(&written, serde_json::to_vec(self)?)?;
        std::fs::rename(written, dir.join(SETTINGS))
    }
}

#[derive(Deserialize, TS)]
pub struct ChangeSettings {
    settings: Settings,
}

impl UseCase for ChangeSettings {
    const NAME: &'static str = "settings.change";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        if !(1..=30).contains(&self.settings.idle_minutes) {
            return Err(Refusal::Unreadable { field: "idle_minutes".to_owned() }.into());
        }
        self.settings.write(&app.place.dir).map_err(|error| match error.kind() {
            std::io::ErrorKind::StorageFull => Problem::DiskFull,
            _ => Problem::Internal,
        })?;
        *app.settings.write().map_err(|_| Problem::Internal)? = self.settings;
        app.touch([Topic::Settings]);
        Ok(())
    }
}

/// Checks every page and the journal against the tables.
#[derive(Deserialize, TS)]
pub struct Verify {}

impl UseCase for Verify {
    const NAME: &'static str = "vault.verify";
    const WITHOUT_LEASE: bool = true;
    type Answer = VerifyReport;

    fn run(self, app: &App) -> Result<VerifyReport, Problem> {
        app.ask(|vault, _| vault.verify())
    }
}

/// The worker has read what an opening found missing; `session.state` says it no more.
#[derive(Deserialize, TS)]
pub struct AcknowledgeLoss {}

impl UseCase for AcknowledgeLoss {
    const NAME: &'static str = "vault.acknowledge_loss";
    const WITHOUT_LEASE: bool = true;
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.ask(|vault, _| vault.acknowledge_loss())?;
        app.touch([Topic::Session]);
        Ok(())
    }
}

/// Makes a fresh vault, in another folder, of what can still be read of this one, which is not touched. The passphrase or
/// the code of the recovery kit opens both. Works locked, and while the vault is damaged.
#[derive(Deserialize, TS)]
pub struct RecoverVault {
    /// The folder of the new vault, whole path; no vault may be in it.
    to: String,
    #[ts(type = "string | null")]
    passphrase: Option<Passphrase>,
    recovery_code: Option<String>,
}

impl UseCase for RecoverVault {
    const NAME: &'static str = "vault.recover";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = RecoverReport;

    fn run(self, app: &App) -> Result<RecoverReport, Problem> {
        let (dir, to) = (&app.place.dir, Path::new(&self.to));
        if !to.is_absolute() || to.starts_with(dir) {
            return Err(Refusal::Unreadable { field: "to".to_owned() }.into());
        }
        let key = session::prove(app, dir, self.passphrase.as_ref(), self.recovery_code.as_deref())?;
        let _turn = session::close(app)?;
        let hold = Hold::take(dir)?;
        Ok(recover(dir, &hold, to, &key, &mut FreshIds, app.now())?)
    }
}

/// Everything as one JSON document. It leaves the encryption, so the passphrase is asked again here, not in the page.
#[derive(Deserialize, TS)]
pub struct Export {
    #[ts(type = "string")]
    passphrase: Passphrase,
}

impl UseCase for Export {
    const NAME: &'static str = "vault.export";
    type Answer = Document;

    fn run(self, app: &App) -> Result<Document, Problem> {
        key::verify_passphrase(&app.place.dir, &self.passphrase, app.store.as_ref(), app.now().at.0)?;
        app.with(|open| {
            access::note(open, app.now(), None, AccessKind::Exported);
            Ok(Document(open.vault.export()?))
        })
    }
}

/// A document as [`Export`] writes it.
#[derive(Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct Document(#[ts(type = "unknown")] pub serde_json::Value);

/// Takes such a document in; rows already there are left as they are, so doing it twice adds nothing.
#[derive(Deserialize, TS)]
pub struct Import {
    document: Document,
}

/// Whether the document as a whole has the shape of an export; its rows are judged one by one.
fn is_export(document: &serde_json::Value) -> bool {
    let format = document.get("format").and_then(serde_json::Value::as_str);
    let tables = document.get("tables").and_then(serde_json::Value::as_object);
    format == Some(passerelle_vault::export::FORMAT)
        && tables.is_some_and(|tables| tables.values().all(serde_json::Value::is_array))
}

impl UseCase for Import {
    const NAME: &'static str = "vault.import";
    type Answer = ImportReport;

    fn run(self, app: &App) -> Result<ImportReport, Problem> {
        if !is_export(&self.document.0) {
            return Err(Refusal::Unreadable { field: "document".to_owned() }.into());
        }
        app.alone(|open| {
            let (acts, contents, report) = open.vault.plan_import(&self.document.0)?;
            app.write_with(open, &acts, &contents)?;
            Ok(report)
        })
    }
}

/// Search as you type, over people and programmes.
#[derive(Deserialize, TS)]
pub struct Search {
    text: String,
    /// Also people whose file was put away or whose use is limited; the journal of accesses says that they were looked for.
    #[serde(default)]
    #[ts(optional)]
    aside: Option<bool>,
}

impl UseCase for Search {
    const NAME: &'static str = "search";
    type Answer = Vec<passerelle_vault::search::Hit>;

    fn run(self, app: &App) -> Result<Self::Answer, Problem> {
        app.with(|open| {
            if self.aside != Some(true) {
                return Ok(open.vault.search(&self.text)?);
            }
            access::note(open, app.now(), None, AccessKind::Searched);
            Ok(open.vault.search_aside(&self.text)?)
        })
    }
}
