//! A laptop for one story: its own folders, message bus, keyring and display, all gone at its end.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;

use super::page::Window;
use super::process::{self, Program};
use crate::Trouble;

/// How long a program of the session may take until it answers.
const READY: Duration = Duration::from_mins(1);

/// The usual screen of the people this is made for.
const SCREEN: &str = "1366x768x24";

/// Whether the session has a keyring to keep the device's secret.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Keyring {
    Unlocked,
    Absent,
}

/// Folders are dropped last, after every program that writes into them.
pub struct Laptop {
    driver: Option<Program>,
    client: Option<Client>,
    environment: BTreeMap<String, String>,
    demo: bool,
    _keyring: Option<Program>,
    _display: Program,
    _bus: Program,
    folder: TempDir,
}

impl Laptop {
    /// # Errors
    /// When one of the programs of the session is missing or does not start.
    pub fn start(keyring: Keyring) -> Result<Self, Trouble> {
        let folder = TempDir::with_prefix("passerelle-window-")?;
        let mut environment = folders(folder.path())?;
        let (bus, address) = start_bus(folder.path(), &environment)?;
        environment.insert("DBUS_SESSION_BUS_ADDRESS".into(), address);
        let keyring = match keyring {
            Keyring::Unlocked => Some(start_keyring(folder.path(), &environment)?),
            Keyring::Absent => None,
        };
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]);
        let (display, number) = Program::start_until_ready(&mut xvfb, &folder.path().join("display.log"))?;
        environment.insert("DISPLAY".into(), format!(":{number}"));
        let (driver, client) = (None, None);
        Ok(Self {
            driver,
            client,
            environment,
            demo: false,
            _keyring: keyring,
            _display: display,
            _bus: bus,
            folder,
        })
    }

    /// Sets a variable for the next start of the window, as `PASSERELLE_IDLE_SECONDS`.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.insert(name.to_owned(), value.to_owned());
    }

    /// From the next start on, the window shows the demonstration instead of the laptop's own vault.
    pub fn show_demonstration(&mut self) {
        self.demo = true;
    }

    /// Everything this laptop keeps: vault, settings, caches, temporary files, logs of its programs.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn vault(&self) -> PathBuf {
        self.root().join("home/coffre")
    }

    /// A command in this laptop's session, on its vault: for the command line beside the window.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        in_session(&mut command, &self.environment);
        command.env("PASSERELLE_VAULT", self.vault());
        command
    }

    /// Opens the window and waits until its page is there.
    ///
    /// # Errors
    /// When the program was not built, or the driver does not get through to it.
    pub async fn open(&mut self) -> Result<Window, Trouble> {
        let application = application()?;
        self.driver = None;
        let (port, native_port) = (free_port()?, free_port()?);
        let mut command = Command::new("tauri-driver");
        command.args(["--port", &port.to_string(), "--native-port", &native_port.to_string()]);
        in_session(&mut command, &self.environment);
        let mut driver = Program::start(&mut command, &self.root().join("driver.log"))?;
        for port in [port, native_port] {
            wait_for_port(port, &mut driver).await.map_err(|trouble| self.with_log(&trouble))?;
        }
        let vault = self.vault();
        let arguments = if self.demo { json!(["--demo"]) } else { json!(["--vault", vault]) };
        let capabilities = json!({
            "browserName": "wry",
            "tauri:options": { "application": application, "args": arguments },
        });
        let capabilities = capabilities.as_object().cloned().unwrap_or_default();
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .map_err(|error| self.with_log(&Trouble::from(error).while_doing("the window did not open")))?;
        self.driver = Some(driver);
        self.client = Some(client.clone());
        let window = Window::new(client, self.display());
        window.ready().await?;
        Ok(window)
    }

    /// Kills the program without a word, as a pulled battery does, and opens it again on the same vault.
    ///
    /// # Errors
    /// When no program ran, or it does not open again.
    pub async fn kill_and_reopen(&mut self, window: Window) -> Result<Window, Trouble> {
        drop(window);
        let program = self.driver.as_ref().and_then(|driver| driver.descendant(&application().ok()?));
        let program = program.ok_or_else(|| Trouble::new("no window runs that could be killed"))?;
        process::kill(&[program]);
        self.open().await
    }

    /// Megabytes of the application with its web processes, each shared page counted in parts (PSS).
    ///
    /// # Errors
    /// When no window is open.
    pub fn memory_mb(&self) -> Result<f64, Trouble> {
        Ok(process::proportional_kb(self.program()?) / 1_024.0)
    }

    /// Megabytes of the web view's own small browser with nothing on its page, which Debian brings with the web view: less no
    /// program takes that shows a page with it. None where there is no such browser.
    ///
    /// # Errors
    /// When it ends by itself.
    pub fn empty_page_mb(&self) -> Result<Option<f64>, Trouble> {
        let arch = format!("/usr/lib/{}-linux-gnu/webkit2gtk-4.1/MiniBrowser", std::env::consts::ARCH);
        if !Path::new(&arch).is_file() {
            return Ok(None);
        }
        let mut command = Command::new(arch);
        command.args(["--geometry=1366x768", "about:blank"]);
        in_session(&mut command, &self.environment);
        let mut browser = Program::start(&mut command, &self.root().join("browser.log"))?;
        let (mut before, mut now, end) = (0.0, f64::INFINITY, Instant::now() + READY);
        // Its web processes come one after the other.
        while (now - before).abs() > 500.0 && Instant::now() < end {
            before = now;
            std::thread::sleep(Duration::from_secs(2));
            now = browser.proportional_kb();
        }
        if browser.runs() { Ok(Some(now / 1_024.0)) } else { Err(Trouble::new("the empty page ended")) }
    }

    /// Milliseconds since the application was started, within ten.
    ///
    /// # Errors
    /// When no window is open.
    pub fn age_ms(&self) -> Result<f64, Trouble> {
        process::age_ms(self.program()?)
    }

    fn program(&self) -> Result<u32, Trouble> {
        let program = self.driver.as_ref().and_then(|driver| driver.descendant(&application().ok()?));
        program.ok_or_else(|| Trouble::new("no window is open"))
    }

    fn display(&self) -> String {
        self.environment.get("DISPLAY").cloned().unwrap_or_default()
    }

    /// The page as it is now, for the picture of a story that failed.
    pub(super) fn window(&self) -> Option<Window> {
        Some(Window::new(self.client.clone()?, self.display()))
    }

    /// The trouble together with what driver and program wrote.
    fn with_log(&self, trouble: &Trouble) -> Trouble {
        let log = fs::read_to_string(self.root().join("driver.log")).unwrap_or_default();
        Trouble::new(format!("{trouble}\n{log}"))
    }
}

