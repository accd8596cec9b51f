// What stood in a field, in words: codes become terms, days become days.

import type { ExitKind, FieldChange } from "../../api/generated.ts";
import {
  answerWords,
  checkWords,
  clauseContractWords,
  clauseWorksWords,
  consultationWords,
  doingWords,
  documentKindWords,
  exitWords,
  fieldWords,
  fullDay,
  givenByWords,
  guardianWords,
  helpedWords,
  hoursInWords,
  initiativeWords,
  institutionWords,
  isDay,
  kindWords,
  levelWords,
  m,
  needWords,
  noticeWayWords,
  occasionWords,
  originWords,
  phoneInWords,
  presenceWords,
  proofWords,
  reasonWords,
  recommendWords,
  resultWords,
  sexWords,
  stageWords,
  stateWords,
  stepByWords,
  themeWords,
  toldToWords,
  wayWords,
} from "../../words/index.ts";

const fields: Readonly<Record<string, () => string>> = {
  address: m.history_field_address,
  school: m.history_field_school,
  guardian: m.history_field_guardian,
  guardian_reach: m.history_field_guardian_reach,
  left_school: m.history_field_left_school,
  removed: m.history_field_removed,
  undone: m.history_field_undone,
  on_day: m.history_field_on_day,
  result: m.history_field_result,
  initiative: m.history_field_initiative,
  theme: m.history_field_theme,
  opened_on: m.history_field_opened_on,
  done_on: m.history_field_done_on,
  given_on: m.history_field_given_on,
  given_by: m.history_field_given_by,
  withdrawn_on: m.history_field_withdrawn_on,
  to_stage: m.history_field_to_stage,
  from_stage: m.history_field_from_stage,
  to_state: m.history_field_to_state,
  from_state: m.history_field_from_state,
  answered_on: m.history_field_answered_on,
  urgent: m.history_field_urgent,
  proposed_on: m.history_field_proposed_on,
  and_now_settled_on: m.history_field_and_now_settled_on,
  text_version: m.history_field_text_version,
  present: m.history_field_present,
  exit_kind: m.history_field_exit_kind,
  residence: m.residence_field,
  residence_on: m.residence_field_on,
  situations: m.history_field_situations,
  added_on: m.history_field_added_on,
  question: m.history_field_question,
  held_on: m.history_field_held_on,
  qpvs: m.history_field_qpvs,
  total: m.history_field_total,
  colleges: m.history_field_colleges,
  ages: m.history_field_ages,
  sexes: m.history_field_sexes,
  answer_due_on: m.history_field_answer_due_on,
  opinions: m.history_field_opinions,
  answer: m.history_field_answer,
  done: m.history_field_done,
  helped: m.history_field_helped,
  recommend: m.history_field_recommend,
  month: m.history_field_month,
  beneficiary: m.history_fund_beneficiary,
  programme_name: m.history_fund_programme_name,
  number: m.history_fund_number,
  from_on: m.history_fund_from_on,
  until_on: m.history_fund_until_on,
  levels: m.history_fund_levels,
  qpv_only: m.history_fund_qpv_only,
  warn_percent: m.history_fund_warn_percent,
  kept_until: m.history_fund_kept_until,
  columns: m.history_fund_columns,
  entered_on: m.history_fund_entered_on,
  left_on: m.history_fund_left_on,
  left_reason: m.history_fund_left_reason,
  labour: m.history_fund_labour,
  unemployed_since: m.history_fund_unemployed_since,
  in_education: m.history_fund_in_education,
  disability: m.history_fund_disability,
  third_country: m.history_fund_third_country,
  foreign_background: m.history_fund_foreign_background,
  minority: m.history_fund_minority,
  housing: m.history_fund_housing,
  rural: m.history_fund_rural,
  exit: m.history_fund_exit,
  later: m.history_fund_later,
  operation: m.history_fund_operation,
  questionnaire: m.history_fund_questionnaire,
};

/** Fields that mean something else in these tables. */
const ofTable: Readonly<Record<string, () => string>> = {
  "clause_hours.contract": m.history_field_contract_kind,
  "clause_hours.minutes": m.history_field_worked,
  "outcome_rule.from_on": m.rules_from,
  "outcome_rule.kind": m.rules_kind,
  "outcome_rule.name": m.rules_name,
  "outcome_rule.positive": m.rules_positive,
  "works_site.name": m.history_field_works_name,
};

/** The name of a field of the registry; of one table where it is given. */
export function changedField(field: string, table = ""): string {
  const here = `${table}.${field}`;
  if (Object.hasOwn(ofTable, here)) return ofTable[here]?.() ?? field;
  const own = Object.hasOwn(fields, field) ? fields[field] : undefined;
  return own ? own() : fieldWords(field);
}

type Terms = Readonly<Record<string, () => string>>;

const terms: Readonly<Record<string, Terms>> = {
  "agreement.given_by": givenByWords,
  "clause_hours.contract": clauseContractWords,
  "consultation.kind": consultationWords,
  "feedback.helped": helpedWords,
  "feedback.recommend": recommendWords,
  "outcome_rule.kind": kindWords,
  "proposal.answer": institutionWords,
  "proposal.theme": themeWords,
  "case_file.origin": originWords,
  "situation.kind": doingWords,
  "situation.occasion": occasionWords,
  "situation.proof": proofWords,
  "person.guardian_reach": guardianWords,
  "step.by_whom": stepByWords,
  "notice.told_to": toldToWords,
  "notice.way": noticeWayWords,
  "case_move.from_stage": stageWords,
  "case_move.to_stage": stageWords,
  "case_move.exit_kind": exitWords,
  "document.kind": documentKindWords,
  "encounter.kind": wayWords,
  "encounter.initiative": initiativeWords,
  "encounter.result": resultWords,
  "need.answer": answerWords,
  "need.theme": needWords,
  "person.level": levelWords,
  "person.residence": { in: m.residence_answer_in, out: m.residence_answer_out, uncertain: m.residence_answer_uncertain, address: m.residence_way_address, hand: m.residence_way_hand },
  "person.sex": sexWords,
  "referral_check.kind": checkWords,
  "referral_check.present": presenceWords,
  "transition.from_state": stateWords,
  "transition.reason": reasonWords,
  "transition.to_state": stateWords,
  "works_site.works": clauseWorksWords,
};

/** The parts of a value in words; nothing where the field was empty. */
export function partsInWords(table: string, field: string, parts: readonly string[]): string {
  const known = terms[`${table}.${field}`];
  const word = (value: string): string => {
    const term = known && Object.hasOwn(known, value) ? known[value] : undefined;
    if (term) return term();
    if (table === "clause_hours" && field === "minutes") return hoursInWords(Number(value));
    if (table === "outcome_rule" && field === "positive") return value.split(" ").map((code) => (Object.hasOwn(exitWords, code) ? exitWords[code as ExitKind]() : code)).join(", ");
    if (field === "phone" || value.startsWith("+33")) return phoneInWords(value);
    return isDay(value) ? fullDay(value) : value;
  };
  return parts.map(word).join(", ") || m.history_empty();
}

export function valueWords(change: FieldChange, side: "before" | "after"): string {
  return partsInWords(change.table, change.field, change[side]);
}

/** What stood beside the former value on other laptops, until one was chosen. */
export function besideWords({ table, field, beside }: FieldChange): string[] {
  return beside.map((value) => m.history_beside({ value: partsInWords(table, field, value) }));
}
