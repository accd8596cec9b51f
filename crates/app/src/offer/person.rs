//! Offers for one person: ranked by what they wish, need and decided, each with its reasons; and whether one offer fits.

use chrono::NaiveDate;
use passerelle_catalogue::{Catalogue, Column, Filter, OfferLine, Source};
use passerelle_domain::assessment::{Answer, Theme};
use passerelle_domain::id::PersonId;
use passerelle_domain::person::name::fold;
use passerelle_domain::programme::ProgrammeSource;
use passerelle_domain::programme::fit::{Fit, Someone, Verdict, fit, has_transport};
use passerelle_domain::programme::place::{Around, Point};
use passerelle_domain::programme::rank::{
    Features, Kinds, Ranked, Sought, Standing, Tags, Themes, best, explain,
};
use passerelle_formats::draft::Attendance;
use passerelle_vault::person::PersonFile;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::source_of;
use super::terms::{is_rough, point, someone, terms};
use crate::Problem;
use crate::desk::{App, UseCase};
use crate::residence::home;

/// Offers that are looked at whole, out of those that small numbers put first.
const LOOKED_AT: usize = 240;

/// Offers that are shown, at most.
const SHOWN: usize = 100;

/// Words of wishes and steps that say nothing of an offer.
const EMPTY: &[&str] = &[
    "aimerait",
    "aller",
    "apres",
    "avec",
    "avoir",
    "chercher",
    "comme",
    "dans",
    "demander",
    "devenir",
    "emploi",
    "encore",
    "etre",
    "faire",
    "formation",
    "inscrire",
    "inscription",
    "metier",
    "mission",
    "locale",
    "pour",
    "prendre",
    "rendez",
    "stage",
    "trouver",
    "travail",
    "travailler",
    "veut",
    "veux",
    "voir",
    "voudrais",
    "voudrait",
    "vous",
];

/// An offer for one person.
#[derive(Serialize, TS)]
pub struct OfferForPerson {
    pub line: OfferLine,
    pub fit: Fit,
    pub rank: Ranked,
}

/// Offers for one person, best first.
#[derive(Serialize, TS)]
pub struct OffersForPerson {
    pub lines: Vec<OfferForPerson>,
    /// Offers that fit the filter, before the best were chosen.
    pub total: u32,
    /// Words that nothing has, and those that were sought instead.
    pub instead: Vec<(String, String)>,
    /// Distances are from the middle of the commune; none where not even that is known.
    pub from_commune: Option<bool>,
}

/// Offers for one person, ranked; what does not fit comes last, with the reason.
#[derive(Deserialize, TS)]
pub struct RankOffers {
    person: PersonId,
    filter: Filter,
}

/// The telling words of a text.
fn telling(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(' ').filter(|word| word.chars().count() >= 4 && !EMPTY.contains(word));
    words.map(str::to_owned).collect()
}

/// What somebody wishes, as far as it was written: the plan in their words, and the wishes of their referrals.
fn wishes(file: &PersonFile) -> Vec<String> {
    let plan = file.plan.as_ref().map(|plan| plan.draft.words.as_str()).unwrap_or_default();
    telling(plan)
}

fn steps(file: &PersonFile) -> Vec<String> {
    let steps = file.plan.iter().flat_map(|plan| &plan.steps);
    let open = steps.filter(|step| step.done_on.is_none() && step.dropped_on.is_none());
    open.flat_map(|step| telling(&step.what)).collect()
}

fn sought(file: &PersonFile, filter: &Filter, today: NaiveDate) -> Sought {
    let needs: Vec<Theme> =
        file.needs.iter().filter(|need| need.answer == Answer::Yes).map(|need| need.theme).collect();
    Sought {
        needs: Themes::of(&needs),
        asked: Themes::of(&filter.themes),
        steps: Kinds::default(),
        tags: Tags::of(&filter.tags),
        today,
    }
}

/// What small numbers say of an offer, before it is looked at whole. What they exclude for sure is excluded.
fn features(
    column: &Column,
    next_start: Option<NaiveDate>,
    (who, home): (&Someone, Option<Around>),
    today: NaiveDate,
) -> Features {
    let km = home.zip(column.point().and_then(point)).map(|(home, place)| home.km(place));
    let (kinds, themes, tags) = column.sets();
    let remote = column.attendance == Some(Attendance::Remote);
    let age = who.birth.map(|birth| birth.age_on(next_start.unwrap_or(today)));
    let too_old = age.zip(column.max_age).is_some_and(|(age, max)| age.at_least > max);
    let too_young = age.zip(column.min_age).is_some_and(|(age, min)| age.at_most < min);
    let over = column.last_entry().is_some_and(|day| day < today)
        || column.gone_from().is_some_and(|day| day <= today);
    Features {
        fit: if too_old || too_young || over { Verdict::No } else { Verdict::Verify },
        kinds,
        themes,
        tags,
        km: km.filter(|_| !remote),
        next_start,
        any_time: column.permanent,
        updated: column.updated(),
        ..Features::default()
    }
}

struct Ranking<'a> {
    app: &'a App,
    catalogue: &'a Catalogue,
    who: &'a Someone,
    sought: Sought,
}

