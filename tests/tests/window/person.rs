//! A new person: three fields, and whoever may be the same.

use passerelle_tests::Story;
use passerelle_tests::window::story;
use serde_json::json;

use crate::prepared::{person, vault};

#[test]
fn a_new_person_takes_three_fields_and_a_known_one_is_recognised() -> Story {
    story("new-person", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        person(&window, "Gwenaëlle", "Wójcik").await?;

        window.press("Control+n").await?;
        window.find("dialog", "Nouvelle personne").await?;
        window.write("Karim").await?;
        window.press("Tab").await?;
        window.write("hall du 12").await?;
        window.press("Tab").await?;
        window.write("Cherche un stage en cuisine.").await?;
        window.press("Control+Enter").await?;
        window.see("Dossier de Karim créé").await?;
        window.see("Cherche un stage en cuisine.").await?;

        window.press("Control+n").await?;
        window.fill("Prénom", "Gwenaelle").await?;
        window.click("button", "Plus de détails").await?;
        window.fill("Nom", "Wojcik").await?;
        window.find("button", "C’est elle ou lui : Gwenaëlle Wójcik").await?;
        window.axe().await?;
        window.screenshot("new-person-candidate").await?;
        window.fill("Première note", "Revue au marché, changée de numéro.").await?;
        window.click("button", "C’est elle ou lui : Gwenaëlle Wójcik").await?;
        window.see("Pour Gwenaëlle Wójcik").await?;
        let kept = "return [...document.querySelectorAll('textarea')].some((field) => field.value.includes('Revue au marché'))";
        window.until("the note that was typed for a new person", kept, vec![]).await?;
        window.press("Control+Enter").await?;
        window.see("Revue au marché, changée de numéro.").await?;
        let people = window
            .call(
                "person.list",
                json!({ "filter": {}, "sort": "name", "descending": false, "offset": 0, "limit": 10 }),
            )
            .await?;
        assert_eq!(people["total"], 2, "no double was made");
        Ok(())
    })
}

#[test]
fn bad_fields_are_told_under_their_field_and_nothing_is_lost() -> Story {
    story("bad-person", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        window.press("Control+n").await?;
        window.fill("Prénom", "Zélie").await?;
        window.click("button", "Plus de détails").await?;
        for (field, typed, told) in [
            ("Naissance", "30/02/2008", "n’est pas une date de naissance"),
            ("Téléphone", "06 12", "Ce numéro ne se lit pas"),
            ("Adresse électronique", "zélie arobase", "ne se lit pas comme : adresse électronique"),
            ("Code postal", "59 mille", "ne se lit pas comme : code postal"),
        ] {
            window.fill(field, typed).await?;
            window.press("Control+Enter").await?;
            window.see(told).await?;
            assert_eq!(window.value(field).await?, typed, "{field} keeps what was typed");
            window.fill(field, "").await?;
        }
        window.screenshot("new-person-refused").await?;
        window.press("Control+Enter").await?;
        window.see("Dossier de Zélie créé").await
    })
}
