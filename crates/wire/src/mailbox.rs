//! Where an invitation waits: two sealed letters under a name that only the invitation's code gives. The hub can read
//! neither, nor answer in the place of one of the two.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::id::MailboxId;
use crate::limit;
use crate::message::Message;

/// Which of the two letters.
pub mod slot {
    /// From who invites, put with a session: what the space is and who vouches for it.
    pub const INVITATION: u8 = 0;
    /// From who is invited, put by whoever knows the name: its keys and its consent.
    pub const REQUEST: u8 = 1;
}

/// `PUT /v1/mailboxes/{mailbox}/{slot}`: put once; a second, different one is a conflict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutLetter {
    pub mailbox: MailboxId,
    pub slot: u8,
    pub letter: ByteBuf,
    /// How long the hub keeps it, in seconds; the hub may keep it shorter.
    pub keep_s: u32,
}

impl Message for PutLetter {
    const KIND: u16 = 80;
    const NAME: &'static str = "PutLetter";
    const LIMIT: usize = limit::LETTER + 64;
}

/// Answer to `GET /v1/mailboxes/{mailbox}/{slot}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// None while nobody put one.
    pub letter: Option<ByteBuf>,
}

impl Message for Letter {
    const KIND: u16 = 81;
    const NAME: &'static str = "Letter";
    const LIMIT: usize = limit::LETTER + 64;
}
