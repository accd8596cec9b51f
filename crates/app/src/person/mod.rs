//! What a worker does with people and their cases.

mod days;
mod export;
mod list;
mod merge;

use chrono::NaiveDate;
use passerelle_domain::agreement::{self, GivenBy};
use passerelle_domain::assessment::{self, Answer, Need, Theme};
use passerelle_domain::case::{self, ExitKind, MoveCase, OriginKind, Stage};
use passerelle_domain::encounter::{self, EncounterKind, EncounterResult, Initiative, RecordEncounter};
use passerelle_domain::id::{AgreementId, EncounterId, PersonId, ProviderId, SpaceId};
use passerelle_domain::need_situation::NeedSituation;
use passerelle_domain::person::birth::Birth;
use passerelle_domain::person::likeness::Likable;
use passerelle_domain::person::{self, PersonDraft};
use passerelle_domain::rights::AccessKind;
use passerelle_vault::person::{Candidate, PeopleFilter, PeoplePage, PeopleSort, PersonFile, Whose};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::{App, Registrar, UseCase, day_or_today};
use crate::situation::{ExitReminders, ExitSituation, leave, of_case};
use crate::{Problem, access};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ListPeople>();
    registrar.register::<ListCommunes>();
    registrar.register::<OpenPerson>();
    registrar.register::<FindCandidates>();
    registrar.register::<AddPerson>();
    registrar.register::<CorrectPerson>();
    registrar.register::<RecordExchange>();
    registrar.register::<RewriteExchange>();
    registrar.register::<AnswerNeed>();
    registrar.register::<Move>();
    registrar.register::<days::CorrectCase>();
    registrar.register::<RecordAgreement>();
    registrar.register::<WithdrawAgreement>();
    merge::register(registrar);
    export::register(registrar);
    list::register(registrar);
}

#[derive(Deserialize, TS)]
pub struct ListPeople {
    filter: PeopleFilter,
    sort: PeopleSort,
    descending: bool,
    offset: u32,
    limit: u32,
}

impl UseCase for ListPeople {
    const NAME: &'static str = "person.list";
    type Answer = PeoplePage;

    fn run(self, app: &App) -> Result<PeoplePage, Problem> {
        app.ask(|vault, now| {
            vault.people(&self.filter, self.sort, self.descending, self.offset, self.limit, now.today)
        })
    }
}

#[derive(Deserialize, TS)]
pub struct ListCommunes {}

impl UseCase for ListCommunes {
    const NAME: &'static str = "person.communes";
    type Answer = Vec<String>;

    fn run(self, app: &App) -> Result<Vec<String>, Problem> {
        app.ask(|vault, _| vault.communes())
    }
}

/// The whole file. Refused until a reason was said today (`access.say_why`) where a colleague follows the person or the use of
/// their file is limited.
#[derive(Deserialize, TS)]
pub struct OpenPerson {
    person: PersonId,
}

impl UseCase for OpenPerson {
    const NAME: &'static str = "person.open";
    type Answer = PersonFile;

    fn run(self, app: &App) -> Result<PersonFile, Problem> {
        app.with(|open| {
            let now = app.now();
            let file = open.vault.person(self.person, now.today)?;
            access::may_open(open, &Whose::from(&file), now)?;
            access::note(open, now, Some(file.id), AccessKind::Opened);
            Ok(file)
        })
    }
}

/// Who in the vault may be the person being typed.
#[derive(Deserialize, TS)]
pub struct FindCandidates {
    given_name: String,
    family_name: String,
    birth: String,
    phone: String,
    email: String,
}

impl UseCase for FindCandidates {
    const NAME: &'static str = "person.candidates";
    type Answer = Vec<Candidate>;

    fn run(self, app: &App) -> Result<Vec<Candidate>, Problem> {
        let known = |text: String| (!text.trim().is_empty()).then_some(text);
        let who = Likable {
            given: self.given_name.chars().take(100).collect(),
            family: self.family_name.chars().take(100).collect(),
            birth: Birth::parse(&self.birth).ok(),
            phone: known(self.phone),
            email: known(self.email),
        };
        app.ask(|vault, now| vault.alike(&who, now.today))
    }
}

/// A new person with their case, and the first note where one was written.
#[derive(Deserialize, TS)]
pub struct AddPerson {
    who: PersonDraft,
    origin: OriginKind,
    /// Where, or by whom.
    origin_detail: String,
    note: String,
    /// The smaller team whose file it is; none for the home team.
    #[serde(default)]
    #[ts(optional)]
    space: Option<SpaceId>,
}

#[derive(Serialize, TS)]
pub struct Added {
    pub person: PersonId,
}

impl UseCase for AddPerson {
    const NAME: &'static str = "person.add";
    type Answer = Added;

    fn run(self, app: &App) -> Result<Added, Problem> {
        app.act_in(self.space, |open, now, ids| {
            let detail = person::line("origin_detail", &self.origin_detail, 200)?;
            let (id, mut changes) = person::add(&self.who, now, ids)?;
            let case = case::open(&mut changes, id, self.origin, &detail, open.worker, now, ids);
            let met = self.origin == OriginKind::Street;
            if met || !self.note.trim().is_empty() {
                let request = RecordEncounter {
                    person: id,
                    case: Some(case),
                    kind: if met { EncounterKind::Street } else { EncounterKind::Note },
                    initiative: Initiative::Worker,
                    result: EncounterResult::Reached,
                    on: now.today,
                    place: if met { &detail } else { "" },
                    note: &self.note,
                };
                let (_, first) = encounter::record(&request, open.worker, now, ids)?;
                changes.ops.extend(first.ops);
            }
            Ok((Added { person: id }, changes))
        })
    }
}

