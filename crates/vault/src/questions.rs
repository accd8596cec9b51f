//! What the questions of the screens cost: how many statements each takes, and by which way each reads. Neither may grow with
//! the vault, so both are held here, on the connection itself.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use passerelle_domain::agenda::recurrence::Every;
use passerelle_domain::agreement::{self, GivenBy};
use passerelle_domain::case::{self, OriginKind, Stage};
use passerelle_domain::change::{Changes, REFERRAL, Table, Value};
use passerelle_domain::consultation::follow_up::{self, FollowUpDraft};
use passerelle_domain::consultation::proposal::{self, Opinions, ProposalDraft};
use passerelle_domain::consultation::{self, ConsultationDraft, ConsultationKind, Present};
use passerelle_domain::custom::{self, CustomFieldDraft, FieldKind, Kept};
use passerelle_domain::document::{self, AddDocument, DocumentKind, Media};
use passerelle_domain::encounter::{self, EncounterKind, EncounterResult, Initiative, RecordEncounter};
use passerelle_domain::feedback::{self, FeedbackAnswer, Helped, Recommend};
use passerelle_domain::id::{
    ConsultationId, CountedIds, CustomFieldId, DocumentId, Ids, PersonId, ProgrammeId, ReferralId, WorkerId,
};
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::person::likeness::Likable;
use passerelle_domain::person::{self, PersonDraft};
use passerelle_domain::programme::{self, ProgrammeDraft, ProgrammeKind, ProgrammeStatus, ProviderDraft};
use passerelle_domain::referral::{MoveRequest, State, decide_move};
use passerelle_domain::task::{self, AddTask};
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use uuid::Uuid;

use crate::attachment::Content;
use crate::key::secret::VaultKey;
use crate::person::{CustomIs, PeopleFilter, PeopleSort, Sought};
use crate::referral::BoardFilter;
use crate::{Hand, Vault};

const WORKER: WorkerId = WorkerId(Uuid::from_u128(9));

