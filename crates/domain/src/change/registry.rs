//! Every synchronised table and field with its number, given once and for ever: never renumbered, reused or retyped.

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
    pub table: Table,
    pub name: &'static str,
    pub fields: &'static [FieldDef],
}

macro_rules! tables {
    ($($variant:ident = $number:literal $name:literal $module:ident $fields_struct:ident {
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
                match self { $(Table::$variant => &$module::DEF),+ }
            }
        }

        $(
            #[doc(hidden)]
            #[derive(Clone, Copy, Debug)]
            pub struct $fields_struct { $(pub $field: Field),+ }
            mod $module {
                use super::*;
                pub static DEF: TableDef = TableDef {
                    table: Table::$variant,
                    name: $name,
                    fields: &[$(FieldDef { field: Field($n), name: $column, kind: $kind }),+],
                };
            }
        )+
        $(
            tables!(@const $variant $fields_struct { $($field = $n),+ });
        )+
    };
    (@const Person $s:ident { $($f:ident = $n:literal),+ }) => { pub const PERSON: $s = $s { $($f: Field($n)),+ }; };
    (@const Case $s:ident { $($f:ident = $n:literal),+ }) => { pub const CASE: $s = $s { $($f: Field($n)),+ }; };
    (@const CaseMove $s:ident { $($f:ident = $n:literal),+ }) => { pub const CASE_MOVE: $s = $s { $($f: Field($n)),+ }; };
    (@const Encounter $s:ident { $($f:ident = $n:literal),+ }) => { pub const ENCOUNTER: $s = $s { $($f: Field($n)),+ }; };
    (@const Need $s:ident { $($f:ident = $n:literal),+ }) => { pub const NEED: $s = $s { $($f: Field($n)),+ }; };
    (@const Provider $s:ident { $($f:ident = $n:literal),+ }) => { pub const PROVIDER: $s = $s { $($f: Field($n)),+ }; };
    (@const Programme $s:ident { $($f:ident = $n:literal),+ }) => { pub const PROGRAMME: $s = $s { $($f: Field($n)),+ }; };
    (@const Agreement $s:ident { $($f:ident = $n:literal),+ }) => { pub const AGREEMENT: $s = $s { $($f: Field($n)),+ }; };
    (@const Referral $s:ident { $($f:ident = $n:literal),+ }) => { pub const REFERRAL: $s = $s { $($f: Field($n)),+ }; };
    (@const Transition $s:ident { $($f:ident = $n:literal),+ }) => { pub const TRANSITION: $s = $s { $($f: Field($n)),+ }; };
    (@const Check $s:ident { $($f:ident = $n:literal),+ }) => { pub const CHECK: $s = $s { $($f: Field($n)),+ }; };
    (@const Task $s:ident { $($f:ident = $n:literal),+ }) => { pub const TASK: $s = $s { $($f: Field($n)),+ }; };
    (@const Delay $s:ident { $($f:ident = $n:literal),+ }) => { pub const DELAY: $s = $s { $($f: Field($n)),+ }; };
    (@const Worker $s:ident { $($f:ident = $n:literal),+ }) => { pub const WORKER: $s = $s { $($f: Field($n)),+ }; };
}

