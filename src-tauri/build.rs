//! Builds the page into the shell, and refuses with a plain sentence when the page is not there yet.

use std::path::Path;

const PAGE: &str = "../ui/dist";

fn main() {
    println!("cargo::rerun-if-changed={PAGE}");
    if !Path::new(PAGE).join("index.html").is_file() {
        println!(
            "cargo::error=the page is not built (ui/dist/index.html is missing): run `cargo xtask start`, \
             or `npm ci && npm run build` in ui/"
        );
        return;
    }
    let manifest = tauri_build::AppManifest::new().commands(&["call", "activity"]);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo::error={error:#}");
    }
}
