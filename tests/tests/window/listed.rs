//! A list of young people: its file named, its columns looked at, its lines chosen about, taken in and taken back. The system's
//! dialogs cannot be driven: the path is typed.

use std::fs;

use passerelle_tests::Story;
use passerelle_tests::window::story;
use serde_json::json;

use crate::prepared::{go, person, vault};

/// One new, one there already, one alike, one whose birth nobody can read; days that can be read in two ways.
const LIST: &str = "Nom;Prénom;Né(e) le;Téléphone;Commune;Classe
QUAGHEBEUR;Zelie;17/05/2006;;Lens;CAP
TRAORE;Mamadou;17/05/2006;06 39 98 00 12;Lens;CAP
FONTAINE;Noé;04/03/2008;06 39 98 00 13;Liévin;3e B
BOUZID;Karim;pas connue;;Lens;2nde
";

#[test]
fn a_list_is_looked_at_taken_in_and_taken_back() -> Story {
    story("listed", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        person(&window, "Zélie", "Quaghebeur").await?;
        person(&window, "Mamadou", "Traorey").await?;
        let path = laptop.root().join("liste.csv");
        fs::write(&path, LIST)?;

        go(&window, "#/jeunes", "Jeunes").await?;
        window.click("link", "Importer une liste").await?;
        window.find("heading", "Importer une liste").await?;
        window.find("button", "Choisir un fichier").await?;
        window.axe().await?;
        window.fill("Fichier de la liste", &path.to_string_lossy()).await?;
        window.press("Enter").await?;
        window.see("Déjà là : Zélie Quaghebeur").await?;
        window.see("Ressemble à Mamadou Traorey").await?;
        window.see("1 ligne refusée").await?;
        window.see("Ce n’est pas une date (Né(e) le)").await?;
        window.axe().await?;
        window.screenshot("list-read").await?;

        let rows = "const rows = [...document.querySelectorAll('[role=grid] [role=row][data-place]')];
            const row = rows.find((each) => each.innerText.includes(arguments[0]));
            row?.focus();
            return row !== undefined";
        window.until("the line of Mamadou", rows, vec![json!("TRAORE")]).await?;
        window.run("document.activeElement.scrollIntoView({ block: 'center' })", vec![]).await?;
        window.screenshot("list-lines").await?;
        window.press("Enter").await?;
        window.find("button", "C’est la même personne : Mamadou Traorey").await?;
        window.axe().await?;
        window.screenshot("list-line").await?;
        window.click("button", "C’est la même personne : Mamadou Traorey").await?;
        window.see("La même personne : Mamadou Traorey").await?;

        window.click("button", "Importer 1 jeune").await?;
        window.see("1 jeune ajouté.").await?;
        window.see("1 ligne jointe à un dossier qui existait.").await?;
        window.axe().await?;
        window.screenshot("list-imported").await?;
        let people = json!({ "filter": {}, "sort": "name", "descending": false, "offset": 0, "limit": 10 });
        let all = window.call("person.list", people.clone()).await?;
        assert_eq!(all["total"], 3);
        let joined =
            all["lines"].as_array().into_iter().flatten().find(|line| line["family_name"] == "Traorey");
        assert_eq!(joined.map(|line| &line["phone"]), Some(&json!("+33639980012")), "filled in");

        window.press("Control+z").await?;
        window.see("Annulé").await?;
        assert_eq!(window.call("person.list", people.clone()).await?["total"], 2);
        window.press("Control+Shift+z").await?;
        window.see("Rétabli").await?;
        assert_eq!(window.call("person.list", people).await?["total"], 3);

        window.click("button", "Importer une autre liste").await?;
        window.fill("Fichier de la liste", &path.to_string_lossy()).await?;
        window.press("Enter").await?;
        window.see("Rien à importer pour l’instant").await?;
        Ok(())
    })
}

#[test]
fn a_list_is_read_in_the_dark_in_english_and_twice_as_large() -> Story {
    story("listed-large", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        person(&window, "Mamadou", "Traorey").await?;
        let path = laptop.root().join("liste.csv");
        fs::write(&path, "Nom;Prénom;Né(e) le\nTRAORE;Mamadou;03/04/2008\nSY;Awa;05/06/2007\n")?;
        go(&window, "#/importer", "Importer une liste").await?;
        window.fill("Fichier de la liste", &path.to_string_lossy()).await?;
        window.press("Enter").await?;
        window.see("Ces dates se lisent de deux façons").await?;
        window.theme("dark").await?;
        window.axe().await?;
        let order = "document.querySelector('[aria-invalid=true]').scrollIntoView({ block: 'center' })";
        window.run(order, vec![]).await?;
        window.screenshot("list-dark").await?;
        window.zoom(200).await?;
        window.axe().await?;
        window.run(order, vec![]).await?;
        window.screenshot("list-large").await?;
        window.zoom(100).await?;
        window.language("en").await?;
        window.see("These days can be read in two ways").await?;
        window.choose("Order of the days", "Day, month, year").await?;
        window.see("Import 2 young people").await?;
        window.axe().await?;
        window.screenshot("list-english").await?;
        Ok(())
    })
}
