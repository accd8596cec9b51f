//! The journal's bytes: framed operations whose kind and length let a reader keep what it does not understand.
//!
//! A frame is `kind: u16 LE, length: u32 LE, body: postcard`. Kinds and field numbers are permanent.

use std::borrow::Cow;

use passerelle_domain::change::{Field, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Error, row};

/// One change of one device: (short number of the device, its counter).
pub type Version = (u32, u64);

/// Counters stay below: a line stands in the journal under its own, with the number of its device above these forty bits.
pub const COUNTERS: u64 = 1 << 40;

const NEW: u16 = 1;
const SET: u16 = 2;
const ADD: u16 = 3;
const REMOVE: u16 = 4;
const UNDOES: u16 = 5;
const SAW: u16 = 6;

/// An operation as kept: tables and fields by number, with the versions it replaces.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    New {
        table: u16,
        row: Uuid,
        fields: Vec<(Field, Value)>,
        /// Fields whose value is of a shape that this version does not know; empty in what is written here.
        unread: Vec<Field>,
    },
    Set {
        table: u16,
        row: Uuid,
        field: Field,
        replaces: Vec<Version>,
        value: Value,
    },
    Add {
        table: u16,
        row: Uuid,
        field: Field,
        element: String,
    },
    Remove {
        table: u16,
        row: Uuid,
        field: Field,
        element: String,
        replaces: Vec<Version>,
    },
    /// Names the act that this one undid; says nothing to the tables.
    Undoes {
        version: Version,
    },
    /// From this line on its writer had all lines of these devices up to these numbers; says nothing to the tables.
    Saw {
        upto: Vec<Version>,
    },
    /// A set whose value is of a shape that this version does not know.
    Unreadable {
        table: u16,
        row: Uuid,
        field: Field,
    },
    /// Of a newer version: kept byte for byte.
    Foreign {
        kind: u16,
        body: Vec<u8>,
    },
}

/// Where it is read, its bytes are those of the line: thousands are read when a laptop joins a team.
#[derive(Serialize, Deserialize)]
struct Framed<'a> {
    tag: u8,
    #[serde(borrow, with = "serde_bytes")]
    bytes: Cow<'a, [u8]>,
}

#[derive(Serialize, Deserialize)]
struct NewBody<'a> {
    table: u16,
    row: [u8; 16],
    #[serde(borrow)]
    fields: Vec<(u16, Framed<'a>)>,
}

#[derive(Serialize, Deserialize)]
struct SetBody<'a> {
    table: u16,
    row: [u8; 16],
    field: u16,
    replaces: Vec<Version>,
    #[serde(borrow)]
    value: Framed<'a>,
}

#[derive(Serialize, Deserialize)]
struct ElementBody {
    table: u16,
    row: [u8; 16],
    field: u16,
    element: String,
    replaces: Vec<Version>,
}

fn frame_value(value: &Value) -> Result<Framed<'_>, Error> {
    let (tag, bytes) = match value {
        Value::Null => (0, Cow::Borrowed([].as_slice())),
        Value::Text(text) => (1, Cow::Borrowed(text.as_bytes())),
        Value::Int(int) => (2, Cow::Owned(int.to_le_bytes().to_vec())),
        Value::Day(day) => (3, Cow::Owned(day.to_string().into_bytes())),
        Value::Id(id) => (4, Cow::Borrowed(id.as_bytes().as_slice())),
        Value::Group(parts) => {
            let parts = parts.iter().map(frame_value).collect::<Result<Vec<_>, _>>()?;
            (5, Cow::Owned(postcard::to_stdvec(&parts).map_err(|_| Error::Codec)?))
        }
    };
    Ok(Framed { tag, bytes })
}

/// Lists within lists: what a signed line nests deeper would fill the stack of whoever reads it. Fields have none.
const DEPTH: u8 = 4;

fn read_value(framed: &Framed<'_>) -> Result<Value, Error> {
    read_within(framed, DEPTH)
}

fn read_within(framed: &Framed<'_>, depth: u8) -> Result<Value, Error> {
    let text = || std::str::from_utf8(&framed.bytes).map_err(|_| Error::Codec);
    Ok(match framed.tag {
        0 => Value::Null,
        1 => Value::Text(text()?.to_owned()),
        2 => {
            let bytes: [u8; 8] = framed.bytes.as_ref().try_into().map_err(|_| Error::Codec)?;
            Value::Int(i64::from_le_bytes(bytes))
        }
        3 => Value::Day(row::day(text()?).ok_or(Error::Codec)?),
        4 => Value::Id(Uuid::from_slice(&framed.bytes).map_err(|_| Error::Codec)?),
        5 => {
            let parts: Vec<Framed<'_>> = postcard::from_bytes(&framed.bytes).map_err(|_| Error::Codec)?;
            let depth = depth.checked_sub(1).ok_or(Error::Codec)?;
            Value::Group(parts.iter().map(|part| read_within(part, depth)).collect::<Result<_, _>>()?)
        }
        _ => return Err(Error::Codec),
    })
}

