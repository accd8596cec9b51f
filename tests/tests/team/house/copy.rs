//! A hub that is a copy of another, as when its keeper takes a backup back, or shows one half of a team another half's past.

use std::process::Command;

use tempfile::TempDir;

use super::hub::{Hub, program};

/// The hub as it is now, keys included, as a hub of its own; its folder goes with the test.
///
/// # Panics
/// When it cannot be copied.
#[must_use]
pub fn copy(hub: &Hub) -> (Hub, TempDir) {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
    let file = folder.path().join("hub.db");
    let copied = Command::new(program("passerelle-hub"))
        .args(["backup", "--with-keys", "--store"])
        .arg(hub.folder().join("hub.db"))
        .arg(&file)
        .output()
        .expect("the hub copies itself");
    assert!(copied.status.success(), "{}", String::from_utf8_lossy(&copied.stderr));
    (Hub::on(&file.display().to_string()), folder)
}
