//! Runs other programs from the root of the repository. It reads nothing into what they say.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use crate::{root, target};

/// One program to run.
pub struct Step {
    command: Command,
}

impl Step {
    pub fn new(program: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(root()).env("PATH", path());
        // What cargo says of this program to itself would be taken for news by build scripts, and libraries be built anew
        // after each change between this and a cargo that is called by hand.
        for (name, _) in std::env::vars_os() {
            if ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|own| name.to_string_lossy().starts_with(own)) {
                command.env_remove(name);
            }
        }
        Self { command }
    }

    /// The cargo that runs this very program.
    pub fn cargo(arguments: &[&str]) -> Self {
        Self::new(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), arguments)
    }

    /// npm, in the folder of the screens.
    pub fn npm(arguments: &[&str]) -> Self {
        let mut step = Self::new("npm", arguments);
        step.command.current_dir(root().join("ui"));
        step
    }

    pub fn arguments(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    pub fn set(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it on the terminal.
    pub fn live(mut self) -> Result<(), String> {
        let ended = self.command.status();
        self.judge(ended).map(drop)
    }

    /// Runs it in silence; what it says goes to the log of `name` and comes back, also inside the refusal.
    pub fn logged(mut self, name: &str) -> Result<String, String> {
        let path = log_of(name)?;
        let log = File::options().create(true).append(true).open(&path).map_err(|error| error.to_string())?;
        let errors = log.try_clone().map_err(|error| error.to_string())?;
        let before = fs::metadata(&path).map_or(0, |metadata| metadata.len());
        let ended = self.command.stdin(Stdio::null()).stdout(log).stderr(errors).status();
        let all = fs::read(&path).unwrap_or_default();
        let said = all.get(usize::try_from(before).unwrap_or(0)..).unwrap_or_default();
        let said = String::from_utf8_lossy(said).into_owned();
        match self.judge(ended) {
            Ok(_) => Ok(said),
            Err(why) => Err(format!("{said}\n{why}")),
        }
    }

    /// Runs it and answers with its output alone.
    pub fn output(mut self) -> Result<String, String> {
        let ended = self.command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
        let output = ended.map_err(|error| format!("{}: {error}", self.words()))?;
        self.judge(Ok(output.status))?;
        String::from_utf8(output.stdout).map_err(|error| error.to_string())
    }

    /// Runs it and answers with its output, however it ends: for a program that tells what it found by a bad end.
    pub fn said(mut self) -> Result<String, String> {
        let ended = self.command.stdin(Stdio::null()).stderr(Stdio::null()).output();
        let output = ended.map_err(|error| format!("`{}` does not start: {error}", self.words()))?;
        String::from_utf8(output.stdout).map_err(|error| error.to_string())
    }

    fn judge(&self, ended: std::io::Result<ExitStatus>) -> Result<ExitStatus, String> {
        match ended {
            Ok(status) if status.success() => Ok(status),
            Ok(status) => Err(format!("`{}` ended with {status}", self.words())),
            Err(error) => Err(format!("`{}` does not start: {error}", self.words())),
        }
    }

    fn words(&self) -> String {
        let program = Path::new(self.command.get_program()).file_name().unwrap_or_default();
        let words = std::iter::once(program).chain(self.command.get_args());
        words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
    }
}

/// Empties the logs of an earlier run.
pub fn forget_logs() -> Result<(), String> {
    let folder = target().join("xtask");
    if folder.is_dir() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    Ok(())
}

fn log_of(name: &str) -> Result<PathBuf, String> {
    let folder = target().join("xtask");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder.join(format!("{name}.log")))
}

/// The usual places, then the tools that setup built for this checkout alone.
pub fn path() -> OsString {
    let usual = std::env::var_os("PATH").unwrap_or_default();
    let tools = target().join("tools/bin");
    std::env::join_paths(std::env::split_paths(&usual).chain([tools])).unwrap_or(usual)
}

/// Whether a program is in one of these places.
pub fn is_there(program: &str) -> bool {
    std::env::split_paths(&path()).any(|folder| folder.join(program).is_file())
}
