//! A start that met a window just closing: it was there to be found and gone before it could answer. The program takes its own
//! place and looks again, since a window toolkit begins once in a process.

use std::error::Error;

const TRIES: &str = "PASSERELLE_TRIES";
/// Two seconds in all: longer than a vault takes to close.
const MOST: u32 = 20;

/// How often this start was tried before.
fn before() -> u32 {
    std::env::var(TRIES).ok().and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn met_a_closing_one(error: &(dyn Error + 'static)) -> bool {
    matches!(error.downcast_ref(), Some(tauri::Error::PluginInitialization(name, _)) if name == "single-instance")
}

/// Begins again where another try may help, which does not come back; otherwise the error.
pub fn unless_it_is_final(error: Box<dyn Error>) -> Box<dyn Error> {
    if !met_a_closing_one(error.as_ref()) || before() >= MOST {
        return error;
    }
    begin_again(error)
}

/// Does not come back where the system lets one program take the place of another.
#[cfg(unix)]
fn begin_again(_: Box<dyn Error>) -> Box<dyn Error> {
    use std::os::unix::process::CommandExt as _;
    std::thread::sleep(std::time::Duration::from_millis(100));
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(error) => return error.into(),
    };
    let mut command = std::process::Command::new(program);
    command.args(std::env::args_os().skip(1)).env(TRIES, (before() + 1).to_string()).exec().into()
}

#[cfg(not(unix))]
fn begin_again(error: Box<dyn Error>) -> Box<dyn Error> {
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_closing_window_is_waited_for() {
        let closing = tauri::Error::PluginInitialization("single-instance".into(), "no reply".into());
        assert!(met_a_closing_one(&closing));
        let other = tauri::Error::PluginInitialization("dialog".into(), "no reply".into());
        assert!(!met_a_closing_one(&other));
        let other: Box<dyn Error> = "the disk is full".into();
        assert_eq!(unless_it_is_final(other).to_string(), "the disk is full");
    }
}
