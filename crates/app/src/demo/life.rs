//! One invented life, decided by the same rules as a real one: met, talked with, referred, followed.

use chrono::{Days, NaiveDate};
use passerelle_domain::agenda::recurrence::Every;
use passerelle_domain::assessment::{self, Answer, Need, Theme};
use passerelle_domain::case::{self, ExitKind, MoveCase, OriginKind, Stage};
use passerelle_domain::change::Changes;
use passerelle_domain::encounter::{self, EncounterKind, Initiative, RecordEncounter};
use passerelle_domain::id::{CaseId, Ids, PersonId, WorkerId};
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::need_situation::NeedSituation;
use passerelle_domain::notice::{self, NoticeWay, RecordNotice, ToldTo};
use passerelle_domain::person::{self, PersonDraft, mark_demo};
use passerelle_domain::referral::State;
use passerelle_domain::task::{self, AddTask};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng as _;

use super::catalogue::Offered;
use super::path::Path;
use super::{names, path, plan, situation, who};
use crate::Problem;

/// A person's story while it is told, with what chance and identifiers it is told.
pub(super) struct Life<'a> {
    pub chance: &'a mut ChaCha8Rng,
    pub ids: &'a mut dyn Ids,
    pub worker: WorkerId,
    pub person: PersonId,
    pub case: CaseId,
    /// The day up to which the life is told.
    pub day: NaiveDate,
    pub now: Now,
    pub acts: Vec<Changes>,
    stage: Stage,
    stage_since: Option<NaiveDate>,
}

pub(super) fn below(chance: &mut ChaCha8Rng, limit: u32) -> u32 {
    chance.next_u32() % limit.max(1)
}

pub(super) fn pick<'t, T>(chance: &mut ChaCha8Rng, from: &'t [T]) -> Option<&'t T> {
    let at = below(chance, u32::try_from(from.len()).unwrap_or(1));
    from.get(usize::try_from(at).unwrap_or(0))
}

/// How far a follow-up has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chapter {
    Spotted,
    Contacting,
    Unreachable,
    Assessing,
    Planning,
    Following,
    Left,
}

fn chapter(chance: &mut ChaCha8Rng) -> Chapter {
    match below(chance, 100) {
        0..8 => Chapter::Spotted,
        8..19 => Chapter::Contacting,
        19..25 => Chapter::Unreachable,
        25..36 => Chapter::Assessing,
        36..47 => Chapter::Planning,
        47..88 => Chapter::Following,
        _ => Chapter::Left,
    }
}

/// Days since the person was found.
fn age_of(chapter: Chapter, referrals: &[Path], chance: &mut ChaCha8Rng) -> u32 {
    let talking = 22 + below(chance, 40);
    match chapter {
        Chapter::Spotted => below(chance, 9),
        Chapter::Contacting => 4 + below(chance, 14),
        Chapter::Unreachable => 40 + below(chance, 60),
        Chapter::Assessing => 14 + below(chance, 25),
        Chapter::Planning => 24 + below(chance, 40),
        Chapter::Following | Chapter::Left => talking + referrals.iter().map(Path::days).sum::<u32>(),
    }
}

