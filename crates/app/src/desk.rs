//! The one entrance: window, command line and tests all call use cases here, by name and JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use chrono::{DateTime, Utc};
use passerelle_domain::change::Changes;
use passerelle_domain::id::{Ids, SpaceId, WorkerId};
use passerelle_domain::moment::{Instant, Now, plausible};
use passerelle_domain::rights::may_write;
use passerelle_domain::{Refusal, Topic};
use passerelle_vault::attachment::Content;
use passerelle_vault::key::device::{DeviceStore, NoKeyring, OsKeyring};
use passerelle_vault::key::passphrase::Cost;
use passerelle_vault::receive::{JournalLine, Received};
use passerelle_vault::team::Membership;
use passerelle_vault::{Hand, Vault, wipe_stack};
use passerelle_wire::membership::Role;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;
use ts_rs::TS;
use uuid::Uuid;

use crate::Problem;
use crate::safe::Settings;
use crate::team::room::room_of;
use crate::tidings::{Listener, Tidings};

/// Where a vault lives and what protects it.
#[derive(Clone, Debug)]
pub struct Place {
    pub dir: PathBuf,
    /// Whether the device secret goes into the keyring of the system.
    pub keyring: bool,
    /// Whether it holds nobody, as the demonstration: its passphrase then costs the least to derive. Otherwise that is measured.
    pub throw_away: bool,
}

/// One thing a user does. The type is the request.
pub trait UseCase: DeserializeOwned + TS + 'static {
    /// The name by which window and command line call it, as `referral.send`.
    const NAME: &'static str;
    /// Whether the vault must be open.
    const NEEDS_UNLOCKED: bool = true;
    /// Whether it may be done where the lease of this laptop ran out: what shows no file, and what leads back to the team.
    const WITHOUT_LEASE: bool = false;
    type Answer: Serialize + TS + 'static;

    fn run(self, app: &App) -> Result<Self::Answer, Problem>;
}

/// An unlocked vault and whose it is.
pub(crate) struct Open {
    pub vault: Vault,
    pub worker: WorkerId,
}

/// What every use case works with.
pub struct App {
    pub(crate) place: Place,
    pub(crate) store: Box<dyn DeviceStore>,
    pub(crate) open: RwLock<Option<Open>>,
    pub(crate) settings: RwLock<Settings>,
    pub(crate) tidings: Tidings,
    /// Held from what an act is decided from to its commit, so that no other act comes between.
    pub(crate) deciding: Mutex<()>,
    /// The connection to the hub: one meeting at a time.
    pub(crate) line: Mutex<crate::team::Line>,
    /// What the lease of this laptop is measured by.
    pub(crate) lease: crate::team::LeaseMemory,
    /// Who waits until the team should be met again.
    pub(crate) watch: Arc<crate::team::watch::Watch>,
    /// What others publish; opened when it is first asked for.
    pub(crate) shelf: crate::catalogue::Shelf,
    /// A list that is being written as a workbook.
    pub(crate) exporting: crate::job::Job,
    pub(crate) clock: fn() -> DateTime<Utc>,
}

/// Time-ordered identifiers of this laptop.
pub(crate) struct FreshIds;

impl Ids for FreshIds {
    fn fresh(&mut self) -> Uuid {
        Uuid::now_v7()
    }
}

impl App {
    /// The present; the day is the one in Europe/Paris.
    pub(crate) fn now(&self) -> Now {
        let at = (self.clock)();
        Now {
            at: Instant(at.timestamp_millis()),
            today: at.with_timezone(&chrono_tz::Europe::Paris).date_naive(),
        }
    }

    pub(crate) fn cost(&self) -> Cost {
        if self.place.throw_away { Cost::THROW_AWAY } else { Cost::calibrate() }
    }

