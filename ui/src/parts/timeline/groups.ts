// The timeline by days and by kinds: which items a filter keeps, and which stand under one day.

import type { TimelineItem, TimelineWhat } from "../../api/generated.ts";

export type Sort = "all" | "exchanges" | "referrals" | "changes";

const KINDS: Readonly<Record<TimelineWhat["kind"], Exclude<Sort, "all">>> = {
  encounter: "exchanges",
  transition: "referrals",
  check: "referrals",
  case_move: "changes",
  meeting: "exchanges",
  situation: "changes",
  handover: "changes",
  document: "changes",
};

export function sorted(items: readonly TimelineItem[], sort: Sort): readonly TimelineItem[] {
  return sort === "all" ? items : items.filter((item) => KINDS[item.what.kind] === sort);
}

export function counts(items: readonly TimelineItem[]): Record<Sort, number> {
  const found: Record<Sort, number> = { all: items.length, exchanges: 0, referrals: 0, changes: 0 };
  for (const item of items) found[KINDS[item.what.kind]] += 1;
  return found;
}

export interface Day {
  on: string | null;
  items: TimelineItem[];
}

/** Items come newest first and stay so. */
export function byDay(items: readonly TimelineItem[]): Day[] {
  const days: Day[] = [];
  for (const item of items) {
    const last = days.at(-1);
    if (last && last.on === item.on) last.items.push(item);
    else days.push({ on: item.on, items: [item] });
  }
  return days;
}

const LINES = 6;
/** Fewer letters than a line holds, so that what is folded away is always worth the press. */
const LETTERS = 60;

/** Where a long note is folded, or null when it is short enough to show whole. */
export function foldAt(note: string): number | null {
  let lines = 0;
  let at = 0;
  let fold: number | null = null;
  for (const line of note.split("\n")) {
    const needed = Math.max(1, Math.ceil(line.length / LETTERS));
    if (fold === null && lines + needed > LINES) fold = at + Math.min(line.length, (LINES - lines) * LETTERS);
    lines += needed;
    at += line.length + 1;
  }
  if (fold === null || lines <= LINES + 2) return null;
  // Never in the middle of a word, unless the word is longer than a line.
  const space = note.slice(0, fold).search(/\s\S*$/);
  return space > fold - LETTERS ? space : fold;
}