impl Life<'_> {
    /// Written down on its day, each act after the one before.
    pub(super) fn then(&self) -> Now {
        let told = i64::try_from(self.acts.len()).unwrap_or(0);
        let at = self.now.at.0 - i64::from(self.days_left()) * 86_400_000 + told;
        Now { at: Instant(at), today: self.day }
    }

    /// Lets days pass, but never beyond the present.
    pub(super) fn pass(&mut self, days: u32) {
        self.day = (self.day + Days::new(u64::from(days))).min(self.now.today);
    }

    pub(super) fn days_left(&self) -> u32 {
        u32::try_from((self.now.today - self.day).num_days()).unwrap_or(0)
    }

    /// Days between the last move of the case and the day that the life has come to.
    fn days_in_stage(&self) -> u32 {
        let since = self.stage_since.map_or(0, |since| (self.day - since).num_days());
        u32::try_from(since).unwrap_or(0)
    }

    fn meet(&mut self, answered: bool) -> Result<(), Problem> {
        let table = if answered { names::MET } else { names::MISSED };
        let Some((kind, result, notes)) = pick(self.chance, table).copied() else { return Ok(()) };
        let place = if kind == EncounterKind::Street { pick(self.chance, names::SPOTS) } else { None };
        let theirs = answered && kind != EncounterKind::Street && below(self.chance, 3) == 0;
        let request = RecordEncounter {
            person: self.person,
            case: Some(self.case),
            kind,
            initiative: if theirs { Initiative::Person } else { Initiative::Worker },
            result,
            on: self.day,
            place: place.copied().unwrap_or_default(),
            note: pick(self.chance, notes).copied().unwrap_or_default(),
        };
        let (_, changes) = encounter::record(&request, self.worker, self.then(), self.ids)?;
        self.acts.push(changes);
        Ok(())
    }

    /// Meets now and then until `days` have passed; one try in five is missed.
    pub(super) fn keep_in_touch(&mut self, days: u32) -> Result<(), Problem> {
        let mut left = days.min(self.days_left());
        while left > 0 {
            let step = (5 + below(self.chance, 12)).min(left);
            self.pass(step);
            left -= step;
            if left > 0 {
                let answered = below(self.chance, 5) > 0;
                self.meet(answered)?;
            }
        }
        Ok(())
    }

    fn step(&mut self, to: Stage, reason: &str, exit: Option<ExitKind>) -> Result<(), Problem> {
        if self.stage == to {
            return Ok(());
        }
        let request = MoveCase {
            case: self.case,
            person: self.person,
            from: self.stage,
            last_move_on: self.stage_since,
            last_move_at: 0,
            to,
            on: self.day,
            reason,
            exit,
        };
        self.acts.push(case::move_to(&request, self.worker, self.then(), self.ids)?);
        (self.stage, self.stage_since) = (to, Some(self.day));
        Ok(())
    }

    /// Most are told about their file when they are first talked with, some of them with their representative.
    fn inform(&mut self) -> Result<(), Problem> {
        let told_to = match below(self.chance, 8) {
            0 => return Ok(()),
            1..4 => ToldTo::Both,
            _ => ToldTo::Person,
        };
        let request = RecordNotice { person: self.person, told_on: self.day, told_to, way: NoticeWay::Oral };
        let (_, changes) = notice::record(request, self.worker, self.then(), self.ids)?;
        self.acts.push(changes);
        Ok(())
    }

    fn assess(&mut self) -> Result<(), Problem> {
        for (theme, notes) in names::OBSTACLES {
            let answer = match below(self.chance, 5) {
                0 | 1 => Answer::Yes,
                2 => Answer::No,
                _ => continue,
            };
            let note = if answer == Answer::Yes { pick(self.chance, notes).copied() } else { None };
            let mut situations = if answer == Answer::Yes { NeedSituation::of(*theme) } else { Vec::new() };
            situations.retain(|_| below(self.chance, 4) == 0);
            let need = Need { theme: *theme, answer, note: note.unwrap_or_default().to_owned(), situations };
            self.acts.push(assessment::answer(self.person, self.case, None, &need, self.then())?);
        }
        Ok(())
    }

    fn plan_task(&mut self) -> Result<(), Problem> {
        let shift = below(self.chance, 16);
        let due_on = self.now.today + Days::new(u64::from(shift)) - Days::new(3);
        let what = pick(self.chance, names::TASKS).copied().unwrap_or_default();
        let urgent = below(self.chance, 6) == 0;
        let request = AddTask {
            person: Some(self.person),
            case: Some(self.case),
            what,
            due_on,
            urgent,
            every: Every::Once,
        };
        let (_, changes) = task::add(&request, self.worker, self.ids)?;
        self.acts.push(changes);
        Ok(())
    }

    /// Up to the first referral.
    fn begin(&mut self, chapter: Chapter) -> Result<(), Problem> {
        if chapter == Chapter::Spotted {
            return Ok(());
        }
        self.step(Stage::Contacting, "", None)?;
        for _ in 0..=below(self.chance, 2) {
            self.pass(3);
            self.meet(false)?;
        }
        if chapter == Chapter::Contacting {
            return Ok(());
        }
        if chapter == Chapter::Unreachable {
            self.pass(12);
            return self.step(Stage::Unreachable, "Trois appels et deux visites sans réponse", None);
        }
        self.pass(2);
        self.meet(true)?;
        self.inform()?;
        self.step(Stage::Assessing, "", None)?;
        situation::entry(self)?;
        self.assess()?;
        if chapter == Chapter::Assessing {
            let left = self.days_left();
            return self.keep_in_touch(left);
        }
        self.keep_in_touch(10)?;
        self.step(Stage::Planning, "", None)?;
        plan::write(self)
    }

    fn tell(&mut self, chapter: Chapter, paths: &[Path], programmes: &[Offered]) -> Result<(), Problem> {
        self.begin(chapter)?;
        if chapter == Chapter::Planning {
            let left = self.days_left().saturating_sub(below(self.chance, 12));
            self.keep_in_touch(left)?;
        }
        let before = self.days_left().saturating_sub(paths.iter().map(Path::days).sum());
        if !paths.is_empty() {
            self.keep_in_touch(before)?;
        }
        let mut last = State::Draft;
        for path in paths {
            let Some(offered) = pick(self.chance, programmes).copied() else { break };
            self.step(Stage::Following, "", None)?;
            last = path::refer(self, offered, path)?;
        }
        if chapter == Chapter::Left && last == State::Completed {
            let exit = pick(self.chance, names::EXITS).copied().unwrap_or(ExitKind::Training);
            // They left when the referral had ended well, and were looked after since.
            let passed = paths.last().map_or(0, Path::since).min(self.days_in_stage());
            let told = self.day;
            self.day = told - Days::new(u64::from(passed));
            self.step(Stage::Left, "", Some(exit))?;
            situation::leave(self, exit, passed)?;
            self.day = told;
        }
        if chapter == Chapter::Following && below(self.chance, 12) > 0 {
            // Most were seen lately; the others are those whom nobody has reached.
            let left = self.days_left().saturating_sub(below(self.chance, 16));
            self.keep_in_touch(left)?;
            self.meet(true)?;
        }
        if below(self.chance, 9) == 0 { self.plan_task() } else { Ok(()) }
    }
}

