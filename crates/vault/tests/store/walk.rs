//! Hundreds of acts drawn by chance from a seed: whatever was done, the journal alone makes the same tables.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use passerelle_domain::agenda::recurrence::Every;
use passerelle_domain::agreement::{self, GivenBy};
use passerelle_domain::assessment::{self, Answer, Need, Theme};
use passerelle_domain::case::{self, ExitKind, MoveCase, OriginKind, Stage};
use passerelle_domain::change::{Changes, NEED, REFERRAL, Table, Value};
use passerelle_domain::encounter::{self, EncounterKind, EncounterResult, Initiative, RecordEncounter};
use passerelle_domain::id::{
    CaseId, CountedIds, Ids, PersonId, ProgrammeId, ProviderId, ReferralId, TaskId, WorkerId,
};
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::need_situation::NeedSituation;
use passerelle_domain::person::{self, PersonDraft, mark_demo};
use passerelle_domain::programme::{
    self, Funding, ProgrammeDraft, ProgrammeKind, ProgrammeStatus, ProviderDraft, Tag,
};
use passerelle_domain::referral::{self, CheckKind, MoveRequest, Presence, State};
use passerelle_domain::task::{self, AddTask};
use passerelle_vault::key::secret::VaultKey;
use passerelle_vault::{Hand, Vault};
use uuid::Uuid;

use crate::chance::Chance;

const WORKER: WorkerId = WorkerId(Uuid::from_u128(9));

impl Chance {
    fn pick<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        if from.is_empty() { None } else { from.get(self.below(from.len())) }
    }

    fn word(&mut self) -> String {
        const WORDS: &[&str] =
            &["", "Awa", "Lœuillet", "D'Hondt", "Yılmaz", "élève", "\"*(", "🙂", "<b>", "محمد", "Zoé"];
        let words: Vec<&str> = (0..=self.below(3)).map(|_| *self.pick(WORDS).unwrap()).collect();
        words.join(" ")
    }
}

struct Walk {
    vault: Vault,
    _dir: tempfile::TempDir,
    chance: Chance,
    ids: CountedIds,
    today: NaiveDate,
    people: Vec<(PersonId, CaseId)>,
    providers: Vec<ProviderId>,
    programmes: Vec<(ProgrammeId, ProviderId)>,
    referrals: Vec<(ReferralId, PersonId, ProviderId)>,
    tasks: Vec<TaskId>,
}

/// Acts that may be invented carry the mark, so that a later erasure has something to take.
fn marked(mut changes: Changes, demo: bool) -> Changes {
    if demo {
        mark_demo(&mut changes);
    }
    changes
}

impl Walk {
    fn new(seed: u64) -> Walk {
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let mut ids = CountedIds(1_000);
        let vault = Vault::create(dir.path(), &VaultKey::draw().unwrap(), WORKER, &mut ids).unwrap();
        let (people, providers, programmes, referrals, tasks) = Default::default();
        let today = "2026-01-05".parse().unwrap();
        Walk {
            vault,
            _dir: dir,
            chance: Chance(seed),
            ids,
            today,
            people,
            providers,
            programmes,
            referrals,
            tasks,
        }
    }

    fn now(&self) -> Now {
        let days = self.today.signed_duration_since(NaiveDate::default()).num_days();
        Now { at: Instant(days * 86_400_000), today: self.today }
    }

    fn form(&mut self) -> PersonDraft {
        let births = ["", "2008", "2008-03", "2008-03-14", "2005-11-30"];
        PersonDraft {
            given_name: format!("Awa {}", self.chance.below(40)),
            family_name: self.chance.word(),
            birth: (*self.chance.pick(&births).unwrap()).to_owned(),
            phone: format!("06 39 98 00 {:02}", self.chance.below(100)),
            commune: self.chance.word(),
            summary: self.chance.word(),
            ..PersonDraft::default()
        }
    }

