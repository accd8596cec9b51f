//! A team from the command line.

pub mod arguments;
mod conflict;
mod courier;
mod show;
pub mod whole;

use passerelle_app::Problem;
use passerelle_app::team::SyncEnd;
use passerelle_app::team::watch::{Rhythm, ends_of};
use serde_json::{Value, json};

use crate::show::{list, text};
use crate::{Failure, Session, say};
use arguments::{AlarmsCommand, ConflictsCommand, SpaceCommand, SyncCommand};

pub use show::readable;

/// The hub did not answer, or the link was cut: nothing is lost, the same command goes on.
pub const AWAY: u8 = 6;
/// The meeting took place and came to no good end.
const NOT_DONE: u8 = 7;

impl Session {
    pub fn space(&self, of: Option<&str>, command: &SpaceCommand) -> Result<String, Failure> {
        let space = of.map(|of| self.team_named(of)).transpose()?;
        match command {
            SpaceCommand::Create { hub, name, permit, smaller } => {
                let permit = (!permit.is_empty()).then_some(permit);
                let request = json!({ "hub": hub, "name": name, "permit": permit, "smaller": smaller });
                let meeting = self.ask("team.found", request)?;
                self.met(&meeting, "team.found")
            }
            SpaceCommand::Show => self.read("team.read", json!({})),
            SpaceCommand::Invite { role } => {
                self.read("team.invite", json!({ "role": role.code(), "space": space }))
            }
            SpaceCommand::Request => self.read("team.invitation", json!({ "space": space })),
            SpaceCommand::Admit { words } => {
                // Quoted or not.
                let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
                let words = words.join(" ");
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                self.read("team.admit", json!({ "words": words, "space": space }))
            }
            SpaceCommand::Cancel => match text(&self.any_team(space.as_deref())?, "stage") {
                "joining" => self.read("team.cancel_join", json!({ "space": space })),
                _ => self.read("team.cancel_invitation", json!({ "space": space })),
            },
            SpaceCommand::Join { hub, code } => self.read("team.join", json!({ "hub": hub, "code": code })),
            SpaceCommand::Members => {
                let team = self.team(space.as_deref())?;
                Ok(self.told("space.members", &json!(list(&team, "members"))))
            }
            SpaceCommand::Role { device, role } => {
                let device = self.device(space.as_deref(), device)?;
                let request = json!({ "device": device, "role": role.code(), "space": space });
                self.read("team.set_role", request)
            }
            SpaceCommand::Remove { device } => {
                let device = self.device(space.as_deref(), device)?;
                self.read("team.remove_member", json!({ "device": device, "space": space }))
            }
            SpaceCommand::Renew { device } => {
                let device = self.device(None, device)?;
                self.read("team.renew_lease", json!({ "device": device }))
            }
            SpaceCommand::Kit { withdraw: false } => self.read("team.make_kit", json!({ "space": space })),
            SpaceCommand::Kit { withdraw: true } => self.read("team.withdraw_kit", json!({ "space": space })),
            SpaceCommand::Recover { code } => {
                self.read("team.use_kit", json!({ "code": code, "space": space }))
            }
            SpaceCommand::Keys => self.read("team.renew_keys", json!({ "space": space })),
            SpaceCommand::Leave { unheard } => {
                self.read("team.leave", json!({ "unheard": unheard, "space": space }))
            }
        }
    }

    /// The number of the team that is meant by its name or its number.
    pub fn team_named(&self, meant: &str) -> Result<String, Failure> {
        let team = self.ask("team.read", json!({}))?;
        let mut named = std::iter::once(&team).chain(list(&team, "smaller")).filter(|of| {
            text(of, "space") == meant || text(of, "team").to_lowercase() == meant.to_lowercase()
        });
        match (named.next(), named.next()) {
            (Some(of), None) => Ok(text(of, "space").to_owned()),
            (Some(_), Some(_)) => {
                Err(Failure::Argument(format!("plusieurs équipes s'appellent {meant} : donnez un numéro")))
            }
            (None, _) => Err(Failure::Argument(format!("aucune équipe de ce portable n'est {meant}"))),
        }
    }

    /// A team of this laptop, in or waiting; the home team where none is named.
    fn any_team(&self, space: Option<&str>) -> Result<Value, Failure> {
        let team = self.ask("team.read", json!({}))?;
        let Some(space) = space else { return Ok(team) };
        let found = list(&team, "smaller").iter().find(|of| text(of, "space") == space).cloned();
        Ok(found.unwrap_or(team))
    }

    /// A team that this laptop is in.
    fn team(&self, space: Option<&str>) -> Result<Value, Failure> {
        let team = self.any_team(space)?;
        if text(&team, "stage") == "in" { Ok(team) } else { Err(Problem::NotInTeam.into()) }
    }

