//! The invented diary: meetings of each life, what is done with many, and a task that comes back.

use chrono::{Datelike as _, Days, NaiveDate};
use passerelle_domain::agenda::activity::{self, ActivityForm, ActivityKind, Attendance};
use passerelle_domain::agenda::appointment::{self, Kept, Outcome};
use passerelle_domain::agenda::recurrence::Every;
use passerelle_domain::agenda::slot::Slot;
use passerelle_domain::change::Changes;
use passerelle_domain::id::{Ids, PersonId, WorkerId};
use passerelle_domain::moment::Now;
use passerelle_domain::person::mark_demo;
use passerelle_domain::task::{self, AddTask};
use rand_chacha::ChaCha8Rng;

use super::life::{Life, below, pick};
use crate::Problem;

const TIMES: &[&str] = &["09:00", "09:30", "10:15", "11:00", "13:30", "14:00", "15:00", "16:30"];

/// Subject, place and with whom.
const MEETINGS: &[(&str, &str, &str)] = &[
    ("Entretien de suivi", "Permanence du centre social", ""),
    ("Préparer l’entretien d’embauche", "Permanence du centre social", ""),
    ("Point sur le dossier", "Mission locale", "Sa conseillère"),
    ("Visite du plateau technique", "CFA des Deux Rives (inventé)", "Le formateur"),
    ("Dossier de logement", "Foyer de jeunes travailleurs", "L’équipe du foyer"),
    ("Entretien avec la famille", "À domicile", "Ses parents"),
];

/// Kind, title, place, and its day counted from the present one.
const ACTIVITIES: &[(ActivityKind, &str, &str, i64)] = &[
    (ActivityKind::Workshop, "Atelier CV et lettre", "Médiathèque", -9),
    (ActivityKind::CollectiveInfo, "Information sur l’apprentissage", "Salle des fêtes", 0),
    (ActivityKind::Outing, "Visite du salon des métiers", "Lille Grand Palais", 8),
];

/// What is to do, in how many days, whether it presses, and how often it comes back.
const TASKS: &[(&str, u32, bool, Every)] = &[
    ("Appel du lundi", 7, false, Every::Week),
    ("Rappeler le CFA avant midi", 0, true, Every::Once),
    ("Point avec l’éducatrice du quartier", 1, false, Every::Fortnight),
    ("Vérifier la carte de bus", 3, true, Every::Month),
];

/// Nobody works on a Saturday or a Sunday: the Friday before.
fn working(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday().saturating_sub(4)))
}

fn slot(day: NaiveDate, minutes: u16, chance: &mut ChaCha8Rng) -> Slot {
    Slot { day, time: pick(chance, TIMES).copied().unwrap_or_default().to_owned(), minutes: Some(minutes) }
}

impl Life<'_> {
    fn appoint(&mut self, day: NaiveDate, outcome: Outcome) -> Result<(), Problem> {
        let (what, place, with_whom) = pick(self.chance, MEETINGS).copied().unwrap_or_default();
        let slot = slot(working(day), 45, self.chance);
        let request = appointment::Plan {
            person: Some(self.person),
            case: Some(self.case),
            referral: None,
            what,
            slot: &slot,
            place,
            with_whom,
        };
        let (id, changes) = appointment::plan(&request, self.worker, self.then(), self.ids)?;
        self.acts.push(changes);
        if outcome != Outcome::Planned {
            let kept = Kept {
                id,
                person: Some(self.person),
                case: Some(self.case),
                referral: None,
                what: what.to_owned(),
                place: place.to_owned(),
                with_whom: with_whom.to_owned(),
                outcome: Outcome::Planned,
                slot,
            };
            self.acts.push(appointment::settle(&kept, outcome, self.now.today)?);
        }
        Ok(())
    }

    /// For one in four a meeting behind them, for one in five one of these days.
    pub(super) fn diary(&mut self, began: NaiveDate) -> Result<(), Problem> {
        let past = working(self.now.today - Days::new(u64::from(2 + below(self.chance, 26))));
        if below(self.chance, 4) == 0 && past > began {
            let outcome = match below(self.chance, 10) {
                0..6 => Outcome::Present,
                6..8 => Outcome::Absent,
                8 => Outcome::Excused,
                _ => Outcome::Cancelled,
            };
            self.appoint(past, outcome)?;
        }
        if below(self.chance, 5) == 0 {
            // The day that is looked at first has more in it than the others.
            let ahead = if below(self.chance, 6) == 0 { 0 } else { below(self.chance, 18) };
            let coming = self.now.today + Days::new(u64::from(ahead));
            self.appoint(working(coming).max(self.now.today), Outcome::Planned)?;
        }
        Ok(())
    }
}

/// Activities with some of these people, and a few tasks of the first ones.
pub(super) fn together(
    people: &[PersonId],
    worker: WorkerId,
    now: Now,
    chance: &mut ChaCha8Rng,
    ids: &mut dyn Ids,
) -> Result<Vec<Changes>, Problem> {
    let mut acts = Vec::new();
    for (kind, title, place, shift) in ACTIVITIES {
        let day = now.today + chrono::TimeDelta::days(*shift);
        let slot = slot(day, 120, chance);
        let form = ActivityForm { kind: *kind, title, slot: &slot, place, note: "" };
        let (id, mut changes) = activity::plan(&form, worker, now, ids)?;
        mark_demo(&mut changes);
        acts.push(changes);
        let mut answers = Vec::new();
        for person in people {
            let answer = match below(chance, 9) {
                0..3 => continue,
                _ if *shift >= 0 => Attendance::Invited,
                3..7 => Attendance::Present,
                7 => Attendance::Absent,
                _ => Attendance::Excused,
            };
            answers.push((*person, answer));
        }
        acts.extend(activity::attend(id, &slot, &answers, |_| None, worker, now)?);
    }
    for (person, (what, in_days, urgent, every)) in people.iter().zip(TASKS) {
        // A call of Mondays stays one.
        let days =
            if *every == Every::Week { 7 - now.today.weekday().num_days_from_monday() } else { *in_days };
        let due_on = now.today + Days::new(u64::from(days));
        let request =
            AddTask { person: Some(*person), case: None, what, due_on, urgent: *urgent, every: *every };
        acts.push(task::add(&request, worker, ids)?.1);
    }
    Ok(acts)
}
