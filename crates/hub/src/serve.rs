//! Runs a hub: listens, with or without TLS, until a signal tells it to stop; then answers whoever waits, lets the last
//! requests end, and closes the database.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use hyper_util::rt::TokioTimer;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::Serve;
use crate::hub::Hub;
use crate::{news, route, sweep};

/// How long a connection may take to say what it wants.
const HEADERS: Duration = Duration::from_secs(30);
/// How long the last requests have when the hub stops.
const LAST: Duration = Duration::from_secs(25);

/// Runs a hub until it is told to stop.
pub async fn serve(hub: &Arc<Hub>, config: &Serve) -> std::io::Result<()> {
    let handle = Handle::new();
    let tls = match config.tls_cert.clone().zip(config.tls_key.clone()) {
        Some(files) => Some((tls(&files).await?, files)),
        None => None,
    };
    let mut beside = vec![tokio::spawn(sweep::sweep(Arc::clone(hub)))];
    if hub.store().is_shared() {
        beside.push(tokio::spawn(news::ask_around(Arc::clone(hub))));
    }
    beside.push(tokio::spawn(until_told(Arc::clone(hub), handle.clone(), tls.clone())?));
    if let Some(address) = config.metrics {
        beside.push(tokio::spawn(counts(Arc::clone(hub), address)));
    }
    let announced = handle.clone();
    beside.push(tokio::spawn(async move {
        if let Some(address) = announced.listening().await {
            tracing::info!(%address, "listening");
        }
    }));
    let calls = route::calls(hub).into_make_service_with_connect_info::<SocketAddr>();
    let end = if let Some((tls, _)) = tls {
        let mut server = axum_server::bind_rustls(config.listen, tls).handle(handle);
        server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEADERS);
        server.serve(calls).await
    } else {
        let mut server = axum_server::bind(config.listen).handle(handle);
        server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEADERS);
        server.serve(calls).await
    };
    hub.stop();
    for task in beside {
        task.abort();
    }
    end
}

async fn tls((cert, key): &(PathBuf, PathBuf)) -> std::io::Result<RustlsConfig> {
    // Another library in the same program may bring another provider: the choice is made here.
    let _ = rustls::crypto::ring::default_provider().install_default();
    RustlsConfig::from_pem_file(cert, key).await
}

async fn counts(hub: Arc<Hub>, address: SocketAddr) {
    let router: Router = route::counts(&hub);
    if let Err(error) = axum_server::bind(address).serve(router.into_make_service()).await {
        tracing::error!(%error, %address, "no counts can be asked for");
    }
}

type Tls = Option<(RustlsConfig, (PathBuf, PathBuf))>;

/// Ends the hub at SIGTERM or SIGINT. SIGHUP reads a renewed certificate.
fn until_told(
    hub: Arc<Hub>,
    handle: Handle<SocketAddr>,
    tls: Tls,
) -> std::io::Result<impl Future<Output = ()>> {
    let mut stop = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut renew = signal(SignalKind::hangup())?;
    Ok(async move {
        loop {
            tokio::select! {
                _ = stop.recv() => break,
                _ = interrupt.recv() => break,
                _ = renew.recv() => {
                    let Some((tls, (cert, key))) = &tls else { continue };
                    match tls.reload_from_pem_file(cert, key).await {
                        Ok(()) => tracing::info!("certificate read anew"),
                        Err(error) => tracing::error!(%error, "the certificate stays as it was"),
                    }
                }
            }
        }
        tracing::info!("stopping");
        hub.stop();
        handle.graceful_shutdown(Some(LAST));
    })
}
