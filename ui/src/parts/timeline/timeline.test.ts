import { fireEvent, render, screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import type { TimelineItem } from "../../api/generated.ts";
import { addDays } from "../../words/index.ts";
import { byDay, counts, foldAt, sorted } from "./groups.ts";
import Timeline from "./Timeline.svelte";

const note = (at: number, on: string | null = addDays("2026-03-02", -at)): TimelineItem => ({
  id: `n${at}`,
  on,
  author: "",
  what: { kind: "encounter", encounter: `n${at}`, way: "note", initiative: "worker", result: "reached", place: "", note: `Note ${at}` },
});
const check: TimelineItem = {
  id: "k",
  on: "2026-03-02",
  author: "",
  what: { kind: "check", referral: "r", programme: "CAP cuisine", check: "day_1", present: "yes", note: "" },
};

describe("a long timeline", () => {
  it("comes in portions, and whole on paper", async () => {
    render(Timeline, { items: Array.from({ length: 130 }, (_, at) => note(at)) });
    const notes = (): number => document.querySelectorAll(".note").length;
    expect(notes()).toBe(60);
    await fireEvent.click(screen.getByText("Voir ce qui précède (70)"));
    expect(notes()).toBe(120);
    await fireEvent(window, new Event("beforeprint"));
    expect(notes()).toBe(130);
  });

  it("writes the whole day on paper, since “hier” means nothing there", () => {
    render(Timeline, { items: [note(0)] });
    expect(screen.getByText("Lundi 2 mars 2026")).toBeInTheDocument();
  });
});

describe("the days of a timeline", () => {
  it("gather what happened on one day, and what has no day stands apart", () => {
    const days = byDay([note(0), check, note(1), note(2, null)]);
    expect(days.map(({ on, items }) => [on, items.length])).toEqual([
      ["2026-03-02", 2],
      ["2026-03-01", 1],
      [null, 1],
    ]);
  });

  it("are kept by kind: a check belongs to its referral", () => {
    expect(sorted([note(0), check], "referrals")).toEqual([check]);
    expect(counts([note(0), check])).toEqual({ all: 2, exchanges: 1, referrals: 1, changes: 0 });
  });
});

describe("the fold of a note", () => {
  it("leaves short notes whole", () => {
    expect(foldAt("Vu au marché.")).toBeNull();
    expect(foldAt("a\nb\nc\nd\ne\nf\ng")).toBeNull();
  });

  it("cuts a long note between two words", () => {
    const long = "Parole tenue. ".repeat(60);
    const at = foldAt(long) ?? 0;
    expect(at).toBeGreaterThan(300);
    expect(at).toBeLessThanOrEqual(360);
    expect(long.slice(at, at + 1)).toBe(" ");
  });

  it("cuts after six lines, and a word without end somewhere", () => {
    expect(foldAt(Array.from({ length: 20 }, () => "ligne").join("\n"))).toBe(35);
    expect(foldAt("x".repeat(5000))).toBe(360);
  });
});
