//! Reads the facts that figures are counted from: a few statements for everybody, or for some.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use passerelle_domain::case::{ExitKind, Stage};
use passerelle_domain::change::PROGRAMME;
use passerelle_domain::id::{ProgrammeId, ProviderId, ReferralId, WorkerId};
use passerelle_domain::person::birth::Birth;
use passerelle_domain::person::residence::{Residence, ResidenceAnswer};
use passerelle_domain::person::{Level, Sex};
use passerelle_domain::programme::{Funding, ProgrammeKind, Tag};
use passerelle_domain::referral::{Check, CheckKind, Presence, State, Transition};
use passerelle_domain::report::InQpv;
use passerelle_domain::report::delay::CaseDays;
use passerelle_domain::report::facts::{
    CaseFact, Life, Names, PersonFact, ProgrammeFact, ReferralFact, Step,
};
use passerelle_domain::report::funnel::ReferralRow;
use passerelle_domain::report::outcome::house_rule;
use rusqlite::{Connection, Row, params};
use serde_json::json;
use uuid::Uuid;

use crate::Error;
use crate::derive::LIMITED;
use crate::programme::{dots, words};
use crate::row::{self, list};

/// Whom to read: everybody, or the rows of these numbers. A row that is shown in another's file counts as that one's.
struct Whom {
    from: &'static str,
    /// The numbers, or nothing.
    numbers: Option<String>,
}

impl Whom {
    fn new(some: Option<&[i64]>) -> Whom {
        match some {
            None => Whom { from: "person q", numbers: None },
            Some(numbers) => Whom {
                from: "json_each(?1) f CROSS JOIN person q ON q.ix = f.value",
                numbers: Some(list(numbers)),
            },
        }
    }

    /// Runs a statement over them; `sql` begins after their rows, which it calls `q`.
    fn each(
        &self,
        db: &Connection,
        columns: &str,
        sql: &str,
        mut take: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        // The parameter is there in both, so that both are asked alike.
        let nothing = if self.numbers.is_some() { "" } else { " AND ?1 IS NULL" };
        let mut statement =
            db.prepare_cached(&format!("SELECT {columns} FROM {} {sql}{nothing}", self.from))?;
        let mut rows = statement.query(params![self.numbers])?;
        while let Some(row) = rows.next()? {
            take(row)?;
        }
        Ok(())
    }
}

