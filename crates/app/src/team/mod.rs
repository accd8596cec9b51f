//! The team of a laptop: founding and joining, who is in it, and meeting it through the hub.

mod alarm;
mod coming;
mod content;
mod courier;
mod erase;
pub mod exchange;
mod found;
mod invite;
mod join;
mod keeping;
mod kit;
mod lease;
mod meet;
mod member;
pub mod moving;
pub mod room;
pub mod run;
pub mod snapshot;
mod view;
pub mod watch;

use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;

use passerelle_sync::http::{Address, AddressError, Fault, Hub};
use passerelle_wire::problem::Problem as Refused;

pub(crate) use lease::LeaseMemory;
pub(crate) use view::link_state;
pub use view::{LinkState, SyncEnd, TeamRole};
use watch::Woken;

use crate::Problem;
use crate::desk::{App, Desk, Registrar};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<view::ReadTeam>();
    registrar.register::<found::FoundTeam>();
    registrar.register::<invite::Invite>();
    registrar.register::<invite::ReadInvitation>();
    registrar.register::<invite::Admit>();
    registrar.register::<invite::CancelInvitation>();
    registrar.register::<join::JoinTeam>();
    registrar.register::<join::CancelJoin>();
    registrar.register::<member::SetRole>();
    registrar.register::<member::RemoveMember>();
    registrar.register::<member::RenewKeys>();
    registrar.register::<member::LeaveTeam>();
    registrar.register::<lease::RenewLease>();
    registrar.register::<meet::Synchronise>();
    registrar.register::<kit::MakeKit>();
    registrar.register::<kit::WithdrawKit>();
    registrar.register::<kit::UseKit>();
    registrar.register::<courier::ExportFile>();
    registrar.register::<courier::ImportFile>();
    registrar.register::<erase::ErasePerson>();
    registrar.register::<moving::MovePerson>();
    registrar.register::<alarm::AcknowledgeAlarm>();
}

impl Desk {
    /// Waits until the team should be met again, on a thread that has nothing else to do: there is news at the hub, this laptop
    /// wrote something, the hub went away, or that much time has passed. After a meeting that was not done it only rests.
    ///
    /// # Errors
    /// Where the vault is or gets locked, or is in no team.
    pub fn wait_for_team(&self, at_most: Duration) -> Result<Woken, Problem> {
        watch::wait(self.app(), at_most)
    }
}

/// The connection to the hub, of one meeting at a time. Held over the network, and never together with a decision.
#[derive(Default)]
pub(crate) struct Line {
    hub: Option<(String, Hub)>,
}

impl Line {
    /// The hub of an address; a session that is open goes on.
    pub(crate) fn to(&mut self, address: &str) -> Result<&mut Hub, Problem> {
        if self.hub.as_ref().is_none_or(|(known, _)| known != address) {
            self.hub = Some((address.to_owned(), Hub::at(read_address(address)?)));
        }
        self.hub.as_mut().map(|(_, hub)| hub).ok_or(Problem::Internal)
    }

    /// Another device speaks from now on.
    pub(crate) fn hang_up(&mut self) {
        self.hub = None;
    }
}

pub(crate) fn line(app: &App) -> MutexGuard<'_, Line> {
    // What a panicking call left is a connection that opens anew.
    app.line.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn read_address(text: &str) -> Result<Address, Problem> {
    text.parse().map_err(|error| match error {
        AddressError::Malformed => Problem::HubAddress { unencrypted: false },
        AddressError::Unencrypted => Problem::HubAddress { unencrypted: true },
    })
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Cut => Problem::HubAway,
            Fault::NotAHub => Problem::NotAHub,
            Fault::Refused(problem) => refused(&problem),
        }
    }
}

/// What a no of the hub means for whoever asked something of the team.
pub(crate) fn refused(problem: &Refused) -> Problem {
    match problem {
        Refused::NotMember => Problem::NotInTeam,
        Refused::RoleForbids => Problem::RoleForbids,
        Refused::LogMoved { .. } => Problem::TeamMoved,
        Refused::LogRefused { fault: passerelle_wire::membership::LogFault::LastAdmin } => Problem::LastAdmin,
        Refused::NoCommonVersion { .. } | Refused::WriterTooOld { .. } => Problem::UpdateNeeded,
        Refused::QuotaReached { .. } => Problem::HubFull,
        Refused::Busy { .. } | Refused::TooMany { .. } => Problem::HubAway,
        problem => Problem::HubRefused { why: problem.name().to_owned() },
    }
}