impl Ranking<'_> {
    /// The offers that small numbers put first.
    fn coarse(
        &self,
        fitting: &[i64],
        wished: &[i64],
        stepped: &[i64],
    ) -> Result<Vec<(i64, Features)>, Problem> {
        let today = self.sought.today;
        let home = self.who.home.map(Point::around);
        let has = |sorted: &[i64], ix: i64| sorted.binary_search(&ix).is_ok();
        let mut offers = Vec::with_capacity(fitting.len());
        self.catalogue.each_offer(today, |column, next_start| {
            if has(fitting, column.ix) {
                let mut features = features(column, next_start, (self.who, home), today);
                features.wish = has(wished, column.ix);
                features.words = has(stepped, column.ix);
                offers.push((column.ix, features));
            }
        })?;
        let kept: Vec<i64> = best(offers.iter().copied(), &self.sought, LOOKED_AT)
            .into_iter()
            .map(Standing::into_key)
            .collect();
        let at = |ix: i64| offers.binary_search_by_key(&ix, |(ix, _)| *ix).ok().and_then(|at| offers.get(at));
        Ok(kept.into_iter().filter_map(|ix| at(ix).copied()).collect())
    }

    /// The same looked at whole: held against the rules, and with what became of others.
    fn fine(&self, coarse: Vec<(i64, Features)>) -> Result<Vec<(i64, Fit, Features)>, Problem> {
        let numbers: Vec<i64> = coarse.iter().map(|(ix, _)| *ix).collect();
        let whole = self.catalogue.offers(&numbers)?;
        let sources: Vec<ProgrammeSource> =
            whole.iter().map(|(_, offer)| source_of(offer.catalogue, &offer.id)).collect();
        let records = self.app.ask(|vault, _| vault.records(&sources))?;
        let today = self.sought.today;
        let looked = whole.iter().zip(sources).filter_map(|((ix, offer), source)| {
            let (_, mut features) = coarse.iter().find(|(known, _)| known == ix).copied()?;
            let found = fit(&terms(offer), self.who, today);
            features.fit = found.verdict;
            features.next_start = found.on.or(features.next_start);
            features.record = records.get(&(source.source, source.key)).copied().unwrap_or_default();
            Some((*ix, found, features))
        });
        Ok(looked.collect())
    }
}

/// What the rules look at, of the person of an open file.
pub(super) fn of_file(catalogue: &Catalogue, file: &PersonFile) -> Result<Someone, Problem> {
    let situation = file.situations.first().and_then(|situation| situation.kind);
    let summoned = file.cases.iter().any(|case| case.clocks.summoned_on.is_some());
    let mobility = file.needs.iter().find(|need| need.theme == Theme::Mobility);
    let transport = mobility.and_then(|need| has_transport(need.answer, &need.situations));
    someone(catalogue, &file.who, &file.residence, situation, (summoned, transport))
}

impl UseCase for RankOffers {
    const NAME: &'static str = "offer.for_person";
    type Answer = OffersForPerson;

    fn run(self, app: &App) -> Result<OffersForPerson, Problem> {
        let file = app.ask(|vault, now| vault.person(self.person, now.today))?;
        let catalogue = app.shelf()?;
        let home = home(&catalogue, &file.who)?;
        let today = app.now().today;
        let found = catalogue.numbers(&self.filter, home.map(|home| home.point), today)?;
        let who = of_file(&catalogue, &file)?;
        let ranking =
            Ranking { app, catalogue: &catalogue, who: &who, sought: sought(&file, &self.filter, today) };
        let wished = catalogue.naming(&wishes(&file))?;
        let stepped = catalogue.naming(&steps(&file))?;
        let looked = ranking.fine(ranking.coarse(&found.numbers, &wished, &stepped)?)?;
        let order = best(looked.iter().map(|(ix, _, features)| (*ix, *features)), &ranking.sought, SHOWN);
        let numbers: Vec<i64> = order.into_iter().map(Standing::into_key).collect();
        let lines = catalogue.lines(&numbers, home.map(|home| home.point), today)?;
        let lines = lines.into_iter().filter_map(|line| {
            let (_, fit, features) = looked.iter().find(|(ix, ..)| *ix == line.ix)?;
            Some(OfferForPerson { rank: explain(features, &ranking.sought), fit: fit.clone(), line })
        });
        Ok(OffersForPerson {
            lines: lines.collect(),
            total: u32::try_from(found.numbers.len()).unwrap_or(u32::MAX),
            instead: found.instead,
            from_commune: home.map(|home| is_rough(home.precision)),
        })
    }
}

/// Whether one offer fits one person, with the reasons.
#[derive(Deserialize, TS)]
pub struct FitOffer {
    source: Source,
    key: String,
    person: PersonId,
}

impl UseCase for FitOffer {
    const NAME: &'static str = "offer.fit";
    type Answer = Fit;

    fn run(self, app: &App) -> Result<Fit, Problem> {
        let file = app.ask(|vault, now| vault.person(self.person, now.today))?;
        let catalogue = app.shelf()?;
        let today = app.now().today;
        let offer = catalogue.offer(self.source, &self.key, today)?.offer;
        Ok(fit(&terms(&offer), &of_file(&catalogue, &file)?, today))
    }
}
