//! The lease of a laptop: who did not meet the team for that long sees no file until a coordinator renews it. What was written
//! stays, and goes once it is renewed.
//!
//! It is the program that keeps to it. Whoever knows the passphrase and brings another program is not held up.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use passerelle_domain::Topic;
use passerelle_sync::engine::Standing;
use passerelle_vault::Vault;
use passerelle_vault::team::Membership;
use passerelle_wire::id::DeviceId;
use passerelle_wire::membership::{Act, Role};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::member::{as_admin, change};
use super::room::{Room, unpack, wire_device};
use super::run::append;
use crate::Problem;
use crate::desk::{App, UseCase};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// From how many days before its end on a lease is spoken of.
const WARN_DAYS: i64 = 14;

/// How the lease of this laptop stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "lease", rename_all = "snake_case")]
pub enum Lease {
    Runs,
    /// It ends soon: in that many days, today for 0.
    Ends {
        days: u32,
    },
    /// It ran out: files are closed until a coordinator renews it. `days` is how long it was.
    Over {
        days: u32,
    },
}

/// What the lease of this laptop in its home team is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Terms {
    done_ms: i64,
    days: u16,
    renewed: bool,
}

impl Terms {
    /// None where nothing is to run out: no team, not let in yet or not in it any more, or a team that was never met.
    fn of(vault: &Vault) -> Result<Option<Terms>, Problem> {
        match vault.membership()? {
            Some(of) => Terms::of_home(vault, &of),
            None => Ok(None),
        }
    }

    fn of_home(vault: &Vault, home: &Membership) -> Result<Option<Terms>, Problem> {
        if home.standing.is_empty() {
            return Ok(None);
        }
        Terms::of_standing(vault, home, &unpack(&home.standing)?)
    }

    pub(super) fn of_standing(
        vault: &Vault,
        home: &Membership,
        standing: &Standing,
    ) -> Result<Option<Terms>, Problem> {
        let own = wire_device(home.device);
        let present = standing.log.roll().seat(own).is_some_and(|seat| seat.role().is_some());
        let Some(done_ms) = vault.last_met(home.space)?.done_ms.filter(|_| present) else { return Ok(None) };
        let lapse = standing.lapse.filter(|lapse| i64::try_from(lapse.since_ms) == Ok(done_ms));
        let renewed = lapse.is_some_and(|lapse| standing.is_renewed(own, lapse));
        Ok(Some(Terms { done_ms, days: standing.log.roll().lease_days(), renewed }))
    }

    /// How it stands at a moment. A clock that was set back ends no lease.
    pub(super) fn at(&self, now_ms: i64) -> Lease {
        let days = u32::from(self.days);
        let away = now_ms.saturating_sub(self.done_ms);
        let left = i64::from(self.days) * DAY_MS - away;
        if left < 0 && !self.renewed {
            Lease::Over { days }
        } else if (0..=WARN_DAYS * DAY_MS).contains(&left) {
            Lease::Ends { days: u32::try_from(left / DAY_MS).unwrap_or(days) }
        } else {
            Lease::Runs
        }
    }
}

/// What the lease was last seen to be measured by, and how often what may change it was touched since.
#[derive(Default)]
pub(crate) struct LeaseMemory {
    changes: AtomicU64,
    seen: Mutex<Option<(u64, Option<Terms>)>>,
}

impl LeaseMemory {
    pub(crate) fn hears(&self, topic: Topic) {
        if matches!(topic, Topic::Team | Topic::Session) {
            self.changes.fetch_add(1, Ordering::AcqRel);
        }
    }

    /// What `read` says, asked again only after a change. Nothing is held meanwhile.
    fn terms(&self, read: impl FnOnce() -> Result<Option<Terms>, Problem>) -> Result<Option<Terms>, Problem> {
        let changes = self.changes.load(Ordering::Acquire);
        let seen = *self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, terms)) = seen.filter(|(at, _)| *at == changes) {
            return Ok(terms);
        }
        let terms = read()?;
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some((changes, terms));
        Ok(terms)
    }
}

