import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import { Kept } from "./kept.svelte.ts";

interface Note {
  text: string;
}

let drafts: Record<string, string>;
let asked: { name: string; request: unknown }[];

beforeEach(() => {
  vi.useFakeTimers();
  drafts = {};
  asked = fakeDesk({
    "draft.keep": ({ place, body }) => {
      drafts[place] = body;
      return null;
    },
    "draft.read": ({ place }) => ({ body: drafts[place] ?? "" }),
  }).asked;
});
afterEach(() => vi.useRealTimers());

it("keeps what was typed at the first pause, once", async () => {
  const kept = new Kept<Note>("note/1");
  kept.keep({ text: "vu au" });
  kept.keep({ text: "vu au city stade" });
  expect(asked).toHaveLength(0);
  await vi.runAllTimersAsync();
  expect(asked.map(({ name }) => name)).toEqual(["draft.keep"]);
  expect(await new Kept<Note>("note/1").read()).toEqual({ text: "vu au city stade" });
});

it("forgets what was saved, even when a pause was still running", async () => {
  const kept = new Kept<Note>("note/1");
  await kept.flush({ text: "vu" });
  kept.keep({ text: "vu hier" });
  await kept.forget();
  await vi.runAllTimersAsync();
  expect(await new Kept<Note>("note/1").read()).toBeNull();
});

it("lets people write when the kept draft cannot be read", async () => {
  drafts["note/1"] = "{";
  expect(await new Kept<Note>("note/1").read()).toBeNull();
});
