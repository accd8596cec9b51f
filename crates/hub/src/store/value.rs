//! What goes into a statement and what comes out: whole numbers and bytes, and nothing else.

use passerelle_wire::hash::Hash;

use super::StoreError;

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    Int(i64),
    Bytes(&'a [u8]),
    /// Bytes that are not there.
    Nothing,
}

impl<'a> Value<'a> {
    /// Bytes that may be missing.
    pub fn maybe(bytes: Option<&'a [u8]>) -> Value<'a> {
        bytes.map_or(Value::Nothing, Value::Bytes)
    }

    /// A count; what no honest count reaches is written as the largest number there is.
    pub fn count(number: u64) -> Value<'static> {
        Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// One value that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Int(i64),
    Bytes(Vec<u8>),
    Nothing,
}

/// One row that came, read from the first column on.
#[derive(Clone, Debug)]
pub struct Row(pub(super) Vec<Cell>);

const WRONG: StoreError = StoreError::Damaged("a column of another kind");

impl Row {
    pub fn int(&self, at: usize) -> Result<i64, StoreError> {
        match self.0.get(at) {
            Some(Cell::Int(number)) => Ok(*number),
            Some(Cell::Bytes(_) | Cell::Nothing) | None => Err(WRONG),
        }
    }

    pub fn count(&self, at: usize) -> Result<u64, StoreError> {
        u64::try_from(self.int(at)?).map_err(|_| StoreError::Damaged("a negative count"))
    }

    pub fn epoch(&self, at: usize) -> Result<u32, StoreError> {
        u32::try_from(self.int(at)?).map_err(|_| StoreError::Damaged("an epoch"))
    }

    pub fn bytes(&mut self, at: usize) -> Result<Vec<u8>, StoreError> {
        self.maybe(at)?.ok_or(WRONG)
    }

    /// Takes bytes out that may be missing.
    pub fn maybe(&mut self, at: usize) -> Result<Option<Vec<u8>>, StoreError> {
        match self.0.get_mut(at) {
            Some(Cell::Bytes(bytes)) => Ok(Some(core::mem::take(bytes))),
            Some(Cell::Nothing) => Ok(None),
            Some(Cell::Int(_)) | None => Err(WRONG),
        }
    }

    pub fn array<const N: usize>(&mut self, at: usize) -> Result<[u8; N], StoreError> {
        self.bytes(at)?.try_into().map_err(|_| StoreError::Damaged("bytes of another length"))
    }

    pub fn hash(&mut self, at: usize) -> Result<Hash, StoreError> {
        self.array(at).map(Hash)
    }
}
