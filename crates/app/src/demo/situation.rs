//! What invented people do, at the entry and once they have left, and the days from which the law counts for some of them.

use chrono::Days;
use passerelle_domain::case::correct::{CaseForm, correct};
use passerelle_domain::case::{ExitKind, OriginKind};
use passerelle_domain::person::birth::Birth;
use passerelle_domain::plan::OfCase;
use passerelle_domain::reminder::{
    self, CaseDays, CaseWords, Clock, ExitWords, KeptReminder, after_exit, of_case,
};
use passerelle_domain::situation::{self, Occasion, Proof, SituationForm, SituationKind};

use super::life::{Life, below, pick};
use crate::Problem;

const ENTRIES: &[(SituationKind, &str)] = &[
    (SituationKind::Neither, "À la maison depuis la fin du collège."),
    (SituationKind::Neither, ""),
    (SituationKind::Seeking, "Inscrit à la mission locale."),
    (SituationKind::Seeking, "Cherche un apprentissage."),
    (SituationKind::JobShort, "Quelques heures en livraison."),
    (SituationKind::School, "N’y va presque plus."),
];

/// Days after which nobody of the invented is still asked for their situation: nothing is late for months.
const LATE: u32 = 15;

fn of(life: &Life<'_>) -> OfCase {
    OfCase { person: life.person, case: life.case, author: life.worker }
}

fn write(
    life: &mut Life<'_>,
    kind: SituationKind,
    occasion: Occasion,
    proof: Proof,
    note: &str,
) -> Result<(), Problem> {
    let form = SituationForm { kind, since_on: Some(life.day), occasion, proof, note: note.to_owned() };
    let (of, then) = (of(life), life.then());
    let (_, changes) = situation::record(of, Some(life.day), &form, then, life.ids)?;
    life.acts.push(changes);
    Ok(())
}

/// What most say that they do when they are first talked with.
pub(super) fn entry(life: &mut Life<'_>) -> Result<(), Problem> {
    let Some((kind, note)) = pick(life.chance, ENTRIES).copied() else { return Ok(()) };
    write(life, kind, Occasion::Entry, Proof::Declared, note)
}

fn doing(exit: ExitKind) -> SituationKind {
    match exit {
        ExitKind::Training => SituationKind::Training,
        ExitKind::Apprenticeship => SituationKind::Apprenticeship,
        ExitKind::School => SituationKind::School,
        ExitKind::Job => SituationKind::JobSixMonths,
        ExitKind::CivicService => SituationKind::CivicService,
        ExitKind::Business => SituationKind::Business,
        ExitKind::Handed | ExitKind::Lost | ExitKind::Moved | ExitKind::Other => SituationKind::Unknown,
    }
}

/// Adds to the exit just told what the person does, and has it asked again; `passed` is how many days ago that was. Whoever
/// was to be asked long ago was.
pub(super) fn leave(life: &mut Life<'_>, exit: ExitKind, passed: u32) -> Result<(), Problem> {
    let (of, then, kind) = (of(life), life.then(), doing(exit));
    let left_on = life.day;
    let Some(mut act) = life.acts.pop() else { return Ok(()) };
    let form = SituationForm {
        kind,
        since_on: Some(left_on),
        occasion: Occasion::Exit,
        proof: Proof::Document,
        note: String::new(),
    };
    situation::write(&mut act, of, Some(left_on), &form, then, life.ids)?;
    let words = ExitWords {
        four_weeks: "Demander sa situation quatre semaines après la sortie",
        six_months: "Demander sa situation six mois après la sortie",
    };
    after_exit(&mut act, of, left_on, words, &[], then)?;
    life.acts.push(act);
    for (occasion, clock, after) in
        [(Occasion::Exit4w, Clock::Exit4w, 22), (Occasion::Exit6m, Clock::Exit6m, 185)]
    {
        let waits = passed < after + LATE && below(life.chance, 3) > 0;
        if passed < after || waits {
            continue;
        }
        life.day = left_on + Days::new(u64::from(after));
        let form = SituationForm { occasion, proof: Proof::Declared, ..form.clone() };
        let (_, mut asked) = situation::record(of, Some(left_on), &form, life.then(), life.ids)?;
        let kept = KeptReminder { clock, what: String::new(), due_on: None, done_on: None, removed: false };
        reminder::answered(&mut asked, of.case, clock, &[kept], life.then());
        life.acts.push(asked);
    }
    Ok(())
}

/// The day of a summons of some who are 16 or 17, and of a contract "engagement jeune" of some others.
pub(super) fn clocks(
    life: &mut Life<'_>,
    birth: &str,
    origin: OriginKind,
    detail: &str,
) -> Result<(), Problem> {
    let age = Birth::parse(birth).ok().map(|birth| birth.age_on(life.now.today).at_least);
    let (summons, cej) = (below(life.chance, 3) > 0, below(life.chance, 4) == 0);
    let begun = life.now.today - Days::new(u64::from(200 + below(life.chance, 160)));
    let summons = summons && matches!(age, Some(16 | 17)) && (45..75).contains(&life.days_left());
    let summoned_on = summons.then_some(life.day);
    // Who was met later had not begun it then.
    let cej = cej && age.is_some_and(|age| age >= 18) && begun <= life.day;
    let cej_started_on = cej.then_some(begun);
    if summoned_on.is_none() && cej_started_on.is_none() {
        return Ok(());
    }
    let before = CaseForm {
        origin: Some(origin),
        origin_detail: detail.to_owned(),
        origin_on: Some(life.day),
        summoned_on: None,
        cej_started_on: None,
        cej_extended: String::new(),
    };
    let after = CaseForm { summoned_on, cej_started_on, ..before.clone() };
    let (of, then) = (of(life), life.then());
    let mut act = correct(of.person, of.case, &before, &after, then)?;
    let words = CaseWords {
        summons: "Obligation de formation : le délai de deux mois se termine dans deux semaines",
        cej: "Contrat d’engagement jeune : il se termine dans un mois",
    };
    let days = CaseDays { summoned_on, cej_started_on, cej_extended: false };
    of_case(&mut act, of, days, words, &[])?;
    life.acts.push(act);
    Ok(())
}
