// Which outcomes a meeting can be given on a day, and how they are sent and said.

import { call } from "../../api/call.ts";
import type { AppointmentLine, Outcome } from "../../api/generated.ts";
import { said, type Choice } from "../../design/index.ts";
import { m, outcomeWords, today } from "../../words/index.ts";
import { capital } from "../../words/index.ts";
import { subject } from "./when.ts";

/** Nobody was there or not before the day; what was moved lives elsewhere. */
export function outcomesOf({ slot, outcome }: AppointmentLine, present: string = today()): Choice<Outcome>[] {
  if (outcome === "moved") return [];
  const all: readonly Outcome[] = slot.day > present ? ["excused", "cancelled"] : ["present", "absent", "excused", "cancelled"];
  const open: readonly Outcome[] = outcome === "planned" ? [] : ["planned"];
  return [...all, ...open].filter((other) => other !== outcome).map((value) => ({ value, label: capital(outcomeWords[value]()) }));
}

export function whoOrWhat(line: Pick<AppointmentLine, "person_name" | "what">): string {
  return line.person_name === "" ? subject(line) : line.person_name;
}

/** Says what came of it, with a way back to what was said before. */
export async function settle(line: AppointmentLine, outcome: Outcome): Promise<void> {
  const before = line.outcome ?? "planned";
  await call("appointment.settle", { appointment: line.id, outcome });
  said.say(m.agenda_settled({ who: whoOrWhat(line), outcome: outcomeWords[outcome]() }), {
    label: m.agenda_undo(),
    // Whatever goes wrong shows where it is read again: the line still says what is kept.
    run: () => void call("appointment.settle", { appointment: line.id, outcome: before }).catch(() => said.say(m.agenda_not_undone())),
  });
}
