//! The reverse question: who among my young people could go there, and referrals for several of them at once.

use passerelle_catalogue::Source;
use passerelle_domain::id::{PersonId, ProgrammeId, ReferralId};
use passerelle_domain::programme::fit::{Fit, among};
use passerelle_vault::person::{PeopleFilter, PeopleSort, PersonLine};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::keep::{kept, next_start};
use super::terms::{someone, terms};
use crate::Problem;
use crate::desk::{App, FreshIds, UseCase};
use crate::referral::{Asked, proposed};

/// People that are held against an offer, at most: a caseload has some forty, a team some thousand.
const ASKED: usize = 2_000;

/// Who could go there, those whom it fits first. Ended follow-ups are not asked.
#[derive(Deserialize, TS)]
pub struct WhoCouldGo {
    source: Source,
    key: String,
    /// Also people whom colleagues follow.
    everybody: bool,
}

#[derive(Serialize, TS)]
pub struct CouldGo {
    pub person: PersonLine,
    pub fit: Fit,
}

#[derive(Serialize, TS)]
pub struct WhoCouldGoThere {
    pub people: Vec<CouldGo>,
    /// More people are followed than were asked.
    pub cut: bool,
}

impl UseCase for WhoCouldGo {
    const NAME: &'static str = "offer.for_whom";
    type Answer = WhoCouldGoThere;

    fn run(self, app: &App) -> Result<WhoCouldGoThere, Problem> {
        let catalogue = app.shelf()?;
        let today = app.now().today;
        let offer = catalogue.offer(self.source, &self.key, today)?.offer;
        let filter = PeopleFilter { mine: !self.everybody, ..PeopleFilter::default() };
        let mut lines = app.ask(|vault, now| vault.everybody(&filter, PeopleSort::Name, false, now.today))?;
        lines.retain(|line| line.stage.is_some_and(|stage| !stage.is_over()));
        let cut = lines.len() > ASKED;
        lines.truncate(ASKED);
        let ids: Vec<PersonId> = lines.iter().map(|line| line.id).collect();
        let known = app.ask(|vault, _| vault.known(&ids))?;
        let people = known
            .iter()
            .filter_map(|known| {
                let at = ids.iter().position(|id| *id == known.id)?;
                let said = (known.summoned, known.transport);
                let who = someone(&catalogue, &known.who, &known.residence, known.situation, said);
                Some(who.map(|who| (at, who)))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let found = among(&terms(&offer), people.iter().map(|(at, who)| (*at, who)), today);
        let people =
            found.into_iter().filter_map(|(at, fit)| Some(CouldGo { person: lines.get(at)?.clone(), fit }));
        Ok(WhoCouldGoThere { people: people.collect(), cut })
    }
}

/// Begins a referral to this offer for each of these people, as drafts: each one's agreement is still asked for.
#[derive(Deserialize, TS)]
pub struct ReferSeveral {
    source: Source,
    key: String,
    /// At most 100.
    people: Vec<PersonId>,
}

#[derive(Serialize, TS)]
pub struct ReferredSeveral {
    pub programme: ProgrammeId,
    pub referrals: Vec<ReferralId>,
    /// Who has a referral there already that goes on; none was added.
    pub already: Vec<PersonId>,
}

impl UseCase for ReferSeveral {
    const NAME: &'static str = "offer.refer";
    type Answer = ReferredSeveral;

    fn run(self, app: &App) -> Result<ReferredSeveral, Problem> {
        let today = app.now().today;
        let offer = app.shelf()?.offer(self.source, &self.key, today)?.offer;
        app.alone(|open| {
            let mut ids = FreshIds;
            let (programme, mut acts) = kept(app, open, &offer, &mut ids)?;
            let session = (next_start(&offer, today), None);
            let (mut referrals, mut already) = (Vec::new(), Vec::new());
            let mut people = self.people.clone();
            people.dedup();
            for person in people.iter().take(100) {
                let file = open.vault.person(*person, today)?;
                let going = |line: &&passerelle_vault::referral::ReferralLine| {
                    line.programme == programme && !line.state.is_ending()
                };
                if file.referrals.iter().any(|line| going(&line)) {
                    already.push(file.id);
                    continue;
                }
                let (referral, changes) = proposed(
                    open,
                    &file,
                    programme,
                    Asked { session, ..Asked::default() },
                    app.now(),
                    &mut ids,
                );
                referrals.push(referral);
                acts.push(changes);
            }
            app.write(open, &acts)?;
            Ok(ReferredSeveral { programme, referrals, already })
        })
    }
}
