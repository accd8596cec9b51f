//! Figures: from the rail to a number, to who is behind it, and to a file, by keyboard.

use passerelle_tests::Story;
use passerelle_tests::window::story;
use serde_json::json;

use crate::prepared::{PASSPHRASE, draft, person, programme, send, vault};

#[test]
fn a_month_is_counted_a_figure_opens_its_list_and_the_file_leaves_masked() -> Story {
    story("figures", async |laptop| {
        let path = laptop.root().join("chiffres.csv");
        let list = laptop.root().join("liste.xlsx");
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        let offer = programme(&window).await?;
        let referral = draft(&window, &zelie, &offer).await?;
        send(&window, &referral, None).await?;

        window.press("Control+6").await?;
        window.find("heading", "Pilotage").await?;
        window.find("table", "Effectifs").await?;
        window.find("img", "Actifs par étape").await?;
        window.axe().await?;
        window.screenshot("figures").await?;
        window.theme("dark").await?;
        window.axe().await?;
        window.theme("light").await?;
        window.zoom(200).await?;
        window.axe().await?;
        window.zoom(100).await?;

        // Three acts from anywhere to the month's list: the screen, the figure, the list.
        window.tab_to("Total, Actifs").await?;
        window.press("Enter").await?;
        window.find("heading", "Total, Actifs").await?;
        window.see("Zélie Quaghebeur").await?;
        window.axe().await?;
        window.screenshot("figures-list").await?;
        window.press("Control+e").await?;
        window.find("dialog", "Exporter la liste").await?;
        window.fill("Fichier", &list.display().to_string()).await?;
        window.fill("Votre phrase de passe", PASSPHRASE).await?;
        window.press("Control+Enter").await?;
        window.see("1 ligne écrite").await?;
        let written = std::fs::read(&list)?;
        assert!(written.starts_with(b"PK"), "a workbook");

        window.press("Control+6").await?;
        window.find("table", "Effectifs").await?;
        window.click("tab", "Orientations").await?;
        window.find("table", "Ce que deviennent les orientations").await?;
        window.axe().await?;
        window.press("Control+e").await?;
        window.find("dialog", "Exporter les chiffres").await?;
        window.click("radio", "tableau (CSV)").await?;
        window.axe().await?;
        window.fill("Fichier", &path.display().to_string()).await?;
        window.fill("Votre phrase de passe", PASSPHRASE).await?;
        window.press("Control+Enter").await?;
        window.see("Chiffres écrits dans").await?;
        let table = std::fs::read_to_string(&path)?;
        assert!(table.contains("masqué") && !table.contains("Zélie"), "one person is too few to be told");
        assert_eq!(window.call("vault.verify", json!({})).await?["sound"], true);
        Ok(())
    })
}

#[test]
fn a_team_gives_its_counts_and_a_coordination_adds_them_up() -> Story {
    story("teams", async |laptop| {
        let (given, picture) = (laptop.root().join("lens.json"), laptop.root().join("effectifs.png"));
        let window = laptop.open().await?;
        vault(&window).await?;
        for given_name in ["Awa", "Binta", "Chloé", "Dalila", "Emma", "Farah"] {
            person(&window, given_name, "Quaghebeur").await?;
        }
        window.press("Control+6").await?;
        window.find("table", "Effectifs").await?;
        window.click("button", "Donner nos chiffres").await?;
        window.find("dialog", "Donner nos chiffres").await?;
        window.axe().await?;
        window.fill("Nom de l’équipe", "Équipe de Lens").await?;
        window.fill("Fichier", &given.display().to_string()).await?;
        window.fill("Votre phrase de passe", PASSPHRASE).await?;
        window.press("Control+Enter").await?;
        window.see("Chiffres de l’équipe écrits dans").await?;
        let figures = std::fs::read_to_string(&given)?;
        assert!(figures.contains("Équipe de Lens") && !figures.contains("Quaghebeur"), "counts and no name");

        window.tab_to("Additionner des équipes").await?;
        window.press("Enter").await?;
        window.find("heading", "Additionner des équipes").await?;
        window.fill("Fichier d’une équipe", &given.display().to_string()).await?;
        window.press("Enter").await?;
        window.find("table", "Fichiers").await?;
        window.find("table", "Effectifs").await?;
        window.see("Ensemble : 6").await?;
        window.axe().await?;
        window.screenshot("teams").await?;
        window.theme("dark").await?;
        window.axe().await?;
        window.screenshot("teams-dark").await?;
        window.theme("light").await?;
        window.zoom(200).await?;
        window.axe().await?;
        window.zoom(100).await?;

        window.press("Control+6").await?;
        window.find("table", "Effectifs").await?;
        window.press("Control+e").await?;
        window.find("dialog", "Exporter les chiffres").await?;
        window.click("radio", "image du premier tableau (PNG)").await?;
        window.fill("Fichier", &picture.display().to_string()).await?;
        window.fill("Votre phrase de passe", PASSPHRASE).await?;
        window.press("Control+Enter").await?;
        window.see("Chiffres écrits dans").await?;
        assert!(std::fs::read(&picture)?.starts_with(b"\x89PNG"), "a picture");
        Ok(())
    })
}

#[test]
fn hours_of_clauses_lead_to_their_lines_and_a_rule_of_exits_is_written_down_by_keyboard() -> Story {
    story("figures-clauses", async |laptop| {
        laptop.show_demonstration();
        let window = laptop.open().await?;
        window.see("ces personnes sont inventées").await?;
        window.press("Control+6").await?;
        window.find("table", "Effectifs").await?;
        // The tabs are one stop; the last one is that of the clauses.
        window.run("document.querySelector('[role=tab][aria-selected=true]').focus()", vec![]).await?;
        window.press("End").await?;
        window.find("table", "Heures de clause sociale par chantier").await?;
        for theme in ["dark", "light"] {
            window.theme(theme).await?;
            window.screenshot(&format!("figures-works-{theme}")).await?;
            window.axe().await?;
        }
        window.tab_to("Faites depuis le début").await?;
        window.press("Enter").await?;
        window.find("table", "Heures").await?;
        window.screenshot("figures-works-lines").await?;
        window.axe().await?;

        // The report that was looked at is still chosen.
        window.press("Control+6").await?;
        window.find("table", "Heures de clause sociale par chantier").await?;
        window.click("tab", "Sorties").await?;
        window.find("table", "Règles de sortie positive").await?;
        window.screenshot("figures-exits").await?;
        window.tab_to("Nouvelle règle").await?;
        window.press("Enter").await?;
        window.find("dialog", "règle").await?;
        window.screenshot("figures-rule").await?;
        window.axe().await?;
        window.fill("Nom de la règle", "Région 2026").await?;
        window.press("Control+Enter").await?;
        window.see("Région 2026, depuis le").await?;
        window.theme("dark").await?;
        window.screenshot("figures-exits-dark").await?;
        window.axe().await
    })
}
