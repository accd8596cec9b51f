//! The codes of the outside world, each a type that exists only valid; it looks nothing up in a register.

pub mod email;
pub mod epci;
pub mod insee;
pub mod phone;
pub mod postal;
pub mod qpv;
pub(crate) mod repair;
pub mod rncp;
pub mod rome;
pub mod siret;
pub mod uai;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

pub use email::Email;
pub use epci::Epci;
pub use insee::Insee;
pub use phone::Phone;
pub use postal::PostalCode;
pub use qpv::{Qpv, QpvEdition};
pub use rncp::Rncp;
pub use rome::Rome;
pub use siret::Siret;
pub use uai::Uai;

/// Why a text is not the code it was taken for. Carries counts only, never the text itself, so that it may be
/// logged and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, Error)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum CodeError {
    /// Nothing is left once spaces and invisible characters are taken away.
    #[error("nothing is written")]
    Empty,
    /// The code has a fixed number of characters and this is another number.
    #[error("{expected} characters are expected, {got} were given")]
    Length { expected: u32, got: u32 },
    /// Longer than the standard allows.
    #[error("at most {limit} characters are allowed")]
    TooLong { limit: u32 },
    /// A character stands where the standard has another kind.
    #[error("the form is not that of this code")]
    Form,
    /// The control letter or digit disagrees with the rest: most often one character mistyped.
    #[error("the control character disagrees")]
    Checksum,
    /// The form is right but no such department, territory or occupational domain exists.
    #[error("no such territory or domain")]
    Territory,
}

/// Declares a code as a text that only its parser can build; `shown` codes appear in Debug, `hidden` ones belong to
/// a person and do not.
macro_rules! code {
    ($(#[$meta:meta])* $name:ident, $normalise:ident, shown) => {
        $crate::code::code!(@type $(#[$meta])* $name, $normalise);

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0).finish()
            }
        }
    };
    ($(#[$meta:meta])* $name:ident, $normalise:ident, hidden) => {
        $crate::code::code!(@type $(#[$meta])* $name, $normalise);

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
    (@type $(#[$meta:meta])* $name:ident, $normalise:ident) => {
        $(#[$meta])*
        #[derive(
            Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, ts_rs::TS,
        )]
        #[serde(try_from = "String", into = "String")]
        #[ts(type = "string")]
        pub struct $name(String);

        impl $name {
            /// Reads what a person typed or a file contained, and repairs what can be repaired for sure.
            pub fn parse(raw: &str) -> Result<Self, $crate::code::CodeError> {
                $normalise(raw).map(Self)
            }

            /// The canonical form: what is stored, compared and sent.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::code::CodeError;

            fn from_str(raw: &str) -> Result<Self, Self::Err> {
                Self::parse(raw)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::code::CodeError;

            fn try_from(raw: String) -> Result<Self, Self::Error> {
                Self::parse(&raw)
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0
            }
        }
    };
}
pub(crate) use code;

/// Number of characters, for a message.
pub(crate) fn length(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_serialises_with_its_reason_and_its_facts() {
        let json = serde_json::to_string(&CodeError::Length { expected: 14, got: 3 }).unwrap();
        assert_eq!(json, r#"{"reason":"length","expected":14,"got":3}"#);
        assert_eq!(serde_json::to_string(&CodeError::Checksum).unwrap(), r#"{"reason":"checksum"}"#);
    }

    #[test]
    fn codes_travel_as_plain_text_and_come_back_checked() {
        let uai: Uai = serde_json::from_str("\" 0590111a \"").unwrap();
        assert_eq!(serde_json::to_string(&uai).unwrap(), "\"0590111A\"");
        assert!(
            serde_json::from_str::<Uai>("\"0590111T\"").is_err(),
            "a wrong letter must not come in by JSON"
        );
    }

    #[test]
    fn a_persons_phone_and_address_stay_out_of_debug() {
        let phone = Phone::parse("06 12 34 56 78").unwrap();
        let email = Email::parse("lina.caron@exemple.fr").unwrap();
        assert_eq!(format!("{phone:?} {email:?}"), "Phone(..) Email(..)");
    }

    #[test]
    fn typescript_sees_a_text() {
        let config = ts_rs::Config::default();
        assert_eq!(Siret::decl(&config), "type Siret = string;");
        assert_eq!(Siret::name(&config), "Siret");
    }
}
