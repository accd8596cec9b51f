// The rows of a table that are selected, held whole, since some of them may be out of sight when something is done with them.

import { SvelteMap } from "svelte/reactivity";

export class Selection<T> {
  readonly #key: (row: T) => string;
  readonly #rows = new SvelteMap<string, T>();

  constructor(key: (row: T) => string) {
    this.#key = key;
  }

  get size(): number {
    return this.#rows.size;
  }

  get rows(): readonly T[] {
    return [...this.#rows.values()];
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  turn(row: T, on: boolean): void {
    if (on) this.#rows.set(this.#key(row), row);
    else this.#rows.delete(this.#key(row));
  }

  /** These and no others. */
  only(rows: readonly T[]): void {
    this.#rows.clear();
    for (const row of rows) this.turn(row, true);
  }

  clear(): void {
    this.#rows.clear();
  }
}
