//! How large anything may be. Each is checked before memory is taken for it.

/// A frame of a stream.
pub const FRAME: usize = 6 * MIB;
/// A batch with its header, wraps and bodies.
pub const BATCH: usize = 2 * MIB;
/// The sealed bodies of one batch together. A batch of one entry may go over, up to [`ENTRY`].
pub const BATCH_BODIES: usize = MIB;
/// One sealed entry.
pub const ENTRY: usize = MIB;
/// Entries of one batch.
pub const BATCH_ENTRIES: usize = 2_000;
/// New case keys of one batch.
pub const BATCH_WRAPS: usize = 2_000;
/// Changes in one batch, by the author's count.
pub const BATCH_CHANGES: usize = 2_000;
/// A batch header with its signature.
pub const HEADER: usize = 512 * KIB;
/// Devices that one vector names: of heads, of what was seen, of what was applied.
pub const DEVICES: usize = 2_000;
/// A wrapped case key.
pub const WRAP: usize = 256;
/// Wraps in one message.
pub const WRAPS: usize = 4_000;
/// A key sealed to a device.
pub const SEALED_KEY: usize = 2 * KIB;
/// One entry of the membership log with its signature.
pub const LOG_ENTRY: usize = 256 * KIB;
/// Entries of the membership log in one message.
pub const LOG_PAGE: usize = 500;
/// Things that one erasure order names.
pub const ERASED: usize = 4_000;
/// A sealed chunk of an attachment.
pub const CHUNK: usize = 256 * KIB + 64;
/// Chunks of one attachment.
pub const CHUNKS: usize = 400;
/// A segment of a snapshot with its list of pieces.
pub const SEGMENT: usize = 5 * MIB;
/// Pieces of one segment.
pub const PIECES: usize = 20_000;
/// Segments of one snapshot.
pub const SEGMENTS: usize = 10_000;
/// A letter of an invitation.
pub const LETTER: usize = 4 * KIB;
/// A message that carries little: a question, a short answer, a problem.
pub const SMALL: usize = 64 * KIB;
/// A message that carries a list: of heads, of wraps, of log entries.
pub const LIST: usize = 2 * MIB;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;
