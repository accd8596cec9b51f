//! Attachments: sealed chunks under a random name, put once.

use passerelle_wire::blob::BlobState;
use passerelle_wire::id::{BlobId, SpaceId};
use passerelle_wire::limit;
use passerelle_wire::problem::Problem;

use super::erase::ATTACHMENTS;
use super::{Caller, Keep, bytes};
use crate::store::{Failure, Value};

impl Keep<'_> {
    /// Keeps a chunk; the same again changes nothing, another one stays out.
    pub fn put_chunk(
        &mut self,
        caller: &Caller,
        space: SpaceId,
        blob: BlobId,
        n: u32,
        body: &[u8],
    ) -> Result<(), Failure> {
        let standing = self.standing_held(caller, space)?;
        standing.may_write()?;
        if usize::try_from(n).is_ok_and(|n| n >= limit::CHUNKS) || body.is_empty() {
            return Err(Problem::Malformed.into());
        }
        self.not_erased(space, blob)?;
        let sql = "SELECT body FROM chunk WHERE space = ?1 AND blob = ?2 AND n = ?3";
        let [of_space, name, at] = [Value::Bytes(&space.0), Value::Bytes(&blob.0), Value::Int(n.into())];
        if let Some(mut held) = self.tx.ask_one(sql, &[of_space, name, at])? {
            return if held.bytes(0)? == body { Ok(()) } else { Err(Problem::Taken.into()) };
        }
        self.fill(&standing.space, bytes(body.len()))?;
        let sql = "INSERT INTO chunk (space, blob, n, body) VALUES (?1, ?2, ?3, ?4)";
        self.tx.run(sql, &[of_space, name, at, Value::Bytes(body)])?;
        Ok(())
    }

    pub fn chunk(
        &mut self,
        caller: &Caller,
        space: SpaceId,
        blob: BlobId,
        n: u32,
    ) -> Result<Vec<u8>, Failure> {
        self.standing(caller, space)?;
        self.not_erased(space, blob)?;
        let sql = "SELECT body FROM chunk WHERE space = ?1 AND blob = ?2 AND n = ?3";
        let values = [Value::Bytes(&space.0), Value::Bytes(&blob.0), Value::Int(n.into())];
        let held = self.tx.ask_one(sql, &values)?;
        Ok(held.ok_or(Problem::NotFound)?.bytes(0)?)
    }

    /// Which chunks of an attachment there are.
    pub fn blob(&mut self, caller: &Caller, space: SpaceId, blob: BlobId) -> Result<BlobState, Failure> {
        self.standing(caller, space)?;
        self.not_erased(space, blob)?;
        let sql = "SELECT n FROM chunk WHERE space = ?1 AND blob = ?2 ORDER BY n";
        let rows = self.tx.ask(sql, &[Value::Bytes(&space.0), Value::Bytes(&blob.0)])?;
        Ok(BlobState { chunks: rows.iter().map(|row| row.epoch(0)).collect::<Result<_, _>>()? })
    }

    fn not_erased(&mut self, space: SpaceId, blob: BlobId) -> Result<(), Failure> {
        let gone = self.erased_among(space, ATTACHMENTS, &[&blob.0])?;
        if gone.is_empty() { Ok(()) } else { Err(Problem::Erased.into()) }
    }
}
