//! Every decoder that reads what another party wrote, by who may have written it. A new one is a line here.

pub mod domain;
pub mod formats;
pub mod letters;
pub mod sync;
pub mod vault;
pub mod wire;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// A decoder, and what is asked of it.
#[derive(Clone)]
pub struct Decoder {
    pub name: &'static str,
    good: fn() -> Vec<Vec<u8>>,
    /// Reads; whether it was read. It panics where what was read cannot be written again with the same meaning.
    pub read: fn(&[u8]) -> bool,
    /// Bytes that it may take whatever comes, and for each byte that came.
    memory: (usize, usize),
    /// One run of this one in so many of the others.
    pub share: u64,
}

impl Decoder {
    /// One that takes at most a MiB and 64 bytes for each that came.
    pub fn of(name: &'static str, good: fn() -> Vec<Vec<u8>>, read: fn(&[u8]) -> bool) -> Decoder {
        Decoder { name, good, read, memory: (MIB, 64), share: 1 }
    }

    /// Good bytes, made by the project itself or in the form of a standard.
    pub fn good(&self) -> Vec<Vec<u8>> {
        (self.good)()
    }

    pub fn taking(self, floor: usize, times: usize) -> Decoder {
        Decoder { memory: (floor, times), ..self }
    }

    /// For one that is slow.
    pub fn one_in(self, share: u64) -> Decoder {
        Decoder { share, ..self }
    }

    /// The most bytes of memory for so many that came.
    pub fn memory(&self, length: usize) -> usize {
        self.memory.0 + self.memory.1 * length
    }
}

/// All of them.
pub fn all() -> Vec<Decoder> {
    [
        wire::decoders(),
        sync::decoders(),
        domain::decoders(),
        vault::decoders(),
        formats::decoders(),
        letters::decoders(),
    ]
    .concat()
}
