//! What the screen of the team and the state line show.

use std::collections::BTreeMap;

use passerelle_domain::id::SpaceId;
use passerelle_domain::moment::Now;
use passerelle_sync::engine::Standing;
use passerelle_vault::Vault;
use passerelle_vault::team::{Alarm, Membership, SmallerTeam};
use passerelle_wire::id::DeviceId;
use passerelle_wire::membership::{Role, Seat as MemberSeat};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::alarm::{AlarmAbout, AlarmKind, Told};
use super::coming::TeamComing;
use super::join::Joining;
use super::lease::{Lease, MemberLease, Terms, of_member};
use super::room::{unpack, wire_device};
use crate::Problem;
use crate::desk::{App, UseCase};

/// What a laptop may do in the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TeamRole {
    /// Reads.
    Reader,
    /// Reads and writes.
    Member,
    /// Also lets in and removes, and orders erasures.
    Admin,
}

impl TeamRole {
    pub(super) fn to_wire(self) -> Role {
        match self {
            TeamRole::Reader => Role::Reader,
            TeamRole::Member => Role::Member,
            TeamRole::Admin => Role::Admin,
        }
    }

    pub(super) fn of_wire(role: Role) -> TeamRole {
        match role {
            Role::Reader => TeamRole::Reader,
            Role::Member => TeamRole::Member,
            Role::Admin => TeamRole::Admin,
        }
    }

    pub(super) fn to_number(self) -> u8 {
        match self {
            TeamRole::Reader => 0,
            TeamRole::Member => 1,
            TeamRole::Admin => 2,
        }
    }

    pub(super) fn of_number(number: u8) -> TeamRole {
        match number {
            0 => TeamRole::Reader,
            2 => TeamRole::Admin,
            _ => TeamRole::Member,
        }
    }
}

/// How a meeting with the team ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "end", rename_all = "snake_case")]
pub enum SyncEnd {
    /// Everything was sent and taken.
    Done,
    /// No hub answered, or the link was cut; it goes on by itself.
    #[default]
    Cut,
    /// The colleague who invited has not let this laptop in yet.
    WaitingForAdmission,
    /// This laptop is not in the team any more. What it had not sent stays here.
    Removed,
    /// This program must be updated before it may send.
    UpdateNeeded,
    /// This laptop was away for longer than its lease. It has read what came, sends nothing and shows no file until a
    /// coordinator has renewed it.
    LeaseOver,
    /// The list of members cannot be trusted; an alarm says why.
    Stopped,
    /// The hub said no.
    Refused { problem: Box<Problem> },
}

/// The team in one line, for the frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LinkState {
    pub team: String,
    /// Whether this laptop was let in.
    pub member: bool,
    /// UTC milliseconds of the last time that everything was sent and taken.
    #[ts(type = "number | null")]
    pub done_ms: Option<i64>,
    /// How the last meeting ended; none before the first.
    pub end: Option<SyncEnd>,
    /// Alarms that nobody has read.
    pub alarms: u32,
    /// The smaller team that this tells of, where one of them is worse off than the home team.
    pub about: Option<String>,
    /// Smaller teams in which this laptop is.
    pub smaller: Vec<SmallerTeam>,
    /// How the lease of this laptop in the home team stands.
    pub lease: Lease,
    /// What of the team, or else of a smaller one, has not come here yet; none once all of it did.
    pub coming: Option<TeamComing>,
}

/// How the frame shows the team, none where there is none: that of its spaces which is worst off, and the alarms of all.
pub(crate) fn link_state(vault: &Vault, now: Now) -> Result<Option<LinkState>, Problem> {
    let all = vault.memberships()?;
    let Some(home) = all.iter().find(|of| of.home) else { return Ok(None) };
    let alarms = vault.alarms()?;
    let mut shown = link(vault, home, &alarms, now)?;
    let (lease, mut trouble, mut done_ms) = (shown.lease, trouble_of(&shown, true), shown.done_ms);
    let mut coming = shown.coming;
    for of in all.iter().filter(|of| !of.home) {
        let its = link(vault, of, &alarms, now)?;
        if its.member && its.end != Some(SyncEnd::Removed) {
            shown.smaller.push(SmallerTeam { space: of.space, name: of.name.clone() });
            done_ms = done_ms.min(its.done_ms);
        }
        coming = coming.or(its.coming);
        let worse = trouble_of(&its, false);
        if worse > trouble {
            trouble = worse;
            shown =
                LinkState { team: shown.team, smaller: shown.smaller, about: Some(its.team.clone()), ..its };
        }
    }
    if trouble == Trouble::None {
        shown.done_ms = done_ms;
    }
    shown.alarms = count(alarms.len());
    shown.lease = lease;
    shown.coming = coming;
    Ok(Some(shown))
}

