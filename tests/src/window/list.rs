//! The lists a person chooses from.

use serde_json::json;

use super::page::Window;
use crate::Trouble;

/// Chooses the option of this name, as the keyboard would; false where there is none.
const CHOOSE: &str = "
const [list, name] = arguments;
const option = [...list.options].find((one) => one.text.replace(/\\s+/g, ' ').trim() === name);
if (!option) return false;
list.focus();
list.value = option.value;
list.dispatchEvent(new Event('input', { bubbles: true }));
list.dispatchEvent(new Event('change', { bubbles: true }));
return true;
";

impl Window {
    /// Waits until no colour is half-way to another: neither a contrast nor a picture is what it will be before.
    pub(super) async fn still(&self) -> Result<(), Trouble> {
        let still = "return !document.getAnimations().some((one) => one instanceof CSSTransition)";
        self.until("an end of what changes", still, vec![]).await
    }

    /// Chooses from the list with this label. The open list is a window of the system's own, out of the driver's reach.
    ///
    /// # Errors
    /// When no such list comes, or nothing in it is named so.
    pub async fn choose(&self, label: &str, option: &str) -> Result<(), Trouble> {
        let field = serde_json::to_value(self.field(label).await?)?;
        if self.run(CHOOSE, vec![field, json!(option)]).await? == json!(true) {
            return Ok(());
        }
        Err(Trouble::new(format!("\"{label}\" offers no \"{option}\"")))
    }
}
