// What a referral waits for, as a sentence and as what can be done about it from the line.

import type { CheckKind, DueKind, ReferralLine } from "../../api/generated.ts";
import { m } from "../../words/index.ts";

/** How a line is answered: chased, answered with a word, or on the page of the referral. */
export type Answering = { by: "chase" } | { by: "presence"; check: CheckKind } | { by: "page" };

interface Due {
  sentence: (of: { person: string; provider: string; programme: string }) => string;
  answering: Answering;
}

const dues: Readonly<Record<DueKind, Due>> = {
  finish_draft: { sentence: m.today_due_finish_draft, answering: { by: "page" } },
  acknowledge: { sentence: m.today_due_acknowledge, answering: { by: "chase" } },
  answer: { sentence: m.today_due_answer, answering: { by: "chase" } },
  waitlist_news: { sentence: m.today_due_waitlist_news, answering: { by: "chase" } },
  start: { sentence: m.today_due_start, answering: { by: "page" } },
  day_1: { sentence: m.today_due_day_1, answering: { by: "presence", check: "day_1" } },
  day_15: { sentence: m.today_due_day_15, answering: { by: "presence", check: "day_15" } },
  day_45: { sentence: m.today_due_day_45, answering: { by: "presence", check: "day_45" } },
  end: { sentence: m.today_due_end, answering: { by: "page" } },
  month_3: { sentence: m.today_due_month_3, answering: { by: "presence", check: "month_3" } },
  month_6: { sentence: m.today_due_month_6, answering: { by: "presence", check: "month_6" } },
  and_now: { sentence: m.today_due_and_now, answering: { by: "page" } },
};

export function dueSentence(line: ReferralLine): string {
  const names = { person: line.person_name, provider: line.provider_name, programme: line.programme_name };
  return line.due ? dues[line.due.kind].sentence(names) : m.today_due_other(names);
}

export function answering(line: ReferralLine): Answering {
  return line.due ? dues[line.due.kind].answering : { by: "page" };
}
