//! What SQLite leaves on the stack of a thread.

use std::hint::black_box;

/// Bytes below the caller that are wiped: SQLite takes some tens of thousands at most, and what stands between calls less.
const DEPTH: usize = 256 * 1024;

/// Overwrites the stack below the caller. SQLite balances its trees in a scratch on the stack, where pieces of rows stay when
/// it returns; SQLCipher wipes what it frees, but frees nothing there. To be called by whoever called into a vault, from no
/// deeper a frame, on the same thread.
#[inline(never)]
#[expect(clippy::large_stack_arrays, reason = "it is the stack that is wiped")]
pub fn wipe_stack() {
    let mut room = [0_u8; DEPTH];
    black_box(&mut room);
}
