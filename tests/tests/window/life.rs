//! The legal life of a case: a step is done from the day, and the text about the file is given.

use chrono::Days;
use passerelle_tests::window::story;
use passerelle_tests::{Story, today};
use serde_json::json;

use crate::prepared::{go, person, vault};

fn days_ago(days: u64) -> String {
    (today() - Days::new(days)).to_string()
}

#[test]
fn a_step_that_is_due_is_done_from_the_day() -> Story {
    story("life-step", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        let step = json!({ "person": zelie, "what": "Refaire le CV", "by": "person", "due_on": days_ago(2) });
        window.call("step.add", step).await?;
        window.find("heading", "Étapes des plans (1)").await?;
        window.axe().await?;
        window.screenshot("life-step").await?;
        window.click("button", "Fait : Refaire le CV").await?;
        window.gone("Étapes des plans (1)").await?;
        window.click("button", "Annuler").await?;
        window.find("heading", "Étapes des plans (1)").await?;
        Ok(())
    })
}

#[test]
fn who_was_told_is_written_down_taken_out_and_comes_back() -> Story {
    story("life-notice", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        go(&window, &format!("#/jeune/{zelie}"), "Zélie Quaghebeur").await?;
        window.click("button", "Informer").await?;
        window.click("button", "Noter que c’est fait").await?;
        window.see("Information notée.").await?;
        let told = async |expected: usize| -> Story {
            let file = window.call("person.open", json!({ "person": zelie })).await?;
            assert_eq!(file["notices"].as_array().map(Vec::len), Some(expected));
            Ok(())
        };
        told(1).await?;
        window.click("button", "Retirer l’information donnée aujourd’hui").await?;
        window.see("Information retirée.").await?;
        told(0).await?;
        window.click("button", "Annuler").await?;
        window.see("Annulé : retrait d’une information").await?;
        told(1).await
    })
}

#[test]
fn whoever_left_is_asked_again_four_weeks_later() -> Story {
    story("life-exit", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        go(&window, &format!("#/jeune/{zelie}"), "Zélie Quaghebeur").await?;
        window.click("button", "Changer d’étape").await?;
        window.choose("Nouvelle étape", "sorti").await?;
        window.choose("Sortie vers", "emploi").await?;
        window.tab_to("Jour").await?;
        window.press("Control+a").await?;
        window.write(&days_ago(26)).await?;
        window.screenshot("life-exit").await?;
        window.click("button", "Enregistrer l’étape").await?;
        window.see("Étape enregistrée").await?;
        window.see("quatre semaines après la sortie (FSE+)").await?;

        window.press("Control+1").await?;
        window.find("heading", "Aujourd’hui").await?;
        window.see("Demander sa situation quatre semaines après la sortie").await?;
        go(&window, &format!("#/jeune/{zelie}"), "Zélie Quaghebeur").await?;
        window.click("button", "Noter la situation : quatre semaines après la sortie").await?;
        window.choose("Que fait la personne", "en formation").await?;
        window.click("button", "Enregistrer").await?;
        window.see("Situation notée.").await?;
        window.gone("quatre semaines après la sortie (FSE+)").await?;
        window.press("Control+1").await?;
        window.gone("Demander sa situation quatre semaines après la sortie").await
    })
}