/// A life that is told: who it is of, and the acts that write it down.
pub(super) struct Lived {
    pub who: PersonDraft,
    pub acts: Vec<Changes>,
}

/// Tells one life; where `double` is given, of the same person written down a second time.
pub(super) fn invent(
    number: u32,
    double: Option<&PersonDraft>,
    programmes: &[Offered],
    worker: WorkerId,
    now: Now,
    chance: &mut ChaCha8Rng,
    ids: &mut dyn Ids,
) -> Result<Lived, Problem> {
    let chapter = chapter(chance);
    let paths = match chapter {
        Chapter::Following => path::of_someone_followed(chance),
        Chapter::Left => vec![path::well_ended(chance)],
        Chapter::Spotted
        | Chapter::Contacting
        | Chapter::Unreachable
        | Chapter::Assessing
        | Chapter::Planning => Vec::new(),
    };
    let day = now.today - Days::new(u64::from(age_of(chapter, &paths, chance)));
    let then = Now { at: now.at, today: day };
    let who = who::invent(number, now, chance);
    let who = double.map_or(who, who::again);
    let (person, mut changes) = person::add(&who, then, ids)?;
    let origin = pick(chance, OriginKind::ALL).copied().unwrap_or(OriginKind::Street);
    let detail = names::ORIGINS.iter().find(|(kind, _)| *kind == origin).map_or("", |(_, detail)| detail);
    let case = case::open(&mut changes, person, origin, detail, worker, then, ids);
    mark_demo(&mut changes);
    let acts = vec![changes];
    let stage = Stage::Spotted;
    let mut life = Life { chance, ids, worker, person, case, day, now, acts, stage, stage_since: None };
    if origin == OriginKind::Street {
        life.meet(true)?;
    }
    if chapter != Chapter::Left {
        situation::clocks(&mut life, &who.birth, origin, detail)?;
    }
    life.tell(chapter, &paths, programmes)?;
    if matches!(chapter, Chapter::Assessing | Chapter::Planning | Chapter::Following) {
        life.diary(day)?;
    }
    Ok(Lived { who, acts: life.acts })
}

/// The themes of an assessment, for the sentences of [`names`].
pub(super) type Obstacle = (Theme, &'static [&'static str]);
