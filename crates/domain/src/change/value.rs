//! The value of a field, in the few shapes that journal and tables share.

use chrono::NaiveDate;
use uuid::Uuid;

/// A field's value. A group holds the parts that mean something only together, as an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    Null,
    Text(String),
    Int(i64),
    Day(NaiveDate),
    Id(Uuid),
    Group(Vec<Value>),
}

impl Value {
    pub fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    pub fn flag(on: bool) -> Value {
        Value::Int(i64::from(on))
    }

    pub fn day(day: Option<NaiveDate>) -> Value {
        day.map_or(Value::Null, Value::Day)
    }

    pub fn id(id: Option<impl Into<Uuid>>) -> Value {
        id.map_or(Value::Null, |id| Value::Id(id.into()))
    }

    /// Says no more than the column's default: nothing, an empty text, a group of such.
    pub fn is_silent(&self) -> bool {
        match self {
            Value::Null => true,
            Value::Text(text) => text.is_empty(),
            Value::Group(parts) => parts.iter().all(Value::is_silent),
            Value::Int(_) | Value::Day(_) | Value::Id(_) => false,
        }
    }
}
