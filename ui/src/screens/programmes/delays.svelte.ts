// The delays of each kind of programme: read, typed, refused under a field, put back to the usual ones.

import { call, onTopics } from "../../api/call.ts";
import type { DelayLine, Delays } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { Act } from "../../parts/act/act.svelte.ts";
import { refusedUnder } from "../../parts/provider/form.svelte.ts";
import { capital, kindWords, m } from "../../words/index.ts";

export type Delay = keyof Delays;

/** In the order in which a referral meets them. */
export const DELAYS: readonly Delay[] = ["draft", "acknowledge", "answer", "waitlist", "start", "length"];

export function isUsual({ delays, usual }: DelayLine): boolean {
  return DELAYS.every((delay) => delays[delay] === usual[delay]);
}

export class KindDelays {
  lines = $state.raw<readonly DelayLine[] | null>(null);
  thrown = $state.raw<unknown>(null);
  #questions = 0;

  /** Rereads when something of it may have changed; answers with the function that stops. */
  follow(): () => void {
    void this.reread();
    return onTopics((topic) => {
      if (topic === "catalogue" || topic === "referrals") void this.reread();
    });
  }

  async reread(): Promise<void> {
    const question = ++this.#questions;
    try {
      const lines = await call("delays.list", {});
      if (question !== this.#questions) return;
      this.lines = lines;
      this.thrown = null;
    } catch (thrown) {
      if (question === this.#questions) this.thrown = thrown;
    }
  }
}

type Typed = Record<Delay, string>;

function written(delays: Delays): Typed {
  const days = (delay: Delay): string => String(delays[delay]);
  return {
    draft: days("draft"),
    acknowledge: days("acknowledge"),
    answer: days("answer"),
    waitlist: days("waitlist"),
    start: days("start"),
    length: days("length"),
  };
}

/** Whole days; which of them make sense is for the desk to say. */
function daysOf(text: string): number | null {
  const digits = text.replace(/\s/gu, "");
  return /^\d{1,4}$/.test(digits) ? Number(digits) : null;
}

export class DelayForm {
  typed = $state<Typed>(written({ draft: 0, acknowledge: 0, answer: 0, waitlist: 0, start: 0, length: 0 }));
  errors = $state.raw<Partial<Record<Delay, string>>>({});
  act = new Act();
  readonly line: DelayLine;

  constructor(line: DelayLine) {
    this.line = line;
    this.typed = written(line.delays);
  }

  get usual(): boolean {
    return DELAYS.every((delay) => daysOf(this.typed[delay]) === this.line.usual[delay]);
  }

  touched(delay: Delay): void {
    this.errors = Object.fromEntries(Object.entries(this.errors).filter(([other]) => other !== delay));
  }

  putBack(): void {
    this.typed = written(this.line.usual);
    this.errors = {};
  }

  #read(): Delays | null {
    const delays = { ...this.line.delays };
    const wrong: Partial<Record<Delay, string>> = {};
    for (const delay of DELAYS) {
      const days = daysOf(this.typed[delay]);
      if (days === null) wrong[delay] = m.programme_delay_unreadable();
      else delays[delay] = days;
    }
    this.errors = wrong;
    return Object.keys(wrong).length === 0 ? delays : null;
  }

  /** Answers whether it was written down; what is wrong stands in `errors` or `act`. */
  async send(): Promise<boolean> {
    const delays = this.#read();
    if (delays === null) return false;
    const { kind, delays: before } = this.line;
    const went = await this.act.run(async () => {
      try {
        await call("delays.change", { kind, delays });
      } catch (thrown) {
        const refused = refusedUnder(thrown);
        const delay = DELAYS.find((known) => known === refused?.field);
        if (delay === undefined) throw thrown;
        this.errors = { [delay]: m.programme_delay_unreadable() };
      }
    });
    if (!went || Object.keys(this.errors).length > 0) return false;
    said.say(m.programme_delays_saved({ kind: capital(kindWords[kind]()) }), {
      label: m.programme_delays_undo(),
      run: () => void this.act.run(async () => void (await call("delays.change", { kind, delays: before }))),
    });
    return true;
  }
}
