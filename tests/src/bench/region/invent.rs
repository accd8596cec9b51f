//! The files of the invented region, in the official forms.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use serde_json::{Value, json};

use crate::Trouble;

/// Communes with their postal codes and their middles.
const COMMUNES: &[(&str, &str, &str, f64, f64)] = &[
    ("59512", "59100", "Roubaix", 50.690, 3.180),
    ("59350", "59000", "Lille", 50.632, 3.058),
    ("59599", "59200", "Tourcoing", 50.724, 3.160),
    ("59606", "59300", "Valenciennes", 50.358, 3.524),
    ("59183", "59140", "Dunkerque", 51.035, 2.377),
    ("62498", "62300", "Lens", 50.432, 2.833),
    ("62193", "62100", "Calais", 50.951, 1.858),
    ("80021", "80000", "Amiens", 49.894, 2.296),
    ("02691", "02100", "Saint-Quentin", 49.847, 3.287),
    ("60057", "60000", "Beauvais", 49.430, 2.081),
];

const TRADES: &[&str] = &[
    "soudure",
    "cuisine",
    "vente",
    "maçonnerie",
    "bureautique",
    "mécanique",
    "coiffure",
    "logistique",
    "animation",
    "électricité",
    "plomberie",
    "peinture",
    "aide à domicile",
    "espaces verts",
    "numérique",
    "propreté",
];

const AIMS: &[&str] = &[
    "Découvrir la",
    "Se former à la",
    "Chantier de",
    "Atelier",
    "Accompagnement vers la",
    "Remobilisation par la",
];

const THEMES: &[&str] = &[
    "mobilite--financer-ma-mobilite",
    "logement-hebergement--rechercher-une-solution-dhebergement-temporaire",
    "numerique--utiliser-les-services-en-ligne",
    "trouver-un-emploi--suivre-ses-candidatures",
    "sante--bien-etre-psychologique",
];

const STREETS: &[&str] =
    &["de la Forge", "des Filatures", "du Moulin", "Pasteur", "des Lilas", "du Canal", "de la Gare", "Basse"];

fn pick<T: Copy>(all: &[T], at: u32) -> Option<T> {
    all.get(usize::try_from(at).ok()? % all.len()).copied()
}

fn writer(file: &Path) -> Result<BufWriter<File>, Trouble> {
    Ok(BufWriter::with_capacity(1 << 20, File::create(file)?))
}

fn told<T>(found: Option<T>) -> Result<T, Trouble> {
    found.ok_or_else(|| Trouble::new("an empty list"))
}

/// A step to the side, in degrees, the same for the same number.
fn aside(number: u32) -> f64 {
    f64::from(number.wrapping_mul(2_654_435_761) % 10_000) / 10_000.0 * 0.04 - 0.02
}

/// Services of data.inclusion, one a line, each with its place.
pub fn services(file: &Path, count: u32) -> Result<(), Trouble> {
    let mut out = writer(file)?;
    for at in 0..count {
        let (insee, postal, commune, latitude, longitude) = told(pick(COMMUNES, at))?;
        let (trade, aim, theme) =
            (told(pick(TRADES, at / 3))?, told(pick(AIMS, at / 7))?, told(pick(THEMES, at / 5))?);
        let service = json!({
            "id": format!("invente--{at}"), "source": "invente", "structure_id": format!("invente--s{}", at / 4),
            "nom": format!("{aim} {trade} {}", at % 977), "type": if at % 3 == 0 { "formation" } else { "accompagnement" },
            "description": format!("Pour apprendre et pratiquer la {trade} en petit groupe, avec un accueil individuel. \
                Lieu accessible en bus, horaires souples, suivi pendant trois mois. Groupe {}.", at % 53),
            "thematiques": [theme], "date_maj": "2026-09-01", "modes_accueil": ["en-presentiel"], "frais": ["gratuit"],
            "publics": if at % 4 == 0 { json!(["jeunes"]) } else { json!([]) },
            "adresse": format!("{} rue {}", at % 90 + 1, told(pick(STREETS, at))?), "code_postal": postal, "commune": commune,
            "code_insee": insee, "latitude": latitude + aside(at), "longitude": longitude + aside(at + 1),
        });
        writeln!(out, "{service}")?;
    }
    Ok(out.flush()?)
}

