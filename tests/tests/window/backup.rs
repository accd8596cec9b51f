//! Backups as a worker meets them: one made by hand, and the way back to it from Sécurité.

use passerelle_tests::Story;
use passerelle_tests::window::story;
use serde_json::json;

use crate::prepared::{PASSPHRASE, person, vault};

#[test]
fn a_backup_is_made_by_hand_and_taken_back_with_the_passphrase() -> Story {
    story("backup", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        person(&window, "Zélie", "Quaghebeur").await?;
        window.press("Control+9").await?;
        window.find("heading", "Sauvegardes").await?;
        window.click("button", "Sauvegarder maintenant").await?;
        window.see("Sauvegarde faite et vérifiée.").await?;
        window.screenshot("backup-made").await?;
        window.axe().await?;

        person(&window, "Karim", "Haddad").await?;
        window.click("button", "Reprendre : ").await?;
        window.find("dialog", "Reprendre une sauvegarde").await?;
        window.screenshot("backup-restore").await?;
        window.axe().await?;
        window.fill("Votre phrase de passe", "une autre phrase que la bonne").await?;
        window.press("Control+Enter").await?;
        window.see("Ce n’est pas la bonne phrase de passe.").await?;
        window.fill("Votre phrase de passe", PASSPHRASE).await?;
        window.press("Control+Enter").await?;
        window.see("Sauvegarde reprise").await?;
        let people = json!({ "filter": {}, "sort": "name", "descending": false, "offset": 0, "limit": 10 });
        let people = window.call("person.list", people).await?;
        assert_eq!((&people["total"], &people["lines"][0]["given_name"]), (&json!(1), &json!("Zélie")));
        assert_eq!(window.call("vault.verify", json!({})).await?["sound"], true);
        Ok(())
    })
}
