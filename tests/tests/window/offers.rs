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

#[test]
fn offers_for_someone_stand_in_order_with_their_reasons_and_one_becomes_a_referral() -> Story {
    story("offers-for", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let awa = person(&window, "Awa", "Diallo").await?;
        let plan =
            json!({ "words": "Devenir soudeuse", "decided_on": null, "agreed_on": null, "review_on": null });
        window.call("plan.write", json!({ "person": awa, "plan": plan })).await?;
        let path = file(&laptop)?;
        window.call("catalogue.import", json!({ "path": path, "format": null, "whole": true })).await?;
        go(&window, &format!("#/jeune/{awa}"), "Awa").await?;
        window.click("button", "Nouvelle orientation").await?;
        window.see("Offres pour Awa Diallo").await?;
        window.see("Découvrir la soudure").await?;
        window.axe().await?;
        window.screenshot("offers-for").await?;
        let said = window.words().await?;
        let place = |name: &str| said.find(name).unwrap_or(usize::MAX);
        assert!(place("Découvrir la soudure") < place("Préparer le permis"), "what she wants stands first");
        assert!(place("Préparer le permis") < place("Club des seniors"), "what is not for her stands last");

        // Six acts: open, into the list, choose, agree, send; to look why is one more.
        window.press("Enter").await?;
        window.press("ArrowRight").await?;
        window.see("moyen de transport à demander").await?;
        window.axe().await?;
        window.screenshot("offers-for-why").await?;
        window.press("Enter").await?;
        window.click("checkbox", "Awa Diallo donne son accord").await?;
        window.click("button", "Recueillir l’accord et envoyer").await?;
        window.see("envoyée à Le Pont des métiers").await?;
        let list = window.call("referral.list", json!({ "filter": {}, "offset": 0, "limit": 5 })).await?;
        let line = &list["lines"][0];
        assert_eq!(
            (&line["programme_name"], &line["state"]),
            (&json!("Découvrir la soudure"), &json!("sent"))
        );
        Ok(())
    })
}