/// Formations of LHEO with one action and four sessions each.
pub fn formations(file: &Path, count: u32) -> Result<(), Trouble> {
    let mut out = writer(file)?;
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><lheo xmlns=\"http://lheo.gouv.fr/2.3\"><offres>"
    )?;
    for at in 0..count {
        let (insee, postal, commune, latitude, longitude) = told(pick(COMMUNES, at))?;
        let trade = told(pick(TRADES, at))?;
        let (latitude, longitude) = (latitude + aside(at), longitude + aside(at + 1));
        writeln!(
            out,
            "<formation numero=\"F{at}\"><intitule-formation>Titre professionnel {trade} {at}</intitule-formation>\
             <objectif-formation>Exercer un métier de la {trade}.</objectif-formation><code-niveau-entree>3</code-niveau-entree>\
             <action numero=\"A\"><modalites-enseignement>0</modalites-enseignement><lieu-de-formation><coordonnees><adresse>\
             <ligne>1 rue Basse</ligne><codepostal>{postal}</codepostal><ville>{commune}</ville>\
             <code-INSEE-commune>{insee}</code-INSEE-commune><geolocalisation><latitude>{latitude:.5}</latitude>\
             <longitude>{longitude:.5}</longitude></geolocalisation></adresse></coordonnees></lieu-de-formation>"
        )?;
        for session in 0..4 {
            let month = (at + session * 3) % 12 + 1;
            writeln!(
                out,
                "<session numero=\"S{session}\"><periode><debut>2027{month:02}05</debut><fin>2027{month:02}28</fin></periode>\
                 <etat-recrutement>1</etat-recrutement></session>"
            )?;
        }
        writeln!(
            out,
            "</action><organisme-formation-responsable><numero-activite>{at}</numero-activite>\
             <nom-organisme>Centre {}</nom-organisme></organisme-formation-responsable></formation>",
            at % 300
        )?;
    }
    writeln!(out, "</offres></lheo>")?;
    Ok(out.flush()?)
}

/// Two hundred neighbourhoods of forty corners each, twenty in each commune.
pub fn outlines(file: &Path) -> Result<(), Trouble> {
    let mut features: Vec<Value> = Vec::new();
    for at in 0..200_u32 {
        let (insee, _, commune, latitude, longitude) = told(pick(COMMUNES, at))?;
        let (latitude, longitude) = (latitude + aside(at * 7), longitude + aside(at * 13));
        let corner = |corner: u32| {
            let turn = f64::from(corner % 40) / 40.0 * std::f64::consts::TAU;
            let wide = if corner.is_multiple_of(2) { 0.004 } else { 0.003 };
            json!([longitude + wide * turn.cos() * 1.5, latitude + wide * turn.sin()])
        };
        let ring: Vec<Value> = (0..=40).map(corner).collect();
        let kind = if at < 100 { 'N' } else { 'M' };
        let code = format!("QN0{}{:02}{kind}", insee.get(..2).unwrap_or_default(), at % 100);
        let properties = json!({ "code_qp": code, "lib_qp": format!("Quartier {at}"), "insee_com": insee, "lib_com": commune });
        features.push(json!({
            "type": "Feature", "properties": properties,
            "geometry": { "type": "Polygon", "coordinates": [ring] },
        }));
    }
    let mut out = writer(file)?;
    serde_json::to_writer(&mut out, &json!({ "type": "FeatureCollection", "features": features }))?;
    Ok(out.flush()?)
}

/// The parts of an address by its number: commune, street, number.
fn parts(at: u32) -> Option<(usize, u32, u32)> {
    let commune = usize::try_from(at).ok()? % COMMUNES.len();
    let rest = at / 10;
    Some((commune, rest / 100, rest % 100 + 1))
}

fn street(number: u32) -> Option<String> {
    Some(format!("Rue {} {}", pick(STREETS, number)?, number))
}

/// Addresses as the Base Adresse Nationale writes them: the communes one after the other, a hundred numbers to a street.
pub fn addresses(file: &Path, count: u32) -> Result<(), Trouble> {
    let mut out = writer(file)?;
    writeln!(out, "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat;type_position")?;
    for wanted in 0..COMMUNES.len() {
        for at in (0..count).skip(wanted).step_by(COMMUNES.len()) {
            let (commune, road, number) = told(parts(at))?;
            let (insee, postal, name, latitude, longitude) = told(COMMUNES.get(commune).copied())?;
            let street = told(street(road))?;
            let (latitude, longitude) =
                (latitude + aside(road), longitude + aside(road + 1) + f64::from(number) * 1e-5);
            writeln!(
                out,
                "{insee}_{road}_{number:05};{number};;{street};{postal};{insee};{name};{longitude:.6};{latitude:.6};entrée"
            )?;
        }
    }
    Ok(out.flush()?)
}

/// What is asked of an address of these, by its number.
pub fn address(at: u32) -> Value {
    let parts = parts(at).and_then(|(commune, road, number)| {
        let (insee, postal, ..) = COMMUNES.get(commune).copied()?;
        Some((insee, postal, format!("{number} {}", street(road)?)))
    });
    let (insee, postal, line) = parts.unwrap_or_default();
    json!({ "address_line": line, "postal_code": postal, "insee": insee })
}
