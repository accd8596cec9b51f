//! The TypeScript types of the one entrance: written from the Rust types, and compared with what is committed.

use std::fs;

use crate::command::Step;
use crate::{End, root, say, target, test};

const FILE: &str = "ui/src/api/generated.ts";

/// The types as the Rust code has them now.
fn present(build: Step) -> Result<String, String> {
    build.logged("bindings")?;
    Step::new(&target().join("debug/passerelle").display().to_string(), &["bindings"]).output()
}

/// Writes the committed file anew.
pub fn write() -> Result<(), End> {
    let text = present(Step::cargo(&["build", "--workspace", "--bin", "passerelle"]))?;
    fs::write(root().join(FILE), text).map_err(|error| format!("{FILE}: {error}"))?;
    say(&format!("{FILE} is written"));
    Ok(())
}

/// Says whether the committed file is what the Rust types say.
pub fn compare() -> Result<String, String> {
    // As the tests build it: by itself the program would take other features of its libraries, and all of them anew.
    let text = present(test::build())?;
    let committed = fs::read_to_string(root().join(FILE)).map_err(|error| format!("{FILE}: {error}"))?;
    if text == committed {
        return Ok(String::new());
    }
    let differs = text.lines().zip(committed.lines()).position(|(one, other)| one != other);
    let line = differs.map_or(text.lines().count().min(committed.lines().count()), |line| line) + 1;
    Err(format!("{FILE} differs from the Rust types from line {line} on: run `cargo xtask bindings`"))
}
