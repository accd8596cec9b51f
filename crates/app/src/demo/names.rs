//! Names, places and sentences to invent from. Telephone numbers come from the range that ARCEP reserves for fiction.

use passerelle_domain::assessment::Theme;
use passerelle_domain::case::{ExitKind, OriginKind};
use passerelle_domain::encounter::{EncounterKind, EncounterResult};

use super::life::Obstacle;

pub const GIVEN: &[(&str, char)] = &[
    ("Awa", 'f'),
    ("Inès", 'f'),
    ("Léa", 'f'),
    ("Chloé", 'f'),
    ("Mélissa", 'f'),
    ("Kelly", 'f'),
    ("Yasmine", 'f'),
    ("Océane", 'f'),
    ("Fatoumata", 'f'),
    ("Marine", 'f'),
    ("Lina", 'f'),
    ("Gwenaëlle", 'f'),
    ("Zélie", 'f'),
    ("Anaïs", 'f'),
    ("Sarah", 'f'),
    ("Elif", 'f'),
    ("Bruno", 'm'),
    ("Yanis", 'm'),
    ("Kévin", 'm'),
    ("Théo", 'm'),
    ("Mamadou", 'm'),
    ("Jérémy", 'm'),
    ("Enzo", 'm'),
    ("Mohamed", 'm'),
    ("Dylan", 'm'),
    ("Rayan", 'm'),
    ("Loïc", 'm'),
    ("Noé", 'm'),
    ("Ibrahim", 'm'),
    ("Mathéo", 'm'),
    ("François", 'm'),
    ("Tiago", 'm'),
];

pub const FAMILY: &[&str] = &[
    "Delattre",
    "Vandenbroucke",
    "Lefebvre",
    "Benali",
    "Diallo",
    "Carpentier",
    "Dubois",
    "Haddad",
    "Nowak",
    "Lemaire",
    "Traoré",
    "Caron",
    "Boulanger",
    "Ferreira",
    "Wójcik",
    "Leclercq",
    "Bouzid",
    "Fontaine",
    "Delannoy",
    "Yılmaz",
    "Dumoulin",
    "Cissé",
    "Hérault",
    "Deschamps",
    "Mansouri",
    "Crépin",
    "Lœuillet",
    "D'Hondt",
];

/// Where invented people live. The neighbourhoods' codes have the official form and are of no real neighbourhood.
#[derive(Clone, Copy, Default)]
pub struct Place {
    pub commune: &'static str,
    pub postal_code: &'static str,
    pub insee: &'static str,
    pub qpv: &'static str,
    pub school: &'static str,
}

const fn place(
    commune: &'static str,
    postal_code: &'static str,
    insee: &'static str,
    qpv: &'static str,
    school: &'static str,
) -> Place {
    Place { commune, postal_code, insee, qpv, school }
}

pub const PLACES: &[Place] = &[
    place("Roubaix", "59100", "59512", "QN05991N", "Collège du Pile (inventé)"),
    place("Tourcoing", "59200", "59599", "QN05992N", "Lycée des Métiers du Textile (inventé)"),
    place("Lille", "59000", "59350", "QN05993N", "Lycée de la Plaine (inventé)"),
    place("Denain", "59220", "59172", "QN05994N", "Collège du Chevalement (inventé)"),
    place("Maubeuge", "59600", "59392", "QN05995N", "Lycée de la Sambre (inventé)"),
    place("Lens", "62300", "62498", "QN06291N", "Lycée du Onze-Neuf (inventé)"),
    place("Calais", "62100", "62193", "QN06292N", "Collège des Dentelliers (inventé)"),
    place("Creil", "60100", "60175", "QN06091N", "Lycée de l’Oise (inventé)"),
    place("Beauvais", "60000", "60057", "QN06092N", "Collège Saint-Lucien (inventé)"),
    place("Amiens", "80000", "80021", "QN08091N", "Lycée des Hortillons (inventé)"),
    place("Saint-Quentin", "02100", "02691", "QN00291N", "Collège des Champs-Élysées (inventé)"),
    place("Soissons", "02200", "02722", "QN00292N", "Lycée du Vase (inventé)"),
];

pub const GUARDIANS: &[&str] =
    &["Sylvie", "Aïcha", "Karim", "Nathalie", "Moussa", "Patricia", "Fatima", "Jean-Luc"];

/// Those of [`GUARDIANS`] who are fathers.
pub const FATHERS: &[&str] = &["Karim", "Moussa", "Jean-Luc"];

pub const ORIGINS: &[(OriginKind, &str)] = &[
    (OriginKind::Street, "maraude du mercredi"),
    (OriginKind::Siei, "campagne de septembre"),
    (OriginKind::School, "signalement du conseiller d’éducation"),
    (OriginKind::Cfa, "rupture de contrat en période d’essai"),
    (OriginKind::Partner, "club de prévention"),
    (OriginKind::Family, "appel d’une tante"),
    (OriginKind::Spontaneous, "permanence du centre social"),
];

