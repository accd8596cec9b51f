//! What a day shows when much has piled up.

use passerelle_domain::agenda::appointment::{self, Kept, Outcome, Plan};
use passerelle_domain::agenda::recurrence::Every;
use passerelle_domain::agenda::slot::Slot;
use passerelle_domain::change::{Changes, REFERRAL, Table, Value};
use passerelle_domain::id::{CountedIds, Ids as _, PersonId, WorkerId};
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::person::{self, PersonDraft};
use passerelle_domain::task::{self, AddTask};

use super::*;
use crate::Hand;
use crate::key::secret::VaultKey;

const WORKER: WorkerId = WorkerId(Uuid::from_u128(9));

struct Laptop {
    vault: Vault,
    _dir: tempfile::TempDir,
    awa: PersonId,
    ids: CountedIds,
}

fn now() -> Now {
    Now { at: Instant(1_700_000_000_000), today: "2026-11-23".parse().unwrap() }
}

fn laptop() -> Laptop {
    let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let mut ids = CountedIds(1_000);
    let vault = Vault::create(dir.path(), &VaultKey::draw().unwrap(), WORKER, &mut ids).unwrap();
    let form = PersonDraft { given_name: "Awa".into(), ..PersonDraft::default() };
    let (awa, changes) = person::add(&form, now(), &mut ids).unwrap();
    vault.commit(&changes, Hand { worker: WORKER, now: now() }).unwrap();
    Laptop { vault, _dir: dir, awa, ids }
}

impl Laptop {
    fn write(&self, changes: &Changes) {
        self.vault.commit(changes, Hand { worker: WORKER, now: now() }).unwrap();
    }

    /// So many referrals of Awa that wait for something since a day.
    fn wait(&mut self, many: usize, kind: &str, on: &str) {
        for _ in 0..many {
            let (id, mut changes) = (self.ids.fresh(), Changes::new("referral.propose", Some(self.awa)));
            changes.row(Table::Referral, id, vec![(REFERRAL.person, Value::Id(self.awa.0))]);
            self.vault.commit(&changes, Hand { worker: WORKER, now: now() }).unwrap();
            let db = self.vault.writer().unwrap();
            let sql = "UPDATE referral SET due_kind = ?2, due_on = ?3 WHERE id = ?1";
            db.execute(sql, rusqlite::params![blob(&id), kind, on]).unwrap();
        }
    }
}

#[test]
fn old_endings_push_no_late_referral_out() {
    let mut laptop = laptop();
    laptop.wait(450, "and_now", "2025-03-01");
    laptop.wait(1, "answer", "2026-11-20");
    let today = laptop.vault.today(now().today, AT_MOST).unwrap();
    assert_eq!(today.referrals.len(), 1, "a partner has been silent for three days");
    assert_eq!(today.and_now.len(), 200, "and the questions have a limit of their own");
    assert_eq!(today.more, More { and_now: true, ..More::default() }, "it is said that there are more");
    let few = laptop.vault.today(now().today, 449).unwrap();
    assert_eq!((few.and_now.len(), few.more.and_now), (449, true));
    let all = laptop.vault.today(now().today, 450).unwrap();
    assert_eq!((all.and_now.len(), all.more), (450, More::default()));
}

#[test]
fn a_partner_who_does_not_answer_comes_before_our_own_drafts() {
    let mut laptop = laptop();
    laptop.wait(250, "finish_draft", "2026-01-05");
    laptop.wait(1, "acknowledge", "2026-11-22");
    laptop.wait(1, "answer", "2026-11-02");
    laptop.wait(1, "answer", "2026-11-24");
    let today = laptop.vault.today(now().today, AT_MOST).unwrap();
    let due: Vec<String> =
        today.referrals.iter().take(3).map(|line| line.due.unwrap().on.to_string()).collect();
    assert_eq!(due, ["2026-11-02", "2026-11-22", "2026-01-05"], "and tomorrow's is not asked for today");
    assert_eq!(today.referrals.len(), 200);
}

