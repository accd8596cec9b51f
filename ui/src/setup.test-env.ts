// What jsdom lacks and every test of a component needs.

import "@testing-library/jest-dom/vitest";
import { configure } from "@testing-library/svelte";
import { afterAll, beforeEach } from "vitest";
import { session } from "./frame/session.svelte.ts";
import { speak } from "./words/index.ts";

// What is waited for comes, also on a machine that does something else.
configure({ asyncUtilTimeout: 30_000 });

Element.prototype.scrollIntoView = () => undefined;
Element.prototype.scrollTo = () => undefined;

// Files share one world, since loading the screens anew for each took longer than their tests; what a test leaves waiting (the
// pause before a draft is kept) must not wake in the next one.
const shared = globalThis as typeof globalThis & { waiting?: Set<ReturnType<typeof setTimeout>> };
if (shared.waiting === undefined) {
  const waiting = (shared.waiting = new Set());
  const real = globalThis.setTimeout;
  const watched = (act: (...given: unknown[]) => void, after?: number, ...given: unknown[]) => {
    const timer = real(() => {
      waiting.delete(timer);
      act(...given);
    }, after);
    waiting.add(timer);
    return timer;
  };
  globalThis.setTimeout = Object.assign(watched, real);
}

beforeEach(() => {
  for (const timer of shared.waiting ?? []) clearTimeout(timer);
  shared.waiting?.clear();
  location.hash = "";
  speak("fr");
});

// Whoever is in a team is so in their own file alone.
afterAll(() => {
  session.state = null;
});
