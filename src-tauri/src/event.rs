//! Carries the topics that the desk publishes to the window. It neither filters nor reads them.

use passerelle_app::Desk;
use tauri::{AppHandle, Emitter};

use crate::window::LABEL;

/// The name under which the page listens.
const TOPIC: &str = "topic";

/// From now on every published topic reaches the window. A window that is gone misses nothing it could show.
pub fn carry(app: &AppHandle, desk: &Desk) {
    let app = app.clone();
    desk.subscribe(Box::new(move |topic| {
        if let Err(error) = app.emit_to(LABEL, TOPIC, topic) {
            eprintln!("passerelle-desktop: a topic did not reach the window: {error}");
        }
    }));
}