    fn add_person(&mut self) -> Option<Changes> {
        let (form, now) = (self.form(), self.now());
        let (person, mut changes) = person::add(&form, now, &mut self.ids).ok()?;
        let case = case::open(&mut changes, person, OriginKind::Street, "", WORKER, now, &mut self.ids);
        self.people.push((person, case));
        Some(marked(changes, self.chance.below(4) == 0))
    }

    fn correct_person(&mut self) -> Option<Changes> {
        let (person, _) = *self.chance.pick(&self.people)?;
        let (form, now) = (self.form(), self.now());
        let kept = self.vault.person(person, self.today).ok()?.who;
        person::correct(person, &kept, &form, now).ok()
    }

    fn meet(&mut self) -> Option<Changes> {
        let (person, case) = *self.chance.pick(&self.people)?;
        let note = self.chance.word();
        let request = RecordEncounter {
            person,
            case: Some(case),
            kind: *self.chance.pick(EncounterKind::ALL)?,
            initiative: *self.chance.pick(Initiative::ALL)?,
            result: *self.chance.pick(EncounterResult::ALL)?,
            on: self.today - Days::new(self.chance.below(30) as u64),
            place: "",
            note: &note,
        };
        Some(encounter::record(&request, WORKER, self.now(), &mut self.ids).ok()?.1)
    }

    fn move_case(&mut self) -> Option<Changes> {
        let (person, _) = *self.chance.pick(&self.people)?;
        let file = self.vault.person(person, self.today).ok()?;
        let case = file.cases.first()?;
        let request = MoveCase {
            case: case.id,
            person,
            from: case.stage,
            last_move_on: case.since,
            last_move_at: case.moved_at,
            to: *self.chance.pick(Stage::ALL)?,
            on: self.today,
            reason: "",
            exit: Some(ExitKind::Job),
        };
        case::move_to(&request, WORKER, self.now(), &mut self.ids).ok()
    }

    fn answer(&mut self) -> Option<Changes> {
        let (person, case) = *self.chance.pick(&self.people)?;
        let (theme, answer) = (*self.chance.pick(Theme::ALL)?, *self.chance.pick(Answer::ALL)?);
        let kept = self.vault.need(case, theme).ok()?;
        let mut situations = NeedSituation::of(theme);
        situations.truncate(self.chance.below(4));
        let need = Need { theme, answer, note: self.chance.word(), situations };
        assessment::answer(person, case, kept.as_ref(), &need, self.now()).ok()
    }

    fn offer(&mut self) -> Option<Changes> {
        let name = format!("Structure {}", self.chance.word());
        if self.providers.is_empty() || self.chance.below(3) == 0 {
            let form = ProviderDraft { name, ..ProviderDraft::default() };
            let (id, changes) = programme::add_provider(&form, &mut self.ids).ok()?;
            self.providers.push(id);
            return Some(marked(changes, self.chance.below(2) == 0));
        }
        let provider = *self.chance.pick(&self.providers)?;
        let form = self.programme_form();
        if self.chance.below(2) == 0 {
            let (id, changes) = programme::add_programme(provider, &form, &mut self.ids).ok()?;
            self.programmes.push((id, provider));
            return Some(marked(changes, self.chance.below(2) == 0));
        }
        let (id, _) = *self.chance.pick(&self.programmes)?;
        let kept = self.vault.programme(id).ok()?.what;
        programme::correct_programme(id, &kept, &form).ok()
    }

    fn programme_form(&mut self) -> ProgrammeDraft {
        let mut some = |chance: usize| self.chance.below(chance) == 0;
        let tags = Tag::ALL.iter().copied().filter(|_| some(2)).collect();
        let fundings = Funding::ALL.iter().copied().filter(|_| some(2)).collect();
        ProgrammeDraft {
            name: format!("Offre {}", self.chance.word()),
            kind: *self.chance.pick(ProgrammeKind::ALL).unwrap(),
            summary: self.chance.word(),
            min_age: Some(16),
            max_age: None,
            next_start: Some(self.today + Days::new(20)),
            places: None,
            status: ProgrammeStatus::Open,
            tags,
            fundings,
        }
    }

