//! The laptop that the questions are asked of, and what it hears on its own connection.

use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use passerelle_domain::agenda::recurrence::Every;
use passerelle_domain::agreement::{self, GivenBy};
use passerelle_domain::case::{self, OriginKind};
use passerelle_domain::change::{Changes, Field, REFERRAL, Table, Value};
use passerelle_domain::consultation::follow_up::{self, FollowUpDraft};
use passerelle_domain::consultation::proposal::{self, Opinions, ProposalDraft};
use passerelle_domain::consultation::{self, ConsultationDraft, ConsultationKind, Present};
use passerelle_domain::custom::{self, CustomFieldDraft, FieldKind, Kept};
use passerelle_domain::document::{self, AddDocument, DocumentKind, Media};
use passerelle_domain::encounter::{self, EncounterKind, EncounterResult, Initiative, RecordEncounter};
use passerelle_domain::feedback::{self, FeedbackAnswer, Helped, Recommend};
use passerelle_domain::fund::operation::{self, FundOperationDraft};
use passerelle_domain::fund::taking_part::{self, Joining};
use passerelle_domain::id::{
    ConsultationId, CountedIds, CustomFieldId, DocumentId, FundOperationId, Ids, PersonId, ProgrammeId,
    ReferralId, WorkerId, WorksSiteId,
};
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::person::{self, PersonDraft};
use passerelle_domain::programme::clause::ClauseWorks;
use passerelle_domain::programme::{
    self, ProgrammeDraft, ProgrammeKind, ProgrammeSource, ProgrammeStatus, ProviderDraft,
};
use passerelle_domain::referral::{MoveRequest, State, decide_move};
use passerelle_domain::task::{self, AddTask};
use passerelle_domain::works::hours::{self, ClauseHoursDraft};
use passerelle_domain::works::{self, WorksSiteDraft};
use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use uuid::Uuid;

use crate::attachment::Content;
use crate::key::secret::VaultKey;
use crate::{Hand, Vault};

pub(super) const WORKER: WorkerId = WorkerId(Uuid::from_u128(9));

pub(super) fn now() -> Now {
    Now { at: Instant(1_700_000_000_000), today: day("2026-11-23") }
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) struct Laptop {
    pub vault: Vault,
    pub _dir: tempfile::TempDir,
    pub awa: PersonId,
    pub referral: ReferralId,
    pub programme: ProgrammeId,
    pub field: CustomFieldId,
    pub document: DocumentId,
    pub consultation: ConsultationId,
    pub site: WorksSiteId,
    pub operation: FundOperationId,
}

fn cap() -> ProgrammeDraft {
    ProgrammeDraft {
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
    }
}

/// The offer that the programme was made of.
pub(super) fn offer() -> ProgrammeSource {
    ProgrammeSource { source: "lheo".into(), key: "F1/A".into() }
}

/// One person with so many exchanges, so many others with a referral and a task each.
pub(super) fn laptop(size: u32) -> Laptop {
    let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let mut ids = CountedIds(1_000);
    let vault = Vault::create(dir.path(), &VaultKey::draw().unwrap(), WORKER, &mut ids).unwrap();
    let mut acts: Vec<Changes> = Vec::new();
    let form = ProviderDraft { name: "CFA des Deux Rives".into(), ..ProviderDraft::default() };
    let (provider, changes) = programme::add_provider(&form, &mut ids).unwrap();
    acts.push(changes);
    let source = offer();
    let (programme, changes) = programme::keep_programme(provider, &cap(), Some(&source), &mut ids).unwrap();
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
        let fields = proposed(id, programme);
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
    let site = works_sites(&vault, size, people[0], &mut ids);
    let operation = operations(&vault, size, &people, &mut ids);
    Laptop {
        vault,
        _dir: dir,
        awa: people[0],
        referral: referrals[0],
        programme,
        field,
        document,
        consultation,
        site,
        operation,
    }
}

fn proposed(person: PersonId, programme: ProgrammeId) -> Vec<(Field, Value)> {
    vec![
        (REFERRAL.person, Value::Id(person.0)),
        (REFERRAL.programme, Value::Id(programme.0)),
        (REFERRAL.proposed_on, Value::Day(day("2026-10-01"))),
    ]
}

