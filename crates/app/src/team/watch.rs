//! Waiting until the team should be met again: on a connection of its own, which a thread holds with a session and no key,
//! so that neither a meeting nor a lock of the vault waits for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use passerelle_sync::chance::{Chance as _, SystemChance};
use passerelle_sync::engine::Standing;
use passerelle_sync::http::{Ear, Fault, Hub};
use passerelle_vault::team::Membership;
use passerelle_wire::id::SpaceId;
use passerelle_wire::pull::News;

use super::read_address;
use super::room::{secrets, unpack, wire_space};
use super::view::SyncEnd;
use crate::Problem;
use crate::desk::App;

/// Why a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// The hub has something that is not here.
    News,
    /// This laptop wrote something since its last meeting began.
    Wrote,
    /// The last meeting left contents of documents for the next one.
    Contents,
    /// The time is over.
    Pause,
    /// The hub cannot be heard: the next meeting tells why.
    Away,
}

/// How long the hub is asked to hold an answer back. Proxies let a minute pass.
const WAIT_S: u32 = 50;

/// What waits, and what it heard.
#[derive(Default)]
pub(crate) struct Watch {
    state: Mutex<State>,
    rung: Condvar,
}

#[derive(Default)]
struct State {
    /// Counts whatever may matter to who waits.
    rings: u64,
    /// The newest own line when the last meeting began.
    met: Option<u64>,
    /// The rings that were counted then.
    rings_met: u64,
    /// Whether the last meeting left contents of documents to be carried at once.
    contents_left: bool,
    /// Where a thread waits at a hub: one for each space. What is heard elsewhere in the end counts no more.
    listening: BTreeSet<Place>,
    heard: BTreeMap<Place, Result<News, Fault>>,
    ears: BTreeMap<Place, Ear>,
}

/// A space at a hub.
type Place = (SpaceId, String);

