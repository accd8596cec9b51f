//! One invented life, decided by the same rules as a real one: met, talked with, referred, followed.

use chrono::{Days, NaiveDate};
use passerelle_domain::agreement::{self, GivenBy};
use passerelle_domain::assessment::{self, Answer, Need, Theme};
use passerelle_domain::case::{self, ExitKind, MoveCase, OriginKind, Stage};
use passerelle_domain::change::{Changes, REFERRAL, Table, Value};
use passerelle_domain::encounter::{self, EncounterKind, EncounterResult, Initiative, RecordEncounter};
use passerelle_domain::id::{CaseId, Ids, PersonId, ReferralId, TransitionId, WorkerId};
use passerelle_domain::moment::Now;
use passerelle_domain::person::{self, PersonDraft, Sex, mark_demo};
use passerelle_domain::referral::{
    AgreementState, CheckKind, Facts, MoveRequest, Presence, State, Transition, allowed, decide_check,
    decide_move,
};
use passerelle_domain::task::{self, AddTask};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng as _;

use super::catalogue::Offered;
use super::names;
use crate::Problem;

struct Life<'a> {
    chance: &'a mut ChaCha8Rng,
    ids: &'a mut dyn Ids,
    worker: WorkerId,
    person: PersonId,
    case: CaseId,
    /// The day up to which the life is told.
    day: NaiveDate,
    now: Now,
    stage: Stage,
    stage_since: Option<NaiveDate>,
    acts: Vec<Changes>,
}

fn below(chance: &mut ChaCha8Rng, limit: u32) -> u32 {
    chance.next_u32() % limit.max(1)
}

fn pick<'t, T>(chance: &mut ChaCha8Rng, from: &'t [T]) -> Option<&'t T> {
    let at = below(chance, u32::try_from(from.len()).unwrap_or(1));
    from.get(usize::try_from(at).unwrap_or(0))
}

impl Life<'_> {
    fn then(&self) -> Now {
        Now { at: self.now.at, today: self.day }
    }

    /// Lets days pass, at least `least` and less than `spread` more; false when the present is reached.
    fn pass(&mut self, least: u32, spread: u32) -> bool {
        let days = least + below(self.chance, spread);
        let next = self.day + Days::new(u64::from(days));
        if next > self.now.today {
            return false;
        }
        self.day = next;
        true
    }

    fn meet(&mut self) -> Result<(), Problem> {
        let kinds = [
            (EncounterKind::Street, EncounterResult::Reached),
            (EncounterKind::Call, EncounterResult::Reached),
            (EncounterKind::Call, EncounterResult::NoAnswer),
            (EncounterKind::Message, EncounterResult::LeftMessage),
            (EncounterKind::Interview, EncounterResult::Reached),
            (EncounterKind::Interview, EncounterResult::Missed),
            (EncounterKind::Visit, EncounterResult::Reached),
        ];
        let (kind, result) =
            pick(self.chance, &kinds).copied().unwrap_or((EncounterKind::Street, EncounterResult::Reached));
        let place = if kind == EncounterKind::Street { pick(self.chance, names::SPOTS) } else { None };
        let initiative = if below(self.chance, 3) == 0 { Initiative::Person } else { Initiative::Worker };
        let request = RecordEncounter {
            person: self.person,
            case: Some(self.case),
            kind,
            initiative,
            result,
            on: self.day,
            place: place.copied().unwrap_or_default(),
            note: pick(self.chance, names::NOTES).copied().unwrap_or_default(),
        };
        let (_, changes) = encounter::record(&request, self.worker, self.then(), self.ids)?;
        self.acts.push(changes);
        Ok(())
    }

    fn step(&mut self, to: Stage, exit: Option<ExitKind>) -> Result<(), Problem> {
        if self.stage == to {
            return Ok(());
        }
        let request = MoveCase {
            case: self.case,
            person: self.person,
            from: self.stage,
            last_move_on: self.stage_since,
            to,
            on: self.day,
            reason: "",
            exit,
        };
        self.acts.push(case::move_to(&request, self.then(), self.ids)?);
        (self.stage, self.stage_since) = (to, Some(self.day));
        Ok(())
    }

    fn assess(&mut self) -> Result<(), Problem> {
        for theme in Theme::ALL {
            let answer = match below(self.chance, 4) {
                0 => Answer::Yes,
                1 => Answer::No,
                _ => continue,
            };
            let need = Need { theme: *theme, answer, note: String::new() };
            self.acts.push(assessment::answer(self.person, self.case, None, &need, self.then())?);
        }
        Ok(())
    }

    fn refer(&mut self, offered: Offered) -> Result<State, Problem> {
        let referral = ReferralId(self.ids.fresh());
        let mut changes = Changes::new("referral.propose", Some(self.person));
        let wish = pick(self.chance, names::WISHES).copied().unwrap_or_default();
        changes.row(
            Table::Referral,
            referral,
            vec![
                (REFERRAL.person, Value::Id(self.person.0)),
                (REFERRAL.case_file, Value::Id(self.case.0)),
                (REFERRAL.programme, Value::Id(offered.programme.0)),
                (REFERRAL.wish, Value::text(wish)),
                (REFERRAL.author, Value::Id(self.worker.0)),
                (REFERRAL.proposed_on, Value::Day(self.day)),
            ],
        );
        self.acts.push(changes);
        if below(self.chance, 8) == 0 {
            return Ok(State::Draft);
        }
        let (given_by, then) = (GivenBy::Both, self.then());
        let (_, agreed) =
            agreement::record(self.person, offered.provider, given_by, self.day, then, self.ids)?;
        self.acts.push(agreed);
        self.follow(referral)
    }

    fn follow(&mut self, id: ReferralId) -> Result<State, Problem> {
        let mut facts = Facts {
            id,
            person: self.person,
            transitions: Vec::new(),
            checks: Vec::new(),
            kind: String::new(),
            session_start: None,
            session_end: None,
            programme_open: true,
            programme_name: String::new(),
            provider_name: String::new(),
            created_on: self.day,
            agreement: AgreementState::PersonAndRepresentative,
            minor: None,
            and_now_settled_on: None,
        };
        let mut state = State::Draft;
        loop {
            let choices = allowed(&facts);
            let choice = if state == State::Draft { choices.first() } else { pick(self.chance, &choices) };
            let Some(choice) = choice else { return Ok(state) };
            let reason = pick(self.chance, &choice.reasons).copied();
            let request = MoveRequest { to: choice.to, on: self.day, reason, note: String::new() };
            let changes = decide_move(&facts, &request, self.then(), Some(self.worker), self.ids)?;
            self.acts.push(changes);
            facts.transitions.push(Transition {
                on: self.day,
                at: i64::try_from(facts.transitions.len()).unwrap_or(0),
                id: TransitionId(self.ids.fresh()),
                from: state,
                to: choice.to,
                reason,
                note: String::new(),
            });
            state = choice.to;
            if state == State::Started {
                let (kind, yes) = (CheckKind::Day1, Presence::Yes);
                let (then, who) = (self.then(), Some(self.worker));
                self.acts.push(decide_check(&facts, kind, yes, self.day, "", then, who, self.ids)?);
            }
            if !self.pass(5, 25) {
                return Ok(state);
            }
        }
    }

    fn plan_task(&mut self) -> Result<(), Problem> {
        let shift = below(self.chance, 12);
        let due_on = self.now.today + Days::new(u64::from(shift)) - Days::new(3);
        let what = pick(self.chance, names::TASKS).copied().unwrap_or_default();
        let urgent = below(self.chance, 6) == 0;
        let request = AddTask { person: Some(self.person), case: Some(self.case), what, due_on, urgent };
        let (_, changes) = task::add(&request, self.worker, self.ids)?;
        self.acts.push(changes);
        Ok(())
    }

    fn tell(&mut self, programmes: &[Offered]) -> Result<(), Problem> {
        self.step(Stage::Contacting, None)?;
        if below(self.chance, 9) == 0 {
            return self.step(Stage::Unreachable, None);
        }
        for _ in 0..=below(self.chance, 3) {
            if !self.pass(4, 14) {
                return Ok(());
            }
            self.meet()?;
        }
        self.step(Stage::Assessing, None)?;
        self.assess()?;
        if !self.pass(3, 10) {
            return Ok(());
        }
        self.step(Stage::Planning, None)?;
        if let Some(offered) = pick(self.chance, programmes).copied() {
            self.step(Stage::Following, None)?;
            let state = self.refer(offered)?;
            if state == State::Completed && below(self.chance, 2) == 0 {
                return self.step(Stage::Left, Some(ExitKind::Training));
            }
        }
        while self.pass(8, 30) {
            self.meet()?;
        }
        if below(self.chance, 7) == 0 { self.plan_task() } else { Ok(()) }
    }
}

