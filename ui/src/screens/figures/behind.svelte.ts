// The list behind a figure, by pages as they come into sight.

import { call, onTopics } from "../../api/call.ts";
import type { FigureLine, SiteHoursLine, Topic } from "../../api/generated.ts";
import type { Opened } from "./choices.svelte.ts";

const PAGE = 100;

interface Page<T> {
  total: number;
  lines: readonly T[];
}

class Pages<T> {
  total = $state<number | null>(null);
  thrown = $state.raw<unknown>(null);
  #pages = $state.raw<Readonly<Record<number, readonly T[]>>>({});
  #fetch: (offset: number, limit: number) => Promise<Page<T>>;
  #topics: readonly Topic[];
  #asked: readonly number[] = [];
  #turn = 0;

  constructor(fetch: (offset: number, limit: number) => Promise<Page<T>>, topics: readonly Topic[]) {
    this.#fetch = fetch;
    this.#topics = topics;
  }

  follow(): () => void {
    void this.#read(0, ++this.#turn);
    return onTopics((topic) => {
      if (!this.#topics.includes(topic)) return;
      this.#asked = [];
      void this.#read(0, ++this.#turn);
    });
  }

  at(index: number): T | undefined {
    return this.#pages[Math.floor(index / PAGE)]?.[index % PAGE];
  }

  /** Fetches what is missing between two places. */
  sight(first: number, last: number): void {
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++)
      if (!this.#asked.includes(page)) void this.#read(page, this.#turn);
  }

  async #read(page: number, turn: number): Promise<void> {
    this.#asked = [...this.#asked, page];
    try {
      const { total, lines } = await this.#fetch(page * PAGE, PAGE);
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

/** The people or referrals that a figure counts. */
export class BehindState extends Pages<FigureLine> {
  constructor({ ask, figure }: Opened) {
    super((offset, limit) => call("report.people", { ask, figure, offset, limit }), ["people", "referrals", "catalogue"]);
  }
}

/** The hours that a figure adds up, and what they are together. */
export class HoursState extends Pages<SiteHoursLine> {
  minutes = $state(0);

  constructor({ ask, figure }: Opened) {
    super(async (offset, limit) => {
      const page = await call("report.hours", { ask, figure, offset, limit });
      this.minutes = page.minutes;
      return page;
    }, ["catalogue", "people"]);
  }
}
