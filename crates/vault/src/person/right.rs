//! What people asked of their file by right, as the file and the list of open requests show it; and what keeping a file says.

use chrono::NaiveDate;
use passerelle_domain::id::{PersonId, RightsRequestId, rights_task_id};
use passerelle_domain::retention::{Keeping, Obstacle, Past, past, quiet_before};
use passerelle_domain::rights::{
    AskedBy, IdentityCheck, KeptRight, KeptTask, Limit, RightKind, RightOutcome, due_on, limits,
};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use ts_rs::TS;

use super::file::{list, word};
use super::of::Of;
use crate::derive::{ARCHIVED, LIMITED};
use crate::row::blob;
use crate::{Error, Vault};

/// A request with what became of it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RightView {
    pub id: RightsRequestId,
    pub person: PersonId,
    pub person_name: String,
    pub demo: bool,
    pub kind: Option<RightKind>,
    pub received_on: Option<NaiveDate>,
    pub asked_by: Option<AskedBy>,
    pub identity: Option<IdentityCheck>,
    pub asked: String,
    /// The last day for the answer.
    pub due_on: Option<NaiveDate>,
    pub extended_on: Option<NaiveDate>,
    pub extended_reason: String,
    /// None until it is answered.
    pub outcome: Option<RightOutcome>,
    pub answered_on: Option<NaiveDate>,
    pub answer_note: String,
    /// By it the use of the file is limited now.
    pub limit: Option<Limit>,
    pub lifted_on: Option<NaiveDate>,
    pub lifted_reason: String,
    /// The worker who wrote it down.
    pub author: String,
}

const RIGHT: &str = "r.id, p.id, trim(p.given_name || ' ' || p.family_name), p.demo, r.kind, r.received_on, r.asked_by,
    r.identity, r.asked, r.extended_on, r.extended_reason, r.outcome, r.answered_on, r.answer_note, r.lifted_on,
    r.lifted_reason, coalesce(w.name, '') FROM rights_request r JOIN person q ON q.id = r.person
    JOIN person p ON p.id = coalesce(q.merged_into, q.id) LEFT JOIN worker w ON w.id = r.author";

fn day(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<NaiveDate>> {
    Ok(row.get::<_, String>(at)?.parse().ok())
}

fn right(row: &Row<'_>) -> rusqlite::Result<RightView> {
    let kind = word(row, 4, RightKind::from_code)?;
    let received_on: Option<NaiveDate> = row.get(5)?;
    let (extended_on, outcome) = (day(row, 9)?, word(row, 11, RightOutcome::from_code)?);
    let lifted_on = day(row, 14)?;
    Ok(RightView {
        id: RightsRequestId(row.get(0)?),
        person: PersonId(row.get(1)?),
        person_name: row.get(2)?,
        demo: row.get(3)?,
        kind,
        received_on,
        asked_by: word(row, 6, AskedBy::from_code)?,
        identity: word(row, 7, IdentityCheck::from_code)?,
        asked: row.get(8)?,
        due_on: received_on.and_then(|on| due_on(on, extended_on.is_some())),
        extended_on,
        extended_reason: row.get(10)?,
        outcome,
        answered_on: day(row, 12)?,
        answer_note: row.get(13)?,
        limit: kind.and_then(|kind| limits(kind, outcome, lifted_on.is_some())),
        lifted_on,
        lifted_reason: row.get(15)?,
        author: row.get(16)?,
    })
}

/// The latest first.
pub(super) fn rights(db: &Connection, of: &Of) -> Result<Vec<RightView>, Error> {
    let sql = format!(
        "SELECT {RIGHT} WHERE r.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND r.removed = 0
         ORDER BY r.received_on DESC, r.id DESC"
    );
    list(db, &sql, of, right)
}

/// What was last decided of keeping a file.
#[derive(Clone, Debug, Serialize, TS)]
pub struct KeepingView {
    pub keeping: Option<Keeping>,
    pub on: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub reason: String,
    pub by: String,
}

/// A file past its day, with why, and what stands against erasing it without a second look.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PastFile {
    pub person: PersonId,
    pub name: String,
    pub demo: bool,
    pub referent: String,
    pub archived: bool,
    pub past: Past,
    pub obstacles: Vec<Obstacle>,
    /// What was decided before, if anything was.
    pub last: Option<KeepingView>,
}

