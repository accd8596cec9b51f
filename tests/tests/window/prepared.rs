//! What a story takes for granted: a vault, a partner with an offer, people. It goes the way of the page, by calls.

use passerelle_tests::window::Window;
use passerelle_tests::{Story, Trouble};
use serde_json::{Value, json};

pub const PASSPHRASE: &str = "la péniche verte glisse sous neuf ponts";

/// A vault of Nadia's, open on Aujourd'hui.
pub async fn vault(window: &Window) -> Story {
    window.call("session.create", json!({ "passphrase": PASSPHRASE, "worker": "Nadia Vasseur" })).await?;
    window.find("heading", "Aujourd’hui").await?;
    Ok(())
}

pub async fn unlock(window: &Window) -> Story {
    window.fill("Votre phrase de passe", PASSPHRASE).await?;
    window.press("Enter").await?;
    window.find("heading", "Aujourd’hui").await?;
    Ok(())
}

fn id(answer: &Value, key: &str) -> Result<String, Trouble> {
    answer
        .get(key)
        .and_then(Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| Trouble::new("no id was answered"))
}

/// The CAP of an invented training centre.
pub async fn programme(window: &Window) -> Result<String, Trouble> {
    let who = json!({ "name": "CFA des Trois Écluses", "phone": "03 39 98 00 11", "commune": "Lens" });
    let provider = id(&window.call("provider.add", json!({ "who": who })).await?, "provider")?;
    let what = json!({
        "name": "CAP Cycles et motos", "kind": "apprenticeship", "summary": "", "min_age": 16, "max_age": 25,
        "next_start": null, "places": 8, "status": "open", "tags": [], "fundings": [],
    });
    id(&window.call("programme.add", json!({ "provider": provider, "what": what })).await?, "programme")
}

/// A grown-up met in the street.
pub async fn person(window: &Window, given: &str, family: &str) -> Result<String, Trouble> {
    let who = json!({ "given_name": given, "family_name": family, "birth": "2006-05-17", "commune": "Lens" });
    let request = json!({ "who": who, "origin": "street", "origin_detail": "city-stade", "note": "" });
    id(&window.call("person.add", request).await?, "person")
}

/// A draft of a referral, proposed by Nadia.
pub async fn draft(window: &Window, person: &str, programme: &str) -> Result<String, Trouble> {
    let request = json!({
        "person": person, "programme": programme, "wish": "« Réparer des vélos »", "session_start": null,
        "session_end": null,
    });
    id(&window.call("referral.propose", request).await?, "referral")
}

/// Sends a draft on a day, today when none is named; the young person agrees in the same gesture.
pub async fn send(window: &Window, referral: &str, on: Option<&str>) -> Story {
    let request = json!({ "referral": referral, "on": on, "note": "", "agreement": "person" });
    window.call("referral.send", request).await.map(drop)
}

/// Goes to an address of the page, as a link does.
pub async fn go(window: &Window, hash: &str, heading: &str) -> Story {
    window.run("window.location.hash = arguments[0]", vec![json!(hash)]).await?;
    window.until(
        &format!("the screen \"{heading}\""),
        "return (document.querySelector('h1')?.innerText ?? '').replace(/\\s+/g, ' ').includes(arguments[0])",
        vec![json!(heading)],
    )
    .await
}
