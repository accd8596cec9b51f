//! The list of people, which is narrowed in memory: held against everyone's own file, and against a vault opened anew.

use chrono::{Days, Months, NaiveDate};
use passerelle_domain::case::{self, MoveCase, OriginKind, Stage};
use passerelle_domain::change::{Changes, PERSON, Table, Value};
use passerelle_domain::encounter::{self, EncounterKind, EncounterResult, Initiative, RecordEncounter};
use passerelle_domain::id::{CaseId, CountedIds, PersonId, WorkerId};
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::person::merge::{Judged, Verdict, judge};
use passerelle_domain::person::{self, PersonDraft};
use passerelle_domain::retention::{Decide, Keeping, decide};
use passerelle_vault::key::secret::VaultKey;
use passerelle_vault::person::{PeopleFilter, PeopleSort, PersonLine};
use passerelle_vault::{Hand, Vault};
use uuid::Uuid;

const ME: WorkerId = WorkerId(Uuid::from_u128(9));
const SORTS: [PeopleSort; 4] =
    [PeopleSort::Name, PeopleSort::LastContact, PeopleSort::Commune, PeopleSort::Stage];

fn today() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

fn now() -> Now {
    Now { at: Instant(1_700_000_000_000), today: today() }
}

struct Laptop {
    dir: tempfile::TempDir,
    key: VaultKey,
    vault: Vault,
    ids: CountedIds,
    people: Vec<(PersonId, CaseId)>,
}

