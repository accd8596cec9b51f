//! Files and encounters of invented people, as their worker would have written them, and the same as documents for a peer.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use chrono::{Days, Utc};
use passerelle_domain::change::{CASE, Changes, PERSON, Table, Value};
use passerelle_domain::encounter::{EncounterKind, EncounterResult, Initiative, RecordEncounter, record};
use passerelle_domain::id::{Ids, PersonId, WorkerId};
use passerelle_domain::moment::{Instant, Now};
use passerelle_vault::key;
use passerelle_vault::key::device::NoKeyring;
use passerelle_vault::key::secret::Passphrase;
use passerelle_vault::{Hand, Vault};
use serde_json::json;
use uuid::Uuid;

use super::super::data::PASSPHRASE;
use super::Size;
use crate::Trouble;

struct Fresh;

impl Ids for Fresh {
    fn fresh(&mut self) -> Uuid {
        Uuid::now_v7()
    }
}

const GIVEN: [&str; 12] = [
    "Awa",
    "Gwenaëlle",
    "Mathéo",
    "Yasmine",
    "Kévin",
    "Océane",
    "Mamadou",
    "Zélie",
    "Enzo",
    "Inès",
    "Noé",
    "Fatoumata",
];
const FAMILY: [&str; 12] = [
    "Wójcik",
    "Benali",
    "Crépin",
    "Traoré",
    "Lemaire",
    "Delattre",
    "Dhondt",
    "Vandenbrouck",
    "Caron",
    "Cissé",
    "Nowak",
    "Hérault",
];
const NOTES: [&str; 10] = [
    "Rappel de la réunion d’information, des papiers à apporter et du trajet en bus jusqu’à l’atelier.",
    "N’a pas répondu ; message laissé à sa tante, qui transmettra ce soir.",
    "Parle d’un métier de la carrosserie, voudrait voir un garage avant de dire oui.",
    "Attestation de sécurité sociale retrouvée, manque encore le relevé d’identité bancaire.",
    "Rendez-vous à la mission locale déplacé à jeudi, elle préfère le matin.",
    "Rencontré devant le centre social avec deux amis ; on reparle du permis.",
    "Le tuteur du chantier d’insertion dit du bien de sa ponctualité.",
    "A manqué l’entretien : bus supprimé. Le lui redire sans reproche.",
    "Demande d’aide pour le logement envoyée avec l’assistante sociale.",
    "Bilan du premier mois : fatigué mais tient bon, deux retards en tout.",
];

fn of(list: &[&'static str], at: u64) -> &'static str {
    let at = usize::try_from(at).unwrap_or_default();
    list.get(at % list.len().max(1)).copied().unwrap_or_default()
}

/// What writes them, in the vault and as documents.
struct Pen {
    worker: WorkerId,
    now: Now,
    dice: fastrand::Rng,
    out: BufWriter<File>,
}

impl Pen {
    fn person(&mut self, number: u32) -> Result<(Filled, Changes), Trouble> {
        let (person, case, today) = (Fresh.fresh(), Fresh.fresh(), self.now.today);
        let given = of(&GIVEN, self.dice.u64(..));
        let family = format!("{}-{number}", of(&FAMILY, self.dice.u64(..)));
        let phone = format!("+33639{:06}", self.dice.u32(..1_000_000));
        let mut changes = Changes::new("person.add", Some(PersonId(person)));
        changes.row(
            Table::Person,
            person,
            vec![
                (PERSON.given_name, Value::text(given)),
                (PERSON.family_name, Value::text(family.as_str())),
                (PERSON.birth, Value::text("2007-03-14")),
                (PERSON.phone, Value::text(phone.as_str())),
            ],
        );
        changes.row(
            Table::Case,
            case,
            vec![
                (CASE.person, Value::Id(person)),
                (CASE.origin, Value::Group(vec![Value::text("street"), Value::text("")])),
                (CASE.referent, Value::Id(self.worker.0)),
                (CASE.opened_on, Value::day(Some(today))),
            ],
        );
        let document = json!({
            "_id": person, "type": "person", "given_name": given, "family_name": family, "birth": "2007-03-14",
            "phone": phone, "case": case, "origin": "street", "referent": self.worker.0, "opened_on": today,
        });
        writeln!(self.out, "{document}")?;
        Ok(((person, given), changes))
    }

    fn encounter(&mut self, person: Uuid, at: u32) -> Result<Changes, Trouble> {
        let note = format!("{} {}", of(&NOTES, self.dice.u64(..)), of(&NOTES, self.dice.u64(..)));
        let on = self.now.today - Days::new(u64::from(at * 9 + 1));
        let request = RecordEncounter {
            person: PersonId(person),
            case: None,
            kind: EncounterKind::Call,
            initiative: Initiative::Worker,
            result: EncounterResult::Reached,
            on,
            place: "",
            note: &note,
        };
        let (id, changes) = record(&request, self.worker, self.now, &mut Fresh)?;
        let document = json!({
            "_id": id.0, "type": "encounter", "person": person, "kind": "call", "initiative": "worker",
            "result": "reached", "on": on, "place": "", "note": note, "author": self.worker.0, "at": self.now.at.0,
        });
        writeln!(self.out, "{document}")?;
        Ok(changes)
    }
}

/// A person, with the given name.
pub type Filled = (Uuid, &'static str);

/// Writes them into a vault that nobody has open, and as one JSON document a line into a file; whom they are about.
///
/// # Errors
/// When vault or file refuse.
pub fn fill(dir: &Path, size: Size, documents: &Path) -> Result<Vec<Filled>, Trouble> {
    let pass = Passphrase::new(PASSPHRASE.to_owned());
    let vault = Vault::open(dir, &key::unlock(dir, &pass, &NoKeyring, Utc::now().timestamp_millis())?)?;
    let now = Now { at: Instant(Utc::now().timestamp_millis()), today: crate::today() };
    let (worker, out) = (vault.worker()?, BufWriter::new(File::create(documents)?));
    let mut pen = Pen { worker, now, dice: fastrand::Rng::with_seed(7), out };
    let (mut people, mut acts) = (Vec::new(), Vec::new());
    for number in 0..size.cases {
        let (person, added) = pen.person(number)?;
        acts.push(added);
        for at in 0..size.records {
            acts.push(pen.encounter(person.0, at)?);
        }
        people.push(person);
        if acts.len() > 4_000 || number + 1 == size.cases {
            vault.commit_all(&acts, Hand { worker, now })?;
            acts.clear();
        }
    }
    pen.out.flush()?;
    Ok(people)
}
