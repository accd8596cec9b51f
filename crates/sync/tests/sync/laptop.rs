//! Laptops whose vault is a few maps: enough to hold whole conversations, and to be killed in the middle of one.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_sync::alarm::Alarm;
use passerelle_sync::codec::{Entry, Line};
use passerelle_sync::engine::{
    Ask, Decision, Keys, Next, Outgoing, Received, ReceivedEntry, Reply, Report, Run, Save, Space, Standing,
    Unsent,
};
use passerelle_sync::invitation::{Invitation, JoinRequest};
use passerelle_sync::membership::{Log, Turn, admit, found};
use passerelle_sync::seal::{CaseKey, DeviceSecrets, EntryPlace, EpochKey, SealSecret, SignSecret};
use passerelle_wire::batch::{Batch, Hlc};
use passerelle_wire::hash::Hash;
use passerelle_wire::id::{DeviceId, KeyId};
use passerelle_wire::membership::{Act, Role};
use passerelle_wire::signed::Signed;
use passerelle_wire::space::LogPage;

use crate::cloud::Cloud;
use crate::team::{Counted, SPACE, secrets};

/// What a change is known by everywhere: author, number, what it says.
pub type Told = (DeviceId, u64, String);

/// How a laptop is killed at a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kill {
    /// Before the hub got it.
    Before,
    /// After the hub did it, before the answer was read.
    Unread,
    /// After the answer was saved.
    Saved,
}

/// A case key's bytes, the file that it is written with, its epoch.
type KeptKey = ([u8; 32], Option<Option<[u8; 16]>>, u32);

/// Subject, number, text, and the batch that it is in.
type Written = (Option<[u8; 16]>, u64, String, Option<u64>);

/// A laptop: what its vault would keep, and nothing else survives a crash.
pub struct Laptop {
    device: DeviceId,
    sign: [u8; 32],
    seal: [u8; 32],
    next_seal: Option<[u8; 32]>,
    standing: Vec<u8>,
    log: Vec<Signed>,
    epochs: BTreeMap<u32, [u8; 32]>,
    cases: BTreeMap<KeyId, KeptKey>,
    outbox: Vec<(u64, Hash, Batch)>,
    now_ms: u64,
    /// What left the outbox.
    kept: Vec<(u64, Hash, Batch)>,
    past: BTreeMap<(DeviceId, u64), Hash>,
    /// What it wrote.
    journal: Vec<Written>,
    waiting: Vec<(EntryPlace, KeyId, u8, Vec<u8>)>,
    pub told: BTreeSet<Told>,
    pub alarms: Vec<Alarm>,
    pub shown_as_sent: u64,
    chance: Counted,
}

impl Laptop {
    fn new(of: &DeviceSecrets, log: Log, entries: Vec<Signed>) -> Laptop {
        Laptop {
            log: entries,
            device: of.device,
            sign: *of.sign.expose(),
            seal: *of.seal.expose(),
            next_seal: None,
            standing: postcard::to_stdvec(&Standing::of(log)).unwrap(),
            epochs: BTreeMap::new(),
            cases: BTreeMap::new(),
            outbox: Vec::new(),
            kept: Vec::new(),
            now_ms: 1_000,
            past: BTreeMap::new(),
            journal: Vec::new(),
            waiting: Vec::new(),
            told: BTreeSet::new(),
            alarms: Vec::new(),
            shown_as_sent: 0,
            chance: Counted(u64::from(of.device.0[0]) << 32),
        }
    }

    pub fn id(&self) -> DeviceId {
        self.device
    }

    pub fn secrets(&self) -> DeviceSecrets {
        DeviceSecrets {
            device: self.device,
            sign: SignSecret::from_bytes(self.sign),
            seal: SealSecret::from_bytes(self.seal),
        }
    }

    /// Writes a line in a file, without a network.
    pub fn writes(&mut self, subject: u8, text: &str) {
        let n = self.journal.len() as u64 + 1;
        self.journal.push((Some([subject; 16]), n, text.to_owned(), None));
        self.told.insert((self.device, n, text.to_owned()));
    }

