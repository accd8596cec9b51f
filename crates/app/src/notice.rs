//! What a worker tells people about their file.

use chrono::NaiveDate;
use passerelle_domain::id::{NoticeId, PersonId};
use passerelle_domain::notice::{self, NoticeWay, RecordNotice as Told, ToldTo};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<RecordNotice>();
}

/// Writes down that a person, their representative or both were given the text as it is now.
#[derive(Deserialize, TS)]
pub struct RecordNotice {
    person: PersonId,
    /// Today where none is given.
    told_on: Option<NaiveDate>,
    told_to: ToldTo,
    way: NoticeWay,
}

#[derive(Serialize, TS)]
pub struct NoticeRecorded {
    pub notice: NoticeId,
}

impl UseCase for RecordNotice {
    const NAME: &'static str = "notice.record";
    type Answer = NoticeRecorded;

    fn run(self, app: &App) -> Result<NoticeRecorded, Problem> {
        app.act(|open, now, ids| {
            open.vault.present(self.person)?;
            let told_on = self.told_on.unwrap_or(now.today);
            let told = Told { person: self.person, told_on, told_to: self.told_to, way: self.way };
            let (notice, changes) = notice::record(told, open.worker, now, ids)?;
            Ok((NoticeRecorded { notice }, changes))
        })
    }
}
