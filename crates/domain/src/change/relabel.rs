//! Rewrites the short device numbers inside framed operations, and touches nothing else of them.
//!
//! On a laptop a version names its device by a number that means something there alone; between laptops it names it by the
//! place in a table that travels along. Only the kinds below may hold such numbers: every later kind names devices by their
//! ids, so that a laptop that does not know it can still hand it on byte for byte.

const SET: u16 = 2;
const ADD: u16 = 3;
const REMOVE: u16 = 4;
const UNDOES: u16 = 5;
const SAW: u16 = 6;

/// The operations are torn, or name a device that has no new number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RelabelError {
    #[error("the operations are torn")]
    Torn,
    #[error("device {0} has no new number")]
    Unknown(u32),
}

/// The same operations with each device number put through `new`, which answers none for a device it does not know.
pub fn relabel(ops: &[u8], mut new: impl FnMut(u32) -> Option<u32>) -> Result<Vec<u8>, RelabelError> {
    let mut out = Vec::with_capacity(ops.len() + 8);
    let mut rest = ops;
    while let Some((head, after)) = rest.split_first_chunk::<6>() {
        let [k0, k1, l0, l1, l2, l3] = *head;
        let length = usize::try_from(u32::from_le_bytes([l0, l1, l2, l3])).map_err(|_| RelabelError::Torn)?;
        let (body, next) = after.split_at_checked(length).ok_or(RelabelError::Torn)?;
        let body = relabel_body(u16::from_le_bytes([k0, k1]), body, &mut new)?;
        out.extend_from_slice(&[k0, k1]);
        out.extend_from_slice(&u32::try_from(body.len()).map_err(|_| RelabelError::Torn)?.to_le_bytes());
        out.extend_from_slice(&body);
        rest = next;
    }
    if rest.is_empty() { Ok(out) } else { Err(RelabelError::Torn) }
}

fn relabel_body(
    kind: u16,
    body: &[u8],
    new: &mut impl FnMut(u32) -> Option<u32>,
) -> Result<Vec<u8>, RelabelError> {
    let mut copy = Copy { rest: body, out: Vec::with_capacity(body.len() + 4) };
    match kind {
        SET => {
            copy.place()?;
            copy.versions(new)?;
        }
        ADD | REMOVE => {
            copy.place()?;
            let length = copy.number()?;
            copy.bytes(usize::try_from(length).map_err(|_| RelabelError::Torn)?)?;
            copy.versions(new)?;
        }
        UNDOES => copy.version(new)?,
        SAW => copy.versions(new)?,
        _ => {}
    }
    copy.out.extend_from_slice(copy.rest);
    Ok(copy.out)
}

/// Reads postcard from the front of `rest` and writes it to `out`.
struct Copy<'a> {
    rest: &'a [u8],
    out: Vec<u8>,
}

