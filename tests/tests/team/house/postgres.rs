//! A PostgreSQL of the tests' own: on a free port of the loopback, with a folder of its own, gone when the tests end. The
//! tests of the hub take this file in too, since they import nothing but the hub.

use std::io::Read as _;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use postgres::error::SqlState;
use postgres::{Client, NoTls};

/// A server, at the latest until this process ends.
pub struct Server {
    /// On 127.0.0.1.
    pub port: u16,
    /// Its shell ends the server when the pipe to it closes, however this process ends.
    _shell: Child,
}

static SERVER: OnceLock<Server> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(1);

/// A new, empty place for a hub, as `postgres://…`: a schema, since a database of its own is eight megabytes to write.
///
/// # Panics
/// When PostgreSQL is not there or does not start.
#[must_use]
pub fn database() -> String {
    let server = SERVER.get_or_init(|| start("plain", None));
    let name = format!("hub_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    let mut client = Client::connect(&address(server.port), NoTls).unwrap();
    client.batch_execute(&format!("CREATE SCHEMA {name}")).unwrap();
    format!("{}?options=-csearch_path%3D{name}", address(server.port))
}

fn address(port: u16) -> String {
    format!("postgres://hub@127.0.0.1:{port}/postgres")
}

/// A server, `name` among those of this process, that lasts as long as what is answered. With an identity, a certificate and its
/// key (PEM), it takes encrypted connections alone.
///
/// # Panics
/// When PostgreSQL is not there or does not start.
#[must_use]
pub fn start(name: &str, identity: Option<(&str, &str)>) -> Server {
    let programs = programs();
    let runner = runner();
    let folder = std::env::temp_dir().join(format!("passerelle-tests-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    if let Runner::Account(user, group) = runner {
        chown(&folder, Some(user), Some(group)).unwrap();
    }
    let data = folder.join("data");
    let init = program(&programs.join("initdb"), runner)
        .args(["--username=hub", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", "-D"])
        .arg(&data)
        .current_dir(&folder)
        .output()
        .unwrap();
    assert!(init.status.success(), "initdb: {}", String::from_utf8_lossy(&init.stderr));
    let encrypted = identity.map_or("off", |identity| {
        identify(&data, identity, runner);
        "on"
    });
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let script = r#"
        "$1/postgres" -D "$2/data" -p "$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
            -c "ssl=$4" -c fsync=off -c full_page_writes=off -c max_connections=400 -c shared_buffers=64MB \
            >"$2/log" 2>&1 </dev/null &
        server=$!
        cat >/dev/null
        kill -INT "$server"
        wait "$server"
        rm -rf "$2"
    "#;
    let shell = program(Path::new("sh"), runner)
        .args(["-c", script, "sh"])
        .arg(&programs)
        .arg(&folder)
        .arg(port.to_string())
        .arg(encrypted)
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .unwrap();
    wait_for(port, &folder.join("log"));
    Server { port, _shell: shell }
}

/// Puts the certificate where the server looks for it, and lets nobody in without.
fn identify(data: &Path, (certificate, key): (&str, &str), runner: Runner) {
    let hba = "hostssl all all 127.0.0.1/32 trust\n";
    for (name, content) in [("server.crt", certificate), ("server.key", key), ("pg_hba.conf", hba)] {
        let path = data.join(name);
        std::fs::write(&path, content).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        if let Runner::Account(user, group) = runner {
            chown(&path, Some(user), Some(group)).unwrap();
        }
    }
}

/// Whether somebody answers; a server that wants it encrypted says so to whoever does not.
fn answers(port: u16) -> bool {
    let refused =
        |error: postgres::Error| error.code() == Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION);
    Client::connect(&address(port), NoTls).map_or_else(refused, |_| true)
}

fn wait_for(port: u16, log: &Path) {
    let until = Instant::now() + Duration::from_mins(1);
    while !answers(port) {
        if Instant::now() > until {
            let mut said = String::new();
            let _ = std::fs::File::open(log).and_then(|mut log| log.read_to_string(&mut said));
            panic!("PostgreSQL does not start: {said}");
        }
        std::thread::yield_now();
    }
}

/// Where PostgreSQL's programs are. Debian keeps them off the PATH.
fn programs() -> PathBuf {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = debian.map(|version| version.path().join("bin")).collect();
    found.sort();
    found.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let whole = |folder: &&PathBuf| folder.join("initdb").is_file() && folder.join("postgres").is_file();
    found.iter().rev().find(whole).cloned().expect("PostgreSQL is not installed: `cargo xtask setup` does it")
}

/// Who runs the server.
#[derive(Clone, Copy)]
enum Runner {
    /// Whoever runs the tests.
    Itself,
    /// The account of PostgreSQL's package, by user and group.
    Account(u32, u32),
    /// Root under another name: in a user namespace in which it is called 1000.
    Namespace,
}

/// PostgreSQL refuses to run as root: its own account runs it then. That account needs `/dev/null`, which some
/// containers leave to root alone; there root runs the server under another name.
fn runner() -> Runner {
    let id = Command::new("id").arg("-u").output().unwrap();
    if id.stdout.trim_ascii() != b"0" {
        return Runner::Itself;
    }
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap();
    let line = accounts.lines().find(|line| line.starts_with("postgres:")).expect("the account postgres");
    let mut parts = line.split(':').skip(2).map(|part| part.parse().unwrap());
    let account = Runner::Account(parts.next().unwrap(), parts.next().unwrap());
    let writes = |runner| {
        let mut shell = program(Path::new("/bin/sh"), runner);
        shell.args(["-c", ": >/dev/null"]).stderr(Stdio::null()).current_dir("/");
        shell.status().is_ok_and(|status| status.success())
    };
    [account, Runner::Namespace].into_iter().find(|&runner| writes(runner)).unwrap_or(account)
}

fn program(path: &Path, runner: Runner) -> Command {
    let mut command = match runner {
        Runner::Namespace => {
            let mut command = Command::new("unshare");
            command.args(["--user", "--map-user=1000", "--map-group=1000"]).arg(path);
            command
        }
        Runner::Itself | Runner::Account(..) => Command::new(path),
    };
    if let Runner::Account(user, group) = runner {
        command.uid(user).gid(group);
    }
    command.env_remove("PGDATA").env_remove("PGPORT");
    command
}
