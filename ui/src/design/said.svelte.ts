// The last thing the application says at its foot: what was done, and the act that undoes it.

export interface Saying {
  text: string;
  act?: { label: string; run: () => void } | undefined;
}

/** Milliseconds within which a change of screen belongs to the act that was said. */
const ON_THE_WAY = 1000;

class Said {
  /** What is shown now, or null. */
  now = $state.raw<Saying | null>(null);
  #since = 0;

  say(text: string, act?: Saying["act"]): void {
    this.now = { text, act };
    this.#since = performance.now();
  }

  /** Another screen is shown: what was said on the one before goes, but not what was said on the way here. */
  moved(): void {
    if (performance.now() - this.#since > ON_THE_WAY) this.hush();
  }

  hush(): void {
    this.now = null;
  }
}

export const said = new Said();
