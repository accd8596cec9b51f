//! A list taken in: an act for each person, all in one transaction, one gesture for whoever takes it back.

use std::collections::{BTreeMap, HashMap};

use std::sync::Arc;

use chrono::NaiveDate;
use passerelle_catalogue::Catalogue;
use passerelle_domain::Refusal;
use passerelle_domain::case::OriginKind;
use passerelle_domain::change::Changes;
use passerelle_domain::id::{PersonId, WorkerId};
use passerelle_domain::moment::Now;
use passerelle_domain::person::PersonDraft;
use passerelle_domain::person::listed::{ListOrigin, Listed, Standing, Takers, join, take_in};
use passerelle_domain::person::residence::{Residence, ResidenceAnswer, decide};
use passerelle_formats::people::Mapping;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::known::{Known, ListState, known};
use super::source::{Line, List};
use crate::desk::{App, FreshIds, UseCase};
use crate::residence::{address_of, by_address};
use crate::{Problem, worker};

/// Where a list comes from.
#[derive(Deserialize, TS)]
pub struct ListFrom {
    kind: OriginKind,
    /// The name of the school, of the partner.
    detail: String,
    /// The day of the list.
    on: NaiveDate,
}

/// What is to be done with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Another person: add them.
    Add,
    Skip,
    /// The person who is named beside.
    Same,
}

#[derive(Clone, Copy, Deserialize, TS)]
pub struct LineChoice {
    row: u32,
    choice: Choice,
    /// Of the same person.
    person: Option<PersonId>,
}

/// Takes a list in: each new line as a person with a case, and a note of what has no field. A line of somebody who is
/// there adds nothing; one that is like somebody waits for a choice. The file must be what was looked at.
#[derive(Deserialize, TS)]
pub struct ImportList {
    /// The whole path.
    path: String,
    sheet: Option<u32>,
    mapping: Mapping,
    /// As the preview said it.
    hash: String,
    origin: ListFrom,
    /// Whose the cases become; none for nobody yet.
    referent: Option<WorkerId>,
    /// Of lines of which something else is wanted than what their state says.
    choices: Vec<LineChoice>,
}

/// What became of the lines.
#[derive(Default, Serialize, TS)]
pub struct ListImported {
    /// People who are new.
    pub added: u32,
    /// Lines that were joined to somebody who is there.
    pub joined: u32,
    /// Lines that said nothing new.
    pub already: u32,
    pub skipped: u32,
    /// Lines that are like somebody, and nobody chose: nothing was done with them.
    pub undecided: u32,
    pub refused: u32,
    /// New people whose address lies in a priority neighbourhood for sure, and those whose address lies in none.
    pub inside: u32,
    pub outside: u32,
    /// The act to undo, which takes all of it back; none where nothing was written.
    pub position: Option<u64>,
}

/// What is being written.
struct Import<'a> {
    list: &'a List,
    origin: &'a ListOrigin,
    takers: Takers,
    standing: HashMap<PersonId, Standing>,
    /// Where addresses and neighbourhoods are looked up; none where it cannot be read, which holds no list up.
    catalogue: Option<Arc<Catalogue>>,
    now: Now,
    acts: Vec<Changes>,
    /// The act of each person who is joined: a gesture has one of each.
    of: BTreeMap<PersonId, usize>,
    told: ListImported,
}

