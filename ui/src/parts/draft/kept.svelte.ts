// What is being typed in one place, kept in the vault at every pause: a lock or a crash takes nothing of it.

import { call } from "../../api/call.ts";

/** Milliseconds without a key before it is kept. */
const PAUSE = 400;

/** The draft of one place. `T` is what the form holds; it must survive JSON. */
export class Kept<T extends object> {
  /** Whatever is still on its way out, of any place: a form that closes and a screen that looks meet here. */
  static #going: Promise<unknown> = Promise.resolve();
  readonly #place: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = "";
  /** Keeping and forgetting go out one after the other, so that the last word stays. */
  #queue: Promise<void> = Promise.resolve();

  constructor(place: string) {
    this.#place = place;
  }

  /** Once nothing is on its way out any more. */
  static async settled(): Promise<void> {
    await Kept.#going;
  }

  /** What was kept, or null when there is nothing or nothing readable. */
  async read(): Promise<T | null> {
    try {
      await Kept.#going;
      const { body } = await call("draft.read", { place: this.#place });
      this.#last = body;
      if (body === "") return null;
      const value: unknown = JSON.parse(body);
      return typeof value === "object" && value !== null ? (value as T) : null;
    } catch {
      // A draft that cannot be had must not keep anyone from writing.
      return null;
    }
  }

  /** Keeps `value` after the pause; null forgets it. Call it at every change. */
  keep(value: T | null): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(value), PAUSE);
  }

  /** Keeps it now: the field is being left. */
  async flush(value: T | null): Promise<void> {
    clearTimeout(this.#timer);
    await this.#send(value);
  }

  /** It was saved for good, or thrown away on purpose. */
  async forget(): Promise<void> {
    await this.flush(null);
  }

  #send(value: T | null): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      const body = value === null ? "" : JSON.stringify(value);
      if (body === this.#last) return;
      try {
        await call("draft.keep", { place: this.#place, body });
        this.#last = body;
      } catch {
        // Locked or full: what is typed is still on screen, and the next key tries again.
      }
    });
    Kept.#going = Promise.all([Kept.#going, this.#queue]);
    return this.#queue;
  }
}
