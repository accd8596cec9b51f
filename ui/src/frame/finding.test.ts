import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import App from "../App.svelte";
import { fakeDesk } from "../api/fake.test-env.ts";
import type { SessionState } from "../api/generated.ts";
import { place } from "./place.svelte.ts";
import { session } from "./session.svelte.ts";

let vault: SessionState["vault"];

function desk() {
  return fakeDesk({
    "session.state": () => ({
      vault,
      protection: "passphrase_alone",
      keyring: "absent",
      retry_after_s: 0,
      worker: "Awa Diallo",
      demo: false,
      settings: { language: "fr", theme: "system", idle_minutes: 5 },
      pending_changes: 0,
      link: null,
      disagreements: 0,
      loss: null,
      upgraded_from: null,
      version: "0.1.0",
    }),
    search: ({ text }) =>
      text === "per"
        ? [
            { found: "person", id: "k1", name: "Perrine Petit", birth: "2008-03-14", commune: "Lens", demo: false },
            { found: "programme", id: "o1", name: "Permis et vélo", provider: "Garage solidaire", demo: true },
          ]
        : [],
    "person.list": () => ({ total: 0, lines: [] }),
    "person.communes": () => [],
  });
}

beforeEach(() => {
  vault = "open";
  session.state = null;
  place.go({ screen: "security" });
});

it("finds people and programmes from anywhere and opens them", async () => {
  const { asked } = desk();
  const user = userEvent.setup();
  render(App);
  await screen.findByRole("heading", { level: 1, name: "Sécurité" });
  await user.keyboard("{Control>}k{/Control}p");
  expect(asked.some(({ name }) => name === "search"), "one letter would find everybody").toBe(false);
  await user.keyboard("er");
  expect(await screen.findByRole("option", { name: "Perrine Petit naissance 2008 · Lens" })).toHaveAttribute("aria-selected", "true");
  expect(screen.getByRole("option", { name: "Permis et vélo inventé Garage solidaire" })).toBeInTheDocument();
  await user.keyboard("{Enter}");
  expect(place.route).toEqual({ screen: "person", id: "k1" });

  await user.keyboard("{Control>}k{/Control}per");
  await screen.findByRole("option", { name: /Permis/ });
  await user.keyboard("{ArrowDown}{Enter}");
  expect(place.route).toEqual({ screen: "programme", id: "o1" });
});

it("keeps the filters of the caseload over a visit elsewhere, not over a lock", async () => {
  const { publish } = desk();
  const user = userEvent.setup();
  place.go({ screen: "people" });
  render(App);
  const mine = async () => (await screen.findByText("Mes dossiers")).closest("button");
  await user.click((await mine()) as HTMLElement);
  place.go({ screen: "programme", id: "o1" });
  await waitFor(() => expect(screen.queryByText("Mes dossiers")).not.toBeInTheDocument());
  place.go({ screen: "people" });
  expect(await mine()).toHaveAttribute("aria-pressed", "true");

  vault = "locked";
  publish("session");
  await screen.findByLabelText("Votre phrase de passe");
  vault = "open";
  publish("session");
  expect(await mine()).toHaveAttribute("aria-pressed", "false");
});
