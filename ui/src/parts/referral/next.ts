// Which act a referral asks for now, from what it waits for and from what its rules allow; it decides no rule itself.

import type { CheckKind, DueKind, ReferralFile, State } from "../../api/generated.ts";

export type NextAct =
  | { act: "move"; to: State }
  /** The answer is here: which one is asked in the dialog. */
  | { act: "answer"; among: readonly State[] }
  | { act: "check"; kind: CheckKind }
  | { act: "propose" };

const checks: Partial<Record<DueKind, CheckKind>> = {
  day_1: "day_1",
  day_15: "day_15",
  day_45: "day_45",
  month_3: "month_3",
  month_6: "month_6",
};

/** The presence check that is due, or null. */
export function checkDue(file: ReferralFile): CheckKind | null {
  return (file.line.due && checks[file.line.due.kind]) ?? null;
}

/** Someone else has to move: they can be chased. */
export function mayChase(state: State): boolean {
  return ["sent", "received", "in_review", "waitlisted", "accepted"].includes(state);
}

/** An ending that is no success. */
export function isSetback(state: State): boolean {
  return ["refused", "declined", "cancelled", "expired", "abandoned"].includes(state);
}

/** Nothing of it is corrected any more. */
export function hasEnded(state: State): boolean {
  return state === "completed" || isSetback(state);
}

const answers: readonly State[] = ["in_review", "waitlisted", "accepted", "refused"];

export function nextAct(file: ReferralFile): NextAct | null {
  const { due, state } = file.line;
  const check = checkDue(file);
  if (due === null) return null;
  if (check !== null) return { act: "check", kind: check };
  const may = (to: State): boolean => file.allowed.some((allowed) => allowed.to === to);
  const move = (to: State): NextAct | null => (may(to) ? { act: "move", to } : null);
  switch (due.kind) {
    case "and_now":
      return { act: "propose" };
    case "finish_draft":
      return move("sent");
    case "start":
      return move("started");
    case "end":
      return move("completed");
    default:
      if (due.late_days > 0 && mayChase(state)) return { act: "check", kind: "chase" };
      return { act: "answer", among: answers.filter(may) };
  }
}
