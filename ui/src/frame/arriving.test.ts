import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it } from "vitest";
import App from "../App.svelte";
import { fakeDesk } from "../api/fake.test-env.ts";
import type { PersonFile, SessionState } from "../api/generated.ts";
import { sampleLink, sampleSession } from "../parts/backup/sample.test-env.ts";
import { personFile } from "../screens/person/file.test-env.ts";
import { overlays } from "./overlay.svelte.ts";
import { place } from "./place.svelte.ts";
import { session } from "./session.svelte.ts";

let state: SessionState;
let file: PersonFile;

beforeEach(() => {
  session.state = null;
  overlays.open = null;
  state = sampleSession({ link: sampleLink({ coming: { what: "files", percent: 45 } }) });
  file = personFile();
  place.go({ screen: "today" });
});
afterEach(() => place.go({ screen: "today" }));

async function shown() {
  const desk = fakeDesk({
    "session.state": () => structuredClone(state),
    "backup.daily": () => null,
    "backup.list": () => ({ backups: [], second: null, second_there: false, due: false, copies_until: null }),
    "draft.list": () => [],
    "draft.read": () => ({ body: "" }),
    "draft.keep": () => null,
    "today.show": () => ({
      day: "2026-11-24", appointments: [], activities: [], tasks: [], steps: [], referrals: [], and_now: [], quiet: [], quiet_total: 0, people: 0,
      more: { meetings: false, tasks: false, steps: false, referrals: false, and_now: false },
    }),
    "person.list": () => ({ total: 0, lines: [] }),
    "person.communes": () => [],
    "person.candidates": () => [],
    "person.open": () => file,
    "participation.list": () => ({ participations: [], open: [] }),
    "worker.list": () => [],
    "view.list": () => [],
    "programme.list": () => [],
    "provider.list": () => [],
    search: () => [],
    "referral.list": () => ({ total: 0, lines: [] }),
    "report.show": ({ ask }) => ({ period: ask.period, before: null, tables: [], delays: [], delays_before: [], rules: [], invented: 0, limited: 0, on: "2026-11-24" }),
    "outcome_rule.list": () => ({ rules: [], house: { id: null, name: "Passerelle 1", from: "2020-01-01", of: { of: "all" }, positive: ["job"] } }),
  });
  render(App);
  await screen.findByRole("heading", { level: 1, name: "Aujourd’hui" });
  return { ...desk, user: userEvent.setup() };
}

it("no screen says that there is nobody while the files of the team arrive", async () => {
  const { user, publish } = await shown();
  expect(await screen.findByText("Les dossiers de l’équipe arrivent")).toBeInTheDocument();
  expect(screen.getByText("45 % du transfert est fait. La liste se remplira d’elle-même.")).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Créer un premier dossier" })).not.toBeInTheDocument();

  await user.keyboard("{Control>}2{/Control}");
  await screen.findByRole("heading", { level: 1, name: "Jeunes" });
  expect(await screen.findByText("Les dossiers de l’équipe arrivent", { selector: ".title" })).toBeInTheDocument();
  expect(screen.queryByText("Aucun dossier pour l’instant")).not.toBeInTheDocument();
  state = { ...state, link: sampleLink({ coming: { what: "files", percent: 46 }, end: { end: "cut" } }) };
  publish("session");
  expect(await screen.findByText("Pas de réseau pour l’instant. Le transfert, fait à 46 %, reprendra de lui-même.")).toBeInTheDocument();

  await user.keyboard("{Control>}3{/Control}");
  await screen.findByRole("heading", { level: 1, name: "Orientations" });
  expect(await screen.findByText("Les dossiers de l’équipe ne sont pas tous là")).toBeInTheDocument();
});

it("whoever is not found, or like nobody, may be among the files that arrive", async () => {
  const { user } = await shown();
  const maybe = /Les dossiers de l’équipe arrivent encore \(45 %\) : cette personne y est peut-être\./;
  await user.keyboard("{Control>}k{/Control}inaya");
  expect(await screen.findByText(maybe)).toHaveTextContent("inaya");
  await user.keyboard("{Escape}{Escape}{Control>}n{/Control}");
  expect(await screen.findByRole("dialog", { name: "Nouvelle personne" })).toBeInTheDocument();
  expect(screen.getByText(maybe)).toBeInTheDocument();
});

it("figures and a file say that they are not whole until everything is there", async () => {
  state = { ...state, link: sampleLink({ coming: { what: "history", percent: 19 } }) };
  const { user, publish } = await shown();
  expect(screen.queryByText("Les dossiers de l’équipe arrivent")).not.toBeInTheDocument();
  await user.keyboard("{Control>}6{/Control}");
  await screen.findByRole("heading", { level: 1, name: "Pilotage" });
  const figures = "Ce que l’équipe a noté arrive encore sur ce portable : ces chiffres ne sont pas complets.";
  expect(await screen.findByText(figures)).toBeInTheDocument();
  place.go({ screen: "person", id: "p1" });
  expect(await screen.findByText("Des échanges plus anciens arrivent encore.")).toBeInTheDocument();
  state = { ...state, link: sampleLink({ end: { end: "done" } }) };
  publish("session");
  await expect.poll(() => screen.queryByText("Des échanges plus anciens arrivent encore.")).toBeNull();
  await user.keyboard("{Control>}6{/Control}");
  await screen.findByText("Pilotage", { selector: "h1" });
  expect(screen.queryByText(figures)).not.toBeInTheDocument();
});
