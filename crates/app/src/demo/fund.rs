//! An invented operation of the European Social Fund Plus: most participants complete, some with holes, one who left.

use chrono::Days;
use passerelle_domain::fund::operation::{self, FundOperationDraft};
use passerelle_domain::fund::taking_part::{
    self, FundExitForm, FundLeaving, FundParticipationDraft, FundTaskWords, Joining, KeptParticipation,
};
use passerelle_domain::fund::{Labour, Told};
use passerelle_domain::id::{Ids, PersonId};
use passerelle_domain::moment::Now;
use passerelle_domain::person::{Level, mark_demo};

use crate::Problem;
use crate::desk::{App, Open};

/// How many of the invented people take part.
const PARTICIPANTS: usize = 9;
/// Every so many of them leaves something unanswered.
const WITH_HOLES: usize = 4;

const WORDS: FundTaskWords<'static> = FundTaskWords {
    four_weeks: "FSE+\u{a0}: demander la situation à la sortie",
    six_months: "FSE+\u{a0}: demander la situation à six mois",
};

fn answered(begin: FundParticipationDraft, at: usize, now: Now) -> FundParticipationDraft {
    let mut what = begin;
    let labour = Labour::ALL.get(at % 2).copied();
    what.entry.labour = labour;
    let since = what.entered_on.checked_sub_days(Days::new(90 + 40 * at as u64));
    what.entry.unemployed_since = since.filter(|_| labour == Some(Labour::Unemployed));
    what.entry.in_education = Some(false);
    what.entry.level = Level::ALL.get(at % 3).copied();
    what.entry.disability = if at == 3 { Told::Yes } else { Told::No };
    what.entry.third_country = if at == 5 { Told::Refused } else { Told::No };
    what.entry.foreign_background = if at % 3 == 1 { Told::Refused } else { Told::No };
    what.entry.minority = Told::Refused;
    what.entry.housing = if at == 2 { Told::Yes } else { Told::No };
    what.entry.rural = Some(at == 6);
    if at % WITH_HOLES == WITH_HOLES - 1 {
        what.entry.level = None;
        what.entry.housing = Told::Missing;
    }
    if at == 1 {
        what.left_on = now.today.checked_sub_days(Days::new(20));
        what.left_reason = Some(FundLeaving::Job);
        what.exit = FundExitForm {
            exit_on: now.today.checked_sub_days(Days::new(12)),
            labour: Some(Labour::Employed),
            searching: None,
            in_education: Some(false),
            qualified: Some(true),
        };
    }
    what
}

/// Writes the operation and who takes part in it.
pub(super) fn invent(
    app: &App,
    open: &Open,
    people: &[PersonId],
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(), Problem> {
    let ago = |days| now.today.checked_sub_days(Days::new(days)).unwrap_or(now.today);
    let draft = FundOperationDraft {
        name: "Vers l’emploi des jeunes des quartiers (opération inventée)".to_owned(),
        number: "202600000".to_owned(),
        programme: "Programme national FSE+ 2021-2027".to_owned(),
        beneficiary: "Association inventée".to_owned(),
        from: ago(300),
        until: now.today.checked_add_days(Days::new(300)).unwrap_or(now.today),
        min_age: Some(16),
        max_age: Some(29),
        levels: Vec::new(),
        qpv_only: false,
        warn_percent: None,
        kept_until: None,
        note: String::new(),
    };
    let (operation, mut changes) = operation::add(&draft, open.worker, now, ids)?;
    mark_demo(&mut changes);
    let mut acts = vec![changes];
    for (at, person) in people.iter().take(PARTICIPANTS).enumerate() {
        let who = open.vault.person(*person, now.today)?.who;
        let on = ago(200 - 15 * at as u64);
        let joining = Joining { person: *person, operation, on, sex: who.sex, birth: &who.birth };
        let (id, joined) = taking_part::join(&joining, None, open.worker, now)?;
        acts.push(joined);
        let what = FundParticipationDraft::begin(on, who.sex, &who.birth);
        let after = answered(what.clone(), at, now);
        let kept =
            KeptParticipation { id, person: *person, operation, what, removed: false, tasks: Vec::new() };
        acts.push(taking_part::answer(&kept, &after, WORDS, open.worker, now)?);
    }
    app.write(open, &acts)
}
