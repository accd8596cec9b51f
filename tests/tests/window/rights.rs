//! A request by right, whole: written down in the file, the copy handed over, answered in time, and seen in the journal.

use std::fs;
use std::io::Read as _;

use passerelle_tests::window::story;
use passerelle_tests::{Story, Trouble};
use serde_json::{Value, json};

use crate::prepared::{PASSPHRASE, go, person, vault};

/// A file of the copy, as text.
fn of_the_copy(path: &std::path::Path, name: &str) -> Result<String, Trouble> {
    let mut bundle =
        zip::ZipArchive::new(fs::File::open(path)?).map_err(|error| Trouble::new(error.to_string()))?;
    let mut file = bundle.by_name(name).map_err(|error| Trouble::new(error.to_string()))?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok(text)
}

#[test]
fn zelie_asks_for_her_file_gets_her_copy_and_is_answered_in_time() -> Story {
    story("rights", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        let note = json!({
            "person": zelie, "kind": "note", "initiative": "worker", "result": "reached", "on": null, "place": "",
            "note": "Veut apprendre la soudure.",
        });
        window.call("encounter.record", note).await?;
        go(&window, &format!("#/jeune/{zelie}"), "Zélie").await?;

        window.click("button", "Noter une demande").await?;
        window.find("dialog", "Demande d’exercice de droits").await?;
        window.fill("Ce qui est demandé", "Tout ce que vous avez écrit sur moi.").await?;
        window.axe().await?;
        window.screenshot("rights-request").await?;
        window.press("Control+Enter").await?;
        window.see("Demande notée").await?;
        window.see("Réponse due au plus tard").await?;
        go(&window, "#/droits", "Droits").await?;
        window.see("Tout ce que vous avez écrit sur moi.").await?;
        window.axe().await?;
        window.screenshot("rights-open").await?;

        go(&window, &format!("#/jeune/{zelie}"), "Zélie").await?;
        let copy = laptop.root().join("dossier-zelie.zip");
        window.click("button", "Copie complète").await?;
        window.find("dialog", "Copie complète du dossier").await?;
        window.fill("Fichier", &copy.to_string_lossy()).await?;
        window.fill("Votre phrase de passe", PASSPHRASE).await?;
        window.axe().await?;
        window.screenshot("rights-copy").await?;
        window.click("button", "Écrire la copie").await?;
        window.see("Copie écrite dans").await?;
        let page = of_the_copy(&copy, "dossier.html")?;
        assert!(page.contains("Veut apprendre la soudure.") && page.contains("Zélie Quaghebeur"), "{page}");
        let data: Value = serde_json::from_str(&of_the_copy(&copy, "dossier.json")?)?;
        assert_eq!(data["tables"]["rights_request"][0]["kind"], "access");

        window.click("button", "Répondre").await?;
        window.find("dialog", "Réponse à la demande").await?;
        window.fill("Réponse donnée, ou raison du refus", "Copie remise en main propre.").await?;
        window.press("Control+Enter").await?;
        window.see("Réponse notée").await?;
        window.see("Copie remise en main propre.").await?;
        window.axe().await?;
        window.screenshot("rights-answered").await?;
        go(&window, "#/droits", "Droits").await?;
        window.see("Aucune demande n’attend de réponse").await?;

        go(&window, "#/acces", "Journal des accès").await?;
        window.see("Exporté").await?;
        window.see("Ouvert").await?;
        window.see("Zélie Quaghebeur").await?;
        window.axe().await?;
        window.screenshot("rights-accesses").await?;
        let open = window.call("rights.list", json!({})).await?;
        assert_eq!(open, json!([]));
        let report = window.call("vault.verify", json!({})).await?;
        assert_eq!(report["sound"], true, "{report}");
        Ok(())
    })
}

#[test]
fn the_file_of_a_colleague_asks_why_and_a_limited_one_takes_no_note() -> Story {
    story("rights-why", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        let karim = window.call("worker.add", json!({ "name": "Karim Haddad" })).await?["worker"].clone();
        let handed = json!({ "person": zelie, "to": karim, "note": "", "on": null });
        window.call("case.hand_over", handed).await?;
        window.run("window.location.hash = arguments[0]", vec![json!(format!("#/jeune/{zelie}"))]).await?;
        window.see("Pourquoi ouvrez-vous ce dossier").await?;
        window.axe().await?;
        window.screenshot("rights-why").await?;
        window.click("radio", "Nous suivons la personne ensemble").await?;
        window.click("button", "Ouvrir le dossier").await?;
        window.find("heading", "Zélie Quaghebeur").await?;
        go(&window, "#/acces", "Journal des accès").await?;
        window.see("Nous suivons la personne ensemble").await?;

        go(&window, "#/conservation", "Conservation").await?;
        window.see("Aucun dossier n’a dépassé sa durée").await?;
        let archive = json!({ "person": zelie, "keeping": "archive", "until": null, "reason": "" });
        window.call("retention.decide", archive).await?;
        window.find("button", "Remettre dans les listes le dossier de Zélie Quaghebeur").await?;
        window.axe().await?;
        window.screenshot("keeping").await?;
        window.click("button", "Remettre dans les listes le dossier de Zélie Quaghebeur").await?;
        window.see("Aucun dossier n’est archivé ni limité").await?;
        Ok(())
    })
}