#[test]
fn a_day_with_too_many_tasks_keeps_the_urgent_and_the_late_ones_and_says_that_there_are_more() {
    let mut laptop = laptop();
    for number in 0_u32..40 {
        let request = AddTask {
            person: None,
            case: None,
            what: &format!("Tâche {number}"),
            due_on: now().today - Days::new(u64::from(number)),
            urgent: number == 3,
            every: Every::Once,
        };
        let (_, changes) = task::add(&request, WORKER, &mut laptop.ids).unwrap();
        laptop.vault.commit(&changes, Hand { worker: WORKER, now: now() }).unwrap();
    }
    let day = laptop.vault.today(now().today, AT_FIRST).unwrap();
    let shown: Vec<&str> = day.tasks.iter().map(|task| task.what.as_str()).collect();
    assert_eq!((shown.len(), &shown[..3]), (30, &["Tâche 3", "Tâche 39", "Tâche 38"][..]));
    assert!(day.more.tasks && !day.more.steps);
    let whole = laptop.vault.today(now().today, AT_MOST).unwrap();
    assert_eq!((whole.tasks.len(), whole.more), (40, More::default()));
}

#[test]
fn a_day_with_too_many_meetings_shows_the_first_that_stand_and_says_that_there_are_more() {
    let mut laptop = laptop();
    for number in 0_u32..41 {
        let slot = Slot { day: now().today, time: format!("08:{number:02}"), minutes: None };
        let what = format!("Rendez-vous {number}");
        let request = Plan {
            person: None,
            case: None,
            referral: None,
            what: &what,
            slot: &slot,
            place: "",
            with_whom: "",
        };
        let (id, changes) = appointment::plan(&request, WORKER, now(), &mut laptop.ids).unwrap();
        laptop.write(&changes);
        if number == 0 {
            let kept = Kept {
                id,
                person: None,
                case: None,
                referral: None,
                what,
                slot,
                place: String::new(),
                with_whom: String::new(),
                outcome: Outcome::Planned,
            };
            laptop.write(&appointment::settle(&kept, Outcome::Cancelled, now().today).unwrap());
        }
    }
    let day = laptop.vault.today(now().today, AT_FIRST).unwrap();
    assert_eq!((day.appointments.len(), day.appointments[0].what.as_str()), (30, "Rendez-vous 1"));
    assert_eq!(day.more, More { meetings: true, ..More::default() });
    let whole = laptop.vault.today(now().today, AT_MOST).unwrap();
    assert_eq!((whole.appointments.len(), whole.more), (40, More::default()));
}

#[test]
fn a_file_shows_what_is_to_do_before_what_was_done_lately() {
    let mut laptop = laptop();
    for (what, due_on, done_on) in [
        ("fait il y a un mois", "2026-10-20", Some("2026-10-24")),
        ("fait avant", "2026-10-20", Some("2026-10-23")),
        ("fait hier", "2026-11-22", Some("2026-11-22")),
        ("pour demain", "2026-11-24", None),
        ("en retard", "2026-11-02", None),
    ] {
        let person = Some(laptop.awa);
        let request = AddTask {
            person,
            case: None,
            what,
            due_on: due_on.parse().unwrap(),
            urgent: false,
            every: Every::Once,
        };
        let (task, changes) = task::add(&request, WORKER, &mut laptop.ids).unwrap();
        laptop.vault.commit(&changes, Hand { worker: WORKER, now: now() }).unwrap();
        if let Some(day) = done_on {
            let then = Now { today: day.parse().unwrap(), ..now() };
            let done = task::settle(task, person, None, true, then);
            laptop.vault.commit(&done, Hand { worker: WORKER, now: now() }).unwrap();
        }
    }
    let file = laptop.vault.person(laptop.awa, now().today).unwrap();
    let shown: Vec<&str> = file.tasks.iter().map(|task| task.what.as_str()).collect();
    assert_eq!(shown, ["en retard", "pour demain", "fait hier", "fait il y a un mois"]);
    let day = laptop.vault.today(now().today, AT_MOST).unwrap().tasks;
    assert_eq!(day.len(), 1, "a day asks for what is to do alone");
}