impl Import<'_> {
    fn line(&mut self, line: &Line, known: &Known, choice: Option<LineChoice>) -> Result<(), Problem> {
        match (known.state, choice.map(|choice| choice.choice)) {
            (_, Some(Choice::Skip)) => self.told.skipped += 1,
            (_, Some(Choice::Same)) => {
                let person = choice.and_then(|choice| choice.person).ok_or(Problem::BadRequest)?;
                self.join(line, person)?;
            }
            (ListState::Already | ListState::Twice, _) => self.told.already += 1,
            (ListState::Alike, None) => self.told.undecided += 1,
            (ListState::New, _) | (ListState::Alike, Some(Choice::Add)) => {
                let listed = Listed { draft: &line.draft, reference: &line.reference, note: &line.note };
                let (person, mut act) = take_in(listed, self.origin, self.takers, self.now, &mut FreshIds)?;
                self.live(person, &line.draft, &mut act)?;
                self.acts.push(act);
                self.told.added += 1;
            }
        }
        Ok(())
    }

    /// Settles whether somebody new lives in a priority neighbourhood, where their address says it for sure.
    fn live(&mut self, person: PersonId, who: &PersonDraft, act: &mut Changes) -> Result<(), Problem> {
        let Some(catalogue) = &self.catalogue else { return Ok(()) };
        let Some(found) = by_address(catalogue, who)? else { return Ok(()) };
        match found.answer {
            ResidenceAnswer::In => self.told.inside += 1,
            ResidenceAnswer::Out | ResidenceAnswer::Uncertain => self.told.outside += 1,
        }
        let nothing = Residence::default();
        let settled = decide(person, ("", &nothing), &address_of(who), &found, self.now)?;
        act.ops.extend(settled.ops);
        Ok(())
    }

    /// Two lines of one person are one act: what the first has filled in is not looked at again.
    fn join(&mut self, line: &Line, person: PersonId) -> Result<(), Problem> {
        let standing = self.standing.get_mut(&person).ok_or(Problem::NotFound)?;
        let said = self.list.said(line.row);
        let before = self.of.get(&standing.person).copied();
        let nothing = PersonDraft::default();
        let listed = match before {
            None => Listed { draft: &line.draft, reference: &line.reference, note: &said },
            Some(_) => Listed { draft: &nothing, reference: "", note: &said },
        };
        let act = join(standing, listed, self.takers.author, self.now, &mut FreshIds)?;
        if act.is_empty() {
            self.told.already += 1;
            return Ok(());
        }
        self.told.joined += 1;
        standing.notes.push(said);
        if let Some(earlier) = before.and_then(|at| self.acts.get_mut(at)) {
            earlier.ops.extend(act.ops);
        } else {
            self.of.insert(standing.person, self.acts.len());
            self.acts.push(act);
        }
        Ok(())
    }
}

impl UseCase for ImportList {
    const NAME: &'static str = "people.import_list";
    type Answer = ListImported;

    fn run(self, app: &App) -> Result<ListImported, Problem> {
        let catalogue = app.shelf().ok();
        app.alone(|open| {
            let now = app.now();
            let from = ListOrigin { kind: self.origin.kind, detail: self.origin.detail, on: self.origin.on };
            let origin = from.check(now)?;
            if let Some(referent) = self.referent {
                worker::one(open, referent)?;
            }
            let list = List::open(open, &self.path, self.sheet, Some(self.mapping), now)?;
            if list.hash != self.hash {
                return Err(Refusal::FileChanged.into());
            }
            if list.is_ambiguous() {
                return Err(Refusal::DayOrderMissing.into());
            }
            let choices: HashMap<u32, LineChoice> =
                self.choices.iter().map(|choice| (choice.row, *choice)).collect();
            let same: Vec<PersonId> = self.choices.iter().filter_map(|choice| choice.person).collect();
            let known = known(open, &list.lines, origin.kind, now)?;
            let mut import = Import {
                list: &list,
                origin: &origin,
                takers: Takers { author: open.worker, referent: self.referent },
                standing: open.vault.standing(&same)?,
                catalogue,
                now,
                acts: Vec::new(),
                of: BTreeMap::new(),
                told: ListImported { refused: list.report.counts.refused, ..ListImported::default() },
            };
            for (line, known) in list.lines.iter().zip(&known) {
                import.line(line, known, choices.get(&line.row).copied())?;
            }
            let Import { acts, mut told, .. } = import;
            let body = serde_json::to_string(&list.mapping).map_err(|_| Problem::Internal)?;
            open.vault.keep_list_mapping(&Mapping::key(&list.table.heads), &body)?;
            if !acts.is_empty() {
                app.write(open, &acts)?;
                told.position = Some(open.vault.last_position()?);
            }
            Ok(told)
        })
    }
}
