//! How a street is written, brought to one form for comparing: what people type, what files hold and what envelopes show.

use passerelle_domain::person::name::fold;

/// What a street begins with, and how it is shortened (La Poste, AFNOR XPZ 10-011).
const KINDS: &[(&str, &[&str])] = &[
    ("allee", &["all", "allees", "al"]),
    ("avenue", &["av", "ave", "aven"]),
    ("boulevard", &["bd", "bld", "blvd", "boul", "bvd"]),
    ("chaussee", &["chs", "chee"]),
    ("chemin", &["che", "chem", "ch", "chm"]),
    ("cite", &["cit"]),
    ("cour", &[]),
    ("cours", &["crs"]),
    ("esplanade", &["esp"]),
    ("faubourg", &["fg", "fbg", "fb"]),
    ("hameau", &["ham"]),
    ("impasse", &["imp"]),
    ("lotissement", &["lot"]),
    ("montee", &["mte"]),
    ("parvis", &["prv"]),
    ("passage", &["pas", "pass"]),
    ("place", &["pl", "plc"]),
    ("quai", &["qu"]),
    ("quartier", &["qua", "quart"]),
    ("residence", &["res", "resid"]),
    ("rond", &["rd"]),
    ("route", &["rte"]),
    ("rue", &["r"]),
    ("ruelle", &["rle"]),
    ("sentier", &["sen", "sent"]),
    ("square", &["sq"]),
    ("traverse", &["tra"]),
    ("villa", &["vla"]),
    ("voie", &["voi"]),
];

/// Titles and saints within the name.
const TITLES: &[(&str, &[&str])] = &[
    ("saint", &["st"]),
    ("sainte", &["ste"]),
    ("general", &["gal", "gen"]),
    ("marechal", &["mal", "mar"]),
    ("docteur", &["dr", "doct"]),
    ("commandant", &["cdt", "cmdt"]),
    ("capitaine", &["cne", "cap"]),
    ("colonel", &["col", "cel"]),
    ("lieutenant", &["lt"]),
    ("president", &["pdt", "pres"]),
    ("professeur", &["pr", "prof"]),
    ("notre", &["nd"]),
];

/// Words that come and go in writing.
const SMALL: &[&str] = &["de", "du", "des", "la", "le", "les", "d", "l", "et", "a", "au", "aux", "en"];

fn kind(word: &str) -> Option<&'static str> {
    let found = KINDS.iter().find(|(kind, short)| *kind == word || short.contains(&word));
    found.map(|(kind, _)| *kind)
}

fn title(word: &str) -> &str {
    TITLES.iter().find(|(_, short)| short.contains(&word)).map_or(word, |(title, _)| title)
}

/// The street without number for comparing: folded, what is shortened written out, small words left out. `bd du Gal
/// de Gaulle` and `Boulevard Général-de-Gaulle` are the same; empty where nothing is written.
pub fn key(street: &str) -> String {
    let folded = fold(street);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let mut kept = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let word = match kind(word) {
            Some(kind) if at == 0 => kind,
            _ => title(word),
        };
        if !SMALL.contains(&word) {
            kept.push(word);
        }
    }
    // A name of small words alone (« rue de la ») is still a name.
    if kept.len() < 2 && words.len() > kept.len() { words.join(" ") } else { kept.join(" ") }
}

/// An address as a person types it, taken apart.
#[derive(Clone, PartialEq, Eq)]
pub struct Typed {
    pub number: Option<u32>,
    /// `bis`, `ter`, `a`; empty where there is none.
    pub suffix: String,
    /// See [`key`].
    pub street: String,
}

/// It is where somebody lives: nothing of it shows.
impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed(..)")
    }
}

