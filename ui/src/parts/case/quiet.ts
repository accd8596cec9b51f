// Whether anybody ever reached a person, in a sentence. How long a silence lasts is a signal of the file, told by the desk.

import type { PersonFile } from "../../api/generated.ts";
import { m } from "../../words/index.ts";

/** From so many days without a contact a person asks for attention, as `today.show` counts them (crates/vault/src/agenda). */
export const QUIET_DAYS = 21;

type Reached = Pick<PersonFile, "last_contact" | "last_attempt">;

/** Null once the person was reached. */
export function quietSentence(file: Reached): string | null {
  if (file.last_contact !== null) return null;
  return file.last_attempt === null ? m.person_quiet_never_tried() : m.person_quiet_never();
}