/// Of each two a name, a commune, an age, a stage and a silence that others have too, in another mix.
fn form(number: u32) -> PersonDraft {
    let pick = |of: &[&'static str]| of[number as usize % of.len()].to_owned();
    PersonDraft {
        given_name: pick(&["Awa", "Bruno", "Inès", "Zoé", "Élise", "Karim", "Lila"]),
        family_name: pick(&["Diallo", "Caron", "Lœuillet", "", "D’Hondt"]),
        birth: pick(&["2008-03-14", "2006", "", "2005-11", "2008-02-29", "2001-11-24", "2001-11-23"]),
        commune: pick(&["Creil", "Roubaix", ""]),
        qpv: pick(&["", "QP060001", "", ""]),
        ..PersonDraft::default()
    }
}

fn laptop() -> Laptop {
    let dir = tempfile::tempdir().unwrap();
    let key = VaultKey::draw().unwrap();
    let mut ids = CountedIds(1_000);
    let vault = Vault::create(dir.path(), &key, ME, &mut ids).unwrap();
    let mut laptop = Laptop { dir, key, vault, ids, people: Vec::new() };
    for number in 0..60 {
        let (id, mut changes) = person::add(&form(number), now(), &mut laptop.ids).unwrap();
        let referent = if number % 3 == 0 { WorkerId(Uuid::from_u128(8)) } else { ME };
        let kind = OriginKind::Street;
        let case = case::open(&mut changes, id, kind, "", referent, now(), &mut laptop.ids);
        laptop.write(&changes);
        laptop.people.push((id, case));
    }
    laptop
}

impl Laptop {
    fn write(&self, changes: &Changes) {
        self.vault.commit(changes, Hand { worker: ME, now: now() }).unwrap();
    }

    fn all(&self) -> Vec<PersonLine> {
        let everyone = PeopleFilter::default();
        self.vault.people(&everyone, PeopleSort::Name, false, 0, 500, today()).unwrap().lines
    }

    fn meet(&mut self, at: usize, days_ago: u64) {
        let request = RecordEncounter {
            person: self.people[at].0,
            case: None,
            kind: EncounterKind::Visit,
            initiative: Initiative::Worker,
            result: EncounterResult::Reached,
            on: today() - Days::new(days_ago),
            place: "",
            note: "",
        };
        let (_, changes) = encounter::record(&request, ME, now(), &mut self.ids).unwrap();
        self.write(&changes);
    }

    fn move_to(&mut self, at: usize, to: Stage) {
        let (person, case) = self.people[at];
        let file = self.vault.person(person, today()).unwrap();
        let kept = file.cases.first().unwrap();
        let request = MoveCase {
            case,
            person,
            from: kept.stage,
            last_move_on: kept.since,
            last_move_at: kept.moved_at,
            to,
            on: today(),
            reason: "",
            exit: None,
        };
        let changes = case::move_to(&request, ME, now(), &mut self.ids).unwrap();
        self.write(&changes);
    }

    fn correct(&mut self, at: usize, change: impl FnOnce(&mut PersonDraft)) {
        let person = self.people[at].0;
        let kept = self.vault.person(person, today()).unwrap().who;
        let mut form = kept.clone();
        change(&mut form);
        self.write(&person::correct(person, &kept, &form, now()).unwrap());
    }
}

fn ids(lines: &[PersonLine]) -> Vec<PersonId> {
    lines.iter().map(|line| line.id).collect()
}

fn filters() -> Vec<PeopleFilter> {
    let none = PeopleFilter::default;
    vec![
        none(),
        PeopleFilter { stage: Some(Stage::Contacting), ..none() },
        PeopleFilter { commune: "Creil".into(), ..none() },
        PeopleFilter { commune: "Nulle-Part".into(), ..none() },
        PeopleFilter { in_qpv: true, ..none() },
        PeopleFilter { mine: true, ..none() },
        PeopleFilter { min_age: Some(18), ..none() },
        PeopleFilter { max_age: Some(18), ..none() },
        PeopleFilter { min_age: Some(25), max_age: Some(25), ..none() },
        PeopleFilter { quiet_days: Some(10), ..none() },
        PeopleFilter { text: "awa".into(), ..none() },
        PeopleFilter { text: "di".into(), mine: true, in_qpv: true, ..none() },
        PeopleFilter { commune: "Roubaix".into(), min_age: Some(16), stage: Some(Stage::Spotted), ..none() },
    ]
}

/// What a filter says of one person, read off their line. Whose they are and how long they are silent stands elsewhere.
fn says(filter: &PeopleFilter, line: &PersonLine) -> bool {
    let age = |years: u32| today() - Months::new(12 * years);
    let birth = passerelle_domain::person::birth::Birth::parse(&line.birth).ok();
    let words = format!("{} {}", line.given_name, line.family_name).to_lowercase();
    filter.stage.is_none_or(|stage| line.stage == Some(stage))
        && (filter.commune.is_empty() || line.commune == filter.commune)
        && (!filter.in_qpv || !line.qpv.is_empty())
        && filter
            .min_age
            .is_none_or(|years| birth.is_some_and(|birth| birth.earliest() <= age(u32::from(years))))
        && filter
            .max_age
            .is_none_or(|years| birth.is_some_and(|birth| birth.latest() > age(u32::from(years) + 1)))
        && words.split_whitespace().any(|word| word.starts_with(&filter.text))
}

#[test]
fn a_filter_leaves_those_it_speaks_of_in_every_order() {
    let mut laptop = laptop();
    for at in 0..20 {
        laptop.meet(at * 3, at as u64);
        laptop.move_to(at * 2, Stage::Contacting);
    }
    let everyone = laptop.all();
    assert_eq!(everyone.len(), 60);
    for filter in filters().iter().filter(|filter| !filter.mine && filter.quiet_days.is_none()) {
        let mut expected: Vec<PersonId> =
            everyone.iter().filter(|line| says(filter, line)).map(|line| line.id).collect();
        expected.sort();
        for sort in SORTS {
            let page = laptop.vault.people(filter, sort, false, 0, 500, today()).unwrap();
            let mut found = ids(&page.lines);
            found.sort();
            assert_eq!(found, expected, "{filter:?}");
            assert_eq!(page.total as usize, expected.len());
        }
    }
    let mine = PeopleFilter { mine: true, ..PeopleFilter::default() };
    let mine = laptop.vault.people(&mine, PeopleSort::Name, false, 0, 500, today()).unwrap();
    assert_eq!(mine.total, 40, "two of three");
}

#[test]
fn an_order_puts_the_empty_first_and_turns_as_a_whole() {
    let mut laptop = laptop();
    for at in 0..20 {
        laptop.meet(at * 3, at as u64);
        laptop.move_to(at * 2, Stage::Contacting);
    }
    let read = |sort, descending| {
        laptop.vault.people(&PeopleFilter::default(), sort, descending, 0, 500, today()).unwrap().lines
    };
    let sorted = |keys: Vec<String>| assert!(keys.is_sorted(), "{keys:?}");
    let day = |line: &PersonLine| line.last_contact.map(|day| day.to_string()).unwrap_or_default();
    sorted(read(PeopleSort::LastContact, false).iter().map(day).collect());
    sorted(read(PeopleSort::Commune, false).iter().map(|line| line.commune.clone()).collect());
    let stage = |line: &PersonLine| Stage::ALL.iter().position(|stage| Some(*stage) == line.stage);
    assert!(read(PeopleSort::Stage, false).iter().map(stage).is_sorted());
    for sort in SORTS {
        let mut turned = ids(&read(sort, true));
        turned.reverse();
        assert_eq!(turned, ids(&read(sort, false)), "{sort:?}");
    }
}

#[test]
fn pages_make_the_whole_without_a_gap_or_a_double() {
    let laptop = laptop();
    for sort in SORTS {
        for descending in [false, true] {
            let read = |offset, limit| {
                let everyone = PeopleFilter::default();
                laptop.vault.people(&everyone, sort, descending, offset, limit, today()).unwrap()
            };
            let whole = ids(&read(0, 500).lines);
            let mut pages = Vec::new();
            for offset in (0..70).step_by(7) {
                let page = read(offset, 7);
                assert_eq!(page.total, 60);
                pages.extend(ids(&page.lines));
            }
            assert_eq!(pages, whole, "{sort:?}");
            assert!(read(1_000, 7).lines.is_empty());
        }
    }
}

#[test]
fn what_was_followed_act_by_act_is_what_a_vault_opened_anew_reads() {
    let mut laptop = laptop();
    // Asked once, so that from here on it is followed.
    laptop.vault.communes().unwrap();
    for at in 0..20 {
        laptop.meet(at, at as u64 * 2);
        laptop.move_to(at * 2, Stage::Contacting);
        laptop.correct(at, |form| form.commune = "Senlis".into());
        laptop.correct(at + 20, |form| form.family_name = format!("Zola {at}"));
        laptop.correct(at + 40, |form| form.birth = "2004".into());
    }
    let (id, mut changes) = person::add(&form(3), now(), &mut laptop.ids).unwrap();
    case::open(&mut changes, id, OriginKind::Siei, "", ME, now(), &mut laptop.ids);
    laptop.write(&changes);
    let read = |vault: &Vault| {
        let mut pages = vec![format!("{:?} {:?}", vault.communes(), vault.today(today(), 30).unwrap().quiet)];
        for filter in filters() {
            for sort in SORTS {
                pages.push(format!("{:?}", vault.people(&filter, sort, false, 0, 500, today()).unwrap()));
            }
        }
        pages
    };
    let followed = read(&laptop.vault);
    assert!(followed[0].contains("Senlis"), "{}", followed[0]);
    let Laptop { dir, key, vault, .. } = laptop;
    drop(vault);
    let anew = Vault::open(dir.path(), &key).unwrap();
    for (followed, anew) in followed.iter().zip(read(&anew)) {
        assert_eq!(followed, &anew);
    }
}

#[test]
fn the_first_page_is_the_one_that_the_columns_give() {
    let mut laptop = laptop();
    let judged = |at: usize| Judged { id: laptop.people[at].0, demo: false };
    for (kept, other) in [(1, 8), (2, 8), (20, 30)] {
        laptop.write(&judge(judged(kept), judged(other), Verdict::Same, None, ME, now()).unwrap());
    }
    for (at, keeping) in [(5, Keeping::Archive), (30, Keeping::Archive), (6, Keeping::Return)] {
        let request = Decide { person: laptop.people[at].0, keeping, until: None, reason: "" };
        let (_, changes) = decide(&request, ME, now(), &mut laptop.ids).unwrap();
        laptop.write(&changes);
    }
    for at in [5, 8, 9] {
        let person = laptop.people[at].0;
        let mut changes = Changes::new("person.remove", Some(person));
        changes.set(Table::Person, person, PERSON.removed, &Value::flag(false), Value::flag(true));
        laptop.write(&changes);
    }
    let read = |vault: &Vault| {
        let mut pages = Vec::new();
        for descending in [false, true] {
            for (offset, limit) in [(0, 50), (50, 50), (3, 4), (400, 50)] {
                let everyone = PeopleFilter::default();
                pages.push(
                    vault.people(&everyone, PeopleSort::Name, descending, offset, limit, today()).unwrap(),
                );
            }
        }
        pages.into_iter().map(|page| (page.total, page.lines)).collect::<Vec<_>>()
    };
    let first = read(&laptop.vault);
    // From here on the columns answer.
    laptop.vault.communes().unwrap();
    assert_eq!(first, read(&laptop.vault));
    assert!(first[0].0 < 57 && first[0].0 > 50, "some are away, and some stand aside: {}", first[0].0);
}
