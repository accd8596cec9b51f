import { render, screen } from "@testing-library/svelte";
import { afterEach, expect, it } from "vitest";
import type { LinkState, TeamComing } from "../../api/generated.ts";
import { session } from "../../frame/session.svelte.ts";
import { sampleSession } from "../backup/sample.test-env.ts";
import Incomplete from "./Incomplete.svelte";

function stands(coming: TeamComing | null): void {
  const link: LinkState = { team: "Lille-Sud", member: true, done_ms: null, end: null, alarms: 0, about: null, smaller: [], lease: { lease: "runs" }, coming };
  session.state = sampleSession({ link });
}

afterEach(() => (session.state = null));

it.each([
  ["files", false, true],
  ["files", true, true],
  ["history", false, false],
  ["history", true, true],
  [null, true, false],
] as const)("while %s arrive, figures that count exchanges (%s) are incomplete: %s", (what, exchanges, expected) => {
  stands(what === null ? null : { what, percent: 45 });
  render(Incomplete, { exchanges });
  expect(screen.queryByText(/ces chiffres ne sont pas complets/) !== null).toBe(expected);
});
