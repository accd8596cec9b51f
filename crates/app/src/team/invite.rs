//! Bringing a colleague's laptop in: a code, the words that both screens show, and the decision to let it in.

use passerelle_domain::Topic;
use passerelle_domain::id::SpaceId;
use passerelle_sync::chance::SystemChance;
use passerelle_sync::engine::Ask;
use passerelle_sync::invitation::{Code, Invitation, JoinRequest, pairing_words};
use passerelle_sync::membership::admit;
use passerelle_vault::team::Invited;
use passerelle_wire::mailbox::{PutLetter, slot};
use passerelle_wire::membership::Role;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use ts_rs::TS;

use super::line;
use super::member::{as_admin, change};
use super::room::{self, Room, named};
use super::run::{appended, ms};
use super::view::TeamRole;
use crate::Problem;
use crate::desk::{App, UseCase};

/// How long an invitation is good, in seconds.
const GOOD_S: u32 = 2 * 24 * 3_600;

/// Makes an invitation, in the place of one that was open. The code is told to the colleague; whoever has it may ask.
#[derive(Deserialize, TS)]
pub struct Invite {
    role: TeamRole,
    /// Of which space; the home team where none is named.
    #[serde(default)]
    #[ts(optional)]
    space: Option<SpaceId>,
}

/// An invitation that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct OpenInvitation {
    pub code: String,
    /// Where the colleague's laptop finds the hub.
    pub hub: String,
    pub role: TeamRole,
    /// UTC milliseconds.
    #[ts(type = "number")]
    pub until_ms: i64,
    /// Who answered, if somebody did.
    pub request: Option<Request>,
}

/// A laptop that asks to join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Request {
    /// How whoever asks calls themselves.
    pub name: String,
    /// Six words; the other screen must show the same.
    pub words: String,
}

fn invitation(app: &App, room: &Room, role: Role) -> Result<Invitation, Problem> {
    let inviter_name = app.with(|open| Ok(open.vault.worker_name()?))?;
    let home = app.with(|open| room::room(&open.vault))?;
    Ok(Invitation {
        pin: room.space.standing.log.pin(),
        inviter: room.space.secrets.keys().map_err(|_| Problem::Internal)?,
        role,
        hub: room.hub.clone(),
        space_name: room.name.clone(),
        inviter_name,
        within: (!room.home).then(|| home.space.id()),
    })
}

impl UseCase for Invite {
    const NAME: &'static str = "team.invite";
    type Answer = OpenInvitation;

    fn run(self, app: &App) -> Result<OpenInvitation, Problem> {
        let room = app.with(|open| as_admin(&open.vault, self.space))?;
        let code = Code::draw(&mut SystemChance).map_err(|_| Problem::Internal)?;
        let letter = invitation(app, &room, self.role.to_wire())?
            .seal(&code, &mut SystemChance)
            .map_err(|_| Problem::Internal)?;
        let put = PutLetter {
            mailbox: code.mailbox(),
            slot: slot::INVITATION,
            letter: ByteBuf::from(letter),
            keep_s: GOOD_S,
        };
        line(app).to(&room.hub)?.put_letter(Some(&room.space.secrets), &put)?;
        let until_ms = app.now().at.0 + i64::from(GOOD_S) * 1000;
        let invited = Invited { code: code.bytes().to_vec(), role: self.role.to_number(), until_ms };
        app.alone(|open| Ok(open.vault.keep_invitation(room.id, Some(&invited))?))?;
        app.touch([Topic::Team]);
        Ok(OpenInvitation {
            code: code.text().to_string(),
            hub: room.hub.clone(),
            role: self.role,
            until_ms,
            request: None,
        })
    }
}

/// The invitation that is open, and who answered it.
#[derive(Deserialize, TS)]
pub struct ReadInvitation {
    /// Of which space; the home team where none is named.
    #[serde(default)]
    #[ts(optional)]
    space: Option<SpaceId>,
}

