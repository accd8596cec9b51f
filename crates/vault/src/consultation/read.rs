//! Rows of participation as the forms of the domain. A word of a newer version is read as the one that says least.

use chrono::NaiveDate;
use passerelle_domain::consultation::proposal::{
    AnswerKind, InstitutionAnswer, Opinions, ProposalDraft, ProposalTheme,
};
use passerelle_domain::consultation::{ConsultationDraft, ConsultationKind, Present};
use rusqlite::Row;

fn count(row: &Row<'_>, name: &str) -> rusqlite::Result<Option<u16>> {
    Ok(row.get::<_, String>(name)?.parse().ok())
}

fn present(row: &Row<'_>) -> rusqlite::Result<Present> {
    Ok(Present {
        total: row.get::<_, Option<i64>>("total")?.and_then(|total| total.try_into().ok()),
        residents: count(row, "residents")?,
        local_actors: count(row, "local_actors")?,
        young: count(row, "young")?,
        other_college: count(row, "other_college")?,
        under_16: count(row, "under_16")?,
        from_16_to_25: count(row, "from_16_to_25")?,
        from_26_to_64: count(row, "from_26_to_64")?,
        from_65: count(row, "from_65")?,
        women: count(row, "women")?,
        men: count(row, "men")?,
        other_sex: count(row, "other_sex")?,
    })
}

/// A consultation but for its neighbourhoods, which stand elsewhere.
pub(super) fn consultation(row: &Row<'_>) -> rusqlite::Result<ConsultationDraft> {
    let kind = ConsultationKind::from_code(&row.get::<_, String>("kind")?);
    Ok(ConsultationDraft {
        kind: kind.unwrap_or(ConsultationKind::Other),
        question: row.get("question")?,
        held_on: row.get("held_on")?,
        place: row.get("place")?,
        qpvs: Vec::new(),
        present: present(row)?,
        note: row.get("note")?,
        answer_due_on: row.get("answer_due_on")?,
    })
}

pub(super) fn proposal(row: &Row<'_>) -> rusqlite::Result<ProposalDraft> {
    Ok(ProposalDraft {
        what: row.get("what")?,
        theme: ProposalTheme::from_code(&row.get::<_, String>("theme")?),
        opinions: Opinions {
            in_favour: count(row, "in_favour")?,
            against: count(row, "against")?,
            no_opinion: count(row, "no_opinion")?,
        },
    })
}

/// What the institution answered; none where it did not, or where a newer version wrote what this one cannot tell.
pub(super) fn answer(row: &Row<'_>) -> rusqlite::Result<Option<InstitutionAnswer>> {
    let kind = AnswerKind::from_code(&row.get::<_, String>("answer_kind")?);
    let on: Option<NaiveDate> = row.get::<_, String>("answer_on")?.parse().ok();
    let (Some(kind), Some(on)) = (kind, on) else { return Ok(None) };
    Ok(Some(InstitutionAnswer {
        kind,
        by: row.get("answer_by")?,
        on,
        reason: row.get("answer_reason")?,
        follows: row.get("answer_follows")?,
        due_on: row.get::<_, String>("answer_due_on")?.parse().ok(),
    }))
}
