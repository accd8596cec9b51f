//! Aujourd'hui: what waits too long is chased from its line, a task is ticked and taken back.

use chrono::Days;
use passerelle_tests::window::story;
use passerelle_tests::{Story, today};
use serde_json::json;

use crate::prepared::{draft, person, programme, send, vault};

#[test]
fn one_that_nobody_answered_is_chased_in_two_actions() -> Story {
    story("chase", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let cap = programme(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        let referral = draft(&window, &zelie, &cap).await?;
        let then = (today() - Days::new(20)).to_string();
        send(&window, &referral, Some(&then)).await?;
        window.find("heading", "Orientations en attente (1)").await?;
        window.see("CFA des Trois Écluses n’a pas accusé réception pour Zélie Quaghebeur").await?;
        window.screenshot("today-late").await?;
        window.axe().await?;

        window.click("button", "Relancer CFA des Trois Écluses pour Zélie Quaghebeur").await?;
        window.see("03 39 98 00 11").await?;
        window.press("Enter").await?;
        window.see("Relance notée").await?;
        window.gone("Orientations en attente (1)").await?;
        let file = window.call("referral.open", json!({ "referral": referral })).await?;
        assert_eq!(file["checks"][0]["kind"], "chase");
        assert_eq!(file["line"]["due"]["late_days"], 0, "the delay starts again from the chase");
        Ok(())
    })
}

#[test]
fn a_task_is_written_ticked_and_taken_back() -> Story {
    story("task", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        person(&window, "Zélie", "Quaghebeur").await?;
        window.press("Control+1").await?;
        window.click("button", "Nouvelle tâche").await?;
        window.fill("Que faut-il faire ?", "Appeler la mission locale").await?;
        window.fill("Pour quand", "aujourd’hui").await?;
        window.press("Enter").await?;
        window.find("heading", "Tâches (1)").await?;
        window.click("button", "Fait : Appeler la mission locale").await?;
        window.gone("Tâches (1)").await?;
        window.click("button", "Annuler").await?;
        window.find("heading", "Tâches (1)").await?;
        Ok(())
    })
}

#[test]
fn a_day_with_more_meetings_than_fit_says_so_and_gives_them_when_asked() -> Story {
    story("many", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        person(&window, "Zélie", "Quaghebeur").await?;
        for at in 0..33 {
            let slot = json!({ "day": today(), "time": format!("09:{at:02}"), "minutes": null });
            let meeting = json!({
                "person": null, "referral": null, "what": format!("Point {at}"), "slot": slot, "place": "", "with_whom": "",
            });
            window.call("appointment.add", meeting).await?;
        }
        window.press("Control+1").await?;
        window.find("heading", "Rendez-vous du jour (plus de 30)").await?;
        for theme in ["dark", "light"] {
            window.theme(theme).await?;
            window.screenshot(&format!("today-many-{theme}")).await?;
            window.axe().await?;
        }
        window.tab_to("Montrer la suite").await?;
        window.press("Enter").await?;
        window.find("heading", "Rendez-vous du jour (33)").await?;
        window.see("Point 32").await?;
        let at = window.focused().await?;
        assert!(at.contains("Point 8"), "the keyboard goes on where the list did: {at}");
        Ok(())
    })
}
