//! A card of Passerelle, read by a parser of another house.

use calcard::vcard::{VCard, VCardProperty, VCardValue};
use passerelle_domain::moment::Instant;
use passerelle_formats::vcard::{Card, Kind, card};
use uuid::Uuid;

/// 2026-11-24 at 11:00 in universal time.
const NOW: Instant = Instant(1_795_518_000_000);

fn awa() -> Card {
    Card {
        id: Uuid::from_u128(7),
        kind: Kind::Individual,
        name: "Awa Diallo".into(),
        family: "Diallo".into(),
        given: "Awa".into(),
        organisation: String::new(),
        phone: "+33639980001".into(),
        email: "awa@exemple.fr".into(),
        address: None,
    }
}

fn read(card_: &Card) -> (String, VCard) {
    let text = card(card_, NOW);
    let read = VCard::parse(&text).unwrap();
    (text, read)
}

fn values(card: &VCard, name: &VCardProperty) -> Vec<String> {
    let entry = card.entries.iter().find(|entry| entry.name == *name);
    let values = entry.map(|entry| entry.values.clone()).unwrap_or_default();
    let words = values.into_iter().flat_map(|value| match value {
        VCardValue::Text(text) => vec![text],
        VCardValue::Component(parts) => parts,
        other => vec![format!("{other:?}")],
    });
    words.collect()
}

#[test]
fn a_card_holds_how_to_reach_somebody_and_no_more() {
    let (text, read) = read(&awa());
    assert_eq!(values(&read, &VCardProperty::Fn), ["Awa Diallo"]);
    assert_eq!(values(&read, &VCardProperty::N)[..2], ["Diallo", "Awa"]);
    assert_eq!(values(&read, &VCardProperty::Tel), ["tel:+33639980001"]);
    assert_eq!(values(&read, &VCardProperty::Email), ["awa@exemple.fr"]);
    assert_eq!(values(&read, &VCardProperty::Adr), Vec::<String>::new());
    assert!(text.starts_with("BEGIN:VCARD\r\nVERSION:4.0\r\n") && text.ends_with("END:VCARD\r\n"), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("REV:20261124T110000Z")).count(), 1, "{text}");
}

#[test]
fn a_contact_of_a_provider_has_its_house_and_place() {
    let contact = Card {
        name: "Bruno Caron".into(),
        family: "Bruno Caron".into(),
        given: String::new(),
        organisation: "CFA des Deux Rives, Lille".into(),
        address: Some(["4 quai du Port".into(), "Lille".into(), "59000".into()]),
        ..awa()
    };
    let (_, read) = read(&contact);
    assert_eq!(values(&read, &VCardProperty::Org), ["CFA des Deux Rives, Lille"]);
    let place = values(&read, &VCardProperty::Adr);
    for part in ["4 quai du Port", "Lille", "59000"] {
        assert!(place.contains(&part.to_owned()), "{place:?}");
    }
}

#[test]
fn no_name_ends_a_card_or_begins_another_line() {
    for name in [
        "Awa\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Autre",
        "Diallo;Awa;;;\\,",
        "Awa\nTEL:0612345678",
        &"é".repeat(400),
        "محمد 王芳",
    ] {
        let (text, read) = read(&Card { name: name.to_owned(), ..awa() });
        assert_eq!(text.matches("\r\nBEGIN:VCARD").count(), 0, "{text}");
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "folded: {text}");
        let shown: String = name.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
        assert_eq!(values(&read, &VCardProperty::Fn), [shown], "{text}");
        assert_eq!(values(&read, &VCardProperty::Tel), ["tel:+33639980001"], "{text}");
    }
}