tables! {
    Worker = 1 "worker" worker WorkerFields {
        name = 1 "name" Kind::Text,
    }
    Person = 2 "person" person PersonFields {
        given_name = 1 "given_name" Kind::Text,
        family_name = 2 "family_name" Kind::Text,
        birth = 3 "birth" Kind::Text,
        sex = 4 "sex" Kind::Text,
        phone = 5 "phone" Kind::Text,
        email = 6 "email" Kind::Text,
        address = 7 "address" Kind::Group(&["address_line", "postal_code", "commune", "insee"]),
        qpv = 8 "qpv" Kind::Text,
        school = 9 "school" Kind::Group(&["school_name", "school_uai"]),
        level = 10 "level" Kind::Text,
        guardian = 11 "guardian" Kind::Group(&["guardian_name", "guardian_phone"]),
        summary = 12 "summary" Kind::Text,
        demo = 13 "demo" Kind::Int,
        removed = 14 "removed" Kind::Int,
    }
    Case = 3 "case_file" case_file CaseFields {
        person = 1 "person" Kind::Id,
        origin = 2 "origin" Kind::Group(&["origin_kind", "origin_detail"]),
        origin_on = 3 "origin_on" Kind::Day,
        referent = 4 "referent" Kind::Id,
        opened_on = 5 "opened_on" Kind::Day,
    }
    CaseMove = 4 "case_move" case_move CaseMoveFields {
        case_file = 1 "case_file" Kind::Id,
        from_stage = 2 "from_stage" Kind::Text,
        to_stage = 3 "to_stage" Kind::Text,
        on_day = 4 "on_day" Kind::Day,
        reason = 5 "reason" Kind::Text,
        exit_kind = 6 "exit_kind" Kind::Text,
        author = 7 "author" Kind::Id,
        at = 8 "at" Kind::Int,
    }
    Encounter = 5 "encounter" encounter EncounterFields {
        person = 1 "person" Kind::Id,
        case_file = 2 "case_file" Kind::Id,
        kind = 3 "kind" Kind::Text,
        initiative = 4 "initiative" Kind::Text,
        result = 5 "result" Kind::Text,
        on_day = 6 "on_day" Kind::Day,
        place = 7 "place" Kind::Text,
        note = 8 "note" Kind::Text,
        author = 9 "author" Kind::Id,
        at = 10 "at" Kind::Int,
    }
    Need = 6 "need" need NeedFields {
        case_file = 1 "case_file" Kind::Id,
        theme = 2 "theme" Kind::Text,
        answer = 3 "answer" Kind::Text,
        note = 4 "note" Kind::Text,
        answered_on = 5 "answered_on" Kind::Day,
    }
    Provider = 7 "provider" provider ProviderFields {
        name = 1 "name" Kind::Text,
        siret = 2 "siret" Kind::Text,
        uai = 3 "uai" Kind::Text,
        phone = 4 "phone" Kind::Text,
        email = 5 "email" Kind::Text,
        address = 6 "address" Kind::Group(&["address_line", "postal_code", "commune", "insee"]),
        contact = 7 "contact" Kind::Text,
        note = 8 "note" Kind::Text,
        demo = 9 "demo" Kind::Int,
        removed = 10 "removed" Kind::Int,
    }
    Programme = 8 "programme" programme ProgrammeFields {
        provider = 1 "provider" Kind::Id,
        name = 2 "name" Kind::Text,
        kind = 3 "kind" Kind::Text,
        summary = 4 "summary" Kind::Text,
        ages = 5 "ages" Kind::Group(&["min_age", "max_age"]),
        next_start = 6 "next_start" Kind::Day,
        places = 7 "places" Kind::Int,
        status = 8 "status" Kind::Text,
        tags = 9 "tags" Kind::Set,
        fundings = 10 "fundings" Kind::Set,
        demo = 11 "demo" Kind::Int,
        removed = 12 "removed" Kind::Int,
    }
    Agreement = 9 "agreement" agreement AgreementFields {
        person = 1 "person" Kind::Id,
        provider = 2 "provider" Kind::Id,
        given_on = 3 "given_on" Kind::Day,
        given_by = 4 "given_by" Kind::Text,
        text_version = 5 "text_version" Kind::Text,
        withdrawn_on = 6 "withdrawn_on" Kind::Day,
    }
    Referral = 10 "referral" referral ReferralFields {
        person = 1 "person" Kind::Id,
        case_file = 2 "case_file" Kind::Id,
        programme = 3 "programme" Kind::Id,
        wish = 4 "wish" Kind::Text,
        session_start = 5 "session_start" Kind::Day,
        session_end = 6 "session_end" Kind::Day,
        author = 7 "author" Kind::Id,
        and_now_settled_on = 8 "and_now_settled_on" Kind::Day,
        proposed_on = 9 "proposed_on" Kind::Day,
    }
    Transition = 11 "transition" transition TransitionFields {
        referral = 1 "referral" Kind::Id,
        from_state = 2 "from_state" Kind::Text,
        to_state = 3 "to_state" Kind::Text,
        on_day = 4 "on_day" Kind::Day,
        reason = 5 "reason" Kind::Text,
        note = 6 "note" Kind::Text,
        author = 7 "author" Kind::Id,
        at = 8 "at" Kind::Int,
    }
    Check = 12 "referral_check" referral_check CheckFields {
        referral = 1 "referral" Kind::Id,
        kind = 2 "kind" Kind::Text,
        on_day = 3 "on_day" Kind::Day,
        present = 4 "present" Kind::Text,
        note = 5 "note" Kind::Text,
        author = 6 "author" Kind::Id,
        at = 7 "at" Kind::Int,
    }
    Task = 13 "task" task TaskFields {
        person = 1 "person" Kind::Id,
        case_file = 2 "case_file" Kind::Id,
        what = 3 "what" Kind::Text,
        due_on = 4 "due_on" Kind::Day,
        done_on = 5 "done_on" Kind::Day,
        urgent = 6 "urgent" Kind::Int,
        author = 7 "author" Kind::Id,
    }
    Delay = 14 "delay" delay DelayFields {
        kind = 1 "kind" Kind::Text,
        draft = 2 "draft" Kind::Int,
        acknowledge = 3 "acknowledge" Kind::Int,
        answer = 4 "answer" Kind::Int,
        waitlist = 5 "waitlist" Kind::Int,
        start = 6 "start" Kind::Int,
        length = 7 "length" Kind::Int,
    }
}

impl Table {
    /// The definition of one of its fields; none when a newer version made it.
    pub fn field(self, field: Field) -> Option<&'static FieldDef> {
        self.def().fields.iter().find(|def| def.field == field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_are_given_once() {
        let mut tables = BTreeSet::new();
        for table in Table::ALL {
            assert!(tables.insert(table.number()), "{table:?} shares its number");
            assert_eq!(Table::from_number(table.number()), Some(*table));
            let mut fields = BTreeSet::new();
            for def in table.def().fields {
                assert!(fields.insert(def.field), "{table:?}.{} shares its number", def.name);
            }
        }
    }
}
