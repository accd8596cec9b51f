//! Pictures of the screen. The driver gets none of a page that is drawn without layers, and waits for it for ever.

use std::path::Path;
use std::process::Command;

use super::process;
use crate::Trouble;

/// Comes back once the page is drawn as it has just become, and whatever moves on its way there has arrived.
pub const DRAWN: &str = "
const done = arguments[0];
requestAnimationFrame(() => requestAnimationFrame(() => {
  const moving = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
  Promise.allSettled(moving.map((one) => one.finished)).then(() => requestAnimationFrame(() => done(true)));
}));
";

/// Puts what a display shows into a file.
///
/// # Errors
/// When ImageMagick is missing or the display is gone.
pub fn take(display: &str, to: &Path) -> Result<(), Trouble> {
    let mut import = Command::new("import");
    import.args(["-silent", "-window", "root"]).arg(to).env("DISPLAY", display);
    let taken = import.status().map_err(|error| process::missing(&import, &error))?;
    if taken.success() { Ok(()) } else { Err(Trouble::new(format!("no picture of the screen {display}"))) }
}
