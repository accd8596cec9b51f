//! Every payload of `tests/fixtures/payloads.json` in every text field of every use case: kept to the letter as a text, or
//! refused by the name of the field. What then leaves the vault runs nowhere else either.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::person::name::{clean_line, clean_text};
use serde_json::{Value, json};

use crate::family::{is_of_files, is_of_the_session};
use crate::ground::{Ground, at, gather, ground, put, says_which};
use crate::laptop::{PASSPHRASE, days_ago, in_days};
use crate::types::{Kind, Leaf, leaves, requests};

/// The texts, each with the name of its group; the port of a listener that they name is one that nobody listens on.
fn payloads() -> Vec<(String, String)> {
    let fixture = include_str!("../../../../tests/fixtures/payloads.json");
    let listed: Vec<BTreeMap<String, String>> = serde_json::from_str(fixture).unwrap();
    listed.into_iter().map(|each| (each["group"].clone(), each["text"].replace("{port}", "9"))).collect()
}

#[test]
fn there_are_enough_of_them_and_no_two_are_alike() {
    let all = payloads();
    let distinct: BTreeSet<&String> = all.iter().map(|(_, text)| text).collect();
    assert!(distinct.len() >= 220 && distinct.len() == all.len(), "{} of {}", distinct.len(), all.len());
    let groups: BTreeSet<&String> = all.iter().map(|(group, _)| group).collect();
    assert!(groups.len() >= 20, "{groups:?}");
}

fn texts(kind: &Kind) -> Vec<Leaf> {
    leaves(kind).into_iter().filter(|(_, kind)| *kind == Kind::Text).collect()
}

/// What was taken by acts, by call and field.
type Taken = BTreeMap<(String, String), BTreeSet<String>>;

/// Where what these calls write is read again at once: the next payload is written over it.
fn shown(ground: &Ground, call: &str, request: &Value) -> Option<Value> {
    let of = |name: &str| request[name].clone();
    let (read, of) = match call {
        "draft.keep" => ("draft.read", json!({ "place": of("place") })),
        "programme.correct" => ("programme.open", json!({ "programme": of("programme") })),
        "provider.correct" => ("provider.list", json!({})),
        "worker.rename" => ("worker.list", json!({})),
        "letterhead.change" => ("letterhead.show", json!({})),
        "person.correct" | "person.custom" | "need.answer" | "plan.write" | "case.correct"
        | "encounter.rewrite" | "situation.correct" | "step.correct" | "step.drop" => {
            ("person.open", json!({ "person": ground.person }))
        }
        _ => return None,
    };
    Some(ground.laptop.ask(read, of))
}

/// Fields that are kept in a way of their own where they are taken at all, and words for a task that is written only where
/// there is a day for it. A draft is read again by its very place.
fn has_its_own_way(call: &str, field: &str) -> bool {
    let own = ["phone", "email", "remind.summons", "remind.cej"].iter().any(|name| field.ends_with(name));
    own || (call, field) == ("draft.keep", "place")
}

/// Puts every payload into every text field of a call, as many fields at a time as it has, each with another payload. A field
/// that is refused by its name gets back what someone careful would write, and the rest is asked again.
fn meet(ground: &mut Ground, call: &str, kind: &Kind, all: &[String], taken: &mut Taken) {
    let fields = texts(kind);
    let mut careful = Value::Null;
    for turn in 0..all.len() {
        // A file with hundreds of lines is slow to open, and no payload asks for one.
        if turn % 12 == 0 {
            ground.turn();
            careful = ground.request(call, kind);
        }
        let text = |at: usize| &all[(turn + at * 7) % all.len()];
        let mut request = careful.clone();
        let mut hostile: Vec<usize> = (0..fields.len()).collect();
        for each in &hostile {
            put(&mut request, &fields[*each].0, json!(text(*each)));
        }
        while !hostile.is_empty() {
            let before = ground.laptop.acts();
            match ground.laptop.call(call, request.clone()) {
                Ok(_) => {
                    let texts = hostile.iter().map(|at| (fields[*at].0.join("."), text(*at)));
                    if let Some(answer) = shown(ground, call, &request) {
                        texts.clone().for_each(|(field, text)| assert_stands(&answer, call, &field, text));
                    } else if ground.laptop.acts() > before {
                        for (field, text) in texts {
                            taken.entry((call.to_owned(), field)).or_default().insert(text.clone());
                        }
                    }
                    careful = ground.request(call, kind);
                    break;
                }
                Err(problem) => {
                    let problem = json!(problem);
                    let which = hostile.iter().position(|at| says_which(&problem, &fields[*at]));
                    let which = which.unwrap_or_else(|| panic!("{call}, {request}: {problem}"));
                    assert_eq!(ground.laptop.acts(), before, "{call}: refused, and yet written");
                    let path = &fields[hostile.remove(which)].0;
                    put(&mut request, path, at(&careful, path).clone());
                }
            }
        }
    }
}