impl Watch {
    fn state(&self) -> MutexGuard<'_, State> {
        // Whatever a panicking thread left is heard anew.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rings(&self) -> u64 {
        self.state().rings
    }

    /// Lets whoever waits look again.
    pub(crate) fn ring(&self) {
        self.state().rings += 1;
        self.rung.notify_all();
    }

    /// A meeting begins, and sends everything up to this line.
    pub(crate) fn meets(&self, written: u64) {
        let mut state = self.state();
        state.met = Some(written);
        state.rings_met = state.rings;
        state.contents_left = false;
    }

    /// Whether something was written, or somebody rang, since the meeting began.
    pub(crate) fn is_wanted(&self) -> bool {
        let state = self.state();
        state.rings != state.rings_met
    }

    /// Contents are left, or not, that could be carried at once.
    pub(crate) fn leaves_contents(&self, left: bool) {
        self.state().contents_left = left;
    }

    /// Waits for a ring after those that were counted. False when the time is over.
    fn sleeps(&self, counted: u64, until: Instant) -> bool {
        let mut state = self.state();
        while state.rings == counted {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = self.rung.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    /// What was heard of a place since it was last asked for.
    fn takes(&self, place: &Place) -> Option<Result<News, Fault>> {
        self.state().heard.remove(place)
    }

    /// Forgets what was heard of places that are not listened to any more.
    fn keeps(&self, places: &BTreeSet<Place>) {
        let mut state = self.state();
        state.listening.retain(|place| places.contains(place));
        state.heard.retain(|place, _| places.contains(place));
        state.ears.retain(|place, _| places.contains(place));
    }

    /// Sends a thread to the hub, unless one waits there.
    fn listen(self: &Arc<Self>, place: &Place, of: &Membership, known: Known) -> Result<(), Fault> {
        let kept = {
            let mut state = self.state();
            if state.listening.contains(place) {
                return Ok(());
            }
            state.ears.remove(place)
        };
        let ear = if let Some(ear) = kept {
            ear
        } else {
            let address = read_address(&place.1).map_err(|_| Fault::NotAHub)?;
            Hub::at(address).ear(&secrets(of), place.0)?
        };
        self.state().listening.insert(place.clone());
        let (watch, place) = (Arc::clone(self), place.clone());
        std::thread::spawn(move || {
            let begun = Instant::now();
            let heard = ear.news(known.cursor, known.log_len, WAIT_S);
            // A hub that stops, or does not wait, is not asked on and on.
            let hasty = begun.elapsed() < Duration::from_secs(u64::from(WAIT_S / 2));
            let heard = match heard {
                Ok(news) if hasty && !known.lacks(&news) => Err(Fault::Cut),
                heard => heard,
            };
            watch.hears(place, ear, heard);
        });
        Ok(())
    }

    fn hears(&self, place: Place, ear: Ear, heard: Result<News, Fault>) {
        let mut state = self.state();
        if !state.listening.remove(&place) {
            return;
        }
        // Another session may be needed.
        if heard.is_ok() {
            state.ears.insert(place.clone(), ear);
        }
        state.heard.insert(place, heard);
        drop(state);
        self.ring();
    }
}

/// How far this laptop has read what the hub has.
#[derive(Clone, Copy)]
struct Known {
    cursor: u64,
    log_len: u64,
}

impl Known {
    fn lacks(self, news: &News) -> bool {
        news.pos > self.cursor || news.log_len > self.log_len
    }
}

/// What a look into the vault says.
struct Look {
    /// The spaces in which this laptop is and whose last meeting was done.
    met: Vec<Membership>,
    written: u64,
}

fn look(app: &App) -> Result<Look, Problem> {
    app.with(|open| {
        let all = open.vault.memberships()?;
        if !all.iter().any(|of| of.home) {
            return Err(Problem::NotInTeam);
        }
        let mut met = Vec::new();
        for of in all.into_iter().filter(|of| !of.standing.is_empty()) {
            let outcome = open.vault.last_met(of.space)?.outcome;
            if serde_json::from_str::<SyncEnd>(&outcome).is_ok_and(|end| end == SyncEnd::Done) {
                met.push(of);
            }
        }
        Ok(Look { met, written: open.vault.written()? })
    })
}

pub(super) fn wait(app: &App, at_most: Duration) -> Result<Woken, Problem> {
    let begun = Instant::now();
    let until = begun + at_most;
    loop {
        let counted = app.watch.rings();
        let Look { met, written } = look(app)?;
        if !met.is_empty() {
            if app.watch.state().met.is_none_or(|met| met != written) {
                return Ok(Woken::Wrote);
            }
            if app.watch.state().contents_left {
                return Ok(Woken::Contents);
            }
            match at_hubs(app, &met)? {
                // Meetings that are done and a hub that is not heard must not chase each other.
                Some(Woken::Away) => {
                    let rest = until.min(begun + FIRST);
                    while app.watch.sleeps(app.watch.rings(), rest) {}
                    return Ok(Woken::Away);
                }
                Some(woken) => return Ok(woken),
                None => {}
            }
        }
        if !app.watch.sleeps(counted, until) {
            return Ok(Woken::Pause);
        }
    }
}

fn place_of(of: &Membership) -> Place {
    (wire_space(of.space), of.hub.clone())
}

/// What the hubs of these spaces say, the first of them that has said anything; somebody waits at each of the others then.
fn at_hubs(app: &App, met: &[Membership]) -> Result<Option<Woken>, Problem> {
    app.watch.keeps(&met.iter().map(place_of).collect());
    for of in met {
        if let Some(woken) = at_hub(app, of)? {
            return Ok(Some(woken));
        }
    }
    Ok(None)
}

/// What the hub of a space says, if it has said anything; somebody waits there then.
fn at_hub(app: &App, of: &Membership) -> Result<Option<Woken>, Problem> {
    let standing: Standing = unpack(&of.standing)?;
    let known = Known { cursor: standing.cursor, log_len: standing.log.len() };
    let place = place_of(of);
    match app.watch.takes(&place) {
        Some(Ok(news)) if known.lacks(&news) => return Ok(Some(Woken::News)),
        Some(Ok(_)) | None => {}
        Some(Err(_)) => return Ok(Some(Woken::Away)),
    }
    Ok(app.watch.listen(&place, of, known).err().map(|_| Woken::Away))
}

/// How long to wait after a meeting, at most: long where the hub tells of news, growing where it is away.
#[derive(Debug, Default)]
pub struct Rhythm {
    /// Meetings in a row that were cut.
    cut: u32,
}

const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_mins(5);
/// Whoever waits to be let in looks often: two people stand before their screens.
const ADMISSION: Duration = Duration::from_secs(4);
/// Whoever waits for a renewal may wait for a day, and can ask at once.
const RENEWAL: Duration = Duration::from_mins(1);
const CALM: Duration = Duration::from_mins(15);

impl Rhythm {
    /// The pause after a meeting whose spaces ended so, the shortest that one of them asks for. Where one was cut a part is
    /// drawn, so that the laptops of a team do not come back to their hub all at once.
    pub fn after(&mut self, ends: &[SyncEnd]) -> Duration {
        let mut part = [0];
        // Without chance the whole is waited.
        let _ = SystemChance.fill(&mut part);
        self.drawn(ends, part[0])
    }

    fn drawn(&mut self, ends: &[SyncEnd], part: u8) -> Duration {
        let cut = if ends.contains(&SyncEnd::Cut) {
            let whole = FIRST.saturating_mul(1 << self.cut.min(10)).min(LONGEST);
            self.cut = self.cut.saturating_add(1);
            whole.saturating_sub(whole / 2 * u32::from(part) / 255)
        } else {
            self.cut = 0;
            CALM
        };
        let pause = |end: &SyncEnd| match end {
            SyncEnd::WaitingForAdmission => ADMISSION,
            SyncEnd::LeaseOver => RENEWAL,
            _ => cut,
        };
        ends.iter().map(pause).min().unwrap_or(cut).min(cut)
    }
}

/// How the spaces ended a meeting that `team.synchronise` answered, the home team first; none where this is no such answer.
#[must_use]
pub fn ends_of(meeting: &serde_json::Value) -> Option<Vec<SyncEnd>> {
    let end = |of: &serde_json::Value| serde_json::from_value(of.get("end")?.clone()).ok();
    let smaller = meeting.get("smaller").and_then(serde_json::Value::as_array);
    std::iter::once(meeting).chain(smaller.into_iter().flatten()).map(end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_while_the_hub_is_away_and_begin_anew_when_it_is_back() {
        let mut rhythm = Rhythm::default();
        let seconds = |pause: Duration| pause.as_secs();
        let away: Vec<u64> = (0..10).map(|_| seconds(rhythm.drawn(&[SyncEnd::Cut], 0))).collect();
        assert_eq!(away, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
        assert_eq!(seconds(rhythm.drawn(&[SyncEnd::Done], 0)), 900);
        assert_eq!(seconds(rhythm.drawn(&[SyncEnd::Cut], 0)), 1);
    }

    #[test]
    fn between_a_half_and_the_whole_of_a_pause_is_drawn() {
        for part in 0..=255 {
            let drawn = Rhythm { cut: 7 }.drawn(&[SyncEnd::Cut], part);
            assert!((64..=128).contains(&drawn.as_secs()), "{part}: {drawn:?}");
        }
        assert_eq!(Rhythm { cut: 7 }.drawn(&[SyncEnd::Cut], 255).as_secs(), 64);
    }

    #[test]
    fn the_space_that_can_least_wait_sets_the_pause() {
        let mut rhythm = Rhythm::default();
        let ends = [SyncEnd::Done, SyncEnd::Cut];
        assert_eq!(rhythm.drawn(&ends, 0).as_secs(), 1, "the hub of a smaller team is away");
        assert_eq!(rhythm.drawn(&ends, 0).as_secs(), 2);
        assert_eq!(rhythm.drawn(&[SyncEnd::Done, SyncEnd::WaitingForAdmission], 0), ADMISSION);
        assert_eq!(rhythm.drawn(&[SyncEnd::LeaseOver], 0), RENEWAL);
        let both = [SyncEnd::Cut, SyncEnd::WaitingForAdmission];
        assert_eq!(rhythm.drawn(&both, 0).as_secs(), 1);
        assert_eq!(rhythm.drawn(&[SyncEnd::Done, SyncEnd::Removed], 0), CALM);
    }

    #[test]
    fn the_ends_of_all_spaces_are_read_from_what_a_meeting_answers() {
        let meeting = serde_json::json!({
            "end": { "end": "done" }, "received": 3, "smaller": [{ "name": "Mineurs", "end": { "end": "cut" } }],
        });
        assert_eq!(ends_of(&meeting), Some(vec![SyncEnd::Done, SyncEnd::Cut]));
        assert_eq!(ends_of(&serde_json::json!({ "stage": "alone" })), None);
    }

    #[test]
    fn a_ring_before_the_wait_is_not_missed_and_none_is_waited_for_longer_than_asked() {
        let watch = Watch::default();
        let counted = watch.rings();
        watch.ring();
        assert!(watch.sleeps(counted, Instant::now()), "rung since it was counted");
        let counted = watch.rings();
        assert!(!watch.sleeps(counted, Instant::now()), "nothing since");
    }
}
