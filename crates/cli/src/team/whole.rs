//! Whether what is counted is all that the team wrote: on a laptop that has just joined, it may still be arriving.

use serde_json::{Value, json};

use crate::{Failure, Session};

/// What figures count that may be missing.
#[derive(Clone, Copy)]
pub enum Counts {
    /// Files and what belongs to the team, which come first.
    Files,
    /// Exchanges too.
    Exchanges,
}

const CARE: &str =
    " Attention : ce que l'équipe a noté arrive encore sur ce portable, ces chiffres ne sont pas complets.";

/// What follows figures, by how the session says that the team stands.
fn care(state: &Value, counted: Counts) -> &'static str {
    let missing = match (state.pointer("/link/coming/what").and_then(Value::as_str), counted) {
        (None, _) => false,
        (Some(_), Counts::Exchanges) => true,
        (Some(what), Counts::Files) => what != "history",
    };
    if missing { CARE } else { "" }
}

impl Session {
    /// A sentence with a space before it where something that these figures count has not come, otherwise nothing.
    pub(crate) fn whole_care(&self, counted: Counts) -> Result<&'static str, Failure> {
        Ok(care(&self.desk.call("session.state", json!({}))?, counted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_said_to_be_incomplete_while_what_they_count_arrives() {
        let state = |coming: Value| json!({ "link": { "coming": coming } });
        let files = state(json!({ "what": "files", "percent": 45 }));
        let history = state(json!({ "what": "history", "percent": 4 }));
        assert_eq!((care(&files, Counts::Files), care(&files, Counts::Exchanges)), (CARE, CARE));
        let batches = state(json!({ "what": "batches" }));
        assert_eq!((care(&batches, Counts::Files), care(&batches, Counts::Exchanges)), (CARE, CARE));
        assert_eq!((care(&history, Counts::Files), care(&history, Counts::Exchanges)), ("", CARE));
        for whole in [state(Value::Null), json!({ "link": null })] {
            assert_eq!((care(&whole, Counts::Files), care(&whole, Counts::Exchanges)), ("", ""));
        }
    }
}
