import { expect, it } from "vitest";
import type { Problem } from "../api/generated.ts";
import { problemOf, ProblemError } from "../api/call.ts";
import { problemSentence, speak } from "./index.ts";

it("says what was kept, in both languages", () => {
  expect(problemSentence({ code: "disk_full" })).toContain("Votre saisie est encore à l’écran");
  speak("en");
  expect(problemSentence({ code: "disk_full" })).toContain("What you typed is still on screen");
});

it("has a fallback for a code that this version does not know", () => {
  const newer = { code: "newer_than_me" } as unknown as Problem;
  expect(problemSentence(newer)).toContain("newer_than_me");
});

it("never shows a raw error", () => {
  expect(problemSentence(problemOf(new TypeError("x is undefined")))).not.toContain("undefined");
  expect(problemOf("boom")).toEqual({ code: "unreadable" });
  expect(problemOf(new ProblemError({ code: "locked" }))).toEqual({ code: "locked" });
});
