//! What the machine must have: system packages, Node, the window driver, the packages of the screens.

use std::fs;
use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand};

use crate::command::{Step, is_there};
use crate::{End, root, say, target};

/// What building and running need on Debian and Ubuntu.
const RUN: &[&str] = &[
    "build-essential",
    "pkg-config",
    "perl",
    "libwebkit2gtk-4.1-dev",
    "librsvg2-dev",
    "libayatana-appindicator3-dev",
    "libxdo-dev",
    "libdbus-1-dev",
];

/// What the tests of the real window, of faults and of the hub need besides.
const TEST: &[&str] = &[
    "xvfb",
    "webkit2gtk-driver",
    "dbus",
    "dbus-x11",
    "gnome-keyring",
    "libsecret-tools",
    "fonts-dejavu-core",
    "imagemagick",
    "strace",
    "e2fsprogs",
    "postgresql",
];

/// What cargo builds for the tests and checks: the driver of the window, the reader of deny.toml, the writer of the lists.
const TOOLS: &[(&str, &str)] =
    &[("tauri-driver", "2.1.0"), ("cargo-deny", "0.20.2"), ("cargo-cyclonedx", "0.5.9")];

/// The oldest Node that the tools of the screens run on.
const NODE: u32 = 20;

/// Installs everything that building and testing need.
pub fn everything() -> Result<(), End> {
    packages(&[RUN, TEST].concat())?;
    screens()?;
    TOOLS.iter().try_for_each(|(name, _)| tool(name))?;
    say("everything is there");
    Ok(())
}

/// Installs what building and running need.
pub fn to_run() -> Result<(), End> {
    packages(RUN)?;
    screens()
}

fn packages(wanted: &[&str]) -> Result<(), End> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !is_there("dpkg-query") || !is_there("apt-get") {
        // Another family of systems names them otherwise: whether they are there shows when building.
        if is_there("pkg-config") && Step::new("pkg-config", &["--exists", "webkit2gtk-4.1"]).output().is_ok()
        {
            return Ok(());
        }
        let list = wanted.join("\n  ");
        return Err(End::Missing(format!("install what corresponds to these packages of Debian:\n  {list}")));
    }
    let missing: Vec<&str> = wanted.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !is_root() {
        return Err(End::Missing(format!(
            "these packages are missing; install them, then start again:\n\n  \
             sudo apt-get update && sudo apt-get install --yes --no-install-recommends {list}\n"
        )));
    }
    say(&format!("installing {list}"));
    let install = || {
        Step::new("apt-get", &["install", "--yes", "--no-install-recommends"])
            .arguments(&missing)
            .set("DEBIAN_FRONTEND", "noninteractive")
            .logged("packages")
    };
    if install().is_err() {
        // The usual reason is a list of packages that is old or was never fetched.
        Step::new("apt-get", &["update"]).logged("packages")?;
        install()?;
    }
    Ok(())
}

fn is_installed(package: &str) -> bool {
    let state = Command::new("dpkg-query").args(["-W", "-f=${db:Status-Status}", package]).output();
    state.is_ok_and(|state| state.stdout == b"installed")
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

/// Installs the packages of the screens, unless the list they come from is the one installed last.
fn screens() -> Result<(), End> {
    node()?;
    let ui = root().join("ui");
    let list =
        fs::read(ui.join("package-lock.json")).map_err(|error| format!("ui/package-lock.json: {error}"))?;
    // Inside the folder it speaks of, so that whoever removes the one removes the other.
    let stamp = ui.join("node_modules/.installed-package-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == list) {
        return Ok(());
    }
    say("installing the packages of the screens");
    Step::npm(&["ci", "--no-audit", "--no-fund"]).logged("npm")?;
    fs::write(&stamp, list).map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(())
}

fn node() -> Result<(), End> {
    let missing = |found: &str| {
        End::Missing(format!(
            "Node {NODE} or newer with npm is needed to build the screens, {found}: https://nodejs.org/en/download"
        ))
    };
    if !is_there("node") || !is_there("npm") {
        return Err(missing("and none was found"));
    }
    let version = Step::new("node", &["--version"]).output()?;
    match major(&version) {
        Some(major) if major >= NODE => Ok(()),
        _ => Err(missing(&format!("and this is {}", version.trim()))),
    }
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Builds one of the tools into the checkout's own, where it is not on the PATH.
pub fn tool(name: &str) -> Result<(), String> {
    if is_there(name) {
        return Ok(());
    }
    let version = TOOLS.iter().find(|(listed, _)| *listed == name).map(|(_, version)| *version);
    let version = version.ok_or_else(|| format!("{name} is none of the tools"))?;
    say(&format!("building {name} {version}"));
    let folder = target().join("tools").display().to_string();
    // Unoptimised, since each does seconds of work and optimising it takes minutes; in one folder, for what they share.
    let built = target().join("tools/build").display().to_string();
    Step::cargo(&["install", "--debug", name, "--version", version, "--locked", "--root", &folder])
        .arguments(&["--target-dir", &built])
        .logged(name)?;
    Ok(())
}

/// What cargo says of the workspace and of all it builds with on this system.
pub fn metadata() -> Result<Metadata, String> {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        // Only what is built here: cargo has not fetched the libraries of other systems.
        .other_options(["--filter-platform".to_owned(), host()?])
        .exec()
        .map_err(|error| error.to_string())
}

/// The system this runs on, in the compiler's words.
pub fn host() -> Result<String, String> {
    let told = Step::new("rustc", &["-vV"]).output()?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc does not say for which system it builds".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_node_is_read_as_node_says_it() {
        assert_eq!(major("v20.19.0\n"), Some(20));
        assert_eq!(major("v9.1.0"), Some(9));
        assert_eq!(major("unknown"), None);
    }
}
