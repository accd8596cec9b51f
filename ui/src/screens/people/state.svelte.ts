// The caseload page by page: asked for when in sight, dropped when the question has changed meanwhile.

import { untrack } from "svelte";
import { call } from "../../api/call.ts";
import type { PeoplePage, PersonLine } from "../../api/generated.ts";
import type { Question } from "./view.svelte.ts";

const PAGE = 100;

/** Lines by the number of their page. */
type Pages = Readonly<Record<number, readonly PersonLine[]>>;

export class Caseload {
  /** How many answer to the question, or null before the first answer. */
  total = $state<number | null>(null);
  busy = $state(false);
  thrown = $state.raw<unknown>(null);
  communes = $state.raw<readonly string[]>([]);
  #pages = $state.raw<Pages>({});
  #question: Question | null = null;
  /** Grows with every question; an answer to an older one is not shown. */
  #turn = 0;
  #coming: readonly number[] = [];
  #sight: readonly [number, number] = [0, 0];

  at(index: number): PersonLine | undefined {
    return this.#pages[Math.floor(index / PAGE)]?.[index % PAGE];
  }

  /** Asks, showing the rows around `place` first. Until the answer is there, what was shown stays. */
  async ask(question: Question, place = 0): Promise<void> {
    this.#question = question;
    await this.#read([place, place]);
  }

  /** The same question again: something was written. The rows in sight are read at once. */
  async again(): Promise<void> {
    if (this.#question !== null) await this.#read(this.#sight);
  }

  async readCommunes(): Promise<void> {
    try {
      this.communes = await call("person.communes", {});
    } catch {
      // The list itself says what is wrong; without the communes one filter is poorer.
    }
  }

  /** Fetches what is missing between two places. */
  sight(first: number, last: number): void {
    untrack(() => {
      this.#sight = [first, last];
      if (this.busy || this.#question === null) return;
      for (const page of pages(this.#sight)) if (this.#pages[page] === undefined && !this.#coming.includes(page)) void this.#fetch(page);
    });
  }

  /** The lines from one place to another, both included, fetched at once where some are not there yet. */
  async between(first: number, last: number): Promise<readonly PersonLine[]> {
    const known = Array.from({ length: last - first + 1 }, (_, index) => this.at(first + index));
    if (this.#question === null || known.every((line) => line !== undefined)) return known.filter((line) => line !== undefined);
    const { filter, sort, descending } = this.#question;
    return (await call("person.list", { filter, sort, descending, offset: first, limit: last - first + 1 })).lines;
  }

  async #read(range: readonly [number, number]): Promise<void> {
    const turn = ++this.#turn;
    const wanted = pages(range);
    this.busy = true;
    this.#coming = [];
    try {
      const answers = await Promise.all(wanted.map((page) => this.#page(page)));
      if (turn !== this.#turn) return;
      this.total = answers[0]?.total ?? 0;
      this.#pages = Object.fromEntries(wanted.map((page, index) => [page, answers[index]?.lines ?? []]));
      this.thrown = null;
    } catch (thrown) {
      if (turn === this.#turn) this.thrown = thrown;
    }
    if (turn !== this.#turn) return;
    this.busy = false;
    // Rows that came into sight while this was on its way.
    if (this.thrown === null) this.sight(...this.#sight);
  }

  async #fetch(page: number): Promise<void> {
    const turn = this.#turn;
    this.#coming = [...this.#coming, page];
    try {
      const answer = await this.#page(page);
      if (turn !== this.#turn) return;
      this.#pages = { ...this.#pages, [page]: answer.lines };
    } catch (thrown) {
      if (turn === this.#turn) this.thrown = thrown;
    } finally {
      if (turn === this.#turn) this.#coming = this.#coming.filter((other) => other !== page);
    }
  }

  #page(page: number): Promise<PeoplePage> {
    const { filter, sort, descending } = this.#question as Question;
    return call("person.list", { filter, sort, descending, offset: page * PAGE, limit: PAGE });
  }
}

function pages([first, last]: readonly [number, number]): number[] {
  const start = Math.floor(first / PAGE);
  return Array.from({ length: Math.floor(last / PAGE) - start + 1 }, (_, index) => start + index);
}
