//! A referral from its proposal to its end, on the screens where a worker follows it.

use passerelle_tests::window::{Window, story};
use passerelle_tests::{Story, Trouble, today};
use serde_json::json;

use crate::prepared::{draft, go, person, programme, send, vault};

async fn state(window: &Window, referral: &str) -> Result<String, Trouble> {
    let file = window.call("referral.open", json!({ "referral": referral })).await?;
    Ok(file["line"]["state"].as_str().unwrap_or_default().to_owned())
}

/// One move on the referral's own screen: its button, whatever the dialog asks, its end.
async fn step(window: &Window, button: &str, record: &str, seen: &str) -> Story {
    window.click("button", button).await?;
    window.find("dialog", "").await?;
    window.click("button", record).await?;
    window.see(seen).await
}

#[test]
fn a_referral_goes_from_an_open_file_through_the_agreement_to_its_completion() -> Story {
    story("referral", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        programme(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        go(&window, &format!("#/jeune/{zelie}"), "Zélie").await?;

        // Five acts: open, choose, agree, send; the wish is one more.
        window.click("button", "Nouvelle orientation").await?;
        window.click("radio", "CAP Cycles et motos").await?;
        window.press("Enter").await?;
        window.fill("Le souhait du jeune", "« Réparer des vélos »").await?;
        window.screenshot("propose").await?;
        window.axe().await?;
        window.click("checkbox", "Zélie Quaghebeur donne son accord").await?;
        window.click("button", "Recueillir l’accord et envoyer").await?;
        window.see("envoyée à CFA des Trois Écluses").await?;
        window.find("heading", "Orientation de Zélie Quaghebeur vers CAP Cycles et motos").await?;

        let list = window.call("referral.list", json!({ "filter": {}, "offset": 0, "limit": 5 })).await?;
        let referral = list["lines"][0]["id"].as_str().unwrap_or_default().to_owned();
        assert_eq!(state(&window, &referral).await?, "sent");
        let file = window.call("referral.open", json!({ "referral": referral })).await?;
        assert_eq!(file["agreement"], "person", "the agreement was recorded with the sending");

        step(&window, "Mise en liste d’attente", "Enregistrer", "Mise en liste d’attente aujourd’hui")
            .await?;
        step(&window, "Acceptée par le partenaire", "Enregistrer", "Acceptée par la structure aujourd’hui")
            .await?;
        window.screenshot("referral-accepted").await?;
        step(&window, "Démarrée", "Enregistrer", "Démarrée aujourd’hui").await?;
        window.click("button", "Noter : présence au 1er jour").await?;
        window.click("radio", "Oui").await?;
        window.click("button", "Enregistrer").await?;
        window.see("Présence au 1er jour : oui").await?;
        step(&window, "Achevée", "Enregistrer", "Achevée aujourd’hui").await?;
        assert_eq!(state(&window, &referral).await?, "completed");
        window.screenshot("referral-completed").await?;
        window.axe().await
    })
}

#[test]
fn nothing_is_sent_for_a_minor_without_the_representative() -> Story {
    story("minor", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let cap = programme(&window).await?;
        let born = today() - chrono::Days::new(16 * 366);
        let who = json!({ "given_name": "Noé", "family_name": "Haddad", "birth": born.to_string() });
        let request = json!({ "who": who, "origin": "school", "origin_detail": "", "note": "" });
        let noe = window.call("person.add", request).await?["person"].as_str().unwrap_or_default().to_owned();
        let referral = draft(&window, &noe, &cap).await?;
        let refused = send(&window, &referral, None).await;
        let refused = refused.err().map(|trouble| trouble.to_string()).unwrap_or_default();
        assert!(refused.contains("representative_missing"), "{refused}");

        go(&window, &format!("#/orientation/{referral}"), "Noé Haddad").await?;
        window.click("button", "Recueillir l’accord et envoyer").await?;
        window.see("La personne est mineure").await?;
        window.screenshot("send-minor").await?;
        window.axe().await?;
        window.click("checkbox", "Noé Haddad et son représentant légal donnent leur accord").await?;
        window.press("Control+Enter").await?;
        window.see("Envoyée aujourd’hui").await?;
        assert_eq!(state(&window, &referral).await?, "sent");
        Ok(())
    })
}