    pub fn standing(&self) -> Standing {
        postcard::from_bytes(&self.standing).unwrap()
    }

    /// As the vault gives it after a start.
    pub fn space(&self) -> Space {
        let mut keys = Keys::default();
        self.epochs.iter().for_each(|(epoch, key)| keys.hold_epoch(*epoch, EpochKey::from_bytes(*key)));
        for (id, (key, writes, epoch)) in &self.cases {
            keys.hold_case(*id, CaseKey::from_bytes(*key));
            if let Some(subject) = writes {
                keys.write_with(*subject, *epoch, *id);
            }
        }
        let outbox = self.outbox.iter().map(|(seq, hash, batch)| Outgoing {
            seq: *seq,
            hash: *hash,
            batch: batch.clone(),
        });
        Space {
            standing: self.standing(),
            secrets: self.secrets(),
            next_seal: self.next_seal.map(SealSecret::from_bytes),
            keys,
            outbox: outbox.collect(),
        }
    }

    fn save(&mut self, decision: Decision, space: &Space) {
        self.alarms.extend(decision.alarms);
        for save in decision.saves {
            self.save_one(save);
        }
        self.standing = postcard::to_stdvec(&space.standing).unwrap();
        let waiting = std::mem::take(&mut self.waiting);
        for (place, key, codec, body) in waiting {
            match space.keys.open(&body, key, place, codec) {
                Some(entry) => self.learn(&entry.unwrap()),
                None => self.waiting.push((place, key, codec, body)),
            }
        }
    }

    fn save_one(&mut self, save: Save) {
        match save {
            Save::Erase(order) | Save::Move(_, order) => order.keys.iter().for_each(|key| {
                self.cases.remove(key);
            }),
            Save::EpochKey { epoch, key } => {
                self.epochs.insert(epoch, *key.expose());
            }
            Save::ForgetEpochsBefore(epoch) => self.epochs.retain(|held, _| *held >= epoch),
            Save::NextSealKey(key) => self.next_seal = Some(*key.expose()),
            Save::SealKeyReplaced => self.seal = self.next_seal.take().unwrap(),
            Save::CaseKey { epoch, key, writes, .. } => {
                self.cases.insert(key.id(), (*key.expose(), writes, epoch));
            }
            Save::Received(received) => self.receive(*received),
            Save::Sealed { seq, hash, batch, lines } => {
                self.past.insert((self.device, seq), hash);
                self.outbox.push((seq, hash, *batch));
                for line in self.journal.iter_mut().filter(|line| lines.contains(&(self.device, line.1))) {
                    line.3 = Some(seq);
                }
            }
            Save::Log(entries) => self.log.extend(entries),
            Save::Sent { .. } => {}
            Save::DropSegments | Save::Segment { .. } | Save::Gathered { .. } | Save::Joined { .. } => {
                unreachable!("no snapshot is offered here")
            }
            Save::Confirmed { seq } => self.shown_as_sent = seq,
            Save::LetGo { seq } => self.kept.extend(self.outbox.extract_if(.., |(kept, ..)| *kept <= seq)),
        }
    }

    fn receive(&mut self, received: Received) {
        let Received { header, hash, entries, .. } = received;
        assert!(self.past.insert((header.device, header.seq), hash).is_none(), "each batch once");
        for entry in entries {
            match entry {
                ReceivedEntry::Opened(entry) => self.learn(&entry),
                ReceivedEntry::Waiting { index, key, codec, body } => {
                    let place = EntryPlace { space: SPACE, device: header.device, seq: header.seq, index };
                    self.waiting.push((place, key, codec, body));
                }
                ReceivedEntry::Erased | ReceivedEntry::Bad { .. } => {}
            }
        }
    }

    fn learn(&mut self, entry: &Entry) {
        for (device, _, change) in entry.lines(|_| Some(1)).unwrap() {
            let told = (device, change.n, change.act);
            assert!(self.told.insert(told), "each change once");
        }
    }

