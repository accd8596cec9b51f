//! What residents were asked, said and got: the list, one consultation with all that hangs on it, and whether a text names
//! somebody whose file is kept here.

mod read;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use passerelle_domain::change::{CONSULTATION, Table};
use passerelle_domain::consultation::follow_up::FollowUpDraft;
use passerelle_domain::consultation::naming::full_names;
use passerelle_domain::consultation::owed::{self, Owed};
use passerelle_domain::consultation::proposal::{InstitutionAnswer, ProposalDraft};
use passerelle_domain::consultation::public::{self, PublicOpinions, PublicPresent};
use passerelle_domain::consultation::{ConsultationDraft, ConsultationKind};
use passerelle_domain::id::{ConsultationId, FollowUpId, PersonId, ProposalId};
use rusqlite::{Connection, Row, params};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;
use uuid::Uuid;

use crate::row::blob;
use crate::{Error, Vault};

/// One consultation in the list.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ConsultationLine {
    pub id: ConsultationId,
    pub demo: bool,
    pub kind: ConsultationKind,
    pub question: String,
    pub held_on: NaiveDate,
    pub place: String,
    pub qpvs: Vec<String>,
    /// How many were there; none where nobody counted.
    pub total: Option<u16>,
    pub proposals: u32,
    /// Those of them that the institution has answered, were it to say that it studies them.
    pub answered: u32,
    /// What residents are owed first.
    pub owed: Option<Owed>,
}

/// What was proposed, with what became of it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ProposalLine {
    pub id: ProposalId,
    pub what: ProposalDraft,
    /// The opinions as residents read them.
    pub public_opinions: PublicOpinions,
    pub answer: Option<InstitutionAnswer>,
    pub owed: Option<Owed>,
}

/// One line of what follows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FollowUpLine {
    pub id: FollowUpId,
    pub what: FollowUpDraft,
    pub owed: Option<Owed>,
}

/// One consultation in full.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ConsultationFile {
    pub id: ConsultationId,
    pub demo: bool,
    pub what: ConsultationDraft,
    /// Who was there as residents read it.
    pub public: PublicPresent,
    /// In the order in which they were written down.
    pub proposals: Vec<ProposalLine>,
    pub follow_ups: Vec<FollowUpLine>,
    /// What residents are owed first.
    pub owed: Option<Owed>,
}

/// Somebody whose full name stands in a text.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Named {
    pub person: PersonId,
    pub name: String,
}

/// Consultations that are listed at most, the latest.
const LISTED: u32 = 500;

/// A proposal with the consultation that it was made on, and its own.
struct Hanging<T> {
    on: ConsultationId,
    line: T,
}

