//! What the questions of the screens cost: how many statements each takes, and by which way each reads. Neither may grow with
//! the vault, so both are held here, on the connection itself.

mod ground;
mod meeting;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use passerelle_domain::case::{OriginKind, Stage};
use passerelle_domain::person::likeness::Likable;
use passerelle_domain::referral::State;
use rusqlite::StatementStatus;

use crate::access::AccessFilter;
use crate::person::{CustomIs, PeopleFilter, PeopleSort, Sought};
use crate::referral::BoardFilter;
use crate::report::FigureUnit;
use ground::{Laptop, WORKER, laptop, now, offer};

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
            |given: &str| Likable { given: given.into(), family: "Diallo0".into(), ..Likable::default() };
        let sought = |given: &str| Sought { who: who(given), reference: "A-1".into() };
        let known = laptop.vault.in_vault(&[sought("Awa"), sought("Zoé")], OriginKind::Street, now().today);
        assert!(!known.unwrap()[0].alike.is_empty());
        assert_eq!(laptop.vault.list_mapping("nom|prenom").unwrap(), "");
    }),
    ("people.import_list", |laptop| assert_eq!(laptop.vault.standing(&[laptop.awa]).unwrap().len(), 1)),
    ("offer.for_whom", |laptop| assert_eq!(laptop.vault.known(&[laptop.awa]).unwrap().len(), 1)),
    ("offer.for_person", |laptop| assert_eq!(laptop.vault.records(&[offer()]).unwrap().len(), 1)),
    ("offer.open", |laptop| {
        assert_eq!(laptop.vault.programme_of(&offer()).unwrap(), Some(laptop.programme));
    }),
    ("report.show", |laptop| {
        let (people, programmes) =
            laptop.vault.figures(|lives, names| (lives.len(), names.programmes.len())).unwrap();
        assert!(people >= 5 && programmes == 1);
    }),
    ("report.hours", |laptop| {
        let page = laptop.vault.site_hours_page(now().today, (0, 50), |_, lines| (0..lines.len()).collect());
        assert!(page.unwrap().total >= 10);
    }),
    ("outcome_rule.list", |laptop| assert!(laptop.vault.outcome_rules().unwrap().is_empty())),
    ("report.people", |laptop| {
        let unit = FigureUnit { person: 1, referral: Some((laptop.referral, laptop.programme)) };
        assert_eq!(laptop.vault.figure_page(vec![unit], (0, 50), now().today).unwrap().lines.len(), 1);
    }),
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
    ("rights.list", |laptop| drop(laptop.vault.open_rights().unwrap())),
    ("retention.review", |laptop| {
        laptop.vault.review(now().today, 200).unwrap();
        laptop.vault.aside_files().unwrap();
    }),
    ("access.list", |laptop| {
        let page = laptop.vault.accesses(&AccessFilter::default(), 0, 100).unwrap();
        assert_eq!(page.total, 0);
    }),
    ("person.open of a colleague", |laptop| {
        assert!(!laptop.vault.has_said_why(laptop.awa, WORKER, now().at).unwrap());
        assert_eq!(laptop.vault.aside(laptop.awa).unwrap(), (false, false));
    }),
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
    ("fund.list", |laptop| assert!(laptop.vault.fund_operations(now().today).unwrap().len() >= 5)),
    ("fund.open", |laptop| {
        let file = laptop.vault.fund_operation(laptop.operation, now().today).unwrap();
        assert_eq!(file.report.completeness.participants, 3);
    }),
    ("fund.people", |laptop| {
        let list = passerelle_domain::fund::FundList::Incomplete {};
        let page = laptop.vault.fund_people(laptop.operation, list, (0, 50), now().today).unwrap();
        assert_eq!(page.total, 3);
    }),
    ("fund.preview", |laptop| {
        assert_eq!(laptop.vault.fund_records(laptop.operation, 12, now().today).unwrap().len(), 3);
    }),
    ("participation.list", |laptop| {
        let found = laptop.vault.fund_of_person(laptop.awa, now().today).unwrap();
        assert_eq!(found.participations.len(), 1);
    }),
    ("participation.open", |laptop| {
        let id = passerelle_domain::id::fund_participation_id(laptop.operation, laptop.awa);
        assert!(laptop.vault.fund_view(id, now().today).unwrap().counts);
    }),
    ("works_site.list", |laptop| assert!(laptop.vault.works_sites(now().today).unwrap().len() >= 5)),
    ("works_site.open", |laptop| {
        let file = laptop.vault.works_site(laptop.site, now().today).unwrap();
        assert_eq!((file.hours.len(), file.followed), (2, 1));
    }),
    ("history.of_works_site", |laptop| {
        let rows = laptop.vault.works_site_rows(laptop.site).unwrap();
        assert_eq!(laptop.vault.acts_on(&rows, &["works_site", "clause_hours"]).unwrap().len(), 2);
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
        assert!(few > 2 && few <= 20, "{name}: {few} statements, {all}");
    }
}

#[test]
fn no_question_is_planned_again_when_it_is_asked_again() {
    let laptop = laptop(10);
    for (name, question) in QUESTIONS {
        question(&laptop);
        for sql in laptop.statements(question) {
            let db = laptop.vault.reader();
            let statement = db.prepare_cached(&sql).unwrap();
            let planned = statement.get_status(StatementStatus::RePrepare);
            assert_eq!(planned, 0, "{name}: {sql}");
        }
    }
}

#[test]
fn no_question_reads_a_large_table_from_end_to_end() {
    let laptop = laptop(10);
    let mut found: BTreeSet<String> = BTreeSet::new();
    // Everybody once after an opening, and then in memory; and what a programme is called, of all of them.
    let all =
        |name: &str| ["report.show", "report.people", "report.hours", "outcome_rule.list"].contains(&name);
    for (name, question) in QUESTIONS {
        for step in laptop.plan(question) {
            // Reading an index in its order stops at the page's end; a table has no such end, and a constant is none.
            let bounded = step.contains("INDEX") || step.starts_with("SCAN f") || step == "SCAN CONSTANT ROW";
            // Requests by right are few, accesses are read by their number and kept for a year, and what is to be sent is
            // counted up to a bound.
            let small = [
                ("rights.list", "SCAN r"),
                ("access.list", "SCAN a"),
                ("session.state", "SCAN (subquery-1)"),
            ];
            let bounded = bounded || small.contains(&(*name, step.as_str()));
            // An index with one value for nearly all rows is the table, unless its order is what was asked for.
            let all_shown = step.contains("referral_order (hidden=?)") && !name.starts_with("referral.list");
            if step.starts_with("SCAN") && !bounded && !all(name) || all_shown {
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
        "report.hours",
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
        "offer.for_whom",
        "offer.for_person",
        "report.show",
        "rights.list",
        "retention.review",
        "participation.list",
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
