// A disagreement in words: which field of which row, what each side says, who wrote it and when.

import type { Disagreement, Disputed, Side } from "../../api/generated.ts";
import { capital, doingWords, fullDay, instantInWords, m, needWords, shortDay, stageWords, stateWords, wayWords } from "../../words/index.ts";
import { changedField, partsInWords } from "../history/words.ts";

const tables: Readonly<Record<string, () => string>> = {
  worker: m.disagreement_table_worker,
  case_file: m.disagreement_table_case_file,
  case_move: m.disagreement_table_case_move,
  encounter: m.disagreement_table_encounter,
  need: m.disagreement_table_need,
  provider: m.disagreement_table_provider,
  programme: m.disagreement_table_programme,
  agreement: m.disagreement_table_agreement,
  referral: m.disagreement_table_referral,
  transition: m.disagreement_table_transition,
  referral_check: m.disagreement_table_referral_check,
  task: m.disagreement_table_task,
  delay: m.disagreement_table_delay,
  plan: m.disagreement_table_plan,
  step: m.disagreement_table_step,
  appointment: m.disagreement_table_appointment,
  activity: m.disagreement_table_activity,
  attendance: m.disagreement_table_attendance,
  situation: m.disagreement_table_situation,
  notice: m.disagreement_table_notice,
  document: m.disagreement_table_document,
  same_as: m.disagreement_table_same_as,
  handover: m.disagreement_table_handover,
  custom_field: m.disagreement_table_custom_field,
  custom_value: m.disagreement_table_custom_value,
  consultation: m.disagreement_table_consultation,
  proposal: m.disagreement_table_proposal,
  follow_up: m.disagreement_table_follow_up,
  feedback: m.disagreement_table_feedback,
  works_site: m.disagreement_table_works_site,
  clause_hours: m.disagreement_table_clause_hours,
  fund_operation: m.disagreement_table_fund_operation,
  fund_participation: m.disagreement_table_fund_participation,
  outcome_rule: m.disagreement_table_outcome_rule,
  letterhead: m.letter_head_title,
};

const about: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  encounter: wayWords,
  need: needWords,
  case_move: stageWords,
  transition: stateWords,
  situation: doingWords,
};

const termOf = <T>(words: Readonly<Record<string, T>> | undefined, code: string): T | undefined => (words && Object.hasOwn(words, code) ? words[code] : undefined);

/** The field that is asked about, with a small first letter. */
function fieldOf({ asks, field, table, about }: Disagreement): string {
  if (asks === "removal") return m.disagreement_removal();
  if (asks === "moves") return m.disagreement_moves();
  return table === "custom_value" ? about : changedField(field, table);
}

/** What it is about: the field alone in a person's own row, else the row with it. */
export function subjectWords(question: Disagreement): string {
  const table = termOf(tables, question.table)?.();
  if (question.table === "person" || table === undefined) return capital(fieldOf(question));
  const term = termOf(about[question.table], question.about)?.() ?? (question.table === "custom_value" ? "" : question.about);
  const on = question.about_on === null ? "" : shortDay(question.about_on);
  const what = [table, term, on].filter(Boolean).join(", ");
  return m.disagreement_where({ what, field: fieldOf(question) });
}

/** The field that a file marks. */
export function markedField({ table, field }: Disputed): string {
  return table === "person" ? changedField(field) : (termOf(tables, table)?.() ?? table).toLocaleLowerCase();
}

export function sideWords(question: Disagreement, side: Side): string {
  if (question.asks === "moves") {
    const [state = "", day = ""] = side.value;
    return m.disagreement_way({ state: capital(termOf<() => string>(stateWords, state)?.() ?? state), day: fullDay(day) });
  }
  if (question.asks === "removal") {
    if (side.value[0] === "1") return m.disagreement_removed();
    return side.heads.length === 0 ? m.disagreement_edited() : m.disagreement_put_back();
  }
  // A picture as text says nothing to a reader.
  if (question.table === "letterhead" && question.field === "logo") return side.value.length === 0 ? m.letter_head_logo_none() : m.letter_head_logo();
  return partsInWords(question.table, question.field, side.value);
}

export function authorsWords({ authors }: Side): string[] {
  return authors.map(({ worker, at }) => m.disagreement_by({ name: worker || m.disagreement_by_unknown(), when: instantInWords(new Date(at).toISOString()) }));
}

export function waitsWords({ waits }: Disagreement): string {
  if (waits === null) return "";
  const name = waits.worker || m.disagreement_by_unknown();
  return waits.for === "line" ? m.disagreement_waits_line({ name }) : m.disagreement_waits_update({ name });
}
