//! Operations of the European Social Fund Plus and who takes part in them. What was asked there is read here alone: no other
//! question of the vault names its table, but for the copy a person has a right to, the export and erasing.

mod kept;
mod read;
mod view;

pub(crate) use kept::FundFacts;
pub use view::{
    FundChoice, FundLine, FundOfPerson, FundOperationFile, FundOperationLine, FundPage,
    FundParticipationView, FundRecord,
};

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use passerelle_domain::fund::column::FundColumn;
use passerelle_domain::fund::operation::FundOperationDraft;
use passerelle_domain::fund::taking_part::{KeptFundTask, KeptParticipation};
use passerelle_domain::fund::{EsfReport, FundList, Participant, completeness, missing, owed, participants};
use passerelle_domain::id::{
    FundOperationId, FundParticipationId, PersonId, fund_participation_id, fund_task_id,
};
use passerelle_domain::situation::Occasion;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use uuid::Uuid;

use crate::person::{Columns, PersonLine, by_number};
use crate::row::blob;
use crate::{Error, Vault};
use read::{Stay, operation, participation};

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn people(stays: &[Stay], today: NaiveDate) -> Vec<Participant<i64>> {
    let what: Vec<_> = stays.iter().map(|stay| stay.what).collect();
    participants(&what, today).0
}

/// The stay of each of these people that their entry is of.
fn entries<'s>(stays: &'s [Stay], of: &[Participant<i64>]) -> HashMap<i64, &'s Stay> {
    let asked: HashSet<i64> = of.iter().map(|who| who.person).collect();
    let mut first: HashMap<i64, &Stay> = HashMap::with_capacity(asked.len());
    for stay in stays.iter().filter(|stay| asked.contains(&stay.what.person)) {
        let kept = first.entry(stay.what.person).or_insert(stay);
        if stay.what.entered_on < kept.what.entered_on {
            *kept = stay;
        }
    }
    first
}

/// In the order of names.
fn by_name(found: &mut [Participant<i64>], columns: &Columns) {
    let ranks = columns.ranks();
    found.sort_by_cached_key(|who| (ranks.get(&who.person).copied().unwrap_or(u32::MAX), who.person));
}

fn line(
    who: &Participant<i64>,
    stay: &Stay,
    person: PersonLine,
    what: &FundOperationDraft,
    today: NaiveDate,
) -> FundLine {
    FundLine {
        participation: stay.id,
        person,
        entered_on: who.entered_on,
        left_on: who.left_on,
        missing: missing(who, today),
        owed: owed(who, today),
        outside: what.outside(&who.entry, who.entered_on, stay.in_qpv),
    }
}

fn one_operation(db: &Connection, id: FundOperationId) -> Result<read::Operation, Error> {
    let sql = "SELECT * FROM fund_operation WHERE id = ?1 AND removed = 0";
    Ok(db.prepare_cached(sql)?.query_row([blob(&id.0)], operation)?)
}

fn tasks(db: &Connection, id: FundParticipationId) -> Result<Vec<KeptFundTask>, Error> {
    let mut found = Vec::new();
    let mut statement = db.prepare_cached("SELECT due_on, done_on, removed FROM task WHERE id = ?1")?;
    for occasion in [Occasion::Exit4w, Occasion::Exit6m] {
        let task = fund_task_id(id, occasion.code()).0;
        let read = |row: &Row<'_>| {
            Ok(KeptFundTask { occasion, due_on: row.get(0)?, done_on: row.get(1)?, removed: row.get(2)? })
        };
        found.extend(statement.query_row([blob(&task)], read).optional()?);
    }
    Ok(found)
}

const VIEW: &str = "SELECT s.*, k.id AS shown, trim(k.given_name || ' ' || k.family_name) AS person_name,
      k.qpv AS person_qpv, k.residence_answer AS person_answer, k.aside AS person_aside, o.name AS operation_name
    FROM fund_participation s JOIN person p ON p.id = s.person JOIN person k ON k.id = coalesce(p.merged_into, p.id)
    JOIN fund_operation o ON o.id = s.operation
    WHERE s.removed = 0 AND o.removed = 0 AND k.removed = 0 AND s.entered_on IS NOT NULL";

