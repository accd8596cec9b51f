import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import App from "../App.svelte";
import { fakeDesk } from "../api/fake.test-env.ts";
import type { Calls, Problem, SessionState } from "../api/generated.ts";
import { sampleBackup, sampleSession } from "../parts/backup/sample.test-env.ts";
import { speak } from "../words/index.ts";
import { place } from "./place.svelte.ts";
import { session } from "./session.svelte.ts";

let state: SessionState;
let daily: () => Calls["backup.daily"]["answer"];

beforeEach(() => {
  session.state = null;
  speak("fr");
  state = sampleSession();
  daily = () => null;
  place.go({ screen: "programmes" });
});

function desk() {
  return fakeDesk({
    "session.state": () => ({ ...state }),
    "backup.daily": () => daily(),
    "backup.list": () => ({ backups: [], second: null, second_there: false, due: false, copies_until: null }),
    "vault.acknowledge_loss": () => {
      state = { ...state, loss: null };
      return null;
    },
    "draft.read": () => ({ body: "" }),
    "programme.list": () => [],
    "provider.list": () => [],
  });
}

it("asks for the backup of the day once for each opening, and says nothing where all is well", async () => {
  const { asked, publish } = desk();
  render(App);
  await screen.findByRole("heading", { level: 1, name: "Offres" });
  publish("session");
  await waitFor(() => expect(asked.filter(({ name }) => name === "session.state")).toHaveLength(2));
  expect(asked.filter(({ name }) => name === "backup.daily")).toHaveLength(1);
  expect(screen.queryByRole("region", { name: "À savoir" })).not.toBeInTheDocument();
});

it("says a loss with its moments until it was read, through the desk", async () => {
  state.loss = { kind: "log_cut", acts: 3, since_ms: Date.parse("2026-03-12T13:05:00Z"), until_ms: null };
  const { asked } = desk();
  const user = userEvent.setup();
  render(App);
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("3 enregistrements manquent");
  expect(alert).toHaveTextContent(/Dernier enregistrement présent\s: 12 mars.* à 14 h 05\./);
  screen.getByRole("button", { name: /^J’ai lu/ }).focus();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(screen.queryByRole("alert")).not.toBeInTheDocument());
  expect(asked).toContainEqual({ name: "vault.acknowledge_loss", request: {} });
  expect(screen.getByRole("heading", { level: 1 })).toHaveFocus();
});

it("names the backup kept before an update, in English too", async () => {
  state.upgraded_from = sampleBackup("2026-03-12T08:00:00Z", { cause: "before_migration" }).backup;
  state.settings.language = "en";
  desk();
  const user = userEvent.setup();
  render(App);
  expect(await screen.findByText(/The backup made just before is kept: 12 March/)).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: /^I have read this/ }));
  expect(screen.queryByText(/The backup made just before/)).not.toBeInTheDocument();
});

it("says that the backup of the day was not made, why, and tries again", async () => {
  daily = () => {
    throw { code: "disk_full" } satisfies Problem;
  };
  desk();
  const user = userEvent.setup();
  render(App);
  expect(await screen.findByText(/La sauvegarde du jour n’a pas été faite\. Le disque est plein/)).toBeInTheDocument();
  daily = () => ({ backup: sampleBackup("2026-03-12T08:00:00Z").backup, second: "full" });
  await user.click(screen.getByRole("button", { name: "Réessayer" }));
  expect(await screen.findByText(/faite ici, mais pas dans le second dossier/)).toBeInTheDocument();
});
