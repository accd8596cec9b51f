// Each signal of a file in a sentence: its reason, and where that helps, what to do.

import type { Deadline, Signal, ToldTo } from "../../api/generated.ts";
import { fullDay, m } from "../../words/index.ts";

const untold: Readonly<Record<ToldTo, () => string>> = {
  person: m.vigilance_untold_person,
  representative: m.vigilance_untold_representative,
  both: m.vigilance_untold_both,
};

/** A day to which the law counts, in the words of what is to be done. */
function deadline(due: Deadline): string {
  if (due.clock === "situation") {
    const day = fullDay(due.on);
    if (due.occasion === "exit_6m") return m.vigilance_exit_6m({ day });
    return due.over ? m.vigilance_exit_4w_over({ day }) : m.vigilance_exit_4w({ day });
  }
  const day = fullDay(due.until);
  if (due.clock === "summons") return due.over ? m.vigilance_summons_over({ day }) : m.vigilance_summons_near({ day });
  if (due.over) return m.vigilance_cej_over({ day });
  return due.extended ? m.vigilance_cej_near_extended({ day }) : m.vigilance_cej_near({ day });
}

type Sentences = { [S in Signal["signal"]]: (signal: Extract<Signal, { signal: S }>) => string };

const sentences: Sentences = {
  quiet: ({ days, ever_reached }) => (ever_reached ? m.vigilance_quiet({ count: days }) : m.vigilance_never_reached({ count: days })),
  missed: ({ count }) => m.vigilance_missed({ count }),
  unanswered: ({ programme, days }) => m.vigilance_unanswered({ count: days, programme }),
  representative_missing: () => m.vigilance_representative_missing(),
  untold: ({ who }) => untold[who](),
  review_due: ({ on }) => m.vigilance_review_due({ day: fullDay(on) }),
  retention_ending: ({ until }) => m.vigilance_retention_ending({ day: fullDay(until) }),
  deadline: (due) => deadline(due),
  retention_over: ({ until }) => m.vigilance_retention_over({ day: fullDay(until) }),
};

/** The sentence of a signal. */
export function signalSentence(signal: Signal): string {
  return (sentences[signal.signal] as (signal: Signal) => string)(signal);
}
