//! The hub's rules and its database in this process, and links to it that fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use passerelle_app::team::exchange::Carrier;
use passerelle_hub::hub::Hub;
use passerelle_hub::keep::{Caller, Keep, NewBatch};
use passerelle_hub::settings::Settings;
use passerelle_hub::store::{Failure, Sqlite, Way};
use passerelle_sync::engine::{Ask, Reply};
use passerelle_sync::seal::DeviceSecrets;
use passerelle_wire::batch::Batch;
use passerelle_wire::decode;
use passerelle_wire::id::SpaceId;
use passerelle_wire::problem::Problem;
use passerelle_wire::pull::PageEnd;
use passerelle_wire::space::FoundSpace;
use tempfile::TempDir;

use super::life::Dice;

/// A hub of many spaces.
pub struct Cloud {
    hub: Hub,
    clock: Arc<AtomicU64>,
    dir: TempDir,
}

impl Cloud {
    pub fn new() -> Cloud {
        let dir = super::laptop::folder();
        let store = Sqlite::open(&dir.path().join("hub.db")).unwrap();
        let clock = Arc::new(AtomicU64::new(1_760_000_000_000));
        let told = Arc::clone(&clock);
        let now = move || told.load(Ordering::Relaxed);
        let settings = Settings { keep_days: 1, ..Settings::default() };
        Cloud { hub: Hub::new(Box::new(store), settings, Arc::new(now)).unwrap(), clock, dir }
    }

    pub fn passes(&self, ms: u64) {
        self.clock.fetch_add(ms, Ordering::Relaxed);
    }

    pub fn now_ms(&self) -> u64 {
        self.clock.load(Ordering::Relaxed)
    }

    /// Whether its database has these bytes anywhere.
    pub fn has_bytes(&self, word: &[u8]) -> bool {
        std::fs::read_dir(self.dir.path()).unwrap().any(|file| {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            bytes.windows(word.len()).any(|window| window == word)
        })
    }

