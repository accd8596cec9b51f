// What of a large team has not come yet to a laptop that joins it, where a screen would otherwise be read as if it were all.

import type { LinkState } from "../../api/generated.ts";
import { m } from "../../words/index.ts";

export interface Arriving {
  /** In place of what says that there is nothing. */
  title: string;
  text: string;
  /** Beside a search that finds nobody. */
  maybe: string;
}

/** Files that are missing; null once all are here. */
export function filesArriving(link: LinkState | null | undefined): Arriving | null {
  if (link?.coming?.what !== "files") return null;
  const percent = String(link.coming.percent);
  return {
    title: m.space_arriving(),
    text: link.end?.end === "cut" ? m.space_arriving_cut({ percent }) : m.space_arriving_text({ percent }),
    maybe: m.space_arriving_maybe({ percent }),
  };
}

/** Whether anything that the team wrote is missing. */
export function stillArriving(link: LinkState | null | undefined): boolean {
  return (link?.coming ?? null) !== null;
}
