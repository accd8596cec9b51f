//! The program `passerelle-hub`, on a free port of the loopback.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;

use tempfile::TempDir;

/// A running hub, ended with the test.
pub struct Hub {
    child: Child,
    port: u16,
    store: String,
    _folder: Option<TempDir>,
}

/// A program of this workspace, beside the tests.
///
/// # Panics
/// When it was not built.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    let tests = std::env::current_exe().expect("where the tests are");
    let found = tests.ancestors().skip(1).map(|folder| folder.join(name)).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("{name} is not built: `cargo build --workspace --bins`"))
}

fn start(store: &str, port: u16) -> (Child, u16) {
    let mut child = Command::new(program("passerelle-hub"))
        .args(["serve", "--rate", "1000000", "--address-rate", "1000000", "--listen"])
        .arg(format!("127.0.0.1:{port}"))
        .env("PASSERELLE_HUB_STORE", store)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the hub starts");
    let lines = BufReader::new(child.stderr.take().expect("its log")).lines();
    let (told, listening) = mpsc::channel();
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            if let Some((_, rest)) = line.split_once(r#""message":"listening","address":"127.0.0.1:"#) {
                let port = rest.split('"').next().and_then(|port| port.parse::<u16>().ok());
                let _ = told.send(port.expect("a port"));
            }
        }
    });
    let port = listening.recv().expect("the hub listens");
    (child, port)
}

impl Hub {
    /// A hub with an empty SQLite database.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn new() -> Hub {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        let store = folder.path().join("hub.db").display().to_string();
        let (child, port) = start(&store, 0);
        Hub { child, port, store, _folder: Some(folder) }
    }

    /// A hub on a PostgreSQL, by its address.
    #[must_use]
    pub fn on(store: &str) -> Hub {
        let (child, port) = start(store, 0);
        Hub { child, port, store: store.to_owned(), _folder: None }
    }

    /// Where laptops find it.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where it keeps what it is given.
    #[must_use]
    pub fn store(&self) -> &str {
        &self.store
    }

    /// Kills it without warning, as a power cut does.
    ///
    /// # Panics
    /// When the system does not let it be killed.
    pub fn dies(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }

    /// Starts it again where it was, on what its database kept.
    pub fn comes_back(&mut self) {
        let (child, port) = start(&self.store, self.port);
        (self.child, self.port) = (child, port);
    }
}

impl Default for Hub {
    fn default() -> Self {
        Hub::new()
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
