//! What becomes of good bytes on the way, by a number: the same number does the same harm.

use fastrand::Rng;

/// Signs that mean something to some reader.
const SIGNS: [&[u8]; 16] = [
    b"\"",
    b"{[",
    b"]}",
    b"<!--",
    b"</",
    b"&amp;",
    b"\r\n",
    b";",
    b"\0\0\0\0",
    b"\xff\xfe",
    b"\xc3\x28",
    b"=1+1",
    b"-1",
    b"1e999",
    b"\xe2\x80\xae",
    b"99999999999999999999",
];
/// Numbers at which lengths and counts go wrong, as the wire and as files write them.
const LARGE: [&[u8]; 8] = [
    &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
    &[0xff, 0xff, 0xff, 0xff, 0x0f],
    &[0xff, 0xff, 0xff, 0x7f],
    &[0xff, 0xff, 0xff, 0xff],
    &[0xff; 8],
    &[0x80, 0x80, 0x80, 0x80, 0x10],
    &[0x00, 0x00, 0x00, 0x80],
    &[0x80, 0x80, 0x40],
];
/// No harm makes bytes longer than this times itself.
const MOST: usize = 128 * 1024;

fn below(rng: &mut Rng, end: usize) -> usize {
    if end == 0 { 0 } else { rng.usize(..end) }
}

fn piece(rng: &mut Rng, bytes: &[u8]) -> std::ops::Range<usize> {
    let from = below(rng, bytes.len() + 1);
    let most = if rng.bool() { 16 } else { 400 };
    from..from + below(rng, (bytes.len() - from).min(most) + 1)
}

fn once(rng: &mut Rng, bytes: &mut Vec<u8>, good: &[Vec<u8>]) {
    let at = below(rng, bytes.len() + 1);
    match rng.u8(..13) {
        0 | 1 if at < bytes.len() => bytes[at] ^= 1 << rng.u8(..8),
        2 if at < bytes.len() => bytes[at] = rng.u8(..),
        3 => bytes.truncate(at),
        4 => drop(bytes.drain(..at)),
        5 => drop(bytes.drain(piece(rng, bytes))),
        6 => {
            let again = bytes[piece(rng, bytes)].repeat(1 + below(rng, 4));
            bytes.splice(at..at, again);
        }
        7 => {
            let other = &good[below(rng, good.len())];
            let other = other[piece(rng, other)].to_vec();
            bytes.splice(at..at, other);
        }
        8 => {
            let other = &good[below(rng, good.len())];
            let from = below(rng, other.len() + 1);
            bytes.splice(at.., other[from..].iter().copied());
        }
        9 => {
            let large = LARGE[below(rng, LARGE.len())];
            let over = (at + below(rng, large.len() + 1)).min(bytes.len());
            bytes.splice(at..over, large.iter().copied());
        }
        10 => drop(bytes.splice(at..at, SIGNS[below(rng, SIGNS.len())].iter().copied())),
        11 => {
            let sign = *SIGNS[below(rng, SIGNS.len())].first().unwrap_or(&0);
            let many = vec![if rng.bool() { sign } else { rng.u8(..) }; below(rng, 3_000)];
            bytes.splice(at..at, many);
        }
        12 => {
            let more: Vec<u8> = (0..below(rng, 40)).map(|_| rng.u8(..)).collect();
            bytes.splice(at..at, more);
        }
        _ => {}
    }
    bytes.truncate(MOST.max(good.iter().map(Vec::len).max().unwrap_or(0)));
}

/// One of the good ones, harmed a few times; one in ten times other bytes altogether.
pub fn harmed(name: &str, good: &[Vec<u8>], number: u64) -> Vec<u8> {
    let of = name.bytes().fold(0_u64, |of, byte| of.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let mut rng = Rng::with_seed(of.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    if rng.u8(..10) == 0 {
        let length = if rng.bool() { rng.usize(..40) } else { rng.usize(..2_000) };
        return (0..length).map(|_| rng.u8(..)).collect();
    }
    let mut bytes = good[below(&mut rng, good.len())].clone();
    for _ in 0..=below(&mut rng, 4) {
        once(&mut rng, &mut bytes, good);
    }
    bytes
}
