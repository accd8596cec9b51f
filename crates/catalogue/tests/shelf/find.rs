//! Offers are found by what people type, narrowed by what they need, and sorted by what counts for them.

use passerelle_catalogue::{Filter, Format, Sort, Source, centre};
use passerelle_domain::assessment::Theme;
use passerelle_domain::code::Insee;
use passerelle_domain::programme::ProgrammeKind;
use passerelle_formats::draft::{Attendance, Offer, Point, Recruitment, Rhythm, Session};
use passerelle_formats::report::Report;
use serde_json::json;

use crate::shelf::{Shelf, day, header, service, structure};

const MOBILITY: &str = "mobilite--financer-ma-mobilite";
const HOUSING: &str = "logement-hebergement--rechercher-une-solution-dhebergement-temporaire";

fn around(insee: &str) -> Point {
    centre(&Insee::parse(insee).unwrap()).unwrap()
}

/// A few offers in Lille, Roubaix and Amiens, and one anywhere.
fn town() -> Shelf {
    let shelf = Shelf::new();
    let mut remote = service("d", "Entraide à distance", "s1", &[]);
    remote["modes_accueil"] = json!(["a-distance"]);
    let mut over = service("e", "Ancien atelier vélo", "s1", &[MOBILITY]);
    over["date_suspension"] = "2026-01-01".into();
    let mut free = service("c", "Chambre d'urgence", "s3", &[HOUSING]);
    free["frais"] = json!(["gratuit"]);
    shelf.services(
        &[
            structure("s1", "Le Pont", ("Lille", "59350")),
            structure("s2", "Garage des Écluses", ("Roubaix", "59512")),
            structure("s3", "Toit pour tous", ("Amiens", "80021")),
            service("a", "Passer le code et la conduite", "s1", &[MOBILITY]),
            service("b", "Réparer son vélo", "s2", &[MOBILITY]),
            free,
            remote,
            over,
        ],
        true,
    );
    shelf
}

#[test]
fn accents_beginnings_and_providers_lead_to_an_offer() {
    let shelf = town();
    assert_eq!(shelf.names("reparer"), ["Réparer son vélo"]);
    assert_eq!(shelf.names("RÉPAR vel"), ["Réparer son vélo"]);
    assert_eq!(shelf.names("ecluses"), ["Réparer son vélo"]);
    assert_eq!(shelf.names("roubaix"), ["Réparer son vélo"], "by its place");
    assert!(shelf.names("\"' OR * (").len() <= 4, "what the index would take for its own language is text");
}

#[test]
fn words_that_mean_the_same_come_after_the_word_itself() {
    let shelf = town();
    assert_eq!(
        shelf.names("permis"),
        ["Passer le code et la conduite", "Réparer son vélo"],
        "none says permis"
    );
    assert_eq!(
        shelf.names("velo")[0],
        "Réparer son vélo",
        "the word itself first, though the other is before it by name"
    );
}

#[test]
fn a_typo_is_told_with_what_was_sought_instead() {
    let shelf = town();
    let found = shelf.find(Filter { text: "condiute".into(), ..Filter::default() }, Sort::Relevance, None);
    assert_eq!(found.lines[0].name, "Passer le code et la conduite");
    assert_eq!(found.instead, [("condiute".to_owned(), "conduite".to_owned())]);
    let none = shelf.find(Filter { text: "xylophone".into(), ..Filter::default() }, Sort::Relevance, None);
    assert_eq!((none.total, none.instead.len()), (0, 0));
}

#[test]
fn filters_narrow_together_and_what_is_over_shows_only_when_asked() {
    let shelf = town();
    let count = |filter: Filter| shelf.find(filter, Sort::Name, None).total;
    assert_eq!(count(Filter::default()), 4);
    assert_eq!(count(Filter { over: true, ..Filter::default() }), 5);
    assert_eq!(count(Filter { themes: vec![Theme::Mobility], ..Filter::default() }), 2);
    let kinds = vec![ProgrammeKind::Obstacle];
    let both = Filter { themes: vec![Theme::Mobility, Theme::Housing], kinds, ..Filter::default() };
    assert_eq!(count(both), 3, "several words of one list are an or");
    assert_eq!(
        count(Filter { free: true, ..Filter::default() }),
        1,
        "what does not say its price is not free"
    );
    assert_eq!(count(Filter { attendance: Some(Attendance::Remote), ..Filter::default() }), 1);
}

