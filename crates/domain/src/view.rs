//! A list's filters, order and columns, kept under a name. What the body says is the screen's own affair.

use serde::Serialize;
use ts_rs::TS;

use crate::change::{Changes, Refusal, SAVED_VIEW, Table, Value};
use crate::id::{Ids, SavedViewId, WorkerId};
use crate::person::line;
use crate::person::name::clean_text;

/// Characters of a name, of a body.
const NAME_LIMIT: u32 = 80;
const BODY_LIMIT: u32 = 10_000;

/// The most views that a worker keeps: the menu that shows them is read at a glance.
pub const MOST: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct View {
    pub id: SavedViewId,
    pub name: String,
    pub body: String,
}

/// Keeps a view: a new one at the end, or another name or body for one of `kept`, the worker's own. Refused: no name, a
/// name that another view has, a text over its limit, a hundred views already.
pub fn save(
    kept: &[View],
    id: Option<SavedViewId>,
    name: &str,
    body: &str,
    owner: WorkerId,
    ids: &mut dyn Ids,
) -> Result<(SavedViewId, Changes), Refusal> {
    let name = line("name", name, NAME_LIMIT)?;
    if name.is_empty() {
        return Err(Refusal::Unreadable { field: "name".to_owned() });
    }
    if kept.iter().any(|view| Some(view.id) != id && view.name == name) {
        return Err(Refusal::NameTaken);
    }
    let body = clean_text(body, BODY_LIMIT)
        .map_err(|_| Refusal::TooLong { field: "body".to_owned(), limit: BODY_LIMIT })?;
    let mut changes = Changes::new("view.save", None);
    if let Some(before) = kept.iter().find(|view| Some(view.id) == id) {
        let id = before.id;
        changes.set(Table::SavedView, id, SAVED_VIEW.name, &Value::text(&before.name), Value::Text(name));
        changes.set(Table::SavedView, id, SAVED_VIEW.body, &Value::text(&before.body), Value::Text(body));
        return Ok((id, changes));
    }
    if kept.len() >= MOST {
        return Err(Refusal::TooLong { field: "views".to_owned(), limit: 100 });
    }
    let id = SavedViewId(ids.fresh());
    let fields = vec![
        (SAVED_VIEW.owner, Value::Id(owner.0)),
        (SAVED_VIEW.name, Value::Text(name)),
        (SAVED_VIEW.body, Value::Text(body)),
    ];
    changes.row(Table::SavedView, id, fields);
    Ok((id, changes))
}

/// Takes a view out.
pub fn remove(id: SavedViewId) -> Changes {
    let mut changes = Changes::new("view.remove", None);
    changes.set(Table::SavedView, id, SAVED_VIEW.removed, &Value::flag(false), Value::flag(true));
    changes
}
