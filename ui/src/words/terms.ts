// The closed lists of the work in words. A code without its words does not compile.

import type {
  AgreementState,
  Answer,
  CheckKind,
  DueKind,
  EncounterKind,
  EncounterResult,
  ExitKind,
  Funding,
  GivenBy,
  Initiative,
  Level,
  LikenessReason,
  OriginKind,
  Presence,
  ProgrammeKind,
  ProgrammeStatus,
  Reason,
  Sex,
  Stage,
  State,
  Strength,
  Tag,
  Theme,
  Warning,
} from "../api/generated.ts";
import { m } from "./generated/messages.js";

export type Term<C extends string> = Readonly<Record<C, () => string>>;

export const stageWords: Term<Stage> = {
  spotted: m.terms_stage_spotted,
  contacting: m.terms_stage_contacting,
  unreachable: m.terms_stage_unreachable,
  assessing: m.terms_stage_assessing,
  planning: m.terms_stage_planning,
  following: m.terms_stage_following,
  left: m.terms_stage_left,
  closed: m.terms_stage_closed,
};

export const stateWords: Term<State> = {
  draft: m.terms_state_draft,
  sent: m.terms_state_sent,
  received: m.terms_state_received,
  in_review: m.terms_state_in_review,
  waitlisted: m.terms_state_waitlisted,
  accepted: m.terms_state_accepted,
  started: m.terms_state_started,
  completed: m.terms_state_completed,
  refused: m.terms_state_refused,
  declined: m.terms_state_declined,
  cancelled: m.terms_state_cancelled,
  expired: m.terms_state_expired,
  abandoned: m.terms_state_abandoned,
};

export const moveWords: Term<State> = {
  draft: m.terms_move_draft,
  sent: m.terms_move_sent,
  received: m.terms_move_received,
  in_review: m.terms_move_in_review,
  waitlisted: m.terms_move_waitlisted,
  accepted: m.terms_move_accepted,
  started: m.terms_move_started,
  completed: m.terms_move_completed,
  refused: m.terms_move_refused,
  declined: m.terms_move_declined,
  cancelled: m.terms_move_cancelled,
  expired: m.terms_move_expired,
  abandoned: m.terms_move_abandoned,
};

export const originWords: Term<OriginKind> = {
  street: m.terms_origin_street,
  siei: m.terms_origin_siei,
  school: m.terms_origin_school,
  cfa: m.terms_origin_cfa,
  partner: m.terms_origin_partner,
  family: m.terms_origin_family,
  spontaneous: m.terms_origin_spontaneous,
};

export const exitWords: Term<ExitKind> = {
  training: m.terms_exit_training,
  apprenticeship: m.terms_exit_apprenticeship,
  school: m.terms_exit_school,
  job: m.terms_exit_job,
  civic_service: m.terms_exit_civic_service,
  business: m.terms_exit_business,
  handed: m.terms_exit_handed,
  lost: m.terms_exit_lost,
  moved: m.terms_exit_moved,
  other: m.terms_exit_other,
};

export const wayWords: Term<EncounterKind> = {
  note: m.terms_way_note,
  street: m.terms_way_street,
  call: m.terms_way_call,
  message: m.terms_way_message,
  visit: m.terms_way_visit,
  interview: m.terms_way_interview,
  partner: m.terms_way_partner,
};

export const initiativeWords: Term<Initiative> = {
  person: m.terms_initiative_person,
  worker: m.terms_initiative_worker,
  other: m.terms_initiative_other,
};

export const resultWords: Term<EncounterResult> = {
  reached: m.terms_result_reached,
  no_answer: m.terms_result_no_answer,
  left_message: m.terms_result_left_message,
  missed: m.terms_result_missed,
};

export const needWords: Term<Theme> = {
  housing: m.terms_need_housing,
  mobility: m.terms_need_mobility,
  health: m.terms_need_health,
  finances: m.terms_need_finances,
  paperwork: m.terms_need_paperwork,
  family: m.terms_need_family,
  french: m.terms_need_french,
  digital: m.terms_need_digital,
  work: m.terms_need_work,
  training: m.terms_need_training,
};

export const answerWords: Term<Answer> = {
  unasked: m.terms_answer_unasked,
  no: m.terms_answer_no,
  yes: m.terms_answer_yes,
};

export const sexWords: Term<Sex> = {
  female: m.terms_sex_female,
  male: m.terms_sex_male,
  other: m.terms_sex_other,
};

export const levelWords: Term<Level> = {
  none: m.terms_level_none,
  level_3: m.terms_level_level_3,
  level_4: m.terms_level_level_4,
  level_5: m.terms_level_level_5,
  level_6: m.terms_level_level_6,
  level_7: m.terms_level_level_7,
  higher: m.terms_level_higher,
};

