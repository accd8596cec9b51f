//! What people type for what catalogues write: words a typo away, and words that mean the same.

use rusqlite::Connection;

use crate::Error;

/// Words of one meaning, as young people, workers and catalogues say it; folded, one word each.
const ALIKE: &[&[&str]] = &[
    &["permis", "conduite", "conduire", "autoecole", "mobilite"],
    &["velo", "scooter", "voiture", "transport", "mobilite"],
    &["logement", "hebergement", "habitat", "loger", "fjt"],
    &["boulot", "job", "travail", "travailler", "emploi"],
    &["cv", "candidature", "entretien"],
    &["francais", "fle", "linguistique", "alphabetisation", "illettrisme"],
    &["lire", "lecture", "ecriture", "ecrire", "illettrisme"],
    &["cuisine", "cuisinier", "cuisiniere", "restauration"],
    &["mecanique", "mecanicien", "mecanicienne", "garage", "automobile"],
    &["batiment", "btp", "construction", "macon", "maconnerie"],
    &["peintre", "peinture"],
    &["coiffure", "coiffeur", "coiffeuse"],
    &["vente", "vendeur", "vendeuse", "commerce"],
    &["magasin", "boutique", "commerce"],
    &["psy", "psychologue", "psychologique", "mental"],
    &["medecin", "medical", "soin", "soins", "sante"],
    &["argent", "budget", "financier", "financiere", "dettes", "surendettement"],
    &["papiers", "administratif", "administratives", "demarches"],
    &["ordinateur", "informatique", "numerique"],
    &["creche", "garde", "enfant", "enfants"],
    &["stage", "immersion", "pmsmp"],
    &["alternance", "apprentissage", "apprenti", "professionnalisation"],
    &["patron", "entreprendre", "entrepreneuriat", "creation", "entreprise"],
    &["ecolo", "environnement", "ecologie", "recyclage", "dechets"],
    &["solaire", "photovoltaique", "eolien", "energie", "renouvelable"],
    &["soudeur", "soudeuse", "soudage", "soudure", "metallerie"],
    &["electricien", "electricienne", "electricite"],
    &["plombier", "plomberie", "sanitaire"],
    &["camion", "cariste", "logistique", "transport"],
    &["animateur", "animatrice", "bafa", "animation"],
    &["sport", "sportif", "sportive", "sportives"],
    &["droit", "droits", "juridique", "avocat"],
];

/// The words of one meaning with this one, itself first. A word that is still typed leads there from four letters on.
pub(crate) fn alike(word: &str) -> Vec<&str> {
    let mut found = vec![word];
    let means = |known: &str| known == word || word.len() >= 4 && known.starts_with(word);
    for group in ALIKE.iter().filter(|group| group.iter().any(|known| means(known))) {
        for known in *group {
            if !found.contains(known) {
                found.push(known);
            }
        }
    }
    found
}

/// Every word of the offers that hold, with how many have it.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary(Vec<(String, u32)>);

/// Words that a typed one is replaced by, at most.
const NEAR: usize = 3;

impl Vocabulary {
    pub fn read(db: &Connection) -> Result<Self, Error> {
        let mut statement = db.prepare_cached("SELECT term, doc FROM offer_vocabulary")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Self(rows.collect::<Result<_, _>>()?))
    }

    /// The words a typo away from one that nothing begins with: one slip up to seven letters, two from eight on.
    pub fn near(&self, word: &str) -> Vec<&str> {
        let length = word.chars().count();
        if length < 4 {
            return Vec::new();
        }
        let slips = if length < 8 { 1 } else { 2 };
        let mut found: Vec<(usize, u32, &str)> = Vec::new();
        for (term, offers) in &self.0 {
            if term.chars().count().abs_diff(length) <= slips {
                let distance = strsim::osa_distance(term, word);
                if distance <= slips {
                    found.push((distance, *offers, term));
                }
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(a.2.cmp(b.2)));
        found.into_iter().take(NEAR).map(|(_, _, term)| term).collect()
    }

    /// Whether a word of an offer begins so.
    pub fn begins(&self, word: &str) -> bool {
        let at = self.0.partition_point(|(term, _)| term.as_str() < word);
        self.0.get(at).is_some_and(|(term, _)| term.starts_with(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_leads_to_those_that_mean_the_same() {
        assert!(alike("boulot").contains(&"emploi"));
        assert_eq!(alike("boulot")[0], "boulot", "what was typed comes first");
        assert!(alike("alpha").contains(&"francais"), "four letters of alphabetisation are enough");
        assert_eq!(alike("cv"), ["cv", "candidature", "entretien"]);
        assert_eq!(alike("c"), ["c"]);
        for word in ALIKE.iter().flat_map(|group| group.iter()) {
            assert_eq!(&passerelle_domain::person::name::fold(word), word, "folded, or nothing finds it");
        }
    }

    #[test]
    fn a_slip_is_forgiven_and_a_short_word_is_not_guessed() {
        let words = [("apprentissage", 40), ("boulanger", 3), ("boulangerie", 9), ("cap", 80)];
        let known = Vocabulary(words.map(|(word, offers)| (word.to_owned(), offers)).to_vec());
        assert_eq!(known.near("aprentisage"), ["apprentissage"], "two letters of a long word are missing");
        assert_eq!(known.near("boulanjer"), ["boulanger"]);
        assert!(known.near("cup").is_empty(), "three letters could be anything");
        assert!(known.begins("boulan") && !known.begins("boulam"));
    }
}
