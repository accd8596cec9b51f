//! A smaller team, by keyboard: founded, entered by a colleague, and a file that goes there is gone from who is not in it.

use passerelle_app::Problem;
use passerelle_tests::window::{Window, story};
use passerelle_tests::{Story, Trouble};
use serde_json::{Value, json};

use crate::house::{Hub, Laptop};
use crate::prepared::{go, person, vault};

/// Lets a laptop into the home team.
async fn brings_in(window: &Window, laptop: &Laptop) -> Story {
    let open = window.call("team.invite", json!({ "role": "member" })).await?;
    let asked = laptop.ask("team.join", json!({ "hub": open["hub"], "code": open["code"] }));
    window.call("team.admit", json!({ "words": asked["words"] })).await?;
    laptop.meets();
    Ok(())
}

/// Pictures in both themes, on the usual screen and at twice its size.
async fn seen(window: &Window, name: &str) -> Story {
    for theme in ["dark", "light"] {
        window.theme(theme).await?;
        window.screenshot(&format!("{name}-{theme}")).await?;
        window.axe().await.map_err(|trouble| trouble.while_doing(name))?;
    }
    window.zoom(200).await?;
    window.screenshot(&format!("{name}-200")).await?;
    window.axe().await.map_err(|trouble| trouble.while_doing(name))?;
    window.zoom(100).await
}

/// Founds "Mineurs" from the screen of the team; the id of its space.
async fn founds(window: &Window) -> Result<Value, Trouble> {
    go(window, "#/equipe", "Équipe").await?;
    window.tab_to("Créer une équipe restreinte…").await?;
    window.press("Enter").await?;
    window.see("Seuls ses membres verront ses dossiers").await?;
    window.tab_to("Nom de l’équipe restreinte").await?;
    window.write("Mineurs").await?;
    window.screenshot("team-smaller-founding").await?;
    window.axe().await?;
    window.press("Enter").await?;
    window.find("table", "Membres de Mineurs").await?;
    Ok(window.call("team.read", json!({})).await?["smaller"][0]["space"].clone())
}

/// Invites into it, compares the words, lets in.
async fn invites(window: &Window, space: &Value, bruno: &Laptop) -> Story {
    window.tab_to("Inviter dans Mineurs").await?;
    window.press("Enter").await?;
    window.see("En attente d’une réponse").await?;
    let open = window.call("team.invitation", json!({ "space": space })).await?;
    bruno.ask("team.join", json!({ "hub": open["hub"], "code": open["code"] }));
    window.see("Oui, faire entrer Bruno Lefèvre").await?;
    window.tab_to("Oui, faire entrer Bruno Lefèvre").await?;
    window.press("Enter").await?;
    window.gone("Oui, faire entrer Bruno Lefèvre").await?;
    bruno.meets();
    Ok(())
}

/// Moves the file that is shown, by its menu.
async fn moves(window: &Window) -> Story {
    window.tab_to("Autres actes sur ce dossier").await?;
    window.press("Enter").await?;
    window.find("menuitem", "Déplacer vers une équipe restreinte…").await?;
    // The last one erases, the one above it moves.
    window.press("End").await?;
    window.press("ArrowUp").await?;
    window.press("Enter").await?;
    window.see("Les membres de Mineurs").await?;
    window.see("Tous les autres portables de « Équipe du Pile »").await?;
    seen(window, "team-smaller-move").await?;
    // The dialog has the focus, and all its words; then comes the cross.
    window.press("Tab").await?;
    window.tab_to("Déplacer").await?;
    window.press("Enter").await?;
    window.see("Le dossier de Zélie Quaghebeur est dans Mineurs.").await?;
    window.see("Équipe restreinte : Mineurs").await
}

#[test]
fn a_file_goes_into_a_smaller_team_by_keyboard_and_leaves_the_laptop_that_is_not_in_it() -> Story {
    story("team-smaller", async |laptop| {
        let hub = Hub::new();
        let [bruno, chloe] = ["Bruno Lefèvre", "Chloé Petit"].map(Laptop::of);
        let window = laptop.open().await?;
        vault(&window).await?;
        window.call("team.found", json!({ "hub": hub.address(), "name": "Équipe du Pile" })).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        for laptop in [&bruno, &chloe] {
            brings_in(&window, laptop).await?;
        }
        window.call("team.synchronise", json!({})).await?;
        chloe.meets();
        assert_eq!(chloe.shows(&zelie)["who"]["given_name"], "Zélie", "the whole team has it");

        let space = founds(&window).await?;
        invites(&window, &space, &bruno).await?;
        window.see("Bruno Lefèvre").await?;
        seen(&window, "team-smaller").await?;
        go(&window, &format!("#/jeune/{zelie}"), "Zélie Quaghebeur").await?;
        moves(&window).await?;
        seen(&window, "team-smaller-file").await?;

        chloe.meets();
        let gone = chloe.refused("person.open", json!({ "person": zelie }));
        assert_eq!(gone, Problem::NotFound, "she is not in the smaller team");
        bruno.meets();
        assert_eq!(bruno.shows(&zelie)["smaller"]["name"], "Mineurs");
        go(&window, "#/jeunes", "Jeunes").await?;
        window.see("Mineurs").await?;
        seen(&window, "team-smaller-people").await?;
        window.press("Control+n").await?;
        window.see("Dossier de").await?;
        window.screenshot("team-smaller-new-person").await?;
        window.axe().await
    })
}
