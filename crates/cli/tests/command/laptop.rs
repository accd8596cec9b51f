//! A folder with a vault in it, and the program run on it.

use std::io::Write as _;
use std::process::{Child, Command, Output, Stdio};

use passerelle_app::{Desk, Place};
use serde_json::{Value, json};
use tempfile::TempDir;

pub const PASSPHRASE: &str = "trois vélos bleus sous la pluie de novembre";

pub struct Laptop {
    pub dir: TempDir,
}

/// An empty folder.
pub fn bare() -> Laptop {
    Laptop { dir: tempfile::tempdir().unwrap() }
}

/// A vault at the lowest cost, so that each command derives its key quickly.
pub fn laptop() -> Laptop {
    let laptop = bare();
    let place = Place { dir: laptop.dir.path().join("coffre"), keyring: false, throw_away: true };
    let create = json!({ "passphrase": PASSPHRASE, "worker": "Marguerite Sénéchal" });
    Desk::new(place).call("session.create", create).unwrap();
    laptop
}

impl Laptop {
    /// The program with arguments, the passphrase in its environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
        command
            .args(arguments)
            .env_clear()
            .env("PASSERELLE_VAULT", self.dir.path().join("coffre"))
            .env("PASSERELLE_NO_KEYRING", "1")
            .env("PASSERELLE_PASSPHRASE", PASSPHRASE)
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What a command that goes well says.
    pub fn says(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8(output.stdout).unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {complaint}");
        assert_eq!(complaint, "", "{arguments:?} says nothing beside its answer");
        said
    }

    /// The same in JSON.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let said = self.says(&[&["--json"], arguments].concat());
        serde_json::from_str(&said).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {said}"))
    }

    /// The exit code of a command that does not go well, and its problem.
    pub fn fails(&self, arguments: &[&str]) -> (i32, Value) {
        let output = self.run(arguments);
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{arguments:?} answers nothing");
        (output.status.code().unwrap(), serde_json::from_str(&complaint).unwrap_or(json!(complaint)))
    }

    /// What a command does when this is typed: its exit code, what it says, what it complains of.
    pub fn types(&self, arguments: &[&str], typed: &str) -> (i32, String, String) {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that ends before it reads breaks the pipe; its code says why.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    pub fn add(&self, given: &str, family: &str) -> String {
        let added = self.json(&[
            "person",
            "add",
            given,
            "--family",
            family,
            "--birth",
            "2006-05",
            "--commune",
            "Creil",
        ]);
        added["person"].as_str().unwrap().to_owned()
    }

    /// A session of many calls.
    pub fn talk(&self) -> Talk {
        let mut command = self.command(&["talk"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let lines = std::io::BufReader::new(child.stdout.take().unwrap());
        Talk { child, lines }
    }
}

pub struct Talk {
    pub child: Child,
    pub lines: std::io::BufReader<std::process::ChildStdout>,
}

impl Talk {
    pub fn send(&mut self, name: &str, request: Value) {
        let line = json!({ "name": name, "request": request });
        writeln!(self.child.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    /// The next answer or problem, and the topics told before it.
    pub fn hear(&mut self) -> (Value, Vec<Value>) {
        use std::io::BufRead as _;
        let mut topics = Vec::new();
        loop {
            let mut line = String::new();
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "the session ended without an answer");
            let told: Value = serde_json::from_str(&line).unwrap();
            match told.get("topic") {
                Some(topic) => topics.push(topic.clone()),
                None => return (told, topics),
            }
        }
    }

    pub fn ask(&mut self, name: &str, request: Value) -> Value {
        self.send(name, request);
        let (told, _) = self.hear();
        told.get("answer").cloned().unwrap_or_else(|| panic!("{name}: {told}"))
    }

    pub fn unlock(&mut self) {
        self.ask("session.unlock", json!({ "passphrase": PASSPHRASE }));
    }

    pub fn end(mut self) -> i32 {
        drop(self.child.stdin.take());
        self.child.wait().unwrap().code().unwrap()
    }
}
