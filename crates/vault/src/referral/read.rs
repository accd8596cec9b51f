//! What is asked of referrals: their facts for the domain, their lines for the screens.

use chrono::NaiveDate;
use passerelle_domain::agreement::GivenBy;
use passerelle_domain::id::{CheckId, PersonId, ProgrammeId, ProviderId, ReferralId, TransitionId};
use passerelle_domain::person::birth::Birth;
use passerelle_domain::programme::{ProgrammeKind, ProgrammeStatus};
use passerelle_domain::referral::{
    AgreementState, Allowed, Check, CheckKind, DueKind, Facts, Presence, Reason, State, Transition, Warning,
    allowed, warnings,
};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::row::blob;
use crate::{Error, Vault};

/// What a referral waits for, and since when it is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DueView {
    pub kind: DueKind,
    pub on: NaiveDate,
    /// Days past the due date; 0 when it is not late. An ending that asks "and now?" is never late.
    pub late_days: u32,
}

/// One card of the board, one line of the table.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ReferralLine {
    pub id: ReferralId,
    pub person: PersonId,
    pub person_name: String,
    pub programme: ProgrammeId,
    pub programme_name: String,
    pub programme_kind: Option<ProgrammeKind>,
    pub provider_name: String,
    pub state: State,
    pub since: Option<NaiveDate>,
    pub disputed: bool,
    pub due: Option<DueView>,
    /// It ended otherwise than well, and nobody has said yet what comes next.
    pub and_now: bool,
    pub demo: bool,
}

/// Which referrals; what is left empty does not narrow.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct BoardFilter {
    pub state: Option<State>,
    /// Only those whose due date has passed; an ending that asks "and now?" has none to pass.
    pub late: bool,
    /// Only those that still wait for something.
    pub open: bool,
    pub programme: Option<ProgrammeId>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ReferralPage {
    pub total: u32,
    pub lines: Vec<ReferralLine>,
}

/// One referral opened.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ReferralFile {
    pub line: ReferralLine,
    pub provider: ProviderId,
    pub wish: String,
    pub session_start: Option<NaiveDate>,
    pub session_end: Option<NaiveDate>,
    pub minor: Option<bool>,
    pub agreement: AgreementState,
    pub transitions: Vec<Transition>,
    pub checks: Vec<Check>,
    pub allowed: Vec<Allowed>,
    pub warnings: Vec<Warning>,
}

pub(crate) const LINE: &str = "r.id, p.id, trim(p.given_name || ' ' || p.family_name), r.programme,
    coalesce(g.name, ''), coalesce(g.kind, ''), coalesce(o.name, ''), r.state, r.since, r.disputed, r.due_kind, r.due_on,
    p.demo
    FROM referral r JOIN person q ON q.id = r.person JOIN person p ON p.id = coalesce(q.merged_into, q.id)
    LEFT JOIN programme g ON g.id = r.programme LEFT JOIN provider o ON o.id = g.provider";

pub(crate) fn referral_line(row: &Row<'_>, today: NaiveDate) -> rusqlite::Result<ReferralLine> {
    let kind = DueKind::from_code(&row.get::<_, String>(10)?);
    let on = row.get::<_, String>(11)?.parse::<NaiveDate>().ok();
    let late = |kind: DueKind, on: NaiveDate| match kind {
        DueKind::AndNow => 0,
        _ => u32::try_from((today - on).num_days().max(0)).unwrap_or(u32::MAX),
    };
    Ok(ReferralLine {
        id: ReferralId(row.get(0)?),
        person: PersonId(row.get(1)?),
        person_name: row.get(2)?,
        programme: ProgrammeId(row.get::<_, Option<Uuid>>(3)?.unwrap_or_default()),
        programme_name: row.get(4)?,
        programme_kind: ProgrammeKind::from_code(&row.get::<_, String>(5)?),
        provider_name: row.get(6)?,
        state: State::from_code(&row.get::<_, String>(7)?).unwrap_or(State::Draft),
        since: row.get::<_, String>(8)?.parse().ok(),
        disputed: row.get(9)?,
        due: kind.zip(on).map(|(kind, on)| DueView { kind, on, late_days: late(kind, on) }),
        and_now: kind == Some(DueKind::AndNow),
        demo: row.get(12)?,
    })
}

fn transitions(db: &Connection, id: &Uuid) -> Result<Vec<Transition>, Error> {
    let sql = "SELECT id, from_state, to_state, on_day, at, reason, note FROM transition
               WHERE referral = ?1 AND undone = 0
               ORDER BY on_day, at, id";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([blob(id)], |row| transition(row, 0))?;
    Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
}

