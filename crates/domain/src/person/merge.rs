//! What a worker decides of two people who look alike: one person or two. A fact beside them, never a rewrite of either.

use crate::change::{Changes, Refusal, SAME_AS, Table, Value};
use crate::id::{PersonId, WorkerId, same_as_id};
use crate::moment::Now;
use crate::word::words;

words! {
    /// What was decided; nothing where a decision was taken back.
    Verdict { Same = "same", Different = "different" }
}

/// One of the two, as the vault holds them: under the person in whose file they are shown.
#[derive(Clone, Copy, Debug)]
pub struct Judged {
    pub id: PersonId,
    pub demo: bool,
}

/// What was decided of the pair before, if anything: which file was kept, and the verdict where it still stands.
#[derive(Clone, Copy, Debug)]
pub struct Before {
    pub kept: PersonId,
    pub verdict: Option<Verdict>,
}

/// Decides. The file of `kept` then shows both; for two different people the order means nothing. Refused: a person with
/// themself, an invented person with a real one, whom the removal of invented data would tear apart.
pub fn judge(
    kept: Judged,
    other: Judged,
    verdict: Verdict,
    before: Option<Before>,
    author: WorkerId,
    now: Now,
) -> Result<Changes, Refusal> {
    if kept.id == other.id {
        return Err(Refusal::Nothing);
    }
    if verdict == Verdict::Same && kept.demo != other.demo {
        return Err(Refusal::InventedAndReal);
    }
    let act = if verdict == Verdict::Same { "person.merge" } else { "person.distinct" };
    let id = same_as_id(kept.id, other.id);
    let mut changes = Changes::new(act, Some(kept.id));
    let Some(before) = before else {
        let fields = vec![
            (SAME_AS.kept, Value::Id(kept.id.0)),
            (SAME_AS.other, Value::Id(other.id.0)),
            (SAME_AS.verdict, Value::text(verdict.code())),
            (SAME_AS.on_day, Value::Day(now.today)),
            (SAME_AS.author, Value::Id(author.0)),
            (SAME_AS.at, Value::Int(now.at.0)),
        ];
        changes.row(Table::SameAs, id, fields);
        return Ok(changes);
    };
    let was = Value::text(before.verdict.map_or("", Verdict::code));
    changes.set(Table::SameAs, id, SAME_AS.verdict, &was, Value::text(verdict.code()));
    if changes.is_empty() {
        return Ok(changes);
    }
    if before.kept != kept.id {
        let shown = Value::Id(before.kept.0);
        changes.set(Table::SameAs, id, SAME_AS.kept, &shown, Value::Id(kept.id.0));
        changes.set(Table::SameAs, id, SAME_AS.other, &Value::Id(kept.id.0), Value::Id(other.id.0));
    }
    changes.set(Table::SameAs, id, SAME_AS.on_day, &Value::Null, Value::Day(now.today));
    changes.set(Table::SameAs, id, SAME_AS.author, &Value::Null, Value::Id(author.0));
    changes.set(Table::SameAs, id, SAME_AS.at, &Value::Null, Value::Int(now.at.0));
    Ok(changes)
}

/// Takes a decision back: two files again, and the pair is asked about again. Refused where none stands.
pub fn take_back(kept: PersonId, other: PersonId, before: Option<Before>) -> Result<Changes, Refusal> {
    let Some(verdict) = before.and_then(|before| before.verdict) else { return Err(Refusal::Nothing) };
    let mut changes = Changes::new("person.unmerge", Some(kept));
    let was = Value::text(verdict.code());
    changes.set(Table::SameAs, same_as_id(kept, other), SAME_AS.verdict, &was, Value::text(""));
    Ok(changes)
}
