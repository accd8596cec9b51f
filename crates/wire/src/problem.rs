//! Why a hub says no: a stable number with its facts. A number that this version does not know is kept, not refused.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::limit;
use crate::membership::{LogFault, LogHead};
use crate::message::Message;
use crate::signed::Signed;

/// A problem as it travels: the code, then the facts of that code, encoded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemBody {
    pub code: u16,
    pub facts: ByteBuf,
}

impl Message for ProblemBody {
    const KIND: u16 = 90;
    const NAME: &'static str = "ProblemBody";
    const LIMIT: usize = limit::HEADER + 256;
}

macro_rules! problems {
    ($($(#[$doc:meta])* $variant:ident $({ $($fact:ident: $type:ty),+ $(,)? })? = $code:literal $name:literal $status:literal,)+) => {
        /// What a hub answers instead of what was asked.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Problem {
            $($(#[$doc])* $variant $({ $($fact: $type),+ })?,)+
            /// Of a newer hub.
            Foreign {
                /// Its number.
                code: u16,
                /// Its facts as they came.
                facts: Vec<u8>,
            },
        }

        impl Problem {
            /// Its name in logs and words; `foreign` for one that this version does not know.
            pub fn name(&self) -> &'static str {
                match self { $(Problem::$variant { .. } => $name,)+ Problem::Foreign { .. } => "foreign" }
            }

            /// The status of the answer in HTTP.
            pub fn status(&self) -> u16 {
                match self { $(Problem::$variant { .. } => $status,)+ Problem::Foreign { .. } => 400 }
            }

            /// As it travels.
            pub fn to_body(&self) -> ProblemBody {
                match self {
                    $(Problem::$variant $({ $($fact),+ })? => ProblemBody {
                        code: $code,
                        facts: ByteBuf::from(postcard::to_stdvec(&($($($fact,)+)?)).unwrap_or_default()),
                    },)+
                    Problem::Foreign { code, facts } => ProblemBody { code: *code, facts: ByteBuf::from(facts.clone()) },
                }
            }

            /// As it came. Facts that cannot be read make it foreign.
            pub fn of_body(body: &ProblemBody) -> Problem {
                let read = match body.code {
                    $($code => problems!(@read body, $variant $({ $($fact: $type),+ })?),)+
                    _ => None,
                };
                read.unwrap_or_else(|| Problem::Foreign { code: body.code, facts: body.facts.to_vec() })
            }

            /// Every code with its name and status, for documents and words.
            pub const ALL: &'static [(u16, &'static str, u16)] = &[$(($code, $name, $status)),+];
        }
    };
    (@read $body:ident, $variant:ident) => { Some(Problem::$variant) };
    (@read $body:ident, $variant:ident { $($fact:ident: $type:ty),+ }) => {
        postcard::take_from_bytes::<($($type,)+)>(&$body.facts)
            .ok()
            .map(|(($($fact,)+), _)| Problem::$variant { $($fact),+ })
    };
}

problems! {
    /// The request is no message of its kind.
    Malformed = 1 "malformed" 400,
    /// Larger than the hub takes.
    TooLarge { limit: u64 } = 2 "too_large" 413,
    /// No session, or one that is over.
    Unauthenticated = 3 "unauthenticated" 401,
    /// Not a member of this space, or no longer, or there is no such space.
    NotMember = 4 "not_member" 403,
    /// A member whose role does not allow this.
    RoleForbids = 5 "role_forbids" 403,
    /// A signature does not fit.
    BadSignature = 6 "bad_signature" 403,
    /// The membership log has moved: read on and decide anew.
    LogMoved { head: LogHead } = 7 "log_moved" 409,
    /// A membership entry breaks a rule.
    LogRefused { fault: LogFault } = 8 "log_refused" 422,
    /// Another batch stands under this number; here is its header.
    Fork { held: Signed } = 9 "fork" 409,
    /// The device's next batch has another number.
    NotNext { next: u64 } = 10 "not_next" 409,
    /// The batch names another one before it than the hub has.
    BrokenChain = 11 "broken_chain" 409,
    /// The batch is of a former epoch, and a key of its entries is not wrapped under the present one, `epoch`: whoever has
    /// crossed could not open it. Put the wraps first.
    EpochOver { epoch: u32 } = 12 "epoch_over" 409,
    /// The space asks for a newer version of whoever writes.
    WriterTooOld { least: u16 } = 13 "writer_too_old" 426,
    /// The hub speaks no version that the laptop speaks.
    NoCommonVersion { oldest: u16, newest: u16 } = 14 "no_common_version" 426,
    /// The space is full.
    QuotaReached { bytes: u64 } = 15 "quota_reached" 507,
    /// Too many requests; try again after so long.
    TooMany { retry_ms: u64 } = 16 "too_many" 429,
    /// The hub cannot now; try again after so long.
    Busy { retry_ms: u64 } = 17 "busy" 503,
    /// There is nothing under this name.
    NotFound = 18 "not_found" 404,
    /// Something else stands there already and stays.
    Taken = 19 "taken" 409,
    /// The wraps at the hub are not those that the epoch's entry names, or a device has no seal.
    TurnIncomplete { wraps: u64 } = 20 "turn_incomplete" 422,
    /// What was asked for was erased on a coordinator's order.
    Erased = 21 "erased" 410,
    /// Nobody decided this; the hub's log says more.
    Internal = 22 "internal" 500,
}
