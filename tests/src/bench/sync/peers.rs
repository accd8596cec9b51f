//! PouchDB with the same records, tuned: installed on demand by npm, in a folder of its own, and run by Node.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::link::Carried;
use super::{Leg, Side};
use crate::Trouble;

fn run_in(folder: &Path, program: &str, arguments: &[&str]) -> Result<String, Trouble> {
    let output = Command::new(program).args(arguments).current_dir(folder).output()?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().rev().take(6).collect::<Vec<_>>();
    Err(Trouble::new(format!(
        "{program} {}: {}",
        arguments.join(" "),
        said.into_iter().rev().collect::<Vec<_>>().join(" | ")
    )))
}

fn leg(told: &Value, name: &str) -> Leg {
    let number =
        |part: &str| told.pointer(&format!("/{name}/{part}")).and_then(Value::as_f64).unwrap_or(f64::NAN);
    let bytes =
        |part: &str| told.pointer(&format!("/{name}/{part}")).and_then(Value::as_u64).unwrap_or_default();
    Leg { ms: number("ms"), carried: Carried { up: bytes("up"), down: bytes("down") } }
}

/// The same as documents: sent, received, a thousand of them edited.
///
/// # Errors
/// When npm or Node is missing, or a package cannot be had.
pub fn run(documents: &Path, at: &Path) -> Result<Side, Trouble> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
    if !folder.join("node_modules/pouchdb").is_dir() {
        run_in(&folder, "npm", &["ci", "--no-audit", "--no-fund"])?;
    }
    let (documents, at) = (documents.display().to_string(), at.join("pouchdb").display().to_string());
    let said = run_in(&folder, "node", &["peers.mjs", &documents, &at])?;
    let told: Value = serde_json::from_str(said.lines().last().unwrap_or_default())?;
    let number = |name: &str| told.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
    Ok(Side {
        sending: leg(&told, "sending"),
        receiving: leg(&told, "receiving"),
        joining: Leg::default(),
        usable_ms: None,
        edits_sent: leg(&told, "edits_sent"),
        edits_received: leg(&told, "edits_received"),
        hub_mb: number("server_mb"),
        laptop_mb: number("client_mb"),
        floor_ms: None,
    })
}