impl App {
    /// Refuses what needs the files where the lease of this laptop ran out.
    pub(crate) fn within_lease(&self) -> Result<(), Problem> {
        let terms = self.lease.terms(|| self.with(|open| Terms::of(&open.vault)))?;
        match terms.map(|terms| terms.at(self.now().at.0)) {
            Some(Lease::Over { days }) => {
                // It may have ended while a screen was open.
                self.touch([Topic::Session]);
                Err(Problem::LeaseOver { days })
            }
            _ => Ok(()),
        }
    }
}

/// Notes in a room of the home team that its lease ran out, before anything of the log is read: a renewal is what follows.
pub(super) fn note_lapse(app: &App, room: &mut Room) -> Result<(), Problem> {
    if !room.home {
        return Ok(());
    }
    let terms = app.with(|open| Terms::of(&open.vault))?;
    if let Some(terms) = terms.filter(|terms| matches!(terms.at(app.now().at.0), Lease::Over { .. })) {
        room.space.lapse(u64::try_from(terms.done_ms).unwrap_or(0));
    }
    Ok(())
}

/// Whether a laptop whose lease ran out renews it itself: a coordinator's, since the last one would find nobody who could. The
/// log says that it did.
pub(super) fn may_renew_itself(room: &Room) -> bool {
    room.space.has_lapsed() && room.space.role() == Some(Role::Admin)
}

/// How the lease of another laptop stands, as far as this one can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MemberLease {
    /// It gave a sign in time, or is new; or it only reads, and gives none.
    Runs,
    /// No sign of it for longer than the lease.
    Over,
    /// The same, and it was renewed since.
    Renewed,
}

pub(super) fn of_member(standing: &Standing, device: DeviceId, now_ms: i64) -> MemberLease {
    let roll = standing.log.roll();
    let (Some(seat), Some(chain)) = (roll.seat(device), standing.chains.get(device)) else {
        return MemberLease::Runs;
    };
    let lease_ms = i64::from(roll.lease_days()) * DAY_MS;
    let since = i64::try_from(chain.moved_ms).unwrap_or(i64::MAX);
    if seat.role().is_none() || now_ms.saturating_sub(since) <= lease_ms {
        MemberLease::Runs
    } else if seat.renewed >= chain.log_len() {
        MemberLease::Renewed
    } else {
        MemberLease::Over
    }
}

/// Renews the lease of a laptop that was away for longer: with its next meeting its files open again.
#[derive(Deserialize, TS)]
pub struct RenewLease {
    device: String,
}

impl UseCase for RenewLease {
    const NAME: &'static str = "team.renew_lease";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let device: DeviceId = self.device.parse().map_err(|_| Problem::NotFound)?;
        change(app, None, |app, hub| {
            let room = app.with(|open| as_admin(&open.vault, None))?;
            let seat = room.space.standing.log.roll().seat(device);
            if seat.and_then(passerelle_wire::membership::Seat::role).is_none() {
                return Err(Problem::NotFound);
            }
            append(&room, &[Act::Renew(device)], app.now(), hub)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MET: i64 = 1_764_000_000_000;

    fn after(days: i64, ms: i64, renewed: bool) -> Lease {
        Terms { done_ms: MET, days: 45, renewed }.at(MET + days * DAY_MS + ms)
    }

    #[test]
    fn a_lease_is_spoken_of_two_weeks_before_its_end_and_ends_with_its_last_millisecond() {
        assert_eq!(after(31, -1, false), Lease::Runs);
        assert_eq!(after(31, 0, false), Lease::Ends { days: 14 });
        assert_eq!(after(44, 1, false), Lease::Ends { days: 0 });
        assert_eq!(after(45, 0, false), Lease::Ends { days: 0 });
        assert_eq!(after(45, 1, false), Lease::Over { days: 45 });
        assert_eq!(after(400, 0, false), Lease::Over { days: 45 });
        assert_eq!(after(400, 0, true), Lease::Runs, "renewed since");
    }

    #[test]
    fn a_clock_that_was_set_back_ends_no_lease() {
        assert_eq!(after(-3_650, 0, false), Lease::Runs);
        assert_eq!(
            Terms { done_ms: i64::MIN, days: 45, renewed: false }.at(i64::MAX),
            Lease::Over { days: 45 }
        );
    }
}
