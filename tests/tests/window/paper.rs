//! What is printed: the file, the figures and the hours of a works site, as the page lays them out for paper.

use passerelle_tests::Story;
use passerelle_tests::window::{Window, story};
use serde_json::{Value, json};

use crate::prepared::go;

/// What is only good on a screen is gone from paper: the rail, and whatever is pressed or written into; a tick that is an answer
/// stays. Nothing is cut off by what scrolls in the window.
const LAID_OUT: &str = "
    const shown = (element) => element.checkVisibility();
    const main = document.querySelector('main');
    const ways = 'nav a, select, textarea, input:not([type=radio], [type=checkbox]), button:has(svg)';
    const left = [...document.querySelectorAll(ways)].filter(shown).map((each) => each.textContent.trim() || each.outerHTML)
        .filter((words) => !arguments[0].includes(words));
    const lasts = [...main.querySelectorAll('p, td, li')].filter(shown);
    const bottom = Math.max(...lasts.map((last) => last.getBoundingClientRect().bottom + window.scrollY));
    const height = document.documentElement.scrollHeight;
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const ground = getComputedStyle(document.documentElement).backgroundColor;
    return { rail: shown(document.querySelector('nav')), left, cut: bottom > height + 1, wide: wide > 1, ground };
";

/// `names` are words of the file that lead to what they name; on paper they are words.
async fn stands(window: &Window, name: &str, names: &Value) -> Result<Value, passerelle_tests::Trouble> {
    window.paper(true).await?;
    window.screenshot(&format!("paper-{name}")).await?;
    let laid_out = window.run(LAID_OUT, vec![names.clone()]).await?;
    window.paper(false).await?;
    Ok(laid_out)
}

#[test]
fn what_is_printed_is_black_on_white_whole_and_without_what_is_pressed() -> Story {
    story("paper", async |laptop| {
        laptop.show_demonstration();
        let window = laptop.open().await?;
        window.see("ces personnes sont inventées").await?;
        let filter = json!({ "filter": { "stage": "following" }, "sort": "name", "descending": false, "offset": 0, "limit": 1 });
        let first = window.call("person.list", filter).await?;
        let id = |of: &Value| of["id"].as_str().unwrap_or_default().to_owned();
        let site = id(&window.call("works_site.list", json!({})).await?[0]);
        let person = id(&first["lines"][0]);
        let held = id(&window.call("consultation.list", json!({})).await?[0]);
        let names = json!([window.call("fund.list", json!({})).await?[0]["name"]]);
        for theme in ["light", "dark"] {
            window.theme(theme).await?;
            for (hash, heading, name) in [
                (format!("#/jeune/{person}"), "", "file"),
                ("#/pilotage".to_owned(), "Pilotage", "figures"),
                (format!("#/chantier/{site}"), "", "works-site"),
                (format!("#/fiche/{held}"), "", "public-sheet"),
            ] {
                go(&window, &hash, heading).await?;
                let drawn = "return document.querySelectorAll('main p, main td, main li').length > 2";
                window.until(name, drawn, vec![]).await?;
                let laid_out = stands(&window, &format!("{name}-{theme}"), &names).await?;
                assert_eq!(
                    laid_out,
                    json!({ "rail": false, "left": [], "cut": false, "wide": false, "ground": "rgb(255, 255, 255)" }),
                    "{name}, {theme}"
                );
            }
        }
        Ok(())
    })
}
