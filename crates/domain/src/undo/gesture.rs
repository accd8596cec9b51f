//! Acts that were written in one gesture: they are offered as one, and taken back whole.

use std::collections::{BTreeSet, HashMap};

use super::{ATTEND, HAND_OVER, IMPORT_LIST, Line, Past, REASSIGN, never};
use crate::change::{Changes, Refusal};

/// Acts of which one gesture writes several, one for each person.
const FOR_MANY: &[&str] = &[ATTEND, HAND_OVER, IMPORT_LIST, REASSIGN];

/// Whether the later of two lines goes on with the gesture of the earlier: two acts for many, or the undoing of two such.
fn goes_on(by_position: &HashMap<u64, &Line>, earlier: &Line, later: &Line) -> bool {
    let next = later.position == earlier.position + 1 && later.at == earlier.at && later.act == earlier.act;
    let target = |line: &Line| line.undoes.and_then(|position| by_position.get(&position).copied());
    next && match (target(earlier), target(later)) {
        (Some(one), Some(other)) => goes_on(by_position, one, other),
        _ => FOR_MANY.contains(&later.act.as_str()),
    }
}

/// The acts by their gestures, in their order. No person comes twice in a gesture: whoever does began the next one.
pub fn gestures(lines: &[Line]) -> Vec<Vec<&Line>> {
    let by_position: HashMap<u64, &Line> = lines.iter().map(|line| (line.position, line)).collect();
    let mut in_order: Vec<&Line> = lines.iter().collect();
    in_order.sort_by_key(|line| line.position);
    let mut gestures: Vec<Vec<&Line>> = Vec::new();
    let mut people = BTreeSet::new();
    for line in in_order {
        match gestures.last_mut() {
            Some(gesture)
                if gesture.last().is_some_and(|before| goes_on(&by_position, before, line))
                    && people.insert(line.subject) =>
            {
                gesture.push(line);
            }
            _ => {
                people = BTreeSet::from([line.subject]);
                gestures.push(vec![line]);
            }
        }
    }
    gestures
}

/// The inverse of everything that was written in one gesture with an act: all of it, or nothing. Refused as [`undo`](super::undo) is, and
/// where the gesture began before what `lines` holds.
pub fn undo_gesture(lines: &[Line], line: &Line) -> Result<Vec<Changes>, Refusal> {
    let all = gestures(lines);
    let among = |gesture: &&Vec<&Line>| gesture.iter().any(|other| other.position == line.position);
    let Some(gesture) = all.iter().find(among) else { return Err(never(line)) };
    let oldest = lines.iter().map(|line| line.position).min();
    if gesture.len() > 1 && gesture.first().map(|first| first.position) == oldest {
        return Err(never(line));
    }
    let past = Past::of(lines);
    gesture.iter().map(|line| past.undo(line)).collect()
}
