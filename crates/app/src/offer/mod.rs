//! Offers of the catalogue: found, opened, kept as a programme that referrals can go to.

mod keep;
mod person;
mod terms;
mod whom;

use passerelle_catalogue::{Filter, FoundOffers, OfferFile, Sort, Source, centre, source_code};
use passerelle_domain::code::Insee;
use passerelle_domain::id::{PersonId, ProgrammeId};
use passerelle_domain::programme::ProgrammeSource;
use passerelle_formats::draft::Point;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};
use crate::residence::home;

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<FindOffers>();
    registrar.register::<OpenOffer>();
    registrar.register::<keep::KeepOffer>();
    registrar.register::<person::RankOffers>();
    registrar.register::<person::FitOffer>();
    registrar.register::<whom::WhoCouldGo>();
    registrar.register::<whom::ReferSeveral>();
}

/// The word under which a programme names a catalogue.
pub(crate) fn source_of(source: Source, key: &str) -> ProgrammeSource {
    ProgrammeSource { source: source_code(source).to_owned(), key: key.to_owned() }
}

/// Where distances are measured from.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "from")]
pub enum OfferFrom {
    /// From somebody's home, or the middle of their commune.
    Person { person: PersonId },
    /// From the middle of a commune.
    Commune { insee: String },
}

impl OfferFrom {
    /// The point; none where it is not known.
    pub(crate) fn point(&self, app: &App) -> Result<Option<Point>, Problem> {
        match self {
            OfferFrom::Person { person } => {
                let file = app.ask(|vault, now| vault.person(*person, now.today))?;
                let catalogue = app.shelf()?;
                Ok(home(&catalogue, &file.who)?.map(|home| home.point))
            }
            OfferFrom::Commune { insee } => {
                let unreadable = |_| passerelle_domain::Refusal::Unreadable { field: "insee".to_owned() };
                Ok(centre(&Insee::parse(insee).map_err(unreadable)?))
            }
        }
    }
}

/// The offers that fit a filter, a page of them.
#[derive(Deserialize, TS)]
pub struct FindOffers {
    filter: Filter,
    sort: Sort,
    from: Option<OfferFrom>,
    skip: u32,
    /// At most 200.
    limit: u32,
}

impl UseCase for FindOffers {
    const NAME: &'static str = "offer.find";
    type Answer = FoundOffers;

    fn run(self, app: &App) -> Result<FoundOffers, Problem> {
        let from = self.from.as_ref().map(|from| from.point(app)).transpose()?.flatten();
        let today = app.now().today;
        Ok(app.shelf()?.find(&self.filter, self.sort, from, today, (self.skip, self.limit))?)
    }
}

/// One offer, whole.
#[derive(Deserialize, TS)]
pub struct OpenOffer {
    source: Source,
    key: String,
}

/// An offer and the programme of the vault that was made of it.
#[derive(Serialize, TS)]
pub struct OfferView {
    pub file: OfferFile,
    /// None as long as nobody of the team referred to it or kept it.
    pub programme: Option<ProgrammeId>,
}

impl UseCase for OpenOffer {
    const NAME: &'static str = "offer.open";
    type Answer = OfferView;

    fn run(self, app: &App) -> Result<OfferView, Problem> {
        let file = app.shelf()?.offer(self.source, &self.key, app.now().today)?;
        let source = source_of(self.source, &self.key);
        let programme = app.ask(|vault, _| vault.programme_of(&source))?;
        Ok(OfferView { file, programme })
    }
}
