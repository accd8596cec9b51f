//! Invented providers and programmes, of every kind.

use chrono::Days;
use passerelle_domain::change::Changes;
use passerelle_domain::id::{Ids, ProgrammeId, ProviderId};
use passerelle_domain::moment::Now;
use passerelle_domain::person::mark_demo;
use passerelle_domain::programme::{
    Funding, ProgrammeDraft, ProgrammeKind, ProgrammeStatus, ProviderDraft, Tag, add_programme, add_provider,
};

use crate::Problem;

/// A programme that invented lives can be referred to.
#[derive(Clone, Copy)]
pub(super) struct Offered {
    pub programme: ProgrammeId,
    pub provider: ProviderId,
    pub kind: ProgrammeKind,
}

struct Invented {
    provider: (&'static str, &'static str, &'static str),
    name: &'static str,
    kind: ProgrammeKind,
    ages: (u8, u8),
    starts_in: u64,
    tags: &'static [Tag],
    fundings: &'static [Funding],
}

const OFFERS: &[Invented] = &[
    Invented {
        provider: ("CFA des Deux Rives (inventé)", "Lille", "59000"),
        name: "CAP Réparation des carrosseries",
        kind: ProgrammeKind::Apprenticeship,
        ages: (16, 25),
        starts_in: 45,
        tags: &[Tag::Craft],
        fundings: &[Funding::Region],
    },
    Invented {
        provider: ("CFA des Deux Rives (inventé)", "Lille", "59000"),
        name: "Prépa apprentissage",
        kind: ProgrammeKind::Apprenticeship,
        ages: (15, 25),
        starts_in: 20,
        tags: &[],
        fundings: &[Funding::State],
    },
    Invented {
        provider: ("École de la 2e chance du Bassin (inventée)", "Lens", "62300"),
        name: "Parcours E2C",
        kind: ProgrammeKind::Training,
        ages: (16, 25),
        starts_in: 14,
        tags: &[],
        fundings: &[Funding::Region, Funding::FsePlus],
    },
    Invented {
        provider: ("Atelier Troisième Souffle (inventé)", "Roubaix", "59100"),
        name: "Isolation et rénovation, titre professionnel",
        kind: ProgrammeKind::Training,
        ages: (18, 25),
        starts_in: 60,
        tags: &[Tag::Rev3, Tag::UrbanRenewal],
        fundings: &[Funding::Region, Funding::Feder],
    },
    Invented {
        provider: ("Lycée Marguerite-Yourcenar (inventé)", "Beauvais", "60000"),
        name: "Micro-lycée, retour en terminale",
        kind: ProgrammeKind::BackToSchool,
        ages: (16, 25),
        starts_in: 90,
        tags: &[],
        fundings: &[Funding::State],
    },
    Invented {
        provider: ("Régie de quartier du Canal (inventée)", "Creil", "60100"),
        name: "Chantier espaces verts, clause sociale",
        kind: ProgrammeKind::SocialClause,
        ages: (18, 25),
        starts_in: 10,
        tags: &[Tag::UrbanRenewal],
        fundings: &[Funding::Anru],
    },
    Invented {
        provider: ("Les Mains Vertes (inventé)", "Amiens", "80000"),
        name: "Atelier et chantier d'insertion maraîchage",
        kind: ProgrammeKind::Insertion,
        ages: (18, 25),
        starts_in: 7,
        tags: &[Tag::Rev3],
        fundings: &[Funding::State, Funding::FsePlus],
    },
    Invented {
        provider: ("Unis du Littoral (inventé)", "Calais", "62100"),
        name: "Service civique, médiation numérique",
        kind: ProgrammeKind::CivicService,
        ages: (16, 25),
        starts_in: 30,
        tags: &[],
        fundings: &[Funding::State],
    },
    Invented {
        provider: ("La Fabrique à Projets (inventée)", "Tourcoing", "59200"),
        name: "Créer son activité : commerce ambulant",
        kind: ProgrammeKind::Business,
        ages: (18, 25),
        starts_in: 25,
        tags: &[Tag::Commerce, Tag::Craft],
        fundings: &[Funding::Region],
    },
    Invented {
        provider: ("Mission locale des Trois Vallées (inventée)", "Saint-Quentin", "02100"),
        name: "Contrat d'engagement jeune",
        kind: ProgrammeKind::Guidance,
        ages: (16, 25),
        starts_in: 5,
        tags: &[],
        fundings: &[Funding::State],
    },
    Invented {
        provider: ("Garage solidaire Le Relais (inventé)", "Maubeuge", "59600"),
        name: "Permis et vélo : aide à la mobilité",
        kind: ProgrammeKind::Obstacle,
        ages: (16, 25),
        starts_in: 3,
        tags: &[],
        fundings: &[Funding::Region],
    },
    Invented {
        provider: ("Scène ouverte Le Hangar (inventée)", "Denain", "59220"),
        name: "Atelier radio et théâtre",
        kind: ProgrammeKind::Culture,
        ages: (15, 25),
        starts_in: 12,
        tags: &[],
        fundings: &[],
    },
];

/// The acts that write the catalogue, and what can be referred to.
pub(super) fn invent(now: Now, ids: &mut dyn Ids) -> Result<(Vec<Changes>, Vec<Offered>), Problem> {
    let (mut acts, mut offered) = (Vec::new(), Vec::new());
    let mut providers: Vec<(&str, ProviderId)> = Vec::new();
    for offer in OFFERS {
        let (name, commune, postal_code) = offer.provider;
        let known = providers.iter().find(|(of, _)| *of == name).map(|(_, id)| *id);
        let provider = if let Some(id) = known {
            id
        } else {
            let who = ProviderDraft {
                name: name.to_owned(),
                commune: commune.to_owned(),
                postal_code: postal_code.to_owned(),
                phone: "03 53 01 00 00".to_owned(),
                ..ProviderDraft::default()
            };
            let (id, mut changes) = add_provider(&who, ids)?;
            mark_demo(&mut changes);
            acts.push(changes);
            providers.push((name, id));
            id
        };
        let what = ProgrammeDraft {
            name: offer.name.to_owned(),
            kind: offer.kind,
            summary: "Offre inventée, pour la démonstration.".to_owned(),
            min_age: Some(offer.ages.0),
            max_age: Some(offer.ages.1),
            next_start: now.today.checked_add_days(Days::new(offer.starts_in)),
            places: Some(12),
            status: ProgrammeStatus::Open,
            tags: offer.tags.to_vec(),
            fundings: offer.fundings.to_vec(),
        };
        let (programme, mut changes) = add_programme(provider, &what, ids)?;
        mark_demo(&mut changes);
        acts.push(changes);
        offered.push(Offered { programme, provider, kind: offer.kind });
    }
    Ok((acts, offered))
}