    /// The laptop that is meant: by its number, or by whose it is.
    fn device(&self, space: Option<&str>, meant: &str) -> Result<String, Failure> {
        let team = self.team(space)?;
        let members = list(&team, "members");
        if let Some(member) = members.iter().find(|member| text(member, "device") == meant) {
            return Ok(text(member, "device").to_owned());
        }
        let mut named = members.iter().filter(|member| {
            !member["role"].is_null() && text(member, "name").to_lowercase() == meant.to_lowercase()
        });
        match (named.next(), named.next()) {
            (Some(member), None) => Ok(text(member, "device").to_owned()),
            (Some(_), Some(_)) => {
                Err(Failure::Argument(format!("plusieurs portables sont à {meant} : donnez un numéro")))
            }
            (None, _) => Err(Failure::Argument(format!("aucun portable de l'équipe n'est {meant}"))),
        }
    }

    /// What a meeting did, and the code that says how it ended.
    pub fn met(&self, meeting: &Value, name: &str) -> Result<String, Failure> {
        let told = self.told(name, meeting);
        match text(&meeting["end"], "end") {
            "done" => Ok(told),
            "cut" | "waiting_for_admission" => Err(Failure::Ended(told, AWAY)),
            _ => Err(Failure::Ended(told, NOT_DONE)),
        }
    }

    pub fn sync(&self, watch: bool, command: Option<&SyncCommand>) -> Result<String, Failure> {
        match command {
            Some(SyncCommand::Export { file }) => {
                return self.read("team.export_file", json!({ "path": courier::place(file)? }));
            }
            Some(SyncCommand::Import { file }) => {
                return self.read("team.import_file", json!({ "path": file.canonicalize()? }));
            }
            None => {}
        }
        let meeting = self.ask("team.synchronise", json!({}))?;
        if watch { self.watch(meeting) } else { self.met(&meeting, "team.synchronise") }
    }

    /// Meets again whenever there is a reason to, until this laptop has nothing to look for any more. Whoever interrupts it
    /// breaks nothing: a meeting may be cut anywhere.
    fn watch(&self, first: Value) -> Result<String, Failure> {
        let mut rhythm = Rhythm::default();
        let mut meeting = first;
        let mut before = None;
        loop {
            let end = ended(&meeting)?;
            // Meetings at which nothing happened are not told one by one.
            if before.as_ref() != Some(&end) || happened(&meeting) {
                say(&self.line(&meeting))?;
            }
            if matches!(end, SyncEnd::Removed | SyncEnd::UpdateNeeded | SyncEnd::Stopped) {
                return Err(Failure::Ended(String::new(), NOT_DONE));
            }
            self.desk.wait_for_team(rhythm.after(&ends_of(&meeting).ok_or(Problem::Internal)?))?;
            before = Some(end);
            meeting = match self.desk.call("team.synchronise", json!({})) {
                Ok(meeting) => meeting,
                // A page of a proxy in place of the hub, as while it is restarted.
                Err(Problem::NotAHub) => json!({ "end": { "end": "cut" } }),
                Err(problem) => return Err(problem.into()),
            };
        }
    }

    /// A meeting where one follows another: one line of JSON each.
    fn line(&self, meeting: &Value) -> String {
        if self.arguments.json {
            format!("{meeting}\n")
        } else {
            let now = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now());
            format!(
                "{}  {}",
                now.format("%d/%m/%Y %H:%M UTC"),
                show::readable("team.synchronise", meeting).unwrap_or_default()
            )
        }
    }

    pub fn alarms(&self, command: Option<&AlarmsCommand>) -> Result<String, Failure> {
        let team = self.ask("team.read", json!({}))?;
        match command {
            None => Ok(self.told("alarms", &json!(list(&team, "alarms")))),
            Some(AlarmsCommand::Read { alarm }) => {
                if list(&team, "alarms").iter().all(|known| known["id"] != *alarm) {
                    return Err(Failure::Argument(format!("il n'y a pas d'alerte {alarm} à lire")));
                }
                self.read("team.acknowledge_alarm", json!({ "alarm": alarm }))
            }
        }
    }

    pub fn conflicts(&self, command: &ConflictsCommand) -> Result<String, Failure> {
        match command {
            ConflictsCommand::List { person } => {
                let found = conflict::all(self, person.as_deref())?;
                Ok(self.told("disagreement.list", &found))
            }
            ConflictsCommand::Resolve { mark, keep } => {
                let found = conflict::all(self, None)?;
                self.read("disagreement.resolve", conflict::choice(&found, mark, keep)?)
            }
        }
    }
}

fn ended(meeting: &Value) -> Result<SyncEnd, Problem> {
    let end = meeting.get("end").cloned().unwrap_or_default();
    serde_json::from_value(end).map_err(|_| Problem::Internal)
}

fn happened(meeting: &Value) -> bool {
    ["received", "sent", "alarms", "contents_received", "contents_sent"]
        .iter()
        .any(|what| crate::show::count(meeting, what) > 0)
}
