import { describe, expect, it } from "vitest";
import { ageInWords, dayInWords, fullDay, instantInWords, isDay, readDay, speak, today } from "./index.ts";

const PRESENT = "2026-03-14"; // a Saturday

describe("a day in words", () => {
  it.each([
    ["2026-03-14", "aujourd’hui"],
    ["2026-03-13", "hier"],
    ["2026-03-15", "demain"],
    ["2026-03-17", "dans 3 jours"],
    ["2026-03-09", "il y a 5 jours"],
    ["2026-03-21", "dans 7 jours"],
    ["2026-03-22", "22 mars"],
    ["2026-05-01", "1er mai"],
    ["2025-03-12", "12 mars 2025"],
  ])("%s is said %s", (day, words) => {
    expect(dayInWords(day, PRESENT)).toBe(words);
  });

  it("is said in English too", () => {
    speak("en");
    expect(dayInWords("2026-03-17", PRESENT)).toBe("in 3 days");
    expect(dayInWords("2025-03-12", PRESENT)).toBe("12 March 2025");
  });

  it("counts days across the change to summer time", () => {
    expect(dayInWords("2026-03-30", "2026-03-28")).toBe("dans 2 jours");
  });

  it("shows what is no day as it came", () => {
    expect(dayInWords("2026-02-30", PRESENT)).toBe("2026-02-30");
  });

  it("names the weekday in full", () => {
    expect(fullDay("2026-03-14")).toBe("samedi 14 mars 2026");
  });

  it("takes the day of France, not of the machine", () => {
    // 23 h 30 UTC on the 13th is already the 14th in Paris, and still the 13th where this test runs.
    expect(today(new Date("2026-03-13T23:30:00Z"))).toBe("2026-03-14");
    expect(instantInWords("2026-03-13T23:30:00Z", new Date("2026-03-14T10:00:00Z"))).toBe("aujourd’hui à 0 h 30");
  });
});

describe("reading a typed day", () => {
  it.each([
    ["14/03/2026", "2026-03-14"],
    ["14.3.26", "2026-03-14"],
    ["14-03-2026", "2026-03-14"],
    ["14032026", "2026-03-14"],
    ["2026-03-14", "2026-03-14"],
    ["5/4", "2026-04-05"],
    ["12/06/98", "1998-06-12"],
    ["hier", "2026-03-13"],
    ["Avant-hier", "2026-03-12"],
    ["  DEMAIN ", "2026-03-15"],
    ["aujourd’hui", "2026-03-14"],
    ["aujourd'hui", "2026-03-14"],
    ["12 février 2025", "2025-02-12"],
    ["1er août", "2026-08-01"],
    ["samedi 14 mars 2026", "2026-03-14"],
    ["dans 3 jours", "2026-03-17"],
    ["il y a 2 semaines", "2026-02-28"],
    ["+7", "2026-03-21"],
    ["lundi", "2026-03-16"],
    ["samedi", "2026-03-21"],
    ["lundi dernier", "2026-03-09"],
    ["tomorrow", "2026-03-15"],
    ["5 days ago", "2026-03-09"],
  ])("%s is %s", (typed, day) => {
    expect(readDay(typed, PRESENT)).toBe(day);
  });

  it.each(["", "31/04/2026", "29/02/2025", "14/13/2026", "bientôt", "2026", "12 brumaire", "99999999", "💬", "constructor", "\u202e14/03/2026"])(
    "%j is no day",
    (typed) => {
      expect(readDay(typed, PRESENT)).toBeNull();
    },
  );

  it("refuses a pasted page", () => {
    expect(readDay("1".repeat(10_000), PRESENT)).toBeNull();
  });

  it("knows leap years", () => {
    expect(isDay("2024-02-29")).toBe(true);
    expect(isDay("2100-02-29")).toBe(false);
  });
});

describe("an age", () => {
  it("says a range when the birth date is incomplete", () => {
    expect(ageInWords(17, 17)).toBe("17 ans");
    expect(ageInWords(1, 1)).toBe("1 an");
    expect(ageInWords(16, 17)).toBe("16 ou 17 ans");
    expect(ageInWords(15, 18)).toBe("de 15 à 18 ans");
  });
});
