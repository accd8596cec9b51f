//! One person's file, whole: who they are, their cases, what happened, what is open. A fixed number of statements.

use std::cmp::Reverse;

use chrono::NaiveDate;
use passerelle_domain::case::{ExitKind, Stage};
use passerelle_domain::encounter::{EncounterKind, EncounterResult, Initiative};
use passerelle_domain::id::{EncounterId, PersonId, PlanId, ReferralId, SpaceId};
use passerelle_domain::person::birth::{AgeRange, Birth};
use passerelle_domain::person::residence::Residence;
use passerelle_domain::person::{GuardianRelation, Level, PersonDraft, Sex};
use passerelle_domain::referral::{CheckKind, Presence, Reason, State};
use passerelle_domain::situation::{Occasion, Proof, SituationKind};
use passerelle_domain::vigilance::Signal;
use rusqlite::{Connection, Row};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::agreement::{AgreementView, agreements};
use super::case::{CaseView, Handover, cases};
use super::custom::{CustomEntry, custom};
use super::document::{self, DocumentView, documents};
use super::meeting;
use super::need::{NeedView, needs};
use super::notice::{NoticeView, notices};
use super::of::Of;
use super::plan::{PlanView, plans};
use super::residence::residence;
use super::right::{RightView, rights};
use super::situation::{SituationView, situations};
use super::task::{TaskLine, tasks};
use super::vigilance::signals;
use crate::agenda::AppointmentLine;
use crate::derive::{ARCHIVED, LIMITED};
use crate::disagreement::{Disputed, disputed};
use crate::referral::{LINE, ReferralLine, referral_line};
use crate::row::blob;
use crate::team::SmallerTeam;
use crate::{Error, Vault};

/// Something that happened, newest first on screen.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TimelineItem {
    pub id: String,
    pub on: Option<NaiveDate>,
    pub author: String,
    pub what: TimelineWhat,
    /// When it was written down, in milliseconds.
    #[serde(skip)]
    #[ts(skip)]
    at: i64,
    #[serde(skip)]
    #[ts(skip)]
    row: Uuid,
}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TimelineWhat {
    Encounter {
        encounter: EncounterId,
        way: Option<EncounterKind>,
        initiative: Option<Initiative>,
        result: Option<EncounterResult>,
        place: String,
        note: String,
    },
    CaseMove {
        from: Option<Stage>,
        to: Option<Stage>,
        reason: String,
        exit: Option<ExitKind>,
    },
    Transition {
        referral: ReferralId,
        programme: String,
        from: Option<State>,
        to: Option<State>,
        reason: Option<Reason>,
        note: String,
    },
    Check {
        referral: ReferralId,
        programme: String,
        check: Option<CheckKind>,
        present: Option<Presence>,
        note: String,
    },
    Meeting(meeting::Meeting),
    Situation {
        situation: Option<SituationKind>,
        occasion: Option<Occasion>,
        proof: Option<Proof>,
        note: String,
    },
    Handover(Handover),
    Document(document::Filed),
}

/// Someone who was found to be the same person, with what their own file says of them.
#[derive(Clone, Serialize, TS)]
pub struct Merged {
    pub id: PersonId,
    pub who: PersonDraft,
}

