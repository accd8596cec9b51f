import { describe, expect, it } from "vitest";
import { onDay, sinceDay } from "./day.ts";

const PRESENT = "2026-11-24";

describe("a day inside a sentence", () => {
  it("is said by its distance when near, else by its date", () => {
    expect(onDay("2026-11-24", PRESENT)).toBe("aujourd’hui");
    expect(onDay("2026-11-17", PRESENT)).toBe("il y a 7 jours");
    expect(onDay("2026-11-27", PRESENT)).toBe("dans 3 jours");
    expect(onDay("2026-10-01", PRESENT)).toBe("le 1er octobre");
    expect(onDay("2025-12-29", PRESENT)).toBe("le 29 décembre 2025");
  });

  it("is a beginning too", () => {
    expect(sinceDay("2026-11-24", PRESENT)).toBe("depuis aujourd’hui");
    expect(sinceDay("2026-11-23", PRESENT)).toBe("depuis hier");
    expect(sinceDay("2026-11-20", PRESENT)).toBe("depuis 4 jours");
    expect(sinceDay("2026-01-12", PRESENT)).toBe("depuis le 12 janvier");
  });
});
