//! What is said, in French, of a command that clap cannot read.

use clap::error::{ContextKind, ContextValue, ErrorKind};

fn told(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(one)) => one.clone(),
        Some(ContextValue::Strings(many)) => many.join(", "),
        _ => String::new(),
    }
}

/// A sentence that says what is wrong, the way it is written, and where to read more.
pub fn sentence(error: &clap::Error) -> String {
    let argument = told(error, ContextKind::InvalidArg);
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("Il n'y a pas de commande « {} ».", told(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("« {argument} » n'est pas attendu ici."),
        ErrorKind::MissingRequiredArgument => format!("Il manque {argument}."),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            match told(error, ContextKind::InvalidValue).as_str() {
                "" => format!("Il manque ce qui suit {argument}."),
                value => format!("« {value} » ne va pas pour {argument}."),
            }
        }
        ErrorKind::ArgumentConflict if argument.is_empty() => {
            let (command, prior) =
                (told(error, ContextKind::InvalidSubcommand), told(error, ContextKind::PriorArg));
            format!("La commande « {command} » ne va pas avec {prior}.")
        }
        ErrorKind::ArgumentConflict => format!("{argument} est donné deux fois, ou ne va pas avec le reste."),
        _ => "Cette commande ne se lit pas.".to_owned(),
    };
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => usage.to_string().replacen("Usage:", "Usage :", 1),
        _ => String::new(),
    };
    let usage = if usage.is_empty() { usage } else { format!("\n\n{}", usage.trim()) };
    format!("{what}{usage}\n\nPour en savoir plus, ajoutez --help.\n")
}
