//! The legal life of a case: a step is done from the day, and the text about the file is given.

use chrono::{Days, Months};
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
fn whoever_leaves_is_to_be_asked_again_after_four_weeks_and_six_months() -> Story {
    story("life-exit", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        go(&window, &format!("#/jeune/{zelie}"), "Zélie Quaghebeur").await?;
        window.click("button", "Changer d’étape").await?;
        window.choose("Nouvelle étape", "Sorti").await?;
        window.choose("Sortie vers", "Emploi").await?;
        window.choose("Situation à la sortie", "En emploi : intérim").await?;
        window.tab_to("Jour").await?;
        window.write("hier").await?;
        window.click("button", "Enregistrer l’étape").await?;
        window.see("Cette date est trop ancienne").await?;
        window.screenshot("life-exit").await?;
        window.tab_to("Jour").await?;
        window.press("Control+a").await?;
        window.press("Delete").await?;
        window.click("button", "Enregistrer l’étape").await?;
        window.see("Étape enregistrée").await?;
        window.see("Demander sa situation quatre semaines après la sortie").await?;
        window.see("Demander sa situation six mois après la sortie").await?;
        let file = window.call("person.open", json!({ "person": zelie })).await?;
        let due: Vec<&str> = file["tasks"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|task| task["due_on"].as_str())
            .collect();
        let (four, six) = (today() + Days::new(21), today() + Months::new(6));
        assert_eq!(
            due,
            [four.to_string(), six.to_string()],
            "a week before the four weeks end, and six months after"
        );
        assert_eq!(file["situations"][0]["occasion"], "exit", "what was said in the same gesture");
        Ok(())
    })
}
