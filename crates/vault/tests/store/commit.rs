use chrono::NaiveDate;
use passerelle_domain::assessment::{Answer, Need, Theme, answer};
use passerelle_domain::case::{self, MoveCase, OriginKind, Stage};
use passerelle_domain::change::{Changes, PERSON, REFERRAL, Table, Value, WORKER as WORKER_FIELDS};
use passerelle_domain::encounter::{self, EncounterKind, EncounterResult, Initiative, RecordEncounter};
use passerelle_domain::id::{CaseId, CountedIds, Ids as _, PersonId, WorkerId};
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::person::likeness::Likable;
use passerelle_domain::person::{self, PersonDraft};
use passerelle_domain::programme::{self, ProgrammeDraft, ProgrammeKind, ProgrammeStatus, ProviderDraft};
use passerelle_vault::key::secret::VaultKey;
use passerelle_vault::person::{PeopleFilter, PeopleSort, TimelineWhat};
use passerelle_vault::referral::BoardFilter;
use passerelle_vault::search::Hit;
use passerelle_vault::{Error, FILE, Hand, Vault};
use uuid::Uuid;

const WORKER: WorkerId = WorkerId(Uuid::from_u128(9));

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn now() -> Now {
    Now { at: Instant(1_700_000_000_000), today: day("2026-11-23") }
}

fn hand() -> Hand {
    Hand { worker: WORKER, now: now() }
}

struct Laptop {
    dir: tempfile::TempDir,
    key: VaultKey,
    vault: Vault,
    ids: CountedIds,
}

fn laptop() -> Laptop {
    let dir = tempfile::tempdir().unwrap();
    let key = VaultKey::draw().unwrap();
    let mut ids = CountedIds(1_000);
    let vault = Vault::create(dir.path(), &key, WORKER, &mut ids).unwrap();
    Laptop { dir, key, vault, ids }
}

impl Laptop {
    fn add(&mut self, given: &str, family: &str) -> (PersonId, CaseId) {
        let who = PersonDraft {
            given_name: given.into(),
            family_name: family.into(),
            birth: "2008-03-14".into(),
            phone: "06 39 98 12 34".into(),
            commune: "Creil".into(),
            ..PersonDraft::default()
        };
        let (id, mut changes) = person::add(&who, now(), &mut self.ids).unwrap();
        let case = case::open(&mut changes, id, OriginKind::Street, "", WORKER, now(), &mut self.ids);
        self.vault.commit(&changes, hand()).unwrap();
        (id, case)
    }

    fn note(&mut self, person: PersonId, text: &str, kind: EncounterKind, on: &str) {
        let request = RecordEncounter {
            person,
            case: None,
            kind,
            initiative: Initiative::Worker,
            result: EncounterResult::Reached,
            on: day(on),
            place: "",
            note: text,
        };
        let (_, changes) = encounter::record(&request, WORKER, now(), &mut self.ids).unwrap();
        self.vault.commit(&changes, hand()).unwrap();
    }

    fn reopen(self) -> Laptop {
        drop(self.vault);
        let vault = Vault::open(self.dir.path(), &self.key).unwrap();
        Laptop { vault, dir: self.dir, key: self.key, ids: self.ids }
    }

    fn names(&self, text: &str) -> Vec<String> {
        let name = |hit| match hit {
            Hit::Person { name, .. } => Some(name),
            Hit::Programme { .. } => None,
        };
        self.vault.search(text).unwrap().into_iter().filter_map(name).collect()
    }
}

#[test]
fn what_is_committed_is_there_after_closing() {
    let mut laptop = laptop();
    let (awa, _) = laptop.add("Awa", "Lœuillet");
    laptop.note(awa, "<b>Veut</b> apprendre la soudure", EncounterKind::Street, "2026-11-20");
    let laptop = laptop.reopen();
    let file = laptop.vault.person(awa, now().today).unwrap();
    assert_eq!(file.who.given_name, "Awa");
    assert_eq!(file.last_contact, Some(day("2026-11-20")));
    assert_eq!(file.timeline.len(), 1);
    assert_eq!(file.minor, Some(false), "born in March 2008, she is 18");
    assert_eq!(file.needs.len(), Theme::ALL.len());
    assert!(file.needs.iter().all(|need| need.answer == Answer::Unasked), "silence is not a no");
}

#[test]
fn the_journal_alone_makes_the_same_tables() {
    let mut laptop = laptop();
    let (awa, case) = laptop.add("Awa", "Diallo");
    let before = laptop.vault.person(awa, now().today).unwrap().who;
    for phone in ["06 39 98 00 01", "06 39 98 00 02"] {
        let kept = laptop.vault.person(awa, now().today).unwrap().who;
        let after = PersonDraft { phone: phone.into(), commune: "Lens".into(), ..before.clone() };
        let changes = person::correct(awa, &kept, &after, now()).unwrap();
        laptop.vault.commit(&changes, hand()).unwrap();
    }
    for given in [Answer::Yes, Answer::No] {
        let kept = laptop.vault.need(case, Theme::Housing).unwrap();
        let need =
            Need { theme: Theme::Housing, answer: given, note: "chez sa tante".into(), situations: vec![] };
        let changes = answer(awa, case, kept.as_ref(), &need, now()).unwrap();
        laptop.vault.commit(&changes, hand()).unwrap();
    }
    let report = laptop.vault.verify().unwrap();
    assert!(report.sound, "{:?}", report.findings);
    assert_eq!(report.acts, 5);
}

