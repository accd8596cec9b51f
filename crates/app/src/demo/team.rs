//! Invented colleagues: some follow people, some were handed over to them, and a few people come back after years.

use chrono::Days;
use passerelle_domain::case::handover::{Held, hand_over};
use passerelle_domain::case::{self, ExitKind, MoveCase, OriginKind, Stage};
use passerelle_domain::change::{CASE, Changes, Field, Op, PERSON, Table, Value};
use passerelle_domain::id::{CaseId, Ids, WorkerId};
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::person::birth::Birth;
use passerelle_domain::worker::{self, Colleague, INVENTED};
use passerelle_vault::Vault;
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

use super::life::{below, pick};
use crate::Problem;

const NAMES: [&str; 2] = ["Karim Haddad (inventé)", "Sonia Lefèvre (inventée)"];

const NOTES: &[&str] = &[
    "Préfère les messages aux appels, et le matin plutôt que le soir.",
    "La confiance est venue par le vélo : commencer par là. Ne pas appeler chez sa tante.",
    "Le dossier de transport est parti, la réponse arrive chez moi. Rendez-vous promis avant les vacances.",
    "",
];

/// Those of the invented colleagues who are not written down yet.
pub(super) fn invent(vault: &Vault, known: &[Colleague], ids: &mut dyn Ids) -> Result<Vec<Changes>, Problem> {
    let mut acts = Vec::new();
    for (id, name) in INVENTED.iter().zip(NAMES) {
        if !vault.has_worker(*id)? && known.iter().all(|colleague| colleague.name != name) {
            acts.push(worker::add(known, name, Some(*id), ids)?.1);
        }
    }
    Ok(acts)
}

fn made(acts: &[Changes], table: Table) -> Option<(Uuid, &[(Field, Value)])> {
    acts.iter().flat_map(|act| &act.ops).find_map(|op| match op {
        Op::New { row, fields } if row.table == table => Some((row.id, fields.as_slice())),
        Op::New { .. } | Op::Set { .. } | Op::Add { .. } | Op::Remove { .. } => None,
    })
}

/// One in six was handed over in the last weeks; one grown person in nine was followed by a colleague years ago.
pub(super) fn around(
    life: &[Changes],
    me: WorkerId,
    now: Now,
    chance: &mut ChaCha8Rng,
    ids: &mut dyn Ids,
) -> Result<Vec<Changes>, Problem> {
    let mut acts = Vec::new();
    let (Some(person), Some((case, fields))) =
        (life.first().and_then(|act| act.subject), made(life, Table::Case))
    else {
        return Ok(acts);
    };
    let opened = fields.iter().find_map(|(field, value)| match value {
        Value::Day(day) if *field == CASE.opened_on => Some(*day),
        _ => None,
    });
    let Some(opened) = opened else { return Ok(acts) };
    let colleague = pick(chance, &INVENTED).copied().unwrap_or(me);
    let (drawn, shift) = (below(chance, 6), below(chance, 30));
    if drawn == 0 {
        let on = (now.today - Days::new(u64::from(shift))).max(opened);
        let held = Held { person, case: CaseId(case), referent: Some(me), since: Some(opened) };
        let note = pick(chance, NOTES).copied().unwrap_or_default();
        acts.push(hand_over(&held, colleague, on, note, me, now, ids)?);
    }
    let grown = made(life, Table::Person).is_some_and(|(_, fields)| {
        fields.iter().any(|(field, value)| match value {
            Value::Text(birth) if *field == PERSON.birth => {
                Birth::parse(birth).is_ok_and(|birth| birth.age_on(now.today).at_least >= 19)
            }
            _ => false,
        })
    });
    if below(chance, 9) == 0 && grown {
        let ago = 600 + below(chance, 200);
        let day = |after: u32| Now {
            at: Instant(now.at.0 - i64::from(ago - after) * 86_400_000),
            today: now.today - Days::new(u64::from(ago - after)),
        };
        let mut changes = Changes::new("case.open", Some(person));
        let (origin, detail) = (OriginKind::School, "Collège, par la conseillère principale d’éducation");
        let former = case::open(&mut changes, person, origin, detail, colleague, day(0), ids);
        acts.push(changes);
        let exit = pick(chance, &[ExitKind::School, ExitKind::Apprenticeship, ExitKind::Moved]).copied();
        let steps = [
            (Stage::Spotted, Stage::Contacting, 3, None),
            (Stage::Contacting, Stage::Following, 40, None),
            (Stage::Following, Stage::Left, 180, exit),
            (Stage::Left, Stage::Closed, 210, None),
        ];
        for (from, to, after, exit) in steps {
            let then = day(after);
            let request = MoveCase {
                case: former,
                person,
                from,
                last_move_on: None,
                last_move_at: 0,
                to,
                on: then.today,
                reason: "",
                exit,
            };
            acts.push(case::move_to(&request, colleague, then, ids)?);
        }
    }
    Ok(acts)
}
