// A new passphrase being chosen: typed twice, its strength judged by the desk. Forgets both once used.

import { call, problemOf } from "../../api/call.ts";
import type { PassphraseStrength } from "../../api/generated.ts";
import { m } from "../../words/index.ts";

export class NewPassphrase {
  typed = $state("");
  again = $state("");
  strength = $state.raw<PassphraseStrength | null>(null);
  error = $state<string | null>(null);
  againError = $state<string | null>(null);
  #asked = 0;

  /** Asks the desk how strong it is; an answer about an older text is dropped. */
  async judge(): Promise<void> {
    const asked = ++this.#asked;
    this.error = null;
    if (this.typed === "") {
      this.strength = null;
      return;
    }
    try {
      const answer = await call("session.passphrase_strength", { passphrase: this.typed });
      if (asked === this.#asked) this.strength = answer;
    } catch {
      // The meter is only help: the desk judges again when the passphrase is used.
      if (asked === this.#asked) this.strength = null;
    }
  }

  /** Whether both fields can be sent; says under each what is missing. */
  ready(): boolean {
    this.error = this.typed === "" ? m.start_passphrase_missing() : null;
    this.againError = this.error === null && this.typed !== this.again ? m.start_passphrase_differs() : null;
    return this.error === null && this.againError === null;
  }

  /** Puts a refusal of the desk under the field when it is about this passphrase. */
  took(thrown: unknown): boolean {
    if (problemOf(thrown).code !== "weak_passphrase") return false;
    this.error = m.words_problem_weak_passphrase();
    return true;
  }

  forget(): void {
    this.#asked++;
    this.typed = "";
    this.again = "";
    this.strength = null;
    this.error = null;
    this.againError = null;
  }
}
