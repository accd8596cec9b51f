// The acts of the journal in words, and the sentence of one that can be undone.

import type { Undoable } from "../api/generated.ts";
import { dayInWords, daysBetween, today } from "./day.ts";
import { m } from "./generated/messages.js";
import { wayWords } from "./terms.ts";

const acts: Readonly<Record<string, () => string>> = {
  "activity.add": m.undo_act_activity_add,
  "activity.attend": m.undo_act_activity_attend,
  "activity.correct": m.undo_act_activity_correct,
  "activity.remove": m.undo_act_activity_remove,
  "agreement.record": m.undo_act_agreement_record,
  "agreement.withdraw": m.undo_act_agreement_withdraw,
  "appointment.add": m.undo_act_appointment_add,
  "appointment.correct": m.undo_act_appointment_correct,
  "appointment.move": m.undo_act_appointment_move,
  "appointment.reassign": m.undo_act_appointment_reassign,
  "appointment.remove": m.undo_act_appointment_remove,
  "appointment.settle": m.undo_act_appointment_settle,
  "case.correct": m.undo_act_case_correct,
  "case.hand_over": m.undo_act_case_hand_over,
  "case.move": m.undo_act_case_move,
  "case.open": m.undo_act_case_open,
  "case.reopen": m.undo_act_case_reopen,
  "clause_hours.add": m.undo_act_clause_hours_add,
  "clause_hours.correct": m.undo_act_clause_hours_correct,
  "clause_hours.remove": m.undo_act_clause_hours_remove,
  "consultation.add": m.undo_act_consultation_add,
  "consultation.correct": m.undo_act_consultation_correct,
  "consultation.remove": m.undo_act_consultation_remove,
  "disagreement.resolve": m.undo_act_disagreement_resolve,
  "document.add": m.undo_act_document_add,
  "document.correct": m.undo_act_document_correct,
  "document.remove": m.undo_act_document_remove,
  "encounter.record": m.undo_act_encounter_record,
  "encounter.rewrite": m.undo_act_encounter_rewrite,
  "feedback.remove_all": m.undo_act_feedback_remove_all,
  "feedback.remove_words": m.undo_act_feedback_remove_words,
  "field.correct": m.undo_act_field_correct,
  "field.define": m.undo_act_field_define,
  "field.retire": m.undo_act_field_retire,
  "follow_up.add": m.undo_act_follow_up_add,
  "follow_up.correct": m.undo_act_follow_up_correct,
  "follow_up.remove": m.undo_act_follow_up_remove,
  "letterhead.change": m.undo_act_letterhead_change,
  "letterhead.change_logo": m.undo_act_letterhead_change_logo,
  "need.answer": m.undo_act_need_answer,
  "notice.record": m.undo_act_notice_record,
  "notice.remove": m.undo_act_notice_remove,
  "people.import_list": m.undo_act_people_import_list,
  "person.add": m.undo_act_person_add,
  "person.correct": m.undo_act_person_correct,
  "person.custom": m.undo_act_person_custom,
  "person.decide_residence": m.residence_act,
  "person.distinct": m.undo_act_person_distinct,
  "person.merge": m.undo_act_person_merge,
  "person.unmerge": m.undo_act_person_unmerge,
  "plan.close": m.undo_act_plan_close,
  "plan.write": m.undo_act_plan_write,
  "programme.add": m.undo_act_programme_add,
  "programme.correct": m.undo_act_programme_correct,
  "proposal.add": m.undo_act_proposal_add,
  "proposal.answer": m.undo_act_proposal_answer,
  "proposal.correct": m.undo_act_proposal_correct,
  "proposal.remove": m.undo_act_proposal_remove,
  "provider.add": m.undo_act_provider_add,
  "provider.correct": m.undo_act_provider_correct,
  "referral.chase": m.undo_act_referral_chase,
  "referral.check": m.undo_act_referral_check,
  "referral.correct": m.undo_act_referral_correct,
  "referral.move": m.undo_act_referral_move,
  "referral.propose": m.undo_act_referral_propose,
  "referral.send": m.undo_act_referral_send,
  "referral.settle_and_now": m.undo_act_referral_settle_and_now,
  "retention.decide": m.undo_act_retention_decide,
  "rights.answer": m.undo_act_rights_answer,
  "rights.extend": m.undo_act_rights_extend,
  "rights.lift": m.undo_act_rights_lift,
  "rights.record": m.undo_act_rights_record,
  "rights.remove": m.undo_act_rights_remove,
  "situation.correct": m.undo_act_situation_correct,
  "situation.record": m.undo_act_situation_record,
  "situation.remove": m.undo_act_situation_remove,
  "step.add": m.undo_act_step_add,
  "step.correct": m.undo_act_step_correct,
  "step.drop": m.undo_act_step_drop,
  "step.settle": m.undo_act_step_settle,
  "task.add": m.undo_act_task_add,
  "task.settle": m.undo_act_task_settle,
  "view.save": m.undo_act_view_save,
  "view.remove": m.undo_act_view_remove,
  "worker.add": m.undo_act_worker_add,
  "worker.remove": m.undo_act_worker_remove,
  "worker.rename": m.undo_act_worker_rename,
  "fund.add": m.undo_act_fund_add,
  "fund.correct": m.undo_act_fund_correct,
  "fund.keep_columns": m.undo_act_fund_keep_columns,
  "fund.remove": m.undo_act_fund_remove,
  "participation.answer": m.undo_act_participation_answer,
  "participation.join": m.undo_act_participation_join,
  "participation.remove": m.undo_act_participation_remove,
  "outcome_rule.add": m.undo_act_outcome_rule_add,
  "outcome_rule.correct": m.undo_act_outcome_rule_correct,
  "outcome_rule.remove": m.undo_act_outcome_rule_remove,
  "works_site.add": m.undo_act_works_site_add,
  "works_site.correct": m.undo_act_works_site_correct,
  "works_site.remove": m.undo_act_works_site_remove,
  "vault.import": m.undo_act_vault_import,
  undo: m.undo_act_undo,
  "delays.change": m.undo_act_delays_change,
};

/** The name of an act; one that this version does not know is "an act". */
export function actWords(code: string): string {
  return ((Object.hasOwn(acts, code) ? acts[code] : undefined) ?? m.undo_act_other)();
}

/** "note du 12 mars pour Awa", "note pour Awa, hier". */
export function undoableWords(done: Undoable): string {
  let act = done.act === "encounter.record" && done.way ? wayWords[done.way]().toLocaleLowerCase() : actWords(done.act);
  if (done.what) act = m.undo_what({ act, what: done.what });
  if (done.people > 1) act = m.undo_people({ act, count: done.people });
  const day = done.on ? dayInWords(done.on) : null;
  // Near today a day is said by its distance, which takes no "of".
  const near = done.on !== null && Math.abs(daysBetween(today(), done.on)) <= 7;
  if (day && !near) act = m.undo_of_day({ act, day });
  if (done.person_name) act = m.undo_for({ act, name: done.person_name });
  return day && near ? m.undo_near_day({ act, day }) : act;
}
