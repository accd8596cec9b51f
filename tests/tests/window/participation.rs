//! Residents were asked, one answer is late, and the sheet goes back to them; young people's opinions show five at a time.

use passerelle_tests::Story;
use passerelle_tests::window::story;
use serde_json::json;

use crate::prepared::{go, person, programme, unlock, vault};

#[test]
fn a_council_is_written_down_by_keyboard_its_late_answer_comes_and_its_sheet_is_given_back() -> Story {
    story("participation", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        person(&window, "Zélie", "Quaghebeur").await?;
        window.press("Control+7").await?;
        window.see("Aucune consultation").await?;
        window.axe().await?;
        window.press("Control+k").await?;
        window.write("nouvelle consultation").await?;
        window.find("option", "Nouvelle consultation").await?;
        window.press("Enter").await?;
        window.find("dialog", "Nouvelle consultation").await?;
        window.fill("Question posée", "Que demande Zélie Quaghebeur le soir ?").await?;
        window.see("Le nom entier d’une personne suivie").await?;
        window.fill("Question posée", "Que manque-t-il le soir ?").await?;
        window.gone("Le nom entier d’une personne suivie").await?;
        window.fill("Tenue le", "12/01/2026").await?;
        window.fill("Quartiers prioritaires", "QN06001M").await?;
        window.fill("Présents en tout", "18").await?;
        window.fill("Femmes", "16").await?;
        window.fill("Hommes", "2").await?;
        window.axe().await?;
        window.screenshot("consultation-form").await?;
        window.press("Control+Enter").await?;
        window.find("heading", "Que manque-t-il le soir").await?;

        window.click("button", "Noter une proposition").await?;
        window.find("dialog", "Noter une proposition").await?;
        window.fill("Ce qui est proposé", "Un bus après 21 h").await?;
        window.press("Control+Enter").await?;
        window.see("Réponse en retard de").await?;
        window.axe().await?;
        window.screenshot("consultation-late").await?;
        window.press("Control+7").await?;
        window.find("row", "Réponse en retard de").await?;
        let held = window.call("consultation.list", json!({})).await?[0]["id"].clone();
        let held = held.as_str().unwrap_or_default();

        go(&window, &format!("#/consultation/{held}"), "Que manque-t-il le soir").await?;
        window.click("button", "Noter la réponse à").await?;
        window.find("dialog", "Réponse de l’institution").await?;
        window.click("radio", "Refusée").await?;
        window.fill("Qui répond", "Ville de Lens").await?;
        window.press("Control+Enter").await?;
        window.see("Un refus dit pourquoi").await?;
        window.axe().await?;
        window.fill("Motif", "La ligne est à la région.").await?;
        window.press("Control+Enter").await?;
        window.see("Refusée, par Ville de Lens").await?;
        window.gone("Réponse en retard de").await?;

        window.press("Control+p").await?;
        window.see("rendue aux habitants").await?;
        window.see("moins de 5").await?;
        window.axe().await?;
        window.screenshot("consultation-sheet").await?;
        assert_eq!(window.call("vault.verify", json!({})).await?["sound"], true);
        Ok(())
    })
}

#[test]
fn opinions_on_an_offer_show_once_five_left_their_box() -> Story {
    story("opinions", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let offer = programme(&window).await?;
        go(&window, &format!("#/offre/{offer}"), "CAP Cycles et motos").await?;
        window.see("Les avis s’affichent à partir de cinq").await?;
        window.click("button", "Recueillir un avis").await?;
        window.find("dialog", "Recueillir un avis").await?;
        window.click("radio", "En partie").await?;
        window.axe().await?;
        window.screenshot("feedback-form").await?;
        window.press("Control+Enter").await?;
        window.see("Choisissez une réponse").await?;
        window.click("button", "Annuler").await?;
        for number in 1..=5 {
            let answer =
                json!({ "helped": "yes", "recommend": "yes", "words": format!("Avis numéro {number}") });
            window.call("feedback.give", json!({ "programme": offer, "answer": answer })).await?;
        }
        window.call("session.lock", json!({})).await?;
        window.see("Votre phrase de passe").await?;
        unlock(&window).await?;
        go(&window, &format!("#/offre/{offer}"), "CAP Cycles et motos").await?;
        window.see("Avis numéro 3").await?;
        window.see("5 avis").await?;
        window.axe().await?;
        window.screenshot("feedback-shown").await?;
        Ok(())
    })
}
