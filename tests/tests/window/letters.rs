//! Letters: the sheet of a referral made from its page by the keyboard, and the copy that a young person takes home.

use passerelle_tests::Story;
use passerelle_tests::window::story;
use serde_json::json;

use crate::prepared::{draft, go, person, programme, send, vault};

#[test]
fn a_referral_becomes_a_sheet_for_the_partner_by_the_keyboard() -> Story {
    story("letters-sheet", async |laptop| {
        let (path, copy) = (laptop.root().join("fiche.pdf"), laptop.root().join("copie.pdf"));
        let window = laptop.open().await?;
        vault(&window).await?;
        let programme = programme(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        for theme in ["mobility", "health"] {
            let need =
                json!({ "person": zelie, "theme": theme, "answer": "yes", "note": "", "situations": [] });
            window.call("need.answer", need).await?;
        }
        let referral = draft(&window, &zelie, &programme).await?;
        go(&window, &format!("#/orientation/{referral}"), "Orientation de Zélie").await?;

        window.tab_to("Fiche d’orientation").await?;
        window.press("Enter").await?;
        window.find("dialog", "Fiche d’orientation").await?;
        window.find("checkbox", "Mobilité").await?;
        assert!(!window.shows("Santé").await?, "health is not offered");
        window.fill("Fichier", &path.display().to_string()).await?;
        window.screenshot("letters-sheet").await?;
        window.axe().await?;
        window.press("Control+Enter").await?;
        window.see("Rien ne part sans l’accord du jeune").await?;
        assert!(!path.exists(), "nothing leaves before the agreement");
        window.press("Escape").await?;

        send(&window, &referral, None).await?;
        window.click("button", "Fiche d’orientation").await?;
        window.find("dialog", "Fiche d’orientation").await?;
        window.fill("Fichier", &path.display().to_string()).await?;
        window.press("Control+Enter").await?;
        window.find("dialog", "Le fichier est prêt").await?;
        window.find("button", "Préparer un message").await?;
        window.screenshot("letters-written").await?;
        window.axe().await?;
        assert!(std::fs::read(&path)?.starts_with(b"%PDF-"), "the sheet is written");
        window.press("Escape").await?;

        go(&window, &format!("#/jeune/{zelie}"), "Zélie").await?;
        window.click("button", "Autres actes sur ce dossier").await?;
        window.click("menuitem", "Copie pour la personne").await?;
        window.fill("Fichier", &copy.display().to_string()).await?;
        window.screenshot("letters-copy").await?;
        window.axe().await?;
        window.press("Control+Enter").await?;
        window.find("dialog", "Le fichier est prêt").await?;
        assert!(copy.exists());
        Ok(())
    })
}
