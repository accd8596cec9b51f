//! Takes the pictures of the user's guide from the real window with the invented people, in both languages.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::window::{Keyring, Laptop, Window};
use crate::{Story, Trouble};

/// A screen of the guide: name of its picture, address, and what opens the dialog that the picture is about.
struct Shot {
    name: &'static str,
    hash: String,
    opens: Option<Opens>,
}

enum Opens {
    /// A button, in French and in English.
    Button([&'static str; 2]),
    /// Keys, and what is typed after them.
    Keys(&'static str, &'static str),
}

impl Shot {
    fn of(name: &'static str, hash: impl Into<String>) -> Self {
        Self { name, hash: hash.into(), opens: None }
    }

    fn after(mut self, opens: Opens) -> Self {
        self.opens = Some(opens);
        self
    }
}

fn id(of: &Value, key: &str) -> String {
    of.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn first<'a>(of: &'a Value, list: &str) -> Result<&'a Value, Trouble> {
    let lines = if list.is_empty() { of } else { &of[list] };
    lines
        .get(0)
        .ok_or_else(|| Trouble::new(format!("the invented people have no {list}; the guide cannot be shown")))
}

/// The screens of the guide, in its order.
async fn shots(window: &Window) -> Result<Vec<Shot>, Trouble> {
    let page = json!({ "filter": { "stage": "following" }, "sort": "name", "descending": false, "offset": 0, "limit": 1 });
    let people = window.call("person.list", page).await?;
    let person = format!("#/jeune/{}", id(first(&people, "lines")?, "id"));
    let started = json!({ "filter": { "state": "started" }, "offset": 0, "limit": 1 });
    let referrals = window.call("referral.list", started).await?;
    let referral = first(&referrals, "lines")?;
    let consultations = window.call("consultation.list", json!({})).await?;
    let operations = window.call("fund.list", json!({})).await?;
    Ok(vec![
        Shot::of("today", "#/aujourdhui"),
        Shot::of("note", "#/aujourdhui").after(Opens::Keys("Control+j", "le")),
        Shot::of("people", "#/jeunes"),
        Shot::of("person", &person),
        Shot::of("propose", &person).after(Opens::Button(["Nouvelle orientation", "New referral"])),
        Shot::of("referrals", "#/orientations"),
        Shot::of("referral", format!("#/orientation/{}", id(referral, "id"))),
        Shot::of("programmes", "#/offres"),
        Shot::of("agenda", "#/agenda"),
        Shot::of("consultation", format!("#/consultation/{}", id(first(&consultations, "")?, "id"))),
        Shot::of("figures", "#/pilotage"),
        Shot::of("fund", format!("#/operation/{}", id(first(&operations, "")?, "id"))),
        Shot::of("rights", "#/droits"),
        Shot::of("security", "#/securite"),
        Shot::of("team", "#/equipe"),
    ])
}

const READ: &str = "return document.querySelector('main h1') !== null && document.querySelector('main [aria-busy=true]') === null";
const NO_DIALOG: &str = "return document.querySelector('[role=dialog]') === null";

async fn show(window: &Window, shot: &Shot, language: usize) -> Story {
    window.run("window.location.hash = arguments[0]", vec![json!(shot.hash)]).await?;
    let here = "return window.location.hash === arguments[0]";
    window.until("the address", here, vec![json!(shot.hash)]).await?;
    window.until("the screen to be read", READ, vec![]).await?;
    match &shot.opens {
        None => return Ok(()),
        Some(Opens::Button(names)) => {
            window.click("button", names.get(language).copied().unwrap_or_default()).await?;
        }
        Some(Opens::Keys(keys, _)) => window.press(keys).await?,
    }
    window.until("the dialog", "return document.querySelector('[role=dialog]') !== null", vec![]).await?;
    if let Some(Opens::Keys(_, typed)) = shot.opens {
        window.write(typed).await?;
        let found = "return document.querySelector('[role=dialog] [role=option]') !== null";
        window.until("what was found", found, vec![]).await?;
    }
    Ok(())
}

/// Few colours are enough for a screen, and the pictures live in the repository.
fn reduce(from: &Path, to: &Path) -> Story {
    let mut convert = Command::new("convert");
    convert.arg(from).args(["-strip", "-dither", "None", "-colors", "96"]);
    convert.arg(format!("png8:{}", to.display()));
    let done = convert.status().map_err(|error| Trouble::from(error).while_doing("convert"))?;
    if done.success() { Ok(()) } else { Err(Trouble::new(format!("{} was not written", to.display()))) }
}

/// Takes every picture of the guide into `folder/fr` and `folder/en`, one file a screen, and answers with their number.
///
/// # Errors
/// When the program is not built, a screen does not come, or a picture cannot be written.
pub fn take(folder: &Path, say: &dyn Fn(&str)) -> Result<usize, Trouble> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut laptop = Laptop::start(Keyring::Unlocked)?;
        laptop.show_demonstration();
        let window = laptop.open().await?;
        window.until("the frame", "return document.querySelector('nav a') !== null", vec![]).await?;
        let shots = shots(&window).await?;
        let mut count = 0;
        for (at, language) in ["fr", "en"].into_iter().enumerate() {
            window.language(language).await?;
            window.theme("light").await?;
            let into = folder.join(language);
            fs::create_dir_all(&into)?;
            for shot in &shots {
                show(&window, shot, at).await.map_err(|trouble| trouble.while_doing(shot.name))?;
                let taken = window.screenshot(&format!("guide-{}-{language}", shot.name)).await?;
                reduce(&taken, &into.join(format!("{}.png", shot.name)))?;
                say(&format!("{language} {}", shot.name));
                count += 1;
                if shot.opens.is_some() {
                    window.press("Escape").await?;
                    window.until("the dialog to close", NO_DIALOG, vec![]).await?;
                }
            }
        }
        Ok(count)
    })
}