/// What stands between a space and its next meeting, the worst last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trouble {
    None,
    NeverMet,
    /// A smaller team that this laptop waits for, or that it is in no more: nothing else is held up.
    Outside,
    Cut,
    Refused,
    UpdateNeeded,
    Stopped,
    /// The lease in the home team ran out.
    Lapsed,
    /// The home team itself.
    Homeless,
}

fn trouble_of(link: &LinkState, home: bool) -> Trouble {
    let outside = if home { Trouble::Homeless } else { Trouble::Outside };
    match &link.end {
        Some(SyncEnd::Removed | SyncEnd::WaitingForAdmission) => outside,
        _ if !link.member => outside,
        None => Trouble::NeverMet,
        Some(SyncEnd::Done) => Trouble::None,
        Some(SyncEnd::Cut) => Trouble::Cut,
        Some(SyncEnd::Refused { .. }) => Trouble::Refused,
        Some(SyncEnd::UpdateNeeded) => Trouble::UpdateNeeded,
        Some(SyncEnd::Stopped) => Trouble::Stopped,
        Some(SyncEnd::LeaseOver) => Trouble::Lapsed,
    }
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

/// How one space was last met, with the alarms in it.
fn link(vault: &Vault, of: &Membership, alarms: &[Alarm], now: Now) -> Result<LinkState, Problem> {
    let met = vault.last_met(of.space)?;
    let standing: Option<Standing> = if of.standing.is_empty() { None } else { Some(unpack(&of.standing)?) };
    let terms = match &standing {
        Some(standing) if of.home => Terms::of_standing(vault, of, standing)?,
        _ => None,
    };
    let lease = terms.map_or(Lease::Runs, |terms| terms.at(now.at.0));
    Ok(LinkState {
        team: of.name.clone(),
        member: standing.is_some(),
        done_ms: met.done_ms,
        end: serde_json::from_str(&met.outcome).ok(),
        alarms: count(alarms.iter().filter(|alarm| alarm.space == of.space).count()),
        about: None,
        smaller: Vec::new(),
        lease,
        coming: standing.as_ref().and_then(|standing| TeamComing::first(of, standing, met.done_ms.is_some())),
    })
}

/// One laptop of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct TeamMember {
    pub device: String,
    /// Whose it is, once something of it has come.
    pub name: Option<String>,
    /// None once it was removed.
    pub role: Option<TeamRole>,
    /// This laptop.
    pub me: bool,
    /// UTC milliseconds, by this laptop's clock, of the last thing that came from it.
    #[ts(type = "number | null")]
    pub last_sign_ms: Option<i64>,
    pub lease: MemberLease,
}

/// An alarm that nobody has read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct TeamAlarm {
    #[ts(type = "number")]
    pub id: i64,
    /// The smaller team it is about; none for the home team.
    pub team: Option<String>,
    #[ts(type = "number")]
    pub at_ms: i64,
    pub kind: AlarmKind,
    pub about: AlarmAbout,
    /// Its number, where what it is about has one.
    #[ts(type = "number")]
    pub number: u64,
    /// Whose laptop it is about.
    pub name: Option<String>,
    /// Why it was refused, in a word of the protocol.
    pub why: Option<String>,
}

