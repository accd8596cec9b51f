// The likely doubles one after the other: asked for in portions, judged or left for later.

import { call, onTopics } from "../../api/call.ts";
import type { Pair } from "../../api/generated.ts";

const keyOf = (pair: Pair): string => [pair.one.id, pair.other.id].sort().join("/");

export class Doubles {
  /** The pair that is asked about; null when there is none, undefined while it is not known. */
  pair = $state.raw<Pair | null | undefined>();
  thrown = $state.raw<unknown>(null);
  busy = $state(false);
  readonly #later: string[] = [];
  #asked = 0;

  /** Looks through the vault from its start, since a judgement may have been taken back; stops at the first pair. */
  async look(): Promise<void> {
    const mine = ++this.#asked;
    try {
      let after: number | null = 0;
      while (after !== null) {
        const page: { pairs: Pair[]; next: number | null } = await call("likeness.pairs", { after });
        if (mine !== this.#asked) return;
        const found = page.pairs.find((pair) => !this.#later.includes(keyOf(pair)));
        if (found) {
          this.pair = found;
          this.thrown = null;
          return;
        }
        after = page.next;
      }
      this.pair = null;
      this.thrown = null;
    } catch (thrown) {
      if (mine === this.#asked) this.thrown = thrown;
    }
  }

  /** Shows the other file as the one that is kept. */
  swap(): void {
    if (this.pair) this.pair = { ...this.pair, one: this.pair.other, other: this.pair.one };
  }

  async later(): Promise<void> {
    if (!this.pair || this.busy) return;
    this.#later.push(keyOf(this.pair));
    await this.look();
  }

  /** Judges the pair; false when it could not be written. */
  async judge(same: boolean): Promise<boolean> {
    const pair = this.pair;
    if (!pair || this.busy) return false;
    this.busy = true;
    try {
      if (same) await call("person.merge", { kept: pair.one.id, other: pair.other.id });
      else await call("person.distinct", { one: pair.one.id, other: pair.other.id });
    } catch (thrown) {
      this.thrown = thrown;
      return false;
    } finally {
      this.busy = false;
    }
    await this.look();
    return true;
  }

  /** Looks now and whenever people changed; answers with the function that stops. */
  follow(): () => void {
    void this.look();
    return onTopics((topic) => {
      if (topic === "people" && !this.busy) void this.look();
    });
  }
}
