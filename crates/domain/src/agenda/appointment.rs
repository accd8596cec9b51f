//! A meeting at a time, and what came of it.

use chrono::NaiveDate;

use super::slot::Slot;
use crate::change::{APPOINTMENT, Changes, Refusal, Table, Value};
use crate::id::{AppointmentId, CaseId, Ids, PersonId, ReferralId, WorkerId};
use crate::moment::Now;
use crate::person::line;
use crate::word::words;

words! {
    /// What came of a meeting. `Moved` is only ever written by [`move_to`].
    Outcome {
        Planned = "planned", Present = "present", Absent = "absent", Excused = "excused",
        Cancelled = "cancelled", Moved = "moved",
    }
}

/// What a worker types of a meeting.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    pub person: Option<PersonId>,
    pub case: Option<CaseId>,
    pub referral: Option<ReferralId>,
    pub what: &'a str,
    pub slot: &'a Slot,
    pub place: &'a str,
    pub with_whom: &'a str,
}

/// A meeting as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: AppointmentId,
    pub person: Option<PersonId>,
    pub case: Option<CaseId>,
    pub referral: Option<ReferralId>,
    pub what: String,
    pub slot: Slot,
    pub place: String,
    pub with_whom: String,
    pub outcome: Outcome,
}

/// Plans a meeting, on any day: what took place is also written down afterwards. Refused: neither person nor subject, a
/// line over 200 characters, a slot that [`Slot::value`] refuses.
pub fn plan(
    request: &Plan<'_>,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(AppointmentId, Changes), Refusal> {
    let mut changes = Changes::new("appointment.add", request.person);
    let id = write(request, author, now, ids, &mut changes)?;
    Ok((id, changes))
}

fn write(
    request: &Plan<'_>,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
    changes: &mut Changes,
) -> Result<AppointmentId, Refusal> {
    let what = line("what", request.what, 200)?;
    if what.is_empty() && request.person.is_none() {
        return Err(Refusal::Nothing);
    }
    let place = line("place", request.place, 200)?;
    let with_whom = line("with_whom", request.with_whom, 200)?;
    let slot = request.slot.value()?;
    let id = AppointmentId(ids.fresh());
    changes.row(
        Table::Appointment,
        id,
        vec![
            (APPOINTMENT.person, Value::id(request.person)),
            (APPOINTMENT.case_file, Value::id(request.case)),
            (APPOINTMENT.referral, Value::id(request.referral)),
            (APPOINTMENT.what, Value::Text(what)),
            (APPOINTMENT.slot, slot),
            (APPOINTMENT.place, Value::Text(place)),
            (APPOINTMENT.with_whom, Value::Text(with_whom)),
            (APPOINTMENT.author, Value::Id(author.0)),
            (APPOINTMENT.at, Value::Int(now.at.0)),
        ],
    );
    Ok(id)
}

/// Says what came of a meeting, or corrects what was said wrongly; `Planned` takes it back. Refused: an outcome of a
/// moved one, a presence or an absence before its day.
pub fn settle(before: &Kept, outcome: Outcome, today: NaiveDate) -> Result<Changes, Refusal> {
    if before.outcome == Outcome::Moved || outcome == Outcome::Moved {
        return Err(not_allowed(before.outcome, outcome));
    }
    if matches!(outcome, Outcome::Present | Outcome::Absent) && before.slot.day > today {
        return Err(Refusal::InTheFuture { field: "day".to_owned() });
    }
    let mut changes = Changes::new("appointment.settle", before.person);
    let was = Value::text(before.outcome.code());
    changes.set(Table::Appointment, before.id, APPOINTMENT.outcome, &was, Value::text(outcome.code()));
    Ok(changes)
}

