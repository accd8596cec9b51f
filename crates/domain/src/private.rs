//! What is said of a person, kept out of logs; it hides nothing from whoever may read the value.

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A value of a person whose Debug prints nothing of it, so that no log and no failed assertion can tell it. It travels
/// as the value itself: on screen and in files it is what it is.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct Private<T>(pub T);

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Private(..)")
    }
}

impl<T> From<T> for Private<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_shows_in_files_and_not_in_logs() {
        let name = Private("Inès Delattre".to_owned());
        assert_eq!(format!("{name:?} {:?}", Some(&name)), "Private(..) Some(Private(..))");
        assert_eq!(serde_json::to_string(&name).unwrap(), "\"Inès Delattre\"");
        assert_eq!(serde_json::from_str::<Private<String>>("\"Inès Delattre\"").unwrap(), name);
    }
}
