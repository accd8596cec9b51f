//! A published file taken in with its bad line, an offer found and understood by keyboard, and who could go there. The system's
//! dialogs cannot be driven: the path is typed. Everything is invented.

use std::fs;
use std::path::PathBuf;

use passerelle_tests::window::{Laptop, Window, story};
use passerelle_tests::{Story, Trouble};
use serde_json::{Value, json};

use crate::prepared::{go, person, vault};

const MOBILITY: &str = "mobilite--financer-ma-mobilite";

fn service(id: &str, name: &str, more: &Value) -> Value {
    let mut service = json!({
        "id": id, "source": "maison", "structure_id": "s1", "nom": name, "type": "accompagnement",
        "description": "Un accueil individuel, puis un petit groupe.", "thematiques": [], "date_maj": "2026-10-01",
        "modes_accueil": ["en-presentiel"], "adresse": "4 rue de la Forge", "code_postal": "59100", "commune": "Roubaix",
        "code_insee": "59512", "telephone": "03 20 00 00 10", "horaires_accueil": "Mo-Fr 09:00-12:00", "frais": ["gratuit"],
    });
    if let (Some(service), Some(more)) = (service.as_object_mut(), more.as_object()) {
        service.extend(more.clone());
    }
    service
}

/// Four services and one that cannot be told apart from others.
fn file(laptop: &Laptop) -> Result<PathBuf, Trouble> {
    let structure = json!({
        "id": "s1", "source": "maison", "nom": "Le Pont des métiers", "description": "", "commune": "Roubaix",
        "code_insee": "59512", "date_maj": "2026-10-01",
    });
    let records = json!([
        structure,
        service("a", "Préparer le permis", &json!({ "thematiques": [MOBILITY], "publics": ["jeunes"] })),
        service("b", "Découvrir la soudure", &json!({})),
        service("c", "Permis pour les habitants", &json!({ "publics": ["residents-qpv-frr"] })),
        service("d", "Club des seniors", &json!({ "publics": ["seniors"] })),
        service("", "Sans identifiant", &json!({})),
    ]);
    let path = laptop.root().join("services.json");
    fs::write(&path, serde_json::to_vec(&records)?)?;
    Ok(path)
}

async fn taken(window: &Window, laptop: &Laptop) -> Story {
    let path = file(laptop)?;
    go(window, "#/offres", "Offres").await?;
    window.click("button", "Importer un catalogue").await?;
    window.fill("Fichier du catalogue", &path.to_string_lossy()).await?;
    window.press("Enter").await?;
    window.see("On y lit : Le Pont des métiers").await?;
    Ok(())
}

#[test]
fn a_catalogue_is_looked_at_taken_in_searched_and_taken_back() -> Story {
    story("offers", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        taken(&window, &laptop).await?;
        window.see("refusées : 1").await?;
        window.axe().await?;
        window.screenshot("offers-read").await?;
        window.click("button", "Importer").await?;
        window.see("Fichier importé").await?;
        window.axe().await?;
        window.screenshot("offers-imported").await?;
        window.click("button", "Voir le catalogue").await?;
        window.find("heading", "Offres").await?;
        window.see("Club des seniors").await?;
        window.axe().await?;
        window.screenshot("offers-list").await?;

        window.fill("Chercher dans le catalogue", "soudrue").await?;
        window.see("« soudrue »").await?;
        window.fill("Chercher dans le catalogue", "soudeur").await?;
        window.see("Découvrir la soudure").await?;
        assert_eq!(window.call("catalogue.state", json!({})).await?["offers"], 4);
        let import =
            window.call("catalogue.state", json!({})).await?["imports"][0]["changes"]["import"].clone();
        window.call("catalogue.undo_import", json!({ "import": import })).await?;
        window.see("Aucun catalogue importé").await?;
        Ok(())
    })
}

#[test]
fn an_offer_says_for_whom_it_is_and_two_are_referred_at_once() -> Story {
    story("offers-whom", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        person(&window, "Awa", "Diallo").await?;
        person(&window, "Bruno", "Caron").await?;
        let path = file(&laptop)?;
        window.call("catalogue.import", json!({ "path": path, "format": null, "whole": true })).await?;
        go(&window, "#/offres", "Offres").await?;
        window.click("link", "Préparer le permis").await?;
        window.find("heading", "Préparer le permis").await?;
        window.see("Le Pont des métiers").await?;
        window.see("Pour qui ?").await?;
        window.axe().await?;
        window.screenshot("offer").await?;

        let boxes = "const box = document.querySelector('ul[aria-label] input[type=checkbox]');
            box?.focus();
            return box !== null";
        window.until("the first of the list", boxes, vec![]).await?;
        window.press("Enter").await?;
        window.press("Space").await?;
        window.press("ArrowDown").await?;
        window.press("Space").await?;
        window.axe().await?;
        window.run("document.activeElement.scrollIntoView({ block: 'center' })", vec![]).await?;
        window.screenshot("offer-whom").await?;
        window.click("button", "Proposer à 2 jeunes").await?;
        window.see("2 orientations en brouillon").await?;
        let board = json!({ "filter": {}, "offset": 0, "limit": 10 });
        assert_eq!(window.call("referral.list", board).await?["total"], 2);
        window.theme("dark").await?;
        window.axe().await?;
        window.screenshot("offer-dark").await?;
        window.zoom(200).await?;
        window.axe().await?;
        window.screenshot("offer-large").await?;
        Ok(())
    })
}
