//! The same use cases without a window: for administrators, scripts and tests.

mod arguments;
mod case;
mod catalogue;
mod figures;
mod fund;
mod letter;
mod misspelt;
mod people;
mod report;
mod safe;
mod show;
mod talk;
mod team;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;
use passerelle_app::{Desk, Place, Problem};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use arguments::{Arguments, Command, DemoCommand, PersonCommand, ReferralCommand};
use safe::BackupCommand;

/// Why the command ended without doing what was asked; the number is the exit code.
enum Failure {
    /// 1: the desk said no.
    Problem(Problem),
    /// 3: a file or the terminal could not be read or written.
    Terminal(std::io::Error),
    /// 4: an argument names nothing that exists, or cannot be read.
    Argument(String),
    /// 5: the vault was read to the end and is not sound.
    Unsound(String),
    /// Another code: a meeting of the team that was not done, with what is said of it.
    Ended(String, u8),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Failure::Problem(problem)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Failure::Terminal(error)
    }
}

struct Session {
    desk: Desk,
    arguments: Arguments,
}

impl Session {
    fn passphrase(&self) -> Result<Zeroizing<String>, Failure> {
        if let Some(file) = &self.arguments.passphrase_file {
            let text = Zeroizing::new(std::fs::read_to_string(file)?);
            return Ok(Zeroizing::new(text.trim_end_matches(['\n', '\r']).to_owned()));
        }
        if let Ok(text) = std::env::var("PASSERELLE_PASSPHRASE") {
            return Ok(Zeroizing::new(text));
        }
        Ok(Zeroizing::new(rpassword::prompt_password("Phrase de passe : ")?))
    }

    fn unlock(&self) -> Result<(), Failure> {
        let passphrase = self.passphrase()?;
        self.desk.call("session.unlock", json!({ "passphrase": passphrase.as_str() }))?;
        Ok(())
    }

    fn ask(&self, name: &str, request: Value) -> Result<Value, Failure> {
        self.unlock()?;
        Ok(self.desk.call(name, request)?)
    }

    fn read(&self, name: &str, request: Value) -> Result<String, Failure> {
        let answer = self.ask(name, request)?;
        Ok(self.told(name, &answer))
    }

    fn told(&self, name: &str, answer: &Value) -> String {
        if self.arguments.json { pretty(answer) } else { show::readable(name, answer) }
    }

    fn verify(&self) -> Result<String, Failure> {
        let report = self.ask("vault.verify", json!({}))?;
        let text = self.told("vault.verify", &report);
        if report.get("sound").and_then(Value::as_bool) == Some(true) {
            Ok(text)
        } else {
            Err(Failure::Unsound(text))
        }
    }

    fn init(&self, worker: &str) -> Result<String, Failure> {
        let passphrase = self.passphrase()?;
        let request = json!({ "passphrase": passphrase.as_str(), "worker": worker });
        let answer = self.desk.call("session.create", request)?;
        Ok(self.told("session.create", &answer))
    }

    fn document(&self) -> Result<String, Failure> {
        let passphrase = self.passphrase()?;
        self.desk.call("session.unlock", json!({ "passphrase": passphrase.as_str() }))?;
        let answer = self.desk.call("vault.export", json!({ "passphrase": passphrase.as_str() }))?;
        Ok(pretty(&answer))
    }

    fn call(&self, name: &str, request: &str) -> Result<String, Failure> {
        let request: Value = serde_json::from_str(request)
            .map_err(|error| Failure::Argument(unreadable("la demande", &error)))?;
        match self.desk.call(name, request.clone()) {
            Err(Problem::Locked) => Ok(pretty(&self.ask(name, request)?)),
            answer => Ok(pretty(&answer?)),
        }
    }

    fn person(&self, command: &PersonCommand) -> Result<String, Failure> {
        match command {
            PersonCommand::Add { given, family, birth, phone, commune, origin, place, note, team } => {
                let who = json!({
                    "given_name": given, "family_name": family, "birth": birth, "phone": phone, "commune": commune,
                });
                let mut request =
                    json!({ "who": who, "origin": origin, "origin_detail": place, "note": note });
                if let (Some(meant), Some(request)) = (team, request.as_object_mut()) {
                    request.insert("space".to_owned(), self.team_named(meant)?.into());
                }
                self.read("person.add", request)
            }
            PersonCommand::List { text, offset, limit } => {
                let request = json!({
                    "filter": { "text": text }, "sort": "name", "descending": false, "offset": offset, "limit": limit,
                });
                self.read("person.list", request)
            }
            PersonCommand::Show { person, why } => {
                if let Some(words) = why {
                    let why = json!({ "person": person, "reason": "other", "words": words });
                    self.ask("access.say_why", why)?;
                }
                self.read("person.open", json!({ "person": person }))
            }
        }
    }

    fn referral(&self, command: &ReferralCommand) -> Result<String, Failure> {
        match command {
            ReferralCommand::Create { person, programme, wish } => {
                let request = json!({
                    "person": person, "programme": programme, "wish": wish, "session_start": null, "session_end": null,
                });
                self.read("referral.propose", request)
            }
            ReferralCommand::Move { referral, to, on, reason, note, agreement } if to == "sent" => {
                let _ = reason;
                let request = json!({ "referral": referral, "on": on, "note": note, "agreement": agreement });
                self.read("referral.send", request)
            }
            ReferralCommand::Move { referral, to, on, reason, note, .. } => {
                let request =
                    json!({ "referral": referral, "to": to, "on": on, "reason": reason, "note": note });
                self.read("referral.move", request)
            }
            ReferralCommand::List { state, late } => {
                let request =
                    json!({ "filter": { "state": state, "late": late }, "offset": 0, "limit": 500 });
                self.read("referral.list", request)
            }
        }
    }

