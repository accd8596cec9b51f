//! Joining a team by a code.

use passerelle_domain::Topic;
use passerelle_domain::id::SpaceId;
use passerelle_sync::alarm::Stop;
use passerelle_sync::chance::SystemChance;
use passerelle_sync::engine::Standing;
use passerelle_sync::http::{Fault, Hub};
use passerelle_sync::invitation::{Code, Invitation, InvitationError, JoinRequest, pairing_words};
use passerelle_sync::membership::{Log, Pin};
use passerelle_sync::seal::DeviceSecrets;
use passerelle_vault::team::Membership;
use passerelle_wire::id::DeviceId;
use passerelle_wire::mailbox::{PutLetter, slot};
use passerelle_wire::problem::Problem as Refused;
use passerelle_wire::signed::Signed;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use ts_rs::TS;

use super::found::{check_alone, fresh};
use super::room::{self, wire_space};
use super::{line, read_address};
use crate::Problem;
use crate::desk::{App, UseCase};

/// What is kept while this laptop waits to be let in.
#[derive(Serialize, Deserialize)]
pub(super) struct Joining {
    pub pin: Pin,
    pub inviter_name: String,
    pub words: String,
}

/// Answers an invitation. The colleague who invited lets this laptop in once both screens show the same words.
#[derive(Deserialize, TS)]
pub struct JoinTeam {
    hub: String,
    code: String,
}

/// An answer that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct JoinAsked {
    pub space_name: String,
    pub inviter_name: String,
    /// Six words; the screen of whoever invited must show the same.
    pub words: String,
}

fn unreadable(error: InvitationError) -> Problem {
    match error {
        InvitationError::TooNew => Problem::UpdateNeeded,
        InvitationError::Seal(_) | InvitationError::Malformed | InvitationError::Consent => {
            Problem::InvitationUnknown
        }
    }
}

/// A home team is entered by who is in none; a smaller one by who is in the home team that it is within.
fn may_enter(app: &App, invitation: &Invitation) -> Result<(), Problem> {
    let Some(within) = invitation.within else { return check_alone(app) };
    app.with(|open| {
        let home = room::room(&open.vault)?;
        if home.space.id() != within {
            return Err(Problem::OtherTeam);
        }
        let inside = |of: &Membership| wire_space(of.space) == invitation.pin.space;
        if open.vault.memberships()?.iter().any(inside) { Err(Problem::InTeam) } else { Ok(()) }
    })
}

impl UseCase for JoinTeam {
    const NAME: &'static str = "team.join";
    type Answer = JoinAsked;

    fn run(self, app: &App) -> Result<JoinAsked, Problem> {
        let code = Code::read(&self.code).map_err(|_| Problem::InvitationTypo)?;
        let address = read_address(&self.hub)?.to_string();
        let mut line = line(app);
        line.hang_up();
        let hub = line.to(&address)?;
        hub.hello()?;
        let letter = hub.letter(code.mailbox(), slot::INVITATION)?.ok_or(Problem::InvitationUnknown)?;
        let invitation = Invitation::open(&letter, &code).map_err(unreadable)?;
        may_enter(app, &invitation)?;
        let secrets =
            DeviceSecrets::draw(DeviceId(fresh()), &mut SystemChance).map_err(|_| Problem::Internal)?;
        let name = app.with(|open| Ok(open.vault.worker_name()?))?;
        let request = JoinRequest::answer(&invitation, &secrets, name).map_err(unreadable)?;
        let words = pairing_words(&invitation.pin, &invitation.inviter, &request.keys);
        let joining = Joining {
            pin: invitation.pin,
            inviter_name: invitation.inviter_name.clone(),
            words: words.clone(),
        };
        let space = invitation.pin.space;
        let team = &invitation.space_name;
        let of = room::membership(
            &secrets,
            (space, invitation.within.is_none()),
            team,
            &address,
            Vec::new(),
            room::pack(&joining)?,
        );
        let letter = request.seal(&code, &mut SystemChance).map_err(unreadable)?;
        let put = PutLetter {
            mailbox: code.mailbox(),
            slot: slot::REQUEST,
            letter: ByteBuf::from(letter),
            keep_s: u32::MAX,
        };
        hub.put_letter(None, &put).map_err(|fault| match fault {
            Fault::Refused(Refused::Taken) => Problem::InvitationUsed,
            fault => fault.into(),
        })?;
        app.alone(|open| Ok(open.vault.enter_space(&of)?))?;
        app.touch([Topic::Team, Topic::Session]);
        Ok(JoinAsked { space_name: invitation.space_name, inviter_name: invitation.inviter_name, words })
    }
}

/// Gives up waiting.
#[derive(Deserialize, TS)]
pub struct CancelJoin {
    /// Of which space; the home team where none is named.
    #[serde(default)]
    #[ts(optional)]
    space: Option<SpaceId>,
}

impl UseCase for CancelJoin {
    const NAME: &'static str = "team.cancel_join";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.alone(|open| {
            let of = room::named(&open.vault, self.space)?;
            if of.standing.is_empty() { Ok(open.vault.leave_space(of.space)?) } else { Err(Problem::InTeam) }
        })?;
        app.touch([Topic::Team, Topic::Session]);
        Ok(())
    }
}

/// The log of the space from its first entry, once the hub shows it to this laptop, with the entries as they came; none while
/// it was not let in. What the hub repeats or promises without end is not waited for.
pub(super) fn read_log(hub: &mut Hub, of: &Membership) -> Result<Option<(Standing, Vec<Signed>)>, Problem> {
    let joining: Joining = room::unpack(&of.joining)?;
    let secrets = room::secrets(of);
    let space = wire_space(of.space);
    let mut page = match hub.log(&secrets, space, 0) {
        Err(Fault::Refused(Refused::NotMember)) => return Ok(None),
        page => page?,
    };
    let (mut log, acts) = Log::found(&joining.pin, &page).map_err(stopped)?;
    let mut entries = page.entries;
    entries.truncate(acts.len() + 1);
    while log.len() < page.head.len {
        page = hub.log(&secrets, space, log.len())?;
        let fresh = log.extend(&page).map_err(stopped)?.len();
        if fresh == 0 {
            return Err(Problem::TeamForged { alarm: "withheld".to_owned() });
        }
        entries.extend(page.entries.iter().skip(page.entries.len() - fresh).cloned());
    }
    let is_in = log.roll().seat(secrets.device).is_some_and(|seat| seat.role().is_some());
    Ok(is_in.then(|| (Standing::of(log), entries)))
}

fn stopped(stop: Stop) -> Problem {
    match stop {
        Stop::UpdateNeeded { .. } => Problem::UpdateNeeded,
        Stop::Alarm(alarm) => Problem::TeamForged { alarm: alarm.name().to_owned() },
    }
}
