//! What is said when the program is started: every option has a variable of the environment beside it.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::settings::Settings;
use crate::store::{Postgres, Sqlite, Store, StoreError};

/// Keeps what the laptops of teams seal for each other, and hands it on. It can read none of it.
#[derive(Debug, Parser)]
#[command(name = "passerelle-hub", version)]
pub struct Config {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs the hub until it is told to stop.
    Serve(Box<Serve>),
    /// Copies the database into a new file while the hub runs (not for PostgreSQL: docs/HUB.md).
    Backup(Backup),
    /// Verifies the database: its pages, every log, every chain, every body.
    Check(Place),
}

/// Where the hub keeps everything.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// A file, or `postgres://user:word@host/database`.
    #[arg(long, env = "PASSERELLE_HUB_STORE", default_value = "passerelle-hub.db", hide_env_values = true)]
    pub store: String,
    /// Connections to PostgreSQL that one process may hold.
    #[arg(long, env = "PASSERELLE_HUB_CONNECTIONS", default_value_t = 16)]
    pub connections: usize,
}

#[derive(Args, Debug)]
pub struct Backup {
    /// The new file.
    pub file: PathBuf,
    /// Also copies wrapped and sealed keys. Such a copy must not live longer than 30 days.
    #[arg(long)]
    pub with_keys: bool,
    #[command(flatten)]
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Log {
    Json,
    Text,
}

#[derive(Args, Debug)]
pub struct Serve {
    #[command(flatten)]
    pub place: Place,
    /// Where laptops connect.
    #[arg(long, env = "PASSERELLE_HUB_LISTEN", default_value = "127.0.0.1:8470")]
    pub listen: SocketAddr,
    /// Where Prometheus connects; nowhere if it is not said.
    #[arg(long, env = "PASSERELLE_HUB_METRICS")]
    pub metrics: Option<SocketAddr>,
    /// The name under which laptops know the hub, as `hub.example.fr`.
    #[arg(long, env = "PASSERELLE_HUB_NAME", default_value = "localhost")]
    pub name: String,
    /// What whoever makes a space must know; everybody may if it is not said.
    #[arg(long, env = "PASSERELLE_HUB_PERMIT", default_value = "", hide_env_values = true)]
    pub permit: String,
    /// The certificate with its chain (PEM). Without one, a proxy before the hub must speak TLS.
    #[arg(long, env = "PASSERELLE_HUB_TLS_CERT", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// The key of the certificate (PEM).
    #[arg(long, env = "PASSERELLE_HUB_TLS_KEY", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Believes the last address of `X-Forwarded-For`.
    #[arg(long, env = "PASSERELLE_HUB_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// The most MiB that a space may take.
    #[arg(long, env = "PASSERELLE_HUB_QUOTA_MIB", default_value_t = 10_240)]
    pub quota_mib: u64,
    /// Days after which bodies go that every active laptop has and a snapshot holds; 0 keeps them.
    #[arg(long, env = "PASSERELLE_HUB_KEEP_DAYS", default_value_t = 0)]
    pub keep_days: u32,
    /// Requests of one device in a second; after a pause ten times as many at once.
    #[arg(long, env = "PASSERELLE_HUB_RATE", default_value_t = 50)]
    pub rate: u32,
    /// Requests without a session from one address in a second; after a pause ten times as many at once.
    #[arg(long, env = "PASSERELLE_HUB_ADDRESS_RATE", default_value_t = 100)]
    pub address_rate: u32,
    /// MiB that bodies of requests may take in memory together.
    #[arg(long, env = "PASSERELLE_HUB_MEMORY_MIB", default_value_t = 256)]
    pub memory_mib: u64,
    /// Seconds that a request may take.
    #[arg(long = "request-seconds", env = "PASSERELLE_HUB_REQUEST_SECONDS", default_value_t = 600)]
    pub request_s: u64,
    /// Seconds in which something of a request must come.
    #[arg(long = "idle-seconds", env = "PASSERELLE_HUB_IDLE_SECONDS", default_value_t = 30)]
    pub idle_s: u64,
    /// How the log is written.
    #[arg(long, env = "PASSERELLE_HUB_LOG", value_enum, default_value_t = Log::Json)]
    pub log: Log,
}

impl Serve {
    /// The rules that were asked for.
    pub fn settings(&self) -> Settings {
        const MIB: u64 = 1024 * 1024;
        let burst = |rate: u32| (rate, rate.saturating_mul(10));
        Settings {
            name: self.name.clone(),
            permit: self.permit.clone(),
            quota_bytes: self.quota_mib.saturating_mul(MIB),
            keep_days: self.keep_days,
            device_rate: burst(self.rate),
            address_rate: burst(self.address_rate),
            memory_bytes: self.memory_mib.saturating_mul(MIB),
            idle_s: self.idle_s,
            request_s: self.request_s,
            behind_proxy: self.behind_proxy,
        }
    }
}

impl Place {
    /// Whether it is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        ["postgres://", "postgresql://"].iter().any(|scheme| self.store.starts_with(scheme))
    }

    /// Opens it, and brings its schema up to date.
    pub fn open(&self) -> Result<Box<dyn Store>, StoreError> {
        if self.is_postgres() {
            Ok(Box::new(Postgres::open(&self.store, self.connections)?))
        } else {
            Ok(Box::new(Sqlite::open(self.store.as_ref())?))
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_options_fit_each_other() {
        Config::command().debug_assert();
    }

    #[test]
    fn what_is_not_said_is_what_the_rules_are_without_it() {
        let Command::Serve(serve) = Config::parse_from(["passerelle-hub", "serve"]).command else { panic!() };
        assert_eq!(format!("{:?}", serve.settings()), format!("{:?}", Settings::default()));
        assert!(!serve.place.is_postgres());
    }
}
