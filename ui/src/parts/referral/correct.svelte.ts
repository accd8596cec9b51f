// The request of a referral being corrected: its wish while it is a draft, the days of its session until it ends.

import { call } from "../../api/call.ts";
import type { ReferralFile } from "../../api/generated.ts";
import { said } from "../../design/said.svelte.ts";
import { m } from "../../words/index.ts";
import { Act } from "../act/act.svelte.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { errorsOf, type Errors, type Field } from "./refused.ts";

interface Typed {
  wish: string;
  start: string | null;
  end: string | null;
}

export class Correction {
  file = $state.raw<ReferralFile | null>(null);
  wish = $state("");
  start = $state<string | null>(null);
  end = $state<string | null>(null);
  startUnreadable = $state(false);
  endUnreadable = $state(false);
  errors = $state.raw<Errors>({});
  /** What is shown was being typed before a lock or a closing. */
  restored = $state(false);
  readonly act = new Act();
  #kept: Kept<Typed> | null = null;

  /** The partner has read the wish of what was sent. */
  get wishAsked(): boolean {
    return this.file?.line.state === "draft";
  }

  async open(file: ReferralFile): Promise<void> {
    const kept = new Kept<Typed>(`correct/${file.line.id}`);
    this.#kept = kept;
    this.act.thrown = null;
    this.#written(file);
    const typed = await kept.read();
    // Another file may have been opened meanwhile.
    if (typed !== null && this.#kept === kept) this.#restore(typed);
  }

  #written(file: ReferralFile): void {
    this.file = file;
    this.wish = file.wish;
    this.start = file.session_start;
    this.end = file.session_end;
    this.startUnreadable = this.endUnreadable = this.restored = false;
    this.errors = {};
  }

  #restore({ wish, start, end }: Partial<Typed>): void {
    if (this.wishAsked && typeof wish === "string") this.wish = wish;
    if (typeof start === "string" || start === null) this.start = start;
    if (typeof end === "string" || end === null) this.end = end;
    this.restored = true;
  }

  typed(): void {
    const { wish, start, end } = this;
    this.#kept?.keep({ wish, start, end });
  }

  /** Back to what is written. */
  async drop(): Promise<void> {
    if (this.file) this.#written(this.file);
    await this.#kept?.forget();
  }

  /** Answers whether it was written down. */
  async send(): Promise<boolean> {
    const { file, wish, start, end } = this;
    if (file === null || this.act.busy) return false;
    this.errors = {
      ...(this.startUnreadable ? { session_start: m.referral_day_unreadable() } : {}),
      ...(this.endUnreadable ? { session_end: m.referral_day_unreadable() } : {}),
    };
    if (this.startUnreadable || this.endUnreadable) return false;
    const shown: Field[] = this.wishAsked ? ["wish", "session_start", "session_end"] : ["session_start", "session_end"];
    let written = false;
    await this.act.run(async () => {
      try {
        await call("referral.correct", { referral: file.line.id, wish: this.wishAsked ? wish : file.wish, session_start: start, session_end: end });
        written = true;
      } catch (thrown) {
        const errors = errorsOf(thrown, shown);
        if (errors === null) throw thrown;
        this.errors = errors;
      }
    });
    if (!written) return false;
    void this.#kept?.forget();
    said.say(m.referral_said_corrected());
    return true;
  }
}
