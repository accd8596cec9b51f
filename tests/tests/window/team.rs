//! Who follows whom: two people handed over from the list, a commune by its postal code, a case taken up again.

use passerelle_tests::window::{Window, story};
use passerelle_tests::{Story, Trouble};
use serde_json::{Value, json};

use crate::prepared::{person, vault};

/// Chooses in the only list of the open dialog.
async fn choose(window: &Window, words: &str) -> Story {
    let script = "const list = document.querySelector('[role=dialog] select');
        const wanted = [...(list?.options ?? [])].find(({ text }) => text === arguments[0]);
        if (!wanted) return false;
        list.value = wanted.value;
        list.dispatchEvent(new Event('change', { bubbles: true }));
        return true;";
    window.until(&format!("a choice \"{words}\""), script, vec![json!(words)]).await
}

async fn open(window: &Window, person: &str) -> Result<Value, Trouble> {
    window.call("access.say_why", json!({ "person": person, "reason": "together", "words": "" })).await?;
    window.call("person.open", json!({ "person": person })).await
}

#[test]
fn two_people_are_handed_over_from_the_list_and_taken_back_at_once() -> Story {
    story("team-hand-over", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let lina = person(&window, "Lina", "Quaghebeur").await?;
        person(&window, "Zélie", "Quaghebeur").await?;

        window.press("Control+9").await?;
        window.click("button", "Ajouter un collègue").await?;
        window.write("Karim Haddad").await?;
        window.press("Enter").await?;
        window.see("Ajouté à l’équipe : Karim Haddad.").await?;
        window.axe().await?;

        window.press("Control+2").await?;
        window.find("row", "Lina").await?;
        let tick =
            "document.querySelectorAll('[role=row] input[type=checkbox]').forEach((box) => box.click())";
        window.run(tick, vec![]).await?;
        window.see("2 sélectionnés").await?;
        window.click("button", "Confier à un collègue").await?;
        window.find("dialog", "Confier 2 suivis").await?;
        choose(&window, "Karim Haddad").await?;
        window.fill("Ce qu’il faut savoir", "Les deux sœurs se voient ensemble.").await?;
        window.screenshot("team-hand-over").await?;
        window.axe().await?;
        window.press("Control+Enter").await?;
        window.see("2 suivis confiés à Karim Haddad.").await?;
        assert_eq!(open(&window, &lina).await?["cases"][0]["referent"], "Karim Haddad");
        window.click("button", "Annuler").await?;
        window.see("Annulé : suivi confié (2 personnes), aujourd’hui").await?;
        assert_eq!(open(&window, &lina).await?["cases"][0]["referent"], "Nadia Vasseur");
        Ok(())
    })
}

#[test]
fn a_postal_code_names_the_commune_and_the_keyboard_chooses_among_several() -> Story {
    story("team-commune", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        window.press("Control+n").await?;
        window.fill("Prénom", "Zélie").await?;
        window.click("button", "Plus de détails").await?;
        window.fill("Code postal", "60100").await?;
        let filled = "return [...document.querySelectorAll('[role=dialog] [role=combobox]')].some(({ value }) => value === arguments[0])";
        window.until("Creil to be filled in", filled, vec![json!("Creil")]).await?;
        window.fill("Commune", "henin b").await?;
        window.find("option", "Hénin-Beaumont").await?;
        window.screenshot("team-commune").await?;
        window.axe().await?;
        window.press("ArrowDown").await?;
        window.press("Enter").await?;
        window.until("Hénin-Beaumont to be filled in", filled, vec![json!("Hénin-Beaumont")]).await?;
        assert_eq!(window.value("Code postal").await?, "62110");
        window.press("Control+Enter").await?;
        window.see("Dossier de Zélie créé").await?;
        let page = json!({ "filter": {}, "sort": "name", "descending": false, "offset": 0, "limit": 1 });
        let page = window.call("person.list", page).await?;
        let zelie = page["lines"][0]["id"].as_str().unwrap_or_default();
        assert_eq!(open(&window, zelie).await?["who"]["insee"], "62427");
        Ok(())
    })
}

#[test]
fn a_closed_case_is_taken_up_again_and_another_one_follows_it() -> Story {
    story("team-reopen", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let lina = person(&window, "Lina", "Quaghebeur").await?;
        let closed = json!({ "person": lina, "to": "closed", "on": null, "reason": "", "exit": null });
        window.call("case.move", closed.clone()).await?;
        window.run("location.hash = arguments[0]", vec![json!(format!("#/jeune/{lina}"))]).await?;
        window.find("heading", "Lina").await?;
        window.click("button", "Reprendre ce suivi").await?;
        window.fill("Pourquoi il reprend", "Elle a rappelé").await?;
        window.press("Control+Enter").await?;
        window.see("Suivi repris, étape : repéré.").await?;
        window.gone("Le suivi est clos.").await?;

        window.call("case.move", closed).await?;
        window.click("button", "Ouvrir un nouveau suivi").await?;
        window.find("dialog", "Ouvrir un nouveau suivi").await?;
        choose(&window, "Venue spontanée").await?;
        window.press("Control+Enter").await?;
        window.see("Nouveau suivi ouvert.").await?;
        window.click("button", "Relire le suivi").await?;
        window.see("Difficultés trouvées").await?;
        window.screenshot("team-former-case").await?;
        window.axe().await?;
        assert_eq!(open(&window, &lina).await?["cases"].as_array().map(Vec::len), Some(2));
        Ok(())
    })
}
