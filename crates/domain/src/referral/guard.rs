//! What must hold before a referral moves: nothing is sent before the agreement is recorded.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Check, MACHINE, Reason, ReasonRule, State, Transition, reasons_for, standing};
use crate::agreement::GivenBy;
use crate::change::{Changes, REFERRAL, Refusal, TRANSITION, Table, Value};
use crate::id::{Ids, PersonId, ReferralId, TransitionId, WorkerId};
use crate::moment::Now;
use crate::person::name::clean_text;
use crate::word::words;

words! {
    /// What the vault knows of the agreement to share with the provider.
    AgreementState {
        None = "none", Person = "person", Representative = "representative",
        PersonAndRepresentative = "person_and_representative", Withdrawn = "withdrawn",
    }
    /// What a worker should know before moving on; nothing is refused for it.
    Warning {
        ProgrammeNotOpen = "programme_not_open", AgeUnknown = "age_unknown", SessionPast = "session_past",
        Disputed = "disputed", AgreementWithdrawn = "agreement_withdrawn",
    }
}

impl AgreementState {
    /// With one more agreement given now.
    #[must_use]
    pub fn with(self, given: GivenBy) -> AgreementState {
        match (self, given) {
            (_, GivenBy::Both)
            | (AgreementState::PersonAndRepresentative, _)
            | (AgreementState::Person, GivenBy::Representative)
            | (AgreementState::Representative, GivenBy::Person) => AgreementState::PersonAndRepresentative,
            (_, GivenBy::Person) => AgreementState::Person,
            (_, GivenBy::Representative) => AgreementState::Representative,
        }
    }
}

/// Everything a move is decided from.
#[derive(Clone, Debug)]
pub struct Facts {
    pub id: ReferralId,
    pub person: PersonId,
    pub transitions: Vec<Transition>,
    pub checks: Vec<Check>,
    /// Code of the programme's kind.
    pub kind: String,
    pub session_start: Option<NaiveDate>,
    pub session_end: Option<NaiveDate>,
    pub programme_open: bool,
    pub programme_name: String,
    pub provider_name: String,
    pub created_on: NaiveDate,
    pub agreement: AgreementState,
    /// None when the age cannot be told.
    pub minor: Option<bool>,
    pub and_now_settled_on: Option<NaiveDate>,
}

impl Facts {
    /// The time of writing of what happens on a day: later than what it follows on that day, even where the clock was set
    /// back in between.
    pub(super) fn written(&self, on: NaiveDate, now: Now) -> i64 {
        let moves = self.transitions.iter().map(|before| (before.on, before.at));
        let checks = self.checks.iter().map(|before| (before.on, before.at));
        let before = moves.chain(checks).filter(|before| before.0 == on).map(|before| before.1).max();
        before.map_or(now.at.0, |before| now.at.0.max(before + 1))
    }
}

#[derive(Clone, Debug)]
pub struct MoveRequest {
    pub to: State,
    pub on: NaiveDate,
    pub reason: Option<Reason>,
    pub note: String,
}

/// One move that may come next, with the reasons it asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Allowed {
    pub to: State,
    pub reason: ReasonRule,
    pub reasons: Vec<Reason>,
}

/// The moves from the present state.
pub fn allowed(facts: &Facts) -> Vec<Allowed> {
    let state = standing(&facts.transitions).state;
    MACHINE
        .iter()
        .filter(|rule| rule.from == state)
        .map(|rule| Allowed { to: rule.to, reason: rule.reason, reasons: reasons_for(rule.to).to_vec() })
        .collect()
}

/// What to look at. An age that is not known does not block: in the street it often is not; the worker is told that a
/// minor's representative has to agree (Civil Code, art. 371-1; GDPR art. 7 and 8).
pub fn warnings(facts: &Facts, today: NaiveDate) -> Vec<Warning> {
    let standing = standing(&facts.transitions);
    let mut warnings = Vec::new();
    if standing.state.is_ending() {
        return warnings;
    }
    if !facts.programme_open {
        warnings.push(Warning::ProgrammeNotOpen);
    }
    if standing.state == State::Draft && facts.minor.is_none() {
        warnings.push(Warning::AgeUnknown);
    }
    if standing.state == State::Draft && session_begun(facts, today).is_some() {
        warnings.push(Warning::SessionPast);
    }
    if standing.disputed {
        warnings.push(Warning::Disputed);
    }
    if facts.agreement == AgreementState::Withdrawn {
        warnings.push(Warning::AgreementWithdrawn);
    }
    warnings
}

