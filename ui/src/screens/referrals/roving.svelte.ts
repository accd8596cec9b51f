// Which card the keyboard stands on: arrows go down a column and across to the next one that has cards.

export class Roving {
  #here = $state("");
  /** The place it had, for when the card has gone. */
  #place: [number, number] = [0, 0];
  readonly #cards: () => readonly (readonly string[])[];

  /** `cards`: the keys of each column, from top to bottom. */
  constructor(cards: () => readonly (readonly string[])[]) {
    this.#cards = cards;
  }

  here(id: string): void {
    this.#here = id;
    const columns = this.#cards();
    const column = columns.findIndex((ids) => ids.includes(id));
    if (column >= 0) this.#place = [column, columns[column]?.indexOf(id) ?? 0];
  }

  /** Tab reaches one card of each column: the one stood on, else the first. */
  isCurrent(id: string, index: number, column: readonly string[]): boolean {
    return column.includes(this.#here) ? id === this.#here : index === 0;
  }

  /** Moves for a key; answers whether the key meant something. */
  press(key: string, id: string, box: HTMLElement | undefined): boolean {
    this.here(id);
    const [column, row] = this.#place;
    const columns = this.#cards();
    const length = columns[column]?.length ?? 0;
    const rows: Readonly<Record<string, number>> = { ArrowDown: row + 1, ArrowUp: row - 1, Home: 0, End: length - 1 };
    const toRow = rows[key];
    if (toRow !== undefined) {
      this.focus(columns[column]?.[Math.min(Math.max(toRow, 0), length - 1)], box);
      return true;
    }
    if (key !== "ArrowLeft" && key !== "ArrowRight") return false;
    const step = key === "ArrowRight" ? 1 : -1;
    let next = column + step;
    while (columns[next]?.length === 0) next += step;
    const ids = columns[next];
    if (ids) this.focus(ids[Math.min(row, ids.length - 1)], box);
    return true;
  }

  focus(id: string | undefined, box: HTMLElement | undefined): void {
    if (id === undefined) return;
    this.here(id);
    box?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`)?.focus();
  }

  /** Gives the focus back to the card, or to the one that took its place. */
  back(box: HTMLElement | undefined): void {
    if (this.#here === "") return;
    const columns = this.#cards();
    const [column, row] = this.#place;
    const stays = columns.some((ids) => ids.includes(this.#here));
    const ids = columns[column] ?? [];
    this.focus(stays ? this.#here : (ids[Math.min(row, ids.length - 1)] ?? columns.find((others) => others.length > 0)?.[0]), box);
  }
}
