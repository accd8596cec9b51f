//! Erasing a file: what is typed before it, since nothing brings it back.

use std::io::{IsTerminal as _, Write as _};

use clap::Subcommand;
use serde_json::{Value, json};

use crate::arguments::{GIVEN, PAGE};
use crate::show::name;
use crate::{Failure, Session};

#[derive(Subcommand)]
pub enum CaseCommand {
    /// Efface un dossier pour toujours, ici et dans l'équipe : personne ne pourra le ramener.
    ///
    /// Demande de taper le nom du jeune, tel que « person show » le montre. Dans une équipe, il faut un portable qui
    /// coordonne et le serveur ; chaque portable efface le dossier à sa prochaine rencontre. Les sauvegardes déjà faites le
    /// contiennent encore jusqu'à trente jours.
    #[command(help_template = PAGE)]
    Erase {
        /// Numéro du dossier.
        #[arg(value_name = "DOSSIER", help_heading = GIVEN)]
        person: String,
        /// Pour les scripts : ne demande pas de taper le nom.
        #[arg(long)]
        yes: bool,
    },
    /// Déplace un dossier vers une équipe restreinte, ou de celle-ci vers l'équipe : qui n'y est pas le perd.
    ///
    /// Il faut coordonner l'équipe que le dossier quitte. Ce qui en avait été écrit ailleurs sans le savoir suit le dossier.
    #[command(help_template = PAGE)]
    Move {
        /// Numéro du dossier.
        #[arg(value_name = "DOSSIER", help_heading = GIVEN)]
        person: String,
        /// Nom ou numéro de l'équipe restreinte ; celui de l'équipe pour l'y ramener.
        #[arg(long, value_name = "ÉQUIPE")]
        to: String,
    },
}

impl Session {
    pub fn case(&self, command: &CaseCommand) -> Result<String, Failure> {
        match command {
            CaseCommand::Erase { person, yes } => self.erase(person, *yes),
            CaseCommand::Move { person, to } => {
                let to = self.team_named(to)?;
                let meeting = self.ask("person.move", json!({ "person": person, "to": to }))?;
                self.met(&meeting, "person.move")
            }
        }
    }

    /// Erases a file once the name of the person was typed, or without asking where a script says yes.
    pub fn erase(&self, person: &str, yes: bool) -> Result<String, Failure> {
        let passphrase = self.passphrase()?;
        self.desk.call("session.unlock", json!({ "passphrase": passphrase.as_str() }))?;
        // An erasure is the answer to a right, whoever follows the person.
        self.desk.call("access.say_why", json!({ "person": person, "reason": "right", "words": "" }))?;
        let file = self.desk.call("person.open", json!({ "person": person }))?;
        if !yes {
            let name = name(file.get("who").unwrap_or(&Value::Null));
            let typed = type_name(&name)?;
            if !same(&typed, &name) {
                return Err(Failure::Argument(
                    "ce n'est pas le nom de ce dossier ; rien n'est effacé".to_owned(),
                ));
            }
        }
        let request = json!({ "person": person, "passphrase": passphrase.as_str() });
        let answer = self.desk.call("person.erase", request)?;
        Ok(self.told("person.erase", &answer))
    }
}

/// What is typed where a name is asked for; a pipe is read without asking.
fn type_name(name: &str) -> std::io::Result<String> {
    if std::io::stdin().is_terminal() {
        let mut out = std::io::stderr().lock();
        write!(out, "Le dossier sera effacé pour toujours. Pour le confirmer, tapez « {name} » : ")?;
        out.flush()?;
    }
    let mut typed = String::new();
    match std::io::stdin().read_line(&mut typed)? {
        0 => Err(std::io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(typed),
    }
}

/// The same name, whatever the capitals and the spaces.
fn same(typed: &str, name: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(typed) == plain(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_typed_with_or_without_capitals_and_never_in_part() {
        assert!(same(" zélie  crépin\n", "Zélie Crépin"));
        assert!(same("Zélie\n", "Zélie "), "a given name may be all that is known");
        for other in ["", "\n", "Zélie", "Zelie Crépin", "oui"] {
            assert!(!same(other, "Zélie Crépin"), "{other}");
        }
    }
}