impl Vault {
    /// Operations that go on first, the one that ends soonest on top, then those that are over; each with how complete its
    /// participants are.
    pub fn fund_operations(&self, today: NaiveDate) -> Result<Vec<FundOperationLine>, Error> {
        self.read_fund(|db, facts| {
            let mut statement = db.prepare_cached(
                "SELECT * FROM fund_operation WHERE removed = 0 AND from_on IS NOT NULL AND until_on IS NOT NULL
                 ORDER BY until_on, name, ix",
            )?;
            let found: Vec<read::Operation> =
                statement.query_map([], operation)?.collect::<Result<_, _>>()?;
            facts.know(db, &found.iter().map(|kept| kept.id).collect::<Vec<_>>())?;
            let mut lines: Vec<_> = found
                .into_iter()
                .map(|kept| {
                    let found = people(facts.known(kept.id), today);
                    let warns_from = kept.what.warns_from();
                    FundOperationLine {
                        id: kept.id,
                        demo: kept.demo,
                        name: kept.what.name,
                        number: kept.what.number,
                        from: kept.what.from,
                        until: kept.what.until,
                        warns_from,
                        completeness: completeness(&found, warns_from, today),
                    }
                })
                .collect();
            lines.sort_by_key(|line| line.until < today);
            Ok(lines)
        })
    }

    /// An operation as decisions on it are made from. [`Error::NotFound`] where it is not there or was taken out.
    pub fn fund_operation_kept(
        &self,
        id: FundOperationId,
    ) -> Result<(FundOperationDraft, Vec<FundColumn>), Error> {
        self.read(|db| one_operation(db, id).map(|kept| (kept.what, kept.columns)))
    }

    /// One operation with its indicators. [`Error::NotFound`] where it is not there or was taken out.
    pub fn fund_operation(&self, id: FundOperationId, today: NaiveDate) -> Result<FundOperationFile, Error> {
        self.read_fund(|db, facts| {
            let kept = one_operation(db, id)?;
            let rows: Vec<_> = facts.stays(db, id)?.iter().map(|stay| stay.what).collect();
            let (found, too_short) = participants(&rows, today);
            let report = EsfReport::of(&found, too_short, kept.what.warns_from(), today);
            let owing = found.iter().filter(|who| !owed(who, today).is_empty()).count();
            let (columns, demo, what) = (kept.columns, kept.demo, kept.what);
            Ok(FundOperationFile { id, demo, what, columns, report, owed: number(owing) })
        })
    }

    /// A window on a list of participants, by name.
    pub fn fund_people(
        &self,
        id: FundOperationId,
        list: FundList,
        (offset, limit): (u32, u32),
        today: NaiveDate,
    ) -> Result<FundPage, Error> {
        self.read_fund_people(|db, facts, columns| {
            let kept = one_operation(db, id)?;
            let stays = facts.stays(db, id)?;
            let mut found = people(stays, today);
            found.retain(|who| list.has(who, today));
            by_name(&mut found, columns);
            let total = number(found.len());
            let window: Vec<_> = found.into_iter().skip(offset as usize).take(limit as usize).collect();
            let first = entries(stays, &window);
            let numbers: Vec<i64> = window.iter().map(|who| who.person).collect();
            let names = by_number(db, &numbers, today)?;
            let line = |who: &Participant<i64>| {
                let (stay, person) = (first.get(&who.person)?, names.get(&who.person)?);
                Some(line(who, stay, person.clone(), &kept.what, today))
            };
            Ok(FundPage { total, lines: window.iter().filter_map(line).collect() })
        })
    }

    /// The participants of an operation with their files, by name: all, or so many of them.
    pub fn fund_records(
        &self,
        id: FundOperationId,
        limit: u32,
        today: NaiveDate,
    ) -> Result<Vec<FundRecord>, Error> {
        self.read_fund_people(|db, facts, columns| {
            one_operation(db, id)?;
            let stays = facts.stays(db, id)?;
            let mut found = people(stays, today);
            by_name(&mut found, columns);
            found.truncate(limit as usize);
            let first = entries(stays, &found);
            let mut files = read::files(db, found.iter().map(|who| who.person))?;
            let record = |participant: Participant<i64>| {
                let (person, who) = files.remove(&participant.person)?;
                let left_reason = first.get(&participant.person).and_then(|stay| stay.left_reason);
                Some(FundRecord { person, who, participant, left_reason })
            };
            Ok(found.into_iter().filter_map(record).collect())
        })
    }

    /// A participation as decisions on it are made from. [`Error::NotFound`] where it is not there or was taken out.
    pub fn fund_participation(&self, id: FundParticipationId) -> Result<KeptParticipation, Error> {
        let kept = self.read(|db| kept(db, id))?;
        kept.filter(|kept| !kept.removed).ok_or(Error::NotFound)
    }