/// A move whose columns begin at one; none where this version does not know what it says.
pub(crate) fn transition(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Transition>> {
    let state = |at: usize| Ok::<_, rusqlite::Error>(State::from_code(&row.get::<_, String>(first + at)?));
    let (from, to, on) = (state(1)?, state(2)?, row.get::<_, Option<NaiveDate>>(first + 3)?);
    let reason = Reason::from_code(&row.get::<_, String>(first + 5)?);
    let (id, at, note) = (TransitionId(row.get(first)?), row.get(first + 4)?, row.get(first + 6)?);
    Ok(from.zip(to).zip(on).map(|((from, to), on)| Transition { id, from, to, on, at, reason, note }))
}

fn checks(db: &Connection, id: &Uuid) -> Result<Vec<Check>, Error> {
    let sql = "SELECT kind, on_day, present, note, id, at FROM referral_check
               WHERE referral = ?1 AND undone = 0
               ORDER BY on_day, at, id";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([blob(id)], |row| {
        let kind = CheckKind::from_code(&row.get::<_, String>(0)?);
        let on: Option<NaiveDate> = row.get(1)?;
        let present = Presence::from_code(&row.get::<_, String>(2)?).unwrap_or(Presence::Unknown);
        let (note, id, at) = (row.get(3)?, CheckId(row.get(4)?), row.get(5)?);
        Ok(kind.zip(on).map(|(kind, on)| Check { id, kind, on, at, present, note }))
    })?;
    Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
}

fn agreement(db: &Connection, person: &Uuid, provider: &Uuid) -> Result<AgreementState, Error> {
    let sql = "SELECT given_by, withdrawn_on IS NOT NULL FROM agreement
               WHERE person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND provider = ?2 AND removed = 0";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([blob(person), blob(provider)], |row| {
        Ok((GivenBy::from_code(&row.get::<_, String>(0)?), row.get::<_, bool>(1)?))
    })?;
    let given = rows.collect::<Result<Vec<_>, _>>()?;
    let stands = |by: GivenBy| given.iter().any(|(of, withdrawn)| *of == Some(by) && !withdrawn);
    let both = stands(GivenBy::Both);
    let (person, representative) = (both || stands(GivenBy::Person), both || stands(GivenBy::Representative));
    Ok(match (person, representative) {
        (true, true) => AgreementState::PersonAndRepresentative,
        (true, false) => AgreementState::Person,
        (false, true) => AgreementState::Representative,
        (false, false) if given.is_empty() => AgreementState::None,
        (false, false) => AgreementState::Withdrawn,
    })
}

struct Head {
    person: Uuid,
    provider: Uuid,
    birth: String,
    wish: String,
    removed: bool,
}

fn head(db: &Connection, id: &Uuid) -> Result<Option<(Head, Facts)>, Error> {
    let sql = "SELECT coalesce(p.id, r.person), g.provider, p.birth, r.wish, g.kind, r.session_start, r.session_end, g.status, g.name,
                 coalesce(o.name, ''), coalesce(r.proposed_on,
                 iif(c.person = r.person OR coalesce(s.merged_into, s.id) = p.id, c.opened_on, NULL)), r.and_now_settled_on, g.removed, r.removed
               FROM referral r LEFT JOIN person q ON q.id = r.person
               LEFT JOIN person p ON p.id = coalesce(q.merged_into, q.id) LEFT JOIN programme g ON g.id = r.programme
               LEFT JOIN provider o ON o.id = g.provider
               LEFT JOIN case_file c ON c.id = r.case_file LEFT JOIN person s ON s.id = c.person
               WHERE r.id = ?1";
    let read = |row: &Row<'_>| {
        let text =
            |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(at)?.unwrap_or_default());
        let head = Head {
            person: row.get::<_, Option<Uuid>>(0)?.unwrap_or_default(),
            provider: row.get::<_, Option<Uuid>>(1)?.unwrap_or_default(),
            birth: text(2)?,
            wish: text(3)?,
            removed: row.get(13)?,
        };
        let removed = row.get::<_, Option<bool>>(12)?.unwrap_or(false);
        let facts = Facts {
            id: ReferralId(*id),
            person: PersonId(head.person),
            transitions: Vec::new(),
            checks: Vec::new(),
            kind: text(4)?,
            session_start: row.get(5)?,
            session_end: row.get(6)?,
            programme_open: text(7)? == ProgrammeStatus::Open.code() && !removed,
            programme_name: text(8)?,
            provider_name: text(9)?,
            created_on: row.get::<_, Option<NaiveDate>>(10)?.unwrap_or_default(),
            agreement: AgreementState::None,
            minor: None,
            and_now_settled_on: row.get(11)?,
        };
        Ok((head, facts))
    };
    Ok(db.prepare_cached(sql)?.query_row([blob(id)], read).optional()?)
}

