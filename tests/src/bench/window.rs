//! What a person waits for in the real window: the first picture, the answer to a key, the list after unlocking; and
//! the memory of the application with its web processes.

use std::fs;
use std::time::Instant;

use serde_json::json;

use super::clock::{Times, of};
use super::data::{Full, PASSPHRASE, ask};
use super::report::Measured;
use crate::Trouble;
use crate::window::{Keyring, Laptop, Window};

/// Puts a text into the search field and answers with the milliseconds until what was found is painted; null after five
/// seconds without an answer.
const KEY: &str = "
const [text, done] = arguments;
const field = document.querySelector('header input');
const found = () => [...document.querySelectorAll('[role=option]')].map((option) => option.textContent).join();
const before = found();
const late = setTimeout(() => { watch.disconnect(); done(null); }, 5000);
const started = performance.now();
const watch = new MutationObserver(() => {
  if (found() === '' || found() === before) return;
  watch.disconnect();
  clearTimeout(late);
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - started)));
});
watch.observe(document.body, { childList: true, subtree: true, characterData: true });
field.focus();
field.value = text;
field.dispatchEvent(new InputEvent('input', { bubbles: true, data: text.slice(-1), inputType: 'insertText' }));
";

/// What is typed: each finds others than the one before.
const TYPED: [&str; 8] = ["wojc", "benal", "crepi", "mamad", "yasmi", "kevin", "ocean", "lemai"];

/// Starts that are measured after the first.
const STARTS: usize = 9;
/// The most memory, in times what an empty page takes in the same web view.
const EMPTY_PAGES: f64 = 1.7;

/// Milliseconds since the page was first painted with something on it; null until it was.
const SINCE_PAINT: &str = "
const paint = performance.getEntriesByName('first-contentful-paint')[0];
return paint ? performance.now() - paint.startTime : null;
";

async fn keys(window: &Window) -> Result<Times, Trouble> {
    let mut times = Vec::new();
    for text in TYPED.repeat(4) {
        let took = window.client().execute_async(KEY, vec![json!(text)]).await?;
        let took = took
            .as_f64()
            .ok_or_else(|| Trouble::new(format!("the search field gave no answer to {text}")))?;
        times.push(took);
    }
    Ok(of(times))
}

async fn unlock(window: &Window) -> Result<f64, Trouble> {
    let started = Instant::now();
    window.call("session.unlock", json!({ "passphrase": PASSPHRASE })).await?;
    let derived = started.elapsed();
    window.until("the frame", "return document.querySelector('nav a') !== null", vec![]).await?;
    Ok(started.elapsed().saturating_sub(derived).as_secs_f64() * 1_000.0)
}

async fn list(window: &Window) -> Result<(), Trouble> {
    window.press("Control+2").await?;
    window.until("the list", "return document.querySelectorAll('[role=row]').length > 10", vec![]).await
}

async fn look(laptop: &mut Laptop, full: &Full) -> Result<Vec<Measured>, Trouble> {
    // Alone: what two programs share is counted in parts.
    let empty = laptop.empty_page_mb()?;
    std::os::unix::fs::symlink(&full.dir, laptop.vault())?;
    let mut starts = Vec::new();
    // The first start of all on a laptop makes the caches of fonts and pictures.
    for _ in 0..=STARTS {
        let window = laptop.open().await?;
        window
            .until(
                "to be painted",
                "return performance.getEntriesByName('first-contentful-paint').length > 0",
                vec![],
            )
            .await?;
        let since = window.run(SINCE_PAINT, vec![]).await?.as_f64().unwrap_or_default();
        starts.push(laptop.age_ms()? - since);
    }
    let first = starts.remove(0);
    let window = laptop.open().await?;
    let unlocked = unlock(&window).await?;
    let times = keys(&window).await?;
    list(&window).await?;
    let taken = laptop.memory_mb()?;
    let once = |value: f64| Times { p50: value, p95: value };
    let mut memory =
        Measured::new("memory with its web processes, the list open", once(taken), f64::INFINITY);
    memory.unit = "MB";
    if let Some(empty) = empty {
        // What the web view takes with nothing on it is the system's.
        memory = memory.beside(once(empty), EMPTY_PAGES);
    }
    Ok(vec![
        Measured::new("  the first start of all", once(first), f64::INFINITY),
        Measured::new("window painted after the program was started", of(starts), 800.0),
        Measured::new("frame painted after unlock, beyond the passphrase", once(unlocked), 150.0),
        Measured::new("key press to painted answer, in the search field", times, 60.0),
        memory,
    ])
}

/// The rows of the real window, in a session of its own with the release program.
///
/// # Errors
/// When the program is not built or the window does not answer.
pub fn measure(full: &Full) -> Result<Vec<Measured>, Trouble> {
    // The copy of the day would be made while the window is looked at.
    ask(&full.desk()?, "backup.daily", json!({}))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut laptop = Laptop::start(Keyring::Absent)?;
        let told = look(&mut laptop, full).await;
        // The link alone: what it points to is kept for the next run.
        fs::remove_file(laptop.vault())?;
        told
    })
}
