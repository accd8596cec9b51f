// How often a task comes back, as a draft keeps it.

import type { Every } from "../../api/generated.ts";
import { everyWords } from "../../words/index.ts";

/** Once where a draft of an older version says nothing. */
export function everyOf(kept: unknown): Every {
  return (Object.keys(everyWords) as Every[]).find((every) => every === kept) ?? "";
}