    /// Works with the open vault, or says that it is locked.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&Open) -> Result<T, Problem>) -> Result<T, Problem> {
        let open = self.open.read().map_err(|_| Problem::Internal)?;
        work(open.as_ref().ok_or(Problem::Locked)?)
    }

    /// The same for what decides and then writes: one at a time, so that no other act comes between.
    pub(crate) fn alone<T>(&self, work: impl FnOnce(&Open) -> Result<T, Problem>) -> Result<T, Problem> {
        // What a panicking call left decided but unwritten is nothing.
        let _turn = self.deciding.lock().unwrap_or_else(PoisonError::into_inner);
        self.with(work)
    }

    /// Reads from the open vault.
    pub(crate) fn ask<T>(
        &self,
        question: impl FnOnce(&Vault, Now) -> Result<T, passerelle_vault::Error>,
    ) -> Result<T, Problem> {
        self.with(|open| Ok(question(&open.vault, self.now())?))
    }

    /// Writes what the domain decided; the topics are published when the call has ended well.
    pub(crate) fn write(&self, open: &Open, acts: &[Changes]) -> Result<(), Problem> {
        self.write_with(open, acts, &[])
    }

    /// The same with the contents of documents.
    pub(crate) fn write_with(
        &self,
        open: &Open,
        acts: &[Changes],
        contents: &[Content],
    ) -> Result<(), Problem> {
        // Nothing more is written in a file whose use is limited by right.
        for act in acts.iter().filter(|act| !may_write(act)) {
            if let Some(person) = act.subject
                && open.vault.aside(person)?.1
            {
                return Err(Refusal::FileLimited.into());
            }
        }
        let hand = Hand { worker: open.worker, now: self.now() };
        let topics = open.vault.commit_with(acts, contents, hand)?;
        self.touch(topics);
        Ok(())
    }

    /// Decides by `decide` and writes the answer.
    pub(crate) fn act<T>(
        &self,
        decide: impl FnOnce(&Open, Now, &mut dyn Ids) -> Result<(T, Changes), Problem>,
    ) -> Result<T, Problem> {
        self.alone(|open| {
            let (answer, changes) = decide(open, self.now(), &mut FreshIds)?;
            self.write(open, std::slice::from_ref(&changes))?;
            Ok(answer)
        })
    }

    /// The same of a new file, which may be a smaller team's.
    pub(crate) fn act_in<T>(
        &self,
        space: Option<SpaceId>,
        decide: impl FnOnce(&Open, Now, &mut dyn Ids) -> Result<(T, Changes), Problem>,
    ) -> Result<T, Problem> {
        let Some(space) = space else { return self.act(decide) };
        self.alone(|open| {
            let inside = |of: &Membership| of.space == space && !of.home && !of.standing.is_empty();
            if !open.vault.memberships()?.iter().any(inside) {
                return Err(Problem::NotInTeam);
            }
            // What could never be sent would be on this laptop alone.
            let role = room_of(&open.vault, Some(space))?.space.role();
            if matches!(role, None | Some(Role::Reader)) {
                return Err(Problem::RoleForbids);
            }
            let (answer, changes) = decide(open, self.now(), &mut FreshIds)?;
            let hand = Hand { worker: open.worker, now: self.now() };
            self.touch(open.vault.commit_in(space, std::slice::from_ref(&changes), hand)?);
            Ok(answer)
        })
    }

    pub(crate) fn touch(&self, topics: impl IntoIterator<Item = Topic>) {
        self.tidings.touch(topics.into_iter().inspect(|topic| self.lease.hears(*topic)));
    }

    /// Tells what was touched.
    fn tell(&self) {
        self.tidings.tell(|| self.watch.ring());
    }

    /// What a meeting that goes on brings: told now and then, so that it is seen as it comes.
    pub(crate) fn touch_by_meeting(&self, topics: BTreeSet<Topic>) {
        let heard = topics.into_iter().inspect(|topic| self.lease.hears(*topic));
        self.tidings.touch_by_meeting(heard);
        self.tidings.tell_meanwhile();
    }
}

type Run = fn(&App, Value) -> Result<Value, Problem>;

fn run<U: UseCase>(app: &App, request: Value) -> Result<Value, Problem> {
    if U::NEEDS_UNLOCKED {
        app.with(|_| Ok(()))?;
        if !U::WITHOUT_LEASE {
            app.within_lease()?;
        }
    }
    let request: U = read(&request)?;
    let answer = request.run(app)?;
    serde_json::to_value(answer).map_err(|_| Problem::Internal)
}

/// Reads the request, or says which of its fields cannot be read: a day that no calendar has, an id that is none. Only a
/// request of another shape is a bad one.
fn read<U: UseCase>(request: &Value) -> Result<U, Problem> {
    serde_path_to_error::deserialize(request).map_err(|error| {
        // The key is what the caller wrote, not a field of ours: it is not repeated.
        if error.inner().to_string().starts_with("unknown field") {
            return Problem::BadRequest;
        }
        let (mut at, mut field) = (Some(request), None);
        for segment in error.path() {
            at = match segment {
                Segment::Map { key } => {
                    field = Some(key.clone());
                    at.and_then(|at| at.get(key))
                }
                Segment::Seq { index } => at.and_then(|at| at.get(index)),
                Segment::Enum { .. } | Segment::Unknown => None,
            };
        }
        let shapeless = at.is_none_or(|at| at.is_null() || at.is_object() || at.is_array());
        match field {
            Some(field) if !shapeless => Problem::from(Refusal::Unreadable { field }),
            _ => Problem::BadRequest,
        }
    })
}

/// Collects the use cases: the desk by their names, the bindings by their types.
pub(crate) trait Registrar {
    fn register<U: UseCase>(&mut self);
}

