//! Tells one story on a laptop of its own, and keeps a picture of the page where a story fails.

use std::future::{Future as _, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;

use super::laptop::{Keyring, Laptop};
use crate::{Story, Trouble};

/// Runs a story on a fresh laptop with an unlocked keyring. `name` names the picture taken when it fails.
///
/// # Errors
/// The trouble of the story, with the words that the page showed at that moment.
pub fn story(name: &str, script: impl AsyncFnOnce(&mut Laptop) -> Story) -> Story {
    story_with(name, Keyring::Unlocked, script)
}

/// The same with or without a keyring.
///
/// # Errors
/// As `story`.
pub fn story_with(name: &str, keyring: Keyring, script: impl AsyncFnOnce(&mut Laptop) -> Story) -> Story {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut laptop = Laptop::start(keyring)?;
        let told = {
            let mut telling = pin!(script(&mut laptop));
            // A failed assertion unwinds: the picture must be taken before it goes on.
            poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| telling.as_mut().poll(context))) {
                Ok(polled) => polled.map(Ok),
                Err(panic) => std::task::Poll::Ready(Err(panic)),
            })
            .await
        };
        match told {
            Ok(Ok(())) => Ok(()),
            Ok(Err(trouble)) => Err(Trouble::new(format!("{trouble}{}", last_look(name, &laptop).await))),
            Err(panic) => {
                eprintln!("{}", last_look(name, &laptop).await);
                resume_unwind(panic)
            }
        }
    })
}

async fn last_look(name: &str, laptop: &Laptop) -> String {
    let Some(window) = laptop.window() else { return String::new() };
    let picture = match window.screenshot(&format!("failed-{name}")).await {
        Ok(path) => path.display().to_string(),
        Err(trouble) => format!("no picture ({trouble})"),
    };
    let words = window.words().await.unwrap_or_default();
    format!("\n--- picture: {picture}\n--- the page said:\n{words}\n---")
}
