//! `cargo xtask`: sets up, starts, checks, tests and measures. It builds nothing that ships.
#![expect(clippy::print_stdout, reason = "a command of the terminal speaks on the terminal")]

mod bindings;
mod check;
mod command;
mod report;
mod sbom;
mod setup;
mod start;
mod test;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::command::Step;

const USE: &str = "\
cargo xtask COMMAND

  start [--demo] [--vault DIR] [--release]   install what is missing, build, open the window
  test                                       every check and every test, with a summary
  check [--only NAME] [--fix]                the checks alone; --fix repairs what a tool can repair
  bindings                                   write the TypeScript types anew
  lines                                      the sizes of files and functions
  sbom                                       list what the shipped programs are made of (CycloneDX)
  bench [ARGUMENT...]                        measure; the arguments go to the bench
  guide                                      take the pictures of the user's guide anew
  setup                                      install what building and testing need

Exit code: 0 well, 1 something failed, 2 something must be installed or the words are unknown.";

/// Why a command ended badly, and with which exit code.
pub enum End {
    /// Something failed and was already said.
    Failed,
    /// Something failed; the sentence says what.
    Because(String),
    /// The machine lacks something; the sentence says what to do.
    Missing(String),
}

impl From<String> for End {
    fn from(sentence: String) -> Self {
        End::Because(sentence)
    }
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let end = match words.as_slice() {
        ["setup"] => setup::everything(),
        ["start", options @ ..] => start::start(options),
        ["check", options @ ..] => check::check(options),
        ["test"] => test::test(),
        ["bindings"] => bindings::write(),
        ["lines"] => check::check(&["--only", "lines"]),
        ["sbom"] => sbom::write(),
        ["bench", arguments @ ..] => bench(arguments),
        ["guide"] => guide(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USE}");
            Ok(())
        }
        _ => Err(End::Missing(USE.to_owned())),
    };
    match end {
        Ok(()) => ExitCode::SUCCESS,
        Err(End::Failed) => ExitCode::FAILURE,
        Err(End::Because(sentence)) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
        Err(End::Missing(sentence)) => {
            eprintln!("{sentence}");
            ExitCode::from(2)
        }
    }
}

/// Measures the program as it ships, with what it was built with here.
fn bench(arguments: &[&str]) -> Result<(), End> {
    setup::everything()?;
    say("building the application as it ships");
    Step::npm(&["run", "build"]).logged("page")?;
    // The whole workspace is named for its features, and no program of the tests: each is linked for minutes.
    let programs = ["passerelle-desktop", "passerelle", "passerelle-hub", "bench"];
    let named: Vec<&str> = programs.iter().flat_map(|program| ["--bin", program]).collect();
    Step::cargo(&["build", "--release", "--workspace"]).arguments(&named).live()?;
    let folder = target().join("release");
    let bench = Step::new(&folder.join("bench").display().to_string(), arguments);
    Ok(bench.set("PASSERELLE_DESKTOP", folder.join("passerelle-desktop")).live()?)
}

/// Takes the pictures of the user's guide from the window as it stands.
fn guide() -> Result<(), End> {
    setup::everything()?;
    say("building the application");
    Step::npm(&["run", "build"]).logged("page")?;
    Step::cargo(&["build", "--workspace", "--bins"]).live()?;
    let folder = target().join("debug");
    let pictures = root().join("docs/guide/images").display().to_string();
    let guide = Step::new(&folder.join("guide").display().to_string(), &[&pictures]);
    Ok(guide.set("PASSERELLE_DESKTOP", folder.join("passerelle-desktop")).live()?)
}

/// One line for whoever sits at the terminal.
pub fn say(line: &str) {
    println!("{line}");
}

/// The root of the repository.
pub fn root() -> PathBuf {
    // Cargo says where it runs this; where it was compiled may be another checkout that shares the target folder.
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    here.parent().map_or_else(|| here.clone(), Path::to_owned)
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}
