// Alarms of synchronisation in words: what happened, what was kept, what to do, and what it is about.

import type { AlarmKind, TeamAlarm } from "../../api/generated.ts";
import { dayInWords, dayOfInstant, m } from "../../words/index.ts";

interface Said {
  title: () => string;
  what: () => string;
  kept: () => string;
  todo: () => string;
}

export const alarmWords: Record<AlarmKind, Said> = {
  forged: { title: m.space_forged_title, what: m.space_forged_what, kept: m.space_forged_kept, todo: m.space_forged_do },
  withheld: { title: m.space_withheld_title, what: m.space_withheld_what, kept: m.space_withheld_kept, todo: m.space_withheld_do },
  rolled_back: { title: m.space_rolled_back_title, what: m.space_rolled_back_what, kept: m.space_rolled_back_kept, todo: m.space_rolled_back_do },
  forked: { title: m.space_forked_title, what: m.space_forked_what, kept: m.space_forked_kept, todo: m.space_forked_do },
  stale: { title: m.space_stale_title, what: m.space_stale_what, kept: m.space_stale_kept, todo: m.space_stale_do },
  clone_suspected: { title: m.space_clone_suspected_title, what: m.space_clone_suspected_what, kept: m.space_clone_suspected_kept, todo: m.space_clone_suspected_do },
  diverged: { title: m.space_diverged_title, what: m.space_diverged_what, kept: m.space_diverged_kept, todo: m.space_diverged_do },
  refused: { title: m.space_refused_title, what: m.space_refused_what, kept: m.space_refused_kept, todo: m.space_refused_do },
  clock: { title: m.space_clock_title, what: m.space_clock_what, kept: m.space_clock_kept, todo: m.space_clock_do },
};

/** Why something was refused, by the protocol's word; a word of a newer version is left out. */
const whys: Readonly<Record<string, () => string>> = {
  role: m.space_why_role,
  removed: m.space_why_removed,
  writer_too_old: m.space_why_writer_too_old,
  backwards: m.space_why_backwards,
  malformed: m.space_why_malformed,
  log: m.space_why_log,
};

function aboutWords({ about, number, name, kind }: TeamAlarm): string {
  const who = { name: name ?? m.space_about_somebody() };
  switch (about) {
    case "answer":
      return kind === "stale" ? m.space_about_silent({ ...who, when: dayInWords(dayOfInstant(new Date(number))) }) : m.space_about_answer();
    case "members":
      return m.space_about_members({ number });
    case "batch":
      return m.space_about_batch({ number, ...who });
    case "key":
      return m.space_about_key({ number });
    case "statement":
      return m.space_about_statement(who);
    case "change":
      return m.space_about_change({ number, ...who });
    case "snapshot":
      return m.space_about_snapshot(who);
    case "document":
      return m.space_about_document();
    case "laptop":
      return kind === "clone_suspected" ? m.space_about_own() : m.space_about_laptop(who);
  }
}

/** What is said small beside it: what it is about, and why it was refused. */
export function detailsOf(alarm: TeamAlarm): string[] {
  const why = alarm.why !== null && Object.hasOwn(whys, alarm.why) ? whys[alarm.why]?.() : undefined;
  return [aboutWords(alarm), ...(why === undefined ? [] : [why])];
}