/// Files past their day, those that wait longest first.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Review {
    pub total: u32,
    pub files: Vec<PastFile>,
}

const PAST: &str = "
    SELECT p.id, trim(p.given_name || ' ' || p.family_name), p.demo,
      coalesce((SELECT w.name FROM worker w WHERE w.id = p.referent), ''), p.aside, p.last_contact, p.quiet_since,
      c.keeping, c.on_day, c.until, coalesce(c.reason, ''),
      coalesce((SELECT w.name FROM worker w WHERE w.id = c.author), ''),
      EXISTS (SELECT 1 FROM rights_request r WHERE r.person = p.id AND r.removed = 0 AND r.outcome = ''),
      EXISTS (SELECT 1 FROM referral f WHERE f.person = p.id AND f.hidden = 0
        AND f.state IN ('sent', 'received', 'in_review', 'waitlisted', 'accepted', 'started')),
      (SELECT max(k.until) FROM retention_choice k WHERE k.person = p.id AND k.removed = 0 AND k.keeping = 'keep'),
      EXISTS (SELECT 1 FROM fund_participation t JOIN fund_operation o ON o.id = t.operation
        WHERE t.person = p.id AND t.removed = 0 AND o.removed = 0 AND coalesce(o.kept_until, o.until_on) >= ?2)
    FROM person p LEFT JOIN retention_choice c ON c.ix = (
      SELECT x.ix FROM retention_choice x WHERE x.person = p.id AND x.removed = 0
      ORDER BY x.on_day DESC, x.at DESC, x.id DESC LIMIT 1)
    WHERE p.away = 0 AND p.quiet_since <> '' AND p.quiet_since < ?1
    ORDER BY p.quiet_since, p.ix";

fn past_file(row: &Row<'_>, today: NaiveDate) -> rusqlite::Result<Option<PastFile>> {
    let (contact, quiet, aside) = (day(row, 5)?, day(row, 6)?, row.get::<_, u8>(4)?);
    let kept: Option<NaiveDate> = row.get(14)?;
    let Some(past) = past(contact, quiet, kept, today) else { return Ok(None) };
    let mut obstacles = Vec::new();
    obstacles.extend(row.get::<_, bool>(12)?.then_some(Obstacle::RightOpen));
    obstacles.extend((aside & LIMITED != 0).then_some(Obstacle::Limited));
    obstacles.extend(row.get::<_, bool>(13)?.then_some(Obstacle::ReferralOpen));
    obstacles.extend(row.get::<_, bool>(15)?.then_some(Obstacle::FundAccounts));
    let on: Option<NaiveDate> = row.get(8)?;
    let last = KeepingView {
        keeping: word(row, 7, Keeping::from_code)?,
        on,
        until: row.get(9)?,
        reason: row.get(10)?,
        by: row.get(11)?,
    };
    Ok(Some(PastFile {
        person: PersonId(row.get(0)?),
        name: row.get(1)?,
        demo: row.get(2)?,
        referent: row.get(3)?,
        archived: aside & ARCHIVED != 0,
        past,
        obstacles,
        last: on.map(|_| last),
    }))
}

/// Who stands aside, for the screen that brings them back.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AsideFile {
    pub person: PersonId,
    pub name: String,
    pub demo: bool,
    pub archived: bool,
    pub limited: bool,
}

