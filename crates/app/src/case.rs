//! What a worker does with a case as a whole: hands it over, takes it up again, opens another one.

use chrono::NaiveDate;
use passerelle_domain::Refusal;
use passerelle_domain::case::again::{Last, OpenAgain, open_again, reopen};
use passerelle_domain::case::handover::{MOST, hand_over};
use passerelle_domain::case::{MoveCase, OriginKind, Stage};
use passerelle_domain::id::{CaseId, PersonId, WorkerId};
use passerelle_vault::person::CaseFile;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::{App, FreshIds, Registrar, UseCase, day_or_today};
use crate::{Problem, worker};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<HandOver>();
    registrar.register::<HandOverMany>();
    registrar.register::<Reopen>();
    registrar.register::<OpenCase>();
    registrar.register::<ShowCase>();
}

/// Gives the present case of a person to another referent.
#[derive(Deserialize, TS)]
pub struct HandOver {
    person: PersonId,
    to: WorkerId,
    /// What helps the next one.
    note: String,
    on: Option<NaiveDate>,
}

impl UseCase for HandOver {
    const NAME: &'static str = "case.hand_over";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, ids| {
            let (to, _) = worker::one(open, self.to)?;
            let held = open.vault.held(&[self.person])?;
            let held = held.first().ok_or(Problem::NotFound)?;
            let on = day_or_today(self.on, now)?;
            Ok(((), hand_over(held, to.id, on, &self.note, open.worker, now, ids)?))
        })
    }
}

/// Gives the present cases of at most 500 people to one referent, in one act for each; all, or none. Whoever is theirs
/// already is left as they are.
#[derive(Deserialize, TS)]
pub struct HandOverMany {
    people: Vec<PersonId>,
    to: WorkerId,
    note: String,
}

/// How many cases were handed over. They are one gesture, which an undo takes back whole.
#[derive(Serialize, TS)]
pub struct HandedOver {
    pub handed: u32,
    /// They were the referent of so many already.
    pub already: u32,
}

impl UseCase for HandOverMany {
    const NAME: &'static str = "case.hand_over_many";
    type Answer = HandedOver;

    fn run(self, app: &App) -> Result<HandedOver, Problem> {
        if self.people.len() > MOST {
            let limit = u32::try_from(MOST).unwrap_or(u32::MAX);
            return Err(Refusal::TooLong { field: "people".to_owned(), limit }.into());
        }
        app.alone(|open| {
            let now = app.now();
            let (to, _) = worker::one(open, self.to)?;
            let (mut acts, mut already) = (Vec::new(), 0);
            for held in open.vault.held(&self.people)? {
                // A later hand-over of today's is not overtaken: the day is the present one.
                match hand_over(&held, to.id, now.today, &self.note, open.worker, now, &mut FreshIds) {
                    Ok(changes) => acts.push(changes),
                    Err(Refusal::AlreadyReferent) => already += 1,
                    Err(refusal) => return Err(refusal.into()),
                }
            }
            if acts.is_empty() && already == 0 {
                return Err(Problem::NotFound);
            }
            app.write(open, &acts)?;
            Ok(HandedOver { handed: u32::try_from(acts.len()).unwrap_or(u32::MAX), already })
        })
    }
}

/// Takes the ended case of a person up again, at the stage in which it stood before.
#[derive(Deserialize, TS)]
#[ts(rename = "ReopenCase")]
pub struct Reopen {
    person: PersonId,
    on: Option<NaiveDate>,
    /// Why it goes on.
    reason: String,
}

#[derive(Serialize, TS)]
pub struct Reopened {
    pub stage: Stage,
}

impl UseCase for Reopen {
    const NAME: &'static str = "case.reopen";
    type Answer = Reopened;

    fn run(self, app: &App) -> Result<Reopened, Problem> {
        app.act(|open, now, ids| {
            let file = open.vault.person(self.person, now.today)?;
            let case = file.cases.first().ok_or(Problem::NotFound)?;
            let stage = match open.vault.stage_before_end(case.id)? {
                // Whoever could not be reached and is there again is being contacted.
                Stage::Unreachable => Stage::Contacting,
                stage => stage,
            };
            let request = MoveCase {
                case: case.id,
                person: file.id,
                from: case.stage,
                last_move_on: case.since,
                last_move_at: case.moved_at,
                to: stage,
                on: day_or_today(self.on, now)?,
                reason: &self.reason,
                exit: None,
            };
            Ok((Reopened { stage }, reopen(&request, open.worker, now, ids)?))
        })
    }
}

/// Another case for a person whose last one has ended; the worker who opens it is its referent.
#[derive(Deserialize, TS)]
pub struct OpenCase {
    person: PersonId,
    origin: OriginKind,
    /// Where, or by whom.
    origin_detail: String,
    on: Option<NaiveDate>,
}

#[derive(Serialize, TS)]
pub struct CaseOpened {
    pub case: CaseId,
}

impl UseCase for OpenCase {
    const NAME: &'static str = "case.open";
    type Answer = CaseOpened;

    fn run(self, app: &App) -> Result<CaseOpened, Problem> {
        app.act(|open, now, ids| {
            let file = open.vault.person(self.person, now.today)?;
            let last = file.cases.first().map(|case| Last { stage: case.stage, since: case.since });
            let (origin, detail) = (self.origin, self.origin_detail.as_str());
            let request = OpenAgain { person: file.id, origin, detail, on: day_or_today(self.on, now)? };
            let (case, changes) = open_again(request, last, open.worker, now, ids)?;
            Ok((CaseOpened { case }, changes))
        })
    }
}

/// What belongs to one case of a person: how it ended, its assessment, plan and referrals.
#[derive(Deserialize, TS)]
pub struct ShowCase {
    person: PersonId,
    case: CaseId,
}

impl UseCase for ShowCase {
    const NAME: &'static str = "case.show";
    type Answer = CaseFile;

    fn run(self, app: &App) -> Result<CaseFile, Problem> {
        app.ask(|vault, now| vault.case_of(self.person, self.case, now.today))
    }
}
