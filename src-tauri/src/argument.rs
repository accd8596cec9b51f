//! What the command line of the shell may say: where the vault is, or that it is only for show.

use std::ffi::OsString;
use std::path::PathBuf;

const USE: &str = "\
usage: passerelle-desktop [--vault DIR] [--demo]
  --vault DIR   the folder of the vault (also PASSERELLE_VAULT)
  --demo        a throw-away vault with invented people, removed on leaving";

/// How the shell was asked to start.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// The folder of the vault; none means the usual place of the system.
    pub vault: Option<PathBuf>,
    pub demo: bool,
}

impl Arguments {
    /// Reads the words after the program's name; `usual` is the folder that the environment names.
    ///
    /// # Errors
    /// A sentence for the terminal when a word is unknown, a folder is missing, or both ways are asked.
    pub fn read(words: impl Iterator<Item = OsString>, usual: Option<OsString>) -> Result<Self, String> {
        let mut arguments = Self::default();
        let mut words = words;
        while let Some(word) = words.next() {
            if word == "--demo" {
                arguments.demo = true;
            } else if word == "--vault" {
                let folder = words.next().filter(|folder| !folder.is_empty());
                let folder = folder.ok_or_else(|| format!("--vault needs a folder\n{USE}"))?;
                arguments.vault = Some(PathBuf::from(folder));
            } else {
                return Err(format!("unknown: {}\n{USE}", word.to_string_lossy()));
            }
        }
        if arguments.demo && arguments.vault.is_some() {
            return Err(format!("--demo makes its own vault: leave out --vault\n{USE}"));
        }
        if arguments.vault.is_none() && !arguments.demo {
            arguments.vault = usual.filter(|folder| !folder.is_empty()).map(PathBuf::from);
        }
        Ok(arguments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str], usual: Option<&str>) -> Result<Arguments, String> {
        Arguments::read(words.iter().map(OsString::from), usual.map(OsString::from))
    }

    #[test]
    fn a_named_folder_wins_over_the_environment() {
        let arguments = read(&["--vault", "/home/awa/coffre"], Some("/home/awa/autre")).unwrap();
        assert_eq!(arguments.vault, Some(PathBuf::from("/home/awa/coffre")));
    }

    #[test]
    fn the_environment_serves_when_nothing_is_said_and_an_empty_one_does_not() {
        assert_eq!(read(&[], Some("/coffre")).unwrap().vault, Some(PathBuf::from("/coffre")));
        assert_eq!(read(&[], Some("")).unwrap().vault, None);
    }

    #[test]
    fn the_show_never_touches_the_vault_of_the_environment() {
        let arguments = read(&["--demo"], Some("/home/awa/coffre")).unwrap();
        assert_eq!(arguments, Arguments { vault: None, demo: true });
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        assert!(read(&["--valt", "/coffre"], None).unwrap_err().starts_with("unknown: --valt"));
        assert!(read(&["--vault"], None).unwrap_err().starts_with("--vault needs a folder"));
        assert!(read(&["--vault", "/coffre", "--demo"], None).is_err());
    }
}