/// The start of the session, when that day has passed.
fn session_begun(facts: &Facts, today: NaiveDate) -> Option<NaiveDate> {
    facts.session_start.filter(|session| *session < today)
}

/// Whether what is known of a person may go to the partner of a referral: an agreement stands, and the representative's too where
/// the person is a minor.
pub fn may_share(facts: &Facts) -> Result<(), Refusal> {
    let provider = facts.provider_name.clone();
    let minor = facts.minor == Some(true);
    match facts.agreement {
        AgreementState::None | AgreementState::Withdrawn | AgreementState::Representative => {
            Err(Refusal::AgreementMissing { provider })
        }
        AgreementState::Person if minor => Err(Refusal::RepresentativeMissing { provider }),
        AgreementState::Person | AgreementState::PersonAndRepresentative => Ok(()),
    }
}

fn check_reason(request: &MoveRequest, rule: ReasonRule) -> Result<(), Refusal> {
    match (rule, request.reason) {
        (ReasonRule::Required, None) => Err(Refusal::ReasonMissing),
        (ReasonRule::None, None) => Ok(()),
        (_, Some(reason)) if reasons_for(request.to).contains(&reason) => Ok(()),
        (_, Some(reason)) => Err(Refusal::ReasonUnknown { reason: reason.code().to_owned() }),
    }
}

/// Decides a move and writes it down as a fact.
///
/// Refused: a move the table does not have; a day to come, or before the last move; a missing or foreign reason; a
/// sharing move without the agreement; sending to a session that has begun.
pub fn decide_move(
    facts: &Facts,
    request: &MoveRequest,
    now: Now,
    author: Option<WorkerId>,
    ids: &mut dyn Ids,
) -> Result<Changes, Refusal> {
    let standing = standing(&facts.transitions);
    let rule = MACHINE.iter().find(|rule| rule.from == standing.state && rule.to == request.to);
    let rule = rule.ok_or_else(|| Refusal::MoveNotAllowed {
        from: standing.state.code().to_owned(),
        to: request.to.code().to_owned(),
    })?;
    if request.on > now.today {
        return Err(Refusal::InTheFuture { field: "on".to_owned() });
    }
    let not_before = standing.since.unwrap_or(facts.created_on);
    if request.on < not_before && standing.since.is_some() {
        return Err(Refusal::TooEarly { field: "on".to_owned(), not_before });
    }
    check_reason(request, rule.reason)?;
    if request.to == State::Sent {
        may_share(facts)?;
        if let Some(session) = session_begun(facts, now.today) {
            return Err(Refusal::SessionPast { session });
        }
    }
    let note = clean_text(&request.note, 5_000)
        .map_err(|_| Refusal::TooLong { field: "note".to_owned(), limit: 5_000 })?;
    let act = if request.to == State::Sent { "referral.send" } else { "referral.move" };
    let mut changes = Changes::new(act, Some(facts.person));
    changes.row(
        Table::Transition,
        TransitionId(ids.fresh()),
        vec![
            (TRANSITION.referral, Value::Id(facts.id.0)),
            (TRANSITION.from_state, Value::text(standing.state.code())),
            (TRANSITION.to_state, Value::text(request.to.code())),
            (TRANSITION.on_day, Value::Day(request.on)),
            (TRANSITION.reason, Value::text(request.reason.map_or("", Reason::code))),
            (TRANSITION.note, Value::Text(note)),
            (TRANSITION.author, Value::id(author)),
            (TRANSITION.at, Value::Int(facts.written(request.on, now))),
        ],
    );
    Ok(changes)
}

