//! What each letter says, and how it is tagged.

use passerelle_letters::{Language, Letterhead};

use crate::people::{all, head, sheet, summary, today};
use crate::reader::{printed, read};

const LANGUAGES: [Language; 2] = [Language::French, Language::English];

#[test]
fn each_letter_says_what_its_golden_text_says() {
    for language in LANGUAGES {
        for (name, paper) in all(language) {
            insta::assert_snapshot!(name, read(&paper).text);
        }
    }
}

#[test]
fn each_letter_tells_its_title_its_language_and_its_parts_to_who_cannot_see_it() {
    for language in LANGUAGES {
        for (name, paper) in all(language) {
            let read = read(&paper);
            assert_eq!(read.language(), language.pick("fr-FR", "en-GB"), "{name}");
            assert!(read.is_marked() && read.shows_title(), "{name}");
            let description = read.description();
            assert!(description.contains("pdfuaid:part"), "{name} follows PDF/UA: {description}");
            assert!(description.contains(&paper.title), "{name} has its title");
            let tags = read.tags();
            assert!(tags.contains(&"P".to_owned()), "{name}: {tags:?}");
        }
    }
    let tags = read(&summary().paper(&[], Language::French, today(), head())).tags();
    assert!(tags.contains(&"H1".to_owned()) || tags.contains(&"H2".to_owned()), "{tags:?}");
    let parts = [passerelle_domain::letter::Part::Plan];
    let tags = read(&summary().paper(&parts, Language::French, today(), head())).tags();
    for tag in ["Table", "TH", "TD", "BlockQuote"] {
        assert!(tags.contains(&tag.to_owned()), "{tag} in {tags:?}");
    }
}

#[test]
fn the_sheet_for_a_partner_tells_no_need_that_is_not_to_be_told() {
    let text = read(&sheet().paper(Language::French, today(), head())).text;
    assert!(text.contains("Mobilité"), "{text}");
    assert!(!text.to_lowercase().contains("santé"), "health was named by mistake: {text}");
}

#[test]
fn a_summary_holds_the_parts_that_were_chosen_and_no_other() {
    let text = read(&summary().paper(&[], Language::French, today(), head())).text;
    assert!(text.contains("Awa Diallo"), "{text}");
    for untold in ["06 39 98", "soudure", "Santé", "Fatou", "CAP", "vrai métier"] {
        assert!(!text.contains(untold), "{untold} was not chosen: {text}");
    }
}

#[test]
fn the_same_letter_is_the_same_file() {
    let once = printed(&sheet().paper(Language::French, today(), head())).pdf;
    let again = printed(&sheet().paper(Language::French, today(), head())).pdf;
    assert!(once == again, "two prints of one letter differ");
}

#[test]
fn a_team_without_a_letterhead_has_its_letters_all_the_same() {
    let read = read(&sheet().paper(Language::French, today(), Letterhead::default()));
    assert!(
        read.text.contains("Fiche d’orientation") && read.text.contains("Marguerite Sénéchal"),
        "{}",
        read.text
    );
}
