//! Providers and programmes: the catalogue kept by hand.

mod record;

use std::collections::BTreeMap;

use passerelle_domain::change::{Field, PROGRAMME, Table};
use passerelle_domain::id::{ProgrammeId, ProviderId};
use passerelle_domain::programme::{
    Funding, ProgrammeDraft, ProgrammeKind, ProgrammeSource, ProgrammeStatus, ProviderDraft, Tag,
};
use rusqlite::{Connection, Row, ToSql, params};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::row::blob;
use crate::search::prefixes;
use crate::{Error, Vault};

#[derive(Clone, Debug, Serialize, TS)]
pub struct ProgrammeLine {
    pub id: ProgrammeId,
    pub provider: ProviderId,
    pub provider_name: String,
    pub commune: String,
    pub demo: bool,
    pub what: ProgrammeDraft,
    /// Referrals to it so far, those of people who were removed left out, as the list of referrals leaves them out.
    pub referrals: u32,
    /// The offer of a catalogue that it was made of.
    pub source: Option<ProgrammeSource>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ProviderLine {
    pub id: ProviderId,
    pub demo: bool,
    pub who: ProviderDraft,
}

/// The elements of a set of every programme.
pub(crate) fn dots(db: &Connection, field: Field) -> Result<BTreeMap<Uuid, Vec<String>>, Error> {
    let sql =
        "SELECT DISTINCT row_id, element FROM set_dot WHERE tbl = ?1 AND field = ?2 ORDER BY row_id, element";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params![Table::Programme.number(), field.0], |row| {
        Ok((row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?))
    })?;
    let mut sets: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for pair in rows {
        let (row, element) = pair?;
        sets.entry(row).or_default().push(element);
    }
    Ok(sets)
}

/// Those of a set that this version knows.
pub(crate) fn words<T>(set: Option<&Vec<String>>, read: fn(&str) -> Option<T>) -> Vec<T> {
    set.map_or_else(Vec::new, |set| set.iter().filter_map(|code| read(code)).collect())
}

fn programmes(db: &Connection, narrow: &str, by: &dyn ToSql) -> Result<Vec<ProgrammeLine>, Error> {
    let (tags, fundings) = (dots(db, PROGRAMME.tags)?, dots(db, PROGRAMME.fundings)?);
    let sql = format!(
        "SELECT p.id, p.provider, coalesce(o.name, ''), coalesce(o.commune, ''), p.demo, p.name, p.kind, p.summary,
           p.min_age, p.max_age, p.next_start, p.places, p.status,
           (SELECT count(*) FROM referral r WHERE r.programme = p.id AND r.hidden = 0),
           p.source, p.source_key
         FROM programme p LEFT JOIN provider o ON o.id = p.provider
         WHERE p.removed = 0 AND {narrow} ORDER BY p.sort_name, p.ix LIMIT 1000"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let read = |row: &Row<'_>| {
        let id: Uuid = row.get(0)?;
        let kind = ProgrammeKind::from_code(&row.get::<_, String>(6)?).unwrap_or(ProgrammeKind::Training);
        let status = ProgrammeStatus::from_code(&row.get::<_, String>(12)?).unwrap_or(ProgrammeStatus::Open);
        Ok(ProgrammeLine {
            id: ProgrammeId(id),
            provider: ProviderId(row.get::<_, Option<Uuid>>(1)?.unwrap_or_default()),
            provider_name: row.get(2)?,
            commune: row.get(3)?,
            demo: row.get(4)?,
            what: ProgrammeDraft {
                name: row.get(5)?,
                kind,
                summary: row.get(7)?,
                min_age: row.get::<_, String>(8)?.parse().ok(),
                max_age: row.get::<_, String>(9)?.parse().ok(),
                next_start: row.get(10)?,
                places: row.get::<_, Option<i64>>(11)?.and_then(|places| places.try_into().ok()),
                status,
                tags: words(tags.get(&id), Tag::from_code),
                fundings: words(fundings.get(&id), Funding::from_code),
            },
            referrals: row.get(13)?,
            source: Some(ProgrammeSource { source: row.get(14)?, key: row.get(15)? })
                .filter(|source| !source.source.is_empty()),
        })
    };
    let rows = statement.query_map([by], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn provider(row: &Row<'_>) -> rusqlite::Result<ProviderLine> {
    Ok(ProviderLine {
        id: ProviderId(row.get("id")?),
        demo: row.get("demo")?,
        who: ProviderDraft {
            name: row.get("name")?,
            siret: row.get("siret")?,
            uai: row.get("uai")?,
            phone: row.get("phone")?,
            email: row.get("email")?,
            address_line: row.get("address_line")?,
            postal_code: row.get("postal_code")?,
            commune: row.get("commune")?,
            insee: row.get("insee")?,
            contact: row.get("contact")?,
            note: row.get("note")?,
        },
    })
}

impl Vault {
    /// The catalogue, by name; narrowed by words of the programme, its provider or its commune.
    pub fn programmes(&self, text: &str) -> Result<Vec<ProgrammeLine>, Error> {
        let words = prefixes(text);
        let narrow = if words.is_empty() {
            "?1 = ''"
        } else {
            "p.ix IN (SELECT rowid FROM programme_words WHERE programme_words MATCH ?1)"
        };
        self.read(|db| programmes(db, narrow, &words))
    }

    /// One programme.
    pub fn programme(&self, id: ProgrammeId) -> Result<ProgrammeLine, Error> {
        let found = self.read(|db| programmes(db, "p.id = ?1", &blob(&id.0)))?;
        found.into_iter().next().ok_or(Error::NotFound)
    }

    /// The programme that was made of an offer, the first where two laptops made one each.
    pub fn programme_of(&self, source: &ProgrammeSource) -> Result<Option<ProgrammeId>, Error> {
        self.read(|db| {
            let sql = "SELECT min(id) FROM programme WHERE source <> '' AND source = ?1 AND source_key = ?2 AND removed = 0";
            let mut statement = db.prepare_cached(sql)?;
            let found: Option<Uuid> = statement.query_row([&source.source, &source.key], |row| row.get(0))?;
            Ok(found.map(ProgrammeId))
        })
    }

    /// The providers, by name.
    pub fn providers(&self) -> Result<Vec<ProviderLine>, Error> {
        self.read(|db| {
            let sql = "SELECT * FROM provider WHERE removed = 0 ORDER BY sort_name, ix";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([], provider)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// One provider.
    pub fn provider(&self, id: ProviderId) -> Result<ProviderLine, Error> {
        self.read(|db| {
            let sql = "SELECT * FROM provider WHERE id = ?1 AND removed = 0";
            Ok(db.prepare_cached(sql)?.query_row([blob(&id.0)], provider)?)
        })
    }
}