    /// What proves the key: the code of the recovery kit where one is given, otherwise the passphrase.
    fn proof(&self, kit: Option<&Path>) -> Result<(Value, Value), Failure> {
        match kit {
            Some(kit) => Ok((Value::Null, json!(std::fs::read_to_string(kit)?.trim()))),
            None => Ok((json!(self.passphrase()?.as_str()), Value::Null)),
        }
    }

    fn without_unlocking(&self, name: &str, request: Value) -> Result<String, Failure> {
        let answer = self.desk.call(name, request)?;
        Ok(self.told(name, &answer))
    }

    fn backup(&self, command: &BackupCommand) -> Result<String, Failure> {
        match command {
            BackupCommand::List => self.without_unlocking("backup.list", json!({})),
            BackupCommand::Make => self.read("backup.make", json!({})),
            BackupCommand::Restore { backup, second, kit } => {
                let place = if *second { "second" } else { "here" };
                let (passphrase, code) = self.proof(kit.as_deref())?;
                let request = json!({
                    "place": place, "backup": backup, "passphrase": passphrase, "recovery_code": code,
                });
                self.without_unlocking("backup.restore", request)
            }
        }
    }

    fn run(&self) -> Result<String, Failure> {
        match &self.arguments.command {
            Command::Init { worker } => self.init(worker),
            Command::Person { command } => self.person(command),
            Command::Case { command } => self.case(command),
            Command::Note { person, text, kind, initiative, result, on } => {
                let request = json!({
                    "person": person, "kind": kind, "initiative": initiative, "result": result, "on": on, "place": "",
                    "note": text,
                });
                self.read("encounter.record", request)
            }
            Command::Referral { command } => self.referral(command),
            Command::Search { text } => self.read("search", json!({ "text": text })),
            Command::Demo { command: DemoCommand::Fill { people, seed } } => {
                self.read("demo.fill", json!({ "people": people, "seed": seed }))
            }
            Command::Catalogue { command } => self.catalogue(command),
            Command::People { command } => self.people(command),
            Command::Letter { command } => self.letter(command),
            Command::Report(asked) => self.report(asked),
            Command::Fund { command } => self.fund(command),
            Command::Teams { command } => self.teams(command),
            Command::Demo { command: DemoCommand::Remove } => self.read("demo.remove", json!({})),
            Command::Export => self.document(),
            Command::Import { file } => {
                let document: Value = serde_json::from_slice(&std::fs::read(file)?)
                    .map_err(|error| Failure::Argument(unreadable("le document", &error)))?;
                self.read("vault.import", json!({ "document": document }))
            }
            Command::Verify => self.verify(),
            Command::Backup { command } => self.backup(command),
            Command::Recover { to, kit } => {
                let (passphrase, code) = self.proof(kit.as_deref())?;
                let to = std::path::absolute(to)?;
                let request = json!({ "to": to, "passphrase": passphrase, "recovery_code": code });
                self.without_unlocking("vault.recover", request)
            }
            Command::Space { of, command } => self.space(of.as_deref(), command),
            Command::Sync { watch, command } => self.sync(*watch, command.as_ref()),
            Command::Alarms { command } => self.alarms(command.as_ref()),
            Command::Conflicts { command } => self.conflicts(command),
            Command::Call { name, request } => self.call(name, request),
            Command::Talk => talk::answer_lines(&self.desk).map(|()| String::new()),
            Command::Bindings => Ok(passerelle_app::bindings::typescript()),
        }
    }
}

/// Where a text stops being JSON; not what stands there.
fn unreadable(what: &str, error: &serde_json::Error) -> String {
    format!("{what} n'est pas du JSON : ligne {}, colonne {}", error.line(), error.column())
}

fn pretty(answer: &Value) -> String {
    format!("{answer:#}\n")
}

fn say(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Says it; the exit code says the same where nobody reads.
fn told(text: &str, code: u8) -> ExitCode {
    let _ = say(text);
    ExitCode::from(code)
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Help and version are no mistakes; clap shows them, and help where nothing was asked.
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            error.exit()
        }
        Err(error) if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => error.exit(),
        Err(error) => {
            let _ = std::io::stderr().write_all(misspelt::sentence(&error).as_bytes());
            return ExitCode::from(2);
        }
    };
    let place = Place { dir: arguments.vault.clone(), keyring: !arguments.no_keyring, throw_away: false };
    let session = Session { desk: Desk::new(place), arguments };
    let (text, code) = match session.run().and_then(|text| say(&text)) {
        Ok(()) => return ExitCode::SUCCESS,
        // The reader has seen enough, as `head` does.
        Err(Failure::Terminal(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            return ExitCode::SUCCESS;
        }
        Err(Failure::Problem(problem)) => {
            let code = match problem {
                Problem::NotFound | Problem::UnknownCall => 4,
                Problem::HubAway => team::AWAY,
                _ => 1,
            };
            (json!(problem).to_string(), code)
        }
        Err(Failure::Unsound(text)) => return told(&text, 5),
        Err(Failure::Ended(text, code)) => return told(&text, code),
        Err(Failure::Terminal(error)) => {
            (json!({ "code": "terminal", "why": error.to_string() }).to_string(), 3)
        }
        Err(Failure::Argument(why)) => (json!({ "code": "argument", "why": why }).to_string(), 4),
    };
    let mut err = std::io::stderr().lock();
    // Nothing is left to tell it to when even this fails.
    let _ = writeln!(err, "{text}");
    ExitCode::from(code)
}
