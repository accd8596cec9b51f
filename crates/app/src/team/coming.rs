//! What a laptop that joins a team still lacks of it.

use passerelle_sync::engine::Standing;
use passerelle_sync::snapshot::{Coming, Loading, Share};
use passerelle_vault::team::Membership;
use serde::Serialize;
use ts_rs::TS;

use super::room::wire_device;

/// What comes to a laptop that joins a team, with how much of it is here, in percent: never 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum TeamComing {
    /// Files are still missing.
    Files { percent: u32 },
    /// All files are here; what was exchanged before the last time is not.
    History { percent: u32 },
    /// Batch by batch, files with their exchanges: nothing says how much is missing.
    Batches,
}

impl TeamComing {
    /// What a space has that was not here at the end of any meeting yet. Nothing on the laptop that founded it, nor where the
    /// batches of others come by a stick: whether that was all is known to nobody.
    pub(super) fn first(of: &Membership, standing: &Standing, has_met: bool) -> Option<TeamComing> {
        if let Some(coming) = standing.loading.as_ref().and_then(Loading::coming) {
            return Some(TeamComing::of(coming));
        }
        let own = wire_device(of.device);
        let came_in = standing
            .log
            .roll()
            .seat(own)
            .is_some_and(|seat| seat.role().is_some() && seat.role_at(1).is_none());
        let by_hub = standing.cursor > 0 || standing.chains.is_new(own);
        (came_in && by_hub && !has_met).then_some(TeamComing::Batches)
    }

    fn of(Coming { share, done, of }: Coming) -> TeamComing {
        let percent = done.saturating_mul(100).checked_div(of).unwrap_or(0).min(99);
        match share {
            Share::First => TeamComing::Files { percent },
            Share::Rest => TeamComing::History { percent },
        }
    }
}