    fn within<T>(
        &self,
        way: Way,
        work: impl FnMut(&mut Keep<'_>) -> Result<T, Failure>,
    ) -> Result<T, Problem> {
        self.hub.within(way, work).map_err(|failure| self.hub.tell(failure))
    }

    pub fn found(&self, by: &DeviceSecrets, founding: &FoundSpace) {
        self.within(Way::Write, |keep| keep.found(&caller(by), founding)).unwrap();
    }

    /// Days later it lets go of the bodies that it need not keep; how many.
    pub fn lets_go(&self, space: SpaceId) -> u64 {
        self.passes(3 * 86_400_000);
        self.within(Way::Write, |keep| keep.sweep_space(space)).unwrap().bodies
    }

    /// Every batch of a space, for those who look for what should not be in them.
    pub fn batches(&self, by: &DeviceSecrets, space: SpaceId) -> Vec<Batch> {
        let group = self.within(Way::Read, |keep| keep.group(&caller(by), space, 0, u64::MAX));
        group.unwrap().batches.into_iter().map(|positioned| positioned.batch).collect()
    }

    pub fn answer(&self, by: &DeviceSecrets, space: SpaceId, ask: &Ask, page: u64) -> Reply {
        self.try_answer(&caller(by), space, ask, page).unwrap_or_else(Reply::Problem)
    }

    fn try_answer(&self, by: &Caller, space: SpaceId, ask: &Ask, page: u64) -> Result<Reply, Problem> {
        use Way::{Read, Write};
        Ok(match ask {
            Ask::Log { from } => Reply::Log(self.within(Read, |keep| keep.log_page(by, space, *from))?),
            Ask::Append(append) => {
                Reply::Appended(self.within(Write, |keep| keep.append(by, space, append))?)
            }
            Ask::Seals { after } => Reply::Seals(self.within(Read, |keep| keep.seals(by, space, *after))?),
            Ask::Wraps { epoch, after } => {
                Reply::Wraps(self.within(Read, |keep| keep.wrap_page(by, space, *epoch, *after))?)
            }
            Ask::PutWraps(put) => {
                Reply::WrapsTaken(self.within(Write, |keep| keep.put_wraps(by, space, put))?)
            }
            Ask::Heads => Reply::Heads(self.within(Read, |keep| keep.heads(by, space))?),
            Ask::Batches { after, .. } => {
                let group = self.within(Read, |keep| keep.group(by, space, *after, page))?;
                let end = PageEnd { after: group.after, complete: group.complete };
                Reply::Batches { batches: group.batches, end: Some(end) }
            }
            Ask::Put { device, batch, .. } => {
                let key = self.within(Read, |keep| keep.author_key(by, space, *device))?;
                let header = batch.verify(&key).map_err(|_| Problem::BadSignature)?;
                let new = NewBatch { batch, header: &header, hash: batch.hash() };
                Reply::Taken(self.within(Write, |keep| keep.put_batch(by, &new))?.0)
            }
            Ask::Ack(post) => {
                self.within(Write, |keep| keep.post_ack(by, space, post))?;
                Reply::Done
            }
            Ask::Acks => Reply::Acks(self.within(Read, |keep| keep.acks(by, space))?),
            Ask::Blob { blob } => Reply::Blob(self.within(Read, |keep| keep.blob(by, space, *blob))?),
            Ask::Chunk { blob, chunk } => {
                Reply::Chunk(self.within(Read, |keep| keep.chunk(by, space, *blob, *chunk))?)
            }
            Ask::PutChunk { blob, chunk, sealed } => {
                self.within(Write, |keep| keep.put_chunk(by, space, *blob, *chunk, sealed))?;
                Reply::Done
            }
            Ask::Snapshots => Reply::Snapshots(self.within(Read, |keep| keep.snapshots(by, space))?),
            Ask::Segment { snapshot, n } => {
                let bytes = self.within(Read, |keep| keep.segment(by, (space, *snapshot, *n)))?;
                Reply::Segment(decode(&bytes).unwrap())
            }
            Ask::PutSegment { snapshot, n, segment } => {
                let place = (space, *snapshot, *n);
                self.within(Write, |keep| keep.put_segment(by, place, segment.clone()))?;
                Reply::Done
            }
            Ask::CommitSnapshot { snapshot, commit } => {
                self.within(Write, |keep| keep.commit_snapshot(by, space, *snapshot, commit))?;
                Reply::Done
            }
        })
    }
}

fn caller(by: &DeviceSecrets) -> Caller {
    Caller { device: by.device, key: by.sign.public() }
}

/// A link to the hub that fails at one question, in one of the ways in which links fail.
pub struct Link<'c> {
    cloud: &'c Cloud,
    dice: Dice,
    /// How many questions go well.
    good: Option<u32>,
}

impl<'c> Link<'c> {
    pub fn whole(cloud: &'c Cloud, dice: Dice) -> Link<'c> {
        Link { cloud, dice, good: None }
    }

    pub fn cut_after(cloud: &'c Cloud, dice: Dice, good: u32) -> Link<'c> {
        Link { cloud, dice, good: Some(good) }
    }
}

impl Carrier for Link<'_> {
    fn ask(&mut self, by: &DeviceSecrets, space: SpaceId, ask: &Ask) -> Reply {
        let page = 300 << self.dice.below(8);
        let answer = self.cloud.answer(by, space, ask, page);
        // A request may come twice where its answer was slow.
        let answer = if self.dice.below(6) == 0 { self.cloud.answer(by, space, ask, page) } else { answer };
        match self.good {
            None => answer,
            Some(0) => self.spoil(answer),
            Some(left) => {
                self.good = Some(left - 1);
                answer
            }
        }
    }
}

impl Link<'_> {
    /// The answer is lost, or the rest of it.
    fn spoil(&mut self, answer: Reply) -> Reply {
        match answer {
            Reply::Batches { mut batches, .. } if !batches.is_empty() => {
                batches.truncate(self.dice.index(batches.len()));
                Reply::Batches { batches, end: None }
            }
            _ => Reply::Cut,
        }
    }
}
