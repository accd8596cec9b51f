//! Challenges and sessions. A challenge is not kept: the hub knows its own again by a hash under its secret. An answered one
//! is kept until it would be too old, so that it is not answered twice, whichever process of the hub is asked.

use passerelle_wire::device::SignPublic;
use passerelle_wire::id::DeviceId;
use passerelle_wire::session::{Challenge, Session};

use super::{Caller, Keep};
use crate::store::{Failure, StoreError, Value};

/// How long a challenge may be answered.
const CHALLENGE_MS: u64 = 2 * 60 * 1000;
/// How long a session lasts.
const SESSION_MS: u64 = 15 * 60 * 1000;

const CHALLENGES: &str = "passerelle/v1/hub/challenge";
const TOKENS: &str = "passerelle/v1/hub/token";

/// By which a hub knows its challenges again. It opens nothing, and is worth nothing without a device's key.
#[derive(Clone)]
pub struct Secret([u8; 32]);

fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Busy("no random numbers".into()))?;
    Ok(bytes)
}

impl Secret {
    /// A challenge for a device: until when, chance, and the mark of both and the device.
    pub fn challenge(&self, device: DeviceId, now_ms: u64) -> Result<Challenge, StoreError> {
        let until_ms = now_ms.saturating_add(CHALLENGE_MS);
        let chance: [u8; 8] = random()?;
        let mut nonce = [0; 32];
        let parts =
            until_ms.to_le_bytes().into_iter().chain(chance).chain(self.mark(device, until_ms, chance));
        for (place, byte) in nonce.iter_mut().zip(parts) {
            *place = byte;
        }
        Ok(Challenge { nonce, until_ms })
    }

    fn mark(&self, device: DeviceId, until_ms: u64, chance: [u8; 8]) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_keyed(&blake3::derive_key(CHALLENGES, &self.0));
        hasher.update(&device.0).update(&until_ms.to_le_bytes()).update(&chance);
        *hasher.finalize().as_bytes()
    }

    /// Until when a challenge may be answered; none where this hub did not make it for this device, or it is too old.
    pub fn check(&self, device: DeviceId, nonce: &[u8; 32], now_ms: u64) -> Option<u64> {
        let (until, rest) = nonce.split_first_chunk::<8>()?;
        let (chance, mark) = rest.split_first_chunk::<8>()?;
        let until_ms = u64::from_le_bytes(*until);
        let expected = self.mark(device, until_ms, *chance);
        let (expected, _) = expected.split_first_chunk::<16>()?;
        // Hashed once more, the comparison says nothing of where the two differ.
        let same = blake3::hash(expected) == blake3::hash(mark);
        (same && now_ms <= until_ms).then_some(until_ms)
    }
}

/// What a token is kept and looked up by, so that a copy of the database opens no session.
pub fn token_name(token: &[u8; 32]) -> [u8; 32] {
    blake3::derive_key(TOKENS, token)
}

impl Keep<'_> {
    /// The hub's secret, made by whoever asks first.
    pub fn secret(&mut self) -> Result<Secret, Failure> {
        let drawn: [u8; 32] = random()?;
        let sql = "INSERT INTO hub (one, secret) VALUES (1, ?1) ON CONFLICT DO NOTHING";
        self.tx.run(sql, &[Value::Bytes(&drawn)])?;
        let row = self.tx.ask_one("SELECT secret FROM hub WHERE one = 1", &[])?;
        let mut row = row.ok_or(StoreError::Damaged("a hub without a secret"))?;
        Ok(Secret(row.array(0)?))
    }

    /// Opens a session for whoever answered a challenge; none where it was answered before.
    pub fn open_session(
        &mut self,
        caller: &Caller,
        nonce: &[u8; 32],
        until_ms: u64,
    ) -> Result<Option<Session>, Failure> {
        let sql = "INSERT INTO nonce (nonce, until_ms) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        if self.tx.run(sql, &[Value::Bytes(nonce), Value::count(until_ms)])? == 0 {
            return Ok(None);
        }
        let session = Session { token: random()?, until_ms: self.now_ms.saturating_add(SESSION_MS) };
        let name = token_name(&session.token);
        let values = [
            Value::Bytes(&name),
            Value::Bytes(&caller.device.0),
            Value::Bytes(&caller.key.0),
            Value::count(session.until_ms),
        ];
        let sql = "INSERT INTO session (token, device, sign_key, until_ms) VALUES (?1, ?2, ?3, ?4)";
        self.tx.run(sql, &values)?;
        Ok(Some(session))
    }

    /// Whose session a token is, and until when.
    pub fn session(&mut self, name: &[u8; 32]) -> Result<Option<(Caller, u64)>, Failure> {
        let sql = "SELECT device, sign_key, until_ms FROM session WHERE token = ?1";
        let Some(mut row) = self.tx.ask_one(sql, &[Value::Bytes(name)])? else { return Ok(None) };
        let caller = Caller { device: DeviceId(row.array(0)?), key: SignPublic(row.array(1)?) };
        Ok(Some((caller, row.count(2)?)))
    }
}
