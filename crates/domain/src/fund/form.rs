//! What is asked of a person in an operation, as a form: at the entry, on leaving and six months after.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::participant::{Entry, ExitAnswers, Labour, LaterAnswers, Participation, Told};
use super::questionnaire::Questionnaire;
use crate::change::{FUND_PARTICIPATION, Field, Refusal, Value};
use crate::deadline::six_months_after;
use crate::moment::{Now, plausible};
use crate::person::birth::Birth;
use crate::person::{Level, Sex};
use crate::word::words;

words! {
    /// Why somebody left an operation.
    FundLeaving {
        /// It was over for them.
        Completed = "completed", Job = "job", Training = "training", Dropped = "dropped", Moved = "moved", Other = "other",
    }
}

/// What was asked at the entry, as it was declared: the file may say otherwise since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FundEntryForm {
    pub sex: Option<Sex>,
    /// A day, a month or a year; nothing where it is not known.
    pub birth: String,
    pub labour: Option<Labour>,
    pub unemployed_since: Option<NaiveDate>,
    pub in_education: Option<bool>,
    pub level: Option<Level>,
    pub disability: Told,
    pub third_country: Told,
    pub foreign_background: Told,
    pub minority: Told,
    pub housing: Told,
    pub rural: Option<bool>,
}

impl FundEntryForm {
    /// Nothing but what the person's file says.
    pub fn of(sex: Option<Sex>, birth: &str) -> Self {
        Self {
            sex,
            birth: birth.to_owned(),
            labour: None,
            unemployed_since: None,
            in_education: None,
            level: None,
            disability: Told::Missing,
            third_country: Told::Missing,
            foreign_background: Told::Missing,
            minority: Told::Missing,
            housing: Told::Missing,
            rural: None,
        }
    }
}

/// What was asked on leaving.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FundExitForm {
    /// The day the answers speak of; none where nothing was asked.
    pub exit_on: Option<NaiveDate>,
    pub labour: Option<Labour>,
    pub searching: Option<bool>,
    pub in_education: Option<bool>,
    pub qualified: Option<bool>,
}

/// What was asked six months after.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FundLaterForm {
    /// The day the answers speak of; none where nothing was asked.
    pub later_on: Option<NaiveDate>,
    pub employed: Option<bool>,
    pub improved: Option<bool>,
}

/// The form of a participation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FundParticipationDraft {
    pub entered_on: NaiveDate,
    /// The last day, once there is one.
    pub left_on: Option<NaiveDate>,
    pub left_reason: Option<FundLeaving>,
    pub entry: FundEntryForm,
    pub exit: FundExitForm,
    pub later: FundLaterForm,
}

fn yes_no(answer: Option<bool>) -> Value {
    Value::text(answer.map_or("", |yes| if yes { "yes" } else { "no" }))
}

