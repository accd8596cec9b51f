//! The agenda: a meeting planned by the keyboard, settled from Aujourd'hui, and a workshop's attendance sheet.

use chrono::Utc;
use passerelle_tests::Story;
use passerelle_tests::window::story;
use serde_json::json;

use crate::prepared::{person, vault};

#[test]
fn a_meeting_is_planned_by_the_keyboard_and_settled_from_the_day() -> Story {
    story("agenda-meeting", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        window.press("Control+5").await?;
        window.find("heading", "Agenda").await?;
        window.press("n").await?;
        window.find("dialog", "Nouveau rendez-vous").await?;
        window.fill("Objet", "Point avec la mission locale").await?;
        window.fill("Heure", "14h30").await?;
        window.press("Enter").await?;
        window.see("Planifié pour le").await?;
        window.see("Point avec la mission locale").await?;
        window.screenshot("agenda-week").await?;
        window.axe().await?;

        window.press("Control+1").await?;
        window.click("button", "Présent : Point avec la mission locale").await?;
        window.see("Noté : Point avec la mission locale, présent.").await?;
        let today = window.call("today.show", json!({})).await?;
        assert_eq!(today["appointments"][0]["outcome"], "present");
        assert_eq!(today["appointments"][0]["slot"]["time"], "14:30");
        Ok(())
    })
}

#[test]
fn everyone_of_a_workshop_is_present_but_one() -> Story {
    story("agenda-sheet", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let slot = json!({ "day": Utc::now().date_naive().to_string(), "time": "09:00", "minutes": 120 });
        let workshop =
            json!({ "kind": "workshop", "title": "Atelier CV", "slot": slot, "place": "Lens", "note": "" });
        let workshop = window.call("activity.add", workshop).await?["activity"].clone();
        let mut answers = Vec::new();
        for given in ["Lina", "Zélie"] {
            let id = person(&window, given, "Quaghebeur").await?;
            answers.push(json!({ "person": id, "answer": "invited" }));
        }
        window.call("activity.attend", json!({ "activity": workshop, "answers": answers })).await?;
        window.click("button", "Présences : Atelier CV").await?;
        window.click("button", "Tous présents").await?;
        let but_one = "document.querySelectorAll('[role=dialog] fieldset')[1].querySelector('input[value=absent]').click()";
        window.run(but_one, vec![]).await?;
        window.screenshot("agenda-sheet").await?;
        window.axe().await?;
        window.click("button", "Enregistrer la feuille").await?;
        window.see("Feuille de présence enregistrée").await?;
        let sheet = window.call("activity.open", json!({ "activity": workshop })).await?;
        assert_eq!((&sheet["line"]["invited"], &sheet["line"]["present"]), (&json!(2), &json!(1)));
        assert_eq!(sheet["people"][1]["answer"], "absent");
        Ok(())
    })
}
