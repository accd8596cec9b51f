//! One process at a time: a lock of the system on a small file, held for as long as the vault is open.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use crate::Error;

/// Empty; only the lock on it says anything, so that what a killed process leaves keeps nobody out.
const FILE: &str = "vault.lock";

/// The right to work in a vault's folder. Given back when dropped, or by the system when the process ends.
pub struct Hold(File);

impl Hold {
    /// Takes the folder, or says at once that another has it ([`Error::InUse`]).
    pub fn take(dir: &Path) -> Result<Hold, Error> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let file = options.open(dir.join(FILE)).map_err(|error| Error::from_file(&error))?;
        match file.try_lock() {
            Ok(()) => Ok(Hold(file)),
            Err(TryLockError::WouldBlock) => Err(Error::InUse),
            // A folder of the network may know no locks: better a vault without than none.
            Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => {
                Ok(Hold(file))
            }
            Err(TryLockError::Error(error)) => Err(Error::from_file(&error)),
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        // A program that another thread is just starting has a copy of the open file until it runs, and a lock that only
        // closes would last as long as the copy.
        let _ = self.0.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_free_once_given_back_although_a_copy_of_the_file_is_still_open() {
        let dir = tempfile::tempdir().unwrap();
        let hold = Hold::take(dir.path()).unwrap();
        assert!(matches!(Hold::take(dir.path()), Err(Error::InUse)));
        let copy = hold.0.try_clone().unwrap();
        drop(hold);
        assert!(Hold::take(dir.path()).is_ok());
        drop(copy);
    }
}
