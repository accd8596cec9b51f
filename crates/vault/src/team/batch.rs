//! Batches and bodies as they are kept: what was taken, what is to be sent, what waits.

use passerelle_domain::id::{DeviceId, SpaceId};
use rusqlite::{Connection, params};

use super::Keep;
use super::keep::bytes;
use crate::Error;
use crate::heads::number;

/// How long own batches stay after the hub was seen twice to have them: a copy of a hub that is older than 30 days is not
/// taken back (docs/HUB.md), and some days for whoever is away.
const OLDEST_COPY_MS: i64 = 45 * 24 * 3_600_000;

fn mark_sent(db: &Connection, seq: u64, lines: &[(DeviceId, u64)]) -> Result<(), Error> {
    let sql = "UPDATE journal SET batch_seq = ?3 WHERE id = (SELECT ix FROM device WHERE id = ?1) << 40 | ?2";
    for (device, n) in lines {
        db.prepare_cached(sql)?.execute(params![bytes(*device), number(*n)?, number(seq)?])?;
    }
    Ok(())
}

/// Keeps a batch or a body, or lets it go.
pub(super) fn keep_batch(db: &Connection, space: SpaceId, keep: &Keep) -> Result<(), Error> {
    let of = space.0.as_bytes().as_slice();
    match keep {
        Keep::Batch { device, seq, hash, pos, header, bytes: size } => {
            let sql = "INSERT OR REPLACE INTO batch (space, device, seq, hash, pos, header, bytes)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            db.prepare_cached(sql)?.execute(params![
                of,
                bytes(*device),
                number(*seq)?,
                hash.as_slice(),
                number(*pos)?,
                header,
                number(*size)?
            ])?;
        }
        Keep::Outgoing { seq, hash, batch, bytes: size, lines } => {
            let sql = "INSERT INTO outgoing (space, seq, hash, batch, lines) VALUES (?1, ?2, ?3, ?4, ?5)";
            let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
            db.prepare_cached(sql)?.execute(params![of, number(*seq)?, hash.as_slice(), batch, count])?;
            let sql = "INSERT OR REPLACE INTO batch (space, device, seq, hash, pos, header, bytes)
                       SELECT space, device, ?2, ?3, 0, x'', ?4 FROM membership WHERE space = ?1";
            db.prepare_cached(sql)?.execute(params![of, number(*seq)?, hash.as_slice(), number(*size)?])?;
            mark_sent(db, *seq, lines)?;
        }
        Keep::Carried { device, seq, batch } => {
            let sql = "INSERT OR IGNORE INTO carried (space, device, seq, batch) VALUES (?1, ?2, ?3, ?4)";
            db.prepare_cached(sql)?.execute(params![of, bytes(*device), number(*seq)?, batch])?;
        }
        Keep::Delivered { device, seq } => {
            let sql = "DELETE FROM carried WHERE space = ?1 AND device = ?2 AND seq = ?3";
            db.prepare_cached(sql)?.execute(params![of, bytes(*device), number(*seq)?])?;
        }
        Keep::Shown { seq } => {
            let sql = "UPDATE outgoing SET shown = 1 WHERE space = ?1 AND seq <= ?2 AND shown = 0";
            db.prepare_cached(sql)?.execute(params![of, number(*seq)?])?;
        }
        Keep::LetGo { seq, now_ms } => {
            let sql =
                "UPDATE outgoing SET let_go_ms = ?3 WHERE space = ?1 AND seq <= ?2 AND let_go_ms IS NULL";
            db.prepare_cached(sql)?.execute(params![of, number(*seq)?, now_ms])?;
            let sql = "DELETE FROM outgoing WHERE space = ?1 AND let_go_ms < ?2";
            db.prepare_cached(sql)?.execute(params![of, now_ms - OLDEST_COPY_MS])?;
        }
        Keep::Sealed { device, seq, index, key, codec, body } => {
            let sql = "INSERT OR IGNORE INTO sealed (space, device, seq, ix, key_name, codec, body)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            db.prepare_cached(sql)?.execute(params![
                of,
                bytes(*device),
                number(*seq)?,
                index,
                key.as_slice(),
                codec,
                body
            ])?;
        }
        Keep::Segment { n, body } => {
            let sql = "INSERT OR REPLACE INTO snapshot_part (space, n, body) VALUES (?1, ?2, ?3)";
            db.prepare_cached(sql)?.execute(params![of, n, body])?;
        }
        Keep::DropSegments => {
            db.prepare_cached("DELETE FROM snapshot_part WHERE space = ?1")?.execute([of])?;
        }
        Keep::Opened { device, seq, index } => {
            let sql = "DELETE FROM sealed WHERE space = ?1 AND device = ?2 AND seq = ?3 AND ix = ?4";
            db.prepare_cached(sql)?.execute(params![of, bytes(*device), number(*seq)?, index])?;
        }
        _ => {}
    }
    Ok(())
}
