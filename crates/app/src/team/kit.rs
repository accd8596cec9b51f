//! The recovery kit of a team: a code on paper with which a member's laptop becomes a coordinator, for the day on which the only
//! coordinator's is lost.

use passerelle_domain::Topic;
use passerelle_domain::id::SpaceId;
use passerelle_sync::chance::SystemChance;
use passerelle_sync::engine::Ask;
use passerelle_sync::kit::{KitCode, appoint, place, withdraw};
use passerelle_wire::membership::Role;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::member::{as_admin, change};
use super::room;
use super::run::{appended, ms};
use crate::Problem;
use crate::desk::{App, UseCase};

/// Makes the kit of a space, in the place of the one that it has. Its code is told once and kept nowhere.
#[derive(Deserialize, TS)]
pub struct MakeKit {
    /// Of which space; the home team where none is named.
    #[serde(default)]
    #[ts(optional)]
    space: Option<SpaceId>,
}

/// A kit that was just made.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
pub struct Kit {
    /// To be printed: nine groups of four.
    pub code: String,
}

impl UseCase for MakeKit {
    const NAME: &'static str = "team.make_kit";
    type Answer = Kit;

    fn run(self, app: &App) -> Result<Kit, Problem> {
        let code = KitCode::draw(&mut SystemChance).map_err(|_| Problem::Internal)?;
        change(app, self.space, |app, hub| {
            let room = app.with(|open| as_admin(&open.vault, self.space))?;
            let (roll, secrets) = (room.space.standing.log.roll(), &room.space.secrets);
            let kit = code.device(room.space.id(), &mut SystemChance).map_err(|_| Problem::Internal)?;
            if roll.seat(kit.device).is_some() {
                // It was done, and the answer was lost.
                return Ok(());
            }
            let key = room.space.keys.epoch(roll.epoch_number()).ok_or(Problem::TeamMoved)?;
            let placed = place(roll, key, &kit, secrets, ms(app.now()), &mut SystemChance)
                .map_err(|_| Problem::Internal)?;
            appended(hub.ask(secrets, room.space.id(), &Ask::Append(placed)))
        })?;
        Ok(Kit { code: code.text().to_string() })
    }
}

/// Makes the kit of a space worthless, as when its paper was lost.
#[derive(Deserialize, TS)]
pub struct WithdrawKit {
    /// Of which space; the home team where none is named.
    #[serde(default)]
    #[ts(optional)]
    space: Option<SpaceId>,
}

impl UseCase for WithdrawKit {
    const NAME: &'static str = "team.withdraw_kit";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        change(app, self.space, |app, hub| {
            let room = app.with(|open| as_admin(&open.vault, self.space))?;
            let (roll, secrets) = (room.space.standing.log.roll(), &room.space.secrets);
            match withdraw(roll, secrets, ms(app.now())).map_err(|_| Problem::Internal)? {
                Some(gone) => appended(hub.ask(secrets, room.space.id(), &Ask::Append(gone))),
                None => Ok(()),
            }
        })
    }
}

/// Makes this laptop a coordinator of a space by the code of its kit, which is used up then. It needs no lease: the only
/// coordinator, who could renew it, may be the one who is gone.
#[derive(Deserialize, TS)]
pub struct UseKit {
    code: String,
    /// Of which space; the home team where none is named.
    #[serde(default)]
    #[ts(optional)]
    space: Option<SpaceId>,
}

impl UseCase for UseKit {
    const NAME: &'static str = "team.use_kit";
    const WITHOUT_LEASE: bool = true;
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let code = KitCode::read(&self.code).map_err(|_| Problem::KitTypo)?;
        change(app, self.space, |app, hub| {
            let room = app.with(|open| room::room_of(&open.vault, self.space))?;
            if room.space.role() == Some(Role::Admin) {
                return Ok(());
            }
            let roll = room.space.standing.log.roll();
            let kit = code.device(room.space.id(), &mut SystemChance).map_err(|_| Problem::Internal)?;
            if roll.kit() != Some(kit.device) {
                return Err(Problem::KitUnknown);
            }
            let appointed =
                appoint(roll, &kit, room.space.own(), ms(app.now())).map_err(|_| Problem::NotInTeam)?;
            appended(hub.ask(&kit, room.space.id(), &Ask::Append(appointed)))
        })?;
        app.touch([Topic::Team, Topic::Session]);
        Ok(())
    }
}