impl Vault {
    /// The requests that have no answer, the first due on top; then those by which a file is limited now.
    pub fn open_rights(&self) -> Result<Vec<RightView>, Error> {
        self.read(|db| {
            let sql = format!(
                "SELECT {RIGHT} WHERE r.removed = 0 AND p.removed = 0 AND (r.outcome = '' OR
                   (r.kind IN ('limitation', 'objection') AND r.outcome IN ('granted', 'partly') AND r.lifted_on = ''))
                 ORDER BY r.outcome <> '', r.received_on, r.id"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map([], right)?;
            let mut found: Vec<RightView> = rows.collect::<Result<_, _>>()?;
            found.sort_by_key(|right| (right.outcome.is_some(), right.due_on));
            Ok(found)
        })
    }

    /// A request as decisions on it are made from. [`Error::NotFound`] when there is none of this id or it was taken out.
    pub fn right(&self, id: RightsRequestId) -> Result<KeptRight, Error> {
        self.read(|db| {
            let sql = "SELECT person, kind, received_on, extended_on, extended_reason, outcome, answered_on, answer_note,
                         lifted_on, lifted_reason FROM rights_request WHERE id = ?1 AND removed = 0 AND person IS NOT NULL";
            let mut kept = db.prepare_cached(sql)?.query_row([blob(&id.0)], |row| {
                Ok(KeptRight {
                    id,
                    person: PersonId(row.get(0)?),
                    kind: word(row, 1, RightKind::from_code)?,
                    received_on: row.get(2)?,
                    extension: (row.get(3)?, row.get(4)?),
                    answer: (row.get(5)?, row.get(6)?, row.get(7)?),
                    lifted: (row.get(8)?, row.get(9)?),
                    task: None,
                })
            })?;
            let sql = "SELECT due_on, done_on, removed FROM task WHERE id = ?1";
            let task = rights_task_id(id).0;
            let read = |row: &Row<'_>| {
                Ok(KeptTask { due_on: row.get(0)?, done_on: row.get(1)?, removed: row.get(2)? })
            };
            kept.task = db.prepare_cached(sql)?.query_row([blob(&task)], read).optional()?;
            Ok(kept)
        })
    }

    /// How the use of a file is limited and whether it was put away: `(archived, limited)`, of the file a person is shown in.
    pub fn aside(&self, person: PersonId) -> Result<(bool, bool), Error> {
        self.read(|db| {
            let sql = "SELECT r.aside FROM person p JOIN person r ON r.id = coalesce(p.merged_into, p.id) WHERE p.id = ?1";
            let aside: Option<u8> =
                db.prepare_cached(sql)?.query_row([blob(&person.0)], |row| row.get(0)).optional()?;
            let aside = aside.unwrap_or_default();
            Ok((aside & ARCHIVED != 0, aside & LIMITED != 0))
        })
    }

    /// Files past their day by the rule in force and not kept by a decision, at most so many of them. Nothing is erased by it.
    pub fn review(&self, today: NaiveDate, limit: u32) -> Result<Review, Error> {
        let Some(before) = quiet_before(today) else { return Ok(Review { total: 0, files: Vec::new() }) };
        self.read(|db| {
            let mut statement = db.prepare_cached(PAST)?;
            let rows =
                statement.query_map(params![before.to_string(), today], |row| past_file(row, today))?;
            let mut files: Vec<PastFile> = rows.filter_map(Result::transpose).collect::<Result<_, _>>()?;
            let total = u32::try_from(files.len()).unwrap_or(u32::MAX);
            files.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            Ok(Review { total, files })
        })
    }

    /// Everybody whose file stands aside, by name.
    pub fn aside_files(&self) -> Result<Vec<AsideFile>, Error> {
        self.read(|db| {
            let sql = "SELECT id, trim(given_name || ' ' || family_name), demo, aside FROM person
                       WHERE aside > 0 AND away = 0 ORDER BY sort_name, ix";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| {
                let aside: u8 = row.get(3)?;
                Ok(AsideFile {
                    person: PersonId(row.get(0)?),
                    name: row.get(1)?,
                    demo: row.get(2)?,
                    archived: aside & ARCHIVED != 0,
                    limited: aside & LIMITED != 0,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
