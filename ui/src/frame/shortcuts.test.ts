import { afterEach, describe, expect, it, vi } from "vitest";
import { followActivity } from "./activity.ts";
import { Shortcuts } from "./shortcuts.svelte.ts";

function press(shortcuts: Shortcuts, init: KeyboardEventInit, from: HTMLElement = document.body): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
  from.addEventListener("keydown", (heard) => shortcuts.press(heard), { once: true });
  from.dispatchEvent(event);
  return event;
}

afterEach(() => {
  document.body.replaceChildren();
});

describe("shortcuts", () => {
  it("run what they name and keep the key from the web view", () => {
    const run = vi.fn();
    const shortcuts = new Shortcuts();
    shortcuts.add({ keys: "Ctrl+K", label: () => "Chercher", run });
    expect(press(shortcuts, { key: "k", code: "KeyK", ctrlKey: true }).defaultPrevented).toBe(true);
    expect(run).toHaveBeenCalledOnce();
  });

  it("know the digits of a French keyboard", () => {
    const run = vi.fn();
    const shortcuts = new Shortcuts();
    shortcuts.add({ keys: "Ctrl+1", label: () => "Aujourd’hui", run });
    press(shortcuts, { key: "&", code: "Digit1", ctrlKey: true });
    expect(run).toHaveBeenCalledOnce();
  });

  it("leave the undoing of typed text to its field", () => {
    const run = vi.fn();
    const shortcuts = new Shortcuts();
    shortcuts.add({ keys: "Ctrl+Z", label: () => "Annuler", run, outside: true });
    const field = document.body.appendChild(document.createElement("textarea"));
    const keys = { key: "z", code: "KeyZ", ctrlKey: true };
    expect(press(shortcuts, keys, field).defaultPrevented).toBe(false);
    expect(run).not.toHaveBeenCalled();
    press(shortcuts, keys);
    expect(run).toHaveBeenCalledOnce();
  });

  it("leave a question mark to the field in which it is typed", () => {
    const run = vi.fn();
    const shortcuts = new Shortcuts();
    shortcuts.add({ keys: "?", label: () => "Aide", run });
    const field = document.body.appendChild(document.createElement("input"));
    press(shortcuts, { key: "?" }, field);
    expect(run).not.toHaveBeenCalled();
    press(shortcuts, { key: "?" });
    expect(run).toHaveBeenCalledOnce();
  });

  it("wait while a dialog is open, but locking never waits", () => {
    const search = vi.fn();
    const lock = vi.fn();
    const shortcuts = new Shortcuts();
    shortcuts.add({ keys: "Ctrl+K", label: () => "Chercher", run: search }, { keys: "Ctrl+L", label: () => "Verrouiller", run: lock, always: true });
    document.body.appendChild(document.createElement("div")).setAttribute("role", "dialog");
    press(shortcuts, { key: "k", code: "KeyK", ctrlKey: true });
    press(shortcuts, { key: "l", code: "KeyL", ctrlKey: true });
    expect(search).not.toHaveBeenCalled();
    expect(lock).toHaveBeenCalledOnce();
  });

  it("are gone once taken away", () => {
    const run = vi.fn();
    const shortcuts = new Shortcuts();
    const away = shortcuts.add({ keys: "Ctrl+K", label: () => "Chercher", run });
    away();
    expect(press(shortcuts, { key: "k", code: "KeyK", ctrlKey: true }).defaultPrevented).toBe(false);
    expect(run).not.toHaveBeenCalled();
  });
});

describe("activity", () => {
  it("is told at most every ten seconds", () => {
    let now = 0;
    const told = vi.fn();
    const stop = followActivity(told, () => now);
    for (now = 0; now < 20_000; now += 1000) window.dispatchEvent(new KeyboardEvent("keydown"));
    stop();
    window.dispatchEvent(new KeyboardEvent("keydown"));
    expect(told).toHaveBeenCalledTimes(2);
  });
});
