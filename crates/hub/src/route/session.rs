//! Who the hub is, and who asks.

use std::sync::Arc;

use axum::extract::State;
use passerelle_wire::limit;
use passerelle_wire::problem::Problem;
use passerelle_wire::session::{AskChallenge, Challenge, OpenSession, Session};
use passerelle_wire::version::{Capability, Hello, OLDEST, PROTOCOL};

use super::answer::{Answer, Refused};
use super::asked::Anybody;
use super::body::Said;
use crate::hub::Hub;
use crate::keep::Caller;

pub async fn hello(State(hub): State<Arc<Hub>>, _: Anybody) -> Answer<Hello> {
    Answer(Hello {
        protocol: PROTOCOL,
        oldest: OLDEST,
        capabilities: vec![
            Capability::LONG_POLL,
            Capability::BLOBS,
            Capability::SNAPSHOTS,
            Capability::MAILBOXES,
        ],
        at_ms: hub.now_ms(),
        batch_bytes: u32::try_from(limit::BATCH_BODIES).unwrap_or(u32::MAX),
        name: hub.settings.name.clone(),
    })
}

pub async fn challenge(
    State(hub): State<Arc<Hub>>,
    _: Anybody,
    Said { message, .. }: Said<AskChallenge>,
) -> Result<Answer<Challenge>, Refused> {
    let challenge = hub.secret().challenge(message.device, hub.now_ms());
    Ok(Answer(challenge.map_err(|error| hub.tell(error.into()))?))
}

pub async fn open(
    State(hub): State<Arc<Hub>>,
    _: Anybody,
    Said { message, .. }: Said<OpenSession>,
) -> Result<Answer<Session>, Refused> {
    let proof = message.verify().map_err(|_| Problem::BadSignature)?;
    if proof.hub != hub.settings.name {
        return Err(Problem::BadSignature.into());
    }
    if !(OLDEST..=PROTOCOL).contains(&proof.protocol) {
        return Err(Problem::NoCommonVersion { oldest: OLDEST, newest: PROTOCOL }.into());
    }
    let until_ms = hub.secret().check(proof.device, &proof.nonce, hub.now_ms());
    let until_ms = until_ms.ok_or(Problem::Unauthenticated)?;
    let caller = Caller { device: proof.device, key: message.key };
    hub.rates.device(&caller.key)?;
    let session = hub.write(move |keep| keep.open_session(&caller, &proof.nonce, until_ms)).await?;
    Ok(Answer(session.ok_or(Problem::Unauthenticated)?))
}