fn who(number: u32, now: Now, chance: &mut ChaCha8Rng) -> PersonDraft {
    let (given, sex) = pick(chance, names::GIVEN).copied().unwrap_or(("Awa", 'f'));
    let family = pick(chance, names::FAMILY).copied().unwrap_or("Delattre");
    let (commune, postal_code, insee) = pick(chance, names::PLACES).copied().unwrap_or_default();
    let days = 15 * 366 + below(chance, 10 * 365);
    let born = now.today - Days::new(u64::from(days));
    let birth = match below(chance, 6) {
        0 => born.format("%Y").to_string(),
        1 => String::new(),
        _ => born.to_string(),
    };
    let phone = if below(chance, 5) == 0 {
        String::new()
    } else {
        format!("06 39 98 {:02} {:02}", number / 100 % 100, number % 100)
    };
    PersonDraft {
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        birth,
        sex: Some(if sex == 'f' { Sex::Female } else { Sex::Male }),
        phone,
        commune: commune.to_owned(),
        postal_code: postal_code.to_owned(),
        insee: insee.to_owned(),
        ..PersonDraft::default()
    }
}

/// The acts that write one life down.
pub(super) fn invent(
    number: u32,
    programmes: &[Offered],
    worker: WorkerId,
    now: Now,
    chance: &mut ChaCha8Rng,
    ids: &mut dyn Ids,
) -> Result<Vec<Changes>, Problem> {
    let day = now.today - Days::new(u64::from(3 + below(chance, 330)));
    let then = Now { at: now.at, today: day };
    let (person, mut changes) = person::add(&who(number, now, chance), then, ids)?;
    let origin = pick(chance, OriginKind::ALL).copied().unwrap_or(OriginKind::Street);
    let case = case::open(&mut changes, person, origin, "", worker, then, ids);
    mark_demo(&mut changes);
    let acts = vec![changes];
    let stage = Stage::Spotted;
    let mut life = Life { chance, ids, worker, person, case, day, now, stage, stage_since: None, acts };
    life.tell(programmes)?;
    Ok(life.acts)
}
