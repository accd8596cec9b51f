// The looks that a screen makes by itself: one after the other, and none once it is gone.

import { cleanup, render } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import { LOOK_EVERY_MS } from "../../parts/space/again.ts";
import { CODE, HUB, inTeam, joining, WORDS } from "./team.test-env.ts";
import TeamScreen from "./Team.svelte";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const count = (desk: ReturnType<typeof fakeDesk>, of: string) => desk.asked.filter(({ name }) => name === of).length;

it("a laptop that waits looks again after each pause, and no more once another screen is shown", async () => {
  const desk = fakeDesk({
    "team.read": joining,
    "team.synchronise": () => ({ end: { end: "waiting_for_admission" }, received: 0, sent: 0, to_send: 0, alarms: 0, contents_sent: 0, contents_received: 0, smaller: [] }),
  });
  const { unmount } = render(TeamScreen);
  await vi.advanceTimersByTimeAsync(1);
  expect(count(desk, "team.synchronise")).toBe(1);
  await vi.advanceTimersByTimeAsync(2 * LOOK_EVERY_MS);
  expect(count(desk, "team.synchronise")).toBe(3);
  unmount();
  await vi.advanceTimersByTimeAsync(5 * LOOK_EVERY_MS);
  expect(count(desk, "team.synchronise")).toBe(3);
});

it("a hub that is slow is not asked twice at once", async () => {
  let answer = (): void => undefined;
  const desk = fakeDesk({
    "team.read": joining,
    "team.synchronise": () =>
      new Promise((resolve) => {
        answer = () => resolve({ end: { end: "cut" }, received: 0, sent: 0, to_send: 0, alarms: 0, contents_sent: 0, contents_received: 0, smaller: [] });
      }),
  });
  render(TeamScreen);
  await vi.advanceTimersByTimeAsync(10 * LOOK_EVERY_MS);
  expect(count(desk, "team.synchronise")).toBe(1);
  answer();
  await vi.advanceTimersByTimeAsync(LOOK_EVERY_MS);
  expect(count(desk, "team.synchronise")).toBe(2);
});

it("a coordinator's screen looks for an answer while an invitation is open, and stops when one came", async () => {
  let answered = false;
  const desk = fakeDesk({
    "team.read": () => inTeam(),
    "team.invitation": () => ({ code: CODE, hub: HUB, role: "member", until_ms: Date.now() + 3_600_000, request: answered ? { name: "Inès Moreau", words: WORDS } : null }),
  });
  render(TeamScreen);
  await vi.advanceTimersByTimeAsync(LOOK_EVERY_MS + 1);
  const before = count(desk, "team.invitation");
  expect(before).toBeGreaterThan(1);
  answered = true;
  await vi.advanceTimersByTimeAsync(LOOK_EVERY_MS);
  const found = count(desk, "team.invitation");
  expect(found).toBe(before + 1);
  await vi.advanceTimersByTimeAsync(5 * LOOK_EVERY_MS);
  expect(count(desk, "team.invitation")).toBe(found);
});
