//! The one window: its size, where it may go (nowhere else), and that it opens once. It shows, it decides nothing.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use tauri::plugin::TauriPlugin;
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder, Wry};
use tauri_plugin_window_state::StateFlags;

pub const LABEL: &str = "main";

/// Opens the window on the page that is built into the program.
///
/// # Errors
/// When the system refuses a window or a web view.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Passerelle")
        .inner_size(1366.0, 768.0)
        .min_inner_size(640.0, 480.0)
        .zoom_hotkeys_enabled(true)
        .incognito(!driven_by_a_test())
        .devtools(cfg!(debug_assertions))
        // The board is moved by dragging inside the page, which the shell's own handler would swallow.
        .disable_drag_drop_handler()
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    #[cfg(target_os = "linux")]
    window.with_webview(|view| crate::linux::restrain(&view.inner()))?;
    #[cfg(not(target_os = "linux"))]
    drop(window);
    Ok(())
}

/// A web view that keeps nothing on the disk cannot be driven by WebDriver; a test accepts one that could.
fn driven_by_a_test() -> bool {
    std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some_and(|value| value == "true")
}

/// The page built into the program; its address differs by system.
fn is_own_page(url: &Url) -> bool {
    matches!(
        (url.scheme(), url.host_str()),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    )
}

/// A second start on the same vault brings the first window forward; another vault gets its own window.
pub fn single(vault: Option<&Path>) -> TauriPlugin<Wry> {
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(bus_name(vault))
        .callback(|app, _, _| bring_forward(app))
        .build()
}

fn bus_name(vault: Option<&Path>) -> String {
    const NAME: &str = "fr.passerelle.desktop";
    let Some(vault) = vault else { return NAME.to_owned() };
    let mut hasher = DefaultHasher::new();
    std::path::absolute(vault).unwrap_or_else(|_| vault.to_owned()).hash(&mut hasher);
    format!("{NAME}.vault{:016x}", hasher.finish())
}

fn bring_forward(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let shown = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
        if let Err(error) = shown {
            eprintln!("passerelle-desktop: the window could not come forward: {error}");
        }
    }
}

/// Size and place are found again at the next start; whether it was hidden is not.
pub fn remembered() -> TauriPlugin<Wry> {
    let flags = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    tauri_plugin_window_state::Builder::new().with_state_flags(flags).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(address: &str) -> bool {
        is_own_page(&address.parse().unwrap())
    }

    #[test]
    fn the_window_stays_on_its_own_page() {
        assert!(own("tauri://localhost/index.html#/people"));
        assert!(own("http://tauri.localhost/"));
        for elsewhere in [
            "https://example.org/",
            "file:///etc/passwd",
            "data:text/html,a",
            "https://tauri.localhost.example.org/",
        ] {
            assert!(!own(elsewhere), "{elsewhere} must be refused");
        }
    }

    #[test]
    fn two_vaults_are_two_windows_and_one_vault_is_one() {
        let awa = bus_name(Some(Path::new("/home/awa/coffre")));
        assert_eq!(awa, bus_name(Some(Path::new("/home/awa/./coffre"))));
        assert_ne!(awa, bus_name(Some(Path::new("/home/bruno/coffre"))));
        assert_ne!(awa, bus_name(None));
    }
}
