//! Makes a fixture by a program of any version: `fixture PROGRAM FOLDER STEP`. `tests/fixtures/README.md` says how.
#![expect(clippy::print_stdout, reason = "the code that opens what was made is read from its output")]

use std::path::Path;

use passerelle_tests::{Trouble, fixture};

fn main() -> Result<(), Trouble> {
    let told: Vec<String> = std::env::args().skip(1).collect();
    let [program, dir, step] = told.as_slice() else {
        return Err(Trouble::new("fixture PROGRAM FOLDER STEP"));
    };
    let (code, rows) = fixture::make(Path::new(program), Path::new(dir), step.parse()?)?;
    let rows = serde_json::to_string_pretty(&rows)?;
    std::fs::write(format!("{}.rows.json", dir.trim_end_matches('/')), rows + "\n")?;
    println!("{code}");
    Ok(())
}