pub const EXITS: &[ExitKind] =
    &[ExitKind::Training, ExitKind::Apprenticeship, ExitKind::Job, ExitKind::School, ExitKind::CivicService];

pub const SPOTS: &[&str] = &[
    "devant le city-stade",
    "à la médiathèque",
    "au pied de l’immeuble",
    "au marché",
    "à l’arrêt de tram",
    "au gymnase",
];

/// How an exchange went, and what may be noted of it.
pub type Exchange = (EncounterKind, EncounterResult, &'static [&'static str]);

pub const MET: &[Exchange] = &[
    (
        EncounterKind::Street,
        EncounterResult::Reached,
        &[
            "Parle d’un stage en carrosserie qui lui avait plu. N’ose pas rappeler le garage.",
            "A arrêté le lycée en mars. Aimerait un métier où l’on bouge, pas un bureau.",
            "Dit ne plus vouloir entendre parler d’école pour l’instant. On reste en lien.",
            "Présente un ami qui cherche aussi. Rendez-vous pris pour jeudi.",
        ],
    ),
    (
        EncounterKind::Call,
        EncounterResult::Reached,
        &[
            "Confirme le rendez-vous de vendredi. Le bus est trop loin le matin : demander une aide pour le vélo.",
            "Dort chez sa tante depuis deux semaines. Veut reprendre quelque chose avant l’été.",
            "A reçu le courrier de la structure, ne sait pas quels papiers apporter. Liste refaite ensemble.",
        ],
    ),
    (
        EncounterKind::Interview,
        EncounterResult::Reached,
        &[
            "CV refait ensemble. Il manque la copie de la carte d’identité.",
            "On a parlé de ce qui a coincé au collège. Aime réparer, démonter, comprendre.",
            "Visite d’atelier racontée avec plaisir. Demande quand cela peut commencer.",
            "A compris comment se passe l’entretien, un peu moins d’inquiétude.",
        ],
    ),
    (
        EncounterKind::Visit,
        EncounterResult::Reached,
        &[
            "La mère est là, inquiète pour l’argent du transport. On regarde l’aide régionale.",
            "Vu à domicile, le petit frère est malade. On reporte à lundi.",
        ],
    ),
    (
        EncounterKind::Message,
        EncounterResult::Reached,
        &["Répond par message : d’accord pour la réunion d’information."],
    ),
];

pub const MISSED: &[Exchange] = &[
    (
        EncounterKind::Call,
        EncounterResult::NoAnswer,
        &["", "Sonne dans le vide.", "Numéro qui ne répond plus le matin, essayer le soir."],
    ),
    (
        EncounterKind::Call,
        EncounterResult::LeftMessage,
        &["Message laissé sur le répondeur, avec mon numéro."],
    ),
    (
        EncounterKind::Message,
        EncounterResult::LeftMessage,
        &["", "Message envoyé, sans réponse pour l’instant."],
    ),
    (
        EncounterKind::Interview,
        EncounterResult::Missed,
        &["Rendez-vous manqué, sans nouvelles.", "S’excuse le lendemain : gardait son petit frère."],
    ),
];

/// Themes of the assessment, with what may be noted when something stands in the way.
pub const OBSTACLES: &[Obstacle] = &[
    (
        Theme::Housing,
        &["Hébergement chez des proches, à tour de rôle.", "Expulsion annoncée pour le printemps."],
    ),
    (
        Theme::Mobility,
        &["Pas d’abonnement de bus, pas de vélo.", "N’ose pas prendre le train sans quelqu’un."],
    ),
    (Theme::Health, &["Lunettes cassées depuis des mois.", "Sommeil difficile, en parle volontiers."]),
    (Theme::Finances, &["Aucune ressource propre.", "Découvert bancaire, frais chaque mois."]),
    (Theme::Paperwork, &["Carte d’identité périmée.", "Droits à l’assurance maladie à rouvrir."]),
    (Theme::Family, &["Garde ses frères le matin.", ""]),
    (Theme::French, &["Comprend tout, hésite à écrire.", ""]),
    (Theme::Digital, &["Téléphone seul, pas d’ordinateur.", ""]),
    (Theme::Work, &["Jamais travaillé, aimerait essayer.", ""]),
    (Theme::Training, &["A quitté le CAP en cours d’année.", ""]),
];

pub const WISHES: &[&str] = &[
    "« Je veux un métier dehors, avec une équipe. »",
    "« J’ai envie d’essayer la cuisine, une vraie cuisine. »",
    "« Je voudrais passer mon CAP, mais pas au lycée. »",
    "« Les vélos, je sais déjà réparer, je veux apprendre le reste. »",
    "« Je veux travailler tout de suite et voir après. »",
];

pub const TASKS: &[&str] = &[
    "Apporter le dossier de transport",
    "Rappeler le soir, après 18 h",
    "Demander la copie de la pièce d’identité",
    "Prévenir pour la réunion d’information",
    "Prendre des nouvelles de l’entretien",
];
