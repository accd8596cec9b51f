// A card under way by pointer: where it is, over which column, and what the rules say of it. The menu does the same by keyboard.

import { call } from "../../api/call.ts";
import type { Allowed, ReferralLine } from "../../api/generated.ts";
import { columnOf, dropsOn, type ColumnKey, type ColumnOf } from "./columns.ts";

/** Pixels before a press becomes a drag. */
const START = 6;
const EDGE = 48;

export class Drag {
  line = $state.raw<ReferralLine | null>(null);
  x = $state(0);
  y = $state(0);
  over = $state<ColumnKey | null>(null);
  /** Null while the desk has not said yet. */
  allowed = $state.raw<readonly Allowed[] | null>(null);
  /** A drag ended just now: the click that follows it means nothing. */
  #ended = false;
  #stop: (() => void) | null = null;

  /** Follows the pointer that went down on a card; answers nothing until it is dropped. */
  begin(event: PointerEvent, line: ReferralLine, board: HTMLElement, ondrop: (line: ReferralLine, column: ColumnOf, allowed: readonly Allowed[]) => void): void {
    if (event.button !== 0 || event.pointerType === "touch") return;
    const { clientX, clientY } = event;
    this.#ended = false;
    let asked: Promise<readonly Allowed[]> | null = null;

    const move = (now: PointerEvent): void => {
      this.x = now.clientX;
      this.y = now.clientY;
      if (asked === null) {
        if (Math.hypot(now.clientX - clientX, now.clientY - clientY) < START) return;
        this.line = line;
        asked = this.#ask(line);
      }
      this.over = columnOf(under(now)?.dataset["column"])?.key ?? null;
      this.#scroll(board, now.clientX);
    };
    const drop = async (): Promise<void> => {
      const column = columnOf(this.over ?? undefined);
      this.end();
      if (asked === null) return;
      this.#ended = true;
      const allowed = await asked.catch(() => []);
      if (column && !column.states.includes(line.state)) ondrop(line, column, allowed);
    };
    const key = (pressed: KeyboardEvent): void => {
      if (pressed.key !== "Escape") return;
      pressed.preventDefault();
      this.#ended = this.line !== null;
      this.end();
    };
    const up = (): void => void drop();
    const cancel = (): void => this.end();
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", cancel);
    window.addEventListener("keydown", key);
    this.#stop = () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", cancel);
      window.removeEventListener("keydown", key);
    };
  }

  /** Whether this click only ended a drag. */
  swallows(): boolean {
    const ended = this.#ended;
    this.#ended = false;
    return ended;
  }

  /** What a column says to the card over it. */
  welcome(column: ColumnOf): "home" | "yes" | "no" | null {
    if (this.line === null || this.allowed === null) return null;
    if (column.states.includes(this.line.state)) return "home";
    return dropsOn(column, this.allowed).length > 0 ? "yes" : "no";
  }

  end(): void {
    this.#stop?.();
    this.#stop = null;
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