#[derive(Clone, Serialize, TS)]
pub struct PersonFile {
    /// The kept file's, where the one that was asked for was merged into it.
    pub id: PersonId,
    /// Those whose history this file shows as well.
    pub merged: Vec<Merged>,
    pub demo: bool,
    /// The smaller team whose file it is; none of the home team's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub smaller: Option<SmallerTeam>,
    pub who: PersonDraft,
    /// What was answered of living in a priority neighbourhood.
    pub residence: Residence,
    pub age: Option<AgeRange>,
    /// None when it cannot be told from what is known.
    pub minor: Option<bool>,
    pub last_contact: Option<NaiveDate>,
    pub last_attempt: Option<NaiveDate>,
    /// The present one first.
    pub cases: Vec<CaseView>,
    pub needs: Vec<NeedView>,
    /// What the person does, the latest first.
    pub situations: Vec<SituationView>,
    /// Of the present case; none when nobody wrote a plan or a step yet, or the last one was closed.
    pub plan: Option<PlanView>,
    /// Those that were closed, the latest first.
    pub former_plans: Vec<PlanView>,
    /// A plan of the present case whose writing was undone.
    #[serde(skip)]
    #[ts(skip)]
    pub blank_plan: Option<PlanId>,
    pub timeline: Vec<TimelineItem>,
    pub referrals: Vec<ReferralLine>,
    /// Those to do, the first due on top; then those done in the last 30 days, the latest first.
    pub tasks: Vec<TaskLine>,
    pub agreements: Vec<AgreementView>,
    /// What was told about the file, the latest first.
    pub notices: Vec<NoticeView>,
    /// What was asked of this file by right, the latest first.
    pub rights: Vec<RightView>,
    /// It was put away from daily sight.
    pub archived: bool,
    /// By right nothing more is written in it.
    pub limited: bool,
    /// What asks for attention, in the order in which it is shown.
    pub signals: Vec<Signal>,
    /// Meetings to come and those of the past that nobody has said the outcome of, the first on top.
    pub appointments: Vec<AppointmentLine>,
    /// The latest first.
    pub documents: Vec<DocumentView>,
    /// The fields that the team defined, in its order.
    pub custom: Vec<CustomEntry>,
    /// Fields of this file that laptops said differently.
    pub disagreements: Vec<Disputed>,
}

pub(crate) fn draft(row: &Row<'_>) -> rusqlite::Result<PersonDraft> {
    Ok(PersonDraft {
        given_name: row.get("given_name")?,
        family_name: row.get("family_name")?,
        birth: row.get("birth")?,
        sex: Sex::from_code(&row.get::<_, String>("sex")?),
        phone: row.get("phone")?,
        email: row.get("email")?,
        address_line: row.get("address_line")?,
        postal_code: row.get("postal_code")?,
        commune: row.get("commune")?,
        insee: row.get("insee")?,
        qpv: row.get("qpv")?,
        school_name: row.get("school_name")?,
        school_uai: row.get("school_uai")?,
        level: Level::from_code(&row.get::<_, String>("level")?),
        guardian_name: row.get("guardian_name")?,
        guardian_phone: row.get("guardian_phone")?,
        summary: row.get("summary")?,
        guardian_relation: GuardianRelation::from_code(&row.get::<_, String>("guardian_relation")?),
        guardian_email: row.get("guardian_email")?,
        left_school: row.get("left_school")?,
    })
}

