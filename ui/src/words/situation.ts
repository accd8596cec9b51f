// What people do, when it was asked and how it is known, and who represents a minor, in words. A code without its words does
// not compile.

import type { GuardianRelation, Occasion, Proof, SituationKind } from "../api/generated.ts";
import { m } from "./generated/messages.js";
import type { Term } from "./terms.ts";

export const doingWords: Term<SituationKind> = {
  school: m.situation_kind_school,
  apprenticeship: m.situation_kind_apprenticeship,
  training: m.situation_kind_training,
  job_permanent: m.situation_kind_job_permanent,
  job_six_months: m.situation_kind_job_six_months,
  job_short: m.situation_kind_job_short,
  job_temp: m.situation_kind_job_temp,
  job_supported: m.situation_kind_job_supported,
  civic_service: m.situation_kind_civic_service,
  business: m.situation_kind_business,
  seeking: m.situation_kind_seeking,
  neither: m.situation_kind_neither,
  unknown: m.situation_kind_unknown,
};

export const occasionWords: Term<Occasion> = {
  entry: m.situation_occasion_entry,
  course: m.situation_occasion_course,
  exit: m.situation_occasion_exit,
  exit_4w: m.situation_occasion_exit_4w,
  exit_6m: m.situation_occasion_exit_6m,
};

export const proofWords: Term<Proof> = {
  none: m.situation_proof_none,
  declared: m.situation_proof_declared,
  document: m.situation_proof_document,
  partner: m.situation_proof_partner,
};

export const guardianWords: Term<GuardianRelation> = {
  mother: m.situation_guardian_mother,
  father: m.situation_guardian_father,
  guardian: m.situation_guardian_guardian,
  relative: m.situation_guardian_relative,
  child_welfare: m.situation_guardian_child_welfare,
};
