//! What stands of a field, read from the tables: its heads with who wrote them, the ways of a referral, and whose line is awaited.

use std::collections::BTreeMap;

use passerelle_domain::change::{Table, Value};
use passerelle_domain::id::DeviceId;
use passerelle_domain::moment::{Hlc, Instant};
use passerelle_domain::referral::ways;
use rusqlite::Connection;
use serde_json::json;
use uuid::Uuid;

use super::{Author, Key};
use crate::Error;
use crate::journal::decode_value;

/// Keys as `json_each` takes them.
pub fn places(keys: impl Iterator<Item = Key>) -> String {
    let keys = keys.map(|(table, row, field)| json!([table, row.simple().to_string(), field]));
    keys.collect::<serde_json::Value>().to_string()
}

/// A head, or the last move of one way.
pub struct Standing {
    pub value: Value,
    pub token: String,
    pub author: Author,
    pub hlc: Hlc,
}

pub type Sides = BTreeMap<Key, Vec<Standing>>;

/// The heads of these fields, the latest first.
pub fn heads(db: &Connection, places: &str) -> Result<Sides, Error> {
    let sql =
        "SELECT h.tbl, h.row_id, h.field, h.value, d.id, h.n, coalesce(w.name, ''), h.hlc_ms, h.hlc_count
               FROM json_each(?1) f CROSS JOIN field_head h
                 ON h.tbl = f.value ->> 0 AND h.row_id = unhex(f.value ->> 1) AND h.field = f.value ->> 2
               LEFT JOIN device d ON d.ix = h.dev LEFT JOIN journal j ON j.id = h.dev << 40 | h.n
               LEFT JOIN worker w ON w.id = j.actor";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([places])?;
    let mut sides = Sides::new();
    while let Some(row) = rows.next()? {
        let value = decode_value(row.get_ref(3)?.as_blob().map_err(|_| Error::Codec)?)?;
        let device: Uuid = row.get::<_, Option<Uuid>>(4)?.unwrap_or_default();
        let ms: i64 = row.get(7)?;
        let author = Author { worker: row.get(6)?, device: DeviceId(device), at: Instant(ms) };
        let token = format!("{device}:{}", row.get::<_, i64>(5)?);
        let hlc = Hlc { ms: ms.cast_unsigned(), count: row.get(8)? };
        let key = (row.get(0)?, row.get(1)?, row.get(2)?);
        sides.entry(key).or_default().push(Standing { value, token, author, hlc });
    }
    for heads in sides.values_mut() {
        heads.sort_by(|one, other| {
            let key = |head: &Standing| (head.hlc, head.value.clone());
            key(other).cmp(&key(one)).then_with(|| one.token.cmp(&other.token))
        });
    }
    Ok(sides)
}

/// Whose line each of these fields waits for.
pub fn awaited(db: &Connection, places: &str) -> Result<BTreeMap<Key, String>, Error> {
    let sql = "SELECT s.tbl, s.row_id, s.field,
                 coalesce((SELECT w.name FROM journal j JOIN worker w ON w.id = j.actor
                           WHERE j.id BETWEEN s.dev << 40 AND (s.dev + 1 << 40) - 1 ORDER BY j.id DESC LIMIT 1), '')
               FROM json_each(?1) f CROSS JOIN superseded_early s
                 ON s.tbl = f.value ->> 0 AND s.row_id = unhex(f.value ->> 1) AND s.field = f.value ->> 2";
    let mut statement = db.prepare_cached(sql)?;
    let rows =
        statement.query_map([places], |row| Ok(((row.get(0)?, row.get(1)?, row.get(2)?), row.get(3)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The ways that these referrals went, each by its last move.
pub fn moves(db: &Connection, places: &str) -> Result<Sides, Error> {
    let sql = "SELECT t.referral, t.id, t.from_state, t.to_state, t.on_day, t.at, t.reason, t.note, coalesce(w.name, ''), d.id
               FROM json_each(?1) f CROSS JOIN transition t
                 ON t.referral = unhex(f.value ->> 1) AND f.value ->> 0 = 10 AND f.value ->> 2 = 0
               LEFT JOIN worker w ON w.id = t.author
               LEFT JOIN row_version v ON v.tbl = 11 AND v.row_id = t.id LEFT JOIN device d ON d.ix = v.dev
               WHERE t.undone = 0";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([places])?;
    let (mut facts, mut authors) = (BTreeMap::<Uuid, Vec<_>>::new(), BTreeMap::new());
    while let Some(row) = rows.next()? {
        let Some(fact) = crate::referral::transition(row, 1)? else { continue };
        let device = DeviceId(row.get::<_, Option<Uuid>>(9)?.unwrap_or_default());
        authors.insert(fact.id, Author { worker: row.get(8)?, device, at: Instant(fact.at) });
        facts.entry(row.get(0)?).or_default().push(fact);
    }
    let mut sides = Sides::new();
    for (referral, facts) in &facts {
        let mut ends = Vec::new();
        for way in ways(facts) {
            let Some(last) = way.0.last() else { continue };
            let value = Value::Group(vec![Value::text(last.to.code()), Value::Day(last.on)]);
            let author = authors.get(&last.id).cloned();
            let hlc = Hlc { ms: last.at.cast_unsigned(), count: 0 };
            ends.extend(author.map(|author| Standing { value, token: last.id.0.to_string(), author, hlc }));
        }
        ends.reverse();
        sides.insert((Table::Referral.number(), *referral, 0), ends);
    }
    Ok(sides)
}
