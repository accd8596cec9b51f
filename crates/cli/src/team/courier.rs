//! A file on a stick from the command line: where it is written, and what is said of it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::show::{count, list, several, text};

/// Where a file is to be written, from the root of the system; its folder must be there.
pub fn place(file: &Path) -> std::io::Result<PathBuf> {
    let file = std::path::absolute(file)?;
    match (file.parent(), file.file_name()) {
        (Some(folder), Some(name)) => Ok(folder.canonicalize()?.join(name)),
        _ => Ok(file),
    }
}

pub fn written(written: &Value) -> String {
    let batches = match count(written, "batches") {
        0 => "Rien n'est à envoyer ; le fichier dit seulement qui est dans l'équipe".to_owned(),
        batches => {
            several(batches, "envoi chiffré est dans le fichier", "envois chiffrés sont dans le fichier")
        }
    };
    let contents = match count(written, "contents") {
        0 => String::new(),
        contents => format!(", avec {}", several(contents, "contenu de document", "contenus de documents")),
    };
    let left = match count(written, "contents_left") {
        0 => String::new(),
        left => format!(
            " {} pas : cela ira par le réseau.",
            several(left, "contenu plus ancien n'y tient", "contenus plus anciens n'y tiennent")
        ),
    };
    format!(
        "{batches}{contents} ({}).{left} Sur un autre portable de l'équipe, « sync import » le reprend.\n",
        several(count(written, "bytes"), "octet", "octets")
    )
}

pub fn taken(taken: &Value) -> String {
    let mut out = match (count(taken, "received"), count(taken, "batches")) {
        (0, 0) if count(taken, "contents") == 0 => "Rien de nouveau dans ce fichier.".to_owned(),
        (0, 0) => "Aucun changement nouveau dans ce fichier.".to_owned(),
        (0, batches) => format!(
            "{}, sans changement à montrer pour l'instant.",
            several(batches, "envoi nouveau", "envois nouveaux")
        ),
        (received, _) => format!("{}.", several(received, "changement reçu", "changements reçus")),
    };
    match count(taken, "contents") {
        0 => {}
        contents => {
            let _ = write!(
                out,
                "\n{} maintenant sur ce portable.",
                several(contents, "contenu de document est", "contenus de documents sont")
            );
        }
    }
    for gap in list(taken, "gaps") {
        let whose = match text(gap, "name") {
            "" => "quelqu'un sans nom",
            name => name,
        };
        let _ = write!(
            out,
            "\nIl manque ce que {whose} a envoyé avant, depuis son envoi {} : cela viendra par le réseau, ou par un autre \
             fichier. Rien n'est perdu.",
            count(gap, "from")
        );
    }
    match count(taken, "alarms") {
        0 => {}
        alarms => {
            let _ = write!(
                out,
                "\n{}.",
                several(alarms, "alerte, que « alarms » explique", "alertes, que « alarms » explique")
            );
        }
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_file_that_goes_on_from_what_is_missing_says_whose_and_from_where() {
        let gaps = json!([{ "name": "Chloé Petit", "from": 4 }, { "name": null, "from": 1 }]);
        let said = taken(&json!({ "received": 2, "batches": 1, "gaps": gaps, "alarms": 0 }));
        assert!(
            said.starts_with("2 changements reçus.\nIl manque ce que Chloé Petit a envoyé avant, depuis"),
            "{said}"
        );
        assert!(said.contains("son envoi 4 :"), "{said}");
        assert_eq!(said.lines().count(), 3, "{said}");
    }

    #[test]
    fn contents_are_counted_and_what_had_no_room_is_said() {
        let said = written(&json!({ "batches": 2, "contents": 1, "contents_left": 3, "bytes": 900 }));
        assert!(said.contains("avec 1 contenu de document (900 octets). 3 contenus plus anciens"), "{said}");
        let said = taken(&json!({ "received": 0, "batches": 0, "contents": 2, "gaps": [], "alarms": 0 }));
        assert_eq!(
            said,
            "Aucun changement nouveau dans ce fichier.\n2 contenus de documents sont maintenant sur ce portable.\n"
        );
    }

    #[test]
    fn a_place_is_whole_and_in_a_folder_that_is_there() {
        let here = std::env::current_dir().unwrap().canonicalize().unwrap();
        assert_eq!(place(Path::new("échange.passerelle")).unwrap(), here.join("échange.passerelle"));
        assert!(place(Path::new("nulle/part/échange.passerelle")).is_err());
    }
}
