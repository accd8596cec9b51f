//! The assessment by themes. Each answer is unasked, no or yes: silence is not a no.

use crate::change::{Changes, NEED, Refusal, Table, Value};
use crate::id::{CaseId, PersonId, need_id};
use crate::moment::Now;
use crate::person::name::clean_text;
use crate::word::words;

words! {
    Theme {
        Housing = "housing", Mobility = "mobility", Health = "health", Finances = "finances",
        Paperwork = "paperwork", Family = "family", French = "french", Digital = "digital",
        Work = "work", Training = "training",
    }
    Answer { Unasked = "unasked", No = "no", Yes = "yes" }
    /// What a theme looks like in a life. One that is ticked answers its theme with yes.
    NeedSituation {
        NoHome = "no_home", Hosted = "hosted", HomeAtRisk = "home_at_risk", HomeUnfit = "home_unfit",
        NoTransport = "no_transport", NoLicence = "no_licence", StaysInQuarter = "stays_in_quarter",
        NoHealthCover = "no_health_cover", CarePutOff = "care_put_off", LowSpirits = "low_spirits", Disability = "disability",
        NoIncome = "no_income", Debts = "debts", NoBankAccount = "no_bank_account",
        NoIdentityPapers = "no_identity_papers", StayToRenew = "stay_to_renew", RightsNotClaimed = "rights_not_claimed",
        FamilyBreak = "family_break", CaresForSomeone = "cares_for_someone", HasChild = "has_child", Violence = "violence",
        SpeaksLittleFrench = "speaks_little_french", ReadsWithEffort = "reads_with_effort",
        NoDevice = "no_device", NoConnection = "no_connection", FormsOnlineHard = "forms_online_hard",
        NeverWorked = "never_worked", NoCv = "no_cv", UndeclaredWork = "undeclared_work",
        LeftWithoutDiploma = "left_without_diploma", NoIdeaOfTrade = "no_idea_of_trade", NoPlaceFound = "no_place_found",
    }
}

impl NeedSituation {
    pub fn theme(self) -> Theme {
        use NeedSituation as S;
        match self {
            S::NoHome | S::Hosted | S::HomeAtRisk | S::HomeUnfit => Theme::Housing,
            S::NoTransport | S::NoLicence | S::StaysInQuarter => Theme::Mobility,
            S::NoHealthCover | S::CarePutOff | S::LowSpirits | S::Disability => Theme::Health,
            S::NoIncome | S::Debts | S::NoBankAccount => Theme::Finances,
            S::NoIdentityPapers | S::StayToRenew | S::RightsNotClaimed => Theme::Paperwork,
            S::FamilyBreak | S::CaresForSomeone | S::HasChild | S::Violence => Theme::Family,
            S::SpeaksLittleFrench | S::ReadsWithEffort => Theme::French,
            S::NoDevice | S::NoConnection | S::FormsOnlineHard => Theme::Digital,
            S::NeverWorked | S::NoCv | S::UndeclaredWork => Theme::Work,
            S::LeftWithoutDiploma | S::NoIdeaOfTrade | S::NoPlaceFound => Theme::Training,
        }
    }
}

/// What is kept of one theme.
#[derive(Clone, Debug)]
pub struct Need {
    pub theme: Theme,
    pub answer: Answer,
    pub note: String,
    /// Those of this theme that were ticked; a theme that is not answered with yes has none.
    pub situations: Vec<NeedSituation>,
}

