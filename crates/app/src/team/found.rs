//! Founding a team: its first entry, its first key, its hub.

use passerelle_domain::Topic;
use passerelle_domain::person::name::clean_name;
use passerelle_sync::chance::SystemChance;
use passerelle_sync::engine::{Decision, Save, Standing};
use passerelle_sync::membership;
use passerelle_sync::seal::DeviceSecrets;
use passerelle_wire::id::{DeviceId, SpaceId};
use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

use super::line;
use super::meet::meet;
use super::room;
use super::run::{Meeting, ms};
use crate::Problem;
use crate::desk::{App, UseCase};
use crate::session::name_refused;

/// After so many days without a meeting a laptop must be renewed by a coordinator.
const LEASE_DAYS: u16 = 45;

/// Founds a team at a hub. Everything that this laptop wrote goes there, sealed.
#[derive(Deserialize, TS)]
pub struct FoundTeam {
    hub: String,
    name: String,
    /// What the hub's keeper gave to whoever may make a team there.
    #[ts(optional)]
    permit: Option<String>,
    /// A smaller team within the home team of this laptop; it begins with no files.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    smaller: bool,
}

/// A name that no device or space has had.
pub(super) fn fresh() -> [u8; 16] {
    *Uuid::now_v7().as_bytes()
}

/// Whether a team can be entered: there is none yet, and nothing invented would be sent to it.
pub(super) fn check_alone(app: &App) -> Result<(), Problem> {
    app.with(|open| {
        if open.vault.membership()?.is_some() {
            return Err(Problem::InTeam);
        }
        if open.vault.has_demo()? { Err(Problem::DemoInTheWay) } else { Ok(()) }
    })
}

impl UseCase for FoundTeam {
    const NAME: &'static str = "team.found";
    type Answer = Meeting;

    fn run(self, app: &App) -> Result<Meeting, Problem> {
        let name = clean_name(&self.name).map_err(|error| name_refused("name", error))?;
        if self.smaller {
            // Only those of the home team come into a smaller one.
            app.with(|open| room::room(&open.vault).map(drop))?;
        } else {
            check_alone(app)?;
        }
        let address = super::read_address(&self.hub)?.to_string();
        let secrets =
            DeviceSecrets::draw(DeviceId(fresh()), &mut SystemChance).map_err(|_| Problem::Internal)?;
        let permit = self.permit.unwrap_or_default().trim().to_owned();
        let space = SpaceId(fresh());
        let founding =
            membership::found(&secrets, space, LEASE_DAYS, permit, ms(app.now()), &mut SystemChance)
                .map_err(|_| Problem::Internal)?;
        {
            let mut line = line(app);
            line.hang_up();
            let hub = line.to(&address)?;
            hub.hello()?;
            hub.found(&secrets, &founding.request).map_err(|fault| match Problem::from(fault) {
                Problem::RoleForbids => Problem::PermitNeeded,
                problem => problem,
            })?;
        }
        let standing = Standing::of(founding.log);
        let of = room::membership(
            &secrets,
            (space, !self.smaller),
            &name,
            &address,
            room::pack(&standing)?,
            Vec::new(),
        );
        app.alone(|open| Ok(open.vault.enter_space(&of)?))?;
        let entered = app.with(|open| room::room_of(&open.vault, Some(of.space)))?;
        let decision = Decision {
            saves: vec![Save::Log(founding.request.entries), Save::EpochKey { epoch: 1, key: founding.key }],
            alarms: Vec::new(),
        };
        room::keep(app, entered.id, &entered.space, decision)?;
        app.touch([Topic::Team, Topic::Session]);
        meet(app)
    }
}