/// The answer that such a text holds.
pub fn answer_of(code: &str) -> Option<bool> {
    match code {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn told(told: Told) -> Value {
    Value::text(if told == Told::Missing { "" } else { told.code() })
}

/// The answer that such a text holds; missing where it holds none.
pub fn told_of(code: &str) -> Told {
    Told::from_code(code).unwrap_or(Told::Missing)
}

fn day_text(day: Option<NaiveDate>) -> Value {
    Value::Text(day.map_or(String::new(), |day| day.to_string()))
}

impl FundParticipationDraft {
    /// The first day, and what the file says.
    pub fn begin(entered_on: NaiveDate, sex: Option<Sex>, birth: &str) -> Self {
        Self {
            entered_on,
            left_on: None,
            left_reason: None,
            entry: FundEntryForm::of(sex, birth),
            exit: FundExitForm::default(),
            later: FundLaterForm::default(),
        }
    }

    pub(super) fn read(&self, now: Now) -> Result<Vec<(Field, Value)>, Refusal> {
        let (exit, later) = (&self.exit, &self.later);
        for (field, day) in [
            ("entered_on", Some(self.entered_on)),
            ("left_on", self.left_on),
            ("unemployed_since", self.entry.unemployed_since),
            ("exit_on", exit.exit_on),
            ("later_on", later.later_on),
        ] {
            if let Some(day) = day
                && plausible(field, day)? > now.today
            {
                return Err(Refusal::InTheFuture { field: field.to_owned() });
            }
        }
        let early = |field: &str, not_before| Refusal::TooEarly { field: field.to_owned(), not_before };
        if self.left_on.is_some_and(|left| left < self.entered_on) {
            return Err(early("left_on", self.entered_on));
        }
        if self.entry.unemployed_since.is_some_and(|since| since > self.entered_on) {
            let field = "unemployed_since".to_owned();
            return Err(Refusal::TooLate { field, not_after: self.entered_on });
        }
        let asked_after = exit.exit_on.is_some() || later.later_on.is_some();
        let Some(left_on) = self.left_on else {
            return if asked_after { Err(Refusal::NotLeft) } else { self.read_birth() };
        };
        if exit.exit_on.is_some_and(|on| on < left_on) {
            return Err(early("exit_on", left_on));
        }
        match six_months_after(left_on) {
            Some(six) if later.later_on.is_some_and(|on| on < six) => Err(early("later_on", six)),
            _ => self.read_birth(),
        }
    }

    fn read_birth(&self) -> Result<Vec<(Field, Value)>, Refusal> {
        let mut read = self.clone();
        let unreadable = |_| Refusal::Unreadable { field: "birth".to_owned() };
        if !self.entry.birth.trim().is_empty() {
            let birth = Birth::parse(&self.entry.birth).map_err(unreadable)?;
            birth.check_not_after(self.entered_on).map_err(unreadable)?;
            read.entry.birth = birth.to_string();
        }
        // Since when is asked of the unemployed alone; what was typed before the answer changed says nothing any more.
        if read.entry.labour != Some(Labour::Unemployed) {
            read.entry.unemployed_since = None;
        }
        Ok(read.fields())
    }

    pub(super) fn fields(&self) -> Vec<(Field, Value)> {
        let labour = |labour: Option<Labour>| Value::text(labour.map_or("", Labour::code));
        let (entry, exit, later) = (&self.entry, &self.exit, &self.later);
        // Answers without their day are none.
        let exit = if exit.exit_on.is_some() { exit.clone() } else { FundExitForm::default() };
        let later = if later.later_on.is_some() { later.clone() } else { FundLaterForm::default() };
        vec![
            (FUND_PARTICIPATION.entered_on, Value::Day(self.entered_on)),
            (FUND_PARTICIPATION.left_on, Value::day(self.left_on)),
            (
                FUND_PARTICIPATION.left_reason,
                Value::text(self.left_on.and(self.left_reason).map_or("", FundLeaving::code)),
            ),
            (FUND_PARTICIPATION.sex, Value::text(entry.sex.map_or("", Sex::code))),
            (FUND_PARTICIPATION.birth, Value::text(entry.birth.trim())),
            (FUND_PARTICIPATION.labour, labour(entry.labour)),
            (FUND_PARTICIPATION.unemployed_since, Value::day(entry.unemployed_since)),
            (FUND_PARTICIPATION.in_education, yes_no(entry.in_education)),
            (FUND_PARTICIPATION.level, Value::text(entry.level.map_or("", Level::code))),
            (FUND_PARTICIPATION.disability, told(entry.disability)),
            (FUND_PARTICIPATION.third_country, told(entry.third_country)),
            (FUND_PARTICIPATION.foreign_background, told(entry.foreign_background)),
            (FUND_PARTICIPATION.minority, told(entry.minority)),
            (FUND_PARTICIPATION.housing, told(entry.housing)),
            (FUND_PARTICIPATION.rural, yes_no(entry.rural)),
            (
                FUND_PARTICIPATION.exit,
                Value::Group(vec![
                    day_text(exit.exit_on),
                    labour(exit.labour),
                    yes_no(exit.searching),
                    yes_no(exit.in_education),
                    yes_no(exit.qualified),
                ]),
            ),
            (
                FUND_PARTICIPATION.later,
                Value::Group(vec![day_text(later.later_on), yes_no(later.employed), yes_no(later.improved)]),
            ),
        ]
    }

    /// As figures are counted from it.
    pub fn participation<P>(&self, person: P, asked: &'static Questionnaire) -> Participation<P> {
        let (entry, exit, later) = (&self.entry, &self.exit, &self.later);
        Participation {
            person,
            entered_on: self.entered_on,
            left_on: self.left_on,
            entry: Entry {
                asked,
                sex: entry.sex,
                birth: Birth::parse(&entry.birth).ok(),
                labour: entry.labour,
                unemployed_since: entry.unemployed_since,
                in_education: entry.in_education,
                level: entry.level,
                disability: entry.disability,
                third_country: entry.third_country,
                foreign_background: entry.foreign_background,
                minority: entry.minority,
                housing: entry.housing,
                rural: entry.rural,
            },
            exit: exit.exit_on.map(|on| ExitAnswers {
                on,
                labour: exit.labour,
                searching: exit.searching,
                in_education: exit.in_education,
                qualified: exit.qualified,
            }),
            later: later.later_on.map(|on| LaterAnswers {
                on,
                employed: later.employed,
                improved: later.improved,
            }),
        }
    }
}
