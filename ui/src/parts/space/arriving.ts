// What of a team has not come yet to a laptop that joins it, where a screen would otherwise be read as if it were all.

import type { LinkState, TeamComing } from "../../api/generated.ts";
import { m } from "../../words/index.ts";

export interface Arriving {
  /** In place of what says that there is nothing. */
  title: string;
  text: string;
  /** Beside a search that finds nobody. */
  maybe: string;
}

type FilesComing = Exclude<TeamComing, { what: "history" }>;

function textOf(coming: FilesComing, end: LinkState["end"]): string {
  const percent = coming.what === "files" ? String(coming.percent) : null;
  switch (end?.end) {
    case undefined:
    case "done":
      return percent === null ? m.space_arriving_text() : m.space_arriving_text_at({ percent });
    case "cut":
      return percent === null ? m.space_arriving_cut() : m.space_arriving_cut_at({ percent });
    default:
      return m.space_arriving_held();
  }
}

/** Files that are missing; null once all are here. */
export function filesArriving(link: LinkState | null | undefined): Arriving | null {
  const coming = link?.coming ?? null;
  if (!link || coming === null || coming.what === "history") return null;
  const flows = link.end === null || link.end.end === "done";
  return {
    title: flows ? m.space_arriving() : m.space_arriving_missing(),
    text: textOf(coming, link.end),
    maybe: coming.what === "files" ? m.space_arriving_maybe_at({ percent: String(coming.percent) }) : m.space_arriving_maybe(),
  };
}

/** Whether anything that the team wrote is missing. */
export function stillArriving(link: LinkState | null | undefined): boolean {
  return (link?.coming ?? null) !== null;
}
