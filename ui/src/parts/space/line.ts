// The state of the laptop in one line at the foot of the rail: what matters most first.

import type { LinkState, SessionState, TeamComing } from "../../api/generated.ts";
import { clockInWords, dayOfInstant, instantInWords, m, today } from "../../words/index.ts";
import { toSendWords } from "./words.ts";

/** What the line means, for its icon and its colour. */
export type LineTone = "alone" | "alarm" | "held" | "waiting" | "away" | "good";

export interface Line {
  tone: LineTone;
  words: string;
}

function doneWords(done_ms: number, now: Date): string {
  const done = new Date(done_ms);
  if (dayOfInstant(done) === today(now)) return m.space_line_done_today({ clock: clockInWords(done.toISOString()) });
  return m.space_line_done({ when: instantInWords(done.toISOString(), now) });
}

/** What of a team has not come to a laptop that joins it: of a large one files first, then what was exchanged before. */
function comingWords(coming: TeamComing, cut: boolean): string {
  if (coming.what === "batches") return cut ? m.space_line_offline_batches() : m.space_line_batches();
  const percent = String(coming.percent);
  if (coming.what === "files") return cut ? m.space_line_offline_files({ percent }) : m.space_line_files({ percent });
  return cut ? m.space_line_offline_history({ percent }) : m.space_line_history({ percent });
}

/** Nothing stands in the way of a meeting: what waits, and when all was there last. */
function flowing({ done_ms, end, coming }: LinkState, pending: number, now: Date): Line {
  const cut = end?.end === "cut";
  if (coming !== null) return { tone: cut ? "away" : "waiting", words: comingWords(coming, cut) };
  const what = toSendWords(pending);
  if (cut) return { tone: "away", words: pending > 0 ? m.space_line_offline({ what }) : m.space_line_offline_sent() };
  if (pending > 0) return { tone: "away", words: what };
  if (done_ms === null) return { tone: "away", words: m.space_line_never() };
  return { tone: "good", words: doneWords(done_ms, now) };
}

function linkLine(link: LinkState, pending: number, now: Date): Line {
  switch (link.end?.end) {
    case "removed":
      return { tone: "held", words: m.space_line_removed() };
    case "update_needed":
      return { tone: "held", words: m.space_line_update() };
    case "lease_over":
      return { tone: "held", words: m.space_line_lease_over() };
    case "stopped":
      return { tone: "held", words: m.space_line_stopped() };
    case "refused":
      return link.end.problem.code === "update_needed" ? { tone: "held", words: m.space_line_update() } : { tone: "held", words: m.space_line_refused() };
    default:
      if (link.lease.lease === "ends") return { tone: "held", words: link.lease.days === 0 ? m.space_line_lease_today() : m.space_line_lease({ count: link.lease.days }) };
      return link.member ? flowing(link, pending, now) : { tone: "waiting", words: m.space_line_waiting() };
  }
}

export function lineOf({ link, pending_changes }: Pick<SessionState, "link" | "pending_changes">, now: Date = new Date()): Line {
  if (link === null) return { tone: "alone", words: m.frame_offline() };
  if (link.alarms > 0) return { tone: "alarm", words: m.space_line_alarms({ count: link.alarms }) };
  const line = linkLine(link, pending_changes, now);
  return link.about === null ? line : { ...line, words: m.space_line_of({ words: line.words, team: link.about }) };
}
