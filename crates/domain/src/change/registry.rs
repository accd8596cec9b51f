//! Every synchronised table and field with its number, given once and for ever: never renumbered, reused or retyped.

use super::table::tables;
pub use super::table::{Field, FieldDef, Kind, TableDef};

tables! {
    Worker = 1 "worker" WORKER: WorkerFields {
        name = 1 "name" Kind::Text,
        removed = 2 "removed" Kind::Int,
    }
    Person = 2 "person" PERSON: PersonFields {
        given_name = 1 "given_name" Kind::Text,
        family_name = 2 "family_name" Kind::Text,
        birth = 3 "birth" Kind::Text,
        sex = 4 "sex" Kind::Text,
        phone = 5 "phone" Kind::Text,
        email = 6 "email" Kind::Text,
        address = 7 "address" Kind::Group(&["address_line", "postal_code", "commune", "insee"]),
        qpv = 8 "qpv" Kind::Text,
        school = 9 "school" Kind::Group(&["school_name", "school_uai"]),
        level = 10 "level" Kind::Text,
        guardian = 11 "guardian" Kind::Group(&["guardian_name", "guardian_phone"]),
        summary = 12 "summary" Kind::Text,
        demo = 13 "demo" Kind::Int,
        removed = 14 "removed" Kind::Int,
        guardian_reach = 15 "guardian_reach" Kind::Group(&["guardian_relation", "guardian_email"]),
        left_school = 16 "left_school" Kind::Text,
        residence = 17 "residence" Kind::Group(&["residence_answer", "residence_way", "residence_address", "residence_note"]),
        residence_on = 18 "residence_on" Kind::Day,
    }
    Case = 3 "case_file" CASE: CaseFields {
        person = 1 "person" Kind::Id,
        origin = 2 "origin" Kind::Group(&["origin_kind", "origin_detail"]),
        origin_on = 3 "origin_on" Kind::Day,
        referent = 4 "referent" Kind::Id,
        opened_on = 5 "opened_on" Kind::Day,
        summoned_on = 6 "summoned_on" Kind::Day,
        cej_started_on = 7 "cej_started_on" Kind::Day,
        cej_extended = 8 "cej_extended" Kind::Text,
        reference = 9 "reference" Kind::Text,
    }
    CaseMove = 4 "case_move" CASE_MOVE: CaseMoveFields {
        case_file = 1 "case_file" Kind::Id,
        from_stage = 2 "from_stage" Kind::Text,
        to_stage = 3 "to_stage" Kind::Text,
        on_day = 4 "on_day" Kind::Day,
        reason = 5 "reason" Kind::Text,
        exit_kind = 6 "exit_kind" Kind::Text,
        author = 7 "author" Kind::Id,
        at = 8 "at" Kind::Int,
        undone = 9 "undone" Kind::Int,
    }
    Encounter = 5 "encounter" ENCOUNTER: EncounterFields {
        person = 1 "person" Kind::Id,
        case_file = 2 "case_file" Kind::Id,
        kind = 3 "kind" Kind::Text,
        initiative = 4 "initiative" Kind::Text,
        result = 5 "result" Kind::Text,
        on_day = 6 "on_day" Kind::Day,
        place = 7 "place" Kind::Text,
        note = 8 "note" Kind::Text,
        author = 9 "author" Kind::Id,
        at = 10 "at" Kind::Int,
        removed = 11 "removed" Kind::Int,
    }
    Need = 6 "need" NEED: NeedFields {
        case_file = 1 "case_file" Kind::Id,
        theme = 2 "theme" Kind::Text,
        answer = 3 "answer" Kind::Text,
        note = 4 "note" Kind::Text,
        answered_on = 5 "answered_on" Kind::Day,
        situations = 6 "situations" Kind::Set,
    }
    Provider = 7 "provider" PROVIDER: ProviderFields {
        name = 1 "name" Kind::Text,
        siret = 2 "siret" Kind::Text,
        uai = 3 "uai" Kind::Text,
        phone = 4 "phone" Kind::Text,
        email = 5 "email" Kind::Text,
        address = 6 "address" Kind::Group(&["address_line", "postal_code", "commune", "insee"]),
        contact = 7 "contact" Kind::Text,
        note = 8 "note" Kind::Text,
        demo = 9 "demo" Kind::Int,
        removed = 10 "removed" Kind::Int,
    }
    Programme = 8 "programme" PROGRAMME: ProgrammeFields {
        provider = 1 "provider" Kind::Id,
        name = 2 "name" Kind::Text,
        kind = 3 "kind" Kind::Text,
        summary = 4 "summary" Kind::Text,
        ages = 5 "ages" Kind::Group(&["min_age", "max_age"]),
        next_start = 6 "next_start" Kind::Day,
        places = 7 "places" Kind::Int,
        status = 8 "status" Kind::Text,
        tags = 9 "tags" Kind::Set,
        fundings = 10 "fundings" Kind::Set,
        demo = 11 "demo" Kind::Int,
        removed = 12 "removed" Kind::Int,
        source = 13 "source" Kind::Group(&["source", "source_key"]),
    }
    Agreement = 9 "agreement" AGREEMENT: AgreementFields {
        person = 1 "person" Kind::Id,
        provider = 2 "provider" Kind::Id,
        given_on = 3 "given_on" Kind::Day,
        given_by = 4 "given_by" Kind::Text,
        text_version = 5 "text_version" Kind::Text,
        withdrawn_on = 6 "withdrawn_on" Kind::Day,
        removed = 7 "removed" Kind::Int,
    }
    Referral = 10 "referral" REFERRAL: ReferralFields {
        person = 1 "person" Kind::Id,
        case_file = 2 "case_file" Kind::Id,
        programme = 3 "programme" Kind::Id,
        wish = 4 "wish" Kind::Text,
        session_start = 5 "session_start" Kind::Day,
        session_end = 6 "session_end" Kind::Day,
        author = 7 "author" Kind::Id,
        and_now_settled_on = 8 "and_now_settled_on" Kind::Day,
        proposed_on = 9 "proposed_on" Kind::Day,
        removed = 10 "removed" Kind::Int,
    }
    Transition = 11 "transition" TRANSITION: TransitionFields {
        referral = 1 "referral" Kind::Id,
        from_state = 2 "from_state" Kind::Text,
        to_state = 3 "to_state" Kind::Text,
        on_day = 4 "on_day" Kind::Day,
        reason = 5 "reason" Kind::Text,
        note = 6 "note" Kind::Text,
        author = 7 "author" Kind::Id,
        at = 8 "at" Kind::Int,
        undone = 9 "undone" Kind::Int,
    }
    Check = 12 "referral_check" CHECK: CheckFields {
        referral = 1 "referral" Kind::Id,
        kind = 2 "kind" Kind::Text,
        on_day = 3 "on_day" Kind::Day,
        present = 4 "present" Kind::Text,
        note = 5 "note" Kind::Text,
        author = 6 "author" Kind::Id,
        at = 7 "at" Kind::Int,
        undone = 8 "undone" Kind::Int,
    }
    Task = 13 "task" TASK: TaskFields {
        person = 1 "person" Kind::Id,
        case_file = 2 "case_file" Kind::Id,
        what = 3 "what" Kind::Text,
        due_on = 4 "due_on" Kind::Day,
        done_on = 5 "done_on" Kind::Day,
        urgent = 6 "urgent" Kind::Int,
        author = 7 "author" Kind::Id,
        every = 8 "every" Kind::Text,
        removed = 9 "removed" Kind::Int,
    }
    Delay = 14 "delay" DELAY: DelayFields {
        kind = 1 "kind" Kind::Text,
        draft = 2 "draft" Kind::Int,
        acknowledge = 3 "acknowledge" Kind::Int,
        answer = 4 "answer" Kind::Int,
        waitlist = 5 "waitlist" Kind::Int,
        start = 6 "start" Kind::Int,
        length = 7 "length" Kind::Int,
    }
    Plan = 15 "plan" PLAN: PlanFields {
        person = 1 "person" Kind::Id,
        case_file = 2 "case_file" Kind::Id,
        words = 3 "words" Kind::Text,
        decided_on = 4 "decided_on" Kind::Day,
        agreed_on = 5 "agreed_on" Kind::Day,
        review_on = 6 "review_on" Kind::Day,
        closed_on = 7 "closed_on" Kind::Day,
        author = 8 "author" Kind::Id,
        at = 9 "at" Kind::Int,
    }
    Step = 16 "step" STEP: StepFields {
        person = 1 "person" Kind::Id,
        plan = 2 "plan" Kind::Id,
        what = 3 "what" Kind::Text,
        by_whom = 4 "by_whom" Kind::Text,
        due_on = 5 "due_on" Kind::Day,
        done_on = 6 "done_on" Kind::Day,
        dropped_on = 7 "dropped_on" Kind::Day,
        note = 8 "note" Kind::Text,
        author = 9 "author" Kind::Id,
        at = 10 "at" Kind::Int,
        removed = 11 "removed" Kind::Int,
    }
    Appointment = 17 "appointment" APPOINTMENT: AppointmentFields {
        person = 1 "person" Kind::Id,
        case_file = 2 "case_file" Kind::Id,
        referral = 3 "referral" Kind::Id,
        what = 4 "what" Kind::Text,
        slot = 5 "slot" Kind::Group(&["on_day", "at_time", "minutes"]),
        place = 6 "place" Kind::Text,
        with_whom = 7 "with_whom" Kind::Text,
        outcome = 8 "outcome" Kind::Text,
        note = 9 "note" Kind::Text,
        moved_to = 10 "moved_to" Kind::Id,
        author = 11 "author" Kind::Id,
        at = 12 "at" Kind::Int,
        removed = 13 "removed" Kind::Int,
    }
    Activity = 18 "activity" ACTIVITY: ActivityFields {
        kind = 1 "kind" Kind::Text,
        title = 2 "title" Kind::Text,
        slot = 3 "slot" Kind::Group(&["on_day", "at_time", "minutes"]),
        place = 4 "place" Kind::Text,
        note = 5 "note" Kind::Text,
        author = 6 "author" Kind::Id,
        at = 7 "at" Kind::Int,
        demo = 8 "demo" Kind::Int,
        removed = 9 "removed" Kind::Int,
    }
    Attendance = 19 "attendance" ATTENDANCE: AttendanceFields {
        activity = 1 "activity" Kind::Id,
        person = 2 "person" Kind::Id,
        answer = 3 "answer" Kind::Text,
        note = 4 "note" Kind::Text,
        author = 5 "author" Kind::Id,
        at = 6 "at" Kind::Int,
    }
    Situation = 20 "situation" SITUATION: SituationFields {
        person = 1 "person" Kind::Id,
        case_file = 2 "case_file" Kind::Id,
        kind = 3 "kind" Kind::Text,
        since_on = 4 "since_on" Kind::Day,
        occasion = 5 "occasion" Kind::Text,
        proof = 6 "proof" Kind::Text,
        document = 7 "document" Kind::Id,
        note = 8 "note" Kind::Text,
        author = 9 "author" Kind::Id,
        at = 10 "at" Kind::Int,
        removed = 11 "removed" Kind::Int,
    }
    Notice = 21 "notice" NOTICE: NoticeFields {
        person = 1 "person" Kind::Id,
        told_on = 2 "told_on" Kind::Day,
        told_to = 3 "told_to" Kind::Text,
        way = 4 "way" Kind::Text,
        text_version = 5 "text_version" Kind::Text,
        author = 6 "author" Kind::Id,
        at = 7 "at" Kind::Int,
        removed = 8 "removed" Kind::Int,
    }
    Document = 22 "document" DOCUMENT: DocumentFields {
        person = 1 "person" Kind::Id,
        case_file = 2 "case_file" Kind::Id,
        name = 3 "name" Kind::Text,
        media = 4 "media" Kind::Text,
        size = 5 "size" Kind::Int,
        hash = 6 "hash" Kind::Text,
        kind = 7 "kind" Kind::Text,
        note = 8 "note" Kind::Text,
        added_on = 9 "added_on" Kind::Day,
        author = 10 "author" Kind::Id,
        at = 11 "at" Kind::Int,
        removed = 12 "removed" Kind::Int,
        blob_name = 13 "blob_name" Kind::Text,
        blob_key = 14 "blob_key" Kind::Text,
    }
    SameAs = 23 "same_as" SAME_AS: SameAsFields {
        kept = 1 "kept" Kind::Id,
        other = 2 "other" Kind::Id,
        verdict = 3 "verdict" Kind::Text,
        on_day = 4 "on_day" Kind::Day,
        author = 5 "author" Kind::Id,
        at = 6 "at" Kind::Int,
    }
    Handover = 24 "handover" HANDOVER: HandoverFields {
        person = 1 "person" Kind::Id,
        case_file = 2 "case_file" Kind::Id,
        from_worker = 3 "from_worker" Kind::Id,
        to_worker = 4 "to_worker" Kind::Id,
        on_day = 5 "on_day" Kind::Day,
        note = 6 "note" Kind::Text,
        author = 7 "author" Kind::Id,
        at = 8 "at" Kind::Int,
        removed = 9 "removed" Kind::Int,
    }
    CustomField = 25 "custom_field" CUSTOM_FIELD: CustomFieldFields {
        label = 1 "label" Kind::Text,
        kind = 2 "kind" Kind::Text,
        choices = 3 "choices" Kind::Text,
        rank = 4 "rank" Kind::Int,
        removed = 5 "removed" Kind::Int,
    }
    CustomValue = 26 "custom_value" CUSTOM_VALUE: CustomValueFields {
        person = 1 "person" Kind::Id,
        custom_field = 2 "custom_field" Kind::Id,
        value = 3 "value" Kind::Text,
    }
    SavedView = 27 "saved_view" SAVED_VIEW: SavedViewFields {
        owner = 1 "owner" Kind::Id,
        name = 2 "name" Kind::Text,
        body = 3 "body" Kind::Text,
        rank = 4 "rank" Kind::Int,
        removed = 5 "removed" Kind::Int,
    }
    Consultation = 28 "consultation" CONSULTATION: ConsultationFields {
        kind = 1 "kind" Kind::Text,
        question = 2 "question" Kind::Text,
        held_on = 3 "held_on" Kind::Day,
        place = 4 "place" Kind::Text,
        qpvs = 5 "qpvs" Kind::Set,
        total = 6 "total" Kind::Int,
        colleges = 7 "colleges" Kind::Group(&["residents", "local_actors", "young", "other_college"]),
        ages = 8 "ages" Kind::Group(&["under_16", "from_16_to_25", "from_26_to_64", "from_65"]),
        sexes = 9 "sexes" Kind::Group(&["women", "men", "other_sex"]),
        note = 10 "note" Kind::Text,
        answer_due_on = 11 "answer_due_on" Kind::Day,
        author = 12 "author" Kind::Id,
        at = 13 "at" Kind::Int,
        demo = 14 "demo" Kind::Int,
        removed = 15 "removed" Kind::Int,
    }
    Proposal = 29 "proposal" PROPOSAL: ProposalFields {
        consultation = 1 "consultation" Kind::Id, what = 2 "what" Kind::Text, theme = 3 "theme" Kind::Text,
        opinions = 4 "opinions" Kind::Group(&["in_favour", "against", "no_opinion"]),
        answer = 5 "answer" Kind::Group(&[
        "answer_kind", "answer_by", "answer_on", "answer_reason", "answer_follows", "answer_due_on", ]),
        author = 6 "author" Kind::Id, at = 7 "at" Kind::Int, removed = 8 "removed" Kind::Int,
    }
    FollowUp = 30 "follow_up" FOLLOW_UP: FollowUpFields {
        consultation = 1 "consultation" Kind::Id, proposal = 2 "proposal" Kind::Id,
        on_day = 3 "on_day" Kind::Day, what = 4 "what" Kind::Text, done = 5 "done" Kind::Int,
        author = 6 "author" Kind::Id, at = 7 "at" Kind::Int, removed = 8 "removed" Kind::Int,
    }
    Feedback = 31 "feedback" FEEDBACK: FeedbackFields {
        programme = 1 "programme" Kind::Id, batch = 2 "batch" Kind::Id, month = 3 "month" Kind::Text,
        helped = 4 "helped" Kind::Text, recommend = 5 "recommend" Kind::Text, words = 6 "words" Kind::Text,
        demo = 7 "demo" Kind::Int, removed = 8 "removed" Kind::Int,
    }
    Letterhead = 36 "letterhead" LETTERHEAD: LetterheadFields {
        name = 1 "name" Kind::Text, address = 2 "address" Kind::Text, foot = 3 "foot" Kind::Text,
        logo = 4 "logo" Kind::Text,
    }
    RightsRequest = 32 "rights_request" RIGHTS_REQUEST: RightsRequestFields {
        person = 1 "person" Kind::Id, kind = 2 "kind" Kind::Text, received_on = 3 "received_on" Kind::Day,
        asked_by = 4 "asked_by" Kind::Text, identity = 5 "identity" Kind::Text,
        asked = 6 "asked" Kind::Text,
        extension = 7 "extension" Kind::Group(&["extended_on", "extended_reason"]),
        answer = 8 "answer" Kind::Group(&["outcome", "answered_on", "answer_note"]),
        lifted = 9 "lifted" Kind::Group(&["lifted_on", "lifted_reason"]), author = 10 "author" Kind::Id,
        at = 11 "at" Kind::Int, removed = 12 "removed" Kind::Int,
    }
    RetentionChoice = 33 "retention_choice" RETENTION_CHOICE: RetentionChoiceFields {
        person = 1 "person" Kind::Id, keeping = 2 "keeping" Kind::Text, on_day = 3 "on_day" Kind::Day,
        until = 4 "until" Kind::Day, reason = 5 "reason" Kind::Text, rule = 6 "rule" Kind::Text,
        author = 7 "author" Kind::Id, at = 8 "at" Kind::Int, removed = 9 "removed" Kind::Int,
    }
    WorksSite = 40 "works_site" WORKS_SITE: WorksSiteFields {
        name = 1 "name" Kind::Text, works = 2 "works" Kind::Text, total_hours = 3 "total_hours" Kind::Int,
        percent = 4 "percent" Kind::Int, owner = 5 "owner" Kind::Text, contract = 6 "contract" Kind::Text,
        qpv = 7 "qpv" Kind::Text, commune = 8 "commune" Kind::Text, opens_on = 9 "opens_on" Kind::Day,
        closes_on = 10 "closes_on" Kind::Day, programme = 11 "programme" Kind::Id,
        note = 12 "note" Kind::Text, author = 13 "author" Kind::Id, at = 14 "at" Kind::Int,
        demo = 15 "demo" Kind::Int, removed = 16 "removed" Kind::Int,
    }
    ClauseHours = 41 "clause_hours" CLAUSE_HOURS: ClauseHoursFields {
        site = 1 "site" Kind::Id, employer = 2 "employer" Kind::Text, person = 3 "person" Kind::Id,
        on_day = 4 "on_day" Kind::Day, minutes = 5 "minutes" Kind::Int, contract = 6 "contract" Kind::Text,
        author = 7 "author" Kind::Id, at = 8 "at" Kind::Int, removed = 9 "removed" Kind::Int,
    }
    FundOperation = 42 "fund_operation" FUND_OPERATION: FundOperationFields {
        name = 1 "name" Kind::Text, number = 2 "number" Kind::Text,
        programme_name = 3 "programme_name" Kind::Text, beneficiary = 4 "beneficiary" Kind::Text,
        from_on = 5 "from_on" Kind::Day, until_on = 6 "until_on" Kind::Day,
        ages = 7 "ages" Kind::Group(&["min_age", "max_age"]), levels = 8 "levels" Kind::Text,
        qpv_only = 9 "qpv_only" Kind::Text, warn_percent = 10 "warn_percent" Kind::Int,
        kept_until = 11 "kept_until" Kind::Day, columns = 12 "columns" Kind::Text, note = 13 "note" Kind::Text,
        author = 14 "author" Kind::Id, at = 15 "at" Kind::Int, demo = 16 "demo" Kind::Int,
        removed = 17 "removed" Kind::Int,
    }
    FundParticipation = 43 "fund_participation" FUND_PARTICIPATION: FundParticipationFields {
        person = 1 "person" Kind::Id, operation = 2 "operation" Kind::Id, entered_on = 3 "entered_on" Kind::Day,
        left_on = 4 "left_on" Kind::Day, left_reason = 5 "left_reason" Kind::Text,
        questionnaire = 6 "questionnaire" Kind::Text, sex = 7 "sex" Kind::Text, birth = 8 "birth" Kind::Text,
        labour = 9 "labour" Kind::Text, unemployed_since = 10 "unemployed_since" Kind::Day,
        in_education = 11 "in_education" Kind::Text, level = 12 "level" Kind::Text,
        disability = 13 "disability" Kind::Text, third_country = 14 "third_country" Kind::Text,
        foreign_background = 15 "foreign_background" Kind::Text, minority = 16 "minority" Kind::Text,
        housing = 17 "housing" Kind::Text, rural = 18 "rural" Kind::Text,
        exit = 19 "exit" Kind::Group(&["exit_on", "exit_labour", "exit_searching", "exit_education", "exit_qualified"]),
        later = 20 "later" Kind::Group(&["later_on", "later_employed", "later_improved"]),
        author = 21 "author" Kind::Id, at = 22 "at" Kind::Int, removed = 23 "removed" Kind::Int,
    }
    OutcomeRule = 44 "outcome_rule" OUTCOME_RULE: OutcomeRuleFields {
        name = 1 "name" Kind::Text, from_on = 2 "from_on" Kind::Day, kind = 3 "kind" Kind::Text,
        programme = 4 "programme" Kind::Id, positive = 5 "positive" Kind::Text,
        author = 6 "author" Kind::Id, at = 7 "at" Kind::Int, removed = 8 "removed" Kind::Int,
    }
}

impl Table {
    /// The definition of one of its fields; none when a newer version made it.
    pub fn field(self, field: Field) -> Option<&'static FieldDef> {
        self.def().fields.iter().find(|def| def.field == field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_are_given_once() {
        let mut tables = BTreeSet::new();
        for table in Table::ALL {
            assert!(tables.insert(table.number()), "{table:?} shares its number");
            assert_eq!(Table::from_number(table.number()), Some(*table));
            let mut fields = BTreeSet::new();
            for def in table.def().fields {
                assert!(fields.insert(def.field), "{table:?}.{} shares its number", def.name);
            }
        }
    }
}
