//! A workshop, a collective information or an outing, and who came.

use crate::agenda::slot::Slot;
use crate::change::{ACTIVITY, ATTENDANCE, Changes, Field, Refusal, Table, Value};
use crate::id::{ActivityId, Ids, PersonId, WorkerId, attendance_id};
use crate::moment::Now;
use crate::person::line;
use crate::person::name::clean_text;
use crate::word::words;

words! {
    ActivityKind { Workshop = "workshop", CollectiveInfo = "collective_info", Outing = "outing" }
    Attendance { Invited = "invited", Present = "present", Absent = "absent", Excused = "excused" }
}

/// What a worker types of an activity.
#[derive(Clone, Debug)]
pub struct ActivityForm<'a> {
    pub kind: ActivityKind,
    pub title: &'a str,
    pub slot: &'a Slot,
    pub place: &'a str,
    pub note: &'a str,
}

/// Plans an activity. Refused: no title, a line over 200 characters, a note over 2,000, a slot that [`Slot::value`]
/// refuses.
pub fn plan(
    form: &ActivityForm<'_>,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(ActivityId, Changes), Refusal> {
    let mut fields = form.fields()?;
    fields.extend([(ACTIVITY.author, Value::Id(author.0)), (ACTIVITY.at, Value::Int(now.at.0))]);
    let id = ActivityId(ids.fresh());
    let mut changes = Changes::new("activity.add", None);
    changes.row(Table::Activity, id, fields);
    Ok((id, changes))
}

impl ActivityForm<'_> {
    fn fields(&self) -> Result<Vec<(Field, Value)>, Refusal> {
        let title = line("title", self.title, 200)?;
        if title.is_empty() {
            return Err(Refusal::Unreadable { field: "title".to_owned() });
        }
        let note = clean_text(self.note, 2_000)
            .map_err(|_| Refusal::TooLong { field: "note".to_owned(), limit: 2_000 })?;
        Ok(vec![
            (ACTIVITY.kind, Value::text(self.kind.code())),
            (ACTIVITY.title, Value::Text(title)),
            (ACTIVITY.slot, self.slot.value()?),
            (ACTIVITY.place, Value::Text(line("place", self.place, 200)?)),
            (ACTIVITY.note, Value::Text(note)),
        ])
    }
}

/// Corrects what was written of an activity; `settled` where somebody came or was missing. Refused: a day to come once it is
/// settled, and what [`plan`] refuses.
pub fn correct(
    id: ActivityId,
    before: &ActivityForm<'_>,
    after: &ActivityForm<'_>,
    settled: bool,
    now: Now,
) -> Result<Changes, Refusal> {
    let fields = after.fields()?;
    if settled && after.slot.day > now.today {
        return Err(Refusal::InTheFuture { field: "day".to_owned() });
    }
    // What a newer version wrote and this one refuses must not keep anyone from writing something else.
    let was = before.fields().unwrap_or_default();
    let mut changes = Changes::new("activity.correct", None);
    for (field, value) in fields {
        let before = was.iter().find(|(of, _)| *of == field).map_or(Value::Null, |(_, value)| value.clone());
        changes.set(Table::Activity, id, field, &before, value);
    }
    Ok(changes)
}

/// Takes out an activity that was entered by mistake, with whatever its sheet says; it stays in the journal, marked.
pub fn remove(id: ActivityId) -> Changes {
    let mut changes = Changes::new("activity.remove", None);
    changes.set(Table::Activity, id, ACTIVITY.removed, &Value::flag(false), Value::flag(true));
    changes
}

