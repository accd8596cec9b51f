//! Two invented works sites with the hours of their clauses: one behind what is due, one that has met it.

use chrono::{Days, NaiveDate};
use passerelle_domain::change::Changes;
use passerelle_domain::id::{Ids, PersonId, ProgrammeId, WorkerId};
use passerelle_domain::moment::Now;
use passerelle_domain::person::mark_demo;
use passerelle_domain::programme::clause::ClauseWorks;
use passerelle_domain::works::hours::{ClauseContract, ClauseHoursDraft};
use passerelle_domain::works::{self, WorksSiteDraft, hours};

use crate::Problem;

/// Employer, contract, minutes, days ago; whoever of the invented people worked, by their place among them.
type Worked = (&'static str, ClauseContract, u32, u64, Option<usize>);

/// A day so many days away.
type Day<'a> = &'a dyn Fn(u64) -> Option<NaiveDate>;

struct Site {
    draft: fn(Day<'_>, Day<'_>) -> WorksSiteDraft,
    worked: &'static [Worked],
}

const SITES: &[Site] = &[
    Site {
        draft: |ago, in_days| WorksSiteDraft {
            name: "Réhabilitation de 120 logements (chantier inventé)".to_owned(),
            works: ClauseWorks::Operation,
            total_hours: 30_000,
            percent: Some(7),
            owner: "Office de l’habitat (inventé)".to_owned(),
            contract: "Lot 2, gros œuvre".to_owned(),
            qpv: "QN05991N".to_owned(),
            commune: "Roubaix".to_owned(),
            opens_on: ago(200),
            closes_on: in_days(160),
            programme: None,
            note: String::new(),
        },
        worked: &[
            ("Bâtir Ensemble (inventé)", ClauseContract::Insertion, 60 * 118, 61, Some(0)),
            ("Bâtir Ensemble (inventé)", ClauseContract::Insertion, 60 * 126, 31, Some(0)),
            ("Intérim du Canal (inventé)", ClauseContract::Temporary, 60 * 35, 31, Some(1)),
            ("Intérim du Canal (inventé)", ClauseContract::Temporary, 60 * 402, 31, None),
        ],
    },
    Site {
        draft: |ago, in_days| WorksSiteDraft {
            name: "Entretien des espaces extérieurs (chantier inventé)".to_owned(),
            works: ClauseWorks::LocalManagement,
            total_hours: 4_000,
            percent: None,
            owner: "Ville de Creil (inventée)".to_owned(),
            contract: "Gestion urbaine de proximité".to_owned(),
            qpv: "QN06091N".to_owned(),
            commune: "Creil".to_owned(),
            opens_on: ago(320),
            closes_on: in_days(45),
            programme: None,
            note: String::new(),
        },
        worked: &[("Régie du quartier (inventée)", ClauseContract::FixedTerm, 60 * 415, 20, None)],
    },
];

/// The acts that write the sites and their hours; `people` are those who can have worked there.
pub(super) fn invent(
    people: &[PersonId],
    programme: Option<ProgrammeId>,
    worker: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<Vec<Changes>, Problem> {
    let ago = |days| now.today.checked_sub_days(Days::new(days));
    let in_days = |days| now.today.checked_add_days(Days::new(days));
    let mut acts = Vec::new();
    for (at, site) in SITES.iter().enumerate() {
        let draft = (site.draft)(&ago, &in_days);
        let draft = WorksSiteDraft { programme: programme.filter(|_| at == 0), ..draft };
        let (id, mut changes) = works::add(&draft, worker, now, ids)?;
        mark_demo(&mut changes);
        acts.push(changes);
        let lines: Vec<ClauseHoursDraft> = site
            .worked
            .iter()
            .filter_map(|(employer, contract, minutes, days, who)| {
                let person = match who {
                    Some(at) => Some(*people.get(*at)?),
                    None => None,
                };
                let on = ago(*days)?;
                let employer = (*employer).to_owned();
                Some(ClauseHoursDraft { employer, person, on, minutes: *minutes, contract: Some(*contract) })
            })
            .collect();
        acts.push(hours::add(id, &lines, worker, now, ids)?);
    }
    Ok(acts)
}
