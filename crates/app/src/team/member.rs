//! Who is in the team: roles, removal, new keys, leaving.

use passerelle_domain::Topic;
use passerelle_sync::chance::SystemChance;
use passerelle_sync::engine::{Ask, Reply, Space};
use passerelle_sync::http::{Fault, Hub};
use passerelle_sync::membership::{Turn, TurnError, append, removal};
use passerelle_vault::Vault;
use passerelle_wire::id::DeviceId;
use passerelle_wire::membership::{Act, Role};
use passerelle_wire::problem::Problem as Refused;
use serde::Deserialize;
use ts_rs::TS;

use super::meet::{meet, now_ms};
use super::room::{self, Room};
use super::view::TeamRole;
use super::{line, refused};
use crate::Problem;
use crate::desk::{App, UseCase};

/// The room of a coordinator.
pub(super) fn as_admin(vault: &Vault) -> Result<Box<Room>, Problem> {
    let room = room::room(vault)?;
    if room.space.role() == Some(Role::Admin) { Ok(room) } else { Err(Problem::RoleForbids) }
}

fn of_text(device: &str) -> Result<DeviceId, Problem> {
    device.parse().map_err(|_| Problem::NotFound)
}

fn turn_error(error: TurnError) -> Problem {
    match error {
        TurnError::Log(fault) => refused(&Refused::LogRefused { fault }),
        TurnError::Seal(_) | TurnError::Encode(_) | TurnError::Unreadable => Problem::Internal,
    }
}

/// How often somebody else's entry may come first before a person is asked to try again.
const TRIES: u8 = 3;

/// Appends what `decide` says of the log as it is now, and meets the team so that this laptop has read it too.
fn change(app: &App, mut decide: impl FnMut(&App, &mut Hub) -> Result<(), Problem>) -> Result<(), Problem> {
    for again in (0..TRIES).rev() {
        meet(app)?;
        let address = app.with(|open| Ok(room::room(&open.vault)?.hub))?;
        let decided = decide(app, line(app).to(&address)?);
        match decided {
            Err(Problem::TeamMoved) if again > 0 => {}
            Err(problem) => return Err(problem),
            Ok(()) => {
                app.touch([Topic::Team]);
                meet(app)?;
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
}

impl UseCase for SetRole {
    const NAME: &'static str = "team.set_role";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let act = Act::SetRole(of_text(&self.device)?, self.role.to_wire());
        change(app, |app, hub| {
            let room = app.with(|open| as_admin(&open.vault))?;
            let Space { standing, secrets, .. } = &room.space;
            let append = append(standing.log.roll(), std::slice::from_ref(&act), secrets, now_ms(app))
                .map_err(turn_error)?;
            hub.append(secrets, room.space.id(), &append)?;
            Ok(())
        })
    }
}

/// Takes a laptop out. What it sent counts; it can read nothing that is sent from now on.
#[derive(Deserialize, TS)]
pub struct RemoveMember {
    device: String,
}

impl UseCase for RemoveMember {
    const NAME: &'static str = "team.remove_member";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let device = of_text(&self.device)?;
        change(app, |app, hub| {
            let room = app.with(|open| as_admin(&open.vault))?;
            if device == room.space.own() {
                return Err(Problem::RoleForbids);
            }
            turn(app, hub, &[removal(&room.space.standing.chains, device)])
        })
    }
}

/// Gives the team new keys, as after a doubt.
#[derive(Deserialize, TS)]
pub struct RenewKeys {}

impl UseCase for RenewKeys {
    const NAME: &'static str = "team.renew_keys";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        change(app, |app, hub| turn(app, hub, &[]))
    }
}

/// Turns to a new epoch after these acts: the wraps go up first, then the entries, so that one that is cut is not there.
pub(super) fn turn(app: &App, hub: &mut Hub, first: &[Act]) -> Result<(), Problem> {
    let room = app.with(|open| as_admin(&open.vault))?;
    let Space { standing, secrets, keys, .. } = &room.space;
    let (roll, id) = (standing.log.roll(), room.space.id());
    if keys.epoch(roll.epoch_number()).is_none() {
        return Err(Problem::TeamMoved);
    }
    let turn = Turn::make(roll, keys.cases(), &mut SystemChance).map_err(|_| Problem::Internal)?;
    for put in turn.wraps(id) {
        match hub.ask(secrets, id, &Ask::PutWraps(put)) {
            Reply::WrapsTaken(_) => {}
            Reply::Problem(problem) => return Err(refused(&problem)),
            _ => return Err(Problem::HubAway),
        }
    }
    let append = turn.append(roll, first, secrets, now_ms(app), &mut SystemChance).map_err(turn_error)?;
    hub.append(secrets, id, &append)?;
    Ok(())
}

/// Whether a coordinator's laptop should turn: after an order to erase, so that what was kept of it is worth nothing.
pub(super) fn turn_is_due(space: &Space, _now_ms: u64) -> bool {
    space.role() == Some(Role::Admin) && space.standing.log.roll().turn_due()
}

/// Leaves the team, or forgets one that removed this laptop. Its files stay.
#[derive(Deserialize, TS)]
pub struct LeaveTeam {}

impl UseCase for LeaveTeam {
    const NAME: &'static str = "team.leave";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let room = app.with(|open| room::room(&open.vault))?;
        let Space { standing, secrets, .. } = &room.space;
        if room.space.role().is_some() {
            let act = removal(&standing.chains, secrets.device);
            let append = append(standing.log.roll(), &[act], secrets, now_ms(app)).map_err(turn_error)?;
            let mut line = line(app);
            match line.to(&room.hub)?.append(secrets, room.space.id(), &append) {
                Ok(_) | Err(Fault::Refused(Refused::NotMember)) => line.hang_up(),
                Err(fault) => return Err(fault.into()),
            }
        }
        app.alone(|open| Ok(open.vault.leave_space()?))?;
        app.touch([Topic::Team, Topic::Session]);
        Ok(())
    }
}
