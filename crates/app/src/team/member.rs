//! Who is in the team: roles, removal, new keys, leaving.

use passerelle_domain::Topic;
use passerelle_domain::id::SpaceId;
use passerelle_sync::chance::SystemChance;
use passerelle_sync::http::Hub;
use passerelle_sync::membership::removal;
use passerelle_vault::Vault;
use passerelle_vault::team::Membership;
use passerelle_wire::id::DeviceId;
use passerelle_wire::membership::{Act, Role};
use serde::Deserialize;
use ts_rs::TS;

use super::line;
use super::meet::meet_one;
use super::room::{self, Room};
use super::run::{append, turn};
use super::view::TeamRole;
use crate::Problem;
use crate::desk::{App, UseCase};

/// The room of a coordinator of a space.
pub(super) fn as_admin(vault: &Vault, space: Option<SpaceId>) -> Result<Box<Room>, Problem> {
    let room = room::room_of(vault, space)?;
    if room.space.role() == Some(Role::Admin) { Ok(room) } else { Err(Problem::RoleForbids) }
}

fn of_text(device: &str) -> Result<DeviceId, Problem> {
    device.parse().map_err(|_| Problem::NotFound)
}

/// How often somebody else's entry may come first before a person is asked to try again.
const TRIES: u8 = 3;

/// Appends what `decide` says of the log as it is now, and meets the team so that this laptop has read it too.
pub(super) fn change(
    app: &App,
    space: Option<SpaceId>,
    mut decide: impl FnMut(&App, &mut Hub) -> Result<(), Problem>,
) -> Result<(), Problem> {
    for again in (0..TRIES).rev() {
        meet_one(app, space)?;
        let address = app.with(|open| Ok(room::room_of(&open.vault, space)?.hub))?;
        let decided = decide(app, line(app).to(&address)?);
        match decided {
            Err(Problem::TeamMoved) if again > 0 => {}
            Err(problem) => return Err(problem),
            Ok(()) => {
                app.touch([Topic::Team]);
                meet_one(app, space)?;
                return Ok(());
            }
        }
    }
    Err(Problem::TeamMoved)
}

/// Gives a laptop another role.
#[derive(Deserialize, TS)]
pub struct SetRole {
    device: String,
    role: TeamRole,
    /// Of which space; the home team where none is named.
    #[serde(default)]
    #[ts(optional)]
    space: Option<SpaceId>,
}

impl UseCase for SetRole {
    const NAME: &'static str = "team.set_role";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let act = Act::SetRole(of_text(&self.device)?, self.role.to_wire());
        change(app, self.space, |app, hub| {
            let room = app.with(|open| as_admin(&open.vault, self.space))?;
            append(&room, std::slice::from_ref(&act), app.now(), hub)
        })
    }
}

/// Takes a laptop out. What it sent counts; it can read nothing that is sent from now on.
#[derive(Deserialize, TS)]
pub struct RemoveMember {
    device: String,
    /// Of which space; the home team where none is named.
    #[serde(default)]
    #[ts(optional)]
    space: Option<SpaceId>,
}

impl UseCase for RemoveMember {
    const NAME: &'static str = "team.remove_member";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let device = of_text(&self.device)?;
        change(app, self.space, |app, hub| {
            let room = app.with(|open| as_admin(&open.vault, self.space))?;
            if device == room.space.own() {
                return Err(Problem::RoleForbids);
            }
            let seat = room.space.standing.log.roll().seat(device).ok_or(Problem::NotFound)?;
            if seat.role().is_none() {
                // It was done, and the answer was lost.
                return Ok(());
            }
            let removal = removal(&room.space.standing.chains, device);
            turn(&room, &[removal], app.now(), hub, &mut SystemChance)
        })
    }
}

/// Gives the team new keys, as after a doubt.
#[derive(Deserialize, TS)]
pub struct RenewKeys {
    /// Of which space; the home team where none is named.
    #[serde(default)]
    #[ts(optional)]
    space: Option<SpaceId>,
}

impl UseCase for RenewKeys {
    const NAME: &'static str = "team.renew_keys";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        change(app, self.space, |app, hub| {
            let room = app.with(|open| as_admin(&open.vault, self.space))?;
            turn(&room, &[], app.now(), hub, &mut SystemChance)
        })
    }
}

/// Leaves the team, or forgets one that removed this laptop. Its files stay; what was not sent is sent first.
#[derive(Deserialize, TS)]
pub struct LeaveTeam {
    /// Goes also where no hub answers: the team then still counts this laptop among its own.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    unheard: bool,
    /// Of which space; the home team where none is named.
    #[serde(default)]
    #[ts(optional)]
    space: Option<SpaceId>,
}

impl UseCase for LeaveTeam {
    const NAME: &'static str = "team.leave";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let of = app.with(|open| room::named(&open.vault, self.space))?;
        if of.home {
            // Whoever leaves the home team leaves the smaller ones within it.
            for smaller in app.with(|open| Ok(open.vault.memberships()?))?.into_iter().filter(|of| !of.home) {
                leave(app, &smaller, self.unheard)?;
            }
        }
        leave(app, &of, self.unheard)?;
        app.touch([Topic::Team, Topic::Session]);
        Ok(())
    }
}

fn leave(app: &App, of: &Membership, unheard: bool) -> Result<(), Problem> {
    let space = Some(of.space);
    let in_it = |app: &App| app.with(|open| Ok(room::room_of(&open.vault, space)?.space.role().is_some()));
    if !of.standing.is_empty() && in_it(app)? {
        let left = change(app, space, |app, hub| {
            let room = app.with(|open| room::room_of(&open.vault, space))?;
            if room.space.role().is_none() {
                return Ok(());
            }
            let act = removal(&room.space.standing.chains, room.space.own());
            append(&room, &[act], app.now(), hub)
        });
        match left {
            Err(Problem::HubAway) if unheard => {}
            left => left?,
        }
    }
    line(app).hang_up();
    app.alone(|open| Ok(open.vault.leave_space(of.space)?))
}
