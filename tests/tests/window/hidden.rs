//! Nothing typed in the window lies in plain text on the disk: not in the vault, its log, settings, caches or temporary
//! files.

use std::fs;
use std::path::{Path, PathBuf};

use passerelle_tests::window::story;
use passerelle_tests::{Story, Trouble};
use serde_json::json;

use crate::prepared::{PASSPHRASE, go, person, vault};

/// Every file under a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Trouble> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            files(&entry.path(), found)?;
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
    Ok(())
}

fn holds(bytes: &[u8], word: &str) -> bool {
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [word.as_bytes(), &wide].iter().any(|wanted| bytes.windows(wanted.len()).any(|window| window == *wanted))
}

fn plain_text(root: &Path, words: &[&str]) -> Result<Vec<String>, Trouble> {
    let mut all = Vec::new();
    files(root, &mut all)?;
    assert!(all.iter().any(|path| path.ends_with("vault.db")), "the vault itself is searched");
    let mut found = Vec::new();
    for path in all {
        // A file that a program removed meanwhile holds nothing any more.
        let Ok(bytes) = fs::read(&path) else { continue };
        for word in words.iter().filter(|word| holds(&bytes, word)) {
            found.push(format!("{} holds \"{word}\"", path.display()));
        }
    }
    Ok(found)
}

#[test]
fn what_is_typed_in_the_window_is_in_no_file() -> Story {
    story("hidden", async |laptop| {
        let window = laptop.open().await?;
        vault(&window).await?;
        let zelie = person(&window, "Canaridouce", "Quaghebeur").await?;
        go(&window, &format!("#/jeune/{zelie}"), "Canaridouce").await?;
        window.fill("Noter un échange", "perroquetnoté devant la mairie").await?;
        window.press("Control+Enter").await?;
        window.see("perroquetnoté").await?;
        window.fill("Noter un échange", "merlebrouillon jamais enregistré").await?;
        let place = json!({ "place": format!("note/{zelie}") });
        let end = std::time::Instant::now() + std::time::Duration::from_secs(15);
        while !window.call("draft.read", place.clone()).await?["body"]
            .as_str()
            .unwrap_or_default()
            .contains("merlebrouillon")
        {
            assert!(std::time::Instant::now() < end, "the draft was never kept");
            tokio::task::yield_now().await;
        }
        window.press("Control+k").await?;
        window.write("canari").await?;
        window.find("option", "Canaridouce").await?;
        let words =
            ["Canaridouce", "canaridouce", "Quaghebeur", "perroquetnoté", "merlebrouillon", PASSPHRASE];
        assert_eq!(plain_text(laptop.root(), &words)?, Vec::<String>::new(), "while the vault is open");
        window.press("Escape").await?;
        window.press("Control+l").await?;
        window.see("Dossiers verrouillés").await?;
        assert_eq!(plain_text(laptop.root(), &words)?, Vec::<String>::new(), "after the lock");
        let window = laptop.kill_and_reopen(window).await?;
        window.see("Dossiers verrouillés").await?;
        assert_eq!(plain_text(laptop.root(), &words)?, Vec::<String>::new(), "after the process was killed");
        Ok(())
    })
}

#[test]
fn the_search_itself_finds_words_that_lie_open() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("vault.db"), "x perroquetnoté y").unwrap();
    fs::write(
        folder.path().join("log"),
        "merle".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
    )
    .unwrap();
    let found = plain_text(folder.path(), &["perroquetnoté", "merle", "canari"]).unwrap();
    assert_eq!(found.len(), 2, "{found:?}");
}
