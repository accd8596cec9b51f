import { describe, expect, it } from "vitest";
import { readTime, timeInWords } from "./when.ts";

describe("a time as people type it", () => {
  it.each([
    ["9", "09:00"],
    ["9h", "09:00"],
    ["9 h 30", "09:30"],
    ["10:15", "10:15"],
    ["0930", "09:30"],
    ["14H05", "14:05"],
    ["  ", ""],
  ])("%j is %j", (typed, time) => expect(readTime(typed)).toBe(time));

  it.each(["24h", "9h60", "midi", "930", "-9", "9h3"])("%j is none", (typed) => expect(readTime(typed)).toBeNull());

  it("is said with its hour as spoken", () => {
    expect(timeInWords("09:05")).toMatch(/^9\s?h\s?05$/);
    expect(timeInWords("")).toBe("sans heure");
  });
});