#[test]
fn an_abandoned_one_comes_back_as_a_question_until_it_is_settled() -> Story {
    story("abandoned", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let cap = programme(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        let referral = draft(&window, &zelie, &cap).await?;
        send(&window, &referral, None).await?;
        for to in ["accepted", "started"] {
            let request = json!({ "referral": referral, "to": to, "on": null, "reason": null, "note": "" });
            window.call("referral.move", request).await?;
        }
        go(&window, &format!("#/orientation/{referral}"), "Zélie").await?;
        window.click("button", "Abandonnée en cours").await?;
        window.find("dialog", "Abandonnée en cours").await?;
        window.click("button", "Enregistrer").await?;
        window.see("Il manque la raison").await?;
        window.run(
            "const list = document.querySelector('[role=dialog] select'); list.value = 'transport'; list.dispatchEvent(new Event('change', { bubbles: true }))",
            vec![],
        )
        .await?;
        window.click("button", "Enregistrer").await?;
        window.see("Et maintenant ?").await?;
        window.screenshot("and-now").await?;
        window.axe().await?;
        window.press("Control+1").await?;
        window.find("heading", "Et maintenant ? (1)").await?;
        window.click("button", "C’est réglé pour Zélie Quaghebeur").await?;
        window.gone("Et maintenant ? (1)").await?;
        let today = window.call("today.show", json!({})).await?;
        assert_eq!(today["and_now"], json!([]));
        Ok(())
    })
}

#[test]
fn a_card_moves_by_keyboard_and_by_drag_as_the_rules_allow() -> Story {
    story("board", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let cap = programme(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        let referral = draft(&window, &zelie, &cap).await?;
        send(&window, &referral, None).await?;
        window.press("Control+3").await?;
        window.find("heading", "Orientations").await?;
        window.tab_to("Zélie Quaghebeur").await?;
        window.press("m").await?;
        window.find("menuitem", "Acceptée par le partenaire").await?;
        window.screenshot("board-menu").await?;
        window.axe().await?;
        window.click("menuitem", "À l’étude (entretien, test, réunion)").await?;
        window.click("button", "Enregistrer").await?;
        window
            .until(
                "the card among those under review",
                "return document.querySelector('[data-column=in_review] [data-card]') !== null",
                vec![],
            )
            .await?;
        assert_eq!(state(&window, &referral).await?, "in_review");

        window.drag("[data-card]", "[data-column=started]").await?;
        window.see("ne passe pas directement").await?;
        assert_eq!(state(&window, &referral).await?, "in_review", "what the rules forbid moves nothing");

        window.drag("[data-card]", "[data-column=accepted]").await?;
        window.find("dialog", "Acceptée par le partenaire").await?;
        window.click("button", "Enregistrer").await?;
        window
            .until(
                "the card among the accepted",
                "return document.querySelector('[data-column=accepted] [data-card]') !== null",
                vec![],
            )
            .await?;
        assert_eq!(state(&window, &referral).await?, "accepted");
        Ok(())
    })
}

#[test]
fn a_card_of_a_colleague_asks_why_and_what_was_begun_goes_on() -> Story {
    story("board-why", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let cap = programme(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        let referral = draft(&window, &zelie, &cap).await?;
        send(&window, &referral, None).await?;
        let karim = window.call("worker.add", json!({ "name": "Karim Haddad" })).await?["worker"].clone();
        let handed = json!({ "person": zelie, "to": karim, "note": "", "on": null });
        window.call("case.hand_over", handed).await?;
        window.press("Control+3").await?;
        window.find("heading", "Orientations").await?;

        window.tab_to("Zélie Quaghebeur").await?;
        window.press("m").await?;
        window.find("dialog", "Zélie Quaghebeur").await?;
        for theme in ["dark", "light"] {
            window.theme(theme).await?;
            window.screenshot(&format!("board-why-{theme}")).await?;
            window.axe().await?;
        }
        window.press("Escape").await?;

        window.drag("[data-card]", "[data-column=accepted]").await?;
        window.find("dialog", "Zélie Quaghebeur").await?;
        window.tab_to("Ouvrir le dossier").await?;
        window.press("Enter").await?;
        window.find("dialog", "Acceptée par le partenaire").await?;
        window.press("Control+Enter").await?;
        window
            .until(
                "the card among the accepted",
                "return document.querySelector('[data-column=accepted] [data-card]') !== null",
                vec![],
            )
            .await?;
        assert_eq!(state(&window, &referral).await?, "accepted");
        window.tab_to("Zélie Quaghebeur").await?;
        window.press("m").await?;
        // One reason is good for the day.
        window.find("menuitem", "Ouvrir l’orientation").await?;
        Ok(())
    })
}
