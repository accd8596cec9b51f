// An age in words. An incomplete birth date gives a range, and the range is said, never rounded.

import { m } from "./generated/messages.js";

/** `from` and `to` are whole years, `from <= to`; equal when the birth date is known to the day. */
export function ageInWords(from: number, to: number): string {
  if (from === to) return m.words_age({ count: from });
  if (to === from + 1) return m.words_age_either({ from, to });
  return m.words_age_between({ from, to });
}
