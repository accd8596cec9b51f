//! Builds the application as it stands and opens it.

use crate::command::{Step, forget_logs};
use crate::{End, say, setup, target};

/// Sets up, builds and opens the window; what is not `--release` goes to the application.
pub fn start(options: &[&str]) -> Result<(), End> {
    let release = options.contains(&"--release");
    let rest: Vec<&str> = options.iter().copied().filter(|option| *option != "--release").collect();
    forget_logs()?;
    setup::to_run()?;
    say("building the screens");
    Step::npm(&["run", "build"]).logged("page")?;
    say("building the application");
    // The whole workspace is named so that its parts are compiled as the tests compile them, once.
    let build = Step::cargo(&["build", "--workspace", "--bin", "passerelle-desktop"]);
    if release { build.arguments(&["--release"]) } else { build }.live()?;
    let folder = if release { "release" } else { "debug" };
    let application = target().join(folder).join("passerelle-desktop");
    Ok(Step::new(&application.display().to_string(), &rest).live()?)
}
