// An invented works site with its hours, for tests and for the desk that keeps nothing.

import type { ClauseHoursLine, ClauseStand, WorksSiteDraft, WorksSiteFile, WorksSiteLine } from "../../api/generated.ts";
import { addDays, today } from "../../words/index.ts";

export const draft = (more: Partial<WorksSiteDraft> = {}): WorksSiteDraft => ({
  name: "Réhabilitation de 120 logements", works: "operation", total_hours: 30_000, percent: 7, owner: "Office de l’habitat", contract: "Lot 2, gros œuvre", qpv: "QN05910M",
  commune: "Denain", opens_on: addDays(today(), -200), closes_on: addDays(today(), 160), programme: null, note: "", ...more,
});

export const hours = (id: string, more: Partial<ClauseHoursLine["what"]> = {}, person_name = ""): ClauseHoursLine => ({
  id, person_name, what: { employer: "Bâtir Ensemble", person: null, on: "2026-03-31", minutes: 7_080, contract: "insertion", ...more },
});

export const stand = (more: Partial<ClauseStand> = {}): ClauseStand => ({ due_hours: 2_100, done_minutes: 16_770, remaining_minutes: 109_230, done_percent: 13, ...more });

export const site = (more: Partial<WorksSiteFile> = {}): WorksSiteFile => ({
  id: "s1", demo: false, what: draft(), stand: stand(), charter_percent: 5, programme_name: "",
  employers: [{ employer: "Bâtir Ensemble", minutes: 14_670 }, { employer: "Intérim du Canal", minutes: 2_100 }],
  followed: 2, followed_minutes: 9_180,
  hours: [
    hours("h1", { person: "awa" }, "Awa Benali"),
    hours("h2", { employer: "Intérim du Canal", person: "gone", minutes: 2_100, contract: "temporary" }),
    hours("h3", { on: "2026-02-28", minutes: 7_590, contract: null }),
  ],
  ...more,
});

export function lineOf({ id, demo, what, stand }: WorksSiteFile): WorksSiteLine {
  const { name, owner, qpv, commune, opens_on, closes_on, programme } = what;
  return { id, demo, name, owner, qpv, commune, opens_on, closes_on, programme, stand };
}
