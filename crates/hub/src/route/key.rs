//! Wrapped and sealed keys.

use std::sync::Arc;

use axum::extract::State;
use passerelle_wire::id::{KeyId, SpaceId};
use passerelle_wire::key::{PutWraps, Seals, WrapPage, WrapsTaken};
use serde::Deserialize;

use super::answer::{Answer, Refused};
use super::asked::{At, Name, Options};
use super::body::Said;
use crate::hub::Hub;
use crate::keep::Caller;

#[derive(Deserialize)]
pub struct Above {
    after: u32,
}

pub async fn seals(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At(Name(space)): At<Name<SpaceId>>,
    Options(Above { after }): Options<Above>,
) -> Result<Answer<Seals>, Refused> {
    Ok(Answer(hub.read(move |keep| keep.seals(&caller, space, after)).await?))
}

#[derive(Deserialize)]
pub struct Of {
    epoch: u32,
    after: Option<Name<KeyId>>,
}

pub async fn wraps(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At(Name(space)): At<Name<SpaceId>>,
    Options(Of { epoch, after }): Options<Of>,
) -> Result<Answer<WrapPage>, Refused> {
    let after = after.map(|Name(key)| key);
    Ok(Answer(hub.read(move |keep| keep.wrap_page(&caller, space, epoch, after)).await?))
}

pub async fn put_wraps(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At(Name(space)): At<Name<SpaceId>>,
    Said { message, .. }: Said<PutWraps>,
) -> Result<Answer<WrapsTaken>, Refused> {
    Ok(Answer(hub.write(move |keep| keep.put_wraps(&caller, space, &message)).await?))
}