export const kindWords: Term<ProgrammeKind> = {
  training: m.terms_kind_training,
  apprenticeship: m.terms_kind_apprenticeship,
  back_to_school: m.terms_kind_back_to_school,
  job: m.terms_kind_job,
  insertion: m.terms_kind_insertion,
  social_clause: m.terms_kind_social_clause,
  civic_service: m.terms_kind_civic_service,
  business: m.terms_kind_business,
  guidance: m.terms_kind_guidance,
  obstacle: m.terms_kind_obstacle,
  culture: m.terms_kind_culture,
};

export const statusWords: Term<ProgrammeStatus> = {
  open: m.terms_status_open,
  blocked: m.terms_status_blocked,
  closed: m.terms_status_closed,
};

export const tagWords: Term<Tag> = {
  rev3: m.terms_tag_rev3,
  craft: m.terms_tag_craft,
  commerce: m.terms_tag_commerce,
  urban_renewal: m.terms_tag_urban_renewal,
};

export const fundingWords: Term<Funding> = {
  region: m.terms_funding_region,
  fse_plus: m.terms_funding_fse_plus,
  feder: m.terms_funding_feder,
  anru: m.terms_funding_anru,
  state: m.terms_funding_state,
};

export const reasonWords: Term<Reason> = {
  no_place: m.terms_reason_no_place,
  not_eligible: m.terms_reason_not_eligible,
  level: m.terms_reason_level,
  file_incomplete: m.terms_reason_file_incomplete,
  no_interest: m.terms_reason_no_interest,
  transport: m.terms_reason_transport,
  money: m.terms_reason_money,
  housing: m.terms_reason_housing,
  family: m.terms_reason_family,
  health: m.terms_reason_health,
  found_else: m.terms_reason_found_else,
  lost_contact: m.terms_reason_lost_contact,
  conflict: m.terms_reason_conflict,
  unsuited: m.terms_reason_unsuited,
  error: m.terms_reason_error,
  duplicate: m.terms_reason_duplicate,
  programme_closed: m.terms_reason_programme_closed,
  unknown: m.terms_reason_unknown,
  other: m.terms_reason_other,
};

export const checkWords: Term<CheckKind> = {
  chase: m.terms_check_chase,
  day_1: m.terms_check_day_1,
  day_15: m.terms_check_day_15,
  day_45: m.terms_check_day_45,
  month_3: m.terms_check_month_3,
  month_6: m.terms_check_month_6,
};

export const presenceWords: Term<Presence> = {
  yes: m.terms_presence_yes,
  no: m.terms_presence_no,
  unknown: m.terms_presence_unknown,
};

export const dueWords: Term<DueKind> = {
  finish_draft: m.terms_due_finish_draft,
  acknowledge: m.terms_due_acknowledge,
  answer: m.terms_due_answer,
  waitlist_news: m.terms_due_waitlist_news,
  start: m.terms_due_start,
  day_1: m.terms_due_day_1,
  day_15: m.terms_due_day_15,
  day_45: m.terms_due_day_45,
  end: m.terms_due_end,
  month_3: m.terms_due_month_3,
  month_6: m.terms_due_month_6,
  and_now: m.terms_due_and_now,
};

export const givenByWords: Term<GivenBy> = {
  person: m.terms_given_by_person,
  representative: m.terms_given_by_representative,
  both: m.terms_given_by_both,
};

export const agreementWords: Term<AgreementState> = {
  none: m.terms_agreement_none,
  person: m.terms_agreement_person,
  representative: m.terms_agreement_representative,
  person_and_representative: m.terms_agreement_person_and_representative,
  withdrawn: m.terms_agreement_withdrawn,
};

export const warningWords: Term<Warning> = {
  programme_not_open: m.terms_warning_programme_not_open,
  age_unknown: m.terms_warning_age_unknown,
  session_past: m.terms_warning_session_past,
  disputed: m.terms_warning_disputed,
  agreement_withdrawn: m.terms_warning_agreement_withdrawn,
};

export const likenessWords: Term<LikenessReason> = {
  same_name: m.terms_likeness_same_name,
  same_given_name: m.terms_likeness_same_given_name,
  close_spelling: m.terms_likeness_close_spelling,
  same_sound: m.terms_likeness_same_sound,
  inverted_names: m.terms_likeness_inverted_names,
  same_birth: m.terms_likeness_same_birth,
  close_birth: m.terms_likeness_close_birth,
  same_phone: m.terms_likeness_same_phone,
  same_email: m.terms_likeness_same_email,
};

export const strengthWords: Term<Strength> = {
  possible: m.terms_strength_possible,
  likely: m.terms_strength_likely,
  strong: m.terms_strength_strong,
};