/// A value alone, as `field_head` keeps it.
pub fn encode_value(value: &Value) -> Result<Vec<u8>, Error> {
    postcard::to_stdvec(&frame_value(value)?).map_err(|_| Error::Codec)
}

/// The inverse of [`encode_value`].
pub fn decode_value(bytes: &[u8]) -> Result<Value, Error> {
    read_value(&postcard::from_bytes(bytes).map_err(|_| Error::Codec)?)
}

fn body(entry: &Entry) -> Result<(u16, Vec<u8>), Error> {
    let encoded = match entry {
        Entry::New { table, row, fields, unread } if unread.is_empty() => {
            let fields = fields
                .iter()
                .map(|(field, value)| Ok((field.0, frame_value(value)?)))
                .collect::<Result<_, Error>>()?;
            (NEW, postcard::to_stdvec(&NewBody { table: *table, row: row.into_bytes(), fields }))
        }
        Entry::Set { table, row, field, replaces, value } => {
            let body = SetBody {
                table: *table,
                row: row.into_bytes(),
                field: field.0,
                replaces: replaces.clone(),
                value: frame_value(value)?,
            };
            (SET, postcard::to_stdvec(&body))
        }
        Entry::Add { table, row, field, element } => {
            let body = element_body(*table, *row, *field, element, &[]);
            (ADD, postcard::to_stdvec(&body))
        }
        Entry::Remove { table, row, field, element, replaces } => {
            let body = element_body(*table, *row, *field, element, replaces);
            (REMOVE, postcard::to_stdvec(&body))
        }
        Entry::Undoes { version } => (UNDOES, postcard::to_stdvec(version)),
        Entry::Saw { upto } => (SAW, postcard::to_stdvec(upto)),
        // What was not read whole is never written again from what was read of it.
        Entry::New { .. } | Entry::Unreadable { .. } => return Err(Error::Codec),
        Entry::Foreign { kind, body } => return Ok((*kind, body.clone())),
    };
    Ok((encoded.0, encoded.1.map_err(|_| Error::Codec)?))
}

fn element_body(table: u16, row: Uuid, field: Field, element: &str, replaces: &[Version]) -> ElementBody {
    ElementBody {
        table,
        row: row.into_bytes(),
        field: field.0,
        element: element.to_owned(),
        replaces: replaces.to_vec(),
    }
}

/// The bytes of a list of operations.
pub fn encode(entries: &[Entry]) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    for entry in entries {
        let (kind, body) = body(entry)?;
        out.extend_from_slice(&kind.to_le_bytes());
        out.extend_from_slice(&u32::try_from(body.len()).map_err(|_| Error::Codec)?.to_le_bytes());
        out.extend_from_slice(&body);
    }
    Ok(out)
}

fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Error> {
    postcard::from_bytes(body).map_err(|_| Error::Codec)
}

fn decode_one(kind: u16, body: &[u8]) -> Result<Entry, Error> {
    Ok(match kind {
        NEW => {
            let NewBody { table, row, fields: framed } = read(body)?;
            let (mut fields, mut unread) = (Vec::with_capacity(framed.len()), Vec::new());
            for (field, value) in framed {
                match read_value(&value) {
                    Ok(value) => fields.push((Field(field), value)),
                    Err(_) => unread.push(Field(field)),
                }
            }
            Entry::New { table, row: Uuid::from_bytes(row), fields, unread }
        }
        SET => {
            let SetBody { table, row, field, replaces, value } = read(body)?;
            let (row, field) = (Uuid::from_bytes(row), Field(field));
            match read_value(&value) {
                Ok(value) => Entry::Set { table, row, field, replaces, value },
                Err(_) => Entry::Unreadable { table, row, field },
            }
        }
        ADD => {
            let ElementBody { table, row, field, element, .. } = read(body)?;
            Entry::Add { table, row: Uuid::from_bytes(row), field: Field(field), element }
        }
        REMOVE => {
            let ElementBody { table, row, field, element, replaces } = read(body)?;
            Entry::Remove { table, row: Uuid::from_bytes(row), field: Field(field), element, replaces }
        }
        UNDOES => Entry::Undoes { version: read(body)? },
        SAW => Entry::Saw { upto: read(body)? },
        kind => Entry::Foreign { kind, body: body.to_vec() },
    })
}

/// What one frame says; a body that cannot be read is kept as one of a newer version.
pub fn decode_frame(kind: u16, body: &[u8]) -> Entry {
    decode_one(kind, body).unwrap_or_else(|_| Entry::Foreign { kind, body: body.to_vec() })
}

/// The frames of a list of operations, with all of their bytes; a torn one is an error.
pub fn frames(mut bytes: &[u8]) -> Result<Vec<Frame<'_>>, Error> {
    let mut frames = Vec::new();
    while let Some((head, rest)) = bytes.split_first_chunk::<6>() {
        let [k0, k1, l0, l1, l2, l3] = *head;
        let length = usize::try_from(u32::from_le_bytes([l0, l1, l2, l3])).map_err(|_| Error::Codec)?;
        let (body, after) = rest.split_at_checked(length).ok_or(Error::Codec)?;
        let (whole, _) = bytes.split_at(6 + length);
        frames.push(Frame { kind: u16::from_le_bytes([k0, k1]), body, whole });
        bytes = after;
    }
    if bytes.is_empty() { Ok(frames) } else { Err(Error::Codec) }
}

