//! What is built in is free to be built in, comes from where it should, and the libraries that must be one are one. The lists are
//! in deny.toml, cargo-deny reads them.

use crate::command::Step;
use crate::setup;

pub fn check() -> Result<String, String> {
    setup::tool("cargo-deny")?;
    // Only what is built here: cargo has not fetched the libraries of other systems.
    let host = setup::host()?;
    Step::cargo(&["deny", "--target", &host, "check", "bans", "licenses", "sources"]).logged("licences")
}
