//! What is known of each line of a list: new, there already, twice in the list, or alike somebody.

use passerelle_domain::case::OriginKind;
use passerelle_domain::moment::Now;
use passerelle_domain::person::birth::Birth;
use passerelle_domain::person::likeness::{Likable, Strength};
use passerelle_domain::person::listed::{Among, among, same_names};
use passerelle_vault::person::{Candidate, Found, Sought};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::source::Line;
use crate::Problem;
use crate::desk::Open;

/// What importing a line does where nobody chooses otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ListState {
    /// Adds a person.
    New,
    /// Adds nothing: they are there.
    Already,
    /// Adds nothing: an earlier line is the same person.
    Twice,
    /// Adds nothing until somebody says whether they are one of those they are like.
    Alike,
}

/// One line with all that is known of it.
pub(super) struct Known {
    pub state: ListState,
    pub found: Found,
    pub among: Among,
}

fn likable(line: &Line) -> Likable {
    let known = |text: &String| (!text.is_empty()).then(|| text.clone());
    Likable {
        given: line.draft.given_name.clone(),
        family: line.draft.family_name.clone(),
        birth: Birth::parse(&line.draft.birth).ok(),
        phone: known(&line.draft.phone),
        email: known(&line.draft.email),
    }
}

/// Whether somebody has to look before the line is taken in. A slight likeness is shown and holds nothing up, but the same
/// name always asks: a list that comes again without birth dates must not add everyone again.
fn asks(line: &Line, candidate: &Candidate) -> bool {
    let (draft, person) = (&line.draft, &candidate.person);
    candidate.likeness.strength >= Strength::Likely
        || same_names((&draft.given_name, &draft.family_name), (&person.given_name, &person.family_name))
}

/// All lines, in their order. `origin` is whose numbers the references are.
pub(super) fn known(
    open: &Open,
    lines: &[Line],
    origin: OriginKind,
    now: Now,
) -> Result<Vec<Known>, Problem> {
    let sought: Vec<Sought> =
        lines.iter().map(|line| Sought { who: likable(line), reference: line.reference.clone() }).collect();
    let found = open.vault.in_vault(&sought, origin, now.today)?;
    let list: Vec<(&Likable, &str)> =
        sought.iter().map(|sought| (&sought.who, sought.reference.as_str())).collect();
    let known = |((line, found), among): ((&Line, Found), Among)| {
        let state = if found.already.is_some() {
            ListState::Already
        } else if among.twice.is_some() {
            ListState::Twice
        } else if !among.alike.is_empty() || found.alike.iter().any(|candidate| asks(line, candidate)) {
            ListState::Alike
        } else {
            ListState::New
        };
        Known { state, found, among }
    };
    Ok(lines.iter().zip(found).zip(among(&list)).map(known).collect())
}
