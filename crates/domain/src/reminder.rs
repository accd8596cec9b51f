//! A day to which the law counts, put among the tasks in the worker's words. Its id is computed from the case and the clock, so
//! that the acts that move a clock move its task, those that answer it tick it off, and two laptops meet in one row.

use chrono::{Days, NaiveDate};

use crate::change::{Changes, Refusal, TASK, Table, Value};
use crate::deadline::{
    CEJ_NOTICE_DAYS, EXIT_NOTICE_DAYS, SUMMONS_NOTICE_DAYS, cej_until, four_weeks_after, six_months_after,
    summons_until,
};
use crate::id::{CaseId, TaskId, reminder_id};
use crate::moment::Now;
use crate::person::text;
use crate::plan::OfCase;
use crate::situation::Occasion;
use crate::word::words;

words! {
    Clock { Summons = "summons", Cej = "cej", Exit4w = "exit_4w", Exit6m = "exit_6m" }
}

impl Clock {
    /// The task of this clock in a case.
    pub fn task(self, case: CaseId) -> TaskId {
        reminder_id(case, self.code())
    }

    /// The clock that asks on this occasion.
    pub fn of(occasion: Occasion) -> Option<Clock> {
        match occasion {
            Occasion::Exit4w => Some(Clock::Exit4w),
            Occasion::Exit6m => Some(Clock::Exit6m),
            Occasion::Entry | Occasion::Course | Occasion::Exit => None,
        }
    }
}

/// The task of a clock as the vault holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptReminder {
    pub clock: Clock,
    pub what: String,
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub removed: bool,
}

fn kept(of: &[KeptReminder], clock: Clock) -> Option<&KeptReminder> {
    of.iter().find(|reminder| reminder.clock == clock)
}

/// Puts the task where the clock now is: made, moved and to be done again, or taken out where the clock does not run.
/// Refused: over 500 characters, no words; under the name of its field.
fn place(
    changes: &mut Changes,
    of: OfCase,
    clock: Clock,
    (field, what): (&str, &str),
    due_on: Option<NaiveDate>,
    before: &[KeptReminder],
) -> Result<(), Refusal> {
    let id = clock.task(of.case);
    let Some(due_on) = due_on else {
        if kept(before, clock).is_some_and(|kept| !kept.removed) {
            changes.set(Table::Task, id, TASK.removed, &Value::flag(false), Value::flag(true));
        }
        return Ok(());
    };
    let what = text(field, what, 500)?;
    if what.is_empty() {
        return Err(Refusal::Unreadable { field: field.to_owned() });
    }
    let Some(was) = kept(before, clock) else {
        let fields = vec![
            (TASK.person, Value::Id(of.person.0)),
            (TASK.case_file, Value::Id(of.case.0)),
            (TASK.what, Value::Text(what)),
            (TASK.due_on, Value::Day(due_on)),
            (TASK.author, Value::Id(of.author.0)),
        ];
        changes.row(Table::Task, id, fields);
        return Ok(());
    };
    changes.set(Table::Task, id, TASK.removed, &Value::flag(was.removed), Value::flag(false));
    if was.due_on != Some(due_on) || was.removed {
        changes.set(Table::Task, id, TASK.due_on, &Value::day(was.due_on), Value::Day(due_on));
        changes.set(Table::Task, id, TASK.done_on, &Value::day(was.done_on), Value::Null);
    }
    Ok(())
}

/// The words of the tasks after an exit.
#[derive(Clone, Copy, Debug)]
pub struct ExitWords<'a> {
    pub four_weeks: &'a str,
    pub six_months: &'a str,
}

/// Has the situation asked after an exit: a week before the four weeks end, unless six months have passed already, and six months
/// after.
pub fn after_exit(
    changes: &mut Changes,
    of: OfCase,
    left_on: NaiveDate,
    words: ExitWords<'_>,
    before: &[KeptReminder],
    now: Now,
) -> Result<(), Refusal> {
    let six = six_months_after(left_on);
    let four = four_weeks_after(left_on)
        .and_then(|until| until.checked_sub_days(Days::new(EXIT_NOTICE_DAYS)))
        .filter(|_| six.is_some_and(|six| now.today < six));
    place(changes, of, Clock::Exit4w, ("four_weeks", words.four_weeks), four, before)?;
    place(changes, of, Clock::Exit6m, ("six_months", words.six_months), six, before)
}

/// The words of the tasks of a case that goes on.
#[derive(Clone, Copy, Debug)]
pub struct CaseWords<'a> {
    pub summons: &'a str,
    pub cej: &'a str,
}

/// The days by which these clocks go.
#[derive(Clone, Copy, Debug)]
pub struct CaseDays {
    pub summoned_on: Option<NaiveDate>,
    pub cej_started_on: Option<NaiveDate>,
    pub cej_extended: bool,
}

