// How long there is to answer a request, in words.

import type { RightView } from "../../api/generated.ts";
import type { Tone } from "../../design/index.ts";
import { daysBetween, m, today } from "../../words/index.ts";

/** The days that are left, or that it is late; null once it is answered. */
export function clockOf({ due_on, outcome }: Pick<RightView, "due_on" | "outcome">, present: string = today()): { tone: Tone; label: string } | null {
  if (due_on === null || outcome !== null) return null;
  const left = daysBetween(present, due_on);
  if (left < 0) return { tone: "bad", label: m.rights_late() };
  if (left === 0) return { tone: "bad", label: m.rights_today() };
  return { tone: left <= 7 ? "warn" : "info", label: m.rights_due_in({ count: left }) };
}
