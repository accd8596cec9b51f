//! A team is founded from the keyboard, a colleague comes in, and what she writes is in the window by itself.

use passerelle_tests::Story;
use passerelle_tests::window::story;
use serde_json::json;

use crate::house::{Hub, Laptop};
use crate::prepared::{go, vault};

#[test]
fn a_team_is_founded_by_keyboard_and_a_colleague_is_met_by_itself() -> Story {
    story("team-meets", async |laptop| {
        let (hub, chloe) = (Hub::new(), Laptop::of("Chloé Petit"));
        let window = laptop.open().await?;
        vault(&window).await?;
        go(&window, "#/equipe", "Équipe").await?;
        window.tab_to("Adresse du serveur").await?;
        window.write(&hub.address()).await?;
        window.tab_to("Nom de l’équipe").await?;
        window.write("Équipe du Pile").await?;
        window.press("Enter").await?;
        window.see("Membres").await?;
        window.click("button", "Faire une invitation").await?;
        window.see("En attente d’une réponse").await?;
        let open = window.call("team.invitation", json!({})).await?;
        chloe.ask("team.join", json!({ "hub": open["hub"], "code": open["code"] }));
        window.see("Oui, faire entrer Chloé Petit").await?;
        window.axe().await?;
        window.screenshot("team-request").await?;
        window.click("button", "Oui, faire entrer Chloé Petit").await?;
        window.gone("Oui, faire entrer Chloé Petit").await?;
        let _ = chloe.adds("Zélie", "Crépin");
        chloe.meets();
        window.theme("dark").await?;
        window.axe().await?;
        window.screenshot("team-in-dark").await?;
        go(&window, "#/jeunes", "Jeunes").await?;
        window.see("Crépin").await
    })
}
