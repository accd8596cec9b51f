//! The first start, from a name to an open vault, and the way back in with the recovery kit.

use passerelle_tests::window::{Keyring, Window, story, story_with};
use passerelle_tests::{Story, Trouble};
use serde_json::json;

use crate::prepared::PASSPHRASE;

/// The code of the kit, as it stands on the page.
async fn code(window: &Window) -> Result<Vec<String>, Trouble> {
    window.find("list", "Code de secours, par groupes").await?;
    let read = "return [...document.querySelectorAll('ol li')].map((group) => group.textContent.trim())";
    Ok(serde_json::from_value(window.run(read, vec![]).await?)?)
}

#[test]
fn a_first_start_leads_by_keyboard_alone_to_a_recovery_kit_and_an_open_vault() -> Story {
    story("first-start", async |laptop| {
        let window = laptop.open().await?;
        window.see("Bienvenue").await?;
        window.axe().await?;
        window.screenshot("start-1-who").await?;
        window.tab_to("Votre prénom et votre nom").await?;
        window.write("Nadia Vasseur").await?;
        window.press("Enter").await?;

        window.see("Votre phrase de passe").await?;
        window.axe().await?;
        window.tab_to("Phrase de passe").await?;
        window.write("azerty").await?;
        window.see("Devinée aussitôt").await?;
        window.screenshot("start-2-weak").await?;
        window.fill("Phrase de passe", PASSPHRASE).await?;
        window.see("Très bonne phrase de passe").await?;
        window.fill("La même phrase, une seconde fois", PASSPHRASE).await?;
        window.press("Enter").await?;

        window.see("Votre kit de secours").await?;
        let groups = code(&window).await?;
        assert!(groups.len() >= 8, "160 bits do not fit into fewer groups: {groups:?}");
        window.axe().await?;
        window.screenshot("start-3-kit").await?;
        window.tab_to("Recopiez le premier groupe").await?;
        window.write("0000").await?;
        window.press("Enter").await?;
        window.see("Ce n’est pas le premier groupe").await?;
        window.fill("Recopiez le premier groupe", groups.first().map_or("", String::as_str)).await?;
        window.press("Enter").await?;

        window.see("Tout est prêt").await?;
        window.axe().await?;
        window.screenshot("start-4-contents").await?;
        window.tab_to("Ouvrir Passerelle").await?;
        window.press("Enter").await?;
        window.see("Tout commence par une rencontre").await?;
        window.screenshot("today-empty").await?;
        window.axe().await
    })
}

#[test]
fn a_laptop_without_a_keyring_is_told_that_the_passphrase_stands_alone() -> Story {
    story_with("no-keyring", Keyring::Absent, async |laptop| {
        let window = laptop.open().await?;
        window.fill("Votre prénom et votre nom", "Nadia Vasseur").await?;
        window.press("Enter").await?;
        window.see("n’a pas de trousseau de clés disponible").await?;
        window.fill("Phrase de passe", PASSPHRASE).await?;
        window.fill("La même phrase, une seconde fois", PASSPHRASE).await?;
        window.press("Enter").await?;
        window.see("Votre kit de secours").await?;
        let state = window.call("session.state", json!({})).await?;
        assert_eq!(state["protection"], "passphrase_alone");
        Ok(())
    })
}

#[test]
fn the_recovery_kit_opens_when_the_passphrase_is_forgotten() -> Story {
    story("recovery", async |laptop| {
        let window = laptop.open().await?;
        let created = window
            .call("session.create", json!({ "passphrase": PASSPHRASE, "worker": "Nadia Vasseur" }))
            .await?;
        let code = created["recovery_code"].as_str().unwrap_or_default().to_owned();
        let window = laptop.kill_and_reopen(window).await?;
        window.click("button", "J’ai perdu ma phrase de passe").await?;
        window.axe().await?;
        window.screenshot("unlock-kit").await?;
        let mut mistyped = code.clone();
        let last = if mistyped.pop() == Some('7') { '8' } else { '7' };
        mistyped.push(last);
        let fresh = "onze cerfs traversent la brume d’octobre";
        for (typed, answer) in
            [(mistyped, "faute de frappe"), (code.to_lowercase().replace('-', " "), "Aujourd’hui")]
        {
            window.fill("Code de secours", &typed).await?;
            window.fill("Nouvelle phrase de passe", fresh).await?;
            window.fill("La même phrase, une seconde fois", fresh).await?;
            window.click("button", "Ouvrir et changer la phrase de passe").await?;
            window.see(answer).await?;
        }
        window.find("heading", "Aujourd’hui").await?;
        window.press("Control+l").await?;
        window.fill("Votre phrase de passe", fresh).await?;
        window.press("Enter").await?;
        window.find("heading", "Aujourd’hui").await?;
        Ok(())
    })
}
