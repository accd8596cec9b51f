//! A note: in its keystrokes, and whatever is written in it.

use passerelle_tests::Story;
use passerelle_tests::window::story;
use serde_json::json;

use crate::prepared::{go, person, vault};

#[test]
fn a_quick_note_costs_ctrl_j_three_letters_enter_the_note_and_ctrl_enter() -> Story {
    story("quick-note", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        person(&window, "Mamadou", "Traoré").await?;
        let wanted = person(&window, "Zélie", "Quaghebeur").await?;
        window.press("Control+j").await?;
        window.find("dialog", "Note rapide").await?;
        window.write("qua").await?;
        window.press("Enter").await?;
        window.see("Pour Zélie Quaghebeur").await?;
        window.axe().await?;
        window.screenshot("quick-note").await?;
        window.write("Rappeler samedi, elle sera chez sa tante.").await?;
        window.press("Control+Enter").await?;
        window.see("Note enregistrée dans le dossier de Zélie Quaghebeur").await?;
        let file = window.call("person.open", json!({ "person": wanted })).await?;
        assert_eq!(file["timeline"][0]["what"]["note"], "Rappeler samedi, elle sera chez sa tante.");
        Ok(())
    })
}

#[test]
fn a_note_with_a_script_shows_as_text_and_runs_nothing() -> Story {
    story("script", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        go(&window, &format!("#/jeune/{zelie}"), "Zélie").await?;
        let note = "<img src=x onerror=\"window.stolen=1\"><script>window.stolen=1</script> 👍🏽 \u{202e}fin";
        let shown = "<img src=x onerror=\"window.stolen=1\"><script>window.stolen=1</script> 👍🏽 fin";
        let request = json!({
            "person": zelie, "kind": "street", "initiative": "worker", "result": "reached", "on": null, "place": "",
            "note": note,
        });
        window.call("encounter.record", request).await?;
        window.see(shown).await?;
        assert_eq!(window.run("return window.stolen ?? 0", vec![]).await?, json!(0));
        Ok(())
    })
}

#[test]
fn ten_thousand_characters_and_an_impossible_day_are_told_and_kept() -> Story {
    story("bad-note", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        go(&window, &format!("#/jeune/{zelie}"), "Zélie").await?;
        window.fill("Noter un échange", "Vue au marché").await?;
        window.fill("Jour", "31/02/2026").await?;
        window.press("Control+Enter").await?;
        window.see("Ce jour ne se lit pas").await?;
        window.fill("Jour", "dans 3 jours").await?;
        window.tab_to("Enregistrer").await?;
        window.press("Enter").await?;
        window.see("Choisissez aujourd’hui ou un jour passé").await?;
        assert_eq!(window.value("Noter un échange").await?, "Vue au marché", "what was typed stays");
        window.screenshot("note-refused").await?;
        window.fill("Jour", "hier").await?;
        // Pasted whole, as from another program: 20 001 characters are one too many.
        let paste = "const area = document.querySelector('form textarea'); area.focus(); area.value = 'é\\t'.repeat(10_000) + 'x';
            area.dispatchEvent(new InputEvent('input', { bubbles: true }));";
        window.run(paste, vec![]).await?;
        window.press("Control+Enter").await?;
        window.see("caractères au plus").await?;
        let half = "const area = document.querySelector('form textarea'); area.value = 'é\\t'.repeat(5_000);
            area.dispatchEvent(new InputEvent('input', { bubbles: true })); area.focus();";
        window.run(half, vec![]).await?;
        window.press("Control+Enter").await?;
        window.see("Lire la suite").await?;
        let file = window.call("person.open", json!({ "person": zelie })).await?;
        let notes = file["timeline"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|item| item["what"]["note"].as_str());
        let note = notes.map(|note| note.chars().count()).max().unwrap_or_default();
        assert!((9_999..=10_000).contains(&note), "a table of ten thousand characters is kept whole: {note}");
        Ok(())
    })
}
