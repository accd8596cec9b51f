//! The programs a session starts, and their end: nothing that a test started outlives it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Trouble;

/// A program that is killed with everything it started when this is dropped.
pub struct Program {
    child: Child,
}

impl Program {
    /// Starts a program whose words go to `log`.
    ///
    /// # Errors
    /// When the program is not installed, with what to do about it.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self, Trouble> {
        let out = fs::File::options().create(true).append(true).open(log)?;
        let child = command.stdout(out.try_clone()?).stderr(out).spawn();
        Ok(Self { child: child.map_err(|error| missing(command, &error))? })
    }

    /// Starts a program that says one line on its output once it is ready, and answers with that line.
    ///
    /// # Errors
    /// When the program is not installed or ends before it is ready.
    pub fn start_until_ready(command: &mut Command, log: &Path) -> Result<(Self, String), Trouble> {
        let error_log = fs::File::options().create(true).append(true).open(log)?;
        let child = command.stdout(Stdio::piped()).stderr(error_log).spawn();
        let mut program = Self { child: child.map_err(|error| missing(command, &error))? };
        let line = program.child.stdout.take().and_then(first_line);
        let line = line.ok_or_else(|| {
            let said = fs::read_to_string(log).unwrap_or_default();
            Trouble::new(format!("{} ended before it was ready: {said}", name_of(command)))
        })?;
        Ok((program, line))
    }

    /// Whether the program still runs.
    pub fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Kilobytes of it with everything it started, shared pages counted in parts.
    pub fn proportional_kb(&self) -> f64 {
        proportional_kb(self.child.id())
    }

    /// The descendant that runs the program `binary`.
    pub fn descendant(&self, binary: &Path) -> Option<u32> {
        let binary = fs::canonicalize(binary).ok()?;
        descendants(self.child.id())
            .into_iter()
            .find(|pid| fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|exe| exe == binary))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let mut all = descendants(self.child.id());
        all.push(self.child.id());
        kill(&all);
        // A killed child that is not waited for stays in the process table until the whole run ends.
        let _ = self.child.wait();
    }
}

/// Ends processes at once, without a chance to save, as a pulled battery does; returns once they are gone.
pub fn kill(pids: &[u32]) {
    let words: Vec<String> = pids.iter().map(u32::to_string).collect();
    // `kill` of the shell, since nothing else ends a foreign process without unsafe code.
    let script = format!("kill -KILL {} 2>/dev/null", words.join(" "));
    let _ = Command::new("sh").args(["-c", &script]).status();
    let end = Instant::now() + Duration::from_secs(5);
    while pids.iter().any(|pid| runs(*pid)) && Instant::now() < end {
        thread::sleep(Duration::from_millis(2));
    }
}

/// Whether a process still runs; one that ended but was not waited for does not.
pub fn runs(pid: u32) -> bool {
    stat(pid).is_some_and(|(state, _)| state != "Z")
}

/// Kilobytes of a process and of everything it started, shared pages counted in parts.
pub fn proportional_kb(root: u32) -> f64 {
    let mut all = descendants(root);
    all.push(root);
    let of = |pid: u32| {
        let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with("Pss:")).unwrap_or_default().to_owned();
        line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or_default()
    };
    all.into_iter().map(of).sum()
}

/// Milliseconds since a process began, within ten: Linux counts its beginning in hundredths of a second since the start of the
/// machine.
///
/// # Errors
/// When it runs no more.
pub fn age_ms(pid: u32) -> Result<f64, Trouble> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let words =
        stat.rsplit_once(") ").map(|(_, rest)| rest.split(' ').collect::<Vec<_>>()).unwrap_or_default();
    let begun: f64 = words.get(19).copied().unwrap_or_default().parse()?;
    let uptime = fs::read_to_string("/proc/uptime")?;
    let now: f64 = uptime.split(' ').next().unwrap_or_default().parse()?;
    Ok(now * 1_000.0 - begun * 10.0)
}

pub fn missing(command: &Command, error: &std::io::Error) -> Trouble {
    let name = name_of(command);
    Trouble::new(format!(
        "{name} does not start ({error}); `cargo xtask setup` installs what the window tests need"
    ))
}

fn name_of(command: &Command) -> String {
    PathBuf::from(command.get_program()).display().to_string()
}

fn first_line(out: ChildStdout) -> Option<String> {
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line).ok()?;
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

/// The state and the parent of a process. The name before them may itself hold blanks and parentheses.
fn stat(pid: u32) -> Option<(String, u32)> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(") ")?;
    let mut words = rest.split(' ');
    Some((words.next()?.to_owned(), words.next()?.parse().ok()?))
}

fn descendants(root: u32) -> Vec<u32> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        if let Some((_, parent)) = stat(pid) {
            children.entry(parent).or_default().push(pid);
        }
    }
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(pid) = open.pop() {
        let below = children.remove(&pid).unwrap_or_default();
        found.extend(&below);
        open.extend(below);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_started_ends_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut shell = Command::new("sh");
        shell.args(["-c", "sleep 600 & echo $!; wait"]);
        let (program, line) = Program::start_until_ready(&mut shell, &folder.path().join("log")).unwrap();
        let sleeper: u32 = line.parse().unwrap();
        assert!(runs(sleeper));
        drop(program);
        assert!(!runs(sleeper), "the sleeper outlived the shell that started it");
    }

    #[test]
    fn a_program_that_is_not_installed_is_named_with_the_way_out() {
        let folder = tempfile::tempdir().unwrap();
        let trouble =
            Program::start(&mut Command::new("no-such-program"), &folder.path().join("log")).err().unwrap();
        let sentence = trouble.to_string();
        assert!(sentence.contains("no-such-program") && sentence.contains("cargo xtask setup"), "{sentence}");
    }
}
