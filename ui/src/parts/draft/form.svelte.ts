// A form beside what is stored: what is typed, whether it differs, the draft that is kept of it, what was refused.

import { Asking } from "../person/asking.svelte.ts";
import { Kept } from "./kept.svelte.ts";

export class KeptForm<T extends object> {
  typed = $state() as T;
  /** Something typed earlier was found and put back. */
  restored = $state(false);
  readonly asking: Asking;
  #kept: Kept<Partial<T>> | null = null;
  #base = "";

  /** `fields` are those that the form shows; `blank` is what it holds until it is begun. */
  constructor(fields: readonly string[], blank: T) {
    this.asking = new Asking(fields);
    this.typed = blank;
  }

  /** Begins from what is stored; a draft of this place is put back where nothing was typed meanwhile. */
  protected async start(place: string, stored: T): Promise<void> {
    const kept = new Kept<Partial<T>>(place);
    this.#kept = kept;
    this.typed = { ...stored };
    this.#base = JSON.stringify(stored);
    this.restored = false;
    this.asking.clear();
    const draft = await kept.read();
    if (draft === null || this.changed || this.#kept !== kept) return;
    const known = Object.entries(draft).filter(([field]) => field in stored);
    this.typed = { ...stored, ...(Object.fromEntries(known) as Partial<T>) };
    this.restored = this.changed;
  }

  get changed(): boolean {
    return JSON.stringify(this.typed) !== this.#base;
  }

  /** A field was written in. */
  keep(field: string): void {
    this.asking.mend(field);
    this.#kept?.keep(this.changed ? $state.snapshot(this.typed) as T : null);
  }

  async drop(): Promise<void> {
    await this.#kept?.forget();
  }

  /** Writes once nothing is refused here; answers whether it went through, and the draft is then forgotten. */
  protected async write(act: () => Promise<unknown>): Promise<boolean> {
    if (Object.keys(this.asking.errors).length > 0) return false;
    const done = await this.asking.run(act);
    if (done) await this.drop();
    return done;
  }
}
