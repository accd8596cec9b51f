//! Writes one of each letter into a folder, to be looked at: `PASSERELLE_WRITE_LETTERS=DIR`.

use passerelle_letters::Language;

use crate::people::all;
use crate::reader::printed;

#[test]
fn letters_can_be_looked_at() {
    let Ok(folder) = std::env::var("PASSERELLE_WRITE_LETTERS") else { return };
    std::fs::create_dir_all(&folder).unwrap();
    for language in [Language::French, Language::English] {
        for (name, paper) in all(language) {
            std::fs::write(format!("{folder}/{name}.pdf"), printed(&paper).pdf).unwrap();
        }
    }
}
