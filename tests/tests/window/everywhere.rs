//! Every screen with two hundred invented people: in both languages, light and dark, enlarged, without a breach of WCAG;
//! and everything still there after the process was killed.

use passerelle_tests::window::{Window, story};
use passerelle_tests::{Story, Trouble};
use serde_json::{Value, json};

use crate::prepared::{PASSPHRASE, go, person, unlock, vault};

/// Name of the picture, address, heading in French and in English.
struct Place {
    picture: &'static str,
    hash: String,
    fr: String,
    en: String,
}

fn place(
    picture: &'static str,
    hash: impl Into<String>,
    fr: impl Into<String>,
    en: impl Into<String>,
) -> Place {
    Place { picture, hash: hash.into(), fr: fr.into(), en: en.into() }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The screens, with a file that has a long history and a referral that is under way.
async fn places(window: &Window) -> Result<Vec<Place>, Trouble> {
    let people = window
        .call("person.list", json!({ "filter": { "stage": "following" }, "sort": "name", "descending": false, "offset": 0, "limit": 9 }))
        .await?;
    let one = &people["lines"][0];
    let list = window
        .call("referral.list", json!({ "filter": { "state": "started" }, "offset": 0, "limit": 1 }))
        .await?;
    let referral = &list["lines"][0];
    let programme = text(&referral["programme_name"]);
    let held = &window.call("consultation.list", json!({})).await?[0];
    let site = &window.call("works_site.list", json!({})).await?[0];
    let operation = &window.call("fund.list", json!({})).await?[0];
    Ok(vec![
        place("today", "#/aujourdhui", "Aujourd’hui", "Today"),
        place("people", "#/jeunes", "Jeunes", "Young people"),
        place(
            "person",
            format!("#/jeune/{}", text(&one["id"])),
            text(&one["family_name"]),
            text(&one["family_name"]),
        ),
        place("referrals", "#/orientations", "Orientations", "Referrals"),
        place("referral", format!("#/orientation/{}", text(&referral["id"])), &programme, &programme),
        place("programmes", "#/offres", "Offres", "Programmes"),
        place("programme", format!("#/offre/{}", text(&referral["programme"])), &programme, &programme),
        place("agenda", "#/agenda", "Agenda", "Agenda"),
        place("participation", "#/participation", "Participation", "Participation"),
        place(
            "consultation",
            format!("#/consultation/{}", text(&held["id"])),
            text(&held["question"]),
            text(&held["question"]),
        ),
        place(
            "public-sheet",
            format!("#/fiche/{}", text(&held["id"])),
            text(&held["question"]),
            text(&held["question"]),
        ),
        place("figures", "#/pilotage", "Pilotage", "Figures"),
        place("funds", "#/fonds", "Fonds européens", "European funds"),
        place(
            "fund",
            format!("#/operation/{}", text(&operation["id"])),
            text(&operation["name"]),
            text(&operation["name"]),
        ),
        place("teams", "#/equipes", "Additionner des équipes", "Add teams up"),
        place(
            "works-site",
            format!("#/chantier/{}", text(&site["id"])),
            text(&site["name"]),
            text(&site["name"]),
        ),
        place("rights", "#/droits", "Droits", "Rights"),
        place("keeping", "#/conservation", "Conservation", "Keeping"),
        place("accesses", "#/acces", "Journal des accès", "Journal of accesses"),
        place("doubles", "#/doublons", "Doublons possibles", "Possible doubles"),
        place("drafts", "#/brouillons", "Brouillons", "Drafts"),
        place("security", "#/securite", "Sécurité", "Security"),
        place("team", "#/equipe", "Équipe", "Team"),
    ])
}

/// Something half written, so that the list of drafts has a line.
async fn half_written(window: &Window) -> Story {
    let body = json!({ "what": "Photocopier les dossiers de jeudi", "due": null, "urgent": false });
    window.call("draft.keep", json!({ "place": "task/today", "body": body.to_string() })).await.map(drop)
}

/// The attendance sheet of the invented activity of the day, over the agenda.
async fn sheet(window: &Window, name: &str) -> Story {
    go(window, "#/agenda", "Agenda").await?;
    settled(window).await?;
    window.click("button", "Information sur l’apprentissage").await?;
    window.find("dialog", "Information sur l’apprentissage").await?;
    window
        .until("the people", "return document.querySelector('[role=dialog] fieldset') !== null", vec![])
        .await?;
    window.screenshot(name).await?;
    window.axe().await.map_err(|trouble| trouble.while_doing(name))?;
    window.press("Escape").await?;
    window
        .until("the sheet to close", "return document.querySelector('[role=dialog]') === null", vec![])
        .await
}

/// Waits until nothing is drawn as still being read.
async fn settled(window: &Window) -> Story {
    let script = "return document.querySelector('main') !== null && document.querySelector('main [aria-busy=true]') === null";
    window.until("the screen to be read", script, vec![]).await
}

#[test]
fn every_screen_in_light_and_dark_and_in_both_languages_breaks_no_rule_of_wcag() -> Story {
    story("everywhere", async |laptop| {
        laptop.show_demonstration();
        let window = laptop.open().await?;
        window.see("ces personnes sont inventées").await?;
        half_written(&window).await?;
        let places = places(&window).await?;
        for (language, theme) in [("fr", "light"), ("fr", "dark"), ("en", "light")] {
            window.language(language).await?;
            window.theme(theme).await?;
            for place in &places {
                let heading = if language == "fr" { &place.fr } else { &place.en };
                go(&window, &place.hash, heading).await?;
                settled(&window).await?;
                let name = format!("{}-{theme}-{language}", place.picture);
                window.screenshot(&name).await?;
                window.axe().await.map_err(|trouble| trouble.while_doing(&name))?;
            }
            sheet(&window, &format!("sheet-{theme}-{language}")).await?;
        }
        Ok(())
    })
}

#[test]
fn at_twice_the_size_every_screen_is_read_without_moving_sideways() -> Story {
    story("twice", async |laptop| {
        laptop.show_demonstration();
        let window = laptop.open().await?;
        window.see("ces personnes sont inventées").await?;
        half_written(&window).await?;
        let places = places(&window).await?;
        window.zoom(200).await?;
        for place in &places {
            go(&window, &place.hash, &place.fr).await?;
            settled(&window).await?;
            window.screenshot(&format!("{}-200", place.picture)).await?;
            let wide =
                "const root = document.documentElement; return root.scrollWidth <= root.clientWidth + 1";
            assert_eq!(
                window.run(wide, vec![]).await?,
                json!(true),
                "{} is wider than the window",
                place.picture
            );
            window.axe().await.map_err(|trouble| trouble.while_doing(place.picture))?;
        }
        Ok(())
    })
}

#[test]
fn the_screens_are_reached_and_used_by_keyboard_alone() -> Story {
    story("keyboard", async |laptop| {
        laptop.show_demonstration();
        let window = laptop.open().await?;
        window.see("ces personnes sont inventées").await?;
        window.tab_to("Aller au contenu").await?;
        for (keys, heading) in [
            ("Control+2", "Jeunes"),
            ("Control+3", "Orientations"),
            ("Control+4", "Offres"),
            ("Control+5", "Agenda"),
            ("Control+6", "Pilotage"),
            ("Control+7", "Participation"),
            ("Control+8", "Équipe"),
            ("Control+9", "Sécurité"),
        ] {
            window.press(keys).await?;
            window.find("heading", heading).await?;
        }
        window.press("Control+2").await?;
        window.find("row", "inventé").await?;
        window.until("rows", "return document.querySelectorAll('[role=row]').length > 5", vec![]).await?;
        window.run("document.querySelector('[role=grid] [tabindex=\"0\"]')?.focus()", vec![]).await?;
        window.press("ArrowDown").await?;
        window.press("Enter").await?;
        window.find("button", "Changer d’étape").await?;
        window.press("Control+k").await?;
        window.write("offres").await?;
        window.find("option", "Offres").await?;
        window.press("Enter").await?;
        window.find("heading", "Offres").await?;
        window.run("document.activeElement?.blur()", vec![]).await?;
        window.press("?").await?;
        window.find("dialog", "Raccourcis clavier").await?;
        window.screenshot("shortcuts").await?;
        window.axe().await?;
        window.press("Escape").await?;
        window.gone("Fermer ce qui est ouvert").await
    })
}

#[test]
fn the_answers_of_the_search_stand_out_and_lead_to_a_file_by_keyboard() -> Story {
    story("search", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        for (given, family) in [("Zélie", "Quaghebeur"), ("Zoé", "Quagebeur"), ("Aminata", "Quarez")] {
            person(&window, given, family).await?;
        }
        window.press("Control+2").await?;
        window.find("row", "Quarez").await?;
        window.press("Control+k").await?;
        window.write("qua").await?;
        window.find("option", "Aminata").await?;
        for theme in ["dark", "light"] {
            window.theme(theme).await?;
            window.screenshot(&format!("search-{theme}")).await?;
            window.axe().await?;
        }
        window.write("gebeur zo").await?;
        let first = "return document.querySelector('[role=option]')?.textContent.includes('Zoé') === true";
        window.until("Zoé to come first", first, vec![]).await?;
        window.press("Enter").await?;
        window.find("heading", "Zoé").await?;
        Ok(())
    })
}