fn proposals(db: &Connection, of: &[Uuid]) -> Result<Vec<Hanging<ProposalLine>>, Error> {
    let sql = "SELECT p.consultation, p.id, p.what, p.theme, p.in_favour, p.against, p.no_opinion,
                 p.answer_kind, p.answer_by, p.answer_on, p.answer_reason, p.answer_follows, p.answer_due_on
               FROM json_each(?1) f CROSS JOIN proposal p ON p.consultation = unhex(f.value)
               WHERE p.removed = 0 ORDER BY f.key, p.ix";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([hexed(of)], |row| {
        let what = read::proposal(row)?;
        let line = ProposalLine {
            id: ProposalId(row.get(1)?),
            public_opinions: public::opinions(&what.opinions),
            what,
            answer: read::answer(row)?,
            owed: None,
        };
        Ok(Hanging { on: ConsultationId(row.get(0)?), line })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn follow_ups(db: &Connection, of: &[Uuid], today: NaiveDate) -> Result<Vec<Hanging<FollowUpLine>>, Error> {
    let sql = "SELECT u.consultation, u.id, u.proposal, u.on_day, u.what, u.done
               FROM json_each(?1) f CROSS JOIN follow_up u ON u.consultation = unhex(f.value)
               WHERE u.removed = 0 AND u.on_day IS NOT NULL ORDER BY f.key, u.ix";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([hexed(of)], |row| {
        let what = FollowUpDraft {
            proposal: row.get::<_, Option<Uuid>>(2)?.map(ProposalId),
            on: row.get(3)?,
            what: row.get(4)?,
            done: row.get(5)?,
        };
        let owed = owed::of_follow_up(what.on, what.done, today);
        let line = FollowUpLine { id: FollowUpId(row.get(1)?), what, owed };
        Ok(Hanging { on: ConsultationId(row.get(0)?), line })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn hexed(ids: &[Uuid]) -> String {
    json!(ids.iter().map(|id| id.simple().to_string()).collect::<Vec<_>>()).to_string()
}

/// The codes of neighbourhoods of each.
fn qpvs(db: &Connection, of: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<String>>, Error> {
    let sql = "SELECT DISTINCT d.row_id, d.element FROM json_each(?1) f CROSS JOIN set_dot d
                 ON d.tbl = ?2 AND d.row_id = unhex(f.value) AND d.field = ?3 ORDER BY d.row_id, d.element";
    let mut statement = db.prepare_cached(sql)?;
    let asked = params![hexed(of), Table::Consultation.number(), CONSULTATION.qpvs.0];
    let mut rows = statement.query(asked)?;
    let mut found: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        found.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(found)
}

/// Consultations with all that hangs on them.
fn files(
    db: &Connection,
    narrow: &str,
    by: &dyn rusqlite::ToSql,
    today: NaiveDate,
) -> Result<Vec<ConsultationFile>, Error> {
    let sql = format!(
        "SELECT * FROM consultation WHERE removed = 0 AND held_on IS NOT NULL AND {narrow}
         ORDER BY held_on DESC, ix DESC LIMIT {LISTED}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let read = |row: &Row<'_>| {
        let what = read::consultation(row)?;
        let file = ConsultationFile {
            id: ConsultationId(row.get("id")?),
            demo: row.get("demo")?,
            public: public::present(&what.present),
            what,
            proposals: Vec::new(),
            follow_ups: Vec::new(),
            owed: None,
        };
        Ok(file)
    };
    let mut files = statement.query_map([by], read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    let ids: Vec<Uuid> = files.iter().map(|file| file.id.0).collect();
    let mut codes = qpvs(db, &ids)?;
    let at: BTreeMap<ConsultationId, usize> =
        files.iter().enumerate().map(|(at, file)| (file.id, at)).collect();
    for Hanging { on, line } in proposals(db, &ids)? {
        if let Some(file) = at.get(&on).and_then(|at| files.get_mut(*at)) {
            file.proposals.push(line);
        }
    }
    for Hanging { on, line } in follow_ups(db, &ids, today)? {
        if let Some(file) = at.get(&on).and_then(|at| files.get_mut(*at)) {
            file.follow_ups.push(line);
        }
    }
    for file in &mut files {
        file.what.qpvs = codes.remove(&file.id.0).unwrap_or_default();
        owe(file, today);
    }
    Ok(files)
}

fn owe(file: &mut ConsultationFile, today: NaiveDate) {
    let due = file.what.due();
    for line in &mut file.proposals {
        let own = |other: &&FollowUpLine| other.what.proposal == Some(line.id);
        let done = file.follow_ups.iter().filter(own).any(|other| other.what.done);
        line.owed = owed::of_proposal(due, line.answer.as_ref(), done, today);
    }
    let lines = file.proposals.iter().filter_map(|line| line.owed);
    file.owed = owed::first(lines.chain(file.follow_ups.iter().filter_map(|line| line.owed)));
}

impl ConsultationFile {
    fn line(self) -> ConsultationLine {
        let answered = self.proposals.iter().filter(|line| line.answer.is_some()).count();
        let many = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        ConsultationLine {
            id: self.id,
            demo: self.demo,
            kind: self.what.kind,
            question: self.what.question,
            held_on: self.what.held_on,
            place: self.what.place,
            qpvs: self.what.qpvs,
            total: self.what.present.total,
            proposals: many(self.proposals.len()),
            answered: many(answered),
            owed: self.owed,
        }
    }
}

impl Vault {
    /// The consultations: what is late first, the longest on top; then the others, the latest first. At most the last 500.
    pub fn consultations(&self, today: NaiveDate) -> Result<Vec<ConsultationLine>, Error> {
        self.read(|db| {
            let found = files(db, "?1 = ''", &"", today)?;
            let mut lines: Vec<ConsultationLine> = found.into_iter().map(ConsultationFile::line).collect();
            let late = |line: &ConsultationLine| line.owed.map_or(0, |owed| owed.late_days);
            lines.sort_by_key(|line| std::cmp::Reverse(late(line)));
            Ok(lines)
        })
    }

    /// One consultation. [`Error::NotFound`] where it is not there or was taken out.
    pub fn consultation(&self, id: ConsultationId, today: NaiveDate) -> Result<ConsultationFile, Error> {
        let found = self.read(|db| files(db, "id = ?1", &blob(&id.0), today))?;
        found.into_iter().next().ok_or(Error::NotFound)
    }

    /// The consultation that a proposal was made on.
    pub fn consultation_of_proposal(&self, id: ProposalId) -> Result<ConsultationId, Error> {
        let sql = "SELECT consultation FROM proposal WHERE id = ?1 AND removed = 0";
        self.consultation_by(sql, &id.0)
    }

    /// The consultation that a line of what follows belongs to.
    pub fn consultation_of_follow_up(&self, id: FollowUpId) -> Result<ConsultationId, Error> {
        let sql = "SELECT consultation FROM follow_up WHERE id = ?1 AND removed = 0";
        self.consultation_by(sql, &id.0)
    }

    /// The rows of a consultation, what was taken out of it included.
    pub fn consultation_rows(&self, id: ConsultationId) -> Result<BTreeSet<Uuid>, Error> {
        self.read(|db| {
            let sql = "SELECT id FROM consultation WHERE id = ?1
                       UNION ALL SELECT id FROM proposal WHERE consultation = ?1
                       UNION ALL SELECT id FROM follow_up WHERE consultation = ?1";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([blob(&id.0)], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    fn consultation_by(&self, sql: &str, id: &Uuid) -> Result<ConsultationId, Error> {
        let of: Option<Uuid> =
            self.read(|db| Ok(db.prepare_cached(sql)?.query_row([blob(id)], |row| row.get(0))?))?;
        of.map(ConsultationId).ok_or(Error::NotFound)
    }

    /// People whose full name stands in a text, at most 5. The list of people keeps them under the same folded words.
    pub fn named_in(&self, text: &str) -> Result<Vec<Named>, Error> {
        let names = json!(full_names(text)).to_string();
        self.read(|db| {
            let sql = "SELECT p.id, trim(p.given_name || ' ' || p.family_name)
                       FROM json_each(?1) f CROSS JOIN person p ON p.away = 0 AND p.sort_name = f.value
                       WHERE p.given_name <> '' AND p.family_name <> '' LIMIT 5";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement
                .query_map([names], |row| Ok(Named { person: PersonId(row.get(0)?), name: row.get(1)? }))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
