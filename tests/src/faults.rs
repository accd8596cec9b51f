//! What the tests of faults and their victim share: a vault under the cheapest key, and people known by their numbers.

use std::path::Path;

use passerelle_domain::case::{self, OriginKind};
use passerelle_domain::id::{Ids, WorkerId};
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::person::{self, PersonDraft};
use passerelle_vault::key::device::NoKeyring;
use passerelle_vault::key::passphrase::Cost;
use passerelle_vault::key::secret::{Passphrase, VaultKey};
use passerelle_vault::key::{self as slots};
use passerelle_vault::person::{PeopleFilter, PeopleSort};
use passerelle_vault::{Error, Hand, Vault};
use uuid::Uuid;

use crate::Trouble;

pub const PASSPHRASE: &str = "trois vélos bleus sous la pluie de novembre";
const WORKER: WorkerId = WorkerId(Uuid::from_u128(9));

struct Fresh;

impl Ids for Fresh {
    fn fresh(&mut self) -> Uuid {
        Uuid::now_v7()
    }
}

pub fn now() -> Now {
    Now { at: Instant(chrono::Utc::now().timestamp_millis()), today: crate::today() }
}

/// Makes a vault; the code of its recovery kit opens it without a slow derivation.
///
/// # Errors
/// When the folder takes none.
pub fn make(dir: &Path) -> Result<String, Trouble> {
    let pass = Passphrase::new(PASSPHRASE.to_owned());
    slots::set_aside(dir)?;
    let made = slots::create(dir, Uuid::now_v7(), &pass, &NoKeyring, Cost::THROW_AWAY)?;
    drop(Vault::create(dir, &made.key, WORKER, &mut Fresh)?);
    Ok(made.recovery.expose().to_owned())
}

/// The vault's key.
///
/// # Errors
/// When the code or the slots do not fit.
pub fn key(dir: &Path, code: &str) -> Result<VaultKey, Trouble> {
    Ok(slots::unlock_with_recovery(dir, code)?)
}

/// The given name under which a number is known.
pub fn given(number: u32) -> String {
    format!("Awa{number:06}")
}

/// Adds the person of a number.
///
/// # Errors
/// When it was not acknowledged.
pub fn add(vault: &Vault, number: u32) -> Result<(), Error> {
    let now = now();
    let who =
        PersonDraft { given_name: given(number), family_name: "Diallo".to_owned(), ..PersonDraft::default() };
    let (id, mut changes) = person::add(&who, now, &mut Fresh).map_err(|_| Error::NotFound)?;
    case::open(&mut changes, id, OriginKind::Street, "", WORKER, now, &mut Fresh);
    vault.commit(&changes, Hand { worker: WORKER, now }).map(drop)
}

/// The given names of all people, in their order.
///
/// # Errors
/// When the vault cannot be read.
pub fn names(vault: &Vault) -> Result<Vec<String>, Error> {
    let page = vault.people(&PeopleFilter::default(), PeopleSort::Name, false, 0, 1_000_000, now().today)?;
    Ok(page.lines.into_iter().map(|line| line.given_name).collect())
}
