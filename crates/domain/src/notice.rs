//! What a person was told about their file: on a day, to whom, how, and to which version of the text.

use chrono::NaiveDate;

use crate::change::{Changes, NOTICE, Refusal, Table, Value};
use crate::id::{Ids, NoticeId, PersonId, WorkerId};
use crate::moment::{Now, plausible};
use crate::word::words;

words! {
    /// Who was told; of a minor, the legal representative is too.
    ToldTo { Person = "person", Representative = "representative", Both = "both" }
    /// Read out, or handed over on paper.
    NoticeWay { Oral = "oral", Paper = "paper" }
}

/// The version of the text that the screen shows and prints (articles 13 and 14 of the GDPR). A text that says something else
/// gets another version, and people are told anew.
pub const TEXT_VERSION: &str = "2026-11";

/// Who was told what.
#[derive(Clone, Copy, Debug)]
pub struct RecordNotice {
    pub person: PersonId,
    pub told_on: NaiveDate,
    pub told_to: ToldTo,
    pub way: NoticeWay,
}

/// Records that the text was given. Refused: a day to come, a day nobody can mean.
pub fn record(
    request: RecordNotice,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(NoticeId, Changes), Refusal> {
    plausible("told_on", request.told_on)?;
    if request.told_on > now.today {
        return Err(Refusal::InTheFuture { field: "told_on".to_owned() });
    }
    let id = NoticeId(ids.fresh());
    let mut changes = Changes::new("notice.record", Some(request.person));
    changes.row(
        Table::Notice,
        id,
        vec![
            (NOTICE.person, Value::Id(request.person.0)),
            (NOTICE.told_on, Value::Day(request.told_on)),
            (NOTICE.told_to, Value::text(request.told_to.code())),
            (NOTICE.way, Value::text(request.way.code())),
            (NOTICE.text_version, Value::text(TEXT_VERSION)),
            (NOTICE.author, Value::Id(author.0)),
            (NOTICE.at, Value::Int(now.at.0)),
        ],
    );
    Ok((id, changes))
}

/// Takes out one that was written by mistake: whoever it names has to be told again.
pub fn remove(id: NoticeId, person: PersonId) -> Changes {
    let mut changes = Changes::new("notice.remove", Some(person));
    changes.set(Table::Notice, id, NOTICE.removed, &Value::flag(false), Value::flag(true));
    changes
}

/// Whether somebody still has to be told: nobody was yet to this version of the text, or not the representative of a minor.
pub fn missing(given: &[(String, Option<ToldTo>)], minor: Option<bool>) -> Option<ToldTo> {
    let present = || given.iter().filter(|(version, _)| version == TEXT_VERSION).filter_map(|(_, to)| *to);
    let person = present().any(|to| matches!(to, ToldTo::Person | ToldTo::Both));
    let representative = present().any(|to| matches!(to, ToldTo::Representative | ToldTo::Both));
    let needed = minor == Some(true) && !representative;
    match (person, needed) {
        (false, true) => Some(ToldTo::Both),
        (false, false) => Some(ToldTo::Person),
        (true, true) => Some(ToldTo::Representative),
        (true, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_of_the_page_bear_this_version() {
        for text in [
            include_str!("../../../ui/messages/notice/fr.json"),
            include_str!("../../../ui/messages/notice/en.json"),
        ] {
            let line = text.lines().find(|line| line.contains("\"notice_version\"")).unwrap();
            assert!(line.contains(TEXT_VERSION), "{line}");
        }
    }

    #[test]
    fn a_minor_is_told_with_their_representative_and_a_new_text_is_told_anew() {
        use ToldTo::{Both, Person, Representative};
        let now = |to| (TEXT_VERSION.to_owned(), Some(to));
        let old = |to| ("2020-01".to_owned(), Some(to));
        for (given, minor, expected) in [
            (vec![], Some(false), Some(Person)),
            (vec![], None, Some(Person)),
            (vec![], Some(true), Some(Both)),
            (vec![now(Person)], Some(false), None),
            (vec![now(Person)], Some(true), Some(Representative)),
            (vec![now(Representative)], Some(true), Some(Person)),
            (vec![now(Person), now(Representative)], Some(true), None),
            (vec![now(Both)], Some(true), None),
            (vec![old(Both)], Some(true), Some(Both)),
            (vec![(TEXT_VERSION.to_owned(), None)], Some(false), Some(Person)),
        ] {
            assert_eq!(missing(&given, minor), expected, "{given:?} {minor:?}");
        }
    }
}