/// So many consultations with a proposal and a line of what follows each, and five times as many answers about a programme.
pub(super) fn participation(
    vault: &Vault,
    size: u32,
    programme: ProgrammeId,
    ids: &mut CountedIds,
) -> ConsultationId {
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

/// So many operations of the fund; three people take part in the first since ten days.
fn operations(vault: &Vault, size: u32, people: &[PersonId], ids: &mut CountedIds) -> FundOperationId {
    let (mut acts, mut first) = (Vec::new(), None);
    let from = now().today - chrono::Days::new(10);
    for number in 0..size {
        let draft = FundOperationDraft {
            name: format!("Opération {number}"),
            number: String::new(),
            programme: String::new(),
            beneficiary: String::new(),
            from,
            until: now().today,
            min_age: None,
            max_age: None,
            levels: Vec::new(),
            qpv_only: false,
            warn_percent: None,
            kept_until: None,
            note: String::new(),
        };
        let (id, changes) = operation::add(&draft, WORKER, now(), ids).unwrap();
        acts.push(changes);
        first.get_or_insert(id);
    }
    let first = first.unwrap();
    for person in people.iter().take(3) {
        let joining = Joining { person: *person, operation: first, on: from, sex: None, birth: "" };
        acts.push(taking_part::join(&joining, None, WORKER, now()).unwrap().1);
    }
    vault.commit_all(&acts, Hand { worker: WORKER, now: now() }).unwrap();
    first
}

/// So many works sites with hours of a young person and of others.
fn works_sites(vault: &Vault, size: u32, person: PersonId, ids: &mut CountedIds) -> WorksSiteId {
    let (mut acts, mut first) = (Vec::new(), None);
    for number in 0..size {
        let draft = WorksSiteDraft {
            name: format!("Chantier {number}"),
            works: ClauseWorks::Operation,
            total_hours: 10_000,
            percent: None,
            owner: String::new(),
            contract: String::new(),
            qpv: String::new(),
            commune: String::new(),
            opens_on: None,
            closes_on: Some(now().today),
            programme: None,
            note: String::new(),
        };
        let (id, changes) = works::add(&draft, WORKER, now(), ids).unwrap();
        acts.push(changes);
        let line = |person| ClauseHoursDraft {
            employer: "Bâtir Ensemble".into(),
            person,
            on: now().today,
            minutes: 600,
            contract: None,
        };
        acts.push(hours::add(id, &[line(Some(person)), line(None)], WORKER, now(), ids).unwrap());
        first.get_or_insert(id);
    }
    vault.commit_all(&acts, Hand { worker: WORKER, now: now() }).unwrap();
    first.unwrap()
}

/// A field of the team that every file says something in, and a document in each.
pub(super) fn beside_the_work(
    vault: &Vault,
    people: &[PersonId],
    ids: &mut CountedIds,
) -> (CustomFieldId, DocumentId) {
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

/// What a connection is told from now on, without the values: plans are made without them.
pub(super) fn said(db: &mut Connection) -> Arc<Mutex<Vec<String>>> {
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let ear = Arc::clone(&heard);
    let listen = move |event: TraceEvent<'_>| {
        if let TraceEvent::Stmt(_, text) = event {
            // What the index of words asks of its own tables comes as a remark, or names its schema.
            if !text.starts_with("--") && !text.contains("main.") && !text.contains("'main'") {
                ear.lock().unwrap().push(text.to_owned());
            }
        }
    };
    db.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(listen)).unwrap();
    heard
}

/// By which way a statement reads, without values, as it is planned.
pub(super) fn steps(db: &Connection, sql: &str) -> Vec<String> {
    let mut explained = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let mut rows = explained.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get::<_, String>(3).unwrap());
    }
    steps
}

impl Laptop {
    /// The statements that a question runs.
    pub fn statements(&self, question: impl FnOnce(&Laptop)) -> Vec<String> {
        let heard = said(&mut self.vault.reader());
        question(self);
        let none: Option<fn(TraceEvent<'_>)> = None;
        self.vault.reader().trace_v2(TraceEventCodes::empty(), none).unwrap();
        std::mem::take(&mut *heard.lock().unwrap())
    }

    /// By which way each statement of a question reads, without the words of SQL.
    pub fn plan(&self, question: impl FnOnce(&Laptop)) -> Vec<String> {
        let statements = self.statements(question);
        let db = self.vault.reader();
        let read = statements.iter().filter(|sql| sql.starts_with("SELECT") || sql.starts_with("WITH"));
        read.flat_map(|sql| steps(&db, sql)).collect()
    }
}