/** Words of a field of a form, for sentences about it; a field of a newer version is named by its code. */
const fields: Readonly<Record<string, () => string>> = {
  given_name: m.terms_field_given_name,
  family_name: m.terms_field_family_name,
  birth: m.terms_field_birth,
  phone: m.terms_field_phone,
  email: m.terms_field_email,
  address_line: m.terms_field_address_line,
  postal_code: m.terms_field_postal_code,
  commune: m.terms_field_commune,
  insee: m.terms_field_insee,
  qpv: m.terms_field_qpv,
  school_name: m.terms_field_school_name,
  school_uai: m.terms_field_school_uai,
  guardian_name: m.terms_field_guardian_name,
  guardian_phone: m.terms_field_guardian_phone,
  guardian_relation: m.terms_field_guardian_relation,
  guardian_email: m.terms_field_guardian_email,
  left_school: m.terms_field_left_school,
  since_on: m.terms_field_since_on,
  occasion: m.terms_field_occasion,
  proof: m.terms_field_proof,
  origin_on: m.terms_field_origin_on,
  summoned_on: m.terms_field_summoned_on,
  cej_started_on: m.terms_field_cej_started_on,
  cej_extended: m.terms_field_cej_extended,
  reference: m.terms_field_reference,
  mapping: m.terms_field_mapping,
  received_on: m.terms_field_received_on,
  asked: m.terms_field_asked,
  until: m.terms_field_until,
  four_weeks: m.terms_field_reminder,
  six_months: m.terms_field_reminder,
  summons: m.terms_field_reminder,
  cej: m.terms_field_reminder,
  summary: m.terms_field_summary,
  name: m.terms_field_name,
  siret: m.terms_field_siret,
  uai: m.terms_field_uai,
  contact: m.terms_field_contact,
  note: m.terms_field_note,
  situations: m.terms_field_situations,
  on: m.terms_field_on,
  what: m.terms_field_what,
  wish: m.terms_field_wish,
  reason: m.terms_field_reason,
  place: m.terms_field_place,
  origin_detail: m.terms_field_origin_detail,
  min_age: m.terms_field_min_age,
  max_age: m.terms_field_max_age,
  ages: m.terms_field_ages,
  places: m.terms_field_places,
  next_start: m.terms_field_next_start,
  session_start: m.terms_field_session_start,
  session_end: m.terms_field_session_end,
  due_on: m.terms_field_due_on,
  worker: m.terms_field_worker,
  document: m.terms_field_document,
  idle_minutes: m.terms_field_idle_minutes,
  people: m.terms_field_people,
  body: m.terms_field_body,
  origin: m.terms_field_origin,
  kind: m.terms_field_kind,
  path: m.terms_field_path,
  label: m.terms_field_label,
  choices: m.terms_field_choices,
  value: m.terms_field_value,
  fields: m.terms_field_fields,
  media: m.terms_field_media,
  size: m.terms_field_size,
  status: m.terms_field_status,
  person: m.terms_field_person,
  provider: m.terms_field_provider,
  programme: m.terms_field_programme,
  referral: m.terms_field_referral,
  level: m.terms_field_level,
  sex: m.terms_field_sex,
  draft: m.terms_field_draft,
  acknowledge: m.terms_field_acknowledge,
  answer: m.terms_field_answer,
  waitlist: m.terms_field_waitlist,
  start: m.terms_field_start,
  length: m.terms_field_length,
  exit: m.terms_field_exit,
  day: m.terms_field_day,
  time: m.terms_field_time,
  minutes: m.terms_field_minutes,
  from: m.agenda_field_from,
  to: m.agenda_field_to,
  title: m.terms_field_title,
  with_whom: m.terms_field_with_whom,
  tags: m.terms_field_tags,
  fundings: m.terms_field_fundings,
  words: m.terms_field_words,
  decided_on: m.terms_field_decided_on,
  agreed_on: m.terms_field_agreed_on,
  review_on: m.terms_field_review_on,
  why: m.terms_field_why,
  told_on: m.terms_field_told_on,
  works: m.terms_field_works, total_hours: m.terms_field_total_hours, percent: m.terms_field_percent,
  owner: m.terms_field_owner, contract: m.terms_field_contract, opens_on: m.terms_field_opens_on,
  closes_on: m.terms_field_closes_on, employer: m.terms_field_employer,
};

export function fieldWords(code: string): string {
  return (Object.hasOwn(fields, code) ? fields[code]?.() : undefined) ?? code;
}

/** The choices of a list for a field, in the order of the list. */
export function choicesOf<C extends string>(words: Term<C>): { value: C; label: string }[] {
  return (Object.keys(words) as C[]).map((value) => ({ value, label: capital(words[value]()) }));
}

/** With a capital first letter, where words begin a line. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
