//! Whether a person lives in a priority neighbourhood, as it was answered.

use passerelle_domain::person::residence::{Residence, ResidenceAnswer, ResidenceWay};
use rusqlite::Row;

pub(super) fn residence(row: &Row<'_>) -> rusqlite::Result<Residence> {
    Ok(Residence {
        answer: ResidenceAnswer::from_code(&row.get::<_, String>("residence_answer")?),
        way: ResidenceWay::from_code(&row.get::<_, String>("residence_way")?),
        address: row.get("residence_address")?,
        note: row.get("residence_note")?,
        on: row.get("residence_on")?,
    })
}