/// How a text is kept: on one line or on several, cleaned by the rules of the domain and changed by nothing else.
/// Nothing, where nothing of it shows.
fn as_kept(text: &str) -> [String; 2] {
    [clean_line(text, u32::MAX).unwrap_or_default(), clean_text(text, u32::MAX).unwrap_or_default()]
}

/// Every text of an answer, and every line of it: a list of choices is one text.
fn texts_of(answer: &Value) -> BTreeSet<&str> {
    let mut texts = Vec::new();
    gather(answer, &mut texts);
    texts.iter().copied().chain(texts.iter().flat_map(|text| text.lines())).collect()
}

fn stands(there: &BTreeSet<&str>, call: &str, field: &str, text: &str) -> bool {
    let kept = as_kept(text);
    has_its_own_way(call, field)
        || there.contains(text)
        || kept.iter().any(|kept| kept.is_empty() || there.contains(kept.as_str()))
}

fn assert_stands(answer: &Value, call: &str, field: &str, text: &str) {
    assert!(stands(&texts_of(answer), call, field, text), "{call}, {field}: {text:?} is not in {answer}");
}

/// What was taken stands in the vault to the letter.
fn assert_kept(ground: &Ground, taken: &Taken) {
    let document = ground.laptop.ask("vault.export", json!({ "passphrase": PASSPHRASE }));
    let there = texts_of(&document);
    for ((call, field), texts) in taken {
        let missing: Vec<_> = texts.iter().filter(|text| !stands(&there, call, field, text)).collect();
        assert_eq!(missing, Vec::<&String>::new(), "{call}, {field}");
    }
}

/// The names of a file's lines once those that were folded are whole again. No line ends otherwise than the format says.
fn names_in(calendar: &str) -> BTreeSet<&str> {
    let lines: Vec<&str> = calendar.split("\r\n").filter(|line| !line.starts_with(' ')).collect();
    assert!(lines.iter().all(|line| !line.contains(['\r', '\n'])), "a line that ends by itself");
    lines.iter().filter_map(|line| line.split([':', ';']).next()).filter(|name| !name.is_empty()).collect()
}

/// The week as it leaves for another calendar: no line and no component but ours.
fn assert_calendar(ground: &Ground) {
    let path = ground.laptop.dir.path().join("semaine.ics");
    let request = json!({
        "from": days_ago(30), "to": in_days(30), "path": path, "names": true, "passphrase": PASSPHRASE,
    });
    let entries = ground.laptop.ask("agenda.export", request)["entries"].as_u64().unwrap();
    assert!(entries > 300, "{entries} entries");
    let text = std::fs::read_to_string(path).unwrap();
    let count = |line: &str| text.split("\r\n").filter(|each| *each == line).count();
    assert_eq!(u64::try_from(count("BEGIN:VEVENT")).unwrap(), entries);
    assert_eq!((count("BEGIN:VCALENDAR"), count("END:VCALENDAR")), (1, 1));
    let ours = BTreeSet::from([
        "BEGIN",
        "CALSCALE",
        "CLASS",
        "DESCRIPTION",
        "DTEND",
        "DTSTAMP",
        "DTSTART",
        "END",
        "LOCATION",
        "METHOD",
        "PRODID",
        "STATUS",
        "SUMMARY",
        "UID",
        "VERSION",
    ]);
    assert!(names_in(&text).is_subset(&ours), "{:?}", names_in(&text));
}

/// The cells of a table as a spreadsheet reads them.
fn cells(table: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = table.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ';' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    rows
}

/// The list as it leaves for a spreadsheet: a row for each person, no cell more, none that would be computed.
fn assert_sheet(ground: &Ground) {
    let path = ground.laptop.dir.path().join("jeunes.csv");
    let request = json!({
        "filter": {}, "sort": "name", "descending": false, "people": null, "passphrase": PASSPHRASE, "path": path,
        "columns": ["name", "age", "phone", "commune", "stage", "last_contact", "referent"],
    });
    let people = ground.laptop.ask("person.export", request)["people"].as_u64().unwrap();
    let rows = cells(&std::fs::read_to_string(path).unwrap());
    assert_eq!(u64::try_from(rows.len()).unwrap(), people + 1, "the heads and {people} people");
    let (mut computed, mut held) = (Vec::new(), 0);
    for row in &rows {
        assert_eq!(row.len(), rows[0].len(), "{row:?}");
        let formula = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
        computed.extend(row.iter().filter(|cell| cell.starts_with(formula)));
        held += row
            .iter()
            .filter_map(|cell| cell.strip_prefix('\''))
            .filter(|cell| cell.starts_with(formula))
            .count();
    }
    assert!(computed.is_empty(), "{computed:?}");
    assert!(held > 10, "{held} formulas were there to be held");
}