    /// Synchronises; after so many answers it is killed.
    pub fn syncs_until(&mut self, cloud: &mut Cloud, steps: usize, kill: Kill) -> Option<Report> {
        self.syncs_through(cloud, &mut |asked, _| (asked == steps).then_some(kill))
    }

    /// Synchronises; after so many answers something else happens at the hub.
    pub fn syncs_with(&mut self, cloud: &mut Cloud, steps: usize, happens: &mut impl FnMut(&mut Cloud)) {
        let through = |asked: usize, cloud: &mut Cloud| {
            if asked == steps {
                happens(cloud);
            }
            None
        };
        self.syncs_through(cloud, &mut { through });
    }

    /// Synchronises; before each question `killed` says whether and how this is the last one.
    fn syncs_through(
        &mut self,
        cloud: &mut Cloud,
        killed: &mut impl FnMut(usize, &mut Cloud) -> Option<Kill>,
    ) -> Option<Report> {
        let mut run = Run::begin(self.space(), false);
        let mut asked = 0;
        loop {
            match run.next() {
                Next::Ask(ask) => {
                    let killed = killed(asked, cloud);
                    if killed == Some(Kill::Before) {
                        return None;
                    }
                    let reply = cloud.answer(self.device, &ask);
                    if killed == Some(Kill::Unread) {
                        return None;
                    }
                    let past = |device, seq| self.past.get(&(device, seq)).copied();
                    // As the application does where the answer came while the one before was kept.
                    let opened = run.open(&reply);
                    run.hold(opened);
                    let decision = run.take(reply, self.now_ms, &past, &mut self.chance);
                    self.save(decision, run.space());
                    if killed == Some(Kill::Saved) {
                        return None;
                    }
                    asked += 1;
                }
                Next::Entries { from } => {
                    let from = usize::try_from(from).unwrap();
                    run.entries(self.log.iter().skip(from).cloned().collect(), &mut self.chance);
                }
                Next::Again { from, .. } => {
                    let again = self.kept.iter().chain(&self.outbox).filter(|(seq, ..)| *seq >= from);
                    let outgoing = |(seq, hash, batch): &(u64, Hash, Batch)| Outgoing {
                        seq: *seq,
                        hash: *hash,
                        batch: batch.clone(),
                    };
                    run.again(again.map(outgoing).collect());
                }
                Next::Segment { .. } => unreachable!("no snapshot is offered here"),
                Next::Lines { .. } => {
                    let decision = self.bring_lines(&mut run);
                    self.save(decision, run.space());
                }
                Next::Digest => {
                    let told = self.told.iter().map(|(device, n, text)| format!("{device}{n}{text}"));
                    let digest = Hash::of("test", told.collect::<String>().as_bytes());
                    let decision = run.digest(Some(digest), self.now_ms).unwrap();
                    self.save(decision, run.space());
                }
                Next::Done(report) => return Some(report),
            }
        }
    }

    /// Synchronises with whoever answers; how many questions that took.
    pub fn asks(&mut self, mut hub: impl FnMut(DeviceId, &Ask) -> Reply) -> (Report, usize) {
        let mut run = Run::begin(self.space(), false);
        let mut asked = 0;
        loop {
            let decision = match run.next() {
                Next::Ask(ask) => {
                    asked += 1;
                    let reply = hub(self.device, &ask);
                    let past = |device, seq| self.past.get(&(device, seq)).copied();
                    run.take(reply, self.now_ms, &past, &mut self.chance)
                }
                Next::Again { .. } => {
                    run.again(Vec::new());
                    continue;
                }
                Next::Entries { .. } => {
                    run.entries(Vec::new(), &mut self.chance);
                    continue;
                }
                Next::Segment { .. } => unreachable!("no snapshot is offered here"),
                Next::Lines { .. } => self.bring_lines(&mut run),
                Next::Digest => run.digest(None, self.now_ms).unwrap(),
                Next::Done(report) => return (report, asked),
            };
            self.save(decision, run.space());
        }
    }