impl Typed {
    /// Takes the number at the beginning, or before a word that begins a street: `apt 4, 12 bis rue de la Forge`.
    pub fn parse(text: &str) -> Self {
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let mut best = None;
        for (at, word) in words.iter().enumerate() {
            let Some((number, glued)) = number(word) else { continue };
            let next = words.get(at + 1).copied().unwrap_or_default();
            let apart = glued.is_empty() && is_suffix(next, words.get(at + 2).copied());
            let (suffix, from) = if apart { (next, at + 2) } else { (glued, at + 1) };
            let street = words.get(from).is_some_and(|word| kind(word).is_some());
            if street || best.is_none() && at == 0 {
                best = Some((number, suffix.to_owned(), from));
            }
            if street {
                break;
            }
        }
        let (number, suffix, from) = best.map_or((None, String::new(), 0), |(n, s, from)| (Some(n), s, from));
        // Without a number, what leads to the street may stand before it.
        let begin = if number.is_some() {
            from
        } else {
            words.iter().position(|word| word.len() > 2 && kind(word).is_some()).unwrap_or(0)
        };
        let street = words.get(begin..).unwrap_or_default().join(" ");
        Self { number, suffix, street: key(&street) }
    }
}

/// `12`, `12b`, `12bis`: at most four digits, since five are a postal code.
fn number(word: &str) -> Option<(u32, &str)> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = word.split_at_checked(digits)?;
    let number = if (1..=4).contains(&digits) { number.parse().ok()? } else { return None };
    (rest.is_empty() || rest.len() == 1 || is_repetition(rest)).then_some((number, rest))
}

fn is_repetition(word: &str) -> bool {
    matches!(word, "bis" | "ter" | "quater" | "quinquies")
}

/// A letter alone is a suffix before a street, unless it is the street itself (`12 r Victor Hugo`).
fn is_suffix(word: &str, next: Option<&str>) -> bool {
    let letter = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_repetition(word) || letter && next.is_some_and(|next| kind(next).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_street_has_one_key() {
        for (one, other) in [
            ("bd du Gal de Gaulle", "Boulevard Général-de-Gaulle"),
            ("R. de l'Église", "rue de l’eglise"),
            ("Av. St-Exupéry", "AVENUE SAINT EXUPERY"),
            ("pl. du Mal Foch", "Place Maréchal Foch"),
            ("Résidence « Les Lilas »", "res les lilas"),
        ] {
            assert_eq!(key(one), key(other), "{one}");
        }
        assert_ne!(key("rue Pasteur"), key("place Pasteur"), "another kind is another street");
        assert_ne!(key("rue du 8 mai 1945"), key("rue du 11 novembre 1918"));
        assert_eq!(key("rue de la"), "rue de la");
        assert_eq!(key(""), "");
        for street in ["rue R. Salengro", "all Mar", "Quai de la Dérivation", "la Forge"] {
            assert_eq!(key(&key(street)), key(street), "{street}");
        }
    }

    #[test]
    fn what_is_typed_is_taken_apart() {
        for (text, number, suffix, street) in [
            ("12 bis, rue de la Forge", Some(12), "bis", "rue forge"),
            ("12b r de la forge", Some(12), "b", "rue forge"),
            ("12 r Victor Hugo", Some(12), "", "rue victor hugo"),
            ("3 A rue Basse", Some(3), "a", "rue basse"),
            ("Apt 4, bât C, 7 all. des Pins", Some(7), "", "allee pins"),
            ("Résidence Europe 5 avenue du Parc", Some(5), "", "avenue parc"),
            ("chez M. Petit, avenue du Parc", None, "", "avenue parc"),
            ("14 La Croisette", Some(14), "", "la croisette"),
            ("rue du 8 mai 1945", None, "", "rue 8 mai 1945"),
            ("59300 Valenciennes", None, "", "59300 valenciennes"),
            ("", None, "", ""),
        ] {
            let typed = Typed::parse(text);
            let found = (typed.number, typed.suffix.as_str(), typed.street.as_str());
            assert_eq!(found, (number, suffix, street), "{text}");
        }
    }
}
