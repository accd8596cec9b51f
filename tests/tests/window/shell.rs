//! What the shell itself owes: the idle clock, a process killed, the window's own keys, a page that goes nowhere else.

use passerelle_tests::Story;
use passerelle_tests::window::{Window, story};
use serde_json::json;

const PASSPHRASE: &str = "la péniche verte glisse sous neuf ponts";

async fn create(window: &Window) -> Story {
    window.call("session.create", json!({ "passphrase": PASSPHRASE, "worker": "Nadia Vasseur" })).await?;
    Ok(())
}

async fn is(window: &Window, vault: &str) -> Result<bool, passerelle_tests::Trouble> {
    Ok(window.call("session.state", json!({})).await?["vault"] == vault)
}

#[test]
fn a_killed_program_finds_its_vault_again_with_the_device_secret_of_the_keyring() -> Story {
    story("killed", async |laptop| {
        let window = laptop.open().await?;
        create(&window).await?;
        let window = laptop.kill_and_reopen(window).await?;
        assert!(
            is(&window, "locked").await?,
            "a vault that was open when the battery went is locked afterwards"
        );
        window.call("session.unlock", json!({ "passphrase": PASSPHRASE })).await?;
        assert!(is(&window, "open").await?);
        Ok(())
    })
}

#[test]
fn a_window_that_nobody_touches_locks_itself() -> Story {
    story("idle", async |laptop| {
        laptop.set("PASSERELLE_IDLE_SECONDS", "1");
        let window = laptop.open().await?;
        create(&window).await?;
        window.find("button", "Ouvrir").await?;
        assert!(is(&window, "locked").await?);
        Ok(())
    })
}

#[test]
fn the_keys_of_the_window_enlarge_it_to_twice_its_size() -> Story {
    story("enlarged", async |laptop| {
        let window = laptop.open().await?;
        window.see("Bienvenue").await?;
        window.zoom(200).await?;
        let inner = window.run("return window.innerWidth", vec![]).await?;
        assert_eq!(inner, 683, "at 200 % a screen of 1366 pixels shows 683");
        window.screenshot("start-200").await?;
        window.zoom(100).await
    })
}

#[test]
fn a_script_in_the_page_reaches_no_other_address() -> Story {
    story("elsewhere", async |laptop| {
        let window = laptop.open().await?;
        window.see("Bienvenue").await?;
        let before = window.client().current_url().await?;
        window
            .run(
                "window.location.href = 'https://example.org/'; window.open('https://example.org/');",
                vec![],
            )
            .await?;
        let fetched = window
            .client()
            .execute_async("fetch('https://example.org/').then(() => arguments[0]('reached'), () => arguments[0]('refused'))", vec![])
            .await?;
        assert_eq!(fetched, "refused", "the policy of the page names no address of the network");
        window.see("Bienvenue").await?;
        assert_eq!(window.client().current_url().await?, before);
        Ok(())
    })
}

#[test]
fn the_show_opens_on_invented_people_and_needs_no_passphrase() -> Story {
    story("show", async |laptop| {
        laptop.show_demonstration();
        let window = laptop.open().await?;
        let state = window.call("session.state", json!({})).await?;
        assert_eq!((&state["vault"], &state["demo"]), (&json!("open"), &json!(true)));
        Ok(())
    })
}
