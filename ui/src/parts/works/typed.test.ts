import { describe, expect, it } from "vitest";
import { hoursInWords, speak, standInWords } from "../../words/index.ts";
import { stand } from "./sample.test-env.ts";
import { lastMonthEnd } from "./sheet.svelte.ts";
import { readHours, readWhole, typedHours } from "./typed.ts";

describe("hours as people write them", () => {
  it.each([
    ["7", 420], ["7,5", 450], ["7.25", 435], ["7h", 420], ["7h30", 450], ["7 h 30", 450], ["7:30", 450], ["7H05", 425], ["1 234,5", 74_070], ["0h30", 30], ["0,33", 20],
  ])("%j is so many minutes", (typed, minutes) => expect(readHours(typed)).toBe(minutes));

  it.each(["", "0", "0h00", "7h60", "7h5", "7:3", "7 heures", "sept", "-7", "7,555", "1.234,5", "h30", "123456", "7h30:15", "７"])("%j is none", (typed) =>
    expect(readHours(typed)).toBeNull(),
  );

  it.each([420, 450, 425, 74_070, 30])("%d minutes come back as they were", (minutes) => expect(readHours(typedHours(minutes))).toBe(minutes));

  it("reads whole numbers with blanks and a percent sign, and nothing over the most", () => {
    expect([readWhole("30 000", 1e9), readWhole("7 %", 100), readWhole("", 100), readWhole("101", 100), readWhole("7,5", 100)]).toEqual([30_000, 7, null, NaN, NaN]);
  });

  it("offers the last day of the month before", () => {
    expect([lastMonthEnd("2026-03-14"), lastMonthEnd("2026-01-31"), lastMonthEnd("2028-03-01")]).toEqual(["2026-02-28", "2025-12-31", "2028-02-29"]);
  });
});

describe("a clause in words", () => {
  const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ");

  it("says hours and minutes in both languages", () => {
    speak("fr");
    expect([16_770, 90_000, 5].map((minutes) => plain(hoursInWords(minutes)))).toEqual(["279 h 30", "1 500 h", "0 h 05"]);
    speak("en");
    expect(plain(hoursInWords(16_770))).toBe("279 h 30 min");
    speak("fr");
  });

  it("says how far it is met, that it is, and that nothing is due", () => {
    expect(plain(standInWords(stand()))).toBe("13 % des heures dues");
    expect(plain(standInWords(stand({ done_percent: 103, remaining_minutes: 0 })))).toBe("103 %, clause tenue");
    expect(standInWords(stand({ due_hours: 0, done_percent: null, remaining_minutes: 0 }))).toBe("Rien n’est dû");
  });
});