impl Copy<'_> {
    /// Table, row and field.
    fn place(&mut self) -> Result<(), RelabelError> {
        self.number()?;
        self.bytes(16)?;
        self.number().map(|_| ())
    }

    fn versions(&mut self, new: &mut impl FnMut(u32) -> Option<u32>) -> Result<(), RelabelError> {
        for _ in 0..self.number()? {
            self.version(new)?;
        }
        Ok(())
    }

    fn version(&mut self, new: &mut impl FnMut(u32) -> Option<u32>) -> Result<(), RelabelError> {
        let device = u32::try_from(self.read()?).map_err(|_| RelabelError::Torn)?;
        let label = new(device).ok_or(RelabelError::Unknown(device))?;
        self.write(u64::from(label));
        self.number().map(|_| ())
    }

    fn bytes(&mut self, count: usize) -> Result<(), RelabelError> {
        let (bytes, rest) = self.rest.split_at_checked(count).ok_or(RelabelError::Torn)?;
        self.out.extend_from_slice(bytes);
        self.rest = rest;
        Ok(())
    }

    fn number(&mut self) -> Result<u64, RelabelError> {
        let number = self.read()?;
        self.write(number);
        Ok(number)
    }

    /// A number as postcard writes it: seven bits a byte, the lowest first.
    fn read(&mut self) -> Result<u64, RelabelError> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.rest.split_first().ok_or(RelabelError::Torn)?;
            self.rest = rest;
            let bits = u64::from(byte & 0x7f);
            if (bits << shift) >> shift != bits {
                return Err(RelabelError::Torn);
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(RelabelError::Torn)
    }

    fn write(&mut self, mut number: u64) {
        while number > 0x7f {
            self.out.push(u8::try_from(number & 0x7f).unwrap_or_default() | 0x80);
            number >>= 7;
        }
        self.out.push(u8::try_from(number).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn frame(kind: u16, body: &[u8]) -> Vec<u8> {
        let mut frame = kind.to_le_bytes().to_vec();
        frame.extend_from_slice(&u32::try_from(body.len()).unwrap().to_le_bytes());
        frame.extend_from_slice(body);
        frame
    }

    fn place() -> Vec<u8> {
        let mut place = vec![2];
        place.extend_from_slice(&[7; 16]);
        place.push(3);
        place
    }

    /// Two versions, of device 1 and of device 300, before a rest that must not change.
    fn set(devices: [&[u8]; 2]) -> Vec<u8> {
        let mut body = place();
        body.push(2);
        body.extend_from_slice(devices[0]);
        body.extend_from_slice(&[0x84, 0x01]);
        body.extend_from_slice(devices[1]);
        body.extend_from_slice(&[9, 1, 3, b'A', b'w', b'a']);
        frame(SET, &body)
    }

    #[test]
    fn only_device_numbers_change_and_lengths_follow() {
        let local = [set([&[1], &[0xac, 0x02]]), frame(UNDOES, &[1, 7]), frame(900, &[1, 1, 1])].concat();
        let sent = [set([&[0], &[1]]), frame(UNDOES, &[0, 7]), frame(900, &[1, 1, 1])].concat();
        let there = |device| [(1, 0), (300, 1)].iter().find(|(old, _)| *old == device).map(|(_, new)| *new);
        assert_eq!(relabel(&local, there).unwrap(), sent);
        let back = |device| [1, 300].get(device as usize).copied();
        assert_eq!(relabel(&sent, back).unwrap(), local);
        assert_eq!(relabel(&local, |device| (device == 1).then_some(0)), Err(RelabelError::Unknown(300)));
    }

    #[test]
    fn what_a_laptop_has_seen_names_devices_too() {
        let saw = |devices: [u8; 2]| frame(SAW, &[2, devices[0], 12, devices[1], 4]);
        let sent = relabel(&saw([2, 3]), |device| device.checked_sub(2)).unwrap();
        assert_eq!(sent, saw([0, 1]));
    }

    #[test]
    fn an_element_of_a_set_is_passed_over_whatever_it_says() {
        let element = |device: u8| {
            let mut body = place();
            body.extend_from_slice(&[4, b'r', b'e', b'v', b'3', 1, device, 5]);
            frame(REMOVE, &body)
        };
        assert_eq!(relabel(&element(1), |device| Some(device + 4)).unwrap(), element(5));
    }

    #[test]
    fn torn_operations_are_refused_at_every_length() {
        let ops = set([&[1], &[2]]);
        for end in 1..ops.len() {
            assert_eq!(relabel(&ops[..end], Some), Err(RelabelError::Torn), "cut at {end}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_rewritten_or_refused(ops in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = relabel(&ops, Some);
        }

        #[test]
        fn any_body_of_a_known_kind_is_rewritten_or_refused(
            kind in 1..7u16,
            body in proptest::collection::vec(0..30u8, 0..80),
        ) {
            if let Ok(same) = relabel(&frame(kind, &body), Some) {
                prop_assert_eq!(same, frame(kind, &body));
            }
        }
    }
}