    /// What is kept of a person in an operation, taken out or not.
    pub fn fund_joined(
        &self,
        operation: FundOperationId,
        person: PersonId,
    ) -> Result<Option<KeptParticipation>, Error> {
        self.read(|db| kept(db, fund_participation_id(operation, person)))
    }

    /// One participation as it is shown. [`Error::NotFound`] where it is not there or was taken out.
    pub fn fund_view(
        &self,
        id: FundParticipationId,
        today: NaiveDate,
    ) -> Result<FundParticipationView, Error> {
        self.read(|db| {
            let sql = format!("{VIEW} AND s.id = ?1");
            let found = db.prepare_cached(&sql)?.query_row([blob(&id.0)], read::view)?;
            let kept = one_operation(db, found.operation)?;
            Ok(shown(found, &kept.what, today))
        })
    }

    /// What a person's file shows of the fund.
    pub fn fund_of_person(&self, person: PersonId, today: NaiveDate) -> Result<FundOfPerson, Error> {
        self.read(|db| {
            let sql = format!("{VIEW} AND (p.id = ?1 OR p.merged_into = ?1) ORDER BY s.entered_on DESC, s.ix DESC");
            let mut statement = db.prepare_cached(&sql)?;
            let found: Vec<read::View> =
                statement.query_map([blob(&person.0)], read::view)?.collect::<Result<_, _>>()?;
            let mut statement = db.prepare_cached(
                "SELECT * FROM fund_operation WHERE removed = 0 AND from_on IS NOT NULL AND until_on IS NOT NULL
                 ORDER BY until_on, name, ix",
            )?;
            let operations: Vec<read::Operation> =
                statement.query_map([], operation)?.collect::<Result<_, _>>()?;
            let inside = |id: FundOperationId| {
                found.iter().any(|view| view.operation == id && view.what.left_on.is_none())
            };
            let open = operations
                .iter()
                .filter(|kept| kept.what.until >= today && kept.what.from <= today && !inside(kept.id))
                .map(|kept| FundChoice {
                    id: kept.id,
                    name: kept.what.name.clone(),
                    from: kept.what.from,
                    until: kept.what.until,
                })
                .collect();
            let of = |id: FundOperationId| operations.iter().find(|kept| kept.id == id);
            let participations = found
                .into_iter()
                .filter_map(|view| Some(shown(view.clone(), &of(view.operation)?.what, today)))
                .collect();
            Ok(FundOfPerson { participations, open })
        })
    }

    /// The row of an operation, taken out or not: who takes part is in their own history.
    pub fn fund_rows(&self, id: FundOperationId) -> Result<BTreeSet<Uuid>, Error> {
        self.read(|db| {
            let sql = "SELECT id FROM fund_operation WHERE id = ?1";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(params![blob(&id.0)], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

fn kept(db: &Connection, id: FundParticipationId) -> Result<Option<KeptParticipation>, Error> {
    let sql =
        "SELECT * FROM fund_participation WHERE id = ?1 AND person IS NOT NULL AND operation IS NOT NULL";
    let read = |row: &Row<'_>| {
        Ok(KeptParticipation {
            id,
            person: PersonId(row.get("person")?),
            operation: FundOperationId(row.get("operation")?),
            what: participation(row)?,
            removed: row.get("removed")?,
            tasks: Vec::new(),
        })
    };
    let found = db.prepare_cached(sql)?.query_row([blob(&id.0)], read).optional()?;
    let Some(mut found) = found else { return Ok(None) };
    found.tasks = tasks(db, id)?;
    Ok(Some(found))
}

fn shown(view: read::View, what: &FundOperationDraft, today: NaiveDate) -> FundParticipationView {
    let stay = view.what.participation((), view.asked);
    let (found, _) = participants(&[stay], today);
    let counts = !found.is_empty();
    // What is missing is said from the first day on, though a day makes no participant yet.
    let who = Participant {
        person: (),
        entered_on: stay.entered_on,
        left_on: stay.left_on,
        entry: stay.entry,
        exit: stay.exit,
        later: stay.later,
    };
    FundParticipationView {
        id: view.id,
        person: view.person,
        person_name: view.person_name,
        operation: view.operation,
        operation_name: view.operation_name,
        missing: missing(&who, today),
        owed: owed(&who, today),
        outside: what.outside(&who.entry, who.entered_on, view.in_qpv),
        what: view.what,
        counts,
        limited: view.limited,
    }
}