fn complete(db: &Connection, head: &Head, facts: &mut Facts, today: Option<NaiveDate>) -> Result<(), Error> {
    facts.transitions = transitions(db, &facts.id.0)?;
    facts.checks = checks(db, &facts.id.0)?;
    facts.agreement = agreement(db, &head.person, &head.provider)?;
    facts.minor = today.and_then(|today| Birth::parse(&head.birth).ok()?.is_minor_on(today));
    Ok(())
}

/// The facts of a referral, without what depends on the day.
pub fn facts_of(db: &Connection, id: Uuid) -> Result<Option<Facts>, Error> {
    let Some((head, mut facts)) = head(db, &id)? else { return Ok(None) };
    complete(db, &head, &mut facts, None)?;
    Ok(Some(facts))
}

/// The same for those who work with it: one that was taken out is not there.
fn standing_head(db: &Connection, id: ReferralId) -> Result<(Head, Facts), Error> {
    head(db, &id.0)?.filter(|(head, _)| !head.removed).ok_or(Error::NotFound)
}

fn open(db: &Connection, id: ReferralId, today: NaiveDate) -> Result<ReferralFile, Error> {
    let (head, mut facts) = standing_head(db, id)?;
    complete(db, &head, &mut facts, Some(today))?;
    let sql = format!("SELECT {LINE} WHERE r.id = ?1");
    let line = db.prepare_cached(&sql)?.query_row([blob(&id.0)], |row| referral_line(row, today))?;
    Ok(ReferralFile {
        line,
        provider: ProviderId(head.provider),
        wish: head.wish,
        session_start: facts.session_start,
        session_end: facts.session_end,
        minor: facts.minor,
        agreement: facts.agreement,
        allowed: allowed(&facts),
        warnings: warnings(&facts, today),
        transitions: facts.transitions,
        checks: facts.checks,
    })
}

fn board(
    db: &Connection,
    filter: &BoardFilter,
    window: (u32, u32),
    today: NaiveDate,
) -> Result<ReferralPage, Error> {
    let mut sql = "r.hidden = 0".to_owned();
    let mut values: Vec<Sql> = Vec::new();
    if let Some(state) = filter.state {
        sql.push_str(" AND r.state = ?");
        values.push(Sql::Text(state.code().to_owned()));
    }
    if filter.late {
        sql.push_str(" AND r.due_on <> '' AND r.due_kind <> 'and_now' AND r.due_on < ?");
        values.push(Sql::Text(today.to_string()));
    }
    if filter.open {
        // Said twice: the first for the index of what is due, the second for the order of the index of a state.
        sql.push_str(" AND r.due_on <> '' AND (r.due_on = '') = 0");
    }
    if let Some(programme) = filter.programme {
        sql.push_str(" AND r.programme = ?");
        values.push(Sql::Blob(programme.0.as_bytes().to_vec()));
    }
    // Counted from the index of what is late, whose first term is this one; the page comes in the order of another.
    let counted = if filter.late { " AND (r.due_kind = 'finish_draft') IN (0, 1)" } else { "" };
    let total = db
        .prepare_cached(&format!("SELECT count(*) FROM referral r WHERE {sql}{counted}"))?
        .query_row(params_from_iter(values.iter()), |row| row.get(0))?;
    let (offset, limit) = (window.0, window.1.min(500));
    // What waits for nothing comes last; where none of it is left, the shorter order is the index's own.
    let order = if filter.late || filter.open { "r.due_on, r.ix" } else { "r.due_on = '', r.due_on, r.ix" };
    let page = format!("SELECT {LINE} WHERE {sql} ORDER BY {order} LIMIT {limit} OFFSET {offset}");
    let mut statement = db.prepare_cached(&page)?;
    let rows = statement.query_map(params_from_iter(values.iter()), |row| referral_line(row, today))?;
    Ok(ReferralPage { total, lines: rows.collect::<Result<_, _>>()? })
}

impl Vault {
    /// The facts a move is decided from, on that day.
    pub fn referral_facts(&self, id: ReferralId, today: NaiveDate) -> Result<Facts, Error> {
        self.read(|db| {
            let (head, mut facts) = standing_head(db, id)?;
            complete(db, &head, &mut facts, Some(today))?;
            Ok(facts)
        })
    }

    /// One referral with its moves, its agreement and what may come next.
    pub fn referral(&self, id: ReferralId, today: NaiveDate) -> Result<ReferralFile, Error> {
        self.read(|db| open(db, id, today))
    }

    /// A page of referrals, what is due first at the top.
    pub fn referrals(
        &self,
        filter: &BoardFilter,
        offset: u32,
        limit: u32,
        today: NaiveDate,
    ) -> Result<ReferralPage, Error> {
        self.read(|db| board(db, filter, (offset, limit), today))
    }
}