fn kept(app: &App, space: SpaceId) -> Result<Option<(Code, TeamRole, i64)>, Problem> {
    let Some(invited) = app.with(|open| Ok(open.vault.invitation(space)?))? else { return Ok(None) };
    if invited.until_ms < app.now().at.0 {
        return Ok(None);
    }
    let bytes = invited.code.as_slice().try_into().map_err(|_| Problem::Damaged)?;
    Ok(Some((Code::from_bytes(bytes), TeamRole::of_number(invited.role), invited.until_ms)))
}

fn request(app: &App, room: &Room, code: &Code) -> Result<Option<(JoinRequest, String)>, Problem> {
    let letter = line(app).to(&room.hub)?.letter(code.mailbox(), slot::REQUEST)?;
    let Some(letter) = letter else { return Ok(None) };
    let pin = room.space.standing.log.pin();
    // What does not open was put by somebody who does not have the code.
    let Ok(request) = JoinRequest::open(&letter, code, &pin) else { return Ok(None) };
    let own = room.space.secrets.keys().map_err(|_| Problem::Internal)?;
    let words = pairing_words(&pin, &own, &request.keys);
    Ok(Some((request, words)))
}

impl UseCase for ReadInvitation {
    const NAME: &'static str = "team.invitation";
    type Answer = Option<OpenInvitation>;

    fn run(self, app: &App) -> Result<Option<OpenInvitation>, Problem> {
        let room = app.with(|open| as_admin(&open.vault, self.space))?;
        let Some((code, role, until_ms)) = kept(app, room.id)? else { return Ok(None) };
        let request =
            request(app, &room, &code)?.map(|(request, words)| Request { name: request.name, words });
        Ok(Some(OpenInvitation {
            code: code.text().to_string(),
            hub: room.hub.clone(),
            role,
            until_ms,
            request,
        }))
    }
}

/// Lets in whoever answered, once both have compared the words.
#[derive(Deserialize, TS)]
pub struct Admit {
    /// The words that were compared: what came in between under the same code is not let in.
    words: String,
    /// Of which space; the home team where none is named.
    #[serde(default)]
    #[ts(optional)]
    space: Option<SpaceId>,
}

impl UseCase for Admit {
    const NAME: &'static str = "team.admit";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let room = app.with(|open| as_admin(&open.vault, self.space))?;
        let (code, role, _) = kept(app, room.id)?.ok_or(Problem::InvitationUnknown)?;
        let (request, words) = request(app, &room, &code)?.ok_or(Problem::InvitationUnknown)?;
        if words != self.words {
            return Err(Problem::WordsDiffer);
        }
        change(app, self.space, |app, hub| {
            let room = app.with(|open| as_admin(&open.vault, self.space))?;
            let roll = room.space.standing.log.roll();
            if roll.seat(request.keys.device).is_some() {
                // It was done, and the answer was lost.
                return Ok(());
            }
            let key = room.space.keys.epoch(roll.epoch_number()).ok_or(Problem::TeamMoved)?;
            let (secrets, now) = (&room.space.secrets, ms(app.now()));
            let append = admit(roll, key, &request, role.to_wire(), secrets, now, &mut SystemChance)
                .map_err(|_| Problem::Internal)?;
            appended(hub.ask(secrets, room.space.id(), &Ask::Append(append)))
        })?;
        app.alone(|open| Ok(open.vault.keep_invitation(room.id, None)?))?;
        app.touch([Topic::Team]);
        Ok(())
    }
}

/// Takes an invitation back; who has its code is not let in any more.
#[derive(Deserialize, TS)]
pub struct CancelInvitation {
    /// Of which space; the home team where none is named.
    #[serde(default)]
    #[ts(optional)]
    space: Option<SpaceId>,
}

impl UseCase for CancelInvitation {
    const NAME: &'static str = "team.cancel_invitation";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.alone(|open| {
            let of = named(&open.vault, self.space)?;
            Ok(open.vault.keep_invitation(of.space, None)?)
        })?;
        app.touch([Topic::Team]);
        Ok(())
    }
}
