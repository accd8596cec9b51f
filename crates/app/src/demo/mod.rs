//! Invented people with believable lives, marked as such, removed in one gesture. The same seed gives the same lives.

mod catalogue;
mod diary;
#[cfg(test)]
mod doubles;
mod fund;
mod life;
mod names;
mod papers;
mod participation;
mod path;
mod plan;
mod situation;
mod team;
mod who;
mod works;

use passerelle_domain::Refusal;
use passerelle_domain::Topic;
use passerelle_domain::programme::ProgrammeKind;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, FreshIds, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<Fill>();
    registrar.register::<Remove>();
}

/// Lives written in one transaction: the whole of a demonstration, a part of a test of strength.
const AT_ONCE: usize = 250;

/// From so many people on, the last is one of the others, written down a second time: there is then a likely double to look at.
const WITH_A_DOUBLE: u32 = 12;

/// People of whom some come to an invented activity, and have papers.
const AT_AN_ACTIVITY: usize = 16;

/// People who say something in the fields of the team.
const WITH_FIELDS: usize = 200;

/// Fills the vault with invented people.
#[derive(Deserialize, TS)]
#[ts(rename = "FillDemo")]
pub struct Fill {
    /// 1 to 100 000.
    people: u32,
    seed: u32,
}

#[derive(Serialize, TS)]
pub struct Filled {
    pub people: u32,
}

impl UseCase for Fill {
    const NAME: &'static str = "demo.fill";
    type Answer = Filled;

    fn run(self, app: &App) -> Result<Filled, Problem> {
        if !(1..=100_000).contains(&self.people) {
            return Err(Refusal::Unreadable { field: "people".to_owned() }.into());
        }
        app.alone(|open| {
            let now = app.now();
            let mut chance = ChaCha8Rng::seed_from_u64(u64::from(self.seed));
            let mut ids = FreshIds;
            let (catalogue, programmes) = catalogue::invent(now, &mut ids)?;
            app.write(open, &catalogue)?;
            app.write(open, &team::invent(&open.vault, &open.vault.colleagues(open.worker)?, &mut ids)?)?;
            let first = programmes.first().map(|offer| offer.programme);
            app.write(open, &participation::invent(first, open.worker, now, &mut ids)?)?;
            // A chance of their own: whoever follows them changes nothing of their lives.
            let mut around = ChaCha8Rng::seed_from_u64(u64::from(self.seed) | (1 << 40));
            let numbers: Vec<u32> = (0..self.people).collect();
            let (mut first, mut twice) = (Vec::new(), None);
            for some in numbers.chunks(AT_ONCE) {
                let mut acts = Vec::new();
                for number in some {
                    let last = *number + 1 == self.people && self.people >= WITH_A_DOUBLE;
                    let double = twice.as_ref().filter(|_| last);
                    let life =
                        life::invent(*number, double, &programmes, open.worker, now, &mut chance, &mut ids)?;
                    if first.len() < WITH_FIELDS {
                        first.extend(life.acts.first().and_then(|act| act.subject));
                    }
                    // Whoever is known by a whole date and a telephone is found again.
                    twice =
                        twice.or(Some(life.who).filter(|who| who.birth.len() == 10 && !who.phone.is_empty()));
                    let more = team::around(&life.acts, open.worker, now, &mut around, &mut ids)?;
                    acts.extend(life.acts);
                    acts.extend(more);
                }
                app.write(open, &acts)?;
            }
            let some = first.get(..AT_AN_ACTIVITY.min(first.len())).unwrap_or_default();
            app.write(open, &diary::together(some, open.worker, now, &mut chance, &mut ids)?)?;
            let clause = programmes.iter().find(|offer| offer.kind == ProgrammeKind::SocialClause);
            let clause = clause.map(|offer| offer.programme);
            app.write(open, &works::invent(&first, clause, open.worker, now, &mut ids)?)?;
            fund::invent(app, open, &first, now, &mut ids)?;
            let contents = papers::contents();
            let filed = papers::file(some, &contents, open.worker, now, &mut ids)?;
            app.write_with(open, &filed, &contents)?;
            app.write(open, &papers::define(&open.vault.custom_fields()?)?)?;
            app.write(open, &papers::fill(&first, &open.vault.custom_fields()?)?)?;
            // Whether invented people are there belongs to what the frame shows.
            app.touch([Topic::Session]);
            Ok(Filled { people: self.people })
        })
    }
}

/// Erases every invented person with all that was written about them, and the invented offers that no real person's
/// referral or agreement names.
#[derive(Deserialize, TS)]
#[ts(rename = "RemoveDemo")]
pub struct Remove {}

impl UseCase for Remove {
    const NAME: &'static str = "demo.remove";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.alone(|open| {
            let topics = open.vault.erase_demo()?;
            app.touch(topics);
            app.touch([Topic::Session]);
            Ok(())
        })
    }
}