#[test]
fn an_act_that_changes_nothing_leaves_no_trace() {
    let mut laptop = laptop();
    let (awa, _) = laptop.add("Awa", "Diallo");
    let kept = laptop.vault.person(awa, now().today).unwrap().who;
    let changes = person::correct(awa, &kept, &kept, now()).unwrap();
    assert!(laptop.vault.commit(&changes, hand()).unwrap().is_empty());
    assert_eq!(laptop.vault.pending().unwrap(), 1);
}

#[test]
fn several_acts_are_written_all_or_none() {
    let mut laptop = laptop();
    let who = PersonDraft { given_name: "Inès".into(), ..PersonDraft::default() };
    let (_, first) = person::add(&who, now(), &mut laptop.ids).unwrap();
    let mut torn = first.clone();
    // A value that its column refuses: the three answers are held by a CHECK.
    torn.row(
        passerelle_domain::change::Table::Need,
        Uuid::from_u128(5),
        vec![(passerelle_domain::change::NEED.answer, passerelle_domain::change::Value::text("perhaps"))],
    );
    torn.ops.remove(0);
    assert!(laptop.vault.commit_all(&[first, torn], hand()).is_err());
    assert_eq!(laptop.vault.pending().unwrap(), 0);
    let page = laptop.vault.people(&PeopleFilter::default(), PeopleSort::Name, false, 0, 10, now().today);
    assert_eq!(page.unwrap().total, 0);
}

#[test]
fn names_are_found_without_accents_by_their_beginnings_and_with_a_slip() {
    let mut laptop = laptop();
    laptop.add("Gwenaëlle", "Wójcik");
    laptop.add("François", "Lœuillet");
    assert_eq!(laptop.names("gwena"), ["Gwenaëlle Wójcik"]);
    assert_eq!(laptop.names("WOJC"), ["Gwenaëlle Wójcik"]);
    assert_eq!(laptop.names("loeuil franc"), ["François Lœuillet"]);
    assert_eq!(laptop.names("francios"), ["François Lœuillet"], "two letters swapped");
    assert_eq!(laptop.names("0639981234").len(), 2);
    assert!(laptop.names("\"*( OR").is_empty(), "signs of the query language are no query");
}

#[test]
fn filters_narrow_and_the_total_counts_what_is_left() {
    let mut laptop = laptop();
    let (awa, _) = laptop.add("Awa", "Diallo");
    laptop.add("Bruno", "Caron");
    laptop.note(awa, "vue", EncounterKind::Visit, "2026-11-22");
    let ask = |filter: PeopleFilter| {
        laptop.vault.people(&filter, PeopleSort::Name, false, 0, 10, now().today).unwrap()
    };
    let quiet = PeopleFilter { quiet_days: Some(21), ..PeopleFilter::default() };
    assert_eq!(ask(quiet.clone()).total, 0, "a case opened today is not a silence of weeks");
    let in_a_month = day("2026-12-20");
    let late = laptop.vault.people(&quiet, PeopleSort::Name, false, 0, 10, in_a_month).unwrap();
    assert_eq!(late.total, 2, "Bruno was never reached, and Awa not since November");
    let sooner = laptop.vault.people(&quiet, PeopleSort::Name, false, 0, 10, day("2026-12-14")).unwrap();
    assert_eq!((sooner.total, sooner.lines[0].given_name.as_str()), (1, "Awa"));
    assert_eq!(ask(PeopleFilter { min_age: Some(19), ..PeopleFilter::default() }).total, 0);
    assert_eq!(
        ask(PeopleFilter { min_age: Some(18), max_age: Some(18), ..PeopleFilter::default() }).total,
        2
    );
    assert_eq!(ask(PeopleFilter { text: "crei awa".into(), ..PeopleFilter::default() }).total, 1);
}

#[test]
fn the_same_person_is_proposed_with_the_reason() {
    let mut laptop = laptop();
    let (awa, _) = laptop.add("Mohamed", "Bouzid");
    let typed = Likable { given: "Mohammed".into(), family: "Bousid".into(), ..Likable::default() };
    let found = laptop.vault.alike(&typed, now().today).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].person.id, awa);
    let other = Likable { given: "Zélie".into(), family: "Crépin".into(), ..Likable::default() };
    assert!(laptop.vault.alike(&other, now().today).unwrap().is_empty());
}

#[test]
fn the_file_holds_no_plain_text_and_opens_with_its_key_only() {
    let mut laptop = laptop();
    let (awa, _) = laptop.add("Kanarivogel", "Kanarifamille");
    laptop.note(awa, "kanarinote", EncounterKind::Note, "2026-11-20");
    for entry in std::fs::read_dir(laptop.dir.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!text.contains("kanari"), "plain text on the disk");
    }
    drop(laptop.vault);
    let other = VaultKey::draw().unwrap();
    assert!(matches!(Vault::open(laptop.dir.path(), &other), Err(Error::Damaged)));
}

