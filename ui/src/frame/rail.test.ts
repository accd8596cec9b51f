import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it } from "vitest";
import App from "../App.svelte";
import { fakeDesk } from "../api/fake.test-env.ts";
import type { SessionState, TeamMeeting } from "../api/generated.ts";
import { said } from "../design/index.ts";
import { sampleLink, sampleSession } from "../parts/backup/sample.test-env.ts";
import { place } from "./place.svelte.ts";
import { session } from "./session.svelte.ts";

const IN = sampleLink({ end: { end: "cut" } });
let state: SessionState;
let meeting: TeamMeeting | null;

beforeEach(() => {
  session.state = null;
  said.hush();
  meeting = { end: { end: "done" }, received: 2, sent: 0, to_send: 0, alarms: 0, contents_sent: 0, contents_received: 0, smaller: [] };
  state = sampleSession({ link: IN, pending_changes: 12 });
  place.go({ screen: "programmes" });
});
afterEach(() => place.go({ screen: "today" }));

async function shown() {
  const desk = fakeDesk({
    "session.state": () => structuredClone(state),
    "backup.daily": () => null,
    "backup.list": () => ({ backups: [], second: null, second_there: false, due: false, copies_until: null }),
    "draft.list": () => [],
    "draft.read": () => ({ body: "" }),
    "programme.list": () => [],
    "provider.list": () => [],
    "team.read": () => ({ stage: "alone" }),
    "team.synchronise": () => {
      if (meeting === null) throw { code: "hub_full" };
      return meeting;
    },
  });
  render(App);
  await screen.findByRole("heading", { level: 1, name: "Offres" });
  return { ...desk, user: userEvent.setup() };
}

it("the foot of the rail says the state of the laptop, follows every change, and leads to the team", async () => {
  const { publish, user } = await shown();
  const line = await screen.findByRole("link", { name: "Hors ligne, 12 changements à envoyer" });
  expect(line).toHaveAttribute("href", "#/equipe");
  state = { ...state, pending_changes: 13 };
  publish("people");
  expect(await screen.findByRole("link", { name: "Hors ligne, 13 changements à envoyer" })).toBeInTheDocument();
  state = { ...state, link: { ...IN, alarms: 1 }, disagreements: 2 };
  publish("session");
  expect(await screen.findByRole("link", { name: "1 alerte de sécurité" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "2 désaccords à trancher" })).toBeInTheDocument();
  await user.keyboard("{Control>}8{/Control}");
  expect(await screen.findByRole("heading", { level: 1, name: "Équipe" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Équipe" })).toHaveAttribute("aria-current", "page");
});

it("Ctrl+S meets the team from any screen and says what came of it", async () => {
  const { user } = await shown();
  await user.keyboard("{Control>}s{/Control}");
  await waitFor(() => expect(said.now?.text).toBe("Synchronisé : 2 changements reçus."));
  meeting = null;
  await user.keyboard("{Control>}s{/Control}");
  await waitFor(() => expect(said.now?.text).toContain("Le serveur n’a plus de place"));
  said.now?.act?.run();
  await waitFor(() => expect(place.route).toEqual({ screen: "team" }));
});

it("Ctrl+S means nothing without a team", async () => {
  state = sampleSession();
  const { user, asked } = await shown();
  expect(screen.getByRole("link", { name: "Hors ligne, données sur ce portable" })).toBeInTheDocument();
  await user.keyboard("{Control>}s{/Control}");
  expect(asked.some(({ name }) => name === "team.synchronise")).toBe(false);
});
