//! Names, wishes and logos that try to be more than text, and texts that are too long for one page.

use passerelle_letters::{Language, Letterhead, Logo, drawable};

use crate::people::{all, head, sheet, today};
use crate::reader::{printed, read};

#[test]
fn what_people_are_called_is_text_and_never_markup() {
    for name in [
        "#panic(\"ha\")",
        "Awa ] #pagebreak() [",
        "$ x^2 $ \\ `raw` *gras* _penché_ <label> @ref",
        "= Titre // commentaire /* */",
        "\"}); #read(\"/etc/passwd\")",
        "{{name}} ${HOME} %s \\u{41}",
        "- tiret\n+ plus\n/ terme: x",
    ] {
        let mut sheet = sheet();
        sheet.who.name = name.to_owned();
        sheet.wish = name.to_owned();
        let read = read(&sheet.paper(Language::French, today(), head()));
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert!(bare(&read.text).contains(&bare(name)), "{name:?} in {}", read.text);
    }
}

#[test]
fn the_payloads_of_the_other_suites_break_no_letter() {
    let payloads = include_str!("../../../../tests/fixtures/payloads.json");
    let payloads: serde_json::Value = serde_json::from_str(payloads).unwrap();
    let mut texts = Vec::new();
    gather(&payloads, &mut texts);
    assert!(texts.len() > 100, "{}", texts.len());
    // Each is tried; many stand in one letter, since a letter takes its time.
    for some in texts.chunks(40) {
        let mut sheet = sheet();
        sheet.wish = some.join("\n");
        sheet.agreements[0].text_version = some[0].clone();
        let printed = printed(&sheet.paper(Language::French, today(), head()));
        assert!(printed.pdf.starts_with(b"%PDF-"));
        let readable = String::from_utf8_lossy(&printed.pdf).into_owned();
        for active in ["/JavaScript", "/Launch", "/URI", "/EmbeddedFile"] {
            assert!(!readable.contains(active), "{active} for one of {some:?}");
        }
    }
}

fn gather(value: &serde_json::Value, texts: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => texts.push(text.clone()),
        serde_json::Value::Array(all) => all.iter().for_each(|one| gather(one, texts)),
        serde_json::Value::Object(all) => all.values().for_each(|one| gather(one, texts)),
        _ => {}
    }
}

#[test]
fn names_of_other_scripts_are_drawn_and_what_cannot_be_is_counted() {
    let mut sheet = sheet();
    sheet.who.name = "Олена Ткач, محمد بوزيد, Αθηνά".to_owned();
    assert_eq!(printed(&sheet.paper(Language::French, today(), head())).undrawn, 0);
    sheet.who.name = "王芳 Zoé".to_owned();
    let paper = sheet.paper(Language::French, today(), head());
    assert!(printed(&paper).undrawn >= 2, "two signs that no font of ours has");
    assert!(read(&paper).text.contains("Zoé"));
}

#[test]
fn a_long_wish_goes_on_over_pages() {
    let mut sheet = sheet();
    sheet.wish = "Je voudrais apprendre un métier où l’on se sert de ses mains. ".repeat(220);
    let read = read(&sheet.paper(Language::French, today(), head()));
    assert!(read.pages >= 3, "{} pages", read.pages);
    assert!(read.text.contains("Votre réponse pour Awa Diallo"), "the slip comes after all");
}

/// A picture of one pixel.
#[rustfmt::skip]
const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53,
    0xde, 0x00, 0x00, 0x00, 0x0c, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x60, 0x71, 0x48, 0x00,
    0x00, 0x00, 0xf0, 0x00, 0xa5, 0xd9, 0x22, 0xc2, 0xe6, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e,
    0x44, 0xae, 0x42, 0x60, 0x82,
];

#[test]
fn a_logo_stands_on_the_sheet_with_words_for_who_cannot_see_it() {
    let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#046"/></svg>"##;
    for logo in [PNG.to_vec(), svg.to_vec()] {
        let logo = Logo::of(logo).unwrap();
        assert!(drawable(&logo, today()));
        let head = Letterhead { logo: Some(logo), ..head() };
        let tags = read(&sheet().paper(Language::French, today(), head)).tags();
        assert!(tags.contains(&"Figure".to_owned()), "{tags:?}");
    }
}

#[test]
fn pictures_that_are_none_or_that_grow_are_no_logo() {
    assert!(Logo::of(b"GIF89a".to_vec()).is_none());
    assert!(Logo::of(b"<html><svg></svg></html>".to_vec()).is_none());
    let bomb = br##"<svg xmlns="http://www.w3.org/2000/svg"><g id="a"/><use href="#a"/></svg>"##;
    assert!(Logo::of(bomb.to_vec()).is_none(), "what repeats itself can grow without end");
    let entity = br#"<!DOCTYPE svg [<!ENTITY a "a">]><svg>&a;</svg>"#;
    assert!(Logo::of(entity.to_vec()).is_none());
    let reaching = br#"<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>"#;
    assert!(Logo::of(reaching.to_vec()).is_none());
    let mut wide = PNG.to_vec();
    wide[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    wide[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    assert!(Logo::of(wide).is_none(), "a picture of many gigabytes once unpacked");
    let torn = Logo::of(PNG[..40].to_vec());
    assert!(torn.is_none_or(|logo| !drawable(&logo, today())), "half a picture");
}

#[test]
fn every_letter_fits_its_pages() {
    for language in [Language::French, Language::English] {
        for (name, paper) in all(language) {
            let pages = printed(&paper).pages;
            assert!((1..=2).contains(&pages), "{name} has {pages} pages");
        }
    }
}
