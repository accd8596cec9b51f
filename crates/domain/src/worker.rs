//! The people who follow cases: this vault's own worker and the colleagues whom cases are handed to.

use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::change::{Changes, Refusal, Table, Value, WORKER};
use crate::id::{Ids, WorkerId};
use crate::person::line;
use crate::person::name::fold;

/// Characters of a name.
const NAME_LIMIT: u32 = 100;

/// The colleagues of the demonstration have ids of their own, so that they go with it though no mark says what they are.
pub const INVENTED: [WorkerId; 2] = [
    WorkerId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0de3_0de3_0001)),
    WorkerId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0de3_0de3_0002)),
];

/// One of those whom a case can be handed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Colleague {
    pub id: WorkerId,
    pub name: String,
    /// The worker whose vault this is.
    pub me: bool,
    /// People whose present case they follow and which has not ended.
    pub cases: u32,
}

fn named(others: &[Colleague], except: Option<WorkerId>, name: &str) -> Result<String, Refusal> {
    let name = line("name", name, NAME_LIMIT)?;
    if name.is_empty() {
        return Err(Refusal::NameMissing);
    }
    let taken = |other: &Colleague| Some(other.id) != except && fold(&other.name) == fold(&name);
    if others.iter().any(taken) { Err(Refusal::NameTaken) } else { Ok(name) }
}

/// A new colleague. Refused: no name, one that another bears (accents and capitals aside), one over its limit.
pub fn add(
    others: &[Colleague],
    name: &str,
    id: Option<WorkerId>,
    ids: &mut dyn Ids,
) -> Result<(WorkerId, Changes), Refusal> {
    let name = named(others, None, name)?;
    let id = id.unwrap_or_else(|| WorkerId(ids.fresh()));
    let mut changes = Changes::new("worker.add", None);
    changes.row(Table::Worker, id, vec![(WORKER.name, Value::Text(name))]);
    Ok((id, changes))
}

/// Another name for a colleague or for oneself; refused as in [`add`].
pub fn rename(others: &[Colleague], who: &Colleague, name: &str) -> Result<Changes, Refusal> {
    let name = named(others, Some(who.id), name)?;
    let mut changes = Changes::new("worker.rename", None);
    changes.set(Table::Worker, who.id, WORKER.name, &Value::text(&who.name), Value::Text(name));
    Ok(changes)
}

/// Takes a colleague out of those whom a case can be handed to; what they wrote keeps their name. Refused: oneself, and
/// whoever still follows cases that have not ended.
pub fn remove(who: &Colleague) -> Result<Changes, Refusal> {
    if who.me {
        return Err(Refusal::Oneself);
    }
    if who.cases > 0 {
        return Err(Refusal::StillFollows { count: who.cases });
    }
    let mut changes = Changes::new("worker.remove", None);
    changes.set(Table::Worker, who.id, WORKER.removed, &Value::flag(false), Value::flag(true));
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::CountedIds;

    fn colleague(name: &str, me: bool, cases: u32) -> Colleague {
        let id = WorkerId(Uuid::from_u128(u128::from(cases) + 10 + u128::from(me)));
        Colleague { id, name: name.into(), me, cases }
    }

    #[test]
    fn two_colleagues_are_told_apart_by_their_names() {
        let team = [colleague("Hélène Petit", true, 3), colleague("Karim", false, 7)];
        let ask =
            |name: &str| add(&team, name, None, &mut CountedIds(100)).map(|(_, changes)| changes.ops.len());
        assert_eq!(ask(" Sonia "), Ok(1));
        assert_eq!(ask("helene  petit"), Err(Refusal::NameTaken));
        assert_eq!(ask(" \u{200b}"), Err(Refusal::NameMissing));
        assert_eq!(ask(&"é".repeat(101)), Err(Refusal::TooLong { field: "name".into(), limit: 100 }));
        assert!(rename(&team, &team[1], "KARIM").is_ok(), "one's own name in capitals is one's own");
        assert_eq!(rename(&team, &team[1], "Helene Petit"), Err(Refusal::NameTaken));
        assert!(rename(&team, &team[1], "Karim").unwrap().is_empty());
    }

    #[test]
    fn who_follows_people_stays() {
        assert_eq!(remove(&colleague("Karim", false, 7)), Err(Refusal::StillFollows { count: 7 }));
        assert_eq!(remove(&colleague("Hélène", true, 0)), Err(Refusal::Oneself));
        assert!(remove(&colleague("Karim", false, 0)).is_ok());
    }
}
