//! What a worker does with the views of their lists.

use passerelle_domain::id::SavedViewId;
use passerelle_domain::view::{self, View};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ListViews>();
    registrar.register::<SaveView>();
    registrar.register::<RemoveView>();
}

#[derive(Deserialize, TS)]
pub struct ListViews {}

impl UseCase for ListViews {
    const NAME: &'static str = "view.list";
    type Answer = Vec<View>;

    fn run(self, app: &App) -> Result<Vec<View>, Problem> {
        app.with(|open| Ok(open.vault.views(open.worker)?))
    }
}

/// A new view, or another name or body for one that is kept.
#[derive(Deserialize, TS)]
pub struct SaveView {
    id: Option<SavedViewId>,
    name: String,
    body: String,
}

#[derive(Serialize, TS)]
pub struct ViewSaved {
    pub view: SavedViewId,
}

impl UseCase for SaveView {
    const NAME: &'static str = "view.save";
    type Answer = ViewSaved;

    fn run(self, app: &App) -> Result<ViewSaved, Problem> {
        app.act(|open, _, ids| {
            let kept = open.vault.views(open.worker)?;
            if self.id.is_some_and(|id| kept.iter().all(|view| view.id != id)) {
                return Err(Problem::NotFound);
            }
            let (view, changes) = view::save(&kept, self.id, &self.name, &self.body, open.worker, ids)?;
            Ok((ViewSaved { view }, changes))
        })
    }
}

#[derive(Deserialize, TS)]
pub struct RemoveView {
    id: SavedViewId,
}

impl UseCase for RemoveView {
    const NAME: &'static str = "view.remove";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            if open.vault.views(open.worker)?.iter().all(|view| view.id != self.id) {
                return Err(Problem::NotFound);
            }
            Ok(((), view::remove(self.id)))
        })
    }
}
