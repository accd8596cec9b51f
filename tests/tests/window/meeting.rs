//! A team is founded from the keyboard, a colleague comes in, and what she writes is in the window by itself.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use passerelle_tests::window::{Keyring, Laptop as TheirLaptop, Window, story};
use passerelle_tests::{Story, Trouble};
use serde_json::json;

use crate::house::{Hub, Laptop};
use crate::prepared::{PASSPHRASE, go, person, unlock, vault};

#[test]
fn a_team_is_founded_by_keyboard_and_a_colleague_is_met_by_itself() -> Story {
    story("team-meets", async |laptop| {
        let (hub, chloe) = (Hub::new(), Laptop::of("Chloé Petit"));
        let window = laptop.open().await?;
        vault(&window).await?;
        go(&window, "#/equipe", "Équipe").await?;
        window.tab_to("Adresse du serveur").await?;
        window.write(&hub.address()).await?;
        window.tab_to("Nom de l’équipe").await?;
        window.write("Équipe du Pile").await?;
        window.press("Enter").await?;
        window.see("Membres").await?;
        window.click("button", "Faire une invitation").await?;
        window.see("En attente d’une réponse").await?;
        let open = window.call("team.invitation", json!({})).await?;
        chloe.ask("team.join", json!({ "hub": open["hub"], "code": open["code"] }));
        window.see("Oui, faire entrer Chloé Petit").await?;
        window.screenshot("team-request").await?;
        window.axe().await?;
        window.click("button", "Oui, faire entrer Chloé Petit").await?;
        window.gone("Oui, faire entrer Chloé Petit").await?;
        let _ = chloe.adds("Zélie", "Crépin");
        chloe.meets();
        window.theme("dark").await?;
        window.screenshot("team-in-dark").await?;
        window.axe().await?;
        go(&window, "#/jeunes", "Jeunes").await?;
        window.see("Crépin").await
    })
}

/// Edits the telephone in the file that the window shows.
async fn corrects(window: &Window, phone: &str) -> Story {
    window.click("button", "Modifier").await?;
    window.find("heading", "Modifier le dossier").await?;
    window.fill("Téléphone", phone).await?;
    window.press("Control+Enter").await?;
    window.gone("Modifier le dossier").await?;
    window.see(phone).await
}

/// Nadia founds a team, Karim comes in with a window of his own, and both stand in the file of Zélie.
async fn both_in(hub: &Hub, nadia: &Window, karim: &Window) -> Result<String, Trouble> {
    vault(nadia).await?;
    karim.call("session.create", json!({ "passphrase": PASSPHRASE, "worker": "Karim Bensaïd" })).await?;
    nadia.call("team.found", json!({ "hub": hub.address(), "name": "Équipe du Pile" })).await?;
    let zelie = person(nadia, "Zélie", "Quaghebeur").await?;
    let open = nadia.call("team.invite", json!({ "role": "member" })).await?;
    let asked = karim.call("team.join", json!({ "hub": open["hub"], "code": open["code"] })).await?;
    go(karim, "#/equipe", "Équipe").await?;
    karim.screenshot("team-waiting").await?;
    karim.axe().await?;
    go(nadia, "#/equipe", "Équipe").await?;
    nadia.see("Oui, faire entrer Karim Bensaïd").await?;
    nadia.call("team.admit", json!({ "words": asked["words"] })).await?;
    for window in [nadia, karim] {
        go(window, "#/jeunes", "Jeunes").await?;
        window.see("Quaghebeur").await?;
        // Nadia follows her: Karim says why he looks, once a day.
        let why = json!({ "person": zelie, "reason": "together", "words": "" });
        window.call("access.say_why", why).await?;
        go(window, &format!("#/jeune/{zelie}"), "Zélie Quaghebeur").await?;
    }
    Ok(format!("#/jeune/{zelie}"))
}

/// Keeps two papers with the person of a file.
async fn papers(window: &Window, folder: &Path, file: &str) -> Story {
    for (name, text) in [("Carte", "une carte"), ("Lettre", "une lettre")] {
        let path = folder.join(format!("{name}.txt"));
        fs::write(&path, text)?;
        let person = file.rsplit('/').next();
        let request = json!({ "person": person, "name": name, "kind": "letter", "path": path });
        window.call("document.add", request).await?;
    }
    Ok(())
}

/// Waits for something outside of the windows.
async fn until(so: impl Fn() -> bool) -> Story {
    let end = Instant::now() + Duration::from_secs(20);
    while !so() {
        if Instant::now() > end {
            return Err(Trouble::new("waited in vain for the hub"));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

#[test]
fn two_windows_edit_one_file_offline_and_the_question_is_settled_in_one_of_them() -> Story {
    story("team-two-windows", async |laptop| {
        let mut hub = Hub::new();
        let mut elsewhere = TheirLaptop::start(Keyring::Unlocked)?;
        let (nadia, karim) = (laptop.open().await?, elsewhere.open().await?);
        let file = both_in(&hub, &nadia, &karim).await?;

        hub.dies();
        corrects(&nadia, "06 39 98 00 01").await?;
        corrects(&karim, "06 39 98 00 02").await?;
        for window in [&nadia, &karim] {
            window.see("Hors ligne, 1 changement à envoyer").await?;
        }
        hub.comes_back();
        for window in [&nadia, &karim] {
            // Nobody waits out the pause of a hub that was away.
            window.press("Control+s").await?;
        }
        for window in [&nadia, &karim] {
            window.see("1 désaccord à trancher dans ce dossier").await?;
        }
        karim.screenshot("team-two-windows").await?;
        karim.tab_to("1 désaccord à trancher").await?;
        karim.press("Enter").await?;
        karim.find("heading", "Désaccords").await?;
        karim.see("Nadia Vasseur").await?;
        karim.see("06 39 98 00 01").await?;
        karim.press("b").await?;
        karim.see("C’est tranché").await?;
        nadia.gone("désaccord à trancher").await?;
        // "b" is what came from Nadia: now both have it, and nobody asks any more.
        for window in [&karim, &nadia] {
            go(window, &file, "Zélie Quaghebeur").await?;
            window.see("06 39 98 00 01").await?;
            window.gone("désaccord").await?;
        }

        // While Karim's laptop sleeps, the hub gives each of two papers under the other's name.
        karim.press("Control+l").await?;
        karim.find("heading", "Dossiers verrouillés").await?;
        papers(&nadia, laptop.root(), &file).await?;
        until(|| hub.contents() == 2).await?;
        nadia.see("Synchronisé à").await?;
        hub.swaps_contents();
        unlock(&karim).await?;
        karim.see("2 alertes de sécurité").await?;
        go(&karim, &file, "Zélie Quaghebeur").await?;
        karim.see("Pas encore arrivé sur ce portable.").await?;
        karim.tab_to("Retirer « Lettre »").await?;
        for theme in ["dark", "light"] {
            karim.theme(theme).await?;
            karim.screenshot(&format!("team-document-away-{theme}")).await?;
            karim.axe().await?;
        }
        go(&karim, "#/equipe", "Équipe").await?;
        karim.see("Concerne le contenu d’un document.").await?;
        for theme in ["dark", "light"] {
            karim.theme(theme).await?;
            karim.screenshot(&format!("team-alarms-{theme}")).await?;
            karim.axe().await?;
        }
        karim.zoom(200).await?;
        karim.screenshot("team-alarms-200").await?;
        karim.axe().await?;
        Ok(())
    })
}
