//! Lists of young people to contact: read from a file, looked at, taken in as one gesture; what is refused goes out again
//! as a file with its reasons.

mod import;
mod known;
mod preview;
mod refused;
mod source;

use crate::desk::Registrar;

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<preview::ReadList>();
    registrar.register::<import::ImportList>();
    registrar.register::<refused::SaveRefused>();
}
