// The columns of the board: which states stand together, in the order of a referral's life.

import type { Allowed, State } from "../../api/generated.ts";
import { m } from "../../words/index.ts";

export type ColumnKey = "draft" | "sent" | "in_review" | "waitlisted" | "accepted" | "started" | "after";

export interface ColumnOf {
  key: ColumnKey;
  states: readonly State[];
  title: () => string;
}

export const COLUMNS: readonly ColumnOf[] = [
  { key: "draft", states: ["draft"], title: m.referral_column_draft },
  { key: "sent", states: ["sent", "received"], title: m.referral_column_sent },
  { key: "in_review", states: ["in_review"], title: m.referral_column_in_review },
  { key: "waitlisted", states: ["waitlisted"], title: m.referral_column_waitlisted },
  { key: "accepted", states: ["accepted"], title: m.referral_column_accepted },
  { key: "started", states: ["started"], title: m.referral_column_started },
  { key: "after", states: ["completed", "refused", "declined", "cancelled", "expired", "abandoned"], title: m.referral_column_after },
];

export function columnOf(key: string | undefined): ColumnOf | null {
  return COLUMNS.find((column) => column.key === key) ?? null;
}

/** Where a card may go by being dropped on a column: the allowed states that stand in it. */
export function dropsOn(column: ColumnOf, allowed: readonly Allowed[]): State[] {
  return allowed.map(({ to }) => to).filter((to) => column.states.includes(to));
}
