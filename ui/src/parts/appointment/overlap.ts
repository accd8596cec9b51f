// What else is planned at a time, in words: a warning, never in the way.

import { call } from "../../api/call.ts";
import type { Slot } from "../../api/generated.ts";
import { m } from "../../words/index.ts";
import { subject, timeInWords } from "./when.ts";

/** "Awa Benali, 10 h, Atelier CV, 10 h 30"; empty where nothing is, or where it cannot be known. */
export async function overlapWords(slot: Slot, except: string | null): Promise<string> {
  try {
    const others = await call("agenda.overlaps", { slot, except });
    return others.map((other) => m.agenda_overlap_one({ who: subject({ what: other.with }), time: timeInWords(other.slot.time) })).join(" ; ");
  } catch {
    return "";
  }
}
