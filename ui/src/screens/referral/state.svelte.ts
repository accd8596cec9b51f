// One opened referral: its file, read again whenever something of it changes.

import { call, problemOf } from "../../api/call.ts";
import type { Check, CheckKind, ReferralFile, State, Topic, Transition } from "../../api/generated.ts";
import { said } from "../../design/said.svelte.ts";
import { m } from "../../words/index.ts";

/** A move or a check, as the history shows them together. */
export type Fact = { key: string; on: string; at: number } & ({ move: Transition } | { check: Check });

/** What a dialog writes down now. */
export type Writing = { what: "move"; to?: State; among?: readonly State[] } | { what: "check"; kind: CheckKind } | { what: "correct" };

export class OpenedReferral {
  readonly id: string;
  file = $state.raw<ReferralFile | null>(null);
  thrown = $state.raw<unknown>(null);
  /** A reason is asked before it opens: a colleague follows the person, or the use of their file is limited. */
  why = $state.raw<{ person: string; limited: boolean } | null>(null);
  settleThrown = $state.raw<unknown>(null);
  settling = $state(false);
  #asked = 0;

  constructor(id: string) {
    this.id = id;
  }

  async read(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const file = await call("referral.open", { referral: this.id });
      if (asked !== this.#asked) return;
      this.file = file;
      this.why = null;
      this.thrown = null;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      const problem = problemOf(thrown);
      this.why = problem.code === "refused" && problem.refusal.refusal === "why_missing" ? problem.refusal : null;
      if (this.why !== null) this.file = null;
      this.thrown = this.why === null ? thrown : null;
    }
  }

  heard(topic: Topic): void {
    // Agreements are the person's, what is open is the programme's.
    if (topic === "referrals" || topic === "people" || topic === "catalogue") void this.read();
  }

  /** The latest first. */
  get history(): Fact[] {
    const { file } = this;
    if (file === null) return [];
    const moves = file.transitions.map((move): Fact => ({ key: move.id, on: move.on, at: move.at, move }));
    const checks = file.checks.map((check): Fact => ({ key: check.id, on: check.on, at: check.at, check }));
    // Of one day, in the order of writing.
    return [...moves, ...checks].sort((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : one.at - other.at)).reverse();
  }

  async settle(): Promise<void> {
    if (this.settling) return;
    this.settling = true;
    this.settleThrown = null;
    try {
      await call("referral.settle_and_now", { referral: this.id });
      said.say(m.referral_said_settled());
    } catch (thrown) {
      this.settleThrown = thrown;
    } finally {
      this.settling = false;
    }
  }
}
