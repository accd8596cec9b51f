//! The shapes in which tables and fields are listed, and the macro that makes a list of them.

/// How a field is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Int,
    Day,
    Id,
    /// Several text columns that change together.
    Group(&'static [&'static str]),
    /// Elements added and removed one by one.
    Set,
}

/// A field's number within its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Field(pub u16);

#[derive(Debug)]
pub struct FieldDef {
    pub field: Field,
    pub name: &'static str,
    pub kind: Kind,
}

#[derive(Debug)]
pub struct TableDef {
    pub table: super::Table,
    pub name: &'static str,
    pub fields: &'static [FieldDef],
}

macro_rules! tables {
    ($($variant:ident = $number:literal $name:literal $constant:ident: $fields_struct:ident {
        $($field:ident = $n:literal $column:literal $kind:expr),+ $(,)?
    })+) => {
        /// A synchronised table; the number goes into the journal.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum Table { $($variant = $number),+ }

        impl Table {
            pub const ALL: &'static [Table] = &[$(Table::$variant),+];

            pub fn number(self) -> u16 {
                self as u16
            }

            /// The table of a number; none when a newer version made it.
            pub fn from_number(number: u16) -> Option<Table> {
                match number { $($number => Some(Table::$variant),)+ _ => None }
            }

            pub fn def(self) -> &'static TableDef {
                match self { $(Table::$variant => {
                    static DEF: TableDef = TableDef {
                        table: Table::$variant,
                        name: $name,
                        fields: &[$(FieldDef { field: Field($n), name: $column, kind: $kind }),+],
                    };
                    &DEF
                })+ }
            }
        }

        $(
            #[doc(hidden)]
            #[derive(Clone, Copy, Debug)]
            pub struct $fields_struct { $(pub $field: Field),+ }
            pub const $constant: $fields_struct = $fields_struct { $($field: Field($n)),+ };
        )+
    };
}
pub(crate) use tables;