    fn bring_lines(&mut self, run: &mut Run) -> Decision {
        let unsent: Vec<_> = self.journal.iter().filter(|line| line.3.is_none()).collect();
        let hlc = Hlc { ms: 1_000, count: 0 };
        let lines: Vec<Unsent<'_>> = unsent
            .iter()
            .map(|(subject, n, act, _)| Unsent {
                subject: *subject,
                origin: None,
                line: Line { device: self.device, n: *n, hlc, schema: 1, actor: [7; 16], act, ops: &[] },
            })
            .collect();
        let device = self.device;
        let name = |number| (number == 1).then_some(device);
        run.lines(&lines, &name, hlc, 1_000, &mut self.chance).unwrap_or_default()
    }

    pub fn syncs(&mut self, cloud: &mut Cloud) -> Report {
        self.syncs_through(cloud, &mut |_, _| None).unwrap()
    }

    /// Turns the epoch, after acts as a removal.
    pub fn turns(&mut self, cloud: &mut Cloud, first: &[Act]) {
        let space = self.space();
        let turn = Turn::make(space.standing.log.roll(), space.keys.cases(), &mut self.chance).unwrap();
        for put in turn.wraps(SPACE) {
            cloud.answer(self.device, &Ask::PutWraps(put));
        }
        let roll = space.standing.log.roll();
        let append = turn.append(roll, first, &space.secrets, 2_000, &mut self.chance).unwrap();
        assert!(matches!(cloud.append(&append), Reply::Appended(_)));
    }

    /// Brings another laptop in: its seat in the log, and the present epoch's key for it.
    pub fn invites(&mut self, cloud: &mut Cloud, number: u8, role: Role) -> Laptop {
        let (new, space) = (secrets(number), self.space());
        let roll = space.standing.log.roll();
        let pin = space.standing.log.pin();
        let invitation = Invitation {
            pin,
            inviter: self.secrets().keys().unwrap(),
            role,
            hub: String::new(),
            space_name: String::new(),
            inviter_name: String::new(),
            within: None,
        };
        let request = JoinRequest::answer(&invitation, &new, String::new()).unwrap();
        let key = space.keys.epoch(roll.epoch_number()).unwrap();
        let admission = admit(roll, key, &request, role, &self.secrets(), 2_000, &mut self.chance).unwrap();
        assert!(matches!(cloud.append(&admission), Reply::Appended(_)), "synchronise before inviting");
        let page = LogPage { head: cloud.roll.head(), entries: cloud.log.clone() };
        Laptop::new(&new, Log::found(&pin, &page).unwrap().0, page.entries)
    }

    /// Secrets that it holds, for those who look for what should be gone.
    pub fn holds_epochs(&self) -> Vec<u32> {
        self.epochs.keys().copied().collect()
    }

    pub fn seal_bytes(&self) -> [u8; 32] {
        self.seal
    }

    pub fn waits(&self) -> usize {
        self.waiting.len()
    }

    pub fn unsent(&self) -> usize {
        self.journal.iter().filter(|line| line.3.is_none_or(|seq| seq > self.shown_as_sent)).count()
    }

    /// Some days, or years, after what is kept for a hub that may lose it.
    pub fn loses_what_left_the_outbox(&mut self) {
        self.kept.clear();
    }

    /// So much time goes by, in milliseconds.
    pub fn later(&mut self, ms: u64) {
        self.now_ms += ms;
    }

    pub fn outbox(&self) -> usize {
        self.outbox.len()
    }
}

/// Awa's laptop with a space of her own at a hub.
pub fn founded() -> (Cloud, Laptop) {
    let awa = secrets(1);
    let founding = found(&awa, SPACE, 45, String::new(), 1_000, &mut Counted(0)).unwrap();
    let mut cloud = Cloud {
        roll: founding.log.roll().clone(),
        log: founding.request.entries.clone(),
        batches: vec![],
        seals: founding.request.seals,
        wraps: BTreeMap::new(),
        acks: BTreeMap::new(),
        page: 2,
        swallows: false,
    };
    let mut laptop = Laptop::new(&awa, founding.log, founding.request.entries);
    laptop.epochs.insert(1, *founding.key.expose());
    laptop.syncs(&mut cloud);
    (cloud, laptop)
}