#[test]
fn distance_sorts_and_narrows_and_what_is_remote_is_near_everywhere() {
    let shelf = town();
    let from = Some(around("59512"));
    let near = Filter { within_km: Some(20), ..Filter::default() };
    let found = shelf.find(near, Sort::Distance, from);
    let names: Vec<&str> = found.lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names[0], "Réparer son vélo");
    assert_eq!(names.len(), 3, "Amiens is some hundred kilometres away");
    assert!(names.contains(&"Entraide à distance"));
    assert_eq!(found.lines[0].km, Some(0.0), "from the middle of the commune to itself");
    let lille = found.lines[1].km.unwrap();
    assert!((8.0..14.0).contains(&lille), "Roubaix and Lille are {lille} km apart");
}

/// A training with these starts; none: one may enter at any time.
fn training(name: &str, starts: &[&str]) -> Offer {
    let mut offer = Offer::new(Source::Lheo, name.to_owned(), name.to_owned());
    let session = |start: &&str| Session { start: Some(day(start)), ..Session::default() };
    offer.sessions = starts.iter().map(session).collect();
    if starts.is_empty() {
        offer.sessions.push(Session { permanent: true, ..Session::default() });
    }
    offer
}

#[test]
fn sessions_are_narrowed_and_sorted_by_their_next_start() {
    let shelf = Shelf::new();
    let header = header(Format::Lheo, true);
    let offers = [
        training("Soudage", &["2027-01-11", "2026-09-07"]),
        training("Cuisine", &["2026-11-16", "2027-03-01"]),
        training("Vente", &[]),
        training("Coiffure", &["2026-09-07"]),
    ];
    let taken = shelf.catalogue.import(&header, |import| {
        offers.iter().try_for_each(|offer| import.offer(offer))?;
        Ok(Report::default())
    });
    assert_eq!(taken.unwrap().added, 4);
    let names = |filter| -> Vec<String> {
        shelf.find(filter, Sort::Start, None).lines.into_iter().map(|line| line.name).collect()
    };
    assert_eq!(names(Filter::default()), ["Cuisine", "Soudage", "Vente"], "what began is over");
    let by = Filter { starts_by: Some(day("2026-12-01")), ..Filter::default() };
    assert_eq!(names(by), ["Cuisine", "Vente"], "one may enter Vente at any time");
    let soudage = shelf.find(Filter { text: "soudure".into(), ..Filter::default() }, Sort::Name, None);
    assert_eq!(soudage.lines[0].next_start, Some(day("2027-01-11")), "a start that is past is no next start");
}

#[test]
fn a_free_place_counts_only_where_one_can_still_enter() {
    let shelf = Shelf::new();
    let with = |name: &str, start: &str, places, recruitment| {
        let mut offer = training(name, &[start]);
        offer.sessions[0].places = places;
        offer.sessions[0].recruitment = recruitment;
        offer
    };
    let mut any_time = training("Vente", &[]);
    any_time.sessions[0].places = Some(1);
    let mut full_then_free = with("Peinture", "2026-11-16", Some(0), None);
    full_then_free.sessions.push(Session {
        start: Some(day("2027-02-01")),
        places: Some(8),
        ..Session::default()
    });
    let mut free_then_full = with("Plomberie", "2026-09-07", Some(8), None);
    free_then_full.sessions.push(Session {
        start: Some(day("2027-02-01")),
        places: Some(0),
        ..Session::default()
    });
    let offers = [
        with("Soudage", "2027-01-11", Some(12), None),
        with("Cuisine", "2027-01-11", Some(0), None),
        with("Coiffure", "2027-01-11", None, None),
        with("Mode", "2027-01-11", Some(3), Some(Recruitment::Closed)),
        any_time,
        full_then_free,
        free_then_full,
    ];
    let taken = shelf.catalogue.import(&header(Format::Lheo, true), |import| {
        offers.iter().try_for_each(|offer| import.offer(offer))?;
        Ok(Report::default())
    });
    assert_eq!(taken.unwrap().added, 7);
    let found = shelf.find(Filter { places: true, ..Filter::default() }, Sort::Name, None);
    let names: Vec<&str> = found.lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names, ["Peinture", "Soudage", "Vente"]);
}

