//! The closed lists of requests and of accesses.

use crate::change::Refusal;
use crate::person::text;
use crate::word::words;

words! {
    /// Which right: articles 15, 16, 17, 21, 18 and 20 of the GDPR.
    RightKind {
        Access = "access",
        Rectification = "rectification",
        Erasure = "erasure",
        Objection = "objection",
        Limitation = "limitation",
        Portability = "portability",
    }
    AskedBy { Person = "person", Representative = "representative" }
    /// How it was made sure who asks: the worker knows them, saw a paper, called back on a number of the file; or not yet.
    IdentityCheck { Known = "known", Paper = "paper", CalledBack = "called_back", Unchecked = "unchecked" }
    RightOutcome { Granted = "granted", Partly = "partly", Refused = "refused" }
    /// Why a worker opens a file that somebody else follows, or whose use is limited.
    AccessReason {
        /// Stands in for the colleague who follows them.
        StandIn = "stand_in",
        /// Follows them together with that colleague.
        Together = "together",
        /// The person turned to this worker.
        Came = "came",
        /// Coordination of the team.
        Coordination = "coordination",
        /// A request by right is being answered.
        Right = "right",
        /// To keep somebody from harm.
        Urgent = "urgent",
        /// Said in words.
        Other = "other",
    }
    /// What somebody did with a file on a laptop.
    AccessKind {
        Opened = "opened",
        /// Said why they open it: another follows the person, or the use is limited.
        Why = "why",
        Printed = "printed",
        Exported = "exported",
        /// Looked for people whose files stand aside; of nobody's file.
        Searched = "searched",
    }
}

/// A text that must hold words.
pub(super) fn said(field: &str, words: &str, limit: u32) -> Result<String, Refusal> {
    let words = text(field, words, limit)?;
    if words.trim().is_empty() { Err(Refusal::Unreadable { field: field.to_owned() }) } else { Ok(words) }
}
