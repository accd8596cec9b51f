//! LHEO, the language of the French training offer (« langage harmonisé d'échange d'informations sur l'offre de
//! formation »), versions 2.2 and 2.3, as the Carif-Oref hand it out. Source: lheo.gouv.fr, schema and glossary.

mod action;
mod formation;
mod level;
mod offer;
mod organisation;
mod read;
mod xml;

pub use action::{Action, Funder, Hours, Prices, Session, Teaching};
pub use formation::{Certification, Formation};
pub use level::LevelCode;
pub use offer::offer;
pub use organisation::{Organisation, Place};
pub use read::read;
pub use xml::Version;
