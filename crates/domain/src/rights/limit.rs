//! What a granted limitation or objection leaves of a file: it is kept and shown for a reason, and nothing more is written in it
//! (GDPR, articles 18 and 21).

use super::text::{RightKind, RightOutcome};
use crate::change::{Changes, Table};
use crate::undo::UNDO;
use crate::word::words;

words! {
    /// By which right the use of a file is limited.
    Limit { Limitation = "limitation", Objection = "objection" }
}

/// How a request limits the file: once it was granted, whole or in part, and until that is lifted.
pub fn limits(kind: RightKind, outcome: Option<RightOutcome>, lifted: bool) -> Option<Limit> {
    let granted = matches!(outcome, Some(RightOutcome::Granted | RightOutcome::Partly));
    match kind {
        RightKind::Limitation if granted && !lifted => Some(Limit::Limitation),
        RightKind::Objection if granted && !lifted => Some(Limit::Objection),
        RightKind::Access
        | RightKind::Rectification
        | RightKind::Erasure
        | RightKind::Portability
        | RightKind::Limitation
        | RightKind::Objection => None,
    }
}

/// Acts that a limited file takes: those on its requests and its keeping, what protects the person, and who answers for it.
const ALLOWED: &[&str] = &[
    "agreement.withdraw",
    "case.hand_over",
    "disagreement.resolve",
    "notice.record",
    "retention.decide",
    "rights.answer",
    "rights.extend",
    "rights.lift",
    "rights.record",
    "rights.remove",
    "vault.import",
];

/// Whether an act may be written in a file whose use is limited. An undo may where the act it takes back was one on a request or on
/// its keeping.
pub fn may_write(changes: &Changes) -> bool {
    let of_rights = |table: Table| matches!(table, Table::RightsRequest | Table::RetentionChoice);
    ALLOWED.contains(&changes.act)
        || (changes.act == UNDO && changes.ops.iter().any(|op| of_rights(op.row().table)))
}
