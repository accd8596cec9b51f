//! The show: a vault of invented people in a folder of its own, gone when the shell leaves.

use std::error::Error;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use passerelle_app::{Desk, Place};
use serde_json::{Value, json};
use tempfile::TempDir;

/// How many invented people, and the seed they are drawn from: every show is the same.
const PEOPLE: u32 = 200;
const SEED: u64 = 1;

/// A folder that lives as long as the show.
pub struct Demo {
    folder: Mutex<Option<TempDir>>,
    place: Place,
}

impl Demo {
    /// # Errors
    /// When no temporary folder can be made.
    pub fn new() -> std::io::Result<Self> {
        let folder = TempDir::with_prefix("passerelle-demo-")?;
        let place = Place { dir: folder.path().join("vault"), keyring: false, throw_away: true };
        Ok(Self { folder: Mutex::new(Some(folder)), place })
    }

    pub fn place(&self) -> &Place {
        &self.place
    }

    pub fn directory(&self) -> &Path {
        &self.place.dir
    }

    /// Makes the vault and fills it, and tells the terminal the passphrase, for whoever locks the show.
    ///
    /// # Errors
    /// The code of the desk's problem.
    pub fn fill(desk: &Desk) -> Result<(), Box<dyn Error>> {
        let passphrase = draw_passphrase()?;
        ask(desk, "session.create", json!({ "passphrase": passphrase, "worker": "Camille Delattre" }))?;
        ask(desk, "demo.fill", json!({ "people": PEOPLE, "seed": SEED }))?;
        eprintln!("demonstration: invented people only; passphrase {passphrase}");
        Ok(())
    }

    /// Removes the folder; the vault must be locked by then.
    pub fn remove(&self) {
        let folder = self.folder.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Err(error)) = folder.map(TempDir::close) {
            eprintln!("passerelle-desktop: the folder of the demonstration stays behind: {error}");
        }
    }
}

fn ask(desk: &Desk, name: &str, request: Value) -> Result<Value, String> {
    desk.call(name, request).map_err(|problem| format!("{name}: {}", json!(problem)))
}

/// Sixteen hexadecimal digits from the system's generator, in groups that can be typed.
fn draw_passphrase() -> Result<String, getrandom::Error> {
    let groups = [draw_group()?, draw_group()?, draw_group()?, draw_group()?];
    Ok(groups.join("-"))
}

fn draw_group() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 2];
    getrandom::fill(&mut bytes)?;
    Ok(format!("{:04x}", u16::from_be_bytes(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_shows_share_neither_folder_nor_passphrase() {
        let (one, other) = (Demo::new().unwrap(), Demo::new().unwrap());
        assert_ne!(one.directory(), other.directory());
        assert_ne!(draw_passphrase().unwrap(), draw_passphrase().unwrap());
    }

    #[test]
    fn nothing_of_the_show_stays_behind() {
        let demo = Demo::new().unwrap();
        let folder = demo.directory().parent().unwrap().to_owned();
        assert!(folder.is_dir());
        demo.remove();
        assert!(!folder.exists());
    }
}