    fn propose(&mut self) -> Option<Changes> {
        let (person, case) = *self.chance.pick(&self.people)?;
        let (programme, provider) = *self.chance.pick(&self.programmes)?;
        let referral = ReferralId(self.ids.fresh());
        self.referrals.push((referral, person, provider));
        let mut changes = Changes::new("referral.propose", Some(person));
        let fields = vec![
            (REFERRAL.person, Value::Id(person.0)),
            (REFERRAL.case_file, Value::Id(case.0)),
            (REFERRAL.programme, Value::Id(programme.0)),
            (REFERRAL.proposed_on, Value::Day(self.today)),
        ];
        changes.row(Table::Referral, referral, fields);
        Some(changes)
    }

    fn follow(&mut self) -> Option<Changes> {
        let (id, person, provider) = *self.chance.pick(&self.referrals)?;
        let (facts, now) = (self.vault.referral_facts(id, self.today).ok()?, self.now());
        if referral::standing(&facts.transitions).state == State::Draft && self.chance.below(2) == 0 {
            let by = *self.chance.pick(GivenBy::ALL)?;
            return Some(agreement::record(person, provider, by, self.today, now, &mut self.ids).ok()?.1);
        }
        if self.chance.below(3) == 0 {
            let kind = *self.chance.pick(CheckKind::ALL)?;
            let yes = Presence::Yes;
            return referral::decide_check(&facts, kind, yes, self.today, "", now, None, &mut self.ids).ok();
        }
        let mut moves = referral::allowed(&facts);
        // What gives a reason ends: most walks go on instead, or few would come to a start.
        if self.chance.below(4) > 0 && moves.iter().any(|next| next.reasons.is_empty()) {
            moves.retain(|next| next.reasons.is_empty());
        }
        let Some(next) = self.chance.pick(&moves).cloned() else {
            return referral::settle_and_now(&facts, now).ok();
        };
        let reason = self.chance.pick(&next.reasons).copied();
        let request = MoveRequest { to: next.to, on: self.today, reason, note: self.chance.word() };
        referral::decide_move(&facts, &request, now, Some(WORKER), &mut self.ids).ok()
    }

    fn withdraw(&mut self) -> Option<Changes> {
        let (person, _) = *self.chance.pick(&self.people)?;
        let file = self.vault.person(person, self.today).ok()?;
        let standing = file.agreements.iter().find(|agreement| agreement.withdrawn_on.is_none())?;
        Some(agreement::withdraw(standing.id, person, self.now()))
    }

    fn task(&mut self) -> Option<Changes> {
        if self.chance.below(2) == 0 {
            let id = *self.chance.pick(&self.tasks)?;
            let (person, done_on) = self.vault.task(id).ok()?;
            return Some(task::settle(id, person, done_on, done_on.is_none(), self.now()));
        }
        let person = self.chance.pick(&self.people).map(|(person, _)| *person);
        let request = AddTask {
            person,
            case: None,
            what: "Rappeler",
            due_on: self.today,
            urgent: false,
            every: Every::Once,
        };
        let (id, changes) = task::add(&request, WORKER, &mut self.ids).ok()?;
        self.tasks.push(id);
        Some(changes)
    }

    fn step(&mut self) -> bool {
        if self.chance.below(3) == 0 {
            self.today = self.today + Days::new(1);
        }
        let act = match self.chance.below(15) {
            0 => self.add_person(),
            1 => self.correct_person(),
            2 | 3 => self.meet(),
            4 => self.move_case(),
            5 => self.answer(),
            6 => self.offer(),
            7 => self.propose(),
            8..=12 => self.follow(),
            13 => self.withdraw(),
            _ => self.task(),
        };
        let Some(act) = act.filter(|act| !act.is_empty()) else { return false };
        self.vault.commit(&act, Hand { worker: WORKER, now: self.now() }).unwrap();
        true
    }

    fn assert_sound(&self, why: &str) {
        let report = self.vault.verify().unwrap();
        assert!(report.sound, "{why}: {:?}", report.findings);
    }
}