/// Calls that write nothing: they share a vault of a few people.
fn is_asked(call: &str) -> bool {
    let questions =
        ["list", "candidates", "communes", "overlaps", "week", "of", "read", "show", "values", "search"];
    questions.iter().any(|question| call.rsplit('.').next() == Some(question))
}

/// A vault for each subject, so that none grows large: every payload in every text field of its calls, then the whole
/// verification, the journal against the tables included.
fn meet_all(subjects: impl Fn(&str) -> bool) {
    let all: Vec<String> = payloads().into_iter().map(|(_, text)| text).collect();
    let mut of: BTreeMap<String, Vec<(String, Kind)>> = BTreeMap::new();
    for (call, kind) in requests() {
        let subject = if is_asked(&call) { "questions" } else { call.split('.').next().unwrap() }.to_owned();
        if subjects(&subject) && !is_of_files(&call) && !is_of_the_session(&call) && !texts(&kind).is_empty()
        {
            of.entry(subject).or_default().push((call, kind));
        }
    }
    for (subject, calls) in of {
        let mut ground = ground();
        let mut taken = Taken::new();
        for (call, kind) in calls {
            meet(&mut ground, &call, &kind, &all, &mut taken);
        }
        assert_kept(&ground, &taken);
        match subject.as_str() {
            "activity" | "appointment" => assert_calendar(&ground),
            "person" => assert_sheet(&ground),
            "referral" => ground.assert_readable(&subject),
            _ => {}
        }
        ground.laptop.assert_sound(&subject);
        ground.assert_clean();
    }
}

fn is_of_a_person(subject: &str) -> bool {
    ["person", "case", "referral"].contains(&subject)
}

#[test]
fn payloads_in_what_is_written_of_a_person_are_kept_as_texts_or_refused_by_the_field() {
    meet_all(is_of_a_person);
}

#[test]
fn payloads_in_every_other_field_are_kept_as_texts_or_refused_by_the_field() {
    meet_all(|subject| !is_of_a_person(subject));
}

/// One payload of each group: these calls derive a key each time.
fn one_of_each_group() -> Vec<String> {
    let first: BTreeMap<String, String> = payloads().into_iter().rev().collect();
    first.into_values().collect()
}

#[test]
fn payloads_as_paths_passphrases_and_names_of_backups_write_nothing_and_open_nothing() {
    let ground = ground();
    let laptop = &ground.laptop;
    let outside = || std::fs::read_dir(laptop.dir.path()).unwrap().count();
    let files = outside();
    for (call, kind) in
        requests().into_iter().filter(|(call, _)| is_of_files(call) || is_of_the_session(call))
    {
        for leaf in texts(&kind).iter().filter(|leaf| asks_for_proof(&call, leaf)) {
            for text in one_of_each_group() {
                let mut request = ground.request(&call, &kind);
                put(&mut request, &leaf.0, json!(text));
                // What a request names may have to be made first, as the referral of a letter.
                let acts = laptop.acts();
                let problem = json!(laptop.call(&call, request).unwrap_err());
                assert!(problem["code"].is_string(), "{call}, {}, {text:?}", leaf.0.join("."));
                assert_eq!(laptop.acts(), acts, "{call}: nothing was written");
                let _ = std::fs::remove_file(laptop.dir.path().join("coffre/attempts.json"));
            }
        }
    }
    assert_eq!(outside(), files, "nothing was written");
    assert_eq!(laptop.state()["vault"], "open");
    laptop.assert_sound("after all of them");
}

/// What names a place or proves who asks; a new passphrase may be any text.
fn asks_for_proof(call: &str, leaf: &Leaf) -> bool {
    let field = leaf.0.last().map(String::as_str);
    let proof =
        matches!(field, Some("path" | "folder" | "to" | "backup" | "name" | "current" | "recovery_code"));
    let opens = field == Some("passphrase")
        && ["agenda.export", "person.erase", "person.export", "vault.export", "session.renew_recovery_kit"]
            .contains(&call);
    (proof || opens) && !call.starts_with("session.create")
}
