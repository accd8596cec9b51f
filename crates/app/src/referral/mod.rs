//! What a worker does with referrals: propose, send, follow, chase, settle.

mod delays;

use chrono::NaiveDate;
use passerelle_domain::agreement::{self, GivenBy};
use passerelle_domain::change::{Changes, REFERRAL, Table, Value};
use passerelle_domain::id::{Ids, PersonId, ProgrammeId, ReferralId};
use passerelle_domain::moment::Now;
use passerelle_domain::referral::{
    CheckKind, Corrected, MoveRequest, Presence, Reason, State, check_session, correct, decide_check,
    decide_move, read_wish, settle_and_now,
};
use passerelle_vault::person::PersonFile;
use passerelle_vault::referral::{BoardFilter, ReferralFile, ReferralPage};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::{App, FreshIds, Open, Registrar, UseCase, day_or_today};
use crate::{Problem, access};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ListReferrals>();
    registrar.register::<OpenReferral>();
    registrar.register::<ProposeReferral>();
    registrar.register::<CorrectReferral>();
    registrar.register::<SendReferral>();
    registrar.register::<MoveReferral>();
    registrar.register::<CheckReferral>();
    registrar.register::<SettleAndNow>();
    registrar.register::<delays::ListDelays>();
    registrar.register::<delays::ChangeDelays>();
}

#[derive(Deserialize, TS)]
pub struct ListReferrals {
    filter: BoardFilter,
    offset: u32,
    limit: u32,
}

impl UseCase for ListReferrals {
    const NAME: &'static str = "referral.list";
    type Answer = ReferralPage;

    fn run(self, app: &App) -> Result<ReferralPage, Problem> {
        app.ask(|vault, now| vault.referrals(&self.filter, self.offset, self.limit, now.today))
    }
}

/// One referral in full. Refused as `person.open` until a reason was said today.
#[derive(Deserialize, TS)]
pub struct OpenReferral {
    referral: ReferralId,
}

impl UseCase for OpenReferral {
    const NAME: &'static str = "referral.open";
    type Answer = ReferralFile;

    fn run(self, app: &App) -> Result<ReferralFile, Problem> {
        app.with(|open| {
            let now = app.now();
            let file = open.vault.referral(self.referral, now.today)?;
            access::opens_part(open, file.line.person, now)?;
            Ok(file)
        })
    }
}

/// A draft: this programme for this person.
#[derive(Deserialize, TS)]
pub struct ProposeReferral {
    person: PersonId,
    programme: ProgrammeId,
    /// Why, in the young person's own words where possible.
    wish: String,
    session_start: Option<NaiveDate>,
    session_end: Option<NaiveDate>,
}

#[derive(Serialize, TS)]
pub struct Proposed {
    pub referral: ReferralId,
}

/// What is asked of a programme for somebody.
#[derive(Default)]
pub(crate) struct Asked {
    pub wish: String,
    /// Its first and last day, as far as they are known.
    pub session: (Option<NaiveDate>, Option<NaiveDate>),
}

/// A new draft of a referral.
pub(crate) fn proposed(
    open: &Open,
    file: &PersonFile,
    programme: ProgrammeId,
    asked: Asked,
    now: Now,
    ids: &mut dyn Ids,
) -> (ReferralId, Changes) {
    let referral = ReferralId(ids.fresh());
    let mut changes = Changes::new("referral.propose", Some(file.id));
    let (start, end) = asked.session;
    changes.row(
        Table::Referral,
        referral,
        vec![
            (REFERRAL.person, Value::Id(file.id.0)),
            (REFERRAL.case_file, Value::id(file.cases.first().map(|case| case.id))),
            (REFERRAL.programme, Value::Id(programme.0)),
            (REFERRAL.wish, Value::Text(asked.wish)),
            (REFERRAL.session_start, Value::day(start)),
            (REFERRAL.session_end, Value::day(end)),
            (REFERRAL.author, Value::Id(open.worker.0)),
            (REFERRAL.proposed_on, Value::Day(now.today)),
        ],
    );
    (referral, changes)
}

impl UseCase for ProposeReferral {
    const NAME: &'static str = "referral.propose";
    type Answer = Proposed;

