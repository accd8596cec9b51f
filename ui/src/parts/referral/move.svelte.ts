// One move of a referral being written down: what is asked, what was typed, what the desk answered.

import { call } from "../../api/call.ts";
import type { Allowed, GivenBy, Reason, ReferralFile, State } from "../../api/generated.ts";
import { said } from "../../design/said.svelte.ts";
import { m, stateWords, today } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { toAskFor } from "./agreement.ts";
import { errorsOf, type Errors, type Field } from "./refused.ts";
import { ofPerson } from "./sentence.ts";

interface Typed {
  note: string;
}

export class Move {
  file = $state.raw<ReferralFile | null>(null);
  /** The moves to choose from; one when it is known which. */
  choices = $state.raw<readonly Allowed[]>([]);
  to = $state<State | null>(null);
  on = $state<string | null>(null);
  unreadable = $state(false);
  reason = $state<Reason | null>(null);
  note = $state("");
  given = $state<GivenBy | null>(null);
  errors = $state.raw<Errors>({});
  thrown = $state.raw<unknown>(null);
  busy = $state(false);
  #kept: Kept<Typed> | null = null;

  get rule(): Allowed | null {
    return this.choices.find((allowed) => allowed.to === this.to) ?? null;
  }

  /** The agreements that may still be recorded with this move. */
  get asked(): readonly GivenBy[] {
    return this.file && this.to === "sent" ? toAskFor(this.file.agreement, this.file.minor) : [];
  }

  async open(referral: string, to?: State, among?: readonly State[]): Promise<void> {
    this.#clear();
    this.#kept = new Kept<Typed>(`move/${referral}`);
    try {
      const [file, kept] = await Promise.all([call("referral.open", { referral }), this.#kept.read()]);
      this.choices = file.allowed.filter((allowed) => (to === undefined || allowed.to === to) && (among?.includes(allowed.to) ?? true));
      this.to = this.choices.length === 1 ? (this.choices[0]?.to ?? null) : null;
      if (typeof kept?.note === "string") this.note = kept.note;
      this.file = file;
    } catch (thrown) {
      this.thrown = thrown;
    }
  }

  #clear(): void {
    this.file = null;
    this.choices = [];
    this.to = this.reason = this.given = null;
    this.on = today();
    this.unreadable = false;
    this.note = "";
    this.errors = {};
    this.thrown = null;
  }

  choose(to: State): void {
    this.to = to;
    this.reason = null;
    this.errors = {};
  }

  typed(): void {
    this.#kept?.keep(this.note === "" ? null : { note: this.note });
  }

  /** Answers whether the referral moved. */
  async send(): Promise<boolean> {
    const { file, to } = this;
    if (this.busy || file === null) return false;
    this.errors = to === null ? { to: m.referral_move_which_missing() } : this.unreadable ? { on: m.referral_day_unreadable() } : {};
    if (to === null || this.unreadable) return false;
    this.busy = true;
    this.thrown = null;
    try {
      const referral = file.line.id;
      const { on, note } = this;
      if (to === "sent") await call("referral.send", { referral, on, note, agreement: this.given });
      else await call("referral.move", { referral, to, on, reason: this.reason, note });
    } catch (thrown) {
      const shown: Field[] = to === "sent" ? ["on", "note", "agreement"] : ["on", "note", "reason"];
      const errors = errorsOf(thrown, shown);
      if (errors) this.errors = errors;
      else this.thrown = thrown;
      return false;
    } finally {
      this.busy = false;
    }
    void this.#kept?.forget();
    said.say(movedSentence(file, to));
    return true;
  }
}

export function movedSentence(file: ReferralFile, to: State): string {
  const of = ofPerson(file.line.person_name);
  return to === "sent" ? m.referral_said_sent({ of, provider: file.line.provider_name }) : m.referral_said_moved({ of, state: stateWords[to]() });
}
