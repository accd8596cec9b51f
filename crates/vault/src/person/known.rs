//! What of people decides whether a programme fits them, of many at once.

use passerelle_domain::assessment::{Answer, Theme};
use passerelle_domain::change::{NEED, Table};
use passerelle_domain::id::PersonId;
use passerelle_domain::need_situation::NeedSituation;
use passerelle_domain::person::PersonDraft;
use passerelle_domain::person::residence::Residence;
use passerelle_domain::programme::fit::has_transport;
use passerelle_domain::situation::SituationKind;
use rusqlite::params;
use serde_json::json;

use super::file::{draft, word};
use super::residence::residence;
use crate::{Error, Vault};

/// A person as far as it is known; a person's name is in it, so it has no Debug.
pub struct KnownPerson {
    pub id: PersonId,
    pub who: PersonDraft,
    pub residence: Residence,
    /// What they do since the latest day.
    pub situation: Option<SituationKind>,
    /// They were summoned under the training obligation, in any case.
    pub summoned: bool,
    /// Whether there is a means of transport, as the present assessment says.
    pub transport: Option<bool>,
}

impl Vault {
    /// These people, in no order; those who are no longer there are left out.
    pub fn known(&self, people: &[PersonId]) -> Result<Vec<KnownPerson>, Error> {
        self.read(|db| {
            let sql = "SELECT (SELECT s.kind FROM situation s WHERE s.person = p.id AND s.removed = 0
                         ORDER BY s.since_on DESC, s.at DESC, s.id DESC LIMIT 1),
                       EXISTS (SELECT 1 FROM case_file c WHERE c.person = p.id AND c.summoned_on IS NOT NULL),
                       coalesce(n.answer, 'unasked'),
                       EXISTS (SELECT 1 FROM set_dot d WHERE d.tbl = ?2 AND d.row_id = n.id AND d.field = ?3 AND d.element = ?4),
                       p.*
                       FROM json_each(?1) f CROSS JOIN person p ON p.id = unhex(f.value) AND p.away = 0
                       LEFT JOIN need n ON n.case_file = p.case_file AND n.theme = ?5";
            let ids: Vec<String> = people.iter().map(|person| person.0.simple().to_string()).collect();
            let mut statement = db.prepare_cached(sql)?;
            let asked = params![
                json!(ids).to_string(),
                Table::Need.number(),
                NEED.situations.0,
                NeedSituation::NoTransport.code(),
                Theme::Mobility.code(),
            ];
            let rows = statement.query_map(asked, |row| {
                let none: &[NeedSituation] = if row.get(3)? { &[NeedSituation::NoTransport] } else { &[] };
                let answer = word(row, 2, Answer::from_code)?.unwrap_or(Answer::Unasked);
                Ok(KnownPerson {
                    id: PersonId(row.get("id")?),
                    who: draft(row)?,
                    residence: residence(row)?,
                    situation: word(row, 0, SituationKind::from_code)?,
                    summoned: row.get(1)?,
                    transport: has_transport(answer, none),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
