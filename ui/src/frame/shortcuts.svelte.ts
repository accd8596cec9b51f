// Every act that can be named here, its words and its keys where it has some; nothing here knows a screen.

import { untrack } from "svelte";

export interface Shortcut {
  /** As shown and as compared: "Ctrl+K", "Ctrl+1", "?"; null for an act that is only found by its name. */
  keys: string | null;
  /** Read again at each showing, since the language can change. */
  label: () => string;
  run: () => void;
  /** Also while a dialog is open. */
  always?: boolean;
  /** In force on every screen. */
  everywhere?: boolean;
  /** Left to a field while something is typed in it, which has the same keys for its own text. */
  outside?: boolean;
}

/** The pressed keys as a shortcut writes them. Digits by their place, since AZERTY gives "&" for 1. */
export function pressedKeys(event: KeyboardEvent): string {
  const key = event.code.startsWith("Digit") && (event.ctrlKey || event.metaKey) ? event.code.slice(5) : event.key;
  if (!event.ctrlKey && !event.metaKey) return key;
  return `Ctrl+${event.shiftKey ? "Shift+" : ""}${key.length === 1 ? key.toUpperCase() : key}`;
}

function types(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

export class Shortcuts {
  all = $state.raw<readonly Shortcut[]>([]);

  /** Puts shortcuts in force; answers with the function that takes them away. Use it as the body of an `$effect`. */
  add(...added: Shortcut[]): () => void {
    // Untracked: the effect that adds must not run again because something was added.
    this.all = [...untrack(() => this.all), ...added];
    return () => {
      this.all = untrack(() => this.all).filter((shortcut) => !added.includes(shortcut));
    };
  }

  /** Runs what the keys mean here, if anything. The latest added wins. */
  press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey || event.repeat || event.isComposing) return;
    const keys = pressedKeys(event);
    if (!keys.startsWith("Ctrl+") && types(event.target)) return;
    const found = this.all.findLast((shortcut) => shortcut.keys === keys);
    if (!found || (found.outside && types(event.target))) return;
    // The web view's own meaning (a new window, downloads) never comes through.
    event.preventDefault();
    if (found.always || document.querySelector("[role='dialog']") === null) found.run();
  }
}

export const shortcuts = new Shortcuts();
