import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { said } from "./said.svelte.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  said.hush();
  vi.useRealTimers();
});

it("keeps what was said on the way to another screen, and drops it at the next change", () => {
  said.say("Dossier de Karim créé.");
  said.moved();
  expect(said.now?.text).toBe("Dossier de Karim créé.");
  vi.advanceTimersByTime(3_000);
  said.moved();
  expect(said.now).toBeNull();
});