pub(super) fn list<T>(
    db: &Connection,
    sql: &str,
    of: &Of,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, Error> {
    let mut statement = db.prepare_cached(&of.narrowed(sql))?;
    let rows = statement.query_map([blob(&of.id)], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn word<T>(row: &Row<'_>, at: usize, read: fn(&str) -> Option<T>) -> rusqlite::Result<Option<T>> {
    Ok(row.get::<_, Option<String>>(at)?.as_deref().and_then(read))
}

/// Without an order of its own: nine sorted parts merged by the database cost more than the rows.
const TIMELINE: &str = "
    SELECT 'encounter' AS source, e.id AS id, e.on_day AS day, coalesce(w.name, '') AS author, e.kind, e.initiative, e.result,
      e.place, e.note, NULL, '', e.at AS at FROM encounter e LEFT JOIN worker w ON w.id = e.author
      WHERE e.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND e.removed = 0
    UNION ALL
    SELECT 'case_move', m.id, m.on_day, coalesce(w.name, ''), m.from_stage, m.to_stage, m.exit_kind, '', m.reason, NULL, '',
      m.at
      FROM case_file c JOIN case_move m ON m.case_file = c.id LEFT JOIN worker w ON w.id = m.author
      WHERE c.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND m.undone = 0
    UNION ALL
    SELECT 'transition', t.id, t.on_day, coalesce(w.name, ''), t.from_state, t.to_state, t.reason, '', t.note, r.id,
      coalesce(p.name, ''), t.at
      FROM referral r JOIN transition t ON t.referral = r.id LEFT JOIN programme p ON p.id = r.programme
      LEFT JOIN worker w ON w.id = t.author WHERE r.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND r.removed = 0 AND t.undone = 0
    UNION ALL
    SELECT 'check', k.id, k.on_day, coalesce(w.name, ''), k.kind, k.present, '', '', k.note, r.id, coalesce(p.name, ''), k.at
      FROM referral r JOIN referral_check k ON k.referral = r.id LEFT JOIN programme p ON p.id = r.programme
      LEFT JOIN worker w ON w.id = k.author WHERE r.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND r.removed = 0 AND k.undone = 0
    UNION ALL
    SELECT 'meeting', m.id, m.on_day, coalesce(w.name, ''), m.outcome, '', m.with_whom, m.place, m.what, NULL, '', m.at
      FROM appointment m LEFT JOIN worker w ON w.id = m.author
      WHERE m.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND m.removed = 0 AND m.outcome <> 'planned'
    UNION ALL
    SELECT 'activity', t.id, a.on_day, coalesce(w.name, ''), t.answer, a.kind, '', a.place, a.title, NULL, '', t.at
      FROM attendance t JOIN activity a ON a.id = t.activity LEFT JOIN worker w ON w.id = t.author
      WHERE t.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND a.removed = 0 AND t.answer NOT IN ('', 'invited')
    UNION ALL
    SELECT 'document', d.id, d.added_on, coalesce(w.name, ''), d.kind, '', '', '', d.name, NULL, '', d.at
      FROM document d LEFT JOIN worker w ON w.id = d.author
      WHERE d.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND d.removed = 0
    UNION ALL
    SELECT 'situation', s.id, s.since_on, coalesce(w.name, ''), s.kind, s.occasion, s.proof, '', s.note, NULL, '', s.at
      FROM situation s LEFT JOIN worker w ON w.id = s.author
      WHERE s.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND s.removed = 0
    UNION ALL
    SELECT 'handover', h.id, h.on_day, coalesce(w.name, ''), coalesce(f.name, ''), coalesce(t.name, ''), '', '', h.note, NULL, '', h.at
      FROM handover h LEFT JOIN worker w ON w.id = h.author LEFT JOIN worker f ON f.id = h.from_worker LEFT JOIN worker t ON t.id = h.to_worker
      WHERE h.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND h.removed = 0";

fn item(row: &Row<'_>) -> rusqlite::Result<TimelineItem> {
    let source: String = row.get(0)?;
    let id: Uuid = row.get(1)?;
    let note: String = row.get(8)?;
    let of_referral = || row.get::<_, Option<Uuid>>(9).map(|id| ReferralId(id.unwrap_or_default()));
    let what = match source.as_str() {
        "encounter" => TimelineWhat::Encounter {
            encounter: EncounterId(id),
            way: word(row, 4, EncounterKind::from_code)?,
            initiative: word(row, 5, Initiative::from_code)?,
            result: word(row, 6, EncounterResult::from_code)?,
            place: row.get(7)?,
            note,
        },
        "case_move" => TimelineWhat::CaseMove {
            from: word(row, 4, Stage::from_code)?,
            to: word(row, 5, Stage::from_code)?,
            exit: word(row, 6, ExitKind::from_code)?,
            reason: note,
        },
        "transition" => TimelineWhat::Transition {
            referral: of_referral()?,
            programme: row.get(10)?,
            from: word(row, 4, State::from_code)?,
            to: word(row, 5, State::from_code)?,
            reason: word(row, 6, Reason::from_code)?,
            note,
        },
        "document" => TimelineWhat::Document(document::filed(row)?),
        "meeting" | "activity" => TimelineWhat::Meeting(meeting::read(row)?),
        "situation" => TimelineWhat::Situation {
            situation: word(row, 4, SituationKind::from_code)?,
            occasion: word(row, 5, Occasion::from_code)?,
            proof: word(row, 6, Proof::from_code)?,
            note,
        },
        "handover" => TimelineWhat::Handover(Handover { from: row.get(4)?, to: row.get(5)?, note }),
        _ => TimelineWhat::Check {
            referral: of_referral()?,
            programme: row.get(10)?,
            check: word(row, 4, CheckKind::from_code)?,
            present: word(row, 5, Presence::from_code)?,
            note,
        },
    };
    let at = row.get::<_, Option<i64>>(11)?.unwrap_or_default();
    Ok(TimelineItem { id: id.to_string(), on: row.get(2)?, author: row.get(3)?, what, at, row: id })
}

/// The latest first; of one day, what was written last. What has no time of writing counts as its day's first.
fn timeline(db: &Connection, of: &Of) -> Result<Vec<TimelineItem>, Error> {
    let mut items = list(db, TIMELINE, of, item)?;
    items.sort_unstable_by_key(|item| Reverse((item.on, item.at, item.row)));
    Ok(items)
}

fn open(db: &Connection, id: &Uuid, today: NaiveDate) -> Result<PersonFile, Error> {
    let read = |row: &Row<'_>| {
        let day = |name: &str| Ok::<_, rusqlite::Error>(row.get::<_, String>(name)?.parse().ok());
        let id: Uuid = row.get("id")?;
        let known = (
            row.get::<_, bool>("demo")?,
            day("last_contact")?,
            day("last_attempt")?,
            row.get::<_, u8>("aside")?,
            match row.get::<_, Option<Uuid>>("smaller_space")? {
                Some(space) => Some(SmallerTeam { space: SpaceId(space), name: row.get("smaller_name")? }),
                None => None,
            },
        );
        Ok((id, draft(row)?, residence(row)?, known))
    };
    let sql = "SELECT r.*, s.space AS smaller_space, s.name AS smaller_name
               FROM person p JOIN person r ON r.id = coalesce(p.merged_into, p.id)
               LEFT JOIN file_space f ON f.person = r.id LEFT JOIN smaller_space s ON s.space = f.space
               WHERE p.id = ?1 AND r.removed = 0";
    let (id, who, residence, (demo, last_contact, last_attempt, aside, smaller)) =
        db.prepare_cached(sql)?.query_row([blob(id)], read)?;
    let merged: Vec<Merged> =
        list(db, "SELECT * FROM person WHERE merged_into = ?1 ORDER BY ix", &Of::new(id, false), |row| {
            Ok(Merged { id: PersonId(row.get("id")?), who: draft(row)? })
        })?;
    let of = &Of::new(id, merged.is_empty());
    let birth = Birth::parse(&who.birth).ok();
    let cases = cases(db, of)?;
    let present = cases.first().map(|case| case.id.0);
    let referrals = format!(
        "SELECT {LINE} WHERE r.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND r.removed = 0 ORDER BY r.ix DESC"
    );
    let plans = plans(db, of, present.as_ref())?;
    let mut file = PersonFile {
        id: PersonId(id),
        merged,
        demo,
        smaller,
        age: birth.as_ref().map(|birth| birth.age_on(today)),
        minor: birth.as_ref().and_then(|birth| birth.is_minor_on(today)),
        who,
        residence,
        last_contact,
        last_attempt,
        needs: needs(db, present.as_ref())?,
        situations: situations(db, of)?,
        plan: plans.going,
        former_plans: plans.former,
        blank_plan: plans.blank,
        cases,
        timeline: timeline(db, of)?,
        referrals: list(db, &referrals, of, |row| referral_line(row, today))?,
        tasks: tasks(db, of, today)?,
        agreements: agreements(db, of)?,
        appointments: meeting::open_ones(db, of)?,
        notices: notices(db, of)?,
        rights: rights(db, of)?,
        archived: aside & ARCHIVED != 0,
        limited: aside & LIMITED != 0,
        documents: documents(db, of)?,
        custom: custom(db, of)?,
        disagreements: disputed(db, of)?,
        signals: Vec::new(),
    };
    file.signals = signals(&file, today);
    Ok(file)
}

impl Vault {
    /// The whole file of a person. [`Error::NotFound`] when nobody has this id or they were removed.
    pub fn person(&self, id: PersonId, today: NaiveDate) -> Result<PersonFile, Error> {
        self.read(|db| open(db, &id.0, today))
    }
}
