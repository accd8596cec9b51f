import { render, screen } from "@testing-library/svelte";
import { afterEach, expect, it } from "vitest";
import type { SyncEnd, TeamComing } from "../../api/generated.ts";
import { session } from "../../frame/session.svelte.ts";
import { sampleLink, sampleSession } from "../backup/sample.test-env.ts";
import { filesArriving } from "./arriving.ts";
import Incomplete from "./Incomplete.svelte";

function stands(coming: TeamComing | null): void {
  session.state = sampleSession({ link: sampleLink({ coming }) });
}

afterEach(() => (session.state = null));

it.each([
  ["files", false, true],
  ["files", true, true],
  ["batches", false, true],
  ["history", false, false],
  ["history", true, true],
  [null, true, false],
] as const)("while %s arrive, figures that count exchanges (%s) are incomplete: %s", (what, exchanges, expected) => {
  stands(what === null ? null : what === "batches" ? { what } : { what, percent: 45 });
  render(Incomplete, { exchanges });
  expect(screen.queryByText(/ces chiffres ne sont pas complets/) !== null).toBe(expected);
});

it("says with a percentage or without what an empty list means, and what holds it up", () => {
  const said = (coming: TeamComing, end: SyncEnd | null = null) => {
    const arriving = filesArriving(sampleLink({ coming, end }));
    return [arriving?.title, arriving?.text];
  };
  const [arrive, missing] = ["Les dossiers de l’équipe arrivent", "Les dossiers de l’équipe ne sont pas tous là"];
  expect(said({ what: "files", percent: 45 })).toEqual([arrive, "45 % du transfert est fait. La liste se remplira d’elle-même."]);
  expect(said({ what: "batches" })).toEqual([arrive, "La liste se remplira d’elle-même."]);
  expect(said({ what: "files", percent: 45 }, { end: "cut" })).toEqual([missing, "Pas de réseau pour l’instant. Le transfert, fait à 45 %, reprendra de lui-même."]);
  expect(said({ what: "batches" }, { end: "cut" })).toEqual([missing, "Pas de réseau pour l’instant. Le transfert reprendra de lui-même."]);
  expect(said({ what: "batches" }, { end: "update_needed" })).toEqual([missing, "Le transfert est arrêté. L’écran Équipe dit pourquoi."]);
  expect(filesArriving(sampleLink({ coming: { what: "history", percent: 9 } }))).toBeNull();
  expect(filesArriving(null)).toBeNull();
});
