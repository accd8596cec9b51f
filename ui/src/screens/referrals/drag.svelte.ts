// A card under way by pointer: where it is, over which column, and what the rules say of it. The menu does the same by keyboard.

import { call } from "../../api/call.ts";
import type { Allowed, ReferralLine } from "../../api/generated.ts";
import { Press } from "../../design/index.ts";
import { columnOf, dropsOn, type ColumnKey, type ColumnOf } from "./columns.ts";

const EDGE = 48;

/** What comes of a card that was dropped on another column. */
export interface Drops {
  drop: (line: ReferralLine, column: ColumnOf, allowed: readonly Allowed[]) => void;
  fail: (line: ReferralLine, column: ColumnOf, thrown: unknown) => void;
}

export class Drag {
  line = $state.raw<ReferralLine | null>(null);
  x = $state(0);
  y = $state(0);
  over = $state<ColumnKey | null>(null);
  /** Null while the desk has not said yet. */
  allowed = $state.raw<readonly Allowed[] | null>(null);
  readonly #press = new Press();

  /** Follows the pointer that went down on a card; answers nothing until it is dropped, and says then why nothing may be done. */
  begin(event: PointerEvent, line: ReferralLine, board: HTMLElement, { drop: ondrop, fail }: Drops): void {
    let asked: Promise<readonly Allowed[]> | null = null;
    const drop = async (): Promise<void> => {
      const column = columnOf(this.over ?? undefined);
      this.end();
      if (asked === null || !column || column.states.includes(line.state)) return;
      await asked.then(
        (allowed) => ondrop(line, column, allowed),
        (thrown: unknown) => fail(line, column, thrown),
      );
    };
    this.#press.follow(event, {
      begun: () => {
        this.line = line;
        asked = this.#ask(line);
        // What went wrong is said when the card is dropped, and only then.
        asked.catch(() => undefined);
      },
      move: (now) => {
        this.x = now.clientX;
        this.y = now.clientY;
        this.over = columnOf(under(now)?.dataset["column"])?.key ?? null;
        this.#scroll(board, now.clientX);
      },
      dropped: () => void drop(),
      left: () => this.end(),
    });
  }

  /** Whether this click only ended a drag. */
  swallows(): boolean {
    return this.#press.swallows();
  }

  /** What a column says to the card over it. */
  welcome(column: ColumnOf): "home" | "yes" | "no" | null {
    if (this.line === null || this.allowed === null) return null;
    if (column.states.includes(this.line.state)) return "home";
    return dropsOn(column, this.allowed).length > 0 ? "yes" : "no";
  }

  end(): void {
    this.#press.stop();
    this.line = null;
    this.over = null;
    this.allowed = null;
  }

  async #ask(line: ReferralLine): Promise<readonly Allowed[]> {
    const { allowed } = await call("referral.open", { referral: line.id });
    if (this.line === line) this.allowed = allowed;
    return allowed;
  }

  #scroll(board: HTMLElement, x: number): void {
    const box = board.getBoundingClientRect();
    if (x > box.right - EDGE) board.scrollLeft += 16;
    else if (x < box.left + EDGE) board.scrollLeft -= 16;
  }
}

function under(event: PointerEvent): HTMLElement | null {
  return document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>("[data-column]") ?? null;
}
