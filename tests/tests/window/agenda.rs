//! The agenda: a meeting planned by the keyboard, settled from Aujourd'hui, moved, corrected and exported, and a workshop's
//! attendance sheet.

use passerelle_tests::window::story;
use passerelle_tests::{Story, today};
use serde_json::json;

use crate::prepared::{PASSPHRASE, person, vault};

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
        let slot = json!({ "day": today().to_string(), "time": "09:00", "minutes": 120 });
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

#[test]
fn a_meeting_is_carried_to_another_time_by_the_arrows_and_corrected_in_its_dialog() -> Story {
    story("agenda-moved", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        let today = today().to_string();
        let slot = json!({ "day": today, "time": "10:00", "minutes": 45 });
        let meeting = json!({
            "person": zelie, "referral": null, "what": "Entretien", "slot": slot, "place": "Lens", "with_whom": "",
        });
        window.call("appointment.add", meeting).await?;
        window.press("Control+5").await?;
        window.find("button", "Zélie Quaghebeur").await?;
        window.run("document.querySelector('[data-meeting]').focus()", vec![]).await?;
        window.press("m").await?;
        window.see("Flèches pour choisir").await?;
        window.press("ArrowDown").await?;
        window.press("ArrowDown").await?;
        window.screenshot("agenda-carried").await?;
        window.axe().await?;
        window.press("Enter").await?;
        window.see("Déplacé au").await?;
        let week = json!({ "from": today, "days": 1 });
        let moved = window.call("agenda.week", week.clone()).await?;
        assert_eq!(
            (&moved["appointments"][0]["outcome"], &moved["appointments"][1]["slot"]["time"]),
            (&json!("moved"), &json!("10:30"))
        );

        window.run("document.querySelectorAll('[data-meeting]')[1].click()", vec![]).await?;
        window.click("button", "Corriger").await?;
        window.find("dialog", "Corriger le rendez-vous").await?;
        window.fill("Lieu", "Creil, rue de la Gare").await?;
        window.axe().await?;
        window.screenshot("agenda-correct").await?;
        window.press("Control+Enter").await?;
        window.see("Rendez-vous corrigé").await?;
        window.run("document.querySelectorAll('[data-meeting]')[1].click()", vec![]).await?;
        window.see("Creil, rue de la Gare").await?;
        window.click("button", "Retirer").await?;
        window.see("Rendez-vous retiré").await?;
        window.press("Control+z").await?;
        window.see("retrait d’un rendez-vous").await?;
        let back = window.call("agenda.week", week).await?;
        assert_eq!(back["appointments"][1]["place"], "Creil, rue de la Gare");
        Ok(())
    })
}

#[test]
fn the_week_leaves_as_a_file_with_initials_after_the_passphrase() -> Story {
    story("agenda-export", async |laptop| {
        let file = laptop.root().join("semaine.ics");
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        let slot = json!({ "day": today().to_string(), "time": "10:00", "minutes": 45 });
        let meeting = json!({
            "person": zelie, "referral": null, "what": "Dossier de logement", "slot": slot, "place": "Lens",
            "with_whom": "",
        });
        window.call("appointment.add", meeting).await?;
        window.press("Control+5").await?;
        window.click("button", "Exporter").await?;
        window.find("dialog", "Exporter l’agenda").await?;
        window.screenshot("agenda-export").await?;
        window.axe().await?;
        window.fill("Fichier", &file.display().to_string()).await?;
        window.fill("Votre phrase de passe", "une autre phrase que la bonne").await?;
        window.press("Control+Enter").await?;
        window.see("Ce n’est pas la bonne phrase de passe.").await?;
        assert!(!file.exists(), "nothing is written before the passphrase");
        window.fill("Votre phrase de passe", PASSPHRASE).await?;
        window.press("Control+Enter").await?;
        window.see("1 rendez-vous écrit dans").await?;
        let written = std::fs::read_to_string(&file)?;
        assert!(written.contains("SUMMARY:Rendez-vous Z. Q."), "{written}");
        assert!(!written.contains("Quaghebeur") && !written.contains("logement"), "{written}");
        Ok(())
    })
}
