// What a screen reads at once and again whenever something of it may have changed.

import { onTopics } from "../../api/call.ts";
import type { Topic } from "../../api/generated.ts";

export class Reading<T> {
  readonly #ask: () => Promise<T>;
  readonly #topics: readonly Topic[];
  answer = $state.raw<T | null>(null);
  thrown = $state.raw<unknown>(null);
  #asked = 0;

  constructor(ask: () => Promise<T>, topics: readonly Topic[]) {
    this.#ask = ask;
    this.#topics = topics;
  }

  async read(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const answer = await this.#ask();
      if (asked !== this.#asked) return;
      this.answer = answer;
      this.thrown = null;
    } catch (thrown) {
      if (asked === this.#asked) this.thrown = thrown;
    }
  }

  /** Answers with the function that stops. */
  follow(): () => void {
    void this.read();
    return onTopics((topic) => void (this.#topics.includes(topic) && this.read()));
  }
}
