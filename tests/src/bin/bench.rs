//! `cargo xtask bench`: how long the usual acts take on a full laptop, beside bare SQLCipher on the same rows.
#![expect(clippy::print_stdout, reason = "a command of the terminal speaks on the terminal")]

use std::process::ExitCode;

use passerelle_tests::Trouble;
use passerelle_tests::bench::report::{self, Measured};
use passerelle_tests::bench::{Options, run};

fn measure(options: &Options) -> Result<bool, Trouble> {
    let rows = run(options, &|line| println!("{line}"))?;
    println!("{}", report::table(&rows));
    if let Some(file) = &options.json {
        report::write(file, options, &rows)?;
    }
    Ok(rows.iter().all(Measured::is_within))
}

fn main() -> ExitCode {
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::from(2);
        }
    };
    match measure(&options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}
