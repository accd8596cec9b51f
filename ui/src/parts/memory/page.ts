// What the page remembers of how it is shown on this laptop, outside of the vault: names of columns, hints seen. Never a word of a file.

const PREFIX = "passerelle.";

/** What was remembered under this name, to be looked at before it is trusted; null when nothing readable was. */
export function recalled(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? "null") as unknown;
  } catch {
    return null;
  }
}

export function remember(name: string, value: boolean | readonly string[]): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Full or forbidden: the page is then as it is shown first.
  }
}
