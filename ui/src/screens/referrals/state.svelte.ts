// What the board and the table of referrals hold, asked from the desk a piece at a time.

import { call } from "../../api/call.ts";
import type { BoardFilter, ReferralLine, State } from "../../api/generated.ts";
import { COLUMNS, type ColumnKey, type ColumnOf } from "./columns.ts";

export const STEP = 50;
/** The desk answers no more lines at once. */
const MOST = 500;

/** How the screen was last looked at; nothing of what was read. */
class Looked {
  mode = $state<"board" | "table">("board");
  late = $state(false);
  /** Of the table alone: the board shows what is open. */
  open = $state(true);
  state = $state<State | null>(null);
}

export const looked = new Looked();

export interface Column {
  of: ColumnOf;
  total: number;
  lines: readonly ReferralLine[];
}

/** What is due first stands first; what waits for nothing comes last. */
function byDue(one: ReferralLine, other: ReferralLine): number {
  const [a, b] = [one.due?.on ?? "9999", other.due?.on ?? "9999"];
  return a < b ? -1 : a > b ? 1 : 0;
}

export class Board {
  columns = $state.raw<readonly Column[] | null>(null);
  thrown = $state.raw<unknown>(null);
  #shown: Partial<Record<ColumnKey, number>> = {};
  #asked = 0;

  async read(late: boolean): Promise<void> {
    const asked = ++this.#asked;
    try {
      const columns = await Promise.all(COLUMNS.map((column) => this.#column(column, late)));
      if (asked !== this.#asked) return;
      this.columns = columns;
      this.thrown = null;
    } catch (thrown) {
      if (asked === this.#asked) this.thrown = thrown;
    }
  }

  async #column(of: ColumnOf, late: boolean): Promise<Column> {
    const limit = Math.min(this.#shown[of.key] ?? STEP, MOST);
    const pages = await Promise.all(
      of.states.map((state) => call("referral.list", { filter: { state, late, open: true, programme: null }, offset: 0, limit })),
    );
    const total = pages.reduce((sum, page) => sum + page.total, 0);
    // Each page holds the first `limit` of its state, so the first `limit` of all of them are among these.
    const lines = pages.flatMap((page) => page.lines).sort(byDue).slice(0, limit);
    return { of, total, lines };
  }

  async more(key: ColumnKey, late: boolean): Promise<void> {
    this.#shown[key] = (this.#shown[key] ?? STEP) + STEP;
    await this.read(late);
  }
}

/** The rows of the table, fetched where they come into sight. */
export class Rows {
  total = $state<number | null>(null);
  thrown = $state.raw<unknown>(null);
  #pages = $state.raw<Readonly<Record<number, readonly ReferralLine[]>>>({});
  #waiting: readonly number[] = [];
  #filter: BoardFilter = { state: null, late: false, open: false, programme: null };
  #asked = 0;

  at(index: number): ReferralLine | undefined {
    return this.#pages[Math.floor(index / STEP)]?.[index % STEP];
  }

  /** Starts again with a filter, or after a change; what is shown stays until the answer is here. */
  async read(filter: BoardFilter): Promise<void> {
    this.#filter = filter;
    this.#asked++;
    this.#waiting = [];
    const lines = await this.#fetch(0);
    if (lines) this.#pages = { 0: lines };
  }

  sight(first: number, last: number): void {
    for (let page = Math.floor(first / STEP); page <= Math.floor(last / STEP); page++)
      if (this.#pages[page] === undefined && !this.#waiting.includes(page)) void this.#add(page);
  }

  async #add(page: number): Promise<void> {
    const lines = await this.#fetch(page);
    if (lines) this.#pages = { ...this.#pages, [page]: lines };
  }

  async #fetch(page: number): Promise<readonly ReferralLine[] | null> {
    const asked = this.#asked;
    this.#waiting = [...this.#waiting, page];
    try {
      const answer = await call("referral.list", { filter: this.#filter, offset: page * STEP, limit: STEP });
      if (asked !== this.#asked) return null;
      this.total = answer.total;
      this.thrown = null;
      return answer.lines;
    } catch (thrown) {
      if (asked === this.#asked) this.thrown = thrown;
      return null;
    } finally {
      if (asked === this.#asked) this.#waiting = this.#waiting.filter((other) => other !== page);
    }
  }
}
