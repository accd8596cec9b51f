//! The agreement to share with one named provider: given on a day, by whom, to which text; withdrawal wins.

use chrono::NaiveDate;

use crate::change::{AGREEMENT, Changes, Refusal, Table, Value};
use crate::id::{AgreementId, Ids, PersonId, ProviderId};
use crate::moment::Now;
use crate::word::words;

words! {
    GivenBy { Person = "person", Representative = "representative", Both = "both" }
}

/// The version of the text that is read to the person before they agree.
pub const TEXT_VERSION: &str = "2026-11";

/// Records an agreement. Refused: a day to come.
pub fn record(
    person: PersonId,
    provider: ProviderId,
    given_by: GivenBy,
    on: NaiveDate,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(AgreementId, Changes), Refusal> {
    if on > now.today {
        return Err(Refusal::InTheFuture { field: "on".to_owned() });
    }
    let id = AgreementId(ids.fresh());
    let mut changes = Changes::new("agreement.record", Some(person));
    changes.row(
        Table::Agreement,
        id,
        vec![
            (AGREEMENT.person, Value::Id(person.0)),
            (AGREEMENT.provider, Value::Id(provider.0)),
            (AGREEMENT.given_on, Value::Day(on)),
            (AGREEMENT.given_by, Value::text(given_by.code())),
            (AGREEMENT.text_version, Value::text(TEXT_VERSION)),
        ],
    );
    Ok((id, changes))
}

/// Withdraws it from that day on; what was sent before stays sent, nothing more is shared.
pub fn withdraw(id: AgreementId, person: PersonId, now: Now) -> Changes {
    let mut changes = Changes::new("agreement.withdraw", Some(person));
    changes.set(Table::Agreement, id, AGREEMENT.withdrawn_on, &Value::Null, Value::Day(now.today));
    changes
}
