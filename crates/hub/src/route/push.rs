//! Batches that come in.

use std::sync::Arc;

use axum::extract::State;
use passerelle_wire::batch::{Batch, BatchFault, BatchTaken};
use passerelle_wire::id::{DeviceId, SpaceId};
use passerelle_wire::problem::Problem;

use super::answer::{Answer, Refused};
use super::asked::{At, Name};
use super::body::Said;
use crate::hub::Hub;
use crate::keep::{Caller, NewBatch};

pub async fn batch(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At((Name(space), Name(device), seq)): At<(Name<SpaceId>, Name<DeviceId>, u64)>,
    Said { message: batch, _room }: Said<Batch>,
) -> Result<Answer<BatchTaken>, Refused> {
    let batch = Arc::new(batch);
    let header = {
        let batch = Arc::clone(&batch);
        hub.read(move |keep| {
            let key = keep.author_key(&caller, space, device)?;
            Ok(batch.verify(&key).map_err(problem_of)?)
        })
    };
    let header = header.await?;
    if (header.space, header.device, header.seq) != (space, device, seq) {
        return Err(Problem::Malformed.into());
    }
    let hash = batch.hash();
    let taken =
        hub.write(move |keep| keep.put_batch(&caller, &NewBatch { batch: &batch, header: &header, hash }));
    match taken.await {
        Ok((taken, is_new)) => {
            if is_new {
                hub.metrics.batches.inc();
                hub.news.tell(space);
            }
            Ok(Answer(taken))
        }
        Err(problem) => {
            if let Problem::Fork { .. } = problem {
                // The keeper of the hub may be asked which laptop it is: these are numbers without a name.
                tracing::warn!(%space, %device, seq, "two batches under one number");
            }
            Err(problem.into())
        }
    }
}

fn problem_of(fault: BatchFault) -> Problem {
    match fault {
        BatchFault::Signature => Problem::BadSignature,
        BatchFault::Decode(_) | BatchFault::Count | BatchFault::Body(_) => Problem::Malformed,
    }
}
