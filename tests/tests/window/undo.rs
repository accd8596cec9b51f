//! What was done by mistake is taken back by the keys or by the bar, and done again.

use passerelle_tests::window::story;
use passerelle_tests::{Story, today};
use serde_json::json;

use crate::prepared::{go, person, vault};

#[test]
fn a_note_in_the_wrong_file_goes_by_the_keys_and_comes_back_by_the_bar() -> Story {
    story("undo-note", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        go(&window, &format!("#/jeune/{zelie}"), "Zélie").await?;
        window.fill("Noter un échange", "Vue devant la gare").await?;
        window.press("Control+Enter").await?;
        window.see("Vue devant la gare").await?;
        window.run("document.activeElement?.blur()", vec![]).await?;

        window.press("Control+z").await?;
        window.see("pour Zélie Quaghebeur").await?;
        window.gone("Vue devant la gare").await?;
        window.screenshot("undo-bar").await?;
        window.axe().await?;
        window.click("button", "Rétablir").await?;
        window.see("Vue devant la gare").await?;
        window.press("Control+z").await?;
        window.gone("Vue devant la gare").await?;
        window.press("Control+Shift+z").await?;
        window.see("Vue devant la gare").await
    })
}

#[test]
fn a_sheet_of_three_is_one_undo_and_leaves_no_contact_behind() -> Story {
    story("undo-sheet", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let slot = json!({ "day": today().to_string(), "time": "09:00", "minutes": 120 });
        let workshop =
            json!({ "kind": "workshop", "title": "Atelier CV", "slot": slot, "place": "Lens", "note": "" });
        let workshop = window.call("activity.add", workshop).await?["activity"].clone();
        let mut answers = Vec::new();
        for given in ["Lina", "Zélie", "Karim"] {
            let id = person(&window, given, "Quaghebeur").await?;
            answers.push(json!({ "person": id, "answer": "invited" }));
        }
        window.call("activity.attend", json!({ "activity": workshop, "answers": answers })).await?;
        window.click("button", "Présences : Atelier CV").await?;
        window.click("button", "Tous présents").await?;
        window.click("button", "Enregistrer la feuille").await?;
        window.see("Feuille de présence enregistrée").await?;
        window.press("Control+z").await?;
        window.see("feuille de présence (3 personnes)").await?;
        let sheet = window.call("activity.open", json!({ "activity": workshop })).await?;
        assert_eq!((&sheet["line"]["invited"], &sheet["line"]["present"]), (&json!(3), &json!(0)));
        assert_eq!(window.call("vault.verify", json!({})).await?["sound"], true);
        Ok(())
    })
}