fn now() -> Now {
    Now { at: Instant(1_700_000_000_000), today: day("2026-11-23") }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

struct Laptop {
    vault: Vault,
    _dir: tempfile::TempDir,
    awa: PersonId,
    referral: ReferralId,
    programme: ProgrammeId,
    field: CustomFieldId,
    document: DocumentId,
    consultation: ConsultationId,
}

/// One person with so many exchanges, so many others with a referral and a task each.
fn laptop(size: u32) -> Laptop {
    let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let mut ids = CountedIds(1_000);
    let vault = Vault::create(dir.path(), &VaultKey::draw().unwrap(), WORKER, &mut ids).unwrap();
    let mut acts: Vec<Changes> = Vec::new();
    let form = ProviderDraft { name: "CFA des Deux Rives".into(), ..ProviderDraft::default() };
    let (provider, changes) = programme::add_provider(&form, &mut ids).unwrap();
    acts.push(changes);
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
    let (programme, changes) = programme::add_programme(provider, &form, &mut ids).unwrap();
    acts.push(changes);
    let (mut people, mut referrals) = (Vec::new(), Vec::new());
    for number in 0..size {
        let form = PersonDraft {
            given_name: "Awa".into(),
            family_name: format!("Diallo{number}"),
            commune: "Creil".into(),
            birth: "2007".into(),
            ..PersonDraft::default()
        };
        let (id, mut changes) = person::add(&form, now(), &mut ids).unwrap();
        let case = case::open(&mut changes, id, OriginKind::Street, "", WORKER, now(), &mut ids);
        acts.push(changes);
        people.push(id);
        let request = RecordEncounter {
            person: *people.first().unwrap(),
            case: None,
            kind: EncounterKind::Call,
            initiative: Initiative::Worker,
            result: EncounterResult::Reached,
            on: day("2026-09-01"),
            place: "",
            note: "",
        };
        acts.push(encounter::record(&request, WORKER, now(), &mut ids).unwrap().1);
        let todo = AddTask {
            person: Some(id),
            case: Some(case),
            what: "Rappeler",
            due_on: now().today,
            urgent: false,
            every: Every::Once,
        };
        acts.push(task::add(&todo, WORKER, &mut ids).unwrap().1);
        acts.push(agreement::record(id, provider, GivenBy::Person, now().today, now(), &mut ids).unwrap().1);
        let referral = ReferralId(ids.fresh());
        let mut changes = Changes::new("referral.propose", Some(id));
        let proposed_on = Value::Day(day("2026-10-01"));
        let fields = vec![
            (REFERRAL.person, Value::Id(id.0)),
            (REFERRAL.programme, Value::Id(programme.0)),
            (REFERRAL.proposed_on, proposed_on),
        ];
        changes.row(Table::Referral, referral, fields);
        acts.push(changes);
        referrals.push(referral);
    }
    let hand = Hand { worker: WORKER, now: now() };
    vault.commit_all(&acts, hand).unwrap();
    for referral in &referrals {
        let facts = vault.referral_facts(*referral, now().today).unwrap();
        let request =
            MoveRequest { to: State::Sent, on: day("2026-10-02"), reason: None, note: String::new() };
        vault.commit(&decide_move(&facts, &request, now(), None, &mut ids).unwrap(), hand).unwrap();
    }
    let (field, document) = beside_the_work(&vault, &people, &mut ids);
    let consultation = participation(&vault, size, programme, &mut ids);
    let (awa, referral) = (people[0], referrals[0]);
    Laptop { vault, _dir: dir, awa, referral, programme, field, document, consultation }
}

/// So many consultations with a proposal and a line of what follows each, and five times as many answers about a programme.
fn participation(vault: &Vault, size: u32, programme: ProgrammeId, ids: &mut CountedIds) -> ConsultationId {
    let (mut acts, mut first) = (Vec::new(), None);
    for number in 0..size {
        let draft = ConsultationDraft {
            kind: ConsultationKind::Survey,
            question: format!("Question {number} ?"),
            held_on: day("2026-09-01"),
            place: String::new(),
            qpvs: vec!["QN06001M".into()],
            present: Present::default(),
            note: String::new(),
            answer_due_on: None,
        };
        let (id, changes) = consultation::add(&draft, WORKER, now(), ids).unwrap();
        acts.push(changes);
        let draft = ProposalDraft { what: "Un bus".into(), theme: None, opinions: Opinions::default() };
        acts.push(proposal::add(id, &draft, WORKER, now(), ids).unwrap().1);
        let draft = FollowUpDraft { proposal: None, on: now().today, what: "Devis".into(), done: true };
        acts.push(follow_up::add(id, &draft, WORKER, now(), ids).unwrap().1);
        first.get_or_insert(id);
        let said = FeedbackAnswer { helped: Helped::Yes, recommend: Recommend::No, words: String::new() };
        acts.extend(feedback::release(programme, &vec![said; 5], now().today, ids));
    }
    vault.commit_all(&acts, Hand { worker: WORKER, now: now() }).unwrap();
    first.unwrap()
}

/// A field of the team that every file says something in, and a document in each.
fn beside_the_work(vault: &Vault, people: &[PersonId], ids: &mut CountedIds) -> (CustomFieldId, DocumentId) {
    let hand = Hand { worker: WORKER, now: now() };
    let form = CustomFieldDraft { label: "A un vélo".into(), choices: Vec::new() };
    let (id, changes) = custom::define(&[], FieldKind::YesNo, &form, ids).unwrap();
    vault.commit(&changes, hand).unwrap();
    let kept = vault.custom_fields().unwrap();
    let content = Content::of(b"Bonjour".to_vec());
    let facts = document::Content { media: Media::Text, size: 7, hash: content.hash().to_owned() };
    let (mut acts, mut first) = (Vec::new(), None);
    for person in people {
        acts.push(custom::say(*person, &kept[0], &Kept::default(), "yes").unwrap());
        let request = AddDocument {
            person: *person,
            case: None,
            kind: DocumentKind::Letter,
            name: "Lettre",
            file_name: "",
            content: facts.clone(),
            sealing: None,
        };
        let (document, changes) = document::add(&request, WORKER, now(), ids).unwrap();
        acts.push(changes);
        first.get_or_insert(document);
    }
    vault.commit_with(&acts, &[content], hand).unwrap();
    (id, first.unwrap())
}

impl Laptop {
    /// The statements that a question runs, with the values they are asked with.
    fn statements(&self, question: impl FnOnce(&Laptop)) -> Vec<String> {
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let ear = Arc::clone(&heard);
        let listen = move |event: TraceEvent<'_>| {
            if let TraceEvent::Stmt(statement, text) = event {
                let sql = statement.expanded_sql().unwrap_or_default();
                // What the index of words asks of its own tables comes as a remark, or names its schema.
                if !text.starts_with("--") && !sql.contains("main.") && !sql.contains("'main'") {
                    ear.lock().unwrap().push(sql);
                }
            }
        };
        self.vault.reader().trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(listen)).unwrap();
        question(self);
        let none: Option<fn(TraceEvent<'_>)> = None;
        self.vault.reader().trace_v2(TraceEventCodes::empty(), none).unwrap();
        std::mem::take(&mut *heard.lock().unwrap())
    }

    /// By which way each statement of a question reads, without the words of SQL.
    fn plan(&self, question: impl FnOnce(&Laptop)) -> Vec<String> {
        let statements = self.statements(question);
        let db = self.vault.reader();
        let mut steps = Vec::new();
        for sql in statements.iter().filter(|sql| sql.starts_with("SELECT") || sql.starts_with("WITH")) {
            let mut explained = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let rows = explained.query_map([], |row| row.get::<_, String>(3)).unwrap();
            steps.extend(rows.map(Result::unwrap));
        }
        steps
    }
}