    fn run(self, app: &App) -> Result<Proposed, Problem> {
        app.act(|open, now, ids| {
            let file = open.vault.person(self.person, now.today)?;
            let programme = open.vault.programme(self.programme)?;
            let wish = read_wish(&self.wish)?;
            // A start the catalogue still shows though it has passed is no session of this referral.
            let next_start = programme.what.next_start.filter(|start| *start >= now.today);
            let session_start = self.session_start.or(next_start);
            check_session(session_start, self.session_end)?;
            let asked = Asked { wish, session: (session_start, self.session_end) };
            let (referral, changes) = proposed(open, &file, self.programme, asked, now, ids);
            Ok((Proposed { referral }, changes))
        })
    }
}

/// Corrects a draft, or the session's days of what was sent.
#[derive(Deserialize, TS)]
pub struct CorrectReferral {
    referral: ReferralId,
    wish: String,
    session_start: Option<NaiveDate>,
    session_end: Option<NaiveDate>,
}

impl UseCase for CorrectReferral {
    const NAME: &'static str = "referral.correct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let facts = open.vault.referral_facts(self.referral, now.today)?;
            let kept = open.vault.referral(self.referral, now.today)?.wish;
            let (session_start, session_end) = (self.session_start, self.session_end);
            let after = Corrected { wish: &self.wish, session_start, session_end };
            Ok(((), correct(&facts, &kept, &after)?))
        })
    }
}

/// Sends a draft; the agreement can be recorded in the same gesture, before the guard looks at it.
#[derive(Deserialize, TS)]
pub struct SendReferral {
    referral: ReferralId,
    on: Option<NaiveDate>,
    note: String,
    agreement: Option<GivenBy>,
}

impl UseCase for SendReferral {
    const NAME: &'static str = "referral.send";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.alone(|open| {
            let now = app.now();
            let mut ids = FreshIds;
            let on = day_or_today(self.on, now)?;
            let mut facts = open.vault.referral_facts(self.referral, now.today)?;
            let mut acts = Vec::new();
            if let Some(given_by) = self.agreement {
                let provider = open.vault.referral(self.referral, now.today)?.provider;
                let (_, changes) = agreement::record(facts.person, provider, given_by, on, now, &mut ids)?;
                facts.agreement = facts.agreement.with(given_by);
                acts.push(changes);
            }
            let request = MoveRequest { to: State::Sent, on, reason: None, note: self.note.clone() };
            acts.push(decide_move(&facts, &request, now, Some(open.worker), &mut ids)?);
            app.write(open, &acts)
        })
    }
}

/// Any other move.
#[derive(Deserialize, TS)]
pub struct MoveReferral {
    referral: ReferralId,
    to: State,
    on: Option<NaiveDate>,
    reason: Option<Reason>,
    note: String,
}

impl UseCase for MoveReferral {
    const NAME: &'static str = "referral.move";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, ids| {
            let facts = open.vault.referral_facts(self.referral, now.today)?;
            let on = day_or_today(self.on, now)?;
            let request = MoveRequest { to: self.to, on, reason: self.reason, note: self.note };
            Ok(((), decide_move(&facts, &request, now, Some(open.worker), ids)?))
        })
    }
}

/// A chase, or the answer to "did they come, are they still there".
#[derive(Deserialize, TS)]
pub struct CheckReferral {
    referral: ReferralId,
    kind: CheckKind,
    present: Presence,
    on: Option<NaiveDate>,
    note: String,
}

impl UseCase for CheckReferral {
    const NAME: &'static str = "referral.check";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, ids| {
            let facts = open.vault.referral_facts(self.referral, now.today)?;
            let on = day_or_today(self.on, now)?;
            let author = Some(open.worker);
            let changes = decide_check(&facts, self.kind, self.present, on, &self.note, now, author, ids)?;
            Ok(((), changes))
        })
    }
}

/// Answers "and now?" after an ending that was no success.
#[derive(Deserialize, TS)]
pub struct SettleAndNow {
    referral: ReferralId,
}

impl UseCase for SettleAndNow {
    const NAME: &'static str = "referral.settle_and_now";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let facts = open.vault.referral_facts(self.referral, now.today)?;
            Ok(((), settle_and_now(&facts, now)?))
        })
    }
}