#[test]
fn a_file_of_a_newer_version_is_left_alone() {
    let laptop = laptop();
    let path = laptop.dir.path().join(FILE);
    drop(laptop.vault);
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch(&format!("PRAGMA key = \"x'{}'\"; PRAGMA user_version = 999;", *laptop.key.hex()))
        .unwrap();
    drop(db);
    let opened = Vault::open(laptop.dir.path(), &laptop.key);
    assert!(matches!(opened, Err(Error::Newer { found: 999, .. })));
}

#[test]
fn the_moves_of_a_day_keep_their_order_where_the_clock_was_set_back() {
    let mut laptop = laptop();
    let (awa, _) = laptop.add("Awa", "Diallo");
    laptop.note(awa, "Rencontrée au marché.", EncounterKind::Street, "2026-11-23");
    for (to, at) in [(Stage::Contacting, 1_700_000_500_000), (Stage::Assessing, 1_700_000_400_000)] {
        let case = laptop.vault.person(awa, now().today).unwrap().cases[0].clone();
        let request = MoveCase {
            case: case.id,
            person: awa,
            from: case.stage,
            last_move_on: case.since,
            last_move_at: case.moved_at,
            to,
            on: now().today,
            reason: "",
            exit: None,
        };
        // The second laptop's ids run below the first's, as after a clock that was set back.
        let mut ids = CountedIds(if to == Stage::Contacting { 900_000 } else { 500 });
        let now = Now { at: Instant(at), today: now().today };
        let changes = case::move_to(&request, WORKER, now, &mut ids).unwrap();
        laptop.vault.commit(&changes, Hand { worker: WORKER, now }).unwrap();
    }
    let mut worker = Changes::new("session.create", None);
    worker.row(Table::Worker, WORKER, vec![(WORKER_FIELDS.name, Value::text("Marguerite"))]);
    laptop.vault.commit(&worker, hand()).unwrap();
    let file = laptop.vault.person(awa, now().today).unwrap();
    assert_eq!(file.cases[0].stage, Stage::Assessing, "the later move stands");
    let line =
        laptop.vault.people(&PeopleFilter::default(), PeopleSort::Name, false, 0, 1, now().today).unwrap();
    assert_eq!(line.lines[0].stage, Some(Stage::Assessing), "in the list too");
    let told: Vec<(String, String)> = file
        .timeline
        .iter()
        .map(|item| {
            let what = match &item.what {
                TimelineWhat::CaseMove { to, .. } => to.unwrap().code().to_owned(),
                TimelineWhat::Encounter { .. } => "met".to_owned(),
                other => panic!("{other:?}"),
            };
            (what, item.author.clone())
        })
        .collect();
    let by = |what: &str| (what.to_owned(), "Marguerite".to_owned());
    assert_eq!(
        told,
        [by("assessing"), by("contacting"), by("met")],
        "the latest first, each with its author"
    );
    assert!(laptop.vault.verify().unwrap().sound);
}

#[test]
fn a_programme_counts_the_referrals_that_the_list_of_referrals_shows() {
    let mut laptop = laptop();
    let (awa, _) = laptop.add("Awa", "Diallo");
    let (bruno, _) = laptop.add("Bruno", "Caron");
    let form = ProviderDraft { name: "CFA des Deux Rives".into(), ..ProviderDraft::default() };
    let (provider, changes) = programme::add_provider(&form, &mut laptop.ids).unwrap();
    laptop.vault.commit(&changes, hand()).unwrap();
    let form = ProgrammeDraft {
        name: "CAP Carrosserie".into(),
        kind: ProgrammeKind::Training,
        summary: String::new(),
        min_age: None,
        max_age: None,
        next_start: None,
        places: None,
        status: ProgrammeStatus::Open,
        tags: Vec::new(),
        fundings: Vec::new(),
    };
    let (cap, changes) = programme::add_programme(provider, &form, &mut laptop.ids).unwrap();
    laptop.vault.commit(&changes, hand()).unwrap();
    for person in [awa, bruno] {
        let mut changes = Changes::new("referral.propose", Some(person));
        let fields = vec![(REFERRAL.person, Value::Id(person.0)), (REFERRAL.programme, Value::Id(cap.0))];
        changes.row(Table::Referral, laptop.ids.fresh(), fields);
        laptop.vault.commit(&changes, hand()).unwrap();
    }
    let counted = |laptop: &Laptop| {
        let filter = BoardFilter { programme: Some(cap), ..BoardFilter::default() };
        let listed = laptop.vault.referrals(&filter, 0, 50, now().today).unwrap().total;
        (laptop.vault.programme(cap).unwrap().referrals, listed)
    };
    assert_eq!(counted(&laptop), (2, 2));
    let mut changes = Changes::new("person.remove", Some(bruno));
    changes.set(Table::Person, bruno, PERSON.removed, &Value::flag(false), Value::flag(true));
    laptop.vault.commit(&changes, hand()).unwrap();
    assert_eq!(counted(&laptop), (1, 1), "Bruno was removed");
}
