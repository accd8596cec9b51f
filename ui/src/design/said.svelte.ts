// The last thing the application says at its foot: what was done, and the act that undoes it.

export interface Saying {
  text: string;
  act?: { label: string; run: () => void } | undefined;
}

class Said {
  /** What is shown now, or null. */
  now = $state.raw<Saying | null>(null);

  say(text: string, act?: Saying["act"]): void {
    this.now = { text, act };
  }

  hush(): void {
    this.now = null;
  }
}

export const said = new Said();
