//! Published files on the command line: read, taken in, found in, taken back. Everything is invented.

use serde_json::json;

use crate::laptop::{Laptop, laptop};

fn services(laptop: &Laptop) -> String {
    let path = laptop.dir.path().join("services.json");
    let structure = json!({
        "id": "s1", "source": "maison", "nom": "Le Pont", "description": "", "commune": "Lille", "code_insee": "59350",
        "date_maj": "2026-10-01",
    });
    let service = |id: &str, name: &str| {
        json!({
            "id": id, "source": "maison", "structure_id": "s1", "nom": name, "type": "accompagnement", "description": "",
            "thematiques": [], "date_maj": "2026-10-01",
        })
    };
    let records = json!([structure, service("a", "Chantier bois"), service("", "Sans identifiant")]);
    std::fs::write(&path, serde_json::to_vec(&records).unwrap()).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_catalogue_is_taken_in_found_in_and_taken_back() {
    let laptop = laptop();
    let path = services(&laptop);
    assert!(laptop.says(&["catalogue", "read", &path]).contains("3 fiches lues : 2 gardées, 1 refusée."));
    let said = laptop.says(&["catalogue", "import", &path, "--whole"]);
    assert!(said.starts_with("Structures et services de data.inclusion, import 1.\n2 nouveau"), "{said}");
    assert!(said.contains("Fiches refusées : 1"), "{said}");

    let found = laptop.says(&["catalogue", "find", "chantir", "--from", "59512"]);
    assert!(found.contains("Rien pour « chantir », cherché à la place : chantier."), "{found}");
    assert!(found.contains("  Chantier bois (Le Pont, Lille), "), "{found}");
    assert!(found.contains(" km [data_inclusion/a]"), "{found}");

    let listed = laptop.says(&["catalogue", "list"]);
    assert!(
        listed.starts_with("1 offre, adresses de 0 commune, contours des quartiers prioritaires absents."),
        "{listed}"
    );
    assert!(listed.contains(
        "  1 Structures et services de data.inclusion : services.json, données du 2026-10-01, annulable"
    ));
    assert_eq!(laptop.says(&["catalogue", "undo", "1"]), "L'import est annulé.\n");
    assert_eq!(laptop.json(&["catalogue", "list"])["offers"], 0);
    let (_, problem) = laptop.fails(&["catalogue", "undo", "1"]);
    assert_eq!(problem["code"], "not_found");
}
