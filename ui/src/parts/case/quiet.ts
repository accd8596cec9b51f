// How long nobody has reached a person, in days and in a sentence.

import type { PersonFile } from "../../api/generated.ts";
import { daysBetween, m, today } from "../../words/index.ts";

/** From so many days without a contact a person asks for attention, as `today.show` counts them (crates/vault/src/agenda). */
export const QUIET_DAYS = 21;

type Reached = Pick<PersonFile, "last_contact" | "last_attempt">;

/** Null while there is nothing to watch. */
export function quietSentence(file: Reached, present: string = today()): string | null {
  if (file.last_contact === null) return file.last_attempt === null ? m.person_quiet_never_tried() : m.person_quiet_never();
  const count = daysBetween(file.last_contact, present);
  return count >= QUIET_DAYS ? m.person_quiet({ count }) : null;
}
