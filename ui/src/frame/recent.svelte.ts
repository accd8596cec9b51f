// Whose files were opened since the unlock, the latest first. Goes with the frame: a lock leaves nothing of it.

import { m } from "../words/index.ts";
import { place } from "./place.svelte.ts";
import type { Hit } from "./search.svelte.ts";

export interface Seen {
  id: string;
  name: string;
  demo: boolean;
}

const MOST = 5;

class Recent {
  #seen: readonly Seen[] = [];

  saw(person: Seen): void {
    this.#seen = [person, ...this.#seen.filter(({ id }) => id !== person.id)].slice(0, MOST);
  }

  /** Somebody whose file is gone for good. */
  drop(id: string): void {
    this.#seen = this.#seen.filter((seen) => seen.id !== id);
  }

  forget(): void {
    this.#seen = [];
  }

  /** Offered while nothing is typed, but for the one whose file is open. */
  hits(text: string): Hit[] {
    if (text !== "") return [];
    return this.#seen
      .filter(({ id }) => !(place.route.screen === "person" && place.route.id === id))
      .map(({ id, name, demo }) => ({ id: `recent-${id}`, kind: "person", label: name, demo, note: m.frame_recent(), go: () => place.go({ screen: "person", id }) }));
  }
}

export const recent = new Recent();
