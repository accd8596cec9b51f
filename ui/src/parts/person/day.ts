// Days inside a sentence: "hier", "il y a 3 jours", "le 12 mars", "depuis le 12 mars".

import { dayInWords, daysBetween, m, today } from "../../words/index.ts";

export { onDay } from "../../words/index.ts";

/** Days on both sides of today that are said by their distance. */
const NEAR = 7;

export function sinceDay(day: string, present: string = today()): string {
  const count = daysBetween(day, present);
  if (count > 1 && count <= NEAR) return m.person_since_days({ count });
  const words = dayInWords(day, present);
  return Math.abs(count) > NEAR ? m.person_since_on({ day: words }) : m.person_since({ day: words });
}
