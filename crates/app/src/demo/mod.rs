//! Invented people with believable lives, marked as such, removed in one gesture. The same seed gives the same lives.

mod catalogue;
mod life;
mod names;
mod path;
mod who;

use passerelle_domain::change::{Changes, Op, PERSON, PROGRAMME, PROVIDER, Row, Table, Value};
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
            return Err(Problem::BadRequest);
        }
        app.alone(|open| {
            let now = app.now();
            let mut chance = ChaCha8Rng::seed_from_u64(u64::from(self.seed));
            let mut ids = FreshIds;
            let (catalogue, programmes) = catalogue::invent(now, &mut ids)?;
            app.write(open, &catalogue)?;
            let numbers: Vec<u32> = (0..self.people).collect();
            for some in numbers.chunks(AT_ONCE) {
                let mut acts = Vec::new();
                for number in some {
                    acts.extend(life::invent(*number, &programmes, open.worker, now, &mut chance, &mut ids)?);
                }
                app.write(open, &acts)?;
            }
            Ok(Filled { people: self.people })
        })
    }
}

/// Takes every invented person, provider and programme out of sight.
#[derive(Deserialize, TS)]
#[ts(rename = "RemoveDemo")]
pub struct Remove {}

impl UseCase for Remove {
    const NAME: &'static str = "demo.remove";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.alone(|open| {
            let mut acts = Vec::new();
            let gone = |table, id, field| Op::Set { row: Row { table, id }, field, value: Value::flag(true) };
            for person in open.vault.demo_people()? {
                let mut changes = Changes::new("demo.remove", Some(person));
                changes.ops.push(gone(Table::Person, person.0, PERSON.removed));
                acts.push(changes);
            }
            let mut changes = Changes::new("demo.remove", None);
            for line in open.vault.programmes("")?.into_iter().filter(|line| line.demo) {
                changes.ops.push(gone(Table::Programme, line.id.0, PROGRAMME.removed));
            }
            for line in open.vault.providers()?.into_iter().filter(|line| line.demo) {
                changes.ops.push(gone(Table::Provider, line.id.0, PROVIDER.removed));
            }
            acts.push(changes);
            app.write(open, &acts)
        })
    }
}