#[test]
fn invented_people_leave_in_one_click_and_the_real_ones_stay() -> Story {
    story("demo-leaves", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        person(&window, "Zélie", "Quaghebeur").await?;
        window.call("demo.fill", json!({ "people": 20, "seed": 3 })).await?;
        window.see("ces personnes sont inventées").await?;
        window.press("Control+9").await?;
        window.click("button", "Retirer les données de démonstration").await?;
        window.find("dialog", "Retirer les données de démonstration").await?;
        window.axe().await?;
        window.run("document.querySelector('[role=dialog] .foot button').click()", vec![]).await?;
        window.gone("ces personnes sont inventées").await?;
        window
            .until("the dialog to go", "return document.querySelector('[role=dialog]') === null", vec![])
            .await?;
        window.press("Control+2").await?;
        window.see("Quaghebeur").await?;
        let people = window
            .call(
                "person.list",
                json!({ "filter": {}, "sort": "name", "descending": false, "offset": 0, "limit": 10 }),
            )
            .await?;
        assert_eq!(people["total"], 1);
        Ok(())
    })
}

#[test]
fn everything_is_still_there_after_the_process_was_killed() -> Story {
    story("still-there", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Zélie", "Quaghebeur").await?;
        go(&window, &format!("#/jeune/{zelie}"), "Zélie").await?;
        window.fill("Noter un échange", "Dernier mot avant la panne").await?;
        window.press("Control+Enter").await?;
        window.see("Dernier mot avant la panne").await?;
        let before = window.call("person.open", json!({ "person": zelie })).await?;
        let window = laptop.kill_and_reopen(window).await?;
        unlock(&window).await?;
        let after = window.call("person.open", json!({ "person": zelie })).await?;
        assert_eq!(after, before);
        assert_eq!(window.call("vault.verify", json!({})).await?["sound"], true);
        go(&window, &format!("#/jeune/{zelie}"), "Zélie").await?;
        window.see("Dernier mot avant la panne").await
    })
}

#[test]
fn english_is_whole_from_the_lock_to_the_note() -> Story {
    story("english", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        window.press("Control+9").await?;
        window.click("radio", "English").await?;
        window.find("heading", "Security").await?;
        window.press("Control+l").await?;
        window.see("Files locked").await?;
        window.fill("Your passphrase", PASSPHRASE).await?;
        window.press("Enter").await?;
        window.find("heading", "Security").await?;
        window.press("Control+n").await?;
        window.find("dialog", "New person").await?;
        window.fill("First name", "Karim").await?;
        window.press("Control+Enter").await?;
        window.find("heading", "Karim").await?;
        window.press("Control+1").await?;
        window.find("heading", "Today").await?;
        Ok(())
    })
}