struct Names(BTreeMap<&'static str, Run>);

impl Registrar for Names {
    fn register<U: UseCase>(&mut self) {
        self.0.insert(U::NAME, run::<U>);
    }
}

pub(crate) fn register_all(registrar: &mut impl Registrar) {
    crate::session::register(registrar);
    crate::safe::register(registrar);
    crate::backup::register(registrar);
    crate::person::register(registrar);
    crate::notice::register(registrar);
    crate::rights::register(registrar);
    crate::retention::register(registrar);
    crate::access::register(registrar);
    crate::document::register(registrar);
    crate::custom::register(registrar);
    crate::plan::register(registrar);
    crate::situation::register(registrar);
    crate::referral::register(registrar);
    crate::catalogue::register(registrar);
    crate::consultation::register(registrar);
    crate::works::register(registrar);
    crate::fund::register(registrar);
    crate::feedback::register(registrar);
    crate::offer::register(registrar);
    crate::residence::register(registrar);
    crate::report::register(registrar);
    crate::agenda::register(registrar);
    crate::demo::register(registrar);
    crate::letter::register(registrar);
    crate::draft::register(registrar);
    crate::undo::register(registrar);
    crate::history::register(registrar);
    crate::disagreement::register(registrar);
    crate::view::register(registrar);
    crate::worker::register(registrar);
    crate::case::register(registrar);
    crate::team::register(registrar);
}

/// The desk of one vault. Calls may come from any thread; a panic inside one comes out as [`Problem::Internal`].
pub struct Desk {
    app: App,
    calls: BTreeMap<&'static str, Run>,
}

impl Desk {
    pub fn new(place: Place) -> Desk {
        let store: Box<dyn DeviceStore> = if place.keyring {
            Box::new(OsKeyring::new(Duration::from_secs(5)))
        } else {
            Box::new(NoKeyring)
        };
        Desk::with_store(place, store)
    }

    /// A desk with another keyring than the system's.
    pub fn with_store(place: Place, store: Box<dyn DeviceStore>) -> Desk {
        Desk::with_clock(place, store, Utc::now)
    }

    /// A desk with another clock than the system's, for what must not depend on the day it is.
    pub fn with_clock(place: Place, store: Box<dyn DeviceStore>, clock: fn() -> DateTime<Utc>) -> Desk {
        let mut names = Names(BTreeMap::new());
        register_all(&mut names);
        let settings = RwLock::new(Settings::read(&place.dir));
        let app = App {
            place,
            store,
            open: RwLock::new(None),
            settings,
            tidings: Tidings::default(),
            deciding: Mutex::default(),
            line: Mutex::default(),
            lease: crate::team::LeaseMemory::default(),
            watch: Arc::default(),
            shelf: crate::catalogue::Shelf::default(),
            exporting: crate::job::Job::default(),
            clock,
        };
        Desk { app, calls: names.0 }
    }

    /// Runs one use case. Blocking; a key derivation takes up to a second.
    pub fn call(&self, name: &str, request: Value) -> Result<Value, Problem> {
        let run = self.calls.get(name).ok_or(Problem::UnknownCall)?;
        self.told(|app| run(app, request))
    }

    /// Takes in lines of other laptops, and tells what they touched.
    pub fn receive(&self, lines: &[JournalLine]) -> Result<Received, Problem> {
        self.told(|app| {
            app.alone(|open| {
                let received = open.vault.receive(lines, app.now())?;
                app.touch(received.topics.iter().copied());
                Ok(received)
            })
        })
    }

    /// This laptop's own lines after the one of a number, at most so many.
    pub fn written_after(&self, after: u64, limit: u32) -> Result<Vec<JournalLine>, Problem> {
        self.told(|app| app.ask(|vault, _| vault.written_after(after, limit)))
    }

    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    /// Works, lets no panic out, and tells every topic that was touched.
    fn told<T>(&self, work: impl FnOnce(&App) -> Result<T, Problem>) -> Result<T, Problem> {
        let answer = catch_unwind(AssertUnwindSafe(|| work(&self.app))).unwrap_or(Err(Problem::Internal));
        wipe_stack();
        self.app.tell();
        answer
    }

    /// The names of all use cases.
    pub fn names(&self) -> Vec<&'static str> {
        self.calls.keys().copied().collect()
    }

    /// Tells `listener` of every topic that a commit touched.
    pub fn subscribe(&self, listener: Listener) {
        self.app.tidings.subscribe(listener);
    }

    /// After how long without a hand on it the vault locks; none while it is locked.
    pub fn idle_after(&self) -> Option<Duration> {
        self.app.with(|_| Ok(())).ok()?;
        let minutes = self.app.settings.read().ok()?.idle_minutes;
        Some(Duration::from_secs(u64::from(minutes) * 60))
    }
}

/// The day on which something happened as a request names it, or today.
pub(crate) fn day_or_today(on: Option<chrono::NaiveDate>, now: Now) -> Result<chrono::NaiveDate, Refusal> {
    plausible("on", on.unwrap_or(now.today))
}