type Question = (&'static str, fn(&Laptop));

fn list(laptop: &Laptop, filter: &PeopleFilter, sort: PeopleSort) {
    for descending in [false, true] {
        laptop.vault.people(filter, sort, descending, 0, 50, now().today).unwrap();
    }
}

fn board(laptop: &Laptop, filter: &BoardFilter) {
    laptop.vault.referrals(filter, 0, 50, now().today).unwrap();
}

const QUESTIONS: &[Question] = &[
    ("person.open", |laptop| drop(laptop.vault.person(laptop.awa, now().today).unwrap())),
    ("person.list by name", |laptop| list(laptop, &PeopleFilter::default(), PeopleSort::Name)),
    ("person.list by contact", |laptop| list(laptop, &PeopleFilter::default(), PeopleSort::LastContact)),
    ("person.list by commune", |laptop| list(laptop, &PeopleFilter::default(), PeopleSort::Commune)),
    ("person.list by stage", |laptop| list(laptop, &PeopleFilter::default(), PeopleSort::Stage)),
    ("person.list of a stage", |laptop| {
        list(
            laptop,
            &PeopleFilter { stage: Some(Stage::Spotted), ..PeopleFilter::default() },
            PeopleSort::Name,
        );
    }),
    ("person.list of a commune", |laptop| {
        list(laptop, &PeopleFilter { commune: "Creil".into(), ..PeopleFilter::default() }, PeopleSort::Name);
    }),
    ("person.list of the watched", |laptop| {
        list(laptop, &PeopleFilter { watched: true, ..PeopleFilter::default() }, PeopleSort::Name);
    }),
    ("person.list of words", |laptop| {
        list(laptop, &PeopleFilter { text: "diallo1".into(), ..PeopleFilter::default() }, PeopleSort::Name);
    }),
    ("encounter.record", |laptop| assert!(laptop.vault.present(laptop.awa).unwrap().1.is_some())),
    ("person.list of a referent", |laptop| {
        list(laptop, &PeopleFilter { referent: Some(WORKER), ..PeopleFilter::default() }, PeopleSort::Name);
    }),
    ("person.list of nobody", |laptop| {
        list(laptop, &PeopleFilter { unassigned: true, ..PeopleFilter::default() }, PeopleSort::Name);
    }),
    ("person.export", |laptop| {
        let everybody =
            laptop.vault.everybody(&PeopleFilter::default(), PeopleSort::Name, false, now().today);
        assert_eq!(laptop.vault.these(&[laptop.awa], now().today).unwrap().len(), 1);
        assert!(everybody.unwrap().len() >= 5);
    }),
    ("today.show", |laptop| drop(laptop.vault.today(now().today, 30).unwrap())),
    ("agenda.week", |laptop| drop(laptop.vault.week(now().today, 7, now().today).unwrap())),
    ("agenda.export", |laptop| drop(laptop.vault.planned(now().today, 31).unwrap())),
    ("session.state", |laptop| {
        assert!(laptop.vault.pending().unwrap() > 0);
        assert!(!laptop.vault.has_demo().unwrap());
        assert_eq!(laptop.vault.open_disagreements().unwrap(), 0);
    }),
    ("disagreement.list", |laptop| {
        assert_eq!(laptop.vault.disagreements(None, 0, 50).unwrap().open, 0);
    }),
    ("disagreement.list of a file", |laptop| {
        assert_eq!(laptop.vault.disagreements(Some(laptop.awa), 0, 50).unwrap().open, 0);
    }),
    ("referral.list", |laptop| board(laptop, &BoardFilter::default())),
    ("referral.list of a state", |laptop| {
        board(laptop, &BoardFilter { state: Some(State::Sent), ..BoardFilter::default() });
    }),
    ("referral.list of the late", |laptop| {
        board(laptop, &BoardFilter { late: true, ..BoardFilter::default() });
    }),
    ("referral.list of the open", |laptop| {
        board(laptop, &BoardFilter { open: true, ..BoardFilter::default() });
    }),
    ("referral.list of a programme", |laptop| {
        board(laptop, &BoardFilter { programme: Some(laptop.programme), ..BoardFilter::default() });
    }),
    ("referral.open", |laptop| drop(laptop.vault.referral(laptop.referral, now().today).unwrap())),
    ("person.candidates", |laptop| {
        let who = Likable { given: "Awa".into(), family: "Diallo".into(), ..Likable::default() };
        assert_eq!(laptop.vault.alike(&who, now().today).unwrap().len(), 5);
    }),
    ("person.candidates by many keys", |laptop| {
        let who =
            Likable { given: "Awa ".repeat(20), family: "Binta Coumba Diallo".into(), ..Likable::default() };
        laptop.vault.alike(&who, now().today).unwrap();
    }),
    ("people.read_list", |laptop| {
        let who =
            |given: &str| Likable { given: given.into(), family: "Diallo".into(), ..Likable::default() };
        let sought = |given: &str| Sought { who: who(given), reference: "A-1".into() };
        let known = laptop.vault.in_vault(&[sought("Awa"), sought("Zoé")], OriginKind::Street, now().today);
        assert!(!known.unwrap()[0].alike.is_empty());
        assert_eq!(laptop.vault.list_mapping("nom|prenom").unwrap(), "");
    }),
    ("people.import_list", |laptop| assert_eq!(laptop.vault.standing(&[laptop.awa]).unwrap().len(), 1)),
    ("undo.last", |laptop| {
        assert!(!laptop.vault.last_acts().unwrap().is_empty());
    }),
    ("history.of", |laptop| {
        assert!(!laptop.vault.acts_of(laptop.awa).unwrap().is_empty());
    }),
    ("likeness.pairs", |laptop| {
        laptop.vault.pairs(0).unwrap();
        laptop.vault.judged(laptop.awa, laptop.awa).unwrap();
    }),
    ("draft.list", |laptop| drop(laptop.vault.drafts().unwrap())),
    ("worker.list", |laptop| drop(laptop.vault.colleagues(WORKER).unwrap())),
    ("case.hand_over_many", |laptop| assert_eq!(laptop.vault.held(&[laptop.awa]).unwrap().len(), 1)),
    ("case.show", |laptop| {
        let case = laptop.vault.held(&[laptop.awa]).unwrap()[0].case;
        laptop.vault.case_of(laptop.awa, case, now().today).unwrap();
        laptop.vault.stage_before_end(case).unwrap();
    }),
    ("person.list of a field of the team", |laptop| {
        let custom = Some(CustomIs { field: laptop.field, value: "yes".into() });
        list(laptop, &PeopleFilter { custom, ..PeopleFilter::default() }, PeopleSort::Name);
    }),
    ("field.list", |laptop| drop(laptop.vault.custom_fields().unwrap())),
    ("field.values", |laptop| drop(laptop.vault.custom_values(laptop.field).unwrap())),
    ("document.read", |laptop| {
        assert_eq!(laptop.vault.document_part(laptop.document, 0, 16).unwrap().given, 1);
    }),
    ("view.list", |laptop| drop(laptop.vault.views(WORKER).unwrap())),
    ("search", |laptop| drop(laptop.vault.search("dialo").unwrap())),
    ("consultation.list", |laptop| assert!(laptop.vault.consultations(now().today).unwrap().len() >= 5)),
    ("consultation.open", |laptop| {
        let file = laptop.vault.consultation(laptop.consultation, now().today).unwrap();
        assert_eq!((file.proposals.len(), file.follow_ups.len(), file.what.qpvs.len()), (1, 1, 1));
    }),
    ("consultation.names", |laptop| {
        assert_eq!(laptop.vault.named_in("La tante d’Awa Diallo1 et lui").unwrap().len(), 1);
    }),
    ("history.of_consultation", |laptop| {
        let rows = laptop.vault.consultation_rows(laptop.consultation).unwrap();
        let subjects = ["consultation", "proposal", "follow_up"];
        assert_eq!(laptop.vault.acts_on(&rows, &subjects).unwrap().len(), 3);
    }),
    ("feedback.show", |laptop| {
        assert!(laptop.vault.feedback(laptop.programme).unwrap().answers >= 25);
        assert_eq!(laptop.vault.full_boxes().unwrap().len(), 0);
    }),
];

#[test]
fn no_question_takes_more_statements_on_a_larger_vault() {
    let (small, large) = (laptop(5), laptop(60));
    for (name, question) in QUESTIONS {
        let (few, many) = (small.statements(question).len(), large.statements(question).len());
        assert_eq!(few, many, "{name}");
        let all = "the transaction's own and the check of what was read included";
        assert!(few > 2 && few <= 19, "{name}: {few} statements, {all}");
    }
}

#[test]
fn no_question_reads_a_large_table_from_end_to_end() {
    let laptop = laptop(10);
    let mut found: BTreeSet<String> = BTreeSet::new();
    for (name, question) in QUESTIONS {
        for step in laptop.plan(question) {
            // Reading an index in its order stops at the page's end; a table has no such end, and a constant is none.
            let bounded = step.contains("INDEX") || step.starts_with("SCAN f") || step == "SCAN CONSTANT ROW";
            if step.starts_with("SCAN") && !bounded {
                found.insert(format!("{name}: {step}"));
            }
        }
    }
    assert_eq!(found, BTreeSet::new());
}

#[test]
fn pages_come_in_the_order_of_an_index() {
    let laptop = laptop(10);
    let unsorted = |name: &str| {
        let pages = [
            "person.open",
            "case.show",
            "case.hand_over_many",
            "person.export",
            "worker.list",
            "search",
            "today.show",
            "agenda.week",
            "referral.open",
        ];
        !pages.contains(&name) && !name.starts_with("person.candidates")
    };
    // A filter that another index serves is sorted afterwards: what it leaves is small.
    let sorted_after = [
        "disagreement.list of a file",
        "person.list of a commune",
        "person.list of words",
        "person.list of a field of the team",
        "field.list",
        "history.of",
        "likeness.pairs",
        "consultation.list",
        "consultation.open",
        "feedback.show",
    ];
    for (name, question) in QUESTIONS.iter().filter(|(name, _)| unsorted(name)) {
        let sorts = laptop.plan(question).iter().any(|step| step.contains("TEMP B-TREE"));
        assert!(!sorts || sorted_after.contains(name), "{name} is sorted anew at each page");
    }
}

#[test]
fn the_plans_are_what_they_were() {
    let laptop = laptop(10);
    let mut text = String::new();
    for (name, question) in QUESTIONS {
        text.push_str(name);
        text.push('\n');
        for step in laptop.plan(question) {
            writeln!(text, "  {step}").unwrap();
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/questions.txt");
    if std::env::var_os("PASSERELLE_WRITE_PLANS").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    let first = text.lines().zip(kept.lines()).find(|(is, was)| is != was);
    assert!(
        kept == text,
        "a plan changed, first {first:?}; look at it, then run with PASSERELLE_WRITE_PLANS=1"
    );
}
