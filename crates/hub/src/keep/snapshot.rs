//! Snapshots that laptops make: segments come first, the signed manifest makes them whole. The newest few stay.

use passerelle_wire::hash::purpose;
use passerelle_wire::id::{DeviceId, SnapshotId, SpaceId};
use passerelle_wire::limit;
use passerelle_wire::problem::Problem;
use passerelle_wire::snapshot::{CommitSnapshot, Manifest, Segment, Snapshots};

use super::erase::{BODY_HASHES, CASE_KEYS};
use super::{Caller, Keep, bytes, kept, reread};
use crate::store::{Failure, Row, StoreError, Value};

/// Whole snapshots that a space keeps: two makers can be compared, and one may be read while the next comes.
const KEPT: usize = 3;

/// Who began a snapshot, and its signed manifest once it is whole.
type Begun = (DeviceId, Option<Vec<u8>>);
/// The name of a whole snapshot, and its signed manifest.
type Whole = (Vec<u8>, Vec<u8>);

impl Keep<'_> {
    /// Keeps a segment of a snapshot that is not whole yet.
    pub fn put_segment(
        &mut self,
        caller: &Caller,
        (space, snapshot, n): (SpaceId, SnapshotId, u32),
        mut segment: Segment,
    ) -> Result<(), Failure> {
        let standing = self.standing_held(caller, space)?;
        standing.may_write()?;
        if usize::try_from(n).is_ok_and(|n| n >= limit::SEGMENTS) || !segment.is_whole() {
            return Err(Problem::Malformed.into());
        }
        let place = [Value::Bytes(&space.0), Value::Bytes(&snapshot.0)];
        let began = match self.begun(space, snapshot)? {
            Some((device, _)) if device != caller.device => return Err(Problem::Taken.into()),
            Some((_, manifest)) => Some(manifest.is_some()),
            None => None,
        };
        let hash = segment.hash();
        let [of_space, name] = place;
        let at = Value::Int(n.into());
        let sql = "SELECT hash FROM segment WHERE space = ?1 AND snapshot = ?2 AND n = ?3";
        if let Some(mut held) = self.tx.ask_one(sql, &[of_space, name, at])? {
            return if held.hash(0)? == hash { Ok(()) } else { Err(Problem::Taken.into()) };
        }
        match began {
            // A manifest names all of its segments.
            Some(true) => return Err(Problem::Taken.into()),
            Some(false) => {}
            None => {
                let sql = "INSERT INTO snapshot (space, snapshot, device, at_ms) VALUES (?1, ?2, ?3, ?4)";
                let maker = Value::Bytes(&caller.device.0);
                self.tx.run(sql, &[of_space, name, maker, Value::count(self.now_ms)])?;
            }
        }
        self.blank_erased(space, &mut segment)?;
        let body = passerelle_wire::encode(&segment).map_err(|_| Problem::Malformed)?;
        self.fill(&standing.space, bytes(body.len()))?;
        let values = [of_space, name, at, Value::Bytes(&hash.0), Value::Bytes(&body)];
        let sql = "INSERT INTO segment (space, snapshot, n, hash, body) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.tx.run(sql, &values)?;
        Ok(())
    }

    /// Who began a snapshot, and its manifest once it is whole.
    fn begun(&mut self, space: SpaceId, snapshot: SnapshotId) -> Result<Option<Begun>, Failure> {
        let sql = "SELECT device, signed FROM snapshot WHERE space = ?1 AND snapshot = ?2";
        let row = self.tx.ask_one(sql, &[Value::Bytes(&space.0), Value::Bytes(&snapshot.0)])?;
        row.map(|mut row| Ok((DeviceId(row.array(0)?), row.maybe(1)?))).transpose()
    }

    /// Takes out what was ordered away before it came; a gap for another reason is refused.
    fn blank_erased(&mut self, space: SpaceId, segment: &mut Segment) -> Result<(), Failure> {
        let keys: Vec<&[u8]> = segment.pieces.iter().map(|piece| &piece.key.0[..]).collect();
        let hashes: Vec<&[u8]> = segment.pieces.iter().map(|piece| &piece.hash.0[..]).collect();
        let keys = self.erased_among(space, CASE_KEYS, &keys)?;
        let hashes = self.erased_among(space, BODY_HASHES, &hashes)?;
        for (piece, body) in segment.pieces.iter().zip(segment.bodies.iter_mut()) {
            if keys.contains(&piece.key.0[..]) || hashes.contains(&piece.hash.0[..]) {
                *body = None;
            } else if body.is_none() {
                return Err(Problem::Malformed.into());
            }
        }
        Ok(())
    }

    pub fn segment(
        &mut self,
        caller: &Caller,
        (space, snapshot, n): (SpaceId, SnapshotId, u32),
    ) -> Result<Vec<u8>, Failure> {
        self.standing(caller, space)?;
        let sql = "SELECT body FROM segment WHERE space = ?1 AND snapshot = ?2 AND n = ?3";
        let values = [Value::Bytes(&space.0), Value::Bytes(&snapshot.0), Value::Int(n.into())];
        Ok(self.tx.ask_one(sql, &values)?.ok_or(Problem::NotFound)?.bytes(0)?)
    }

    /// Takes the manifest once every segment that it names is there.
    pub fn commit_snapshot(
        &mut self,
        caller: &Caller,
        space: SpaceId,
        snapshot: SnapshotId,
        commit: &CommitSnapshot,
    ) -> Result<(), Failure> {
        let standing = self.standing_held(caller, space)?;
        standing.may_write()?;
        commit.manifest.verify(&caller.key, purpose::SNAPSHOT).map_err(|_| Problem::BadSignature)?;
        let manifest: Manifest =
            passerelle_wire::decode(&commit.manifest.body).map_err(|_| Problem::Malformed)?;
        let named = (manifest.space, manifest.snapshot, manifest.device);
        if named != (space, snapshot, caller.device) || manifest.pos > standing.space.pos {
            return Err(Problem::Malformed.into());
        }
        if !self.covers_all(space, &manifest)? {
            return Err(Problem::Malformed.into());
        }
        let signed = kept(&commit.manifest)?;
        match self.begun(space, snapshot)? {
            None => return Err(Problem::NotFound.into()),
            Some((_, Some(held))) if held == signed => return Ok(()),
            Some((device, None)) if device == caller.device => {}
            Some(_) => return Err(Problem::Taken.into()),
        }
        let sql = "SELECT n, hash FROM segment WHERE space = ?1 AND snapshot = ?2 ORDER BY n";
        let [of_space, name] = [Value::Bytes(&space.0), Value::Bytes(&snapshot.0)];
        let mut there = Vec::new();
        for mut row in self.tx.ask(sql, &[of_space, name])? {
            there.push((row.count(0)?, row.hash(1)?));
        }
        if there != (0..).zip(manifest.segments.iter().copied()).collect::<Vec<_>>() {
            return Err(Problem::NotFound.into());
        }
        self.fill(&standing.space, bytes(signed.len()))?;
        let values =
            [of_space, name, Value::count(manifest.pos), Value::Bytes(&signed), Value::count(self.now_ms)];
        let sql = "UPDATE snapshot SET pos = ?3, signed = ?4, at_ms = ?5 WHERE space = ?1 AND snapshot = ?2";
        self.tx.run(sql, &values)?;
        let whole = self.whole(space)?;
        for (old, _) in whole.iter().skip(KEPT) {
            self.drop_snapshot(space, old)?;
        }
        Ok(())
    }

    /// Whole snapshots, newest first: name and manifest.
    fn whole(&mut self, space: SpaceId) -> Result<Vec<Whole>, Failure> {
        let sql = "SELECT snapshot, signed FROM snapshot WHERE space = ?1 AND signed IS NOT NULL
                   ORDER BY pos DESC, at_ms DESC, snapshot";
        let read = |mut row: Row| Ok::<_, StoreError>((row.bytes(0)?, row.bytes(1)?));
        let rows = self.tx.ask(sql, &[Value::Bytes(&space.0)])?;
        Ok(rows.into_iter().map(read).collect::<Result<_, _>>()?)
    }

    /// Whether a manifest covers every batch up to its position: bodies up to there may be let go.
    fn covers_all(&mut self, space: SpaceId, manifest: &Manifest) -> Result<bool, Failure> {
        let sql = "SELECT device, max(seq) FROM batch WHERE space = ?1 AND pos <= ?2 GROUP BY device";
        for mut row in self.tx.ask(sql, &[Value::Bytes(&space.0), Value::count(manifest.pos)])? {
            let (device, seq) = (DeviceId(row.array(0)?), row.count(1)?);
            if !manifest.covers.iter().any(|head| head.device == device && head.seq >= seq) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Deletes what a device made: laptops believe no snapshot of one that was removed.
    pub fn drop_snapshots_of(&mut self, space: SpaceId, device: DeviceId) -> Result<(), Failure> {
        let sql = "SELECT snapshot FROM snapshot WHERE space = ?1 AND device = ?2";
        for mut row in self.tx.ask(sql, &[Value::Bytes(&space.0), Value::Bytes(&device.0)])? {
            let name = row.bytes(0)?;
            self.drop_snapshot(space, &name)?;
        }
        Ok(())
    }

    /// Deletes a snapshot with its segments.
    pub fn drop_snapshot(&mut self, space: SpaceId, snapshot: &[u8]) -> Result<(), Failure> {
        let place = [Value::Bytes(&space.0), Value::Bytes(snapshot)];
        let sql = "DELETE FROM segment WHERE space = ?1 AND snapshot = ?2
                   RETURNING CAST(length(body) AS BIGINT)";
        let rows = self.tx.ask(sql, &place)?;
        let freed = rows.iter().map(|row| row.int(0)).sum::<Result<i64, _>>()?;
        self.tx.run("DELETE FROM snapshot WHERE space = ?1 AND snapshot = ?2", &place)?;
        self.count(space, -freed)
    }

    pub fn snapshots(&mut self, caller: &Caller, space: SpaceId) -> Result<Snapshots, Failure> {
        self.standing(caller, space)?;
        let whole = self.whole(space)?;
        let manifests =
            whole.iter().take(KEPT).map(|(_, signed)| reread(signed)).collect::<Result<_, _>>()?;
        Ok(Snapshots { manifests })
    }
}
