//! What of a meeting may leave for a calendar that is not ours: as little as one finds it again by.

/// The words of an entry; the note is empty where nothing more may leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub title: String,
    pub note: String,
}

/// The first letter of each word of a name: "J. D." of "Jean-Pierre Diallo".
pub fn initials(name: &str) -> String {
    let letters =
        name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    letters.map(|letter| format!("{}.", letter.to_uppercase())).collect::<Vec<_>>().join(" ")
}

fn together<const N: usize>(parts: [&str; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// What is told of a meeting. `word` is what a meeting is called. Unless `names` are asked for, neither a name nor the subject
/// leaves: a subject tells why somebody is helped.
pub fn meeting(word: &str, person: &str, what: &str, with_whom: &str, names: bool) -> Told {
    let (title, note) = if names {
        (together([person, what]), with_whom.to_owned())
    } else {
        (format!("{word} {}", initials(person)).trim().to_owned(), String::new())
    };
    Told { title: if title.is_empty() { word.to_owned() } else { title }, note }
}

/// What is told of an activity: its title stands on the door, what is noted of it does not.
pub fn activity(title: &str, note: &str, names: bool) -> Told {
    Told { title: title.to_owned(), note: if names { note.to_owned() } else { String::new() } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_initials_leave_unless_names_are_asked_for() {
        let told =
            |names| meeting("Rendez-vous", "Jean-Pierre Diallo", "Dossier de logement", "Mme Petit", names);
        assert_eq!(told(false), Told { title: "Rendez-vous J. D.".into(), note: String::new() });
        let whole =
            Told { title: "Jean-Pierre Diallo, Dossier de logement".into(), note: "Mme Petit".into() };
        assert_eq!(told(true), whole);
    }

    #[test]
    fn a_meeting_without_a_person_or_a_subject_is_still_one() {
        let told = |what, names| meeting("Rendez-vous", "", what, "", names).title;
        assert_eq!(told("Famille de Léa", false), "Rendez-vous", "the subject may name somebody");
        assert_eq!(told("Réunion", true), "Réunion");
        assert_eq!(told("", true), "Rendez-vous");
    }

    #[test]
    fn initials_are_letters_in_capitals() {
        assert_eq!(initials("élodie  d’Arc (inventée)"), "É. D. I.");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn what_is_noted_of_an_activity_stays_by_default() {
        assert_eq!(activity("Atelier CV", "Awa vient tard", false).note, "");
        assert_eq!(activity("Atelier CV", "Salle 2", true).note, "Salle 2");
    }
}
