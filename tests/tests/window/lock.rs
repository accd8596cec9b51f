//! Locking: on request and on idle; what is on the page goes, what was typed stays; wrong passphrases wait longer.

use passerelle_tests::Story;
use passerelle_tests::window::{Window, story};
use serde_json::json;

use crate::prepared::{go, person, unlock, vault};

async fn page_holds(window: &Window, word: &str) -> Result<bool, passerelle_tests::Trouble> {
    let held = "return document.documentElement.outerHTML.includes(arguments[0]) || JSON.stringify({...localStorage, ...sessionStorage}).includes(arguments[0])";
    Ok(window.run(held, vec![json!(word)]).await? == json!(true))
}

#[test]
fn a_lock_takes_every_name_off_the_page_and_the_passphrase_brings_it_back() -> Story {
    story("lock", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        go(&window, &format!("#/jeune/{zelie}"), "Zélie").await?;
        window.press("Control+l").await?;
        window.see("Dossiers verrouillés").await?;
        assert!(!page_holds(&window, "Quaghebeur").await?, "a locked page still holds a name");
        window.axe().await?;
        window.screenshot("unlock").await?;
        window.theme("dark").await?;
        window.screenshot("unlock-dark").await?;

        window.fill("Votre phrase de passe", "pas la bonne").await?;
        window.press("Enter").await?;
        window.see("Ce n’est pas la bonne phrase de passe").await?;
        window.screenshot("unlock-wrong").await?;
        window.axe().await?;
        unlock(&window).await
    })
}

#[test]
fn the_wait_after_wrong_passphrases_grows_and_outlives_a_restart() -> Story {
    story("wrong", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        window.press("Control+l").await?;
        for _ in 0..3 {
            window.fill("Votre phrase de passe", "pas la bonne").await?;
            window.press("Enter").await?;
            window.see("Ce n’est pas la bonne phrase de passe").await?;
        }
        window.see("Attendez").await?;
        let window = laptop.kill_and_reopen(window).await?;
        window.see("Attendez").await?;
        window.until(
            "the wait to end",
            "return [...document.querySelectorAll('button')].some((each) => each.textContent.trim() === 'Ouvrir' && !each.disabled)",
            vec![],
        )
        .await?;
        unlock(&window).await
    })
}

#[test]
fn a_note_half_written_survives_the_lock_of_an_idle_window() -> Story {
    story("idle-note", async |laptop| {
        laptop.set("PASSERELLE_IDLE_SECONDS", "3");
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        go(&window, &format!("#/jeune/{zelie}"), "Zélie").await?;
        window.fill("Noter un échange", "Veut reparler du stage en").await?;
        window.see("Dossiers verrouillés").await?;
        unlock(&window).await?;
        go(&window, &format!("#/jeune/{zelie}"), "Zélie").await?;
        window.until(
            "the half-written note",
            "return [...document.querySelectorAll('textarea')].some((area) => area.value === arguments[0])",
            vec![json!("Veut reparler du stage en")],
        )
        .await
    })
}
