// The list behind a figure, by pages as they come into sight.

import { call, onTopics } from "../../api/call.ts";
import type { FigureLine } from "../../api/generated.ts";
import type { Opened } from "./choices.svelte.ts";

const PAGE = 100;

export class BehindState {
  total = $state<number | null>(null);
  thrown = $state.raw<unknown>(null);
  #pages = $state.raw<Readonly<Record<number, readonly FigureLine[]>>>({});
  #opened: Opened;
  #asked: readonly number[] = [];
  #turn = 0;

  constructor(opened: Opened) {
    this.#opened = opened;
  }

  follow(): () => void {
    void this.#read(0, ++this.#turn);
    return onTopics((topic) => {
      if (topic !== "people" && topic !== "referrals" && topic !== "catalogue") return;
      this.#asked = [];
      void this.#read(0, ++this.#turn);
    });
  }

  at(index: number): FigureLine | undefined {
    return this.#pages[Math.floor(index / PAGE)]?.[index % PAGE];
  }

  /** Fetches what is missing between two places. */
  sight(first: number, last: number): void {
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++)
      if (!this.#asked.includes(page)) void this.#read(page, this.#turn);
  }

  async #read(page: number, turn: number): Promise<void> {
    this.#asked = [...this.#asked, page];
    const { ask, figure } = this.#opened;
    try {
      const { total, lines } = await call("report.people", { ask, figure, offset: page * PAGE, limit: PAGE });
      if (turn !== this.#turn) return;
      this.#pages = page === 0 ? { 0: lines } : { ...this.#pages, [page]: lines };
      this.total = total;
      this.thrown = null;
    } catch (thrown) {
      this.#asked = this.#asked.filter((other) => other !== page);
      if (turn === this.#turn) this.thrown = thrown;
    }
  }
}
