//! The European fund: from a file to a participation, its questionnaire, and the figure that counts it.

use chrono::{Days, Utc};
use passerelle_tests::Story;
use passerelle_tests::window::story;
use serde_json::json;

use crate::prepared::{go, person, vault};

#[test]
fn somebody_enters_an_operation_what_is_missing_shows_and_a_figure_opens_who_it_counts() -> Story {
    story("fund", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        let today = Utc::now().date_naive();
        let (from, until) = (today - Days::new(300), today + Days::new(200));
        let entered = (today - Days::new(20)).format("%d/%m/%Y").to_string();
        let operation = json!({
            "name": "Vers l’emploi", "number": "202600001", "programme": "Programme national FSE+",
            "beneficiary": "Association", "from": from, "until": until, "min_age": null, "max_age": null, "levels": [],
            "qpv_only": false, "warn_percent": null, "kept_until": null, "note": "",
        });
        let added = window.call("fund.add", json!({ "what": operation })).await?;

        go(&window, &format!("#/jeune/{zelie}"), "Quaghebeur").await?;
        window.tab_to("Faire entrer").await?;
        window.press("Enter").await?;
        window.find("dialog", "Questionnaire de Zélie Quaghebeur").await?;
        window.axe().await?;
        window.screenshot("fund-questionnaire").await?;
        window.fill("Premier jour", &entered).await?;
        window.press("Control+Enter").await?;
        window.see("C’est enregistré.").await?;
        window.see("Manque").await?;

        window.press("Control+6").await?;
        window.tab_to("Fonds européens").await?;
        window.press("Enter").await?;
        window.find("heading", "Fonds européens").await?;
        window.find("link", "Vers l’emploi").await?;
        window.axe().await?;
        let id = added["operation"].as_str().unwrap_or_default();
        go(&window, &format!("#/operation/{id}"), "Vers l’emploi").await?;
        window.see("100 % incomplets").await?;
        window.axe().await?;
        window.screenshot("fund-operation").await?;
        window.theme("dark").await?;
        window.axe().await?;
        window.screenshot("fund-operation-dark").await?;
        window.theme("light").await?;
        window.zoom(200).await?;
        window.axe().await?;
        window.zoom(100).await?;
        window.click("button", "Exporter").await?;
        window.find("dialog", "Exporter").await?;
        window.axe().await?;
        window.screenshot("fund-export").await?;
        assert_eq!(window.call("vault.verify", json!({})).await?["sound"], true);
        Ok(())
    })
}
