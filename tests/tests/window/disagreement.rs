//! Two laptops said different things of one person: seen in the file, led to from the rail, settled by one key each.

use passerelle_app::{Desk, Place};
use passerelle_tests::window::{Keyring, Window, story_with};
use passerelle_tests::{Story, Trouble};
use serde_json::{Value, json};

use crate::prepared::{PASSPHRASE, go, unlock};

/// A laptop of the team, without its window.
fn desk(dir: std::path::PathBuf, worker: &str) -> Result<Desk, Trouble> {
    let desk = Desk::new(Place { dir, keyring: false, throw_away: true });
    ask(&desk, "session.create", json!({ "passphrase": PASSPHRASE, "worker": worker }))?;
    Ok(desk)
}

fn ask(desk: &Desk, name: &str, request: Value) -> Result<Value, Trouble> {
    desk.call(name, request).map_err(|problem| Trouble::new(format!("{name}: {problem:?}")))
}

fn meet(one: &Desk, other: &Desk) -> Story {
    for (from, to) in [(one, other), (other, one)] {
        let bring = from.written_after(0, 10_000).and_then(|lines| to.receive(&lines));
        let received = bring.map_err(|problem| Trouble::new(format!("meeting: {problem:?}")))?;
        assert_eq!(received.refused, [], "nothing was refused");
    }
    Ok(())
}

fn correct(desk: &Desk, person: &Value, phone: &str) -> Story {
    ask(desk, "access.say_why", json!({ "person": person, "reason": "together", "words": "" }))?;
    let mut who = ask(desk, "person.open", json!({ "person": person }))?["who"].clone();
    who["phone"] = json!(phone);
    ask(desk, "person.correct", json!({ "person": person, "who": who })).map(drop)
}

/// The vault of Nadia after she and Karim worked a week apart: two telephones and two notes. The id of Zélie.
fn week_apart(dir: std::path::PathBuf) -> Result<String, Trouble> {
    let elsewhere = tempfile::tempdir()?;
    let (nadia, karim) =
        (desk(dir, "Nadia Vasseur")?, desk(elsewhere.path().join("coffre"), "Karim Bensaïd")?);
    let who = json!({ "given_name": "Zélie", "family_name": "Quaghebeur", "birth": "2006-05-17", "commune": "Lens" });
    let request = json!({ "who": who, "origin": "street", "origin_detail": "city-stade", "note": "" });
    let zelie = ask(&nadia, "person.add", request)?["person"].clone();
    let note = json!({
        "person": zelie, "kind": "street", "initiative": "worker", "result": "reached", "on": null, "place": "",
        "note": "Parle de soudure.",
    });
    let note = ask(&nadia, "encounter.record", note)?["encounter"].clone();
    meet(&nadia, &karim)?;
    correct(&nadia, &zelie, "06 39 98 00 01")?;
    correct(&karim, &zelie, "06 39 98 00 02")?;
    for (desk, text) in
        [(&nadia, "Parle de soudure, cherche un stage."), (&karim, "Parle de soudure. Rappeler lundi.")]
    {
        ask(desk, "encounter.rewrite", json!({ "encounter": note, "note": text }))?;
    }
    meet(&nadia, &karim)?;
    Ok(zelie.as_str().unwrap_or_default().to_owned())
}

async fn seen(window: &Window, name: &str) -> Story {
    for theme in ["dark", "light"] {
        window.theme(theme).await?;
        window.screenshot(&format!("{name}-{theme}")).await?;
        window.axe().await.map_err(|trouble| trouble.while_doing(name))?;
    }
    Ok(())
}

#[test]
fn what_two_laptops_said_differently_is_settled_by_one_key_each() -> Story {
    story_with("disagreement", Keyring::Absent, async |laptop| {
        let zelie = week_apart(laptop.vault())?;
        let window = laptop.open().await?;
        unlock(&window).await?;
        go(&window, &format!("#/jeune/{zelie}"), "Zélie Quaghebeur").await?;
        window.see("2 désaccords à trancher dans ce dossier").await?;
        seen(&window, "disagreement-file").await?;

        window.tab_to("2 désaccords à trancher").await?;
        window.press("Enter").await?;
        window.find("heading", "Désaccords").await?;
        window.see("Karim Bensaïd").await?;
        seen(&window, "disagreement").await?;
        window.zoom(200).await?;
        window.screenshot("disagreement-200").await?;
        window.axe().await?;
        window.zoom(100).await?;

        window.see("Garder les deux textes").await?;
        window.press("p").await?;
        window.see("06 39 98 00 01").await?;
        window.press("b").await?;
        window.see("C’est tranché").await?;
        window.see("1 désaccord à trancher").await?;
        window.tab_to("Les revoir").await?;
        window.press("Enter").await?;
        window.see("Garder les deux textes").await?;
        window.press("t").await?;
        window.see("Aucun désaccord à trancher.").await?;
        window.screenshot("disagreement-none").await?;

        go(&window, &format!("#/jeune/{zelie}"), "Zélie Quaghebeur").await?;
        window.see("cherche un stage.").await?;
        window.see("Rappeler lundi.").await?;
        window.gone("désaccord").await
    })
}
