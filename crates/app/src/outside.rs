//! Files that leave the encryption: where one may be written, and how, so that no half of it is ever there.

use std::fs::File;
use std::io::{Error, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use passerelle_domain::Refusal;

use crate::Problem;

fn unusable() -> Problem {
    Refusal::Unreadable { field: "path".to_owned() }.into()
}

/// The path as it was typed, if a file of this kind may be written there: whole, with this ending, outside of the vault.
pub(crate) fn place(typed: &str, ending: &str, vault: &Path) -> Result<PathBuf, Problem> {
    let path = PathBuf::from(typed.trim());
    let ends = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ending));
    let inside =
        path.components().any(|part| part == std::path::Component::ParentDir) || path.starts_with(vault);
    if !path.is_absolute() || !ends || inside || path.is_dir() { Err(unusable()) } else { Ok(path) }
}

/// Whole or not at all: written beside it, then put in its place. Only this user may read it.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Problem> {
    write_bytes(path, text.as_bytes())
}

/// The same for a file that is no text.
pub(crate) fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    write_with(path, |file| file.write_all(bytes).map_err(|error| refused(&error)))
}

/// The same for a file that is written piece by piece.
pub(crate) fn write_with<T>(
    path: &Path,
    write: impl FnOnce(&mut File) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let written = options.open(&beside).map_err(|error| refused(&error)).and_then(|mut file| {
        let told = write(&mut file)?;
        file.sync_all().and_then(|()| std::fs::rename(&beside, path)).map_err(|error| refused(&error))?;
        Ok(told)
    });
    if written.is_err() {
        // What is half written is of no use; where even that cannot be taken away, the folder is gone.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

/// What is said of a place where the system does not let a file be written.
pub(crate) fn refused(error: &Error) -> Problem {
    if error.kind() == ErrorKind::StorageFull { Problem::DiskFull } else { unusable() }
}

/// The same where nothing may be there before: refused over a file that is.
pub(crate) fn write_new(path: &Path, text: &str) -> Result<(), Problem> {
    // An empty file holds the place, so that nobody else's is written over between this look and the end.
    match std::fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(Refusal::FileExists.into()),
        Err(error) if error.kind() == ErrorKind::StorageFull => return Err(Problem::DiskFull),
        Err(_) => return Err(unusable()),
    }
    let written = write(path, text);
    if written.is_err() {
        let _ = std::fs::remove_file(path);
    }
    written
}