#[test]
fn after_any_walk_the_journal_alone_makes_the_same_tables() {
    let mut reached = BTreeSet::new();
    for seed in [1, 2, 3, 4] {
        let mut walk = Walk::new(seed);
        let mut acts = 0;
        while acts < 300 {
            acts += u32::from(walk.step());
        }
        assert_eq!(walk.vault.verify().unwrap().acts, acts);
        walk.assert_sound(&format!("seed {seed}"));
        let document = walk.vault.export().unwrap();
        for row in document["tables"]["transition"].as_array().unwrap() {
            reached.insert(row["to_state"].as_str().unwrap().to_owned());
        }
    }
    assert!(reached.len() > 8, "the walks go far enough to mean something: {reached:?}");
}

#[test]
fn an_erasure_in_the_middle_of_a_walk_leaves_a_journal_that_goes_on() {
    let mut walk = Walk::new(11);
    for round in 0..4 {
        for _ in 0..120 {
            walk.step();
        }
        walk.vault.erase_demo().unwrap();
        walk.assert_sound(&format!("erasure {round}"));
        let document = walk.vault.export().unwrap();
        let people = document["tables"]["person"].as_array().unwrap();
        assert!(!people.is_empty() && people.iter().all(|person| person["demo"] == 0));
        let ids: Vec<Uuid> = people.iter().map(|row| row["id"].as_str().unwrap().parse().unwrap()).collect();
        walk.people.retain(|(person, _)| ids.contains(&person.0));
        walk.referrals.retain(|(_, person, _)| ids.contains(&person.0));
        let gone = |table: &str, id: Uuid| {
            let rows = document["tables"][table].as_array().unwrap();
            rows.iter().all(|row| row["id"] != id.to_string())
        };
        walk.programmes.retain(|(programme, _)| !gone("programme", programme.0));
        walk.providers.retain(|provider| !gone("provider", provider.0));
        walk.tasks.retain(|task| !gone("task", task.0));
    }
}

#[test]
fn an_import_of_a_walk_makes_the_same_document() {
    let mut walk = Walk::new(5);
    for _ in 0..300 {
        walk.step();
    }
    let document = walk.vault.export().unwrap();
    let other = Walk::new(6);
    let (acts, contents, report) = other.vault.plan_import(&document).unwrap();
    assert!(report.refused.is_empty(), "{:?}", report.refused);
    other.vault.commit_with(&acts, &contents, Hand { worker: WORKER, now: walk.now() }).unwrap();
    assert_eq!(other.vault.export().unwrap(), document);
    other.assert_sound("after the import");
}

#[test]
fn a_commit_that_fails_halfway_leaves_rows_journal_and_index_as_they_were() {
    let mut walk = Walk::new(8);
    for _ in 0..80 {
        walk.step();
    }
    let now = walk.now();
    let before = (walk.vault.export().unwrap(), walk.vault.pending().unwrap());
    for at in 0..4 {
        let mut acts: Vec<Changes> = Vec::new();
        for number in 0..4 {
            let form = PersonDraft { given_name: format!("Halb{number}"), ..PersonDraft::default() };
            acts.push(person::add(&form, now, &mut walk.ids).unwrap().1);
        }
        // A value that its column refuses: the three answers are held by a CHECK.
        let torn = Uuid::from_u128(70_000 + at as u128);
        acts[at].row(Table::Need, torn, vec![(NEED.answer, Value::text("perhaps"))]);
        assert!(walk.vault.commit_all(&acts, Hand { worker: WORKER, now }).is_err());
        assert_eq!((walk.vault.export().unwrap(), walk.vault.pending().unwrap()), before, "torn at {at}");
        assert!(walk.vault.search("halb").unwrap().is_empty(), "the index forgot them too");
        walk.assert_sound("after a torn commit");
    }
    let act = walk.add_person().unwrap();
    walk.vault.commit(&act, Hand { worker: WORKER, now }).unwrap();
    assert_eq!(walk.vault.pending().unwrap(), before.1 + 1, "and the numbers go on without a gap");
    walk.assert_sound("after the next act");
}
