//! Typed identifiers over UUIDs that are given, never drawn, here; so one kind of id cannot stand for another.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[ts(type = "string")]
        pub struct $name(pub Uuid);

        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }
    )+};
}

ids! {
    /// A young person.
    PersonId,
    /// One follow-up of a person.
    CaseId,
    /// A dated move of a case between stages.
    CaseMoveId,
    /// An exchange with or about a person.
    EncounterId,
    /// One theme of the assessment of a case.
    NeedId,
    /// A structure that offers programmes.
    ProviderId,
    /// What one can be referred to.
    ProgrammeId,
    /// An agreement to share with one provider.
    AgreementId,
    /// A request to a programme.
    ReferralId,
    /// One move of a referral.
    TransitionId,
    /// A chase or a presence check on a referral.
    CheckId,
    /// Something to do by a day.
    TaskId,
    /// What was decided in a case.
    PlanId,
    /// One thing to do of a plan.
    StepId,
    /// A meeting at a time.
    AppointmentId,
    /// A workshop, a collective information, an outing.
    ActivityId,
    /// What the person does since a day.
    SituationId,
    /// What the person was told about their file.
    NoticeId,
    /// A file kept with a person.
    DocumentId,
    /// A case given to another referent.
    HandoverId,
    /// A field that the space defined for itself.
    CustomFieldId,
    /// Filters, order and columns of a list under a name.
    SavedViewId,
    /// Residents asked on one occasion.
    ConsultationId,
    /// What residents proposed on it.
    ProposalId,
    /// Works whose contract keeps hours for inhabitants.
    WorksSiteId,
    /// Hours worked there under the clause.
    ClauseHoursId,
    /// What was done, or is to be done, after it.
    FollowUpId,
    /// One anonymous answer about a programme.
    FeedbackId,
    /// What somebody asked of their file by right.
    RightsRequestId,
    /// What was decided of keeping a file.
    RetentionChoiceId,
    /// An operation that the European Social Fund Plus pays for.
    FundOperationId,
    /// A person in such an operation.
    FundParticipationId,
    /// What counts as a positive exit from a day on.
    OutcomeRuleId,
    /// A worker who writes in the files.
    WorkerId,
    /// The people who share cases.
    SpaceId,
    /// One laptop, or one life of it: a restored copy is another device.
    DeviceId,
}

/// Gives fresh identifiers; time-ordered ones in the application, numbered ones in tests.
pub trait Ids {
    fn fresh(&mut self) -> Uuid;
}

/// Identifiers counted up from a start, for tests and tables: laptops start at different thousands.
#[derive(Debug)]
pub struct CountedIds(pub u128);

impl Ids for CountedIds {
    fn fresh(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
}

/// The delays of one kind of programme have one id on every laptop, as has [`need_id`].
pub fn delay_id(kind: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("passerelle/delay/{kind}").as_bytes())
}

/// A team has one letterhead, under one id on every laptop.
pub fn letterhead_id() -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, b"passerelle/letterhead")
}

/// The need of one theme in one case has one id on every laptop, so that two answers given offline meet in one row.
pub fn need_id(case: CaseId, theme: &str) -> NeedId {
    NeedId(Uuid::new_v5(&case.0, theme.as_bytes()))
}

/// The task that follows one that comes back has one row, whoever ticks the first one off.
pub fn next_task_id(task: TaskId) -> TaskId {
    TaskId(Uuid::new_v5(&task.0, b"next"))
}

/// The task that reminds of a clock of the law in a case has one row on every laptop.
pub fn reminder_id(case: CaseId, clock: &str) -> TaskId {
    TaskId(Uuid::new_v5(&case.0, format!("clock/{clock}").as_bytes()))
}

/// The task that asks for the answer to a request by right has one row on every laptop.
pub fn rights_task_id(request: RightsRequestId) -> TaskId {
    TaskId(Uuid::new_v5(&request.0, b"answer"))
}

/// A person at an activity has one row on every laptop.
pub fn attendance_id(activity: ActivityId, person: PersonId) -> Uuid {
    Uuid::new_v5(&activity.0, person.0.as_bytes())
}

/// A person takes part in an operation of the fund once, in one row on every laptop.
pub fn fund_participation_id(operation: FundOperationId, person: PersonId) -> FundParticipationId {
    FundParticipationId(Uuid::new_v5(&operation.0, person.0.as_bytes()))
}

/// The task that asks for an answer of the fund on an occasion has one row on every laptop.
pub fn fund_task_id(participation: FundParticipationId, occasion: &str) -> TaskId {
    TaskId(Uuid::new_v5(&participation.0, occasion.as_bytes()))
}

/// What a person's file says in a field of the space has one row on every laptop.
pub fn custom_value_id(field: CustomFieldId, person: PersonId) -> Uuid {
    Uuid::new_v5(&field.0, person.0.as_bytes())
}

/// Fields of the demonstration, numbered from 1.
pub const DEMO_FIELDS: u32 = 2;

/// The fields of the demonstration have the same ids in every vault, so that they go with it and no field of a team does.
pub fn demo_field_id(number: u32) -> CustomFieldId {
    CustomFieldId(Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("passerelle/demo/field/{number}").as_bytes()))
}

/// What was decided of two people who look alike has one row on every laptop, whichever is named first.
pub fn same_as_id(one: PersonId, other: PersonId) -> Uuid {
    let (low, high) = if one < other { (one, other) } else { (other, one) };
    Uuid::new_v5(&low.0, high.0.as_bytes())
}
