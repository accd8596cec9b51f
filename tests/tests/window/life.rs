//! The legal life of a case: someone leaves with what they do, is asked for again, and the text about the file is given.

use chrono::{Days, Utc};
use passerelle_tests::window::{Window, story};
use passerelle_tests::{Story, Trouble};
use serde_json::json;

use crate::prepared::{PASSPHRASE, go, person, vault};

fn days_ago(days: u64) -> String {
    (Utc::now().date_naive() - Days::new(days)).to_string()
}

/// Chooses in the list with this label, as its own menu does, which no driver can open.
async fn choose(window: &Window, label: &str, words: &str) -> Story {
    let script = "const label = [...document.querySelectorAll('[role=dialog] label')].find((each) => each.textContent.trim().startsWith(arguments[0]));
        const list = label && document.getElementById(label.htmlFor);
        const option = list && [...list.options].find((each) => each.textContent.trim() === arguments[1]);
        if (!option) return false;
        list.value = option.value;
        list.dispatchEvent(new Event('change', { bubbles: true }));
        return true;";
    window.until(&format!("\"{words}\" under \"{label}\""), script, vec![json!(label), json!(words)]).await
}

/// Someone whose case was opened so many days ago: taken in from an export, since a case that is opened begins today.
async fn someone_since(window: &Window, given: &str, days: u64) -> Result<String, Trouble> {
    let model = person(window, "Modèle", "Quaghebeur").await?;
    let mut document = window.call("vault.export", json!({ "passphrase": PASSPHRASE })).await?;
    let row = |table: &str, field: &str| {
        let rows = document["tables"][table].as_array().cloned().unwrap_or_default();
        rows.into_iter().find(|row| row[field] == model.as_str()).unwrap_or_default()
    };
    let id = "0190a0a0-0000-7000-8000-000000000a01";
    let (mut who, mut case) = (row("person", "id"), row("case_file", "person"));
    who["id"] = json!(id);
    who["given_name"] = json!(given);
    case["id"] = json!("0190a0a0-0000-7000-8000-000000000a02");
    case["person"] = json!(id);
    case["opened_on"] = json!(days_ago(days));
    document["tables"] = json!({ "person": [who], "case_file": [case] });
    let report = window.call("vault.import", json!({ "document": document })).await?;
    assert_eq!(report["refused"], json!([]));
    Ok(id.to_owned())
}

#[test]
fn who_leaves_says_what_they_do_and_is_asked_again_after_four_weeks() -> Story {
    story("life-exit", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let lina = someone_since(&window, "Lina", 90).await?;
        go(&window, &format!("#/jeune/{lina}"), "Lina Quaghebeur").await?;
        let left_on = (Utc::now().date_naive() - Days::new(25)).format("%d/%m/%Y").to_string();
        window.click("button", "Changer d’étape").await?;
        choose(&window, "Nouvelle étape", "Sorti").await?;
        choose(&window, "Sortie vers", "Formation").await?;
        window.fill("Jour", &left_on).await?;
        window.axe().await?;
        window.screenshot("life-exit").await?;
        window.click("button", "Enregistrer l’étape").await?;
        window.see("Étape enregistrée : sorti.").await?;
        window.see("En formation").await?;
        window.see("quatre semaines après la sortie (FSE+)").await?;
        window.screenshot("life-asked").await?;
        window.axe().await?;

        window.press("Control+1").await?;
        window.see("Demander sa situation quatre semaines après la sortie").await?;
        go(&window, &format!("#/jeune/{lina}"), "Lina Quaghebeur").await?;
        window.click("button", "Noter la situation : quatre semaines après la sortie").await?;
        window.find("dialog", "Noter la situation").await?;
        choose(&window, "Que fait la personne", "En emploi : CDI").await?;
        window.click("button", "Enregistrer").await?;
        window.see("Situation notée.").await?;
        window.gone("quatre semaines après la sortie (FSE+)").await?;
        let file = window.call("person.open", json!({ "person": lina })).await?;
        assert_eq!(file["situations"][0]["occasion"], "exit_4w");
        let today = window.call("today.show", json!({})).await?;
        assert_eq!(today["tasks"], json!([]), "and the task is ticked off");
        Ok(())
    })
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