/// Answers "and now?". Refused: a referral that has not ended or ended well, one answered already.
pub fn settle_and_now(facts: &Facts, now: Now) -> Result<Changes, Refusal> {
    let state = standing(&facts.transitions).state;
    if !state.is_ending() || state.is_success() || facts.and_now_settled_on.is_some() {
        return Err(Refusal::Nothing);
    }
    let mut changes = Changes::new("referral.settle_and_now", Some(facts.person));
    let field = REFERRAL.and_now_settled_on;
    changes.set(Table::Referral, facts.id, field, &Value::Null, Value::Day(now.today));
    Ok(changes)
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::{CheckKind, Presence};
    use super::*;
    use crate::id::{CheckId, CountedIds};
    use crate::moment::Instant;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A draft that may be sent.
    pub(in crate::referral) fn draft() -> Facts {
        Facts {
            id: ReferralId(Uuid::from_u128(1)),
            person: PersonId(Uuid::from_u128(2)),
            transitions: Vec::new(),
            checks: Vec::new(),
            kind: "training".into(),
            session_start: None,
            session_end: None,
            programme_open: true,
            programme_name: "Prépa apprentissage".into(),
            provider_name: "CFA de Lille".into(),
            created_on: day("2026-03-01"),
            agreement: AgreementState::Person,
            minor: Some(false),
            and_now_settled_on: None,
        }
    }

    fn send(facts: &Facts) -> Result<Changes, Refusal> {
        ask(facts, State::Sent, "2026-03-10", None)
    }

    fn ask(facts: &Facts, to: State, on: &str, reason: Option<Reason>) -> Result<Changes, Refusal> {
        let request = MoveRequest { to, on: day(on), reason, note: String::new() };
        let now = Now { at: Instant(0), today: day("2026-03-10") };
        decide_move(facts, &request, now, None, &mut CountedIds(1000))
    }

    #[test]
    fn a_clock_set_back_does_not_turn_the_moves_of_a_day() {
        let (id, on, at) = (TransitionId(Uuid::from_u128(1)), day("2026-03-10"), 5_000);
        let note = String::new();
        let sent = Transition { id, on, at, from: State::Draft, to: State::Sent, reason: None, note };
        let facts = Facts { transitions: vec![sent], ..draft() };
        let changes = ask(&facts, State::Received, "2026-03-10", None).unwrap();
        let Some(crate::change::Op::New { fields, .. }) = changes.ops.first() else { panic!("one fact") };
        assert!(fields.contains(&(TRANSITION.at, Value::Int(5_001))), "asked at the clock's 0");

        let (kind, present, note) = (CheckKind::Chase, Presence::Yes, String::new());
        let chase = Check { id: CheckId(Uuid::from_u128(2)), kind, on, at: 7_000, present, note };
        let facts = Facts { checks: vec![chase], ..facts };
        let changes = ask(&facts, State::Received, "2026-03-10", None).unwrap();
        let Some(crate::change::Op::New { fields, .. }) = changes.ops.first() else { panic!("one fact") };
        assert!(fields.contains(&(TRANSITION.at, Value::Int(7_001))), "after the chase of that day too");
    }

    #[test]
    fn nothing_is_sent_before_the_agreement() {
        assert!(send(&draft()).is_ok());
        for agreement in [AgreementState::None, AgreementState::Withdrawn, AgreementState::Representative] {
            let refused = send(&Facts { agreement, ..draft() }).unwrap_err();
            assert_eq!(refused, Refusal::AgreementMissing { provider: "CFA de Lille".into() });
        }
        let minor = Facts { minor: Some(true), ..draft() };
        assert!(matches!(send(&minor), Err(Refusal::RepresentativeMissing { .. })));
        let both = AgreementState::Person.with(GivenBy::Representative);
        assert!(send(&Facts { agreement: both, ..minor }).is_ok());
        let unknown = Facts { minor: None, ..draft() };
        assert!(send(&unknown).is_ok(), "a street meeting is not held up");
        assert_eq!(warnings(&unknown, day("2026-03-10")), [Warning::AgeUnknown]);
    }

    #[test]
    fn sessions_days_and_reasons_are_guarded() {
        let past = Facts { session_start: Some(day("2026-03-09")), ..draft() };
        assert_eq!(send(&past).unwrap_err(), Refusal::SessionPast { session: day("2026-03-09") });
        assert_eq!(warnings(&past, day("2026-03-10")), [Warning::SessionPast], "told before it is refused");
        assert_eq!(warnings(&past, day("2026-03-09")), [], "on its first day it can still be joined");
        assert_eq!(
            ask(&draft(), State::Sent, "2026-03-11", None).unwrap_err(),
            Refusal::InTheFuture { field: "on".into() }
        );
        assert_eq!(ask(&draft(), State::Declined, "2026-03-10", None).unwrap_err(), Refusal::ReasonMissing);
        assert_eq!(
            ask(&draft(), State::Declined, "2026-03-10", Some(Reason::NoPlace)).unwrap_err(),
            Refusal::ReasonUnknown { reason: "no_place".into() }
        );
        assert!(ask(&draft(), State::Declined, "2026-03-10", Some(Reason::Transport)).is_ok());
        let closed = Facts { programme_open: false, ..draft() };
        assert!(send(&closed).is_ok(), "a closed programme warns");
        assert_eq!(warnings(&closed, day("2026-03-10")), [Warning::ProgrammeNotOpen]);
    }
}
