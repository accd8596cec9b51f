// Asks for the hand-over of one open file.

import type { PersonFile } from "../../api/generated.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { fullName } from "../person/name.ts";

/** Nothing without a case: there is nothing to hand over. */
export function askHandOver(file: PersonFile): void {
  const present = file.cases[0];
  if (present) overlays.open = { name: "hand_over", people: [{ id: file.id, name: fullName(file.who) }], referent: present.referent_id };
}