/// The team of this laptop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Team {
    Alone,
    Joining { space: SpaceId, team: String, hub: String, inviter_name: String, words: String },
    In(Box<InTeam>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct InTeam {
    pub space: SpaceId,
    pub team: String,
    pub hub: String,
    /// None once this laptop was removed.
    pub role: Option<TeamRole>,
    /// This laptop first, then the others that are in, then those that were removed.
    pub members: Vec<TeamMember>,
    /// Whether a recovery kit is there.
    pub kit: bool,
    /// Changes of this laptop that the hub has not confirmed.
    pub to_send: u32,
    /// Parts of files that came before their key.
    pub waiting: u32,
    pub link: LinkState,
    /// Of the home team: its own and those of the smaller ones. Of a smaller one: its own.
    pub alarms: Vec<TeamAlarm>,
    /// Smaller teams within the home team; they have none themselves.
    #[ts(type = "Array<Team>")]
    pub smaller: Vec<Team>,
}

/// The screen of the team.
#[derive(Deserialize, TS)]
pub struct ReadTeam {}

impl UseCase for ReadTeam {
    const NAME: &'static str = "team.read";
    const WITHOUT_LEASE: bool = true;
    type Answer = Team;

    fn run(self, app: &App) -> Result<Team, Problem> {
        app.with(|open| read(&open.vault, app.now()))
    }
}

/// Whose laptop each is, of those of whom something has come.
pub(super) fn names(vault: &Vault, space: SpaceId) -> Result<BTreeMap<DeviceId, String>, Problem> {
    let authors = vault.authors(space)?.into_iter();
    let named = authors.filter(|author| !author.name.is_empty());
    Ok(named.map(|author| (wire_device(author.device), author.name)).collect())
}

fn read(vault: &Vault, now: Now) -> Result<Team, Problem> {
    let (mut home, mut smaller) = (Team::Alone, Vec::new());
    for of in vault.memberships()? {
        let is_home = of.home;
        let team = team(vault, of, now)?;
        if is_home {
            home = team;
        } else {
            smaller.push(team);
        }
    }
    if let Team::In(team) = &mut home {
        for of in &smaller {
            if let Team::In(of) = of {
                let named = |alarm: &TeamAlarm| TeamAlarm { team: Some(of.team.clone()), ..alarm.clone() };
                team.alarms.extend(of.alarms.iter().map(named));
            }
        }
        team.smaller = smaller;
    }
    Ok(home)
}

fn team(vault: &Vault, of: Membership, now: Now) -> Result<Team, Problem> {
    let alarms = vault.alarms()?;
    let link = link(vault, &of, &alarms, now)?;
    if of.standing.is_empty() {
        let joining: Joining = unpack(&of.joining)?;
        let Joining { inviter_name, words, .. } = joining;
        return Ok(Team::Joining { space: of.space, team: of.name, hub: of.hub, inviter_name, words });
    }
    let standing: Standing = unpack(&of.standing)?;
    let own = wire_device(of.device);
    let names = names(vault, of.space)?;
    let name = |of: DeviceId| names.get(&of).cloned();
    let mut members = Vec::new();
    let roll = standing.log.roll();
    for (id, seat) in roll.seats().filter(|(_, seat)| !seat.keys.is_kit()) {
        members.push(TeamMember {
            device: id.to_string(),
            name: if id == own { Some(vault.worker_name()?) } else { name(id) },
            role: seat.role().map(TeamRole::of_wire),
            me: id == own,
            lease: if id == own { MemberLease::Runs } else { of_member(&standing, id, now.at.0) },
            last_sign_ms: standing.chains.get(id).and_then(|chain| i64::try_from(chain.moved_ms).ok()),
        });
    }
    members.sort_by_key(|member| (!member.me, member.role.is_none()));
    let role = standing.log.roll().seat(own).and_then(MemberSeat::role).map(TeamRole::of_wire);
    let waiting = count(vault.sealed(of.space, None)?.len());
    let alarms = alarms.into_iter().filter(|alarm| alarm.space == of.space);
    let alarms = alarms.filter_map(|alarm| shown(alarm, &name)).collect();
    Ok(Team::In(Box::new(InTeam {
        space: of.space,
        team: of.name,
        hub: of.hub,
        role,
        members,
        kit: roll.kit().is_some(),
        to_send: if of.home { vault.pending()? } else { vault.pending_in(of.space)? },
        waiting,
        link,
        alarms,
        smaller: Vec::new(),
    })))
}

/// None for an alarm of a newer version.
fn shown(alarm: Alarm, name: &impl Fn(DeviceId) -> Option<String>) -> Option<TeamAlarm> {
    let kind = serde_json::from_value::<AlarmKind>(alarm.name.into()).ok()?;
    let Told { about, number, why } = serde_json::from_str(&alarm.about).ok()?;
    let of = alarm.device.map(wire_device);
    Some(TeamAlarm {
        id: alarm.id,
        team: None,
        at_ms: alarm.at_ms,
        kind,
        about,
        number,
        name: of.and_then(name),
        why,
    })
}
