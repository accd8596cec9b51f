//! Meets the team by itself, as long as the vault is open and in one: after what this laptop wrote, when the hub has news, and
//! once in a while. The same as a click on "synchronise now", on a thread of its own.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use passerelle_app::Desk;
use passerelle_app::team::SyncEnd;
use passerelle_app::team::watch::{Rhythm, ends_of};
use serde_json::json;

/// How often a laptop without an open vault or a team looks whether it has become one.
const LOOK: Duration = Duration::from_secs(1);

/// What of a meeting the thread must know.
fn meet(desk: &Desk) -> Option<Vec<SyncEnd>> {
    ends_of(&desk.call("team.synchronise", json!({})).ok()?)
}

fn is_in_a_team(desk: &Desk) -> bool {
    let team = || desk.call("team.read", json!({}));
    desk.idle_after().is_some() && team().is_ok_and(|team| team.get("stage") != Some(&json!("alone")))
}

/// Starts meeting, for as long as the process lives.
///
/// # Errors
/// When the system gives no thread.
pub fn watch(desk: Arc<Desk>) -> std::io::Result<()> {
    thread::Builder::new().name("meet".into()).spawn(move || {
        let mut rhythm = Rhythm::default();
        loop {
            if !is_in_a_team(&desk) {
                thread::sleep(LOOK);
                continue;
            }
            // What goes wrong otherwise is shown on the screen of the team, and tried again after the longest pause.
            let ends = meet(&desk).unwrap_or_else(|| vec![SyncEnd::Stopped]);
            // Where the vault is locked meanwhile, the wait ends.
            let _ = desk.wait_for_team(rhythm.after(&ends));
        }
    })?;
    Ok(())
}
