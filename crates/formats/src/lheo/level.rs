//! Levels of training as LHEO codes them. A code is not the number of the level: 13 is level 3, and 3 is the old level V
//! bis. Source: LHEO, table `dict-niveaux`; decree 2019-14 for the framework of 2019.

use passerelle_domain::person::Level;
use serde::{Deserialize, Serialize};

/// A code of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LevelCode {
    /// 0: not told.
    Untold,
    /// 1: no level in particular.
    Any,
    /// 2 to 8: the framework of 1969, from VI (2) over V bis (3), V (4: CAP) and IV (5: baccalauréat) to I (8). Holds the
    /// number of the level of 2019 that took its place; 0 for VI and V bis, under them all.
    Old(u8),
    /// 11 to 18: levels 1 to 8 of the framework of 2019.
    New(u8),
}

impl LevelCode {
    /// None where the table has no such code.
    pub fn parse(raw: &str) -> Option<Self> {
        let code: u8 = raw.trim().parse().ok()?;
        Some(match code {
            0 => LevelCode::Untold,
            1 => LevelCode::Any,
            2 | 3 => LevelCode::Old(0),
            4..=8 => LevelCode::Old(code - 1),
            11..=18 => LevelCode::New(code - 10),
            _ => return None,
        })
    }

    /// The level in the words of the work; none where the code says none.
    pub fn level(self) -> Option<Level> {
        match self {
            LevelCode::Untold | LevelCode::Any => None,
            LevelCode::Old(number) | LevelCode::New(number) => Some(match number {
                0..=2 => Level::None,
                3 => Level::Level3,
                4 => Level::Level4,
                5 => Level::Level5,
                6 => Level::Level6,
                7 => Level::Level7,
                _ => Level::Higher,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_not_a_level() {
        for (code, level) in [
            ("13", Some(Level::Level3)),
            ("4", Some(Level::Level3)),
            ("5", Some(Level::Level4)),
            ("14", Some(Level::Level4)),
            ("8", Some(Level::Level7)),
            ("17", Some(Level::Level7)),
            ("3", Some(Level::None)),
            ("12", Some(Level::None)),
            ("18", Some(Level::Higher)),
            (" 6 ", Some(Level::Level5)),
            ("0", None),
            ("1", None),
        ] {
            assert_eq!(LevelCode::parse(code).unwrap().level(), level, "{code}");
        }
        for wrong in ["", "9", "10", "19", "-1", "V", "300"] {
            assert_eq!(LevelCode::parse(wrong), None, "{wrong}");
        }
    }
}