/// Writes who came, one act for each person since a journal line belongs to one file. `before` is the line that each has on
/// the sheet, with no answer where it was taken back.
/// Refused: a presence or an absence before the day.
pub fn attend(
    activity: ActivityId,
    on: &Slot,
    answers: &[(PersonId, Attendance)],
    before: impl Fn(PersonId) -> Option<Option<Attendance>>,
    author: WorkerId,
    now: Now,
) -> Result<Vec<Changes>, Refusal> {
    let came = |answer: Attendance| matches!(answer, Attendance::Present | Attendance::Absent);
    if on.day > now.today && answers.iter().any(|(_, answer)| came(*answer)) {
        return Err(Refusal::InTheFuture { field: "day".to_owned() });
    }
    // The last word of a list counts: the same person twice must not make the same row twice.
    let answers: std::collections::BTreeMap<_, _> = answers.iter().copied().collect();
    Ok(answers
        .into_iter()
        .map(|(person, answer)| {
            let mut changes = Changes::new("activity.attend", Some(person));
            let id = attendance_id(activity, person);
            let after = Value::text(answer.code());
            match before(person) {
                Some(before) => {
                    let before = Value::text(before.map_or("", Attendance::code));
                    changes.set(Table::Attendance, id, ATTENDANCE.answer, &before, after);
                }
                None => changes.row(
                    Table::Attendance,
                    id,
                    vec![
                        (ATTENDANCE.activity, Value::Id(activity.0)),
                        (ATTENDANCE.person, Value::Id(person.0)),
                        (ATTENDANCE.answer, after),
                        (ATTENDANCE.author, Value::Id(author.0)),
                        (ATTENDANCE.at, Value::Int(now.at.0)),
                    ],
                ),
            }
            changes
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::Instant;
    use uuid::Uuid;

    const LEA: PersonId = PersonId(Uuid::from_u128(1));
    const YANIS: PersonId = PersonId(Uuid::from_u128(2));
    const WORKSHOP: ActivityId = ActivityId(Uuid::from_u128(3));
    const NADIA: WorkerId = WorkerId(Uuid::from_u128(4));

    fn attend_on(
        day: &str,
        answers: &[(PersonId, Attendance)],
        before: Option<Attendance>,
    ) -> Result<Vec<Changes>, Refusal> {
        let slot = Slot { day: day.parse().unwrap(), time: String::new(), minutes: None };
        let now = Now { at: Instant(7), today: "2026-11-24".parse().unwrap() };
        attend(WORKSHOP, &slot, answers, |_| before.map(Some), NADIA, now)
    }

    #[test]
    fn each_person_has_an_act_of_their_own() {
        let acts = attend_on("2026-11-24", &[(LEA, Attendance::Present), (YANIS, Attendance::Absent)], None)
            .unwrap();
        assert_eq!(acts.iter().map(|act| act.subject).collect::<Vec<_>>(), [Some(LEA), Some(YANIS)]);
    }

    #[test]
    fn a_person_named_twice_has_one_row_with_the_last_answer() {
        let answers = [(LEA, Attendance::Absent), (LEA, Attendance::Excused)];
        let acts = attend_on("2026-11-24", &answers, None).unwrap();
        assert_eq!(acts.len(), 1);
        assert!(format!("{acts:?}").contains("excused"));
        assert!(attend_on("2026-11-24", &answers, Some(Attendance::Excused)).unwrap()[0].is_empty());
    }

    #[test]
    fn an_invitation_is_written_ahead_but_no_presence() {
        assert!(attend_on("2026-11-25", &[(LEA, Attendance::Invited)], None).is_ok());
        let early = attend_on("2026-11-25", &[(LEA, Attendance::Present)], None);
        assert_eq!(early, Err(Refusal::InTheFuture { field: "day".into() }));
    }

    #[test]
    fn an_activity_is_corrected_field_by_field_but_not_into_the_future_once_people_came() {
        let now = Now { at: Instant(7), today: "2026-11-24".parse().unwrap() };
        let on = |day: &str| Slot { day: day.parse().unwrap(), time: "09:00".into(), minutes: Some(60) };
        let (today, tomorrow) = (on("2026-11-24"), on("2026-11-25"));
        let before =
            ActivityForm { kind: ActivityKind::Workshop, title: "CV", slot: &today, place: "Lens", note: "" };
        let title = ActivityForm { title: "Atelier CV", ..before.clone() };
        assert_eq!(correct(WORKSHOP, &before, &title, true, now).unwrap().ops.len(), 1);
        assert!(correct(WORKSHOP, &before, &before, true, now).unwrap().is_empty());
        let later = ActivityForm { slot: &tomorrow, ..before.clone() };
        assert!(correct(WORKSHOP, &before, &later, false, now).is_ok());
        let early = correct(WORKSHOP, &before, &later, true, now);
        assert_eq!(early, Err(Refusal::InTheFuture { field: "day".into() }));
        let nameless = ActivityForm { title: " ", ..before.clone() };
        let refused = correct(WORKSHOP, &before, &nameless, false, now);
        assert_eq!(refused, Err(Refusal::Unreadable { field: "title".into() }));
    }
}
