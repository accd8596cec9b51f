//! The first start, from the outside.

use passerelle_tests::Story;
use passerelle_tests::window::story;

#[test]
fn a_laptop_without_a_vault_opens_on_the_first_start() -> Story {
    story("first-start", async |laptop| {
        let window = laptop.open().await?;
        window.see("Bienvenue").await?;
        window.screenshot("start").await?;
        window.axe().await
    })
}
