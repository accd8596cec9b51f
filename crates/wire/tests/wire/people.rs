//! Named laptops with keys made from small numbers, and the entries and batches that they sign.

use ed25519_dalek::{Signer, SigningKey};
use passerelle_wire::batch::{Batch, EntryRef, Header, Hlc, WrapRef};
use passerelle_wire::device::{DeviceKeys, SealPublic, SignPublic};
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::{DeviceId, KeyId, SpaceId};
use passerelle_wire::membership::{Act, AddDevice, Consent, Entry, Genesis, LogFault, LogHead, Role, Roll};
use passerelle_wire::signed::{Signature, Signed, message};
use passerelle_wire::{Message, encode};
use serde_bytes::ByteBuf;

pub const SPACE: SpaceId = SpaceId([0x50; 16]);

/// A laptop that can sign.
pub struct Laptop {
    pub keys: DeviceKeys,
    sign: SigningKey,
}

pub fn laptop(number: u8) -> Laptop {
    let sign = SigningKey::from_bytes(&[number; 32]);
    let public = SignPublic(sign.verifying_key().to_bytes());
    let keys =
        DeviceKeys { device: DeviceId([number; 16]), sign: public, seal: SealPublic([number ^ 0xff; 32]) };
    Laptop { keys, sign }
}

/// A recovery kit: what makes it one is its id.
pub fn kit(number: u8) -> Laptop {
    let Laptop { keys, sign } = laptop(number);
    Laptop { keys: DeviceKeys { device: DeviceId::of_kit(keys.sign), ..keys }, sign }
}

impl Laptop {
    pub fn id(&self) -> DeviceId {
        self.keys.device
    }

    pub fn sign_bytes(&self, purpose: &str, body: &[u8]) -> Signature {
        Signature::from_bytes(&self.sign.sign(&message(purpose, body)).to_bytes())
    }

    pub fn sign<M: Message>(&self, purpose: &str, message: &M) -> Signed {
        let body = encode(message).unwrap();
        Signed { signature: self.sign_bytes(purpose, &body), body }
    }

    /// The first entry of a space of one's own.
    pub fn genesis(&self) -> Signed {
        let act = Act::Genesis(Genesis { founder: self.keys, lease_days: 45 });
        self.sign(purpose::LOG, &Entry::after(LogHead::EMPTY, SPACE, self.id(), 1_000, &act))
    }

    /// The next entry after what a roll has read.
    pub fn entry(&self, roll: &Roll, act: &Act) -> Signed {
        self.sign(purpose::LOG, &Entry::after(roll.head(), SPACE, self.id(), 2_000, act))
    }

    /// Signs an act and has the roll take it.
    pub fn does(&self, roll: &mut Roll, act: &Act) -> Result<(), LogFault> {
        roll.admit(&self.entry(roll, act)).map(|_| ())
    }

    /// The act that brings a consenting device in.
    pub fn joins(&self, roll: &Roll, role: Role) -> Act {
        let consent = Consent { space: SPACE, genesis: roll.genesis(), keys: self.keys };
        let body = encode(&consent).unwrap();
        let consent = self.sign_bytes(purpose::CONSENT, &body);
        Act::AddDevice(AddDevice { keys: self.keys, role, consent })
    }

    /// A first batch with these sealed bodies and wraps.
    pub fn batch(&self, bodies: &[&[u8]], wraps: &[&[u8]]) -> Batch {
        let key = |at: usize| KeyId([u8::try_from(at).unwrap() + 1; 16]);
        let header = Header {
            space: SPACE,
            device: self.id(),
            seq: 1,
            prev: Hash::NONE,
            protocol: 1,
            epoch: 1,
            log_len: 2,
            log_hash: Hash([7; 32]),
            seen: vec![],
            hlc: Hlc { ms: 1_700_000_000_000, count: 3 },
            entries: bodies
                .iter()
                .map(|body| EntryRef {
                    key: key(0),
                    codec: 1,
                    len: u32::try_from(body.len()).unwrap(),
                    hash: Hash::of(purpose::BODY, body),
                })
                .collect(),
            wraps: wraps
                .iter()
                .enumerate()
                .map(|(at, wrap)| WrapRef { key: key(at), hash: Hash::of(purpose::WRAP, wrap) })
                .collect(),
        };
        Batch {
            header: self.sign(purpose::BATCH, &header),
            wraps: wraps.iter().map(|wrap| Some(ByteBuf::from(*wrap))).collect(),
            bodies: bodies.iter().map(|body| Some(ByteBuf::from(*body))).collect(),
        }
    }
}
