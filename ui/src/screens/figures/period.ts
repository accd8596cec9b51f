// The days a report is of, by what they are called. Days are texts and never pass through a local time.

import type { Period } from "../../api/generated.ts";
import { addDays } from "../../words/index.ts";

export const SPANS = ["this_month", "last_month", "quarter", "year"] as const;
export type Span = (typeof SPANS)[number];

function first(year: number, month: number): string {
  return `${String(year)}-${String(month).padStart(2, "0")}-01`;
}

/** So many months from the first day of one; the month counts from 1 and may be 0 or less. */
function months(year: number, month: number, count: number): Period {
  const at = (from: number): string => first(year + Math.floor((from - 1) / 12), ((((from - 1) % 12) + 12) % 12) + 1);
  return { from: at(month), to: addDays(at(month + count), -1) };
}

/** The whole month, quarter or year around a day. */
export function periodOf(span: Span, today: string): Period {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  switch (span) {
    case "this_month":
      return months(year, month, 1);
    case "last_month":
      return months(year, month - 1, 1);
    case "quarter":
      return months(year, month - ((month - 1) % 3), 3);
    case "year":
      return months(year, 1, 12);
  }
}
