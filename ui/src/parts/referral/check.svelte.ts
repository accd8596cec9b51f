// A chase or an answer to "did they come" being written down.

import { call } from "../../api/call.ts";
import type { CheckKind, Presence } from "../../api/generated.ts";
import { said } from "../../design/said.svelte.ts";
import { capital, checkWords, m, presenceWords, today } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { errorsOf, type Errors } from "./refused.ts";

interface Typed {
  note: string;
}

export class ReferralCheck {
  kind = $state<CheckKind>("chase");
  present = $state<Presence | null>(null);
  presentError = $state<string | null>(null);
  on = $state<string | null>(null);
  unreadable = $state(false);
  note = $state("");
  errors = $state.raw<Errors>({});
  thrown = $state.raw<unknown>(null);
  busy = $state(false);
  #referral = "";
  #kept: Kept<Typed> | null = null;

  async open(referral: string, kind: CheckKind): Promise<void> {
    this.#referral = referral;
    this.#kept = new Kept<Typed>(`check/${referral}`);
    this.kind = kind;
    // A chase tells nothing about presence.
    this.present = kind === "chase" ? "unknown" : null;
    this.presentError = null;
    this.on = today();
    this.unreadable = false;
    this.note = "";
    this.errors = {};
    this.thrown = null;
    const kept = await this.#kept.read();
    if (this.note === "" && typeof kept?.note === "string") this.note = kept.note;
  }

  typed(): void {
    this.#kept?.keep(this.note === "" ? null : { note: this.note });
  }

  /** Answers whether it was written down. */
  async send(): Promise<boolean> {
    if (this.busy) return false;
    const { kind, present, on, note } = this;
    this.presentError = present === null ? m.referral_presence_missing() : null;
    this.errors = this.unreadable ? { on: m.referral_day_unreadable() } : {};
    if (present === null || this.unreadable) return false;
    this.busy = true;
    this.thrown = null;
    try {
      await call("referral.check", { referral: this.#referral, kind, present, on, note });
    } catch (thrown) {
      const errors = errorsOf(thrown, ["on", "note"]);
      if (errors) this.errors = errors;
      else this.thrown = thrown;
      return false;
    } finally {
      this.busy = false;
    }
    void this.#kept?.forget();
    said.say(kind === "chase" ? m.referral_said_chased() : m.referral_said_checked({ what: capital(checkWords[kind]()), answer: presenceWords[present]() }));
    return true;
  }
}
