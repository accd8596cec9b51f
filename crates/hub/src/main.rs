//! The program `passerelle-hub`.

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Parser as _;
use passerelle_hub::config::{Backup, Command, Config, Log, Place, Serve};
use passerelle_hub::hub::Hub;
use passerelle_hub::{maintain, serve};

fn main() -> ExitCode {
    let end = match Config::parse().command {
        Command::Serve(config) => run(&config),
        Command::Backup(config) => backup(&config),
        Command::Check(place) => check(&place),
    };
    match end {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            let _ = writeln!(std::io::stderr(), "passerelle-hub: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(config: &Serve) -> Result<(), String> {
    match config.log {
        Log::Json => tracing_subscriber::fmt().json().flatten_event(true).with_writer(std::io::stderr).init(),
        Log::Text => tracing_subscriber::fmt().with_ansi(false).with_writer(std::io::stderr).init(),
    }
    let store = config.place.open().map_err(|error| error.to_string())?;
    let hub = Hub::new(store, config.settings(), Arc::new(now_ms)).map_err(|error| error.to_string())?;
    let hub = Arc::new(hub);
    // The connections to the database are made and closed outside of it: they wait by themselves.
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let end = runtime.block_on(serve::serve(&hub, config)).map_err(|error| error.to_string());
    drop(runtime);
    if let Err(error) = hub.store().settle() {
        tracing::warn!(%error, "closing");
    }
    tracing::info!("stopped");
    end
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

fn backup(config: &Backup) -> Result<(), String> {
    if config.place.is_postgres() {
        return Err("PostgreSQL has its own: pg_dump, as docs/HUB.md says".into());
    }
    maintain::backup(config.place.store.as_ref(), &config.file, config.with_keys)
        .map_err(|error| error.to_string())
}

fn check(place: &Place) -> Result<(), String> {
    if !place.is_postgres() && !std::path::Path::new(&place.store).exists() {
        return Err(format!("{} is not there", place.store));
    }
    let store = place.open().map_err(|error| error.to_string())?;
    let found = maintain::check(&*store).map_err(|error| error.to_string())?;
    let sum = |count: fn(&passerelle_hub::keep::Verified) -> u64| found.iter().map(count).sum::<u64>();
    let said = format!(
        "{} spaces, {} log entries, {} batches, {} bodies and wraps, {} erased or let go: all as they were signed",
        found.len(),
        sum(|it| it.entries),
        sum(|it| it.batches),
        sum(|it| it.bodies),
        sum(|it| it.gone),
    );
    writeln!(std::io::stdout(), "{said}").map_err(|error| error.to_string())
}
