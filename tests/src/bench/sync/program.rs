//! The programs as they ship: a hub, and laptops that answer calls line by line.

use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use passerelle_app::{Desk, Place};
use serde_json::{Value, json};

use super::super::data::PASSPHRASE;
use crate::Trouble;

/// A program of this workspace, beside the bench.
fn program(name: &str) -> Result<PathBuf, Trouble> {
    let path = std::env::current_exe()?.with_file_name(name);
    if path.is_file() { Ok(path) } else { Err(Trouble::new(format!("{} is not built", path.display()))) }
}

/// The most memory that a process had so far, in megabytes.
fn most_mb(child: &Child) -> Result<f64, Trouble> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: f64 = line.and_then(|line| line.trim().split(' ').next()).unwrap_or_default().parse()?;
    Ok(kib / 1_000.0 * 1.024)
}

/// A hub that ends with the bench.
pub struct Hub {
    child: Child,
    pub port: u16,
}

impl Hub {
    /// On a file, or a PostgreSQL by its address.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(store: &str) -> Result<Hub, Trouble> {
        let mut child = Command::new(program("passerelle-hub")?)
            .args(["serve", "--rate", "1000000", "--address-rate", "1000000", "--listen", "127.0.0.1:0"])
            .env("PASSERELLE_HUB_STORE", store)
            .stderr(Stdio::piped())
            .spawn()?;
        let Some(said) = child.stderr.take() else { return Err(Trouble::new("the hub says nothing")) };
        let mut lines = BufReader::new(said).lines();
        let port = loop {
            let line = lines.next().ok_or_else(|| Trouble::new("the hub does not start"))??;
            if let Some((_, rest)) = line.split_once(r#""message":"listening","address":"127.0.0.1:"#) {
                break rest.split('"').next().unwrap_or_default().parse()?;
            }
        };
        // A pipe that nobody reads would stop it.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Ok(Hub { child, port })
    }

    pub fn most_mb(&self) -> Result<f64, Trouble> {
        most_mb(&self.child)
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A laptop: a vault, and `passerelle talk` on it while it is open.
pub struct Laptop {
    dir: PathBuf,
    talk: Option<(Child, ChildStdin, Lines<BufReader<ChildStdout>>)>,
}

impl Laptop {
    /// A new one, open.
    ///
    /// # Errors
    /// When its vault cannot be made.
    pub fn make(at: &Path, worker: &str) -> Result<Laptop, Trouble> {
        let dir = at.join(worker);
        let place = Place { dir: dir.clone(), keyring: false, throw_away: true };
        super::super::data::ask(
            &Desk::new(place),
            "session.create",
            json!({ "passphrase": PASSPHRASE, "worker": worker }),
        )?;
        let mut laptop = Laptop { dir, talk: None };
        laptop.opens()?;
        Ok(laptop)
    }

    pub fn vault(&self) -> PathBuf {
        self.dir.clone()
    }

    /// Starts the program and opens the vault.
    ///
    /// # Errors
    /// When either does not go well.
    pub fn opens(&mut self) -> Result<(), Trouble> {
        let mut child = Command::new(program("passerelle")?)
            .arg("talk")
            .env("PASSERELLE_VAULT", &self.dir)
            .env("PASSERELLE_NO_KEYRING", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let ends = child.stdin.take().zip(child.stdout.take());
        let (stdin, stdout) = ends.ok_or_else(|| Trouble::new("a program without ends"))?;
        self.talk = Some((child, stdin, BufReader::new(stdout).lines()));
        self.ask("session.unlock", json!({ "passphrase": PASSPHRASE })).map(drop)
    }

    /// Ends the program, so that others can open the vault.
    pub fn closes(&mut self) {
        if let Some((mut child, stdin, _)) = self.talk.take() {
            drop(stdin);
            let _ = child.wait();
        }
    }

    /// # Errors
    /// The problem.
    pub fn ask(&mut self, name: &str, request: Value) -> Result<Value, Trouble> {
        let Some((_, stdin, lines)) = &mut self.talk else {
            return Err(Trouble::new("the laptop is closed"));
        };
        writeln!(stdin, "{}", json!({ "name": name, "request": request }))?;
        loop {
            let line = lines.next().ok_or_else(|| Trouble::new(format!("{name}: the program ended")))??;
            let mut told: Value = serde_json::from_str(&line)?;
            if let Some(answer) = told.get_mut("answer") {
                return Ok(answer.take());
            }
            if let Some(problem) = told.get("problem") {
                return Err(Trouble::new(format!("{name}: {problem}")));
            }
        }
    }

    /// Meets the team; everything goes both ways.
    ///
    /// # Errors
    /// When it does not end well.
    pub fn meets(&mut self) -> Result<Value, Trouble> {
        let meeting = self.ask("team.synchronise", json!({}))?;
        let done = meeting.pointer("/end/end").and_then(Value::as_str) == Some("done");
        if done { Ok(meeting) } else { Err(Trouble::new(format!("team.synchronise: {meeting}"))) }
    }

    pub fn most_mb(&self) -> Result<f64, Trouble> {
        self.talk.as_ref().map_or(Ok(0.0), |(child, ..)| most_mb(child))
    }
}

impl Drop for Laptop {
    fn drop(&mut self) {
        self.closes();
    }
}
