//! Who is told what was touched, so that everything that shows it is read again.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use passerelle_domain::Topic;

pub(crate) type Listener = Box<dyn Fn(Topic) + Send + Sync>;

/// How often what goes on for long is told of: each time, whatever is shown is read again.
const MEANWHILE: Duration = Duration::from_secs(1);

/// What was touched and not told yet, and who hears of it.
#[derive(Default)]
pub(crate) struct Tidings {
    touched: Mutex<Touched>,
    listeners: RwLock<Vec<Listener>>,
    told: Mutex<Option<Instant>>,
}

#[derive(Default)]
struct Touched {
    topics: BTreeSet<Topic>,
    /// Something else than a meeting touched them: who waits for the next one has to look again.
    rings: bool,
}

impl Tidings {
    fn touched(&self) -> MutexGuard<'_, Touched> {
        self.touched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn touch(&self, topics: impl IntoIterator<Item = Topic>) {
        let mut touched = self.touched();
        for topic in topics {
            touched.topics.insert(topic);
            touched.rings = true;
        }
    }

    /// The same of what a meeting brings.
    pub fn touch_by_meeting(&self, topics: impl IntoIterator<Item = Topic>) {
        self.touched().topics.extend(topics);
    }

    pub fn subscribe(&self, listener: Listener) {
        self.listeners.write().unwrap_or_else(PoisonError::into_inner).push(listener);
    }

    /// Tells what was touched. Where something else than a meeting touched it, who waits for the next one is rung for.
    pub fn tell(&self, ring: impl FnOnce()) {
        let Touched { topics, rings } = std::mem::take(&mut *self.touched());
        if rings {
            ring();
        }
        self.publish(topics, Instant::now());
    }

    /// Tells what was touched so far by a meeting that goes on, now and then. Nobody is rung for: an act that was done meanwhile rings
    /// when it ends.
    pub fn tell_meanwhile(&self) {
        self.tell_meanwhile_at(Instant::now());
    }

    fn tell_meanwhile_at(&self, now: Instant) {
        let told = *self.told();
        if told.is_none_or(|told| now.saturating_duration_since(told) >= MEANWHILE) {
            let topics = std::mem::take(&mut self.touched().topics);
            self.publish(topics, now);
        }
    }

    fn told(&self) -> MutexGuard<'_, Option<Instant>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn publish(&self, topics: BTreeSet<Topic>, now: Instant) {
        if topics.is_empty() {
            return;
        }
        *self.told() = Some(now);
        let listeners = self.listeners.read().unwrap_or_else(PoisonError::into_inner);
        for topic in topics {
            listeners.iter().for_each(|listener| listener(topic));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn heard(tidings: &Tidings) -> Arc<Mutex<Vec<Topic>>> {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hears = Arc::clone(&heard);
        tidings.subscribe(Box::new(move |topic| hears.lock().unwrap().push(topic)));
        heard
    }

    #[test]
    fn what_was_touched_is_told_once() {
        let tidings = Tidings::default();
        let (heard, mut rung) = (heard(&tidings), 0);
        tidings.tell(|| rung += 1);
        tidings.touch([Topic::Team, Topic::People, Topic::Team]);
        tidings.tell(|| rung += 1);
        tidings.tell(|| rung += 1);
        assert_eq!((rung, heard.lock().unwrap().as_slice()), (1, [Topic::People, Topic::Team].as_slice()));
    }

    #[test]
    fn a_meeting_is_told_of_now_and_then_and_rings_for_nobody() {
        let tidings = Tidings::default();
        let (heard, mut rung) = (heard(&tidings), 0);
        let begun = Instant::now();
        tidings.touch_by_meeting([Topic::People]);
        tidings.tell_meanwhile_at(begun);
        tidings.touch_by_meeting([Topic::Team]);
        tidings.tell_meanwhile_at(begun + MEANWHILE / 2);
        assert_eq!(heard.lock().unwrap().as_slice(), [Topic::People], "what comes right after waits a while");
        tidings.tell_meanwhile_at(begun + MEANWHILE);
        tidings.touch_by_meeting([Topic::Agenda]);
        tidings.tell(|| rung += 1);
        let all = [Topic::People, Topic::Team, Topic::Agenda];
        assert_eq!((rung, heard.lock().unwrap().as_slice()), (0, all.as_slice()));
    }

    #[test]
    fn an_act_that_is_told_of_in_the_middle_of_a_meeting_still_rings() {
        let tidings = Tidings::default();
        let (heard, mut rung) = (heard(&tidings), 0);
        tidings.touch([Topic::People]);
        tidings.tell_meanwhile();
        tidings.tell(|| rung += 1);
        assert_eq!((rung, heard.lock().unwrap().as_slice()), (1, [Topic::People].as_slice()));
    }
}
