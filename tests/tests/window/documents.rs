//! Documents and the team's own fields. The system's dialogs cannot be driven: paths come in by the call that the page makes.

use std::fs;

use passerelle_tests::window::{Laptop, Window, story};
use passerelle_tests::{Story, Trouble};
use serde_json::json;

use crate::prepared::{go, person, vault};

const CARD: &[u8] = include_bytes!("../../../crates/app/src/demo/papers/carte.png");
const CERTIFICATE: &[u8] = include_bytes!("../../../crates/app/src/demo/papers/attestation.pdf");

/// Keeps a file of this laptop with a person, as the page does once the dialog has answered.
async fn keep(
    laptop: &Laptop,
    window: &Window,
    person: &str,
    name: &str,
    bytes: &[u8],
) -> Result<(), Trouble> {
    let path = laptop.root().join(name);
    fs::write(&path, bytes)?;
    let request = json!({ "person": person, "name": "", "kind": "identity", "path": path });
    window.call("document.add", request).await.map(drop)
}

#[test]
fn a_card_and_a_certificate_are_kept_shown_and_taken_out_again() -> Story {
    story("documents", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        go(&window, &format!("#/jeune/{zelie}"), "Zélie").await?;
        window.see("Aucun document dans ce dossier").await?;
        keep(laptop, &window, &zelie, "carte.png", CARD).await?;
        keep(laptop, &window, &zelie, "attestation.pdf", CERTIFICATE).await?;
        window.see("Pièce d’identité").await?;

        window.click("button", "Voir « carte »").await?;
        window.find("dialog", "carte").await?;
        let drawn = "const image = document.querySelector('[role=dialog] img'); return image !== null && image.naturalWidth === 320";
        window.until("the picture", drawn, vec![]).await?;
        window.axe().await?;
        window.screenshot("document-picture").await?;
        window.press("Escape").await?;
        window.gone("Enregistrer une copie").await?;

        window.click("button", "Voir « attestation »").await?;
        window.see("Page 1 sur 2").await?;
        let drawn = "const page = document.querySelector('[role=dialog] canvas');
            const dots = page.getContext('2d').getImageData(0, 0, page.width, page.height).data;
            return page.width > 300 && dots.some((dot, at) => at % 4 < 3 && dot < 100)";
        window.until("the first page", drawn, vec![]).await?;
        window.click("button", "Page suivante").await?;
        window.see("Page 2 sur 2").await?;
        window.axe().await?;
        window.screenshot("document-pdf").await?;
        window.click("button", "Enregistrer une copie").await?;
        window.see("La copie ne sera plus protégée").await?;
        window.press("Escape").await?;
        window.gone("La copie ne sera plus protégée").await?;

        window.click("button", "Retirer « carte »").await?;
        window.see("« carte » est retiré du dossier").await?;
        window.press("Control+z").await?;
        window.find("button", "Voir « carte »").await?;
        let file = window.call("person.open", json!({ "person": zelie })).await?;
        assert_eq!(file["documents"].as_array().map(Vec::len), Some(2));
        Ok(())
    })
}

#[test]
fn a_field_of_the_team_is_defined_filled_in_and_narrows_the_list() -> Story {
    story("team-fields", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        person(&window, "Mamadou", "Traoré").await?;
        go(&window, "#/securite", "Sécurité").await?;
        window.click("button", "Définir un champ").await?;
        window.find("dialog", "Définir un champ").await?;
        window.fill("Nom du champ", "Permis de conduire").await?;
        window.press("Control+Enter").await?;
        window.see("Champ « Permis de conduire » défini").await?;
        window.axe().await?;

        go(&window, &format!("#/jeune/{zelie}"), "Zélie").await?;
        window.see("Non renseigné").await?;
        window.click("button", "Remplir").await?;
        window.fill("Permis de conduire", "Code").await?;
        window.press("Control+Enter").await?;
        window.see("Champs de l’équipe enregistrés").await?;
        window.axe().await?;

        go(&window, "#/jeunes", "Jeunes").await?;
        window.see("Traoré").await?;
        let choose = "const list = [...document.querySelectorAll('search select')].find((each) =>
              [...each.options].some((option) => option.text === arguments[0]));
            if (!list) return false;
            list.value = [...list.options].find((option) => option.text === arguments[0]).value;
            list.dispatchEvent(new Event('change', { bubbles: true }));
            return true";
        window.until("the field among the filters", choose, vec![json!("Permis de conduire")]).await?;
        window.until("its value", choose, vec![json!("Code")]).await?;
        window.see("Permis de conduire : Code").await?;
        window.gone("Traoré").await?;
        window.see("Quaghebeur").await?;
        window.axe().await?;
        window.screenshot("people-by-field").await?;
        Ok(())
    })
}
