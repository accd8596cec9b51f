// The short visit of the window after the first start: at which step it is, and that it is not offered again.

import { recalled, remember } from "../parts/memory/page.ts";
import { m } from "../words/index.ts";

export interface Stop {
  title: () => string;
  text: () => string;
  /** What it speaks of, marked while it does. */
  of: string;
}

export const STOPS: readonly Stop[] = [
  { title: m.frame_tour_rail, text: m.frame_tour_rail_text, of: "nav" },
  { title: m.frame_tour_search, text: m.frame_tour_search_text, of: "search" },
  { title: m.frame_tour_note, text: m.frame_tour_note_text, of: "main" },
  { title: m.frame_tour_lock, text: m.frame_tour_lock_text, of: "nav [aria-keyshortcuts='Control+L']" },
  { title: m.frame_tour_kit, text: m.frame_tour_kit_text, of: "nav [href='#/securite']" },
];

/** True from the making of the vault until the visit is left. */
const AWAITED = "tour.awaited";

class Tour {
  /** The place of the stop, or null while nobody is being shown around. */
  at = $state<number | null>(null);
  /** Asked for by someone, who then expects the focus in it. */
  asked = false;

  get stop(): Stop | null {
    return this.at === null ? null : (STOPS[this.at] ?? null);
  }

  get last(): boolean {
    return this.at === STOPS.length - 1;
  }

  /** The vault was just made: the visit waits for its window. */
  awaited(): void {
    remember(AWAITED, true);
  }

  /** The window is there: begins when it is awaited. */
  offer(): void {
    if (recalled(AWAITED) === true) this.at = 0;
  }

  begin(): void {
    this.asked = true;
    this.at = 0;
  }

  next(): void {
    if (this.last) this.leave();
    else if (this.at !== null) this.at += 1;
  }

  back(): void {
    if (this.at !== null && this.at > 0) this.at -= 1;
  }

  /** Finished or skipped: never again by itself. */
  leave(): void {
    this.at = null;
    this.asked = false;
    remember(AWAITED, false);
  }
}

export const tour = new Tour();
