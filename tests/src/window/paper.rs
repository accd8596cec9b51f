//! The page as a printer gets it.

use serde_json::json;

use super::page::Window;
use crate::Trouble;

/// Turns the rules for print into rules for everything and those for screens into none, and back; the page hears of it as from a
/// printer.
const PAPER: &str = "
    const [on] = arguments;
    const worn = { print: 'all', screen: 'not all' };
    const turn = (rules) => {
        for (const rule of rules) {
            const before = rule.media?.mediaText;
            if (before in worn) {
                rule.media.mediaText = worn[before];
                window.__paper.push({ rule, before });
            }
            if (rule.cssRules) turn(rule.cssRules);
        }
    };
    if (on) {
        window.dispatchEvent(new Event('beforeprint'));
        window.__paper = [];
        for (const sheet of document.styleSheets) turn(sheet.cssRules);
    } else {
        for (const { rule, before } of window.__paper) rule.media.mediaText = before;
        window.dispatchEvent(new Event('afterprint'));
    }
";

impl Window {
    /// Lays the page out as for paper, or again as for the window: no driver of this window shows what a printer gets.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn paper(&self, on: bool) -> Result<(), Trouble> {
        self.run(PAPER, vec![json!(on)]).await?;
        self.still().await
    }
}
