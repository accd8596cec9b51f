//! Erasing a file for good: here, at the hub, and on every laptop of the team.

use passerelle_domain::Topic;
use passerelle_domain::id::{PersonId, SpaceId};
use passerelle_sync::chance::SystemChance;
use passerelle_sync::membership::case_tag;
use passerelle_vault::key::secret::Passphrase;
use passerelle_wire::id::{BlobId, KeyId};
use passerelle_wire::membership::{Act, Erase};
use serde::Deserialize;
use ts_rs::TS;

use super::member::{as_admin, change};
use super::room::{self, Seat};
use super::run::{append, turn};
use crate::Problem;
use crate::desk::{App, UseCase};
use crate::session::prove;

/// Erases a person's file: rows, history, search, drafts, keys. In a team a coordinator orders it of all laptops and of the
/// hub, and the keys of the team turn, so that what somebody recorded on the way opens no more (GDPR, article 17). It cannot
/// be undone; backups that were made before end within thirty days.
#[derive(Deserialize, TS)]
pub struct ErasePerson {
    person: PersonId,
    /// Asked for again, since nothing brings the file back.
    #[ts(type = "string")]
    passphrase: Passphrase,
}

impl UseCase for ErasePerson {
    const NAME: &'static str = "person.erase";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        prove(app, &app.place.dir, Some(&self.passphrase), None)?;
        let person = self.person.0;
        let (space, seat) = app.with(|open| {
            if !open.vault.has_row(passerelle_domain::change::Table::Person, person)? {
                return Err(Problem::NotFound);
            }
            let space = open.vault.file_space(self.person)?;
            match room::named(&open.vault, space) {
                Ok(of) => Ok((space, room::seat_of(&open.vault, of)?)),
                Err(_) => Ok((space, Seat::Alone)),
            }
        })?;
        match seat {
            Seat::In(_) => order(app, space, self.person)?,
            Seat::Alone | Seat::Joining(_) => app.alone(|open| {
                let people = open.vault.merged_with(self.person)?;
                Ok(open.vault.erase(&people, app.now().at)?)
            })?,
        }
        app.touch([Topic::People, Topic::Referrals, Topic::Agenda, Topic::Session]);
        Ok(())
    }
}

/// Orders it of the whole team, then turns the keys.
fn order(app: &App, space: Option<SpaceId>, person: PersonId) -> Result<(), Problem> {
    change(app, space, |app, hub| {
        let room = app.with(|open| as_admin(&open.vault, space))?;
        let order = app.with(|open| {
            let people = open.vault.merged_with(person)?;
            let mut keys = Vec::new();
            for person in &people {
                keys.extend(open.vault.keys_of(room.id, *person)?.into_iter().map(KeyId));
            }
            let blobs = open.vault.content_names(&people)?.into_iter().map(BlobId).collect();
            let mut cases: Vec<_> =
                people.iter().map(|person| case_tag(room.space.id(), person.as_bytes())).collect();
            cases.sort();
            keys.sort();
            keys.dedup();
            Ok(Erase { cases, keys, bodies: Vec::new(), blobs })
        })?;
        append(&room, &[Act::Erase(order)], app.now(), hub)
    })?;
    change(app, space, |app, hub| {
        let room = app.with(|open| as_admin(&open.vault, space))?;
        if room.space.standing.log.roll().turn_due() {
            turn(&room, &[], app.now(), hub, &mut SystemChance)
        } else {
            Ok(())
        }
    })
}
