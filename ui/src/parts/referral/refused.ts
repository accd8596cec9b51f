// Where in a form a refusal belongs: its sentence under the field it speaks of, or above everything.

import { problemOf } from "../../api/call.ts";
import { refusalSentence, refusedField } from "../../words/index.ts";

export type Field = "to" | "on" | "reason" | "note" | "agreement" | "wish" | "session_start" | "session_end";
export type Errors = Partial<Record<Field, string>>;

const FIELDS: readonly string[] = ["to", "on", "reason", "note", "agreement", "wish", "session_start", "session_end"] satisfies Field[];

function isField(name: string): name is Field {
  return FIELDS.includes(name);
}

/** The errors of a form after something was thrown, or null when it belongs to no field that the form `shows`. */
export function errorsOf(thrown: unknown, shows: readonly Field[]): Errors | null {
  const problem = problemOf(thrown);
  if (problem.code !== "refused") return null;
  const { refusal } = problem;
  const named = refusedField(refusal);
  let field: Field | null = named !== null && isField(named) ? named : null;
  if (refusal.refusal === "reason_missing" || refusal.refusal === "reason_unknown") field = "reason";
  if (refusal.refusal === "agreement_missing" || refusal.refusal === "representative_missing") field = "agreement";
  if (refusal.refusal === "session_past") field = "session_start";
  return field !== null && shows.includes(field) ? { [field]: refusalSentence(refusal) } : null;
}
