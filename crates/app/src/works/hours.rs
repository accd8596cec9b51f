//! The hours that were worked under a clause.

use passerelle_domain::id::{ClauseHoursId, PersonId, WorksSiteId};
use passerelle_domain::moment::Now;
use passerelle_domain::works::hours::{self, ClauseHoursDraft};
use passerelle_vault::works::ClauseHoursLine;
use serde::Deserialize;
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Open, Registrar, UseCase};

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<AddClauseHours>();
    registrar.register::<CorrectClauseHours>();
    registrar.register::<RemoveClauseHours>();
}

/// Whoever worked is the file that is shown, were they named by one that was merged into it.
fn shown(open: &Open, mut draft: ClauseHoursDraft, now: Now) -> Result<ClauseHoursDraft, Problem> {
    let find = |person: PersonId| open.vault.person(person, now.today).map(|file| file.id);
    draft.person = draft.person.map(find).transpose()?;
    Ok(draft)
}

fn kept(open: &Open, id: ClauseHoursId, now: Now) -> Result<ClauseHoursLine, Problem> {
    let site = open.vault.works_site_of(id)?;
    let file = open.vault.works_site(site, now.today)?;
    file.hours.into_iter().find(|line| line.id == id).ok_or(Problem::NotFound)
}

/// Writes lines of hours, as a month's sheet has them: all of them or none.
#[derive(Deserialize, TS)]
pub struct AddClauseHours {
    site: WorksSiteId,
    lines: Vec<ClauseHoursDraft>,
}

impl UseCase for AddClauseHours {
    const NAME: &'static str = "clause_hours.add";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, ids| {
            open.vault.works_site(self.site, now.today)?;
            let lines: Result<Vec<_>, Problem> =
                self.lines.into_iter().map(|line| shown(open, line, now)).collect();
            Ok(((), hours::add(self.site, &lines?, open.worker, now, ids)?))
        })
    }
}

#[derive(Deserialize, TS)]
pub struct CorrectClauseHours {
    id: ClauseHoursId,
    line: ClauseHoursDraft,
}

impl UseCase for CorrectClauseHours {
    const NAME: &'static str = "clause_hours.correct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let before = kept(open, self.id, now)?;
            // Somebody whose file was erased is named by an id that leads nowhere; the line can be corrected all the same.
            let same = self.line.person == before.what.person;
            let line = if same { self.line } else { shown(open, self.line, now)? };
            Ok(((), hours::correct(self.id, &before.what, &line, now)?))
        })
    }
}

/// Takes out a line that was entered by mistake.
#[derive(Deserialize, TS)]
pub struct RemoveClauseHours {
    id: ClauseHoursId,
}

impl UseCase for RemoveClauseHours {
    const NAME: &'static str = "clause_hours.remove";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            kept(open, self.id, now)?;
            Ok(((), hours::remove(self.id)))
        })
    }
}
