// The catalogue page by page: asked for when in sight, dropped when the question has changed meanwhile.

import { untrack } from "svelte";
import { call } from "../../api/call.ts";
import type { FoundOffers, OfferLine } from "../../api/generated.ts";
import type { Question } from "../../parts/offer/search.svelte.ts";

export const PAGE = 50;

export class OfferPages {
  /** How many answer to the question, or null before the first answer. */
  total = $state<number | null>(null);
  /** Words that nothing has, and those that were sought instead. */
  instead = $state.raw<readonly [string, string][]>([]);
  thrown = $state.raw<unknown>(null);
  #pages = $state.raw<Readonly<Record<number, readonly OfferLine[]>>>({});
  #question: Question | null = null;
  /** Grows with every question; an answer to an older one is not shown. */
  #turn = 0;
  #busy = false;
  #coming: readonly number[] = [];
  #sight: readonly [number, number] = [0, 0];

  at(index: number): OfferLine | undefined {
    return this.#pages[Math.floor(index / PAGE)]?.[index % PAGE];
  }

  /** Asks, showing the rows around `place` first. Until the answer is there, what was shown stays. */
  async ask(question: Question, place = 0): Promise<void> {
    this.#question = question;
    await this.#read([place, place]);
  }

  /** The same question again: something was taken in. */
  async again(): Promise<void> {
    if (this.#question !== null) await this.#read(this.#sight);
  }

  /** Fetches what is missing between two places. */
  sight(first: number, last: number): void {
    untrack(() => {
      this.#sight = [first, last];
      if (this.#busy || this.#question === null) return;
      for (const page of pagesOf(this.#sight)) if (this.#pages[page] === undefined && !this.#coming.includes(page)) void this.#fetch(page);
    });
  }

  async #read(range: readonly [number, number]): Promise<void> {
    const turn = ++this.#turn;
    const wanted = pagesOf(range);
    this.#busy = true;
    this.#coming = [];
    try {
      const answers = await Promise.all(wanted.map((page) => this.#page(page)));
      if (turn !== this.#turn) return;
      this.total = answers[0]?.total ?? 0;
      this.instead = answers[0]?.instead ?? [];
      this.#pages = Object.fromEntries(wanted.map((page, index) => [page, answers[index]?.lines ?? []]));
      this.thrown = null;
    } catch (thrown) {
      if (turn === this.#turn) this.thrown = thrown;
    }
    if (turn !== this.#turn) return;
    this.#busy = false;
    // Rows that came into sight while this was on its way.
    if (this.thrown === null) this.sight(...this.#sight);
  }

  async #fetch(page: number): Promise<void> {
    const turn = this.#turn;
    this.#coming = [...this.#coming, page];
    try {
      const answer = await this.#page(page);
      if (turn === this.#turn) this.#pages = { ...this.#pages, [page]: answer.lines };
    } catch (thrown) {
      if (turn === this.#turn) this.thrown = thrown;
    } finally {
      if (turn === this.#turn) this.#coming = this.#coming.filter((other) => other !== page);
    }
  }

  #page(page: number): Promise<FoundOffers> {
    return call("offer.find", { ...(this.#question as Question), skip: page * PAGE, limit: PAGE });
  }
}

function pagesOf([first, last]: readonly [number, number]): number[] {
  const start = Math.floor(first / PAGE);
  return Array.from({ length: Math.floor(last / PAGE) - start + 1 }, (_, index) => start + index);
}