/// The numbers of these people's rows, and of all rows that are shown in one file with them.
pub(crate) fn family(db: &Connection, people: &BTreeSet<Uuid>) -> Result<Vec<i64>, Error> {
    let ids: Vec<String> = people.iter().map(|person| person.simple().to_string()).collect();
    let sql = "SELECT p.ix FROM json_each(?1) f CROSS JOIN person p ON p.id = unhex(f.value)
               UNION SELECT q.ix FROM json_each(?1) f CROSS JOIN person p ON p.id = unhex(f.value)
                 CROSS JOIN person q ON q.id = p.merged_into
               UNION SELECT q.ix FROM json_each(?1) f CROSS JOIN person p ON p.id = unhex(f.value)
                 CROSS JOIN person q ON q.merged_into = coalesce(p.merged_into, p.id)";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([json!(ids).to_string()], |row| row.get::<_, i64>(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

struct Ahead {
    person: PersonFact,
    cases: Vec<(i64, CaseFact)>,
    referrals: Vec<Sent>,
}

struct Sent {
    id: Uuid,
    case: Option<Uuid>,
    programme: Uuid,
    moves: Vec<Transition>,
    checks: Vec<Check>,
}

/// What was read so far, and where each row belongs.
#[derive(Default)]
struct Reading {
    people: Vec<Ahead>,
    /// The place of whoever a row of a person is shown with.
    place: HashMap<i64, usize>,
    /// Whose case it is, and where it stands among theirs.
    cases: HashMap<i64, (usize, usize)>,
    case_ids: HashMap<Uuid, i64>,
    referrals: HashMap<i64, (usize, usize)>,
}

fn text<'r>(row: &'r Row<'_>, at: usize) -> Result<&'r str, Error> {
    Ok(row.get_ref(at)?.as_str_or_null().ok().flatten().unwrap_or_default())
}

fn day(row: &Row<'_>, at: usize) -> Result<Option<NaiveDate>, Error> {
    Ok(row::day(text(row, at)?))
}

/// The lives of everybody who is shown, or of those whom these rows belong to.
pub(super) fn lives(db: &Connection, some: Option<&[i64]>) -> Result<Vec<Life>, Error> {
    let whom = Whom::new(some);
    let mut reading = Reading::default();
    people(db, &whom, &mut reading)?;
    cases(db, &whom, &mut reading)?;
    contacts_of_merged(db, &whom, &mut reading)?;
    moves(db, &whom, &mut reading)?;
    referrals(db, &whom, &mut reading)?;
    checks(db, &whom, &mut reading)?;
    let Reading { people, cases, case_ids, .. } = reading;
    let lives = people.into_iter().enumerate().map(|(place, ahead)| {
        life(ahead, |id| {
            let (whose, at) = case_ids.get(&id?).and_then(|ix| cases.get(ix)).copied()?;
            (whose == place).then_some(at)
        })
    });
    Ok(lives.collect())
}

fn people(db: &Connection, whom: &Whom, reading: &mut Reading) -> Result<(), Error> {
    let columns = "q.ix, q.away, q.sex, q.birth, q.qpv, q.level, q.commune, q.insee, q.residence_answer, q.residence_address,
        q.address_line, q.postal_code, q.demo, k.ix, q.aside";
    let mut others = Vec::new();
    whom.each(db, columns, "LEFT JOIN person k ON k.id = q.merged_into WHERE q.removed = 0", |row| {
        let ix: i64 = row.get(0)?;
        if let Some(kept) = row.get::<_, Option<i64>>(13)? {
            others.push((ix, kept));
        } else if !row.get::<_, bool>(1)? && row.get::<_, u8>(14)? & LIMITED == 0 {
            reading.place.insert(ix, reading.people.len());
            reading.people.push(Ahead { person: person(ix, row)?, cases: Vec::new(), referrals: Vec::new() });
        }
        Ok(())
    })?;
    for (ix, kept) in others {
        if let Some(place) = reading.place.get(&kept).copied() {
            reading.place.insert(ix, place);
        }
    }
    Ok(())
}

fn person(ix: i64, row: &Row<'_>) -> Result<PersonFact, Error> {
    let answered = Residence {
        answer: ResidenceAnswer::from_code(text(row, 8)?),
        address: text(row, 9)?.to_owned(),
        ..Residence::default()
    };
    let qpv = text(row, 4)?;
    let parts = [text(row, 10)?, text(row, 11)?, text(row, 6)?];
    let address = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    Ok(PersonFact {
        ix,
        sex: Sex::from_code(text(row, 2)?),
        birth: Birth::parse(text(row, 3)?).ok(),
        qpv: match answered.holds(qpv, &address) {
            Some(ResidenceAnswer::In) => InQpv::Yes,
            Some(ResidenceAnswer::Out) => InQpv::No,
            Some(ResidenceAnswer::Uncertain) | None => InQpv::Unknown,
        },
        level: Level::from_code(text(row, 5)?),
        commune: text(row, 6)?.into(),
        insee: text(row, 7)?.into(),
        qpv_code: qpv.into(),
        demo: row.get(12)?,
    })
}

/// The first day from `start` on which one of these rows was in contact: as the list of people counts contacts.
fn first_contact(rows: &str) -> String {
    let start = "coalesce(min(c.origin_on, c.opened_on), c.opened_on)";
    format!(
        "(SELECT min(on_day) FROM (
           SELECT * FROM (SELECT e.on_day FROM encounter e WHERE e.person {rows} AND e.on_day >= {start} AND e.removed = 0
             AND e.result = 'reached' AND e.kind NOT IN ('note', 'partner') ORDER BY e.on_day LIMIT 1)
           UNION ALL SELECT * FROM (SELECT a.on_day FROM appointment a WHERE a.person {rows} AND a.on_day >= {start}
             AND a.removed = 0 AND a.outcome = 'present' ORDER BY a.on_day LIMIT 1)
           UNION ALL SELECT v.on_day FROM attendance t CROSS JOIN activity v ON v.id = t.activity WHERE t.person {rows}
             AND v.on_day >= {start} AND v.removed = 0 AND t.answer = 'present'))"
    )
}