#[test]
fn a_rhythm_is_told_by_words_before_hours_and_hours_before_a_guess() {
    let shelf = Shelf::new();
    let with = |name: &str, schedule: &str, week: Option<f64>, whole: Option<(u32, u32)>| {
        let mut offer = training(name, &[]);
        schedule.clone_into(&mut offer.schedule);
        offer.weekly_hours = week;
        (offer.total_hours, offer.weeks) = whole.unzip();
        offer
    };
    let offers = [
        with("a", "Temps plein en journée", None, None),
        with("b", "", Some(30.0), None),
        with("c", "", None, Some((700, 20))),
        with("d", "À temps partiel, le soir", Some(35.0), None),
        with("e", "", Some(29.5), None),
        with("f", "", None, Some((40, 20))),
        with("g", "Temps plein ou temps partiel", Some(35.0), None),
        with("h", "", None, Some((40, 0))),
        with("i", "Lundi", None, None),
    ];
    let taken = shelf.catalogue.import(&header(Format::Lheo, true), |import| {
        offers.iter().try_for_each(|offer| import.offer(offer))?;
        Ok(Report::default())
    });
    assert_eq!(taken.unwrap().added, 9);
    let names = |rhythm| -> String {
        let filter = Filter { rhythm, ..Filter::default() };
        shelf.find(filter, Sort::Name, None).lines.into_iter().map(|line| line.name).collect()
    };
    assert_eq!(names(Some(Rhythm::FullTime)), "abc");
    assert_eq!(names(Some(Rhythm::PartTime)), "def");
    assert_eq!(names(None), "abcdefghi", "what says neither is left out only where one is asked for");
}

#[test]
fn an_offer_is_found_by_the_occupation_of_its_code_and_says_what_the_code_is_called() {
    let shelf = Shelf::new();
    let list = "Code Formacode;Libellé;Champ sémantique;Synonymes\n23054;travail des métaux;230;chaudronnier|tôlier\n";
    shelf.take(Format::Formacode, list.as_bytes(), true).unwrap();
    let mut offer = training("Titre professionnel, niveau 3", &["2027-01-11"]);
    offer.formacodes = vec!["23054".to_owned(), "99999".to_owned()];
    let other = training("Un chaudronnier raconte", &["2027-01-11"]);
    let taken = shelf.catalogue.import(&header(Format::Lheo, true), |import| {
        [&offer, &other].into_iter().try_for_each(|offer| import.offer(offer))?;
        Ok(Report::default())
    });
    assert_eq!(taken.unwrap().added, 2);
    assert_eq!(
        shelf.names("chaudron"),
        ["Un chaudronnier raconte", "Titre professionnel, niveau 3"],
        "the word itself first"
    );
    assert_eq!(shelf.names("tôl"), [""; 0], "three letters name no occupation");
    let file = shelf.catalogue.offer(Source::Lheo, &offer.id, day("2026-11-02")).unwrap();
    let named: Vec<(&str, &str)> =
        file.terms.iter().map(|term| (term.code.as_str(), term.label.as_str())).collect();
    assert_eq!(named, [("23054", "travail des métaux")], "a code that no list has stays a code");
}

#[test]
fn a_single_letter_is_no_search_yet() {
    let shelf = town();
    assert_eq!(shelf.names("a").len(), shelf.names("").len());
    assert_eq!(shelf.names("a reparer"), ["Réparer son vélo"]);
}

#[test]
fn pages_follow_each_other_without_gap_or_double() {
    let shelf = Shelf::new();
    let many: Vec<_> =
        (0..120).map(|n| service(&format!("n{n}"), &format!("Offre {n:03}"), "s", &[])).collect();
    shelf.services(&many, true);
    let page = |skip| {
        let found = shelf
            .catalogue
            .find(&Filter::default(), Sort::Name, None, day("2026-11-02"), (skip, 50))
            .unwrap();
        (found.total, found.lines.into_iter().map(|line| line.name).collect::<Vec<_>>())
    };
    let names = [page(0).1, page(50).1, page(100).1].concat();
    assert_eq!((page(0).0, names.len()), (120, 120));
    assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
}
