//! The recovery kit of a team, by keyboard: made, its paper laid out, used by a colleague, and used in this window.

use passerelle_tests::window::{Window, story};
use passerelle_tests::{Story, Trouble};
use serde_json::json;

use crate::house::{Hub, Laptop};
use crate::prepared::{go, vault};

/// The code on the page, its groups with hyphens.
async fn code(window: &Window) -> Result<String, Trouble> {
    let groups = "return [...document.querySelectorAll('[role=dialog] ol li')].map((group) => group.textContent).join('-')";
    let code = window.run(groups, vec![]).await?;
    Ok(code.as_str().unwrap_or_default().to_owned())
}

async fn makes(window: &Window) -> Result<String, Trouble> {
    window.tab_to("Faire un code de relève").await?;
    window.press("Enter").await?;
    window.see("Il n’ouvre aucun dossier").await?;
    window.press("Enter").await?;
    window.see("Il ne sera plus montré").await?;
    code(window).await
}

#[test]
fn a_code_on_paper_makes_another_laptop_coordinate() -> Story {
    story("team-kit", async |laptop| {
        let (hub, bruno) = (Hub::new(), Laptop::of("Bruno Lefèvre"));
        let window = laptop.open().await?;
        vault(&window).await?;
        window.call("team.found", json!({ "hub": hub.address(), "name": "Équipe du Pile" })).await?;
        let open = window.call("team.invite", json!({ "role": "member" })).await?;
        let asked = bruno.ask("team.join", json!({ "hub": open["hub"], "code": open["code"] }));
        window.call("team.admit", json!({ "words": asked["words"] })).await?;
        bruno.meets();

        go(&window, "#/equipe", "Équipe").await?;
        window.see("Un seul portable coordonne").await?;
        window.screenshot("team-kit-none").await?;
        let kit = makes(&window).await?;
        window.axe().await?;
        for theme in ["dark", "light"] {
            window.theme(theme).await?;
            window.screenshot(&format!("team-kit-code-{theme}")).await?;
        }
        window.paper(true).await?;
        window.screenshot("team-kit-paper").await?;
        window.paper(false).await?;
        window.tab_to("Recopiez le premier groupe depuis votre papier").await?;
        window.write(&kit.chars().take(4).collect::<String>()).await?;
        window.press("Enter").await?;
        window.see("Un code de relève existe sur papier.").await?;
        window.gone("Un seul portable coordonne").await?;
        window.axe().await?;

        // Her laptop is lost, as far as he knows.
        bruno.ask("team.use_kit", json!({ "code": kit }));
        window.call("team.synchronise", json!({})).await?;
        window.see("Aucun code de relève.").await?;

        let next = bruno.ask("team.make_kit", json!({}));
        let team = bruno.ask("team.read", json!({}));
        let nadia = &team["members"][1]["device"];
        bruno.ask("team.set_role", json!({ "device": nadia, "role": "member" }));
        window.call("team.synchronise", json!({})).await?;
        window.see("Le portable de la coordination est perdu").await?;
        window.tab_to("Coordonner avec le code de relève").await?;
        window.press("Enter").await?;
        window.see("Le changement est visible de toute l’équipe.").await?;
        window.write("0000 0000 0000").await?;
        window.press("Control+Enter").await?;
        window.see("une faute de frappe dans ce code de relève").await?;
        window.screenshot("team-kit-slip").await?;
        window.axe().await?;
        window.zoom(200).await?;
        window.screenshot("team-kit-slip-200").await?;
        window.zoom(100).await?;
        window.fill("Code de relève, recopié du papier", next["code"].as_str().unwrap_or_default()).await?;
        window.press("Control+Enter").await?;
        window.see("Ce portable coordonne l’équipe.").await?;
        let team = window.call("team.read", json!({})).await?;
        assert_eq!((&team["role"], &team["kit"]), (&json!("admin"), &json!(false)));
        Ok(())
    })
}
