//! `cargo xtask guide`: the pictures of the user's guide, taken anew from the real window.
#![expect(clippy::print_stdout, reason = "a command of the terminal speaks on the terminal")]

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("guide FOLDER");
        return ExitCode::from(2);
    };
    match passerelle_tests::guide::take(Path::new(&folder), &|line| println!("{line}")) {
        Ok(count) => {
            println!("{count} pictures");
            ExitCode::SUCCESS
        }
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}