/// One operation as it is kept.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    pub kind: u16,
    pub body: &'a [u8],
    /// Its head and its body.
    pub whole: &'a [u8],
}

/// Reads operations; what cannot be understood is kept, a torn frame is an error.
pub fn decode(bytes: &[u8]) -> Result<Vec<Entry>, Error> {
    Ok(frames(bytes)?.into_iter().map(|frame| decode_frame(frame.kind, frame.body)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_within_lists_without_end_are_kept_unread_and_fill_no_stack() {
        let mut value = Framed { tag: 0, bytes: Vec::new().into() };
        for _ in 0..20_000 {
            value = Framed { tag: 5, bytes: postcard::to_stdvec(&[value]).unwrap().into() };
        }
        let body = SetBody { table: 2, row: [7; 16], field: 3, replaces: Vec::new(), value };
        let body = postcard::to_stdvec(&body).unwrap();
        let read = decode_frame(SET, &body);
        assert_eq!(read, Entry::Unreadable { table: 2, row: Uuid::from_bytes([7; 16]), field: Field(3) });
        let group = Value::Group(vec![Value::Group(vec![Value::Null]), Value::text("59000")]);
        assert_eq!(decode_value(&encode_value(&group).unwrap()).unwrap(), group);
    }

    fn every_kind() -> Vec<Entry> {
        let row = Uuid::from_u128(7);
        vec![
            Entry::New {
                table: 2,
                row,
                fields: vec![
                    (Field(1), Value::text("Awa")),
                    (Field(7), Value::Group(vec![Value::text("59000"), Value::Null])),
                ],
                unread: Vec::new(),
            },
            Entry::Set {
                table: 2,
                row,
                field: Field(3),
                replaces: vec![(1, 4), (2, 9)],
                value: Value::day("2008-03-14".parse().ok()),
            },
            Entry::Add { table: 8, row, field: Field(9), element: "rev3".into() },
            Entry::Remove { table: 8, row, field: Field(9), element: "rev3".into(), replaces: vec![(1, 5)] },
            Entry::Undoes { version: (1, 7) },
            Entry::Saw { upto: vec![(2, 12), (3, 4)] },
            Entry::Foreign { kind: 900, body: vec![1, 2, 3] },
        ]
    }

    #[test]
    fn what_is_written_is_read_and_the_unknown_is_kept() {
        let bytes = encode(&every_kind()).unwrap();
        assert_eq!(decode(&bytes).unwrap(), every_kind());
        assert_eq!(encode(&decode(&bytes).unwrap()).unwrap(), bytes);
    }

    #[test]
    fn the_bytes_of_a_set_stay_what_they_are() {
        let entry = Entry::Set {
            table: 2,
            row: Uuid::from_u128(1),
            field: Field(1),
            replaces: vec![(1, 3)],
            value: Value::text("Awa"),
        };
        let hex = data_encoding::HEXLOWER.encode(&encode(&[entry]).unwrap());
        assert_eq!(hex, "02001a0000000200000000000000000000000000000001010101030103417761");
    }

    #[test]
    fn a_value_of_a_newer_version_leaves_the_rest_of_its_line_readable() {
        let row = Uuid::from_u128(7);
        let newer = Framed { tag: 77, bytes: vec![1, 2].into() };
        let awa = Value::text("Awa");
        let fields = vec![(1, frame_value(&awa).unwrap()), (2, newer)];
        let new = postcard::to_stdvec(&NewBody { table: 2, row: row.into_bytes(), fields }).unwrap();
        let value = Framed { tag: 78, bytes: Vec::new().into() };
        let set = SetBody { table: 2, row: row.into_bytes(), field: 3, replaces: vec![(1, 4)], value };
        let set = postcard::to_stdvec(&set).unwrap();
        let fields = vec![(Field(1), Value::text("Awa"))];
        let unread = vec![Field(2)];
        assert_eq!(decode_frame(NEW, &new), Entry::New { table: 2, row, fields, unread });
        assert_eq!(decode_frame(SET, &set), Entry::Unreadable { table: 2, row, field: Field(3) });
        assert_eq!(decode_frame(SET, &[9]), Entry::Foreign { kind: SET, body: vec![9] });
        assert!(encode(&[decode_frame(NEW, &new)]).is_err(), "half a row is never written again");
    }

    #[test]
    fn a_torn_frame_is_an_error_at_every_length() {
        let bytes = encode(&every_kind()).unwrap();
        let whole: Vec<usize> = (0..=bytes.len()).filter(|end| decode(&bytes[..*end]).is_ok()).collect();
        assert_eq!(whole.len(), every_kind().len() + 1, "only the ends of frames read");
    }
}
