// In which team something is done: the home team, or a smaller one within it.

import type { SpaceId } from "../../api/generated.ts";

/** A smaller team; null is the home team. */
export type Within = Readonly<{ space: SpaceId; team: string }> | null;

/** As the desk is asked: nothing is said of the home team. */
export function spaceOf(within: Within): { space?: SpaceId } {
  return within === null ? {} : { space: within.space };
}
