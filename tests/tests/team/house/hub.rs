//! The program `passerelle-hub`, on a free port of the loopback.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;

use tempfile::TempDir;

/// A running hub, ended with the test.
pub struct Hub {
    child: Child,
    port: u16,
    store: String,
    folder: Option<TempDir>,
    /// Days after which it lets bodies go; 0 keeps them.
    keep_days: u32,
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

fn start(store: &str, port: u16, keep_days: u32) -> (Child, u16) {
    let mut child = Command::new(program("passerelle-hub"))
        .args(["serve", "--rate", "1000000", "--address-rate", "1000000", "--listen"])
        .arg(format!("127.0.0.1:{port}"))
        .env("PASSERELLE_HUB_STORE", store)
        .env("PASSERELLE_HUB_KEEP_DAYS", keep_days.to_string())
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
        let (child, port) = start(&store, 0, 0);
        Hub { child, port, store, folder: Some(folder), keep_days: 0 }
    }

    /// A hub on a PostgreSQL, by its address.
    #[must_use]
    pub fn on(store: &str) -> Hub {
        let (child, port) = start(store, 0, 0);
        Hub { child, port, store: store.to_owned(), folder: None, keep_days: 0 }
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

    /// How many bodies and keys it has destroyed, after verifying everything that it keeps.
    ///
    /// # Panics
    /// When its own check finds something that is not as it was signed.
    #[must_use]
    pub fn destroyed(&self) -> u64 {
        let checked = Command::new(program("passerelle-hub"))
            .arg("check")
            .env("PASSERELLE_HUB_STORE", &self.store)
            .output()
            .expect("the hub checks itself");
        let said = String::from_utf8_lossy(&checked.stdout).into_owned();
        assert!(checked.status.success(), "{said}");
        let before = said.split(" erased or let go").next().unwrap_or_default();
        before.rsplit(' ').next().and_then(|count| count.parse().ok()).expect("a number")
    }

    fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.folder().join("hub.db")).expect("its database")
    }

    /// How many contents of documents it keeps something of, each space for itself.
    ///
    /// # Panics
    /// On PostgreSQL.
    #[must_use]
    pub fn contents(&self) -> u32 {
        let sql = "SELECT count(*) FROM (SELECT DISTINCT space, blob FROM chunk)";
        self.database().query_row(sql, [], |row| row.get(0)).expect("a number")
    }

    /// Whole snapshots, and bodies of batches that are there.
    ///
    /// # Panics
    /// On PostgreSQL.
    #[must_use]
    pub fn keeps(&self) -> (u32, u32) {
        let count = |sql: &str| self.database().query_row(sql, [], |row| row.get(0)).expect("a number");
        let whole = count("SELECT count(*) FROM snapshot WHERE signed IS NOT NULL");
        (whole, count("SELECT count(*) FROM entry WHERE body IS NOT NULL"))
    }

    /// Forty days go by at the hub, and it lets go of what everybody has and a snapshot holds.
    ///
    /// # Panics
    /// On PostgreSQL.
    pub fn lets_go(&mut self) {
        self.dies();
        self.keep_days = 1;
        let sql = "UPDATE batch SET at_ms = at_ms - 40 * 86400000";
        assert!(self.database().execute(sql, []).expect("its clock") > 0);
        let before = self.keeps().1;
        self.comes_back();
        while self.keeps().1 == before {
            std::thread::yield_now();
        }
    }

    /// Whoever has spoken to it so far was silent for longer than a lease from now on.
    ///
    /// # Panics
    /// On PostgreSQL.
    pub fn forgets_for_a_lease(&self) {
        let db = self.database();
        for sql in ["UPDATE ack SET at_ms = 0", "UPDATE log SET at_ms = 0"] {
            assert!(db.execute(sql, []).expect("its clock") > 0);
        }
    }

    /// Gives each of two contents of one chunk under the name of the other.
    ///
    /// # Panics
    /// On PostgreSQL, or where there are not just two.
    pub fn swaps_contents(&self) {
        let db = self.database();
        let read = |sql: &str| db.query_row(sql, [], |row| row.get::<_, Vec<u8>>(0)).expect("a name");
        let [one, two] = ["SELECT min(blob) FROM chunk", "SELECT max(blob) FROM chunk"].map(read);
        for (from, to) in [(one.as_slice(), b"aside".as_slice()), (&two, &one), (b"aside", &two)] {
            let sql = "UPDATE chunk SET blob = ?2 WHERE blob = ?1";
            assert_eq!(db.execute(sql, [from, to]).expect("renamed"), 1);
        }
    }

    /// The folder of its database.
    ///
    /// # Panics
    /// On PostgreSQL.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.as_ref().expect("a folder").path()
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
        let (child, port) = start(&self.store, self.port, self.keep_days);
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