/// Moves a planned meeting: the old one stays and names the new. Refused: one that has an outcome, a bad slot, the slot
/// it already has.
pub fn move_to(
    before: &Kept,
    slot: &Slot,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(AppointmentId, Changes), Refusal> {
    if before.outcome != Outcome::Planned {
        return Err(not_allowed(before.outcome, Outcome::Moved));
    }
    if before.slot == *slot {
        return Err(Refusal::Nothing);
    }
    let request = Plan {
        person: before.person,
        case: before.case,
        referral: before.referral,
        what: &before.what,
        slot,
        place: &before.place,
        with_whom: &before.with_whom,
    };
    let mut changes = Changes::new("appointment.move", before.person);
    let id = write(&request, author, now, ids, &mut changes)?;
    let was = Value::text(before.outcome.code());
    changes.set(Table::Appointment, before.id, APPOINTMENT.outcome, &was, Value::text(Outcome::Moved.code()));
    changes.set(Table::Appointment, before.id, APPOINTMENT.moved_to, &Value::Null, Value::Id(id.0));
    Ok((id, changes))
}

/// Corrects what was written wrongly of a meeting, in its own row; `person` is whose it was, the kept file's. A meeting of
/// another person is taken out there and written here, one act in the file of each. Refused: one that was moved, a presence or
/// an absence on a day to come, and what [`plan`] refuses.
pub fn correct(
    before: &Kept,
    person: Option<PersonId>,
    after: &Plan<'_>,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(AppointmentId, Vec<Changes>), Refusal> {
    if before.outcome == Outcome::Moved {
        return Err(not_allowed(before.outcome, Outcome::Planned));
    }
    if matches!(before.outcome, Outcome::Present | Outcome::Absent) && after.slot.day > now.today {
        return Err(Refusal::InTheFuture { field: "day".to_owned() });
    }
    if after.person != person {
        let mut out = Changes::new("appointment.reassign", before.person);
        take_out(&mut out, before.id);
        let mut anew = Changes::new("appointment.reassign", after.person);
        let id = write(after, author, now, ids, &mut anew)?;
        let outcome = Value::text(before.outcome.code());
        let planned = Value::text(Outcome::Planned.code());
        anew.set(Table::Appointment, id, APPOINTMENT.outcome, &planned, outcome);
        return Ok((id, vec![out, anew]));
    }
    let what = line("what", after.what, 200)?;
    if what.is_empty() && person.is_none() {
        return Err(Refusal::Nothing);
    }
    let mut changes = Changes::new("appointment.correct", before.person);
    for (field, was, is) in [
        (APPOINTMENT.what, Value::text(before.what.as_str()), Value::Text(what)),
        // A time that a newer version wrote and this one refuses must not keep anyone from writing another.
        (APPOINTMENT.slot, before.slot.value().unwrap_or(Value::Null), after.slot.value()?),
        (
            APPOINTMENT.place,
            Value::text(before.place.as_str()),
            Value::Text(line("place", after.place, 200)?),
        ),
        (
            APPOINTMENT.with_whom,
            Value::text(before.with_whom.as_str()),
            Value::Text(line("with_whom", after.with_whom, 200)?),
        ),
    ] {
        changes.set(Table::Appointment, before.id, field, &was, is);
    }
    Ok((before.id, vec![changes]))
}

fn take_out(changes: &mut Changes, id: AppointmentId) {
    changes.set(Table::Appointment, id, APPOINTMENT.removed, &Value::flag(false), Value::flag(true));
}

/// Takes out a meeting that was entered by mistake; it stays in the journal, marked.
pub fn remove(before: &Kept) -> Changes {
    let mut changes = Changes::new("appointment.remove", before.person);
    take_out(&mut changes, before.id);
    changes
}

fn not_allowed(from: Outcome, to: Outcome) -> Refusal {
    Refusal::MoveNotAllowed { from: from.code().to_owned(), to: to.code().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::CountedIds;
    use crate::moment::Instant;
    use uuid::Uuid;

    const LEA: PersonId = PersonId(Uuid::from_u128(1));
    const NADIA: WorkerId = WorkerId(Uuid::from_u128(2));

    fn on(day: &str) -> Slot {
        Slot { day: day.parse().unwrap(), time: "10:00".into(), minutes: Some(45) }
    }

    fn now() -> Now {
        Now { at: Instant(7), today: "2026-11-24".parse().unwrap() }
    }

    fn kept(day: &str, outcome: Outcome) -> Kept {
        Kept {
            id: AppointmentId(Uuid::from_u128(3)),
            person: Some(LEA),
            case: None,
            referral: None,
            what: "Entretien".into(),
            slot: on(day),
            place: "Mission locale".into(),
            with_whom: String::new(),
            outcome,
        }
    }

    #[test]
    fn nobody_is_present_before_the_day() {
        let tomorrow = kept("2026-11-25", Outcome::Planned);
        let early = Err(Refusal::InTheFuture { field: "day".into() });
        assert_eq!(settle(&tomorrow, Outcome::Present, now().today), early);
        assert_eq!(settle(&tomorrow, Outcome::Absent, now().today), early);
        assert_eq!(settle(&tomorrow, Outcome::Excused, now().today).unwrap().ops.len(), 1);
        assert_eq!(
            settle(&kept("2026-11-24", Outcome::Planned), Outcome::Present, now().today).unwrap().ops.len(),
            1
        );
    }

    #[test]
    fn a_wrong_outcome_is_corrected_but_a_moved_one_lives_elsewhere() {
        let wrong = kept("2026-11-20", Outcome::Absent);
        assert_eq!(settle(&wrong, Outcome::Present, now().today).unwrap().ops.len(), 1);
        let moved = kept("2026-11-20", Outcome::Moved);
        assert!(matches!(settle(&moved, Outcome::Present, now().today), Err(Refusal::MoveNotAllowed { .. })));
        assert!(matches!(settle(&wrong, Outcome::Moved, now().today), Err(Refusal::MoveNotAllowed { .. })));
    }

    #[test]
    fn moving_makes_a_new_one_and_names_it() {
        let before = kept("2026-11-24", Outcome::Planned);
        let (id, changes) = move_to(&before, &on("2026-11-26"), NADIA, now(), &mut CountedIds(50)).unwrap();
        let sets: Vec<_> = changes.ops.iter().filter(|op| op.row().id == before.id.0).collect();
        assert_eq!(changes.ops.len(), 3);
        assert_eq!(sets.len(), 2);
        assert!(format!("{sets:?}").contains(&id.0.to_string()), "the old one names the new");
        assert_eq!(move_to(&before, &before.slot, NADIA, now(), &mut CountedIds(50)), Err(Refusal::Nothing));
        let done = kept("2026-11-20", Outcome::Present);
        assert!(move_to(&done, &on("2026-11-26"), NADIA, now(), &mut CountedIds(50)).is_err());
    }

    #[test]
    fn what_was_written_wrongly_is_corrected_in_its_row() {
        let before = kept("2026-11-24", Outcome::Present);
        let slot = Slot { time: "11:00".into(), ..before.slot.clone() };
        let mut after = Plan {
            person: Some(LEA),
            case: None,
            referral: None,
            what: "Visite",
            slot: &slot,
            place: "Mission locale",
            with_whom: "",
        };
        let mut ids = CountedIds(50);
        let (id, acts) = correct(&before, Some(LEA), &after, NADIA, now(), &mut ids).unwrap();
        assert_eq!((id, acts.len(), acts[0].ops.len()), (before.id, 1, 2), "subject and time, nothing else");
        let tomorrow = on("2026-11-25");
        after.slot = &tomorrow;
        let early = correct(&before, Some(LEA), &after, NADIA, now(), &mut ids);
        assert_eq!(early, Err(Refusal::InTheFuture { field: "day".into() }), "she came already");
        let moved = kept("2026-11-24", Outcome::Moved);
        assert!(correct(&moved, Some(LEA), &after, NADIA, now(), &mut ids).is_err(), "it lives elsewhere");
    }

    #[test]
    fn a_meeting_of_somebody_else_is_written_in_their_file_with_what_came_of_it() {
        let before = kept("2026-11-20", Outcome::Absent);
        let yanis = PersonId(Uuid::from_u128(9));
        let slot = before.slot.clone();
        let after = Plan {
            person: Some(yanis),
            case: None,
            referral: None,
            what: "Entretien",
            slot: &slot,
            place: "",
            with_whom: "",
        };
        let (id, acts) = correct(&before, Some(LEA), &after, NADIA, now(), &mut CountedIds(50)).unwrap();
        assert_ne!(id, before.id);
        assert_eq!(acts.iter().map(|act| act.subject).collect::<Vec<_>>(), [Some(LEA), Some(yanis)]);
        assert!(format!("{:?}", acts[1]).contains("absent"));
    }

    #[test]
    fn a_meeting_is_with_somebody_or_about_something() {
        let slot = on("2026-11-26");
        let request = Plan {
            person: None,
            case: None,
            referral: None,
            what: " ",
            slot: &slot,
            place: "",
            with_whom: "",
        };
        assert_eq!(plan(&request, NADIA, now(), &mut CountedIds(0)), Err(Refusal::Nothing));
        let long = "a".repeat(201);
        let request = Plan { person: Some(LEA), place: &long, ..request };
        let refusal = plan(&request, NADIA, now(), &mut CountedIds(0)).unwrap_err();
        assert_eq!(refusal, Refusal::TooLong { field: "place".into(), limit: 200 });
    }
}