/// Has the end of a summons and of a contract "engagement jeune" announced, so many days before.
pub fn of_case(
    changes: &mut Changes,
    of: OfCase,
    days: CaseDays,
    words: CaseWords<'_>,
    before: &[KeptReminder],
) -> Result<(), Refusal> {
    let ahead = |until: Option<NaiveDate>, notice: u64| until?.checked_sub_days(Days::new(notice));
    let summons = ahead(days.summoned_on.and_then(summons_until), SUMMONS_NOTICE_DAYS);
    let until = days.cej_started_on.and_then(|started_on| cej_until(started_on, days.cej_extended));
    place(changes, of, Clock::Summons, ("summons", words.summons), summons, before)?;
    place(changes, of, Clock::Cej, ("cej", words.cej), ahead(until, CEJ_NOTICE_DAYS), before)
}

/// Ticks the task of a clock off, once what it asks for was written down.
pub fn answered(changes: &mut Changes, case: CaseId, clock: Clock, before: &[KeptReminder], now: Now) {
    if kept(before, clock).is_some_and(|kept| !kept.removed && kept.done_on.is_none()) {
        let id = clock.task(case);
        changes.set(Table::Task, id, TASK.done_on, &Value::Null, Value::Day(now.today));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Op;
    use crate::id::{PersonId, WorkerId};
    use crate::moment::Instant;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn of() -> OfCase {
        OfCase {
            person: PersonId(Uuid::from_u128(1)),
            case: CaseId(Uuid::from_u128(2)),
            author: WorkerId(Uuid::from_u128(3)),
        }
    }

    fn told(changes: &Changes) -> Vec<(Uuid, Option<Value>)> {
        let due = |fields: &[(crate::change::Field, Value)]| {
            fields.iter().find(|(field, _)| *field == TASK.due_on).map(|(_, value)| value.clone())
        };
        let of = |op: &Op| match op {
            Op::New { row, fields } => (row.id, due(fields)),
            Op::Set { row, value, .. } => (row.id, Some(value.clone())),
            Op::Add { row, .. } | Op::Remove { row, .. } => (row.id, None),
        };
        changes.ops.iter().map(of).collect()
    }

    fn exit(left_on: &str, today: &str, before: &[KeptReminder]) -> Changes {
        let mut changes = Changes::new("case.move", None);
        let words = ExitWords { four_weeks: "Situation", six_months: "Situation encore" };
        let now = Now { at: Instant(0), today: day(today) };
        after_exit(&mut changes, of(), day(left_on), words, before, now).unwrap();
        changes
    }

    #[test]
    fn an_exit_is_asked_after_a_week_before_four_weeks_and_at_six_months() {
        let (four, six) = (Clock::Exit4w.task(of().case).0, Clock::Exit6m.task(of().case).0);
        let of_day = |text: &str| Some(Value::Day(day(text)));
        let changes = exit("2026-08-31", "2026-09-01", &[]);
        assert_eq!(told(&changes), [(four, of_day("2026-09-21")), (six, of_day("2027-02-28"))]);
        let late = exit("2026-08-31", "2027-03-01", &[]);
        assert_eq!(told(&late), [(six, of_day("2027-02-28"))], "four weeks are long over");
    }

    #[test]
    fn a_clock_that_moves_takes_its_task_along_and_one_that_stops_takes_it_out() {
        let kept = |due: &str, removed| KeptReminder {
            clock: Clock::Cej,
            what: "Fin du CEJ".into(),
            due_on: Some(day(due)),
            done_on: Some(day("2026-01-02")),
            removed,
        };
        let ask = |started: Option<&str>, before: &[KeptReminder]| {
            let mut changes = Changes::new("case.correct", None);
            let days = CaseDays { summoned_on: None, cej_started_on: started.map(day), cej_extended: false };
            let words = CaseWords { summons: "Convocation", cej: "Fin du CEJ" };
            of_case(&mut changes, of(), days, words, before).unwrap();
            told(&changes)
        };
        let id = Clock::Cej.task(of().case).0;
        let due = Value::Day(day("2026-12-16"));
        assert_eq!(ask(Some("2026-01-15"), &[]), [(id, Some(due.clone()))]);
        assert_eq!(ask(Some("2026-01-15"), &[kept("2026-12-16", false)]), [], "it stays ticked off");
        let moved = [(id, Some(due.clone())), (id, Some(Value::Null))];
        assert_eq!(ask(Some("2026-01-15"), &[kept("2026-11-01", false)]), moved);
        assert_eq!(ask(None, &[kept("2026-12-16", false)]), [(id, Some(Value::flag(true)))]);
        assert_eq!(ask(None, &[kept("2026-12-16", true)]), []);
        let back = ask(Some("2026-01-15"), &[kept("2026-12-16", true)]);
        assert_eq!(back, [(id, Some(Value::flag(false))), (id, Some(Value::Null))]);
    }

    #[test]
    fn a_task_without_words_is_none() {
        let mut changes = Changes::new("case.move", None);
        let words = ExitWords { four_weeks: " ", six_months: "" };
        let now = Now { at: Instant(0), today: day("2026-09-01") };
        let refused = after_exit(&mut changes, of(), day("2026-08-31"), words, &[], now);
        assert_eq!(refused, Err(Refusal::Unreadable { field: "four_weeks".into() }));
    }
}
