// What is told of an offer on its line, beside whether it fits.

import type { OfferLine } from "../../api/generated.ts";
import { kmWords, m, onDay } from "../../words/index.ts";

export function factsOf(line: OfferLine): string[] {
  const facts: string[] = [];
  if (line.over) facts.push(m.fit_offer_over());
  if (line.attendance === "remote") facts.push(m.fit_offer_remote());
  else if (line.km !== null) facts.push(m.fit_offer_km({ km: kmWords(line.km) }));
  if (line.permanent) facts.push(m.fit_offer_any_time());
  else if (line.next_start !== null) facts.push(m.fit_offer_starts({ day: onDay(line.next_start) }));
  if (line.free !== null) facts.push(line.free ? m.fit_offer_free() : m.fit_offer_to_pay());
  if (line.qpv_only) facts.push(m.fit_offer_qpv_only());
  return facts;
}