#[derive(Deserialize, TS)]
pub struct CorrectPerson {
    person: PersonId,
    who: PersonDraft,
}

impl UseCase for CorrectPerson {
    const NAME: &'static str = "person.correct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let before = open.vault.person(self.person, now.today)?;
            Ok(((), person::correct(before.id, &before.who, &self.who, now)?))
        })
    }
}

/// An exchange, or a plain note.
#[derive(Deserialize, TS)]
pub struct RecordExchange {
    person: PersonId,
    kind: EncounterKind,
    initiative: Initiative,
    result: EncounterResult,
    on: Option<NaiveDate>,
    place: String,
    note: String,
}

#[derive(Serialize, TS)]
pub struct Recorded {
    pub encounter: EncounterId,
}

impl UseCase for RecordExchange {
    const NAME: &'static str = "encounter.record";
    type Answer = Recorded;

    fn run(self, app: &App) -> Result<Recorded, Problem> {
        app.act(|open, now, ids| {
            let (person, case) = open.vault.present(self.person)?;
            let request = RecordEncounter {
                person,
                case,
                kind: self.kind,
                initiative: self.initiative,
                result: self.result,
                on: day_or_today(self.on, now)?,
                place: &self.place,
                note: &self.note,
            };
            let (encounter, changes) = encounter::record(&request, open.worker, now, ids)?;
            Ok((Recorded { encounter }, changes))
        })
    }
}

#[derive(Deserialize, TS)]
pub struct RewriteExchange {
    encounter: EncounterId,
    note: String,
}

impl UseCase for RewriteExchange {
    const NAME: &'static str = "encounter.rewrite";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            let (person, kind, before) = open.vault.encounter_note(self.encounter)?;
            Ok(((), encounter::rewrite(self.encounter, person, kind, &before, &self.note)?))
        })
    }
}

#[derive(Deserialize, TS)]
pub struct AnswerNeed {
    person: PersonId,
    theme: Theme,
    answer: Answer,
    note: String,
    /// Those that stand; one newly ticked makes the answer a yes.
    situations: Vec<NeedSituation>,
}

impl UseCase for AnswerNeed {
    const NAME: &'static str = "need.answer";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let file = open.vault.person(self.person, now.today)?;
            let case = file.cases.first().ok_or(Problem::NotFound)?.id;
            let kept = open.vault.need(case, self.theme)?;
            let after =
                Need { theme: self.theme, answer: self.answer, note: self.note, situations: self.situations };
            Ok(((), assessment::answer(self.person, case, kept.as_ref(), &after, now)?))
        })
    }
}

/// Moves the present case to another stage.
#[derive(Deserialize, TS)]
pub struct Move {
    person: PersonId,
    to: Stage,
    on: Option<NaiveDate>,
    reason: String,
    exit: Option<ExitKind>,
    /// Of someone who leaves: what they do that day, in the same act.
    #[serde(default)]
    #[ts(optional)]
    situation: Option<ExitSituation>,
    /// Of someone who leaves: has their situation asked again after four weeks and six months.
    #[serde(default)]
    #[ts(optional)]
    remind: Option<ExitReminders>,
}

impl UseCase for Move {
    const NAME: &'static str = "case.move";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, ids| {
            let file = open.vault.person(self.person, now.today)?;
            let case = file.cases.first().ok_or(Problem::NotFound)?;
            let request = MoveCase {
                case: case.id,
                person: self.person,
                from: case.stage,
                last_move_on: case.since,
                last_move_at: case.moved_at,
                to: self.to,
                on: day_or_today(self.on, now)?,
                reason: &self.reason,
                exit: self.exit,
            };
            let mut changes = case::move_to(&request, open.worker, now, ids)?;
            if self.to == Stage::Left {
                let (of, on) = (of_case(open, &file)?, request.on);
                leave(&mut changes, open, of, on, (self.situation, self.remind), now, ids)?;
            }
            Ok(((), changes))
        })
    }
}

#[derive(Deserialize, TS)]
pub struct RecordAgreement {
    person: PersonId,
    provider: ProviderId,
    given_by: GivenBy,
    on: Option<NaiveDate>,
}

impl UseCase for RecordAgreement {
    const NAME: &'static str = "agreement.record";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, ids| {
            open.vault.present(self.person)?;
            open.vault.provider(self.provider)?;
            let on = day_or_today(self.on, now)?;
            let (_, changes) = agreement::record(self.person, self.provider, self.given_by, on, now, ids)?;
            Ok(((), changes))
        })
    }
}

#[derive(Deserialize, TS)]
pub struct WithdrawAgreement {
    person: PersonId,
    agreement: AgreementId,
}

impl UseCase for WithdrawAgreement {
    const NAME: &'static str = "agreement.withdraw";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let file = open.vault.person(self.person, now.today)?;
            let stands = file
                .agreements
                .iter()
                .any(|agreement| agreement.id == self.agreement && agreement.withdrawn_on.is_none());
            if !stands {
                return Err(Problem::NotFound);
            }
            Ok(((), agreement::withdraw(self.agreement, self.person, now)))
        })
    }
}
