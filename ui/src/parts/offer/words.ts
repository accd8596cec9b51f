// An offer of a catalogue in words: when it begins, what it costs, how old its data are.

import type { OfferLine } from "../../api/generated.ts";
import { addDays, capital, dayInWords, fundingWords, kindWords, m, tagWords, today } from "../../words/index.ts";

/** Data older than this are told to be old, in days. */
const OLD_DAYS = 90;

export function isOld(day: string, present: string = today()): boolean {
  return day < addDays(present, -OLD_DAYS);
}

/** "12 mars", "à tout moment", "terminée"; empty where it is not told. */
export function startOf(line: Pick<OfferLine, "over" | "next_start" | "permanent">): string {
  if (line.over) return m.offer_over();
  if (line.next_start !== null) return dayInWords(line.next_start);
  return line.permanent ? m.offer_any_time() : "";
}

/** "gratuit", "payant"; empty where it is not told. */
export function costOf(free: boolean | null): string {
  if (free === null) return "";
  return free ? m.offer_free() : m.offer_paid();
}

export function kindsOf(line: Pick<OfferLine, "kinds">): string {
  return line.kinds.map((kind, index) => (index === 0 ? capital(kindWords[kind]()) : kindWords[kind]())).join(", ");
}

/** Tags and fundings, those of the work first. */
export function marksOf(line: Pick<OfferLine, "tags" | "fundings">): string {
  return [...line.tags.map((tag) => tagWords[tag]()), ...line.fundings.map((funding) => fundingWords[funding]())].join(", ");
}
