//! A workshop, a collective information or an outing, and who came.

use crate::agenda::slot::Slot;
use crate::change::{ACTIVITY, ATTENDANCE, Changes, Refusal, Table, Value};
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
    let title = line("title", form.title, 200)?;
    if title.is_empty() {
        return Err(Refusal::Unreadable { field: "title".to_owned() });
    }
    let place = line("place", form.place, 200)?;
    let note = clean_text(form.note, 2_000)
        .map_err(|_| Refusal::TooLong { field: "note".to_owned(), limit: 2_000 })?;
    let slot = form.slot.value()?;
    let id = ActivityId(ids.fresh());
    let mut changes = Changes::new("activity.add", None);
    changes.row(
        Table::Activity,
        id,
        vec![
            (ACTIVITY.kind, Value::text(form.kind.code())),
            (ACTIVITY.title, Value::Text(title)),
            (ACTIVITY.slot, slot),
            (ACTIVITY.place, Value::Text(place)),
            (ACTIVITY.note, Value::Text(note)),
            (ACTIVITY.author, Value::Id(author.0)),
            (ACTIVITY.at, Value::Int(now.at.0)),
        ],
    );
    Ok((id, changes))
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
}
