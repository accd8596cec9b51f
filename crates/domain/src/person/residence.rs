//! Whether a person lives in a priority neighbourhood: what was answered, by which way, and for which address. The code of the
//! neighbourhood is a field of the person; a person without one lives outside, or nobody has looked.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::draft::text;
use crate::change::{Changes, PERSON, Refusal, Table, Value};
use crate::code::Qpv;
use crate::id::PersonId;
use crate::moment::Now;
use crate::word::words;

words! {
    ResidenceAnswer {
        In = "in", Out = "out",
        /// Too near to a border, or an address that no list has: to be found out.
        Uncertain = "uncertain",
    }
    ResidenceWay {
        /// By the address, against the official outlines.
        Address = "address",
        /// A worker decided, and may say why.
        Hand = "hand",
    }
}

/// What is kept of the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Residence {
    /// None while nobody has looked.
    pub answer: Option<ResidenceAnswer>,
    pub way: Option<ResidenceWay>,
    /// The address that was looked at, as it stood then.
    pub address: String,
    pub note: String,
    pub on: Option<NaiveDate>,
}

impl Residence {
    /// The answer as it holds today: a code says inside, whoever wrote it; any other answer holds for its address alone.
    pub fn holds(&self, qpv: &str, address: &str) -> Option<ResidenceAnswer> {
        if !qpv.is_empty() {
            return Some(ResidenceAnswer::In);
        }
        match self.answer {
            Some(ResidenceAnswer::Out | ResidenceAnswer::Uncertain) if self.address == address => self.answer,
            Some(ResidenceAnswer::Out) => Some(ResidenceAnswer::Uncertain),
            Some(ResidenceAnswer::In | ResidenceAnswer::Uncertain) | None => None,
        }
    }

    fn group(&self) -> Value {
        let answer = self.answer.map_or("", ResidenceAnswer::code);
        let way = self.way.map_or("", ResidenceWay::code);
        Value::Group([answer, way, &self.address, &self.note].map(Value::text).to_vec())
    }
}

/// What a worker settles.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ResidenceDraft {
    pub answer: ResidenceAnswer,
    pub way: ResidenceWay,
    /// The neighbourhood, of an answer that is `in`.
    #[serde(default)]
    pub qpv: String,
    #[serde(default)]
    pub note: String,
}

/// Writes the answer down, for the address as it stands.
///
/// Refuses `in` without a neighbourhood, a code that is none, and a note of more than 500 characters.
pub fn decide(
    person: PersonId,
    (qpv, before): (&str, &Residence),
    address: &str,
    draft: &ResidenceDraft,
    now: Now,
) -> Result<Changes, Refusal> {
    let code = match draft.answer {
        ResidenceAnswer::In => {
            let unreadable = |_| Refusal::Unreadable { field: "qpv".to_owned() };
            Qpv::parse(&draft.qpv).map_err(unreadable)?.as_str().to_owned()
        }
        ResidenceAnswer::Out | ResidenceAnswer::Uncertain => String::new(),
    };
    let after = Residence {
        answer: Some(draft.answer),
        way: Some(draft.way),
        address: address.to_owned(),
        note: text("note", &draft.note, 500)?,
        on: Some(now.today),
    };
    let mut changes = Changes::new("person.decide_residence", Some(person));
    changes.set(Table::Person, person, PERSON.qpv, &Value::text(qpv), Value::Text(code));
    changes.set(Table::Person, person, PERSON.residence, &before.group(), after.group());
    changes.set(Table::Person, person, PERSON.residence_on, &Value::day(before.on), Value::day(after.on));
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Op;
    use crate::id::{CountedIds, Ids as _};
    use crate::moment::Instant;

    fn now() -> Now {
        Now { at: Instant(0), today: NaiveDate::from_ymd_opt(2026, 11, 2).unwrap() }
    }

    fn draft(answer: ResidenceAnswer, qpv: &str) -> ResidenceDraft {
        ResidenceDraft { answer, way: ResidenceWay::Hand, qpv: qpv.to_owned(), note: String::new() }
    }

    #[test]
    fn an_answer_holds_for_its_address_and_a_code_says_inside() {
        let out = Residence {
            answer: Some(ResidenceAnswer::Out),
            address: "4 rue de la Forge, Roubaix".to_owned(),
            ..Residence::default()
        };
        let forge = "4 rue de la Forge, Roubaix";
        assert_eq!(out.holds("", forge), Some(ResidenceAnswer::Out));
        assert_eq!(out.holds("", "9 rue Basse, Lens"), Some(ResidenceAnswer::Uncertain), "moved since");
        assert_eq!(out.holds("QN05981N", forge), Some(ResidenceAnswer::In));
        assert_eq!(Residence::default().holds("", forge), None, "nobody has looked");
    }

    #[test]
    fn inside_needs_a_neighbourhood_and_outside_takes_the_code_away() {
        let awa = PersonId(CountedIds(0).fresh());
        let none = Residence::default();
        let decide = |qpv: &str, draft: &ResidenceDraft| decide(awa, (qpv, &none), "", draft, now());
        for wrong in ["", "QN059", "Roubaix"] {
            assert!(decide("", &draft(ResidenceAnswer::In, wrong)).is_err(), "{wrong}");
        }
        assert!(decide("", &draft(ResidenceAnswer::In, "qn05981n")).is_ok(), "small letters are repaired");
        let out = decide("QN05981N", &draft(ResidenceAnswer::Out, "QN05981N")).unwrap();
        let cleared = out.ops.iter().any(|op| matches!(op, Op::Set { field, value, .. } if *field == PERSON.qpv && *value == Value::text("")));
        assert!(cleared, "a code beside an answer of outside would contradict it");
    }
}