fn cases(db: &Connection, whom: &Whom, reading: &mut Reading) -> Result<(), Error> {
    let columns = format!(
        "q.ix, c.ix, c.id, c.referent, c.opened_on, c.origin_on, {},
         (SELECT min(n.answered_on) FROM need n WHERE n.case_file = c.id AND n.answer <> 'unasked')",
        first_contact("= c.person")
    );
    let sql = "CROSS JOIN case_file c ON c.person = q.id WHERE c.opened_on IS NOT NULL";
    whom.each(db, &columns, sql, |row| {
        let Some(place) = reading.place.get(&row.get(0)?).copied() else { return Ok(()) };
        let (Some(ahead), Some(opened_on)) = (reading.people.get_mut(place), day(row, 4)?) else {
            return Ok(());
        };
        let days = CaseDays {
            found_on: day(row, 5)?.or(Some(opened_on)),
            contact_on: day(row, 6)?,
            assessed_on: day(row, 7)?,
            referred_on: None,
        };
        let referent = row.get::<_, Option<Uuid>>(3)?.map(WorkerId);
        let ix = row.get(1)?;
        reading.case_ids.insert(row.get(2)?, ix);
        ahead.cases.push((ix, CaseFact { referent, opened_on, days, steps: Box::default() }));
        Ok(())
    })?;
    for (place, ahead) in reading.people.iter_mut().enumerate() {
        ahead.cases.sort_by_key(|(ix, case)| (case.opened_on, *ix));
        for (at, (ix, _)) in ahead.cases.iter().enumerate() {
            reading.cases.insert(*ix, (place, at));
        }
    }
    Ok(())
}

/// Who has several files merged into one is reached by a contact in any of them.
fn contacts_of_merged(db: &Connection, whom: &Whom, reading: &mut Reading) -> Result<(), Error> {
    let family = "IN (SELECT id FROM person WHERE id = coalesce(q.merged_into, q.id) OR merged_into = coalesce(q.merged_into, q.id))";
    let sql = "CROSS JOIN case_file c ON c.person = q.id WHERE c.opened_on IS NOT NULL
        AND (q.merged_into IS NOT NULL OR EXISTS (SELECT 1 FROM person m WHERE m.merged_into = q.id))";
    whom.each(db, &format!("c.ix, {}", first_contact(family)), sql, |row| {
        let place = reading.cases.get(&row.get(0)?).copied();
        let case = place.and_then(|(place, at)| reading.people.get_mut(place)?.cases.get_mut(at));
        if let Some((_, case)) = case {
            case.days.contact_on = day(row, 1)?;
        }
        Ok(())
    })
}

fn moves(db: &Connection, whom: &Whom, reading: &mut Reading) -> Result<(), Error> {
    let mut steps: HashMap<i64, Vec<(NaiveDate, i64, Uuid, Step)>> = HashMap::new();
    let sql = "CROSS JOIN case_file c ON c.person = q.id CROSS JOIN case_move m ON m.case_file = c.id
        WHERE m.undone = 0 AND m.on_day IS NOT NULL";
    whom.each(db, "c.ix, m.to_stage, m.on_day, m.exit_kind, m.at, m.id", sql, |row| {
        let (Some(to), Some(on)) = (Stage::from_code(text(row, 1)?), day(row, 2)?) else { return Ok(()) };
        let step = Step { on, to, exit: ExitKind::from_code(text(row, 3)?) };
        steps.entry(row.get(0)?).or_default().push((on, row.get(4)?, row.get(5)?, step));
        Ok(())
    })?;
    for (ix, mut steps) in steps {
        steps.sort_by_key(|(on, at, id, _)| (*on, *at, *id));
        let place = reading.cases.get(&ix).copied();
        let case = place.and_then(|(place, at)| reading.people.get_mut(place)?.cases.get_mut(at));
        if let Some((_, case)) = case {
            case.steps = steps.into_iter().map(|(_, _, _, step)| step).collect();
        }
    }
    Ok(())
}

fn referrals(db: &Connection, whom: &Whom, reading: &mut Reading) -> Result<(), Error> {
    // A move's columns come last, as `transition` reads them.
    let columns = "q.ix, r.ix, r.id, r.case_file, r.programme, t.id, t.from_state, t.to_state, t.on_day, t.at, t.reason, ''";
    // The plus keeps the index of those that are shown out of it: it would be read whole for each person.
    let sql = "CROSS JOIN referral r ON r.person = q.id
        LEFT JOIN transition t ON t.referral = r.id AND t.undone = 0 WHERE +r.hidden = 0";
    whom.each(db, columns, sql, |row| {
        let Some(place) = reading.place.get(&row.get(0)?).copied() else { return Ok(()) };
        let Some(ahead) = reading.people.get_mut(place) else { return Ok(()) };
        let ix: i64 = row.get(1)?;
        let at = if let Some((_, at)) = reading.referrals.get(&ix) {
            *at
        } else {
            reading.referrals.insert(ix, (place, ahead.referrals.len()));
            ahead.referrals.push(Sent {
                id: row.get(2)?,
                case: row.get(3)?,
                programme: row.get::<_, Option<Uuid>>(4)?.unwrap_or_default(),
                moves: Vec::new(),
                checks: Vec::new(),
            });
            ahead.referrals.len() - 1
        };
        if row.get::<_, Option<Uuid>>(5)?.is_some()
            && let (Some(fact), Some(sent)) =
                (crate::referral::transition(row, 5)?, ahead.referrals.get_mut(at))
        {
            sent.moves.push(fact);
        }
        Ok(())
    })
}

