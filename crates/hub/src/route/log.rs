//! Spaces and their membership logs.

use std::sync::Arc;

use axum::extract::State;
use passerelle_wire::id::SpaceId;
use passerelle_wire::membership::{Act, Entry};
use passerelle_wire::problem::Problem;
use passerelle_wire::signed::Signed;
use passerelle_wire::space::{AppendLog, FoundSpace, LogPage, LogTaken};
use serde::Deserialize;

use super::answer::{Answer, Refused};
use super::asked::{At, Name, Options};
use super::body::Said;
use crate::hub::Hub;
use crate::keep::Caller;

#[derive(Deserialize)]
pub struct From {
    from: u64,
}

pub async fn found(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    Said { message, .. }: Said<FoundSpace>,
) -> Result<Answer<LogTaken>, Refused> {
    // Hashed first, the comparison takes the same time wherever the two differ.
    let permitted = hub.settings.permit.is_empty()
        || blake3::hash(message.permit.as_bytes()) == blake3::hash(hub.settings.permit.as_bytes());
    if !permitted {
        return Err(Problem::RoleForbids.into());
    }
    Ok(Answer(hub.write(move |keep| keep.found(&caller, &message)).await?))
}

pub async fn page(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At(Name(space)): At<Name<SpaceId>>,
    Options(From { from }): Options<From>,
) -> Result<Answer<LogPage>, Refused> {
    Ok(Answer(hub.read(move |keep| keep.log_page(&caller, space, from)).await?))
}

pub async fn append(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At(Name(space)): At<Name<SpaceId>>,
    Said { message, .. }: Said<AppendLog>,
) -> Result<Answer<LogTaken>, Refused> {
    let erases = message.entries.iter().any(is_erasure);
    let taken = hub.write(move |keep| keep.append(&caller, space, &message)).await?;
    hub.news.tell(space);
    if erases {
        hub.settle_soon();
    }
    Ok(Answer(taken))
}

fn is_erasure(signed: &Signed) -> bool {
    let act = Entry::read(&signed.body).ok().and_then(|entry| Act::read(entry.kind, &entry.body).ok());
    matches!(act, Some(Act::Erase(_) | Act::Move(..)))
}
