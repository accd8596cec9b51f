//! The window as a person uses it: keys, words, clicks, pictures. It waits for what it expects, never for a time.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fantoccini::Client;
use fantoccini::actions::{
    InputSource as _, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use serde_json::{Value, json};

use super::axe;
use super::find::{self, LOOK, PATIENCE};
use super::picture;
use crate::Trouble;

/// Calls a use case by the page's own way out.
const CALL: &str = "
const [name, request, done] = arguments;
window.__TAURI_INTERNALS__.invoke('call', { name, request }).then(
  (answer) => done({ answer }),
  (problem) => done({ problem }),
);
";

/// Whether some words are on the page (second argument true) or not; a line's end or an unbreakable blank is a blank.
const SHOWN: &str = "
const plain = (text) => text.replace(/\\s+/g, ' ');
return plain(document.body.innerText).includes(plain(arguments[0])) === arguments[1];
";

/// An open window.
pub struct Window {
    client: Client,
    /// The screen it is on, as the system names it.
    display: String,
}

impl Window {
    pub(super) fn new(client: Client, display: String) -> Self {
        Self { client, display }
    }

    /// The driver's own handle, for what has no word here yet.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Waits until the page has drawn its first heading.
    ///
    /// # Errors
    /// When none came in time.
    pub(super) async fn ready(&self) -> Result<(), Trouble> {
        self.until("the first heading", "return document.querySelector('h1') !== null", vec![]).await
    }

    /// Waits until the page shows these words.
    ///
    /// # Errors
    /// When they did not come in time, with what the page shows instead.
    pub async fn see(&self, words: &str) -> Result<(), Trouble> {
        self.until(&format!("to see \"{words}\""), SHOWN, vec![json!(words), json!(true)]).await
    }

    /// Waits until the page no longer shows these words.
    ///
    /// # Errors
    /// When they stay.
    pub async fn gone(&self, words: &str) -> Result<(), Trouble> {
        self.until(&format!("\"{words}\" to go"), SHOWN, vec![json!(words), json!(false)]).await
    }

    /// Whether the page shows these words now.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn shows(&self, words: &str) -> Result<bool, Trouble> {
        Ok(self.run(SHOWN, vec![json!(words), json!(true)]).await? == json!(true))
    }

    /// Everything the page shows, as text.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn words(&self) -> Result<String, Trouble> {
        let words = self.run("return document.body.innerText", vec![]).await?;
        Ok(words.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until a script answers true; `what` completes "waited in vain for".
    ///
    /// # Errors
    /// When it does not in time, with what the page shows.
    pub async fn until(&self, what: &str, script: &str, arguments: Vec<Value>) -> Result<(), Trouble> {
        let end = Instant::now() + PATIENCE;
        loop {
            if self.run(script, arguments.clone()).await? == json!(true) {
                return Ok(());
            }
            if Instant::now() > end {
                return Err(Trouble::new(format!("waited in vain for {what}")));
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Runs a script in the page.
    ///
    /// # Errors
    /// When the page does not answer or the script throws.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value, Trouble> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Waits for an element by its role (`button`, `textbox`, `row`...) and name; an exact name comes before a part.
    ///
    /// # Errors
    /// When none came in time, with the names of that role that were there.
    pub async fn find(&self, role: &str, name: &str) -> Result<Element, Trouble> {
        find::wait(&self.client, role, name).await
    }

    /// The names of every visible element of a role, in the order of the page.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn names(&self, role: &str) -> Result<Vec<String>, Trouble> {
        Ok(find::look(&self.client, role, "", false).await?.names)
    }

    /// Waits for an element by role and name, then clicks its middle as a mouse does.
    ///
    /// # Errors
    /// When it does not come, or something covers it for good.
    pub async fn click(&self, role: &str, name: &str) -> Result<(), Trouble> {
        let end = Instant::now() + PATIENCE;
        loop {
            let element = self.find(role, name).await?;
            // One that is still busy takes no click, and a person waits for it.
            if element.attr("aria-disabled").await?.as_deref() == Some("true") && Instant::now() < end {
                tokio::time::sleep(LOOK).await;
                continue;
            }
            match element.click().await {
                Ok(()) => return Ok(()),
                // Between finding and clicking the page may have drawn it anew, or still move it into place.
                Err(_) if Instant::now() < end => tokio::time::sleep(LOOK).await,
                Err(error) => {
                    return Err(Trouble::from(error).while_doing(&format!("clicking {role} \"{name}\"")));
                }
            }
        }
    }

    /// Puts text into the field with this label, in place of what was there.
    ///
    /// # Errors
    /// When no such field comes.
    pub async fn fill(&self, label: &str, text: &str) -> Result<(), Trouble> {
        let field = self.field(label).await?;
        field.click().await?;
        self.press("Control+a").await?;
        if text.is_empty() {
            return self.press("Delete").await;
        }
        field.send_keys(text).await?;
        Ok(())
    }

    /// What the field with this label holds.
    ///
    /// # Errors
    /// When no such field comes.
    pub async fn value(&self, label: &str) -> Result<String, Trouble> {
        Ok(self.field(label).await?.prop("value").await?.unwrap_or_default())
    }

    pub(super) async fn field(&self, label: &str) -> Result<Element, Trouble> {
        let end = Instant::now() + PATIENCE;
        loop {
            for role in ["textbox", "combobox"] {
                let found = find::look(&self.client, role, label, false).await?;
                if let Some(field) = found.elements.into_iter().next() {
                    return Ok(field);
                }
            }
            if Instant::now() > end {
                let names = self.names("textbox").await?.join(" | ");
                return Err(Trouble::new(format!("no field labelled \"{label}\" came; there were: {names}")));
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Presses keys together, named as on the keyboard: `Control+k`, `Shift+Tab`, `Enter`, `Escape`, `ArrowDown`.
    ///
    /// # Errors
    /// When a key has no such name.
    pub async fn press(&self, keys: &str) -> Result<(), Trouble> {
        // A lone or last "+" is the key itself.
        let words: Vec<&str> = match keys.strip_suffix('+') {
            Some(before) => before.split('+').filter(|word| !word.is_empty()).chain(["+"]).collect(),
            None => keys.split('+').collect(),
        };
        let codes: Vec<char> = words.into_iter().map(code).collect::<Result<_, _>>()?;
        let down = codes.iter().fold(KeyActions::new("keyboard".into()), |actions, value| {
            actions.then(KeyAction::Down { value: *value })
        });
        let both =
            codes.iter().rev().fold(down, |actions, value| actions.then(KeyAction::Up { value: *value }));
        self.client.perform_actions(both).await?;
        Ok(())
    }

    /// Types text key by key into whatever has the focus.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn write(&self, text: &str) -> Result<(), Trouble> {
        let keys = text.chars().fold(KeyActions::new("keyboard".into()), |actions, value| {
            actions.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        self.client.perform_actions(keys).await?;
        Ok(())
    }

    /// Drags one element onto another with the mouse; each is named by a selector of style sheets.
    ///
    /// # Errors
    /// When one of them is not there or the page does not answer.
    pub async fn drag(&self, from: &str, onto: &str) -> Result<(), Trouble> {
        let (from, onto) = (self.middle(from).await?, self.middle(onto).await?);
        let slowly = Some(Duration::from_millis(60));
        let to = |(x, y): (f64, f64)| PointerAction::MoveTo { duration: slowly, x, y };
        let mouse = MouseActions::new("mouse".into())
            .then(to(from))
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(to((from.0 + 12.0, from.1 + 12.0)))
            .then(to(onto))
            .then(to((onto.0 + 4.0, onto.1)))
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(mouse).await?;
        Ok(())
    }

    /// Where the middle of an element is on the screen of the page.
    async fn middle(&self, selector: &str) -> Result<(f64, f64), Trouble> {
        let script = "const box = document.querySelector(arguments[0])?.getBoundingClientRect();
            return box ? [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)] : null";
        let middle = self.run(script, vec![json!(selector)]).await?;
        let number = |at: usize| middle.get(at).and_then(Value::as_f64);
        number(0).zip(number(1)).ok_or_else(|| Trouble::new(format!("nothing is at {selector}")))
    }

    /// The name of what has the focus, as a screen reader would say it: label or text.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn focused(&self) -> Result<String, Trouble> {
        let name = "const at = document.activeElement; if (!at || at === document.body) return '';
            const label = at.getAttribute('aria-label') ?? [...(at.labels ?? [])].map((each) => each.textContent).join(' ');
            return (label || at.textContent || at.getAttribute('placeholder') || '').replace(/\\s+/g, ' ').trim();";
        let name = self.run(name, vec![]).await?;
        Ok(name.as_str().unwrap_or_default().to_owned())
    }

    /// Presses Tab until the focus stands on something with this name: the way of a person without a mouse.
    ///
    /// # Errors
    /// When a round of 150 stops does not meet it, with the stops.
    pub async fn tab_to(&self, name: &str) -> Result<(), Trouble> {
        let mut stops = Vec::new();
        for _ in 0..150 {
            let at = self.focused().await?;
            if at.contains(name) {
                return Ok(());
            }
            stops.push(at);
            self.press("Tab").await?;
        }
        Err(Trouble::new(format!("Tab never reached \"{name}\"; it stopped at: {}", stops.join(" | "))))
    }

    /// Calls a use case by its name through the page's own way out, to prepare a story or to look behind it.
    ///
    /// # Errors
    /// The problem with its code.
    pub async fn call(&self, name: &str, request: Value) -> Result<Value, Trouble> {
        let mut told = self.client.execute_async(CALL, vec![json!(name), request]).await?;
        match told.get("problem") {
            Some(problem) => Err(Trouble::new(format!("{name} answered {problem}"))),
            None => Ok(told.get_mut("answer").map(Value::take).unwrap_or_default()),
        }
    }

    /// Enlarges by the window's own keys, in steps of 20 %, from 100 to 300.
    ///
    /// # Errors
    /// When the page does not become that large.
    pub async fn zoom(&self, percent: u32) -> Result<(), Trouble> {
        self.press("Control+0").await?;
        let full = "return Math.abs(window.outerWidth / window.innerWidth - arguments[0]) < 0.05";
        self.until("the usual size", full, vec![json!(1.0)]).await?;
        for _ in 0..percent.saturating_sub(100) / 20 {
            self.press("Control+=").await?;
        }
        self.until(&format!("{percent} %"), full, vec![json!(f64::from(percent) / 100.0)]).await
    }

    /// Chooses light or dark as the settings screen does, and waits until the page wears it.
    ///
    /// # Errors
    /// When the settings refuse, or the page does not follow.
    pub async fn theme(&self, theme: &str) -> Result<(), Trouble> {
        self.settle("theme", theme).await?;
        let worn = "return document.documentElement.dataset.theme === arguments[0]";
        self.until(&format!("the {theme} theme"), worn, vec![json!(theme)]).await?;
        self.still().await
    }

    /// Chooses `fr` or `en`, and waits until the page speaks it.
    ///
    /// # Errors
    /// When the settings refuse, or the page does not follow.
    pub async fn language(&self, language: &str) -> Result<(), Trouble> {
        self.settle("language", language).await?;
        let spoken = "return document.documentElement.lang === arguments[0]";
        self.until(&format!("the page in {language}"), spoken, vec![json!(language)]).await
    }

    async fn settle(&self, key: &str, value: &str) -> Result<(), Trouble> {
        let mut state = self.call("session.state", json!({})).await?;
        let mut settings = state.get_mut("settings").map(Value::take).unwrap_or_default();
        if let Some(settings) = settings.as_object_mut() {
            settings.insert(key.to_owned(), json!(value));
        }
        self.call("settings.change", json!({ "settings": settings })).await?;
        Ok(())
    }

    /// Keeps a picture of the page in `target/screenshots/NAME.png`, and answers with its path.
    ///
    /// # Errors
    /// When the page gives none or the folder cannot be written.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf, Trouble> {
        self.client.execute_async(picture::DRAWN, vec![]).await?;
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
        fs::create_dir_all(&folder)?;
        let path = fs::canonicalize(folder)?.join(format!("{name}.png"));
        picture::take(&self.display, &path)?;
        Ok(path)
    }

    /// Fails on any breach of WCAG 2.2 A or AA that axe-core finds on the page as it stands.
    ///
    /// # Errors
    /// Each breach with its places.
    pub async fn axe(&self) -> Result<(), Trouble> {
        self.still().await?;
        axe::run(&self.client).await
    }
}

fn code(name: &str) -> Result<char, Trouble> {
    let key = match name {
        "Control" => Key::Control,
        "Shift" => Key::Shift,
        "Alt" => Key::Alt,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Tab" => Key::Tab,
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "ArrowUp" => Key::Up,
        "ArrowDown" => Key::Down,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "Space" => return Ok(' '),
        other => {
            let mut letters = other.chars();
            return match (letters.next(), letters.next()) {
                (Some(letter), None) => Ok(letter),
                _ => Err(Trouble::new(format!("no key is called \"{other}\""))),
            };
        }
    };
    Ok(key.into())
}
