// The correction of one note: its former text stays in the history, what is typed is kept until it is saved.

import { call } from "../../api/call.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";

export class Rewriting {
  readonly #encounter: string;
  readonly #kept: Kept<{ note: string }>;
  open = $state(false);
  note = $state("");
  asking = new Asking(["note"]);

  constructor(encounter: string) {
    this.#encounter = encounter;
    this.#kept = new Kept(`rewrite/${encounter}`);
  }

  async begin(note: string): Promise<void> {
    this.asking.clear();
    this.note = note;
    this.open = true;
    const draft = await this.#kept.read();
    if (this.note === note && typeof draft?.note === "string") this.note = draft.note;
  }

  typed(note: string): void {
    this.note = note;
    this.asking.mend("note");
    this.#kept.keep({ note });
  }

  async drop(): Promise<void> {
    this.open = false;
    await this.#kept.forget();
  }

  /** Answers whether it is kept for good. */
  async send(): Promise<boolean> {
    const note = this.note;
    const done = await this.asking.run(() => call("encounter.rewrite", { encounter: this.#encounter, note }));
    if (done) await this.drop();
    return done;
  }
}