/// Writes the answer of one theme down; `before` is what the vault holds, none when the row does not exist yet.
pub fn answer(
    person: PersonId,
    case: CaseId,
    before: Option<&Need>,
    after: &Need,
    now: Now,
) -> Result<Changes, Refusal> {
    let note = clean_text(&after.note, 2_000)
        .map_err(|_| Refusal::TooLong { field: "note".to_owned(), limit: 2_000 })?;
    let id = need_id(case, after.theme.code());
    let mut changes = Changes::new("need.answer", Some(person));
    let answered = Value::text(after.answer.code());
    match before {
        None => changes.row(
            Table::Need,
            id,
            vec![
                (NEED.case_file, Value::Id(case.0)),
                (NEED.theme, Value::text(after.theme.code())),
                (NEED.answer, answered),
                (NEED.note, Value::Text(note)),
                (NEED.answered_on, Value::Day(now.today)),
            ],
        ),
        Some(was) => {
            changes.set(Table::Need, id, NEED.answer, &Value::text(was.answer.code()), answered);
            changes.set(Table::Need, id, NEED.note, &Value::text(was.note.as_str()), Value::Text(note));
            if !changes.is_empty() {
                changes.set(Table::Need, id, NEED.answered_on, &Value::Null, Value::Day(now.today));
            }
        }
    }
    let held = before.map_or(&[][..], |was| &was.situations);
    let after_codes =
        if after.answer == Answer::Yes { codes(&after.situations, after.theme) } else { Vec::new() };
    changes.set_elements(Table::Need, id, NEED.situations, &codes(held, after.theme), &after_codes);
    Ok(changes)
}

fn codes(situations: &[NeedSituation], theme: Theme) -> Vec<String> {
    let of_theme = situations.iter().filter(|situation| situation.theme() == theme);
    of_theme.map(|situation| situation.code().to_owned()).collect()
}

/// Ticks a situation, which answers its theme with yes, or takes the tick back, which leaves the answer as it is.
pub fn tick(
    person: PersonId,
    case: CaseId,
    before: Option<&Need>,
    situation: NeedSituation,
    ticked: bool,
    now: Now,
) -> Result<Changes, Refusal> {
    let theme = situation.theme();
    let silent = Need { theme, answer: Answer::Unasked, note: String::new(), situations: Vec::new() };
    let mut after = before.unwrap_or(&silent).clone();
    after.situations.retain(|held| *held != situation);
    if ticked {
        after.answer = Answer::Yes;
        after.situations.push(situation);
    }
    let mut changes = answer(person, case, before, &after, now)?;
    changes.act = "need.tick";
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Op;
    use crate::moment::Instant;
    use uuid::Uuid;

    fn need(answer: Answer, situations: &[NeedSituation]) -> Need {
        Need { theme: Theme::Housing, answer, note: "tante".into(), situations: situations.to_vec() }
    }

    fn ids() -> (PersonId, CaseId) {
        (PersonId(Uuid::from_u128(1)), CaseId(Uuid::from_u128(2)))
    }

    fn now() -> Now {
        Now { at: Instant(0), today: "2026-03-10".parse().unwrap() }
    }

    fn elements(changes: &Changes) -> Vec<(&str, bool)> {
        let mut found = Vec::new();
        for op in &changes.ops {
            match op {
                Op::Add { element, .. } => found.push((element.as_str(), true)),
                Op::Remove { element, .. } => found.push((element.as_str(), false)),
                Op::New { .. } | Op::Set { .. } => {}
            }
        }
        found
    }

    #[test]
    fn every_theme_has_situations() {
        for theme in Theme::ALL {
            assert!(NeedSituation::ALL.iter().any(|situation| situation.theme() == *theme), "{theme:?}");
        }
    }

    #[test]
    fn a_tick_answers_its_theme_with_yes_and_a_no_takes_the_ticks_away() {
        let (person, case) = ids();
        let before = need(Answer::No, &[]);
        let ticked = tick(person, case, Some(&before), NeedSituation::Hosted, true, now()).unwrap();
        assert_eq!(elements(&ticked), [("hosted", true)]);
        let answered = |op: &Op| matches!(op, Op::Set { field, value, .. } if *field == NEED.answer && *value == Value::text("yes"));
        assert!(ticked.ops.iter().any(answered));

        let yes = need(Answer::Yes, &[NeedSituation::Hosted, NeedSituation::HomeUnfit]);
        let no = answer(person, case, Some(&yes), &need(Answer::No, &yes.situations), now()).unwrap();
        assert_eq!(elements(&no), [("hosted", false), ("home_unfit", false)]);
        let untick = tick(person, case, Some(&yes), NeedSituation::Hosted, false, now()).unwrap();
        assert_eq!(elements(&untick), [("hosted", false)]);
        assert!(!untick.ops.iter().any(|op| matches!(op, Op::Set { .. })), "the answer stays");
    }
}
