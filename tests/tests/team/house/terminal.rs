//! A laptop without a window: each command a process of its own, or one process that answers many calls.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};

use passerelle_app::{Desk, Place};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{PASSPHRASE, program};

/// A vault in a folder of its own, and the program `passerelle` on it.
pub struct Terminal {
    pub dir: TempDir,
    pub worker: String,
}

impl Terminal {
    /// A new one, its key at the lowest cost.
    ///
    /// # Panics
    /// When its vault cannot be made.
    #[must_use]
    pub fn of(worker: &str) -> Terminal {
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        let place = Place { dir: dir.path().join("coffre"), keyring: false, throw_away: true };
        let create = json!({ "passphrase": PASSPHRASE, "worker": worker });
        Desk::new(place).call("session.create", create).expect("a vault");
        Terminal { dir, worker: worker.to_owned() }
    }

    /// The program with arguments, the passphrase in its environment.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program("passerelle"));
        command
            .args(arguments)
            .env_clear()
            .env("PASSERELLE_VAULT", self.dir.path().join("coffre"))
            .env("PASSERELLE_NO_KEYRING", "1")
            .env("PASSERELLE_PASSPHRASE", PASSPHRASE)
            .stdin(Stdio::null());
        command
    }

    /// # Panics
    /// When the program does not start.
    #[must_use]
    pub fn runs(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("it runs")
    }

    /// What a command that goes well says.
    ///
    /// # Panics
    /// When it does not go well.
    pub fn says(&self, arguments: &[&str]) -> String {
        let output = self.runs(arguments);
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {arguments:?}: {complaint}", self.worker);
        String::from_utf8(output.stdout).expect("text")
    }

    /// The same in JSON.
    ///
    /// # Panics
    /// When it does not go well.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let said = self.says(&[&["--json"], arguments].concat());
        serde_json::from_str(&said).expect("JSON")
    }

    /// Meets the team, by a command of its own.
    ///
    /// # Panics
    /// When it does not go well.
    pub fn syncs(&self) -> Value {
        let meeting = self.json(&["sync"]);
        assert_eq!(meeting["end"]["end"], "done", "{}: {meeting}", self.worker);
        meeting
    }

    /// A process that answers many calls; its vault is open.
    ///
    /// # Panics
    /// When it does not start, or the vault does not open.
    #[must_use]
    pub fn talks(&self) -> Talk {
        let mut command = self.command(&["talk"]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let (tell, heard) = channel();
        let lines = BufReader::new(child.stdout.take().expect("its answers")).lines();
        let telling = tell.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let told: Value = serde_json::from_str(&line).unwrap_or(Value::Null);
                // Torn by a kill, or of no interest here.
                if told.get("answer").is_some() || told.get("problem").is_some() {
                    let _ = telling.send(Heard::Answer(told));
                }
            }
            let _ = telling.send(Heard::End);
        });
        let mut talk = Talk { child, tell, heard, asked: VecDeque::new(), worker: self.worker.clone() };
        talk.asks("session.unlock", json!({ "passphrase": PASSPHRASE }));
        talk
    }
}

/// What is heard of a process.
#[derive(Debug)]
pub enum Heard {
    /// An answer or a problem, whole.
    Answer(Value),
    /// The process has ended.
    End,
    /// What the test awaited beside, as a fuse of a link.
    Fuse,
}

/// A process that answers calls.
pub struct Talk {
    child: Child,
    tell: Sender<Heard>,
    heard: Receiver<Heard>,
    /// The names of the calls that were not answered yet.
    asked: VecDeque<String>,
    worker: String,
}

impl Talk {
    /// Sends a call without waiting for its answer.
    ///
    /// # Panics
    /// When the process has ended.
    pub fn sends(&mut self, name: &str, request: Value) {
        let line = json!({ "name": name, "request": request });
        let stdin = self.child.stdin.as_mut().expect("its questions");
        writeln!(stdin, "{line}").expect("it listens");
        self.asked.push_back(name.to_owned());
    }

    /// Where something else may be told that is then heard here.
    #[must_use]
    pub fn ear(&self) -> Sender<Heard> {
        self.tell.clone()
    }

    /// What is heard next, and of an answer the name of its call.
    ///
    /// # Panics
    /// When it says more than it was asked.
    pub fn hears(&mut self) -> (Heard, String) {
        let heard = self.heard.recv().expect("this process holds a sender");
        let of = match &heard {
            Heard::Answer(_) => self.asked.pop_front().expect("a call"),
            Heard::End | Heard::Fuse => String::new(),
        };
        (heard, of)
    }

    /// Whether it owes no answer.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.asked.is_empty()
    }

    /// Asks, and waits for the answer; a fuse that burns meanwhile counts no more.
    ///
    /// # Panics
    /// When the answer is a problem.
    pub fn asks(&mut self, name: &str, request: Value) -> Value {
        self.sends(name, request);
        loop {
            match self.hears() {
                (Heard::Answer(told), of) if of == name => {
                    return told
                        .get("answer")
                        .cloned()
                        .unwrap_or_else(|| panic!("{}: {name}: {told}", self.worker));
                }
                (Heard::End, _) => panic!("{}: {name}: the process ended", self.worker),
                (Heard::Answer(_) | Heard::Fuse, _) => {}
            }
        }
    }

    /// Kills it without warning.
    ///
    /// # Panics
    /// When the system does not let it be killed.
    pub fn is_killed(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }

    /// Everything in the vault, row by row, by their ids.
    ///
    /// # Panics
    /// When the vault does not give it.
    pub fn everything(&mut self) -> Value {
        let mut document = self.asks("vault.export", json!({ "passphrase": PASSPHRASE }));
        let mut tables = document["tables"].take();
        for rows in tables.as_object_mut().expect("tables").values_mut() {
            let rows = rows.as_array_mut().expect("rows");
            rows.sort_by_key(|row| row["id"].as_str().unwrap_or_default().to_owned());
        }
        tables
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