fn checks(db: &Connection, whom: &Whom, reading: &mut Reading) -> Result<(), Error> {
    let sql = "CROSS JOIN referral r ON r.person = q.id CROSS JOIN referral_check k ON k.referral = r.id
        WHERE +r.hidden = 0 AND k.undone = 0 AND k.kind IN ('month_3', 'month_6')";
    whom.each(db, "r.ix, k.kind, k.on_day, k.present, k.id, k.at", sql, |row| {
        let place = reading.referrals.get(&row.get(0)?).copied();
        let sent = place.and_then(|(place, at)| reading.people.get_mut(place)?.referrals.get_mut(at));
        if let (Some(sent), Some(kind), Some(on)) = (sent, CheckKind::from_code(text(row, 1)?), day(row, 2)?)
        {
            let present = Presence::from_code(text(row, 3)?).unwrap_or(Presence::Unknown);
            let id = passerelle_domain::id::CheckId(row.get(4)?);
            sent.checks.push(Check { id, kind, on, at: row.get(5)?, present, note: String::new() });
        }
        Ok(())
    })
}

fn life(ahead: Ahead, case_place: impl Fn(Option<Uuid>) -> Option<usize>) -> Life {
    let Ahead { person, cases, referrals } = ahead;
    let mut cases: Vec<CaseFact> = cases.into_iter().map(|(_, case)| case).collect();
    // A contact of a later case is none of this one.
    let openings: Vec<NaiveDate> = cases.iter().skip(1).map(|case| case.opened_on).collect();
    for (case, next) in cases.iter_mut().zip(openings) {
        case.days.contact_on = case.days.contact_on.filter(|on| *on < next);
    }
    let referrals: Box<[ReferralFact]> = referrals
        .into_iter()
        .map(|sent| {
            let first = |states: fn(State) -> bool| {
                sent.moves.iter().filter(|fact| states(fact.to)).map(|fact| fact.on).min()
            };
            // Refused or declined while it was a draft, it was never sent.
            let row = ReferralRow::of(&sent.moves, &sent.checks);
            let sent_on = first(|to| !matches!(to, State::Draft | State::Declined | State::Cancelled));
            let case = case_place(sent.case)
                .or_else(|| cases.iter().rposition(|case| sent_on.is_none_or(|on| case.opened_on <= on)))
                .or(if cases.is_empty() { None } else { Some(0) });
            ReferralFact {
                id: ReferralId(sent.id),
                programme: ProgrammeId(sent.programme),
                sent_on: sent_on.filter(|_| row.sent),
                started_on: first(|to| matches!(to, State::Started | State::Completed | State::Abandoned)),
                case: case.and_then(|at| u32::try_from(at).ok()),
                row,
            }
        })
        .collect();
    for referral in &referrals {
        let case = referral.case.and_then(|at| cases.get_mut(at as usize));
        if let (Some(case), Some(on)) = (case, referral.sent_on) {
            case.days.referred_on = Some(case.days.referred_on.map_or(on, |first| first.min(on)));
        }
    }
    Life { person, cases: cases.into(), referrals }
}

/// What the rows of tables are called.
pub(super) fn names(db: &Connection) -> Result<Names, Error> {
    let (tags, fundings) = (dots(db, PROGRAMME.tags)?, dots(db, PROGRAMME.fundings)?);
    let mut names = Names { rules: super::rule::rules(db)?, ..Names::default() };
    names.rules.push(house_rule());
    let sql = "SELECT p.id, p.name, p.kind, p.provider, coalesce(o.name, '') FROM programme p
               LEFT JOIN provider o ON o.id = p.provider";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: Uuid = row.get(0)?;
        let fact = ProgrammeFact {
            name: row.get(1)?,
            kind: ProgrammeKind::from_code(text(row, 2)?),
            provider: row.get::<_, Option<Uuid>>(3)?.map(ProviderId),
            provider_name: row.get(4)?,
            tags: words(tags.get(&id), Tag::from_code),
            fundings: words(fundings.get(&id), Funding::from_code),
        };
        names.programmes.insert(id, fact);
    }
    let mut statement = db.prepare_cached("SELECT id, name FROM worker")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        names.workers.insert(row.get(0)?, row.get(1)?);
    }
    Ok(names)
}
