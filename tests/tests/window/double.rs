//! Two files of one person: found, looked at side by side, merged, and taken apart again.

use passerelle_tests::Story;
use passerelle_tests::window::story;
use serde_json::json;

use crate::prepared::{go, person, vault};

#[test]
fn two_files_of_one_person_are_merged_by_one_key_and_taken_apart_by_another() -> Story {
    story("doubles", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let lina = person(&window, "Lina", "Quaghebeur").await?;
        person(&window, "Lina", "Quaghebeur").await?;
        go(&window, "#/doublons", "Doublons possibles").await?;
        window.find("button", "Réunir").await?;
        window.see("Quaghebeur").await?;
        window.screenshot("doubles-pair").await?;
        window.axe().await?;

        window.run("document.activeElement?.blur()", vec![]).await?;
        window.press("r").await?;
        window.see("Deux dossiers réunis : Lina Quaghebeur").await?;
        window.see("Aucun doublon à juger.").await?;
        let people = json!({ "filter": {}, "sort": "name", "descending": false, "offset": 0, "limit": 10 });
        assert_eq!(window.call("person.list", people.clone()).await?["total"], 1);

        window.press("Control+z").await?;
        window.see("Annulé").await?;
        window.find("button", "Réunir").await?;
        assert_eq!(window.call("person.list", people.clone()).await?["total"], 2);
        window.click("button", "Ce ne sont pas les mêmes").await?;
        window.see("Aucun doublon à juger.").await?;
        go(&window, &format!("#/jeune/{lina}"), "Lina").await?;
        assert_eq!(window.call("person.list", people).await?["total"], 2, "two people, and not asked again");
        Ok(())
    })
}
