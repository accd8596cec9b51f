// The list behind a figure, by pages as they come into sight.

import { call, onTopics } from "../../api/call.ts";
import type { FigureLine } from "../../api/generated.ts";
import type { Opened } from "./choices.svelte.ts";

const PAGE = 100;

export class BehindState {
  total = $state<number | null>(null);
  thrown = $state.raw<unknown>(null);
  #lines = $state.raw<ReadonlyMap<number, FigureLine>>(new Map());
  #opened: Opened;
  #asked = new Set<number>();
  #turn = 0;

  constructor(opened: Opened) {
    this.#opened = opened;
  }

  follow(): () => void {
    void this.#read(0, ++this.#turn);
    return onTopics((topic) => {
      if (topic !== "people" && topic !== "referrals" && topic !== "catalogue") return;
      this.#asked.clear();
      void this.#read(0, ++this.#turn);
    });
  }

  at(index: number): FigureLine | undefined {
    return this.#lines.get(index);
  }

  /** Fetches what is missing between two places. */
  sight(first: number, last: number): void {
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++)
      if (!this.#asked.has(page)) void this.#read(page, this.#turn);
  }

  async #read(page: number, turn: number): Promise<void> {
    this.#asked.add(page);
    const { ask, figure } = this.#opened;
    try {
      const { total, lines } = await call("report.people", { ask, figure, offset: page * PAGE, limit: PAGE });
      if (turn !== this.#turn) return;
      const known = new Map(page === 0 ? [] : this.#lines);
      lines.forEach((line, at) => known.set(page * PAGE + at, line));
      this.#lines = known;
      this.total = total;
      this.thrown = null;
    } catch (thrown) {
      this.#asked.delete(page);
      if (turn === this.#turn) this.thrown = thrown;
    }
  }
}