/// The program under test: `PASSERELLE_DESKTOP`, or the one that `cargo xtask test` builds.
fn application() -> Result<PathBuf, Trouble> {
    let usual = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/debug/passerelle-desktop");
    let path = std::env::var_os("PASSERELLE_DESKTOP").map_or_else(usual, PathBuf::from);
    fs::canonicalize(&path).map_err(|_| {
        Trouble::new(format!(
            "{} is not built; `cargo xtask test` builds it and runs these stories",
            path.display()
        ))
    })
}

/// Makes the folders of a person's session, and answers with the variables that name them.
fn folders(root: &Path) -> Result<BTreeMap<String, String>, Trouble> {
    let named = [
        ("HOME", "home"),
        ("XDG_DATA_HOME", "home/.local/share"),
        ("XDG_CONFIG_HOME", "home/.config"),
        ("XDG_CACHE_HOME", "home/.cache"),
        ("XDG_STATE_HOME", "home/.local/state"),
        ("XDG_RUNTIME_DIR", "run"),
        ("TMPDIR", "tmp"),
    ];
    let mut environment = BTreeMap::new();
    for (name, folder) in named {
        let folder = root.join(folder);
        fs::create_dir_all(&folder)?;
        // The runtime folder is refused by its users when others may read it.
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
        environment.insert(name.to_owned(), folder.display().to_string());
    }
    Ok(environment)
}

/// Takes away what would tie a program to the session of whoever runs the tests.
fn in_session(command: &mut Command, environment: &BTreeMap<String, String>) {
    for foreign in ["WAYLAND_DISPLAY", "XAUTHORITY", "GNOME_KEYRING_CONTROL", "PASSERELLE_VAULT"] {
        command.env_remove(foreign);
    }
    command.env("GDK_BACKEND", "x11").envs(environment);
}

/// A bus that starts no service by itself: what the story did not start is absent, on every machine.
fn start_bus(root: &Path, environment: &BTreeMap<String, String>) -> Result<(Program, String), Trouble> {
    let file = root.join("bus.conf");
    let listen = root.join("run/bus");
    let text = format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
        listen.display()
    );
    fs::write(&file, text)?;
    let mut command = Command::new("dbus-daemon");
    command.arg(format!("--config-file={}", file.display())).args(["--nofork", "--print-address=1"]);
    in_session(&mut command, environment);
    Program::start_until_ready(&mut command, &root.join("bus.log"))
}

fn start_keyring(root: &Path, environment: &BTreeMap<String, String>) -> Result<Program, Trouble> {
    let word = root.join("keyring.word");
    fs::File::create(&word)?.write_all(b"trousseau")?;
    let mut command = Command::new("gnome-keyring-daemon");
    command.args(["--unlock", "--components=secrets", "--foreground"]);
    command.stdin(Stdio::from(fs::File::open(&word)?));
    in_session(&mut command, environment);
    let mut keyring = Program::start(&mut command, &root.join("keyring.log"))?;
    let end = Instant::now() + READY;
    while !answers_for_secrets(environment)? {
        if !keyring.runs() || Instant::now() > end {
            let log = fs::read_to_string(root.join("keyring.log")).unwrap_or_default();
            return Err(Trouble::new(format!("the keyring does not answer: {log}")));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(keyring)
}

fn answers_for_secrets(environment: &BTreeMap<String, String>) -> Result<bool, Trouble> {
    let mut command = Command::new("dbus-send");
    command.args([
        "--session",
        "--print-reply=literal",
        "--dest=org.freedesktop.DBus",
        "/org/freedesktop/DBus",
    ]);
    command.args(["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"]);
    in_session(&mut command, environment);
    let answer = command.output().map_err(|error| Trouble::from(error).while_doing("dbus-send"))?;
    Ok(String::from_utf8_lossy(&answer.stdout).contains("true"))
}

/// A port that nobody listens on now.
fn free_port() -> Result<u16, Trouble> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

async fn wait_for_port(port: u16, driver: &mut Program) -> Result<(), Trouble> {
    let end = Instant::now() + READY;
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        if !driver.runs() {
            return Err(Trouble::new("the window driver ended; `cargo xtask setup` installs what it needs"));
        }
        if Instant::now() > end {
            return Err(Trouble::new(format!("the window driver does not answer on port {port}")));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}
